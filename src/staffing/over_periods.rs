use std::ops::Range;

use super::formula::Formula;
use super::promise;
use crate::model::{Driver, Need, Queue, Requirement, Series};
use crate::queueing::{AnsweredInTime, Performance, Targets};
use crate::units::{Agents, Seconds};

/// How many agents more at once are looked at: in time rises by ever less with each agent but for the first few.
const STEPS: u32 = 3;
/// Adding agents that brings less than this share is given up.
const NOTHING: f64 = 1e-9;

/// What to aim at over a span of intervals in which an agreement is measured as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Aim {
    /// The intervals.
    pub span: Range<usize>,
    /// The share in time, each interval weighing as many contacts as it has.
    pub share: f64,
}

/// The fewest agent hours that reach each aim over its span, instead of in every interval by itself.
///
/// min sum over t of N(t), subject to sum of V(t) S(t, N(t) + d(t)) >= share * sum of V(t), N(t) >= floor(t)
///
/// with V the contacts of an interval and S the share in time that N agents give; d, from `offsets`, is how many
/// agents more (or, below zero, fewer) those of an interval were found to be worth than the formula knows: backlog,
/// absence, agents whom other queues need. No offsets are none. Agents are added one by one where
/// they bring most contacts in time, which is optimal as in-time contacts are concave in agents (marginal analysis,
/// Fox 1966, Discrete optimization via marginal analysis, Management Science 13); where they are not, a few at once
/// are looked at. No interval falls below the agreement's floor, its cap on occupancy or the queue's minimum. The
/// largest share that may hang up and the longest mean wait are kept over the span too. Agents above the floor are
/// `spare`: an interval may lack them if others make up for it. Intervals outside all
/// spans, and deferred work, stay as they are.
///
/// ```
/// use std::path::Path;
/// use callboard::staffing::{Aim, StaffingOptions, over_periods, require};
///
/// let scenario = callboard::intake::read(Path::new("data/helpdesk"), &[])?.scenario;
/// let (index, queue) = scenario.queues.iter().enumerate().find(|(_, queue)| queue.id == "nl-voice").unwrap();
/// let each = require(index, queue, &StaffingOptions::default());
/// let aims = [Aim { span: 0..scenario.grid.len(), share: 0.8 }];
/// let all = over_periods(queue, &each, &aims, None);
/// let agents = |requirement: &callboard::model::Requirement| -> u32 {
///     requirement.needs.iter().map(|need| need.agents.get()).sum()
/// };
/// assert!(agents(&all) < agents(&each));
/// # Ok::<(), callboard::error::Error>(())
/// ```
pub fn over_periods(
    queue: &Queue,
    requirement: &Requirement,
    aims: &[Aim],
    offsets: Option<&Series<f64>>,
) -> Requirement {
    let mut needs = requirement.needs.values().to_vec();
    if requirement.deferred.is_none() {
        let offset = |interval: usize| offsets.map_or(0.0, |offsets| offsets[interval]);
        for aim in aims {
            let places = aim.span.clone();
            let places =
                places.filter_map(|interval| Place::new(queue, interval, &needs[interval], offset(interval)));
            let mut places: Vec<Place> = places.collect();
            reach(queue, &mut places, aim.share);
            places.iter().for_each(|place| needs[place.interval] = place.need(queue, &needs[place.interval]));
        }
    }
    let grid = requirement.needs.grid().clone();
    Requirement { needs: Series::from_fn(grid, |interval| needs[interval]), ..requirement.clone() }
}

/// An interval with the agents it has so far.
struct Place {
    interval: usize,
    volume: f64,
    formula: Formula,
    offset: f64,
    floor: u32,
    agents: u32,
    driver: Option<Driver>,
    given: Performance,
}

impl Place {
    /// An interval at its floor; nothing where nobody calls.
    fn new(queue: &Queue, interval: usize, need: &Need, offset: f64) -> Option<Self> {
        let formula = Formula::of(queue, need)?;
        let targets = promise::targets(&queue.target);
        let answered = targets.answered.zip(queue.target.floor());
        let floor = Targets {
            answered: answered.map(|(asked, share)| AnsweredInTime { share, ..asked }),
            max_average_wait: None,
            max_abandonment: None,
            ..targets
        };
        let least = formula.required(&floor, offset, None);
        let mut agents = least.map_or(need.agents.get(), |least| least.agents);
        let mut driver = least.and_then(|least| promise::driver(least.driven_by));
        if queue.minimum_agents > agents {
            (agents, driver) = (queue.minimum_agents, Some(Driver::MinimumAgents));
        }
        let given = formula.perform(f64::from(agents) + offset);
        Some(Place { interval, volume: need.volume, formula, offset, floor: agents, agents, driver, given })
    }

    fn at(&self, agents: u32) -> Performance {
        self.formula.perform(f64::from(agents) + self.offset)
    }

    /// Contacts in time, as the agreement counts them.
    fn in_time(&self, given: &Performance, queue: &Queue) -> f64 {
        self.volume * given.service_level(queue.target.counting).unwrap_or(1.0)
    }

    /// How many agents more bring most for each of them, and how much that is.
    fn best_step(&self, queue: &Queue) -> (u32, f64) {
        let now = self.in_time(&self.given, queue);
        let gain = |more: u32| (self.in_time(&self.at(self.agents + more), queue) - now) / f64::from(more);
        let gains = (1..=STEPS).map(|more| (more, gain(more)));
        gains.fold((1, f64::NEG_INFINITY), |best, step| if step.1 > best.1 { step } else { best })
    }

    fn need(&self, queue: &Queue, before: &Need) -> Need {
        let expected = promise::expectation(&promise::targets(&queue.target), &self.given);
        let spare = Agents::new(self.agents - self.floor);
        Need { agents: Agents::new(self.agents), spare, driver: self.driver, expected, ..*before }
    }
}

/// What all places of a span give together, kept up as agents are added.
#[derive(Debug, Clone, Copy, Default)]
struct Together {
    offered: f64,
    in_time: f64,
    hung_up: f64,
    answered: f64,
    waited: f64,
}

impl Together {
    /// What a place gives is added, or taken out where `sign` is below zero.
    fn add(&mut self, place: &Place, queue: &Queue, sign: f64) {
        let given = &place.given;
        let volume = sign * place.volume;
        self.offered += volume;
        self.in_time += sign * place.in_time(given, queue);
        self.hung_up += volume * given.abandonment;
        self.answered += volume * given.answered;
        self.waited += volume * given.answered * given.answered_wait.map_or(0.0, Seconds::get);
    }

    /// Whether the share aimed at is reached, few enough hang up and the answered wait no longer than promised.
    fn reaches(&self, queue: &Queue, share: f64) -> bool {
        let target = &queue.target;
        self.in_time >= share * self.offered
            && target.max_abandonment.is_none_or(|most| self.hung_up <= most.get() * self.offered)
            && target.max_average_wait.is_none_or(|most| self.waited <= most.get() * self.answered)
    }
}

/// Adds agents where they bring most until the aim is reached and nothing else is missed.
fn reach(queue: &Queue, places: &mut [Place], share: f64) {
    let mut together = Together::default();
    places.iter().for_each(|place| together.add(place, queue, 1.0));
    let mut steps: Vec<(u32, f64)> = places.iter().map(|place| place.best_step(queue)).collect();
    while !together.reaches(queue, share) {
        let best = (0..places.len()).max_by(|&one, &other| steps[one].1.total_cmp(&steps[other].1));
        let Some(best) = best.filter(|&best| steps[best].1 > NOTHING * together.offered) else { return };
        let place = &mut places[best];
        together.add(place, queue, -1.0);
        place.agents += steps[best].0;
        place.driver = Some(Driver::ServiceLevel);
        place.given = place.at(place.agents);
        together.add(place, queue, 1.0);
        steps[best] = place.best_step(queue);
    }
}

use std::ops::Range;

use super::promise;
use crate::model::{Driver, Need, Queue, Requirement, Series};
use crate::queueing::{AnsweredInTime, Performance, Stream, Targets};
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
/// min sum over t of N(t), subject to sum of V(t) S(t, N(t)) >= share * sum of V(t), N(t) >= floor(t)
///
/// with V the contacts of an interval and S the share in time that N agents give. Agents are added one by one where
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
/// let all = over_periods(queue, &each, &aims);
/// let agents = |requirement: &callboard::model::Requirement| -> u32 {
///     requirement.needs.iter().map(|need| need.agents.get()).sum()
/// };
/// assert!(agents(&all) < agents(&each));
/// # Ok::<(), callboard::error::Error>(())
/// ```
pub fn over_periods(queue: &Queue, requirement: &Requirement, aims: &[Aim]) -> Requirement {
    let mut needs = requirement.needs.values().to_vec();
    if requirement.deferred.is_none() {
        for aim in aims {
            let mut places: Vec<Place> = aim
                .span
                .clone()
                .filter_map(|interval| Place::new(queue, interval, &needs[interval]))
                .collect();
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
    stream: Stream,
    concurrency: u32,
    within: Seconds,
    floor: u32,
    agents: u32,
    driver: Option<Driver>,
    given: Performance,
}

impl Place {
    /// An interval at its floor; nothing where nobody calls.
    fn new(queue: &Queue, interval: usize, need: &Need) -> Option<Self> {
        if need.offered_load.get() <= 0.0 {
            return None;
        }
        let targets = promise::targets(&queue.target);
        let aht = Seconds::new(need.aht.get() * queue.full_aht_factor());
        let stream = promise::stream(queue, need.offered_load, aht);
        let answered = targets.answered.zip(queue.target.floor());
        let floor = Targets {
            answered: answered.map(|(asked, share)| AnsweredInTime { share, ..asked }),
            max_average_wait: None,
            max_abandonment: None,
            ..targets
        };
        let concurrency = queue.concurrency.max(1);
        let least = stream.required(&floor);
        let mut agents = least.map_or(need.agents.get(), |least| least.agents.div_ceil(concurrency));
        let mut driver = least.and_then(|least| promise::driver(least.driven_by));
        if queue.minimum_agents > agents {
            (agents, driver) = (queue.minimum_agents, Some(Driver::MinimumAgents));
        }
        let within = targets.within();
        let given = stream.perform(f64::from(agents * concurrency), within);
        Some(Place {
            interval,
            volume: need.volume,
            stream,
            concurrency,
            within,
            floor: agents,
            agents,
            driver,
            given,
        })
    }

    fn at(&self, agents: u32) -> Performance {
        self.stream.perform(f64::from(agents * self.concurrency), self.within)
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

/// Adds agents where they bring most until the aim is reached and nothing else is missed.
fn reach(queue: &Queue, places: &mut [Place], share: f64) {
    let volume: f64 = places.iter().map(|place| place.volume).sum();
    let mut steps: Vec<(u32, f64)> = places.iter().map(|place| place.best_step(queue)).collect();
    let mut in_time: f64 = places.iter().map(|place| place.in_time(&place.given, queue)).sum();
    while in_time < share * volume || misses_else(queue, places) {
        let best = (0..places.len()).max_by(|&one, &other| steps[one].1.total_cmp(&steps[other].1));
        let Some(best) = best.filter(|&best| steps[best].1 > NOTHING * volume) else { return };
        let place = &mut places[best];
        in_time -= place.in_time(&place.given, queue);
        place.agents += steps[best].0;
        place.driver = Some(Driver::ServiceLevel);
        place.given = place.at(place.agents);
        in_time += place.in_time(&place.given, queue);
        steps[best] = place.best_step(queue);
    }
}

/// Whether too many hang up or the answered wait too long, over all places together.
fn misses_else(queue: &Queue, places: &[Place]) -> bool {
    let target = &queue.target;
    let sum = |of: &dyn Fn(&Place) -> f64| -> f64 { places.iter().map(of).sum() };
    let hung_up = target.max_abandonment.is_some_and(|most| {
        sum(&|place| place.volume * place.given.abandonment) > most.get() * sum(&|place| place.volume)
    });
    let waited = target.max_average_wait.is_some_and(|most| {
        let answered = |place: &Place| place.volume * place.given.answered;
        let wait = |place: &Place| place.given.answered_wait.map_or(0.0, Seconds::get);
        sum(&|place| answered(place) * wait(place)) > most.get() * sum(&answered)
    });
    hung_up || waited
}

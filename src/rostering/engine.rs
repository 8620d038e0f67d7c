use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::calendar::{Calendar, Day};
use super::cover::Cover;
use super::network::{Network, Path, break_step};
use super::prices::{PresencePrices, presence};
use super::state::Lines;
use super::terms::{Open, Terms, is_weekend, of_agent};
use crate::model::{Requirement, Scenario, Shift};
use crate::units::Minutes;

/// Networks kept at hand; beyond this many the oldest rosters' are no use any more and all are dropped.
const NETWORKS_KEPT: usize = 1500;

/// What every part of rostering works with.
pub(super) struct Engine<'a> {
    pub scenario: &'a Scenario,
    pub cover: Cover,
    pub calendar: Calendar,
    /// Minutes between two moments at which breaks may begin.
    step: i32,
    networks: Mutex<HashMap<Terms, Option<Arc<Network>>>>,
}

/// What presence and posts are worth to agents of one skill set.
pub(super) struct Worth {
    pub presence: PresencePrices,
    /// By day and template; what is not there is worth nothing.
    pub posts: HashMap<(i32, usize), f64>,
    /// What a worked weekend costs besides, where weekends are limited.
    pub weekend: f64,
}

/// A line of work and what it costs in wages and wishes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PricedLine {
    pub shifts: Vec<Shift>,
    /// Wages and wishes.
    pub cost: f64,
    /// The same less what its presence and posts are worth.
    pub reduced: f64,
}

impl<'a> Engine<'a> {
    pub fn new(scenario: &'a Scenario, requirements: &[Requirement]) -> Self {
        let breaks = scenario.shifts.iter().flat_map(|shift| &shift.breaks);
        let lengths = breaks.flat_map(|rule| [rule.length, rule.after]);
        Engine {
            scenario,
            cover: Cover::new(scenario, requirements),
            calendar: Calendar::of(scenario),
            step: break_step(scenario.grid.interval(), lengths),
            networks: Mutex::default(),
        }
    }

    /// The network of some terms; nothing where no line keeps them.
    pub fn network(&self, terms: &Terms) -> Option<Arc<Network>> {
        let known = self.networks.lock().unwrap_or_else(PoisonError::into_inner).get(terms).cloned();
        known.unwrap_or_else(|| {
            let grid = &self.scenario.grid;
            let made =
                Network::new(terms, &|day| grid.week_of(day), &|day| is_weekend(grid, day)).map(Arc::new);
            let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
            if networks.len() >= NETWORKS_KEPT {
                networks.clear();
            }
            networks.insert(terms.clone(), made.clone());
            made
        })
    }

    /// The terms of an agent in a window, and the network of the lines that keep them. Where no line does, what
    /// cannot be kept is waived step by step: spreading weekends, the least hours as far as they cannot be
    /// reached, then the most.
    pub fn terms(
        &self,
        agent: usize,
        lines: &Lines,
        days: (i32, i32),
        open: Open,
    ) -> (Terms, Option<Arc<Network>>) {
        let mut terms = of_agent(self.scenario, &self.calendar, agent, &lines.of[agent], days, open);
        for waive in [Terms::waive_pace, Terms::waive_least, Terms::waive_most] {
            if let Some(network) = self.network(&terms) {
                return self.at_most_worked(terms, network);
            }
            waive(&mut terms);
        }
        match self.network(&terms) {
            Some(network) => self.at_most_worked(terms, network),
            None => (terms, None),
        }
    }

    /// Where the least hours are waived, the most that can be worked takes their place.
    fn at_most_worked(&self, mut terms: Terms, network: Arc<Network>) -> (Terms, Option<Arc<Network>>) {
        if !terms.is_least_waived {
            return (terms, Some(network));
        }
        let paid = |class: &super::network::Class| {
            let choice = class.members.first().map(|&choice| &terms.days[class.day].choices[choice as usize]);
            choice.map_or(0, |choice| choice.paid.get())
        };
        let costs: Vec<f64> = network.classes.iter().map(|class| -f64::from(paid(class))).collect();
        let Some(longest) = network.cheapest(&costs, 1).pop() else { return (terms, Some(network)) };
        let mut start = 0;
        let worked: Vec<i32> = terms
            .weeks
            .iter()
            .map(|week| {
                let days = start..week.end;
                start = week.end;
                longest.classes[days].iter().map(|&class| paid(&network.classes[class as usize])).sum()
            })
            .collect();
        terms.weeks.iter_mut().zip(worked).for_each(|(week, worked)| week.min = worked);
        let network = self.network(&terms);
        (terms, network)
    }

    /// Whether an agent has a line that keeps every rule in a window.
    pub fn is_possible(&self, agent: usize, lines: &Lines, days: (i32, i32), open: Open) -> bool {
        let mut terms = of_agent(self.scenario, &self.calendar, agent, &lines.of[agent], days, open);
        terms.waive_pace();
        self.network(&terms).is_some()
    }

    /// The place of an agent's skill set among the distinct ones.
    pub fn skill_set_of(&self, agent: usize) -> usize {
        self.cover.skill_set(&self.scenario.agents[agent].skills)
    }

    /// The cheapest lines of a network at the given worth, cheapest first: one for each way it can end, at most
    /// `most`.
    pub fn cheapest(
        &self,
        terms: &Terms,
        network: &Network,
        contract: usize,
        worth: &Worth,
        most: usize,
    ) -> Vec<PricedLine> {
        let costs: Vec<Vec<f64>> = terms
            .days
            .iter()
            .map(|day| {
                day.choices.iter().map(|choice| self.choice_cost(day, choice, contract, worth)).collect()
            })
            .collect();
        let mut chosen = vec![0u32; network.classes.len()];
        let class_costs: Vec<f64> = network
            .classes
            .iter()
            .zip(&mut chosen)
            .map(|(class, chosen)| {
                let best = class.members.iter().min_by(|&&one, &&other| {
                    costs[class.day][one as usize].total_cmp(&costs[class.day][other as usize])
                });
                match best {
                    Some(&best) => {
                        *chosen = best;
                        let weekend = if class.opens_weekend { worth.weekend } else { 0.0 };
                        costs[class.day][best as usize] + weekend
                    }
                    None => terms.days[class.day].off.map_or(f64::INFINITY, |price| price.major()),
                }
            })
            .collect();
        let line = |path: Path| self.priced(terms, network, contract, worth, &chosen, &path);
        network.cheapest(&class_costs, most).into_iter().map(line).collect()
    }

    fn priced(
        &self,
        terms: &Terms,
        network: &Network,
        contract: usize,
        worth: &Worth,
        chosen: &[u32],
        path: &Path,
    ) -> PricedLine {
        let mut shifts = Vec::new();
        for &class in &path.classes {
            let (members, day) =
                (&network.classes[class as usize].members, network.classes[class as usize].day);
            if !members.is_empty() {
                let plan = &terms.days[day];
                shifts.push(worth.presence.place(
                    &plan.choices[chosen[class as usize] as usize],
                    plan,
                    self.step,
                ));
            }
        }
        let cost = self.line_cost(terms, contract, &shifts);
        PricedLine { shifts, cost, reduced: path.cost }
    }

    fn choice_cost(
        &self,
        day: &Day,
        choice: &super::calendar::Choice,
        contract: usize,
        worth: &Worth,
    ) -> f64 {
        let wage = self.scenario.contracts[contract].wage_per_hour.major();
        let post = worth.posts.get(&(choice.day, choice.template)).copied().unwrap_or(0.0);
        wage * choice.paid.hours() + choice.wishes.major()
            - worth.presence.worth(choice, day, self.step)
            - post
    }

    /// Wages and wishes of a line inside the window of `terms`.
    pub fn line_cost(&self, terms: &Terms, contract: usize, shifts: &[Shift]) -> f64 {
        let wage = self.scenario.contracts[contract].wage_per_hour.major();
        let paid: Minutes = shifts.iter().map(Shift::paid).sum();
        wage * paid.hours() + self.wishes(terms, shifts)
    }

    /// The price of the wishes a line leaves ungranted.
    pub fn wishes(&self, terms: &Terms, shifts: &[Shift]) -> f64 {
        let mut price = 0.0;
        for (place, day) in terms.days.iter().enumerate() {
            let worked = shifts.iter().find(|shift| shift.day == terms.first_day + place as i32);
            price += match worked {
                Some(shift) => {
                    choice_of(day, shift).map_or(0.0, |choice| day.choices[choice as usize].wishes.major())
                }
                None => day.off.map_or(0.0, |price| price.major()),
            };
        }
        price
    }

    /// The intervals in which the shifts of a line are present.
    pub fn presence(&self, terms: &Terms, shifts: &[Shift]) -> Vec<(usize, f64)> {
        let day = |shift: &Shift| {
            usize::try_from(shift.day - terms.first_day).ok().and_then(|place| terms.days.get(place))
        };
        shifts.iter().flat_map(|shift| presence(&self.scenario.grid, shift, day(shift))).collect()
    }

    /// Whether a line keeps the terms.
    pub fn is_legal(&self, terms: &Terms, network: &Network, shifts: &[Shift]) -> bool {
        let mut line = Vec::with_capacity(terms.days.len());
        let mut placed = 0;
        for (place, day) in terms.days.iter().enumerate() {
            match shifts.iter().find(|shift| shift.day == terms.first_day + place as i32) {
                None => line.push(None),
                Some(shift) => {
                    let Some(choice) = choice_of(day, shift) else { return false };
                    placed += 1;
                    line.push(Some(choice));
                }
            }
        }
        placed == shifts.len() && network.contains(&line)
    }
}

/// The choice of a day that a shift is.
pub(super) fn choice_of(day: &Day, shift: &Shift) -> Option<u32> {
    let is_it = |choice: &super::calendar::Choice| {
        Some(choice.template) == shift.template && choice.start == shift.start && choice.end == shift.end
    };
    day.choices.iter().position(is_it).map(|choice| choice as u32)
}

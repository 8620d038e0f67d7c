use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::calendar::{Calendar, Day};
use super::cover::Cover;
use super::network::{Network, break_step};
use super::prices::{PresencePrices, presence};
use super::terms::Terms;
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
    pub step: i32,
    networks: Mutex<HashMap<Terms, Option<Arc<Network>>>>,
}

/// What presence and posts are worth to agents of one skill set.
pub(super) struct Worth {
    pub presence: PresencePrices,
    /// By day and template; what is not there is worth nothing.
    pub posts: HashMap<(i32, usize), f64>,
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
            let made = Network::new(terms, self.scenario).map(Arc::new);
            let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
            if networks.len() >= NETWORKS_KEPT {
                networks.clear();
            }
            networks.insert(terms.clone(), made.clone());
            made
        })
    }

    /// The place of an agent's skill set among the distinct ones.
    pub fn skill_set_of(&self, agent: usize) -> usize {
        self.cover.skill_set(&self.scenario.agents[agent].skills)
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

    /// The intervals in which a shift on an agent's roster is present.
    pub fn presence_of(&self, agent: usize, shift: &Shift) -> Vec<(usize, f64)> {
        let days = &self.calendar.agents[agent];
        let day = usize::try_from(shift.day).ok().and_then(|day| days.get(day));
        presence(&self.scenario.grid, shift, day)
    }

    /// The intervals in which the shifts of a line are present.
    pub fn presence(&self, terms: &Terms, shifts: &[Shift]) -> Vec<(usize, f64)> {
        let day = |shift: &Shift| {
            usize::try_from(shift.day - terms.first_day).ok().and_then(|place| terms.days.get(place))
        };
        shifts.iter().flat_map(|shift| presence(&self.scenario.grid, shift, day(shift))).collect()
    }
}

/// The choice of a day that a shift is.
pub(super) fn choice_of(day: &Day, shift: &Shift) -> Option<u32> {
    let is_it = |choice: &super::calendar::Choice| {
        Some(choice.template) == shift.template && choice.start == shift.start && choice.end == shift.end
    };
    day.choices.iter().position(is_it).map(|choice| choice as u32)
}

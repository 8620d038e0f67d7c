//! All legal lines of work under some terms, as the paths of an acyclic network.

mod classes;
mod days;
mod hours;
mod in_row;
mod in_week;
mod in_weekend;
mod long_rest;
mod moves;
mod state;
mod stints;
mod track;

use std::ops::Range;

pub(super) use self::classes::Class;
use self::days::Days;
use self::stints::Stints;
pub(super) use self::track::{Part, Track};
use super::terms::Terms;
use crate::model::Scenario;

/// All legal lines of work under some [`Terms`], as the paths of an acyclic network.
///
/// It depends on the rules alone; prices change only what its classes cost, and pricing is one sweep over the days.
#[derive(Debug)]
pub(super) enum Network {
    Days(Days),
    Stints(Stints),
}

/// A line through the network, or some days of one.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub cost: f64,
    /// A class for each day.
    pub classes: Vec<u32>,
}

impl Network {
    /// The network of the lines that keep the terms; nothing where there is none.
    pub fn new(terms: &Terms, scenario: &Scenario) -> Option<Self> {
        match stints::are_apart(terms) {
            true => Stints::new(terms, scenario).map(Network::Stints),
            false => Days::new(terms, scenario).map(Network::Days),
        }
    }

    /// What agents may do on each day.
    pub fn classes(&self) -> &[Class] {
        match self {
            Network::Days(days) => &days.classes,
            Network::Stints(stints) => &stints.classes,
        }
    }

    /// Those of some days, each with its place.
    pub fn classes_of(&self, days: &Range<usize>) -> impl Iterator<Item = (usize, &Class)> {
        let classes = self.classes();
        let inside = match self {
            // Made day by day.
            Network::Days(_) => {
                let before = |day: usize| classes.partition_point(|class| class.day < day);
                before(days.start)..before(days.end)
            }
            Network::Stints(_) => 0..classes.len(),
        };
        let days = days.clone();
        let of_days = inside.clone().zip(&classes[inside]);
        of_days.filter(move |(_, class)| days.contains(&class.day))
    }

    /// How many links it has.
    pub fn links(&self) -> usize {
        match self {
            Network::Days(days) => days.links(),
            Network::Stints(stints) => stints.links(),
        }
    }

    /// How much of it takes the most room.
    pub fn size(&self) -> usize {
        match self {
            Network::Days(days) => days.size(),
            Network::Stints(stints) => stints.links(),
        }
    }

    /// The cheapest line for each way it can end, cheapest first, at most `most` of them.
    pub fn cheapest(&self, class_costs: &[f64], most: usize) -> Vec<Path> {
        match self {
            Network::Days(days) => days.cheapest(class_costs, most),
            Network::Stints(stints) => stints.cheapest(class_costs, most),
        }
    }

    /// The cheapest way over some days of a line, given by its choice on each day, all others as they are.
    pub fn detour(&self, line: &[Option<u32>], days: &Range<usize>, class_costs: &[f64]) -> Option<Path> {
        match self {
            Network::Days(by_day) => by_day.detour(line, days, class_costs),
            Network::Stints(stints) => stints.detour(line, days, class_costs),
        }
    }

    /// By class, what the cheapest line with it costs.
    pub fn through(&self, class_costs: &[f64]) -> Vec<f64> {
        match self {
            Network::Days(days) => days.through(class_costs),
            Network::Stints(stints) => stints.through(class_costs),
        }
    }

    /// Whether a line, given by its choice on each day (nothing for a day off), is one of the network's.
    pub fn is_line(&self, choices: &[Option<u32>]) -> bool {
        match self {
            Network::Days(days) => days.is_line(choices),
            Network::Stints(stints) => stints.is_line(choices),
        }
    }
}

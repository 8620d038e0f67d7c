//! All legal lines of work under some terms, stint by stint.

mod build;
mod sweep;
mod through;

use std::ops::Range;

use super::Path;
use super::classes::Class;
use super::hours::counts_weeks;
use super::moves::Move;
use crate::rostering::terms::Terms;

/// So few days are not worth it,
const FEW_DAYS: usize = 91;
/// nor stints that may be longer.
const LONGEST: u32 = 14;

/// All legal lines of work under some [`Terms`] as stints: days worked in a row, and the day off behind them.
///
/// With that day all is forgotten that rules remember of a stint, its hours and weekends aside. So what the stints from a
/// day on cost, by their last day and their hours, is found once, whatever was worked before; only then is it added to
/// the lines that lead to that day. These have an array over weekends and hours, stints a short one over their own.
#[derive(Debug)]
pub(in crate::rostering) struct Stints {
    pub classes: Vec<Class>,
    /// One before each day, and one after the last.
    layers: Vec<Layer>,
    /// In the order of their first days.
    stints: Vec<Stint>,
    /// How many places all arrays of layers have, and all of stints.
    places: usize,
    places_of_stints: usize,
}

/// The rests before a day on which lines are between two stints.
#[derive(Debug)]
struct Layer {
    rests: usize,
    /// The weekends and the hours that a line may have by then, from the least to the most.
    weekends: (i32, i32),
    hours: (i32, i32),
    /// Where its arrays begin: one of hours for each rest and number of weekends.
    offset: usize,
    /// The stints that end with it, by their place, and which of their ends.
    arrivals: Vec<(u32, u32)>,
}

/// The stints of a rest: a day off alone, or some days worked and one off.
#[derive(Debug)]
struct Stint {
    day: usize,
    rest: usize,
    /// Where its array begins, and how many places that has.
    offset: usize,
    places: usize,
    /// Day by day, a class and the part of its array that it moves.
    steps: Vec<(u32, Move)>,
    ends: Vec<End>,
}

/// How a stint can end.
#[derive(Debug)]
struct End {
    layer: usize,
    rest: usize,
    /// The first of its places in the stint's array: one for each number of hours.
    place: usize,
    hours: (i32, i32),
    weekends: i32,
}

/// Whether rules forget with a day off what was worked before, hours and weekends of the window aside.
pub(super) fn are_apart(terms: &Terms) -> bool {
    let days = terms.days.len();
    let is_of_all = || terms.spans.chain.iter().all(|span| (span.start, span.end) == (0, days));
    let is_counted =
        || terms.weekends.as_ref().is_none_or(|of| of.are_loose || of.left.is_some() && !of.are_priced);
    days >= FEW_DAYS
        && terms.streaks.max_on.is_some_and(|most| most <= LONGEST)
        && terms.weekly_rest.is_none()
        && terms.whole_weekends.is_none()
        && terms.bands.is_none()
        && terms.days_off.is_none()
        && terms.quotas.is_empty()
        && !terms.kinds.iter().any(|kind| kind.is_counted)
        && terms.weeks.iter().all(|week| week.max_days >= 7)
        && !counts_weeks(terms)
        && is_of_all()
        && is_counted()
}

impl Stints {
    /// How many steps they have.
    pub fn links(&self) -> usize {
        self.stints.iter().map(|stint| stint.steps.len()).sum()
    }

    /// Whether a line, given by its choice on each day (nothing for a day off), is one of them.
    pub fn is_line(&self, choices: &[Option<u32>]) -> bool {
        self.detour(choices, &(0..0), &vec![0.0; self.classes.len()]).is_some()
    }

    /// The cheapest way over some days of a line, given by its choice on each day, all others as they are.
    pub fn detour(&self, line: &[Option<u32>], days: &Range<usize>, class_costs: &[f64]) -> Option<Path> {
        let cost = |(class, &cost): (&Class, &f64)| match days.contains(&class.day) {
            true => cost,
            false if class.is(line[class.day]) => 0.0,
            false => f64::INFINITY,
        };
        let costs: Vec<f64> = self.classes.iter().zip(class_costs).map(cost).collect();
        let path = self.cheapest(&costs, 1).pop()?;
        Some(Path { classes: path.classes[days.clone()].to_vec(), ..path })
    }
}

impl Layer {
    /// How many numbers of hours and of weekends it tells apart.
    fn width(&self) -> usize {
        (self.hours.1 - self.hours.0 + 1).max(0) as usize
    }

    fn height(&self) -> usize {
        (self.weekends.1 - self.weekends.0 + 1) as usize
    }

    /// How many places its arrays have.
    fn places(&self) -> usize {
        self.rests * self.height() * self.width()
    }

    /// The first place of a rest with so many weekends, counted from its first.
    fn row(&self, rest: usize, weekends: i32) -> usize {
        (rest * self.height() + (weekends - self.weekends.0) as usize) * self.width()
    }
}

impl End {
    /// Its places with their hours.
    fn places(&self) -> impl Iterator<Item = (usize, i32)> {
        (self.place..).zip(self.hours.0..=self.hours.1)
    }
}

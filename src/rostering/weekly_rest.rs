use chrono::Weekday;

use super::terms::Open;
use crate::model::{Contract, Scenario, Shift};
use crate::units::{Minutes, Moment};

/// A long rest within each week of a window.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct WeeklyRestTerms {
    pub least: Minutes,
    /// When the first week's rest is had, unless a shift starts before.
    pub had_at: Moment,
    /// By week of the window, what is asked for; nothing where the week is not held to it or has its rest outside.
    pub weeks: Vec<Option<RestOfWeek>>,
    /// By when a shift of the window has to end for the rest of the week after it.
    pub end_by: Option<Moment>,
}

/// The part of a week inside a window in which its rest has to lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RestOfWeek {
    /// The week's beginning.
    pub from: Moment,
    /// The week's end, or the first shift after the window.
    pub until: Moment,
}

/// What the weekly rest asks of a window, with the shifts outside worked in.
pub(super) fn weekly_rest(
    scenario: &Scenario,
    contract: &Contract,
    outside: &[&Shift],
    (first, end): (i32, i32),
    open: Open,
) -> Option<WeeklyRestTerms> {
    let least = contract.weekly_rest?;
    let grid = &scenario.grid;
    let before: Vec<&Shift> = outside.iter().copied().filter(|shift| shift.day < first).collect();
    let after: Vec<&Shift> = outside.iter().copied().filter(|shift| shift.day >= end).collect();
    let history: Vec<&Shift> = outside.iter().copied().filter(|shift| shift.day < 0).collect();
    let asked = |monday: i32| {
        let week = RestOfWeek { from: grid.at(monday, 0), until: grid.at(monday + 7, 0) };
        let is_whole = monday >= 0 || leaves_room(&history, week, least);
        (is_whole && monday + 7 <= grid.days() as i32).then_some(week)
    };
    // What the shifts after the window leave to it of a week.
    let left = |week: RestOfWeek| {
        let ends = after.iter().filter(|shift| shift.start < week.until).map(|shift| shift.end);
        let starts = || after.iter().map(|shift| shift.start).chain([week.until]);
        let rest_from =
            |from: Moment| starts().filter(|start| *start >= from).min().map(|to| to.min(week.until) - from);
        let has_rest = ends.into_iter().any(|end| rest_from(end).is_some_and(|rest| rest >= least));
        let until = starts().min().map_or(week.until, |start| start.min(week.until));
        (!has_rest).then_some(RestOfWeek { until, ..week })
    };
    let begin = grid.at(monday_of(scenario, first), 0);
    let had = had_at(&before, begin, least);
    let mut weeks: Vec<Option<RestOfWeek>> = (grid.week_of(first)..=grid.week_of(end - 1))
        .map(|week| asked(monday_of(scenario, first) + 7 * (week - grid.week_of(first))).and_then(left))
        .collect();
    if had.is_none() {
        weeks[0] = None;
    }
    let next = (grid.weekday(end) == Weekday::Mon && !open.after).then(|| asked(end)).flatten();
    Some(WeeklyRestTerms {
        least,
        had_at: had.unwrap_or(begin),
        weeks,
        end_by: next.and_then(left).map(|week| week.until - least).filter(|by| *by < grid.at(end + 1, 0)),
    })
}

/// Whether a week that begins before the plan is held to its rest: the history says what was worked in it, and an empty
/// plan has the rest.
fn leaves_room(history: &[&Shift], week: RestOfWeek, least: Minutes) -> bool {
    !history.is_empty() && had_at(history, week.from, least).is_none_or(|at| at <= week.until)
}

/// The Monday of a day's week.
fn monday_of(scenario: &Scenario, day: i32) -> i32 {
    day - scenario.grid.weekday(day).num_days_from_monday() as i32
}

/// When the rest of a week is had after some shifts, unless another starts before; nothing where it is had already.
fn had_at(before: &[&Shift], begin: Moment, least: Minutes) -> Option<Moment> {
    let mut at = begin + least;
    for shift in before.iter().filter(|shift| shift.end > begin) {
        if shift.start >= at {
            return None;
        }
        at = shift.end + least;
    }
    Some(at)
}

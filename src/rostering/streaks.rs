use chrono::Weekday;

use super::terms::Open;
use crate::model::{Contract, Scenario, Shift};

/// Days worked and days off in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct StreakTerms {
    pub max_on: Option<u32>,
    pub min_on: u32,
    pub min_off: u32,
    pub before: Beside,
    pub after: Beside,
}

/// What lies beside a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Beside {
    /// Nothing that binds: the plan's edge, or days that are not settled yet.
    Open,
    /// Days worked, and whether they are enough however few: they touch the plan's edge.
    On { days: u32, is_long: bool },
    /// Days off.
    Off { days: u32 },
}

/// Weekends worked on both days or on none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct WholeWeekends {
    /// Whether the Saturday before the window is worked, where it begins on a Sunday and that is settled.
    pub saturday_before: Option<bool>,
    /// Whether the Sunday after it is.
    pub sunday_after: Option<bool>,
}

/// Whether the day beside a window is worked, where it is such a weekday of the plan, and settled.
pub(super) fn beside(
    scenario: &Scenario,
    outside: &[&Shift],
    (day, weekday): (i32, Weekday),
    is_open: bool,
) -> Option<bool> {
    let is_worked = outside.iter().any(|shift| shift.day == day);
    let is_settled = (0..scenario.grid.days() as i32).contains(&day) && (is_worked || !is_open);
    (scenario.grid.weekday(day) == weekday && is_settled).then_some(is_worked)
}

/// What binds days in a row, with what lies before and after the window.
pub(super) fn streaks(
    scenario: &Scenario,
    contract: &Contract,
    outside: &[&Shift],
    (first, end): (i32, i32),
    open: Open,
) -> StreakTerms {
    let last = scenario.grid.days() as i32;
    let on = |from: i32, step: i32| {
        let days = run_length(outside, from, step);
        (days > 0).then_some(days)
    };
    let before = match on(first - 1, -1) {
        Some(days) => {
            let begin = first - days as i32;
            Beside::On { days, is_long: begin == 0 || days >= contract.min_consecutive_days.unwrap_or(1) }
        }
        None if open.before && first > 0 => Beside::Open,
        None => match outside.iter().rev().find(|shift| shift.day < first) {
            Some(shift) => Beside::Off { days: (first - 1 - shift.day) as u32 },
            None if first > 0 => Beside::Off { days: u32::MAX / 2 },
            None => Beside::Open,
        },
    };
    let after = match on(end, 1) {
        Some(days) => Beside::On { days, is_long: end + days as i32 == last },
        None if open.after || end >= last => Beside::Open,
        None => match outside.iter().find(|shift| shift.day >= end) {
            Some(shift) => Beside::Off { days: (shift.day - end) as u32 },
            None => Beside::Off { days: u32::MAX / 2 },
        },
    };
    let min_off = contract.min_consecutive_days_off.unwrap_or(1);
    let before = match before {
        Beside::Off { days } => Beside::Off { days: days.min(min_off) },
        before => before,
    };
    StreakTerms {
        max_on: contract.max_consecutive_days,
        min_on: contract.min_consecutive_days.unwrap_or(1),
        min_off,
        before,
        after,
    }
}

/// How many days in a row are worked from `day` on, stepping by `step`.
fn run_length(outside: &[&Shift], mut day: i32, step: i32) -> u32 {
    let mut length = 0;
    while outside.iter().any(|shift| shift.day == day) {
        length += 1;
        day += step;
    }
    length
}

//! A long rest within every whole week of the plan, from Monday's midnight to the next.

use chrono::Weekday;

use super::{case::Case, words};
use crate::model::Violation;
use crate::units::Minutes;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    let Some(least) = case.contract.weekly_rest else { return };
    let end = *case.plan_days().end() + 1;
    let mondays = case.plan_days().filter(|day| case.grid.weekday(*day) == Weekday::Mon && day + 7 <= end);
    for monday in mondays {
        let longest = longest_rest(case, monday);
        if longest < least {
            found.push(case.violation(
                monday,
                "weekly-rest",
                format!("{longest} at most in the week of {}", words::day(case.grid, monday)),
                format!("at least {least} without a break in each week"),
            ));
        }
    }
}

/// The longest time without a shift in the week that begins on a Monday. It begins at the week's start or a shift's
/// end, and lasts to the next start of a shift.
fn longest_rest(case: &Case, monday: i32) -> Minutes {
    let (week_begins, week_ends) = (case.grid.at(monday, 0), case.grid.at(monday + 7, 0));
    let shifts = || case.history.iter().chain(&case.shifts);
    let begins = std::iter::once(week_begins).chain(shifts().map(|shift| shift.end));
    let rest_from = |from| {
        let is_at_work = shifts().any(|shift| shift.start <= from && from < shift.end);
        let next = shifts().map(|shift| shift.start).filter(|start| *start >= from).min();
        let to = next.map_or(week_ends, |next| next.min(week_ends));
        if is_at_work { Minutes::ZERO } else { to - from }
    };
    begins.filter(|from| week_begins <= *from).map(rest_from).max().unwrap_or(Minutes::ZERO)
}

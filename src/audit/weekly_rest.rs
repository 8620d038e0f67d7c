//! A long rest within every week that ends in the plan, from Monday's midnight to the next. One that begins before the
//! plan is held to it where the history says what was worked in it, and leaves room for the rest.

use super::{case::Case, words};
use crate::model::{Shift, Violation};
use crate::units::Minutes;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    let Some(least) = case.contract.weekly_rest else { return };
    let end = *case.plan_days().end() + 1;
    let first_monday = -(case.grid.weekday(0).num_days_from_monday() as i32);
    for monday in (first_monday..end).step_by(7).take_while(|monday| monday + 7 <= end) {
        let is_held = monday >= 0 || !case.history.is_empty() && longest_rest(case, monday, &[]) >= least;
        let longest = longest_rest(case, monday, &case.shifts);
        if is_held && longest < least {
            found.push(case.violation(
                monday.max(0),
                "weekly-rest",
                format!("{longest} at most in the week of {}", words::day(case.grid, monday)),
                format!("at least {least} without a break in each week"),
            ));
        }
    }
}

/// The longest time without a shift in the week that begins on a Monday, with these shifts after the history. It begins
/// at the week's start or a shift's end, and lasts to the next start of a shift.
fn longest_rest(case: &Case, monday: i32, planned: &[&Shift]) -> Minutes {
    let (week_begins, week_ends) = (case.grid.at(monday, 0), case.grid.at(monday + 7, 0));
    let shifts = || case.history.iter().chain(planned);
    let begins = std::iter::once(week_begins).chain(shifts().map(|shift| shift.end));
    let rest_from = |from| {
        let is_at_work = shifts().any(|shift| shift.start <= from && from < shift.end);
        let next = shifts().map(|shift| shift.start).filter(|start| *start >= from).min();
        let to = next.map_or(week_ends, |next| next.min(week_ends));
        if is_at_work { Minutes::ZERO } else { to - from }
    };
    begins.filter(|from| week_begins <= *from).map(rest_from).max().unwrap_or(Minutes::ZERO)
}

//! Shifts on days in a row start no earlier by the clock from one day to the next, history counted.

use chrono::NaiveTime;

use super::{case::Case, words};
use crate::model::{Shift, Violation};

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    if !case.contract.has_forward_rotation {
        return;
    }
    let clock = |shift: &Shift| -> NaiveTime { case.grid.local(shift.start).time() };
    for shift in &case.shifts {
        let yesterday = case.history.iter().chain(&case.shifts).filter(|other| other.day + 1 == shift.day);
        let latest = yesterday.max_by_key(|other| clock(other));
        let Some(before) = latest.filter(|before| clock(shift) < clock(before)) else { continue };
        found.push(case.violation(
            shift.day,
            "forward-rotation",
            format!(
                "a start at {} on the day after one at {}",
                words::clock(case.grid, shift.start),
                words::clock(case.grid, before.start)
            ),
            format!("no start before {}", words::clock(case.grid, before.start)),
        ));
    }
}

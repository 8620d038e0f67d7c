//! No two shifts at once, and rest enough from the end of one to the start of the next, history counted.

use super::{case::Case, words};
use crate::model::{Shift, Violation};

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    // The shift that ended last before the next one starts: not always the one that started last.
    let mut before: Option<&Shift> = None;
    for shift in &case.history {
        before = later_end(before, shift);
    }
    for shift in &case.shifts {
        if let Some(before) = before {
            judge_pair(case, before, shift, found);
        }
        before = later_end(before, shift);
    }
}

fn later_end<'a>(before: Option<&'a Shift>, shift: &'a Shift) -> Option<&'a Shift> {
    match before {
        Some(before) if before.end > shift.end => Some(before),
        _ => Some(shift),
    }
}

fn judge_pair(case: &Case, before: &Shift, shift: &Shift, found: &mut Vec<Violation>) {
    let (grid, least) = (case.grid, case.contract.min_rest);
    if shift.start < before.end {
        found.push(case.violation(
            shift.day,
            "overlap",
            format!("{} and {}", words::span(grid, before.start, before.end), words::shift(grid, shift)),
            "one shift at a time".to_owned(),
        ));
    } else if shift.start - before.end < least {
        found.push(case.violation(
            shift.day,
            "rest",
            format!(
                "{} from {} to {}",
                shift.start - before.end,
                words::moment(grid, before.end),
                words::moment(grid, shift.start)
            ),
            format!("at least {least}"),
        ));
    }
}

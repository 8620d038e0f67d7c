//! Times of day by the planner's clock: no start too early, no end too late, and the starts of a week near each other.

use std::collections::BTreeMap;

use chrono::Timelike;

use super::{case::Case, words};
use crate::model::{Shift, Violation};
use crate::units::Minutes;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    for shift in &case.shifts {
        judge_ends(case, shift, found);
    }
    if let Some(band) = case.contract.start_band {
        judge_starts(case, band, found);
    }
}

/// Times count from the midnight of the day that the shift starts on.
fn judge_ends(case: &Case, shift: &Shift, found: &mut Vec<Violation>) {
    let grid = case.grid;
    if let Some(earliest) = case.contract.earliest.filter(|minute| shift.start < grid.at(shift.day, *minute))
    {
        let allowed = format!("a start at {} or later", words::clocks(&[earliest]));
        found.push(case.violation(shift.day, "earliest", words::shift(grid, shift), allowed));
    }
    if let Some(latest) = case.contract.latest.filter(|minute| grid.at(shift.day, *minute) < shift.end) {
        let (day, minute) = if latest > 1440 { (" of the day after", latest - 1440) } else { ("", latest) };
        let allowed = format!("an end at {}{day} or earlier", words::clocks(&[minute]));
        found.push(case.violation(shift.day, "latest", words::shift(grid, shift), allowed));
    }
}

/// The first shift of each week that starts too far from one before it, history counted.
fn judge_starts(case: &Case, band: Minutes, found: &mut Vec<Violation>) {
    let mut weeks: BTreeMap<i32, (i32, i32, bool)> = BTreeMap::new();
    let posted = case.history.iter().map(|shift| (shift, false));
    for (shift, is_planned) in posted.chain(case.shifts.iter().map(|shift| (shift, true))) {
        let clock = case.grid.local(shift.start).time();
        let start = (clock.hour() * 60 + clock.minute()) as i32;
        let (first, last, is_told) =
            weeks.entry(case.grid.week_of(shift.day)).or_insert((start, start, false));
        (*first, *last) = (start.min(*first), start.max(*last));
        if Minutes::new(*last - *first) > band && is_planned && !*is_told {
            *is_told = true;
            let starts =
                format!("starts at {} and {} in a week", words::clocks(&[*first]), words::clocks(&[*last]));
            let allowed = match band {
                Minutes::ZERO => "one start a week".to_owned(),
                band => format!("starts of a week within {band}"),
            };
            found.push(case.violation(shift.day, "starts-in-week", starts, allowed));
        }
    }
}

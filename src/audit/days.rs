//! Working days in a week from Monday. A shift counts to the day it starts on, and the days of the history count.

use std::collections::{BTreeMap, BTreeSet};

use super::{case::Case, words};
use crate::model::Violation;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    let Some(most) = case.contract.max_days_per_week else { return };
    let most = most as usize;
    let worked: BTreeSet<i32> = case.history.iter().chain(&case.shifts).map(|shift| shift.day).collect();
    let planned: BTreeSet<i32> = case.shifts.iter().map(|shift| shift.day).collect();
    let mut weeks: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for &day in &worked {
        weeks.entry(case.grid.week_of(day)).or_default().push(day);
    }
    for days in weeks.values().filter(|days| days.len() > most) {
        // The first day too many, or the first after it that this roster answers for.
        if let Some(&day) = days[most..].iter().find(|day| planned.contains(day)) {
            found.push(case.violation(
                day,
                "days-per-week",
                format!(
                    "{} in the week of {}",
                    words::count(days.len(), "day"),
                    words::day(case.grid, days[0])
                ),
                format!("at most {}", words::count(most, "day")),
            ));
        }
    }
}

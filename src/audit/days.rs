//! Working days in a week from Monday, and days off in a row. A shift counts to the day it starts on, and the days of
//! the history count.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Weekday;

use super::{case::Case, words};
use crate::model::Violation;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    if let Some(most) = case.contract.max_days_per_week {
        judge_number(case, most as usize, found);
    }
    if let Some(least) = case.contract.days_off_together {
        judge_days_off(case, least as usize, found);
    }
}

/// The longest run of days off within each week that the plan has whole.
fn judge_days_off(case: &Case, least: usize, found: &mut Vec<Violation>) {
    let worked: BTreeSet<i32> = case.shifts.iter().map(|shift| shift.day).collect();
    let last = *case.plan_days().end();
    for monday in case.plan_days().filter(|&day| case.grid.weekday(day) == Weekday::Mon && day + 6 <= last) {
        let week: Vec<bool> = (monday..monday + 7).map(|day| worked.contains(&day)).collect();
        let longest = week.split(|is_worked| *is_worked).map(<[bool]>::len).max().unwrap_or(0);
        if longest < least {
            let week = words::day(case.grid, monday);
            found.push(case.violation(
                monday,
                "days-off-together",
                format!("{} off in a row in the week of {week}", words::count(longest, "day")),
                format!("at least {} off in a row", words::count(least, "day")),
            ));
        }
    }
}

fn judge_number(case: &Case, most: usize, found: &mut Vec<Violation>) {
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

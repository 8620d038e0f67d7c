//! Working days: so many in a week from Monday, and so many in a row. A shift counts to the day it starts on,
//! and the days of the history count.

use std::collections::{BTreeMap, BTreeSet};

use super::{case::Case, words};
use crate::model::Violation;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    let worked: BTreeSet<i32> = case.history.iter().chain(&case.shifts).map(|shift| shift.day).collect();
    let planned: BTreeSet<i32> = case.shifts.iter().map(|shift| shift.day).collect();
    if let Some(most) = case.contract.max_days_per_week {
        judge_weeks(case, &worked, &planned, most as usize, found);
    }
    if let Some(most) = case.contract.max_consecutive_days {
        judge_runs(case, &worked, &planned, most as usize, found);
    }
}

fn judge_weeks(
    case: &Case,
    worked: &BTreeSet<i32>,
    planned: &BTreeSet<i32>,
    most: usize,
    found: &mut Vec<Violation>,
) {
    let mut weeks: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
    for &day in worked {
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

fn judge_runs(
    case: &Case,
    worked: &BTreeSet<i32>,
    planned: &BTreeSet<i32>,
    most: usize,
    found: &mut Vec<Violation>,
) {
    for run in runs(worked).into_iter().filter(|run| run.len() > most) {
        if let Some(&day) = run[most..].iter().find(|day| planned.contains(day)) {
            found.push(case.violation(
                day,
                "consecutive-days",
                format!("{} in a row from {}", words::count(run.len(), "day"), words::day(case.grid, run[0])),
                format!("at most {}", words::count(most, "day")),
            ));
        }
    }
}

/// The maximal runs of days in a row.
fn runs(days: &BTreeSet<i32>) -> Vec<Vec<i32>> {
    let mut runs: Vec<Vec<i32>> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some(run) if run.last() == Some(&(day - 1)) => run.push(day),
            _ => runs.push(vec![day]),
        }
    }
    runs
}

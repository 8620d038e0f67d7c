//! Days in a row, worked and off. A shift counts to the day it starts on.
//!
//! A run that began in the history counts from there, one that lies in the history alone is over. What is too short
//! must be seen from end to end: a run at the plan's last day may go on beyond it, and one at its first day may have
//! begun before it where the history does not say.

use std::collections::BTreeSet;

use super::{case::Case, words};
use crate::model::{Request, RequestKind, Violation};

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    let worked: BTreeSet<i32> = case.history.iter().chain(&case.shifts).map(|shift| shift.day).collect();
    if let Some(most) = case.contract.max_consecutive_days {
        judge_longest(case, &worked, most as usize, found);
    }
    if let Some(least) = case.contract.min_consecutive_days {
        judge_shortest(case, &worked, least as usize, found);
    }
    if let Some(least) = case.contract.min_consecutive_days_off {
        judge_days_off(case, &worked, least as usize, found);
    }
    if let Some(most) = case.contract.max_consecutive_days_off {
        judge_most_off(case, &worked, most as usize, found);
    }
}

fn judge_longest(case: &Case, worked: &BTreeSet<i32>, most: usize, found: &mut Vec<Violation>) {
    let planned: BTreeSet<i32> = case.shifts.iter().map(|shift| shift.day).collect();
    for run in runs(worked).into_iter().filter(|run| run.len() > most) {
        // The first day too many, or the first after it that this roster answers for.
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

fn judge_shortest(case: &Case, worked: &BTreeSet<i32>, least: usize, found: &mut Vec<Violation>) {
    let (first, last) = (*case.plan_days().start(), *case.plan_days().end());
    for run in runs(worked).into_iter().filter(|run| run.len() < least) {
        let (begins, ends) = (run[0], run[run.len() - 1]);
        if begins != first && (first..last).contains(&ends) {
            found.push(case.violation(
                begins.max(first),
                "least-consecutive-days",
                format!("{} in a row from {}", words::count(run.len(), "day"), words::day(case.grid, begins)),
                format!("at least {}", words::count(least, "day")),
            ));
        }
    }
}

/// Days off are counted between two days worked, so that each run is seen from end to end.
fn judge_days_off(case: &Case, worked: &BTreeSet<i32>, least: usize, found: &mut Vec<Violation>) {
    let first = *case.plan_days().start();
    for (before, after) in worked.iter().zip(worked.iter().skip(1)) {
        let days = (after - before - 1) as usize;
        if (1..least).contains(&days) && *after > first {
            found.push(case.violation(
                (before + 1).max(first),
                "least-days-off",
                format!("{} off from {}", words::count(days, "day"), words::day(case.grid, before + 1)),
                format!("at least {} off", words::count(least, "day")),
            ));
        }
    }
}

/// Days off are counted from the history's first day worked, or else from the plan's first. Whoever is away all day has
/// no day off.
fn judge_most_off(case: &Case, worked: &BTreeSet<i32>, most: usize, found: &mut Vec<Violation>) {
    let (first, last) = (*case.plan_days().start(), *case.plan_days().end());
    let begin = worked.first().map_or(first, |day| *day.min(&first));
    let off = (begin..=last).filter(|day| !worked.contains(day) && !is_away(case, *day)).collect();
    for run in runs(&off).into_iter().filter(|run| run.len() > most) {
        // The first day too many that this roster answers for.
        if let Some(&day) = run[most..].iter().find(|day| **day >= first) {
            found.push(case.violation(
                day,
                "consecutive-days-off",
                format!("{} off from {}", words::count(run.len(), "day"), words::day(case.grid, run[0])),
                format!("at most {} off", words::count(most, "day")),
            ));
        }
    }
}

/// Whether the agent is on leave, in training, away or not on the staff for the whole of a day of the plan.
fn is_away(case: &Case, day: i32) -> bool {
    let takes = |request: &&Request| {
        matches!(request.kind, RequestKind::Leave | RequestKind::Training | RequestKind::Unavailable)
            && case.takes_whole_day(request, day)
    };
    let is_absent = !case.is_employed(day) || case.requests.iter().any(takes);
    case.plan_days().contains(&day) && is_absent
}

/// The maximal runs of days in a row.
pub(super) fn runs(days: &BTreeSet<i32>) -> Vec<Vec<i32>> {
    let mut runs: Vec<Vec<i32>> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some(run) if run.last() == Some(&(day - 1)) => run.push(day),
            _ => runs.push(vec![day]),
        }
    }
    runs
}

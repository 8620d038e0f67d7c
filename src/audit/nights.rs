//! Nights in a row, history counted. A night counts to the day it starts on.
//!
//! Too few are judged as days in a row are: seen from end to end, and not where they touch the plan's first or last day.

use std::collections::BTreeSet;

use super::{case::Case, runs::runs, words};
use crate::model::{Shift, Violation};
use crate::units::Minutes;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    if let Some(most) = case.contract.max_consecutive_nights {
        judge_longest(case, most as i32, found);
    }
    if let Some(least) = case.contract.min_consecutive_nights {
        judge_shortest(case, least as usize, found);
    }
}

fn judge_shortest(case: &Case, least: usize, found: &mut Vec<Violation>) {
    let (first, last) = (*case.plan_days().start(), *case.plan_days().end());
    let shifts = case.history.iter().chain(&case.shifts);
    let nights = shifts.filter(|shift| is_night(case, shift)).map(|shift| shift.day).collect();
    for row in runs(&nights).into_iter().filter(|row| row.len() < least) {
        let (begins, ends) = (row[0], row[row.len() - 1]);
        if begins != first && (first..last).contains(&ends) {
            found.push(case.violation(
                begins.max(first),
                "least-consecutive-nights",
                format!(
                    "{} in a row from {}",
                    words::count(row.len(), "night"),
                    words::day(case.grid, begins)
                ),
                format!("at least {}", words::count(least, "night")),
            ));
        }
    }
}

fn judge_longest(case: &Case, most: i32, found: &mut Vec<Violation>) {
    let nights = |shifts: &[&Shift]| -> BTreeSet<i32> {
        shifts.iter().filter(|shift| is_night(case, shift)).map(|shift| shift.day).collect()
    };
    let planned = nights(&case.shifts);
    let all: BTreeSet<i32> = nights(&case.history).union(&planned).copied().collect();
    let mut told = i32::MIN;
    for &day in &planned {
        let first = (0..).map(|before| day - before).take_while(|night| all.contains(night)).last();
        let first = first.unwrap_or(day);
        // One row of nights is one violation, at the first night too many.
        if day - first >= most && first != told {
            told = first;
            let row = (first..).take_while(|night| all.contains(night)).count();
            found.push(case.violation(
                day,
                "consecutive-nights",
                format!("{} in a row from {}", words::count(row, "night"), words::day(case.grid, first)),
                format!("at most {}", words::count(most as usize, "night")),
            ));
        }
    }
}

/// As the template says, or with more than an hour between midnight and six.
pub(super) fn is_night(case: &Case, shift: &Shift) -> bool {
    let by_clock = || {
        let days = shift.day..=case.grid.day_at(shift.end);
        let early = days.map(|day| {
            let (midnight, six) = (case.grid.at(day, 0), case.grid.at(day, 6 * 60));
            (shift.end.min(six) - shift.start.max(midnight)).max(Minutes::ZERO)
        });
        early.sum::<Minutes>() > Minutes::from_hours(1.0)
    };
    case.template(shift).and_then(|template| template.is_night).unwrap_or_else(by_clock)
}

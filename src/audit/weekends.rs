//! Weekends: so many worked in so many weeks in a row, history counted, and each on both its days or on none.

use std::collections::BTreeMap;

use chrono::Weekday;

use super::{case::Case, words};
use crate::model::{Shift, Violation, WeekendLimit};

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    if let Some(limit) = case.contract.max_weekends {
        judge_number(case, limit, found);
    }
    if case.contract.has_complete_weekends {
        judge_halves(case, found);
    }
}

fn judge_number(case: &Case, limit: WeekendLimit, found: &mut Vec<Violation>) {
    // The week of each weekend worked, with the first of its days worked in the plan.
    let mut weekends: BTreeMap<i32, Option<i32>> = BTreeMap::new();
    for shift in case.history.iter().filter(|shift| is_weekend(case, shift)) {
        weekends.entry(case.grid.week_of(shift.day)).or_default();
    }
    for shift in case.shifts.iter().filter(|shift| is_weekend(case, shift)) {
        weekends.entry(case.grid.week_of(shift.day)).or_default().get_or_insert(shift.day);
    }
    // Any span of weeks with too many has a last weekend worked; the span that ends with it has as many or more.
    for (&week, &day) in &weekends {
        let Some(day) = day else { continue };
        let first = week.saturating_sub(limit.weeks.min(i32::MAX as u32) as i32) + 1;
        let worked = weekends.range(first..=week).count();
        if worked > limit.weekends as usize {
            let weeks = words::count(limit.weeks as usize, "week");
            found.push(case.violation(
                day,
                "weekends",
                format!(
                    "{} in the {weeks} up to {}",
                    words::count(worked, "weekend"),
                    words::day(case.grid, day)
                ),
                format!("at most {} in {weeks}", words::count(limit.weekends as usize, "weekend")),
            ));
        }
    }
}

/// A weekend of which the plan has one day only is nobody's half.
fn judge_halves(case: &Case, found: &mut Vec<Violation>) {
    let is_worked = |day: i32| case.shifts.iter().any(|shift| shift.day == day);
    let days = case.plan_days();
    let whole = days.clone().filter(|day| case.grid.weekday(*day) == Weekday::Sat && day < days.end());
    for saturday in whole {
        let (worked, off) = match (is_worked(saturday), is_worked(saturday + 1)) {
            (true, false) => (saturday, saturday + 1),
            (false, true) => (saturday + 1, saturday),
            _ => continue,
        };
        found.push(case.violation(
            worked,
            "complete-weekends",
            format!("{} worked, {} off", words::day(case.grid, worked), words::day(case.grid, off)),
            "both days of a weekend, or none".to_owned(),
        ));
    }
}

fn is_weekend(case: &Case, shift: &Shift) -> bool {
    matches!(case.grid.weekday(shift.day), Weekday::Sat | Weekday::Sun)
}

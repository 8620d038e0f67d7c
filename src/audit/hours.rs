//! Paid time, per day on shifts, and per week from Monday and over the plan, leave and whole-day training credited as if worked.

use std::ops::RangeInclusive;

use chrono::Weekday;

use super::{case::Case, words};
use crate::model::{RequestKind, Span, Violation};
use crate::units::Minutes;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    let last = *case.plan_days().end();
    for week in case.grid.week_of(0)..=case.grid.week_of(last) {
        judge_week(case, week, found);
    }
    if let Some(most) = case.contract.max_hours_per_day {
        judge_days(case, most, found);
    }
    if let Some(allowed) = case.contract.plan {
        judge_span(case, case.plan_days(), allowed, "hours-in-plan", found);
    }
}

/// A shift counts whole to the day it starts on.
fn judge_days(case: &Case, most: Minutes, found: &mut Vec<Violation>) {
    for day in case.plan_days() {
        let paid: Minutes =
            case.shifts.iter().filter(|shift| shift.day == day).map(|shift| shift.paid()).sum();
        if paid > most {
            let found_words = format!("{paid} paid on {}", words::day(case.grid, day));
            found.push(case.violation(day, "hours-per-day", found_words, format!("at most {most}")));
        }
    }
}

fn judge_week(case: &Case, week: i32, found: &mut Vec<Violation>) {
    let days = days_of_week(case, week);
    let there = days.clone().filter(|&day| case.is_employed(day)).count() as i32;
    if there == 0 {
        return; // Whoever works a week they do not belong to the staff breaks another rule.
    }
    judge_span(case, days, share_of_week(weekly(case), there), "hours-per-week", found);
}

/// The days of a week that lie in the plan.
fn days_of_week(case: &Case, week: i32) -> RangeInclusive<i32> {
    let days = case.plan_days();
    let first = days.clone().find(|&day| case.grid.week_of(day) == week).unwrap_or(*days.start());
    let last = days.rev().find(|&day| case.grid.week_of(day) == week).unwrap_or(first);
    first..=last
}

/// What a week cut to `days` asks: the least rounded down, the most up, to the minute.
fn share_of_week(week: Span, days: i32) -> Span {
    let (least, most) = (i64::from(week.min.get()), i64::from(week.max.get()));
    let days = i64::from(days);
    Span {
        min: Minutes::new((least * days).div_euclid(7) as i32),
        max: Minutes::new((most * days + 6).div_euclid(7) as i32),
    }
}

fn judge_span(
    case: &Case,
    days: RangeInclusive<i32>,
    allowed: Span,
    rule: &'static str,
    found: &mut Vec<Violation>,
) {
    let worked: Minutes =
        case.shifts.iter().filter(|shift| days.contains(&shift.day)).map(|shift| shift.paid()).sum();
    let away = days.clone().filter(|&day| is_credited(case, day)).count() as i32;
    let credit = Minutes::new(weekly(case).min.get() / 5) * away;
    let paid = worked + credit;
    if paid < allowed.min || paid > allowed.max {
        let credited =
            if credit == Minutes::ZERO { String::new() } else { format!(", {credit} of it credited") };
        let span =
            format!("{} to {}", words::day(case.grid, *days.start()), words::day(case.grid, *days.end()));
        found.push(case.violation(
            *days.start(),
            rule,
            format!("{paid} paid in {span}{credited}"),
            words::from_to(allowed),
        ));
    }
}

/// The agent's paid time in a whole week.
fn weekly(case: &Case) -> Span {
    case.agent.week.unwrap_or(case.contract.week)
}

/// Whether a day is paid though not worked: a weekday of leave or training, while on the staff.
fn is_credited(case: &Case, day: i32) -> bool {
    let is_weekday = !matches!(case.grid.weekday(day), Weekday::Sat | Weekday::Sun);
    is_weekday
        && case.is_employed(day)
        && case.requests.iter().any(|request| {
            matches!(request.kind, RequestKind::Leave | RequestKind::Training)
                && case.takes_whole_day(request, day)
        })
}

//! Paid time, per shift and day, and per week from Monday, month and plan, and on average over weeks, leave and whole-day
//! training credited as if worked.

use std::ops::RangeInclusive;

use chrono::{Datelike, Weekday};

use super::nights::is_night;
use super::{case::Case, words};
use crate::model::{AverageLimit, LawValue, RequestKind, Shift, Span, Violation};
use crate::units::Minutes;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    let last = *case.plan_days().end();
    for week in case.grid.week_of(0)..=case.grid.week_of(last) {
        judge_week(case, week, found);
    }
    if let Some(most) = case.contract.max_hours_per_day {
        judge_days(case, most, found);
    }
    if let Some(least) = case.contract.min_hours_per_day {
        judge_shifts(case, "least-hours-per-day", found, |paid, _| paid < least, format!("at least {least}"));
    }
    if let Some(most) = case.contract.max_hours_per_night {
        let is_too_long = |paid, shift: &Shift| paid > most && is_night(case, shift);
        judge_shifts(case, "hours-per-night", found, is_too_long, format!("at most {most} a night"));
    }
    if let Some(allowed) = case.contract.plan {
        judge_span(case, case.plan_days(), allowed, "hours-in-plan", found);
    }
    if let Some(month) = case.contract.month {
        judge_months(case, month, found);
    }
    for limit in &case.contract.averages {
        judge_average(case, limit, found);
    }
}

/// Each shift by its paid time.
fn judge_shifts(
    case: &Case,
    rule: &'static str,
    found: &mut Vec<Violation>,
    is_wrong: impl Fn(Minutes, &Shift) -> bool,
    allowed: String,
) {
    for shift in case.shifts.iter().filter(|shift| is_wrong(shift.paid(), shift)) {
        let words = format!("{} pays {}", words::shift(case.grid, shift), shift.paid());
        found.push(case.violation(shift.day, rule, words, allowed.clone()));
    }
}

/// The days of each month in the plan, for the share of it that those on which the agent is on the staff make.
fn judge_months(case: &Case, month: Span, found: &mut Vec<Violation>) {
    let mut first = *case.plan_days().start();
    for day in case.plan_days() {
        let date = case.grid.date(day);
        if day < *case.plan_days().end() && case.grid.date(day + 1).month() == date.month() {
            continue;
        }
        let there = (first..=day).filter(|&day| case.is_employed(day)).count() as i32;
        if there > 0 {
            let share = share_of(month, there, i32::from(date.num_days_in_month()));
            judge_span(case, first..=day, share, "hours-per-month", found);
        }
        first = day + 1;
    }
}

/// Any so many weeks in a row of which the last is one of the plan's: on average no more than so much a week.
fn judge_average(case: &Case, limit: &AverageLimit, found: &mut Vec<Violation>) {
    let last_day = *case.plan_days().end();
    for week in case.grid.week_of(0)..=case.grid.week_of(last_day) {
        let first_week = week - limit.weeks as i32 + 1;
        let is_in = |day: i32| (first_week..=week).contains(&case.grid.week_of(day));
        let time = |shifts: &[&Shift]| -> Minutes {
            shifts.iter().filter(|shift| is_in(shift.day)).map(|shift| shift.paid()).sum()
        };
        let (planned, posted) = (time(&case.shifts), time(&case.history));
        let away = case.plan_days().filter(|&day| is_in(day) && is_credited(case, day)).count() as i32;
        let all = planned + posted + Minutes::new(weekly(case).min.get() / 5) * away;
        // What the history alone has too much of is not held against the roster.
        if all > limit.most * limit.weeks as i32 && planned > Minutes::ZERO {
            let day = case.plan_days().rev().find(|&day| is_in(day)).unwrap_or(last_day);
            found.push(case.violation_under(
                case.contract.article_of(&LawValue::Average(*limit)),
                day,
                "average-hours",
                format!("{all} in the {} weeks up to {}", limit.weeks, words::day(case.grid, day)),
                format!("at most {} a week over {} weeks", limit.most, limit.weeks),
            ));
        }
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
    let allowed = match days.clone().filter(|&day| case.is_employed(day)).count() as i32 {
        0 => return, // Whoever works a week they do not belong to the staff breaks another rule.
        7 => weekly(case),
        there => of_cut_week(case, week, there),
    };
    judge_span(case, days, allowed, "hours-per-week", found);
}

/// What a week asks for of which the plan has, or the agent is there on, only some days: a day of five less than their
/// share, and at most the whole; both besides what was worked of it before the plan.
fn of_cut_week(case: &Case, week: i32, there: i32) -> Span {
    let whole = weekly(case);
    let before: Minutes = case
        .history
        .iter()
        .filter(|shift| case.grid.week_of(shift.day) == week)
        .map(|shift| shift.paid())
        .sum();
    let lenient = whole.min.get() * there / 7 - whole.min.get() / 5;
    Span {
        min: Minutes::new(lenient).min(whole.min - before).max(Minutes::ZERO),
        max: (whole.max - before).max(Minutes::ZERO),
    }
}

/// The days of a week that lie in the plan.
fn days_of_week(case: &Case, week: i32) -> RangeInclusive<i32> {
    let days = case.plan_days();
    let first = days.clone().find(|&day| case.grid.week_of(day) == week).unwrap_or(*days.start());
    let last = days.rev().find(|&day| case.grid.week_of(day) == week).unwrap_or(first);
    first..=last
}

/// What so many `days` of a month of so many days in all ask: the least rounded down, the most up, to the minute.
fn share_of(hours: Span, days: i32, of: i32) -> Span {
    let (least, most) = (i64::from(hours.min.get()), i64::from(hours.max.get()));
    let (days, of) = (i64::from(days), i64::from(of));
    Span {
        min: Minutes::new((least * days).div_euclid(of) as i32),
        max: Minutes::new((most * days + of - 1).div_euclid(of) as i32),
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
    // What leave alone has too much of is not held against the roster.
    let is_too_much = paid > allowed.max && worked > Minutes::ZERO;
    if paid < allowed.min || is_too_much {
        let credited =
            if credit == Minutes::ZERO { String::new() } else { format!(", {credit} of it credited") };
        let span =
            format!("{} to {}", words::day(case.grid, *days.start()), words::day(case.grid, *days.end()));
        // The law has a say where it is the contract's week, and too much.
        let is_by_law = is_too_much && case.agent.week.is_none();
        found.push(case.violation_under(
            case.contract.article(rule).filter(|_| is_by_law),
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

use std::ops::Range;

use chrono::Datelike;

use super::terms::{Open, WeekTerms, Who, week_minutes};
use crate::model::{Scenario, Shift, Span};
use crate::units::Minutes;

/// The least and the most minutes over some days of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct SpanTerms {
    /// Its first day, and one past its last, counted from the window's first.
    pub start: usize,
    pub end: usize,
    pub min: i32,
    pub max: i32,
}

/// What limits hours over other days than a week.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Spans {
    /// Spans that one count of hours serves, by their end: each begins with the one before or after its end.
    pub chain: Vec<SpanTerms>,
    /// Whether others could only be kept by asking more of single weeks than they do.
    pub is_tightened: bool,
    /// How many minutes a line may be ahead or behind of an even spread, where that is limited.
    pub leeway: Option<i32>,
}

/// Hours that the contract asks for over some days, the plan's first being 0; days before are the history's.
struct Asked {
    /// The rule it is, by the name that the audit gives it.
    rule: &'static str,
    days: Range<i32>,
    min: i64,
    max: i64,
}

/// What the hours of the plan, of months and of reference periods leave for a window, besides what is worked outside.
/// Weeks outside that are open yet take their least or their most. What a week's own hours imply is left out, and what
/// is about a single week is worked into its hours.
pub(super) fn spans(
    scenario: &Scenario,
    who: &Who,
    outside: &[&Shift],
    window: (i32, i32),
    open: Open,
    weeks: &mut [WeekTerms],
) -> Spans {
    let inside = |asked: Asked| left_for(scenario, who, outside, window, open, &asked);
    let mut spans: Vec<SpanTerms> = asked(scenario, who).into_iter().filter_map(inside).collect();
    let mut first = 0;
    for week in weeks.iter_mut() {
        let is_of_week = |span: &SpanTerms| (span.start, span.end) == (first, week.end);
        for span in spans.iter().filter(|span| is_of_week(span)) {
            (week.min, week.max) = (week.min.max(span.min), week.max.min(span.max));
        }
        spans.retain(|span| !is_of_week(span));
        first = week.end;
    }
    spans.retain(|span| !is_implied(span, weeks));
    chained(spans, weeks)
}

impl Asked {
    /// What of a line is worked on its days, with leave.
    fn worked(&self, who: &Who, line: &[Shift]) -> Minutes {
        let inside = line.iter().filter(|shift| self.days.contains(&shift.day));
        let credit = self.days.clone().filter_map(|day| who.days.get(usize::try_from(day).ok()?));
        inside.map(Shift::paid).sum::<Minutes>() + credit.map(|day| day.credit).sum()
    }
}

/// All that the contract asks for.
fn asked(scenario: &Scenario, who: &Who) -> Vec<Asked> {
    let (grid, contract) = (&scenario.grid, &scenario.contracts[who.contract]);
    let days = grid.days() as i32;
    let plan = |plan: Span| Asked {
        rule: "hours-in-plan",
        days: 0..days,
        min: plan.min.get().into(),
        max: plan.max.get().into(),
    };
    let mut found: Vec<Asked> = contract.plan.map(plan).into_iter().collect();
    if let Some(month) = contract.month {
        let first_of_next = |day: &i32| *day == days || grid.date(*day).day() == 1;
        let mut first = 0;
        for next in (1..=days).filter(first_of_next) {
            found.push(share_of_month(scenario, who, month, first..next));
            first = next;
        }
    }
    let monday = |day: i32| day - grid.weekday(day).num_days_from_monday() as i32;
    for average in &contract.averages {
        for week in grid.week_of(0)..=grid.week_of(days - 1) {
            let end = monday(0) + 7 * (week - grid.week_of(0) + 1);
            let days = end - 7 * average.weeks as i32..end.min(days);
            found.push(Asked { rule: "average-hours", days, min: 0, max: average.total().get().into() });
        }
    }
    found
}

/// The share of a month that its days in the plan, and on the staff, ask for: the least rounded down, the most up.
fn share_of_month(scenario: &Scenario, who: &Who, month: Span, days: Range<i32>) -> Asked {
    let from = who.agent.and_then(|agent| agent.from_day).unwrap_or(i32::MIN);
    let until = who.agent.and_then(|agent| agent.until_day).unwrap_or(i32::MAX);
    let there = days.clone().filter(|day| (from..=until).contains(day)).count() as i64;
    let whole = i64::from(scenario.grid.date(days.start).num_days_in_month());
    let (min, max) = (i64::from(month.min.get()), i64::from(month.max.get()));
    let (min, max) = (min * there / whole, (max * there + whole - 1) / whole);
    Asked { rule: "hours-per-month", days, min, max }
}

/// Hours that a line does not keep: the rule, the first day of what it is about, the hours and the limit.
pub(super) type Unkept = (&'static str, i32, Minutes, Minutes);

/// The plan and the months of it in which a line falls short of the least hours.
pub(super) fn short_of_least(scenario: &Scenario, who: &Who, line: &[Shift]) -> Vec<Unkept> {
    let is_short = |asked: Asked| {
        let (worked, least) = (asked.worked(who, line), Minutes::new(asked.min as i32));
        (worked < least).then_some((asked.rule, asked.days.start, worked, least))
    };
    asked(scenario, who).into_iter().filter_map(is_short).collect()
}

/// The plan, the months and the reference periods in which what is settled, and leave, are more than the most hours.
pub(super) fn beyond_most(scenario: &Scenario, who: &Who, settled: &[Shift]) -> Vec<Unkept> {
    let is_beyond = |asked: Asked| {
        let (worked, most) = (asked.worked(who, settled), Minutes::new(asked.max as i32));
        // What the history exceeds by itself breaks no rule here.
        let is_any = settled.iter().any(|shift| shift.day >= 0 && asked.days.contains(&shift.day));
        (is_any && worked > most).then_some((asked.rule, asked.days.start, worked, most))
    };
    asked(scenario, who).into_iter().filter_map(is_beyond).collect()
}

/// What is left of a span for the days of it in a window; nothing where there are none.
fn left_for(
    scenario: &Scenario,
    who: &Who,
    outside: &[&Shift],
    (first, end): (i32, i32),
    open: Open,
    asked: &Asked,
) -> Option<SpanTerms> {
    let grid = &scenario.grid;
    let (start, stop) = (asked.days.start.max(first), asked.days.end.min(end));
    if start >= stop {
        return None;
    }
    let (week, last_week) = (grid.week_of(first), grid.week_of(end - 1));
    let is_open = |week_of: i32| (open.before && week_of < week) || (open.after && week_of > last_week);
    let in_span = |shift: &&&Shift| asked.days.contains(&shift.day);
    let is_settled = |shift: &&&Shift| shift.day < 0 || !is_open(grid.week_of(shift.day));
    let worked: Minutes = outside.iter().filter(in_span).filter(is_settled).map(|shift| shift.paid()).sum();
    let (mut min, mut max) = (asked.min - i64::from(worked.get()), asked.max - i64::from(worked.get()));
    let planned = asked.days.start.max(0)..asked.days.end;
    for week in grid.week_of(planned.start)..=grid.week_of(planned.end - 1) {
        let of_week = grid.days_of_week(week);
        let days = of_week.start.max(planned.start)..of_week.end.min(planned.end);
        let (number, credit) = days.fold((0, 0), |(number, credit), day| {
            (number + 1, credit + i64::from(who.days[day as usize].credit.get()))
        });
        if is_open(week) {
            let (least, most) = week_minutes(scenario, who, week);
            // A bound may count on no least hours: they may be given up. What is drafted week after week leaves room
            // for them.
            let is_whole = (planned.start == 0 || grid.week_of(planned.start - 1) != week)
                && (planned.end == grid.days() as i32 || grid.week_of(planned.end) != week);
            let share = match (open.before, is_whole) {
                (true, _) => 0,
                (false, true) => i64::from(least),
                (false, false) => i64::from(least) * number / 7,
            };
            (min, max) = (min - i64::from(most).max(credit), max - share.max(credit));
        } else {
            (min, max) = (min - credit, max - credit);
        }
    }
    let inside = who.line.iter().filter(|shift| (start..stop).contains(&shift.day));
    let now = i64::from(inside.map(Shift::paid).sum::<Minutes>().get());
    (min, max) = (open.portion.least(min, now), open.portion.most(max, now));
    let minutes = |minutes: i64| minutes.clamp(0, i64::from(i32::MAX / 4)) as i32;
    let (start, stop) = ((start - first) as usize, (stop - first) as usize);
    Some(SpanTerms { start, end: stop, min: minutes(min), max: minutes(max) })
}

/// The weeks of a window with their first days, as far as they lie in a span.
fn parts<'a>(
    span: &'a SpanTerms,
    weeks: &'a [WeekTerms],
) -> impl Iterator<Item = (Range<usize>, &'a WeekTerms)> {
    let firsts = std::iter::once(0).chain(weeks.iter().map(|week| week.end));
    let touches = |(first, week): &(usize, &WeekTerms)| *first < span.end && span.start < week.end;
    firsts.zip(weeks).filter(touches).map(|(first, week)| (first..week.end, week))
}

/// Whether the hours of its weeks keep a span whatever they are.
fn is_implied(span: &SpanTerms, weeks: &[WeekTerms]) -> bool {
    let most: i64 = parts(span, weeks).map(|(_, week)| i64::from(week.max)).sum();
    let is_whole = |days: &Range<usize>| span.start <= days.start && days.end <= span.end;
    let least: i64 =
        parts(span, weeks).filter(|(days, _)| is_whole(days)).map(|(_, week)| i64::from(week.min)).sum();
    i64::from(span.min) <= least && most <= i64::from(span.max)
}

/// The spans that one count serves, those that ask for a least first and of these the shortest; of the others each week
/// gets its share.
fn chained(mut spans: Vec<SpanTerms>, weeks: &mut [WeekTerms]) -> Spans {
    let length = |span: &SpanTerms| if span.min > 0 { span.end - span.start } else { 0 };
    spans.sort_by_key(|span| (span.min == 0, length(span), span.start, span.end));
    let mut found = Spans::default();
    for span in spans {
        if let Some(same) = found.chain.iter_mut().find(|one| (one.start, one.end) == (span.start, span.end))
        {
            (same.min, same.max) = (same.min.max(span.min), same.max.min(span.max));
        } else if found.chain.iter().all(|one| go_together(one, &span)) {
            found.chain.push(span);
            found.chain.sort_by_key(|span| (span.end, span.start));
        } else {
            found.is_tightened = true;
            tighten(&span, weeks);
        }
    }
    found
}

fn go_together(one: &SpanTerms, other: &SpanTerms) -> bool {
    one.start == other.start || one.end <= other.start || other.end <= one.start
}

/// Gives each week of a span its share of it, so that whatever keeps the weeks keeps the span.
fn tighten(span: &SpanTerms, weeks: &mut [WeekTerms]) {
    let days = (span.end - span.start) as i64;
    let mut first = 0;
    for week in weeks {
        let inside = week.end.min(span.end).saturating_sub(first.max(span.start)) as i64;
        if inside > 0 {
            let is_whole = inside == (week.end - first) as i64;
            let share = |minutes: i32| i64::from(minutes) * inside / days;
            week.max = week.max.min(share(span.max) as i32);
            if is_whole {
                week.min = week.min.max((share(span.min) + i64::from(span.min > 0)) as i32).min(week.max);
            }
        }
        first = week.end;
    }
}

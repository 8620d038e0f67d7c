use std::ops::Range;

use crate::rostering::spans::SpanTerms;
use crate::rostering::terms::Terms;
use crate::units::Minutes;

/// How a day counts to the hours of spans: the plan, a month, a reference period.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SpanDay {
    pub is_counted: bool,
    /// The least and the most that the spans of the day allow, in units.
    pub least: i32,
    pub most: i32,
    /// The hours that a span which ends with the day must have, in units.
    pub end: Option<(i32, i32)>,
    /// Whether the count begins anew on the day after.
    pub is_reset: bool,
}

/// No hours at all, as from the least to the most.
pub(super) const NO_HOURS: (i32, i32) = (1, 0);

/// Whether there are none from the least to the most.
pub(super) fn is_none(hours: (i32, i32)) -> bool {
    hours.0 > hours.1
}

/// From the least to the most of both.
pub(super) fn hull(one: (i32, i32), other: (i32, i32)) -> (i32, i32) {
    match (is_none(one), is_none(other)) {
        (_, true) => one,
        (true, false) => other,
        (false, false) => (one.0.min(other.0), one.1.max(other.1)),
    }
}

/// What both have.
pub(super) fn both(one: (i32, i32), other: (i32, i32)) -> (i32, i32) {
    (one.0.max(other.0), one.1.min(other.1))
}

/// The minutes of which the paid time of every choice is a multiple.
pub(super) fn unit(terms: &Terms) -> i32 {
    let choices = terms.days.iter().flat_map(|day| &day.choices);
    choices.fold(Minutes::ZERO, |unit, choice| unit.divisor(choice.paid)).get().max(1)
}

/// From the least to the most minutes, in units of which no part is worked.
pub(super) fn in_units((min, max): (i32, i32), unit: i32) -> (i32, i32) {
    (min.div_euclid(unit) + i32::from(min % unit > 0), max.div_euclid(unit))
}

/// Whether the hours of some week can be too few or too many.
pub(super) fn counts_weeks(terms: &Terms) -> bool {
    let longest = terms.longest().get();
    let mut start = 0;
    terms.weeks.iter().any(|week| {
        let days = (week.end - start) as i32;
        start = week.end;
        week.min > 0 || week.max < days.saturating_mul(longest)
    })
}

/// How each day counts to the hours of spans, in units of so many minutes.
pub(super) fn span_days(terms: &Terms, unit: i32) -> Vec<SpanDay> {
    // Before each day, and in all.
    let mut workable = vec![0u32];
    for day in &terms.days {
        workable.push(workable[workable.len() - 1] + u32::from(!day.choices.is_empty()));
    }
    (0..terms.days.len()).map(|day| span_day(terms, &workable, day, unit)).collect()
}

/// The same for one day, with how many days before each can be worked.
fn span_day(terms: &Terms, workable: &[u32], day: usize, unit: i32) -> SpanDay {
    let spans = || terms.spans.chain.iter().filter(|span| (span.start..span.end).contains(&day));
    let end = spans().find(|span| span.end == day + 1);
    // By the end of the day, as far as lines may not run ahead or behind.
    let allowed = |span: &SpanTerms| {
        let Some(leeway) = terms.spans.leeway.filter(|_| day + 1 < span.end) else { return (0, span.max) };
        let of = |days: Range<usize>| f64::from(workable[days.end] - workable[days.start]);
        let share = of(span.start..day + 1) / of(span.start..span.end).max(1.0);
        let part = |minutes: i32| (f64::from(minutes) * share) as i32;
        ((part(span.min) - leeway).max(0), (part(span.max).saturating_add(leeway)).min(span.max))
    };
    SpanDay {
        is_counted: spans().next().is_some(),
        least: spans().map(|span| in_units(allowed(span), unit).0).min().unwrap_or(0),
        most: spans().map(|span| in_units(allowed(span), unit).1).max().unwrap_or(0),
        end: end.map(|span| in_units((span.min, span.max), unit)),
        is_reset: end.is_some() && day + 1 < terms.days.len() && spans().all(|span| span.end == day + 1),
    }
}

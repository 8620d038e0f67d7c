use std::sync::Arc;

use super::calendar::Day;
use super::spans::{SpanTerms, Spans};
use super::terms::{Open, Who};
use crate::model::{Scenario, Shift};
use crate::units::Minutes;

/// The hours of a window of posts alone where only later weeks are open: those of the plan are spread over the days on
/// which anything can be worked, give or take a shift, so that later weeks get their part. Nothing where they need not be.
pub(super) fn paced(
    scenario: &Scenario,
    who: &Who,
    outside: &[&Shift],
    (first, end): (i32, i32),
    (open, spans): (Open, &Spans),
) -> Option<Spans> {
    let plan = scenario.contracts[who.contract].plan?;
    let length = (end - first) as usize;
    let is_alone =
        spans.chain.iter().all(|span| (span.start, span.end) == (0, length)) && !spans.is_tightened;
    let is_last = end == scenario.grid.days() as i32;
    if open != Open::AFTER || is_last || !scenario.queues.is_empty() || !is_alone {
        return None;
    }
    let workable = |days: &[Arc<Day>]| days.iter().filter(|day| !day.choices.is_empty()).count() as i64;
    let (so_far, all) = (workable(&who.days[..end as usize]), workable(who.days).max(1));
    let inside = who.days[first as usize..end as usize].iter().flat_map(|day| &day.choices);
    let shift = inside.map(|choice| choice.paid.get()).max().unwrap_or(0);
    let due = |minutes: Minutes| (i64::from(minutes.get()) * so_far / all) as i32;
    let credit: i32 = who.days[..end as usize].iter().map(|day| day.credit.get()).sum();
    let worked = outside.iter().filter(|shift| (0..end).contains(&shift.day));
    let done = credit + worked.map(|shift| shift.paid().get()).sum::<i32>();
    let most = (due(plan.max) + shift).min(plan.max.get()) - done;
    let pace =
        SpanTerms { start: 0, end: length, min: (due(plan.min) - shift - done).max(0), max: most.max(0) };
    let both =
        |span: &SpanTerms| SpanTerms { min: pace.min.max(span.min), max: pace.max.min(span.max), ..pace };
    let pace = spans.chain.first().map_or(pace, both);
    Some(Spans { chain: vec![pace], ..Spans::default() })
}

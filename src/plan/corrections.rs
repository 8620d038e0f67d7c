use std::ops::Range;

use super::measured::Measured;
use crate::model::{Requirement, Scenario};

/// How the requirement was corrected by what rosters gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Corrections {
    /// Rosters measured before the last.
    pub rounds: usize,
    /// Whether nothing was left to raise; else the plan is the best of those measured.
    pub is_settled: bool,
    /// Each promise whose requirement is not what its intervals by themselves require, in order.
    pub list: Vec<Correction>,
    /// The intervals corrected, queue by queue.
    pub queues: Vec<IntervalCorrections>,
}

/// A requirement corrected.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The queue, as an index.
    pub queue: usize,
    /// The intervals.
    pub span: Range<usize>,
    /// Agent hours in seat required there by each interval by itself.
    pub before: f64,
    /// The same as asked of the roster in the end.
    pub after: f64,
    /// Share in time on the first roster measured.
    pub service_before: f64,
    /// Share in time on the last.
    pub service_after: f64,
}

/// What of a queue was corrected, interval by interval, and by whose measure.
#[derive(Debug, Clone, PartialEq)]
pub struct IntervalCorrections {
    /// How its intervals were measured on the last roster.
    pub judge: Judge,
    /// The intervals corrected, in order.
    pub list: Vec<IntervalCorrection>,
}

/// How the service of single intervals is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Judge {
    /// Random days replayed.
    #[default]
    Simulation,
    /// Exact transient analysis of the agents there, over who is sick and how busy days are: the queue's agents on the
    /// last roster serve no other.
    TransientAnalysis,
}

/// The requirement of an interval corrected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntervalCorrection {
    /// The interval.
    pub interval: usize,
    /// Agents in seat that the interval by itself requires.
    pub before: u32,
    /// Agents in seat asked for in the end.
    pub after: u32,
    /// Share in time on the first roster measured; nothing where none was measured.
    pub service_before: Option<f64>,
    /// Share in time on the last.
    pub service_after: Option<f64>,
}

/// What was corrected, from what each interval by itself requires to what was `asked` in the end.
pub(super) fn corrections(
    scenario: &Scenario,
    (each, asked): (&[Requirement], &[Requirement]),
    (first, last): (&Measured, &Measured),
) -> (Vec<Correction>, Vec<IntervalCorrections>) {
    let pairs = || each.iter().zip(asked);
    let list = pairs().flat_map(|pair| periods_of(scenario, pair, (first, last))).collect();
    let queues = pairs().map(|pair| IntervalCorrections {
        judge: if last.exact[pair.0.queue].is_some() { Judge::TransientAnalysis } else { Judge::Simulation },
        list: intervals_of(pair, (first, last)),
    });
    (list, queues.collect())
}

fn periods_of(
    scenario: &Scenario,
    (each, asked): (&Requirement, &Requirement),
    (first, last): (&Measured, &Measured),
) -> Vec<Correction> {
    let queue = each.queue;
    let hours = |requirement: &Requirement, span: &Range<usize>| -> f64 {
        let agents = span.clone().map(|interval| requirement.needs[interval].agents.as_f64());
        agents.sum::<f64>() * scenario.grid.interval().hours()
    };
    let services = first.service.queues[queue].periods.iter().zip(&last.service.queues[queue].periods);
    let corrected = services.map(|(was, period)| {
        let span = period.span.intervals();
        Correction {
            queue,
            before: hours(each, &span),
            after: hours(asked, &span),
            service_before: was.expected,
            service_after: period.expected,
            span,
        }
    });
    corrected.filter(|correction| correction.before != correction.after).collect()
}

fn intervals_of(
    (each, asked): (&Requirement, &Requirement),
    (first, last): (&Measured, &Measured),
) -> Vec<IntervalCorrection> {
    let queue = each.queue;
    let share = |measured: &Measured, interval| measured.share(queue, interval).map(|share| share.0);
    let corrected = (0..each.needs.len()).map(|interval| IntervalCorrection {
        interval,
        before: each.needs[interval].agents.get(),
        after: asked.needs[interval].agents.get(),
        service_before: share(first, interval),
        service_after: share(last, interval),
    });
    corrected.filter(|correction| correction.before != correction.after).collect()
}

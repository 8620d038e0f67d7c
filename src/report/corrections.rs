//! What was asked of the roster instead of what every interval by itself requires.

use serde_json::{Value, json};

use super::summary::rounded;
use super::table::iso;
use super::words;
use crate::model::Period;
use crate::plan::{Correction, IntervalCorrection, IntervalCorrections, Judge, Plan};

/// In a line; nothing where nothing was corrected.
pub(super) fn corrections_text(plan: &Plan) -> Option<String> {
    let corrections = &plan.corrections;
    if corrections.list.is_empty() {
        return None;
    }
    let sum = |hours: fn(&Correction) -> f64| words::grouped(corrections.list.iter().map(hours).sum());
    let before = sum(|correction| correction.before);
    let after = sum(|correction| correction.after);
    let promises = words::count(corrections.list.len() as f64, 0, "promise", "promises");
    let rosters = words::count(corrections.rounds as f64, 0, "roster", "rosters");
    let end = if corrections.is_settled { "" } else { "; not settled: this is the best of them" };
    Some(format!("from {before} to {after} hours for {promises}, by the service that {rosters} gave{end}"))
}

/// Who says what of a queue: chances and means over random days, and what single intervals are corrected by.
pub(super) fn measured_by(plan: &Plan, index: usize) -> Value {
    let judge = plan.corrections.queues.get(index).map_or_else(Judge::default, |of| of.judge);
    json!({ "service": judge_name(Judge::Simulation), "corrected_by": judge_name(judge) })
}

/// The name of a judge of single intervals.
fn judge_name(judge: Judge) -> &'static str {
    match judge {
        Judge::Simulation => "simulation",
        Judge::TransientAnalysis => "transient analysis",
    }
}

/// Promise by promise, and what of each queue was corrected interval by interval.
///
/// `intervals` holds one array for each column; `at` counts the `starts` of the summary.
pub(super) fn corrections_value(plan: &Plan) -> Value {
    let (scenario, corrections) = (&plan.scenario, &plan.corrections);
    let grid = &scenario.grid;
    let value = |correction: &&Correction| {
        json!({
            "queue": scenario.queues[correction.queue].id,
            "start": iso(grid, grid.start_of(correction.span.start)),
            "end": iso(grid, grid.start_of(correction.span.end)),
            "required_hours_before": rounded(correction.before),
            "required_hours": rounded(correction.after),
            "service_level_before": rounded(correction.service_before),
            "service_level": rounded(correction.service_after),
        })
    };
    let is_of_period =
        |correction: &&Correction| scenario.queues[correction.queue].target.measured != Period::Interval;
    let queues = scenario.queues.iter().zip(&corrections.queues).filter(|(_, of)| !of.list.is_empty());
    json!({
        "rosters": corrections.rounds,
        "is_settled": corrections.is_settled,
        "promises": corrections.list.iter().filter(is_of_period).map(|one| value(&one)).collect::<Vec<_>>(),
        "intervals": queues.map(|(queue, of)| intervals(&queue.id, of)).collect::<Vec<_>>(),
    })
}

fn intervals(queue: &str, corrections: &IntervalCorrections) -> Value {
    let column = |value: &dyn Fn(&IntervalCorrection) -> Value| -> Vec<Value> {
        corrections.list.iter().map(value).collect()
    };
    json!({
        "queue": queue,
        "measured_by": judge_name(corrections.judge),
        "at": column(&|one| one.interval.into()),
        "required_before": column(&|one| one.before.into()),
        "required": column(&|one| one.after.into()),
        "service_level_before": column(&|one| json!(one.service_before.map(rounded))),
        "service_level": column(&|one| json!(one.service_after.map(rounded))),
    })
}

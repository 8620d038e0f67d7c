//! What was asked of the roster instead of what every interval by itself requires.

use serde_json::{Value, json};

use super::summary::rounded;
use super::table::iso;
use super::words;
use crate::plan::{Correction, Plan};

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
    let end = if corrections.is_settled { "" } else { "; the best of them" };
    Some(format!("from {before} to {after} hours for {promises}, by the service that {rosters} gave{end}"))
}

/// Promise by promise.
pub(super) fn corrections_value(plan: &Plan) -> Value {
    let (scenario, corrections) = (&plan.scenario, &plan.corrections);
    let grid = &scenario.grid;
    let value = |correction: &Correction| {
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
    json!({
        "rosters": corrections.rounds,
        "is_settled": corrections.is_settled,
        "promises": corrections.list.iter().map(value).collect::<Vec<_>>(),
    })
}

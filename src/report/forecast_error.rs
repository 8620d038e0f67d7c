use serde_json::{Value, json};

use super::behaviour::whole_percent;
use super::check::section;
use super::text::columns;
use super::words;
use crate::model::Scenario;
use crate::plan::{ForecastError, QueueError};

/// Fewer days than this say little of how far the next will be off.
const FEW_DAYS: usize = 10;

/// What `check --actuals` says: how far past days were off their forecast, and the lines to paste into the plan.
pub fn forecast_error_text(scenario: &Scenario, error: &ForecastError) -> String {
    let header = ["queue", "days", "forecast", "actual", "bias", "off by, beyond chance"].map(str::to_owned);
    let rows = scenario.queues.iter().zip(&error.queues).map(|(queue, error)| row(&queue.id, error));
    let rows: Vec<[String; 6]> = std::iter::once(header).chain(rows).collect();
    let mut lines = columns(&rows, [false, true, true, true, true, true]);
    let partial: usize = error.queues.iter().map(|queue| queue.partial_days).sum();
    if partial > 0 {
        let days = words::count(partial as f64, 0, "day of a queue", "days of queues");
        lines.push(format!("{days} counted only in part left out"));
    }
    if error.queues.iter().any(|queue| (1..FEW_DAYS).contains(&queue.days)) {
        lines.push(format!("fewer than {FEW_DAYS} days say little"));
    }
    section("Actuals", &lines) + &section("To paste", &paste(scenario, error))
}

fn row(id: &str, error: &QueueError) -> [String; 6] {
    let off = match error.days {
        0 | 1 => "unknown".to_owned(),
        _ => format!("{} +-{:.1}", words::percent(error.variation), 196.0 * error.standard_error),
    };
    [
        id.to_owned(),
        error.days.to_string(),
        words::grouped(error.forecast),
        words::grouped(error.actual),
        format!("{:+.1} %", 100.0 * error.bias()),
        off,
    ]
}

/// The lines of plan.toml that say so.
fn paste(scenario: &Scenario, error: &ForecastError) -> Vec<String> {
    let line = |variation: f64, place: &str| {
        let share = whole_percent(variation).replace(' ', "");
        format!("forecast_error = {:<8} # {place}", format!("\"{share}\""))
    };
    let mut lines = Vec::new();
    if error.shared >= 0.0005 {
        lines.push(line(error.shared, "at the top of the plan: all queues are off together by it"));
    }
    for (queue, error) in scenario.queues.iter().zip(&error.queues) {
        if error.own >= 0.0005 && error.days > 1 {
            lines.push(line(error.own, &format!("in the queue {}", queue.id)));
        }
    }
    if lines.is_empty() {
        lines.push("nothing: the days differ from the forecast by no more than chance".to_owned());
    }
    lines
}

/// The same for machines.
pub(super) fn forecast_error_value(scenario: &Scenario, error: &ForecastError) -> Value {
    let queue = |(queue, error): (&crate::model::Queue, &QueueError)| {
        json!({
            "id": queue.id,
            "days": error.days,
            "partial_days": error.partial_days,
            "forecast": error.forecast,
            "actual": error.actual,
            "bias": error.bias(),
            "variation": error.variation,
            "standard_error": error.standard_error,
            "own": error.own,
        })
    };
    let queues: Vec<Value> = scenario.queues.iter().zip(&error.queues).map(queue).collect();
    json!({ "shared": error.shared, "queues": queues })
}

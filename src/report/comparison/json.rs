use serde_json::{Map, Value, json};

use super::figures::{Column, Figure, columns, figures};
use crate::plan::{Comparison, Outline};
use crate::report::summary::json_text;
use crate::report::table::number_text;

/// The comparison for machines.
pub fn comparison_json(comparison: &Comparison) -> String {
    let base = Outline::of(&comparison.base);
    let figures = figures(&base);
    let scenarios: Vec<Value> =
        columns(comparison).iter().map(|column| scenario(column, &figures, &base)).collect();
    json_text(&json!({
        "callboard": env!("CARGO_PKG_VERSION"),
        "name": comparison.base.scenario.name,
        "currency": comparison.base.scenario.currency,
        "seed": comparison.base.provenance.seed,
        "scenarios": scenarios,
    }))
}

fn scenario(column: &Column<'_>, figures: &[Figure], base: &Outline) -> Value {
    let outline = match &column.outcome {
        Err(_) => {
            return json!({ "scenario": column.name, "status": column.status(), "error": column.note() });
        }
        Ok(outline) => outline,
    };
    let all = |value: &dyn Fn(&Figure) -> Option<f64>| -> Map<String, Value> {
        figures.iter().map(|figure| (figure.column.clone(), number(value(figure)))).collect()
    };
    let mut scenario = json!({
        "scenario": column.name,
        "status": column.status(),
        "figures": all(&|figure| figure.value(outline)),
        "differences": all(&|figure| figure.difference(outline, base)),
    });
    if column.status() != "met" {
        scenario["note"] = json!(column.note());
    }
    if let Some(attribution) = column.attribution {
        let cause = |(place, cause): (usize, &String)| {
            let share = |figure: &Figure| {
                Some(figure.shares(attribution, figure.difference(outline, base)?, 1e-6)?[place])
            };
            json!({ "cause": cause, "differences": all(&share) })
        };
        scenario["causes"] = attribution.causes.iter().enumerate().map(cause).collect();
    }
    scenario
}

fn number(value: Option<f64>) -> Value {
    value
        .and_then(|value| number_text(value, 6).parse::<f64>().ok())
        .map_or(Value::Null, |value| json!(value))
}

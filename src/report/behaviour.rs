use serde_json::{Value, json};

use super::words;
use crate::model::{Queue, Return};

/// How contacts of a queue vary and what people do, as far as it is not the usual.
pub(super) fn behaviour_words(queue: &Queue) -> Vec<String> {
    let behaviour = &queue.behaviour;
    let mut parts = Vec::new();
    if behaviour.aht_variation != 1.0 {
        parts.push(format!("handle times vary by {}", whole_percent(behaviour.aht_variation)));
    }
    if queue.full_aht_factor() != 1.0 {
        parts.push(format!("with all hands full each takes {:.2} times as long", queue.full_aht_factor()));
    }
    parts.extend(behaviour.lines.map(|lines| words::count(f64::from(lines), 0, "line", "lines")));
    if behaviour.balk.get() > 0.0 {
        parts.push(format!("{} hang up rather than wait", behaviour.balk));
    }
    let after = |back: Return| words::span(back.after);
    parts.extend(behaviour.redial.map(|back| {
        format!("{} of those who do not get through call again after {}", back.share, after(back))
    }));
    parts.extend(
        behaviour.repeat.map(|back| format!("{} come back not helped after {}", back.share, after(back))),
    );
    if behaviour.forecast_error > 0.0 {
        parts.push(format!("volume off by {} a day", whole_percent(behaviour.forecast_error)));
    }
    parts
}

/// A coefficient of variation in percent: `80 %`, `6.2 %`.
pub(super) fn whole_percent(share: f64) -> String {
    format!("{} %", super::table::number_text(100.0 * share, 1))
}

/// The same for machines, all of it.
pub(super) fn behaviour_value(queue: &Queue) -> Value {
    let behaviour = &queue.behaviour;
    let back = |back: Return| json!({ "share": back.share.get(), "after_seconds": back.after.get() });
    json!({
        "aht_variation": behaviour.aht_variation,
        "aht_by_concurrency": behaviour.aht_by_concurrency,
        "concurrency": queue.concurrency,
        "patience_seconds": queue.patience.map(|patience| patience.get()),
        "balk": behaviour.balk.get(),
        "lines": behaviour.lines,
        "redial": behaviour.redial.map(back),
        "repeat": behaviour.repeat.map(back),
        "forecast_error": behaviour.forecast_error,
    })
}

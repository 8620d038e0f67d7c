//! The months ahead beside themselves with changes.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::headcount_json::cost_value;
use super::summary::rounded;
use super::words;
use crate::hiring::Exposed;
use crate::plan::{Headcount, MonthsWhatIf};

/// A header, the months as they are, and a row for each what-if.
pub(super) fn what_if_rows(base: &Headcount, what_ifs: &[MonthsWhatIf]) -> Vec<[String; 7]> {
    let header = ["", "cost", "differs", "hires", "short", "least chance", "hires help from"];
    let row = |name: &str, of: &Exposed, helps_from: Option<NaiveDate>| {
        let cost = of.plan.cost().total();
        [
            name.to_owned(),
            cost.whole(),
            (cost - base.advice.plan.cost().total()).whole(),
            of.plan.hires().to_string(),
            format!("{} h", words::grouped(of.plan.short_hours())),
            words::chance(least_chance(of)),
            helps_from.map_or_else(|| "never".to_owned(), words::long_date),
        ]
    };
    let rows = what_ifs.iter().map(|what_if| row(&what_if.name, &what_if.exposed, what_if.helps_from));
    let base = row("base", &base.risk.expected, base.advice.helps_from);
    [header.map(str::to_owned), base].into_iter().chain(rows).collect()
}

/// The chance of the agreement and month that is kept least often.
pub(super) fn least_chance(of: &Exposed) -> f64 {
    of.chances.iter().flatten().copied().fold(1.0, f64::min)
}

/// The same of one for machines.
pub(super) fn what_if_value(base: &Headcount, what_if: &MonthsWhatIf) -> Value {
    let MonthsWhatIf { name, exposed, helps_from } = what_if;
    let plan = &exposed.plan;
    json!({
        "name": name,
        "cost": cost_value(plan.cost()),
        "differs": (plan.cost().total() - base.advice.plan.cost().total()).major(),
        "hires": plan.hires(),
        "short_hours": rounded(plan.short_hours()),
        "least_chance": rounded(least_chance(exposed)),
        "helps_from": helps_from.map(|date| date.to_string()),
    })
}

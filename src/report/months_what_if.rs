//! The months ahead beside themselves with changes.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::headcount::WEIGHED;
use super::headcount_json::cost_value;
use super::months_risk::{Least, least_of, month_name};
use super::summary::rounded;
use super::words;
use crate::hiring::Exposed;
use crate::model::Scenario;
use crate::plan::{Headcount, MonthsWhatIf};

/// A header, the months as they are, and a row for each what-if.
pub(super) fn what_if_rows(
    scenario: &Scenario,
    base: &Headcount,
    what_ifs: &[MonthsWhatIf],
) -> Vec<[String; 9]> {
    let header =
        ["", "to pay", "h short", WEIGHED, "differs", "hires", "least chance", "", "hires help from"];
    let row = |name: &str, of: &Exposed, helps_from: Option<NaiveDate>| {
        let cost = of.plan.cost();
        let Least { queue, month, chance } = least_of(of);
        let least = queue.map_or_else(String::new, |queue| {
            format!("{}, {}", scenario.queues[queue].id, month_name(&base.workforce, month))
        });
        [
            name.to_owned(),
            cost.paid().whole(),
            words::grouped(of.plan.short_hours()),
            cost.total().whole(),
            (cost.total() - base.advice.plan.cost().total()).whole(),
            of.plan.hires().to_string(),
            words::chance(chance),
            least,
            helps_from.map_or_else(|| "never".to_owned(), words::long_date),
        ]
    };
    let rows = what_ifs.iter().map(|what_if| row(&what_if.name, &what_if.exposed, what_if.helps_from));
    let base = row("base", &base.risk.expected, base.advice.helps_from);
    [header.map(str::to_owned), base].into_iter().chain(rows).collect()
}

/// The same of one for machines.
pub(super) fn what_if_value(scenario: &Scenario, base: &Headcount, what_if: &MonthsWhatIf) -> Value {
    let MonthsWhatIf { name, exposed, helps_from } = what_if;
    let plan = &exposed.plan;
    let Least { queue, month, chance } = least_of(exposed);
    json!({
        "name": name,
        "cost": cost_value(plan.cost()),
        "differs": (plan.cost().total() - base.advice.plan.cost().total()).major(),
        "hires": plan.hires(),
        "short_hours": rounded(plan.short_hours()),
        "least_chance": rounded(chance),
        "least_chance_queue": queue.map(|queue| &scenario.queues[queue].id),
        "least_chance_month": queue.map(|_| base.workforce.month_starts[month].to_string()),
        "helps_from": helps_from.map(|date| date.to_string()),
    })
}

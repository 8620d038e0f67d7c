use serde_json::{Value, json};

use super::table::Table;
use super::words;
use crate::model::{Break, Grid, RosterChange, Scenario, Shift};
use crate::plan::{Plan, Reason, Repair};

/// changes.csv: a row for each day on which somebody works otherwise than was posted.
pub fn changes_csv(scenario: &Scenario, repair: &Repair) -> String {
    let mut table = Table::new(["agent", "name", "date", "before", "after", "reason"]);
    for (change, reason) in &repair.changes {
        let agent = &scenario.agents[change.agent];
        table.text(&agent.id).text(&agent.name).date(scenario.grid.date(change.day));
        let [before, after] = before_and_after(scenario, change);
        table.text(&before).text(&after).raw(&reason_name(*reason)).end_row();
    }
    table.into_text()
}

/// What was changed, for machines.
pub(super) fn repair_value(plan: &Plan) -> Value {
    let scenario = &plan.scenario;
    let Some(repair) = &plan.repair else { return Value::Null };
    let change = |(change, reason): &(RosterChange, Reason)| {
        let [before, after] = before_and_after(scenario, change);
        json!({
            "agent": scenario.agents[change.agent].id,
            "date": scenario.grid.date(change.day).to_string(),
            "before": before,
            "after": after,
            "reason": reason_name(*reason),
        })
    };
    json!({
        "lock_until": scenario.grid.date(repair.posted.locked_days as i32).to_string(),
        "changes_cost": repair.posted.price.major(),
        "changes": repair.changes.iter().map(change).collect::<Vec<_>>(),
        "violations_posted": super::summary::violation_values(scenario, &repair.violations),
    })
}

/// `7 days of 4 agents changed of 51 shifts posted (EUR 875); all before Wed 4 Mar stay: see changes.csv`.
pub(super) fn repaired(plan: &Plan, repair: &Repair) -> String {
    let scenario = &plan.scenario;
    let mut agents: Vec<usize> = repair.changes.iter().map(|(change, _)| change.agent).collect();
    agents.dedup();
    let posted = words::count(repair.posted.roster.shifts().count() as f64, 0, "shift", "shifts");
    let locked = match repair.posted.locked_days {
        0 => String::new(),
        days => {
            format!("; locked before {}", words::short_date(scenario.grid.date(days as i32)))
        }
    };
    if repair.changes.is_empty() {
        return format!("nothing changed of {posted} posted{locked}");
    }
    let days = words::count(repair.changes.len() as f64, 0, "day", "days");
    let agents = words::count(agents.len() as f64, 0, "agent", "agents");
    let price = plan.rostered.proof.changes.whole();
    format!(
        "{days} of {agents} changed, of {posted} posted, weighed as {} {price}{locked}: see changes.csv",
        scenario.currency
    )
}

/// The days changed: agent, day, before, after, reason.
pub(super) fn change_rows(plan: &Plan) -> Vec<[String; 5]> {
    let scenario = &plan.scenario;
    let row = |(change, reason): &(RosterChange, Reason)| {
        let [before, after] = before_and_after(scenario, change);
        let day = words::short_date(scenario.grid.date(change.day));
        [scenario.agents[change.agent].name.clone(), day, before, after, reason_name(*reason)]
    };
    plan.repair.iter().flat_map(|repair| &repair.changes).map(row).collect()
}

fn before_and_after(scenario: &Scenario, change: &RosterChange) -> [String; 2] {
    [&change.before, &change.after].map(|shifts| match shifts.as_slice() {
        [] => "off".to_owned(),
        shifts => shifts.iter().map(|shift| shift_text(scenario, shift)).collect::<Vec<_>>().join(" and "),
    })
}

/// `day 09:00-17:30, break 12:00-12:30`.
fn shift_text(scenario: &Scenario, shift: &Shift) -> String {
    let grid = &scenario.grid;
    let span = |from, to| format!("{}-{}", clock(grid, from), clock(grid, to));
    let name = super::roster::shift_name(scenario, shift);
    let breaks: Vec<String> = shift.breaks.iter().map(|rest: &Break| span(rest.start, rest.end)).collect();
    let breaks = match breaks.as_slice() {
        [] => String::new(),
        [one] => format!(", break {one}"),
        several => format!(", breaks {}", several.join(" ")),
    };
    format!("{name} {}{breaks}", span(shift.start, shift.end)).trim_start().to_owned()
}

fn clock(grid: &Grid, moment: crate::units::Moment) -> String {
    grid.local(moment).format("%H:%M").to_string()
}

fn reason_name(reason: Reason) -> String {
    match reason {
        Reason::Leave => "leave".to_owned(),
        Reason::Training => "training".to_owned(),
        Reason::Unavailable => "unavailable".to_owned(),
        Reason::Staff => "not on the staff".to_owned(),
        Reason::Fixed => "fixed".to_owned(),
        Reason::Rule(rule) => format!("rule {rule}"),
        Reason::Cover => "cover and cost".to_owned(),
    }
}

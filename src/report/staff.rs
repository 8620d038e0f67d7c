use std::collections::BTreeMap;

use serde_json::json;

use super::requirement::starts;
use super::text::{columns, title};
use super::words;
use crate::model::{Requirement, Scenario};

/// What `staff` says: a line for each queue, and the hours in all.
pub fn requirement_text(scenario: &Scenario, requirements: &[Requirement]) -> String {
    let header =
        ["queue", "target", "contacts", "hours of work", "hours in seat", "most", "when", "driven by"];
    let rows = std::iter::once(header.map(str::to_owned))
        .chain(requirements.iter().map(|requirement| row(scenario, requirement)));
    let lines = columns(&rows.collect::<Vec<_>>(), [false, false, true, true, true, true, false, false]);
    let net: f64 = requirements.iter().map(|requirement| net_hours(scenario, requirement)).sum();
    let gross = scenario.shrinkage.gross(net);
    let lost = words::percent(1.0 - scenario.shrinkage.present());
    format!(
        "{}\n\n{}\n\nRequired  {} agent hours in seat, {} with {lost} shrinkage\n",
        title(scenario),
        lines.join("\n"),
        words::grouped(net),
        words::grouped(gross)
    )
}

fn row(scenario: &Scenario, requirement: &Requirement) -> [String; 8] {
    let queue = &scenario.queues[requirement.queue];
    let needs = requirement.needs.values();
    let work: f64 = needs.iter().map(|need| need.volume * need.aht.get() / 3600.0).sum();
    let most = needs.iter().map(|need| need.agents).max().unwrap_or_default();
    let when = needs.iter().position(|need| need.agents == most && most.get() > 0);
    let grid = &scenario.grid;
    [
        queue.id.clone(),
        words::target_text(&queue.target),
        words::grouped(needs.iter().map(|need| need.volume).sum()),
        words::grouped(work),
        words::grouped(net_hours(scenario, requirement)),
        most.to_string(),
        when.map_or_else(String::new, |at| {
            grid.local(grid.start_of(at)).format("%a %-d %b %H:%M").to_string()
        }),
        drivers(requirement),
    ]
}

/// What drove the requirement of most intervals, then the next: `service level 87 %, occupancy 13 %`.
fn drivers(requirement: &Requirement) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for driver in requirement.needs.iter().filter_map(|need| need.driver) {
        *counts.entry(words::driver_name(driver)).or_default() += 1;
    }
    let in_all: usize = counts.values().sum();
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    let part = |&(name, count): &(&str, usize)| {
        format!("{} {:.0} %", name.replace('-', " "), 100.0 * count as f64 / in_all as f64)
    };
    counts.iter().take(2).map(part).collect::<Vec<_>>().join(", ")
}

fn net_hours(scenario: &Scenario, requirement: &Requirement) -> f64 {
    let agents: f64 = requirement.needs.iter().map(|need| need.agents.as_f64()).sum();
    agents * scenario.grid.interval().hours()
}

/// The requirement for machines: one array for each column, all as long as `starts`.
pub fn requirement_json(scenario: &Scenario, requirements: &[Requirement]) -> String {
    let queue = |requirement: &Requirement| {
        let needs = &requirement.needs;
        json!({
            "id": scenario.queues[requirement.queue].id,
            "net_hours": net_hours(scenario, requirement),
            "volume": needs.iter().map(|need| need.volume).collect::<Vec<_>>(),
            "aht_seconds": needs.iter().map(|need| need.aht.get()).collect::<Vec<_>>(),
            "offered_load": needs.iter().map(|need| need.offered_load.get()).collect::<Vec<_>>(),
            "required": needs.iter().map(|need| need.agents.get()).collect::<Vec<_>>(),
            "driver": needs.iter().map(|need| need.driver.map(words::driver_name)).collect::<Vec<_>>(),
            "service_level": needs.iter().map(|need| need.expected.service_level).collect::<Vec<_>>(),
        })
    };
    let value = json!({
        "callboard": env!("CARGO_PKG_VERSION"),
        "name": scenario.name,
        "interval_minutes": scenario.grid.interval().get(),
        "shrinkage": 1.0 - scenario.shrinkage.present(),
        "queues": requirements.iter().map(queue).collect::<Vec<_>>(),
        "starts": starts(scenario),
    });
    super::summary::json_text(&value)
}

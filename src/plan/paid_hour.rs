use std::ops::Range;

use chrono::Weekday;

use crate::model::{Agent, Contract, Request, RequestKind, Requirement, Rostered, Scenario, Span};
use crate::units::{Minutes, Moment};

/// What an hour paid is worth: from hours needed in seat to hours paid, line by line, over the days planned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PaidHour {
    /// Hours in seat that were needed and are covered.
    pub needed: f64,
    /// What each cause adds, in order.
    pub lines: Vec<(String, f64)>,
}

impl PaidHour {
    /// Hours paid: those needed and all that is added.
    pub fn paid(&self) -> f64 {
        self.needed + self.lines.iter().map(|(_, adds)| adds).sum::<f64>()
    }

    /// The share of a paid hour that is needed in seat; all of it where nobody is needed.
    pub fn yields(&self) -> f64 {
        if self.needed > 0.0 { self.needed / self.paid() } else { 1.0 }
    }

    /// Sums up a roster. Leave and training are those of the scenario as it is.
    pub(super) fn of(scenario: &Scenario, requirements: &[Requirement], rostered: &Rostered) -> Self {
        let interval = scenario.grid.interval().hours();
        let short: f64 = rostered.shortage.iter().flat_map(|queue| queue.iter()).sum::<f64>() * interval;
        let asked = requirements.iter().flat_map(|requirement| requirement.needs.iter());
        let needed = (asked.map(|need| need.agents.as_f64()).sum::<f64>() * interval - short).max(0.0);
        let mut lines: Vec<(String, f64)> = Vec::new();
        for line in scenario.shrinkage.ledger(needed) {
            lines.push((line.cause, line.adds));
        }
        let covered = scenario.shrinkage.gross(needed);
        let breaks =
            |shift: &crate::model::Shift| shift.breaks.iter().map(|rest| rest.end - rest.start).sum();
        let shifts = || rostered.roster.shifts();
        let worked: Minutes = shifts().map(|(_, shift)| shift.length() - breaks(shift)).sum();
        let paid = rostered.roster.paid();
        let beyond = worked.hours() - covered;
        let name = match beyond < 0.0 {
            true => "in seat fewer than needed, as the periods that agreements measure allow",
            false => "in seat beyond the need, by the shape of shifts",
        };
        lines.push((name.to_owned(), beyond));
        lines.push(("paid breaks".to_owned(), (paid - worked).hours()));
        for (name, kind) in [("leave", RequestKind::Leave), ("training by the day", RequestKind::Training)] {
            lines.push((name.to_owned(), credited(scenario, kind)));
        }
        lines.retain(|(_, adds)| adds.abs() > 1e-9);
        PaidHour { needed, lines }
    }
}

/// The same, but nobody is owed any hours.
pub(super) fn without_least_hours(scenario: &Scenario) -> Scenario {
    let none = |span: Span| Span { min: Minutes::ZERO, ..span };
    let contract = |contract: &Contract| Contract {
        week: none(contract.week),
        plan: contract.plan.map(none),
        month: contract.month.map(none),
        min_shifts: Vec::new(),
        ..contract.clone()
    };
    let agent = |agent: &Agent| Agent { week: agent.week.map(none), ..agent.clone() };
    Scenario {
        contracts: scenario.contracts.iter().map(contract).collect(),
        agents: scenario.agents.iter().map(agent).collect(),
        ..scenario.clone()
    }
}

/// Hours paid for whole weekdays of leave or training: a fifth of the least weekly hours each.
fn credited(scenario: &Scenario, kind: RequestKind) -> f64 {
    let asked = scenario.requests.iter().filter(|request| request.kind == kind);
    asked.map(|request| credited_of(scenario, request, 0..scenario.grid.days() as i32)).sum()
}

/// Hours paid for whole weekdays of leave and training on these days.
pub(super) fn credited_on(scenario: &Scenario, days: Range<i32>) -> f64 {
    let is_credited = |kind| matches!(kind, RequestKind::Leave | RequestKind::Training);
    let asked = scenario.requests.iter().filter(|request| is_credited(request.kind));
    asked.map(|request| credited_of(scenario, request, days.clone())).sum()
}

/// Whether a request is leave or training that takes a whole weekday of somebody on the staff: it is paid.
pub(super) fn is_paid_away(scenario: &Scenario, request: &Request, day: i32) -> bool {
    matches!(request.kind, RequestKind::Leave | RequestKind::Training)
        && is_whole_weekday(scenario, request, day)
}

fn is_whole_weekday(scenario: &Scenario, request: &Request, day: i32) -> bool {
    let (grid, agent) = (&scenario.grid, &scenario.agents[request.agent]);
    let covers = |from: Moment, to: Moment| from <= grid.at(day, 0) && grid.at(day + 1, 0) <= to;
    let is_there =
        agent.from_day.is_none_or(|from| from <= day) && agent.until_day.is_none_or(|until| day <= until);
    covers(request.from, request.to) && is_there && !matches!(grid.weekday(day), Weekday::Sat | Weekday::Sun)
}

fn credited_of(scenario: &Scenario, request: &Request, days: Range<i32>) -> f64 {
    let agent = &scenario.agents[request.agent];
    let days = days.filter(|&day| is_whole_weekday(scenario, request, day)).count();
    let week = agent.week.unwrap_or(scenario.contracts[agent.contract].week);
    f64::from(week.min.get() / 5) / 60.0 * days as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn the_lines_lead_from_needed_to_paid() {
        let plan = sample::plan();
        let hour = PaidHour::of(&plan.scenario, &plan.requirements, &plan.rostered);
        assert!(
            (hour.paid()
                - plan.figures.paid_hours
                - credited(&plan.scenario, RequestKind::Leave)
                - credited(&plan.scenario, RequestKind::Training))
            .abs()
                < 1e-9,
            "{hour:?}"
        );
        assert!((hour.needed - (plan.figures.net_hours - plan.short_hours())).abs() < 1e-9);
    }
}

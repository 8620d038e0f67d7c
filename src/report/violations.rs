use super::table::Table;
use crate::model::{Scenario, Violation};

/// violations.csv: a row for each broken rule, as the audit found them.
pub fn violations_csv(scenario: &Scenario, violations: &[Violation]) -> String {
    let mut table = Table::new(["agent", "date", "rule", "found", "allowed", "name"]);
    for violation in violations {
        let agent = violation.agent.map(|agent| &scenario.agents[agent]);
        table.text(agent.map_or("", |agent| &agent.id)).date(scenario.grid.date(violation.day));
        table.raw(violation.rule).text(&violation.found).text(&violation.allowed);
        table.text(agent.map_or("", |agent| &agent.name)).end_row();
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn a_broken_rule_is_a_row() {
        let plan = sample::plan();
        let csv = violations_csv(&plan.scenario, &plan.violations);
        assert_eq!(csv.lines().nth(1).unwrap(), "3,2026-03-03,hours-per-week,20h30,at most 20h,Cas & Co");
    }
}

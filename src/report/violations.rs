use super::table::Table;
use super::words;
use crate::model::{Scenario, Violation};
use crate::plan::Plan;

/// So many broken rules are told in the terminal, one by one.
const MOST_LINES: usize = 5;

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

/// The rules broken, and apart from them those that nobody could keep.
pub(super) fn rules_of_plan(plan: &Plan) -> Vec<String> {
    let is_locked =
        |violation: &Violation| plan.repair.iter().any(|repair| repair.locked.contains(violation));
    let (conceded, broken): (Vec<Violation>, Vec<Violation>) = plan
        .violations
        .iter()
        .cloned()
        .partition(|violation| plan.rostered.has_conceded(violation) || is_locked(violation));
    let elsewhere = "see violations.csv";
    let apart = violation_lines(&plan.scenario, &conceded, elsewhere);
    let mut lines = match (broken.is_empty(), conceded.len()) {
        (_, 0) => rules(&plan.scenario, &broken, elsewhere),
        (true, _) => vec!["all kept but what nobody could, as the audit found".to_owned()],
        (false, some) => {
            let heading = format!("{some} that nobody could keep");
            rules(&plan.scenario, &broken, elsewhere).into_iter().chain([heading]).collect()
        }
    };
    lines.extend(apart);
    lines
}

/// The rules broken, the first of them in words.
pub(super) fn rules(scenario: &Scenario, violations: &[Violation], elsewhere: &str) -> Vec<String> {
    if violations.is_empty() {
        return vec!["all kept, as the audit found".to_owned()];
    }
    let mut lines = vec![format!("{} broken", violations.len())];
    lines.extend(violation_lines(scenario, violations, elsewhere));
    lines
}

fn violation_lines(scenario: &Scenario, violations: &[Violation], elsewhere: &str) -> Vec<String> {
    let line = |violation: &Violation| {
        let agent = violation.agent.map_or_else(String::new, |agent| {
            format!("{} ({}), ", scenario.agents[agent].name, scenario.agents[agent].id)
        });
        let day = words::short_date(scenario.grid.date(violation.day));
        format!("{agent}{day}, {}: {}; {}", violation.rule, violation.found, violation.allowed)
    };
    let mut lines: Vec<String> = violations.iter().take(MOST_LINES).map(line).collect();
    if violations.len() > MOST_LINES {
        lines.push(format!("and {} more: {elsewhere}", violations.len() - MOST_LINES));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Concession;
    use crate::plan::sample;

    #[test]
    fn a_broken_rule_is_a_row() {
        let plan = sample::plan();
        let csv = violations_csv(&plan.scenario, &plan.violations);
        assert_eq!(csv.lines().nth(1).unwrap(), "3,2026-03-03,hours-per-week,20h30,at most 20h,Cas & Co");
    }

    #[test]
    fn what_nobody_could_keep_stands_apart_from_what_is_broken() {
        let mut plan = sample::plan();
        let conceded = plan.violations[0].clone();
        plan.rostered.concessions = vec![Concession {
            agent: conceded.agent.unwrap(),
            day: conceded.day,
            rule: conceded.rule,
            note: String::new(),
        }];
        let kept = rules_of_plan(&plan);
        assert_eq!(kept[0], "all kept but what nobody could, as the audit found");
        assert!(kept[1].contains(conceded.rule), "{kept:?}");
        plan.violations.push(Violation { rule: "rest", ..conceded });
        let lines = rules_of_plan(&plan);
        assert_eq!((lines[0].as_str(), lines[2].as_str()), ("1 broken", "1 that nobody could keep"));
        assert!(lines[1].contains("rest") && lines[3] == kept[1], "{lines:?}");
    }
}

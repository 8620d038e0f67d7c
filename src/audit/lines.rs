//! One line of work for each agent, and each agent under a contract that exists.

use super::words;
use crate::model::{Roster, Scenario, Violation};

pub(super) fn judge(scenario: &Scenario, roster: &Roster, found: &mut Vec<Violation>) {
    let (lines, agents) = (roster.lines.len(), scenario.agents.len());
    if lines != agents {
        found.push(Violation {
            agent: None,
            day: 0,
            rule: "line",
            found: words::count(lines, "line"),
            allowed: words::count(agents, "line"),
        });
    }
    for (index, agent) in scenario.agents.iter().enumerate() {
        if agent.contract >= scenario.contracts.len() {
            found.push(Violation {
                agent: Some(index),
                day: 0,
                rule: "contract",
                found: format!("contract number {}", agent.contract + 1),
                allowed: format!("one of {}", words::count(scenario.contracts.len(), "contract")),
            });
        }
    }
}

use std::path::Path;

use crate::model::{Cause, Change, Scenario, WhatIf};

/// The usual what-ifs around a plan: contacts and handle times a tenth fewer and more, three points more sickness, one
/// point of service level more and less with the tiers of its penalties, and one agent less on each contract. Of a
/// plan of posts alone the last only.
pub fn around(scenario: &Scenario) -> Vec<WhatIf> {
    let mut what_ifs = match scenario.queues.is_empty() {
        true => Vec::new(),
        false => vec![
            what_if("Volume -10 %", &[("volume", "-10%")]),
            what_if("Volume +10 %", &[("volume", "+10%")]),
            what_if("Handle time -10 %", &[("aht", "-10%")]),
            what_if("Handle time +10 %", &[("aht", "+10%")]),
            what_if("Sickness +3 points", &[("shrinkage.sickness", "+3 points")]),
        ],
    };
    let targets = || scenario.queues.iter().map(|queue| &queue.target);
    if targets().any(|target| target.answered.is_some()) {
        let has_tiers = targets().any(|target| !target.penalties.is_empty());
        for points in ["-1 point", "+1 point"] {
            let tiers = has_tiers.then_some(("queue.*.sla.penalties.*.below", points));
            let changes: Vec<_> = [("queue.*.sla.answered", points)].into_iter().chain(tiers).collect();
            what_ifs.push(what_if(&format!("Service level {points}"), &changes));
        }
    }
    for (index, contract) in scenario.contracts.iter().enumerate() {
        let has_agents =
            scenario.agents.iter().any(|agent| scenario.contracts[agent.contract].id == contract.id);
        // Agents with rules of their own have a contract of their own under the same id.
        let is_first = scenario.contracts[..index].iter().all(|before| before.id != contract.id);
        if has_agents && is_first {
            let path = format!("agents.\"{}\"", contract.id);
            what_ifs.push(what_if(&format!("One {} less", contract.id), &[(&path, "-1")]));
        }
    }
    what_ifs
}

fn what_if(name: &str, changes: &[(&str, &str)]) -> WhatIf {
    let change = |&(path, value): &(&str, &str)| Change {
        path: path.to_owned(),
        value: toml::Value::String(value.to_owned()),
        file: Path::new("--around").to_owned(),
        line: 1,
        column: None,
        names: Vec::new(),
    };
    let cause = Cause { name: name.to_owned(), changes: changes.iter().map(change).collect() };
    WhatIf { name: name.to_owned(), causes: vec![cause] }
}

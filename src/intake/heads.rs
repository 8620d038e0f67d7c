use super::agent_row::AgentRow;
use super::agents::{Agents, References};
use super::change::HeadChange;
use super::faults::Faults;
use crate::model::Agent;

/// Adds agents like the last of their contract, or takes the last ones away.
pub(super) fn change(
    agents: &mut Agents,
    change: &HeadChange,
    references: &References<'_>,
    faults: &mut Faults,
) {
    let Some(contract) = references.contracts.iter().position(|draft| draft.contract.id == change.contract)
    else {
        return;
    };
    let skills = match &change.skills {
        Some(skills) => match references.skills.read(skills, &change.place, faults) {
            Some(skills) => Some(skills),
            None => return,
        },
        None => None,
    };
    let own = |index: usize| index.checked_sub(references.contracts.len());
    let named = |index: usize| own(index).map_or(index, |place| agents.own[place].named);
    let mut of_contract: Vec<usize> =
        (0..agents.list.len()).filter(|&agent| named(agents.list[agent].contract) == contract).collect();
    if change.by < 0 {
        if let Some(skills) = &skills {
            of_contract.retain(|&agent| agents.list[agent].skills == *skills);
        }
        let leave = change.by.unsigned_abs() as usize;
        if leave > of_contract.len() {
            let message = format!("there are fewer agents on contract `{}`", change.contract);
            let found = format!("{leave} of {}", of_contract.len());
            faults.error("too-few-agents", &change.place, message, found, "no more than there are");
            return;
        }
        for &agent in of_contract.iter().rev().take(leave) {
            agents.removed.insert(agents.list.remove(agent).id);
            agents.rows.remove(agent);
        }
        return;
    }
    let last = of_contract.last().map(|&agent| &agents.list[agent]);
    let Some(skills) = skills.or_else(|| last.map(|last| last.skills.clone())) else {
        let message = format!("nobody on contract `{}` says which skills to add", change.contract);
        let remedy = "{ add = 4, skills = \"nl-voice|mail\" }";
        faults.error("bad-change", &change.place, message, "", remedy);
        return;
    };
    let available = of_contract.last().map(|&agent| agents.rows[agent].available.clone());
    let row = AgentRow::added(&change.place, available.unwrap_or_default());
    let like = Agent {
        id: String::new(),
        name: String::new(),
        contract: last.map_or(contract, |last| last.contract),
        skills,
        from_day: None,
        until_day: None,
        week: last.and_then(|last| last.week),
        email: String::new(),
        time_zone: last.and_then(|last| last.time_zone),
        team: last.map_or(String::new(), |last| last.team.clone()),
        history: Vec::new(),
    };
    let mut number = 0;
    for _ in 0..change.by {
        let id = loop {
            number += 1;
            let id = format!("{}-new-{number}", change.contract);
            if agents.list.iter().all(|agent| agent.id != id) {
                break id;
            }
        };
        let name = format!("New {} {number}", change.contract);
        agents.list.push(Agent { id, name, ..like.clone() });
        agents.rows.push(row.clone());
    }
}

use serde::Serialize;

use crate::model::Burden;
use crate::plan::{AgentShare, Plan};
use crate::report::fairness::by_contract;

/// Who has what, contract by contract.
#[derive(Serialize)]
pub(super) struct ContractShares {
    title: String,
    rows: Vec<ShareRow>,
}

#[derive(Serialize)]
struct ShareRow {
    name: String,
    is_mean: bool,
    /// Hours, weekends, each burden, wishes granted.
    cells: Vec<String>,
}

/// What each agent has of burdens and wishes, under the mean of their contract.
pub(super) fn shares(plan: &Plan) -> Vec<ContractShares> {
    let of = |on: &crate::report::fairness::OnContract| {
        let mean = ShareRow { name: "Mean".to_owned(), is_mean: true, cells: mean(plan, &on.agents) };
        let row = |&agent: &usize| ShareRow {
            name: plan.scenario.agents[agent].name.clone(),
            is_mean: false,
            cells: cells(&plan.shares[agent], has_history(plan)),
        };
        let rows = std::iter::once(mean).chain(on.agents.iter().map(row)).collect();
        ContractShares { title: on.contract.to_owned(), rows }
    };
    by_contract(&plan.scenario).iter().map(of).collect()
}

/// Whether anybody had any burden before the plan.
pub(super) fn has_history(plan: &Plan) -> bool {
    plan.shares.iter().any(|share| share.before.iter().any(|&count| count > 0))
}

fn cells(share: &AgentShare, has_history: bool) -> Vec<String> {
    let mut cells = vec![format!("{:.1}", share.hours), share.weekends.to_string()];
    let count = |&burden: &Burden| match has_history {
        true => format!("{} ({})", share.of(burden), share.of(burden) + share.before[burden as usize]),
        false => share.of(burden).to_string(),
    };
    cells.extend(Burden::ALL.iter().map(count));
    cells.push(match share.wishes {
        0 => String::new(),
        wishes => format!("{} of {wishes}", share.granted),
    });
    cells
}

fn mean(plan: &Plan, agents: &[usize]) -> Vec<String> {
    let shares = || agents.iter().map(|&agent| &plan.shares[agent]);
    let mean = |of: &dyn Fn(&AgentShare) -> f64| {
        format!("{:.1}", shares().map(of).sum::<f64>() / agents.len() as f64)
    };
    let mut cells = vec![mean(&|share| share.hours), mean(&|share| f64::from(share.weekends))];
    cells.extend(Burden::ALL.iter().map(|&burden| mean(&|share| f64::from(share.of(burden)))));
    let wishes: u32 = shares().map(|share| share.wishes).sum();
    let granted: u32 = shares().map(|share| share.granted).sum();
    cells.push(if wishes == 0 { String::new() } else { format!("{granted} of {wishes}") });
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn with_a_history_burdens_are_told_with_it_too() {
        let mut plan = sample::plan();
        plan.shares[0].burdens = [2, 0, 0, 0];
        assert_eq!(shares(&plan)[0].rows[1].cells[2], "2");
        plan.shares[0].before = [3, 0, 0, 0];
        assert_eq!(shares(&plan)[0].rows[1].cells[2], "2 (5)");
    }
}

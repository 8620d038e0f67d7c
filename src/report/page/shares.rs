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
            cells: cells(&plan.shares[agent]),
        };
        let rows = std::iter::once(mean).chain(on.agents.iter().map(row)).collect();
        ContractShares { title: on.contract.to_owned(), rows }
    };
    by_contract(&plan.scenario).iter().map(of).collect()
}

fn cells(share: &AgentShare) -> Vec<String> {
    let mut cells = vec![format!("{:.1}", share.hours), share.weekends.to_string()];
    cells.extend(Burden::ALL.iter().map(|&burden| share.of(burden).to_string()));
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

use super::table::Table;
use super::words;
use crate::model::{Burden, Scenario};
use crate::plan::{AgentShare, Plan};

/// fairness.csv: a row for each agent with the burdens of the plan, those of the history, and wishes granted.
pub fn fairness_csv(scenario: &Scenario, shares: &[AgentShare]) -> String {
    let mut table = Table::new([
        "agent",
        "name",
        "contract",
        "hours",
        "weekends",
        "weekend_days",
        "evenings",
        "nights",
        "holidays",
        "wishes",
        "granted",
        "weekend_days_before",
        "evenings_before",
        "nights_before",
        "holidays_before",
    ]);
    for (agent, share) in scenario.agents.iter().zip(shares) {
        let contract = &scenario.contracts[agent.contract].id;
        table.text(&agent.id).text(&agent.name).text(contract).number(share.hours, 2).whole(share.weekends);
        for &count in &share.burdens {
            table.whole(count);
        }
        table.whole(share.wishes).whole(share.granted);
        for &count in &share.before {
            table.whole(count);
        }
        table.end_row();
    }
    table.into_text()
}

/// Those on a contract, with their shares; agents with rules of their own are on that of the same name.
pub(super) struct OnContract<'a> {
    pub contract: &'a str,
    /// Agents, as indices.
    pub agents: Vec<usize>,
}

/// The contracts that somebody is on, in the plan's order.
pub(super) fn by_contract(scenario: &Scenario) -> Vec<OnContract<'_>> {
    let mut found: Vec<OnContract<'_>> = Vec::new();
    for contract in scenario.contracts.iter().map(|contract| contract.id.as_str()) {
        let is_on_it = |&agent: &usize| scenario.contracts[scenario.agents[agent].contract].id == contract;
        let agents: Vec<usize> = (0..scenario.agents.len()).filter(is_on_it).collect();
        if !agents.is_empty() && found.iter().all(|known| known.contract != contract) {
            found.push(OnContract { contract, agents });
        }
    }
    found
}

/// What one of a burden is called, and several.
pub(super) fn burden_name(burden: Burden) -> (&'static str, &'static str) {
    match burden {
        Burden::WeekendDay => ("weekend day", "weekend days"),
        Burden::Evening => ("evening", "evenings"),
        Burden::Night => ("night", "nights"),
        Burden::Holiday => ("holiday", "holidays"),
    }
}

/// `full-time: weekend days 1 to 2 each, evenings 4 to 6` for each contract, of the burdens that have a price; and
/// `wishes: 83 % of 120 granted, least 50 % (Ann)`.
pub(super) fn fair_lines(plan: &Plan) -> Vec<String> {
    let scenario = &plan.scenario;
    let priced: Vec<Burden> =
        Burden::ALL.into_iter().filter(|&burden| scenario.fairness.price(burden).minor() > 0).collect();
    let line = |on: &OnContract| {
        let ranges = priced.iter().map(|&burden| {
            let shares = || on.agents.iter().map(|&agent| &plan.shares[agent]);
            let before = |share: &AgentShare| share.before[burden as usize];
            let counts = range(shares().map(|share| share.of(burden)));
            let name = burden_name(burden).1;
            match shares().any(|share| before(share) > 0) {
                true => {
                    let all = range(shares().map(|share| share.of(burden) + before(share)));
                    format!("{name} {counts} ({all} with the history)")
                }
                false => format!("{name} {counts}"),
            }
        });
        format!("{}: {} each", on.contract, ranges.collect::<Vec<_>>().join(", "))
    };
    let mut lines: Vec<String> = match priced.is_empty() {
        true => Vec::new(),
        false => by_contract(scenario).iter().map(line).collect(),
    };
    lines.extend(wishes_line(plan));
    lines
}

/// `1 to 2`, or `1` where all are.
fn range(counts: impl Iterator<Item = u32>) -> String {
    let counts: Vec<u32> = counts.collect();
    let (least, most) = (counts.iter().min().unwrap_or(&0), counts.iter().max().unwrap_or(&0));
    if least == most { least.to_string() } else { format!("{least} to {most}") }
}

fn wishes_line(plan: &Plan) -> Option<String> {
    let wishes: u32 = plan.shares.iter().map(|share| share.wishes).sum();
    let granted: u32 = plan.shares.iter().map(|share| share.granted).sum();
    let part = |share: &AgentShare| f64::from(share.granted) / f64::from(share.wishes);
    let wishing = plan.shares.iter().enumerate().filter(|(_, share)| share.wishes > 0);
    let (agent, least) = wishing.min_by(|one, other| part(one.1).total_cmp(&part(other.1)))?;
    let all =
        format!("wishes: {} of {wishes} granted", words::percent(f64::from(granted) / f64::from(wishes)));
    Some(match granted == wishes {
        true => all,
        false => {
            format!("{all}, least {} ({})", words::percent(part(least)), plan.scenario.agents[agent].name)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;
    use crate::units::Money;

    #[test]
    fn every_agent_has_a_row() {
        let plan = sample::plan();
        let csv = fairness_csv(&plan.scenario, &plan.shares);
        assert_eq!(csv.lines().count(), 1 + plan.scenario.agents.len());
        insta::assert_snapshot!(csv.lines().take(3).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn the_line_says_how_far_apart_they_are() {
        let mut plan = sample::plan();
        assert_eq!(fair_lines(&plan), Vec::<String>::new());
        plan.scenario.fairness.prices[Burden::Evening as usize] = Money::from_major(2.0);
        (plan.shares[0].burdens, plan.shares[1].burdens) = ([0, 4, 0, 0], [0, 6, 0, 0]);
        plan.shares[2].burdens = [0, 2, 0, 0];
        (plan.shares[0].wishes, plan.shares[0].granted) = (3, 3);
        (plan.shares[1].wishes, plan.shares[1].granted) = (2, 1);
        let lines = fair_lines(&plan);
        assert_eq!(lines[0], "full-time: evenings 4 to 6 each");
        plan.shares[1].before = [0, 3, 0, 0];
        assert_eq!(fair_lines(&plan)[0], "full-time: evenings 4 to 6 (4 to 9 with the history) each");
        assert_eq!(lines.last().unwrap(), "wishes: 80.0 % of 5 granted, least 50.0 % (=Bob)");
    }
}

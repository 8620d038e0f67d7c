use super::contracts::find_contract;
use super::document::{Node, Value};
use super::faults::Faults;
use super::forms;
use super::hiring::Known;
use super::section::Section;
use crate::model::{CrossTraining, WorkGroup};
use crate::units::Money;

const KEYS: [&str; 6] = ["contract", "from", "to", "cost", "training", "at_most"];

/// Reads what those there can learn.
pub(super) fn read(
    section: &Section<'_>,
    known: &Known<'_>,
    groups: &[WorkGroup],
    faults: &mut Faults,
) -> Vec<CrossTraining> {
    let nodes: &[Node] = match section.node("cross_training") {
        Some(Node { value: Value::List(items), .. }) => items,
        Some(node) => {
            let remedy =
                "a list of tables: [{ contract = \"full-time\", from = \"mail\", to = \"mail|chat\", ... }]";
            faults.error(
                "not-a-list",
                &node.place,
                "`cross_training` is a list of tables",
                node.value.written(),
                remedy,
            );
            &[]
        }
        None => &[],
    };
    nodes.iter().filter_map(|node| read_one(node, known, groups, faults)).collect()
}

fn read_one(
    node: &Node,
    known: &Known<'_>,
    groups: &[WorkGroup],
    faults: &mut Faults,
) -> Option<CrossTraining> {
    let course = Section::open("cross_training of hiring", node, &KEYS, faults)?;
    let contract = course.require("contract", &forms::TEXT, faults);
    let place = course.place_of("contract");
    let contract = contract.and_then(|id| find_contract(&id, known.contracts.iter(), place, faults));
    let side = |key: &str, faults: &mut Faults| {
        let text = course.require(key, &forms::SKILLS, faults)?;
        let skills = known.skills.read(&text, course.place_of(key), faults)?;
        let id = &known.contracts[contract?].id;
        let is_meant = |group: &WorkGroup| {
            known.contracts[group.contract].id == *id && group.skills.queues() == skills.queues()
        };
        let found = groups.iter().position(is_meant);
        if found.is_none() {
            let message = format!("nobody on contract `{id}` has just these skills");
            let remedy = "the contract and skills of some agent, or a row of the headcount with a count of 0";
            faults.error("nobody-alike", course.place_of(key), message, text, remedy);
        }
        found
    };
    let from = side("from", faults)?;
    let to = side("to", faults)?;
    let cost = course.read("cost", &forms::MONEY, faults).unwrap_or(Money::ZERO);
    let days = course.require("training", &forms::LEAD_DAYS, faults);
    let at_most = course.require("at_most", &forms::COUNT, faults);
    Some(CrossTraining { from, to, cost, days: days?, at_most: at_most? })
}

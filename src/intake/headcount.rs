use std::path::Path;

use super::assumed::Assumed;
use super::contracts::find_contract;
use super::faults::Faults;
use super::hiring::Known;
use super::table::{Column, Row, Rows};
use crate::model::{Agent, HireTerms, Skills, Tenured, WorkGroup};

const CONTRACT: usize = 0;
const SKILLS: usize = 1;
const TENURE: usize = 2;
const COUNT: usize = 3;

const COLUMNS: &[Column] = &[
    Column::required("contract"),
    Column::required("skills").or(&["queues"]),
    Column::optional("tenure").or(&["tenure_months"]),
    Column::required("count").or(&["heads", "headcount"]),
];

/// Months of tenure where nothing says so: past the first, when most leave.
const USUAL_TENURE: f64 = 24.0;

/// Reads who is there on the first day: people by contract, skills and months of tenure.
pub(super) fn read(
    path: &Path,
    known: &Known<'_>,
    terms: &dyn Fn(usize) -> Option<HireTerms>,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Vec<WorkGroup> {
    let needed =
        "a CSV file with the columns contract, skills, tenure and count; or no `headcount` in [hiring]";
    let Some(rows) = Rows::read(path, COLUMNS, needed, faults) else { return Vec::new() };
    if rows.is_empty() {
        let remedy = "a row for each contract, skills and tenure";
        faults.error("no-rows", rows.file(), "there are no heads", "only a header", remedy);
    }
    let mut groups = Vec::new();
    for row in rows.iter() {
        let contract =
            find_contract(row.text(CONTRACT), known.contracts.iter(), &row.place(CONTRACT), faults);
        let skills = known.skills.read(row.text(SKILLS), &row.place(SKILLS), faults);
        let months = tenure(&row, faults);
        let count = number(&row, COUNT, "bad-count", "this is no headcount", 100_000.0, faults);
        let (Some(contract), Some(skills), Some(months), Some(count)) = (contract, skills, months, count)
        else {
            continue;
        };
        let group = find(&mut groups, known, contract, &skills, terms);
        group.heads.push(Tenured { months, count });
    }
    if !rows.has(TENURE) {
        assumed.note("hiring: everybody there for two years, as no `tenure` is given");
    }
    groups
}

/// Those there as the agents' file has them, by the months since their `from`.
pub(super) fn of_agents(
    known: &Known<'_>,
    first_day: i32,
    terms: &dyn Fn(usize) -> Option<HireTerms>,
    assumed: &mut Assumed,
) -> Vec<WorkGroup> {
    let mut groups: Vec<WorkGroup> = Vec::new();
    let mut hours: Vec<(f64, f64)> = Vec::new();
    let is_there = |agent: &&Agent| agent.until_day.is_none_or(|until| until >= first_day);
    for agent in known.agents.iter().filter(is_there) {
        let contract = named(known, agent.contract);
        let group = find(&mut groups, known, contract, &agent.skills, terms);
        let months =
            agent.from_day.map_or(USUAL_TENURE, |from| f64::from((first_day - from).max(0)) * 12.0 / 365.25);
        match group.heads.iter_mut().find(|tenured| tenured.months == months) {
            Some(tenured) => tenured.count += 1.0,
            None => group.heads.push(Tenured { months, count: 1.0 }),
        }
        let week = agent.week.unwrap_or(known.contracts[agent.contract].week);
        let place = groups.iter().position(|group| is_of(group, contract, &agent.skills));
        let place = place.unwrap_or_default();
        hours.resize(groups.len(), (0.0, 0.0));
        hours[place].0 += week.min.hours();
        hours[place].1 += week.max.hours();
    }
    for (group, (least, most)) in groups.iter_mut().zip(hours) {
        let heads = group.present();
        group.week_hours = (least / heads, most / heads);
    }
    if known.agents.iter().any(|agent| agent.from_day.is_none()) {
        assumed.note("hiring: agents without `from` there for two years");
    }
    groups
}

/// The first contract of the same name: agents with rules of their own belong to it.
fn named(known: &Known<'_>, contract: usize) -> usize {
    let id = &known.contracts[contract].id;
    known.contracts.iter().position(|other| other.id == *id).unwrap_or(contract)
}

/// Whether people on a contract with such skills belong to a group: the months ahead know of queues alone.
fn is_of(group: &WorkGroup, contract: usize, skills: &Skills) -> bool {
    group.contract == contract && group.skills.queues() == skills.queues()
}

/// The group of a contract and skill set, made where there is none yet.
fn find<'g>(
    groups: &'g mut Vec<WorkGroup>,
    known: &Known<'_>,
    contract: usize,
    skills: &Skills,
    terms: &dyn Fn(usize) -> Option<HireTerms>,
) -> &'g mut WorkGroup {
    let place = groups.iter().position(|group| is_of(group, contract, skills));
    let place = place.unwrap_or_else(|| {
        let of = &known.contracts[contract];
        groups.push(WorkGroup {
            contract,
            skills: Skills::new(skills.queues().to_vec()),
            heads: Vec::new(),
            week_hours: (of.week.min.hours(), of.week.max.hours()),
            wage: of.wage_per_hour,
            hire: terms(contract),
        });
        groups.len() - 1
    });
    &mut groups[place]
}

fn tenure(row: &Row<'_>, faults: &mut Faults) -> Option<f64> {
    if row.get(TENURE).is_empty() {
        return Some(USUAL_TENURE);
    }
    number(row, TENURE, "bad-tenure", "these are no months of tenure", 720.0, faults)
}

fn number(
    row: &Row<'_>,
    column: usize,
    code: &'static str,
    message: &str,
    most: f64,
    faults: &mut Faults,
) -> Option<f64> {
    let number = row.number(column, faults)?;
    if !(0.0..=most).contains(&number) {
        let remedy = format!("a number from 0 to {most}");
        faults.error(code, &row.place(column), message, row.get(column), remedy);
        return None;
    }
    Some(number)
}

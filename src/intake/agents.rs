use std::collections::{HashMap, HashSet};
use std::path::Path;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::change::{Adjustments, HeadChange};
use super::contracts::ContractDraft;
use super::faults::{Faults, Place};
use super::forecast::complain_of_stamp;
use super::forms;
use super::general::zone_remedy;
use super::queues::QueueDraft;
use super::stamp;
use super::table::{Column, Row, Rows};
use crate::model::{Agent, Grid, Skills, Span};

const ID: usize = 0;
const NAME: usize = 1;
const CONTRACT: usize = 2;
const SKILLS: usize = 3;
const FROM: usize = 4;
const UNTIL: usize = 5;
const HOURS: usize = 6;
const EMAIL: usize = 7;
const ZONE: usize = 8;

const COLUMNS: &[Column] = &[
    Column::required("id").or(&["agent", "agent_id"]),
    Column::optional("name"),
    Column::required("contract"),
    Column::required("skills").or(&["queues"]),
    Column::optional("from"),
    Column::optional("until"),
    Column::optional("hours_per_week"),
    Column::optional("email"),
    Column::optional("time_zone"),
];

/// The agents, and where each stands.
#[derive(Default)]
pub(super) struct Agents {
    pub list: Vec<Agent>,
    /// Each agent's line, at the column of their hours.
    pub hours_places: Vec<Place>,
    /// Agents a what-if took away: rows of other files may still name them.
    pub removed: HashSet<String>,
    index: HashMap<String, usize>,
}

impl Agents {
    /// The agent with an id; a fault where there is none, nothing where a what-if took them away.
    pub fn find(&self, id: &str, place: &Place, faults: &mut Faults) -> Option<usize> {
        let found = self.index.get(id).copied();
        if found.is_none() && !self.removed.contains(id) {
            let known = self.list.iter().map(|agent| agent.id.as_str());
            faults.unknown("unknown-agent", place, "no agent has this id", id, known);
        }
        found
    }

    /// The agents of a scenario.
    pub fn of(list: &[Agent]) -> Self {
        let mut agents = Agents { list: list.to_vec(), ..Agents::default() };
        agents.rebuild_index();
        agents
    }

    fn rebuild_index(&mut self) {
        self.index = self.list.iter().enumerate().map(|(index, agent)| (agent.id.clone(), index)).collect();
    }
}

/// What the rows of agents refer to.
pub(super) struct References<'a> {
    pub queues: &'a [QueueDraft],
    pub contracts: &'a [ContractDraft],
    pub grid: &'a Grid,
}

impl References<'_> {
    fn contract(&self, id: &str, place: &Place, faults: &mut Faults) -> Option<usize> {
        let found = self.contracts.iter().position(|draft| draft.contract.id == id);
        if found.is_none() {
            let known = self.contracts.iter().map(|draft| draft.contract.id.as_str());
            faults.unknown("unknown-contract", place, "no contract of the plan has this id", id, known);
        }
        found
    }

    fn skills(&self, text: &str, place: &Place, faults: &mut Faults) -> Option<Skills> {
        let mut found = Vec::new();
        let mut are_all_known = true;
        for skill in text.split('|').map(str::trim).filter(|skill| !skill.is_empty()) {
            match self.queues.iter().position(|queue| queue.id == skill) {
                Some(queue) => found.push(queue),
                None => {
                    are_all_known = false;
                    let known = self.queues.iter().map(|queue| queue.id.as_str());
                    faults.unknown(
                        "unknown-skill",
                        place,
                        "skills are ids of queues; none has this",
                        skill,
                        known,
                    );
                }
            }
        }
        are_all_known.then(|| Skills::new(found))
    }
}

/// Reads the agents and applies the changes to headcount.
pub(super) fn read(
    path: &Path,
    references: &References<'_>,
    adjustments: &Adjustments,
    faults: &mut Faults,
) -> Agents {
    let mut agents = Agents::default();
    let needed = "a CSV file with the columns id, name, contract and skills; `agents` in the plan names it";
    let Some(rows) = Rows::read(path, COLUMNS, needed, faults) else {
        faults.silence(&["unknown-agent"]);
        return agents;
    };
    if rows.is_empty() {
        faults.error("no-rows", rows.file(), "there are no agents", "only a header", "a row for each agent");
    }
    let mut lines: HashMap<&str, usize> = HashMap::new();
    for row in rows.iter() {
        let id = row.text(ID);
        if let Some(first) = lines.insert(id, row.line()) {
            let message = format!("two agents have the same id; the other is on line {first}");
            faults.error("duplicate-agent", &row.place(ID), message, id, "an id for each agent");
            continue;
        }
        match read_one(&row, references, faults) {
            Some(agent) => {
                agents.list.push(agent);
                agents.hours_places.push(row.place(HOURS));
            }
            None => faults.mark_unreadable(id),
        }
    }
    for change in &adjustments.heads {
        change_heads(&mut agents, change, references, faults);
    }
    agents.rebuild_index();
    agents
}

fn read_one(row: &Row<'_>, references: &References<'_>, faults: &mut Faults) -> Option<Agent> {
    let id = row.text(ID);
    if !forms::is_id(id) {
        faults.error("bad-id", &row.place(ID), "an agent needs an id", id, forms::ID.remedy);
        return None;
    }
    let contract = references.contract(row.text(CONTRACT), &row.place(CONTRACT), faults);
    let skills = references.skills(row.text(SKILLS), &row.place(SKILLS), faults);
    if skills.as_ref().is_some_and(|skills| skills.queues().is_empty()) {
        let message = format!("agent `{id}` has no skills: only posts can be given to them");
        let remedy = "ids of queues joined by `|`";
        faults.warn("no-skills", &row.place(SKILLS), message, "", remedy);
    }
    let (from, until) = (read_date(row, FROM, faults), read_date(row, UNTIL, faults));
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        let message = format!("agent `{id}` leaves before they come");
        let found = format!("from {from} until {until}");
        faults.error(
            "contradicting-dates",
            &row.place(UNTIL),
            message,
            found,
            "`until` no earlier than `from`",
        );
    }
    let day = |date: Option<NaiveDate>| date.map(|date| references.grid.day_of(date));
    let name = row.text(NAME);
    Some(Agent {
        id: id.to_owned(),
        name: if name.is_empty() { id } else { name }.to_owned(),
        from_day: day(from),
        until_day: day(until),
        week: read_hours(row, faults),
        email: row.text(EMAIL).to_owned(),
        time_zone: read_zone(row, faults),
        history: Vec::new(),
        contract: contract?,
        skills: skills?,
    })
}

fn read_date(row: &Row<'_>, column: usize, faults: &mut Faults) -> Option<NaiveDate> {
    let text = row.get(column);
    if text.is_empty() {
        return None;
    }
    stamp::date(text).map_err(|why| complain_of_stamp(&why, &row.place(column), text, faults)).ok()
}

fn read_hours(row: &Row<'_>, faults: &mut Faults) -> Option<Span> {
    let text = row.get(HOURS);
    if text.is_empty() {
        return None;
    }
    let span = forms::hours_span(text).filter(|span| span.min <= span.max && span.min.hours() <= 168.0);
    if span.is_none() {
        let message = "these are no hours of a week";
        faults.error(
            "bad-hours",
            &row.place(HOURS),
            message,
            text,
            "hours like 32, 24-32 or 36h-40h, the least first",
        );
    }
    span
}

fn read_zone(row: &Row<'_>, faults: &mut Faults) -> Option<Tz> {
    let text = row.get(ZONE);
    if text.is_empty() {
        return None;
    }
    let zone = text.parse().ok();
    if zone.is_none() {
        faults.error(
            "unknown-time-zone",
            &row.place(ZONE),
            "no time zone has this name",
            text,
            zone_remedy(text),
        );
    }
    zone
}

/// Adds agents like the last of their contract, or takes the last ones away.
fn change_heads(agents: &mut Agents, change: &HeadChange, references: &References<'_>, faults: &mut Faults) {
    let Some(contract) = references.contracts.iter().position(|draft| draft.contract.id == change.contract)
    else {
        return;
    };
    let skills = match &change.skills {
        Some(skills) => match references.skills(skills, &change.place, faults) {
            Some(skills) => Some(skills),
            None => return,
        },
        None => None,
    };
    let mut of_contract: Vec<usize> =
        (0..agents.list.len()).filter(|&agent| agents.list[agent].contract == contract).collect();
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
            agents.hours_places.remove(agent);
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
    let like = Agent {
        id: String::new(),
        name: String::new(),
        contract,
        skills,
        from_day: None,
        until_day: None,
        week: last.and_then(|last| last.week),
        email: String::new(),
        time_zone: last.and_then(|last| last.time_zone),
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
        agents.hours_places.push(change.place.clone());
    }
}

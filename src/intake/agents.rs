use std::collections::{HashMap, HashSet};
use std::path::Path;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::agent_row::AgentRow;
use super::change::Adjustments;
use super::consistency::templates_of;
use super::contracts::{ContractDraft, find_contract};
use super::faults::{Faults, Place};
use super::forecast::complain_of_stamp;
use super::forms;
use super::general::zone_remedy;
use super::heads;
use super::own_rules::{self, OwnContract};
use super::shifts::ShiftDraft;
use super::skills::SkillNames;
use super::stamp;
use super::table::{Column, Row, Rows};
use crate::model::{Agent, Grid, ShiftTemplate, Skills, Span};

pub(super) const ID: usize = 0;
const NAME: usize = 1;
const CONTRACT: usize = 2;
const SKILLS: usize = 3;
const FROM: usize = 4;
const UNTIL: usize = 5;
pub(super) const HOURS: usize = 6;
const EMAIL: usize = 7;
const ZONE: usize = 8;
pub(super) const AVAILABLE: usize = 18;
const TEAM: usize = 35;

const COLUMNS: &[Column] = &columns(Column::required("skills"));
/// Nobody needs skills where there are no queues and no shift asks for any.
const WITHOUT_QUEUES: &[Column] = &columns(Column::optional("skills"));

const fn columns(skills: Column) -> [Column; 39] {
    [
        Column::required("id").or(&["agent", "agent_id"]),
        Column::optional("name"),
        Column::required("contract"),
        skills.or(&["queues"]),
        Column::optional("from"),
        Column::optional("until"),
        Column::optional("hours_per_week"),
        Column::optional("email"),
        Column::optional("time_zone"),
        // Rules of their own, in the order of `own_rules`.
        Column::optional("hours_in_plan"),
        Column::optional("min_rest"),
        Column::optional("max_days_per_week"),
        Column::optional("max_consecutive_days"),
        Column::optional("min_consecutive_days"),
        Column::optional("min_consecutive_days_off"),
        Column::optional("max_weekends"),
        Column::optional("complete_weekends"),
        Column::optional("max_shifts"),
        Column::optional("available"),
        // Further rules of their own.
        Column::optional("min_days_off_per_week"),
        Column::optional("max_hours_per_day"),
        Column::optional("max_consecutive_nights"),
        Column::optional("forward_rotation"),
        Column::optional("min_shifts"),
        Column::optional("weekly_rest"),
        Column::optional("hours_per_month"),
        Column::optional("average_hours"),
        Column::optional("min_hours_per_day"),
        Column::optional("max_hours_per_night"),
        Column::optional("earliest"),
        Column::optional("latest"),
        Column::optional("start_band"),
        Column::optional("one_start_per_week"),
        Column::optional("days_off_together"),
        Column::optional("law"),
        Column::optional("team"),
        Column::optional("min_consecutive_nights"),
        Column::optional("max_consecutive_days_off"),
        Column::optional("not_followed_by"),
    ]
}

/// The agents, and their rows.
#[derive(Default)]
pub(super) struct Agents {
    pub list: Vec<Agent>,
    /// The row of each.
    pub rows: Vec<AgentRow>,
    /// Contracts of agents with rules of their own; their indices come after those of the plan's contracts.
    pub own: Vec<OwnContract>,
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
    pub skills: SkillNames<'a>,
    /// Whether there are queues that skills are for.
    pub has_queues: bool,
    pub contracts: &'a [ContractDraft],
    pub shifts: &'a [ShiftDraft],
    pub grid: &'a Grid,
}

/// Reads the agents and applies the changes to headcount.
pub(super) fn read(
    path: &Path,
    references: &References<'_>,
    adjustments: &Adjustments,
    faults: &mut Faults,
) -> Agents {
    let mut agents = Agents::default();
    let (columns, needed) = match references.has_queues {
        true => (
            COLUMNS,
            "a CSV file with the columns id, name, contract and skills; `agents` in the plan names it",
        ),
        false => (
            WITHOUT_QUEUES,
            "a CSV file with the columns id, name and contract; `agents` in the plan names it",
        ),
    };
    let Some(rows) = Rows::read(path, columns, needed, faults) else {
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
        let beside = AgentRow::read(&row, faults);
        match read_one(&row, references, &mut agents.own, faults) {
            Some(agent) => {
                agents.list.push(agent);
                agents.rows.push(beside);
            }
            None => {
                faults.mark_unreadable(id);
                faults.silence(&["nobody-skilled"]);
            }
        }
    }
    for change in &adjustments.heads {
        heads::change(&mut agents, change, references, faults);
    }
    agents.rebuild_index();
    agents
}

fn read_one(
    row: &Row<'_>,
    references: &References<'_>,
    own: &mut Vec<OwnContract>,
    faults: &mut Faults,
) -> Option<Agent> {
    let id = row.text(ID);
    if !forms::is_id(id) {
        faults.error("bad-id", &row.place(ID), "an agent needs an id", id, forms::ID.remedy);
        return None;
    }
    let contracts = references.contracts.iter().map(|draft| &draft.contract);
    let contract = find_contract(row.text(CONTRACT), contracts, &row.place(CONTRACT), faults);
    let skills = references.skills.read(row.text(SKILLS), &row.place(SKILLS), faults);
    if let (Some(named), Some(skills)) = (contract, &skills) {
        check_use(row, named, skills, references, faults);
    }
    let contract = contract.map(|named| with_own_rules(row, named, references, own, faults));
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
        team: row.get(TEAM).to_owned(),
        history: Vec::new(),
        contract: contract?,
        skills: skills?,
    })
}

/// Somebody whose skills are of no use is worth knowing.
fn check_use(row: &Row<'_>, named: usize, skills: &Skills, references: &References<'_>, faults: &mut Faults) {
    let (id, place) = (row.text(ID), row.place(SKILLS));
    let templates = templates_of(named, references.shifts);
    let is_open = |template: &&ShiftTemplate| skills.include(&template.skills);
    if !templates.is_empty() && !templates.iter().any(is_open) {
        let message = format!("agent `{id}` has not the skills that any shift of theirs asks for");
        let remedy = "skills of a shift, joined by `|`, or a shift that asks for none";
        faults.warn("no-skills", &place, message, row.text(SKILLS), remedy);
    } else if references.has_queues && skills.queues().is_empty() {
        let message = format!("agent `{id}` has no skill for a queue: only posts can be given to them");
        faults.warn("no-skills", &place, message, row.text(SKILLS), "ids of queues joined by `|`");
    }
}

/// The contract of an agent, as an index: the one named, or that with their own rules.
fn with_own_rules(
    row: &Row<'_>,
    named: usize,
    references: &References<'_>,
    own: &mut Vec<OwnContract>,
    faults: &mut Faults,
) -> usize {
    let contract = &references.contracts[named].contract;
    let Some(contract) = own_rules::read(row, contract, references.shifts, faults) else { return named };
    let same = own.iter().position(|known| known.named == named && known.contract == contract);
    let index = same.unwrap_or_else(|| {
        own.push(OwnContract { named, contract });
        own.len() - 1
    });
    references.contracts.len() + index
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

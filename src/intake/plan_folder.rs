use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::agents::{self, Agents, References};
use super::assumed::Assumed;
use super::change::{self, Adjustments};
use super::contracts::{self, ContractDraft};
use super::document::{self, Node};
use super::faults::{Faults, counted};
use super::forms;
use super::general::{self, General};
use super::hiring::Known;
use super::queues::{self, QueueDraft};
use super::requests::{self, RequestDraft};
use super::roster_file::{Kinds, RosterRow};
use super::section::Section;
use super::settled::{self, Settled};
use super::shifts::{self, ShiftDraft};
use super::skills::SkillNames;
use super::{
    availability, consistency, fairness, forecast, hiring, links, partial, posts, roster_file, text_file,
};
use crate::error::{Error, Fault, Result};
use crate::model::{
    Change, Channel, Contract, Demand, Grid, Line, Post, Queue, Roster, Scenario, Shrinkage, Workforce,
};
use crate::units::{Minutes, Money};

/// A plan as read: what it says, and what is worth knowing about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// What the plan says.
    pub scenario: Scenario,
    /// The months ahead, where the plan has a `[hiring]`.
    pub workforce: Option<Workforce>,
    /// What is odd in the files, but does not hinder.
    pub warnings: Vec<Fault>,
    /// What the plan leaves open and callboard therefore assumes, a sentence each.
    pub assumed: Vec<String>,
    /// The folder of the plan's files.
    pub folder: PathBuf,
}

/// Reads a plan: `path` is its folder, or its plan.toml. The changes of a what-if are applied first.
///
/// # Errors
///
/// [`Error::Input`] with every fault found, warnings included, if any of them makes the plan unusable.
pub fn read(path: &Path, changes: &[Change]) -> Result<Read> {
    let (folder, file) = if path.is_dir() {
        (path.to_owned(), path.join("plan.toml"))
    } else {
        (path.parent().unwrap_or(Path::new("")).to_owned(), path.to_owned())
    };
    let mut faults = Faults::default();
    let mut assumed = Assumed::default();
    let scenario =
        text_file::read(&file, "a plan: a folder with a plan.toml", &mut faults).and_then(|text| {
            let mut plan = document::parse(&file, &text, &mut faults);
            if faults.has_errors() {
                return None;
            }
            let adjustments = change::apply(&mut plan, changes, &mut faults);
            read_plan(&plan, &folder, &adjustments, &mut assumed, &mut faults)
        });
    match scenario {
        Some((scenario, workforce)) if !faults.has_errors() => {
            Ok(Read { scenario, workforce, warnings: faults.sorted(), assumed: assumed.sentences(), folder })
        }
        _ => Err(Error::Input(faults.sorted())),
    }
}

/// What the plan file itself says, before the other files are read.
struct Draft {
    general: General,
    shrinkage: Shrinkage,
    queues: Vec<QueueDraft>,
    shifts: Vec<ShiftDraft>,
    contracts: Vec<ContractDraft>,
}

fn read_plan(
    plan: &Node,
    folder: &Path,
    adjustments: &Adjustments,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Option<(Scenario, Option<Workforce>)> {
    let section = Section::open("the plan", plan, &general::KEYS, faults)?;
    let mut draft = read_draft(&section, assumed, faults);
    let wages = draft.contracts.iter().map(|draft| draft.contract.wage_per_hour);
    let prices = general::read_prices(&section, wages.max().unwrap_or(Money::ZERO), assumed, faults);
    let forecast_error = section.read("forecast_error", &forms::VARIATION, faults).unwrap_or(0.0);
    let sharing = fairness::read(&section, draft.general.grid.as_deref(), faults);
    let teams = fairness::read_teams(&section, faults);
    let grid = Arc::clone(draft.general.grid.as_ref()?);
    let files = Files { section: &section, folder };
    let has_posts_alone = queues::are_posts_alone(&section);
    let demands = match has_posts_alone {
        true => Some(Vec::new()),
        false => files
            .path("forecast", true, faults)
            .and_then(|path| forecast::read(&path, &draft.queues, &grid, adjustments, faults)),
    };
    let People { agents, contracts, mut requests, posts } =
        read_people(&files, &mut draft, &grid, adjustments, faults);
    let known = Known {
        queues: draft.queues.iter().map(|queue| queue.id.as_str()).collect(),
        skills: SkillNames::of(&draft.queues, &draft.shifts),
        contracts: &contracts,
        agents: &agents.list,
        demands: demands.as_deref(),
        grid: &grid,
        shortage_hour: prices.shortage_hour,
    };
    let workforce = match has_posts_alone {
        true => None,
        false => hiring::read(&files, &known, assumed, faults),
    };
    fairness::check_teams(&teams, &agents, faults);
    if faults.has_errors() {
        return None;
    }
    if sharing.has_equal_say {
        fairness::share_say(&mut requests, &grid, agents.list.len());
    }
    let queues = join_queues(draft.queues, demands?);
    partial::note(&queues, &grid, assumed);
    let scenario = Scenario {
        name: draft.general.name,
        currency: draft.general.currency,
        grid,
        queues,
        shrinkage: draft.shrinkage,
        shifts: draft.shifts.into_iter().map(|draft| draft.template).collect(),
        contracts,
        agents: agents.list,
        requests: requests.into_iter().map(|draft| draft.request).collect(),
        posts,
        prices,
        most_on_break: teams.map(|(most, _)| most),
        fairness: sharing.fairness,
        forecast_error,
    };
    Some((scenario, workforce))
}

fn read_draft(section: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> Draft {
    let general = general::read(section, assumed, faults);
    let interval = general.grid.as_ref().map_or(Minutes::new(1), |grid| grid.interval());
    let shrinkage = match queues::are_posts_alone(section) {
        true => {
            complain_of_contacts(section, faults);
            Shrinkage::default()
        }
        false => general::read_shrinkage(section, assumed, faults),
    };
    let queues = queues::read(section, general.zone, assumed, faults);
    let mut shifts = shifts::read(section, interval, assumed, faults);
    let mut contracts = contracts::read(section, assumed, faults);
    consistency::check_ids("queue", queues.iter().map(|draft| (draft.id.as_str(), &draft.id_place)), faults);
    consistency::check_ids(
        "shift",
        shifts.iter().map(|draft| (draft.template.id.as_str(), &draft.place)),
        faults,
    );
    let ids = contracts.iter().map(|draft| (draft.contract.id.as_str(), &draft.place));
    consistency::check_ids("contract", ids, faults);
    links::link(&mut shifts, &mut contracts, &queues, faults);
    consistency::check_contracts(&contracts, &shifts, general.grid.as_deref(), faults);
    Draft { general, shrinkage, queues, shifts, contracts }
}

/// What is said of contacts and of who takes them, by its key.
const OF_CONTACTS: [&str; 4] = ["forecast", "forecast_error", "shrinkage", "hiring"];

/// Names what means nothing without queues.
fn complain_of_contacts(section: &Section<'_>, faults: &mut Faults) {
    for (key, node) in OF_CONTACTS.iter().filter_map(|key| Some((key, section.node(key)?))) {
        let found = node.value.written();
        if node.is_changed {
            let message = format!("`{key}` changes nothing: the plan has no queues");
            let remedy = "a change to agents, contracts, shifts or posts; or a table [[queue]] in the plan";
            faults.error("unknown-path", &node.place, message, found, remedy);
        } else {
            let message = format!("`{key}` is ignored: the plan has no queues");
            let remedy = "leave it out, or a table [[queue]] for each stream of contacts";
            faults.warn("ignored-key", &node.place, message, found, remedy);
        }
    }
}

/// The other files that a plan names.
pub(super) struct Files<'a> {
    pub section: &'a Section<'a>,
    pub folder: &'a Path,
}

impl Files<'_> {
    /// The path of the file a key names: relative to the plan's folder. A needed one is `KEY.csv` unless named.
    fn path(&self, key: &str, is_needed: bool, faults: &mut Faults) -> Option<PathBuf> {
        match self.section.read(key, &forms::TEXT, faults) {
            Some(name) => Some(self.folder.join(name)),
            None if is_needed && !self.section.has(key) => Some(self.folder.join(format!("{key}.csv"))),
            None => None,
        }
    }
}

/// Who works, and what was asked or settled for them.
struct People {
    agents: Agents,
    /// The plan's contracts, and those of agents with rules of their own.
    contracts: Vec<Contract>,
    requests: Vec<RequestDraft>,
    posts: Vec<Post>,
}

fn read_people(
    files: &Files<'_>,
    draft: &mut Draft,
    grid: &Grid,
    adjustments: &Adjustments,
    faults: &mut Faults,
) -> People {
    let skills = SkillNames::of(&draft.queues, &draft.shifts);
    let are_posts_all = queues::are_posts_alone(files.section);
    let references = References {
        skills,
        has_queues: !are_posts_all,
        contracts: &draft.contracts,
        shifts: &draft.shifts,
        grid,
    };
    let mut agents = files
        .path("agents", true, faults)
        .map(|path| agents::read(&path, &references, adjustments, faults))
        .unwrap_or_default();
    let named = draft.contracts.len();
    links::admit_own(&mut draft.shifts, named, &agents.own);
    let contracts: Vec<Contract> = draft.contracts.iter().map(|draft| draft.contract.clone()).collect();
    let contracts = [contracts, agents.own.iter().map(|own| own.contract.clone()).collect()].concat();
    consistency::check_agents(&agents, &contracts, named, &draft.shifts, grid, faults);
    availability::check(&agents, &contracts, &draft.shifts, grid, faults);
    consistency::check_skills(&draft.queues, &draft.shifts, &agents, faults);
    let mut requests = availability::requests(&agents, grid);
    if let Some(path) = files.path("requests", false, faults) {
        requests.extend(requests::read(&path, &agents, &draft.shifts, grid, faults));
    }
    let posts = files
        .path("posts", false, faults)
        .map(|path| posts::read(&path, are_posts_all, &draft.shifts, grid, faults))
        .unwrap_or_default();
    if let Some(path) = files.path("history", false, faults) {
        read_history(&path, &mut agents, &draft.shifts, grid, faults);
    }
    let settled =
        Settled { requests: &requests, agents: &agents, shifts: &draft.shifts, contracts: &contracts, grid };
    settled::check(&settled, faults);
    People { agents, contracts, requests, posts }
}

/// Gives agents the shifts they worked before the plan's first day.
fn read_history(path: &Path, agents: &mut Agents, shifts: &[ShiftDraft], grid: &Grid, faults: &mut Faults) {
    let templates: Vec<_> = shifts.iter().map(|draft| draft.template.clone()).collect();
    let needed = "a CSV file like a roster, with the shifts before the plan; or no `history` in the plan";
    let find = |id: &str, place: &_, faults: &mut Faults| agents.find(id, place, faults);
    let kinds = Kinds { templates: &templates, must_be_known: false };
    let rows = roster_file::read(path, needed, grid, kinds, find, faults);
    let (before, later): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.shift.day < 0);
    for row in before {
        agents.list[row.agent].history.push(row.shift);
    }
    let first = later.iter().min_by_key(|row| row.place.line);
    if let Some(RosterRow { place, shift, .. }) = first {
        let begin = counted(later.len(), "shift of the history begins", "shifts of the history begin");
        let message = begin + " within the plan or after it";
        let found = format!("{}; the plan begins on {}", grid.date(shift.day), grid.first_day());
        let remedy = "shifts before the plan's first day; fixed shifts of the plan are requests";
        faults.error("history-in-plan", place, message, found, remedy);
    }
}

/// Joins the queues with what the forecast says of them. Immediate work goes before deferred work, in the order of
/// the plan, unless a priority is given.
fn join_queues(drafts: Vec<QueueDraft>, demands: Vec<Demand>) -> Vec<Queue> {
    let count = drafts.len() as u32;
    let join = |(order, (draft, demand)): (usize, (QueueDraft, Demand))| Queue {
        priority: draft.priority.unwrap_or(match draft.channel {
            Channel::Email | Channel::Callback => count + 1 + order as u32,
            Channel::Voice | Channel::Chat => 1 + order as u32,
        }),
        id: draft.id,
        client: draft.client,
        market: draft.market,
        channel: draft.channel,
        time_zone: draft.time_zone,
        patience: draft.patience,
        concurrency: draft.concurrency,
        minimum_agents: draft.minimum_agents,
        behaviour: draft.behaviour,
        target: draft.target,
        demand,
    };
    drafts.into_iter().zip(demands).enumerate().map(join).collect()
}

/// Reads a roster, one that `plan` wrote or one edited in a spreadsheet: a line of work for each agent of the
/// scenario, and what is odd in the file. Rules broken are the audit's business, not a fault.
///
/// Needed are the columns `agent`, `start` and `end`; `breaks` and `shift` are used where they are there. A shift
/// of no named kind is of the first kind it fits. A break is paid where its kind of shift says so.
///
/// # Errors
///
/// [`Error::Input`] with every fault, where a row cannot be read or names an agent the plan does not have.
pub fn read_roster(scenario: &Scenario, path: &Path) -> Result<(Roster, Vec<Fault>)> {
    let mut faults = Faults::default();
    let agents = Agents::of(&scenario.agents);
    let find = |id: &str, place: &_, faults: &mut Faults| agents.find(id, place, faults);
    let grid = &scenario.grid;
    let needed = "a roster: a CSV file with the columns agent, start and end";
    let kinds = Kinds { templates: &scenario.shifts, must_be_known: false };
    let rows = roster_file::read(path, needed, grid, kinds, find, &mut faults);
    let mut roster = Roster { lines: vec![Line::default(); scenario.agents.len()] };
    let mut outside = 0;
    for row in rows {
        if (0..grid.days() as i32).contains(&row.shift.day) {
            roster.lines[row.agent].shifts.push(row.shift);
        } else {
            outside += 1;
        }
    }
    if outside > 0 {
        let message = counted(outside, "shift begins", "shifts begin") + " outside the plan's days: ignored";
        let found = format!("the plan has {} from {}", counted(grid.days(), "day", "days"), grid.first_day());
        let place = super::faults::Place::file(path);
        if roster.shifts().next().is_none() {
            faults.error(
                "outside-plan",
                &place,
                "no shift begins on a day of the plan",
                found,
                "the plan's roster",
            );
        } else {
            faults.warn("outside-plan", &place, message, found, "nothing, or the roster of these days");
        }
    }
    if faults.has_errors() { Err(Error::Input(faults.sorted())) } else { Ok((roster, faults.sorted())) }
}

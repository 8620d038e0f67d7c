use std::collections::BTreeMap;

use super::arrivals::UnitHandleTime;
use super::options::HandleTime;
use super::presence::{Absence, Duty, absences, duties};
use super::streams;
use crate::model::{Queue, Return, Roster, Scenario, Skills};

/// What every replication shares: who can do what, who is there when, what comes in.
pub(super) struct Centre<'a> {
    pub scenario: &'a Scenario,
    pub queues: Vec<Desk<'a>>,
    pub groups: Vec<Group>,
    /// The group of each agent.
    pub group_of: Vec<usize>,
    pub duties: Vec<Duty>,
    /// What keeps agents from their shifts.
    pub absences: Vec<Absence>,
    /// The length of an interval in seconds.
    pub interval: f64,
    /// The end of the plan in seconds.
    pub end: f64,
}

/// A queue as the simulation needs it.
pub(super) struct Desk<'a> {
    pub queue: &'a Queue,
    /// The key of its random numbers.
    pub key: u64,
    pub is_deferred: bool,
    pub handle_time: UnitHandleTime,
    /// The mean patience in seconds; without end where nobody hangs up.
    pub patience: f64,
    /// An exponential number of mean 1 is below this as often as a contact does not wait at all.
    pub balks_below: f64,
    /// Who did not get through calls again, who was not helped comes back.
    pub redial: Option<Return>,
    pub repeat: Option<Return>,
    /// Contacts the lines hold.
    pub lines: Option<u32>,
    /// The largest share of their time for which agents take up deferred work.
    pub most_busy: f64,
    /// How many contacts an agent holds at once.
    pub slots: u32,
    /// The seconds within which a contact counts as in time; without end where nothing is promised.
    pub within: f64,
    /// The seconds within which all deferred work has to be done.
    pub deadline: f64,
    /// Whether any of its agents may be at deferred work.
    pub may_interrupt: bool,
    /// The groups with its skill in tiers, those with the fewest skills first.
    pub tiers: Vec<Vec<usize>>,
}

/// Agents with the same skills.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Queues answered at once, highest priority first.
    pub immediate: Vec<usize>,
    /// Queues of deferred work.
    pub deferred: Vec<usize>,
}

impl Group {
    /// How many skills its agents have.
    pub fn skills(&self) -> usize {
        self.immediate.len() + self.deferred.len()
    }
}

impl<'a> Centre<'a> {
    /// The centre that a roster makes of a scenario.
    pub fn open(scenario: &'a Scenario, roster: &Roster, handle_time: HandleTime) -> Self {
        let (groups, group_of) = groups(scenario);
        let desk = |(index, queue)| Desk::new(queue, &groups, index, handle_time);
        Centre {
            scenario,
            queues: scenario.queues.iter().enumerate().map(desk).collect(),
            duties: duties(scenario, roster),
            absences: absences(&scenario.shrinkage),
            groups,
            group_of,
            interval: f64::from(scenario.grid.interval().get()) * 60.0,
            end: f64::from(scenario.grid.end().get()) * 60.0,
        }
    }

    /// The number of intervals.
    pub fn intervals(&self) -> usize {
        self.scenario.grid.len()
    }
}

impl<'a> Desk<'a> {
    fn new(queue: &'a Queue, groups: &[Group], index: usize, handle_time: HandleTime) -> Self {
        let tiers = tiers(groups, index);
        let is_deferred = queue.is_deferred();
        let patience = queue.patience.filter(|_| !is_deferred);
        let balk = if is_deferred { 0.0 } else { queue.behaviour.balk.get() };
        Desk {
            queue,
            key: streams::key(&queue.id),
            is_deferred,
            handle_time: UnitHandleTime::new(handle_time, queue.behaviour.aht_variation),
            patience: patience.map_or(f64::INFINITY, |patience| patience.get()),
            balks_below: -(-balk).ln_1p(),
            redial: queue.behaviour.redial,
            repeat: queue.behaviour.repeat,
            lines: queue.behaviour.lines.filter(|_| !is_deferred),
            most_busy: queue.target.occupancy_cap().map_or(1.0, |cap| cap.get()),
            slots: if is_deferred { 1 } else { queue.concurrency.max(1) },
            within: queue.target.in_time().map_or(f64::INFINITY, |within| within.get()),
            deadline: queue.target.deadline_of_all().map_or(f64::INFINITY, |deadline| deadline.get()),
            may_interrupt: tiers.iter().flatten().any(|&group| !groups[group].deferred.is_empty()),
            tiers,
        }
    }
}

/// The sets of skills there are, and each agent's.
fn groups(scenario: &Scenario) -> (Vec<Group>, Vec<usize>) {
    let mut known: BTreeMap<&Skills, usize> = BTreeMap::new();
    let mut groups = Vec::new();
    let mut group_of = Vec::with_capacity(scenario.agents.len());
    for agent in &scenario.agents {
        let group = *known.entry(&agent.skills).or_insert_with(|| {
            groups.push(group(scenario, &agent.skills));
            groups.len() - 1
        });
        group_of.push(group);
    }
    (groups, group_of)
}

fn group(scenario: &Scenario, skills: &Skills) -> Group {
    let queues = &scenario.queues;
    let known = skills.queues().iter().copied().filter(|&queue| queue < queues.len());
    let (deferred, mut immediate): (Vec<_>, Vec<_>) = known.partition(|&queue| queues[queue].is_deferred());
    immediate.sort_by_key(|&queue| queues[queue].priority);
    Group { immediate, deferred }
}

fn tiers(groups: &[Group], queue: usize) -> Vec<Vec<usize>> {
    let mut tiers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        if group.immediate.contains(&queue) || group.deferred.contains(&queue) {
            tiers.entry(group.skills()).or_default().push(index);
        }
    }
    tiers.into_values().collect()
}

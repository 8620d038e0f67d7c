use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::model::{Agent, Need, Requirement, Scenario, Skills};

/// The share of the price of a person short that is put on the reserve for sickness and lateness: whoever is
/// needed in seat comes first.
const RESERVE: f64 = 0.2;
/// The share that is put on whom an interval may lack: below its floor is worse, so that what is short spreads.
const SPARE: f64 = 0.6;

/// What is to be covered, and which presence can cover it.
pub(super) struct Cover {
    /// The distinct skill sets of agents and hires.
    pub skill_sets: Vec<Skills>,
    /// Immediate queues.
    pub queues: Vec<QueueCover>,
    /// Queues whose work may wait.
    pub deferred: Vec<DeferredCover>,
    /// The price of an agent short for an interval.
    pub short_price: f64,
    /// The same for whom an interval may lack, and for the reserve.
    pub spare_price: f64,
    pub reserve_price: f64,
    /// Hours in an interval.
    pub hours: f64,
    /// The share of an interval that everyone's presence is a multiple of.
    pub unit: f64,
    /// By interval.
    pub intervals: Vec<IntervalCover>,
}

/// The need of a queue that answers at once, by interval.
pub(super) struct QueueCover {
    pub queue: usize,
    /// People in seat whom the interval must have, and with those it may lack.
    pub must: Vec<f64>,
    pub net: Vec<f64>,
    /// The same with the reserve for shrinkage.
    pub gross: Vec<f64>,
}

/// The work of a queue that may wait, in hours of rostered time, as running totals to the end of each interval.
pub(super) struct DeferredCover {
    pub queue: usize,
    pub arrived: Vec<f64>,
    pub due: Vec<f64>,
    pub is_open: Vec<bool>,
}

/// Which skill sets can cover what in an interval. Skill sets that differ only in queues nobody needs now are one
/// class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct IntervalCover {
    /// The places in `Cover::queues` of those that need someone.
    pub queues: Vec<usize>,
    /// The places in `Cover::deferred` of those that may be worked on.
    pub deferred: Vec<usize>,
    pub classes: Vec<SkillClass>,
    /// Queues all of whose agents may also do a deferred work: agents go on from the one to the other without
    /// their class being named, as nobody gets there who could not.
    pub onward: Vec<(usize, usize)>,
    /// The class of each skill set; nothing for one that serves none of the queues.
    pub class_of: Vec<Option<usize>>,
}

/// What presence of a class can serve in an interval.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SkillClass {
    /// Places in `Cover::queues`.
    pub queues: Vec<usize>,
    /// Places in `Cover::deferred`.
    pub deferred: Vec<usize>,
    /// Those of `deferred` that it does not reach onward from one of its queues.
    pub apart: Vec<usize>,
}

/// Where the presence of a class goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// All of it to one queue.
    Queue(usize),
    /// All of it to one deferred work.
    Deferred(usize),
    /// It is shared.
    Shared,
}

impl SkillClass {
    /// Where its presence goes.
    pub fn way(&self) -> Way {
        match (self.queues.as_slice(), self.apart.as_slice()) {
            (&[queue], []) => Way::Queue(queue),
            ([], &[work]) => Way::Deferred(work),
            _ => Way::Shared,
        }
    }
}

impl Cover {
    pub fn new(scenario: &Scenario, requirements: &[Requirement]) -> Self {
        let mut cover = Cover {
            skill_sets: skill_sets(scenario),
            queues: Vec::new(),
            deferred: Vec::new(),
            hours: scenario.grid.interval().hours(),
            short_price: scenario.prices.shortage_hour.major() * scenario.grid.interval().hours(),
            spare_price: 0.0,
            reserve_price: 0.0,
            unit: 1.0,
            intervals: Vec::new(),
        };
        cover.spare_price = cover.short_price * SPARE;
        cover.reserve_price = cover.short_price * RESERVE;
        let present = scenario.shrinkage.present().max(1e-6);
        let must = |need: &Need| need.agents.as_f64() - need.spare.as_f64();
        for requirement in requirements {
            match &requirement.deferred {
                None => cover.queues.push(QueueCover {
                    queue: requirement.queue,
                    must: requirement.needs.iter().map(must).collect(),
                    net: requirement.needs.iter().map(|need| need.agents.as_f64()).collect(),
                    gross: requirement.needs.iter().map(|need| need.agents.as_f64() / present).collect(),
                }),
                Some(work) => {
                    let rostered = 60.0 * work.occupancy.get().max(0.01) * present;
                    let hours = |minutes: &f64| minutes / rostered;
                    cover.deferred.push(DeferredCover {
                        queue: requirement.queue,
                        arrived: work.arrived.iter().map(hours).collect(),
                        due: work.due.iter().map(hours).collect(),
                        is_open: scenario.queues[requirement.queue].demand.open.values().to_vec(),
                    });
                }
            }
        }
        cover.intervals = (0..scenario.grid.len()).map(|interval| cover.interval(interval)).collect();
        cover
    }

    /// The place of a skill set among the distinct ones.
    pub fn skill_set(&self, skills: &Skills) -> usize {
        self.skill_sets.binary_search(skills).unwrap_or_default()
    }

    fn interval(&self, interval: usize) -> IntervalCover {
        let queues: Vec<usize> =
            (0..self.queues.len()).filter(|&queue| self.queues[queue].gross[interval] > 0.0).collect();
        let deferred: Vec<usize> =
            (0..self.deferred.len()).filter(|&work| self.deferred[work].is_open[interval]).collect();
        let mut places: BTreeMap<(Vec<usize>, Vec<usize>), usize> = BTreeMap::new();
        let mut classes = Vec::new();
        let class_of = self.skill_sets.iter().map(|skills| {
            let serves: Vec<usize> =
                queues.iter().copied().filter(|&queue| skills.contains(self.queues[queue].queue)).collect();
            let works: Vec<usize> =
                deferred.iter().copied().filter(|&work| skills.contains(self.deferred[work].queue)).collect();
            if serves.is_empty() && works.is_empty() {
                return None;
            }
            Some(*places.entry((serves.clone(), works.clone())).or_insert_with(|| {
                classes.push(SkillClass { queues: serves, apart: works.clone(), deferred: works });
                classes.len() - 1
            }))
        });
        let class_of = class_of.collect();
        let onward = onward(&queues, &deferred, &classes);
        for class in &mut classes {
            let queues = &class.queues;
            class.apart.retain(|&work| !queues.iter().any(|&queue| onward.contains(&(queue, work))));
        }
        IntervalCover { queues, deferred, classes, onward, class_of }
    }

    /// The running totals of deferred work before an interval: what is due, and what arrived.
    pub fn deferred_before(&self, work: usize, interval: usize) -> (f64, f64) {
        match interval.checked_sub(1) {
            None => (0.0, 0.0),
            Some(before) => (self.deferred[work].due[before], self.deferred[work].arrived[before]),
        }
    }
}

/// The queues with the deferred works that everyone on them may do.
fn onward(queues: &[usize], deferred: &[usize], classes: &[SkillClass]) -> Vec<(usize, usize)> {
    let may_all = |queue: usize, work: usize| {
        let mut serving = classes.iter().filter(|class| class.queues.contains(&queue)).peekable();
        serving.peek().is_some() && serving.all(|class| class.deferred.contains(&work))
    };
    let pairs = queues.iter().flat_map(|&queue| deferred.iter().map(move |&work| (queue, work)));
    pairs.filter(|&(queue, work)| may_all(queue, work)).collect()
}

/// The distinct skill sets of agents and hires, ascending.
fn skill_sets(scenario: &Scenario) -> Vec<Skills> {
    let agents = scenario.agents.iter().map(|agent| agent.skills.clone());
    let hires = kinds_of_hire(scenario).into_iter().map(|(_, skills)| skills);
    let sets: BTreeSet<Skills> = agents.chain(hires).collect();
    sets.into_iter().collect()
}

/// Every hireable contract with every skill set that someone on it has, and with what a shift asks for beside.
pub(super) fn kinds_of_hire(scenario: &Scenario) -> BTreeSet<(usize, Skills)> {
    let is_hireable = |agent: &&Agent| scenario.contracts[agent.contract].hireable.is_some();
    let known: BTreeSet<(usize, &Skills)> =
        scenario.agents.iter().filter(is_hireable).map(|agent| (agent.contract, &agent.skills)).collect();
    let asked = |contract: usize| scenario.shifts.iter().filter(move |shift| shift.is_for(contract));
    let more = known.iter().flat_map(|&(contract, skills)| {
        asked(contract).map(move |shift| (contract, skills.with(&shift.skills)))
    });
    let as_known = known.iter().map(|&(contract, skills)| (contract, skills.clone()));
    as_known.chain(more).collect()
}

/// Presence of each skill set in each interval of a range, skill set by skill set.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Presence {
    pub intervals: Range<usize>,
    of: Vec<Vec<f64>>,
}

impl Presence {
    pub fn none(skill_sets: usize, intervals: Range<usize>) -> Self {
        Presence { of: vec![vec![0.0; intervals.len()]; skill_sets], intervals }
    }

    pub fn add(&mut self, skill_set: usize, presence: &[(usize, f64)]) {
        for &(interval, share) in presence {
            if self.intervals.contains(&interval) {
                self.of[skill_set][interval - self.intervals.start] += share;
            }
        }
    }

    pub fn at(&self, skill_set: usize, interval: usize) -> f64 {
        self.of[skill_set][interval - self.intervals.start]
    }
}

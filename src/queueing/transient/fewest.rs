//! The fewest agents that hold in every interval, by exact analysis.
//!
//! From a start that is nearly right, such as the modified offered load's: where an interval misses its targets, agents
//! are added until it does not; then period by period one agent after the other is let go as long as every interval
//! still meets every target. As fewer agents anywhere help nowhere, a period that could not spare one never can later.
//! A trial replays from the interval before to where the distribution joins the one known.

use super::super::targets::{Limit, Limits, Targets};
use super::fate::Fate;
use super::passed::Passed;
use super::pool::Pool;
use super::state::State;
use super::stretch::Stretch;
use super::walk::Walk;

/// Distributions whose chances differ by no more than this in all are the same.
const SAME: f64 = 1e-10;
/// Agents added beyond the double of the start's, before a target counts as out of reach.
const MOST_ADDED: u32 = 20;

/// What is measured and what is staffed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spans {
    /// Stretches in an interval, over which targets hold.
    pub interval: usize,
    /// Stretches in a period, a whole number of intervals, over which agents stay the same.
    pub period: usize,
}

/// The fewest agents found.
#[derive(Debug, Clone, PartialEq)]
pub struct Fewest {
    /// Agents of each period.
    pub agents: Vec<u32>,
    /// For each period what one agent fewer would miss, in it or later; nothing where they are the least allowed.
    pub driven_by: Vec<Limits>,
    /// What they give in each interval.
    pub passed: Vec<Passed>,
    /// Intervals that miss a target whatever is tried.
    pub missing: Vec<usize>,
}

impl Pool {
    /// The fewest agents, period by period, with which every interval meets every target, beginning with the agents of
    /// the stretches; at least `least` in each period, and one where contacts come in.
    ///
    /// No period can spare an agent then; whether more agents in one period could save more in another is not tried.
    /// Targets the stretches' agents are far from take long.
    pub fn fewest(
        &self,
        start: &State,
        stretches: &[Stretch],
        spans: Spans,
        targets: &Targets,
        least: &[u32],
    ) -> Fewest {
        let mut search = Search::new(self, start, stretches, spans, targets);
        let periods = stretches.len().div_ceil(spans.period);
        let mut driven_by = vec![Limits::default(); periods];
        let least: Vec<u32> = (0..periods).map(|period| search.least(period, least)).collect();
        for (period, &least) in least.iter().enumerate() {
            search.raise(period, least);
        }
        for (period, &least) in least.iter().enumerate() {
            driven_by[period] = search.descend(period, least);
        }
        Fewest {
            agents: (0..periods).map(|period| search.agents(period)).collect(),
            driven_by,
            passed: search.passed,
            missing: (0..search.is_excused.len()).filter(|&interval| search.is_excused[interval]).collect(),
        }
    }
}

/// The agents so far, and what they give.
struct Search<'a> {
    pool: &'a Pool,
    targets: &'a Targets,
    spans: Spans,
    stretches: Vec<Stretch>,
    /// By interval: the state at its start, the fate of those waiting then, what happened in it.
    states: Vec<State>,
    fates: Vec<Option<Fate>>,
    passed: Vec<Passed>,
    /// By interval: whether its targets are out of reach.
    is_excused: Vec<bool>,
}

/// Some intervals replayed.
struct Replay {
    from: usize,
    /// The states at the starts of the intervals after each.
    states: Vec<State>,
    fates: Vec<Option<Fate>>,
    passed: Vec<Passed>,
}

impl<'a> Search<'a> {
    fn new(pool: &'a Pool, start: &State, stretches: &[Stretch], spans: Spans, targets: &'a Targets) -> Self {
        let intervals = stretches.len().div_ceil(spans.interval);
        let mut search = Search {
            pool,
            targets,
            spans,
            stretches: stretches.to_vec(),
            states: vec![start.clone(); intervals + 1],
            fates: vec![None; intervals + 1],
            passed: vec![Passed::default(); intervals],
            is_excused: vec![true; intervals],
        };
        if let Ok(replay) = search.replay(0, intervals) {
            search.accept(replay);
        }
        search.is_excused.fill(false);
        search
    }

    fn agents(&self, period: usize) -> u32 {
        self.stretches[period * self.spans.period].agents
    }

    fn set_agents(&mut self, period: usize, agents: u32) {
        let end = ((period + 1) * self.spans.period).min(self.stretches.len());
        for stretch in &mut self.stretches[period * self.spans.period..end] {
            stretch.agents = agents;
        }
    }

    /// The intervals of a period.
    fn intervals(&self, period: usize) -> std::ops::Range<usize> {
        let each = self.spans.period / self.spans.interval;
        period * each..((period + 1) * each).min(self.passed.len())
    }

    fn least(&self, period: usize, least: &[u32]) -> u32 {
        let is_called = self.passed[self.intervals(period)].iter().any(|passed| passed.offered > 0.0);
        least.get(period).copied().unwrap_or(0).max(u32::from(is_called))
    }

    /// Adds agents to a period until it has the least and its intervals meet their targets.
    fn raise(&mut self, period: usize, least: u32) {
        let most = 2 * self.agents(period).max(least) + MOST_ADDED;
        let before = self.agents(period);
        let mut agents = before.max(least);
        loop {
            let misses = |search: &Self| {
                search.intervals(period).any(|interval| !search.missed(&search.passed[interval]).is_empty())
            };
            if agents == self.agents(period) && !misses(self) {
                return;
            }
            if agents == self.agents(period) {
                agents += 1;
            }
            if agents > most {
                break;
            }
            self.change(period, agents);
        }
        // Out of reach: as before, and not asked again.
        self.change(period, before.max(least));
        for interval in self.intervals(period) {
            self.is_excused[interval] = !self.missed(&self.passed[interval]).is_empty();
        }
    }

    /// Sets a period's agents whatever it does.
    fn change(&mut self, period: usize, agents: u32) {
        let excused = std::mem::replace(&mut self.is_excused, vec![true; self.passed.len()]);
        self.set_agents(period, agents);
        if let Ok(replay) = self.replay_around(period) {
            self.accept(replay);
        }
        self.is_excused = excused;
    }

    /// Lets agents of a period go one by one, unless its targets are out of reach; says what the last to go would have
    /// missed.
    fn descend(&mut self, period: usize, least: u32) -> Limits {
        let is_out_of_reach = self.intervals(period).any(|interval| self.is_excused[interval]);
        while self.agents(period) > least && !is_out_of_reach {
            let agents = self.agents(period);
            self.set_agents(period, agents - 1);
            match self.replay_around(period) {
                Ok(replay) => self.accept(replay),
                Err(missed) => {
                    self.set_agents(period, agents);
                    return missed;
                }
            }
        }
        Limits::default()
    }

    fn replay_around(&self, period: usize) -> Result<Replay, Limits> {
        let intervals = self.intervals(period);
        self.replay(intervals.start.saturating_sub(1), intervals.end)
    }

    /// Replays from an interval until after `through`, where the state is as known before; or says what is missed.
    fn replay(&self, from: usize, through: usize) -> Result<Replay, Limits> {
        let mut state = self.states[from].clone();
        let mut replay = Replay { from, states: Vec::new(), fates: Vec::new(), passed: Vec::new() };
        let mut walks: Vec<Walk> = Vec::new();
        for interval in from..self.passed.len() {
            let first = walks.len();
            let range = self.stretches_of(interval);
            walks.extend(range.clone().map(|index| self.pool.walk(&mut state, &self.stretches, index)));
            self.check_early(interval, &walks[first..], range.start)?;
            let is_same = interval + 1 >= through && is_same(&state, &self.states[interval + 1]);
            replay.states.push(state.clone());
            if is_same {
                break;
            }
        }
        self.look_back(&mut replay, &walks)?;
        Ok(replay)
    }

    fn stretches_of(&self, interval: usize) -> std::ops::Range<usize> {
        let first = interval * self.spans.interval;
        first..(first + self.spans.interval).min(self.stretches.len())
    }

    /// What can be said of an interval before what comes after it is known: the answers by the deadline and how busy
    /// agents are.
    fn check_early(&self, interval: usize, walks: &[Walk], first: usize) -> Result<(), Limits> {
        if self.is_excused[interval] {
            return Ok(());
        }
        let passed = |(place, walk)| self.pool.look_back(walk, &self.stretches, first + place, None).0;
        let passed: Passed = walks.iter().enumerate().map(passed).sum();
        let early = [Limit::ServiceLevel, Limit::Occupancy];
        let is_early = |limit: &Limit| {
            early.contains(limit) && !(*limit == Limit::ServiceLevel && self.targets.counts_answered())
        };
        match self.missed(&passed).iter().find(is_early) {
            Some(limit) => Err(Limits::only(limit)),
            None => Ok(()),
        }
    }

    /// Goes back over a replay: what became of its contacts.
    fn look_back(&self, replay: &mut Replay, walks: &[Walk]) -> Result<(), Limits> {
        let end = replay.from + replay.states.len();
        let mut after = self.fates[end].clone();
        for interval in (replay.from..end).rev() {
            let mut sum = Passed::default();
            for index in self.stretches_of(interval).rev() {
                let walk = &walks[index - replay.from * self.spans.interval];
                let (passed, fate) = self.pool.look_back(walk, &self.stretches, index, after.as_ref());
                sum += passed;
                after = Some(fate);
            }
            let missed = self.missed(&sum);
            if !missed.is_empty() && !self.is_excused[interval] {
                return Err(missed);
            }
            replay.passed.push(sum);
            replay.fates.push(after.clone());
        }
        replay.passed.reverse();
        replay.fates.reverse();
        Ok(())
    }

    fn accept(&mut self, replay: Replay) {
        let count = replay.states.len();
        let from = replay.from;
        self.states.splice(from + 1..from + 1 + count, replay.states);
        self.fates.splice(from..from + count, replay.fates);
        self.passed.splice(from..from + count, replay.passed);
    }

    fn missed(&self, passed: &Passed) -> Limits {
        self.targets.missed_in(passed)
    }
}

fn is_same(one: &State, other: &State) -> bool {
    let range = one.first.min(other.first)..one.end().max(other.end());
    range.map(|contacts| (one.chance(contacts) - other.chance(contacts)).abs()).sum::<f64>() < SAME
}

//! Trials: some intervals replayed with other agents.

use std::ops::Range;

use super::super::targets::{Limit, Limits, Targets};
use super::fate::Fate;
use super::fewest::Spans;
use super::passed::Passed;
use super::pool::Pool;
use super::state::State;
use super::stretch::Stretch;
use super::walk::Walk;

/// Distributions whose chances differ by no more than this in all are the same.
const SAME: f64 = 1e-10;

/// The agents so far, and what they give.
pub(super) struct Search<'a> {
    pool: &'a Pool,
    targets: &'a Targets,
    pub spans: Spans,
    stretches: Vec<Stretch>,
    /// By interval: the state at its start, the fate of those waiting then, what happened in it.
    states: Vec<State>,
    fates: Vec<Option<Fate>>,
    pub passed: Vec<Passed>,
    /// By interval: whether its targets are out of reach.
    pub is_excused: Vec<bool>,
}

/// Some intervals replayed.
pub(super) struct Replay {
    from: usize,
    /// The states at the starts of the intervals after each.
    states: Vec<State>,
    fates: Vec<Option<Fate>>,
    passed: Vec<Passed>,
}

impl<'a> Search<'a> {
    pub fn new(
        pool: &'a Pool,
        start: &State,
        stretches: &[Stretch],
        spans: Spans,
        targets: &'a Targets,
    ) -> Self {
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
        if let Ok(replay) = search.replay(0, intervals, 0) {
            search.accept(replay);
        }
        search.is_excused.fill(false);
        search
    }

    pub fn agents(&self, period: usize) -> u32 {
        self.stretches[period * self.spans.period].agents
    }

    pub fn set_agents(&mut self, period: usize, agents: u32) {
        let end = ((period + 1) * self.spans.period).min(self.stretches.len());
        for stretch in &mut self.stretches[period * self.spans.period..end] {
            stretch.agents = agents;
        }
    }

    /// The intervals of a period.
    pub fn intervals(&self, period: usize) -> Range<usize> {
        let each = self.spans.period / self.spans.interval;
        period * each..((period + 1) * each).min(self.passed.len())
    }

    /// Replays from an interval until after `through`, where the state is as known before or so many intervals `ahead`;
    /// or says what is missed.
    pub fn replay(&self, from: usize, through: usize, ahead: usize) -> Result<Replay, Limits> {
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
            if is_same || interval + 1 >= through.saturating_add(ahead) {
                break;
            }
        }
        self.look_back(&mut replay, &walks)?;
        Ok(replay)
    }

    fn stretches_of(&self, interval: usize) -> Range<usize> {
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

    pub fn accept(&mut self, replay: Replay) {
        let count = replay.states.len();
        let from = replay.from;
        self.states.splice(from + 1..from + 1 + count, replay.states);
        self.fates.splice(from..from + count, replay.fates);
        self.passed.splice(from..from + count, replay.passed);
    }

    pub fn missed(&self, passed: &Passed) -> Limits {
        self.targets.missed_in(passed)
    }
}

fn is_same(one: &State, other: &State) -> bool {
    let range = one.first.min(other.first)..one.end().max(other.end());
    range.map(|contacts| (one.chance(contacts) - other.chance(contacts)).abs()).sum::<f64>() < SAME
}

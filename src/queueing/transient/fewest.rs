//! The fewest agents that hold in every interval, by exact analysis.
//!
//! From a start that is nearly right, such as the modified offered load's: where an interval misses its targets, agents
//! are added until it does not. Then period by period in their order as many agents as the last could spare are let go at
//! once, then one more or one fewer, down to the fewest with which every interval from the one before to a few after
//! still meets every target. As fewer agents anywhere help nowhere, a period that could not spare one never can later. What
//! comes long after a period is looked at when its own turn comes, and all of it once more at the end.
//!
//! Going forwards is no shortcut: on the days of the textbook table with 10 erlangs, going backwards leaves more agents;
//! on those of 10 and 40 erlangs with contacts of an hour, where backlog lasts longest, one agent more in one period
//! nowhere lets two go in those around it.

use super::super::targets::{Limits, Targets};
use super::passed::Passed;
use super::pool::Pool;
use super::state::State;
use super::stretch::Stretch;
use super::trial::Search;

/// Intervals after a period that a trial looks at.
const AHEAD: usize = 2;
/// Rounds in which intervals are mended that what came much later spoiled.
const ROUNDS: usize = 3;
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
        let mut spared = 0;
        for (period, &least) in least.iter().enumerate() {
            let before = search.agents(period);
            driven_by[period] = search.settle(period, least, spared);
            spared = before.saturating_sub(search.agents(period));
        }
        search.mend(&least);
        Fewest {
            agents: (0..periods).map(|period| search.agents(period)).collect(),
            driven_by,
            passed: search.passed,
            missing: (0..search.is_excused.len()).filter(|&interval| search.is_excused[interval]).collect(),
        }
    }
}

impl Search<'_> {
    /// Finds the fewest agents of a period, beginning with so many fewer than it has, unless its targets are out of reach;
    /// says what one fewer would miss.
    fn settle(&mut self, period: usize, least: u32, spared: u32) -> Limits {
        // Targets out of reach keep whom they have.
        if self.intervals(period).any(|interval| self.is_excused[interval]) {
            self.change(period, self.agents(period));
            return Limits::default();
        }
        let before = self.agents(period).max(least);
        let mut agents = before.saturating_sub(spared).max(least);
        let mut missed = self.attempt(period, agents).err();
        if missed.is_none() {
            while missed.is_none() && agents > least {
                agents -= 1;
                missed = self.attempt(period, agents).err();
            }
            return missed.unwrap_or_default();
        }
        while agents < before {
            agents += 1;
            match self.attempt(period, agents) {
                Ok(()) => return missed.unwrap_or_default(),
                Err(limits) => missed = Some(limits),
            }
        }
        // What comes later misses even with all of them; that has its own turn.
        self.change(period, before);
        self.raise(period, before);
        missed.unwrap_or_default()
    }

    /// Sets a period's agents if every interval around it then meets its targets, or says what one misses.
    fn attempt(&mut self, period: usize, agents: u32) -> Result<(), Limits> {
        let before = self.agents(period);
        self.set_agents(period, agents);
        let intervals = self.intervals(period);
        match self.replay(intervals.start.saturating_sub(1), intervals.end, AHEAD) {
            Ok(replay) => self.accept(replay),
            Err(missed) => {
                self.set_agents(period, before);
                return Err(missed);
            }
        }
        Ok(())
    }

    /// Looks at all of it once more, and adds agents where an interval misses after all.
    fn mend(&mut self, least: &[u32]) {
        for _ in 0..ROUNDS {
            let excused = std::mem::replace(&mut self.is_excused, vec![true; self.passed.len()]);
            if let Ok(replay) = self.replay(0, self.passed.len(), 0) {
                self.accept(replay);
            }
            self.is_excused = excused;
            let misses = |interval: &usize| {
                !self.is_excused[*interval] && !self.missed(&self.passed[*interval]).is_empty()
            };
            let Some(interval) = (0..self.passed.len()).find(misses) else { return };
            let period = interval * self.spans.interval / self.spans.period;
            (period..least.len()).for_each(|period| self.raise(period, least[period]));
        }
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
        let intervals = self.intervals(period);
        if let Ok(replay) = self.replay(intervals.start.saturating_sub(1), intervals.end, usize::MAX) {
            self.accept(replay);
        }
        self.is_excused = excused;
    }
}

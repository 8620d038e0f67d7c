//! Intervals measured one by one: more agents than the promise needs, where they save more in penalties than they cost.

use super::odds::{Odds, log_odds};
use crate::model::{Need, PeriodService, Queue, Requirement, Series};
use crate::staffing;
use crate::units::Agents;

/// How many agents more at once are looked at: the first few may save little by themselves.
const STEPS: u32 = 3;
/// Agents are added only where they save so much more than they cost, as a share of that: the draw knows no better.
const CLEARLY: f64 = 0.1;

/// What an interval's safety is weighed with.
pub(super) struct Weighed<'a> {
    pub queue: &'a Queue,
    /// What was measured of each interval in which contacts come in.
    pub periods: &'a [PeriodService],
    /// How many agents more those of an interval are worth.
    pub offsets: &'a Series<f64>,
    /// Agents on the last roster who came.
    pub present: &'a dyn Fn(usize) -> f64,
    /// Wages for an agent in seat through an interval.
    pub wage: f64,
}

impl Weighed<'_> {
    /// What is asked, with those agents more that are worth their wages by the penalties they save.
    ///
    /// They are spare: an interval may lack them, as its promise is kept without. The penalty expected of N agents is that
    /// measured, times what Phi((tier - share(N)) / deviation) changes by, in log odds: how widely an interval's share
    /// varies stays as it was measured.
    pub fn safer(&self, asked: &Requirement) -> Requirement {
        let mut needs = asked.needs.clone();
        for period in self.periods.iter().filter(|period| period.expected_penalty.major() > 0.0) {
            let need = &mut needs.values_mut()[period.span.first];
            let more = self.more(need, period);
            need.agents = Agents::new(need.agents.get() + more);
            need.spare = Agents::new(need.spare.get() + more);
        }
        Requirement { needs, ..asked.clone() }
    }

    /// How many more agents of an interval pay.
    fn more(&self, need: &Need, period: &PeriodService) -> u32 {
        let odds = Odds::of(period);
        let interval = period.span.first;
        let there = (self.present)(interval);
        let asked = need.agents.as_f64();
        let now = odds.penalty(0.0, &self.queue.target);
        let level = |agents: f64| staffing::share_in_time(self.queue, need, agents + self.offsets[interval]);
        let Some(base) = level(there).filter(|_| now > 0.0) else { return 0 };
        let penalty = |more: u32| {
            let share = level(asked + f64::from(more)).unwrap_or(base);
            let higher = (log_odds(share) - log_odds(base)) / odds.deviation;
            period.expected_penalty.major() * odds.penalty(higher, &self.queue.target) / now
        };
        let cost = |more: u32| penalty(more) + self.wage * (1.0 + CLEARLY) * f64::from(more);
        let mut best = 0;
        while let Some(next) = (best + 1..=best + STEPS).find(|&more| cost(more) < cost(best)) {
            best = next;
        }
        best
    }
}

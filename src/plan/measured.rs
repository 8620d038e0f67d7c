//! What a roster gives, as both judges of service see it.

use std::sync::Arc;

use super::promise::CONFIDENCE;
use super::{Verdict, judge_service, own_pools};
use crate::model::{
    Measure, Period, PeriodService, QueueService, Roster, Scenario, Series, Service, Target, Watch,
};
use crate::simulation::{Days, Played, SimulationOptions};

/// What an exact measure may lie beyond its limit: the error of the arithmetic.
const EXACT: f64 = 1e-9;
/// The standard errors by which a simulated share of an interval is uncertain, and how much larger than of independent
/// contacts the error of a share is: those who wait at once wait together.
const STANDARD_ERRORS: f64 = 2.0;
const TOGETHER: f64 = 2.0;
/// What a share in time below what is promised weighs, beside the chance to keep the promise: a tenth as half a promise.
/// Where there is no chance it tells better from worse.
const SHARE_BELOW: f64 = 5.0;
/// What it weighs that a promise does not hold at all, however little it lacks: promises are kept first.
const NOT_HELD: f64 = 0.05;
/// So many intervals that miss weigh as much as a promise that is broken for sure.
const INTERVALS_OF_A_PROMISE: f64 = 16.0;

/// The service of a roster: simulated, and for queues with a pool of their own, interval by interval, exact.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    pub service: Service,
    /// By queue; nothing where its agents also serve others.
    pub exact: Vec<Option<Series<Measure>>>,
    verdicts: Vec<Verdict>,
    played: Arc<Played>,
}

impl Measured {
    /// Measures a roster by both judges, on random days that may be known from other rosters.
    pub fn of(
        scenario: &Scenario,
        roster: &Roster,
        (days, options): (&Days, &SimulationOptions),
        watch: &dyn Watch,
    ) -> Self {
        let (service, played) = days.simulate(scenario, roster, options, watch);
        let exact = own_pools::measure(scenario, roster);
        Measured { verdicts: judge_service(scenario, &service), service, exact, played: Arc::new(played) }
    }

    /// The same roster by as many replications as the options want, going on from those it was measured by.
    pub fn further(
        self,
        scenario: &Scenario,
        roster: &Roster,
        (days, options): (&Days, &SimulationOptions),
        watch: &dyn Watch,
    ) -> Self {
        let before = Arc::unwrap_or_clone(self.played);
        let (service, played) = days.go_on((scenario, roster), Some(before), options, watch);
        let verdicts = judge_service(scenario, &service);
        Measured { service, exact: self.exact, verdicts, played: Arc::new(played) }
    }

    /// The share in time of an interval, and how far the true one may lie from it; nothing where nobody called.
    ///
    /// An exact measure is taken as far as the draw of the simulation allows it: what analysis leaves out (the shape of
    /// handle times, agents relieved while they finish what they have in hand) shows there.
    pub fn share(&self, queue: usize, interval: usize) -> Option<(f64, f64)> {
        let measure = &self.service.queues[queue].intervals[interval];
        let drawn = (measure.offered * self.service.replications as f64).max(1.0);
        let share = measure.service_level?;
        let variance = (share * (1.0 - share)).max(1.0 / drawn);
        let error = STANDARD_ERRORS * TOGETHER * (variance / drawn).sqrt();
        match &self.exact[queue] {
            Some(exact) => Some((exact[interval].service_level?.clamp(share - error, share + error), 0.0)),
            None => Some((share, error)),
        }
    }

    /// The intervals of a queue that miss their agreement, where it measures intervals; else those that are below its
    /// floor.
    pub fn missed(&self, scenario: &Scenario, index: usize) -> Vec<usize> {
        let target = &scenario.queues[index].target;
        let intervals = 0..scenario.grid.len();
        if target.measured != Period::Interval {
            let floor = target.floor().map_or(0.0, |floor| floor.get());
            let is_below = |&interval: &usize| {
                self.share(index, interval).is_some_and(|(share, error)| share + error < floor - EXACT)
            };
            return intervals.filter(is_below).collect();
        }
        let by_simulation: Vec<usize> = (self.verdicts.iter().filter(|verdict| verdict.queue == index))
            .flat_map(|verdict| verdict.misses.iter().flat_map(|miss| miss.first..miss.end))
            .collect();
        let by_analysis = |&interval: &usize| {
            let exact = self.exact[index].as_ref().map(|exact| exact[interval]);
            let service_level = self.share(index, interval).map(|share| share.0);
            exact.is_some_and(|exact| is_missed(&Measure { service_level, ..exact }, target))
        };
        intervals.filter(|interval| by_simulation.contains(interval) || by_analysis(interval)).collect()
    }

    /// The least chance that may be that with which a promise holds: a standard error of the draw below it.
    pub fn enough(&self) -> f64 {
        let draws = self.service.replications.max(1) as f64;
        CONFIDENCE - (CONFIDENCE * (1.0 - CONFIDENCE) / draws).sqrt()
    }

    /// How much the promises of a plan lack, all agreements together: for each, the share of the chance it should
    /// have, and how far what is expected lies below it.
    pub fn broken(&self, scenario: &Scenario) -> f64 {
        let of = |(index, queue): (usize, &QueueService)| -> f64 {
            let target = &scenario.queues[index].target;
            match target.measured {
                _ if !target.is_promise() => 0.0,
                Period::Interval => self.missed(scenario, index).len() as f64 / INTERVALS_OF_A_PROMISE,
                _ => {
                    let promised = target.answered.map_or(0.0, |answered| answered.share.get());
                    let lacks = |period: &PeriodService| {
                        let below = SHARE_BELOW * (promised - period.expected).max(0.0);
                        let not_held = if period.chance_met < self.enough() { NOT_HELD } else { 0.0 };
                        (1.0 - period.chance_met / CONFIDENCE).max(0.0) + below + not_held
                    };
                    queue.periods.iter().map(lacks).sum()
                }
            }
        };
        self.service.queues.iter().enumerate().map(of).sum()
    }
}

/// Whether an interval measured exactly misses a target of its agreement.
fn is_missed(measure: &Measure, target: &Target) -> bool {
    let is_above = |found: Option<f64>, most: Option<f64>| {
        found.zip(most).is_some_and(|(found, most)| found > most * (1.0 + EXACT) + EXACT)
    };
    let low = target
        .answered
        .zip(measure.service_level)
        .is_some_and(|(answered, share)| share < answered.share.get() - EXACT);
    measure.offered > 0.0
        && (low
            || is_above(measure.average_wait(), target.max_average_wait.map(|wait| wait.get()))
            || is_above(measure.abandonment(), target.max_abandonment.map(|most| most.get()))
            || is_above(measure.occupancy(), target.max_occupancy.map(|most| most.get())))
}

//! What a roster gives, as both judges of service see it.

use super::promise::CONFIDENCE;
use super::{Verdict, judge_service, own_pools};
use crate::model::{Measure, Period, QueueService, Roster, Scenario, Series, Service, Target, Watch};
use crate::simulation::{self, SimulationOptions};

/// What an exact measure may lie beyond its limit: the error of the arithmetic.
const EXACT: f64 = 1e-9;
/// The standard errors by which a simulated share of an interval is uncertain, and how much larger than of independent
/// contacts the error of a share is: those who wait at once wait together.
const STANDARD_ERRORS: f64 = 2.0;
const TOGETHER: f64 = 2.0;
/// So many intervals that miss weigh as much as a promise that is broken for sure.
const INTERVALS_OF_A_PROMISE: f64 = 16.0;

/// The service of a roster: simulated, and for queues with a pool of their own, interval by interval, exact.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    pub service: Service,
    /// By queue; nothing where its agents also serve others.
    pub exact: Vec<Option<Series<Measure>>>,
    verdicts: Vec<Verdict>,
}

impl Measured {
    /// Measures a roster by both judges.
    pub fn of(scenario: &Scenario, roster: &Roster, options: &SimulationOptions, watch: &dyn Watch) -> Self {
        let service = simulation::simulate(scenario, roster, options, watch);
        let exact = own_pools::measure(scenario, roster);
        Measured { verdicts: judge_service(scenario, &service), service, exact }
    }

    /// The share in time of an interval, and how far the true one may lie from it; nothing where nobody called.
    pub fn share(&self, queue: usize, interval: usize) -> Option<(f64, f64)> {
        if let Some(exact) = &self.exact[queue] {
            return Some((exact[interval].service_level?, 0.0));
        }
        let measure = &self.service.queues[queue].intervals[interval];
        let share = measure.service_level?;
        let drawn = measure.offered * self.service.replications as f64;
        let variance = (share * (1.0 - share)).max(1.0 / drawn.max(1.0));
        Some((share, STANDARD_ERRORS * TOGETHER * (variance / drawn.max(1.0)).sqrt()))
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
            self.exact[index].as_ref().is_some_and(|exact| is_missed(&exact[interval], target))
        };
        intervals.filter(|interval| by_simulation.contains(interval) || by_analysis(interval)).collect()
    }

    /// How much the promises of a plan lack, all agreements together: for each, the share of the chance it should have.
    pub fn broken(&self, scenario: &Scenario) -> f64 {
        let of = |(index, queue): (usize, &QueueService)| -> f64 {
            let target = &scenario.queues[index].target;
            match target.measured {
                _ if !target.is_promise() => 0.0,
                Period::Interval => self.missed(scenario, index).len() as f64 / INTERVALS_OF_A_PROMISE,
                _ => queue.periods.iter().map(|period| (1.0 - period.chance_met / CONFIDENCE).max(0.0)).sum(),
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

use super::judge_service;
use crate::model::{Need, Period, PeriodService, Requirement, Rostered, Scenario, Series, Service};
use crate::staffing::{Aim, over_periods};
use crate::units::Agents;

/// A promise over a period holds when it is kept with at least this chance.
const CONFIDENCE: f64 = 0.9;
/// From the level that 5 % of replications stay below to the one that 10 % do, as shares of the way to the mean:
/// quantiles of the normal distribution.
const TENTH: f64 = 1.2816 / 1.6449;
/// Log odds: slack below this is left alone, steps are never longer than this, and aims never farther above the
/// promise.
const SLACK: f64 = 0.15;
const LONGEST_STEP: f64 = 1.5;
/// Of what a step should do, this share is asked for at first; later ones know what the last one did.
const FIRST_STEP: f64 = 0.7;
/// The step where the share in time is kept but another target is not.
const OTHER_TARGET: f64 = 0.25;
/// A change smaller than this is none.
const SAME: f64 = 0.02;

/// What is asked of the roster so that what it gives keeps every promise: aims over periods and agents more in
/// intervals, corrected by what is measured.
#[derive(Clone)]
pub(super) struct Promises<'a> {
    scenario: &'a Scenario,
    each: &'a [Requirement],
    /// By queue, its measured periods; none where intervals are measured, or work is deferred.
    periods: Vec<Vec<Promise>>,
    /// By queue and interval: agents beyond the requirement.
    more: Vec<Vec<u32>>,
}

/// A promise over a period.
#[derive(Clone)]
struct Promise {
    aim: Aim,
    /// The aim in log odds before the last step, and how far the service then was from the promise.
    last: Option<(f64, f64)>,
}

impl<'a> Promises<'a> {
    /// At first each period aims at what is promised; `each` is what every interval by itself requires.
    pub fn new(scenario: &'a Scenario, each: &'a [Requirement]) -> Self {
        let periods = scenario.queues.iter().map(|queue| {
            let answered = queue.target.answered.filter(|_| !queue.is_deferred());
            let Some(answered) = answered.filter(|_| queue.target.measured != Period::Interval) else {
                return Vec::new();
            };
            let aim =
                |span: crate::model::PeriodSpan| Aim { span: span.intervals(), share: answered.share.get() };
            queue.measured_periods().into_iter().map(|span| Promise { aim: aim(span), last: None }).collect()
        });
        let more = vec![vec![0; scenario.grid.len()]; scenario.queues.len()];
        Promises { scenario, each, periods: periods.collect(), more }
    }

    /// Whether any agreement is measured over more than an interval.
    pub fn are_over_periods(&self) -> bool {
        self.periods.iter().any(|periods| !periods.is_empty())
    }

    /// What is asked of the roster now.
    pub fn requirements(&self) -> Vec<Requirement> {
        let ask = |(requirement, (periods, more)): (&Requirement, (&Vec<Promise>, &Vec<u32>))| {
            let aims: Vec<Aim> = periods.iter().map(|promise| promise.aim.clone()).collect();
            let asked = over_periods(&self.scenario.queues[requirement.queue], requirement, &aims);
            let grid = asked.needs.grid().clone();
            let need = |interval: usize| {
                let need = asked.needs[interval];
                Need { agents: Agents::new(need.agents.get() + more[interval]), ..need }
            };
            Requirement { needs: Series::from_fn(grid, need), ..asked }
        };
        self.each.iter().zip(self.periods.iter().zip(&self.more)).map(ask).collect()
    }

    /// Corrects every aim by the service measured: up where the promise does not hold, and down where it holds
    /// with slack, unless only raising is wanted. Whether anything was corrected.
    pub fn correct(&mut self, rostered: &Rostered, service: &Service, is_only_up: bool) -> bool {
        let mut is_corrected = self.add_where_missed(rostered, service);
        for (queue, periods) in self.periods.iter_mut().enumerate() {
            let target = &self.scenario.queues[queue].target;
            let (Some(answered), Some(floor)) = (target.answered, target.floor()) else { continue };
            let promised = log_odds(answered.share.get());
            let bounds = (log_odds(floor.get()).min(promised), promised + LONGEST_STEP);
            for (promise, period) in periods.iter_mut().zip(&service.queues[queue].periods) {
                let lacks = promised - log_odds(tenth(period));
                let aim = log_odds(promise.aim.share);
                let step = promise.step(aim, lacks, period.chance_met >= CONFIDENCE);
                let next = (aim + step).clamp(bounds.0, bounds.1);
                if (next - aim).abs() < SAME || (is_only_up && next < aim) {
                    continue;
                }
                promise.last = Some((aim, lacks));
                promise.aim.share = 1.0 / (1.0 + (-next).exp());
                is_corrected = true;
            }
        }
        is_corrected
    }

    /// An agent more where an interval misses although the roster has whom it requires.
    fn add_where_missed(&mut self, rostered: &Rostered, service: &Service) -> bool {
        let mut is_added = false;
        for verdict in judge_service(self.scenario, service) {
            let queue = &self.scenario.queues[verdict.queue];
            if queue.is_deferred() || queue.target.measured != Period::Interval {
                continue;
            }
            for interval in verdict.misses.iter().flat_map(|miss| miss.first..miss.end) {
                if rostered.shortage[verdict.queue][interval] <= 0.0 {
                    self.more[verdict.queue][interval] += 1;
                    is_added = true;
                }
            }
        }
        is_added
    }
}

impl Promise {
    /// How far to move the aim, in log odds, when the service lacks so much of the promise.
    fn step(&self, aim: f64, lacks: f64, holds: bool) -> f64 {
        if holds && lacks > -SLACK {
            return 0.0;
        }
        if !holds && lacks <= 0.0 {
            return OTHER_TARGET;
        }
        let moved = self.last.filter(|(before, _)| (aim - before).abs() > SAME);
        let slope = moved.map_or(1.0 / FIRST_STEP, |(before, lacked)| (lacked - lacks) / (aim - before));
        (lacks / slope.clamp(0.3, 1.0 / FIRST_STEP)).clamp(-LONGEST_STEP, LONGEST_STEP)
    }
}

/// The share in time that one replication in ten stays below.
fn tenth(period: &PeriodService) -> f64 {
    period.expected - (period.expected - period.low) * TENTH
}

fn log_odds(share: f64) -> f64 {
    let share = share.clamp(1e-4, 1.0 - 1e-4);
    (share / (1.0 - share)).ln()
}

/// How much the promises of a plan lack, all agreements together: for each, the share of the chance it should have.
pub(super) fn broken(scenario: &Scenario, service: &Service) -> f64 {
    let of = |(index, queue): (usize, &crate::model::QueueService)| -> f64 {
        let target = &scenario.queues[index].target;
        if !target.is_promise() || target.measured == Period::Interval {
            return 0.0;
        }
        queue.periods.iter().map(|period| (1.0 - period.chance_met / CONFIDENCE).max(0.0)).sum()
    };
    let missed = judge_service(scenario, service)
        .into_iter()
        .filter(|verdict| scenario.queues[verdict.queue].target.measured == Period::Interval);
    let intervals: usize = missed.flat_map(|verdict| verdict.misses).map(|miss| miss.end - miss.first).sum();
    service.queues.iter().enumerate().map(of).sum::<f64>() + intervals as f64 / 16.0
}

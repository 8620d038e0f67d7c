//! Replications, and what they say together.

use rayon::prelude::*;

use super::centre::{Centre, Desk};
use super::options::SimulationOptions;
use super::periods::{Days, Outcome, periods};
use super::replay::replay;
use super::statistics::{estimate, quantile};
use super::tally::{Sums, Tally};
use crate::model::{PeriodService, Progress, QueueService, Series, Service, Watch};
use crate::units::Money;

/// Replications played side by side before their tallies are added up, always in the same order.
const BATCH: usize = 8;

/// Plays the replications and sums them up.
pub(super) fn measure(centre: &Centre, options: &SimulationOptions, watch: &dyn Watch) -> Service {
    let wanted = options.replications.max(1);
    let mut records: Vec<Record> = centre.queues.iter().map(|desk| Record::new(centre, desk)).collect();
    let mut played = 0;
    while played < wanted && (played == 0 || !watch.should_stop()) {
        let batch = played..(played + BATCH).min(wanted);
        played = batch.end;
        let tallies: Vec<Vec<Tally>> = batch
            .into_par_iter()
            .map(|replication| replay(centre, options.seed, replication as u64))
            .collect();
        for replication in &tallies {
            for (record, tallies) in records.iter_mut().zip(replication.chunks(centre.intervals())) {
                record.add(tallies);
            }
        }
        let done = Some(played as f64 / wanted as f64);
        watch.progress(&Progress { stage: "simulating", done, cost: None, bound: None });
    }
    let contacts = records.iter().map(Record::contacts).sum();
    let queues = records.into_iter().map(|record| record.service(centre, played)).collect();
    Service { queues, replications: played, seed: options.seed, contacts }
}

/// What the replications so far say of one queue.
struct Record<'a> {
    desk: &'a Desk<'a>,
    /// Sums over the replications, by interval.
    intervals: Vec<Sums>,
    /// The periods measured: their days, their intervals, and their outcome in each replication.
    periods: Vec<(Days, std::ops::Range<usize>, Vec<Outcome>)>,
    /// Over the whole plan, replication by replication, where it can be said.
    shares: Vec<f64>,
    abandonments: Vec<f64>,
    waits: Vec<f64>,
}

impl<'a> Record<'a> {
    fn new(centre: &Centre, desk: &'a Desk<'a>) -> Self {
        let grid = &centre.scenario.grid;
        let intervals =
            |days: &Days| grid.intervals_of_day(days.start).start..grid.intervals_of_day(days.end - 1).end;
        Record {
            desk,
            intervals: vec![Sums::default(); centre.intervals()],
            periods: periods(grid, desk)
                .into_iter()
                .map(|days| (days.clone(), intervals(&days), Vec::new()))
                .collect(),
            shares: Vec::new(),
            abandonments: Vec::new(),
            waits: Vec::new(),
        }
    }

    /// Adds a replication.
    fn add(&mut self, tallies: &[Tally]) {
        for (sums, tally) in self.intervals.iter_mut().zip(tallies) {
            *sums += tally;
        }
        for (_, intervals, outcomes) in &mut self.periods {
            outcomes.push(Outcome::of(&sum(&tallies[intervals.clone()]), self.desk));
        }
        let all = sum(tallies);
        self.shares.extend(all.service_level(self.desk.queue.target.counting));
        self.abandonments.extend(all.abandonment());
        self.waits.extend(all.average_wait());
    }

    /// Contacts simulated.
    fn contacts(&self) -> u64 {
        self.intervals.iter().map(|sums| sums.offered as u64).sum()
    }

    /// The service of the queue.
    fn service(self, centre: &Centre, replications: usize) -> QueueService {
        let counting = self.desk.queue.target.counting;
        QueueService {
            intervals: Series::from_fn(centre.scenario.grid.clone(), |interval| {
                self.intervals[interval].measure(counting, replications)
            }),
            periods: self.periods.into_iter().map(|(days, _, outcomes)| period(&days, &outcomes)).collect(),
            overall: estimate(&self.shares),
            abandonment: estimate(&self.abandonments),
            average_wait: estimate(&self.waits),
        }
    }
}

fn sum(tallies: &[Tally]) -> Sums {
    let mut sums = Sums::default();
    tallies.iter().for_each(|tally| sums += tally);
    sums
}

fn period(days: &Days, outcomes: &[Outcome]) -> PeriodService {
    let mut shares: Vec<f64> = outcomes.iter().map(|outcome| outcome.share).collect();
    shares.sort_by(f64::total_cmp);
    let count = outcomes.len().max(1) as f64;
    let met = outcomes.iter().filter(|outcome| outcome.is_met).count();
    let penalties: Money = outcomes.iter().map(|outcome| outcome.penalty).sum();
    PeriodService {
        first_day: days.start,
        end_day: days.end,
        expected: shares.iter().sum::<f64>() / count,
        low: quantile(&shares, 0.05),
        high: quantile(&shares, 0.95),
        chance_met: met as f64 / count,
        expected_penalty: penalties.times(1.0 / count),
    }
}

//! Replications, and what they say together.

use rayon::prelude::*;

use super::centre::{Centre, Desk};
use super::options::SimulationOptions;
use super::periods::PeriodRecord;
use super::replay::replay;
use super::statistics::estimate;
use super::tally::{Sums, Tally};
use crate::model::{Progress, QueueService, Series, Service, Watch};

/// Replications played side by side before their tallies are added up, always in the same order.
const BATCH: usize = 8;

/// Plays the replications and sums them up.
pub(super) fn measure(centre: &Centre, options: &SimulationOptions, watch: &dyn Watch) -> Service {
    let wanted = options.replications.max(1);
    let mut records: Vec<Record> = centre.queues.iter().map(|desk| Record::new(centre, desk)).collect();
    let mut played = 0;
    while played < wanted && (played == 0 || !watch.should_stop()) && !is_precise(&records, options) {
        let batch = played..(played + BATCH).min(wanted);
        // Each replication may be the last: only the first has to be played.
        let tallies: Vec<Option<Vec<Tally>>> = batch
            .into_par_iter()
            .map(|replication| {
                let is_wanted = replication == 0 || !watch.should_stop();
                is_wanted.then(|| replay(centre, options.seed, replication as u64))
            })
            .collect();
        for replication in tallies.iter().map_while(Option::as_ref) {
            played += 1;
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

/// Whether every queue with a time to be answered in is known as precisely as asked. Two batches at least: the
/// deviation of a few replications is itself by chance.
fn is_precise(records: &[Record], options: &SimulationOptions) -> bool {
    let Some(precision) = options.precision else { return false };
    let is_known = |record: &Record| {
        record.desk.within == f64::INFINITY
            || record.contacts() == 0
            || (record.shares.len() >= 2 * BATCH && estimate(&record.shares).half_width <= precision.get())
    };
    records.iter().all(is_known) && records.iter().any(|record| !record.shares.is_empty())
}

/// What the replications so far say of one queue.
struct Record<'a> {
    desk: &'a Desk<'a>,
    /// Sums over the replications, by interval.
    intervals: Vec<Sums>,
    periods: Vec<PeriodRecord>,
    /// Over the whole plan, replication by replication, where it can be said.
    shares: Vec<f64>,
    abandonments: Vec<f64>,
    waits: Vec<f64>,
}

impl<'a> Record<'a> {
    fn new(centre: &Centre, desk: &'a Desk<'a>) -> Self {
        Record {
            desk,
            intervals: vec![Sums::default(); centre.intervals()],
            periods: desk.queue.measured_periods().into_iter().map(PeriodRecord::new).collect(),
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
        for period in &mut self.periods {
            period.add(&sum(&tallies[period.span.intervals()]), self.desk);
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
            periods: self.periods.into_iter().map(|period| period.service(replications)).collect(),
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

//! Replications, and what they say together.

use std::sync::Arc;

use rayon::prelude::*;

use super::arrivals::Drawn;
use super::centre::{Centre, Desk};
use super::options::SimulationOptions;
use super::periods::PeriodRecord;
use super::replay::replay;
use super::statistics::estimate;
use super::tally::{Sums, Tally};
use crate::model::{Progress, QueueService, Series, Service, Watch};

/// Replications played side by side before their tallies are added up, always in the same order.
const BATCH: usize = 8;

/// What the replications played so far say of a roster.
#[derive(Debug, Clone)]
pub struct Played {
    records: Vec<Record>,
    played: usize,
}

impl Played {
    /// Of none.
    pub(super) fn none(centre: &Centre) -> Self {
        Played { records: centre.queues.iter().map(|desk| Record::new(centre, desk)).collect(), played: 0 }
    }

    /// Plays those that are still wanted, with the contacts `drawn` for each.
    pub(super) fn go_on(
        &mut self,
        centre: &Centre,
        options: &SimulationOptions,
        drawn: &(dyn Fn(u64) -> Arc<Drawn> + Sync),
        watch: &dyn Watch,
    ) {
        let wanted = options.replications.max(1);
        let is_to_stop = |played: usize| played > 0 && watch.should_stop();
        while self.played < wanted && !is_to_stop(self.played) && !self.is_precise(centre, options) {
            let batch = self.played..(self.played + BATCH).min(wanted);
            // Each replication may be the last: only the first has to be played.
            let tallies: Vec<Option<Vec<Tally>>> = batch
                .into_par_iter()
                .map(|replication| {
                    let is_wanted = !is_to_stop(replication);
                    let replication = replication as u64;
                    is_wanted.then(|| replay(centre, &drawn(replication), options.seed, replication))
                })
                .collect();
            for replication in tallies.iter().map_while(Option::as_ref) {
                self.add(centre, replication);
            }
            let done = Some(self.played as f64 / wanted as f64);
            watch.progress(&Progress { stage: "simulating", done, cost: None, bound: None });
        }
    }

    fn add(&mut self, centre: &Centre, replication: &[Tally]) {
        self.played += 1;
        let queues = self.records.iter_mut().zip(&centre.queues);
        for ((record, desk), tallies) in queues.zip(replication.chunks(centre.intervals())) {
            record.add(tallies, desk);
        }
    }

    /// Whether every queue with a time to be answered in is known as precisely as asked. Two batches at least: the
    /// deviation of a few replications is itself by chance.
    fn is_precise(&self, centre: &Centre, options: &SimulationOptions) -> bool {
        let Some(precision) = options.precision else { return false };
        let is_known = |(record, desk): (&Record, &Desk)| {
            desk.within == f64::INFINITY
                || record.contacts() == 0
                || (record.shares.len() >= 2 * BATCH
                    && estimate(&record.shares).half_width <= precision.get())
        };
        self.records.iter().zip(&centre.queues).all(is_known)
            && self.records.iter().any(|record| !record.shares.is_empty())
    }

    /// The service they found.
    pub(super) fn service(&self, centre: &Centre, options: &SimulationOptions) -> Service {
        let queues = self.records.iter().zip(&centre.queues);
        Service {
            queues: queues.map(|(record, desk)| record.service(centre, desk, self.played)).collect(),
            replications: self.played,
            seed: options.seed,
            contacts: self.records.iter().map(Record::contacts).sum(),
        }
    }
}

/// What the replications so far say of one queue.
#[derive(Debug, Clone)]
struct Record {
    /// Sums over the replications, by interval.
    intervals: Vec<Sums>,
    periods: Vec<PeriodRecord>,
    /// Over the whole plan, replication by replication, where it can be said.
    shares: Vec<f64>,
    abandonments: Vec<f64>,
    waits: Vec<f64>,
}

impl Record {
    fn new(centre: &Centre, desk: &Desk) -> Self {
        Record {
            intervals: vec![Sums::default(); centre.intervals()],
            periods: desk.queue.measured_periods().into_iter().map(PeriodRecord::new).collect(),
            shares: Vec::new(),
            abandonments: Vec::new(),
            waits: Vec::new(),
        }
    }

    /// Adds a replication.
    fn add(&mut self, tallies: &[Tally], desk: &Desk) {
        for (sums, tally) in self.intervals.iter_mut().zip(tallies) {
            *sums += tally;
        }
        for period in &mut self.periods {
            period.add(&sum(&tallies[period.span.intervals()]), desk);
        }
        let all = sum(tallies);
        self.shares.extend(all.service_level(desk.queue.target.counting));
        self.abandonments.extend(all.abandonment());
        self.waits.extend(all.average_wait());
    }

    /// Contacts simulated.
    fn contacts(&self) -> u64 {
        self.intervals.iter().map(|sums| sums.offered as u64).sum()
    }

    /// The service of the queue.
    fn service(&self, centre: &Centre, desk: &Desk, replications: usize) -> QueueService {
        let counting = desk.queue.target.counting;
        QueueService {
            intervals: Series::from_fn(centre.scenario.grid.clone(), |interval| {
                self.intervals[interval].measure(counting, replications)
            }),
            periods: self.periods.iter().map(|period| period.service(replications)).collect(),
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

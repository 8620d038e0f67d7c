//! What becomes of an agreement in the periods it measures.

use super::centre::Desk;
use super::statistics::quantile;
use super::tally::Sums;
use crate::model::{PeriodService, PeriodSpan, Target};
use crate::units::{Money, Share};

/// A measured period, and what became of it so far.
#[derive(Debug, Clone)]
pub(super) struct PeriodRecord {
    pub span: PeriodSpan,
    /// Shares in time of the replications in which contacts came in; there may be thousands of periods.
    shares: Vec<f32>,
    sum_of_shares: f64,
    met: usize,
    penalties: Money,
}

impl PeriodRecord {
    /// Of a period nothing is known of yet.
    pub fn new(span: PeriodSpan) -> Self {
        PeriodRecord { span, shares: Vec::new(), sum_of_shares: 0.0, met: 0, penalties: Money::ZERO }
    }

    /// Adds what happened in a replication.
    pub fn add(&mut self, sums: &Sums, desk: &Desk) {
        let target = &desk.queue.target;
        let share = sums.service_level(target.counting);
        if let Some(share) = share {
            self.shares.push(share as f32);
            self.sum_of_shares += share;
            self.penalties += penalty(share, target);
        }
        self.met += usize::from(is_met(sums, share, target, desk.is_deferred));
    }

    /// What so many replications say.
    pub fn service(&self, replications: usize) -> PeriodService {
        let mut shares = self.shares.clone();
        shares.sort_unstable_by(f32::total_cmp);
        let judged = shares.len() as f64;
        let count = replications.max(1) as f64;
        PeriodService {
            span: self.span,
            expected: if shares.is_empty() { 1.0 } else { self.sum_of_shares / judged },
            low: quantile(&shares, 0.05).unwrap_or(1.0),
            high: quantile(&shares, 0.95).unwrap_or(1.0),
            chance_met: self.met as f64 / count,
            expected_penalty: self.penalties.times(self.span.covered.get() / count),
        }
    }
}

/// The penalty due for a share in time: the dearest that applies.
fn penalty(share: f64, target: &Target) -> Money {
    let due = target.penalties.iter().filter(|penalty| share < penalty.below.get());
    due.map(|penalty| penalty.cost).max().unwrap_or_default()
}

/// Whether every target is met. What nobody experienced, as an average wait without contacts, breaks no promise.
/// Deferred work is due in full by a deadline that the share answered does not speak of.
fn is_met(sums: &Sums, share: Option<f64>, target: &Target, is_deferred: bool) -> bool {
    let least = match target.answered {
        Some(answered) => answered.share,
        None if is_deferred && target.respond_within.is_some() => Share::ALL,
        None => Share::NONE,
    };
    let is_within = |found: Option<f64>, most: Option<f64>| {
        found.is_none_or(|found| most.is_none_or(|most| found <= most))
    };
    share.is_none_or(|share| share >= least.get())
        && (sums.overdue == 0.0 || target.deadline_of_all().is_none())
        && is_within(sums.average_wait(), target.max_average_wait.map(|wait| wait.get()))
        && is_within(sums.abandonment(), target.max_abandonment.map(Share::get))
        && is_within(sums.occupancy(), target.max_occupancy.map(Share::get))
}

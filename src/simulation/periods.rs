//! The spans an agreement measures, and whether it is kept in one.

use chrono::Datelike;

use super::centre::Desk;
use super::tally::Sums;
use crate::model::{Grid, Period, Target};
use crate::units::{Money, Share};

/// Days from the first to one before the end.
pub(super) type Days = std::ops::Range<usize>;

/// The periods in which contacts of a queue come in; none where the agreement measures each interval by itself.
pub(super) fn periods(grid: &Grid, desk: &Desk) -> Vec<Days> {
    let measured = desk.queue.target.measured;
    if measured == Period::Interval {
        return Vec::new();
    }
    let mut periods: Vec<Days> = Vec::new();
    for day in 0..grid.days() {
        match periods.last_mut() {
            Some(period) if !is_first_of(measured, grid, day) => period.end = day + 1,
            _ => periods.push(day..day + 1),
        }
    }
    let volume = &desk.queue.demand.volume;
    periods.retain(|days| {
        let intervals = grid.intervals_of_day(days.start).start..grid.intervals_of_day(days.end - 1).end;
        intervals.into_iter().any(|interval| volume[interval] > 0.0)
    });
    periods
}

/// Whether a period begins on a day.
fn is_first_of(measured: Period, grid: &Grid, day: usize) -> bool {
    let date = grid.date(day as i32);
    match measured {
        Period::Interval | Period::Day => true,
        Period::Week => date.weekday() == chrono::Weekday::Mon,
        Period::Month => date.day() == 1,
        Period::Plan => day == 0,
    }
}

/// What became of an agreement in one period of one replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outcome {
    /// The share in time as the agreement counts it; all where no contact came in.
    pub share: f64,
    /// Whether every target is met.
    pub is_met: bool,
    /// The penalty due.
    pub penalty: Money,
}

impl Outcome {
    /// The outcome of what happened.
    pub fn of(sums: &Sums, desk: &Desk) -> Self {
        let target = &desk.queue.target;
        let share = sums.service_level(target.counting).unwrap_or(1.0);
        let due = target.penalties.iter().filter(|penalty| share < penalty.below.get());
        Outcome {
            share,
            is_met: is_met(sums, share, target, desk.is_deferred),
            penalty: due.map(|penalty| penalty.cost).max().unwrap_or_default(),
        }
    }
}

/// Whether every target is met. What nobody experienced, as an average wait without contacts, breaks no promise.
/// Deferred work is due in full where the agreement names a deadline and no share.
fn is_met(sums: &Sums, share: f64, target: &Target, is_deferred: bool) -> bool {
    let least = match target.answered {
        Some(answered) => answered.share,
        None if is_deferred && target.respond_within.is_some() => Share::ALL,
        None => Share::NONE,
    };
    let is_within = |found: Option<f64>, most: Option<f64>| {
        found.is_none_or(|found| most.is_none_or(|most| found <= most))
    };
    share >= least.get()
        && is_within(sums.average_wait(), target.max_average_wait.map(|wait| wait.get()))
        && is_within(sums.abandonment(), target.max_abandonment.map(Share::get))
        && is_within(sums.occupancy(), target.max_occupancy.map(Share::get))
}

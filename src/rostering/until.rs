use std::time::{Duration, Instant};

use crate::model::{Progress, Watch};
use crate::units::Money;

/// A watch that also stops when time is up.
pub(super) struct Until<'a> {
    watch: &'a dyn Watch,
    start: Instant,
    limit: Option<Duration>,
}

impl<'a> Until<'a> {
    /// Time runs from now.
    pub fn new(watch: &'a dyn Watch, limit: Option<Duration>) -> Self {
        Until { watch, start: Instant::now(), limit }
    }

    /// Tells how far the work is and what has been found.
    pub fn tell(&self, stage: &'static str, done: Option<f64>, cost: f64, bound: Option<f64>) {
        let cost = Some(Money::from_major(cost));
        self.progress(&Progress { stage, done, cost, bound: bound.map(Money::from_major) });
    }

    /// The same until a share of the time is over.
    pub fn part(&self, share: f64) -> Part<'_> {
        Part { until: self, share }
    }

    /// The share of the time that is over; none where there is no limit.
    pub fn spent(&self) -> f64 {
        self.limit.map_or(0.0, |limit| self.start.elapsed().as_secs_f64() / limit.as_secs_f64().max(1e-9))
    }
}

/// A watch that stops when a share of the time is over.
pub(super) struct Part<'a> {
    until: &'a Until<'a>,
    share: f64,
}

impl Part<'_> {
    /// The time left; nothing where there is no limit.
    pub fn left(&self) -> Option<Duration> {
        let limit = self.until.limit?;
        Some(limit.mul_f64(self.share).saturating_sub(self.until.start.elapsed()))
    }
}

impl Watch for Part<'_> {
    fn progress(&self, progress: &Progress) {
        self.until.progress(progress);
    }

    fn should_stop(&self) -> bool {
        self.until.spent() >= self.share || self.until.should_stop()
    }
}

impl Watch for Until<'_> {
    fn progress(&self, progress: &Progress) {
        self.watch.progress(progress);
    }

    fn should_stop(&self) -> bool {
        self.spent() >= 1.0 || self.watch.should_stop()
    }
}

use std::iter::Sum;
use std::ops::AddAssign;

use super::super::Counting;
use crate::units::Seconds;

/// What happened in a stretch of time, and what became of the contacts that came in during it; adds up over any range
/// of stretches, so that shares and means of the sum are weighted by contacts.
///
/// Numbers of contacts are expected numbers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Passed {
    /// Contacts that came in.
    pub offered: f64,
    /// Of those, found every agent busy.
    pub delayed: f64,
    /// Of those, answered at last.
    pub answered: f64,
    /// Of those, answered in time.
    pub in_time: f64,
    /// Of those, hung up.
    pub abandoned: f64,
    /// Of those, hung up in time.
    pub abandoned_in_time: f64,
    /// Of those, would have had to wait longer than in time if they did not hang up.
    pub offered_wait_exceeds: f64,
    /// Seconds waited by those answered.
    pub wait_answered: f64,
    /// Seconds agents were busy, those included who finish a contact before they leave.
    pub busy: f64,
    /// Seconds agents were there, those included.
    pub in_seat: f64,
    /// Seconds spent by all contacts, waiting or being handled, during the time.
    pub present: f64,
    /// Seconds the time lasted.
    pub length: f64,
}

impl Passed {
    /// The share answered in time as a contract counts it; nothing where it is a share of nobody.
    pub fn service_level(&self, counting: Counting) -> Option<f64> {
        let (good, of) = match counting {
            Counting::Offered => (self.in_time, self.offered),
            Counting::AbandonsInTime => (self.in_time + self.abandoned_in_time, self.offered),
            Counting::Answered => (self.in_time, self.answered),
            Counting::WithoutShortAbandons => (self.in_time, self.offered - self.abandoned_in_time),
        };
        share(good, of)
    }

    /// Mean wait of the answered; nothing where nobody is.
    pub fn answered_wait(&self) -> Option<Seconds> {
        (self.answered > 0.0).then(|| Seconds::new(self.wait_answered / self.answered))
    }

    /// Share of the contacts that hung up; nothing where there were none.
    pub fn abandonment(&self) -> Option<f64> {
        share(self.abandoned, self.offered)
    }

    /// Share of the contacts that had to wait; nothing where there were none.
    pub fn wait_probability(&self) -> Option<f64> {
        share(self.delayed, self.offered)
    }

    /// Share of their time agents were busy; nothing where there were none.
    pub fn occupancy(&self) -> Option<f64> {
        share(self.busy, self.in_seat)
    }

    /// Mean number of contacts, waiting or being handled.
    pub fn mean_present(&self) -> Option<f64> {
        (self.length > 0.0).then(|| self.present / self.length)
    }
}

fn share(good: f64, of: f64) -> Option<f64> {
    (of > 0.0).then(|| (good / of).clamp(0.0, 1.0))
}

impl AddAssign for Passed {
    fn add_assign(&mut self, other: Passed) {
        self.offered += other.offered;
        self.delayed += other.delayed;
        self.answered += other.answered;
        self.in_time += other.in_time;
        self.abandoned += other.abandoned;
        self.abandoned_in_time += other.abandoned_in_time;
        self.offered_wait_exceeds += other.offered_wait_exceeds;
        self.wait_answered += other.wait_answered;
        self.busy += other.busy;
        self.in_seat += other.in_seat;
        self.present += other.present;
        self.length += other.length;
    }
}

impl Sum for Passed {
    fn sum<I: Iterator<Item = Passed>>(parts: I) -> Passed {
        let mut sum = Passed::default();
        parts.for_each(|part| sum += part);
        sum
    }
}

impl<'a> Sum<&'a Passed> for Passed {
    fn sum<I: Iterator<Item = &'a Passed>>(parts: I) -> Passed {
        parts.copied().sum()
    }
}

//! What happened, counted by queue and interval of arrival.

use std::ops::AddAssign;

use crate::model::{Counting, Measure};

/// The contacts of one interval of one queue in one replication.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tally {
    pub offered: u32,
    pub answered: u32,
    pub in_time: u32,
    pub abandoned: u32,
    pub abandoned_in_time: u32,
    /// Turned away because all lines were busy.
    pub blocked: u32,
    /// Still waiting at the end of the replay, and could still have been answered in time.
    pub unjudged: u32,
    /// Deferred work that was not done by the deadline of all.
    pub overdue: u32,
    /// Seconds waited by the answered.
    pub wait: f64,
    /// Seconds waited by those who hung up.
    pub wait_abandoned: f64,
    /// Seconds agents were busy; a contact takes its share of an agent who holds several at once.
    pub busy: f64,
    /// Seconds agents were in seat.
    pub in_seat: f64,
}

/// Tallies added up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    pub offered: f64,
    pub answered: f64,
    pub in_time: f64,
    pub abandoned: f64,
    pub abandoned_in_time: f64,
    pub blocked: f64,
    pub unjudged: f64,
    pub overdue: f64,
    pub wait: f64,
    pub wait_abandoned: f64,
    pub busy: f64,
    pub in_seat: f64,
}

impl AddAssign<&Tally> for Sums {
    fn add_assign(&mut self, tally: &Tally) {
        self.offered += f64::from(tally.offered);
        self.answered += f64::from(tally.answered);
        self.in_time += f64::from(tally.in_time);
        self.abandoned += f64::from(tally.abandoned);
        self.abandoned_in_time += f64::from(tally.abandoned_in_time);
        self.blocked += f64::from(tally.blocked);
        self.unjudged += f64::from(tally.unjudged);
        self.overdue += f64::from(tally.overdue);
        self.wait += tally.wait;
        self.wait_abandoned += tally.wait_abandoned;
        self.busy += tally.busy;
        self.in_seat += tally.in_seat;
    }
}

impl Sums {
    /// The share in time as an agreement counts it; nothing where there is nothing to take a share of.
    pub fn service_level(&self, counting: Counting) -> Option<f64> {
        let judged = self.offered - self.unjudged;
        let (good, all) = match counting {
            Counting::Offered => (self.in_time, judged),
            Counting::AbandonsInTime => (self.in_time + self.abandoned_in_time, judged),
            Counting::Answered => (self.in_time, self.answered),
            Counting::WithoutShortAbandons => (self.in_time, judged - self.abandoned_in_time),
        };
        ratio(good, all)
    }

    /// Share of the contacts that hung up.
    pub fn abandonment(&self) -> Option<f64> {
        ratio(self.abandoned, self.offered)
    }

    /// Mean wait of the answered in seconds.
    pub fn average_wait(&self) -> Option<f64> {
        ratio(self.wait, self.answered)
    }

    /// Share of the time in seat that agents were busy.
    pub fn occupancy(&self) -> Option<f64> {
        ratio(self.busy, self.in_seat)
    }

    /// The means over so many replications.
    pub fn measure(&self, counting: Counting, replications: usize) -> Measure {
        let mean = |sum: f64| sum / replications.max(1) as f64;
        Measure {
            offered: mean(self.offered),
            answered: mean(self.answered),
            in_time: mean(self.in_time),
            abandoned: mean(self.abandoned),
            abandoned_in_time: mean(self.abandoned_in_time),
            blocked: mean(self.blocked),
            wait_answered: mean(self.wait),
            wait_abandoned: mean(self.wait_abandoned),
            busy: mean(self.busy),
            in_seat: mean(self.in_seat),
            service_level: self.service_level(counting),
        }
    }
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// A headcount over time, and the seconds it adds up to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Headcount {
    now: f64,
    since: f64,
    seconds: f64,
}

impl Headcount {
    /// The headcount changes at `time`.
    #[inline]
    pub fn change(&mut self, time: f64, by: f64) {
        self.seconds += self.now * (time - self.since);
        self.since = time;
        self.now += by;
    }

    /// The headcount now.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// The seconds added up by `time`, from the last time this was asked.
    pub fn take(&mut self, time: f64) -> f64 {
        self.change(time, 0.0);
        std::mem::take(&mut self.seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_ways_of_counting() {
        let sums = Sums {
            offered: 110.0,
            answered: 80.0,
            in_time: 60.0,
            abandoned: 20.0,
            abandoned_in_time: 15.0,
            unjudged: 10.0,
            ..Sums::default()
        };
        assert_eq!(sums.service_level(Counting::Offered), Some(0.6));
        assert_eq!(sums.service_level(Counting::AbandonsInTime), Some(0.75));
        assert_eq!(sums.service_level(Counting::Answered), Some(0.75));
        assert_eq!(sums.service_level(Counting::WithoutShortAbandons), Some(60.0 / 85.0));
        assert_eq!(Sums::default().service_level(Counting::Offered), None);
    }

    #[test]
    fn headcounts_add_up_to_seconds() {
        let mut heads = Headcount::default();
        heads.change(10.0, 2.0);
        heads.change(15.0, -1.0);
        assert_eq!(heads.take(20.0), 15.0);
        assert_eq!(heads.take(22.0), 2.0);
    }
}

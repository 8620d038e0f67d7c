use super::{Counting, Passed, Performance};
use crate::units::{Seconds, Share};

/// How far a measure may lie beyond its limit and still meet it: the error of the arithmetic, so that a tie is
/// met, as limits mean "at most" and "at least".
pub(super) const SLACK: f64 = 1e-12;

/// What a number of agents has to give; a field left empty asks for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Targets {
    /// The service level.
    pub answered: Option<AnsweredInTime>,
    /// The longest mean wait of answered contacts.
    pub max_average_wait: Option<Seconds>,
    /// The largest share that hangs up.
    pub max_abandonment: Option<Share>,
    /// The largest share of their time agents are busy.
    pub max_occupancy: Option<Share>,
    /// The largest share turned away.
    pub max_blocking: Option<Share>,
}

/// At least so large a share answered within so long.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnsweredInTime {
    /// The least share.
    pub share: Share,
    /// The time.
    pub within: Seconds,
    /// What it is a share of.
    pub counting: Counting,
}

/// Something that bounds the number of agents from below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Limit {
    /// The share answered in time.
    ServiceLevel,
    /// The mean wait of answered contacts.
    AverageWait,
    /// The share that hangs up.
    Abandonment,
    /// The share of time agents are busy.
    Occupancy,
    /// The share turned away.
    Blocking,
    /// The line must not grow without end.
    Stability,
    /// Where there is load, there is someone.
    Presence,
}

/// A set of limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Limits(pub(super) u8);

impl Limits {
    const ALL: [Limit; 7] = [
        Limit::ServiceLevel,
        Limit::AverageWait,
        Limit::Abandonment,
        Limit::Occupancy,
        Limit::Blocking,
        Limit::Stability,
        Limit::Presence,
    ];

    /// The set of this limit alone.
    pub fn only(limit: Limit) -> Self {
        Limits(1 << limit as u8)
    }

    /// The set with a limit added if `is_in`.
    pub(super) fn with(self, limit: Limit, is_in: bool) -> Self {
        Limits(self.0 | (u8::from(is_in) << limit as u8))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a limit is among them.
    pub fn contains(self, limit: Limit) -> bool {
        self.0 & (1 << limit as u8) != 0
    }

    /// The limits, in the order of [`Limit`].
    pub fn iter(self) -> impl Iterator<Item = Limit> {
        Limits::ALL.into_iter().filter(move |&limit| self.contains(limit))
    }
}

impl Targets {
    /// The time within which to answer; none where no service level is asked for.
    pub fn within(&self) -> Seconds {
        self.answered.map_or(Seconds::ZERO, |answered| answered.within)
    }

    /// The targets that a performance misses, evaluated at T = [`Targets::within`].
    pub fn missed(&self, given: &Performance) -> Limits {
        let above = |found: f64, most: Option<Share>| most.is_some_and(|most| found > most.get() + SLACK);
        let service_level = self.answered.is_some_and(|asked| {
            given.service_level(asked.counting).is_none_or(|level| level < asked.share.get() - SLACK)
        });
        let average_wait = self.max_average_wait.is_some_and(|most| {
            given.answered_wait.is_none_or(|wait| wait.get() > most.get() * (1.0 + SLACK) + SLACK)
        });
        Limits::default()
            .with(Limit::ServiceLevel, service_level)
            .with(Limit::AverageWait, average_wait)
            .with(Limit::Abandonment, above(given.abandonment, self.max_abandonment))
            .with(Limit::Occupancy, above(given.occupancy.unwrap_or(1.0), self.max_occupancy))
            .with(Limit::Blocking, above(given.blocking, self.max_blocking))
    }

    /// The targets that some time missed, contacts weighted alike; none where there were no contacts. `within` counts as
    /// that of the pool.
    pub fn missed_in(&self, passed: &Passed) -> Limits {
        let above = |found: Option<f64>, most: Option<Share>| {
            most.zip(found).is_some_and(|(most, found)| found > most.get() + SLACK)
        };
        if passed.offered == 0.0 {
            return Limits::default();
        }
        let service_level = self.answered.is_some_and(|asked| {
            passed.service_level(asked.counting).is_none_or(|level| level < asked.share.get() - SLACK)
        });
        let average_wait = self.max_average_wait.is_some_and(|most| {
            passed.answered_wait().is_none_or(|wait| wait.get() > most.get() * (1.0 + SLACK) + SLACK)
        });
        Limits::default()
            .with(Limit::ServiceLevel, service_level)
            .with(Limit::AverageWait, average_wait)
            .with(Limit::Abandonment, above(passed.abandonment(), self.max_abandonment))
            .with(Limit::Occupancy, above(passed.occupancy().or(Some(1.0)), self.max_occupancy))
    }

    /// Whether the service level is a share of the answered, who are known later than the offered.
    pub(super) fn counts_answered(&self) -> bool {
        self.answered.is_some_and(|asked| asked.counting == Counting::Answered)
    }

    /// How far a performance is from each limit, at least 0 where it is met, on scales on which a few agents more
    /// or fewer make about an even difference: odds of the service level, logarithms of what fades away, and
    /// agents per erlang for occupancy. Nothing for what is not asked.
    pub(super) fn margins(&self, given: &Performance) -> [Option<f64>; 5] {
        let odds = |share: f64| (share.max(f64::MIN_POSITIVE) / (1.0 - share).max(f64::EPSILON)).ln();
        let fading = |found: f64, most: f64| (most + SLACK).ln() - (found + SLACK).ln();
        [
            self.answered.map(|asked| {
                odds(given.service_level(asked.counting).unwrap_or(0.0)) - odds(asked.share.get())
            }),
            self.max_average_wait
                .map(|most| fading(given.answered_wait.map_or(f64::MAX, Seconds::get), most.get())),
            self.max_abandonment.map(|most| fading(given.abandonment, most.get())),
            self.max_occupancy.map(|most| 1.0 / given.occupancy.unwrap_or(1.0) - 1.0 / most.get()),
            self.max_blocking.map(|most| fading(given.blocking, most.get())),
        ]
    }
}

//! How the share in time of a measured period varies from one random case to the next.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::model::{PeriodService, Target};

/// From the level that 5 % of replications stay below to the one that 5 % exceed, in standard deviations.
const RANGE: f64 = 2.0 * 1.645;
/// The least standard deviation of a share in log odds.
const LEAST_DEVIATION: f64 = 0.02;
/// Where the chance measured is all or nothing, it is taken to lie at least so many standard deviations from half.
const BEYOND_DOUBT: f64 = 1.645;

/// How the share in time of a period varies from one random case to the next: normally, in log odds.
pub(super) struct Odds {
    pub mean: f64,
    pub deviation: f64,
}

impl Odds {
    pub fn of(period: &PeriodService) -> Self {
        let deviation = (log_odds(period.high) - log_odds(period.low)) / RANGE;
        Odds { mean: log_odds(period.expected), deviation: deviation.max(LEAST_DEVIATION) }
    }

    /// How many standard deviations a promise is kept by. The chance measured tells of all its targets, where it is
    /// neither all nor nothing; else the share in time does.
    pub fn safety(&self, promised: f64, chance: f64) -> f64 {
        let by_share = (self.mean - promised) / self.deviation;
        match chance {
            chance if chance <= 0.0 => by_share.min(-BEYOND_DOUBT),
            chance if chance >= 1.0 => by_share.max(BEYOND_DOUBT),
            chance => normal().inverse_cdf(chance),
        }
    }

    /// The penalty expected of a whole period when the share is so many standard deviations higher.
    pub fn penalty(&self, higher: f64, target: &Target) -> f64 {
        let mut tiers = target.penalties.clone();
        tiers.sort_by(|one, other| other.below.get().total_cmp(&one.below.get()));
        let (mut due, mut expected) = (0.0, 0.0);
        for tier in tiers {
            let more = (tier.cost.major() - due).max(0.0);
            due += more;
            let below = (log_odds(tier.below.get()) - self.mean) / self.deviation - higher;
            expected += more * normal().cdf(below);
        }
        expected
    }
}

pub(super) fn normal() -> Normal {
    Normal::standard()
}

pub(super) fn log_odds(share: f64) -> f64 {
    let share = share.clamp(1e-4, 1.0 - 1e-4);
    (share / (1.0 - share)).ln()
}

pub(super) fn share(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

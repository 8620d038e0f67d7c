//! A promise over a period: how safely it is kept, and how far to move what is aimed at.

use super::odds::{Odds, log_odds, share};
use crate::model::{PeriodService, Target};
use crate::staffing::Aim;

/// A promise over a period holds when it is kept with at least this chance.
pub(super) const CONFIDENCE: f64 = 0.9;
/// Standard deviations of a normal distribution: where a promise does not hold, 95 % is aimed at.
const RAISED_TO: f64 = 1.645;
/// Slack is given back from 96 % on, down to 93 %;
const TOO_SAFE: (f64, f64) = (1.75, 1.45);
/// or only where there is plenty, from 99.9 % down to 99 %.
const FAR_TOO_SAFE: (f64, f64) = (3.09, 2.326);
/// Log odds: steps are never longer than this, aims never farther above the promise,
const LONGEST_STEP: f64 = 1.5;
pub(super) const FARTHEST: f64 = 2.5;
/// and a change smaller than this is none.
const SAME: f64 = 0.02;
/// Of what a step should do, this share is asked for at first; later ones know what the last one did.
const FIRST_STEP: f64 = 0.7;
/// The least that is believed of what a step does, as a share of what it should.
const LEAST_SLOPE: f64 = 0.3;
/// How finely more safety is weighed against its wages, and how far, in standard deviations.
const GRAIN: f64 = 0.05;
const GRAINS: i32 = 60;
/// A saving smaller than this share of the dearest penalty is none, and safety is not raised for less than so many
/// standard deviations.
const NO_SAVING: f64 = 1e-4;
const WORTH_A_STEP: f64 = 0.25;

/// A promise over a period.
#[derive(Debug, Clone)]
pub(super) struct Promise {
    pub aim: Aim,
    /// What was asked before the last step, and how far above the promise what was given then lay: log odds.
    last: Option<(f64, f64)>,
    /// The last that was asked, in log odds, and that the roster had; and that it did not have.
    reached: Option<f64>,
    beyond_reach: Option<f64>,
}

/// What becomes of slack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slack {
    /// Less is asked where a promise is kept more safely than it has to be,
    GivenBack,
    /// where it is kept beyond all doubt,
    GivenBackIfPlenty,
    /// nowhere: no interval is asked for fewer.
    Kept,
}

/// What was measured of a promise.
pub(super) struct Kept<'a> {
    pub period: &'a PeriodService,
    /// The share that the formulas expect of what was asked.
    pub expected: f64,
    /// Whether the roster had all that was asked.
    pub is_had: bool,
    /// What another unit of log odds costs.
    pub price: f64,
    /// The chance that is enough.
    pub enough: f64,
}

impl Kept<'_> {
    /// How safely the promise is best kept by its penalties alone: more safety is worth having as long as it saves more
    /// in penalties expected than it costs in wages. Nothing where no penalty is worth a wage.
    fn worth(&self, safety: f64, odds: &Odds, target: &Target) -> f64 {
        let dearest = target.penalties.iter().map(|tier| tier.cost.major()).fold(0.0, f64::max);
        let cost = |safer: f64| {
            self.price * safer * odds.deviation + self.period.span.covered.get() * odds.penalty(safer, target)
        };
        let levels = (-GRAINS..=GRAINS).map(|step| f64::from(step) * GRAIN);
        let first = (f64::NEG_INFINITY, cost(-f64::from(GRAINS) * GRAIN));
        let best = levels.fold(first, |best, safer| {
            let cost = cost(safer);
            if cost < best.1 - NO_SAVING * dearest { (safer, cost) } else { best }
        });
        safety + best.0
    }
}

impl Promise {
    /// At first what is promised is aimed at.
    pub fn new(aim: Aim) -> Self {
        Promise { aim, last: None, reached: None, beyond_reach: None }
    }

    /// Moves the aim by what was measured: up where the promise does not hold, or where more safety saves more in
    /// penalties than it costs in wages; down where it is kept more safely than `slack` leaves. Whether it was moved.
    ///
    /// Where the roster did not have all that was asked, asking for more would only take agents from where they help:
    /// what is asked goes half the way back to what it had, and from then on half the way up at most.
    pub fn correct(&mut self, target: &Target, kept: &Kept, slack: Slack) -> bool {
        let (Some(answered), Some(floor)) = (target.answered, target.floor()) else { return false };
        let promised = log_odds(answered.share.get());
        let odds = Odds::of(kept.period);
        let safety = odds.safety(promised, kept.period.chance_met);
        let asked = log_odds(kept.expected);
        let worth = kept.worth(safety, &odds, target);
        let is_kept = kept.period.chance_met >= kept.enough;
        let is_wanting = !is_kept || worth > safety + WORTH_A_STEP;
        let (too_safe, lowered_to) = match slack {
            Slack::GivenBack => TOO_SAFE,
            Slack::GivenBackIfPlenty => FAR_TOO_SAFE,
            Slack::Kept => (f64::INFINITY, 0.0),
        };
        let is_too_safe = !is_wanting && safety > worth.max(lowered_to) + too_safe - lowered_to;
        let above = safety * odds.deviation;
        let wanted = if is_kept { lowered_to.max(worth) } else { RAISED_TO.max(worth) };
        let mut next = asked + self.step(asked, above, wanted * odds.deviation - above);
        *(if kept.is_had { &mut self.reached } else { &mut self.beyond_reach }) = Some(asked);
        if is_wanting && !kept.is_had {
            next = self.reached.map_or(asked, |reached| 0.5 * (reached + asked));
        } else if let Some(beyond) = self.beyond_reach {
            next = next.min(0.5 * (asked + beyond));
        }
        next = next.clamp(log_odds(floor.get()).min(promised), promised + FARTHEST);
        let is_right_way = if kept.is_had { (next > asked) == is_wanting } else { next < asked };
        if !(is_wanting || is_too_safe) || !is_right_way || (next - asked).abs() < SAME {
            return false;
        }
        self.last = Some((asked, above));
        self.aim.share = share(next);
        true
    }

    /// How far to move what is asked so that what is given moves by `wanted`, by what the last step did.
    fn step(&self, asked: f64, above: f64, wanted: f64) -> f64 {
        let moved = self.last.filter(|(before, _)| (asked - before).abs() > SAME);
        let slope = moved.map_or(1.0 / FIRST_STEP, |(before, was)| (above - was) / (asked - before));
        (wanted / slope.clamp(LEAST_SLOPE, 1.0 / FIRST_STEP)).clamp(-LONGEST_STEP, LONGEST_STEP)
    }
}

/// The same aim, so many log odds higher.
pub(super) fn raised(aim: &Aim, by: f64) -> Aim {
    Aim { share: share(log_odds(aim.share) + by), ..aim.clone() }
}

#[cfg(test)]
mod tests {
    use statrs::distribution::ContinuousCDF;

    use super::super::odds::normal;
    use super::*;
    use crate::model::{Answered, Penalty, Period, PeriodSpan};
    use crate::units::{Money, Seconds, Share};

    fn target(penalty: Option<f64>) -> Target {
        let eighty = Share::percent(80.0).unwrap();
        let tier = |cost| Penalty { below: eighty, cost: Money::from_major(cost) };
        Target {
            answered: Some(Answered { share: eighty, within: Seconds::new(20.0) }),
            measured: Period::Week,
            penalties: penalty.map(tier).into_iter().collect(),
            ..Target::default()
        }
    }

    /// A week whose share lies so many standard deviations, of 0.2 in log odds, above the promise.
    fn week(safety: f64) -> PeriodService {
        let at = |deviations: f64| share(log_odds(0.8) + 0.2 * (safety + deviations));
        PeriodService {
            span: PeriodSpan { first: 0, end: 336, covered: Share::ALL },
            expected: at(0.0),
            low: at(-1.645),
            high: at(1.645),
            chance_met: normal().cdf(safety),
            expected_penalty: Money::ZERO,
        }
    }

    fn corrected(safety: f64, is_had: bool, price: f64, target: &Target, slack: Slack) -> Option<f64> {
        let mut promise = Promise::new(Aim { span: 0..336, share: 0.8 });
        let period = week(safety);
        let kept = Kept { period: &period, expected: 0.8, is_had, price, enough: CONFIDENCE };
        promise.correct(target, &kept, slack).then_some(promise.aim.share)
    }

    #[test]
    fn what_lacks_is_raised_and_what_is_spare_given_back_as_far_as_slack_goes() {
        let none = target(None);
        let by = |safety: f64, slack| corrected(safety, true, 0.0, &none, slack).map(|share| share - 0.8);
        for slack in [Slack::GivenBack, Slack::GivenBackIfPlenty, Slack::Kept] {
            assert!(by(0.5, slack).unwrap() > 0.0, "69 % is too little");
            assert_eq!(by(1.5, slack), None, "93 % is left alone");
        }
        assert!(by(2.5, Slack::GivenBack).unwrap() < 0.0);
        assert_eq!(by(2.5, Slack::GivenBackIfPlenty), None);
        assert!(by(4.0, Slack::GivenBackIfPlenty).unwrap() < 0.0);
        assert_eq!(by(9.0, Slack::Kept), None);
        // What is asked for does not move what is not there.
        assert_eq!(corrected(0.5, false, 0.0, &none, Slack::GivenBack), None);
    }

    #[test]
    fn safety_is_worth_what_it_saves() {
        let at = |price, penalty| corrected(1.5, true, price, &target(Some(penalty)), Slack::GivenBack);
        // At 93 % a penalty of 10,000 is one of 670 expected; 0.2 in log odds save most of it.
        assert!(at(100.0, 10_000.0).is_some_and(|share| share > 0.8));
        assert_eq!(at(100_000.0, 10_000.0), None, "dearer than what it saves, and kept all the same");
        assert_eq!(at(100.0, 1.0), None);
    }

    #[test]
    fn beyond_what_a_roster_has_the_way_is_halved() {
        let mut promise = Promise::new(Aim { span: 0..336, share: 0.8 });
        let (none, period) = (target(None), week(0.0));
        let mut correct = |expected: f64, is_had| {
            let kept = Kept { period: &period, expected, is_had, price: 0.0, enough: CONFIDENCE };
            promise.correct(&none, &kept, Slack::Kept).then_some(promise.aim.share)
        };
        let raised = correct(0.8, true).unwrap();
        let back = correct(raised, false).unwrap();
        assert!(0.8 < back && back < raised);
        let between = correct(back, true).unwrap();
        assert!(back < between && between < raised);
    }
}

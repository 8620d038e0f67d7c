use super::hold::{Attempt, hold};
use super::lack::{kept, penalties};
use super::load_curve::{LoadCurve, in_seat};
use super::paid_hour::{PaidHour, without_least_hours};
use super::promise::CONFIDENCE;
use super::{MonthProof, Plan, PlanOptions};
use crate::error::Result;
use crate::hiring::{Kept, MonthlyDemand, PenaltyStep};
use crate::model::{Roster, Watch, Workforce};
use crate::rostering::RosteringOptions;

/// The share of the time for rosters that those without least hours may take.
const TIME: f64 = 0.5;
/// The largest share of the hours that one month's roster is taken to show as missing.
const MOST_MISSING: f64 = 0.2;

/// What months ahead need of people, measured once on the weeks of a plan: as many workforces as wanted can be planned
/// from it, and differ by nothing else.
///
/// It is measured on a roster of the same weeks on which nobody is owed any hours, made and corrected by its service as
/// the plan's own was: nobody is there but who is needed, so what it asks for keeps the promises by itself, and what it
/// pays is what that takes.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthlyNeeds {
    curve: LoadCurve,
    /// Hours in seat of the plan's days, by queue.
    in_seat: Vec<f64>,
    /// The plan's days.
    days: f64,
    /// What an hour paid is worth.
    pub paid_hour: PaidHour,
    penalties: Vec<Vec<PenaltyStep>>,
    kept: Vec<Kept>,
    /// How many times more paid hours months took when rostered, by month and queue; none of those never rostered.
    corrected: Vec<Vec<f64>>,
}

impl MonthlyNeeds {
    /// Measures what workforces need at the volumes of their months, and beyond as far as those may be off.
    ///
    /// # Errors
    ///
    /// Where a solver fails.
    pub fn measure(
        plan: &Plan,
        workforces: &[&Workforce],
        options: &PlanOptions,
        watch: &dyn Watch,
    ) -> Result<Self> {
        let scenario = &plan.scenario;
        let Attempt { requirements, rostered, measured } = lean(plan, options, watch)?;
        let (least, most) = range(workforces);
        let queues = scenario.queues.iter().zip(&requirements);
        let served = queues.clone().zip(&measured.service.queues);
        Ok(MonthlyNeeds {
            curve: LoadCurve::new(scenario, options, least, most),
            in_seat: requirements.iter().map(|requirement| in_seat(scenario, requirement)).collect(),
            days: scenario.grid.days() as f64,
            paid_hour: PaidHour::of(scenario, &requirements, &rostered),
            kept: served.map(|((queue, needs), served)| kept(queue, needs, served)).collect(),
            corrected: Vec::new(),
            penalties: queues.map(|(queue, needs)| penalties(queue, needs, scenario.grid.days())).collect(),
        })
    }

    /// Hours in seat that a month needs of a queue at so many times its volume.
    ///
    /// hours = hours of the plan's days, as corrected by measured service
    ///   * (staffing at the month's volume / staffing at the forecast's) * (days of the month / days planned).
    pub fn in_seat(&self, workforce: &Workforce, month: usize, queue: usize, more: f64) -> f64 {
        let forecast = self.curve.at(queue, 1.0);
        let there = self.curve.at(queue, workforce.volume[month][queue] * more);
        let times = if forecast > 0.0 { there / forecast } else { 0.0 };
        self.in_seat[queue] * times * workforce.days(month) as f64 / self.days
    }

    /// Paid hours that a month requires of a queue at so many times its volume: those in seat over the yield, and more
    /// where the month's own roster took more.
    pub fn paid(&self, workforce: &Workforce, month: usize, queue: usize, more: f64) -> f64 {
        let corrected = self.corrected.get(month).map_or(1.0, |month| month[queue]);
        corrected * self.in_seat(workforce, month, queue, more) / self.paid_hour.yields()
    }

    /// Learns from months that did not keep their agreements although they had the hours required: their service is that
    /// of fewer, as some are not there when they are needed. Whether anything was learnt.
    ///
    /// more = 1 / (1 - s), with s the share of the hours without which the agreement has the chance measured, beyond that
    /// without which it would just hold.
    pub(super) fn learn(&mut self, months: usize, missed: &[&MonthProof]) -> bool {
        self.corrected.resize(months, vec![1.0; self.in_seat.len()]);
        let mut has_learnt = false;
        for proof in missed {
            for verdict in proof.verdicts.iter().filter(|verdict| verdict.is_at_risk()) {
                let kept = &self.kept[verdict.queue];
                let Some(chance) = verdict.chance else { continue };
                let missing = kept.missing(chance) - kept.missing(CONFIDENCE.min(kept.chance(0.0)));
                if missing > 0.0 {
                    self.corrected[proof.month][verdict.queue] /= 1.0 - missing.min(MOST_MISSING);
                    has_learnt = true;
                }
            }
        }
        has_learnt
    }

    /// What the months of a workforce require.
    pub fn demand(&self, workforce: &Workforce) -> MonthlyDemand {
        let of_month = |month: usize| -> Vec<f64> {
            (0..self.in_seat.len()).map(|queue| self.paid(workforce, month, queue, 1.0)).collect()
        };
        MonthlyDemand {
            hours: (0..workforce.months()).map(of_month).collect(),
            penalties: self.penalties.clone(),
            kept: self.kept.clone(),
        }
    }
}

/// The least and the most multiple of the forecast's volume that is asked for.
fn range(workforces: &[&Workforce]) -> (f64, f64) {
    let spread = |workforce: &Workforce| 1.0 + 4.0 * workforce.volume_error;
    let of = |workforce: &&Workforce| {
        let factors = || workforce.volume.iter().flatten().copied();
        let least = factors().fold(1.0, f64::min) / spread(workforce);
        (least, factors().fold(1.0, f64::max) * spread(workforce))
    };
    let both = |(least, most): (f64, f64), (low, high): (f64, f64)| (least.min(low), most.max(high));
    workforces.iter().map(of).fold((1.0, 1.0), both)
}

/// A roster of the plan's weeks on which nobody is owed any hours, corrected by what it gives.
fn lean(plan: &Plan, options: &PlanOptions, watch: &dyn Watch) -> Result<Attempt> {
    let options = going_on(options, plan.rostered.roster.clone(), TIME);
    hold(&without_least_hours(&plan.scenario), &options, None, watch).map(|held| held.attempt)
}

/// The options for a roster that goes on from another in a share of the time, with neither proof nor advice.
pub(super) fn going_on(options: &PlanOptions, start: Roster, share: f64) -> PlanOptions {
    let rostering = RosteringOptions {
        start: Some(start),
        prove: false,
        hiring: false,
        posted: None,
        time_limit: options.rostering.time_limit.map(|limit| limit.mul_f64(share)),
        ..options.rostering.clone()
    };
    PlanOptions { rostering, ..options.clone() }
}

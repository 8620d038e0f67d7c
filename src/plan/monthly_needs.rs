use super::hold::{Attempt, hold};
use super::lack::{kept, penalties};
use super::load_curve::{LoadCurve, in_seat};
use super::paid_hour::{PaidHour, without_least_hours};
use super::{Plan, PlanOptions};
use crate::error::Result;
use crate::hiring::{Kept, MonthlyDemand, PenaltyStep};
use crate::model::{Watch, Workforce};
use crate::rostering::RosteringOptions;

/// The share of the time for rosters that those without least hours may take.
const TIME: f64 = 0.5;

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

    /// Paid hours that a month requires of a queue at so many times its volume: those in seat over the yield.
    pub fn paid(&self, workforce: &Workforce, month: usize, queue: usize, more: f64) -> f64 {
        self.in_seat(workforce, month, queue, more) / self.paid_hour.yields()
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
    let rostering = RosteringOptions {
        start: Some(plan.rostered.roster.clone()),
        prove: false,
        hiring: false,
        posted: None,
        time_limit: options.rostering.time_limit.map(|limit| limit.mul_f64(TIME)),
        ..options.rostering.clone()
    };
    let options = PlanOptions { rostering, ..options.clone() };
    hold(&without_least_hours(&plan.scenario), &options, watch).map(|(attempt, _)| attempt)
}

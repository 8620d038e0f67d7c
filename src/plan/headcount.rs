use chrono::NaiveDate;

use super::{MonthProof, MonthlyNeeds, PaidHour, PlanOptions};
use crate::error::Result;
use crate::hiring::{
    HeadcountAdvice, MonthlyDemand, MonthsOptions, Risk, RiskOptions, advise_on_months, full_time_week,
    plan_months, risk,
};
use crate::model::{HeadcountPlan, Scenario, Workforce};

/// How far from the least cost a headcount plan may be, as a share of it.
const GAP: f64 = 1e-3;
/// Futures looked at.
const FUTURES: u64 = 200;

/// Whom to hire over the months ahead, with what it was computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Headcount {
    /// What went in.
    pub workforce: Workforce,
    /// The day from which on decisions can be made.
    pub today: NaiveDate,
    /// Hours needed in seat, by month and queue.
    pub needed: Vec<Vec<f64>>,
    /// What an hour paid is worth.
    pub paid_hour: PaidHour,
    /// What the months require.
    pub demand: MonthlyDemand,
    /// What to do.
    pub advice: HeadcountAdvice,
    /// How sure that is.
    pub risk: Risk,
    /// What service each month gives, staffed as planned and rostered; nothing where that was not tried.
    pub proofs: Vec<MonthProof>,
}

impl Headcount {
    /// Whether every month has its hours, and keeps its agreements as far as that was tried.
    pub fn is_met(&self) -> bool {
        self.advice.plan.short_hours() < 1.0 && self.proofs.iter().all(MonthProof::is_met)
    }
}

/// Plans the months of a workforce from what the weeks of a scenario need, and what a roster makes of an hour paid, at the
/// volume of each month.
///
/// Decisions can be made from the first day of those weeks on unless the options say what day it is.
///
/// # Errors
///
/// Where a solver fails.
pub fn headcount(
    needs: &MonthlyNeeds,
    scenario: &Scenario,
    workforce: Workforce,
    options: &PlanOptions,
) -> Result<Headcount> {
    let plan = plan_months(&workforce, &needs.demand(&workforce), &months_options(scenario, options))?;
    headcount_of(plan, needs, scenario, workforce, options)
}

/// What a plan of the months is worth, and how sure it is.
///
/// # Errors
///
/// Where a solver fails.
pub(super) fn headcount_of(
    plan: HeadcountPlan,
    needs: &MonthlyNeeds,
    scenario: &Scenario,
    workforce: Workforce,
    options: &PlanOptions,
) -> Result<Headcount> {
    let in_seat = |month: usize| -> Vec<f64> {
        (0..scenario.queues.len()).map(|queue| needs.in_seat(&workforce, month, queue, 1.0)).collect()
    };
    let needed = (0..workforce.months()).map(in_seat).collect();
    let demand = needs.demand(&workforce);
    let months = months_options(scenario, options);
    let advice = advise_on_months(&workforce, &demand, &months, plan)?;
    let paid = |month: usize, queue: usize, more: f64| needs.paid(&workforce, month, queue, more);
    let risk = risk(&workforce, &demand, &paid, &advice.plan, &months, &futures(options))?;
    let (paid_hour, proofs, today) = (needs.paid_hour.clone(), Vec::new(), months.today);
    Ok(Headcount { today, needed, paid_hour, demand, advice, risk, proofs, workforce })
}

/// How the months of a scenario are planned.
pub(super) fn months_options(scenario: &Scenario, options: &PlanOptions) -> MonthsOptions {
    let today = options.today.unwrap_or(scenario.grid.first_day());
    MonthsOptions { today, full_week: full_time_week(&scenario.contracts).hours().max(1.0), gap: GAP }
}

/// The futures that all plans are looked at in.
pub(super) fn futures(options: &PlanOptions) -> RiskOptions {
    RiskOptions { futures: FUTURES, seed: options.simulation.seed }
}

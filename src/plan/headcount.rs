use chrono::NaiveDate;

use super::load_curve::{LoadCurve, in_seat};
use super::paid_hour::PaidHour;
use super::{Plan, PlanOptions};
use crate::error::Result;
use crate::hiring::{
    HeadcountAdvice, MonthlyDemand, MonthsOptions, PenaltyStep, Risk, RiskOptions, advise_months,
    full_time_week, risk,
};
use crate::model::{Need, Penalty, Period, Queue, Watch, Workforce};
use crate::staffing;

/// How far from the least cost a headcount plan may be, as a share of it.
const GAP: f64 = 1e-3;
/// Futures looked at.
const FUTURES: u64 = 200;
/// Days of a month on average.
const DAYS_OF_MONTH: f64 = 365.25 / 12.0;

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
}

/// Plans the months ahead from a plan of a few weeks: what those weeks require, and what their roster makes of an hour
/// paid, at the volume of each month.
///
/// hours paid of a month and queue = hours required of the plan's days, as corrected by measured service
///   * (staffing at the month's volume / staffing at the forecast's) * (days of the month / days planned) / yield.
///
/// Decisions can be made from the plan's first day on unless the options say what day it is.
///
/// # Errors
///
/// Where a solver fails.
pub fn headcount(
    plan: &Plan,
    workforce: Workforce,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Headcount> {
    let scenario = &plan.scenario;
    let today = options.today.unwrap_or(scenario.grid.first_day());
    let paid_hour = PaidHour::measure(plan, options, watch)?;
    let factors = || workforce.volume.iter().flatten().copied();
    let spread = 1.0 + 4.0 * workforce.volume_error;
    let least = factors().fold(1.0, f64::min) / spread;
    let most = factors().fold(1.0, f64::max) * spread;
    let curve = LoadCurve::new(scenario, options, least, most);
    let hours = |month: usize, queue: usize, more: f64| {
        let forecast = curve.at(queue, 1.0);
        let factor = workforce.volume[month][queue] * more;
        let more = if forecast > 0.0 { curve.at(queue, factor) / forecast } else { 0.0 };
        let days = workforce.days(month) as f64 / scenario.grid.days() as f64;
        in_seat(scenario, &plan.requirements[queue]) * more * days
    };
    let queues = 0..scenario.queues.len();
    let needed: Vec<Vec<f64>> = (0..workforce.months())
        .map(|month| queues.clone().map(|queue| hours(month, queue, 1.0)).collect())
        .collect();
    let demand = MonthlyDemand {
        hours: needed
            .iter()
            .map(|month| month.iter().map(|hours| hours / paid_hour.yields()).collect())
            .collect(),
        penalties: queues.map(|queue| penalties(plan, queue)).collect(),
    };
    let full_week = full_time_week(&scenario.contracts).hours().max(1.0);
    let months = MonthsOptions { today, full_week, gap: GAP };
    let advice = advise_months(&workforce, &demand, &months)?;
    let paid = |month: usize, queue: usize, more: f64| hours(month, queue, more) / paid_hour.yields();
    let futures = RiskOptions { futures: FUTURES, seed: options.simulation.seed };
    let risk = risk(&workforce, &demand, &paid, &advice.plan, &months, &futures)?;
    Ok(Headcount { workforce, today, needed, paid_hour, demand, advice, risk })
}

/// What lacking hours of a month costs a queue in penalties: each tier from the share of hours on with which its share
/// in time is no longer given, were the lack spread evenly over what is required.
fn penalties(plan: &Plan, index: usize) -> Vec<PenaltyStep> {
    let queue = &plan.scenario.queues[index];
    let periods = match queue.target.measured {
        // Paid by the interval, each lack costs by itself: no step of a month says it.
        Period::Interval => return Vec::new(),
        Period::Day => DAYS_OF_MONTH,
        Period::Week => DAYS_OF_MONTH / 7.0,
        Period::Month => 1.0,
        Period::Plan => DAYS_OF_MONTH / plan.scenario.grid.days() as f64,
    };
    let mut tiers: Vec<&Penalty> = queue.target.penalties.iter().collect();
    tiers.sort_by(|one, other| other.below.get().total_cmp(&one.below.get()));
    let needs: Vec<Need> = plan.requirements[index].needs.iter().copied().collect();
    let mut steps: Vec<PenaltyStep> = Vec::new();
    let mut paid = 0.0;
    for tier in tiers {
        let short = share_short(queue, &needs, tier.below.get());
        let cost = (tier.cost.major() - paid).max(0.0) * periods;
        paid = tier.cost.major().max(paid);
        match steps.last_mut() {
            Some(last) if last.short >= short => last.cost += cost,
            _ => steps.push(PenaltyStep { short, cost }),
        }
    }
    steps
}

/// The share of the hours required without which no more than `below` are in time; deferred work is late by what it
/// lacks.
fn share_short(queue: &Queue, needs: &[Need], below: f64) -> f64 {
    if queue.is_deferred() {
        return 1.0 - below;
    }
    let in_time = |short: f64| {
        let (mut all, mut sum) = (0.0, 0.0);
        for need in needs.iter().filter(|need| need.volume > 0.0) {
            let agents = need.agents.as_f64() * (1.0 - short);
            let share = staffing::share_in_time(queue, need, agents).unwrap_or(1.0);
            all += need.volume;
            sum += need.volume * share;
        }
        if all > 0.0 { sum / all } else { 1.0 }
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..12 {
        let middle = 0.5 * (low + high);
        if in_time(middle) < below {
            high = middle;
        } else {
            low = middle;
        }
    }
    low
}

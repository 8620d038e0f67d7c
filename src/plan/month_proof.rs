use std::sync::Mutex;
use std::thread;

use super::hold::{Attempt, hold};
use super::month_staff::{MonthStaff, of_month};
use super::{Headcount, Plan, PlanOptions, Verdict, judge_service};
use crate::audit;
use crate::error::Result;
use crate::model::{Progress, Watch};
use crate::rostering::RosteringOptions;
use crate::units::Money;

/// The share of the time for rosters that each month may take.
const TIME: f64 = 0.25;

/// A month of a headcount plan, staffed as it says and rostered: what service that gives.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthProof {
    /// The month, from 0.
    pub month: usize,
    /// People rostered, by what they get done.
    pub people: f64,
    /// Hours in seat asked for at last, by queue, for a month of its length.
    pub asked: Vec<f64>,
    /// Hours in seat that nobody covers, by queue, for a month of its length.
    pub short: Vec<f64>,
    /// Hours paid on the roster, for a month of its length.
    pub paid: f64,
    /// Wages of the roster, for a month of its length.
    pub wages: Money,
    /// Rules broken, as the audit found.
    pub violations: usize,
    /// The service measured against what was promised, queue by queue.
    pub verdicts: Vec<Verdict>,
}

impl MonthProof {
    /// Whether every agreement is more likely kept than not, in each of its periods.
    pub fn is_met(&self) -> bool {
        !self.verdicts.iter().any(Verdict::is_at_risk)
    }
}

/// Proves months of a headcount plan: each is staffed as the plan says, at its volume, in the weeks of the plan it was
/// measured on; rostered like those, and replayed. Several at a time, each in a quarter of the time for rosters.
///
/// # Errors
///
/// Where a solver fails.
pub fn prove_months(
    plan: &Plan,
    headcount: &Headcount,
    months: &[usize],
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Vec<MonthProof>> {
    let waiting = Mutex::new(months.iter().copied());
    let done = Mutex::new(Vec::with_capacity(months.len()));
    let work = || {
        loop {
            let next = waiting.lock().expect("no prover panics").next();
            let Some(month) = next else { break };
            let proof = prove(plan, headcount, month, options, watch);
            let mut done = done.lock().expect("no prover panics");
            done.push((month, proof));
            let share = done.len() as f64 / months.len() as f64;
            watch.progress(&Progress { stage: "months", done: Some(share), cost: None, bound: None });
        }
    };
    thread::scope(|scope| {
        for _ in 0..rayon::current_num_threads().min(months.len()) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().expect("no prover panics");
    done.sort_by_key(|&(month, _)| month);
    done.into_iter().map(|(_, proof)| proof).collect()
}

fn prove(
    plan: &Plan,
    headcount: &Headcount,
    month: usize,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<MonthProof> {
    let figures = &headcount.advice.plan.months[month];
    let MonthStaff { scenario, start } = of_month(plan, &headcount.workforce, month, figures);
    let rostering = RosteringOptions {
        start: Some(start),
        prove: false,
        hiring: false,
        posted: None,
        time_limit: options.rostering.time_limit.map(|limit| limit.mul_f64(TIME)),
        ..options.rostering.clone()
    };
    let options = PlanOptions { rostering, ..options.clone() };
    let (Attempt { requirements, rostered, measured }, _) = hold(&scenario, &options, watch)?;
    let longer = headcount.workforce.days(month) as f64 / scenario.grid.days() as f64;
    let hours = scenario.grid.interval().hours() * longer;
    Ok(MonthProof {
        month,
        people: figures.able.iter().sum(),
        asked: requirements
            .iter()
            .map(|asked| hours * asked.needs.iter().map(|need| need.agents.as_f64()).sum::<f64>())
            .collect(),
        short: rostered.shortage.iter().map(|queue| hours * queue.iter().sum::<f64>()).collect(),
        paid: rostered.roster.paid().hours() * longer,
        wages: rostered.proof.wages.times(longer),
        violations: audit::judge(&scenario, &rostered.roster).len(),
        verdicts: judge_service(&scenario, &measured.service),
    })
}

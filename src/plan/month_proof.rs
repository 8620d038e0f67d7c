use std::sync::atomic::{AtomicUsize, Ordering};

use super::hold::{Attempt, hold};
use super::month_staff::{MonthStaff, of_month};
use super::monthly_needs::going_on;
use super::side_by_side::side_by_side;
use super::{Headcount, MonthlyNeeds, PaidHour, Plan, PlanOptions, Verdict, headcount_from, judge_service};
use crate::audit;
use crate::error::Result;
use crate::model::{MonthFigures, Progress, Watch, Workforce};
use crate::units::Money;

/// The share of the time for rosters that each month may take.
const TIME: f64 = 0.25;
/// How often what months require is corrected at most.
const ROUNDS: usize = 3;
/// Staff that differs by less is the same.
const SAME: f64 = 0.01;

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
    /// The share of a paid hour that is needed in seat.
    pub yields: f64,
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

/// Plans the months of a workforce so that each, staffed as planned, keeps its agreements.
///
/// Each month is staffed as the plan says, at its volume, in the weeks of the plan it was measured on; rostered and
/// corrected like those, and replayed. Where an agreement is not kept although the month has its hours, not all of them
/// are there when they are needed: the month requires as many more as its service shows to be missing, the months are
/// planned anew, and those whose staff changed are tried again, at most three times.
/// Several months at a time, each in a quarter of the time for rosters.
///
/// # Errors
///
/// Where a solver fails.
pub fn proven_headcount(
    needs: &mut MonthlyNeeds,
    plan: &Plan,
    workforce: &Workforce,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Headcount> {
    let mut headcount = headcount_from(needs, plan, workforce.clone(), options)?;
    let all: Vec<usize> = (0..workforce.months()).collect();
    headcount.proofs = prove_all(plan, &headcount, &all, options, watch)?;
    for _ in 0..ROUNDS {
        let missed: Vec<&MonthProof> = headcount.proofs.iter().filter(|proof| !proof.is_met()).collect();
        if missed.is_empty() || watch.should_stop() || !needs.learn(workforce.months(), &missed) {
            break;
        }
        let mut next = headcount_from(needs, plan, workforce.clone(), options)?;
        let is_other = |&month: &usize| {
            let [now, then] = [&headcount, &next].map(|of| staff_of(&of.advice.plan.months[month]));
            !headcount.proofs[month].is_met() || differ(&now, &then)
        };
        let changed: Vec<usize> = all.iter().copied().filter(is_other).collect();
        let mut proofs = headcount.proofs.clone();
        for proof in prove_all(plan, &next, &changed, options, watch)? {
            let month = proof.month;
            proofs[month] = proof;
        }
        next.proofs = proofs;
        headcount = next;
    }
    Ok(headcount)
}

/// People by group, then overtime and temps in hours.
fn staff_of(month: &MonthFigures) -> [&[f64]; 3] {
    [&month.able, &month.overtime, &month.temps]
}

fn differ(one: &[&[f64]; 3], other: &[&[f64]; 3]) -> bool {
    let all = one.iter().flat_map(|of| of.iter()).zip(other.iter().flat_map(|of| of.iter()));
    all.into_iter().any(|(one, other)| (one - other).abs() > SAME)
}

fn prove_all(
    plan: &Plan,
    headcount: &Headcount,
    months: &[usize],
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Vec<MonthProof>> {
    let done = AtomicUsize::new(0);
    let proofs = side_by_side(months.to_vec(), |_, month| {
        let proof = prove(plan, headcount, month, options, watch);
        let share = (done.fetch_add(1, Ordering::Relaxed) + 1) as f64 / months.len() as f64;
        watch.progress(&Progress { stage: "months", done: Some(share), cost: None, bound: None });
        proof
    });
    proofs.into_iter().collect()
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
    let options = going_on(options, start, TIME);
    let Attempt { requirements, rostered, measured } = hold(&scenario, &options, None, watch)?.attempt;
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
        yields: PaidHour::of(&scenario, &requirements, &rostered).yields(),
        paid: rostered.roster.paid().hours() * longer,
        wages: rostered.proof.wages.times(longer),
        violations: audit::judge(&scenario, &rostered.roster).len(),
        verdicts: judge_service(&scenario, &measured.service),
    })
}

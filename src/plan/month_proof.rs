use std::sync::atomic::{AtomicUsize, Ordering};

use super::headcount::{headcount, months_options};
use super::hold::{Attempt, hold_for_service};
use super::month_staff::{MonthStaff, of_month};
use super::monthly_needs::going_on;
use super::side_by_side::side_by_side;
use super::{Headcount, MonthlyNeeds, PaidHour, PlanOptions, Verdict, judge_service};
use crate::audit;
use crate::error::Result;
use crate::hiring::plan_months;
use crate::model::{HeadcountPlan, MonthFigures, Progress, Scenario, Watch, Workforce};
use crate::units::Money;

/// The share of the time for rosters that each month may take.
const TIME: f64 = 0.25;
/// How often what months require is corrected at most.
const ROUNDS: usize = 4;
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
/// Each month is staffed as the plan says, at its volume, in the weeks it was measured on; rostered and
/// corrected like those, and replayed. Where an agreement is not kept although the month has its hours, not all of them
/// are there when they are needed: the month is planned anew with people for its fullest week, and where it has them, with
/// as many more hours in the weeks that miss as their service shows to be missing. Those whose staff changed are tried
/// again, at most four times.
/// Several months at a time, each in a quarter of the time for rosters, but mended however late that gets: what a roster
/// was not asked for is no lack of people.
///
/// # Errors
///
/// Where a solver fails.
pub fn proven_headcount(
    needs: &mut MonthlyNeeds,
    base: &Scenario,
    workforce: &Workforce,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Headcount> {
    let mut months = planned(needs, base, workforce, options)?;
    let all: Vec<usize> = (0..workforce.months()).collect();
    let mut proofs = prove_all((base, &*needs, workforce), &months, &all, options, watch)?;
    for _ in 0..ROUNDS {
        if proofs.iter().all(MonthProof::is_met) || watch.should_stop() {
            break;
        }
        let Some(next) = anew(needs, (base, workforce), (&months, &proofs), options)? else { break };
        let is_other = |&month: &usize| !proofs[month].is_met() || has_other_staff(&months, &next, month);
        let changed: Vec<usize> = all.iter().copied().filter(is_other).collect();
        for proof in prove_all((base, &*needs, workforce), &next, &changed, options, watch)? {
            let month = proof.month;
            proofs[month] = proof;
        }
        months = next;
    }
    Ok(Headcount { proofs, ..headcount(needs, base, workforce.clone(), options)? })
}

/// The months as they are planned, without what else there is to say of them.
fn planned(
    needs: &MonthlyNeeds,
    base: &Scenario,
    workforce: &Workforce,
    options: &PlanOptions,
) -> Result<HeadcountPlan> {
    plan_months(workforce, &needs.demand(workforce), &months_options(base, options))
}

/// The months planned anew with people for the fullest week of each that missed; where it had them already, or that asks
/// for nobody else, with more hours in the weeks that miss. Nothing where there is nothing to learn.
fn anew(
    needs: &mut MonthlyNeeds,
    (base, workforce): (&Scenario, &Workforce),
    (before, proofs): (&HeadcountPlan, &[MonthProof]),
    options: &PlanOptions,
) -> Result<Option<HeadcountPlan>> {
    let missed: Vec<&MonthProof> = proofs.iter().filter(|proof| !proof.is_met()).collect();
    let next = match needs.divide(workforce.months(), &missed) {
        true => Some(planned(needs, base, workforce, options)?),
        false => None,
    };
    let is_as_before =
        |proof: &&&MonthProof| next.as_ref().is_none_or(|next| !has_other_staff(before, next, proof.month));
    let as_before: Vec<&MonthProof> = missed.iter().filter(is_as_before).copied().collect();
    match needs.correct(workforce.months(), &as_before) {
        true => planned(needs, base, workforce, options).map(Some),
        false => Ok(next),
    }
}

fn has_other_staff(one: &HeadcountPlan, other: &HeadcountPlan, month: usize) -> bool {
    let [one, other] = [one, other].map(|of| staff_of(&of.months[month]));
    let all = one.iter().flat_map(|of| of.iter()).zip(other.iter().flat_map(|of| of.iter()));
    all.into_iter().any(|(one, other)| (one - other).abs() > SAME)
}

/// People by group, then overtime and temps in hours.
fn staff_of(month: &MonthFigures) -> [&[f64]; 3] {
    [&month.able, &month.overtime, &month.temps]
}

/// The weeks that months are rostered in, what was learnt of them, and who is there over the months.
type Weeks<'a> = (&'a Scenario, &'a MonthlyNeeds, &'a Workforce);

fn prove_all(
    weeks: Weeks<'_>,
    plan: &HeadcountPlan,
    months: &[usize],
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Vec<MonthProof>> {
    let done = AtomicUsize::new(0);
    let proofs = side_by_side(months.to_vec(), |_, month| {
        let proof = prove(weeks, plan, month, options, watch);
        let share = (done.fetch_add(1, Ordering::Relaxed) + 1) as f64 / months.len() as f64;
        watch.progress(&Progress { stage: "months", done: Some(share), cost: None, bound: None });
        proof
    });
    proofs.into_iter().collect()
}

fn prove(
    (base, needs, workforce): Weeks<'_>,
    plan: &HeadcountPlan,
    month: usize,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<MonthProof> {
    let figures = &plan.months[month];
    let MonthStaff { scenario, start } = of_month((base, needs.roster()), workforce, month, figures);
    let options = going_on(options, Some(start), TIME);
    let Attempt { requirements, rostered, measured } =
        hold_for_service(&scenario, &options, needs.known(), watch)?.attempt;
    let longer = workforce.days(month) as f64 / scenario.grid.days() as f64;
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

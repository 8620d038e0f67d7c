use std::sync::atomic::{AtomicUsize, Ordering};

use super::alternatives::from_another;
use super::exchange::lines_for;
use super::headcount::{headcount_of, months_options};
use super::hold::{Attempt, Held, hold, hold_for_service};
use super::month_anew::{anew, eased};
use super::month_staff::{MonthStaff, of_month};
use super::monthly_needs::going_on;
use super::promises::Known;
use super::side_by_side::side_by_side;
use super::{Headcount, MonthlyNeeds, PaidHour, PlanOptions, Verdict, judge_service};
use crate::audit;
use crate::error::Result;
use crate::hiring::{MonthsOptions, plan_months};
use crate::model::{HeadcountPlan, MonthFigures, Progress, Roster, Scenario, Watch, Workforce};
use crate::units::Money;

/// The share of the time for rosters that the first month may take, and each other one.
const FIRST_TIME: f64 = 1.0;
const TIME: f64 = 0.25;
/// How often months are tried again at most.
const ROUNDS: usize = 8;
/// How often a month is tried again before the next one is tried.
const AGAIN: usize = 4;
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
    /// Paid hours that the month would have to have more of for each queue so that its agreement held, by the service it gives;
    /// none where it holds.
    pub lacks: Vec<f64>,
}

impl MonthProof {
    /// Whether every agreement is more likely kept than not, in each of its periods.
    pub fn is_met(&self) -> bool {
        !self.verdicts.iter().any(Verdict::is_at_risk)
    }
}

/// Plans the months of a workforce so that each, staffed as planned, keeps its agreements.
///
/// Each month has people for the fullest of the plan's weeks. It is staffed as the plan says, at its volume, in the weeks
/// it was measured on; rostered and corrected like those, and replayed. One is tried after the other, from the roster of the
/// month before. Where an agreement is not kept, the month is tried once more from its own roster. Where it is still not kept
/// although the month has its hours, not all of them are there when they are needed: the months are planned anew with as many
/// more hours in the weeks that miss as their service shows to be missing, in that month and those after it, until the plan
/// sends more people for them. Whom the plan hires by then it keeps, so that no month loses anybody with whom it kept its
/// agreements. At last those are tried that others' hires changed; in all at most eight times, several months at a time.
///
/// Each month has a quarter of the time for rosters, the first all of it, but is mended however late that gets: what a roster
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
    needs.divide(workforce.months());
    let months_options = months_options(base, options);
    let mut months = plan_months(workforce, &needs.demand(workforce), &months_options)?;
    let mut tried = in_turn(needs, (base, workforce), &mut months, (options, &months_options), watch)?;
    for _ in 0..ROUNDS {
        let again = to_try_again(needs, workforce, (&mut months, &tried), &months_options)?;
        if again.is_empty() || watch.should_stop() {
            break;
        }
        retry(&mut tried, (base, &*needs, workforce), &months, &again, options, watch)?;
    }
    let stale = of(&tried, |month| month.is_stale(&months));
    retry(&mut tried, (base, &*needs, workforce), &months, &stale, options, watch)?;
    let proofs = tried.into_iter().map(|month| with_lacks(month.proof, needs, workforce)).collect();
    let least = plan_months(workforce, &needs.demand(workforce), &months_options)?;
    months.gap = gap(&months, &least);
    Ok(Headcount { proofs, ..headcount_of(months, needs, base, workforce.clone(), options)? })
}

/// The months to try again: those with other staff than they were tried with, where all keep their agreements; those that
/// miss and were not tried again yet; or all that miss, with the months planned anew for what they miss. None where there is
/// nothing to learn.
fn to_try_again(
    needs: &mut MonthlyNeeds,
    workforce: &Workforce,
    (months, tried): (&mut HeadcountPlan, &[Tried]),
    options: &MonthsOptions,
) -> Result<Vec<usize>> {
    let missed = of(tried, |month| !month.proof.is_met());
    if missed.is_empty() {
        return Ok(of(tried, |month| month.is_stale(months)));
    }
    let unlucky = of(tried, |month| !month.proof.is_met() && !month.is_again);
    if !unlucky.is_empty() {
        return Ok(unlucky);
    }
    let is_new = plan_anew(needs, workforce, (months, tried), &missed, options)?;
    Ok(if is_new { missed } else { Vec::new() })
}

/// Plans the months anew for what those that missed show to be missing, less what nobody is there for. Whether there was
/// anything to learn.
fn plan_anew(
    needs: &mut MonthlyNeeds,
    workforce: &Workforce,
    (months, tried): (&mut HeadcountPlan, &[Tried]),
    missed: &[usize],
    options: &MonthsOptions,
) -> Result<bool> {
    let tried: Vec<&Tried> = tried.iter().collect();
    let Some(next) = anew(needs, workforce, (&*months, &tried), options)? else { return Ok(false) };
    *months = next;
    if let Some(eased) = eased(needs, workforce, (&*months, missed), options)? {
        *months = eased;
    }
    Ok(true)
}

/// A month as it was last rostered.
pub(super) struct Tried {
    pub proof: MonthProof,
    /// Who was there.
    pub figures: MonthFigures,
    scenario: Scenario,
    roster: Roster,
    /// What was learnt of what it has to be asked for.
    known: Known,
    /// Whether it went on from a roster of the same staff.
    is_again: bool,
}

impl Tried {
    /// Whether it has other staff in a plan.
    fn is_stale(&self, plan: &HeadcountPlan) -> bool {
        has_other_staff(&self.figures, &plan.months[self.proof.month])
    }
}

fn of(tried: &[Tried], is_meant: impl Fn(&Tried) -> bool) -> Vec<usize> {
    tried.iter().filter(|month| is_meant(month)).map(|month| month.proof.month).collect()
}

fn has_other_staff(one: &MonthFigures, other: &MonthFigures) -> bool {
    let [one, other] = [one, other].map(|of| [&of.able, &of.overtime, &of.temps]);
    let all = one.into_iter().flatten().zip(other.into_iter().flatten());
    all.into_iter().any(|(one, other)| (one - other).abs() > SAME)
}

/// How far a plan may be from the least cost, by one that is as near to it as its own gap says.
fn gap(plan: &HeadcountPlan, least: &HeadcountPlan) -> f64 {
    let [cost, bound] = [plan, least].map(|of| of.cost().total().major());
    let bound = bound - least.gap * bound.abs();
    if cost > 0.0 { (1.0 - bound / cost).max(least.gap) } else { least.gap }
}

/// The weeks that months are rostered in, what was learnt of them, and who is there over the months.
type Weeks<'a> = (&'a Scenario, &'a MonthlyNeeds, &'a Workforce);

/// Tries all months, one after the other: the first by a whole plan's effort, each other one from the roster of the month
/// before, as most are still there, and from what was learnt of it. Where one misses, the months are planned anew, and those
/// after it have what that was for before they are tried.
fn in_turn(
    needs: &mut MonthlyNeeds,
    (base, workforce): (&Scenario, &Workforce),
    plan: &mut HeadcountPlan,
    (options, months_options): (&PlanOptions, &MonthsOptions),
    watch: &dyn Watch,
) -> Result<Vec<Tried>> {
    let mut tried: Vec<Tried> = Vec::with_capacity(workforce.months());
    for month in 0..workforce.months() {
        let one = |needs: &MonthlyNeeds, plan: &HeadcountPlan, before: Option<&Tried>| {
            try_one((base, needs, workforce), (month, &plan.months[month]), before, options, watch)
        };
        let mut last = one(needs, plan, tried.last())?;
        for _ in 0..AGAIN {
            if last.proof.is_met() || watch.should_stop() {
                break;
            }
            let next = match last.is_again {
                true => anew(needs, workforce, (&*plan, &[&last]), months_options)?,
                false => None,
            };
            if let Some(next) = next {
                *plan = next;
            }
            last = one(needs, plan, Some(&last))?;
        }
        if let Some(eased) = eased(needs, workforce, (&*plan, &[month]), months_options)? {
            *plan = eased;
        }
        tried.push(last);
        tell(watch, month + 1, workforce.months());
    }
    Ok(tried)
}

/// Tries months anew as a plan has them, from what came of them before.
fn retry(
    tried: &mut [Tried],
    weeks: Weeks<'_>,
    plan: &HeadcountPlan,
    months: &[usize],
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<()> {
    let (done, before) = (AtomicUsize::new(0), &*tried);
    let again = side_by_side(months.to_vec(), |_, month| {
        let again = try_one(weeks, (month, &plan.months[month]), before.get(month), options, watch);
        tell(watch, done.fetch_add(1, Ordering::Relaxed) + 1, months.len());
        again
    });
    for again in again.into_iter().collect::<Result<Vec<Tried>>>()? {
        let month = again.proof.month;
        tried[month] = again;
    }
    Ok(())
}

fn tell(watch: &dyn Watch, done: usize, of: usize) {
    let share = done as f64 / of as f64;
    watch.progress(&Progress { stage: "months", done: Some(share), cost: None, bound: None });
}

fn try_one(
    (base, needs, workforce): Weeks<'_>,
    (month, figures): (usize, &MonthFigures),
    before: Option<&Tried>,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Tried> {
    let MonthStaff { scenario, start } = of_month((base, needs.roster()), workforce, month, figures);
    let last = before.and_then(|before| lines_for(&before.scenario, &before.roster, &scenario));
    let share = if before.is_some() { TIME } else { FIRST_TIME };
    let options = from_another(&going_on(options, Some(last.unwrap_or(start)), share));
    let known = before.map_or(needs.known(), |before| &before.known);
    let Held { attempt, known, .. } = match before {
        Some(_) => hold_for_service(&scenario, &options, known, watch)?,
        None => hold(&scenario, &options, None, watch)?,
    };
    Ok(Tried {
        proof: proof(&scenario, workforce, (month, figures), &attempt),
        is_again: before
            .is_some_and(|before| before.proof.month == month && !has_other_staff(&before.figures, figures)),
        figures: figures.clone(),
        scenario,
        roster: attempt.rostered.roster,
        known,
    })
}

fn proof(
    scenario: &Scenario,
    workforce: &Workforce,
    (month, figures): (usize, &MonthFigures),
    Attempt { requirements, rostered, measured }: &Attempt,
) -> MonthProof {
    let longer = workforce.days(month) as f64 / scenario.grid.days() as f64;
    let hours = scenario.grid.interval().hours() * longer;
    MonthProof {
        month,
        people: figures.able.iter().sum(),
        asked: requirements
            .iter()
            .map(|asked| hours * asked.needs.iter().map(|need| need.agents.as_f64()).sum::<f64>())
            .collect(),
        short: rostered.shortage.iter().map(|queue| hours * queue.iter().sum::<f64>()).collect(),
        yields: PaidHour::of(scenario, requirements, rostered).yields(),
        paid: rostered.roster.paid().hours() * longer,
        wages: rostered.proof.wages.times(longer),
        violations: audit::judge(scenario, &rostered.roster).len(),
        verdicts: judge_service(scenario, &measured.service),
        lacks: Vec::new(),
    }
}

fn with_lacks(proof: MonthProof, needs: &MonthlyNeeds, workforce: &Workforce) -> MonthProof {
    let lacks = |verdict: &Verdict| match verdict.is_at_risk() {
        true => needs.missing_of_month(workforce, proof.month, verdict),
        false => 0.0,
    };
    MonthProof { lacks: proof.verdicts.iter().map(lacks).collect(), ..proof }
}

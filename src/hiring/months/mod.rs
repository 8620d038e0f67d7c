//! Headcount over months: whom to hire, by when, as one integer program.
//!
//! People are linear: what is left of one newcomer, or of those there, in each month after attrition, training and
//! ramp-up (`tenure`) times how many there are. So the only whole numbers are hires, classes and learners
//! (`program`), and twenty-four months of a dozen groups are solved to a stated gap in seconds.

mod bands;
mod choice;
mod demand;
mod figures;
mod futures;
mod month;
mod program;
mod risk;
mod supply;
mod tenure;

pub use bands::Band;
use chrono::NaiveDate;
pub use demand::{Kept, MonthlyDemand, PenaltyStep};
use figures::figures;
use program::Freedom;
pub use risk::{Exposed, Risk, RiskOptions, exposed, risk};
use supply::Supply;

use crate::error::Result;
use crate::model::{HeadcountPlan, Workforce};

/// How a headcount plan is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MonthsOptions {
    /// The day from which on decisions can be made.
    pub today: NaiveDate,
    /// The hours of a full-time week, for full-time equivalents.
    pub full_week: f64,
    /// How far from the least cost the plan may be, as a share of it.
    pub gap: f64,
}

/// A headcount plan, and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadcountAdvice {
    /// The plan of least cost.
    pub plan: HeadcountPlan,
    /// The same months when nobody is hired and nobody learns.
    pub nothing: HeadcountPlan,
    /// The same months if everybody could start as soon as it is decided; nothing where they can.
    pub at_once: Option<HeadcountPlan>,
    /// The plan with as many more hires as the smallest class has, up to speed before the months end; nothing where no such
    /// class can be.
    pub next: Option<HeadcountPlan>,
    /// The first day on which somebody decided on today takes contacts; nothing where nobody can be hired.
    pub helps_from: Option<NaiveDate>,
}

/// The headcount plan of least cost, what doing nothing costs, what one more class would be worth, and what lead time
/// costs.
///
/// # Errors
///
/// Where the solver fails. Too few people is no error: the plan says what stays short.
pub fn advise_months(
    workforce: &Workforce,
    demand: &MonthlyDemand,
    options: &MonthsOptions,
) -> Result<HeadcountAdvice> {
    advise_on_months(workforce, demand, options, plan_months(workforce, demand, options)?)
}

/// What a headcount plan is worth.
///
/// # Errors
///
/// Where the solver fails.
pub fn advise_on_months(
    workforce: &Workforce,
    demand: &MonthlyDemand,
    options: &MonthsOptions,
    plan: HeadcountPlan,
) -> Result<HeadcountAdvice> {
    let supply = Supply::new(workforce, options.today);
    let more = workforce.classes.least.max(1);
    let further = Freedom { more, ..Freedom::beyond(&plan, workforce) };
    let next = plan_with(&supply, demand, options, &further)?;
    Ok(HeadcountAdvice {
        next: Some(next).filter(|next| next.hires() >= plan.hires() + more),
        nothing: plan_with(&supply, demand, options, &Freedom::default())?,
        at_once: at_once(workforce).map(|workforce| plan_months(&workforce, demand, options)).transpose()?,
        plan,
        helps_from: supply.helps_from(),
    })
}

/// The headcount plan of least cost.
///
/// # Errors
///
/// Where the solver fails.
pub fn plan_months(
    workforce: &Workforce,
    demand: &MonthlyDemand,
    options: &MonthsOptions,
) -> Result<HeadcountPlan> {
    plan_with(&Supply::new(workforce, options.today), demand, options, &Freedom::all())
}

/// The headcount plan of least cost among those that hire all whom another does, and more where more is required by now: no
/// month loses anybody whom it had in that.
///
/// # Errors
///
/// Where the solver fails.
pub fn plan_months_beyond(
    plan: &HeadcountPlan,
    workforce: &Workforce,
    demand: &MonthlyDemand,
    options: &MonthsOptions,
) -> Result<HeadcountPlan> {
    plan_with(&Supply::new(workforce, options.today), demand, options, &Freedom::beyond(plan, workforce))
}

fn plan_with(
    supply: &Supply<'_>,
    demand: &MonthlyDemand,
    options: &MonthsOptions,
    freedom: &Freedom,
) -> Result<HeadcountPlan> {
    let (choice, gap) = program::solve(supply, demand, freedom, options.gap)?;
    Ok(figures(supply, demand, &choice, options.full_week, gap))
}

/// The same, but nobody hired is waited for; nothing where nobody is.
fn at_once(workforce: &Workforce) -> Option<Workforce> {
    let mut workforce = workforce.clone();
    let waits = workforce.groups.iter_mut().filter_map(|group| group.hire.as_mut());
    let mut waits = waits.filter(|terms| terms.lead_days > 0).peekable();
    waits.peek()?;
    waits.for_each(|terms| terms.lead_days = 0);
    Some(workforce)
}

/// The first day on which somebody decided on today takes contacts; nothing where nobody can be hired.
pub fn helps_from(workforce: &Workforce, today: NaiveDate) -> Option<NaiveDate> {
    Supply::new(workforce, today).helps_from()
}

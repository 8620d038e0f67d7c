//! Hiring: from what hires would bring to whom to hire, and by when to decide.
//!
//! [`advise`] looks at the plan's own horizon. Rostering weighs hireable people against everyone else in one optimisation; what
//! it took of them becomes classes here, each with its dates, its cost and the headcount around it. [`advise_months`] looks at the months ahead.

mod classes;
mod full_time;
mod months;

pub use classes::{INDUCTION_DAYS, RAMP_UP_DAYS, advise};
pub use full_time::full_time_week;
pub use months::{
    Band, Exposed, HeadcountAdvice, Kept, MonthlyDemand, MonthsOptions, PenaltyStep, Risk, RiskOptions,
    advise_months, advise_on_months, exposed, helps_from, plan_months, plan_months_beyond, risk,
};

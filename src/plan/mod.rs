//! Plan: the stages in order, from a scenario to a roster with its proof, and what follows from it.
//!
//! [`plan()`] makes a plan, [`replay`] judges a roster made elsewhere, [`compare()`] sets what-ifs beside a base.
//! [`Figures`] sums up, [`ShortRun`] says what is not covered, [`Verdict`] holds the service measured against
//! what was promised.

mod compare;
mod figures;
mod forecast_error;
mod hold;
mod outcome;
mod promises;
#[cfg(test)]
pub(crate) mod sample;
mod shortage;
mod stages;
mod verdict;

pub use compare::{Compared, Comparison, Outline, compare};
pub use figures::{Busiest, Figures};
pub use forecast_error::{ForecastError, QueueError, forecast_error};
pub use hold::{Correction, Corrections, Trust};
pub use outcome::{Judged, Plan, Provenance};
pub use shortage::{PostGap, ShortRun, post_gaps, short_runs};
pub use stages::{PlanOptions, plan, replay};
pub use verdict::{Miss, Verdict, judge_service};

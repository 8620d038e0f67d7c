//! Plan: the stages in order, from a scenario to a roster with its proof, and what follows from it.
//!
//! [`Figures`] sums up, [`ShortRun`] says what is not covered, [`Verdict`] holds the service measured against
//! what was promised.

mod cover;
mod figures;
mod outcome;
#[cfg(test)]
pub(crate) mod sample;
mod shortage;
mod verdict;

pub use cover::share_cover;
pub use figures::{Busiest, Figures};
pub use outcome::{Plan, Provenance};
pub use shortage::{ShortRun, short_runs};
pub use verdict::{Miss, Verdict, judge_service};

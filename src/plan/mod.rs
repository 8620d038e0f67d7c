//! Plan: the stages in order, from a scenario to a roster with its proof, and what follows from it.
//!
//! [`plan()`] makes a plan, [`replay`] judges a roster made elsewhere, [`compare()`] sets what-ifs beside a base,
//! [`headcount()`] plans the months ahead.
//! [`Figures`] sums up, [`ShortRun`] says what is not covered, [`Verdict`] holds the service measured against
//! what was promised.

mod alternatives;
mod attribution;
mod compare;
mod corrections;
mod exchange;
mod figures;
mod forecast_error;
mod headcount;
mod hold;
mod lack;
mod load_curve;
mod measured;
mod month_anew;
mod month_proof;
mod month_staff;
mod monthly_needs;
mod months_what_if;
mod odds;
mod outcome;
mod outline;
mod owed;
mod own_pools;
mod pace;
mod paid_hour;
mod presence;
mod promise;
mod promises;
mod relaxations;
mod repair;
#[cfg(test)]
pub(crate) mod sample;
mod shares;
mod shortage;
mod side_by_side;
mod stages;
mod tiers;
mod variants;
mod verdict;
mod week_bands;
mod whereabouts;

pub use attribution::Attribution;
pub use compare::{Compared, Comparison, Outcome, compare};
pub use corrections::{Correction, Corrections, IntervalCorrection, IntervalCorrections, Judge};
pub use figures::{Busiest, Figures};
pub use forecast_error::{ForecastError, QueueError, forecast_error};
pub use headcount::{Headcount, headcount};
pub use hold::Trust;
pub use month_proof::{MonthProof, proven_headcount};
pub use monthly_needs::MonthlyNeeds;
pub use months_what_if::{ChangedMonths, MonthsWhatIf, months_what_ifs};
pub use outcome::{Judged, Plan, Provenance};
pub use outline::Outline;
pub use owed::Owed;
pub use paid_hour::PaidHour;
pub use relaxations::{Loosened, Relaxation, Why};
pub use repair::{Reason, Repair};
pub use shares::{AgentShare, shares};
pub use shortage::{PostGap, ShortRun, post_gaps, short_runs};
pub use stages::{PlanOptions, plan, replay};
pub use variants::ReadChanged;
pub use verdict::{Miss, Verdict, judge_service};
pub use whereabouts::{Place, Whereabouts};

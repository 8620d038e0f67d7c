//! `callboard` plans contact centres: from forecast workload, opening hours and service-level agreements to
//! staffing, named rosters, hiring and the proof of the service they give.
//!
//! The house has eight floors, and each uses only floors above it:
//!
//! 1. [`units`]: what a number means
//! 2. [`queueing`]: Erlang's formulas and their relatives; [`program`]: the one door to the solvers
//! 3. [`model`]: the nouns
//! 4. [`staffing`], [`rostering`], [`hiring`]: the stages
//! 5. [`audit`] and [`simulation`]: the judges, who see `units` and `model` only
//! 6. [`intake`]: files in; [`plan`]: the stages in order, and what-if
//! 7. [`report`]: files and text out
//! 8. [`cli`]: one file per verb
//!
//! The whole road, from a planner's folder to a plan and its report:
//!
//! ```
//! use std::path::Path;
//! use callboard::model::Unwatched;
//! use callboard::plan::{PlanOptions, plan};
//! use callboard::rostering::RosteringOptions;
//! use callboard::{intake, report};
//!
//! # fn main() -> callboard::error::Result<()> {
//! let read = intake::read(Path::new("data/small-desk"), &[])?;
//! let rostering = RosteringOptions { improvements: 2, ..RosteringOptions::default() };
//! let options = PlanOptions { rostering, ..PlanOptions::default() };
//! let plan = plan(read.scenario, &options, &Unwatched)?;
//! assert!(plan.violations.is_empty());
//! assert!(plan.service.queues[0].overall.mean > 0.8);
//! assert!(report::plan_text(&plan).starts_with("Small desk   2 to 8 March 2026"));
//! # Ok(())
//! # }
//! ```

pub mod audit;
pub mod cli;
pub mod error;
pub mod hiring;
pub mod intake;
pub mod model;
pub mod plan;
pub mod program;
pub mod queueing;
pub mod report;
pub mod rostering;
pub mod simulation;
pub mod staffing;
pub mod units;

//! Staffing: from a queue's demand to its requirement.

#![allow(clippy::unwrap_used, reason = "a builder that fails fails the test")]

mod support;

#[path = "staffing/behaviour.rs"]
mod behaviour;
#[path = "staffing/deferred.rs"]
mod deferred;
#[path = "staffing/immediate.rs"]
mod immediate;
#[path = "staffing/over_periods.rs"]
mod over_periods;
#[path = "staffing/transient.rs"]
mod transient;

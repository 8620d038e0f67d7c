//! What holds of every input, tried on random ones.

#![allow(clippy::unwrap_used, reason = "a builder that fails fails the test")]

#[path = "properties/attributions.rs"]
mod attributions;
#[path = "properties/hours_and_days.rs"]
mod hours_and_days;
#[path = "support/plan_folder.rs"]
mod plan_folder;
#[path = "properties/plans.rs"]
mod plans;
#[path = "properties/queueing.rs"]
mod queueing;
#[path = "properties/rostering.rs"]
mod rostering;
#[path = "properties/rules.rs"]
mod rules;
mod support;
#[path = "properties/transient.rs"]
mod transient;
#[path = "properties/work_and_rest.rs"]
mod work_and_rest;

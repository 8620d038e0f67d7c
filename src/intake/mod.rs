//! Intake: the files of a planner become one validated scenario, or all their faults at once.
//!
//! [`read`] takes a plan's folder through two stages: raw values that know their file, line and column
//! (`document` for TOML, `table` for CSV), then drafts of the nouns, checked one by one and against each other.
//! Reading goes on after a fault, so that all are told together. [`read_roster`] reads a roster to be judged,
//! [`read_what_if`] the changes of a what-if, which are applied to the raw values before anything is checked,
//! [`read_cases`] cases for the Erlang calculator.

mod agents;
mod assumed;
mod case;
mod cases;
mod change;
mod consistency;
mod contracts;
mod demand;
mod document;
mod duration;
mod faults;
mod forecast;
mod forms;
mod general;
mod hours;
mod nearest;
mod opening;
mod plan_folder;
mod posts;
mod queues;
mod requests;
mod roster_file;
mod section;
mod settled;
mod shifts;
mod stamp;
mod table;
mod targets;
mod text_file;
mod what_if;

pub use case::{CaseParts, ModelName, Objection, read_counting, read_model, read_seconds, read_share};
pub use cases::{CASE_COLUMNS, WrittenCase, read_cases};
pub use plan_folder::{Read, read, read_roster};
pub use what_if::{Change, WhatIf, read_what_if};

//! The queueing formulas against tables computed to 50 digits and more, and against published examples.
//!
//! The tables and where they come from are explained in data/textbook/README.md. Every row counts.

#![allow(clippy::unwrap_used, reason = "a table that cannot be read fails the test")]

#[path = "textbook/cells.rs"]
mod cells;
#[path = "textbook/erlang.rs"]
mod erlang;
#[path = "textbook/fewest.rs"]
mod fewest;
#[path = "textbook/finite_lines.rs"]
mod finite_lines;
#[path = "textbook/nonstationary.rs"]
mod nonstationary;
#[path = "textbook/published.rs"]
mod published;
#[path = "textbook/required_agents.rs"]
mod required_agents;
#[path = "textbook/transient.rs"]
mod transient;

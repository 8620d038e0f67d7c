//! The command line: one file per verb.
//!
//! A verb is a struct of its arguments with a `run`. Results go to stdout, everything else to stderr; what a
//! verb returns becomes the exit status.

mod audit;
mod check;
mod compare;
mod erlang;
mod hire;
mod new;
mod options;
mod plan;
mod reading;
mod simulate;
mod staff;
mod watching;
mod writing;

use std::io::IsTerminal;

use clap::{Parser, Subcommand};

use crate::error::{Error, Fault, Result};
use crate::report;

/// Plans contact centres: staffing, rosters, hiring, and the proof of the service they give.
///
/// PLAN is a plan's folder or its plan.toml. `callboard new DIR` writes one to start from.
///
/// Exit status: 0 done, every target met and every post filled; 1 done, with targets missed, posts not filled or
/// rules broken; 2 the input or the call is wrong.
#[derive(Debug, Parser)]
#[command(name = "callboard", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    New(new::New),
    Check(check::Check),
    Staff(staff::Staff),
    Plan(plan::Plan),
    Simulate(simulate::Simulate),
    Audit(audit::Audit),
    Hire(hire::Hire),
    Compare(compare::Compare),
    Erlang(erlang::Erlang),
}

/// How a verb that did its work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Every target is met and every rule kept.
    Met,
    /// A target is missed or a rule broken; the output says which.
    Missed,
}

impl Outcome {
    /// [`Outcome::Met`] where it is.
    pub fn met(is_met: bool) -> Self {
        if is_met { Outcome::Met } else { Outcome::Missed }
    }
}

/// Runs the verb called.
///
/// # Errors
///
/// Faults of the input, files that cannot be read or written, a call that makes no sense.
pub fn run(cli: &Cli) -> Result<Outcome> {
    match &cli.verb {
        Verb::New(verb) => verb.run(),
        Verb::Check(verb) => verb.run(),
        Verb::Staff(verb) => verb.run(),
        Verb::Plan(verb) => verb.run(),
        Verb::Simulate(verb) => verb.run(),
        Verb::Audit(verb) => verb.run(),
        Verb::Hire(verb) => verb.run(),
        Verb::Compare(verb) => verb.run(),
        Verb::Erlang(verb) => verb.run(),
    }
}

/// Says on stderr what went wrong.
pub fn show_error(error: &Error) {
    match error {
        Error::Input(faults) => show_faults(faults),
        error => eprintln!("error: {error}"),
    }
}

/// Says on stderr what is wrong or odd in the input.
fn show_faults(faults: &[Fault]) {
    if !faults.is_empty() {
        eprint!("{}", report::faults_text(faults, is_coloured()));
    }
}

/// Whether stderr is a terminal that shows colours (<https://no-color.org>).
fn is_coloured() -> bool {
    let is_refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stderr().is_terminal() && !is_refused
}

use clap::Args;

use super::Outcome;
use crate::error::{Error, Result};

/// A calculator: one case from flags, or a CSV of cases in and out.
#[derive(Debug, Args)]
pub struct Erlang {}

impl Erlang {
    /// Computes the case or cases.
    pub fn run(&self) -> Result<Outcome> {
        Err(Error::Usage("no cases yet".to_owned()))
    }
}

use clap::Args;

use super::Outcome;
use super::options::{PlanPath, Show};
use crate::error::{Error, Result};

/// Reads everything, reports every fault at once, sums up what the plan says.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    plan: PlanPath,
    #[command(flatten)]
    show: Show,
}

impl Check {
    /// Checks the plan.
    pub fn run(&self) -> Result<Outcome> {
        Err(Error::Usage(format!("{}: not read yet", self.plan.folder().display())))
    }
}

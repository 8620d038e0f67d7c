use clap::Args;

use super::Outcome;
use super::options::{PlanPath, Show};
use crate::error::{Error, Result};
use crate::intake;
use crate::report;

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
        let read = match intake::read(&self.plan.plan, &[]) {
            Ok(read) => read,
            Err(error) => {
                if let (true, Error::Input(faults)) = (self.show.json, &error) {
                    print!("{}", report::faults_json(faults));
                }
                return Err(error);
            }
        };
        if self.show.json {
            print!("{}", report::check_json(&read));
        } else if !self.show.quiet {
            print!("{}", report::check_text(&read));
            if !read.warnings.is_empty() {
                eprint!("\n{}", report::faults_text(&read.warnings, super::is_coloured()));
            }
        }
        Ok(Outcome::Met)
    }
}

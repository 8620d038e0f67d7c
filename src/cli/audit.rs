use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::options::{Output, PlanPath, Show};
use super::reading::{read_plan, read_roster};
use super::writing::Writing;
use crate::audit::judge;
use crate::error::Result;
use crate::report::{self, File};

/// Judges any roster against the rules; writes violations.csv.
#[derive(Debug, Args)]
pub struct Audit {
    #[command(flatten)]
    plan: PlanPath,
    /// The roster: a roster.csv that `plan` wrote, or one edited by hand.
    #[arg(long, value_name = "FILE")]
    roster: PathBuf,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    show: Show,
}

impl Audit {
    /// Audits the roster.
    pub fn run(&self) -> Result<Outcome> {
        let writing = Writing::start();
        let scenario = read_plan(&self.plan)?;
        let roster = read_roster(&scenario, &self.roster)?;
        let violations = judge(&scenario, &roster);
        let csv = report::violations_csv(&scenario, &violations);
        let wrote = writing.write(&self.output.folder(&self.plan), &[File::new("violations.csv", csv)])?;
        self.show.result(
            || report::violations_json(&scenario, &violations),
            || report::audit_text(&scenario, &roster, &violations) + &wrote,
        );
        Ok(Outcome::met(violations.is_empty()))
    }
}

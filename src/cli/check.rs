use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::options::{PlanPath, Show};
use crate::error::{Error, Result};
use crate::intake::{self, Read};
use crate::plan::{ForecastError, forecast_error};
use crate::report;

/// Reads everything, reports every fault at once, sums up what the plan says.
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    plan: PlanPath,
    /// What really came in on days of the plan, in rows like the forecast's: says how far the forecast was off, and
    /// what to write into the plan for it.
    #[arg(long, value_name = "FILE")]
    actuals: Option<PathBuf>,
    #[command(flatten)]
    show: Show,
}

impl Check {
    /// Checks the plan.
    pub fn run(&self) -> Result<Outcome> {
        let (read, error) = match self.read() {
            Ok(found) => found,
            Err(error) => {
                if let (true, Error::Input(faults)) = (self.show.json, &error) {
                    print!("{}", report::faults_json(faults));
                }
                return Err(error);
            }
        };
        if self.show.json {
            print!("{}", report::check_json(&read, error.as_ref()));
        } else if !self.show.quiet {
            print!("{}", report::check_text(&read));
            if let Some(error) = &error {
                print!("\n{}", report::forecast_error_text(&read.scenario, error));
            }
            if !read.warnings.is_empty() {
                eprint!("\n{}", report::faults_text(&read.warnings, super::is_coloured()));
            }
        }
        Ok(Outcome::Met)
    }

    /// Reads the plan, and the actuals where there are some.
    fn read(&self) -> Result<(Read, Option<ForecastError>)> {
        let mut read = intake::read(&self.plan.plan, &[])?;
        let Some(path) = &self.actuals else { return Ok((read, None)) };
        let (actuals, warnings) = intake::read_actuals(&read.scenario, path)?;
        read.warnings.extend(warnings);
        let error = forecast_error(&read.scenario, &actuals);
        Ok((read, Some(error)))
    }
}

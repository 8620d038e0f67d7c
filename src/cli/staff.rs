use clap::Args;

use super::Outcome;
use super::options::{Load, Output, PlanPath, Show};
use super::reading::read_queues;
use super::writing::Writing;
use crate::error::Result;
use crate::report::{self, File};
use crate::staffing;

/// What else there is for a plan without queues.
const INSTEAD: &str = "posts say themselves how many they need: `callboard plan` fills them";

/// The requirement per queue and interval, with what drove it; writes requirement.csv.
#[derive(Debug, Args)]
pub struct Staff {
    #[command(flatten)]
    plan: PlanPath,
    #[command(flatten)]
    load: Load,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    show: Show,
}

impl Staff {
    /// Computes the requirement and writes it.
    pub fn run(&self) -> Result<Outcome> {
        let writing = Writing::start();
        let scenario = read_queues(&self.plan, INSTEAD)?;
        let requirements = staffing::require_all(&scenario, &self.load.options());
        let csv = report::requirement_csv(&scenario, &requirements);
        let wrote = writing.write(&self.output.folder(&self.plan), &[File::new("requirement.csv", csv)])?;
        self.show.result(
            || report::requirement_json(&scenario, &requirements),
            || report::requirement_text(&scenario, &requirements) + &wrote,
        );
        Ok(Outcome::Met)
    }
}

use clap::Args;

use super::Outcome;
use super::options::{HowToPlan, Output, PlanPath, Show};
use super::reading::read_plan;
use super::watching::Watching;
use super::writing::Writing;
use crate::error::Result;
use crate::plan::plan;
use crate::report::{self, File};

/// Whom to hire for this plan, at what cost and by when to decide; writes hiring.csv.
#[derive(Debug, Args)]
pub struct Hire {
    #[command(flatten)]
    plan: PlanPath,
    #[command(flatten)]
    how: HowToPlan,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    show: Show,
}

impl Hire {
    /// Plans, and writes the advice on hiring alone.
    pub fn run(&self) -> Result<Outcome> {
        let writing = Writing::start();
        self.how.chance.apply_threads()?;
        let scenario = read_plan(&self.plan)?;
        let watching = Watching::start(self.show.quiet);
        let plan = plan(scenario, &self.how.options(), &watching)?;
        watching.finish();
        let csv = report::hiring_csv(&plan.scenario, &plan.hiring);
        let wrote = writing.write(&self.output.folder(&self.plan), &[File::new("hiring.csv", csv)])?;
        self.show.result(|| report::hiring_json(&plan), || report::hiring_text(&plan) + &wrote);
        Ok(Outcome::met(plan.is_met()))
    }
}

use clap::Args;

use super::Outcome;
use super::options::{HowToPlan, Output, PlanPath, Repair, Show};
use super::reading::{read_plan, read_posted};
use super::watching::Watching;
use super::writing::Writing;
use crate::error::Result;
use crate::plan::{PlanOptions, plan};
use crate::report;

/// The main job: requirement, shifts, named roster, hiring, proof and report; writes all files.
#[derive(Debug, Args)]
pub struct Plan {
    #[command(flatten)]
    plan: PlanPath,
    #[command(flatten)]
    how: HowToPlan,
    #[command(flatten)]
    repair: Repair,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    show: Show,
}

impl Plan {
    /// Plans, and writes all files.
    pub fn run(&self) -> Result<Outcome> {
        let writing = Writing::start();
        self.how.chance.apply_threads()?;
        let scenario = read_plan(&self.plan)?;
        let mut options = PlanOptions { explains: true, ..self.how.options() };
        options.rostering.posted = read_posted(&scenario, &self.repair)?;
        let folder = self.output.folder(&self.plan);
        report::make_ready(&folder)?;
        let watching = Watching::start(self.show.quiet);
        let plan = plan(scenario, &options, &watching)?;
        watching.finish();
        let files = report::plan_files(&plan);
        let wrote = writing.write(&folder, &files)?;
        // Changes to a roster posted before are none to this one, nor is the service of queues that are gone.
        report::others_than(&files).try_for_each(|name| report::remove_left_over(&folder, name))?;
        self.show.result(|| report::summary_json(&plan), || report::plan_text(&plan) + &wrote);
        Ok(Outcome::met(plan.is_met()))
    }
}

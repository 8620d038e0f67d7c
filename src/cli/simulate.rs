use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use super::options::{Chance, Load, Measuring, Output, PlanPath, Show};
use super::reading::{read_queues, read_roster};
use super::watching::Watching;
use super::writing::Writing;
use crate::error::Result;
use crate::plan::{PlanOptions, replay};
use crate::report;

/// What else there is for a plan without queues.
const INSTEAD: &str = "no contacts can be replayed: `callboard audit` judges the roster";

/// Replays a roster against random days; writes coverage.csv and summary.json.
#[derive(Debug, Args)]
pub struct Simulate {
    #[command(flatten)]
    plan: PlanPath,
    /// The roster: a roster.csv that `plan` wrote, or one edited by hand.
    #[arg(long, value_name = "FILE")]
    roster: PathBuf,
    #[command(flatten)]
    load: Load,
    #[command(flatten)]
    measuring: Measuring,
    #[command(flatten)]
    chance: Chance,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    show: Show,
}

impl Simulate {
    /// Replays the roster.
    pub fn run(&self) -> Result<Outcome> {
        let writing = Writing::start();
        self.chance.apply_threads()?;
        let scenario = read_queues(&self.plan, INSTEAD)?;
        let roster = read_roster(&scenario, &self.roster)?;
        let options = PlanOptions {
            staffing: self.load.options(),
            simulation: self.measuring.options(self.chance.seed),
            ..PlanOptions::default()
        };
        let watching = Watching::start(self.show.quiet);
        let plan = replay(scenario, roster, &options, &watching)?;
        watching.finish();
        let wrote = writing.write(&self.output.folder(&self.plan), &report::replay_files(&plan))?;
        self.show.result(|| report::summary_json(&plan), || report::plan_text(&plan) + &wrote);
        Ok(Outcome::met(plan.is_met()))
    }
}

use std::path::{Path, PathBuf};

use clap::Args;

use super::options::{HowToPlan, Output, PlanPath, Show};
use super::reading::read_plan;
use super::watching::Watching;
use super::writing::Writing;
use super::{Outcome, show_error, show_faults};
use crate::error::Result;
use crate::intake;
use crate::model::Scenario;
use crate::plan::{Comparison, compare};
use crate::report::{self, File};

/// Plans the base and each what-if on the same random numbers, side by side; writes comparison.csv.
#[derive(Debug, Args)]
pub struct Compare {
    #[command(flatten)]
    plan: PlanPath,
    /// Files with a name and changes by path: `volume = "+15%"`.
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    #[command(flatten)]
    how: HowToPlan,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    show: Show,
}

impl Compare {
    /// Plans them all and sets them side by side.
    pub fn run(&self) -> Result<Outcome> {
        let writing = Writing::start();
        self.how.chance.apply_threads()?;
        let base = read_plan(&self.plan)?;
        let what_ifs = self.scenarios.iter().map(|path| self.read_what_if(path)).collect::<Result<_>>()?;
        let watching = Watching::start(self.show.quiet);
        let comparison = compare(base, what_ifs, &self.how.options(), &watching)?;
        watching.finish();
        let csv = report::comparison_csv(&comparison);
        let wrote = writing.write(&self.output.folder(&self.plan), &[File::new("comparison.csv", csv)])?;
        self.show.result(
            || report::comparison_json(&comparison),
            || report::comparison_text(&comparison) + &wrote,
        );
        show_failures(&comparison);
        Ok(Outcome::met(comparison.is_met()))
    }

    /// A what-if's name, and the plan with its changes. A file that is no what-if is a wrong call; changes that do
    /// not fit the plan are told in the comparison.
    fn read_what_if(&self, path: &Path) -> Result<(String, Result<Scenario>)> {
        let what_if = intake::read_what_if(path)?;
        let scenario = intake::read(&self.plan.plan, &what_if.changes).map(|read| {
            show_faults(&read.warnings);
            read.scenario
        });
        Ok((what_if.name, scenario))
    }
}

fn show_failures(comparison: &Comparison) {
    for what_if in &comparison.what_ifs {
        if let Err(error) = &what_if.outcome {
            eprintln!("{}:", what_if.name);
            show_error(error);
        }
    }
}

use std::path::PathBuf;

use clap::Args;

use super::options::{HowToPlan, Output, PlanPath, Show};
use super::reading::read_plan;
use super::watching::Watching;
use super::writing::Writing;
use super::{Outcome, show_error};
use crate::error::Result;
use crate::intake;
use crate::model::{Scenario, WhatIf};
use crate::plan::{Comparison, compare};
use crate::report;

/// Plans the base and each what-if on the same random numbers, side by side; writes comparison.csv and comparison.html.
#[derive(Debug, Args)]
pub struct Compare {
    #[command(flatten)]
    plan: PlanPath,
    /// Files with a name and changes by path: `volume = "+15%"`; a list of values is a range.
    #[arg(value_name = "SCENARIO", required_unless_present = "around")]
    scenarios: Vec<PathBuf>,
    /// The usual what-ifs: volume and handle time 10 % less and more, sickness up by 3 points, service level a point
    /// less and more, one agent less on each contract.
    #[arg(long)]
    around: bool,
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
        let what_ifs = self.read_what_ifs(&base)?;
        refer_to_hire(&what_ifs);
        let read = |changes: &[_]| intake::read(&self.plan.plan, changes).map(|read| read.scenario);
        report::make_ready(&self.output.folder(&self.plan))?;
        let watching = Watching::start(self.show.quiet);
        let comparison = compare(base, what_ifs, &read, &self.how.options(), &watching)?;
        watching.finish();
        let files = report::comparison_files(&comparison);
        let wrote = writing.write(&self.output.folder(&self.plan), &files)?;
        self.show.result(
            || report::comparison_json(&comparison),
            || report::comparison_text(&comparison) + &wrote,
        );
        show_failures(&comparison);
        Ok(Outcome::met(comparison.is_met()))
    }

    /// Each what-if, and the plan with its changes. A change that names nothing or cannot apply is a wrong call, told
    /// with all others before anything is planned; a plan that contradicts itself with the changes is told in its place.
    fn read_what_ifs(&self, base: &Scenario) -> Result<Vec<(WhatIf, Result<Scenario>)>> {
        let mut read = intake::read_changed(&self.plan.plan, &self.scenarios)?;
        if self.around {
            let mut usual = intake::around(base);
            usual.retain(|usual| read.iter().all(|(known, _)| known.name != usual.name));
            read.extend(usual.into_iter().map(|what_if| {
                let read = intake::read(&self.plan.plan, &what_if.changes());
                (what_if, read)
            }));
        }
        Ok(read.into_iter().map(|(what_if, read)| (what_if, read.map(|read| read.scenario))).collect())
    }
}

/// Says of what-ifs that change the months ahead alone what sets those side by side: their rosters are the base's.
fn refer_to_hire(what_ifs: &[(WhatIf, Result<Scenario>)]) {
    for (what_if, _) in what_ifs {
        let changes = what_if.changes();
        if !changes.is_empty() && changes.iter().all(|change| change.path.starts_with("hiring.")) {
            let name = &what_if.name;
            eprintln!(
                "{name}: changes the months ahead and no roster; callboard hire sets those side by side"
            );
        }
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

use std::path::Path;

use super::options::PlanPath;
use super::show_faults;
use crate::error::Result;
use crate::intake;
use crate::model::{Roster, Scenario};

/// Reads a plan, and says on stderr what is odd about it.
pub fn read_plan(plan: &PlanPath) -> Result<Scenario> {
    let read = intake::read(&plan.plan, &[])?;
    show_faults(&read.warnings);
    Ok(read.scenario)
}

/// Reads a roster for a plan, and says on stderr what is odd about it.
pub fn read_roster(scenario: &Scenario, path: &Path) -> Result<Roster> {
    let (roster, warnings) = intake::read_roster(scenario, path)?;
    show_faults(&warnings);
    Ok(roster)
}

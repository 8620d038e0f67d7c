use std::path::Path;

use super::options::PlanPath;
use super::show_faults;
use crate::error::Result;
use crate::intake::{self, Read};
use crate::model::{Roster, Scenario};

/// Reads a plan, and says on stderr what is odd about it.
pub fn read_plan(plan: &PlanPath) -> Result<Scenario> {
    read_all(plan).map(|read| read.scenario)
}

/// Reads a plan with all that is known of it.
pub fn read_all(plan: &PlanPath) -> Result<Read> {
    let read = intake::read(&plan.plan, &[])?;
    show_faults(&read.warnings);
    Ok(read)
}

/// Reads a roster for a plan, and says on stderr what is odd about it.
pub fn read_roster(scenario: &Scenario, path: &Path) -> Result<Roster> {
    let (roster, warnings) = intake::read_roster(scenario, path)?;
    show_faults(&warnings);
    Ok(roster)
}

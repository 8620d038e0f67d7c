use std::path::Path;

use super::options::{PlanPath, Repair};
use super::show_faults;
use crate::error::{Error, Result};
use crate::intake::{self, Read};
use crate::model::{Posted, Roster, Scenario};
use crate::units::Money;

/// Reads a plan, and says on stderr what is odd about it.
pub fn read_plan(plan: &PlanPath) -> Result<Scenario> {
    read_all(plan).map(|read| read.scenario)
}

/// Reads a plan whose queues are looked at; a plan of posts alone is a wrong call, for which `instead` knows a remedy.
pub fn read_queues(plan: &PlanPath, instead: &str) -> Result<Scenario> {
    let scenario = read_plan(plan)?;
    match scenario.queues.is_empty() {
        true => Err(Error::Usage(format!("the plan has posts and no queues; {instead}"))),
        false => Ok(scenario),
    }
}

/// Reads a plan with all that is known of it.
pub fn read_all(plan: &PlanPath) -> Result<Read> {
    let read = intake::read(&plan.plan, &[])?;
    show_faults(&read.warnings);
    Ok(read)
}

/// Reads the roster that a plan repairs, and says on stderr what is odd about it.
pub fn read_posted(scenario: &Scenario, repair: &Repair) -> Result<Option<Posted>> {
    let Some(path) = &repair.from else { return Ok(None) };
    let price = repair.changes_cost.map(Money::from_major);
    let (posted, warnings) = intake::read_posted(scenario, path, repair.lock_until, price)?;
    show_faults(&warnings);
    Ok(Some(posted))
}

/// Reads a roster for a plan, and says on stderr what is odd about it.
pub fn read_roster(scenario: &Scenario, path: &Path) -> Result<Roster> {
    let (roster, warnings) = intake::read_roster(scenario, path)?;
    show_faults(&warnings);
    Ok(roster)
}

use std::path::Path;

use chrono::NaiveDate;

use super::agents::Agents;
use super::faults::{Faults, Place};
use super::roster_file::{self, Kinds};
use crate::error::{Error, Fault, Result};
use crate::model::{Line, Posted, Roster, Scenario};
use crate::units::Money;

/// Reads a roster that was posted and is to be repaired: its columns are those of a roster to be judged. Days before
/// `lock_until` are locked. Where no price of a change is given it is the usual one.
///
/// Shifts that break rules are no fault: they are repaired, unless they are locked.
///
/// # Errors
///
/// [`Error::Input`] with every fault: rows that cannot be read, agents and kinds of shift that the plan does not have,
/// shifts on no day of the plan, and a lock that ends on none.
pub fn read_posted(
    scenario: &Scenario,
    path: &Path,
    lock_until: Option<NaiveDate>,
    price: Option<Money>,
) -> Result<(Posted, Vec<Fault>)> {
    let mut faults = Faults::default();
    let agents = Agents::of(&scenario.agents);
    let find = |id: &str, place: &_, faults: &mut Faults| agents.find(id, place, faults);
    let grid = &scenario.grid;
    let kinds = Kinds { templates: &scenario.shifts, must_be_known: true };
    let needed = "the roster posted: a CSV file with the columns agent, start and end";
    let rows = roster_file::read(path, needed, grid, kinds, find, &mut faults);
    let mut roster = Roster { lines: vec![Line::default(); scenario.agents.len()] };
    let days = 0..grid.days() as i32;
    let dates = format!("{} to {}", grid.first_day(), grid.date(days.end - 1));
    for row in rows {
        if !days.contains(&row.shift.day) {
            let found = grid.date(row.shift.day).to_string();
            let remedy = format!("shifts from {dates}, the plan's days");
            let message = "the shift begins on no day of the plan";
            faults.error("outside-plan", &row.place, message, found, remedy);
            continue;
        }
        roster.lines[row.agent].shifts.push(row.shift);
    }
    let locked = lock_until.map_or(0, |date| grid.day_of(date));
    if !days.contains(&locked) {
        let message = "the lock ends on no day of the plan";
        let found = lock_until.map_or_else(String::new, |date| date.to_string());
        let remedy = format!("--lock-until with a date from {dates}: the first day that may change");
        faults.error("bad-lock", &Place::file(path), message, found, remedy);
    }
    if faults.has_errors() {
        return Err(Error::Input(faults.sorted()));
    }
    let price = price.unwrap_or_else(|| Posted::usual_price(&scenario.prices));
    Ok((Posted { roster, locked_days: locked.max(0) as usize, price }, faults.sorted()))
}

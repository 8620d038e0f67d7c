use std::collections::HashMap;
use std::path::Path;

use super::faults::{Faults, Place, counted};
use super::forecast::{self, MOST_VOLUME};
use super::table::{Column, Row, Rows};
use crate::error::{Error, Fault, Result};
use crate::model::{Actuals, Scenario, Series};
use crate::units::Moment;

const START: usize = 0;
const QUEUE: usize = 1;
const VOLUME: usize = 2;

const COLUMNS: &[Column] = &[
    Column::required("start").or(&["interval_start"]),
    Column::required("queue"),
    Column::required("volume").or(&["offered", "calls", "contacts", "actual"]),
    // What a forecast may say as well: nothing is made of it here.
    Column::optional("aht_seconds").or(&["aht"]),
    Column::optional("total_handle_seconds"),
    Column::optional("handled"),
];

/// Reads what really came in, in rows like the forecast's, and what is odd in the file. Rows outside the plan's days
/// are left out; intervals without a row were not counted.
///
/// # Errors
///
/// [`Error::Input`] with every fault, where a row cannot be read, names a queue the plan does not have, or does not
/// lie on the forecast's grid.
pub fn read_actuals(scenario: &Scenario, path: &Path) -> Result<(Actuals, Vec<Fault>)> {
    let mut faults = Faults::default();
    let needed = "a CSV file like the forecast, with the columns start, queue and volume";
    let actuals =
        Rows::read(path, COLUMNS, needed, &mut faults).map(|rows| read_rows(scenario, &rows, &mut faults));
    match actuals {
        Some(actuals) if !faults.has_errors() => Ok((actuals, faults.sorted())),
        _ => Err(Error::Input(faults.sorted())),
    }
}

fn read_rows(scenario: &Scenario, rows: &Rows, faults: &mut Faults) -> Actuals {
    let grid = &scenario.grid;
    let unknown = Series::from_fn(grid.clone(), |_| None);
    let mut actuals = Actuals { volumes: vec![unknown; scenario.queues.len()] };
    let mut twice = vec![HashMap::new(); scenario.queues.len()];
    let mut starts: Vec<Vec<(Moment, usize)>> = vec![Vec::new(); scenario.queues.len()];
    for row in rows.iter() {
        let Some(queue) = find_queue(scenario, &row, faults) else { continue };
        let zone = scenario.queues[queue].time_zone;
        let at = forecast::moment(&row, START, zone, &mut twice[queue], grid, faults);
        let volume = forecast::in_range(&row, VOLUME, 0.0, MOST_VOLUME, "contacts", faults);
        let (Some(at), Some(volume)) = (at, volume) else { continue };
        if at < Moment::START || at >= grid.end() {
            continue;
        }
        starts[queue].push((at, row.line()));
        if !grid.is_border(at) {
            complain_of_grid(scenario, &row.place(START), row.get(START), faults);
            continue;
        }
        let slot = grid.interval_at(at).map(|interval| &mut actuals.volumes[queue].values_mut()[interval]);
        match slot {
            Some(slot @ None) => *slot = Some(volume),
            Some(Some(_)) => {
                let message = format!("queue `{}` has two rows for one interval", scenario.queues[queue].id);
                faults.error("duplicate-row", &row.place(START), message, row.get(START), "one row for each");
            }
            None => {}
        }
    }
    complain_of_coarse(scenario, rows.file(), &mut starts, faults);
    if starts.iter().all(Vec::is_empty) && !faults.has_errors() {
        let found = format!("the plan has {} from {}", counted(grid.days(), "day", "days"), grid.first_day());
        let remedy = "actuals of days that the plan has a forecast of";
        faults.error("outside-plan", rows.file(), "no row lies on a day of the plan", found, remedy);
    }
    actuals
}

fn find_queue(scenario: &Scenario, row: &Row<'_>, faults: &mut Faults) -> Option<usize> {
    let id = row.text(QUEUE);
    let found = scenario.queues.iter().position(|queue| queue.id == id);
    if found.is_none() {
        let known = scenario.queues.iter().map(|queue| queue.id.as_str());
        let message = "no queue of the plan has this id";
        faults.unknown("unknown-queue", &row.place(QUEUE), message, id, known);
    }
    found
}

/// Rows mostly further apart than the forecast's intervals hold sums of several.
fn complain_of_coarse(
    scenario: &Scenario,
    file: &Place,
    starts: &mut [Vec<(Moment, usize)>],
    faults: &mut Faults,
) {
    let interval = scenario.grid.interval();
    for rows in starts {
        rows.sort_unstable();
        let next = rows.windows(2).filter(|pair| pair[1].0 - pair[0].0 == interval).count();
        let Some((_, line)) = rows.first().filter(|_| rows.len() > 2 && 2 * next < rows.len() - 1) else {
            continue;
        };
        if rows.iter().all(|(at, _)| scenario.grid.is_border(*at)) {
            complain_of_grid(scenario, &file.at(*line, 1), "rows further apart", faults);
        }
    }
}

fn complain_of_grid(scenario: &Scenario, place: &Place, found: &str, faults: &mut Faults) {
    let message = "the actuals are not on the forecast's grid";
    let remedy = format!("a row for every {} minutes from midnight", scenario.grid.interval().get());
    faults.error("actuals-off-grid", place, message, found, remedy);
}

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::change::Adjustments;
use super::demand::demand;
use super::faults::{Faults, Place, counted};
use super::nearest::nearest;
use super::queues::QueueDraft;
use super::stamp::{Stamp, Unreadable, instants, stamp};
use super::table::{Column, Row, Rows};
use crate::model::{Demand, Grid};
use crate::units::Moment;

const START: usize = 0;
const QUEUE: usize = 1;
const VOLUME: usize = 2;
const AHT: usize = 3;
const TOTAL_HANDLE: usize = 4;
const HANDLED: usize = 5;

const COLUMNS: &[Column] = &[
    Column::required("start").or(&["interval_start"]),
    Column::required("queue"),
    Column::required("volume").or(&["offered", "calls", "contacts"]),
    Column::optional("aht_seconds").or(&["aht"]),
    Column::optional("total_handle_seconds"),
    Column::optional("handled"),
];

/// More contacts in an interval than any centre has.
pub(super) const MOST_VOLUME: f64 = 1e6;
/// A longer handle time than any contact has.
const LONGEST_AHT: f64 = 86_400.0;

/// What the forecast says of one queue, row by row.
#[derive(Default)]
pub(super) struct Forecast {
    pub rows: Vec<Entry>,
    /// Whether some of its rows could not be read: nothing is said of those missing.
    pub is_incomplete: bool,
    /// How often each wall-clock time was seen, of those shown twice.
    twice: HashMap<NaiveDateTime, usize>,
}

/// A row of the forecast.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub at: Moment,
    pub line: usize,
    pub volume: f64,
    /// Its own handle time in seconds.
    pub aht: Option<f64>,
}

/// Reads the forecast and gives each queue its demand; nothing where there are faults in the way.
pub(super) fn read(
    path: &Path,
    queues: &[QueueDraft],
    grid: &Arc<Grid>,
    adjustments: &Adjustments,
    faults: &mut Faults,
) -> Option<Vec<Demand>> {
    let needed =
        "a CSV file with the columns start, queue, volume and aht_seconds; `forecast` in the plan names it";
    let rows = Rows::read(path, COLUMNS, needed, faults)?;
    if rows.is_empty() {
        let remedy = "a row for each queue and interval of its opening hours";
        faults.error("no-rows", rows.file(), "the forecast has no rows", "only a header", remedy);
        return None;
    }
    if rows.has(TOTAL_HANDLE) && !rows.has(HANDLED) {
        let message = "`total_handle_seconds` needs the column `handled` beside it";
        faults.error(
            "missing-column",
            &rows.file().at(1, 1),
            message,
            "",
            "add a column `handled`, or use aht_seconds",
        );
    }
    let forecasts = sort_rows(&rows, queues, grid, faults);
    let demands: Vec<Option<Demand>> = queues
        .iter()
        .zip(forecasts)
        .map(|(queue, forecast)| demand(queue, forecast, rows.file(), grid, adjustments, faults))
        .collect();
    demands.into_iter().collect()
}

/// Gives each row to its queue.
fn sort_rows(rows: &Rows, queues: &[QueueDraft], grid: &Grid, faults: &mut Faults) -> Vec<Forecast> {
    let index: HashMap<&str, usize> =
        queues.iter().enumerate().map(|(index, queue)| (queue.id.as_str(), index)).collect();
    let mut forecasts: Vec<Forecast> = queues.iter().map(|_| Forecast::default()).collect();
    let mut outside = 0;
    for row in rows.iter() {
        let queue = row.text(QUEUE);
        let Some(&queue) = index.get(queue) else {
            let known = queues.iter().map(|queue| queue.id.as_str());
            if let Some(meant) = nearest(queue, known.clone()) {
                forecasts[index[meant]].is_incomplete = true;
            }
            faults.unknown(
                "unknown-queue",
                &row.place(QUEUE),
                "no queue of the plan has this id",
                queue,
                known,
            );
            continue;
        };
        let zone = queues[queue].time_zone;
        let at = moment(&row, START, zone, &mut forecasts[queue].twice, grid, faults);
        let (Some(at), Some((volume, aht))) = (at, volume_and_aht(&row, faults)) else {
            forecasts[queue].is_incomplete = true;
            continue;
        };
        if at < Moment::START || at >= grid.end() {
            outside += 1;
        } else {
            forecasts[queue].rows.push(Entry { at, line: row.line(), volume, aht });
        }
    }
    if outside > 0 {
        let last = grid.date(grid.days() as i32 - 1);
        let message = counted(outside, "row lies", "rows lie") + " outside the plan's days: ignored";
        let found = format!("the plan is {} to {last}", grid.first_day());
        faults.warn(
            "outside-plan",
            rows.file(),
            message,
            found,
            "nothing, or other `start` and `days` in the plan",
        );
    }
    forecasts
}

/// The moment a row begins, by the clock of a zone where it says no offset.
pub(super) fn moment(
    row: &Row<'_>,
    column: usize,
    zone: Tz,
    twice: &mut HashMap<NaiveDateTime, usize>,
    grid: &Grid,
    faults: &mut Faults,
) -> Option<Moment> {
    let text = row.get(column);
    let instant = match stamp(text) {
        Ok(Stamp::Instant(instant)) => instant,
        Ok(Stamp::Local(local)) => match instants(zone, local)[..] {
            [] => {
                let message = format!("the clock in {zone} skips this time");
                let remedy = "no row for the hour that does not exist, or times with an offset";
                faults.error("skipped-time", &row.place(column), message, text, remedy);
                return None;
            }
            [only] => only,
            ref both => {
                let seen = twice.entry(local).or_default();
                *seen += 1;
                both[(*seen - 1).min(both.len() - 1)]
            }
        },
        Err(why) => {
            complain_of_stamp(&why, &row.place(column), text, faults);
            return None;
        }
    };
    let seconds = (instant - grid.instant(Moment::START)).num_seconds();
    if seconds % 60 != 0 {
        let remedy = format!("times that are whole intervals of {} minutes", grid.interval().get());
        faults.error(
            "off-grid",
            &row.place(column),
            "the row does not begin on a whole minute",
            text,
            remedy,
        );
        return None;
    }
    Some(grid.moment(instant))
}

/// Says why a date and time cannot be read.
pub(super) fn complain_of_stamp(why: &Unreadable, place: &Place, text: &str, faults: &mut Faults) {
    match why {
        Unreadable::Ambiguous(readings) => {
            let readings: Vec<String> = readings.iter().map(ToString::to_string).collect();
            let message = "day and month of this date could be either way round";
            let remedy = format!("ISO 8601, year first: {}", readings.join(" or "));
            faults.error("ambiguous-date", place, message, text, remedy);
        }
        Unreadable::FarOff => {
            let remedy = "a date from 1970-01-01 to 2200-01-01; an `until` that is none is left empty";
            faults.error("bad-time", place, "no plan reaches this date", text, remedy);
        }
        Unreadable::NoStamp => {
            let remedy = "ISO 8601, like 2026-03-02T09:00, 2026-03-02T09:00+01:00 or 2026-03-02T08:00Z";
            faults.error("bad-time", place, "this is not a date and time", text, remedy);
        }
    }
}

/// The volume and the mean handle time of a row; the latter may be left to the queue.
fn volume_and_aht(row: &Row<'_>, faults: &mut Faults) -> Option<(f64, Option<f64>)> {
    let is_empty = row.get(VOLUME).is_empty();
    if is_empty {
        let remedy = "a number of contacts; 0 where none are expected";
        faults.error("missing-volume", &row.place(VOLUME), "the row has no volume", "", remedy);
    }
    let volume = in_range(row, VOLUME, 0.0, MOST_VOLUME, "contacts", faults);
    let aht = if !row.get(AHT).is_empty() {
        in_range(row, AHT, 0.0, LONGEST_AHT, "seconds", faults).map(Some)
    } else if !row.get(TOTAL_HANDLE).is_empty() {
        let total = in_range(row, TOTAL_HANDLE, 0.0, LONGEST_AHT * MOST_VOLUME, "seconds", faults);
        let handled = in_range(row, HANDLED, 0.0, MOST_VOLUME, "contacts", faults);
        total.zip(handled).map(|(total, handled)| (handled > 0.0).then(|| total / handled))
    } else {
        Some(None)
    };
    // A mean of no contacts says nothing.
    let aht = aht.map(|aht| aht.filter(|&aht| aht > 0.0 || volume != Some(0.0)));
    if aht == Some(Some(0.0)) {
        let remedy = "seconds greater than 0; empty to use the queue's aht_seconds";
        faults.error("absurd-number", &row.place(AHT), "contacts cannot take no time", row.get(AHT), remedy);
        return None;
    }
    volume.zip(aht)
}

/// A number of some unit in a range.
pub(super) fn in_range(
    row: &Row<'_>,
    column: usize,
    least: f64,
    most: f64,
    unit: &str,
    faults: &mut Faults,
) -> Option<f64> {
    let number = row.number(column, faults)?;
    if number < least {
        let remedy = format!("a number of {unit}, 0 or more");
        faults.error(
            "negative-number",
            &row.place(column),
            "this cannot be negative",
            row.get(column),
            remedy,
        );
        return None;
    }
    if number > most {
        let remedy = format!("at most {most} {unit}");
        faults.error("absurd-number", &row.place(column), "this is absurdly large", row.get(column), remedy);
        return None;
    }
    Some(number)
}

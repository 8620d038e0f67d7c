use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;

use super::faults::{Faults, counted};
use super::forecast::{self, MOST_VOLUME};
use super::hiring::Known;
use super::hiring_forms::growth;
use super::stamp;
use super::table::{Column, Row, Rows};

const MONTH: usize = 0;
const QUEUE: usize = 1;
const VOLUME: usize = 2;
const GROWTH: usize = 3;

const COLUMNS: &[Column] = &[
    Column::required("month"),
    Column::required("queue"),
    Column::optional("volume").or(&["contacts", "calls", "offered"]),
    Column::optional("growth"),
];

/// Reads what comes in by month and queue: contacts of the month, or more and less than the forecast. It replaces what
/// growth and season say of these months. `starts` are those of the months and of the one after the last.
pub(super) fn read(
    path: &Path,
    known: &Known<'_>,
    starts: &[NaiveDate],
    volume: &mut [Vec<f64>],
    faults: &mut Faults,
) {
    let needed = "a CSV file with the columns month, queue and volume or growth; or no `outlook` in [hiring]";
    let Some(rows) = Rows::read(path, COLUMNS, needed, faults) else { return };
    let (mut lines, mut outside) = (HashMap::new(), 0);
    for row in rows.iter() {
        let month = month(&row, faults);
        let queue = queue(&row, known, faults);
        let (Some(month), Some(queue)) = (month, queue) else { continue };
        let place = starts[..starts.len() - 1].iter().position(|start| *start == month);
        let Some(factor) = factor(&row, known, queue, month, faults) else { continue };
        if let Some(first) = lines.insert((month, queue), row.line()) {
            let message = format!("two rows for one month and queue; the other is on line {first}");
            let remedy = "one row for each month and queue";
            faults.error("duplicate-row", &row.place(MONTH), message, row.get(MONTH), remedy);
        }
        match place {
            Some(place) => volume[place][queue] = factor,
            None => outside += 1,
        }
    }
    if outside > 0 {
        let message = counted(outside, "row lies", "rows lie") + " outside the months planned: ignored";
        let last = starts[starts.len() - 1].pred_opt().unwrap_or(starts[0]);
        let found = format!("the months are {} to {last}", starts[0]);
        let remedy = "nothing, or other `start` and `months` in the plan";
        faults.warn("outside-plan", rows.file(), message, found, remedy);
    }
}

/// Reads `2026-03`, or a date in the month.
fn month(row: &Row<'_>, faults: &mut Faults) -> Option<NaiveDate> {
    let text = row.get(MONTH);
    let date = stamp::date(&format!("{text}-01")).or_else(|_| stamp::date(text)).ok();
    if date.is_none() {
        faults.error("bad-month", &row.place(MONTH), "this is no month", text, "a month like 2026-03");
    }
    use chrono::Datelike;
    date.and_then(|date| date.with_day(1))
}

fn queue(row: &Row<'_>, known: &Known<'_>, faults: &mut Faults) -> Option<usize> {
    let id = row.text(QUEUE);
    let found = known.queues.iter().position(|queue| *queue == id);
    if found.is_none() {
        let ids = known.queues.iter().copied();
        faults.unknown("unknown-queue", &row.place(QUEUE), "no queue of the plan has this id", id, ids);
    }
    found
}

/// How many times the forecast's volume comes in on a day.
fn factor(
    row: &Row<'_>,
    known: &Known<'_>,
    queue: usize,
    month: NaiveDate,
    faults: &mut Faults,
) -> Option<f64> {
    let text = row.get(VOLUME);
    if text.ends_with('%') {
        let remedy = "contacts of the month; more and less than the forecast stands in a column `growth`";
        faults.error("bad-number", &row.place(VOLUME), "`volume` is no share", text, remedy);
        return None;
    }
    if !text.is_empty() {
        let volume = forecast::in_range(row, VOLUME, 0.0, MOST_VOLUME, "contacts", faults)?;
        let days =
            month.checked_add_months(chrono::Months::new(1)).map_or(30, |next| (next - month).num_days());
        let forecast: f64 = known.demands?.get(queue)?.volume.iter().sum();
        let on_a_day = forecast / known.grid.days() as f64;
        return Some(if on_a_day > 0.0 { volume / days as f64 / on_a_day } else { 1.0 });
    }
    let text = row.get(GROWTH);
    let factor = growth(text);
    if factor.is_none() {
        let remedy =
            "contacts of the month as `volume`, or more and less than the forecast as `growth`, like +10%";
        faults.error("bad-growth", &row.place(GROWTH), "this is no growth", text, remedy);
    }
    factor
}

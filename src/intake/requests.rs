use std::path::Path;

use super::agents::Agents;
use super::faults::{Faults, Place, counted};
use super::forecast::complain_of_stamp;
use super::nearest::did_you_mean;
use super::shifts::ShiftDraft;
use super::stamp::{self, Stamp, instants, stamp};
use super::table::{Column, Row, Rows};
use crate::model::{Grid, Request, RequestKind};
use crate::units::Moment;

const AGENT: usize = 0;
const FROM: usize = 1;
const TO: usize = 2;
const KIND: usize = 3;
const SHIFT: usize = 4;
const WEIGHT: usize = 5;

const COLUMNS: &[Column] = &[
    Column::required("agent").or(&["id", "agent_id"]),
    Column::required("from").or(&["start"]),
    Column::required("to").or(&["until", "end"]),
    Column::required("kind").or(&["type"]),
    Column::optional("shift"),
    Column::optional("weight"),
];

const KINDS: [&str; 6] = ["leave", "training", "unavailable", "prefer", "avoid", "fixed"];

/// A request and the place it stands at.
pub(super) struct RequestDraft {
    pub request: Request,
    pub place: Place,
}

/// Reads the requests.
pub(super) fn read(
    path: &Path,
    agents: &Agents,
    shifts: &[ShiftDraft],
    grid: &Grid,
    faults: &mut Faults,
) -> Vec<RequestDraft> {
    let needed = "a CSV file with the columns agent, from, to and kind; or no `requests` in the plan";
    let Some(rows) = Rows::read(path, COLUMNS, needed, faults) else { return Vec::new() };
    let mut requests = Vec::new();
    let mut outside = 0;
    for row in rows.iter() {
        let Some(request) = read_one(&row, agents, shifts, grid, faults) else { continue };
        if request.to <= Moment::START || request.from >= grid.end() {
            outside += 1;
        } else {
            requests.push(RequestDraft { request, place: row.place(AGENT) });
        }
    }
    if outside > 0 {
        let message = counted(outside, "request lies", "requests lie") + " outside the plan's days: ignored";
        faults.warn(
            "outside-plan",
            rows.file(),
            message,
            "",
            "nothing, or other `start` and `days` in the plan",
        );
    }
    requests
}

fn read_one(
    row: &Row<'_>,
    agents: &Agents,
    shifts: &[ShiftDraft],
    grid: &Grid,
    faults: &mut Faults,
) -> Option<Request> {
    let agent = agents.find(row.text(AGENT), &row.place(AGENT), faults);
    let from = moment(row, FROM, 0, grid, faults);
    let to = moment(row, TO, 1, grid, faults);
    if let (Some(from), Some(to)) = (from, to)
        && to <= from
    {
        let found = format!("from {} to {}", row.get(FROM), row.get(TO));
        faults.error(
            "ends-before-it-begins",
            &row.place(TO),
            "the request ends before it begins",
            found,
            "`from` first",
        );
        return None;
    }
    let weight = weight(row, faults);
    let shift = match row.text(SHIFT) {
        "" => Some(None),
        id => find_shift(id, shifts, &row.place(SHIFT), faults).map(Some),
    };
    let word = row.text(KIND).to_lowercase();
    let kind = match word.as_str() {
        "leave" => RequestKind::Leave,
        "training" => RequestKind::Training,
        "unavailable" => RequestKind::Unavailable,
        "prefer" => RequestKind::Prefer { shift: shift?, weight: weight? },
        "avoid" => RequestKind::Avoid { shift: shift?, weight: weight? },
        "fixed" => RequestKind::Fixed { shift: fixed_shift(row, shift?, faults)? },
        _ => {
            let remedy = did_you_mean(&word, KINDS);
            faults.error(
                "unknown-kind",
                &row.place(KIND),
                "no request is of this kind",
                row.text(KIND),
                remedy,
            );
            return None;
        }
    };
    Some(Request { agent: agent?, from: from?, to: to?, kind })
}

/// Finds a kind of shift by its id.
pub(super) fn find_shift(
    id: &str,
    shifts: &[ShiftDraft],
    place: &Place,
    faults: &mut Faults,
) -> Option<usize> {
    let found = shifts.iter().position(|draft| draft.template.id == id);
    if found.is_none() {
        let known = shifts.iter().map(|draft| draft.template.id.as_str());
        faults.unknown("unknown-shift", place, "no shift of the plan has this id", id, known);
    }
    found
}

/// A fixed shift names its kind and its times.
fn fixed_shift(row: &Row<'_>, shift: Option<usize>, faults: &mut Faults) -> Option<usize> {
    if shift.is_none() {
        let remedy = "the id of a [[shift]] of the plan";
        faults.error("missing-shift", &row.place(SHIFT), "a fixed shift names its kind of shift", "", remedy);
    }
    for column in [FROM, TO] {
        if stamp::date(row.get(column)).is_ok() {
            let remedy = "a date and a time, like 2026-03-02T09:00";
            faults.error(
                "bad-time",
                &row.place(column),
                "a fixed shift needs its times",
                row.get(column),
                remedy,
            );
            return None;
        }
    }
    shift
}

fn weight(row: &Row<'_>, faults: &mut Faults) -> Option<f64> {
    if row.get(WEIGHT).is_empty() {
        return Some(1.0);
    }
    let weight = row.number(WEIGHT, faults)?;
    if !(0.0..=1000.0).contains(&weight) {
        let remedy = "a weight from 0 to 1000; 1 is usual";
        faults.error("absurd-number", &row.place(WEIGHT), "no wish weighs as much", row.get(WEIGHT), remedy);
        return None;
    }
    Some(weight)
}

/// A date means its midnight, `days_later` days on; a time is the planner's.
fn moment(row: &Row<'_>, column: usize, days_later: i32, grid: &Grid, faults: &mut Faults) -> Option<Moment> {
    let text = row.get(column);
    if let Ok(date) = stamp::date(text) {
        return Some(grid.at(grid.day_of(date) + days_later, 0));
    }
    local_moment(text, &row.place(column), grid, None, faults)
}

/// The moment of a date and time by the planner's clock; of a time shown twice the first after `after`.
pub(super) fn local_moment(
    text: &str,
    place: &Place,
    grid: &Grid,
    after: Option<Moment>,
    faults: &mut Faults,
) -> Option<Moment> {
    let instant = match stamp(text) {
        Ok(Stamp::Instant(instant)) => instant,
        Ok(Stamp::Local(local)) => {
            let found = instants(grid.zone(), local);
            let fitting =
                found.iter().find(|instant| after.is_none_or(|after| grid.moment(**instant) > after));
            match fitting.or(found.first()) {
                Some(instant) => *instant,
                None => {
                    let message = format!("the clock in {} skips this time", grid.zone());
                    let remedy = "a time that exists, or one with an offset";
                    faults.error("skipped-time", place, message, text, remedy);
                    return None;
                }
            }
        }
        Err(why) => {
            complain_of_stamp(&why, place, text, faults);
            return None;
        }
    };
    if instant.timestamp() % 60 != 0 {
        faults.error("off-grid", place, "the time is not a whole minute", text, "hours and minutes");
        return None;
    }
    Some(grid.moment(instant))
}

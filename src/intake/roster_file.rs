use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDate;

use super::duration::clock;
use super::faults::{Faults, Place};
use super::forecast::complain_of_stamp;
use super::requests::local_moment;
use super::stamp;
use super::table::{Column, Row, Rows};
use crate::model::{Break, Grid, Shift, ShiftTemplate};
use crate::units::{Minutes, Moment};

const AGENT: usize = 0;
const START: usize = 1;
const END: usize = 2;
const BREAKS: usize = 3;
const SHIFT: usize = 4;
const DATE: usize = 5;

/// Columns of a roster; the last few only repeat what the plan says.
const COLUMNS: &[Column] = &[
    Column::required("agent").or(&["agent_id", "id"]),
    Column::required("start"),
    Column::required("end"),
    Column::optional("breaks"),
    Column::optional("shift"),
    Column::optional("date"),
    Column::optional("name"),
    Column::optional("paid_hours"),
    Column::optional("contract"),
    Column::optional("skills"),
];

/// Longer shifts are slips of the pen.
const LONGEST: Minutes = Minutes::new(24 * 60);

/// A shift as a roster file has it.
pub(super) struct RosterRow {
    pub agent: usize,
    pub shift: Shift,
    /// Where its start stands.
    pub place: Place,
}

/// The kinds of shift a roster may name.
#[derive(Clone, Copy)]
pub(super) struct Kinds<'a> {
    pub templates: &'a [ShiftTemplate],
    /// Whether a name that none of them has is a fault.
    pub must_be_known: bool,
}

/// Reads the shifts of a roster: one this program wrote, or one a planner edited.
///
/// `find` turns an agent's id into their index, or notes a fault.
pub(super) fn read(
    path: &Path,
    needed: &str,
    grid: &Grid,
    kinds: Kinds<'_>,
    mut find: impl FnMut(&str, &Place, &mut Faults) -> Option<usize>,
    faults: &mut Faults,
) -> Vec<RosterRow> {
    let Some(rows) = Rows::read(path, COLUMNS, needed, faults) else { return Vec::new() };
    let mut found: Vec<RosterRow> = Vec::new();
    let mut lines: HashMap<(usize, Moment), usize> = HashMap::new();
    for row in rows.iter() {
        let agent = find(row.text(AGENT), &row.place(AGENT), faults);
        let shift = read_shift(&row, grid, kinds, faults);
        let (Some(agent), Some(shift)) = (agent, shift) else { continue };
        if let Some(first) = lines.insert((agent, shift.start), row.line()) {
            let message =
                format!("the agent has two shifts that start at once; the other is on line {first}");
            faults.error(
                "duplicate-row",
                &row.place(START),
                message,
                row.text(START),
                "one row for each shift",
            );
            continue;
        }
        found.push(RosterRow { agent, shift, place: row.place(START) });
    }
    found.sort_by_key(|row| (row.agent, row.shift.start));
    found
}

fn read_shift(row: &Row<'_>, grid: &Grid, kinds: Kinds<'_>, faults: &mut Faults) -> Option<Shift> {
    let templates = kinds.templates;
    let date = read_date(row, faults);
    let start = read_time(row, START, date, None, grid, faults)?;
    let end = read_time(row, END, date, Some(start), grid, faults)?;
    if end <= start || end - start > LONGEST {
        let message =
            if end <= start { "the shift ends before it begins" } else { "the shift is longer than a day" };
        let found = format!("from {} to {}", row.text(START), row.text(END));
        faults.error("bad-shift", &row.place(END), message, found, "an end after the start, within a day");
        return None;
    }
    let breaks = read_breaks(row, start, end, grid, faults)?;
    let mut shift = Shift { template: None, day: grid.day_at(start), start, end, breaks };
    shift.template = match row.text(SHIFT) {
        "" => templates.iter().position(|template| is_of(template, &shift, grid)),
        id => {
            let found = templates.iter().position(|template| template.id == id);
            if found.is_none() && !faults.may_be_unreadable("unknown-shift", id) {
                let known: Vec<&str> = templates.iter().map(|template| template.id.as_str()).collect();
                if kinds.must_be_known {
                    faults.unknown(
                        "unknown-shift",
                        &row.place(SHIFT),
                        "no shift of the plan has this id",
                        id,
                        known,
                    );
                    return None;
                }
                let remedy = super::nearest::did_you_mean(id, known);
                let message = "no shift of the plan has this id; it is read as a shift of its own kind";
                faults.warn("unknown-shift", &row.place(SHIFT), message, id, remedy);
            }
            found
        }
    };
    if let Some(template) = shift.template {
        pay_breaks(&mut shift, &templates[template]);
    }
    Some(shift)
}

fn read_date(row: &Row<'_>, faults: &mut Faults) -> Option<NaiveDate> {
    let text = row.text(DATE);
    if text.is_empty() {
        return None;
    }
    stamp::date(text).map_err(|why| complain_of_stamp(&why, &row.place(DATE), text, faults)).ok()
}

/// A date and time, or a time of day on the row's date; an end before the start is on the day after.
fn read_time(
    row: &Row<'_>,
    column: usize,
    date: Option<NaiveDate>,
    start: Option<Moment>,
    grid: &Grid,
    faults: &mut Faults,
) -> Option<Moment> {
    let text = row.text(column);
    let place = row.place(column);
    let Some(minute) = clock(text.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(text))
    else {
        return local_moment(text, &place, grid, start, faults);
    };
    let Some(date) = date else {
        let remedy = "a date and time like 2026-03-02T09:00, or a column `date`";
        faults.error("bad-time", &place, "a time of day needs its date", text, remedy);
        return None;
    };
    let day = grid.day_of(date);
    let at = at_clock(day, minute, &place, grid, start, faults)?;
    match start {
        Some(start) if at <= start => at_clock(day + 1, minute, &place, grid, Some(start), faults),
        _ => Some(at),
    }
}

fn at_clock(
    day: i32,
    minute: i32,
    place: &Place,
    grid: &Grid,
    after: Option<Moment>,
    faults: &mut Faults,
) -> Option<Moment> {
    let date = grid.date(day + minute / 1440);
    let text = format!("{date}T{:02}:{:02}", minute % 1440 / 60, minute % 60);
    local_moment(&text, place, grid, after, faults)
}

/// Reads `12:00-12:30|15:00-15:15`, times of day or full dates and times.
fn read_breaks(
    row: &Row<'_>,
    start: Moment,
    end: Moment,
    grid: &Grid,
    faults: &mut Faults,
) -> Option<Vec<Break>> {
    let mut breaks: Vec<Break> = Vec::new();
    for text in row.text(BREAKS).split('|').map(str::trim).filter(|text| !text.is_empty()) {
        let free = breaks.last().map_or(start, |rest| rest.end);
        match read_break(text, free, end, grid) {
            Some((from, to)) => breaks.push(Break { start: from, end: to, is_paid: false }),
            None => {
                let message =
                    "this break cannot be read, or does not lie in its shift after the break before";
                let remedy = "breaks in order, each inside the shift, like 12:00-12:30|15:00-15:15";
                faults.error("bad-break", &row.place(BREAKS), message, text, remedy);
                return None;
            }
        }
    }
    Some(breaks)
}

fn read_break(text: &str, free: Moment, end: Moment, grid: &Grid) -> Option<(Moment, Moment)> {
    text.match_indices(['-', '/', '–']).find_map(|(place, dash)| {
        let (from, to) = (text[..place].trim(), text[place + dash.len()..].trim());
        let from = within(from, free, end, grid)?;
        let to = within(to, from + Minutes::new(1), end, grid)?;
        Some((from, to))
    })
}

/// The first moment from `least` to `most` that a clock shows so.
fn within(text: &str, least: Moment, most: Moment, grid: &Grid) -> Option<Moment> {
    let candidates: Vec<Moment> = match clock(text) {
        Some(minute) => {
            let day = grid.day_at(least);
            let of_day = |day: i32| {
                let local = grid.date(day).and_time(chrono::NaiveTime::MIN)
                    + chrono::TimeDelta::minutes(i64::from(minute));
                stamp::instants(grid.zone(), local).into_iter().map(|instant| grid.moment(instant))
            };
            (day - 1..=day + 1).flat_map(of_day).collect()
        }
        None => match stamp::stamp(text).ok()? {
            stamp::Stamp::Instant(instant) => vec![grid.moment(instant)],
            stamp::Stamp::Local(local) => {
                stamp::instants(grid.zone(), local).into_iter().map(|instant| grid.moment(instant)).collect()
            }
        },
    };
    candidates.into_iter().find(|moment| (least..=most).contains(moment))
}

/// The rules of a template that a shift of this length follows.
fn rules(template: &ShiftTemplate, length: Minutes) -> impl Iterator<Item = &crate::model::BreakRule> {
    template.breaks.iter().filter(move |rule| length > rule.if_longer_than)
}

/// Whether a shift could be of a template.
fn is_of(template: &ShiftTemplate, shift: &Shift, grid: &Grid) -> bool {
    use chrono::Timelike;
    let local = grid.local(shift.start);
    let minute = (local.hour() * 60 + local.minute()) as i32;
    let lengths = shift.breaks.iter().map(|rest| rest.end - rest.start);
    template.starts.contains(&minute)
        && template.lengths.contains(&shift.length())
        && template.weekdays.contains(&grid.weekday(shift.day))
        && rules(template, shift.length()).map(|rule| rule.length).eq(lengths)
}

/// A break is paid where the template's next break of the same length is.
fn pay_breaks(shift: &mut Shift, template: &ShiftTemplate) {
    let length = shift.length();
    let mut rules = rules(template, length);
    for rest in &mut shift.breaks {
        let rule = rules.find(|rule| rule.length == rest.end - rest.start);
        rest.is_paid = rule.is_some_and(|rule| rule.is_paid);
    }
}

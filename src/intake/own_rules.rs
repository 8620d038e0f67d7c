use std::collections::BTreeMap;

use super::agents::ID;
use super::contracts::{days_per_week, latest_after, start_band};
use super::document::Value;
use super::faults::Faults;
use super::forms;
use super::laws;
use super::requests::find_shift;
use super::section::Form;
use super::shifts::ShiftDraft;
use super::table::Row;
use crate::model::{Contract, ShiftLimit, ShiftQuota, Span, Succession};

// The columns of agents.csv in which an agent has rules of their own, named like the keys of a contract.
pub(super) const PLAN_HOURS: usize = 9;
pub(super) const REST: usize = 10;
pub(super) const DAYS_PER_WEEK: usize = 11;
pub(super) const MOST_RUN: usize = 12;
pub(super) const LEAST_RUN: usize = 13;
pub(super) const LEAST_OFF: usize = 14;
pub(super) const WEEKENDS: usize = 15;
pub(super) const COMPLETE_WEEKENDS: usize = 16;
pub(super) const SHIFTS: usize = 17;
pub(super) const DAYS_OFF_PER_WEEK: usize = 19;
pub(super) const HOURS_PER_DAY: usize = 20;
pub(super) const NIGHTS: usize = 21;
pub(super) const FORWARD_ROTATION: usize = 22;
pub(super) const LEAST_SHIFTS: usize = 23;
pub(super) const WEEKLY_REST: usize = 24;
pub(super) const MONTH_HOURS: usize = 25;
pub(super) const AVERAGE_HOURS: usize = 26;
pub(super) const LEAST_HOURS_PER_DAY: usize = 27;
pub(super) const HOURS_PER_NIGHT: usize = 28;
pub(super) const EARLIEST: usize = 29;
pub(super) const LATEST: usize = 30;
pub(super) const START_BAND: usize = 31;
pub(super) const ONE_START: usize = 32;
pub(super) const DAYS_OFF_TOGETHER: usize = 33;
pub(super) const LAW: usize = 34;
pub(super) const LEAST_NIGHTS: usize = 36;
pub(super) const MOST_OFF: usize = 37;
pub(super) const SUCCESSIONS: usize = 38;

/// The columns that say what a law may ask for too, by the key of a contract.
const UNDER_LAW: [(&str, usize); 8] = [
    ("min_rest", REST),
    ("weekly_rest", WEEKLY_REST),
    ("max_hours_per_day", HOURS_PER_DAY),
    ("min_hours_per_day", LEAST_HOURS_PER_DAY),
    ("max_hours_per_night", HOURS_PER_NIGHT),
    ("average_hours", AVERAGE_HOURS),
    ("max_consecutive_nights", NIGHTS),
    ("max_days_per_week", DAYS_PER_WEEK),
];

/// A contract for one agent, or several with the same rules: one of the plan's with some rules changed.
pub(super) struct OwnContract {
    /// The contract of the plan, as an index.
    pub named: usize,
    /// What binds the agent: under the same id, and never hired.
    pub contract: Contract,
}

/// The contract with an agent's own rules in the place of its own; nothing where they are the same.
pub(super) fn read(
    row: &Row<'_>,
    named: &Contract,
    shifts: &[ShiftDraft],
    faults: &mut Faults,
) -> Option<Contract> {
    let days_off = field(row, DAYS_OFF_PER_WEEK, &forms::DAYS_OFF, faults);
    let days = days_per_week(count(row, DAYS_PER_WEEK, faults), days_off);
    let most = named.max_shifts.iter().map(|limit| (limit.shift, limit.most));
    let most = shifts_of_a_kind(row, SHIFTS, most, shifts, faults);
    let least = named.min_shifts.iter().map(|quota| (quota.shift, quota.least));
    let least = shifts_of_a_kind(row, LEAST_SHIFTS, least, shifts, faults);
    let earliest = field(row, EARLIEST, &forms::TIME_OF_DAY, faults).or(named.earliest);
    let latest = field(row, LATEST, &forms::TIME_OF_DAY, faults);
    let band = field(row, START_BAND, &forms::BAND, faults);
    let is_one_start = field(row, ONE_START, &YES_OR_NO, faults);
    let name = format!("agent `{}`", row.text(ID));
    let law = Some(row.text(LAW)).filter(|text| !text.is_empty());
    let law = law.and_then(|law| laws::find(&name, law, &row.place(LAW), faults));
    let mut own = Contract {
        plan: field(row, PLAN_HOURS, &PLAN_SPAN, faults).or(named.plan),
        month: field(row, MONTH_HOURS, &PLAN_SPAN, faults).or(named.month),
        averages: field(row, AVERAGE_HOURS, &forms::AVERAGES, faults)
            .unwrap_or_else(|| named.averages.clone()),
        min_hours_per_day: field(row, LEAST_HOURS_PER_DAY, &forms::HOURS_OF_DAY, faults)
            .or(named.min_hours_per_day),
        max_hours_per_night: field(row, HOURS_PER_NIGHT, &forms::HOURS_OF_DAY, faults)
            .or(named.max_hours_per_night),
        earliest,
        latest: latest_after(earliest, latest.or(named.latest.map(|latest| (latest - 1) % 1440 + 1))),
        start_band: match is_one_start {
            Some(false) if band.is_none() => None,
            _ => start_band(band, is_one_start).or(named.start_band),
        },
        days_off_together: field(row, DAYS_OFF_TOGETHER, &forms::DAYS_OFF, faults)
            .or(named.days_off_together),
        law: law.or(named.law),
        max_hours_per_day: field(row, HOURS_PER_DAY, &forms::HOURS_OF_DAY, faults)
            .or(named.max_hours_per_day),
        min_rest: field(row, REST, &forms::MINUTES, faults).unwrap_or(named.min_rest),
        weekly_rest: field(row, WEEKLY_REST, &forms::WEEKLY_REST, faults).or(named.weekly_rest),
        max_days_per_week: days.or(named.max_days_per_week),
        max_consecutive_days: count(row, MOST_RUN, faults).or(named.max_consecutive_days),
        max_consecutive_nights: count(row, NIGHTS, faults).or(named.max_consecutive_nights),
        min_consecutive_nights: count(row, LEAST_NIGHTS, faults).or(named.min_consecutive_nights),
        min_consecutive_days: count(row, LEAST_RUN, faults).or(named.min_consecutive_days),
        min_consecutive_days_off: count(row, LEAST_OFF, faults).or(named.min_consecutive_days_off),
        max_consecutive_days_off: count(row, MOST_OFF, faults).or(named.max_consecutive_days_off),
        max_weekends: field(row, WEEKENDS, &forms::WEEKENDS, faults).or(named.max_weekends),
        has_complete_weekends: field(row, COMPLETE_WEEKENDS, &YES_OR_NO, faults)
            .unwrap_or(named.has_complete_weekends),
        has_forward_rotation: field(row, FORWARD_ROTATION, &YES_OR_NO, faults)
            .unwrap_or(named.has_forward_rotation),
        max_shifts: most.into_iter().map(|(shift, most)| ShiftLimit { shift, most }).collect(),
        min_shifts: least.into_iter().map(|(shift, least)| ShiftQuota { shift, least }).collect(),
        successions: successions(row, shifts, faults).unwrap_or_else(|| named.successions.clone()),
        ..named.clone()
    };
    let said = |key: &str| {
        let column = UNDER_LAW.iter().find(|(under, _)| *under == key)?.1;
        (!row.text(column).is_empty()).then(|| row.place(column))
    };
    laws::apply(&name, &mut own, said, faults);
    (own != *named).then_some(Contract { hireable: None, ..own })
}

fn count(row: &Row<'_>, column: usize, faults: &mut Faults) -> Option<u32> {
    field(row, column, &forms::POSITIVE_COUNT, faults)
}

/// A field read like the value of a key; nothing where it is empty.
fn field<T>(row: &Row<'_>, column: usize, form: &Form<T>, faults: &mut Faults) -> Option<T> {
    let text = row.text(column);
    if text.is_empty() {
        return None;
    }
    let read = (form.parse)(&value(text));
    if read.is_none() {
        let message = format!("`{}` cannot be read", row.name(column));
        faults.error(form.code, &row.place(column), message, text, form.remedy);
    }
    read
}

/// Numbers of shifts by their index: the contract's, with the agent's in their place or beside them.
fn shifts_of_a_kind(
    row: &Row<'_>,
    column: usize,
    named: impl Iterator<Item = (usize, u32)>,
    shifts: &[ShiftDraft],
    faults: &mut Faults,
) -> BTreeMap<usize, u32> {
    let mut numbers: BTreeMap<usize, u32> = named.collect();
    for (name, number) in field(row, column, &NUMBERS, faults).unwrap_or_default() {
        if let Some(shift) = find_shift(&name, shifts, &row.place(column), faults) {
            numbers.insert(shift, number);
        }
    }
    numbers
}

/// What may follow no shift.
fn successions(row: &Row<'_>, shifts: &[ShiftDraft], faults: &mut Faults) -> Option<Vec<Succession>> {
    let pairs = field(row, SUCCESSIONS, &PAIRS, faults)?;
    let place = row.place(SUCCESSIONS);
    let linked = pairs.iter().filter_map(|(shift, next)| {
        let (shift, next) =
            (find_shift(shift, shifts, &place, faults), find_shift(next, shifts, &place, faults));
        Some(Succession { shift: shift?, next: next? })
    });
    Some(linked.collect())
}

/// The value a field would be in the plan file: a number where it is one.
fn value(text: &str) -> Value {
    text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Whole)
}

/// Hours of the whole plan.
const PLAN_SPAN: Form<Span> = Form {
    code: "bad-hours",
    remedy: "hours like 32, 24-32 or 36h-40h, the least first",
    parse: |value| (forms::HOURS.parse)(value).filter(|span| span.min <= span.max),
};

/// Yes or no as spreadsheets and people write it.
const YES_OR_NO: Form<bool> = Form {
    code: "bad-flag",
    remedy: "yes or no",
    parse: |value| match value {
        Value::Text(text) => match text.to_lowercase().as_str() {
            "yes" | "true" => Some(true),
            "no" | "false" => Some(false),
            _ => None,
        },
        _ => None,
    },
};

/// Numbers of shifts by the shift's name: `night 3|late 10`.
const NUMBERS: Form<Vec<(String, u32)>> = Form {
    code: "bad-count",
    remedy: "kinds of shift with the number of each, like `night 3|late 10`",
    parse: |value| match value {
        Value::Text(text) => text.split('|').map(number).collect(),
        _ => None,
    },
};

/// Pairs of shifts: `late early|night day`.
const PAIRS: Form<Vec<(String, String)>> = Form {
    code: "bad-names",
    remedy: "a shift and what may not follow it, like `late early|night day`",
    parse: |value| match value {
        Value::Text(text) => text.split('|').map(pair).collect(),
        _ => None,
    },
};

fn pair(text: &str) -> Option<(String, String)> {
    let (shift, next) = text.trim().rsplit_once(' ')?;
    Some((shift.trim().to_owned(), next.to_owned()))
}

fn number(text: &str) -> Option<(String, u32)> {
    let (name, number) = pair(text)?;
    Some((name, (forms::COUNT.parse)(&value(&number))?))
}

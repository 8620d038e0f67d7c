//! How the judge says what it found: dates and times by the planner's clock.

use crate::model::{Break, Grid, Shift, Span};
use crate::units::{Minutes, Moment};

/// `Tue 3 Mar 09:00`.
pub(super) fn moment(grid: &Grid, moment: Moment) -> String {
    grid.local(moment).format("%a %-d %b %H:%M").to_string()
}

/// `09:00`.
pub(super) fn clock(grid: &Grid, moment: Moment) -> String {
    grid.local(moment).format("%H:%M").to_string()
}

/// `Tue 3 Mar`.
pub(super) fn day(grid: &Grid, day: i32) -> String {
    grid.date(day).format("%a %-d %b").to_string()
}

/// `Tue 3 Mar 09:00-17:00`.
pub(super) fn span(grid: &Grid, from: Moment, to: Moment) -> String {
    format!("{}-{}", moment(grid, from), clock(grid, to))
}

/// `a shift Tue 3 Mar 09:00-17:00`.
pub(super) fn shift(grid: &Grid, shift: &Shift) -> String {
    format!("a shift {}", span(grid, shift.start, shift.end))
}

/// `a break 12:00-12:30`.
pub(super) fn rest(grid: &Grid, rest: &Break) -> String {
    format!("a break {}-{}", clock(grid, rest.start), clock(grid, rest.end))
}

/// `from 36h to 40h`.
pub(super) fn from_to(hours: Span) -> String {
    format!("from {} to {}", hours.min, hours.max)
}

/// A list of spans: `4h, 6h, 8h`.
pub(super) fn lengths(lengths: &[Minutes]) -> String {
    joined(lengths.iter().map(Minutes::to_string))
}

/// A list of times of day given in minutes after midnight: `07:00, 07:30`.
pub(super) fn clocks(minutes: &[i32]) -> String {
    joined(minutes.iter().map(|minute| format!("{:02}:{:02}", minute.div_euclid(60), minute.rem_euclid(60))))
}

/// One or several of a thing: `1 day`, `2 days`.
pub(super) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// The parts with commas between; a long list is cut in the middle, as its ends say most.
pub(super) fn joined(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    match parts.as_slice() {
        [first, second, .., last] if parts.len() > 8 => format!("{first}, {second}, ..., {last}"),
        parts => parts.join(", "),
    }
}

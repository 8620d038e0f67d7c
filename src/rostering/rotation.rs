use chrono::NaiveTime;

use super::calendar::Day;
use crate::model::Grid;
use crate::units::{Minutes, Moment};

/// The starts of a day by the clock, ascending.
pub(super) type Starts = Vec<(NaiveTime, Moment)>;

/// The starts that a day offers.
pub(super) fn starts(grid: &Grid, day: &Day) -> Starts {
    let mut moments: Vec<Moment> = day.choices.iter().map(|choice| choice.start).collect();
    moments.sort_unstable();
    moments.dedup();
    moments.into_iter().map(|start| (clock(grid, start), start)).collect()
}

/// When a shift after one that started at a time of the clock may start: the first of `starts` no earlier, else after
/// all of them.
pub(super) fn ready(starts: &Starts, clock: NaiveTime) -> Option<Moment> {
    let last = starts.last().map(|(_, last)| *last + Minutes::new(1));
    starts.iter().find(|(time, _)| *time >= clock).map(|(_, start)| *start).or(last)
}

/// By when a shift before one that starts at a time of the clock has to start: the last of `starts` no later, else
/// before all of them.
pub(super) fn start_by(starts: &Starts, clock: NaiveTime) -> Option<Moment> {
    let first = starts.first().map(|(_, first)| *first - Minutes::new(1));
    starts.iter().rev().find(|(time, _)| *time <= clock).map(|(_, start)| *start).or(first)
}

/// The time of the planner's clock.
pub(super) fn clock(grid: &Grid, moment: Moment) -> NaiveTime {
    grid.local(moment).time()
}

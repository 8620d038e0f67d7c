//! Nights in a row.

use std::sync::Arc;

use callboard::model::{Grid, Scenario, Shift};
use callboard::units::Minutes;

use crate::support::{date, half_hours, plain_week, shift, template};
use crate::{NONE, broken, desk};

/// A desk that allows two nights in a row.
fn two_nights() -> (Arc<Grid>, Scenario) {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].max_consecutive_nights = Some(2);
    (grid, scenario)
}

fn nights(grid: &Grid, days: &[i32]) -> Vec<Shift> {
    days.iter().map(|&day| shift(grid, day, 22.0, 8.0)).collect()
}

#[test]
fn nights_in_a_row_are_limited() {
    let (grid, scenario) = two_nights();
    assert_eq!(broken(&scenario, nights(&grid, &[0, 1, 3, 4, 6])), NONE);
    assert_eq!(broken(&scenario, nights(&grid, &[1, 2, 3])), ["consecutive-nights"]);
    assert_eq!(broken(&scenario, nights(&grid, &[1, 2, 3, 4, 5])), ["consecutive-nights"], "one row");
    // A late shift between them parts two rows of nights.
    let mut parted = nights(&grid, &[1, 2, 4, 5]);
    parted.push(shift(&grid, 3, 14.0, 8.0));
    assert_eq!(broken(&scenario, parted), NONE);
}

#[test]
fn a_night_has_more_than_an_hour_between_midnight_and_six() {
    let (grid, mut scenario) = two_nights();
    let rows =
        |start: f64, length: f64| (0..3).map(|day| shift(&grid, day, start, length)).collect::<Vec<_>>();
    assert_eq!(broken(&scenario, rows(17.0, 8.0)), NONE, "until one");
    assert_eq!(broken(&scenario, rows(17.5, 8.0)), ["consecutive-nights"], "until half past one");
    assert_eq!(broken(&scenario, rows(5.0, 8.0)), NONE, "from five");
    assert_eq!(broken(&scenario, rows(4.5, 8.0)), ["consecutive-nights"], "from half past four");
    // The hours of both mornings count together.
    scenario.shifts[0].lengths.push(Minutes::from_hours(19.5));
    assert_eq!(broken(&scenario, rows(5.5, 12.0)), NONE);
    assert_eq!(broken(&scenario, rows(5.5, 19.5)), ["consecutive-nights"], "until one on the next day");
}

#[test]
fn the_hours_are_elapsed_where_the_clock_changes() {
    // On 29 March, day 2, the clock goes from two to three: from 01:30 to 03:30 is an hour.
    let grid = half_hours(date(2026, 3, 27), 4);
    let mut scenario = desk(&grid);
    scenario.contracts[0].max_consecutive_nights = Some(1);
    scenario.shifts[0].lengths.splice(0..0, [1.0, 1.5].map(Minutes::from_hours));
    let night = shift(&grid, 1, 0.0, 2.0);
    assert_eq!(broken(&scenario, vec![night.clone(), shift(&grid, 2, 1.5, 1.0)]), NONE);
    assert_eq!(broken(&scenario, vec![night, shift(&grid, 2, 1.5, 1.5)]), ["consecutive-nights"]);
}

#[test]
fn a_template_may_say_what_its_shifts_are() {
    let (grid, mut scenario) = two_nights();
    scenario.shifts.push(template("late", &[14.0], &[8.0]));
    let late = |day| Shift { template: Some(1), ..shift(&grid, day, 14.0, 8.0) };
    assert_eq!(broken(&scenario, vec![late(0), late(1), late(2)]), NONE);
    scenario.shifts[1].is_night = Some(true);
    assert_eq!(broken(&scenario, vec![late(0), late(1), late(2)]), ["consecutive-nights"]);
    scenario.shifts[0].is_night = Some(false);
    assert_eq!(broken(&scenario, nights(&grid, &[0, 1, 2, 3])), NONE);
}

#[test]
fn nights_of_the_history_count() {
    let (grid, mut scenario) = two_nights();
    scenario.agents[0].history = nights(&grid, &[-2, -1]);
    assert_eq!(broken(&scenario, nights(&grid, &[0])), ["consecutive-nights"]);
    assert_eq!(broken(&scenario, nights(&grid, &[1, 2])), NONE);
    scenario.agents[0].history = nights(&grid, &[-4, -3, -2]);
    assert_eq!(broken(&scenario, vec![]), NONE, "what lies in the history alone is over");
}

#[test]
fn nights_in_a_row_are_no_fewer_than_asked() {
    let (grid, mut scenario) = two_nights();
    scenario.contracts[0].min_consecutive_nights = Some(2);
    let rule = ["least-consecutive-nights"];
    assert_eq!(broken(&scenario, nights(&grid, &[1, 2, 4, 5])), NONE);
    assert_eq!(broken(&scenario, nights(&grid, &[1, 3, 4])), rule);
    assert_eq!(broken(&scenario, nights(&grid, &[0, 2, 3, 6])), NONE, "the plan's edges");
    // A late shift is no night.
    let mut parted = nights(&grid, &[1]);
    parted.push(shift(&grid, 2, 14.0, 8.0));
    assert_eq!(broken(&scenario, parted), rule);
    scenario.agents[0].history = nights(&grid, &[-1]);
    assert_eq!(broken(&scenario, nights(&grid, &[0])), NONE);
    assert_eq!(broken(&scenario, vec![]), NONE, "what lies in the history alone is over");
    (scenario.contracts[0].max_consecutive_nights, scenario.contracts[0].min_consecutive_nights) =
        (None, Some(3));
    assert_eq!(broken(&scenario, nights(&grid, &[0])), rule);
}

//! Starts from one day to the next.

use std::sync::Arc;

use callboard::model::{Grid, Scenario, Shift};

use crate::support::{date, half_hours, plain_week, shift};
use crate::{NONE, broken, desk};

fn forward() -> (Arc<Grid>, Scenario) {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].has_forward_rotation = true;
    (grid, scenario)
}

/// Shifts of six hours on days, each starting at its hour.
fn worked(grid: &Grid, starts: &[(i32, f64)]) -> Vec<Shift> {
    starts.iter().map(|&(day, hour)| shift(grid, day, hour, 6.0)).collect()
}

#[test]
fn a_start_is_no_earlier_than_on_the_day_before() {
    let (grid, scenario) = forward();
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 7.0), (1, 7.0), (2, 9.5), (3, 22.0)])), NONE);
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 7.0), (1, 6.5)])), ["forward-rotation"]);
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 9.0), (1, 8.0), (2, 7.0)])), ["forward-rotation"; 2]);
    assert_eq!(broken(&scenario, worked(&grid, &[(1, 6.5), (0, 7.0)])), ["forward-rotation"], "in any order");
}

#[test]
fn a_day_off_sets_it_free() {
    let (grid, scenario) = forward();
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 15.0), (2, 6.0)])), NONE);
}

#[test]
fn the_later_of_two_shifts_on_a_day_counts() {
    let (grid, scenario) = forward();
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 6.0), (0, 14.0), (1, 14.0)])), NONE);
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 6.0), (0, 14.0), (1, 13.0)])), ["forward-rotation"]);
}

#[test]
fn the_last_day_of_the_history_counts() {
    let (grid, mut scenario) = forward();
    scenario.agents[0].history = worked(&grid, &[(-2, 15.0), (-1, 9.0)]);
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 9.0)])), NONE, "what the history did is over");
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 8.5)])), ["forward-rotation"]);
    assert_eq!(broken(&scenario, worked(&grid, &[(1, 6.0)])), NONE);
}

#[test]
fn starts_are_by_the_clock_when_it_changes() {
    let grid = half_hours(date(2026, 3, 28), 2);
    let mut scenario = desk(&grid);
    scenario.contracts[0].has_forward_rotation = true;
    // 23 hours later, at the same time by the clock.
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 9.0), (1, 9.0)])), NONE);
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 9.0), (1, 8.5)])), ["forward-rotation"]);
}

//! Days in a row, worked and off: so many at most, so many at least.

use std::sync::Arc;

use callboard::model::{Grid, RequestKind, Scenario, Shift};

use crate::support::{date, half_hours, shift, whole_days};
use crate::{NONE, broken, desk};

/// Two weeks from Monday 2 March 2026: days 0 to 13.
fn fortnight() -> (Arc<Grid>, Scenario) {
    let grid = half_hours(date(2026, 3, 2), 14);
    let scenario = desk(&grid);
    (grid, scenario)
}

fn on(grid: &Grid, days: &[i32]) -> Vec<Shift> {
    days.iter().map(|&day| shift(grid, day, 9.0, 8.0)).collect()
}

#[test]
fn working_days_in_a_row_are_limited() {
    let (grid, mut scenario) = fortnight();
    scenario.contracts[0].max_consecutive_days = Some(3);
    assert_eq!(broken(&scenario, on(&grid, &[0, 1, 2, 4, 5, 6, 9])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[5, 6, 7, 8])), ["consecutive-days"]);
    scenario.agents[0].history = on(&grid, &[-2, -1]);
    assert_eq!(broken(&scenario, on(&grid, &[0, 2])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[0, 1])), ["consecutive-days"]);
    // A run too long already before the plan is held against it only if it goes on.
    scenario.agents[0].history = on(&grid, &[-5, -4, -3, -2, -1]);
    assert_eq!(broken(&scenario, on(&grid, &[1])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[0])), ["consecutive-days"]);
}

#[test]
fn working_days_come_in_rows_of_so_many_at_least() {
    let (grid, mut scenario) = fortnight();
    scenario.contracts[0].min_consecutive_days = Some(3);
    assert_eq!(broken(&scenario, on(&grid, &[2, 3, 4, 7, 8, 9, 10])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[2, 3, 7, 8, 9])), ["least-consecutive-days"]);
    assert_eq!(broken(&scenario, on(&grid, &[2, 4, 6])), ["least-consecutive-days"; 3]);
    // Two shifts on one day are one day.
    let mut twice = on(&grid, &[2, 3]);
    twice.push(shift(&grid, 3, 20.0, 3.0));
    assert_eq!(broken(&scenario, twice), ["least-consecutive-days"]);
}

#[test]
fn a_run_may_go_on_beyond_the_plan() {
    let (grid, mut scenario) = fortnight();
    scenario.contracts[0].min_consecutive_days = Some(3);
    assert_eq!(broken(&scenario, on(&grid, &[0, 13])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[0, 12])), ["least-consecutive-days"]);
    assert_eq!(broken(&scenario, on(&grid, &[1, 13])), ["least-consecutive-days"]);
}

#[test]
fn a_run_that_began_in_the_history_counts_from_there() {
    let (grid, mut scenario) = fortnight();
    scenario.contracts[0].min_consecutive_days = Some(3);
    scenario.agents[0].history = on(&grid, &[-2, -1]);
    assert_eq!(broken(&scenario, on(&grid, &[0])), NONE);
    scenario.agents[0].history = on(&grid, &[-1]);
    assert_eq!(broken(&scenario, on(&grid, &[0])), ["least-consecutive-days"]);
    assert_eq!(broken(&scenario, on(&grid, &[0, 1])), NONE);
    assert_eq!(broken(&scenario, vec![]), NONE, "what lies in the history alone is over");
    // A run that touches the first day is not held to it, whatever lies further back.
    scenario.agents[0].history = on(&grid, &[-4]);
    assert_eq!(broken(&scenario, on(&grid, &[0])), NONE);
}

#[test]
fn days_off_come_in_rows_of_so_many_at_least() {
    let (grid, mut scenario) = fortnight();
    scenario.contracts[0].min_consecutive_days_off = Some(2);
    assert_eq!(broken(&scenario, on(&grid, &[2, 3, 6, 7, 11])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[2, 3, 5, 6])), ["least-days-off"]);
    assert_eq!(broken(&scenario, on(&grid, &[2, 4, 6])), ["least-days-off"; 2]);
    // A night shift leaves its day off the morning it ends on.
    let night = |day| shift(&grid, day, 22.0, 8.0);
    assert_eq!(broken(&scenario, vec![night(2), night(5)]), NONE);
    assert_eq!(broken(&scenario, vec![night(2), night(4)]), ["least-days-off"]);
}

#[test]
fn leave_is_among_the_days_off() {
    let (grid, mut scenario) = fortnight();
    scenario.contracts[0].min_consecutive_days_off = Some(2);
    scenario.requests.push(whole_days(&grid, 0, 3, 3, RequestKind::Leave));
    assert_eq!(broken(&scenario, on(&grid, &[2, 5])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[2, 4])), ["least-days-off"]);
}

#[test]
fn days_off_may_go_on_beyond_the_plan() {
    let (grid, mut scenario) = fortnight();
    scenario.contracts[0].min_consecutive_days_off = Some(3);
    assert_eq!(broken(&scenario, on(&grid, &[1, 2, 12])), NONE);
    assert_eq!(broken(&scenario, vec![]), NONE);
}

#[test]
fn days_off_since_the_historys_last_shift_count() {
    let (grid, mut scenario) = fortnight();
    scenario.contracts[0].min_consecutive_days_off = Some(3);
    scenario.agents[0].history = on(&grid, &[-3]);
    assert_eq!(broken(&scenario, on(&grid, &[1])), NONE);
    scenario.agents[0].history = on(&grid, &[-2]);
    assert_eq!(broken(&scenario, on(&grid, &[1])), ["least-days-off"]);
    assert_eq!(broken(&scenario, on(&grid, &[2])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[0])), NONE, "what lies in the history alone is over");
}

#[test]
fn days_off_come_in_rows_of_so_many_at_most() {
    let (grid, mut scenario) = fortnight();
    scenario.contracts[0].max_consecutive_days_off = Some(4);
    let rule = ["consecutive-days-off"];
    assert_eq!(broken(&scenario, on(&grid, &[4, 9])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[4, 10])), rule);
    assert_eq!(broken(&scenario, on(&grid, &[5, 10])), rule, "before the first shift");
    assert_eq!(broken(&scenario, on(&grid, &[4, 8])), rule, "after the last");
    assert_eq!(broken(&scenario, vec![]), rule, "one row");
    // Those since the history's last shift count.
    scenario.agents[0].history = on(&grid, &[-2]);
    assert_eq!(broken(&scenario, on(&grid, &[3, 8, 12])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[4, 8, 12])), rule);
    // Leave, or not being on the staff, is none of them.
    scenario.requests.push(whole_days(&grid, 0, 1, 6, RequestKind::Leave));
    assert_eq!(broken(&scenario, on(&grid, &[11])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[12])), rule);
    scenario.agents[0].until_day = Some(10);
    assert_eq!(broken(&scenario, vec![]), NONE);
}

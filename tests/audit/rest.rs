//! Overlap, rest, working days in a week.

use callboard::units::Minutes;

use crate::support::{date, half_hours, plain_week, shift};
use crate::{NONE, broken, desk};

#[test]
fn nobody_works_two_shifts_at_once() {
    let grid = plain_week();
    let scenario = desk(&grid);
    let long = || shift(&grid, 0, 8.0, 10.0);
    assert_eq!(broken(&scenario, vec![long(), shift(&grid, 0, 18.0, 4.0)]), NONE);
    assert_eq!(broken(&scenario, vec![long(), shift(&grid, 0, 17.5, 4.0)]), ["overlap"]);
    // The second hides inside the first; the third meets the first all the same.
    let third = shift(&grid, 0, 16.0, 4.0);
    assert_eq!(broken(&scenario, vec![long(), shift(&grid, 0, 9.0, 2.0), third]), ["overlap", "overlap"]);
}

#[test]
fn rest_is_kept_to_the_minute() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].min_rest = Minutes::from_hours(11.0);
    let then = |hour: f64| vec![shift(&grid, 0, 15.0, 8.0), shift(&grid, 1, hour, 8.0)];
    assert_eq!(broken(&scenario, then(10.0)), NONE);
    assert_eq!(broken(&scenario, then(9.5)), ["rest"]);
    // In whatever order the line lists them.
    assert_eq!(broken(&scenario, then(9.5).into_iter().rev().collect()), ["rest"]);
}

#[test]
fn rest_is_elapsed_time_across_a_clock_change() {
    let hours = |first, expected: &[&str]| {
        let grid = half_hours(first, 2);
        let mut scenario = desk(&grid);
        scenario.contracts[0].min_rest = Minutes::from_hours(11.0);
        // 11 hours by the clock.
        assert_eq!(broken(&scenario, vec![shift(&grid, 0, 15.0, 8.0), shift(&grid, 1, 10.0, 8.0)]), expected);
    };
    hours(date(2026, 3, 28), &["rest"]);
    hours(date(2026, 10, 24), &[]);
}

#[test]
fn rest_counts_from_the_history() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].min_rest = Minutes::from_hours(11.0);
    scenario.agents[0].history = vec![shift(&grid, -1, 22.0, 8.0)];
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 17.0, 6.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 16.5, 6.0)]), ["rest"]);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 5.0, 6.0)]), ["overlap"]);
    // What the history did wrong is over.
    scenario.agents[0].history = vec![shift(&grid, -2, 22.0, 8.0), shift(&grid, -1, 8.0, 8.0)];
    assert_eq!(broken(&scenario, vec![]), NONE);
}

#[test]
fn working_days_in_a_week_are_limited() {
    let grid = half_hours(date(2026, 3, 4), 12); // from a Wednesday
    let mut scenario = desk(&grid);
    scenario.contracts[0].max_days_per_week = Some(5);
    let days = |days: &[i32]| days.iter().map(|&day| shift(&grid, day, 9.0, 8.0)).collect::<Vec<_>>();
    assert_eq!(broken(&scenario, days(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])), NONE);
    assert_eq!(broken(&scenario, days(&[5, 6, 7, 8, 9, 10])), ["days-per-week"]);
    // Two shifts on one day are one day.
    let mut twice = days(&[5, 6, 7, 8, 9]);
    twice.push(shift(&grid, 9, 20.0, 3.0));
    assert_eq!(broken(&scenario, twice), NONE);
    // Monday and Tuesday before the plan count to its first week.
    scenario.agents[0].history = days(&[-2, -1]);
    assert_eq!(broken(&scenario, days(&[0, 1, 2])), NONE);
    assert_eq!(broken(&scenario, days(&[0, 1, 2, 4])), ["days-per-week"]);
}

#[test]
fn a_night_shift_is_one_day() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].max_consecutive_days = Some(1);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 22.0, 8.0), shift(&grid, 2, 22.0, 8.0)]), NONE);
}

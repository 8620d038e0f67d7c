//! Times of day, the starts of a week, and its days off together.

use callboard::model::Shift;
use callboard::units::Minutes;

use crate::support::{date, half_hours, plain_week, shift};
use crate::{NONE, broken, desk};

#[test]
fn a_shift_lies_between_the_times_of_day() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    (scenario.contracts[0].earliest, scenario.contracts[0].latest) = (Some(7 * 60), Some(22 * 60));
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 7.0, 8.0), shift(&grid, 1, 14.0, 8.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 6.5, 8.0)]), ["earliest"]);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 14.5, 8.0)]), ["latest"]);
    scenario.contracts[0].latest = Some(1440 + 60);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 17.0, 8.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 17.5, 8.0)]), ["latest"]);
}

#[test]
fn the_starts_of_a_week_lie_near_each_other() {
    let grid = half_hours(date(2026, 3, 4), 7); // From a Wednesday.
    let mut scenario = desk(&grid);
    scenario.contracts[0].start_band = Some(Minutes::from_hours(2.0));
    let line = |hours: [f64; 2], next: f64| -> Vec<Shift> {
        vec![shift(&grid, 0, hours[0], 6.0), shift(&grid, 2, hours[1], 6.0), shift(&grid, 5, next, 6.0)]
    };
    assert_eq!(broken(&scenario, line([9.0, 11.0], 16.0)), NONE, "another week is free");
    assert_eq!(broken(&scenario, line([9.0, 11.5], 9.0)), ["starts-in-week"]);
    scenario.agents[0].history = vec![shift(&grid, -1, 8.5, 6.0)];
    assert_eq!(broken(&scenario, line([9.0, 11.0], 9.0)), ["starts-in-week"]);
    scenario.agents[0].history = vec![shift(&grid, -3, 8.5, 6.0)];
    assert_eq!(broken(&scenario, line([9.0, 11.0], 9.0)), NONE);
}

#[test]
fn a_week_has_days_off_together() {
    let grid = half_hours(date(2026, 3, 1), 9); // Sunday, a whole week, Monday.
    let mut scenario = desk(&grid);
    scenario.contracts[0].days_off_together = Some(2);
    let line = |days: &[i32]| -> Vec<Shift> { days.iter().map(|&day| shift(&grid, day, 9.0, 6.0)).collect() };
    assert_eq!(broken(&scenario, line(&[0, 1, 2, 3, 4, 7, 8])), NONE);
    assert_eq!(broken(&scenario, line(&[1, 2, 4, 5, 7])), ["days-off-together"]);
    // The day off before the week does not help.
    assert_eq!(broken(&scenario, line(&[2, 3, 4, 5, 6, 7])), ["days-off-together"]);
}

//! Weekends worked.

use callboard::model::{Grid, Shift, WeekendLimit};

use crate::support::{date, half_hours, shift};
use crate::{NONE, broken, desk};

fn on(grid: &Grid, days: &[i32]) -> Vec<Shift> {
    days.iter().map(|&day| shift(grid, day, 9.0, 8.0)).collect()
}

#[test]
fn weekends_are_limited_in_any_weeks_in_a_row() {
    let grid = half_hours(date(2026, 3, 2), 42);
    let mut scenario = desk(&grid);
    scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: 2, weeks: 4 });
    // Saturdays are days 5, 12, 19, 26, 33, 40; Sundays the days after.
    assert_eq!(broken(&scenario, on(&grid, &[5, 13, 33, 34, 40])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[5, 6, 26, 33])), NONE, "the fifth week is another four weeks");
    assert_eq!(broken(&scenario, on(&grid, &[5, 13, 26])), ["weekends"]);
    assert_eq!(broken(&scenario, on(&grid, &[5, 12, 19, 26])), ["weekends", "weekends"]);
}

#[test]
fn weekends_of_the_history_count() {
    let grid = half_hours(date(2026, 3, 2), 14);
    let mut scenario = desk(&grid);
    scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: 2, weeks: 4 });
    scenario.agents[0].history = on(&grid, &[-9, -2]);
    assert_eq!(broken(&scenario, on(&grid, &[5])), ["weekends"]);
    scenario.agents[0].history = on(&grid, &[-23, -16]);
    assert_eq!(broken(&scenario, on(&grid, &[5])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[5, 12])), NONE);
    scenario.agents[0].history = on(&grid, &[-16, -9, -2]);
    assert_eq!(broken(&scenario, vec![]), NONE, "what lies in the history alone is over");
}

#[test]
fn friday_night_is_no_weekend_and_sunday_night_is() {
    let grid = half_hours(date(2026, 3, 2), 14);
    let mut scenario = desk(&grid);
    scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: 0, weeks: 1 });
    assert_eq!(broken(&scenario, vec![shift(&grid, 4, 22.0, 8.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 6, 22.0, 8.0)]), ["weekends"]);
}

#[test]
fn a_weekend_cut_by_the_plans_start_is_one_weekend() {
    let grid = half_hours(date(2026, 3, 8), 14); // from a Sunday
    let mut scenario = desk(&grid);
    scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: 1, weeks: 2 });
    scenario.agents[0].history = on(&grid, &[-1]);
    assert_eq!(broken(&scenario, on(&grid, &[0])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[0, 7])), ["weekends"]);
}

#[test]
fn a_weekend_is_worked_on_both_days_or_on_none() {
    let grid = half_hours(date(2026, 3, 2), 14);
    let mut scenario = desk(&grid);
    scenario.contracts[0].has_complete_weekends = true;
    assert_eq!(broken(&scenario, on(&grid, &[4, 5, 6, 7])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[4, 7])), NONE);
    assert_eq!(broken(&scenario, on(&grid, &[5])), ["complete-weekends"]);
    assert_eq!(broken(&scenario, on(&grid, &[6, 12])), ["complete-weekends"; 2]);
    // Sunday's night shift is Sunday's, Friday's is Friday's.
    let night = |day| shift(&grid, day, 22.0, 8.0);
    assert_eq!(broken(&scenario, vec![night(4), night(7)]), NONE);
    assert_eq!(broken(&scenario, vec![night(4), night(5)]), ["complete-weekends"]);
    assert_eq!(broken(&scenario, vec![night(5), night(6)]), NONE);
}

#[test]
fn half_a_weekend_in_the_plan_is_a_whole_one() {
    let grid = half_hours(date(2026, 3, 8), 7); // from a Sunday to a Saturday
    let mut scenario = desk(&grid);
    scenario.contracts[0].has_complete_weekends = true;
    assert_eq!(broken(&scenario, on(&grid, &[0, 6])), NONE);
    scenario.agents[0].history = on(&grid, &[-1]);
    assert_eq!(broken(&scenario, vec![]), NONE);
    let grid = half_hours(date(2026, 3, 8), 8); // to the Sunday after
    let mut scenario = desk(&grid);
    scenario.contracts[0].has_complete_weekends = true;
    assert_eq!(broken(&scenario, on(&grid, &[6])), ["complete-weekends"]);
}

//! A long rest in every week.

use std::sync::Arc;

use callboard::model::{Grid, Scenario, Shift};
use callboard::units::Minutes;
use chrono::NaiveDate;

use crate::support::{date, half_hours, shift};
use crate::{NONE, broken, desk};

/// A desk that asks for 35 hours of rest in every week.
fn desk_from(first: NaiveDate, days: usize) -> (Arc<Grid>, Scenario) {
    let grid = half_hours(first, days);
    let mut scenario = desk(&grid);
    scenario.contracts[0].weekly_rest = Some(Minutes::from_hours(35.0));
    (grid, scenario)
}

/// Shifts of eight hours on days, each starting at its hour.
fn worked(grid: &Grid, starts: &[(i32, f64)]) -> Vec<Shift> {
    starts.iter().map(|&(day, hour)| shift(grid, day, hour, 8.0)).collect()
}

/// Nine to five on every day but one, which is day 2.
const ALMOST_DAILY: [(i32, f64); 6] = [(0, 9.0), (1, 9.0), (3, 9.0), (4, 9.0), (5, 9.0), (6, 9.0)];

#[test]
fn a_week_has_a_long_rest() {
    let (grid, scenario) = desk_from(date(2026, 3, 2), 7);
    assert_eq!(broken(&scenario, worked(&grid, &ALMOST_DAILY)), NONE, "40 hours");
    let mut later = ALMOST_DAILY;
    later[1].1 = 14.0; // until Tuesday 22:00, on from Thursday 09:00
    assert_eq!(broken(&scenario, worked(&grid, &later)), NONE, "35 hours to the minute");
    later[1].1 = 14.5;
    assert_eq!(broken(&scenario, worked(&grid, &later)), ["weekly-rest"]);
    let daily: Vec<(i32, f64)> = (0..7).map(|day| (day, 9.0)).collect();
    assert_eq!(broken(&scenario, worked(&grid, &daily)), ["weekly-rest"]);
    assert_eq!(broken(&scenario, vec![]), NONE);
}

#[test]
fn the_rest_lies_within_its_week() {
    let (grid, scenario) = desk_from(date(2026, 3, 2), 14);
    // Off from Saturday 13:00 to Monday 09:00, of which 35 hours are before Monday.
    let first: Vec<(i32, f64)> = (0..6).map(|day| (day, 5.0)).collect();
    let second = [(7, 9.0), (9, 9.0)];
    let both = |first: &[(i32, f64)]| [first, &second].concat();
    assert_eq!(broken(&scenario, worked(&grid, &both(&first))), NONE);
    let mut later = first;
    later[5].1 = 5.5;
    assert_eq!(
        broken(&scenario, worked(&grid, &both(&later))),
        ["weekly-rest"],
        "43 hours, but over two weeks"
    );
    // It may be the week's beginning or its end.
    let morning: Vec<(i32, f64)> = (1..7).map(|day| (day, 11.0)).collect();
    assert_eq!(broken(&scenario, worked(&grid, &morning)), NONE);
    let earlier: Vec<(i32, f64)> = (1..7).map(|day| (day, 10.5)).collect();
    assert_eq!(broken(&scenario, worked(&grid, &earlier)), ["weekly-rest"]);
}

#[test]
fn the_history_reaches_into_the_first_week() {
    let (grid, mut scenario) = desk_from(date(2026, 3, 2), 7);
    let from_tuesday: Vec<(i32, f64)> = (1..7).map(|day| (day, 11.0)).collect();
    scenario.agents[0].history = worked(&grid, &[(-1, 15.0)]); // until Sunday 23:00
    assert_eq!(broken(&scenario, worked(&grid, &from_tuesday)), NONE);
    scenario.agents[0].history = worked(&grid, &[(-1, 22.0)]); // until Monday 06:00
    assert_eq!(broken(&scenario, worked(&grid, &from_tuesday)), ["weekly-rest"]);
}

#[test]
fn a_week_cut_by_the_plan_is_not_held_to_it() {
    let (grid, scenario) = desk_from(date(2026, 3, 3), 12); // from a Tuesday to a Saturday
    let daily: Vec<(i32, f64)> = (0..12).map(|day| (day, 9.0)).collect();
    assert_eq!(broken(&scenario, worked(&grid, &daily)), NONE);
    let (grid, scenario) = desk_from(date(2026, 3, 3), 13); // to the Sunday
    let daily: Vec<(i32, f64)> = (0..13).map(|day| (day, 9.0)).collect();
    assert_eq!(broken(&scenario, worked(&grid, &daily)), ["weekly-rest"]);
}

#[test]
fn a_week_that_begins_in_the_history_is_held_to_it() {
    let (grid, scenario) = desk_from(date(2026, 3, 4), 5); // from a Wednesday to the Sunday
    let after = |history: &[(i32, f64)], starts: &[(i32, f64)]| {
        let mut scenario = scenario.clone();
        scenario.agents[0].history = worked(&grid, history);
        broken(&scenario, worked(&grid, starts))
    };
    let daily: Vec<(i32, f64)> = (0..5).map(|day| (day, 9.0)).collect();
    assert_eq!(after(&[(-2, 9.0), (-1, 9.0)], &daily), ["weekly-rest"]);
    assert_eq!(after(&[(-2, 9.0), (-1, 9.0)], &daily[1..]), NONE, "Wednesday off");
    assert_eq!(after(&[(-1, 11.0)], &daily), NONE, "35 hours of Monday and Tuesday");
    assert_eq!(after(&[(-1, 10.5)], &daily), ["weekly-rest"]);
    assert_eq!(after(&[(-4, 9.0)], &daily), NONE, "off on Monday and Tuesday");
    // From Monday 09:00 to Tuesday 20:00, or half an hour more at work.
    assert_eq!(after(&[(-3, 25.0), (-1, 20.0)], &daily[1..]), NONE);
    assert_eq!(after(&[(-3, 25.5), (-1, 20.0)], &daily[1..]), ["weekly-rest"]);
    // Sunday alone leaves no room for it after six days.
    let (grid, mut scenario) = desk_from(date(2026, 3, 8), 1);
    scenario.agents[0].history = worked(&grid, &[-6, -5, -4, -3, -2, -1].map(|day| (day, 9.0)));
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 9.0)])), NONE);
    scenario.agents[0].history.pop();
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 9.0)])), NONE, "40 hours up to it");
    scenario.agents[0].history[4] = shift(&grid, -2, 15.0, 8.0);
    assert_eq!(broken(&scenario, worked(&grid, &[(0, 9.0)])), ["weekly-rest"], "34 hours up to it");
}

#[test]
fn rest_is_elapsed_time_when_the_clock_changes() {
    // The clock goes forward on Sunday 29 March, day 6: from Saturday 12:00 to Monday are 35 hours.
    let (grid, scenario) = desk_from(date(2026, 3, 23), 7);
    let until = |hour: f64| {
        let mut starts: Vec<(i32, f64)> = (0..6).map(|day| (day, 4.0)).collect();
        starts[5].1 = hour - 8.0;
        worked(&grid, &starts)
    };
    assert_eq!(broken(&scenario, until(12.0)), NONE);
    assert_eq!(broken(&scenario, until(12.5)), ["weekly-rest"], "35 hours and a half by the clock");
}

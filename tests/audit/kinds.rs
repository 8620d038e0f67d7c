//! Kinds of shift: how many of one, and which after which.

use std::sync::Arc;

use callboard::model::{Grid, Scenario, Shift, ShiftLimit, ShiftQuota, Succession};

use crate::support::{plain_week, shift, template};
use crate::{NONE, broken, desk};

const EARLY: usize = 1;
const NIGHT: usize = 2;

/// A desk with early and night shifts beside those of any hour.
fn desk_of_kinds() -> (Arc<Grid>, Scenario) {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.shifts.push(template("early", &[6.0], &[8.0]));
    scenario.shifts.push(template("night", &[22.0], &[2.0, 8.0]));
    (grid, scenario)
}

fn early(grid: &Grid, day: i32) -> Shift {
    Shift { template: Some(EARLY), ..shift(grid, day, 6.0, 8.0) }
}

fn night(grid: &Grid, day: i32) -> Shift {
    Shift { template: Some(NIGHT), ..shift(grid, day, 22.0, 8.0) }
}

#[test]
fn shifts_of_a_kind_are_limited() {
    let (grid, mut scenario) = desk_of_kinds();
    scenario.contracts[0].max_shifts = vec![ShiftLimit { shift: NIGHT, most: 2 }];
    let nights = |days: &[i32]| days.iter().map(|&day| night(&grid, day)).collect::<Vec<_>>();
    let mut with_others = nights(&[0, 2]);
    with_others.extend([early(&grid, 4), early(&grid, 5), shift(&grid, 6, 9.0, 8.0)]);
    assert_eq!(broken(&scenario, with_others), NONE);
    assert_eq!(broken(&scenario, nights(&[0, 2, 4])), ["shifts-of-a-kind"]);
    assert_eq!(broken(&scenario, nights(&[0, 2, 4, 6])), ["shifts-of-a-kind"], "one limit, broken once");
    scenario.contracts[0].max_shifts.push(ShiftLimit { shift: EARLY, most: 0 });
    assert_eq!(broken(&scenario, vec![early(&grid, 1)]), ["shifts-of-a-kind"]);
}

#[test]
fn shifts_of_the_history_are_not_counted() {
    let (grid, mut scenario) = desk_of_kinds();
    scenario.contracts[0].max_shifts = vec![ShiftLimit { shift: NIGHT, most: 1 }];
    scenario.agents[0].history = vec![night(&grid, -2), night(&grid, -1)];
    assert_eq!(broken(&scenario, vec![night(&grid, 0)]), NONE);
}

#[test]
fn shifts_of_a_kind_are_so_many_at_least() {
    let (grid, mut scenario) = desk_of_kinds();
    scenario.contracts[0].min_shifts = vec![ShiftQuota { shift: EARLY, least: 2 }];
    assert_eq!(broken(&scenario, vec![early(&grid, 0), early(&grid, 3), early(&grid, 4)]), NONE);
    assert_eq!(broken(&scenario, vec![early(&grid, 0), early(&grid, 3)]), NONE);
    assert_eq!(broken(&scenario, vec![early(&grid, 0), night(&grid, 3)]), ["least-shifts-of-a-kind"]);
    scenario.agents[0].history = vec![early(&grid, -2), early(&grid, -1)];
    assert_eq!(broken(&scenario, vec![]), ["least-shifts-of-a-kind"], "the history does not count");
}

#[test]
fn who_is_there_for_a_part_of_the_plan_owes_that_part() {
    let (grid, mut scenario) = desk_of_kinds();
    scenario.contracts[0].min_shifts = vec![ShiftQuota { shift: EARLY, least: 3 }];
    // Five days of seven: 2.1 shifts, rounded down.
    scenario.agents[0].from_day = Some(2);
    assert_eq!(broken(&scenario, vec![early(&grid, 2), early(&grid, 3)]), NONE);
    assert_eq!(broken(&scenario, vec![early(&grid, 2)]), ["least-shifts-of-a-kind"]);
    // Four days: 1.7.
    scenario.agents[0].until_day = Some(5);
    assert_eq!(broken(&scenario, vec![early(&grid, 2)]), NONE);
    scenario.agents[0].from_day = Some(9);
    assert_eq!(broken(&scenario, vec![]), NONE);
}

#[test]
fn some_shifts_may_not_follow_on_the_day_after() {
    let (grid, mut scenario) = desk_of_kinds();
    scenario.shifts[NIGHT].not_followed_by = vec![EARLY];
    assert_eq!(broken(&scenario, vec![night(&grid, 1), early(&grid, 3)]), NONE, "the day after that is free");
    assert_eq!(broken(&scenario, vec![early(&grid, 1), night(&grid, 2)]), NONE, "the other way round too");
    assert_eq!(broken(&scenario, vec![night(&grid, 1), shift(&grid, 2, 12.0, 4.0)]), NONE);
    // The rule is of kinds, not of hours: a night over by midnight is a night.
    let short = Shift { end: grid.at(2, 0), ..night(&grid, 1) };
    assert_eq!(broken(&scenario, vec![short, early(&grid, 2)]), ["succession"]);
    assert_eq!(broken(&scenario, vec![early(&grid, 2), night(&grid, 1)]), ["succession"], "in any order");
}

#[test]
fn a_kind_may_not_follow_itself_where_it_says_so() {
    let (grid, mut scenario) = desk_of_kinds();
    scenario.shifts[NIGHT].not_followed_by = vec![NIGHT];
    assert_eq!(broken(&scenario, vec![night(&grid, 1), night(&grid, 3)]), NONE);
    assert_eq!(broken(&scenario, vec![night(&grid, 1), night(&grid, 2), night(&grid, 3)]), ["succession"; 2]);
}

#[test]
fn the_last_shift_of_the_history_has_its_successors() {
    let (grid, mut scenario) = desk_of_kinds();
    scenario.shifts[NIGHT].not_followed_by = vec![EARLY];
    scenario.agents[0].history = vec![night(&grid, -1)];
    assert_eq!(broken(&scenario, vec![early(&grid, 0)]), ["succession"]);
    assert_eq!(broken(&scenario, vec![early(&grid, 1)]), NONE);
    scenario.agents[0].history = vec![night(&grid, -2), early(&grid, -1)];
    assert_eq!(broken(&scenario, vec![early(&grid, 0)]), NONE, "what lies in the history alone is over");
}

#[test]
fn a_contract_has_successors_of_its_own() {
    let (grid, mut scenario) = desk_of_kinds();
    scenario.contracts[0].successions = vec![Succession { shift: NIGHT, next: EARLY }];
    assert_eq!(broken(&scenario, vec![night(&grid, 1), early(&grid, 2)]), ["succession"]);
    assert_eq!(broken(&scenario, vec![early(&grid, 1), night(&grid, 2)]), NONE);
}

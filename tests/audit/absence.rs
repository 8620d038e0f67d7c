//! First and last day, leave, other absence, training.

use callboard::model::RequestKind::{Avoid, Leave, Training, Unavailable};

use crate::support::{part_of_day, plain_week, shift, whole_days};
use crate::{NONE, broken, desk};

#[test]
fn nobody_works_before_their_first_or_after_their_last_day() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.agents[0].from_day = Some(1);
    scenario.agents[0].until_day = Some(3);
    for (day, expected) in [(0, &["employment"][..]), (1, &[]), (3, &[]), (4, &["employment"])] {
        assert_eq!(broken(&scenario, vec![shift(&grid, day, 22.0, 8.0)]), expected, "day {day}");
    }
}

#[test]
fn nobody_works_while_away() {
    let grid = plain_week();
    for (kind, rule) in [(Leave, "leave"), (Unavailable, "unavailable"), (Training, "training")] {
        let mut scenario = desk(&grid);
        scenario.requests.push(whole_days(&grid, 0, 2, 3, kind));
        assert_eq!(broken(&scenario, vec![shift(&grid, 1, 16.0, 8.0), shift(&grid, 4, 0.0, 8.0)]), NONE);
        assert_eq!(broken(&scenario, vec![shift(&grid, 1, 16.5, 8.0)]), [rule]);
        assert_eq!(broken(&scenario, vec![shift(&grid, 3, 9.0, 8.0)]), [rule]);
        scenario.requests[0].agent = 1;
        assert_eq!(broken(&scenario, vec![shift(&grid, 3, 9.0, 8.0)]), NONE, "someone else is away");
    }
}

#[test]
fn absence_for_part_of_a_day_leaves_the_rest() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.requests.push(part_of_day(&grid, 0, 2, (12.0, 14.0), Unavailable));
    assert_eq!(broken(&scenario, vec![shift(&grid, 2, 8.0, 4.0), shift(&grid, 2, 14.0, 4.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 2, 8.0, 4.5)]), ["unavailable"]);
}

#[test]
fn training_for_part_of_a_day_lies_in_a_shift() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.requests.push(part_of_day(&grid, 0, 2, (13.0, 17.0), Training));
    assert_eq!(broken(&scenario, vec![shift(&grid, 2, 9.0, 8.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 2, 13.0, 4.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 2, 8.5, 8.0)]), ["training-cover"]);
    assert_eq!(broken(&scenario, vec![]), ["training-cover"]);
    scenario.agents[0].from_day = Some(3);
    assert_eq!(broken(&scenario, vec![]), NONE, "not yet on the staff");
}

#[test]
fn training_over_days_is_part_of_the_first_and_the_whole_of_the_next() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    let mut training = part_of_day(&grid, 0, 2, (13.0, 17.0), Training);
    training.to = grid.at(4, 0);
    scenario.requests.push(training);
    let to_midnight = shift(&grid, 2, 13.0, 11.0);
    assert_eq!(broken(&scenario, vec![to_midnight.clone()]), NONE);
    assert_eq!(broken(&scenario, vec![to_midnight, shift(&grid, 3, 9.0, 8.0)]), ["training"]);
}

#[test]
fn wishes_bind_nobody() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.requests.push(whole_days(&grid, 0, 0, 6, Avoid { shift: None, weight: 9.0 }));
    assert_eq!(broken(&scenario, vec![shift(&grid, 3, 9.0, 8.0)]), NONE);
}

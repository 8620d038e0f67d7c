//! Paid time per day, per week and over the plan.

use callboard::model::{RequestKind, Shift};
use callboard::units::Minutes;

use crate::support::{self, date, half_hours, hours, plain_week, shift, whole_days, with_break};
use crate::{NONE, broken, desk};

fn eights(grid: &callboard::model::Grid, days: &[i32]) -> Vec<Shift> {
    days.iter().map(|&day| shift(grid, day, 9.0, 8.0)).collect()
}

#[test]
fn weekly_hours_lie_in_the_contract() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].week = hours(32.0, 40.0);
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1, 2, 3])), NONE);
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1, 2, 3, 4])), NONE);
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1, 2])), ["hours-per-week"]);
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1, 2, 3, 4, 5])), ["hours-per-week"]);
    assert_eq!(broken(&scenario, vec![]), ["hours-per-week"]);
}

#[test]
fn unpaid_breaks_are_not_hours() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.shifts[0].breaks = vec![support::lunch()];
    scenario.contracts[0].week = hours(37.5, 37.5);
    let mut line: Vec<Shift> =
        eights(&grid, &[0, 1, 2, 3, 4]).into_iter().map(|shift| with_break(shift, 4.0, 30)).collect();
    assert_eq!(broken(&scenario, line.clone()), NONE);
    scenario.shifts[0].breaks[0].is_paid = true;
    line.iter_mut().for_each(|shift| shift.breaks[0].is_paid = true);
    assert_eq!(broken(&scenario, line), ["hours-per-week"]);
}

#[test]
fn an_agents_own_hours_go_before_the_contracts() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].week = hours(32.0, 40.0);
    scenario.agents[0].week = Some(hours(16.0, 16.0));
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1])), NONE);
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1, 2, 3])), ["hours-per-week"]);
}

#[test]
fn a_week_cut_by_the_plan_asks_for_a_day_less_than_its_share_and_no_more_than_the_whole() {
    let grid = half_hours(date(2026, 3, 4), 5); // Wednesday to Sunday: 5/7 of 35 hours are 25, less 7
    let mut scenario = desk(&grid);
    scenario.contracts[0].week = hours(35.0, 40.0);
    let with_last = |days: &[i32], length: f64| {
        let mut line = eights(&grid, days);
        line.push(shift(&grid, 4, 9.0, length));
        line
    };
    assert_eq!(broken(&scenario, with_last(&[0], 10.0)), NONE);
    assert_eq!(broken(&scenario, with_last(&[0], 9.5)), ["hours-per-week"]);
    assert_eq!(broken(&scenario, with_last(&[0, 1, 2, 3], 8.0)), NONE);
    assert_eq!(broken(&scenario, with_last(&[0, 1, 2, 3], 8.5)), ["hours-per-week"]);
    // What was worked of it before the plan counts: 16 hours leave 24, and 30 leave no more than 5 to be asked for.
    scenario.agents[0].history = eights(&grid, &[-2, -1]);
    assert_eq!(broken(&scenario, with_last(&[0, 1], 8.0)), NONE);
    assert_eq!(broken(&scenario, with_last(&[0, 1], 8.5)), ["hours-per-week"]);
    scenario.agents[0].history = vec![shift(&grid, -2, 6.0, 15.0), shift(&grid, -1, 6.0, 15.0)];
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 5.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 4.5)]), ["hours-per-week"]);
    // The week before is another.
    scenario.agents[0].history = eights(&grid, &[-3, -4, -5]);
    assert_eq!(broken(&scenario, with_last(&[0, 1, 2, 3], 8.0)), NONE);
}

#[test]
fn a_week_cut_by_first_and_last_day_asks_for_a_day_less_than_its_share() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].week = hours(35.0, 35.0);
    scenario.agents[0].from_day = Some(3);
    assert_eq!(broken(&scenario, eights(&grid, &[4, 5])), NONE); // 13 to 35 hours
    assert_eq!(broken(&scenario, eights(&grid, &[4])), ["hours-per-week"]);
    assert_eq!(broken(&scenario, eights(&grid, &[3, 4, 5, 6])), NONE);
    scenario.agents[0].until_day = Some(2);
    assert_eq!(broken(&scenario, vec![]), NONE, "nothing is asked of a week without a day on the staff");
}

#[test]
fn leave_and_training_days_are_credited() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].week = hours(32.0, 32.0);
    scenario.requests.push(whole_days(&grid, 0, 3, 6, RequestKind::Leave));
    // Thursday and Friday credit 6 h 24 each, Saturday and Sunday nothing: 19 h 12 are left to work.
    let found = callboard::audit::judge(&scenario, &support::roster(vec![eights(&grid, &[0, 1])]));
    assert_eq!(found[0].found, "28h48 paid in Mon 2 Mar to Sun 8 Mar, 12h48 of it credited");
    scenario.contracts[0].week = hours(30.0, 30.0); // 6 hours a day
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 10.0), shift(&grid, 1, 9.0, 8.0)]), NONE);
    // Two requests for one day credit it once; whole-day training credits like leave.
    scenario.requests.push(whole_days(&grid, 0, 3, 4, RequestKind::Training));
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 10.0), shift(&grid, 1, 9.0, 8.0)]), NONE);
    scenario.requests.remove(0);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 10.0), shift(&grid, 1, 9.0, 8.0)]), NONE);
    // Being unavailable is not paid.
    scenario.requests[0].kind = RequestKind::Unavailable;
    assert_eq!(
        broken(&scenario, vec![shift(&grid, 0, 9.0, 10.0), shift(&grid, 1, 9.0, 8.0)]),
        ["hours-per-week"]
    );
}

#[test]
fn part_of_a_day_of_leave_is_not_credited() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].week = hours(8.0, 8.0);
    scenario.requests.push(support::part_of_day(&grid, 0, 1, (0.0, 23.5), RequestKind::Leave));
    assert_eq!(broken(&scenario, eights(&grid, &[0])), NONE);
}

#[test]
fn hours_over_the_plan_count_credit_too() {
    let grid = half_hours(date(2026, 3, 2), 14);
    let mut scenario = desk(&grid);
    scenario.contracts[0].plan = Some(hours(40.0, 48.0));
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1, 2, 8, 9])), NONE);
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1, 2, 8, 9, 10])), NONE);
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1, 2, 8])), ["hours-in-plan"]);
    assert_eq!(broken(&scenario, eights(&grid, &[0, 1, 2, 8, 9, 10, 11])), ["hours-in-plan"]);
    scenario.agents[0].week = Some(hours(10.0, 60.0));
    scenario.requests.push(whole_days(&grid, 0, 3, 6, RequestKind::Leave)); // twice two hours
    let mut line = eights(&grid, &[0, 1, 8, 9]);
    assert_eq!(broken(&scenario, line.clone()), ["hours-in-plan"]);
    line.push(shift(&grid, 10, 9.0, 4.0));
    assert_eq!(broken(&scenario, line), NONE);
}

#[test]
fn a_night_shift_counts_to_the_week_it_starts_in() {
    let grid = half_hours(date(2026, 3, 2), 14);
    let mut scenario = desk(&grid);
    scenario.contracts[0].week = hours(0.0, 8.0);
    assert_eq!(broken(&scenario, vec![shift(&grid, 6, 20.0, 8.0), shift(&grid, 7, 20.0, 8.0)]), NONE);
}

#[test]
fn hours_of_a_day_are_limited() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].max_hours_per_day = Some(Minutes::from_hours(8.0));
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 8.0), shift(&grid, 1, 9.0, 8.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 8.5)]), ["hours-per-day"]);
    // A night shift counts to the day it starts on.
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 22.0, 8.0), shift(&grid, 1, 22.0, 8.0)]), NONE);
    // Hours are paid hours: an unpaid break is none of them.
    scenario.shifts[0].breaks = vec![support::lunch()];
    assert_eq!(broken(&scenario, vec![with_break(shift(&grid, 0, 9.0, 8.5), 4.0, 30)]), NONE);
    scenario.shifts[0].breaks.clear();
    // Two shifts of one day count together.
    let two = |hours: f64| vec![shift(&grid, 0, 6.0, 4.0), shift(&grid, 0, 14.0, hours)];
    assert_eq!(broken(&scenario, two(4.0)), NONE);
    assert_eq!(broken(&scenario, two(4.5)), ["hours-per-day"]);
    // The history is over.
    scenario.agents[0].history = vec![shift(&grid, -1, 9.0, 10.0)];
    assert_eq!(broken(&scenario, vec![]), NONE);
}

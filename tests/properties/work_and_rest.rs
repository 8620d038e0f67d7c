//! Rules on work and rest, on absence and on who may work what bind, as those of `rules` do.

use callboard::model::{Agent, Contract, RequestKind, Scenario, Skills, WeekendLimit};
use callboard::units::{Minutes, Money};
use chrono::Weekday;

use crate::rules::{EARLY, NIGHT, assert_binds, desk, desk_from, night};
use crate::support::{agent, date, free_contract, hours, part_of_day, shift, whole_days};

#[test]
fn hours_of_a_week() {
    let week = |min, max| move |scenario: &mut Scenario| scenario.contracts[0].week = hours(min, max);
    let rule = "hours-per-week";
    assert_binds(rule, &desk(&[0, 1, 3, 4, 9].map(|day| (day, EARLY))), week(0.0, 24.0), 4);
    // Two shifts in each of two weeks that ask for nobody.
    assert_binds(rule, &desk(&[]), week(12.0, 40.0), 4);
    // An agent's own hours go before those of the contract.
    let own = |scenario: &mut Scenario| scenario.agents[0].week = Some(hours(0.0, 8.0));
    assert_binds(rule, &desk(&[(0, EARLY), (3, EARLY), (9, EARLY)]), own, 2);
}

#[test]
fn hours_of_the_plan() {
    let plan = |min, max| move |scenario: &mut Scenario| scenario.contracts[0].plan = Some(hours(min, max));
    let rule = "hours-in-plan";
    assert_binds(rule, &desk(&[0, 3, 8, 12].map(|day| (day, EARLY))), plan(0.0, 24.0), 3);
    assert_binds(rule, &desk(&[]), plan(20.0, 40.0), 3);
}

#[test]
fn rest_between_shifts() {
    let rest = |scenario: &mut Scenario| scenario.contracts[0].min_rest = Minutes::from_hours(11.0);
    assert_binds("rest", &desk(&[(2, NIGHT), (3, EARLY), (9, EARLY)]), rest, 2);
    let mut posted = desk(&[(0, EARLY)]);
    posted.agents[0].history = vec![night(&posted.grid, -1)];
    assert_binds("rest", &posted, rest, 0);
}

#[test]
fn days_in_a_row_and_in_a_week() {
    let row = |scenario: &mut Scenario| scenario.contracts[0].max_consecutive_days = Some(3);
    let five = desk(&[1, 2, 3, 4, 5].map(|day| (day, EARLY)));
    assert_binds("consecutive-days", &five, row, 4);
    let mut posted = desk(&[(0, EARLY), (1, EARLY)]);
    posted.agents[0].history = [-2, -1].map(|day| shift(&posted.grid, day, 6.0, 8.0)).to_vec();
    assert_binds("consecutive-days", &posted, row, 1);
    let week = |scenario: &mut Scenario| scenario.contracts[0].max_days_per_week = Some(3);
    assert_binds("days-per-week", &five, week, 3);
}

#[test]
fn every_other_weekend() {
    let limit = WeekendLimit { weekends: 1, weeks: 2 };
    let every_other = |scenario: &mut Scenario| scenario.contracts[0].max_weekends = Some(limit);
    let saturdays: Vec<(usize, usize)> = [5, 12, 19, 26].map(|day| (day, EARLY)).to_vec();
    assert_binds("weekends", &desk_from(date(2026, 3, 2), 28, &saturdays), every_other, 2);
    let mut posted = desk(&[(5, EARLY), (9, EARLY)]);
    posted.agents[0].history = vec![shift(&posted.grid, -1, 6.0, 8.0)];
    assert_binds("weekends", &posted, every_other, 1);
}

#[test]
fn absence_and_what_is_settled() {
    let whole = |kind| {
        move |scenario: &mut Scenario| {
            scenario.requests.push(whole_days(&scenario.grid, 0, 2, 4, kind));
        }
    };
    let asked = desk(&[(1, EARLY), (3, EARLY)]);
    assert_binds("leave", &asked, whole(RequestKind::Leave), 1);
    assert_binds("unavailable", &asked, whole(RequestKind::Unavailable), 1);
    assert_binds("training", &asked, whole(RequestKind::Training), 1);
    let part = |kind, hours| {
        move |scenario: &mut Scenario| {
            scenario.requests.push(part_of_day(&scenario.grid, 0, 3, hours, kind));
        }
    };
    assert_binds("training-cover", &desk(&[]), part(RequestKind::Training, (8.0, 10.0)), 1);
    // By an early shift, though a night is asked for.
    assert_binds("training-cover", &desk(&[(3, NIGHT)]), part(RequestKind::Training, (8.0, 10.0)), 1);
    assert_binds("fixed", &desk(&[]), part(RequestKind::Fixed { shift: EARLY }, (6.0, 14.0)), 1);
    let gone = |scenario: &mut Scenario| scenario.agents[0].until_day = Some(2);
    assert_binds("employment", &asked, gone, 1);
}

#[test]
fn who_may_work_what_and_when() {
    let asked = desk(&[(4, EARLY), (5, EARLY)]);
    let office = |scenario: &mut Scenario| {
        scenario.shifts[EARLY].weekdays.retain(|day| !matches!(day, Weekday::Sat | Weekday::Sun));
    };
    assert_binds("shift-weekday", &asked, office, 1);
    let others = |scenario: &mut Scenario| scenario.shifts[EARLY].contracts = Some(Vec::new());
    assert_binds("shift-contract", &asked, others, 0);
    let keys = || Skills::default().with_others(vec!["keyholder".into()]);
    let keyholders = |scenario: &mut Scenario| scenario.shifts[EARLY].skills = keys();
    assert_binds("shift-skills", &asked, keyholders, 0);
    // The keyholder opens, though somebody else is cheaper.
    let mut two = desk(&[(4, EARLY), (5, EARLY)]);
    two.contracts.push(Contract { wage_per_hour: Money::from_major(30.0), ..free_contract("dear") });
    two.agents.push(Agent { skills: keys(), ..agent("2", 1, &[]) });
    assert_binds("shift-skills", &two, keyholders, 2);
}

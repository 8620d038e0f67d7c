//! Paid time of months and on average, of single shifts, and what the law says of them.

use callboard::audit;
use callboard::model::{AverageLimit, BreakDue, Law, RequestKind, Shift};
use callboard::units::Minutes;

use crate::support::{date, half_hours, hours, roster, shift, whole_days, with_break};
use crate::{NONE, broken, desk};

#[test]
fn a_month_asks_for_the_share_of_its_days() {
    // From 23 March: 9 days of 31 and 5 of 30. Of 62 hours these are 18, and 10 hours and 20 minutes.
    let grid = half_hours(date(2026, 3, 23), 14);
    let mut scenario = desk(&grid);
    scenario.contracts[0].month = Some(hours(0.0, 62.0));
    let line = |march: f64, april: f64| {
        vec![shift(&grid, 0, 9.0, 9.0), shift(&grid, 8, 9.0, march - 9.0), shift(&grid, 9, 9.0, april)]
    };
    assert_eq!(broken(&scenario, line(18.0, 10.0)), NONE);
    assert_eq!(broken(&scenario, line(18.5, 10.0)), ["hours-per-month"]);
    assert_eq!(broken(&scenario, line(18.0, 10.5)), ["hours-per-month"]);
    scenario.contracts[0].month = Some(hours(62.0, 100.0));
    assert_eq!(broken(&scenario, line(18.0, 10.5)), NONE);
    assert_eq!(broken(&scenario, line(17.5, 10.5)), ["hours-per-month"]);
    // Who is not there in April owes nothing for it.
    scenario.agents[0].until_day = Some(8);
    assert_eq!(broken(&scenario, line(18.0, 10.5)[..2].to_vec()), NONE);
}

#[test]
fn an_average_counts_weeks_of_the_history_and_leave() {
    let grid = half_hours(date(2026, 3, 2), 14);
    let mut scenario = desk(&grid);
    scenario.contracts[0].averages = vec![AverageLimit { most: Minutes::from_hours(10.0), weeks: 2 }];
    let line: Vec<Shift> = [0, 1, 7].iter().map(|&day| shift(&grid, day, 9.0, 6.0)).collect();
    assert_eq!(broken(&scenario, line.clone()), NONE);
    let more: Vec<Shift> = [0, 1, 7, 8].iter().map(|&day| shift(&grid, day, 9.0, 6.0)).collect();
    assert_eq!(broken(&scenario, more), ["average-hours"]);
    scenario.agents[0].history = vec![shift(&grid, -2, 9.0, 8.0)];
    assert_eq!(broken(&scenario, line.clone()), NONE);
    scenario.agents[0].history.push(shift(&grid, -1, 9.0, 8.0));
    assert_eq!(broken(&scenario, line.clone()), ["average-hours"]);
    // Two weeks back is out of reach, and what is too much by itself is no fault of the roster.
    scenario.agents[0].history = vec![shift(&grid, -8, 9.0, 12.0), shift(&grid, -9, 9.0, 12.0)];
    assert_eq!(broken(&scenario, line.clone()), NONE);
    scenario.agents[0].history = vec![shift(&grid, -1, 9.0, 12.0), shift(&grid, -2, 9.0, 12.0)];
    assert_eq!(broken(&scenario, vec![]), NONE);
    scenario.agents[0].history.clear();
    scenario.contracts[0].week = hours(20.0, 40.0);
    scenario.requests = vec![whole_days(&grid, 0, 9, 9, RequestKind::Leave)];
    assert!(broken(&scenario, line).contains(&"average-hours"));
}

#[test]
fn a_shift_has_its_least_hours_and_a_night_its_most() {
    let grid = half_hours(date(2026, 3, 2), 7);
    let mut scenario = desk(&grid);
    scenario.contracts[0].min_hours_per_day = Some(Minutes::from_hours(4.0));
    scenario.contracts[0].max_hours_per_night = Some(Minutes::from_hours(8.0));
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 4.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 3.5)]), ["least-hours-per-day"]);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 9.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 22.0, 8.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 22.0, 8.5)]), ["hours-per-night"]);
}

#[test]
fn breaks_are_as_long_as_the_law_asks_and_the_article_is_named() {
    let grid = half_hours(date(2026, 3, 2), 7);
    let mut scenario = desk(&grid);
    let contract = &mut scenario.contracts[0];
    contract.law = Law::find("DE");
    contract.min_rest = Minutes::from_hours(11.0);
    contract.breaks_due =
        vec![BreakDue { if_work_exceeds: Minutes::from_hours(6.0), least: Minutes::new(30) }];
    scenario.shifts[0].breaks.clear();
    assert_eq!(broken(&scenario, vec![shift(&grid, 0, 9.0, 6.0)]), NONE);
    let said = |line: Vec<Shift>| {
        let found = audit::judge(&scenario, &roster(vec![line]));
        found.iter().map(|one| format!("{}: {}", one.rule, one.allowed)).collect::<Vec<_>>()
    };
    let due = "breaks-due: breaks of at least 30m in work of more than 6h (ArbZG § 4)";
    assert_eq!(said(vec![shift(&grid, 0, 9.0, 6.5)]), [due]);
    let rests = said(vec![shift(&grid, 0, 9.0, 6.0), shift(&grid, 1, 1.0, 6.0)]);
    assert_eq!(rests, ["rest: at least 11h (ArbZG § 5)"]);
    let broken_off = said(vec![with_break(shift(&grid, 0, 9.0, 6.5), 3.0, 30)]);
    assert!(!broken_off.iter().any(|rule| rule.starts_with("breaks-due")), "{broken_off:?}");
}

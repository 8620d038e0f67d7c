//! Every rule of the audit: a roster that keeps it, one that breaks it, and one right at its limit.

#[path = "../support/mod.rs"]
mod support;

mod absence;
mod hours;
mod kinds;
mod nights;
mod rest;
mod rotation;
mod runs;
mod shifts;
mod spans;
mod times;
mod weekends;
mod weekly_rest;

use std::sync::Arc;

use callboard::audit;
use callboard::model::{Grid, Roster, Scenario, Shift};

/// A scenario of one agent under one contract without rules, and one template of any hour without breaks.
fn desk(grid: &Arc<Grid>) -> Scenario {
    let mut scenario = support::empty_scenario(grid);
    let half_hours: Vec<f64> = (0..48).map(|half| f64::from(half) / 2.0).collect();
    scenario.shifts.push(support::template("any", &half_hours, &half_hours[4..25]));
    scenario.contracts.push(support::free_contract("free"));
    scenario.agents.push(support::agent("1", 0, &[]));
    scenario
}

/// The names of the rules the one agent's shifts break.
fn broken(scenario: &Scenario, shifts: Vec<Shift>) -> Vec<&'static str> {
    rules(scenario, &support::roster(vec![shifts]))
}

/// The names of the rules a roster breaks.
fn rules(scenario: &Scenario, roster: &Roster) -> Vec<&'static str> {
    audit::judge(scenario, roster).into_iter().map(|violation| violation.rule).collect()
}

const NONE: Vec<&str> = Vec::new();

#[test]
fn every_agent_has_one_line() {
    let scenario = desk(&support::plain_week());
    assert_eq!(rules(&scenario, &support::roster(vec![vec![]])), NONE);
    assert_eq!(rules(&scenario, &support::roster(vec![])), ["line"]);
    assert_eq!(rules(&scenario, &support::roster(vec![vec![], vec![]])), ["line"]);
}

#[test]
fn an_agent_without_a_contract_is_named() {
    let mut scenario = desk(&support::plain_week());
    scenario.agents[0].contract = 3;
    assert_eq!(broken(&scenario, vec![]), ["contract"]);
}

#[test]
fn what_is_found_says_who_when_and_what() {
    let grid = support::plain_week();
    let mut scenario = desk(&grid);
    scenario.contracts[0].min_rest = callboard::units::Minutes::from_hours(11.0);
    let roster =
        support::roster(vec![vec![support::shift(&grid, 0, 14.0, 8.0), support::shift(&grid, 1, 8.0, 8.0)]]);
    let violations = audit::judge(&scenario, &roster);
    assert_eq!(violations.len(), 1);
    assert_eq!((violations[0].agent, violations[0].day), (Some(0), 1));
    assert_eq!(violations[0].found, "10h from Mon 2 Mar 22:00 to Tue 3 Mar 08:00");
    assert_eq!(violations[0].allowed, "at least 11h");
}

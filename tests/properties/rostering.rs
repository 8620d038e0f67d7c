//! What holds of every roster: it is legal, and its bound lies below its cost.

use std::sync::Arc;

use callboard::model::{RequestKind, Scenario, WeekendLimit};
use callboard::units::Minutes;
use proptest::prelude::*;

use crate::support::{
    agent, date, empty_scenario, free_contract, half_hours, hours, lunch, required, roster_and_audit,
    steady_voice, template, whole_days,
};

/// A desk of a few agents with random rules over ten days.
fn desk(rest: i32, run: u32, weekends: u32, least: f64, off: &[(usize, i32, i32)]) -> Scenario {
    let grid = half_hours(date(2026, 3, 20), 10);
    let mut scenario = empty_scenario(&grid);
    scenario.queues = vec![steady_voice(&grid, "one", 5.0, 200.0), steady_voice(&grid, "two", 5.0, 200.0)];
    let mut day = template("day", &[6.0, 9.0, 13.0], &[5.0, 8.0]);
    day.breaks.push(lunch());
    scenario.shifts = vec![day, template("night", &[22.0], &[8.0])];
    let mut contract = free_contract("any");
    contract.week = hours(least, 40.0);
    contract.min_rest = Minutes::new(rest);
    contract.max_consecutive_days = Some(run);
    contract.max_weekends = Some(WeekendLimit { weekends, weeks: 2 });
    scenario.contracts.push(contract);
    let skills: [&[usize]; 4] = [&[0], &[1], &[0, 1], &[0]];
    scenario.agents = (0..4).map(|index| agent(&format!("A{index}"), 0, skills[index])).collect();
    scenario.requests = off
        .iter()
        .map(|&(agent, first, length)| {
            whole_days(&Arc::clone(&grid), agent, first, (first + length).min(9), RequestKind::Leave)
        })
        .collect();
    scenario
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_roster_audits_clean(
        rest in 480..800i32,
        run in 2..7u32,
        weekends in 1..3u32,
        least in 0.0..24.0f64,
        off in prop::collection::vec((0..4usize, 0..10i32, 0..4i32), 0..3),
        need in 0..3u32,
    ) {
        let scenario = desk(rest, run, weekends, least, &off);
        let day = |hour: f64| if (7.0..20.0).contains(&hour) { need } else { u32::from(need > 1) };
        let requirements = [required(&scenario, 0, day), required(&scenario, 1, |hour| u32::from(hour > 8.0))];
        roster_and_audit(&scenario, &requirements);
    }
}

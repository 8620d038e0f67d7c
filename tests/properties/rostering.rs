//! What holds of every roster: it is legal, and its bound lies below its cost.

use callboard::model::{
    AverageLimit, Contract, Grid, Posted, RequestKind, Scenario, Shift, ShiftLimit, ShiftQuota, Skills,
    WeekendLimit,
};
use callboard::units::{Minutes, Money};
use chrono::NaiveDate;
use proptest::prelude::*;

use crate::support::{
    agent, cases, date, empty_scenario, free_contract, half_hours, hours, lunch, part_of_day,
    repair_and_audit, required, roster_and_audit, shift, steady_voice, template, whole_days,
};

pub const DAY: usize = 0;
pub const NIGHT: usize = 1;

/// A contract with random rules.
pub fn contract() -> impl Strategy<Value = Contract> {
    let rules = (480..800i32, 0.0..24.0f64, 2..7u32, 1..3u32);
    let more = (
        prop::option::of(1..4u32),
        prop::option::of(1..4u32),
        prop::option::of(3..6u32),
        any::<bool>(),
        prop::option::of(0..3u32),
    );
    let long = (
        prop::option::of(5..8i32),
        prop::option::of(1..4u32),
        any::<bool>(),
        prop::option::of(1..5u32),
        prop::option::of(20..50i32),
    );
    let joined = (rules, more, long, hours_and_days());
    joined.prop_map(|((rest, least, run, weekends), (least_run, off, week, whole, nights), long, days)| {
        Contract {
            max_hours_per_day: long.0.map(|hours| Minutes::new(60 * hours)),
            max_consecutive_nights: long.1,
            has_forward_rotation: long.2,
            weekly_rest: long.4.map(|hours| Minutes::new(60 * hours)),
            min_shifts: long
                .3
                .map(|least| ShiftQuota { shift: NIGHT, least: least.min(nights.unwrap_or(least)) })
                .into_iter()
                .collect(),
            week: hours(least, 40.0),
            min_rest: Minutes::new(rest),
            max_days_per_week: week,
            max_consecutive_days: Some(run),
            min_consecutive_days: least_run.map(|least| least.min(run)),
            min_consecutive_days_off: off,
            max_weekends: Some(WeekendLimit { weekends, weeks: 2 }),
            has_complete_weekends: whole,
            max_shifts: nights.map(|most| ShiftLimit { shift: NIGHT, most }).into_iter().collect(),
            min_consecutive_nights: days
                .min_consecutive_nights
                .map(|least| least.min(long.1.unwrap_or(least))),
            max_consecutive_days_off: days.max_consecutive_days_off.map(|most| most.max(off.unwrap_or(most))),
            ..days
        }
    })
}

/// A contract with random rules on hours, times of day and what holds within a week; most of them absent.
fn hours_and_days() -> impl Strategy<Value = Contract> {
    let some = 0.3;
    let spans = (
        prop::option::weighted(some, (0..100i32, 0..120i32)),
        prop::option::weighted(some, (10..45i32, 2..4u32)),
        prop::option::weighted(some, 10..40i32),
    );
    let of_day = (
        prop::option::weighted(some, 4..8i32),
        prop::option::weighted(some, 6..9i32),
        prop::option::weighted(some, 6..10i32),
        prop::option::weighted(some, 14..32i32),
    );
    let of_week = (prop::option::weighted(some, 0..8i32), prop::option::weighted(some, 2..4u32));
    let rows = (prop::option::weighted(some, 2..4u32), prop::option::weighted(some, 1..6u32));
    let all = (spans, of_day, of_week, rows);
    all.prop_map(|((month, average, plan), (least, night, earliest, latest), week, (nights, idle))| {
        Contract {
            min_consecutive_nights: nights,
            max_consecutive_days_off: idle,
            month: month.map(|(min, more)| hours(f64::from(min), f64::from(min + more))),
            averages: average
                .map(|(most, weeks)| AverageLimit { most: Minutes::new(60 * most), weeks })
                .into_iter()
                .collect(),
            plan: plan.map(|most| hours(0.0, f64::from(most))),
            min_hours_per_day: least.map(|hours| Minutes::new(60 * hours)),
            max_hours_per_night: night.map(|hours| Minutes::new(60 * hours)),
            earliest: earliest.map(|hour| 60 * hour),
            latest: latest.map(|hour| 60 * hour),
            start_band: week.0.map(|hours| Minutes::new(60 * hours)),
            days_off_together: week.1,
            ..free_contract("any")
        }
    })
}

/// What was worked up to the plan's first day: so many days in a row, the last of them perhaps a night.
pub type Worked = (i32, bool);

/// The history's shifts.
pub fn worked_before(grid: &Grid, (days, ends_by_night): Worked) -> Vec<Shift> {
    let mut shifts: Vec<Shift> = (-days..0).map(|day| shift(grid, day, 9.0, 8.0)).collect();
    if let Some(last) = shifts.last_mut().filter(|_| ends_by_night) {
        *last = Shift { template: Some(NIGHT), ..shift(grid, -1, 22.0, 8.0) };
    }
    shifts
}

/// A desk of a few agents under a contract over ten days from a Friday, 20 March 2026 if not another.
fn desk(contract: Contract, bars: (bool, bool), off: &[(usize, i32, i32)], worked: &[Worked]) -> Scenario {
    desk_from(date(2026, 3, 20), contract, bars, off, worked)
}

fn desk_from(
    first: NaiveDate,
    contract: Contract,
    bars: (bool, bool),
    off: &[(usize, i32, i32)],
    worked: &[Worked],
) -> Scenario {
    let grid = half_hours(first, 10);
    let mut scenario = empty_scenario(&grid);
    scenario.queues = vec![steady_voice(&grid, "one", 5.0, 200.0), steady_voice(&grid, "two", 5.0, 200.0)];
    let mut day = template("day", &[6.0, 9.0, 13.0], &[5.0, 8.0]);
    day.breaks.push(lunch());
    let mut night = template("night", &[22.0], &[8.0]);
    day.not_followed_by.extend(bars.0.then_some(NIGHT));
    night.not_followed_by.extend(bars.1.then_some(DAY));
    scenario.shifts = vec![day, night];
    scenario.contracts.push(contract);
    let skills: [&[usize]; 4] = [&[0], &[1], &[0, 1], &[0]];
    scenario.agents = (0..4).map(|index| agent(&format!("A{index}"), 0, skills[index])).collect();
    for (agent, &worked) in scenario.agents.iter_mut().zip(worked) {
        agent.history = worked_before(&grid, worked);
    }
    scenario.requests = off
        .iter()
        .map(|&(agent, first, length)| {
            whole_days(&grid, agent, first, (first + length).min(9), RequestKind::Leave)
        })
        .collect();
    scenario
}

/// The days may ask for a key, which two of the four have, and the nights for the skill of the second queue.
fn ask_for_skills(scenario: &mut Scenario, (by_day, by_night): (bool, bool)) {
    let key = |skills: &Skills| skills.clone().with_others(vec!["key".into()]);
    for agent in &mut scenario.agents[2..] {
        agent.skills = key(&agent.skills);
    }
    if by_day {
        scenario.shifts[DAY].skills = key(&Skills::default());
    }
    if by_night {
        scenario.shifts[NIGHT].skills = Skills::new(vec![1]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(48), ..ProptestConfig::default() })]

    #[test]
    fn every_roster_audits_clean(
        contract in contract(),
        bars in any::<(bool, bool)>(),
        off in prop::collection::vec((0..4usize, 0..10i32, 0..4i32), 0..3),
        posted in prop::collection::vec((0..4i32, any::<bool>()), 4),
        need in 0..3u32,
        weeks in 0..2u32,
        asked in any::<(bool, bool)>(),
    ) {
        // A week later the plan lies in two months.
        let first = date(2026, 3, 20 + 7 * weeks);
        let mut scenario = desk_from(first, contract, bars, &off, &posted);
        ask_for_skills(&mut scenario, asked);
        let day = |hour: f64| if (7.0..20.0).contains(&hour) { need } else { u32::from(need > 1) };
        let requirements = [required(&scenario, 0, day), required(&scenario, 1, |hour| u32::from(hour > 8.0))];
        roster_and_audit(&scenario, &requirements);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(12), ..ProptestConfig::default() })]

    /// New leave on days that are not locked: all rules hold again, with what was worked on those that are.
    #[test]
    fn every_repair_audits_clean(
        contract in contract(),
        posted in prop::collection::vec((0..4i32, any::<bool>()), 4),
        off in prop::collection::vec((0..4usize, 0..10i32, 0..4i32), 1..3),
        (locked_days, price) in (0..8usize, prop::sample::select(vec![0.0, 60.0, 2000.0])),
    ) {
        let scenario = desk(contract.clone(), (true, false), &[], &posted);
        let day = |hour: f64| u32::from((7.0..20.0).contains(&hour));
        let needs = [required(&scenario, 0, day), required(&scenario, 1, |hour| u32::from(hour > 8.0))];
        let roster = roster_and_audit(&scenario, &needs).roster;
        let free: Vec<_> = off.into_iter().filter(|(_, first, _)| *first >= locked_days as i32).collect();
        let scenario = desk(contract, (true, false), &free, &posted);
        let posted = Posted { roster, locked_days, price: Money::from_major(price) };
        let found = repair_and_audit(&scenario, &needs, Some(posted.clone()));
        // A night that was posted may end in leave that begins on the first day that is not locked.
        let is_away = |agent: usize, shift: &Shift| {
            let mut of = scenario.requests.iter().filter(|request| request.agent == agent);
            of.any(|request| shift.start < request.to && request.from < shift.end)
        };
        for change in posted.changes(&found.roster) {
            let is_given_up = change.before.iter().all(|shift| is_away(change.agent, shift));
            let is_free = change.day >= locked_days as i32;
            prop_assert!(is_free || is_given_up && change.after.is_empty(), "{:?}", change);
        }
    }
}

/// After one day worked and a fixed shift, three in a row would be four with the whole weekend, and three are the most:
/// nothing legal is left, and what is conceded the bound may not ask for either.
#[test]
fn no_bound_asks_for_what_is_conceded() {
    let contract = Contract {
        week: hours(0.0, 40.0),
        min_rest: Minutes::new(480),
        max_consecutive_days: Some(3),
        min_consecutive_days: Some(3),
        min_consecutive_days_off: Some(2),
        has_complete_weekends: true,
        ..free_contract("any")
    };
    let mut scenario = desk(contract, (false, false), &[], &[(1, false), (1, false), (0, false), (1, false)]);
    let fixed = part_of_day(&scenario.grid, 1, 0, (9.0, 17.0), RequestKind::Fixed { shift: DAY });
    scenario.requests.push(fixed);
    let day = |hour: f64| u32::from((7.0..20.0).contains(&hour));
    let requirements = [required(&scenario, 0, day), required(&scenario, 1, |hour| u32::from(hour > 8.0))];
    let conceded = roster_and_audit(&scenario, &requirements).concessions;
    assert!(
        conceded.iter().any(|of| of.agent == 1) && conceded.iter().all(|of| of.agent == 1),
        "{conceded:?}"
    );
}

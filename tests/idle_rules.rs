//! A rule that never binds changes nothing that is proven: whatever else limits lines, and however they are then looked for.

#![allow(clippy::unwrap_used, reason = "a builder that fails fails the test")]

mod support;

use std::sync::Mutex;

use callboard::audit;
use callboard::model::{
    Contract, Post, Progress, Proof, Request, RequestKind, Scenario, ShiftLimit, Watch, WeekendLimit,
};
use callboard::rostering::{self, RosteringOptions};
use callboard::units::{Minutes, Money};
use proptest::prelude::*;
use support::{agent, cases, date, empty_scenario, free_contract, half_hours, hours, template, whole_days};

const DAYS: usize = 98;
const SHIFTS: [(&str, f64, f64); 3] = [("early", 6.0, 8.0), ("late", 14.0, 6.0), ("night", 22.0, 10.0)];

/// Rules on days in a row, weekends, hours and successions.
#[derive(Debug, Clone)]
struct Rules {
    days: (u32, u32),
    days_off: u32,
    weekends: u32,
    hours: (usize, usize),
    most_nights: u32,
    least_nights: Option<u32>,
    most_off: Option<u32>,
    min_rest: i32,
}

/// A plan of fourteen weeks under such rules.
#[derive(Debug, Clone)]
struct Plan {
    rules: Rules,
    /// By day of two weeks and shift, how many are asked for.
    asked: Vec<[u32; 3]>,
    away: Vec<i32>,
    wishes: Vec<(i32, usize)>,
}

impl Plan {
    fn scenario(&self) -> Scenario {
        let mut scenario = empty_scenario(&half_hours(date(2026, 1, 5), DAYS));
        scenario.shifts = SHIFTS.map(|(id, start, length)| template(id, &[start], &[length])).to_vec();
        scenario.shifts[1].not_followed_by = vec![0];
        scenario.shifts[2].not_followed_by = vec![0, 1];
        let Rules { days, days_off, weekends, hours: (least, more), most_nights, min_rest, .. } = self.rules;
        scenario.contracts.push(Contract {
            plan: Some(hours(least as f64, (least + more) as f64)),
            min_consecutive_days: Some(days.0),
            max_consecutive_days: Some(days.0 + days.1),
            min_consecutive_days_off: Some(days_off),
            max_consecutive_days_off: self.rules.most_off.map(|more| days_off + more),
            min_consecutive_nights: self.rules.least_nights,
            max_weekends: Some(WeekendLimit { weekends, weeks: 14 }),
            max_shifts: vec![ShiftLimit { shift: 2, most: most_nights }],
            min_rest: Minutes::new(60 * min_rest),
            wage_per_hour: Money::ZERO,
            ..free_contract("any")
        });
        scenario.prices.wish = Money::from_major(5.into());
        scenario.agents = vec![agent("A", 0, &[])];
        let (under_cost, over_cost) = (Money::from_major(100.into()), Money::from_major(10.into()));
        for day in 0..DAYS {
            let of_day = self.asked[day % self.asked.len()].iter().enumerate();
            let post = |(shift, &required)| Post { day, shift, required, under_cost, over_cost };
            scenario.posts.extend(of_day.map(post));
        }
        let away = self.away.iter().map(|&day| (day, RequestKind::Unavailable));
        let wish =
            |&(day, shift): &(i32, usize)| (day, RequestKind::Prefer { shift: Some(shift), weight: 1.0 });
        let request = |(day, kind)| whole_days(&scenario.grid, 0, day, day, kind);
        let requests: Vec<Request> = away.chain(self.wishes.iter().map(wish)).map(request).collect();
        scenario.requests = requests;
        scenario
    }
}

fn plan() -> impl Strategy<Value = Plan> {
    let rows = (1..20u32, prop::option::weighted(0.3, 2..4u32), prop::option::weighted(0.3, 3..9u32));
    let rules = ((1..4u32, 1..4u32), 1..4u32, 2..10u32, (0..200usize, 60..300usize), rows, 8..13i32);
    let rules = rules.prop_map(|(days, days_off, weekends, hours, rows, min_rest)| {
        let (most_nights, least_nights, most_off) = rows;
        Rules { days, days_off, weekends, hours, most_nights, least_nights, most_off, min_rest }
    });
    let asked = prop::collection::vec([0..2u32, 0..2u32, 0..2u32], 14);
    let away = prop::collection::vec(0..DAYS as i32, 0..20);
    let wishes = prop::collection::vec((0..DAYS as i32, 0..3usize), 0..20);
    (rules, asked, away, wishes).prop_map(|(rules, asked, away, wishes)| Plan { rules, asked, away, wishes })
}

/// The bounds told on the way, by stage.
#[derive(Default)]
struct Told(Mutex<Vec<(&'static str, Option<Money>)>>);

impl Watch for Told {
    fn progress(&self, progress: &Progress) {
        self.0.lock().unwrap().push((progress.stage, progress.bound));
    }

    fn should_stop(&self) -> bool {
        false
    }
}

/// The bound of the plan's program before anything is branched on, with the final one and a roster's cost; nothing where no
/// roster keeps all rules.
fn proven(scenario: &Scenario) -> Option<(Money, Proof)> {
    let told = Told::default();
    let options = RosteringOptions { improvements: 0, ..RosteringOptions::default() };
    let rostered = rostering::roster(scenario, &[], &options, &told).unwrap();
    if !rostered.concessions.is_empty() {
        return None;
    }
    assert_eq!(audit::judge(scenario, &rostered.roster), []);
    assert!(rostered.proof.is_bound_final);
    let mut told = told.0.into_inner().unwrap().into_iter().skip_while(|(stage, _)| *stage != "bound");
    let (_, bound) = told.nth(1).unwrap();
    Some((bound.unwrap(), rostered.proof))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(16), ..ProptestConfig::default() })]

    #[test]
    fn a_weekly_rest_of_an_hour_changes_no_bound(plan in plan()) {
        let mut scenario = plan.scenario();
        let without = proven(&scenario);
        // Lines that have to have one are looked for day by day, others stint by stint.
        scenario.contracts[0].weekly_rest = Some(Minutes::new(60));
        let with = proven(&scenario);
        prop_assert_eq!(without.is_some(), with.is_some());
        if let (Some((bound, proof)), Some((bound_with, proof_with))) = (without, with) {
            prop_assert_eq!(bound, bound_with);
            prop_assert!(proof.bound <= proof_with.cost(), "{} and {}", proof.bound, proof_with.cost());
            prop_assert!(proof_with.bound <= proof.cost(), "{} and {}", proof_with.bound, proof.cost());
        }
    }
}

#[test]
fn hours_that_no_line_has_are_given_up() {
    let rules = Rules {
        days: (2, 2),
        days_off: 3,
        weekends: 5,
        hours: (700, 100),
        most_nights: 3,
        least_nights: None,
        most_off: None,
        min_rest: 11,
    };
    for away in [Vec::new(), (0..60).collect(), (10..DAYS as i32).collect()] {
        let plan = Plan { rules: rules.clone(), asked: vec![[1, 1, 0]; 14], away, wishes: Vec::new() };
        let mut scenario = plan.scenario();
        let conceded = |scenario: &Scenario| {
            let options = RosteringOptions { improvements: 0, ..RosteringOptions::default() };
            rostering::roster(scenario, &[], &options, &Told::default()).unwrap().concessions
        };
        let without = conceded(&scenario);
        assert!(without.iter().any(|conceded| conceded.rule == "hours-in-plan"), "{without:?}");
        scenario.contracts[0].weekly_rest = Some(Minutes::new(60));
        assert_eq!(conceded(&scenario), without);
    }
}

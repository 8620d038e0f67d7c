//! Why a plan is short, what would help, and what cannot hold together.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use callboard::model::{
    AverageLimit, BreakRule, Clause, Contract, Contradiction, Law, Part, Post, Posted, RequestKind, Scenario,
    Shift, Skills, Unwatched, WeekendLimit,
};
use callboard::plan::{self, Loosened, Place, Plan, PlanOptions, Trust, Whereabouts};
use callboard::report;
use callboard::rostering::{self, RosteringOptions, Sensitivity};
use callboard::simulation::SimulationOptions;
use callboard::units::{Minutes, Money};
use proptest::prelude::*;

use support::{
    agent, cases, empty_scenario, free_contract, hours, lunch, part_of_day, plain_week, roster,
    roster_and_audit, shift, steady_voice, template, whole_days,
};

const EARLY: usize = 0;
const NIGHT: usize = 1;

/// One agent under many rules, few of which matter.
fn one(contract: Contract) -> Scenario {
    let grid = plain_week();
    let mut scenario = empty_scenario(&grid);
    scenario.shifts = vec![template("early", &[6.0], &[8.0]), template("night", &[22.0], &[8.0])];
    scenario.contracts.push(contract);
    scenario.agents.push(agent("1", 0, &[]));
    scenario
}

fn contract() -> Contract {
    Contract {
        week: hours(0.0, 40.0),
        min_rest: Minutes::from_hours(11.0),
        max_days_per_week: Some(5),
        max_consecutive_days: Some(5),
        max_weekends: Some(WeekendLimit { weekends: 1, weeks: 2 }),
        ..free_contract("any")
    }
}

fn parts(found: &[Contradiction]) -> BTreeSet<String> {
    let [one] = found else { panic!("one contradiction, not {found:?}") };
    one.parts.iter().map(|part| format!("{part:?}")).collect()
}

fn names(parts: &[Part]) -> BTreeSet<String> {
    parts.iter().map(|part| format!("{part:?}")).collect()
}

#[test]
fn fixed_shifts_too_close_are_named_with_the_rest_they_break() {
    let mut scenario = one(contract());
    let grid = scenario.grid.clone();
    let fixed = |shift| RequestKind::Fixed { shift };
    scenario.requests = vec![
        whole_days(&grid, 0, 5, 6, RequestKind::Leave),
        part_of_day(&grid, 0, 0, (22.0, 30.0), fixed(NIGHT)),
        part_of_day(&grid, 0, 1, (6.0, 14.0), fixed(EARLY)),
        part_of_day(&grid, 0, 3, (6.0, 14.0), fixed(EARLY)),
    ];
    let found = rostering::contradictions(&scenario, None, &[0]);
    assert_eq!(parts(&found), names(&[Part::Rule(Clause::Rest), Part::Request(1), Part::Request(2)]));
    // Each of them may be dropped to make the rest possible.
    for request in [1, 2] {
        let mut without = scenario.clone();
        without.requests.remove(request);
        assert_eq!(rostering::contradictions(&without, None, &[0]), []);
    }
    let mut without = scenario.clone();
    without.contracts[0].min_rest = Minutes::ZERO;
    assert_eq!(rostering::contradictions(&without, None, &[0]), []);
}

#[test]
fn hours_that_absence_leaves_no_room_for_are_named() {
    let mut scenario = one(Contract { week: hours(32.0, 40.0), ..contract() });
    let grid = scenario.grid.clone();
    assert_eq!(rostering::contradictions(&scenario, None, &[0]), []);
    scenario.requests = vec![
        whole_days(&grid, 0, 6, 6, RequestKind::Unavailable),
        whole_days(&grid, 0, 0, 3, RequestKind::Unavailable),
    ];
    let found = rostering::contradictions(&scenario, None, &[0]);
    // Three days of eight hours are left without the first, and are not enough either.
    assert_eq!(parts(&found), names(&[Part::Rule(Clause::LeastWeek), Part::Request(1)]));
}

#[test]
fn what_was_worked_before_is_a_part() {
    let mut scenario = one(contract());
    let grid = scenario.grid.clone();
    scenario.agents[0].history = vec![Shift { template: Some(NIGHT), ..shift(&grid, -1, 22.0, 8.0) }];
    scenario.requests = vec![part_of_day(&grid, 0, 0, (6.0, 14.0), RequestKind::Fixed { shift: EARLY })];
    let found = rostering::contradictions(&scenario, None, &[0]);
    assert_eq!(parts(&found), names(&[Part::Rule(Clause::Rest), Part::Worked, Part::Request(0)]));
}

fn keyholder() -> Skills {
    Skills::default().with_others(vec!["keyholder".into()])
}

#[test]
fn training_within_a_shift_for_which_somebody_lacks_the_skill_cannot_be() {
    let mut scenario = one(contract());
    scenario.shifts[EARLY].skills = keyholder();
    scenario.requests = vec![part_of_day(&scenario.grid, 0, 2, (8.0, 10.0), RequestKind::Training)];
    let found = rostering::contradictions(&scenario, None, &[0]);
    assert_eq!(parts(&found), names(&[Part::Request(0)]));
    scenario.agents[0].skills = keyholder();
    assert_eq!(rostering::contradictions(&scenario, None, &[0]), []);
}

fn planned(scenario: Scenario) -> Plan {
    repaired(scenario, None)
}

fn repaired(scenario: Scenario, posted: Option<Posted>) -> Plan {
    let options = PlanOptions {
        trust: Trust::Requirement,
        explains: true,
        rostering: RosteringOptions { improvements: 6, posted, ..RosteringOptions::default() },
        simulation: SimulationOptions { replications: 10, ..SimulationOptions::default() },
        ..PlanOptions::default()
    };
    plan::plan(scenario, &options, &Unwatched).expect("too few people is no error")
}

/// A queue that three people serve, too few days a week.
fn desk(max_days: u32) -> Scenario {
    let grid = plain_week();
    let mut scenario = empty_scenario(&grid);
    let mut voice = steady_voice(&grid, "voice", 0.0, 60.0);
    voice.minimum_agents = 2;
    voice.demand.open = callboard::model::Series::from_fn(grid.clone(), |interval| {
        let hour = (grid.start_of(interval) - grid.at(grid.day_of_interval(interval) as i32, 0)).hours();
        (8.0..16.0).contains(&hour)
    });
    scenario.queues.push(voice);
    scenario.shifts.push(template("day", &[8.0], &[8.0]));
    scenario.contracts.push(Contract { max_days_per_week: Some(max_days), ..free_contract("any") });
    scenario.agents = (0..3).map(|index| agent(&format!("A{index}"), 0, &[0])).collect();
    scenario
}

#[test]
fn the_rule_that_binds_is_named_and_what_a_step_looser_gives() {
    let plan = planned(desk(4));
    // Twelve shifts of fourteen.
    assert!((plan.short_hours() - 16.0).abs() < 1e-6, "{} {:?}", plan.short_hours(), plan.rostered.proof);
    let cause = &plan.why.causes[0];
    assert_eq!((cause.place, cause.able, cause.away, cause.free), (Place::Queue(0), 3, 0, 0));
    assert_eq!(cause.barred.keys().map(|key| key.0).collect::<Vec<_>>(), ["days-per-week"]);
    let [relaxation] = &plan.why.relaxations[..] else { panic!("{:?}", plan.why) };
    let to = "5".to_owned();
    assert_eq!(relaxation.what, Loosened::Rule { contract: 0, clause: Clause::DaysPerWeek, to });
    let looser = planned(desk(5));
    let closes = plan.short_hours() - looser.short_hours();
    assert!((relaxation.closes_hours - closes).abs() < 1e-6, "{relaxation:?}, but {closes}");
    assert_eq!(relaxation.wages, looser.rostered.proof.wages - plan.rostered.proof.wages);
    assert!(relaxation.worth >= relaxation.saves, "{relaxation:?}");
    assert_eq!(looser.why, plan::Why::default(), "nothing is short there");
}

/// A contract of 38 hours may have 40 by Belgian law, and of 40 no more.
#[test]
fn no_rule_is_loosened_beyond_the_law() {
    let of = |contract: Contract| Contract { law: Law::find("BE"), ..contract };
    let looser = |contract: &Contract, clause: Clause| {
        clause.loosened(contract).and_then(|looser| clause.value(&looser, None))
    };
    let week = |most: f64| of(Contract { week: hours(30.0, most), ..contract() });
    assert_eq!(looser(&week(38.0), Clause::MostWeek).as_deref(), Some("at most 40h"));
    assert_eq!(looser(&week(40.0), Clause::MostWeek), None);
    assert_eq!(looser(&week(32.0), Clause::MostWeek).as_deref(), Some("at most 36h"));
    let rest = |least: f64| of(Contract { min_rest: Minutes::from_hours(least), ..contract() });
    assert_eq!(looser(&rest(11.5), Clause::Rest).as_deref(), Some("11h"));
    assert_eq!(looser(&rest(11.0), Clause::Rest), None);
    let average = |most: f64| AverageLimit { most: Minutes::from_hours(most), weeks: 17 };
    let own = AverageLimit { weeks: 4, ..average(30.0) };
    let eu = Contract { law: Law::find("EU"), averages: vec![average(48.0), own], ..contract() };
    assert_eq!(looser(&eu, Clause::Averages).as_deref(), Some("48h over 17 weeks, 31h over 4 weeks"));
}

/// Of hours a step is what a shift takes: eight of them, where four would let nobody come.
#[test]
fn hours_are_loosened_by_a_shift() {
    let mut scenario = desk(7);
    scenario.contracts[0].week = hours(0.0, 32.0);
    let plan = planned(scenario);
    let [relaxation] = &plan.why.relaxations[..] else { panic!("{:?}", plan.why) };
    let to = "at most 40h".to_owned();
    assert_eq!(relaxation.what, Loosened::Rule { contract: 0, clause: Clause::MostWeek, to });
    assert!((relaxation.closes_hours - 16.0).abs() < 1e-6, "{relaxation:?}");
}

/// Of three one is there on a day that is locked; the others have worked their four days after it, and could not come
/// if they had not.
#[test]
fn that_a_day_is_locked_is_told_and_no_rule() {
    let scenario = desk(4);
    let posted = |worked: std::ops::Range<i32>| {
        worked.map(|day| Shift { template: Some(0), ..shift(&scenario.grid, day, 8.0, 8.0) }).collect()
    };
    let roster = roster(vec![posted(0..1), posted(1..5), posted(1..5)]);
    let posted = Posted { roster, locked_days: 1, price: Money::from_major(60.0) };
    let plan = repaired(scenario, Some(posted));
    let of_day = |day: i32| plan.why.causes.iter().find(|cause| cause.day == day).map(|cause| &cause.barred);
    assert_eq!(of_day(0), Some(&BTreeMap::from([(("locked", 0), 2)])), "{:?}", plan.why);
    assert!(plan.why.causes.iter().any(|cause| cause.day > 0), "{:?}", plan.why);
    let later = plan.why.causes.iter().filter(|cause| cause.day > 0);
    later.for_each(|cause| assert!(cause.barred.keys().all(|of| of.0 == "days-per-week"), "{cause:?}"));
    let said = "1 of 3 with the skill there, that the day is locked keeps 2 away (2 any)";
    assert!(report::page_html(&plan).contains(said) && report::plan_text(&plan).contains(said));
    let summary: serde_json::Value = serde_json::from_str(&report::summary_json(&plan)).unwrap();
    let cause = summary["why"]["causes"].as_array().unwrap().iter().find(|cause| cause["there"] == 1);
    assert_eq!(cause.unwrap()["barred"][0]["rule"], "locked");
}

#[test]
fn leave_may_be_what_keeps_people_away() {
    let mut scenario = desk(7);
    let grid = scenario.grid.clone();
    scenario.requests = vec![
        whole_days(&grid, 0, 2, 2, RequestKind::Leave),
        whole_days(&grid, 1, 2, 2, RequestKind::Leave),
        whole_days(&grid, 1, 4, 4, RequestKind::Leave),
    ];
    let plan = planned(scenario);
    assert!((plan.short_hours() - 8.0).abs() < 1e-6);
    let cause = &plan.why.causes[0];
    assert_eq!((cause.day, cause.there, cause.away), (2, 1, 2));
    let what: BTreeSet<usize> = plan
        .why
        .relaxations
        .iter()
        .map(|relaxation| match relaxation.what {
            Loosened::Leave(request) => request,
            _ => panic!("{relaxation:?}"),
        })
        .collect();
    assert_eq!(what, BTreeSet::from([0, 1]));
}

#[test]
fn what_keeps_many_away_is_tried_before_what_keeps_one_away() {
    let mut scenario = desk(7);
    scenario.queues[0].minimum_agents = 6;
    let grid = scenario.grid.clone();
    scenario.contracts.extend((1..6).map(|index| free_contract(&format!("spare {index}"))));
    scenario.contracts.push(Contract { earliest: Some(9 * 60), ..free_contract("late risers") });
    // Six are on leave on the same day; four never start as early as the only shift does.
    scenario.agents =
        (0..10).map(|index| agent(&format!("A{index}"), if index < 6 { 0 } else { 6 }, &[0])).collect();
    scenario.requests = (0..6).map(|index| whole_days(&grid, index, 2, 2, RequestKind::Leave)).collect();
    let plan = planned(scenario);
    assert!((plan.short_hours() - 48.0).abs() < 1e-6);
    let cause = &plan.why.causes[0];
    assert_eq!((cause.missing, cause.away, cause.barred[&("earliest", 6)]), (6.0, 6, 4));
    let best = &plan.why.relaxations[0];
    assert!((best.closes_hours - 32.0).abs() < 1e-6, "{best:?}");
    assert!(matches!(best.what, Loosened::Rule { contract: 6, clause: Clause::Earliest, .. }), "{best:?}");
}

#[test]
fn nobody_else_may_be_there() {
    let mut scenario = desk(7);
    scenario.queues[0].minimum_agents = 4;
    let plan = planned(scenario);
    assert!(plan.why.relaxations.is_empty());
    assert!(plan.why.causes.iter().all(|cause| cause.able == 3 && cause.there == 3), "{:?}", plan.why);
}

#[test]
fn who_has_a_break_is_told_to_have_one() {
    let mut scenario = desk(7);
    scenario.queues[0].minimum_agents = 3;
    scenario.shifts[0].breaks.push(lunch());
    let plan = planned(scenario);
    let cause = &plan.why.causes[0];
    assert_eq!((cause.there, cause.on_break, cause.elsewhere), (2, 1, 0), "{cause:?}");
    assert!(report::plan_text(&plan).contains("2 of 3 with the skill there, 1 on a break"));
}

#[test]
fn who_could_come_is_told_wherever_the_breaks_may_begin() {
    let mut scenario = desk(7);
    // An hour short costs less than an hour worked. A break begins an hour after the start, as it does on half hours.
    scenario.prices.shortage_hour = Money::from_major(1.0);
    scenario.shifts[0].spacing.from_edges = Minutes::new(40);
    scenario.shifts[0].breaks.push(BreakRule {
        after: Minutes::new(20),
        before: Minutes::new(60),
        ..lunch()
    });
    let plan = planned(scenario);
    let cause = &plan.why.causes[0];
    assert_eq!((cause.there, cause.free, cause.barred.len()), (0, 3, 0), "{cause:?}");
}

#[test]
fn posts_are_explained_too() {
    let mut scenario = desk(7);
    scenario.queues.clear();
    scenario.shifts.push(template("guard", &[22.0], &[8.0]));
    scenario.shifts[1].contracts = Some(vec![1]);
    scenario.contracts.push(Contract { max_days_per_week: Some(2), ..free_contract("guards") });
    scenario.agents = vec![agent("1", 0, &[]), agent("2", 1, &[])];
    let (under_cost, over_cost) = (Money::from_major(500.0), Money::ZERO);
    scenario.posts = (0..4).map(|day| Post { day, shift: 1, required: 1, under_cost, over_cost }).collect();
    let plan = planned(scenario);
    assert_eq!(plan.why.causes.len(), 2);
    for cause in &plan.why.causes {
        assert_eq!((cause.able, cause.there), (1, 0));
        assert!(cause.barred.contains_key(&("days-per-week", 1)), "{cause:?}");
    }
    assert_eq!(plan.why.relaxations[0].closes_posts, 1);
}

#[test]
fn only_who_has_the_skills_of_a_post_is_able() {
    let mut scenario = desk(7);
    scenario.queues.clear();
    scenario.shifts[0].skills = keyholder();
    scenario.agents = vec![agent("1", 0, &[]), agent("2", 0, &[])];
    scenario.agents[1].skills = keyholder();
    scenario.requests = vec![whole_days(&scenario.grid, 1, 0, 0, RequestKind::Leave)];
    let (under_cost, over_cost) = (Money::from_major(500.0), Money::ZERO);
    scenario.posts = (0..2).map(|day| Post { day, shift: 0, required: 1, under_cost, over_cost }).collect();
    let nobody = Scenario { agents: vec![agent("1", 0, &[]), agent("2", 0, &[])], ..scenario.clone() };
    let causes = |plan: &Plan| -> Vec<[usize; 5]> {
        let lacking = ("shift-skills", 0);
        let counts = |of: &Whereabouts| {
            assert_eq!((of.barred.len(), &of.lacking), (1, &keyholder()));
            [of.day as usize, of.able, of.there, of.away, of.barred[&lacking]]
        };
        plan.why.causes.iter().map(counts).collect()
    };
    let (one, nobody) = (planned(scenario), planned(nobody));
    assert_eq!(causes(&one), [[0, 1, 0, 1, 1]]);
    assert_eq!(causes(&nobody), [[0, 0, 0, 0, 1], [1, 0, 0, 0, 2]]);
    let text = report::plan_text(&one);
    assert!(
        text.contains("0 of 1 who may work it there, 1 away, lack of keyholder keeps 1 away (1 any)"),
        "{text}"
    );
    let text = report::plan_text(&nobody);
    assert!(
        text.contains("Tue 3 Mar: nobody may work the shift, lack of keyholder keeps 2 away (2 any)"),
        "{text}"
    );
}

/// Of four agents one may work the guard's shift: two are on another contract, of whom one is on leave, and one of those
/// on its contract has no key.
#[test]
fn whom_the_contracts_of_a_shift_keep_from_a_post_is_told() {
    let mut scenario = desk(7);
    scenario.queues.clear();
    scenario.contracts.push(free_contract("guards"));
    scenario.shifts[0].contracts = Some(vec![1]);
    scenario.shifts[0].skills = keyholder();
    scenario.agents = vec![agent("1", 0, &[]), agent("2", 0, &[]), agent("3", 1, &[]), agent("4", 1, &[])];
    scenario.agents[0].skills = keyholder();
    scenario.agents[3].skills = keyholder();
    scenario.requests = vec![whole_days(&scenario.grid, 1, 0, 0, RequestKind::Leave)];
    let (under_cost, over_cost) = (Money::from_major(500.0), Money::ZERO);
    scenario.posts = vec![Post { day: 0, shift: 0, required: 2, under_cost, over_cost }];
    let plan = planned(scenario);
    let [cause] = &plan.why.causes[..] else { panic!("{:?}", plan.why) };
    let barred: Vec<_> = cause.barred.iter().map(|(&of, &agents)| (of, agents)).collect();
    assert_eq!((cause.able, cause.there, cause.away), (1, 1, 0));
    assert_eq!(barred, [(("shift-contract", 0), 1), (("shift-skills", 1), 1)]);
    assert_eq!(cause.reserved_for, BTreeSet::from([1]));
    let text = report::plan_text(&plan);
    for said in [
        "nobody else may work the shift (1 of 1 there), ",
        "that the shift is for guards only keeps 1 away (1 any)",
        "lack of keyholder keeps 1 away (1 guards)",
    ] {
        assert!(text.contains(said), "{text}");
    }
    let summary: serde_json::Value = serde_json::from_str(&report::summary_json(&plan)).unwrap();
    let cause = &summary["why"]["causes"][0];
    assert_eq!((&cause["lacking"][0], &cause["reserved_for"][0]), (&"keyholder".into(), &"guards".into()));
}

#[test]
fn the_skills_that_a_shift_asks_for_keep_away_who_lacks_them() {
    let mut scenario = desk(7);
    scenario.contracts.push(free_contract("others"));
    (scenario.shifts[0].contracts, scenario.agents[0].contract) = (Some(vec![0]), 1);
    scenario.shifts[0].skills = keyholder().with(&Skills::new(vec![0]));
    scenario.agents[2].skills = keyholder().with(&Skills::new(vec![0]));
    let plan = planned(scenario);
    let cause = &plan.why.causes[0];
    let barred: Vec<_> = cause.barred.iter().map(|(&of, &agents)| (of, agents)).collect();
    assert_eq!((cause.able, cause.there), (3, 1));
    assert_eq!(barred, [(("shift-contract", 1), 1), (("shift-skills", 0), 1), (("shift-skills", 1), 1)]);
    assert_eq!(cause.lacking, keyholder(), "who has the skill for the queue does not lack it");
    let text = report::plan_text(&plan);
    for said in [
        "lack of keyholder keeps 2 away (1 any, 1 others)",
        "that shifts are for any only keeps 1 away (1 others)",
    ] {
        assert!(text.contains(said), "{text}");
    }
}

/// What each rule of the only contract that can be loosened is worth a step looser.
fn worths(scenario: &Scenario, sensitivity: &Sensitivity) -> Vec<(Clause, Money, Scenario)> {
    let worth = |clause: Clause| {
        let mut looser = scenario.clone();
        looser.contracts[0] = clause.loosened(&scenario.contracts[0])?;
        let everyone: Vec<usize> = (0..scenario.agents.len()).collect();
        Some((clause, sensitivity.worth(&looser, &everyone), looser))
    };
    Clause::ALL.into_iter().filter(|clause| clause.is_limit()).filter_map(worth).collect()
}

#[test]
fn only_what_binds_is_worth_something() {
    let mut scenario = desk(4);
    let rules = scenario.contracts[0].clone();
    scenario.contracts[0] = Contract {
        week: hours(0.0, 40.0),
        min_rest: Minutes::from_hours(11.0),
        max_consecutive_days: Some(4),
        max_hours_per_day: Some(Minutes::from_hours(8.0)),
        earliest: Some(8 * 60),
        max_weekends: Some(WeekendLimit { weekends: 1, weeks: 1 }),
        ..rules
    };
    let plan = planned(scenario);
    let Plan { scenario, requirements, rostered, .. } = &plan;
    let options = RosteringOptions::default();
    assert_eq!(rostered.proof.prices.len(), 1);
    let mut unpriced = rostered.clone();
    unpriced.proof.prices = Vec::new().into();
    // By the prices of the bound, and by those of the week's program with the roster beside it.
    for rostered in [rostered, &unpriced] {
        let found = Sensitivity::of(scenario, requirements, rostered, &[0], &options, &Unwatched).unwrap();
        let worths = worths(scenario, &found);
        assert_eq!(worths.len(), 7);
        for (clause, worth, _) in worths {
            assert_eq!(worth > Money::ZERO, clause == Clause::DaysPerWeek, "{clause:?} {worth}");
        }
    }
}

/// Who may work the short shift works the day shift instead, as nobody else may: only that it is for them keeps the other
/// away.
#[test]
fn who_could_free_somebody_is_found_by_prices() {
    let mut scenario = one(free_contract("all"));
    scenario.shifts[NIGHT].contracts = Some(vec![0]);
    scenario.contracts.push(Contract { max_days_per_week: Some(1), ..free_contract("earlies") });
    scenario.agents.push(agent("2", 1, &[]));
    let post = |day, shift, required, under: f64| {
        let (under_cost, over_cost) = (Money::from_major(under), Money::ZERO);
        Post { day, shift, required, under_cost, over_cost }
    };
    scenario.posts = vec![post(0, EARLY, 2, 600.0), post(1, EARLY, 1, 500.0), post(1, NIGHT, 1, 400.0)];
    let plan = planned(scenario);
    let [cause] = &plan.why.causes[..] else { panic!("{:?}", plan.why) };
    assert_eq!((cause.place, cause.elsewhere), (Place::Post(2), 1));
    assert_eq!(cause.barred, BTreeMap::from([(("shift-contract", 1), 1)]));
    let [best] = &plan.why.relaxations[..] else { panic!("{:?}", plan.why) };
    let to = "2".to_owned();
    assert_eq!(best.what, Loosened::Rule { contract: 1, clause: Clause::DaysPerWeek, to });
    // A night missing less for the wages of a day.
    assert_eq!((best.closes_posts, best.saves), (1, Money::from_major(400.0 - 160.0)));
    assert!(best.worth >= best.saves, "{best:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(16), ..ProptestConfig::default() })]

    #[test]
    fn no_looser_rule_saves_more_than_it_is_worth_and_the_gap(
        posts in prop::collection::vec((0..3u32, 100..600u32), 14),
        (days, in_a_row, nights) in (2..5u32, 2..4u32, 1..3u32),
        rest in prop::sample::select(vec![8.0, 9.0, 12.0, 17.0]),
    ) {
        let mut scenario = one(Contract {
            week: hours(0.0, 28.0),
            min_rest: Minutes::from_hours(rest),
            max_days_per_week: Some(days),
            max_consecutive_days: Some(in_a_row),
            max_consecutive_nights: Some(nights),
            ..free_contract("any")
        });
        scenario.agents.extend([agent("2", 0, &[]), agent("3", 0, &[])]);
        let post = |(place, &(required, under)): (usize, &(u32, u32))| {
            let (under_cost, over_cost) = (Money::from_major(f64::from(under)), Money::from_major(50.0));
            Post { day: place / 2, shift: place % 2, required, under_cost, over_cost }
        };
        scenario.posts = posts.iter().enumerate().map(post).collect();
        let now = roster_and_audit(&scenario, &[]);
        let options = RosteringOptions::default();
        let found = Sensitivity::of(&scenario, &[], &now, &[], &options, &Unwatched).unwrap();
        let (cost, cent) = (now.proof.cost(), Money::from_minor(1));
        let bound = found.bound().unwrap();
        let gap = cost - bound;
        prop_assert!(gap + cent >= Money::ZERO, "{} {:?}", bound, now.proof);
        for (clause, worth, looser) in worths(&scenario, &found) {
            let saves = cost - roster_and_audit(&looser, &[]).proof.cost();
            prop_assert!(saves <= gap + worth + cent, "{:?} saves {}: {} {}", clause, saves, gap, worth);
        }
    }
}

//! Whom to hire, from what hires would bring.

mod support;

use callboard::hiring;
use callboard::model::{
    Candidate, CandidateStep, Contract, Hireable, Post, Progress, Proof, Roster, Rostered, Scenario, Skills,
    Unwatched, Watch,
};
use callboard::plan::{self, Outline, Plan, PlanOptions, Trust};
use callboard::report;
use callboard::rostering::RosteringOptions;
use callboard::simulation::SimulationOptions;
use callboard::units::{Fte, Money};
use support::{
    agent, date, empty_scenario, free_contract, hours, plain_week, required, roster_and_audit, steady_voice,
    template,
};

#[test]
fn only_hires_taken_become_classes() {
    let mut scenario = empty_scenario(&plain_week());
    let mut part_time = free_contract("part-time");
    part_time.week = hours(16.0, 20.0);
    part_time.hireable = Some(Hireable { cost: Money::from_major(100.0), lead_days: 28, at_most: 5 });
    let mut full_time = free_contract("full-time");
    full_time.week = hours(36.0, 40.0);
    scenario.contracts = vec![full_time, part_time];
    let mut leaver = agent("2", 1, &[0, 1]);
    leaver.until_day = Some(-1);
    scenario.agents = vec![agent("1", 1, &[0, 1]), leaver, agent("3", 1, &[0]), agent("4", 0, &[0, 1])];

    let rostered = with_candidates(vec![candidate(&[0, 1], 2), candidate(&[0], 0)]);
    let advice = hiring::advise(&scenario, &rostered, Some(date(2025, 10, 1)));

    assert_eq!(advice.classes.len(), 1);
    let class = &advice.classes[0];
    assert_eq!((class.hires, class.closes_hours), (2, 5.0));
    assert_eq!(class.headcount, 3, "one of two is there, as the other has left, and two come");
    assert_eq!((class.wages, class.hiring_cost), (Money::from_major(20.0), Money::from_major(200.0)));
    assert_eq!(class.available, Fte::new(0.5));
    assert!((class.required.get() - (0.5 + 5.0 / 40.0)).abs() < 1e-12);
    assert_eq!((class.month, class.start), (date(2025, 11, 1), date(2025, 11, 24)));
    assert_eq!((class.decide_by, class.is_too_late), (date(2025, 10, 27), false));
    assert_eq!(class.productive_from, date(2026, 3, 2), "no trainee counts on the first day");
}

/// Only keyholders work late, and the last one has left.
#[test]
fn hires_work_the_shifts_that_their_skills_allow() {
    let mut scenario = empty_scenario(&plain_week());
    scenario.queues.push(steady_voice(&scenario.grid, "voice", 5.0, 200.0));
    let keyholder = |skills: Skills| skills.with_others(vec!["keyholder".into()]);
    scenario.shifts.push(template("late", &[14.0], &[8.0]));
    scenario.shifts[0].skills = keyholder(Skills::default());
    scenario.contracts.push(free_contract("any"));
    scenario.contracts[0].hireable = Some(Hireable { cost: Money::ZERO, lead_days: 28, at_most: 5 });
    scenario.agents = vec![agent("1", 0, &[0]), agent("2", 0, &[0])];
    scenario.agents[1].skills = keyholder(Skills::new(vec![0]));
    scenario.agents[1].until_day = Some(-1);
    let late = required(&scenario, 0, |hour| u32::from((14.0..22.0).contains(&hour)));
    let only_hire = |scenario: &Scenario| {
        let candidates = roster_and_audit(scenario, std::slice::from_ref(&late)).candidates;
        let [hire] = &candidates[..] else { panic!("one kind of hire, not {candidates:?}") };
        assert_eq!(hire.take, 1);
        assert!((hire.steps[0].closes_hours - 7.0 * 8.0).abs() < 1e-6, "{hire:?}");
        hire.skills.clone()
    };
    let with_the_key = keyholder(Skills::new(vec![0]));
    assert_eq!(only_hire(&scenario), with_the_key);
    // Nobody there ever was a keyholder, but the shift asks for one.
    scenario.agents.truncate(1);
    assert_eq!(only_hire(&scenario), with_the_key);
    // Nobody is asked for a key who does not need it.
    scenario.shifts.push(template("evening", &[14.0], &[8.0]));
    scenario.agents[0].until_day = Some(-1);
    assert_eq!(only_hire(&scenario), Skills::new(vec![0]));
}

/// A post of every weekday asks for a skill that nobody has, and who is hired stands on four of them.
fn guarded() -> Scenario {
    let mut scenario = empty_scenario(&plain_week());
    scenario.shifts.push(template("guard", &[22.0], &[8.0]));
    let keyholder = Skills::default().with_others(vec!["keyholder".into()]);
    scenario.shifts[0].skills = keyholder;
    scenario.contracts.push(Contract {
        week: hours(0.0, 40.0),
        max_days_per_week: Some(4),
        ..free_contract("any")
    });
    scenario.contracts[0].hireable = Some(Hireable { cost: Money::ZERO, lead_days: 28, at_most: 5 });
    scenario.agents.push(agent("1", 0, &[]));
    let (under_cost, over_cost) = (Money::from_major(500.0), Money::from_major(50.0));
    scenario.posts = (0..5).map(|day| Post { day, shift: 0, required: 1, under_cost, over_cost }).collect();
    scenario
}

#[test]
fn hires_stand_on_posts() {
    let mut scenario = guarded();
    let keyholder = scenario.shifts[0].skills.clone();
    let rostered = roster_and_audit(&scenario, &[]);
    let [hire] = &rostered.candidates[..] else { panic!("{:?}", rostered.candidates) };
    let steps: Vec<_> = hire.steps.iter().map(|step| (step.closes_posts, step.post_hours)).collect();
    assert_eq!((&hire.skills, hire.take), (&keyholder, 2));
    assert_eq!(steps, [(4, 32.0), (1, 8.0)]);
    let advice = hiring::advise(&scenario, &rostered, None);
    let [class] = &advice.classes[..] else { panic!("{advice:?}") };
    assert_eq!((class.hires, class.closes_hours, class.closes_posts), (2, 0.0, 5));
    assert!((class.required.get() - 1.0).abs() < 1e-12, "{class:?}");
    let plan = planned(scenario.clone());
    let said = "2 any, keyholder: decide by ";
    let text = report::hiring_text(&plan);
    assert!(text.contains(said) && text.contains("; closes 5 on posts for EUR 0 to hire"), "{text}");
    // Not where nobody is worth what they cost.
    scenario.posts.iter_mut().for_each(|post| post.under_cost = Money::from_major(150.0));
    assert_eq!(taken(&scenario), 0);
}

fn taken(scenario: &Scenario) -> u32 {
    roster_and_audit(scenario, &[]).candidates.iter().map(|of| of.take).sum()
}

/// A week is a 52nd of the year over which the cost to hire is spread. The first hire saves 340 on each of four posts, the
/// second on one.
#[test]
fn the_share_of_the_cost_to_hire_that_falls_on_the_plan_is_weighed() {
    let mut scenario = guarded();
    let mut taken_at = |share: f64| {
        let cost = Money::from_major(52.0 * share);
        scenario.contracts[0].hireable = Some(Hireable { cost, lead_days: 28, at_most: 5 });
        taken(&scenario)
    };
    assert_eq!([330.0, 350.0, 1350.0, 1370.0].map(&mut taken_at), [2, 1, 1, 0]);
}

/// Time is up from the beginning.
struct Late;

impl Watch for Late {
    fn progress(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        true
    }
}

#[test]
fn hires_that_were_not_weighed_are_not_said_to_be_worth_nothing() {
    let plan = planned_under(guarded(), &Late);
    assert_eq!((plan.hires(), Outline::of(&plan).hires), (None, None));
    let said = "not weighed: time was up";
    for text in [report::plan_text(&plan), report::hiring_text(&plan), report::page_html(&plan)] {
        assert!(text.contains(said), "{text}");
    }
    let is_weighed = |plan: &Plan| {
        let summary: serde_json::Value = serde_json::from_str(&report::summary_json(plan)).unwrap();
        summary["hiring"]["is_weighed"].as_bool()
    };
    assert_eq!(is_weighed(&plan), Some(false));
    let plan = planned(guarded());
    assert_eq!((plan.hires(), is_weighed(&plan)), (Some(2), Some(true)));
    let mut nobody = guarded();
    nobody.contracts[0].hireable = None;
    assert_eq!(planned_under(nobody, &Late).hires(), Some(0), "no contract is hired on");
}

fn planned(scenario: Scenario) -> Plan {
    planned_under(scenario, &Unwatched)
}

fn planned_under(scenario: Scenario, watch: &dyn Watch) -> Plan {
    let options = PlanOptions {
        trust: Trust::Requirement,
        rostering: RosteringOptions { improvements: 6, ..RosteringOptions::default() },
        simulation: SimulationOptions { replications: 2, ..SimulationOptions::default() },
        ..PlanOptions::default()
    };
    plan::plan(scenario, &options, watch).expect("too few people is no error")
}

fn candidate(skills: &[usize], take: u32) -> Candidate {
    let step = |closes_hours| CandidateStep {
        closes_hours,
        closes_posts: 0,
        post_hours: 0.0,
        wages: Money::from_major(10.0),
        hiring_cost: Money::from_major(100.0),
    };
    let steps = vec![step(4.0), step(1.0), step(0.5)];
    Candidate { contract: 1, skills: Skills::new(skills.to_vec()), take, steps }
}

fn with_candidates(candidates: Vec<Candidate>) -> Rostered {
    Rostered {
        roster: Roster::default(),
        proof: Proof::default(),
        shortage: Vec::new(),
        scheduled: Vec::new(),
        concessions: Vec::new(),
        candidates,
        are_hires_weighed: true,
    }
}

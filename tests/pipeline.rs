//! The small desk, end to end: from its files to a plan and back.
#![allow(clippy::unwrap_used)] // What a test cannot do without may stop it.

use std::path::Path;
use std::sync::OnceLock;

use callboard::error::Result;
use callboard::model::{Change, Roster, Scenario, Unwatched, WhatIf};
use callboard::plan::{Outline, Plan, PlanOptions, Trust, compare, plan, replay};
use callboard::rostering::RosteringOptions;
use callboard::simulation::SimulationOptions;
use callboard::units::{Minutes, Money};
use callboard::{intake, report};

/// Counts instead of clocks, so that every run is the same.
fn options() -> PlanOptions {
    PlanOptions {
        rostering: RosteringOptions { improvements: 3, ..RosteringOptions::default() },
        simulation: SimulationOptions { replications: 60, ..SimulationOptions::default() },
        ..PlanOptions::default()
    }
}

fn scenario() -> Scenario {
    intake::read(Path::new("data/small-desk"), &[]).unwrap().scenario
}

fn planned() -> Plan {
    plan(scenario(), &options(), &Unwatched).unwrap()
}

/// The plan, made once for all tests.
fn small_desk() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(planned)
}

#[test]
fn the_roster_is_legal_and_covers_what_is_asked() {
    let plan = small_desk();
    assert_eq!(plan.violations, []);
    assert!(plan.short_hours() < 2.0, "{} hours short", plan.short_hours());
    assert!(plan.verdicts.iter().all(|verdict| !verdict.is_at_risk()));
}

#[test]
fn the_proof_is_of_this_roster() {
    let plan = small_desk();
    let proof = &plan.rostered.proof;
    let apart = (proof.wages - plan.figures.wages).minor().abs();
    assert!(apart <= plan.scenario.agents.len() as i64, "wages differ by {apart} cents");
    assert!(proof.bound <= proof.cost());
    assert!(proof.gap() < 0.1, "{}", proof.gap());
}

#[test]
fn cover_and_shortage_make_up_the_requirement() {
    let plan = small_desk();
    for requirement in &plan.requirements {
        let scheduled = &plan.rostered.scheduled[requirement.queue];
        let short = &plan.rostered.shortage[requirement.queue];
        for (interval, need) in requirement.needs.iter().enumerate() {
            let there = scheduled[interval] + short[interval];
            assert!(there >= need.agents.as_f64() - 1e-6, "interval {interval}: {there}");
        }
    }
}

#[test]
fn the_requirement_stays_what_it_is() {
    let plan = small_desk();
    insta::assert_snapshot!(report::requirement_csv(&plan.scenario, &plan.requirements));
}

#[test]
fn the_summary_keeps_its_shape() {
    let text = report::plan_text(small_desk());
    // What is asked for stays; the figures of the roster may become better, and with them what is short.
    let (asked, given) = text.split_once("Rostered").unwrap();
    let (given, _) = given.split_once("Short").unwrap();
    insta::assert_snapshot!(format!("{asked}Rostered{}", without_digits(given)));
}

/// Each number as `#`, and the room it takes as one space.
fn without_digits(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        let letter = if letter.is_ascii_digit() { '#' } else { letter };
        let follows_its_like = plain.ends_with(letter) && (letter == '#' || letter == ' ');
        if !follows_its_like {
            plain.push(letter);
        }
    }
    plain.replace("#,#", "#").replace("#.#", "#")
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let one = on(1).install(|| report::plan_files(&planned()));
    let three = on(3).install(|| report::plan_files(&planned()));
    assert!(one == three);
}

#[test]
fn a_roster_written_and_read_is_the_same_and_serves_the_same() {
    let plan = small_desk();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roster.csv");
    std::fs::write(&path, report::roster_csv(&plan.scenario, &plan.rostered.roster)).unwrap();
    let (roster, warnings): (Roster, _) = intake::read_roster(&plan.scenario, &path).unwrap();
    assert_eq!(warnings, []);
    assert!(roster == plan.rostered.roster);

    let again = replay(scenario(), roster, &options(), &Unwatched).unwrap();
    assert_eq!(again.service, plan.service);
    assert_eq!(again.violations, []);
}

/// What-ifs of a file's text, each with the small desk as it changes it.
fn what_ifs(text: &str) -> Vec<(WhatIf, Result<Scenario>)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("what-if.toml");
    std::fs::write(&path, text).unwrap();
    let read = intake::read_changed(Path::new("data/small-desk"), &[path]).unwrap();
    read.into_iter().map(|(what_if, read)| (what_if, read.map(|read| read.scenario))).collect()
}

fn changed(changes: &[Change]) -> Result<Scenario> {
    intake::read(Path::new("data/small-desk"), changes).map(|read| read.scenario)
}

#[test]
fn what_ifs_stand_beside_the_base() {
    let what_ifs: Vec<_> = [
        what_ifs("name = \"as it is\"\nvolume = \"+0%\"\n"),
        what_ifs("name = \"dearer\"\ncontract.full-time.wage_per_hour = \"+10%\"\n"),
        what_ifs("name = \"wrong\"\nqueue.support.open = \"24/7\"\n"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let comparison = compare(scenario(), what_ifs, &changed, &options(), &Unwatched).unwrap();

    let (base, alone) = (&comparison.base, small_desk());
    assert_eq!((base.is_met(), base.violations.len()), (alone.is_met(), 0));
    assert!(base.cost().major() <= 1.02 * alone.cost().major(), "{} {}", base.cost(), alone.cost());
    assert!(base.rostered.proof.bound > Money::ZERO, "proven as a plan by itself is");
    let outcome = |place: usize| comparison.what_ifs[place].outcome.as_ref();
    assert_eq!(outcome(0).unwrap(), &Outline::of(base), "the same days, to the last contact");
    assert!(outcome(1).unwrap().wages > base.figures.wages);
    assert!(outcome(2).is_err());
    let csv = report::comparison_csv(&comparison);
    assert_eq!(csv.lines().count(), 5);
    let last = csv.lines().last().unwrap();
    assert!(last.starts_with("wrong,not planned,") && last.contains("without forecast"), "{last}");
}

#[test]
fn differences_are_attributed_and_no_number_of_threads_changes_them() {
    let text = "name = \"both\"\nvolume = [\"0%\", \"+30%\"]\nwages = \"+10%\"\n";
    // The requirement by itself: what corrections of different rosters differ by is no matter of wages.
    let rostering = RosteringOptions { improvements: 4, ..options().rostering };
    let few = PlanOptions { rostering, trust: Trust::Requirement, ..options() };
    let compared = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| compare(scenario(), what_ifs(text), &changed, &few, &Unwatched)).unwrap()
    };
    let (one, three) = (compared(1), compared(3));
    assert_eq!(report::comparison_csv(&one), report::comparison_csv(&three));
    assert_eq!(report::comparison_html(&one), report::comparison_html(&three));

    let [dearer, both] = &one.what_ifs[..] else { panic!("a range of two is two what-ifs") };
    assert!(dearer.attribution.is_none(), "a single cause explains all");
    let attribution = both.attribution.as_ref().unwrap();
    assert_eq!(attribution.causes, ["volume +30%", "wages +10%"]);
    let (base, outline) = (Outline::of(&one.base), both.outcome.as_ref().unwrap());
    let wages = attribution.shares(|outline| Some(outline.wages.major())).unwrap();
    assert!((wages.iter().sum::<f64>() - (outline.wages - base.wages).major()).abs() < 1e-6);
    // A tenth on the wage is a tenth of the hours of before and after, on average.
    let of_wage = wages[1] / ((base.wages.major() + outline.wages.major() / 1.1) / 2.0);
    assert!((of_wage - 0.1).abs() < 0.02, "{of_wage}");
    // The wage changes no contact.
    let contacts = attribution.shares(|outline| Some(outline.contacts)).unwrap();
    assert!(contacts[0] > 0.0 && contacts[1].abs() < 1e-6, "{contacts:?}");
}

#[test]
fn promises_hold_at_less_cost_than_every_interval_by_itself_takes() {
    let options = PlanOptions {
        rostering: RosteringOptions {
            improvements: 0,
            hiring: false,
            prove: false,
            ..RosteringOptions::default()
        },
        ..PlanOptions::default()
    };
    // The same desk with hours that may be short, so that what is not required is not paid.
    let mut scenario = scenario();
    scenario.contracts.iter_mut().for_each(|contract| contract.week.min = Minutes::ZERO);
    let by_service = plan(scenario.clone(), &options, &Unwatched).unwrap();
    let trusting = PlanOptions { trust: Trust::Requirement, ..options };
    let by_requirement = plan(scenario, &trusting, &Unwatched).unwrap();

    assert!(by_requirement.corrections.list.is_empty());
    let corrections = &by_service.corrections;
    assert!(
        corrections.rounds > 0
            && corrections.list.iter().all(|correction| correction.after < correction.before)
    );
    assert!(by_service.figures.wages < by_requirement.figures.wages);
    let periods = by_service.service.queues.iter().flat_map(|queue| &queue.periods);
    let chances: Vec<f64> = periods.map(|period| period.chance_met).collect();
    assert!(chances.len() == 1 && chances[0] >= 0.87, "{chances:?} {corrections:?}");
    assert_eq!(by_service.violations, []);
}

#[test]
fn an_independent_simulation_of_the_roster_written_confirms_the_promise() {
    let plan = small_desk();
    let options = SimulationOptions { seed: 77, replications: 1000, ..SimulationOptions::default() };
    let service =
        callboard::simulation::simulate(&plan.scenario, &plan.rostered.roster, &options, &Unwatched);
    for (queue, again) in plan.service.queues.iter().zip(&service.queues) {
        for (period, again) in queue.periods.iter().zip(&again.periods) {
            assert!((period.expected - again.expected).abs() < 0.005, "{period:?} {again:?}");
        }
    }
}

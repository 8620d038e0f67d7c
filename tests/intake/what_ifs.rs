//! Changes by path on anything in a plan, applied to the helpdesk.

use std::fs;
use std::path::Path;

use callboard::error::Result;
use callboard::intake::{self, Read};
use callboard::model::{Scenario, WhatIf, Workforce};
use callboard::units::{Minutes, Money, Seconds};

const HELPDESK: &str = "data/helpdesk";

fn base() -> Scenario {
    intake::read(Path::new(HELPDESK), &[]).expect("a good plan").scenario
}

fn read(changes: &str) -> Vec<(WhatIf, Read)> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("scenario.toml");
    fs::write(&path, format!("name = \"what if\"\n{changes}\n")).expect("a file");
    let read = intake::read_changed(Path::new(HELPDESK), &[path]).unwrap_or_else(|error| panic!("{error:?}"));
    let sound = |read: Result<Read>| read.unwrap_or_else(|error| panic!("{error:?}"));
    read.into_iter().map(|(what_if, read)| (what_if, sound(read))).collect()
}

fn what_ifs(changes: &str) -> Vec<(WhatIf, Scenario)> {
    read(changes).into_iter().map(|(what_if, read)| (what_if, read.scenario)).collect()
}

fn months_of(changes: &str) -> Vec<Workforce> {
    read(changes).into_iter().filter_map(|(_, read)| read.workforce).collect()
}

fn with(changes: &str) -> Scenario {
    what_ifs(changes).swap_remove(0).1
}

#[test]
fn short_paths_change_every_queue_or_contract() {
    let (base, scenario) = (base(), with("patience = \"+10%\"\nwages = \"+3%\""));
    let patience = |scenario: &Scenario, queue: usize| scenario.queues[queue].patience.map(Seconds::get);
    assert_eq!((patience(&base, 0), patience(&scenario, 0)), (Some(240.0), Some(264.0)));
    // Chat has none to change.
    assert_eq!(patience(&scenario, 4), None);
    let wages = scenario.contracts[..3].iter().map(|contract| contract.wage_per_hour).collect::<Vec<_>>();
    assert_eq!(wages, [25.235, 24.514, 26.78].map(Money::from_major));
    let seconds = with("queue.\"*\".patience_seconds = \"+30s\"");
    assert_eq!(patience(&seconds, 0), Some(270.0));
}

#[test]
fn points_move_shares() {
    let scenario = with(
        "shrinkage.sickness = \"+3 points\"\nshrinkage.training = \"+1 point\"\n\
                         queue.\"*\".sla.answered = \"-1 point\"\nqueue.\"*\".sla.penalties.\"*\".below = \"-1 point\"",
    );
    let causes: Vec<(&str, f64)> =
        scenario.shrinkage.causes.iter().map(|(name, share)| (name.as_str(), share.get())).collect();
    assert_eq!(causes, [("sickness", 0.09), ("late", 0.02), ("training", 0.01)]);
    let shares: Vec<f64> = scenario
        .queues
        .iter()
        .filter_map(|queue| queue.target.answered)
        .map(|answered| answered.share.get())
        .collect();
    let wanted = [0.89, 0.79, 0.79, 0.79, 0.79, 0.94];
    assert!(shares.iter().zip(wanted).all(|(share, wanted)| (share - wanted).abs() < 1e-9), "{shares:?}");
    let tiers: Vec<f64> = scenario.queues[2].target.penalties.iter().map(|tier| tier.below.get()).collect();
    assert!((tiers[0] - 0.79).abs() < 1e-9 && (tiers[1] - 0.69).abs() < 1e-9, "{tiers:?}");
}

#[test]
fn hours_of_contracts_and_queues_change() {
    let scenario = with(
        "contract.full-time.hours_per_week = \"-10%\"\ncontract.part-time.min_rest = \"+1h\"\n\
                         queue.chat.open = [\"Mon-Fri 09:00-18:00\", \"Sat 09:00-13:00\"]\n\
                         queue.chat.closed = [2026-03-07, 2026-03-14, 2026-03-21, 2026-03-28]",
    );
    let week = scenario.contracts[0].week;
    assert_eq!((week.min, week.max), (Minutes::from_hours(32.4), Minutes::from_hours(36.0)));
    assert_eq!(scenario.contracts[1].min_rest, Minutes::from_hours(12.0));
    let open =
        |scenario: &Scenario| scenario.queues[4].demand.open.values().iter().filter(|open| **open).count();
    assert_eq!(open(&scenario), open(&base()), "open on Saturdays, all of which are closed");
}

#[test]
fn ranges_are_what_ifs_one_by_one() {
    let volume = |scenario: &Scenario| scenario.queues[2].demand.volume.values().iter().sum::<f64>();
    let all = what_ifs("volume = [\"-10%\", \"0%\", \"+10%\", \"+20%\"]\nagents.flex = [\"-1\", \"0\"]");
    assert_eq!(all.len(), 8);
    let base = base();
    for ((what_if, scenario), (factor, heads)) in
        all.iter().zip([0.9, 1.0, 1.1, 1.2].into_iter().flat_map(|factor| [(factor, 1), (factor, 0)]))
    {
        assert!((volume(scenario) / volume(&base) - factor).abs() < 1e-9, "{}", what_if.name);
        assert_eq!(scenario.agents.len() + heads, base.agents.len(), "{}", what_if.name);
    }
}

/// What is a list by itself is one value, and a list of such lists a range; what can be one value or a list is one where its
/// items say so.
#[test]
fn lists_of_the_months_are_values() {
    let ramps = "hiring.ramp_up = [[\"50%\", \"75%\"], [\"1.3x\"]]\n";
    let steps = "hiring.attrition = [{ months = 6, monthly = \"5%\" }, { monthly = \"2%\" }]\n";
    let season = format!("hiring.season = {:?}\nholidays = [2026-03-05, 2026-03-06]", [1; 12]);
    let workforces = months_of(&format!("{ramps}{steps}{season}"));
    let learnt: Vec<&[f64]> = workforces.iter().map(|months| &months.learning.ramp_up[..]).collect();
    assert_eq!(learnt, [&[0.5, 0.75][..], &[1.0 / 1.3][..]]);
    assert!(workforces.iter().all(|months| months.attrition.steps.len() == 2));
    let yearly = months_of("hiring.attrition = [\"25%\", \"45%\"]");
    assert!(yearly.len() == 2 && yearly.iter().all(|months| months.attrition.steps.len() == 1));
}

#[test]
fn the_usual_what_ifs_apply_to_every_plan_here() {
    for plan in [HELPDESK, "data/small-desk", "data/malformed/base"] {
        let base = intake::read(Path::new(plan), &[]).unwrap().scenario;
        let usual = intake::around(&base);
        assert_eq!(usual.len(), 7 + base.contracts.len().min(3), "{plan}");
        for what_if in usual {
            let read = intake::read(Path::new(plan), &what_if.changes());
            let scenario =
                read.unwrap_or_else(|error| panic!("{plan}, {}: {error:?}", what_if.name)).scenario;
            assert_ne!(scenario, base, "{plan}, {}", what_if.name);
        }
    }
}

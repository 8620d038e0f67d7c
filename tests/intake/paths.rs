//! A what-if for each kind of path, on the helpdesk: it moves what it names, and nothing else; a wrong value is told with
//! its place, what was found and what would be right.

use std::fs;
use std::path::{Path, PathBuf};

use callboard::error::{Error, Fault, Severity};
use callboard::intake::{self, Read};
use callboard::model::{Answered, Queue, Scenario};
use callboard::units::{Minutes, Money, Seconds, Share};

const HELPDESK: &str = "data/helpdesk";

/// Writes a what-if of one change each; the change is on line 2.
fn files(folder: &Path, changes: &[&str]) -> Vec<PathBuf> {
    let write = |(index, change): (usize, &&str)| {
        let path = folder.join(format!("{index}.toml"));
        fs::write(&path, format!("name = \"what if {index}\"\n{change}\n")).expect("a file");
        path
    };
    changes.iter().enumerate().map(write).collect()
}

/// What a change makes of the plan.
type Expected = fn(&mut Read);

fn each_queue(scenario: &mut Scenario, change: impl Fn(&mut Queue)) {
    scenario.queues.iter_mut().for_each(change);
}

fn volume(read: &mut Read) {
    each_queue(&mut read.scenario, |queue| {
        queue.demand.volume = queue.demand.volume.map(|volume| volume * 1.15);
    });
}

fn handle_time(read: &mut Read) {
    each_queue(&mut read.scenario, |queue| {
        queue.demand.aht = queue.demand.aht.map(|aht| Seconds::new(aht.get() - 10.0));
    });
}

fn patience(read: &mut Read) {
    each_queue(&mut read.scenario, |queue| {
        queue.patience = queue.patience.map(|patience| Seconds::new(patience.get() + 30.0));
    });
}

/// The line to New York opens an hour later, and nobody calls before.
fn hours(read: &mut Read) {
    let grid = read.scenario.grid.clone();
    let demand = &mut read.scenario.queues[1].demand;
    let is_first = |interval: usize| demand.open[interval] && !demand.open[interval.saturating_sub(2)];
    let shut: Vec<bool> = (0..grid.len()).map(is_first).collect();
    for interval in (0..grid.len()).filter(|&interval| shut[interval]) {
        demand.open.values_mut()[interval] = false;
        demand.volume.values_mut()[interval] = 0.0;
        demand.aht.values_mut()[interval] = Seconds::new(380.0);
    }
}

fn agreement(read: &mut Read) {
    let share = Share::percent(95.0).expect("a share");
    read.scenario.queues[0].target.answered = Some(Answered { share, within: Seconds::new(15.0) });
}

fn wages(read: &mut Read) {
    for contract in &mut read.scenario.contracts {
        contract.wage_per_hour =
            Money::from_major((contract.wage_per_hour.major() * 1.03 * 1e6).round() / 1e6);
    }
}

fn week(read: &mut Read) {
    for contract in read.scenario.contracts.iter_mut().filter(|contract| contract.id == "part-time") {
        contract.week.max += Minutes::from_hours(2.0);
        contract.week.min += Minutes::from_hours(2.0);
    }
}

/// The last on the contract leaves, and with them what they asked for.
fn one_less(read: &mut Read) {
    let scenario = &mut read.scenario;
    let is_flex = |agent: &callboard::model::Agent| scenario.contracts[agent.contract].id == "flex";
    let last = scenario.agents.iter().rposition(is_flex).expect("somebody");
    scenario.agents.remove(last);
    scenario.requests.retain(|request| request.agent != last);
    for request in scenario.requests.iter_mut().filter(|request| request.agent > last) {
        request.agent -= 1;
    }
}

fn shrinkage(read: &mut Read) {
    read.scenario.shrinkage.causes[0].1 = Share::percent(9.0).expect("a share");
}

/// Twice as much in a year, where it was 15 % more, month after month by the same factor.
fn growth(read: &mut Read) {
    let months = &mut read.workforce.as_mut().expect("the months ahead").volume;
    for (month, queues) in months.iter_mut().enumerate() {
        queues.iter_mut().for_each(|volume| *volume *= (2.0_f64 / 1.15).powf(month as f64 / 12.0));
    }
}

const MOVED: [(&str, Expected); 10] = [
    ("volume = \"+15%\"", volume),
    ("aht = \"-10\"", handle_time),
    ("patience = \"+30s\"", patience),
    ("queue.us-voice.open = \"Mon-Fri 10:00-17:00\"", hours),
    ("queue.premium.sla.answered = \"95% in 15s\"", agreement),
    ("wages = \"+3%\"", wages),
    ("contract.part-time.hours_per_week = \"+2\"", week),
    ("agents.flex = \"-1\"", one_less),
    ("shrinkage.sickness = \"+3 points\"", shrinkage),
    ("hiring.growth = \"100%\"", growth),
];

#[test]
fn each_path_moves_what_it_names_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = files(folder.path(), &MOVED.map(|(change, _)| change));
    let base = intake::read(Path::new(HELPDESK), &[]).expect("a good plan");
    let changed = intake::read_changed(Path::new(HELPDESK), &paths).expect("good what-ifs");
    assert_eq!(changed.len(), MOVED.len());
    for ((what_if, read), (change, expected)) in changed.iter().zip(MOVED) {
        let read = read.as_ref().unwrap_or_else(|error| panic!("{change}: {error:?}"));
        let mut wanted = base.clone();
        expected(&mut wanted);
        assert!(
            wanted.scenario != base.scenario || wanted.workforce != base.workforce,
            "{change} moves something"
        );
        assert_eq!(what_if.causes.len(), 1, "{change}");
        assert_close(change, &read.scenario, &wanted.scenario);
        let months = |read: &Read| read.workforce.as_ref().expect("the months ahead").volume.clone();
        for (found, wanted) in months(read).concat().iter().zip(months(&wanted).concat()) {
            assert!((found - wanted).abs() < 1e-12, "{change}: {found} {wanted}");
        }
    }
}

/// The same, shares to the last digit but one.
fn assert_close(change: &str, found: &Scenario, wanted: &Scenario) {
    assert_eq!(found.shrinkage.causes.len(), wanted.shrinkage.causes.len(), "{change}");
    for (found, wanted) in found.shrinkage.causes.iter().zip(&wanted.shrinkage.causes) {
        assert!(found.0 == wanted.0 && (found.1.get() - wanted.1.get()).abs() < 1e-12, "{change}: {found:?}");
    }
    let found = Scenario { shrinkage: wanted.shrinkage.clone(), ..found.clone() };
    for (queue, wanted) in found.queues.iter().zip(&wanted.queues) {
        assert_eq!(queue, wanted, "{change}");
    }
    assert_eq!(found.agents, wanted.agents, "{change}");
    assert_eq!(found.requests, wanted.requests, "{change}");
    assert_eq!(found.contracts, wanted.contracts, "{change}");
    assert!(found == *wanted, "{change}");
}

/// A wrong value, the code of its fault, what is found, and words of the remedy.
const WRONG: [(&str, &str, &str, &str); 15] = [
    ("volume = 1.15", "bad-change", "1.15", "\"+15%\""),
    ("aht = \"+1 point\"", "bad-change", "\"+1 point\"", "number of seconds"),
    ("patience = \"soon\"", "bad-seconds", "\"soon\"", "a number of seconds"),
    (
        "queue.us-voice.open = \"Mon-Fri 25:00-26:00\"",
        "bad-opening-hours",
        "\"Mon-Fri 25:00-26:00\"",
        "days and hours, like",
    ),
    ("queue.premium.sla.answered = \"95 in 15\"", "bad-service-level", "\"95 in 15\"", "\"80% in 20s\""),
    ("wages = \"free\"", "bad-money", "\"free\"", "an amount in the plan's currency"),
    ("contract.part-time.hours_per_week = \"many\"", "bad-hours", "\"many\"", "\"36h-40h\""),
    ("agents.flex = \"+1.5\"", "bad-change", "\"+1.5\"", "\"+4\", \"-2\""),
    ("shrinkage.sickness = \"120%\"", "bad-share", "\"120%\"", "a percentage up to 100%"),
    ("shrinkage.sickness = \"+5 pts\"", "bad-change", "\"+5 pts\"", "\"+3 points\" of a share"),
    ("hiring.growth = \"fast\"", "bad-growth", "\"fast\"", "from -90% to 900%"),
    ("queue.premium.sla.answered = \"+10%\"", "nothing-to-change", "\"90% in 10s\"", "the new value itself"),
    (
        "queue.premium.patience_secnds = \"+10%\"",
        "nothing-to-change",
        "queue.premium.patience_secnds",
        "`patience_seconds`",
    ),
    (
        "queue.premium.concurrency = \"+1\"",
        "nothing-to-change",
        "queue.premium.concurrency",
        "the new value itself",
    ),
    ("volume = []", "empty-range", "volume", "values to take one after the other"),
];

#[test]
fn each_wrong_value_is_told_once_with_its_place_and_remedy() {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = files(folder.path(), &WRONG.map(|(change, ..)| change));
    let Err(Error::Input(faults)) = intake::read_changed(Path::new(HELPDESK), &paths) else {
        panic!("all of them are wrong");
    };
    assert_eq!(faults.len(), WRONG.len(), "{faults:#?}");
    for ((fault, path), (change, code, found, remedy)) in faults.iter().zip(&paths).zip(WRONG) {
        let Fault { severity, line, column, .. } = fault;
        let value = change.find('=').expect("a value") + 3;
        assert_eq!((fault.code, *severity, &fault.file), (code, Severity::Error, path), "{change}");
        assert_eq!((*line, *column), (Some(2), Some(value)), "{change}");
        assert_eq!(fault.found, found, "{change}");
        assert!(!fault.message.is_empty() && fault.remedy.contains(remedy), "{change}: {fault:?}");
    }
}

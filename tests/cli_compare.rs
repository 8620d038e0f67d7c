//! `compare`: what-ifs beside the plan, and what is wrong with their files.
#![allow(clippy::unwrap_used)] // What a test cannot do without may stop it.

#[path = "support/desk.rs"]
mod desk;
#[path = "support/plan_folder.rs"]
mod plan_folder;

use std::fs;

use desk::{Desk, callboard};
use plan_folder::morning;
use tempfile::TempDir;

/// Little work, and the same at every run.
const BRIEF: [&str; 6] = ["--time-limit", "none", "--improvements", "1", "--replications", "40"];

impl Desk {
    fn compare(&self, files: &[&str], more: &[&str]) -> (i32, String, String) {
        callboard(&[&["compare", self.path()], files, &BRIEF, more].concat())
    }
}

#[test]
fn it_sets_what_ifs_beside_the_base() {
    let desk = Desk::new();
    let busier =
        desk.write("busier.toml", "name = \"busier\"\nvolume = [\"+10%\", \"+15%\"]\nwages = \"+1%\"\n");
    // Nobody is left who can answer: it says so, and the others go on.
    let empty =
        desk.write("empty.toml", "name = \"nobody\"\nagents.full-time = \"-7\"\nagents.part-time = \"-5\"\n");
    let (status, out, err) = desk.compare(&[&busier, &empty], &[]);
    assert_eq!(status, 1, "{out}{err}");
    for words in ["busier: volume +15%", "nobody: missed, at risk: support", "by wages +1%"] {
        assert!(out.contains(words), "{words}: {out}");
    }
    let csv = desk.read("out/comparison.csv");
    assert!(csv.starts_with("scenario,status,cost,wages,penalties,hours,heads,hires"));
    // The base, three what-ifs, and two causes of each.
    assert_eq!(csv.lines().count(), 1 + 4 + 6, "{csv}");
    assert_eq!(desk.written(), ["comparison.csv", "comparison.html"]);
}

#[test]
fn what_changes_the_months_ahead_alone_is_referred_to_hire() {
    let desk = Desk::new();
    desk.write("plan.toml", &(desk.read("plan.toml") + "\n[hiring]\nmonths = 6\n"));
    let growth = desk.write("growth.toml", "name = \"growth\"\nhiring.growth = \"25%\"\n");
    let both = desk.write("both.toml", "name = \"both\"\nhiring.growth = \"25%\"\nvolume = \"+5%\"\n");
    let (_, out, err) = desk.compare(&[&growth, &both], &[]);
    assert!(err.contains("growth: changes the months ahead") && err.contains("callboard hire"), "{err}");
    assert!(!err.contains("both: ") && out.contains("both"), "{err}{out}");
}

/// Files of which each has something wrong, in its name, its TOML or its changes; and where, in order.
const WRONG: [(&str, &str, &[&str]); 5] = [
    (
        "one.toml",
        "name = \"one\"\nqueue.nowhere.aht_seconds = 100\nagents.full-time = \"-99\"\n",
        &["2:7", "3:"],
    ),
    ("twin.toml", "name = \"one\"\nvolume = \"ten\"\nwagse = \"+3%\"\n", &["1:8", "2:10", "3:1"]),
    ("nameless.toml", "volume = \"+5%\"\naht = \"+1 point\"\n", &["1:1", "2:7"]),
    ("broken.toml", "name = \"broken\"\nvolume = +15%\naht = \"+5%\"\nwages = \"free\"\n", &["2:10", "4:9"]),
    ("sound.toml", "name = \"sound\"\nvolume = \"+5%\"\n", &[]),
];

/// Every fault of every file is told in one run, in order and once, whatever else is wrong with its file or another.
#[test]
fn all_faults_of_all_files_are_told_before_anything_is_planned() {
    let desk = Desk::new();
    let files = WRONG.map(|(name, text, _)| desk.write(name, text));
    for verb in ["compare", "hire"] {
        let arguments = [&[verb, desk.path()][..], &files.each_ref().map(String::as_str)].concat();
        let (status, out, err) = callboard(&arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{err}");
        let places: Vec<String> = WRONG
            .iter()
            .flat_map(|(name, _, places)| places.iter().map(move |place| format!("{name}:{place}")))
            .collect();
        let told: Vec<&str> = err.lines().filter(|line| line.starts_with("error[")).collect();
        assert_eq!(told.len(), places.len(), "{verb}: {err}");
        for (told, place) in told.iter().zip(&places) {
            assert!(told.contains(place), "{verb}: {place}: {err}");
        }
        let first = format!("found  \"one\"; the first is at {}:1:8", files[0]);
        for words in [first.as_str(), "found  only volume, aht", "did you mean `wages`?"] {
            assert!(err.contains(words), "{verb}: {words}: {err}");
        }
    }
    assert!(!desk.file("out").exists(), "nothing was written");
}

#[test]
fn a_file_named_twice_is_said_to_be() {
    let desk = Desk::new();
    let busier = desk.write("busier.toml", "name = \"busier\"\nvolume = \"+5%\"\n");
    let (status, _, err) = desk.compare(&[&busier, &busier], &[]);
    assert!(status == 2 && err.contains("found  \"busier\"; the file is named twice"), "{err}");
    assert_eq!(err.matches("error[").count(), 1, "{err}");
}

#[test]
fn around_needs_no_scenario() {
    let desk = Desk::new();
    let (status, out, err) = desk.compare(&[], &["--around", "--json"]);
    assert!(status <= 1, "{err}");
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    let scenarios = read["scenarios"].as_array().unwrap();
    let names: Vec<&str> = scenarios.iter().map(|scenario| scenario["scenario"].as_str().unwrap()).collect();
    let wanted = [
        "base",
        "Volume -10 %",
        "Volume +10 %",
        "Handle time -10 %",
        "Handle time +10 %",
        "Sickness +3 points",
        "Service level -1 point",
        "Service level +1 point",
        "One full-time less",
        "One part-time less",
    ];
    assert_eq!(names, wanted);
    let heads = |place: usize| scenarios[place]["differences"]["heads"].as_f64().unwrap();
    assert_eq!((heads(1), heads(8), heads(9)), (0.0, -1.0, -1.0));
    let figure = |place: usize, name: &str| scenarios[place]["figures"][name].as_f64().unwrap();
    assert!(figure(1, "wages") <= figure(2, "wages"), "fewer contacts cost no more wages");
    // What contracts owe is paid whatever comes in, and by nobody who is not there.
    for (place, name) in names.iter().enumerate() {
        assert!(figure(place, "owed_hours") <= figure(place, "hours") + 1e-6, "{name}");
        assert!(figure(place, "least_cost") <= figure(place, "cost"), "{name}");
    }
    assert!(figure(8, "owed_hours") < figure(0, "owed_hours"), "one full-time less is owed less");
}

/// A desk of one morning with three what-ifs, of which two make four rows more for their causes.
struct Morning {
    folder: TempDir,
}

impl Morning {
    fn new() -> Self {
        let busier = b"name = \"busier\"\nvolume = \"+12%\"\nwages = \"+2%\"\n";
        let slower = b"name = \"slower\"\naht = [\"+5%\", \"-10%\"]\n";
        let fewer = b"name = \"fewer\"\nagents.part-time = \"-1\"\nvolume = \"+12%\"\n";
        let files: [(&str, &[u8]); 3] =
            [("busier.toml", busier), ("slower.toml", slower), ("fewer.toml", fewer)];
        Morning { folder: morning(9, &files) }
    }

    /// comparison.csv of these what-ifs.
    fn compared(&self, files: [&str; 3], more: &[&str]) -> String {
        let path = |name: &str| self.folder.path().join(name).to_str().unwrap().to_owned();
        let files = files.map(|name| path(&format!("{name}.toml")));
        let files = files.each_ref().map(String::as_str);
        let (status, _, err) =
            callboard(&[&["compare", &path("."), "--quiet"], &files[..], &BRIEF, more].concat());
        assert!(status < 2 && err.is_empty(), "{err}");
        fs::read_to_string(path("out/comparison.csv")).unwrap()
    }
}

/// Lines, sorted.
fn sorted(csv: &str) -> Vec<&str> {
    let mut rows: Vec<&str> = csv.lines().collect();
    rows.sort_unstable();
    rows
}

#[test]
fn the_order_of_the_files_changes_no_row() {
    let desk = Morning::new();
    let first = desk.compared(["busier", "slower", "fewer"], &[]);
    assert_eq!(first.lines().count(), 1 + 1 + 4 + 4, "{first}");
    for files in [["fewer", "busier", "slower"], ["slower", "fewer", "busier"]] {
        let other = desk.compared(files, &[]);
        assert!(other != first, "the rows stand in another order");
        assert_eq!(sorted(&other), sorted(&first));
    }
}

#[test]
fn any_number_of_threads_keeps_the_promises_alike() {
    let desk = Morning::new();
    let files = ["busier", "slower", "fewer"];
    let one = desk.compared(files, &["--threads", "1"]);
    assert_eq!(desk.compared(files, &["--threads", "2"]), one);
    let trusting = desk.compared(files, &["--threads", "2", "--trust", "requirement"]);
    assert_ne!(trusting, one, "what is asked was corrected by the service measured");
}

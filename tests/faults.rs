//! Malformed input gets exactly its fault: code, file, line and column, as `data/malformed/README.md` lists them.

#[path = "support/plan_folder.rs"]
mod plan_folder;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use callboard::error::{Error, Fault, Result};
use callboard::intake;
use plan_folder::{BASE, files, folder};
use proptest::prelude::*;

const MALFORMED: &str = "data/malformed";

/// The files of each case: `NAME.FILE` stands for FILE of the base.
fn cases() -> BTreeMap<String, Vec<String>> {
    let mut cases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files(Path::new(MALFORMED)) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some((case, file)) = name.split_once('.').filter(|(case, _)| *case != "README") {
            cases.entry(case.to_owned()).or_default().push(file.to_owned());
        }
    }
    cases
}

/// All that reading a folder has to say: its plan, and its what-if, roster or cases, where they are.
fn faults_of(folder: &Path) -> Vec<Fault> {
    read_all(folder).unwrap_or_else(|error| match error {
        Error::Input(faults) => faults,
        error => panic!("{error}"),
    })
}

fn read_all(folder: &Path) -> Result<Vec<Fault>> {
    let what_if = folder.join("scenario.toml");
    let read = if what_if.exists() {
        intake::read_changed(folder, &[what_if])?.swap_remove(0).1?
    } else {
        intake::read(folder, &[])?
    };
    let actuals = folder.join("actuals.csv");
    if actuals.exists() {
        return Ok(intake::read_actuals(&read.scenario, &actuals)?.1);
    }
    let cases = folder.join("cases.csv");
    if cases.exists() {
        return Ok(intake::read_cases(&cases)?.1);
    }
    let posted = folder.join("posted.csv");
    if posted.exists() {
        let lock = fs::read_to_string(folder.join("lock.txt")).ok();
        let lock = lock.map(|date| date.trim().parse().expect("a date"));
        return Ok(intake::read_posted(&read.scenario, &posted, lock, None)?.1);
    }
    let roster = folder.join("roster.csv");
    if roster.exists() {
        return Ok(intake::read_roster(&read.scenario, &roster)?.1);
    }
    Ok(read.warnings)
}

/// `error unknown-queue forecast.csv:3:2`.
fn shown(fault: &Fault) -> String {
    let file = fault.file.file_name().unwrap_or_default().to_string_lossy();
    let mut text = format!("{:?} {} {file}", fault.severity, fault.code).to_lowercase();
    for number in [fault.line, fault.column].into_iter().flatten() {
        text += &format!(":{number}");
    }
    text
}

/// The rows of the index: each case with its fault.
fn index() -> BTreeMap<String, String> {
    let readme = fs::read_to_string(Path::new(MALFORMED).join("README.md")).expect("an index");
    let row = |line: &str| {
        let cells: Vec<&str> =
            line.trim().trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        match cells[..] {
            [case, severity @ ("error" | "warning"), code, place, _] => {
                Some((case.to_owned(), format!("{severity} {code} {place}")))
            }
            _ => None,
        }
    };
    readme.lines().filter_map(row).collect()
}

#[test]
fn the_good_plan_has_no_fault() {
    assert_eq!(faults_of(Path::new(BASE)), []);
}

#[test]
fn the_example_plans_have_no_fault() {
    for plan in ["data/small-desk", "data/helpdesk"] {
        assert_eq!(faults_of(Path::new(plan)), [], "{plan}");
    }
}

#[test]
fn each_malformed_file_gets_exactly_its_fault() {
    let index = index();
    let mut wrong = Vec::new();
    for (case, files) in cases() {
        let bytes: Vec<(&str, Vec<u8>)> = files
            .iter()
            .map(|file| (file.as_str(), fs::read(format!("{MALFORMED}/{case}.{file}")).unwrap()))
            .collect();
        let bytes: Vec<(&str, &[u8])> = bytes.iter().map(|(file, bytes)| (*file, bytes.as_slice())).collect();
        let folder = folder(&bytes);
        let faults = faults_of(folder.path());
        let found: Vec<String> = faults.iter().map(shown).collect();
        if index.get(&case).map(std::slice::from_ref) != Some(&found[..]) {
            wrong.extend(faults.iter().map(|fault| {
                let row = shown(fault).splitn(3, ' ').collect::<Vec<_>>().join("` | `");
                format!("| `{case}` | `{row}` | {} |", fault.message)
            }));
        }
        for fault in &faults {
            assert!(
                !fault.message.is_empty() && !fault.remedy.is_empty(),
                "{case} says what and how: {fault:?}"
            );
        }
    }
    assert!(wrong.is_empty(), "not as the index has it:\n{}", wrong.join("\n"));
}

#[test]
fn the_index_lists_what_is_there() {
    let cases: BTreeSet<String> = cases().into_keys().collect();
    assert_eq!(index().into_keys().collect::<BTreeSet<_>>(), cases);
}

/// Every code in the sources of intake is in the index, and no other.
#[test]
fn every_code_is_shown_by_a_case() {
    let mut codes = BTreeSet::new();
    for path in files(Path::new("src/intake")) {
        let source = fs::read_to_string(path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        for opening in [".error(", ".warn(", ".unknown(", "code: "] {
            for rest in source.split(opening).skip(1) {
                if let Some(code) =
                    rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next())
                {
                    codes.insert(code.to_owned());
                }
            }
        }
    }
    let shown: BTreeSet<String> =
        index().values().filter_map(|fault| fault.split(' ').nth(1)).map(str::to_owned).collect();
    // What the system refuses to open cannot be kept in a repository.
    codes.remove("unreadable-file");
    let missing: Vec<&String> = codes.difference(&shown).collect();
    assert!(missing.is_empty(), "codes without a case: {missing:?}");
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_files() {
    let plan = fs::read_to_string(format!("{BASE}/plan.toml")).unwrap();
    let plan = plan.replace("\"85%\"", "\"85\"").replace("11h", "11x").replace("currency", "currancy");
    let agents =
        "id,name,contract,skills\n1,One,part-time,voice\n2,Two,parttime,voice\n3,Three,part-time,vois\n";
    let folder = folder(&[("plan.toml", plan.as_bytes()), ("agents.csv", agents.as_bytes())]);
    let found: Vec<String> = faults_of(folder.path()).iter().map(shown).collect();
    let wanted = [
        "warning unknown-key plan.toml:6:1",
        "error bad-share plan.toml:22:17",
        "error bad-duration plan.toml:37:12",
        "error unknown-contract agents.csv:3:3",
        "error unknown-skill agents.csv:4:4",
        "error unknown-agent history.csv:2:1",
    ];
    assert_eq!(found, wanted);
}

proptest! {
    /// Whatever is put in the place of a line, reading ends with a plan or with faults.
    #[test]
    fn nothing_panics(
        file in prop::sample::select(vec!["plan.toml", "forecast.csv", "agents.csv", "requests.csv", "posts.csv",
            "history.csv"]),
        line in 0usize..45,
        text in "(?s).{0,60}|[0-9T:,;.+-]{0,40}|[a-z_]{1,12} = (\"[0-9hms%-]{0,12}\"|-?[0-9.e]{1,20}|\\[\\])",
    ) {
        let mut lines: Vec<String> =
            fs::read_to_string(format!("{BASE}/{file}")).unwrap().lines().map(str::to_owned).collect();
        let line = line % lines.len();
        lines[line] = text;
        let folder = folder(&[(file, lines.join("\n").as_bytes())]);
        let _ = read_all(folder.path());
    }
}

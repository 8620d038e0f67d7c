//! The floors stand: every module of `src` uses only floors above it, and the judges see none of what they judge.
//!
//! The test reads the sources: each path that begins at the crate's root, by `crate::` or by enough `super::`,
//! in a `use` or in the middle of an expression.

use std::fs;
use std::path::{Path, PathBuf};

/// The floors from the top of the house down; a module may use those on higher floors, and not its neighbours.
const FLOORS: [&[&str]; 8] = [
    &["units"],
    &["queueing", "program"],
    &["model"],
    &["staffing", "rostering", "hiring"],
    &["audit", "simulation"],
    &["intake", "plan"],
    &["report"],
    &["cli"],
];
/// Judges, and all they may see.
const JUDGES: [&str; 2] = ["audit", "simulation"];
const SEEN_BY_JUDGES: [&str; 2] = ["units", "model"];
/// What every floor may use.
const EVERYWHERE: &str = "error";
/// Longer files say too much at once.
const MOST_LINES: usize = 400;
/// Names that say nothing of what a file is for.
const EMPTY_NAMES: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "manager", "misc", "base"];

#[test]
fn the_floors_stand() {
    let mut faults = Vec::new();
    let files = sources(Path::new("src"));
    assert!(files.len() > 30, "the sources are not where this test looks for them");
    for (path, source) in &files {
        faults.extend(faults_of(path, source));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_has_its_floor() {
    let map = fs::read_to_string("src/lib.rs").unwrap();
    for line in map.lines() {
        if let Some(module) = line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')) {
            assert!(module == EVERYWHERE || floor_of(module).is_some(), "{module} has no floor");
        }
    }
}

/// Every Rust file below `folder`, with its path from there's `src` and its text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            found.push((path, text));
        }
    }
    found.sort();
    found
}

fn faults_of(path: &Path, source: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = source.lines().count();
    if lines > MOST_LINES {
        faults.push(format!("{}: {lines} lines, the most is {MOST_LINES}", path.display()));
    }
    let modules = module_path(path);
    for name in modules.iter().filter(|name| EMPTY_NAMES.contains(&name.as_str())) {
        faults.push(format!("{}: `{name}` does not say what it is for", path.display()));
    }
    let Some(from) = modules.first().filter(|&name| name != "main") else {
        return faults; // The roof: lib.rs only names the floors, main.rs only calls the command line.
    };
    for (line, to) in modules_reached(source, modules.len()) {
        if let Some(why) = objection(from, &to) {
            faults.push(format!("{}:{line}: {from} uses {to}: {why}", path.display()));
        }
    }
    faults
}

/// `src/plan/watch/mod.rs` is the module `plan::watch`.
fn module_path(path: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        path.with_extension("").iter().skip(1).map(|name| name.to_string_lossy().into_owned()).collect();
    if names.last().is_some_and(|name| name == "mod" || name == "lib") {
        names.pop();
    }
    names
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|modules| modules.contains(&module))
}

/// Why `from` may not use `to`, if it may not.
fn objection(from: &str, to: &str) -> Option<&'static str> {
    if to == from || to == EVERYWHERE {
        return None;
    }
    if JUDGES.contains(&from) && !SEEN_BY_JUDGES.contains(&to) {
        return Some("a judge sees units and model only");
    }
    match (floor_of(from), floor_of(to)) {
        (_, None) => Some("it is on no floor"),
        (None, Some(_)) => Some("what everyone uses may use no floor"),
        (Some(from), Some(to)) if to < from => None,
        _ => Some("it is not on a floor above"),
    }
}

/// The crate's modules that paths in the source lead to, with their lines. `depth` is how many modules deep the
/// file lies below the crate's root.
fn modules_reached(source: &str, depth: usize) -> Vec<(usize, String)> {
    let tokens = tokens(source);
    let mut reached = Vec::new();
    // For each open brace, whether it opens a module written inline: that is one `super` deeper.
    let mut braces: Vec<bool> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_path_start = at == 0 || tokens[at - 1].1 != "::";
        match tokens[at].1.as_str() {
            "{" => braces.push(at >= 2 && tokens[at - 2].1 == "mod"),
            "}" => drop(braces.pop()),
            "crate" | "callboard" if is_path_start => paths_from(&tokens, at + 1, 0, &mut reached),
            "super" if is_path_start => {
                let inline = braces.iter().filter(|&&is_module| is_module).count();
                paths_from(&tokens, at + 1, depth + inline - 1, &mut reached);
            }
            _ => {}
        }
        at += 1;
    }
    reached
}

/// Follows a path whose next part stands at `at`, `above` modules below the crate's root, through `super`s and
/// braces, and notes where it enters the root.
fn paths_from(tokens: &[(usize, String)], at: usize, above: usize, reached: &mut Vec<(usize, String)>) {
    let text = |at: usize| tokens.get(at).map_or("", |(_, text)| text.as_str());
    if text(at) != "::" {
        return;
    }
    match text(at + 1) {
        "{" => {
            let (mut nested, mut part) = (0, at + 1);
            loop {
                match text(part) {
                    "{" => nested += 1,
                    "}" => nested -= 1,
                    "" => return,
                    _ => {}
                }
                if nested == 0 {
                    return;
                }
                if nested == 1 && matches!(text(part), "{" | ",") {
                    branch(tokens, part + 1, above, reached);
                }
                part += 1;
            }
        }
        _ => branch(tokens, at + 1, above, reached),
    }
}

/// One branch of a path: its first part stands at `at`.
fn branch(tokens: &[(usize, String)], at: usize, above: usize, reached: &mut Vec<(usize, String)>) {
    let Some((line, part)) = tokens.get(at) else { return };
    match part.as_str() {
        "}" => {}
        "super" => paths_from(tokens, at + 1, above.saturating_sub(1), reached),
        "self" => paths_from(tokens, at + 1, above, reached),
        part if above == 0 => reached.push((*line, part.to_owned())),
        _ => {}
    }
}

/// Words, `::` and single signs with their lines; comments and what stands between quotes left out.
fn tokens(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let (mut line, mut rest) = (1, source);
    while let Some(sign) = rest.chars().next() {
        let length = token_length(rest);
        let (token, after) = rest.split_at(length);
        let is_code =
            !sign.is_whitespace() && sign != '"' && !token.starts_with("//") && !token.starts_with("/*");
        if is_code && !token.starts_with("r#\"") {
            found.push((line, token.to_owned()));
        }
        line += token.matches('\n').count();
        rest = after;
    }
    found
}

/// How many bytes the first token of `rest` has.
fn token_length(rest: &str) -> usize {
    let until =
        |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    let sign = rest.chars().next().map_or(0, char::len_utf8);
    match rest {
        _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
        _ if rest.starts_with("/*") => until("*/", 2),
        _ if rest.starts_with("r#\"") => until("\"#", 3),
        _ if rest.starts_with("::") => 2,
        _ if rest.starts_with('"') => quoted_length(rest),
        _ if rest.starts_with("'\"'") => 3,
        _ if rest.starts_with("'{'") || rest.starts_with("'}'") => 3,
        _ => rest
            .find(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
            .map_or(rest.len(), |word| word.max(sign)),
    }
}

/// How many bytes a string has that begins `rest`, quotes included.
fn quoted_length(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        match sign {
            '"' if !is_escaped => return at + 1,
            _ => is_escaped = sign == '\\' && !is_escaped,
        }
    }
    rest.len()
}

/// What the test of the floors says of a file with this text.
fn verdict(path: &str, source: &str) -> String {
    faults_of(Path::new(path), source).join("\n")
}

#[test]
fn a_judge_that_looks_at_what_it_judges_is_caught() {
    for source in [
        "use crate::rostering::Roster;",
        "use crate::{model::{Line, Roster}, rostering};",
        "fn f() { let x = crate::rostering::roster(); }",
        "use super::super::rostering;",
        "use super::{super::rostering};",
        "mod tests { use super::super::super::rostering::x; }",
        "const Q: char = '\"'; const S: &str = \"\\\"\"; use crate::rostering;",
    ] {
        let found = verdict("src/audit/rest.rs", source);
        assert_eq!(
            found, "src/audit/rest.rs:1: audit uses rostering: a judge sees units and model only",
            "{source}"
        );
    }
}

#[test]
fn a_floor_that_reaches_down_or_sideways_is_caught() {
    for (path, source) in [
        ("src/units/time.rs", "use crate::model::Grid;"),
        ("src/queueing/mod.rs", "use crate::program::Program;"),
        ("src/staffing/mod.rs", "\nuse crate::hiring::advise;"),
        ("src/intake/mod.rs", "use crate::plan::Plan;"),
        ("src/plan/mod.rs", "use super::report;"),
        ("src/error.rs", "use crate::units::Money;"),
        ("src/model/mod.rs", "use crate::*;"),
    ] {
        assert_ne!(verdict(path, source), "", "{path}: {source}");
    }
}

#[test]
fn what_is_allowed_passes() {
    for (path, source) in [
        (
            "src/audit/mod.rs",
            "use crate::{error::Result, model::Roster, units::Minutes}; use super::audit::x;",
        ),
        ("src/rostering/pricing/stint.rs", "use super::super::master::Prices; use crate::model::Shift;"),
        ("src/cli/plan.rs", "use crate::plan::plan; use crate::report;"),
        (
            "src/units/mod.rs",
            "//! See [`crate::model`].\n/* crate::cli::x */ const X: &str = \"crate::cli\";",
        ),
        ("src/units/load.rs", "mod tests { use super::super::time::Seconds; use super::*; }"),
        ("src/main.rs", "fn main() { callboard::cli::run() }"),
    ] {
        assert_eq!(verdict(path, source), "", "{path}: {source}");
    }
}

#[test]
fn long_files_and_empty_names_are_caught() {
    assert_ne!(verdict("src/model/shift.rs", &"//\n".repeat(MOST_LINES + 1)), "");
    assert_ne!(verdict("src/rostering/utils.rs", ""), "");
    assert_ne!(verdict("src/common/mod.rs", ""), "");
}

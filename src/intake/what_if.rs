use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::document::{self, Node, Table, Value};
use super::faults::{Faults, Place};
use super::ranges::{self, Range};
use super::section::Form;
use super::{forms, text_file};
use crate::error::{Error, Result};
use crate::model::WhatIf;

/// How the plan itself is called among its what-ifs.
const BASE: &str = "base";

/// Reads what-ifs: each file has a `name` and changes by path, dotted or as tables. A list where the plan has one value
/// is a range: each of its values is a what-if of its own, and several ranges make a grid.
///
/// # Errors
///
/// [`Error::Input`] with every fault of all files: where one cannot be read, is not TOML, has no name, or the name of
/// another. Whether each path names something is found when the changes are applied, by [`read`](super::read).
pub fn read_what_ifs(paths: &[PathBuf]) -> Result<Vec<WhatIf>> {
    let mut faults = Faults::default();
    let mut what_ifs: Vec<WhatIf> = Vec::new();
    let mut known: HashMap<String, String> = HashMap::from([(BASE.to_owned(), "the plan itself".to_owned())]);
    for path in paths {
        let needed = "a TOML file with a name and changes by path";
        let Some(text) = text_file::read(path, needed, &mut faults) else { continue };
        let Some((place, read)) = parse(path, &text, &mut faults) else { continue };
        if let Some(twice) = read.iter().find(|what_if| known.contains_key(&what_if.name)) {
            let message = format!("another scenario has this name: {}", known[&twice.name]);
            let remedy = "a name of its own for each what-if; the plan itself is the base";
            faults.error("duplicate-scenario", &place, message, &twice.name, remedy);
        }
        let at = format!("{}:{}", path.display(), place.line.unwrap_or(1));
        known.extend(read.iter().map(|what_if| (what_if.name.clone(), at.clone())));
        what_ifs.extend(read);
    }
    if faults.has_errors() { Err(Error::Input(faults.sorted())) } else { Ok(what_ifs) }
}

/// The what-ifs of a file, and the place of their name.
fn parse(path: &Path, text: &str, faults: &mut Faults) -> Option<(Place, Vec<WhatIf>)> {
    let document = document::parse(path, text, faults);
    let Value::Table(table) = &document.value else { return None };
    let mut ranges = Vec::new();
    for entry in table.entries.iter().filter(|entry| entry.key != "name") {
        flatten(vec![entry.key.as_str()], &entry.node, &mut ranges, faults);
    }
    let Some(name) = table.get("name") else {
        let remedy = "add a first line name = \"more volume\"";
        faults.error("missing-key", &document.place, "a what-if needs a name", "", remedy);
        return None;
    };
    const NAME: Form<String> = forms::TEXT;
    let place = name.place.clone();
    let name = NAME.read("`name`", name, faults)?;
    if ranges.is_empty() {
        let remedy = "changes by path, like volume = \"+15%\"";
        faults.error("no-changes", &document.place, "the what-if changes nothing", "", remedy);
    }
    Some((place, what_ifs(&name, &ranges, &document, faults)))
}

/// The what-ifs that ranges make. Where there are several, each is called after the values it takes from them.
fn what_ifs(name: &str, ranges: &[Range], document: &Node, faults: &mut Faults) -> Vec<WhatIf> {
    let what_if = |choices: Vec<ranges::Choice>| {
        let taken: Vec<&str> = ranges
            .iter()
            .zip(&choices)
            .filter(|(range, _)| range.is_list)
            .map(|(_, choice)| choice.name.as_str())
            .collect();
        let name = if taken.is_empty() { name.to_owned() } else { format!("{name}: {}", taken.join(", ")) };
        WhatIf { name, causes: choices.into_iter().filter_map(|choice| choice.cause).collect() }
    };
    ranges::grid(ranges, document, faults).into_iter().map(what_if).collect()
}

/// Follows tables down to their values. How many agents to add, and with which skills, is one change.
fn flatten<'a>(path: Vec<&'a str>, node: &'a Node, ranges: &mut Vec<Range>, faults: &mut Faults) {
    let is_headcount = path.len() == 2 && path[0] == "agents";
    match &node.value {
        Value::Table(Table { entries }) if !is_headcount => {
            for entry in entries {
                flatten([path.as_slice(), &[entry.key.as_str()]].concat(), &entry.node, ranges, faults);
            }
        }
        _ => ranges.push(ranges::read(&path, node, faults)),
    }
}

/// The names of a path as one text.
pub(super) fn path_of(path: &[&str]) -> String {
    let quoted = path.iter().map(|name| {
        if name.contains('.') || name.is_empty() { format!("\"{name}\"") } else { (*name).to_owned() }
    });
    quoted.collect::<Vec<_>>().join(".")
}

/// The names of a path; quotes keep dots together.
pub(super) fn split(path: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut is_quoted = false;
    for letter in path.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => names.push(String::new()),
            letter => names.last_mut().expect("there is always a last name").push(letter),
        }
    }
    names.iter().map(|name| name.trim().to_owned()).collect()
}

pub(super) fn to_toml(value: &Value) -> toml::Value {
    match value {
        Value::Text(text) => toml::Value::String(text.clone()),
        Value::Whole(number) => toml::Value::Integer(*number),
        Value::Real(number) => toml::Value::Float(*number),
        Value::Flag(flag) => toml::Value::Boolean(*flag),
        Value::Date(date) => toml::Value::Datetime(*date),
        Value::List(items) => toml::Value::Array(items.iter().map(|item| to_toml(&item.value)).collect()),
        Value::Table(table) => toml::Value::Table(
            table.entries.iter().map(|entry| (entry.key.clone(), to_toml(&entry.node.value))).collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<WhatIf>, Faults) {
        let mut faults = Faults::default();
        let read = parse(Path::new("s.toml"), text, &mut faults);
        (read.map(|(_, what_ifs)| what_ifs).unwrap_or_default(), faults)
    }

    #[test]
    fn dotted_keys_and_tables_are_the_same_paths() {
        let text = "name = \"x\"\nvolume = \"+15%\"\nqueue.nl.sla.answered = \"90% in 10s\"\n\
                    agents.full = { add = 4, skills = \"nl\" }\n[contract.\"a.b\"]\nwage_per_hour = 25\n";
        let (what_ifs, _) = read(text);
        let changes = what_ifs[0].changes();
        let found: Vec<_> = changes.iter().map(|change| (change.path.as_str(), change.line)).collect();
        let wanted = [
            ("volume", 2),
            ("queue.nl.sla.answered", 3),
            ("agents.full", 4),
            ("contract.\"a.b\".wage_per_hour", 6),
        ];
        assert_eq!(found, wanted);
        assert_eq!(split("contract.\"a.b\".wage_per_hour"), ["contract", "a.b", "wage_per_hour"]);
    }

    #[test]
    fn ranges_make_a_grid() {
        let text =
            "name = \"x\"\nvolume = [\"-10%\", \"0%\", \"+10%\"]\nwages = \"+3%\"\naht = [\"0%\", \"+5%\"]\n";
        let (what_ifs, faults) = read(text);
        assert!(!faults.has_errors());
        let names: Vec<&str> = what_ifs.iter().map(|what_if| what_if.name.as_str()).collect();
        assert_eq!(names.len(), 6);
        assert_eq!(names[..2], ["x: volume -10%, aht 0%", "x: volume -10%, aht +5%"]);
        // What is no difference is no cause.
        let causes: Vec<usize> = what_ifs.iter().map(|what_if| what_if.causes.len()).collect();
        assert_eq!(causes, [2, 3, 1, 2, 2, 3]);
    }

    #[test]
    fn a_list_is_no_range_where_the_plan_has_lists() {
        let (one, _) = read("name = \"x\"\nqueue.nl.open = [\"Mon 09:00-17:00\", \"Sat 10:00-16:00\"]\n");
        assert_eq!(one.len(), 1);
        let (two, _) = read("name = \"x\"\nqueue.nl.open = [[\"Mon 09:00-17:00\"], [\"24/7\"]]\n");
        assert_eq!(two.len(), 2);
        // Shares among themselves are values, zero too.
        let (shares, _) = read("name = \"x\"\nshrinkage.sickness = [\"0%\", \"5%\"]\n");
        assert_eq!(shares.iter().map(|what_if| what_if.causes.len()).collect::<Vec<_>>(), [1, 1]);
    }
}

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::document::{self, Entry, Node, Table, Value};
use super::faults::{Faults, Place};
use super::ranges::{self, Range};
use super::section::Form;
use super::{forms, text_file};
use crate::model::WhatIf;

/// How the plan itself is called among its what-ifs.
const BASE: &str = "base";

/// Reads what-ifs: each file has a `name` and changes by path, dotted or as tables. A list where the plan has one value
/// is a range: each of its values is a what-if of its own, and several ranges make a grid.
///
/// They are read as far as they can be: those without a name, or with that of another, are there too, so that the faults
/// of their changes can be told with all others.
pub(super) fn read_files(files: &[PathBuf], faults: &mut Faults) -> Vec<WhatIf> {
    let mut what_ifs: Vec<WhatIf> = Vec::new();
    let mut known = HashMap::from([(BASE.to_owned(), "the first is the plan itself".to_owned())]);
    for (index, path) in files.iter().enumerate() {
        let needed = "a TOML file with a name and changes by path";
        let Some(text) = text_file::read(path, needed, faults) else { continue };
        let (name, read) = parse(path, &text, faults);
        if let Some(place) = name {
            let is_again = files[..index].contains(path);
            check_names(&read, &place, is_again, &mut known, faults);
        }
        what_ifs.extend(read);
    }
    what_ifs
}

/// Refuses the name of another what-if; `known` says of each name where it was first.
fn check_names(
    read: &[WhatIf],
    place: &Place,
    is_again: bool,
    known: &mut HashMap<String, String>,
    faults: &mut Faults,
) {
    if let Some(twice) = read.iter().find(|what_if| known.contains_key(&what_if.name)) {
        let first = if is_again { "the file is named twice" } else { &known[&twice.name] };
        let remedy = "a name of its own for each what-if, each file once; the plan itself is the base";
        let found = format!("\"{}\"; {first}", twice.name);
        faults.error("duplicate-scenario", place, "another scenario has this name", found, remedy);
    }
    for what_if in read {
        known.entry(what_if.name.clone()).or_insert_with(|| format!("the first is at {place}"));
    }
}

/// The what-ifs of a file, and the place of their name, if they have one.
fn parse(path: &Path, text: &str, faults: &mut Faults) -> (Option<Place>, Vec<WhatIf>) {
    let mut syntax = Faults::default();
    let document = document::parse(path, text, &mut syntax);
    let is_whole = !syntax.has_errors();
    let mut changes = Vec::new();
    flatten(Vec::new(), &document, &mut changes);
    changes.retain(|(path, _)| path.first().is_none_or(|entry| entry.key != "name"));
    sound(&mut changes, &syntax);
    faults.absorb(syntax);
    let ranges: Vec<Range> = changes.iter().map(|(path, node)| ranges::read(path, node, faults)).collect();
    let name = match &document.value {
        Value::Table(table) => table.get("name"),
        _ => None,
    };
    if name.is_none() && is_whole {
        let remedy = "add a first line name = \"more volume\"";
        let found = match changes.iter().map(|(path, _)| path_of(path)).collect::<Vec<_>>() {
            paths if paths.is_empty() => "an empty file".to_owned(),
            paths => format!("only {}", paths.join(", ")),
        };
        faults.error("missing-key", &document.place, "a what-if needs a name", found, remedy);
    } else if ranges.is_empty() && is_whole {
        let remedy = "changes by path, like volume = \"+15%\"";
        faults.error("no-changes", &document.place, "the what-if changes nothing", "only a name", remedy);
    }
    const NAME: Form<String> = forms::TEXT;
    let name = name.and_then(|node| Some((node, NAME.read("`name`", node, faults)?)));
    let what_ifs = what_ifs(name.as_ref().map_or("", |(_, name)| name), &ranges, &document, faults);
    (name.map(|(node, _)| node.place.clone()), what_ifs)
}

/// Leaves out the values that may not be what was meant: those on a line that is no TOML, and lists and tables that
/// something of that kind follows, as they may go on where they should have ended.
fn sound(values: &mut Vec<(Vec<&Entry>, &Node)>, syntax: &Faults) {
    let begins: Vec<usize> = values.iter().filter_map(|(_, node)| node.place.line).collect();
    let last_before = |wrong: usize| begins.iter().copied().filter(|line| *line <= wrong).max();
    values.retain(|(_, node)| {
        let is_long = matches!(node.value, Value::List(_) | Value::Table(_));
        let is_hit =
            |wrong: usize| node.place.line == Some(wrong) || is_long && last_before(wrong) == node.place.line;
        !syntax.lines().any(is_hit)
    });
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

/// Follows tables down to their values, each with its path. How many agents to add, and with which skills, is one change.
fn flatten<'a>(path: Vec<&'a Entry>, node: &'a Node, values: &mut Vec<(Vec<&'a Entry>, &'a Node)>) {
    let is_headcount = path.len() == 2 && path[0].key == "agents";
    match &node.value {
        Value::Table(Table { entries }) if !is_headcount => {
            for entry in entries {
                flatten([path.as_slice(), &[entry]].concat(), &entry.node, values);
            }
        }
        _ => values.push((path, node)),
    }
}

/// The names of a path as one text.
pub(super) fn path_of(path: &[&Entry]) -> String {
    let quoted =
        path.iter().map(
            |Entry { key, .. }| {
                if key.contains('.') || key.is_empty() { format!("\"{key}\"") } else { key.clone() }
            },
        );
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
        let (_, what_ifs) = parse(Path::new("s.toml"), text, &mut faults);
        (what_ifs, faults)
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

    #[test]
    fn what_is_no_toml_leaves_the_other_lines_alone() {
        let lines = |text: &str| -> Vec<usize> {
            let (what_ifs, faults) = read(text);
            assert!(faults.has_errors() && faults.sorted().iter().all(|fault| fault.code == "toml-syntax"));
            what_ifs[0].changes().iter().map(|change| change.line).collect()
        };
        assert_eq!(lines("name = \"x\"\nvolume = +15%\naht = \"+3%\"\n"), [3]);
        assert_eq!(lines("name = x\nvolume = \"+15%\naht = \"+3%\"\n"), [3]);
        assert_eq!(lines("volume = \"+1%\"\n[queue.nl\nx = 1\n[shift.day]\nlengths = \"4h\"\n"), [1, 5]);
        // The list does not end: who knows what belongs to it.
        assert_eq!(lines("name = \"x\"\nvolume = \"+1%\"\naht = [\"+3%\"\nwages = \"+15%\"\n"), [2]);
    }

    #[test]
    fn what_has_no_name_has_its_changes() {
        let (what_ifs, faults) = read("volume = \"+1%\"\nqueue.nl.aht = 3\n");
        let faults = faults.sorted();
        assert_eq!((faults[0].code, faults[0].found.as_str()), ("missing-key", "only volume, queue.nl.aht"));
        assert_eq!((faults.len(), what_ifs[0].changes().len()), (1, 2));
        let (_, faults) = read("# nothing yet\n");
        assert_eq!(
            faults.sorted().iter().map(|fault| fault.found.as_str()).collect::<Vec<_>>(),
            ["an empty file"]
        );
    }

    #[test]
    fn every_value_of_too_many_ranges_is_looked_at() {
        let list = |count: usize| format!("{:?}", (1..=count).collect::<Vec<_>>());
        let (what_ifs, faults) = read(&format!("name = \"x\"\naht = {}\nwages = {}\n", list(30), list(4)));
        assert_eq!(faults.sorted()[0].code, "too-many-scenarios");
        let mut values: Vec<String> = what_ifs
            .iter()
            .flat_map(WhatIf::changes)
            .map(|change| format!("{} {}", change.path, change.value))
            .collect();
        values.sort();
        values.dedup();
        assert_eq!((what_ifs.len(), values.len()), (30, 34));
    }
}

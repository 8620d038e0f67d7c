use std::path::{Path, PathBuf};

use super::document::{self, Node, Table, Value};
use super::faults::Faults;
use super::forms;
use super::section::Form;
use super::text_file;
use crate::error::{Error, Result};

/// A change to a plan by path: `queue.nl-voice.sla.answered = "90% in 10s"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What is changed: names joined by dots, in quotes where they contain dots themselves.
    pub path: String,
    /// The new value; a text like `+15%`, `-3%` or `+4` is relative to the old one.
    pub value: toml::Value,
    /// The file the change stands in.
    pub file: PathBuf,
    /// Its line.
    pub line: usize,
}

/// A what-if: a name and the changes it makes to a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// Its name.
    pub name: String,
    /// Its changes, in the order of the file.
    pub changes: Vec<Change>,
}

/// Reads a what-if: `name` and changes by path, dotted or as tables.
///
/// # Errors
///
/// [`Error::Input`] with every fault where the file cannot be read, is not TOML, or has no name. Whether each path
/// names something is found when the changes are applied, by [`read`](super::read).
pub fn read_what_if(path: &Path) -> Result<WhatIf> {
    let mut faults = Faults::default();
    let what_if = text_file::read(path, "a TOML file with a name and changes by path", &mut faults)
        .and_then(|text| parse(path, &text, &mut faults));
    match what_if {
        Some(what_if) if !faults.has_errors() => Ok(what_if),
        _ => Err(Error::Input(faults.sorted())),
    }
}

fn parse(path: &Path, text: &str, faults: &mut Faults) -> Option<WhatIf> {
    let document = document::parse(path, text, faults);
    let Value::Table(table) = &document.value else { return None };
    let mut changes = Vec::new();
    let rest = table.entries.iter().filter(|entry| entry.key != "name");
    for entry in rest {
        flatten(vec![entry.key.as_str()], &entry.node, &mut changes);
    }
    let Some(name) = table.get("name") else {
        let remedy = "add a first line name = \"more volume\"";
        faults.error("missing-key", &document.place, "a what-if needs a name", "", remedy);
        return None;
    };
    const NAME: Form<String> = forms::TEXT;
    let name = NAME.read("`name`", name, faults)?;
    if changes.is_empty() {
        let remedy = "changes by path, like volume = \"+15%\"";
        faults.error("no-changes", &document.place, "the what-if changes nothing", "", remedy);
    }
    Some(WhatIf { name, changes })
}

/// Follows tables down to their values. How many agents to add, and with which skills, is one change.
fn flatten<'a>(path: Vec<&'a str>, node: &'a Node, changes: &mut Vec<Change>) {
    let is_headcount = path.len() == 2 && path[0] == "agents";
    match &node.value {
        Value::Table(Table { entries }) if !is_headcount => {
            for entry in entries {
                flatten([path.as_slice(), &[entry.key.as_str()]].concat(), &entry.node, changes);
            }
        }
        value => changes.push(Change {
            path: join(&path),
            value: to_toml(value),
            file: node.place.file.to_path_buf(),
            line: node.place.line.unwrap_or(1),
        }),
    }
}

fn join(path: &[&str]) -> String {
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

fn to_toml(value: &Value) -> toml::Value {
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

    #[test]
    fn dotted_keys_and_tables_are_the_same_paths() {
        let text = "name = \"x\"\nvolume = \"+15%\"\nqueue.nl.sla.answered = \"90% in 10s\"\n\
                    agents.full = { add = 4, skills = \"nl\" }\n[contract.\"a.b\"]\nwage_per_hour = 25\n";
        let mut faults = Faults::default();
        let what_if = parse(Path::new("s.toml"), text, &mut faults).unwrap();
        let found: Vec<_> =
            what_if.changes.iter().map(|change| (change.path.as_str(), change.line)).collect();
        let wanted = [
            ("volume", 2),
            ("queue.nl.sla.answered", 3),
            ("agents.full", 4),
            ("contract.\"a.b\".wage_per_hour", 6),
        ];
        assert_eq!(found, wanted);
        assert_eq!(split("contract.\"a.b\".wage_per_hour"), ["contract", "a.b", "wage_per_hour"]);
    }
}

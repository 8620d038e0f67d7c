use std::sync::Arc;

use super::alter::Alter;
use super::document::{Entry, Node, Table, Value};
use super::faults::{Faults, Place};
use super::general;
use super::nearest::{did_you_mean, nearest};
use super::what_if::split;
use crate::model::Change;

/// Changes to forecast and headcount, which stand in other files than the plan.
#[derive(Debug, Default)]
pub(super) struct Adjustments {
    volume: Vec<(Option<String>, Alter)>,
    aht: Vec<(Option<String>, Alter)>,
    /// Changes to headcount, in order.
    pub heads: Vec<HeadChange>,
}

/// So many agents more or fewer of a contract.
#[derive(Debug)]
pub(super) struct HeadChange {
    pub contract: String,
    pub by: i32,
    /// The skills of those added, where not those of the last agent of the contract.
    pub skills: Option<String>,
    pub place: Place,
}

impl Adjustments {
    /// A queue's volume after the changes.
    pub fn volume(&self, queue: &str, volume: f64) -> f64 {
        altered(&self.volume, queue, volume)
    }

    /// A queue's mean handle time in seconds after the changes.
    pub fn aht(&self, queue: &str, seconds: f64) -> f64 {
        altered(&self.aht, queue, seconds)
    }
}

fn altered(changes: &[(Option<String>, Alter)], queue: &str, value: f64) -> f64 {
    let fitting = changes.iter().filter(|(of, _)| of.as_deref().is_none_or(|of| of == queue));
    fitting.fold(value, |value, (_, alter)| alter.apply(value)).max(0.0)
}

/// The plan's lists whose items are named by their id.
const LISTS: [&str; 3] = ["queue", "shift", "contract"];

/// Applies changes to the plan file's values; those to other files are returned.
pub(super) fn apply(plan: &mut Node, changes: &[Change], faults: &mut Faults) -> Adjustments {
    let mut adjustments = Adjustments::default();
    for change in changes {
        let place =
            Place { file: Arc::from(change.file.as_path()), line: Some(change.line), column: change.column };
        let path = split(&change.path);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        apply_one(plan, &path, &At { change, place: &place, length: path.len() }, &mut adjustments, faults);
    }
    adjustments
}

/// Short ways to say that every queue or contract changes.
const SHORT: [(&str, [&str; 3]); 2] =
    [("patience", ["queue", EVERY, "patience_seconds"]), ("wages", ["contract", EVERY, "wage_per_hour"])];
/// In a path: every item of a list.
const EVERY: &str = "*";

fn apply_one(
    plan: &mut Node,
    path: &[&str],
    at: &At<'_>,
    adjustments: &mut Adjustments,
    faults: &mut Faults,
) {
    let every = |id: &str| (id != EVERY).then(|| id.to_owned());
    match path {
        ["volume" | "aht" | "patience"] if !matches!(&plan.value, Value::Table(plan) if plan.has_some("queue")) =>
        {
            names_nothing(&at.name(1), at, "another change: the plan has no queues", faults);
        }
        ["volume"] => adjustments.volume.extend(volume(at, faults).map(|alter| (None, alter))),
        ["aht"] => adjustments.aht.extend(aht(at, faults).map(|alter| (None, alter))),
        [short] if SHORT.iter().any(|(known, _)| known == short) => {
            let (_, path) = SHORT.into_iter().find(|(known, _)| known == short).expect("it was just found");
            apply_one(plan, &path, &At { length: path.len(), ..*at }, adjustments, faults);
        }
        ["agents", contract] => {
            for item in items(plan, "contract", contract, at, faults) {
                let id = item.id().unwrap_or_default().to_owned();
                adjustments.heads.extend(heads(&id, at, faults));
            }
        }
        [list, id, rest @ ..] if LISTS.contains(list) => {
            let items = items(plan, list, id, at, faults);
            match (*list, rest) {
                _ if items.is_empty() => {}
                ("queue", ["volume"]) => {
                    adjustments.volume.extend(volume(at, faults).map(|alter| (every(id), alter)));
                }
                ("queue", ["aht"]) => adjustments.aht.extend(aht(at, faults).map(|alter| (every(id), alter))),
                (_, []) => names_nothing(&at.name(1), at, "a key after the id", faults),
                (_, rest) => set_all(items, rest, *id == EVERY, at, faults),
            }
        }
        [list] if LISTS.contains(list) => {
            let remedy = format!("{list}.ID.key, with the id of one {list} or `*` for all");
            names_nothing(&at.name(path.len()), at, &remedy, faults);
        }
        [key, ..] if !general::KEYS.contains(key) => {
            let short = SHORT.iter().map(|(short, _)| *short);
            let known = general::KEYS.into_iter().chain(["volume", "aht"]).chain(short);
            names_nothing(&at.name(path.len()), at, &did_you_mean(key, known), faults);
        }
        ["shrinkage", cause] if matches!(Alter::read(&at.change.value), Some(Alter::Points(_))) => {
            make_cause(plan, cause, at.place);
            set_all(vec![plan], path, false, at, faults);
        }
        path => set_all(vec![plan], path, false, at, faults),
    }
}

/// A change, and where its value stands.
struct At<'a> {
    change: &'a Change,
    place: &'a Place,
    /// How many names its path has.
    length: usize,
}

impl At<'_> {
    /// Where a name of the path stands: the first of so many that are left.
    fn name(&self, left: usize) -> Place {
        let names = &self.change.names;
        let place = self.length.saturating_sub(left).min(names.len().saturating_sub(1));
        names.get(place).map_or_else(|| self.place.clone(), |&(line, column)| self.place.at(line, column))
    }
}

fn names_nothing(place: &Place, at: &At<'_>, remedy: &str, faults: &mut Faults) {
    faults.error("unknown-path", place, "the path names nothing in the plan", &at.change.path, remedy);
}

/// The item of a list of tables with an id, or every one.
fn items<'a>(
    plan: &'a mut Node,
    list: &str,
    id: &str,
    at: &At<'_>,
    faults: &mut Faults,
) -> Vec<&'a mut Node> {
    let Value::Table(table) = &mut plan.value else { return Vec::new() };
    let items = match table.get_mut(list) {
        Some(Node { value: Value::List(items), .. }) => items.as_mut_slice(),
        _ => &mut [],
    };
    let ids: Vec<String> = items.iter().map(|item| item.id().unwrap_or_default().to_owned()).collect();
    let found: Vec<&mut Node> = items
        .iter_mut()
        .zip(&ids)
        .filter(|(_, known)| id == EVERY || *known == id)
        .map(|(item, _)| item)
        .collect();
    if found.is_empty() {
        let remedy = did_you_mean(id, ids.iter().map(String::as_str));
        let message = format!("the path names nothing: there is no {list} `{id}`");
        faults.error("unknown-path", &at.name(at.length - 1), message, &at.change.path, remedy);
    }
    found
}

/// A cause of shrinkage that is not there yet begins at none; what is assumed without any stays.
fn make_cause(plan: &mut Node, cause: &str, place: &Place) {
    let node = |value| Node { place: place.clone(), is_changed: true, value };
    let entry = |key: &str, value| Entry { key: key.to_owned(), place: place.clone(), node: node(value) };
    let Value::Table(table) = &mut plan.value else { return };
    if table.get("shrinkage").is_none() {
        let assumed = entry("assumed", Value::Text(format!("{}%", general::USUAL_SHRINKAGE)));
        table.entries.push(entry("shrinkage", Value::Table(Table { entries: vec![assumed] })));
    }
    if let Some(Node { value: Value::Table(causes), .. }) = table.get_mut("shrinkage")
        && causes.get(cause).is_none()
    {
        causes.entries.push(entry(cause, Value::Text("0%".to_owned())));
    }
}

/// Sets the value at a path below each of some tables; where every one is meant, those without a value that can be
/// changed by a difference stay as they are, if there is one that has it.
fn set_all(nodes: Vec<&mut Node>, path: &[&str], is_every: bool, at: &At<'_>, faults: &mut Faults) {
    let is_every = is_every || path.contains(&EVERY);
    let mut refused = None;
    let mut is_changed = false;
    for node in nodes {
        match set(node, path, at) {
            Ok(()) => is_changed = true,
            Err(refusal) => refused = refused.or(Some(refusal)),
        }
    }
    match refused {
        Some(Refusal { code, left, message, found, remedy }) if !(is_every && is_changed) => {
            let place = left.map_or_else(|| at.place.clone(), |left| at.name(left));
            faults.error(code, &place, message, found, remedy);
        }
        _ => {}
    }
}

/// Why a change does not apply.
struct Refusal {
    code: &'static str,
    /// How many names of the path were left at the one that is wrong; nothing where its value is.
    left: Option<usize>,
    message: String,
    found: String,
    remedy: String,
}

/// Sets the value at a path below a node.
fn set(node: &mut Node, path: &[&str], at: &At<'_>) -> Result<(), Refusal> {
    let written = || at.change.path.clone();
    let [key, rest @ ..] = path else { return set_value(node, at) };
    match &mut node.value {
        Value::List(items) if *key == EVERY => {
            let set: Vec<Result<(), Refusal>> = items.iter_mut().map(|item| set(item, rest, at)).collect();
            let nothing = Refusal {
                code: "nothing-to-change",
                left: None,
                message: "there is nothing in the list to change".to_owned(),
                found: written(),
                remedy: "a list with something in it, or the new list itself".to_owned(),
            };
            set.into_iter().reduce(Result::or).unwrap_or(Err(nothing))
        }
        Value::Table(table) => {
            if table.get(key).is_none() {
                if Alter::read(&at.change.value).is_some() {
                    let known = table.entries.iter().map(|entry| entry.key.as_str());
                    let remedy = match nearest(key, known) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => "the new value itself instead of a difference".to_owned(),
                    };
                    return Err(Refusal {
                        code: "nothing-to-change",
                        left: None,
                        message: "there is no value to change".to_owned(),
                        found: written(),
                        remedy,
                    });
                }
                let value = Value::Table(Table::default());
                let empty = Node { place: at.place.clone(), is_changed: true, value };
                table.entries.push(Entry { key: (*key).to_owned(), place: at.name(path.len()), node: empty });
            }
            table.get_mut(key).map_or(Ok(()), |value| set(value, rest, at))
        }
        _ => Err(Refusal {
            code: "unknown-path",
            left: Some(path.len()),
            message: "the path names nothing in the plan".to_owned(),
            found: written(),
            remedy: "a path that ends at a value".to_owned(),
        }),
    }
}

fn set_value(node: &mut Node, at: &At<'_>) -> Result<(), Refusal> {
    let value = match Alter::read(&at.change.value) {
        Some(alter) => Some(alter)
            .filter(|alter| is_fit(*alter, node, at))
            .and_then(|alter| alter.apply_to(&node.value))
            .ok_or_else(|| Refusal {
                code: "nothing-to-change",
                left: None,
                message: format!("`{}` has no number that this difference can change", at.change.path),
                found: node.value.written(),
                remedy: "the new value itself".to_owned(),
            })?,
        None if Alter::is_meant(&at.change.value) => {
            return Err(Refusal {
                code: "bad-change",
                left: None,
                message: format!("this is no difference that `{}` can change by", at.change.path),
                found: at.change.value.to_string(),
                remedy:
                    "\"+15%\", \"-2\", \"+3 points\" of a share, \"+30m\" of a time; or the new value itself"
                        .to_owned(),
            });
        }
        None => from_toml(&at.change.value, at.place),
    };
    *node = Node { place: at.place.clone(), is_changed: true, value };
    Ok(())
}

/// A span of time is a difference of seconds, and of no other number.
fn is_fit(alter: Alter, node: &Node, at: &At<'_>) -> bool {
    let is_in_seconds = at.change.path.ends_with("_seconds") || at.change.path == "patience";
    is_in_seconds || !matches!(alter, Alter::Seconds(_)) || matches!(node.value, Value::Text(_))
}

fn volume(at: &At<'_>, faults: &mut Faults) -> Option<Alter> {
    match Alter::read(&at.change.value) {
        Some(alter @ Alter::Times(factor)) if factor >= 0.0 => Some(alter),
        _ => {
            let remedy = "a percentage of at least -100%, like \"+15%\"";
            faults.error(
                "bad-change",
                at.place,
                "volume is changed by a percentage",
                at.change.value.to_string(),
                remedy,
            );
            None
        }
    }
}

fn aht(at: &At<'_>, faults: &mut Faults) -> Option<Alter> {
    let set = || {
        at.change
            .value
            .as_float()
            .or(at.change.value.as_integer().map(|number| number as f64))
            .map(Alter::Set)
    };
    let alter = Alter::read(&at.change.value).or_else(set).filter(|alter| match alter {
        Alter::Times(factor) => *factor > 0.0,
        Alter::Plus(_) | Alter::Seconds(_) => true,
        Alter::Points(_) => false,
        Alter::Set(seconds) => *seconds > 0.0 && *seconds <= 86_400.0,
    });
    if alter.is_none() {
        let remedy = "\"+5%\", \"-10\" (seconds) or a number of seconds";
        faults.error(
            "bad-change",
            at.place,
            "this is no change of a handle time",
            at.change.value.to_string(),
            remedy,
        );
    }
    alter
}

fn heads(contract: &str, at: &At<'_>, faults: &mut Faults) -> Option<HeadChange> {
    let table = at.change.value.as_table();
    let by = match table {
        Some(table) => table.get("add").and_then(toml::Value::as_integer).map(|add| add as f64),
        None => match Alter::read(&at.change.value) {
            Some(Alter::Plus(more)) => Some(more),
            _ => None,
        },
    };
    let skills = table.and_then(|table| table.get("skills")).map(toml::Value::as_str);
    let has_unknown = table.is_some_and(|table| table.keys().any(|key| key != "add" && key != "skills"));
    let by = by.filter(|by| by.fract() == 0.0 && by.abs() <= 10_000.0);
    match (by, skills) {
        (Some(by), None | Some(Some(_))) if !has_unknown => Some(HeadChange {
            contract: contract.to_owned(),
            by: by as i32,
            skills: skills.flatten().map(str::to_owned),
            place: at.place.clone(),
        }),
        _ => {
            let remedy = "\"+4\", \"-2\" or { add = 4, skills = \"nl-voice|mail\" }";
            faults.error(
                "bad-change",
                at.place,
                "this is no change of a headcount",
                at.change.value.to_string(),
                remedy,
            );
            None
        }
    }
}

fn from_toml(value: &toml::Value, place: &Place) -> Value {
    let node = |value| Node { place: place.clone(), is_changed: true, value: from_toml(value, place) };
    match value {
        toml::Value::String(text) => Value::Text(text.clone()),
        toml::Value::Integer(number) => Value::Whole(*number),
        toml::Value::Float(number) => Value::Real(*number),
        toml::Value::Boolean(flag) => Value::Flag(*flag),
        toml::Value::Datetime(date) => Value::Date(*date),
        toml::Value::Array(items) => Value::List(items.iter().map(node).collect()),
        toml::Value::Table(table) => {
            let entry = |(key, value): (&String, _)| Entry {
                key: key.clone(),
                place: place.clone(),
                node: node(value),
            };
            Value::Table(Table { entries: table.iter().map(entry).collect() })
        }
    }
}

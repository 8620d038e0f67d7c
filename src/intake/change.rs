use std::sync::Arc;

use super::document::{Entry, Node, Table, Value};
use super::faults::{Faults, Place};
use super::general;
use super::nearest::did_you_mean;
use super::what_if::{Change, split};

/// How a value becomes another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Alter {
    /// `+15%`: the old value times 1.15.
    Times(f64),
    /// `+4`: four more than the old value.
    Plus(f64),
    /// The new value, whatever the old.
    Set(f64),
}

impl Alter {
    fn apply(self, old: f64) -> f64 {
        match self {
            Alter::Times(factor) => old * factor,
            Alter::Plus(more) => old + more,
            Alter::Set(new) => new,
        }
    }
}

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
        let place = Place { file: Arc::from(change.file.as_path()), line: Some(change.line), column: None };
        let path = split(&change.path);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        apply_one(plan, &path, change, &place, &mut adjustments, faults);
    }
    adjustments
}

fn apply_one(
    plan: &mut Node,
    path: &[&str],
    change: &Change,
    place: &Place,
    adjustments: &mut Adjustments,
    faults: &mut Faults,
) {
    match path {
        ["volume"] => adjustments.volume.extend(volume(change, place, faults).map(|alter| (None, alter))),
        ["aht"] => adjustments.aht.extend(aht(change, place, faults).map(|alter| (None, alter))),
        ["agents", contract] => {
            if item(plan, "contract", contract, change, place, faults).is_some() {
                adjustments.heads.extend(heads(contract, change, place, faults));
            }
        }
        [list, id, rest @ ..] if LISTS.contains(list) => {
            let Some(node) = item(plan, list, id, change, place, faults) else { return };
            let id = Some((*id).to_owned());
            match (*list, rest) {
                ("queue", ["volume"]) => {
                    adjustments.volume.extend(volume(change, place, faults).map(|alter| (id, alter)));
                }
                ("queue", ["aht"]) => {
                    adjustments.aht.extend(aht(change, place, faults).map(|alter| (id, alter)));
                }
                (_, []) => names_nothing(change, place, "a key after the id", faults),
                (_, rest) => set(node, rest, change, place, faults),
            }
        }
        [list] if LISTS.contains(list) => {
            names_nothing(change, place, &format!("{list}.ID.key, with the id of one {list}"), faults);
        }
        [key, ..] if !general::KEYS.contains(key) => {
            let known = general::KEYS.into_iter().chain(["volume", "aht"]);
            names_nothing(change, place, &did_you_mean(key, known), faults);
        }
        path => set(plan, path, change, place, faults),
    }
}

fn names_nothing(change: &Change, place: &Place, remedy: &str, faults: &mut Faults) {
    faults.error("unknown-path", place, "the path names nothing in the plan", &change.path, remedy);
}

/// The item of a list of tables with an id.
fn item<'a>(
    plan: &'a mut Node,
    list: &str,
    id: &str,
    change: &Change,
    place: &Place,
    faults: &mut Faults,
) -> Option<&'a mut Node> {
    let Value::Table(table) = &mut plan.value else { return None };
    let items = match table.get_mut(list) {
        Some(Node { value: Value::List(items), .. }) => items.as_mut_slice(),
        _ => &mut [],
    };
    let ids: Vec<String> = items.iter().map(|item| item.id().unwrap_or_default().to_owned()).collect();
    match ids.iter().position(|known| known == id) {
        Some(index) => items.get_mut(index),
        None => {
            let remedy = did_you_mean(id, ids.iter().map(String::as_str));
            let message = format!("the path names nothing: there is no {list} `{id}`");
            faults.error("unknown-path", place, message, &change.path, remedy);
            None
        }
    }
}

/// Sets the value at a path below a table.
fn set(node: &mut Node, path: &[&str], change: &Change, place: &Place, faults: &mut Faults) {
    let (Value::Table(table), [key, rest @ ..]) = (&mut node.value, path) else {
        names_nothing(change, place, "a path that ends at a value", faults);
        return;
    };
    if table.get(key).is_none() {
        if rest.is_empty() && relative(&change.value).is_some() {
            let message = "there is no value to change";
            let remedy = "the new value itself instead of a difference";
            faults.error("nothing-to-change", place, message, &change.path, remedy);
            return;
        }
        let empty = Node { place: place.clone(), is_changed: true, value: Value::Table(Table::default()) };
        table.entries.push(Entry { key: (*key).to_owned(), place: place.clone(), node: empty });
    }
    let Some(old) = table.get_mut(key) else { return };
    if !rest.is_empty() {
        return set(old, rest, change, place, faults);
    }
    let value = match relative(&change.value) {
        Some(alter) => match alter_value(&old.value, alter) {
            Some(value) => value,
            None => {
                let message =
                    format!("`{}` is no single number, so it cannot be changed by a difference", change.path);
                let remedy = "the new value itself";
                faults.error("nothing-to-change", place, message, old.value.written(), remedy);
                return;
            }
        },
        None => from_toml(&change.value, place),
    };
    *old = Node { place: place.clone(), is_changed: true, value };
}

/// A relative change: `+15%`, `-3 %`, `+4`, `-0.5`.
fn relative(value: &toml::Value) -> Option<Alter> {
    let text = value.as_str()?.trim();
    if !text.starts_with(['+', '-']) {
        return None;
    }
    let (number, is_percent) = match text.strip_suffix('%') {
        Some(number) => (number.trim(), true),
        None => (text, false),
    };
    let number: f64 = number.parse().ok().filter(|number: &f64| number.is_finite())?;
    Some(if is_percent { Alter::Times(1.0 + number / 100.0) } else { Alter::Plus(number) })
}

/// Alters a number, or the one number a text begins with: `5%`, `30s`.
fn alter_value(old: &Value, alter: Alter) -> Option<Value> {
    // Money and shares have few digits; the noise of the doubles is not wanted in messages.
    let round = |number: f64| (number * 1e6).round() / 1e6;
    let number = |number: f64| {
        if number.fract() == 0.0 && number.abs() < 1e15 {
            Value::Whole(number as i64)
        } else {
            Value::Real(number)
        }
    };
    match old {
        Value::Whole(old) => Some(number(round(alter.apply(*old as f64)))),
        Value::Real(old) => Some(number(round(alter.apply(*old)))),
        Value::Text(text) => {
            let end =
                text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
            let (old, unit) = text.split_at(end);
            if unit.contains(|letter: char| letter.is_ascii_digit()) {
                return None;
            }
            Some(Value::Text(format!("{}{unit}", round(alter.apply(old.parse().ok()?)))))
        }
        _ => None,
    }
}

fn volume(change: &Change, place: &Place, faults: &mut Faults) -> Option<Alter> {
    match relative(&change.value) {
        Some(alter @ Alter::Times(factor)) if factor >= 0.0 => Some(alter),
        _ => {
            let remedy = "a percentage of at least -100%, like \"+15%\"";
            faults.error(
                "bad-change",
                place,
                "volume is changed by a percentage",
                change.value.to_string(),
                remedy,
            );
            None
        }
    }
}

fn aht(change: &Change, place: &Place, faults: &mut Faults) -> Option<Alter> {
    let set =
        || change.value.as_float().or(change.value.as_integer().map(|number| number as f64)).map(Alter::Set);
    let alter = relative(&change.value).or_else(set).filter(|alter| match alter {
        Alter::Times(factor) => *factor > 0.0,
        Alter::Plus(_) => true,
        Alter::Set(seconds) => *seconds > 0.0 && *seconds <= 86_400.0,
    });
    if alter.is_none() {
        let remedy = "\"+5%\", \"-10\" (seconds) or a number of seconds";
        faults.error(
            "bad-change",
            place,
            "this is no change of a handle time",
            change.value.to_string(),
            remedy,
        );
    }
    alter
}

fn heads(contract: &str, change: &Change, place: &Place, faults: &mut Faults) -> Option<HeadChange> {
    let table = change.value.as_table();
    let by = match table {
        Some(table) => table.get("add").and_then(toml::Value::as_integer).map(|add| add as f64),
        None => match relative(&change.value) {
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
            place: place.clone(),
        }),
        _ => {
            let remedy = "\"+4\", \"-2\" or { add = 4, skills = \"nl-voice|mail\" }";
            faults.error(
                "bad-change",
                place,
                "this is no change of a headcount",
                change.value.to_string(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_read() {
        let read = |text: &str| relative(&toml::Value::String(text.to_owned()));
        assert_eq!(read("+15%"), Some(Alter::Times(1.15)));
        assert_eq!(read("-2"), Some(Alter::Plus(-2.0)));
        for absolute in ["80% in 20s", "15%", "36h-40h", "+", "+inf%", "-5m"] {
            assert_eq!(read(absolute), None, "{absolute}");
        }
    }

    #[test]
    fn numbers_keep_their_unit() {
        let alter =
            |old: &str| alter_value(&Value::Text(old.to_owned()), Alter::Times(1.1)).map(|new| new.written());
        assert_eq!(alter("5%").as_deref(), Some("\"5.5%\""));
        assert_eq!(alter("30s").as_deref(), Some("\"33s\""));
        assert_eq!(alter("36h-40h"), None);
        assert_eq!(
            alter_value(&Value::Real(24.5), Alter::Times(1.03)).map(|new| new.written()).as_deref(),
            Some("25.235")
        );
    }
}

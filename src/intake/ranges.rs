use super::alter::Alter;
use super::document::{Entry, Node, Value};
use super::faults::Faults;
use super::what_if::{path_of, to_toml};
use crate::model::{Cause, Change};

/// Keys whose values are lists themselves: a range of those is a list of lists.
const LISTS: [&str; 13] = [
    "open",
    "closed",
    "starts",
    "lengths",
    "days",
    "breaks",
    "penalties",
    "contracts",
    "not_followed_by",
    "aht_by_concurrency",
    "season",
    "ramp_up",
    "cross_training",
];
/// More what-ifs than anybody compares.
const MOST: usize = 100;

/// One path of a what-if, with the values it takes one after the other.
pub(super) struct Range {
    pub choices: Vec<Choice>,
    /// Whether it was written as a list.
    pub is_list: bool,
}

/// One value of a range.
#[derive(Clone)]
pub(super) struct Choice {
    /// `volume +10%`.
    pub name: String,
    /// What it changes; nothing where it leaves all as it is.
    pub cause: Option<Cause>,
}

/// Reads what stands at a path: a value, or a list of values to take one after the other.
pub(super) fn read(path: &[&Entry], node: &Node, faults: &mut Faults) -> Range {
    let is_list_itself = is_list_itself(path, node);
    let items = match &node.value {
        Value::List(items)
            if !is_list_itself || items.iter().all(|item| matches!(item.value, Value::List(_))) =>
        {
            items
        }
        _ => return Range { choices: vec![choice(path, node, false)], is_list: false },
    };
    if items.is_empty() && !is_list_itself {
        let remedy = "values to take one after the other, like [\"-10%\", \"0%\", \"+10%\"]";
        faults.error("empty-range", &node.place, "the range has no values", path_of(path), remedy);
        return Range { choices: vec![Choice { name: path_of(path), cause: None }], is_list: false };
    }
    if items.is_empty() {
        return Range { choices: vec![choice(path, node, false)], is_list: false };
    }
    let is_relative = items.iter().any(|item| Alter::read(&to_toml(&item.value)).is_some());
    let mut choices: Vec<Choice> = Vec::new();
    for item in items {
        let choice = choice(path, item, is_relative);
        if choices.iter().any(|known| known.name == choice.name) {
            let remedy = "each value once";
            let message = "the range has this value twice: two what-ifs would have one name";
            faults.error("duplicate-scenario", &item.place, message, item.value.written(), remedy);
        } else {
            choices.push(choice);
        }
    }
    Range { choices, is_list: true }
}

/// Whether a list is what stands at a path, and no range: `attrition` is one where it goes by tenure, `skills` are one of a
/// shift, `holidays` are one beside `start`, and those of [fairness] a price.
fn is_list_itself(path: &[&Entry], node: &Node) -> bool {
    let Value::List(items) = &node.value else { return false };
    let by_tenure = || items.iter().any(|item| matches!(item.value, Value::Table(_)));
    match path.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>()[..] {
        ["holidays"] | ["shift", _, "skills"] => true,
        [.., "attrition"] => by_tenure(),
        [.., key] => LISTS.contains(&key),
        [] => false,
    }
}

fn choice(path: &[&Entry], node: &Node, is_relative: bool) -> Choice {
    let value = to_toml(&node.value);
    let words = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let name = format!("{} {words}", path_of(path));
    let is_neutral = is_relative && is_neutral(&words);
    let change = Change {
        path: path_of(path),
        value,
        file: node.place.file.to_path_buf(),
        line: node.place.line.unwrap_or(1),
        column: node.place.column,
        names: path.iter().filter_map(|entry| Some((entry.place.line?, entry.place.column?))).collect(),
    };
    Choice { cause: (!is_neutral).then(|| Cause { name: name.clone(), changes: vec![change] }), name }
}

/// Whether a value among differences is no difference: `0%`, `0 points`, `+0`.
fn is_neutral(words: &str) -> bool {
    let signed = format!("+{}", words.trim().trim_start_matches(['+', '-']));
    Alter::read(&toml::Value::String(signed)).is_some_and(Alter::is_neutral)
}

/// Every way to take a value from each range, the last one changing fastest; where those are too many, a few with every
/// value in one of them, whose faults can be told.
pub(super) fn grid(ranges: &[Range], whole: &Node, faults: &mut Faults) -> Vec<Vec<Choice>> {
    let count = ranges.iter().fold(1_usize, |count, range| count.saturating_mul(range.choices.len()));
    if count > MOST {
        let remedy = format!("ranges that make {MOST} at most, or several what-ifs");
        let message = "the ranges make more what-ifs than can be compared";
        let lengths: Vec<String> = ranges
            .iter()
            .filter(|range| range.is_list)
            .map(|range| range.choices.len().to_string())
            .collect();
        let found = format!("{} = {count}", lengths.join(" * "));
        faults.error("too-many-scenarios", &whole.place, message, found, remedy);
        let longest = ranges.iter().map(|range| range.choices.len()).max().unwrap_or_default();
        let nth = |range: &Range, row: usize| range.choices[row.min(range.choices.len() - 1)].clone();
        return (0..longest.min(MOST))
            .map(|row| ranges.iter().map(|range| nth(range, row)).collect())
            .collect();
    }
    ranges.iter().fold(vec![Vec::new()], |rows, range| {
        let longer = |row: &Vec<Choice>| {
            let row = row.clone();
            range.choices.iter().map(move |choice| [row.as_slice(), std::slice::from_ref(choice)].concat())
        };
        rows.iter().flat_map(longer).collect()
    })
}

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::faults::{Faults, Place};

/// A value of a TOML file with the place it stands at.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Where it stands.
    pub place: Place,
    /// Whether a what-if put it there.
    pub is_changed: bool,
    /// What it is.
    pub value: Value,
}

/// What a TOML file can hold.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Real(f64),
    Flag(bool),
    Date(Datetime),
    List(Vec<Node>),
    Table(Table),
}

/// Keys and their values, in the order of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub place: Place,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The `id` of a table.
    pub fn id(&self) -> Option<&str> {
        let Value::Table(table) = &self.value else { return None };
        match &table.get("id")?.value {
            Value::Text(id) => Some(id.trim()),
            _ => None,
        }
    }
}

impl Table {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Whether a key has a value that is not an empty list.
    pub fn has_some(&self, key: &str) -> bool {
        self.get(key).is_some_and(|node| !matches!(&node.value, Value::List(items) if items.is_empty()))
    }

    /// The value of a key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }
}

impl Value {
    /// The value as the planner would write it, for messages.
    pub fn written(&self) -> String {
        match self {
            Value::Text(text) => format!("\"{text}\""),
            Value::Whole(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Flag(flag) => flag.to_string(),
            Value::Date(date) => date.to_string(),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }
}

/// Reads TOML text; every syntax error becomes a fault, and what could be read is returned all the same.
pub(super) fn parse(file: &Path, text: &str, faults: &mut Faults) -> Node {
    let places = Lines::new(file, text);
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let place = places.place(error.span().map_or(text.len(), |span| span.start));
        let line = place.line.and_then(|line| text.lines().nth(line - 1)).unwrap_or_default();
        faults.error(
            "toml-syntax",
            &place,
            format!("this is not TOML: {}", error.message()),
            line.trim(),
            "a key, `=` and a value; text in quotes; a table's name in brackets",
        );
    }
    let value = Value::Table(table(document.get_ref(), &places));
    Node { place: places.place(0), is_changed: false, value }
}

fn table(source: &DeTable<'_>, places: &Lines<'_>) -> Table {
    let mut entries: Vec<(usize, Entry)> = source
        .iter()
        .map(|(key, value)| {
            let place = places.place(key.span().start);
            let entry = Entry { key: key.get_ref().to_string(), place, node: node(value, places) };
            (key.span().start, entry)
        })
        .collect();
    entries.sort_by_key(|(start, _)| *start);
    Table { entries: entries.into_iter().map(|(_, entry)| entry).collect() }
}

fn node(source: &Spanned<DeValue<'_>>, places: &Lines<'_>) -> Node {
    let value = match source.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Whole(number),
            Err(_) => Value::Text(number.to_string()),
        },
        DeValue::Float(number) => match number.as_str().parse() {
            Ok(number) => Value::Real(number),
            Err(_) => Value::Text(number.to_string()),
        },
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(date) => Value::Date(*date),
        DeValue::Array(list) => Value::List(list.iter().map(|item| node(item, places)).collect()),
        DeValue::Table(entries) => Value::Table(table(entries, places)),
    };
    Node { place: places.place(source.span().start), is_changed: false, value }
}

/// Turns byte offsets of a text into lines and columns.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    file: Place,
}

impl<'a> Lines<'a> {
    fn new(file: &Path, text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(place, _)| place + 1)).collect();
        Lines { text, starts, file: Place::file(file) }
    }

    fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|&start| start <= offset);
        let before = self.text.get(self.starts[line - 1]..offset).unwrap_or_default();
        self.file.at(line, before.chars().count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Node, Faults) {
        let mut faults = Faults::default();
        let node = parse(Path::new("plan.toml"), text, &mut faults);
        (node, faults)
    }

    #[test]
    fn values_know_their_line_and_column() {
        let (node, faults) = read("name = \"é\"\n[queue.sla]\nanswered = \"80% in 20s\"\n");
        assert!(!faults.has_errors());
        let Value::Table(top) = &node.value else { panic!() };
        let Value::Table(queue) = &top.get("queue").unwrap().value else { panic!() };
        let Value::Table(sla) = &queue.get("sla").unwrap().value else { panic!() };
        let place = &sla.get("answered").unwrap().place;
        assert_eq!((place.line, place.column), (Some(3), Some(12)));
    }

    #[test]
    fn several_syntax_errors_are_all_told() {
        let (_, faults) = read("name = \ndays = 7\nstart = 20a\n");
        let lines: Vec<_> = faults.sorted().iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [Some(1), Some(3)]);
    }
}

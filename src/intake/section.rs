use super::document::{Node, Table, Value};
use super::faults::{Faults, Place};
use super::forms::is_id;
use super::nearest::{did_you_mean, listed};

/// How a kind of value is written: how to read it, and what to say where it cannot be read.
pub(super) struct Form<T: 'static> {
    /// The fault's code.
    pub code: &'static str,
    /// What would be right.
    pub remedy: &'static str,
    /// Reads it; nothing where it is not of this form.
    pub parse: fn(&Value) -> Option<T>,
}

impl<T> Form<T> {
    /// Reads a value, or notes a fault.
    pub fn read(&self, name: &str, node: &Node, faults: &mut Faults) -> Option<T> {
        let value = (self.parse)(&node.value);
        if value.is_none() {
            let message = format!("{name} cannot be read");
            faults.error(self.code, &node.place, message, node.value.written(), self.remedy);
        }
        value
    }
}

/// A table of the plan file with the keys it may have.
pub(super) struct Section<'a> {
    table: &'a Table,
    /// Where it begins.
    pub place: &'a Place,
    /// What to call it in messages: `queue nl-voice`.
    pub name: String,
}

impl<'a> Section<'a> {
    /// Opens a table; keys that are not known are named in a warning, or in a fault where a what-if set them.
    pub fn open(name: &str, node: &'a Node, known: &[&str], faults: &mut Faults) -> Option<Self> {
        let Value::Table(table) = &node.value else {
            let message = format!("{name} has to be a table");
            faults.error(
                "not-a-table",
                &node.place,
                message,
                node.value.written(),
                "a table of keys and values",
            );
            return None;
        };
        for entry in table.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let remedy = did_you_mean(&entry.key, known.iter().copied());
            if entry.node.is_changed {
                let message = format!("the path names nothing: {name} has no `{}`", entry.key);
                faults.error("unknown-path", &entry.place, message, &entry.key, remedy);
            } else {
                let message = format!("{name} has no key `{}`; it is ignored", entry.key);
                faults.warn("unknown-key", &entry.place, message, &entry.key, remedy);
            }
        }
        let name = match table.get("id").map(|id| &id.value) {
            Some(Value::Text(id)) => format!("{name} `{id}`"),
            _ => name.to_owned(),
        };
        Some(Section { table, place: &node.place, name })
    }

    /// The value of a key as it stands.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.table.get(key)
    }

    /// Whether a key is there.
    pub fn has(&self, key: &str) -> bool {
        self.node(key).is_some()
    }

    /// Whether a key is there with a value that is not an empty list.
    pub fn has_some(&self, key: &str) -> bool {
        self.table.has_some(key)
    }

    /// The place of a key's value, or of the section where the key is missing.
    pub fn place_of(&self, key: &str) -> &'a Place {
        self.node(key).map_or(self.place, |node| &node.place)
    }

    /// The value of a key; nothing where it is missing, nothing and a fault where it cannot be read.
    pub fn read<T>(&self, key: &str, form: &Form<T>, faults: &mut Faults) -> Option<T> {
        form.read(&format!("{}: `{key}`", self.name), self.node(key)?, faults)
    }

    /// The value of a key that has to be there.
    pub fn require<T>(&self, key: &str, form: &Form<T>, faults: &mut Faults) -> Option<T> {
        if !self.has(key) {
            let message = format!("{} needs `{key}`", self.name);
            faults.error("missing-key", self.place, message, "", format!("add `{key}`: {}", form.remedy));
        }
        self.read(key, form, faults)
    }

    /// One of several words, which has to be there.
    pub fn require_choice<T: Copy>(&self, key: &str, words: &[(&str, T)], faults: &mut Faults) -> Option<T> {
        if !self.has(key) {
            let message = format!("{} needs `{key}`", self.name);
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            faults.error("missing-key", self.place, message, "", format!("one of {}", listed(&words)));
        }
        self.choose(key, words, faults)
    }

    /// One of several words, each with its meaning.
    pub fn choose<T: Copy>(&self, key: &str, words: &[(&str, T)], faults: &mut Faults) -> Option<T> {
        let node = self.node(key)?;
        let word = match &node.value {
            Value::Text(word) => word.as_str(),
            _ => "",
        };
        let found = words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let message = format!("{}: `{key}` is none of its words", self.name);
            let remedy = did_you_mean(word, words.iter().map(|(known, _)| *known));
            faults.error("unknown-word", &node.place, message, node.value.written(), remedy);
        }
        found
    }

    /// Reads each table of a list: `[[queue]]`. Those that cannot be read are remembered, so that the `codes` for
    /// unknown ids do not blame who refers to them.
    pub fn each<T>(
        &self,
        key: &str,
        codes: &[&'static str],
        faults: &mut Faults,
        mut read: impl FnMut(&'a Node, &mut Faults) -> Option<T>,
    ) -> Vec<T> {
        let mut all = Vec::new();
        let nodes = self.tables(key, faults);
        if nodes.is_empty() {
            faults.silence(codes);
        }
        for node in nodes {
            match (read(node, faults), node.id()) {
                (Some(item), _) => all.push(item),
                (None, Some(id)) if is_id(id) => faults.mark_unreadable(id),
                (None, _) => faults.silence(codes),
            }
        }
        all
    }

    /// The items of a list of tables.
    fn tables(&self, key: &str, faults: &mut Faults) -> &'a [Node] {
        match self.node(key) {
            Some(Node { value: Value::List(items), .. }) => items,
            Some(node) => {
                let message = format!("`{key}` is a list of tables");
                let remedy = format!("a heading in two brackets for each: `[[{key}]]`");
                faults.error("not-a-list", &node.place, message, node.value.written(), remedy);
                &[]
            }
            None => &[],
        }
    }
}

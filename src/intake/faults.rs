use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use super::nearest::did_you_mean;
use crate::error::{Fault, Severity};

/// Where something stands in the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The file, as the planner named it.
    pub file: Arc<Path>,
    /// The line, from 1; nothing for the file as a whole.
    pub line: Option<usize>,
    /// The column, from 1: characters in a TOML file, fields in a CSV.
    pub column: Option<usize>,
}

impl Place {
    /// The file as a whole.
    pub fn file(file: &Path) -> Self {
        Place { file: Arc::from(file), line: None, column: None }
    }

    /// A line and column of the same file.
    pub fn at(&self, line: usize, column: usize) -> Self {
        Place { file: Arc::clone(&self.file), line: Some(line), column: Some(column) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file.display())?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(out, ":{number}")?;
        }
        Ok(())
    }
}

/// So many of what has one word for one and another for several: `1 row lies`, `2 rows lie`.
pub(super) fn counted(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}

/// The faults found so far; reading goes on after each.
#[derive(Debug, Default)]
pub(super) struct Faults {
    list: Vec<Fault>,
    /// Ids of things that are there but could not be read: who refers to them is not to blame.
    unreadable: HashSet<String>,
    /// Codes for unknown ids of a kind of which not all could be read, not even the id, and for what nobody has where not
    /// everybody could be.
    silenced: HashSet<&'static str>,
}

impl Faults {
    /// Notes something that makes the plan unusable.
    pub fn error(
        &mut self,
        code: &'static str,
        place: &Place,
        message: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.push(Severity::Error, code, place, [message.into(), found.into(), remedy.into()]);
    }

    /// Notes something worth knowing.
    pub fn warn(
        &mut self,
        code: &'static str,
        place: &Place,
        message: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.push(Severity::Warning, code, place, [message.into(), found.into(), remedy.into()]);
    }

    fn push(&mut self, severity: Severity, code: &'static str, place: &Place, words: [String; 3]) {
        let [message, found, remedy] = words;
        self.list.push(Fault {
            code,
            severity,
            file: place.file.to_path_buf(),
            line: place.line,
            column: place.column,
            message,
            found,
            remedy,
        });
    }

    /// Remembers that something with this id is there, though it could not be read.
    pub fn mark_unreadable(&mut self, id: &str) {
        self.unreadable.insert(id.to_owned());
    }

    /// Notes an id that nothing has, with the known one nearest to it, unless something unreadable has it.
    pub fn unknown<'a>(
        &mut self,
        code: &'static str,
        place: &Place,
        message: impl Into<String>,
        id: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        if !self.may_be_unreadable(code, id) {
            self.error(code, place, message, id, did_you_mean(id, known));
        }
    }

    /// Says nothing of unknown ids, or of what nobody has, from here on: what they name could not be read.
    pub fn silence(&mut self, codes: &[&'static str]) {
        self.silenced.extend(codes);
    }

    /// Whether nothing is to be said of a kind.
    pub fn is_silenced(&self, code: &str) -> bool {
        self.silenced.contains(code)
    }

    /// Whether an id nothing has may belong to something that could not be read.
    pub fn may_be_unreadable(&self, code: &str, id: &str) -> bool {
        self.unreadable.contains(id) || self.is_silenced(code)
    }

    /// Whether there is one of a kind.
    pub fn has(&self, code: &str) -> bool {
        self.list.iter().any(|fault| fault.code == code)
    }

    /// Whether any of them makes the plan unusable.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|fault| fault.severity == Severity::Error)
    }

    /// Takes over the faults found elsewhere.
    pub fn absorb(&mut self, other: Faults) {
        self.list.extend(other.list);
    }

    /// The lines they stand on.
    pub fn lines(&self) -> impl Iterator<Item = usize> {
        self.list.iter().filter_map(|fault| fault.line)
    }

    /// All of them: files in the order first complained of, lines and columns ascending.
    pub fn sorted(self) -> Vec<Fault> {
        let mut files = Vec::new();
        for fault in &self.list {
            if !files.contains(&fault.file) {
                files.push(fault.file.clone());
            }
        }
        let mut list = self.list;
        let rank = |fault: &Fault| files.iter().position(|file| *file == fault.file);
        list.sort_by_key(|fault| (rank(fault), fault.line, fault.column));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_has_another_word_than_several() {
        let rows = |number| counted(number, "row lies", "rows lie");
        assert_eq!([rows(0), rows(1), rows(2)], ["0 rows lie", "1 row lies", "2 rows lie"]);
    }
}

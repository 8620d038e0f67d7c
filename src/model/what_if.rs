use std::path::PathBuf;

/// A change to a plan by path: `queue.nl-voice.sla.answered = "90% in 10s"`.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What is changed: names joined by dots, in quotes where they contain dots themselves; `*` is every one.
    pub path: String,
    /// The new value; a text like `+15%`, `-3%`, `+4`, `+2h` or `+3 points` is relative to the old one.
    pub value: toml::Value,
    /// The file the change stands in.
    pub file: PathBuf,
    /// Its line.
    pub line: usize,
    /// The column of its value, where it stands in a file of its own.
    pub column: Option<usize>,
    /// Line and column of each name of its path, where it stands in a file of its own.
    pub names: Vec<(usize, usize)>,
}

/// Why a what-if differs from the base: one change, or several that make sense only together.
#[derive(Debug, Clone, PartialEq)]
pub struct Cause {
    /// What to call it: `volume +15%`. Causes of one name are the same.
    pub name: String,
    /// What it changes.
    pub changes: Vec<Change>,
}

/// A what-if: a name and why it differs from the base.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// Its name.
    pub name: String,
    /// Its causes, in the order of the file; none where it is the base itself.
    pub causes: Vec<Cause>,
}

impl WhatIf {
    /// All it changes, in order.
    pub fn changes(&self) -> Vec<Change> {
        self.causes.iter().flat_map(|cause| cause.changes.iter().cloned()).collect()
    }
}

//! What can go wrong: faults of the input, each with its place and remedy, and failures of the machine around.

use std::fmt;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Something in the input that cannot be read or contradicts itself.
///
/// The message of a fault says what is wrong in a planner's words; `found` repeats the input; `remedy` says what
/// would be right. Faults are collected: a reader returns all there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A stable name for this kind of fault, like `unknown-queue`; listed in the docs.
    pub code: &'static str,
    /// Whether the plan can be used all the same.
    pub severity: Severity,
    /// The file, as the planner named it.
    pub file: PathBuf,
    /// The line, from 1, where there is one.
    pub line: Option<usize>,
    /// The column, from 1, where there is one: characters in a TOML file, fields in a CSV.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What was found there; empty where nothing was.
    pub found: String,
    /// What would be right.
    pub remedy: String,
}

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the plan is used all the same.
    Warning,
    /// The plan cannot be used.
    Error,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if let Some(column) = self.column {
            write!(out, ":{column}")?;
        }
        write!(out, ": {}", self.message)
    }
}

/// Why a command could not do its work.
#[derive(Debug, Error)]
pub enum Error {
    /// The input has faults; all of them.
    #[error("{} in the input", faults_in_words(.0))]
    Input(Vec<Fault>),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The call of a command does not make sense.
    #[error("{0}")]
    Usage(String),
    /// A solver failed where it must not: not for want of staff, which is a result.
    #[error("the solver failed: {0}")]
    Solver(String),
}

impl Error {
    /// A failure to read or write `path`.
    pub fn file(path: impl AsRef<Path>, source: std::io::Error) -> Self {
        Error::File { path: path.as_ref().to_owned(), source }
    }
}

fn faults_in_words(faults: &[Fault]) -> String {
    match faults.len() {
        1 => "1 fault".to_owned(),
        faults => format!("{faults} faults"),
    }
}

/// The result of a command.
pub type Result<T> = std::result::Result<T, Error>;

use std::path::Path;

use super::case::{CaseParts, read_counting, read_model, read_share};
use super::faults::Faults;
use super::table::{Column, Row, Rows};
use crate::error::{Error, Fault, Result};
use crate::queueing::Case;
use crate::units::Share;

/// The columns of a file of cases.
pub const CASE_COLUMNS: [&str; 14] = [
    "case",
    "model",
    "volume_per_hour",
    "aht_seconds",
    "patience_seconds",
    "agents",
    "capacity",
    "within_seconds",
    "counting",
    "answered_at_least",
    "max_average_wait_seconds",
    "max_abandonment",
    "max_occupancy",
    "max_blocking",
];

/// The same for the reader; none has to be there, as a column that is not counts as empty.
const COLUMNS: &[Column] = &[
    Column::optional("case"),
    Column::optional("model"),
    Column::optional("volume_per_hour"),
    Column::optional("aht_seconds"),
    Column::optional("patience_seconds"),
    Column::optional("agents"),
    Column::optional("capacity"),
    Column::optional("within_seconds"),
    Column::optional("counting"),
    Column::optional("answered_at_least"),
    Column::optional("max_average_wait_seconds"),
    Column::optional("max_abandonment"),
    Column::optional("max_occupancy"),
    Column::optional("max_blocking"),
];

/// A case of a file, with its cells as written, in the order of [`CASE_COLUMNS`].
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenCase {
    /// The cells.
    pub cells: Vec<String>,
    /// What they say.
    pub case: Case,
}

/// Reads a CSV file of cases for the Erlang calculator; returns them with warnings.
///
/// # Errors
///
/// [`Error::Input`] with every fault of the file.
pub fn read_cases(path: &Path) -> Result<(Vec<WrittenCase>, Vec<Fault>)> {
    let mut faults = Faults::default();
    let needed = "a CSV file of cases; its columns are in `callboard erlang --help`";
    let mut cases = Vec::new();
    if let Some(rows) = Rows::read(path, COLUMNS, needed, &mut faults) {
        if rows.is_empty() {
            faults.error(
                "no-rows",
                rows.file(),
                "the file has no cases",
                "only a header",
                "a row for each case",
            );
        }
        cases = rows.iter().filter_map(|row| read_case(&row, &mut faults)).collect();
    }
    if faults.has_errors() { Err(Error::Input(faults.sorted())) } else { Ok((cases, faults.sorted())) }
}

fn read_case(row: &Row<'_>, faults: &mut Faults) -> Option<WrittenCase> {
    let mut reader = CaseReader { row, faults, is_readable: true };
    let parts = CaseParts {
        model: reader.word("model", "bad-model", read_model, "B, C or A"),
        volume_per_hour: reader.number("volume_per_hour"),
        aht_seconds: reader.number("aht_seconds"),
        patience_seconds: reader.number("patience_seconds"),
        agents: reader.number("agents"),
        capacity: reader.number("capacity"),
        within_seconds: reader.number("within_seconds"),
        counting: reader.word(
            "counting",
            "bad-counting",
            read_counting,
            "offered, abandons-in-time, answered or without-short-abandons",
        ),
        answered_at_least: reader.share("answered_at_least"),
        max_average_wait_seconds: reader.number("max_average_wait_seconds"),
        max_abandonment: reader.share("max_abandonment"),
        max_occupancy: reader.share("max_occupancy"),
        max_blocking: reader.share("max_blocking"),
    };
    if !reader.is_readable {
        return None;
    }
    match parts.case() {
        Ok(case) => {
            let cells = (0..COLUMNS.len()).map(|column| row.text(column).to_owned()).collect();
            Some(WrittenCase { cells, case })
        }
        Err(objections) => {
            for objection in objections {
                let column = column(objection.part);
                let found = row.get(column);
                faults.error("bad-case", &row.place(column), objection.message, found, objection.remedy);
            }
            None
        }
    }
}

fn column(name: &str) -> usize {
    COLUMNS.iter().position(|column| column.name == name).unwrap_or_default()
}

/// Reads the cells of one case.
struct CaseReader<'a> {
    row: &'a Row<'a>,
    faults: &'a mut Faults,
    is_readable: bool,
}

impl CaseReader<'_> {
    fn number(&mut self, name: &str) -> Option<f64> {
        let column = column(name);
        let number = self.row.number(column, self.faults);
        self.is_readable &= number.is_some() || self.row.get(column).is_empty();
        number
    }

    fn word<T>(
        &mut self,
        name: &str,
        code: &'static str,
        read: fn(&str) -> Option<T>,
        remedy: &str,
    ) -> Option<T> {
        let column = column(name);
        let text = self.row.get(column);
        if text.is_empty() {
            return None;
        }
        let word = read(text);
        if word.is_none() {
            self.is_readable = false;
            self.faults.error(code, &self.row.place(column), format!("no such {name}"), text, remedy);
        }
        word
    }

    /// A share, with a decimal comma or a sign of percent too.
    fn share(&mut self, name: &str) -> Option<Share> {
        let column = column(name);
        let text = self.row.get(column);
        if text.is_empty() {
            return None;
        }
        let share = read_share(&text.replace(',', "."));
        if share.is_none() {
            self.is_readable = false;
            let message = format!("`{name}` is not a share");
            let remedy = "a share from 0 to 1 or a percentage, like 0.8 or 80%";
            self.faults.error("bad-share", &self.row.place(column), message, text, remedy);
        }
        share
    }
}

use std::borrow::Cow;

use chrono::NaiveDate;

use super::words;
use crate::model::{Grid, Scenario, Skills};
use crate::units::{Moment, Money};

/// A CSV table in the making.
pub(super) struct Table {
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    /// A table with these columns.
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut table = Table { writer: csv::Writer::from_writer(Vec::new()) };
        for column in columns {
            table.raw(column);
        }
        table.end_row();
        table
    }

    /// A cell of words from outside, which no spreadsheet shall take for a formula.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.raw(&harmless(text))
    }

    /// A cell as it is: numbers, dates, and words of our own.
    pub fn raw(&mut self, cell: &str) -> &mut Self {
        self.writer.write_field(cell).expect("writing to memory does not fail");
        self
    }

    /// An empty cell.
    pub fn empty(&mut self) -> &mut Self {
        self.raw("")
    }

    /// A number with at most so many decimals.
    pub fn number(&mut self, number: f64, decimals: usize) -> &mut Self {
        self.raw(&number_text(number, decimals))
    }

    /// A number, or an empty cell.
    pub fn number_or_empty(&mut self, number: Option<f64>, decimals: usize) -> &mut Self {
        match number {
            Some(number) => self.number(number, decimals),
            None => self.empty(),
        }
    }

    /// A whole number.
    pub fn whole(&mut self, number: impl Into<i64>) -> &mut Self {
        self.raw(&number.into().to_string())
    }

    /// An amount in major units with two decimals.
    pub fn money(&mut self, money: Money) -> &mut Self {
        self.raw(&format!("{:.2}", money.major()))
    }

    /// A date.
    pub fn date(&mut self, date: NaiveDate) -> &mut Self {
        self.raw(&date.to_string())
    }

    /// A point in time.
    pub fn moment(&mut self, grid: &Grid, moment: Moment) -> &mut Self {
        self.raw(&iso(grid, moment))
    }

    /// The names of a skill set, joined by `|`.
    pub fn skills(&mut self, scenario: &Scenario, skills: &Skills) -> &mut Self {
        self.text(&words::skill_ids(scenario, skills).join("|"))
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect("writing to memory does not fail");
    }

    /// The table as text.
    pub fn into_text(self) -> String {
        let bytes = self.writer.into_inner().expect("writing to memory does not fail");
        String::from_utf8(bytes).expect("cells are text")
    }
}

/// A point in time as the planner's clock shows it, ISO 8601 with its offset.
pub(super) fn iso(grid: &Grid, moment: Moment) -> String {
    grid.local(moment).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A number with at most so many decimals, without trailing zeros; `inf` where it is without bound.
pub(super) fn number_text(number: f64, decimals: usize) -> String {
    let mut text = format!("{number:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if text == "-0" { "0".to_owned() } else { text }
}

/// Words that a spreadsheet would take for a formula get an apostrophe in front, as it would show them itself.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_no_formulas_and_numbers_stay_numbers() {
        let mut table = Table::new(["name", "gap"]);
        table.text("=cmd|' /C calc'!A0").number(-1.5, 2).end_row();
        table.text("a \"b\", c").number(-0.0001, 2).end_row();
        table.text("@x").number_or_empty(None, 2).end_row();
        assert_eq!(table.into_text(), "name,gap\n'=cmd|' /C calc'!A0,-1.5\n\"a \"\"b\"\", c\",0\n'@x,\n");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(number_text(3.0, 4), "3");
        assert_eq!(number_text(0.1 + 0.2, 6), "0.3");
        assert_eq!(number_text(1200.0, 0), "1200");
        assert_eq!(number_text(f64::INFINITY, 3), "inf");
    }
}

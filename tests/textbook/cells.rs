use std::collections::HashMap;

/// A row of a table, by column.
pub struct Row {
    cells: HashMap<String, String>,
}

impl Row {
    pub fn text(&self, column: &str) -> &str {
        &self.cells[column]
    }

    /// The number in a cell; nothing where it is empty.
    pub fn number(&self, column: &str) -> Option<f64> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    pub fn given(&self, column: &str) -> f64 {
        self.number(column).unwrap()
    }
}

/// The rows of a table in data/textbook.
pub fn rows(table: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(format!("data/textbook/{table}.csv")).unwrap();
    let rows = reader.deserialize().map(|cells| Row { cells: cells.unwrap() });
    rows.collect()
}

/// Gathers what differs from a table, so that a failing test shows all of it.
#[derive(Default)]
pub struct Differences {
    found: Vec<String>,
    compared: usize,
}

impl Differences {
    /// Probabilities: within 1e-10.
    pub fn share(&mut self, place: &str, found: Option<f64>, wanted: Option<f64>) {
        self.compare(place, found, wanted, |_| 1e-10);
    }

    /// Times: within a relative error.
    pub fn time(&mut self, place: &str, found: Option<f64>, wanted: Option<f64>, relative: f64) {
        self.compare(place, found, wanted, |wanted| relative * wanted + f64::MIN_POSITIVE);
    }

    /// Printed figures: within half a unit of their last digit.
    pub fn within(&mut self, place: &str, found: f64, wanted: f64, tolerance: f64) {
        self.compare(place, Some(found), Some(wanted), |_| tolerance);
    }

    fn compare(
        &mut self,
        place: &str,
        found: Option<f64>,
        wanted: Option<f64>,
        tolerance: impl Fn(f64) -> f64,
    ) {
        let Some(wanted) = wanted else { return };
        self.compared += 1;
        let agrees = found.is_some_and(|found| {
            found == wanted || (wanted.is_finite() && (found - wanted).abs() <= tolerance(wanted))
        });
        if !agrees {
            self.found.push(format!("{place}: found {found:?}, wanted {wanted:?}"));
        }
    }

    pub fn equal<T: PartialEq + std::fmt::Debug>(&mut self, place: &str, found: T, wanted: T) {
        self.compared += 1;
        if found != wanted {
            self.found.push(format!("{place}: found {found:?}, wanted {wanted:?}"));
        }
    }

    pub fn assert_none(self, at_least: usize) {
        assert!(self.found.is_empty(), "{} differ:\n{}", self.found.len(), self.found.join("\n"));
        assert!(self.compared >= at_least, "only {} cells were compared", self.compared);
    }
}

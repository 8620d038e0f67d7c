use super::figures::{Column, Figure, columns, figures};
use crate::plan::{Comparison, Outline};
use crate::report::table::Table;

/// Decimals of the numbers, and the unit of what causes add.
const DECIMALS: usize = 6;
const UNIT: f64 = 1e-6;

/// comparison.csv: a row for the base and for each what-if, the figures first, then their differences from the base.
/// Where a what-if changes several things, a row for each of its causes follows: what it adds to each difference, so
/// that they add up.
pub fn comparison_csv(comparison: &Comparison) -> String {
    let base = Outline::of(&comparison.base);
    let figures = figures(&base);
    let names: Vec<String> = ["scenario".to_owned(), "status".to_owned()]
        .into_iter()
        .chain(figures.iter().map(|figure| figure.column.clone()))
        .chain(figures.iter().map(|figure| format!("{}_difference", figure.column)))
        .chain(["cause".to_owned(), "note".to_owned()])
        .collect();
    let mut table = Table::new(names.iter().map(String::as_str));
    for column in columns(comparison) {
        row(&mut table, &column, &figures, &base);
        cause_rows(&mut table, &column, &figures, &base);
    }
    table.into_text()
}

fn row(table: &mut Table, column: &Column<'_>, figures: &[Figure], base: &Outline) {
    let outline = column.outcome.as_ref().ok();
    table.text(column.name).raw(column.status());
    for figure in figures {
        table.number_or_empty(outline.and_then(|outline| figure.value(outline)), DECIMALS);
    }
    for figure in figures {
        table.number_or_empty(outline.and_then(|outline| figure.difference(outline, base)), DECIMALS);
    }
    table.empty().text(&column.note());
    table.end_row();
}

fn cause_rows(table: &mut Table, column: &Column<'_>, figures: &[Figure], base: &Outline) {
    let (Ok(outline), Some(attribution)) = (&column.outcome, column.attribution) else { return };
    let shares = |figure: &Figure| figure.shares(attribution, figure.difference(outline, base)?, UNIT);
    let shares: Vec<Option<Vec<f64>>> = figures.iter().map(shares).collect();
    for (place, cause) in attribution.causes.iter().enumerate() {
        table.text(column.name).raw("cause");
        for _ in figures {
            table.empty();
        }
        for shares in &shares {
            table.number_or_empty(shares.as_ref().map(|shares| shares[place]), DECIMALS);
        }
        table.text(cause).empty();
        table.end_row();
    }
}

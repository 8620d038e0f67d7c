use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table as Grid, TableStyle};
use serde_json::{Value, json};

use super::table::{Table, number_text};
use super::words;
use crate::error::Error;
use crate::plan::{Comparison, Outline};

/// A line above, below and under the header; the rows stand close together.
const RULED: TableStyle = {
    let line = LineStyle::none().fill('─').junction('─');
    TableStyle::new().top_border(line).header_separator(line).bottom_border(line)
};

/// A figure of a comparison: how it is called, and how it is read from an outline.
struct Figure {
    /// The column of comparison.csv.
    column: String,
    /// The row of the table in the terminal.
    label: String,
    kind: Kind,
    value: Reading,
}

/// How a figure is read from an outline.
type Reading = Box<dyn Fn(&Outline) -> Option<f64>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Money,
    Hours,
    Count,
    Share,
}

impl Figure {
    fn new(column: &str, label: &str, kind: Kind, value: impl Fn(&Outline) -> Option<f64> + 'static) -> Self {
        Figure { column: column.to_owned(), label: label.to_owned(), kind, value: Box::new(value) }
    }
}

/// The figures compared; the queues are those of the base.
fn figures(base: &Outline) -> Vec<Figure> {
    let mut figures = vec![
        Figure::new("cost", "Cost", Kind::Money, |outline| Some(outline.cost.major())),
        Figure::new("wages", "Wages", Kind::Money, |outline| Some(outline.wages.major())),
        Figure::new("penalties", "Penalties", Kind::Money, |outline| Some(outline.penalties.major())),
        Figure::new("hours", "Hours paid", Kind::Hours, |outline| Some(outline.hours)),
        Figure::new("heads", "Agents", Kind::Count, |outline| Some(outline.heads as f64)),
        Figure::new("hires", "To hire", Kind::Count, |outline| Some(f64::from(outline.hires))),
        Figure::new("short_hours", "Hours short", Kind::Hours, |outline| Some(outline.short_hours)),
        Figure::new("service", "In time, all", Kind::Share, |outline| outline.service),
    ];
    for (queue, _) in &base.queues {
        let name = queue.clone();
        let service = move |outline: &Outline| {
            outline.queues.iter().find(|(queue, _)| *queue == name).map(|&(_, share)| share)
        };
        let (column, label) = (format!("service_{queue}"), format!("In time, {queue}"));
        figures.push(Figure::new(&column, &label, Kind::Share, service));
    }
    figures
}

/// The base and the what-ifs with their outlines, or why there is none.
fn columns(comparison: &Comparison) -> Vec<(&str, Result<Outline, &Error>)> {
    let what_ifs = comparison
        .what_ifs
        .iter()
        .map(|what_if| (what_if.name.as_str(), what_if.outcome.as_ref().map(Outline::of)));
    std::iter::once(("base", Ok(Outline::of(&comparison.base)))).chain(what_ifs).collect()
}

/// comparison.csv: a row for the base and for each what-if, the figures first and then their differences from the
/// base.
pub fn comparison_csv(comparison: &Comparison) -> String {
    let base = Outline::of(&comparison.base);
    let figures = figures(&base);
    let names: Vec<String> = ["scenario".to_owned(), "status".to_owned()]
        .into_iter()
        .chain(figures.iter().map(|figure| figure.column.clone()))
        .chain(figures.iter().map(|figure| format!("{}_difference", figure.column)))
        .collect();
    let mut table = Table::new(names.iter().map(String::as_str));
    for (name, outline) in columns(comparison) {
        table.text(name);
        match &outline {
            Ok(_) => table.raw("planned"),
            Err(error) => table.text(&error.to_string()),
        };
        let value = |figure: &Figure| outline.as_ref().ok().and_then(|outline| (figure.value)(outline));
        for figure in &figures {
            table.number_or_empty(value(figure), 6);
        }
        for figure in &figures {
            let difference = value(figure).zip((figure.value)(&base)).map(|(value, base)| value - base);
            table.number_or_empty(difference, 6);
        }
        table.end_row();
    }
    table.into_text()
}

/// The comparison as a table for the terminal: each what-if's figures, and in brackets what differs from the base.
pub fn comparison_text(comparison: &Comparison) -> String {
    let base = Outline::of(&comparison.base);
    let columns = columns(comparison);
    let mut grid = Grid::new();
    grid.load_style(RULED).set_content_arrangement(ContentArrangement::Dynamic);
    let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
    let mut header =
        vec![Cell::new(format!("{}, {}", comparison.base.scenario.name, comparison.base.scenario.currency))];
    header.extend(columns.iter().map(|(name, _)| right((*name).to_owned())));
    grid.set_header(header);
    for figure in figures(&base) {
        let mut row = vec![Cell::new(&figure.label)];
        for (place, (_, outline)) in columns.iter().enumerate() {
            row.push(right(match outline {
                Ok(outline) => cell(&figure, outline, (place > 0).then_some(&base)),
                Err(_) => "not planned".to_owned(),
            }));
        }
        grid.add_row(row);
    }
    format!("{grid}\n\n")
}

/// `152,310 (+21,070)`.
fn cell(figure: &Figure, outline: &Outline, base: Option<&Outline>) -> String {
    let Some(value) = (figure.value)(outline) else { return String::new() };
    let shown = match figure.kind {
        Kind::Share => words::percent(value),
        _ => words::grouped(value),
    };
    let Some(base) = base.and_then(|base| (figure.value)(base)) else { return shown };
    let difference = match figure.kind {
        Kind::Share => format!("{:+.1}", 100.0 * (value - base)),
        _ if value >= base => format!("+{}", words::grouped(value - base)),
        _ => words::grouped(value - base),
    };
    match difference.trim_start_matches(['+', '-']) {
        "0" | "0.0" => format!("{shown} (=)"),
        _ => format!("{shown} ({difference})"),
    }
}

/// The comparison for machines.
pub fn comparison_json(comparison: &Comparison) -> String {
    let base = Outline::of(&comparison.base);
    let figures = figures(&base);
    let scenario = |(name, outline): (&str, Result<Outline, &Error>)| match outline {
        Err(error) => json!({ "scenario": name, "error": error.to_string() }),
        Ok(outline) => {
            let mut values = serde_json::Map::new();
            let mut differences = serde_json::Map::new();
            for figure in &figures {
                let value = (figure.value)(&outline);
                let difference = value.zip((figure.value)(&base)).map(|(value, base)| value - base);
                values.insert(figure.column.clone(), number(value));
                differences.insert(figure.column.clone(), number(difference));
            }
            json!({ "scenario": name, "figures": values, "differences": differences })
        }
    };
    let value = json!({
        "callboard": env!("CARGO_PKG_VERSION"),
        "name": comparison.base.scenario.name,
        "currency": comparison.base.scenario.currency,
        "seed": comparison.base.provenance.seed,
        "scenarios": columns(comparison).into_iter().map(scenario).collect::<Vec<_>>(),
    });
    super::summary::json_text(&value)
}

fn number(value: Option<f64>) -> Value {
    value
        .and_then(|value| number_text(value, 6).parse::<f64>().ok())
        .map_or(Value::Null, |value| json!(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Compared, sample};
    use crate::units::Money;

    fn comparison() -> Comparison {
        let mut dearer = sample::plan();
        dearer.figures.wages = Money::from_major(1000.0);
        let what_ifs = vec![
            Compared { name: "=dearer".to_owned(), outcome: Ok(dearer) },
            Compared { name: "broken".to_owned(), outcome: Err(Error::Usage("no such queue".to_owned())) },
        ];
        Comparison { base: sample::plan(), what_ifs }
    }

    #[test]
    fn a_row_for_each_scenario() {
        let csv = comparison_csv(&comparison());
        let rows: Vec<Vec<&str>> = csv.lines().map(|row| row.split(',').collect()).collect();
        assert_eq!(rows[0][..4], ["scenario", "status", "cost", "wages"]);
        assert_eq!(rows[2][..4], ["'=dearer", "planned", "2475", "1000"]);
        assert_eq!(rows[2][rows[0].iter().position(|name| *name == "wages_difference").unwrap()], "72");
        assert_eq!(rows[3][..4], ["broken", "no such queue", "", ""]);
    }

    #[test]
    fn base_and_differences_stand_in_one_table() {
        insta::assert_snapshot!(comparison_text(&comparison()));
    }
}

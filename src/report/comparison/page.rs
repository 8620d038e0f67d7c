use serde::Serialize;

use super::figures::{Column, Figure, columns, figures_shown, owed_line, what_is_met};
use super::frontier::{Chart, Point};
use crate::plan::{Comparison, Outline};
use crate::report::page::filled;
use crate::report::words;

const TEMPLATE: &str = include_str!("comparison.html");
/// The figures attributed on the page.
const ATTRIBUTED: [&str; 8] =
    ["cost", "wages", "penalties", "hours", "short_hours", "short_posts", "posts", "service"];

/// What the template asks for, by its names there.
#[derive(Serialize)]
struct Page {
    name: String,
    dates: String,
    currency: String,
    version: &'static str,
    seed: u64,
    has_queues: bool,
    what_is_met: &'static str,
    owed: Option<String>,
    labels: Vec<String>,
    rows: Vec<Row>,
    cause_labels: Vec<String>,
    causes: Vec<CauseRow>,
    service_chart: Option<Chart>,
    volume_chart: Option<Chart>,
}

/// A scenario of the table.
#[derive(Serialize)]
struct Row {
    number: usize,
    name: String,
    status: &'static str,
    note: String,
    /// Each figure, and what it differs by from the base.
    cells: Vec<[String; 2]>,
}

/// A what-if's difference, or what one of its causes adds to it.
#[derive(Serialize)]
struct CauseRow {
    is_whole: bool,
    name: String,
    cells: Vec<String>,
}

/// comparison.html: the scenarios in a table, why they differ, and the frontiers, on one page that needs nothing else.
pub fn comparison_html(comparison: &Comparison) -> String {
    let base = Outline::of(&comparison.base);
    let columns = columns(comparison);
    let figures = figures_shown(&base);
    let attributed: Vec<&Figure> =
        figures.iter().filter(|figure| ATTRIBUTED.contains(&figure.column.as_str())).collect();
    let scenario = &comparison.base.scenario;
    let page = Page {
        name: scenario.name.clone(),
        dates: words::plan_dates(scenario),
        currency: scenario.currency.clone(),
        version: env!("CARGO_PKG_VERSION"),
        seed: comparison.base.provenance.seed,
        has_queues: !scenario.queues.is_empty(),
        what_is_met: what_is_met(&base),
        owed: owed_line(&base, &scenario.currency),
        labels: figures.iter().map(|figure| figure.label.clone()).collect(),
        rows: columns
            .iter()
            .enumerate()
            .map(|(number, column)| row(number, column, &figures, &base))
            .collect(),
        cause_labels: attributed.iter().map(|figure| figure.label.clone()).collect(),
        causes: columns.iter().flat_map(|column| causes(column, &attributed, &base)).collect(),
        service_chart: service_chart(&columns),
        volume_chart: volume_chart(&columns),
    };
    filled(TEMPLATE, &page)
}

fn row(number: usize, column: &Column<'_>, figures: &[Figure], base: &Outline) -> Row {
    let outline = column.outcome.as_ref().ok();
    let cell = |figure: &Figure| {
        let value = outline.and_then(|outline| figure.value(outline));
        let difference = outline.and_then(|outline| figure.difference(outline, base)).filter(|_| number > 0);
        [
            value.map_or("-".to_owned(), |value| figure.kind.shown(value)),
            difference.map_or(String::new(), |value| figure.kind.difference(value)),
        ]
    };
    Row {
        number,
        name: column.name.to_owned(),
        status: column.status(),
        note: column.note(),
        cells: figures.iter().map(cell).collect(),
    }
}

fn causes(column: &Column<'_>, figures: &[&Figure], base: &Outline) -> Vec<CauseRow> {
    let (Ok(outline), Some(attribution)) = (&column.outcome, column.attribution) else { return Vec::new() };
    let difference = |figure: &Figure| figure.difference(outline, base);
    let shown = |figure: &Figure, value: Option<f64>| {
        value.map_or(String::new(), |value| figure.kind.difference(value))
    };
    let whole = CauseRow {
        is_whole: true,
        name: column.name.to_owned(),
        cells: figures.iter().map(|figure| shown(figure, difference(figure))).collect(),
    };
    let shares: Vec<Option<Vec<f64>>> = figures
        .iter()
        .map(|figure| figure.shares(attribution, difference(figure)?, figure.kind.unit()))
        .collect();
    let cause = |(place, name): (usize, &String)| CauseRow {
        is_whole: false,
        name: name.clone(),
        cells: figures
            .iter()
            .zip(&shares)
            .map(|(figure, shares)| shown(figure, shares.as_ref().map(|shares| shares[place])))
            .collect(),
    };
    std::iter::once(whole).chain(attribution.causes.iter().enumerate().map(cause)).collect()
}

/// Cost against the share of contacts in time.
fn service_chart(columns: &[Column<'_>]) -> Option<Chart> {
    let point = |(number, column): (usize, &Column<'_>)| {
        let outline = column.outcome.as_ref().ok()?;
        let (x, y) = (outline.service?, outline.cost.major());
        let title = format!("{}: {} in time, {}", column.name, words::percent(x), words::grouped(y));
        Some(Point { number, x, y, is_met: outline.is_met, title })
    };
    let points: Vec<Point> = columns.iter().enumerate().filter_map(point).collect();
    Chart::of(&points, 0.0, |share| format!("{} %", short(100.0 * share)), words::grouped)
}

/// People there and to be hired against contacts.
fn volume_chart(columns: &[Column<'_>]) -> Option<Chart> {
    let point = |(number, column): (usize, &Column<'_>)| {
        let outline = column.outcome.as_ref().ok()?;
        let hires = outline.hires?;
        let (x, y) = (outline.contacts, outline.heads as f64 + f64::from(hires));
        let heads = words::count(y, 0, "head", "heads");
        let title = format!("{}: {} contacts, {heads}, {hires} to hire", column.name, words::grouped(x));
        Some(Point { number, x, y, is_met: outline.is_met, title })
    };
    let points: Vec<Point> = columns.iter().enumerate().filter_map(point).collect();
    Chart::of(&points, 1.0, words::grouped, short)
}

/// A number on a scale, without the noise of doubles.
fn short(value: f64) -> String {
    format!("{}", (value * 100.0).round() / 100.0)
}

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table as Grid, TableStyle, Width,
};

use super::figures::{Column, Figure, LEAST, columns, figures_shown, owed_line};
use crate::plan::{Comparison, Outline};

/// A line above, below and under the header; the rows stand close together.
const RULED: TableStyle = {
    let line = LineStyle::none().fill('─').junction('─');
    TableStyle::new().top_border(line).header_separator(line).bottom_border(line)
};
/// The blanks beside a cell's words.
const PADDING: usize = 2;
/// Before a cause, until it is printed: blanks that stay, with what follows, where its line breaks.
const INDENT: &str = "\u{a0}\u{a0}";
/// So many what-ifs stand side by side; more have a row each.
const SIDE_BY_SIDE: usize = 4;
/// The figures of a row, by their columns; all of them are in comparison.csv.
const IN_A_ROW: [&str; 7] = ["cost", LEAST, "hours", "heads", "hires", "short_hours", "service"];
/// The figures attributed in the terminal.
const ATTRIBUTED: [&str; 4] = ["cost", "penalties", "hours", "service"];

/// The comparison as a table for the terminal: each what-if's figures, in brackets what differs from the base, and
/// where several things change, what each adds.
pub fn comparison_text(comparison: &Comparison) -> String {
    let base = Outline::of(&comparison.base);
    let columns = columns(comparison);
    let title = format!("{}, {}", comparison.base.scenario.name, comparison.base.scenario.currency);
    let figures = figures_shown(&base);
    let grid = if comparison.what_ifs.len() <= SIDE_BY_SIDE {
        side_by_side(&title, &columns, &figures, &base)
    } else {
        a_row_each(&title, &columns, &figures, &base)
    };
    let owed =
        owed_line(&base, &comparison.base.scenario.currency).map_or_else(String::new, |line| line + "\n\n");
    format!("{grid}\n\n{owed}{}{}", notes(&columns), causes(&columns, &figures, &base))
}

fn ruled(header: Vec<Cell>) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(RULED).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    grid
}

/// Columns no narrower than their longest word: a line that is too long breaks between words only, and none breaks where
/// there is room for all.
fn between_words(mut grid: Grid) -> Grid {
    let whole = widths(&mut grid, |content| content.chars().count());
    let room = grid.width().map_or(usize::MAX, usize::from);
    if whole.iter().sum::<usize>() <= room {
        return grid;
    }
    let longest = |content: &str| content.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    let widths = widths(&mut grid, longest);
    for (column, width) in grid.column_iter_mut().zip(widths) {
        let padded = u16::try_from(width).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(padded)));
    }
    grid
}

/// What each column takes at most by some measure of its cells, with the blanks beside them.
fn widths(grid: &mut Grid, measure: impl Fn(&str) -> usize) -> Vec<usize> {
    let mut widths = vec![0; grid.column_count()];
    for row in grid.header().into_iter().chain(grid.row_iter()) {
        for (width, cell) in widths.iter_mut().zip(row.cell_iter()) {
            *width = (measure(&cell.content()) + PADDING).max(*width);
        }
    }
    widths
}

fn right(text: impl Into<String>) -> Cell {
    Cell::new(text.into()).set_alignment(CellAlignment::Right)
}

fn side_by_side(title: &str, columns: &[Column<'_>], figures: &[Figure], base: &Outline) -> Grid {
    let names = columns.iter().map(|column| right(column.name));
    let mut grid = ruled(std::iter::once(Cell::new(title)).chain(names).collect());
    for figure in figures {
        let cells =
            columns.iter().enumerate().map(|(place, column)| right(cell(figure, column, place, base)));
        grid.add_row(std::iter::once(Cell::new(&figure.label)).chain(cells));
    }
    let statuses = columns.iter().map(|column| right(column.status()));
    grid.add_row(std::iter::once(Cell::new("Targets")).chain(statuses));
    between_words(grid)
}

fn a_row_each(title: &str, columns: &[Column<'_>], figures: &[Figure], base: &Outline) -> Grid {
    let figures: Vec<&Figure> =
        figures.iter().filter(|figure| IN_A_ROW.contains(&figure.column.as_str())).collect();
    let labels = figures.iter().map(|figure| right(&figure.label));
    let header = std::iter::once(Cell::new(title)).chain(labels).chain([right("Targets")]);
    let mut grid = ruled(header.collect());
    for (place, column) in columns.iter().enumerate() {
        let cells = figures.iter().map(|figure| right(cell(figure, column, place, base)));
        let row = std::iter::once(Cell::new(column.name)).chain(cells).chain([right(column.status())]);
        grid.add_row(row);
    }
    between_words(grid)
}

/// `152,310 (+21,070)`.
fn cell(figure: &Figure, column: &Column<'_>, place: usize, base: &Outline) -> String {
    let Ok(outline) = &column.outcome else { return "-".to_owned() };
    let Some(value) = figure.value(outline) else { return String::new() };
    let shown = figure.kind.shown(value);
    match figure.difference(outline, base).filter(|_| place > 0) {
        Some(difference) => format!("{shown} ({})", figure.kind.difference(difference)),
        None => shown,
    }
}

/// What is missed, scenario by scenario.
fn notes(columns: &[Column<'_>]) -> String {
    let lines = columns.iter().filter(|column| column.status() != "met");
    let lines: Vec<String> =
        lines.map(|column| format!("{}: {}, {}\n", column.name, column.status(), column.note())).collect();
    if lines.is_empty() { String::new() } else { lines.concat() + "\n" }
}

/// What each cause adds to the differences of the what-ifs that change several things.
fn causes(columns: &[Column<'_>], figures: &[Figure], base: &Outline) -> String {
    let figures: Vec<&Figure> =
        figures.iter().filter(|figure| ATTRIBUTED.contains(&figure.column.as_str())).collect();
    let labels = figures.iter().map(|figure| right(&figure.label));
    let mut grid = ruled(std::iter::once(Cell::new("Why")).chain(labels).collect());
    for column in columns {
        let (Ok(outline), Some(attribution)) = (&column.outcome, column.attribution) else { continue };
        let differences: Vec<Option<f64>> =
            figures.iter().map(|figure| figure.difference(outline, base)).collect();
        let shares: Vec<Option<Vec<f64>>> = figures
            .iter()
            .zip(&differences)
            .map(|(figure, difference)| figure.shares(attribution, (*difference)?, figure.kind.unit()))
            .collect();
        let shown = |figure: &Figure, value: Option<f64>| {
            right(value.map_or(String::new(), |value| figure.kind.difference(value)))
        };
        let row = |name: String, values: Vec<Option<f64>>| {
            let cells = figures.iter().zip(values).map(|(figure, value)| shown(figure, value));
            std::iter::once(Cell::new(name)).chain(cells).collect::<Vec<_>>()
        };
        grid.add_row(row(column.name.to_owned(), differences.clone()));
        for (place, cause) in attribution.causes.iter().enumerate() {
            let values = shares.iter().map(|shares| shares.as_ref().map(|shares| shares[place])).collect();
            grid.add_row(row(format!("{INDENT}by\u{a0}{cause}"), values));
        }
    }
    if grid.row_count() == 0 {
        return String::new();
    }
    format!("{}\n\n", between_words(grid)).replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_between_words_only() {
        let names =
            ["base", "one agent less on full-time", "one agent less on part-time-evening", "sickness up"];
        let mut grid = ruled(std::iter::once(Cell::new("Desk")).chain(names.map(right)).collect());
        grid.add_row(["Cost", "152,310", "152,310 (+21,070)", "152,310 (+21,070)", "152,310 (-1,070)"]);
        grid.set_width(70);
        let shown = between_words(grid).to_string();
        let words: Vec<&str> = shown.split_whitespace().collect();
        for name in names.iter().flat_map(|name| name.split(' ')) {
            assert!(words.contains(&name), "{name} is broken:\n{shown}");
        }
        assert!(shown.lines().all(|line| line.chars().count() <= 70), "{shown}");
    }
    #[test]
    fn what_fits_does_not_break() {
        let mut grid = ruled(["Why", "Cost", "Penalties", "Hours paid", "In time, all"].map(right).into());
        let causes =
            ["Next spring: volume +20%", "by\u{a0}agents.full-time +1"].map(|name| format!("{INDENT}{name}"));
        for cause in &causes {
            grid.add_row([cause.as_str(), "+984", "-2", "+36", "+3.5"]);
        }
        let shown = |width: u16| between_words(grid.clone().set_width(width).clone()).to_string();
        assert!(causes.iter().all(|cause| shown(80).contains(cause.as_str())), "{}", shown(80));
        // Where it does not fit it breaks, and what follows stands under what is broken.
        assert!(
            shown(60).contains(&format!("{INDENT}by\u{a0}agents.full-time"))
                && !shown(60).contains(&causes[1]),
            "{}",
            shown(60)
        );
    }
}

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table as Grid, TableStyle, Width,
};

use super::figures::{Column, Figure, columns, figures_shown, owed_line, what_is_met};
use super::rows::a_row_each;
use crate::plan::{Comparison, Outline};

/// A line above, below and under the header; the rows stand close together.
const RULED: TableStyle = {
    let line = LineStyle::none().fill('─').junction('─');
    TableStyle::new().top_border(line).header_separator(line).bottom_border(line)
};
/// The blanks beside a cell's words.
pub(super) const PADDING: usize = 2;
/// The blank between two columns.
pub(super) const BETWEEN: usize = 1;
/// A blank at which no line breaks, until it is printed.
pub(super) const STAYS: &str = "\u{a0}";
/// Before a cause: what follows stays with it.
const INDENT: &str = "\u{a0}\u{a0}";
/// So many what-ifs stand side by side; more have a row each.
const SIDE_BY_SIDE: usize = 4;
/// What there is room for where there is no terminal to ask.
const ROOM: usize = 120;
/// The figures attributed in the terminal.
const ATTRIBUTED: [&str; 4] = ["cost", "penalties", "hours", "service"];

/// The comparison as a table for the terminal: each what-if's figures, in brackets what differs from the base, and
/// where several things change, what each adds.
pub fn comparison_text(comparison: &Comparison) -> String {
    let base = Outline::of(&comparison.base);
    let columns = columns(comparison);
    let title = format!("{}, {}", comparison.base.scenario.name, comparison.base.scenario.currency);
    let figures = figures_shown(&base);
    let mut parts = match comparison.what_ifs.len() <= SIDE_BY_SIDE {
        true => vec![side_by_side(&title, &columns, &figures, &base)],
        false => a_row_each(&title, &columns, &figures, &base),
    };
    let owed = owed_line(&base, &comparison.base.scenario.currency);
    parts.extend(owed.into_iter().chain(notes(&columns)).map(|told| in_lines(&told)));
    parts.extend(causes(&columns, &figures, &base));
    parts.join("\n\n").replace(STAYS, " ") + "\n\n"
}

/// Lines that break between words where the terminal ends.
pub(super) fn in_lines(text: &str) -> String {
    let mut grid = Grid::new();
    grid.load_style(TableStyle::new()).set_content_arrangement(ContentArrangement::Dynamic);
    for line in text.lines() {
        grid.add_row([together(line)]);
    }
    grid.column_iter_mut().for_each(|column| _ = column.set_padding((0, 0)));
    grid.trim_fmt()
}

/// How wide the terminal is.
pub(super) fn room() -> usize {
    Grid::new().width().map_or(ROOM, usize::from)
}

/// Words in which no number parts from what it counts: `Volume -10 %`, `90 % in 10 seconds`.
pub(super) fn together(words: &str) -> String {
    let mut text = String::new();
    for (place, word) in words.split(' ').enumerate() {
        let is_unit = word.starts_with(|letter: char| letter == '%' || letter.is_alphabetic());
        let is_counted = is_unit && text.ends_with(|letter: char| letter.is_ascii_digit());
        text += if is_counted { STAYS } else { &" "[..place.min(1)] };
        text += word;
    }
    text
}

pub(super) fn ruled(header: Vec<Cell>) -> Grid {
    let mut grid = Grid::new();
    grid.load_style(RULED).set_content_arrangement(ContentArrangement::Dynamic).set_header(header);
    grid
}

/// Columns no narrower than their longest word: a line that is too long breaks between words only, and none breaks where
/// there is room for all.
pub(super) fn between_words(mut grid: Grid) -> Grid {
    let whole = widths(&mut grid, |content| content.chars().count());
    let room = grid.width().map_or(usize::MAX - BETWEEN, usize::from);
    if whole.iter().map(|width| width + BETWEEN).sum::<usize>() <= room + BETWEEN {
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

pub(super) fn right(text: impl Into<String>) -> Cell {
    Cell::new(text.into()).set_alignment(CellAlignment::Right)
}

fn side_by_side(title: &str, columns: &[Column<'_>], figures: &[Figure], base: &Outline) -> String {
    let names = columns.iter().map(|column| right(together(column.name)));
    let mut grid = ruled(std::iter::once(Cell::new(title)).chain(names).collect());
    for figure in figures {
        let cells =
            columns.iter().enumerate().map(|(place, column)| right(cell(figure, column, place, base)));
        grid.add_row(std::iter::once(Cell::new(&figure.label)).chain(cells));
    }
    let statuses = columns.iter().map(|column| right(column.status()));
    grid.add_row(std::iter::once(Cell::new(what_is_met(base))).chain(statuses));
    between_words(grid).to_string()
}

/// `152,310 (+21,070)`; a dash where nothing is known.
pub(super) fn cell(figure: &Figure, column: &Column<'_>, place: usize, base: &Outline) -> String {
    let known = column.outcome.as_ref().ok().and_then(|outline| Some((outline, figure.value(outline)?)));
    let Some((outline, value)) = known else { return "-".to_owned() };
    let shown = figure.kind.shown(value);
    match figure.difference(outline, base).filter(|_| place > 0) {
        Some(difference) => together(&format!("{shown} ({})", figure.kind.difference(difference))),
        None => together(&shown),
    }
}

/// What is missed, scenario by scenario; nothing where nothing is.
fn notes(columns: &[Column<'_>]) -> Option<String> {
    let lines = columns.iter().filter(|column| column.status() != "met");
    let lines: Vec<String> =
        lines.map(|column| format!("{}: {}, {}", column.name, column.status(), column.note())).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What each cause adds to the differences of the what-ifs that change several things; nothing where none does.
fn causes(columns: &[Column<'_>], figures: &[Figure], base: &Outline) -> Option<String> {
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
        grid.add_row(row(together(column.name), differences.clone()));
        for (place, cause) in attribution.causes.iter().enumerate() {
            let values = shares.iter().map(|shares| shares.as_ref().map(|shares| shares[place])).collect();
            grid.add_row(row(together(&format!("{INDENT}by\u{a0}{cause}")), values));
        }
    }
    (grid.row_count() > 0).then(|| between_words(grid).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_what_they_count_stay_together() {
        let shown = |words: &str| together(words).replace(STAYS, "_");
        assert_eq!(shown("Volume -10 %"), "Volume -10_%");
        assert_eq!(shown("90 % in 10 seconds"), "90_% in 10_seconds");
        // A difference may stand below its figure.
        assert_eq!(shown("152,310 (+21,070)"), "152,310 (+21,070)");
        assert_eq!(shown("Level 7"), "Level 7");
    }

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

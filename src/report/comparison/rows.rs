//! What-ifs below each other: as many tables as their figures need, each no wider than the terminal.

use super::figures::{Column, Figure, what_is_met};
use super::text::{BETWEEN, PADDING, STAYS, between_words, cell, in_lines, right, room, ruled, together};
use crate::plan::Outline;

/// What stands below each other in a table: the words above, then those of each what-if.
struct Strip {
    words: Vec<String>,
}

impl Strip {
    fn new(header: &str, cells: impl Iterator<Item = String>) -> Self {
        Strip { words: std::iter::once(header.to_owned()).chain(cells).collect() }
    }

    /// What it takes, with the blanks beside its words and before the next.
    fn width(&self) -> usize {
        self.words.iter().map(|words| words.chars().count()).max().unwrap_or(0) + PADDING + BETWEEN
    }
}

/// A row for each what-if. Figures that none of them changes are told in a line below.
pub(super) fn a_row_each(
    title: &str,
    columns: &[Column<'_>],
    figures: &[Figure],
    base: &Outline,
) -> Vec<String> {
    let (unchanged, changed): (Vec<&Figure>, Vec<&Figure>) =
        figures.iter().partition(|figure| is_unchanged(figure, columns, base));
    let names = Strip::new(title, columns.iter().map(|column| together(column.name)));
    let statuses = Strip::new(what_is_met(base), columns.iter().map(|column| column.status().to_owned()));
    let of_figure = |figure: &Figure| {
        let cells = columns.iter().enumerate().map(|(place, column)| cell(figure, column, place, base));
        Strip::new(&figure.label, cells)
    };
    let strips = std::iter::once(statuses).chain(changed.into_iter().map(of_figure)).collect();
    let tables = side_by_side(&names, strips, room()).into_iter().map(|strips| table(&names, &strips));
    tables.chain(in_a_line(&unchanged, base)).collect()
}

/// Whether what-ifs were planned, and all have the base's figure.
fn is_unchanged(figure: &Figure, columns: &[Column<'_>], base: &Outline) -> bool {
    let mut planned = columns[1..].iter().filter_map(|column| column.outcome.as_ref().ok()).peekable();
    let is_base = |outline| match figure.difference(outline, base) {
        Some(by) => figure.kind.difference(by) == "=",
        None => figure.value(outline).is_none() && figure.value(base).is_none(),
    };
    planned.peek().is_some() && planned.all(is_base)
}

/// In order, as many beside the names as there is room for, at least one.
fn side_by_side(names: &Strip, strips: Vec<Strip>, room: usize) -> Vec<Vec<Strip>> {
    // Names longer than half of it break.
    let room = room + BETWEEN - names.width().min(room / 2);
    let mut tables: Vec<(usize, Vec<Strip>)> = Vec::new();
    for strip in strips {
        let width = strip.width();
        match tables.last_mut() {
            Some((taken, strips)) if *taken + width <= room => {
                *taken += width;
                strips.push(strip);
            }
            _ => tables.push((width, vec![strip])),
        }
    }
    tables.into_iter().map(|(_, strips)| strips).collect()
}

fn table(names: &Strip, strips: &[Strip]) -> String {
    let mut rows = (0..names.words.len()).map(|row| {
        let cells = strips.iter().map(move |strip| right(&strip.words[row]));
        std::iter::once(names.words[row].as_str().into()).chain(cells).collect()
    });
    let mut grid = ruled(rows.next().unwrap_or_default());
    grid.add_rows(rows);
    between_words(grid).to_string()
}

/// `The same in all: To hire 0; Hours short 0`, each figure on one line with its name.
fn in_a_line(figures: &[&Figure], base: &Outline) -> Option<String> {
    let value = |figure: &&Figure| figure.value(base).map_or("-".into(), |value| figure.kind.shown(value));
    let told = figures.iter().map(|figure| format!("{} {}", figure.label, value(figure)));
    let told: Vec<String> = told.map(|told| told.replace(' ', STAYS)).collect();
    (!told.is_empty()).then(|| in_lines(&format!("The same in all: {}", told.join("; "))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_as_wide_as_there_is_room_and_keep_the_order() {
        let strip = |words: &str| Strip::new(words, std::iter::empty());
        let of = |names: &str, room: usize| -> Vec<Vec<String>> {
            let strips = ["Cost", "Hours paid", "Agents"].map(strip).into();
            let tables = side_by_side(&strip(names), strips, room).into_iter();
            tables.map(|strips| strips.into_iter().flat_map(|strip| strip.words).collect()).collect()
        };
        // Two blanks beside each, one between two.
        assert_eq!(of("What-if", 9 + 1 + 6 + 1 + 12 + 1 + 8), [["Cost", "Hours paid", "Agents"]]);
        assert_eq!(of("What-if", 9 + 1 + 6 + 1 + 12 + 1 + 7), [vec!["Cost", "Hours paid"], vec!["Agents"]]);
        assert_eq!(of(&"long ".repeat(9), 40), [vec!["Cost", "Hours paid"], vec!["Agents"]]);
        assert_eq!(of("What-if", 1), [["Cost"], ["Hours paid"], ["Agents"]]);
    }
}

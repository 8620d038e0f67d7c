//! All legal lines of work under some terms, day by day.

mod build;
mod moves;
mod sweep;

use std::ops::Range;

use super::Path;
use super::classes::Class;
use super::hours::SpanDay;
use super::moves::Move;
use crate::model::Scenario;
use crate::rostering::terms::Terms;

/// All legal lines of work under some [`Terms`], day by day.
///
/// A node is what the rules must remember after a day, hours aside ([`State`](super::state::State)): days in a row,
/// when the rest ends, which weekends are worked. A link is a day off or a class of shifts between which the rules see
/// no difference. Hours are no part of a node: each node has an array over the hours that a line may have there, and a
/// link moves one array onto another, so that hours cost little and the network stays small.
#[derive(Debug)]
pub(in crate::rostering) struct Days {
    /// One before each day, and one after the last.
    layers: Vec<Layer>,
    /// By day, the hours a week that ends with it must have, in units.
    week_ends: Vec<Option<(i32, i32)>>,
    /// By day, how it counts to the hours of spans.
    span_days: Vec<SpanDay>,
    pub classes: Vec<Class>,
    /// Whether the hours of weeks are counted.
    counts_weeks: bool,
}

/// The nodes before a day, and the links of that day.
#[derive(Debug, Default)]
struct Layer {
    bounds: Vec<Bounds>,
    /// By node, where its array begins; the last entry ends them all.
    offsets: Vec<usize>,
    links: Vec<Link>,
    /// By node, the first of its links; the last entry ends them all.
    first_link: Vec<u32>,
    moves: Vec<Move>,
    /// By link, the first of its moves; the last entry ends them all.
    first_move: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    from: u32,
    to: u32,
    class: u32,
}

/// The hours a line may have at a node, in units, from the least to the most: of the week so far, and of the span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bounds {
    week: (i32, i32),
    plan: (i32, i32),
}

/// Where a line is before a day: a node, and the hours so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Point {
    node: u32,
    week: i32,
    plan: i32,
}

impl Days {
    /// How many links it has.
    pub fn links(&self) -> usize {
        self.layers.iter().map(|layer| layer.links.len()).sum()
    }

    /// How many moves it has, which take the most room.
    pub fn size(&self) -> usize {
        self.layers.iter().map(|layer| layer.moves.len()).sum()
    }

    /// The lines that keep the terms; nothing where there is none.
    pub fn new(terms: &Terms, scenario: &Scenario) -> Option<Self> {
        build::build(terms, scenario).map(Days::with_moves).filter(Days::has_line)
    }

    /// Whether there is a line. Where hours are counted it is looked for: while the network is built only the least and
    /// the most that may have been worked are seen, and no shifts may make what lies between, or weeks ask for more in
    /// all than a span allows.
    fn has_line(&self) -> bool {
        let is_counted = self.counts_weeks || self.span_days.iter().any(|day| day.is_counted);
        !is_counted || !self.cheapest(&vec![0.0; self.classes.len()], 1).is_empty()
    }
}

impl Layer {
    /// How many places the arrays of its nodes have.
    fn len(&self) -> usize {
        self.offsets[self.bounds.len()]
    }

    /// The places of the links from a node.
    fn links_of(&self, node: usize) -> Range<usize> {
        self.first_link[node] as usize..self.first_link[node + 1] as usize
    }
}

impl Bounds {
    /// How many places its array has.
    fn len(&self) -> usize {
        self.rows() * self.row()
    }

    fn rows(&self) -> usize {
        (self.week.1 - self.week.0 + 1).max(0) as usize
    }

    /// How many places each row, of one number of hours in the week, has.
    fn row(&self) -> usize {
        (self.plan.1 - self.plan.0 + 1).max(0) as usize
    }

    fn place(&self, week: i32, plan: i32) -> Option<usize> {
        let is_inside =
            (self.week.0..=self.week.1).contains(&week) && (self.plan.0..=self.plan.1).contains(&plan);
        is_inside.then(|| (week - self.week.0) as usize * self.row() + (plan - self.plan.0) as usize)
    }
}

use rayon::prelude::*;

use super::duals::PostPrices;
use super::engine::Worth;
use super::limits::Relaxed;
use super::prices::PresencePrices;
use super::window::{Group, Window};
use crate::model::Watch;

/// The step at first, as a share of the one that would close the gap were the direction right,
const STEP: f64 = 0.1;
/// how much longer it gets after one that could have been longer, up to so long,
const LONGER: f64 = 1.2;
const LONGEST: f64 = 2.0;
/// and how much shorter after so many in a row that gained nothing; so short a one is the last.
const SHORTER: f64 = 0.8;
const PATIENCE: usize = 3;
const SHORTEST: f64 = 1e-4;
/// The share of the newest lines in the direction, and the least as a part of that.
const NEWEST: f64 = 0.1;
const LEAST_NEW: f64 = 0.1;
/// Where the bound comes so near to what it aims at, it aims higher.
const NEAR: f64 = 0.95;

/// On the way to a roster no fewer days of agents are settled at a time than one in so many of all,
const BATCHES: usize = 25;
/// and of those left up to half of them where so much of an agent's lines agree,
const SURE: f64 = 0.9;
/// with so many rounds between, of a step so long at first.
const ROUNDS_BELOW: usize = 8;
const STEP_BELOW: f64 = 0.01;

/// Prices, or a direction to move them in: by row of the program, and by group and limited template.
#[derive(Clone)]
struct Point {
    rows: Vec<f64>,
    kinds: Vec<Vec<f64>>,
}

/// How far a climb has come.
#[derive(Clone)]
pub(super) struct Climb {
    best: Point,
    /// What no roster costs less than.
    pub bound: f64,
    direction: Point,
    step: f64,
    latest: Vec<Latest>,
}

/// The latest line of a group.
#[derive(Clone)]
struct Latest {
    line: Vec<Option<u32>>,
    /// By day, what its lines so far work and how many of them do, as a share, the newest of most weight.
    parts: Vec<Vec<(Option<u32>, f64)>>,
    /// By day, the share of what the latest works.
    agreed: Vec<f64>,
}

impl Window<'_> {
    /// Raises the bound of a program of posts alone from some prices on, without the program.
    ///
    /// The bound is concave in the prices. Its slope at some is what the cheapest lines there leave to posts; the mean
    /// of the slopes so far, the newest of most weight, is the direction (volume algorithm: Barahona and Anbil 2000).
    /// Limits on templates are priced like posts. `cost` is that of a roster.
    pub fn climb(&mut self, climb: &mut Climb, cost: f64, rounds: usize, watch: &dyn Watch) {
        let mut idle = 0;
        for _ in 0..rounds {
            if climb.step < SHORTEST || watch.should_stop() {
                break;
            }
            let (bound, direction) = (climb.bound, &climb.direction);
            let target = if bound > NEAR * cost { bound / NEAR } else { cost };
            let size = self.size(&climb.best, direction);
            let tried = self.moved(&climb.best, direction, climb.step * (target - bound) / size.max(1e-9));
            let (found, slope, lines) = self.slope(&tried);
            let is_onward = direction.times(&slope) > 0.0;
            let share = climb.direction.turn(&slope);
            climb.remember(lines, share);
            if found > bound {
                (climb.best, climb.bound, idle) = (tried, found, 0);
                climb.step = if is_onward { (climb.step * LONGER).min(LONGEST) } else { climb.step };
            } else {
                idle += 1;
                climb.step = if idle % PATIENCE == 0 { climb.step * SHORTER } else { climb.step };
            }
        }
        for (group, kinds) in self.groups.iter_mut().zip(&climb.best.kinds) {
            group.legal.kind_prices.clone_from(kinds);
        }
    }

    /// A climb that begins at some prices.
    pub fn climb_from(&mut self, prices: &PostPrices) -> Climb {
        let rows = self.master.priced_at(prices).into_prices();
        let kinds = self.groups.iter().map(|group| group.legal.kind_prices.clone()).collect();
        let best = Point { rows, kinds };
        let (bound, direction, lines) = self.slope(&best);
        let latest = |line: &Vec<Option<u32>>| Latest {
            line: line.clone(),
            parts: vec![Vec::new(); line.len()],
            agreed: vec![0.0; line.len()],
        };
        let latest = lines.iter().map(latest).collect();
        let mut climb = Climb { best, bound, direction, step: STEP, latest };
        climb.remember(lines, 1.0);
        climb
    }

    /// The prices a climb came to.
    pub fn prices_of(&self, climb: &Climb) -> PostPrices {
        self.master.post_prices(self.engine.scenario, &self.master.duals_of(climb.best.rows.clone()))
    }

    /// A line for each group by prices alone, whatever its limits on templates: settles, a batch at a time, what agents
    /// do on days on which most of their lines did the same, and lets prices move between. Nothing where time was up.
    pub fn descend(
        &mut self,
        mut climb: Climb,
        cost: f64,
        watch: &dyn Watch,
    ) -> Option<Vec<Vec<Option<u32>>>> {
        let days = |(group, of): (usize, &Group)| (0..of.legal.terms.days.len()).map(move |day| (group, day));
        let mut open: Vec<(usize, usize)> = self.groups.iter().enumerate().flat_map(days).collect();
        let least = open.len().div_ceil(BATCHES);
        while !open.is_empty() && !watch.should_stop() {
            // The days of an agent's latest line go together with all settled before.
            let agreed = |&(group, day): &(usize, usize)| climb.latest[group].agreed[day];
            open.sort_by(|one, other| agreed(other).total_cmp(&agreed(one)));
            let sure = open.partition_point(|day| agreed(day) >= SURE);
            let rest = open.split_off(sure.min(open.len() / 2).max(least).min(open.len()));
            for (group, day) in std::mem::replace(&mut open, rest) {
                self.groups[group].legal.settled[day] = Some(climb.latest[group].line[day]);
            }
            let at = climb.best.clone();
            let (bound, slope, lines) = self.slope(&at);
            (climb.bound, climb.step) = (bound, STEP_BELOW);
            let share = climb.direction.turn(&slope);
            climb.remember(lines, share);
            self.climb(&mut climb, cost, ROUNDS_BELOW, watch);
        }
        self.groups.iter_mut().for_each(|group| group.legal.settled.fill(None));
        open.is_empty().then(|| climb.latest.into_iter().map(|latest| latest.line).collect())
    }

    /// The bound at some prices, its slope, and the line of each group that makes it.
    fn slope(&mut self, at: &Point) -> (f64, Point, Vec<Vec<Option<u32>>>) {
        let engine = self.engine;
        let duals = self.master.duals_of(at.rows.clone());
        let posts = &self.master.post_prices(engine.scenario, &duals);
        let grid = &engine.scenario.grid;
        let presence = &PresencePrices::new(grid, &vec![0.0; grid.len()]);
        let price = |(group, kinds): (&mut Group, &Vec<f64>)| {
            group.legal.kind_prices.clone_from(kinds);
            engine.relaxed(&group.legal, group.contract, &Worth { presence, posts })
        };
        let found: Vec<Option<Relaxed>> = self.groups.par_iter_mut().zip(&at.kinds).map(price).collect();
        let mut bound = duals.rest;
        let mut slope = Point { rows: self.master.missing(), kinds: Vec::new() };
        let mut lines = Vec::with_capacity(self.groups.len());
        for ((group, found), kinds) in self.groups.iter().zip(found).zip(&at.kinds) {
            let Some(found) = found else {
                slope.kinds.push(vec![0.0; kinds.len()]);
                lines.push(vec![None; group.legal.terms.days.len()]);
                continue;
            };
            let left = group.left as f64;
            bound += found.bound * left;
            let worked = found.choices.iter().zip(&group.legal.terms.days);
            for choice in
                worked.filter_map(|(choice, day)| choice.map(|choice| &day.choices[choice as usize]))
            {
                if let Some(row) = self.master.post_row(choice.day, choice.template) {
                    slope.rows[row.index()] -= left;
                }
            }
            slope.kinds.push(found.beyond);
            lines.push(found.choices);
        }
        (bound, slope, lines)
    }

    /// The prices so far in a direction, or as far as they can go.
    fn moved(&self, from: &Point, way: &Point, length: f64) -> Point {
        let mut to = from.clone();
        to.all_mut().zip(way.all()).for_each(|(to, way)| *to += length * way);
        to.rows = self.master.duals_of(to.rows).into_prices();
        to.kinds.iter_mut().flatten().for_each(|price| *price = price.max(0.0));
        to
    }

    /// The square of the length of a direction, without what leads out of the prices there can be.
    fn size(&self, at: &Point, way: &Point) -> f64 {
        let there = self.moved(at, way, 1e-6);
        let moves = at.all().zip(there.all()).map(|(at, there)| (there - at) * 1e6);
        moves.zip(way.all()).map(|(moved, way)| moved * way).sum()
    }
}

impl Point {
    fn all(&self) -> impl Iterator<Item = &f64> {
        self.rows.iter().chain(self.kinds.iter().flatten())
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut f64> {
        self.rows.iter_mut().chain(self.kinds.iter_mut().flatten())
    }

    fn times(&self, other: &Point) -> f64 {
        self.all().zip(other.all()).map(|(one, other)| one * other).sum()
    }

    /// Turns towards another direction, so that the mean gets as short as it can within limits; by what share.
    fn turn(&mut self, other: &Point) -> f64 {
        let (own, across) = (self.times(self), self.times(other));
        let apart = own - 2.0 * across + other.times(other);
        let share = if apart > 0.0 { (own - across) / apart } else { 0.0 };
        let share = share.clamp(NEWEST * LEAST_NEW, NEWEST);
        self.all_mut().zip(other.all()).for_each(|(own, other)| *own += share * (other - *own));
        share
    }
}

impl Climb {
    /// Takes lines into the shares, with some weight.
    fn remember(&mut self, lines: Vec<Vec<Option<u32>>>, weight: f64) {
        for (latest, line) in self.latest.iter_mut().zip(lines) {
            for (day, (parts, &choice)) in latest.parts.iter_mut().zip(&line).enumerate() {
                parts.iter_mut().for_each(|(_, part)| *part *= 1.0 - weight);
                let place = parts.iter().position(|(known, _)| *known == choice).unwrap_or(parts.len());
                if place == parts.len() {
                    parts.push((choice, 0.0));
                }
                parts[place].1 += weight;
                latest.agreed[day] = parts[place].1;
            }
            latest.line = line;
        }
    }
}

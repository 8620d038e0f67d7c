use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::duals::{Duals, PostPrices};
use super::engine::{PricedLine, Worth};
use super::limits::Relaxed;
use super::prices::PresencePrices;
use super::scarcity::Scarcity;
use super::taken::Taken;
use super::window::{Group, Window};
use crate::model::Watch;

/// So few groups choose between two moves of the prices.
const FEW: usize = 8;
/// By how much a price rises for each one missing at first, as a share of what one missing costs: half as much after a pass,
/// a third after two.
const STEP: f64 = 0.1;
/// A larger step is tried too, in long plans, where the bound still rises by this share between two computed after so many
/// passes: where people are missing day after day prices have far to go.
const LARGER_STEP: f64 = 0.3;
const TRIAL: usize = 120;
const STILL_RISING: f64 = 1e-2;
/// After so many passes prices are good enough for a roster to be made by them: more raise the bound, and hardly help it.
const GOOD_ENOUGH: usize = 100;
/// How much of their speed prices keep from pass to pass.
const MOMENTUM: f64 = 0.99;
/// How much of the mean price is from before the last pass.
const MEMORY: f64 = 0.8;
/// Around prices that are about right they move as if so many passes had gone before.
const AS_AFTER: usize = 30;
/// The bound is computed after each so many passes; where so many computed in a row raised it by less than this share in
/// all, it has come far enough.
const BETWEEN: usize = 10;
const LATELY: usize = 5;
const LITTLE: f64 = 2e-3;

/// Prices by row of the program, and by group and limit.
#[derive(Clone)]
struct Point {
    rows: Vec<f64>,
    limits: Vec<Vec<f64>>,
}

/// How far prices have come that rise where somebody is missing.
pub(super) struct Ascent {
    at: Point,
    speed: Vec<f64>,
    mean: Point,
    /// The prices of the best bound.
    best: Point,
    /// What no roster costs less than,
    pub bound: f64,
    /// and what that was at first and after each so many passes.
    bounds: Vec<f64>,
    passes: usize,
    /// By group.
    pub taken: Vec<Taken>,
    random: Pcg64,
    step: f64,
}

impl Ascent {
    /// The bound so many computed ones before the last.
    fn bound_before(&self, computed: usize) -> Option<f64> {
        self.bounds.len().checked_sub(computed + 1).map(|place| self.bounds[place])
    }

    /// Whether the bound has risen much since it was computed the time before.
    fn is_still_rising(&self) -> bool {
        self.bound_before(1).is_some_and(|before| self.bound - before > STILL_RISING * self.bound.abs())
    }

    /// Whether the bound has left where it began, and risen little of late.
    fn is_far_enough(&self) -> bool {
        self.bound_before(LATELY)
            .is_some_and(|before| before > self.bounds[0] && self.bound - before < LITTLE * self.bound.abs())
    }
}

impl Window<'_> {
    /// Raises the bound of a program of posts alone from nothing on, without the program, as far as it soon goes.
    ///
    /// The bound is concave in the prices, and a sum over groups. A few at a time take their cheapest line, and the
    /// prices move along the slope of their part of it (incremental subgradient method: Nedić and Bertsekas 2001); they
    /// keep their speed from pass to pass (Polyak 1964), as where many posts are short together each single one
    /// is short only now and then. What is limited for a single agent is priced like posts.
    pub fn ascend(&mut self, passes: usize, watch: &dyn Watch) -> Ascent {
        let mut ascent = self.ascent(STEP);
        self.rise(&mut ascent, passes, watch);
        ascent
    }

    /// The same for as long as a roster can be made by the prices, and then for as long as `brief` lets it: by a larger
    /// step, where the usual one has not come far and that one comes further.
    pub fn ascend_far(&mut self, passes: usize, watch: &dyn Watch, brief: &dyn Watch) -> Ascent {
        let mut ascent = self.ascent(STEP);
        self.rise(&mut ascent, GOOD_ENOUGH.min(passes), watch);
        self.rise(&mut ascent, TRIAL.min(passes), brief);
        if ascent.is_still_rising() && !brief.should_stop() {
            let mut other = self.ascent(LARGER_STEP);
            self.rise(&mut other, TRIAL.min(passes), brief);
            if other.bound > ascent.bound {
                ascent = other;
            }
        }
        self.rise(&mut ascent, passes, brief);
        ascent
    }

    /// Lets prices that are about right already move for so many passes: for the lines that are taken there, of which a program
    /// can be put together that is as good as solved.
    pub fn ascend_near(&mut self, posts: &PostPrices, passes: usize, watch: &dyn Watch) -> Ascent {
        let mut ascent = self.ascent(STEP);
        ascent.at.rows = self.master.priced_at(posts).into_prices();
        ascent.mean = ascent.at.clone();
        self.prove(&mut ascent);
        for pass in (0..passes).take_while(|_| !watch.should_stop()) {
            self.pass(&mut ascent, AS_AFTER + pass, MOMENTUM);
        }
        self.prove(&mut ascent);
        ascent
    }

    /// Goes on until there were so many passes in all, or the bound has come far enough.
    fn rise(&mut self, ascent: &mut Ascent, passes: usize, watch: &dyn Watch) {
        while ascent.passes < passes && !ascent.is_far_enough() && !watch.should_stop() {
            self.pass(ascent, ascent.passes, MOMENTUM);
            ascent.passes += 1;
            if ascent.passes.is_multiple_of(BETWEEN) {
                self.prove(ascent);
                ascent.bounds.push(ascent.bound);
            }
        }
    }

    /// The prices an ascent came to.
    pub fn prices_of(&self, ascent: &Ascent) -> PostPrices {
        self.master.post_prices(self.engine.scenario, &self.duals_at(ascent))
    }

    /// The same by row.
    pub fn duals_at(&self, ascent: &Ascent) -> Duals {
        self.master.duals_of(ascent.best.rows.clone())
    }

    /// The bound at the best prices where lines may be ahead or behind of an even spread as far as they like, and what hours and
    /// weekends of each agent are to cost there.
    pub fn without_leeway(&self, ascent: &Ascent) -> (f64, Vec<Scarcity>) {
        let engine = self.engine;
        let presence = &PresencePrices::none(&engine.scenario.grid);
        let duals = self.duals_at(ascent);
        let posts = &self.master.post_prices(engine.scenario, &duals);
        let worth = &Worth { presence, posts };
        let found = |(group, prices): (&Group, &Vec<f64>)| {
            let (mut legal, weekends) = engine.loosely_legal(group.agents[0])?;
            legal.limit_prices.iter_mut().zip(prices).for_each(|(price, &of)| *price = of);
            let bound = match weekends {
                Some(place) => engine.bound_by_limit(&mut legal, group.contract, worth, place)?,
                None => engine.relaxed(&legal, group.contract, worth)?.bound,
            };
            let scarcity = engine.price_scarce((&legal, weekends), group.contract, worth);
            Some((bound * group.left as f64, scarcity))
        };
        let groups = self.groups.par_iter().zip(&ascent.best.limits);
        let found: Vec<Option<(f64, Scarcity)>> = groups.map(found).collect();
        let mut scarcity = vec![Scarcity::default(); engine.scenario.agents.len()];
        for (group, found) in self.groups.iter().zip(&found) {
            let of = found.map_or(Scarcity::default(), |found| found.1);
            group.agents.iter().for_each(|&agent| scarcity[agent] = of);
        }
        let bounds: Option<f64> = found.iter().map(|found| found.map(|found| found.0)).sum();
        (bounds.map_or(f64::NEG_INFINITY, |bounds| duals.rest + bounds), scarcity)
    }

    fn ascent(&mut self, step: f64) -> Ascent {
        let asking = self.engine.scenario.posts.iter().filter(|post| post.required > 0);
        let missing: Vec<f64> = asking.map(|post| post.under_cost.major()).collect();
        let rows = vec![0.0; self.master.missing().len()];
        let limits = self.groups.iter().map(|group| group.legal.limit_prices.clone()).collect();
        let at = Point { rows, limits };
        let mut ascent = Ascent {
            speed: at.rows.clone(),
            mean: at.clone(),
            best: at.clone(),
            at,
            bound: f64::NEG_INFINITY,
            bounds: Vec::new(),
            passes: 0,
            taken: self.groups.iter().map(|group| Taken::nothing(group.legal.terms.days.len())).collect(),
            random: Pcg64::seed_from_u64(0),
            step: step * missing.iter().sum::<f64>() / missing.len().max(1) as f64,
        };
        self.prove(&mut ascent);
        ascent.bounds.push(ascent.bound);
        ascent
    }

    /// Everyone chooses once, a few at a time, and prices move.
    pub fn pass(&mut self, ascent: &mut Ascent, passes: usize, momentum: f64) {
        let step = ascent.step / (1.0 + passes as f64);
        let missing = self.master.missing();
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.shuffle(&mut ascent.random);
        let parts = order.len().div_ceil(FEW) as f64;
        let all: usize = self.groups.iter().map(|group| group.left).sum();
        let mut slope = vec![0.0; missing.len()];
        let mut mean = vec![0.0; missing.len()];
        for few in order.chunks(FEW) {
            let lines = self.choose(few, &ascent.at);
            let left: usize = few.iter().map(|&group| self.groups[group].left).sum();
            let mut part: Vec<f64> =
                missing.iter().map(|all_of| all_of * left as f64 / all.max(1) as f64).collect();
            for (&group, line) in few.iter().zip(lines) {
                self.take(group, &line.choices, &mut part);
                // Agents seldom have too much of it, so that these prices need no speed.
                let limits = ascent.at.limits[group].iter_mut().zip(&line.beyond);
                limits.for_each(|(price, beyond)| *price = (*price + step * beyond).max(0.0));
                ascent.taken[group].add(line.choices);
            }
            for (row, price) in ascent.at.rows.iter_mut().enumerate() {
                *price += step * (part[row] + ascent.speed[row] / parts);
                slope[row] += part[row];
            }
            ascent.at.rows = self.master.duals_of(std::mem::take(&mut ascent.at.rows)).into_prices();
            mean.iter_mut().zip(&ascent.at.rows).for_each(|(mean, price)| *mean += price / parts);
        }
        let speed = ascent.speed.iter_mut().zip(&slope);
        speed.for_each(|(speed, slope)| *speed = momentum * (*speed + slope));
        let limits = ascent.mean.limits.iter_mut().flatten().zip(ascent.at.limits.iter().flatten());
        let all = ascent.mean.rows.iter_mut().zip(&mean).chain(limits);
        all.for_each(|(old, new)| *old = MEMORY * *old + (1.0 - MEMORY) * new);
    }

    /// Computes the bound at the mean prices.
    fn prove(&mut self, ascent: &mut Ascent) {
        let at = ascent.mean.clone();
        let all: Vec<usize> = (0..self.groups.len()).collect();
        let lines = self.choose(&all, &at);
        let of_lines = lines.iter().zip(&self.groups).map(|(line, group)| line.bound * group.left as f64);
        let bound = self.master.duals_of(at.rows.clone()).rest + of_lines.sum::<f64>();
        if bound > ascent.bound {
            (ascent.best, ascent.bound) = (at, bound);
        }
    }

    /// The cheapest lines of some groups.
    fn choose(&mut self, groups: &[usize], at: &Point) -> Vec<Relaxed> {
        for &group in groups {
            self.groups[group].legal.limit_prices.clone_from(&at.limits[group]);
        }
        let (engine, all) = (self.engine, &self.groups);
        let presence = &PresencePrices::none(&engine.scenario.grid);
        let posts = &self.master.post_prices(engine.scenario, &self.master.duals_of(at.rows.clone()));
        let choose = |&group: &usize| {
            let Group { legal, contract, .. } = &all[group];
            engine
                .relaxed(legal, *contract, &Worth { presence, posts })
                .unwrap_or_else(|| Relaxed::idle(legal))
        };
        groups.par_iter().map(choose).collect()
    }

    /// Takes those who work a line away from what is missing.
    fn take(&self, group: usize, line: &[Option<u32>], missing: &mut [f64]) {
        let Group { legal, left, .. } = &self.groups[group];
        for (choice, day) in line.iter().zip(&legal.terms.days) {
            let choice = choice.map(|choice| &day.choices[choice as usize]);
            if let Some(row) = choice.and_then(|choice| self.master.post_row(choice.day, choice.template)) {
                missing[row.index()] -= *left as f64;
            }
        }
    }

    /// Legal lines that groups took of late while prices rose.
    pub fn lines_taken(&self, ascent: &Ascent) -> Vec<(usize, PricedLine)> {
        let engine = self.engine;
        let (presence, posts) = (&PresencePrices::none(&engine.scenario.grid), &self.prices_of(ascent));
        let priced = |(group, taken): (usize, &Taken)| {
            let Group { legal, contract, .. } = &self.groups[group];
            let is_legal = |line: &&Vec<Option<u32>>| legal.is_within_limits(line);
            let line = |line: &Vec<Option<u32>>| {
                (group, engine.line(legal, *contract, &Worth { presence, posts }, (line, 0.0)))
            };
            taken.late().filter(is_legal).map(line).collect::<Vec<_>>()
        };
        ascent.taken.iter().enumerate().flat_map(priced).collect()
    }
}

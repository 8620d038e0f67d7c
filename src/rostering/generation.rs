use std::collections::HashSet;

use rand::SeedableRng;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::ascent::Ascent;
use super::duals::{Duals, PostPrices};
use super::engine::{Engine, Worth};
use super::prices::PresencePrices;
use super::pricing::Priced;
use super::window::{Group, Window};
use crate::error::Result;
use crate::model::Watch;
use crate::program::{Method, Solution};

/// A line is worth adding when it saves at least this much.
const WORTHWHILE: f64 = 1e-6;
/// How far from the prices of the best bound towards those of the last program lines are priced.
const SMOOTH: f64 = 0.5;
/// Noise on the prices that further lines are found at, as a share of their mean.
const BLUR: f64 = 0.4;

/// After so many rounds in which the bound did not rise it is enough that it could tell no more.
const STALLED: usize = 50;

/// Rows that count heads are looked for once the bound is as near to the program as this share of it.
const ROUGH: f64 = 4e-3;

/// When to stop generating columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    pub rounds: usize,
    /// Enough when the bound is as near to the program as this share of it.
    pub gap: f64,
    /// Lines for each group and round.
    pub lines: usize,
    /// Stop as soon as the bound shows that no roster here costs less than this.
    pub cutoff: f64,
    /// Stop after so much work in all: simplex steps and days priced.
    pub work: f64,
    /// How often rows that count heads may be added where the program breaks them.
    pub tightenings: usize,
    /// Prices that are known to be about right move for so many passes before the first program, and what was taken meanwhile
    /// is in it.
    pub passes: usize,
    /// Enough when the program costs no more than this.
    pub enough: f64,
}

impl Effort {
    /// Column generation to the end, unless nothing costs less than the cutoff.
    pub const fn to_the_end(rounds: usize, cutoff: f64) -> Self {
        Effort {
            rounds,
            gap: 1e-6,
            lines: 4,
            cutoff,
            work: f64::INFINITY,
            tightenings: 0,
            passes: 0,
            enough: f64::NEG_INFINITY,
        }
    }
}

/// Where column generation came to.
#[derive(Debug, Clone, Default)]
pub(super) struct Generated {
    pub solution: Solution,
    pub bound: f64,
    /// Whether nothing was left to gain.
    pub is_final: bool,
    /// The prices of the bound, once there is one.
    pub duals: Option<Duals>,
}

/// Tries at prices for templates of which a line has too many.
const TRIES: usize = 6;
const TRIES_BLURRED: usize = 2;

/// Pricing a group over a network of so many links takes as long as a simplex step.
const LINKS: f64 = 2000.0;

/// How lines are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pricing {
    /// Cheap ones, with a bound on the cheapest.
    Cheap,
    /// The cheapest.
    Exact,
}

impl Window<'_> {
    /// Where templates are limited the cheapest line is not looked for at first.
    fn first_pricing(&self) -> Pricing {
        let is_limited = self.groups.iter().any(|group| !group.legal.terms.kinds.is_empty());
        if is_limited { Pricing::Cheap } else { Pricing::Exact }
    }

    /// Generates columns: solves the master program, prices every group, adds the lines that pay, and again.
    ///
    /// Lines are priced between the prices of the best bound so far and those of the last program, which swing
    /// (Wentges 1997); only where that finds none, at the latter.
    pub fn generate(&mut self, effort: &Effort, mut method: Method, watch: &dyn Watch) -> Result<Generated> {
        let mut found = Generated { bound: f64::NEG_INFINITY, ..Generated::default() };
        let mut guess = self.guess.take();
        let mut best: Option<Duals> = None;
        if let Some(posts) = guess.take_if(|_| effort.passes > 0) {
            let ascent = self.ascend_near(&posts, effort.passes, watch);
            self.add_taken(&ascent)?;
            (found.bound, best) = (ascent.bound, Some(self.duals_at(&ascent)));
        }
        let mut guess = guess.map(|posts| self.master.priced_at(&posts));
        let (mut is_plain, mut pricing) = (false, self.first_pricing());
        let (mut tightenings, mut raised) = (effort.tightenings, 0);
        for round in 0.. {
            found.solution = self.master.program.solve_by(method)?;
            self.work += found.solution.iterations as f64;
            self.rounds += 1;
            self.work +=
                self.groups.iter().map(|group| group.legal.network.links() as f64).sum::<f64>() / LINKS;
            method = Method::Primal;
            let is_enough = round == effort.rounds || found.solution.objective <= effort.enough;
            if is_enough || self.work > effort.work || watch.should_stop() {
                break;
            }
            let last = self.duals(&found.solution);
            let smooth = best.as_ref().filter(|_| !is_plain).map(|best| best.towards(&last, SMOOTH));
            let is_smooth = smooth.is_some() || guess.is_some();
            let duals = guess.take().or(smooth).unwrap_or(last);
            let priced = self.price(&duals, effort.lines, round as u64, pricing);
            let bound = duals.rest + self.worth_of_best(&priced);
            if bound > found.bound || best.is_none() {
                (found.bound, best, raised) = (bound, Some(duals), round);
            }
            let is_near = found.solution.objective - found.bound
                <= effort.gap * found.solution.objective.abs()
                || round - raised >= STALLED && self.tells_all(&found);
            if found.bound >= effort.cutoff {
                found.is_final = true;
                break;
            }
            let is_rough = found.solution.objective - found.bound > ROUGH * found.solution.objective.abs();
            if !is_rough && self.tighten(&found.solution, &mut best, &mut tightenings)? {
                (method, is_plain) = (Method::Dual, false);
                continue;
            }
            if is_near {
                found.is_final = true;
                break;
            }
            let is_added = self.add_those_that_pay(priced, &found.solution)?;
            if !is_added && !is_smooth {
                if pricing == Pricing::Exact {
                    if self.tighten(&found.solution, &mut best, &mut tightenings)? {
                        (method, is_plain) = (Method::Dual, false);
                        continue;
                    }
                    found.is_final = true;
                    break;
                }
                pricing = Pricing::Exact;
            }
            is_plain = !is_added;
        }
        if self.engine.scenario.queues.is_empty() {
            self.guess = best.as_ref().map(|best| self.master.post_prices(self.engine.scenario, best));
        }
        found.duals = best;
        Ok(found)
    }

    /// Whether no bound of the program could tell more, as all costs are multiples of a step.
    fn tells_all(&self, found: &Generated) -> bool {
        self.engine.least_cost(found.bound) >= found.solution.objective - WORTHWHILE
    }

    /// Counts heads where the program breaks what must hold of them, if it still may; whether rows came. In the prices
    /// of the best bound these are worth nothing.
    fn tighten(&mut self, last: &Solution, best: &mut Option<Duals>, left: &mut usize) -> Result<bool> {
        if *left == 0 {
            return Ok(false);
        }
        let rows = self.master.tighten(&self.engine.cover, last, (&self.lines, &self.columns))?;
        *left -= usize::from(rows > 0);
        *best = best.take().map(|best| best.with_rows(rows));
        Ok(rows > 0)
    }

    /// The prices of a program.
    pub fn duals(&self, solution: &Solution) -> Duals {
        let own = self.groups.iter().enumerate();
        let own = own.map(|(place, group)| self.master.group_price(solution, place) * group.left as f64);
        Duals::of(solution, own.sum())
    }

    /// What the best lines of all agents without one cost at the prices they were found at.
    fn worth_of_best(&self, priced: &[Priced]) -> f64 {
        let best = |(priced, group): (&Priced, &Group)| {
            if group.left == 0 { 0.0 } else { priced.bound * group.left as f64 }
        };
        priced.iter().zip(&self.groups).map(best).sum()
    }

    /// Adds the lines that were taken of late while prices moved and are not there yet.
    pub fn add_taken(&mut self, ascent: &Ascent) -> Result<()> {
        let known = |of: &Vec<usize>| of.iter().map(|&line| self.lines[line].choices.clone()).collect();
        let known: Vec<HashSet<Vec<Option<u32>>>> = self.lines_of.iter().map(known).collect();
        for (group, line) in self.lines_taken(ascent) {
            if self.groups[group].left > 0 && !known[group].contains(&line.choices) {
                self.add(group, line)?;
            }
        }
        Ok(())
    }

    /// Adds the lines that would lower the cost of the last program; whether there are any.
    fn add_those_that_pay(&mut self, priced: Vec<Priced>, last: &Solution) -> Result<bool> {
        let mut is_added = false;
        for (group, priced) in priced.into_iter().enumerate() {
            let mut added: Vec<Vec<Option<u32>>> = Vec::new();
            for line in priced.lines {
                if added.contains(&line.choices) {
                    continue;
                }
                let line = self.line_column(group, line);
                let entries = self.master.entries(&self.engine.cover, &line);
                let worth: f64 = entries.iter().map(|&(row, entry)| entry * last.price(row)).sum();
                if line.cost - worth < -WORTHWHILE {
                    added.push(line.choices.clone());
                    self.add_column(line, &entries)?;
                    is_added = true;
                }
            }
        }
        Ok(is_added)
    }

    /// What presence of each skill set is worth.
    pub fn presence_prices(&self, duals: &Duals) -> Vec<PresencePrices> {
        let cover = &self.engine.cover;
        let worth = |skill_set| self.master.worth(cover, duals, skill_set);
        let Engine { scenario, .. } = self.engine;
        if scenario.queues.is_empty() {
            return vec![PresencePrices::none(&scenario.grid); cover.skill_sets.len()];
        }
        let prices = |skill_set| PresencePrices::new(&scenario.grid, &worth(skill_set));
        (0..cover.skill_sets.len()).map(prices).collect()
    }

    /// The best lines for each group: the first is the best of all. Where posts alone are to be filled the others are
    /// the best at prices a little off, so that lines differ; else those of other hours.
    fn price(&mut self, duals: &Duals, most: usize, round: u64, pricing: Pricing) -> Vec<Priced> {
        let (engine, scenario) = (self.engine, self.engine.scenario);
        let presence = self.presence_prices(duals);
        let mut posts: Vec<PostPrices> = vec![self.master.post_prices(scenario, duals)];
        let mut random = Pcg64::seed_from_u64(round);
        let (variants, ends) = if scenario.queues.is_empty() { (most, 1) } else { (1, most) };
        (1..variants).for_each(|_| posts.push(posts[0].blurred(BLUR, &mut random)));
        let price = |of: &mut Group| {
            if of.left == 0 {
                return Priced { lines: Vec::new(), bound: 0.0 };
            }
            let worth = |posts| Worth { presence: &presence[of.skill_set], posts };
            let mut found = match pricing {
                Pricing::Exact => engine.cheapest(&mut of.legal, of.contract, &worth(&posts[0]), ends),
                Pricing::Cheap => engine.cheap(&mut of.legal, of.contract, &worth(&posts[0]), TRIES),
            };
            for posts in &posts[1..] {
                let more = engine.cheap(&mut of.legal, of.contract, &worth(posts), TRIES_BLURRED);
                found.lines.extend(more.lines);
            }
            found
        };
        self.groups.par_iter_mut().map(price).collect()
    }
}

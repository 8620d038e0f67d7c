use rand::SeedableRng;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::duals::{Duals, PostPrices};
use super::engine::{PricedLine, Worth};
use super::prices::PresencePrices;
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
}

/// Where column generation came to.
#[derive(Debug, Clone, Default)]
pub(super) struct Generated {
    pub solution: Solution,
    pub bound: f64,
    /// Whether nothing was left to gain.
    pub is_final: bool,
}

impl Window<'_> {
    /// Generates columns: solves the master program, prices every group, adds the lines that pay, and again.
    ///
    /// Lines are priced between the prices of the best bound so far and those of the last program, which swing
    /// (Wentges 1997); only where that finds none, at the latter.
    pub fn generate(&mut self, effort: &Effort, method: Method, watch: &dyn Watch) -> Result<Generated> {
        let mut found = Generated { bound: f64::NEG_INFINITY, ..Generated::default() };
        let mut method = method;
        let mut best: Option<Duals> = None;
        let mut is_exact = false;
        for round in 0.. {
            found.solution = self.master.program.solve_by(method)?;
            self.work += found.solution.iterations as f64;
            method = Method::Primal;
            if round == effort.rounds || watch.should_stop() {
                break;
            }
            let last = self.duals(&found.solution);
            let smooth = best.as_ref().filter(|_| !is_exact).map(|best| best.towards(&last, SMOOTH));
            let is_smooth = smooth.is_some();
            let duals = smooth.unwrap_or(last);
            let priced = self.price(&duals, effort.lines, round as u64);
            let bound = duals.rest + self.worth_of_best(&priced);
            if bound > found.bound || best.is_none() {
                (found.bound, best) = (bound, Some(duals));
            }
            let is_near =
                found.solution.objective - found.bound <= effort.gap * found.solution.objective.abs();
            if is_near || found.bound >= effort.cutoff {
                found.is_final = true;
                break;
            }
            let is_added = self.add_those_that_pay(priced, &found.solution)?;
            if !is_added && !is_smooth {
                found.is_final = true;
                break;
            }
            is_exact = !is_added;
        }
        Ok(found)
    }

    fn duals(&self, solution: &Solution) -> Duals {
        let own = self.groups.iter().enumerate();
        let own = own.map(|(place, group)| self.master.group_price(solution, place) * group.left as f64);
        Duals::of(solution, own.sum())
    }

    /// What the best lines of all agents without one cost at the prices they were found at.
    fn worth_of_best(&self, priced: &[Vec<PricedLine>]) -> f64 {
        let best = |(lines, group): (&Vec<PricedLine>, &Group)| {
            lines.first().map_or(0.0, |line| line.reduced * group.left as f64)
        };
        priced.iter().zip(&self.groups).map(best).sum()
    }

    /// Adds the lines that would lower the cost of the last program; whether there are any.
    fn add_those_that_pay(&mut self, priced: Vec<Vec<PricedLine>>, last: &Solution) -> Result<bool> {
        let mut is_added = false;
        for (group, lines) in priced.into_iter().enumerate() {
            let mut added: Vec<Vec<Option<u32>>> = Vec::new();
            for line in lines {
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

    /// The best lines for each group: the first is the best of all. Where posts alone are to be filled the others are
    /// the best at prices a little off, so that lines differ; else those of other hours.
    fn price(&mut self, duals: &Duals, most: usize, round: u64) -> Vec<Vec<PricedLine>> {
        let engine = self.engine;
        let (cover, scenario) = (&engine.cover, engine.scenario);
        let presence =
            |skill_set| PresencePrices::new(&scenario.grid, &self.master.worth(cover, duals, skill_set));
        let presence: Vec<PresencePrices> = (0..cover.skill_sets.len()).map(presence).collect();
        let mut posts: Vec<PostPrices> = vec![self.master.post_prices(scenario, duals)];
        let mut random = Pcg64::seed_from_u64(round);
        let (variants, ends) = if scenario.queues.is_empty() { (most, 1) } else { (1, most) };
        (1..variants).for_each(|_| posts.push(posts[0].blurred(BLUR, &mut random)));
        let price = |of: &mut Group| {
            if of.left == 0 {
                return Vec::new();
            }
            let mut lines = Vec::new();
            for posts in &posts {
                let worth = Worth { presence: &presence[of.skill_set], posts };
                lines.extend(engine.cheapest(&mut of.legal, of.contract, &worth, ends));
            }
            lines
        };
        self.groups.par_iter_mut().map(price).collect()
    }
}

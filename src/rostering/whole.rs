use rand_pcg::Pcg64;

use super::bound::Bound;
use super::duals::PostPrices;
use super::engine::Engine;
use super::frames::whole;
use super::generation::{Effort, Generated};
use super::posted::settled_cost;
use super::state::Lines;
use super::tree::{Reach, search};
use super::window::Window;
use crate::error::Result;
use crate::model::Watch;
use crate::program::Method;

/// Programs of more rows are solved by an interior point method at first.
const LARGE: usize = 300;
/// Rounds of column generation for the plan as a whole, and at a node of its tree.
const ROUNDS: usize = 1000;
const ROUNDS_AT_NODE: usize = 30;

/// The plan as a whole, its program solved.
pub(super) struct Whole<'a> {
    engine: &'a Engine<'a>,
    window: Window<'a>,
    generated: Generated,
    pub bound: Bound,
}

impl<'a> Whole<'a> {
    /// Solves the program of the whole plan.
    pub fn new(engine: &'a Engine<'a>, lines: &Lines, guess: &PostPrices, watch: &dyn Watch) -> Result<Self> {
        let mut window = Window::new(engine, &whole(engine), &engine.settled)?;
        window.add_current(lines)?;
        window.start()?;
        let is_interior = engine.scenario.posts.len() + window.groups.len() > LARGE;
        if is_interior {
            window.guess = Some(guess.clone());
        }
        let effort = Effort {
            rounds: ROUNDS,
            gap: 1e-6,
            lines: 4,
            cutoff: f64::INFINITY,
            work: f64::INFINITY,
            is_interior,
            tightenings: 0,
        };
        let generated = window.generate(&effort, Method::Dual, watch)?;
        let step = engine.cost_step;
        let bound = Bound {
            // All costs are multiples of a step.
            cost: ((generated.bound / step - 1e-6).ceil() * step + settled_cost(engine)).max(0.0),
            is_final: generated.is_final,
            rounds: window.rounds,
            columns: window.lines.len(),
            ..Bound::default()
        };
        Ok(Whole { engine, window, generated, bound })
    }

    /// What posts were worth in its program.
    pub fn prices(&self) -> Option<&PostPrices> {
        self.window.guess.as_ref()
    }

    /// Searches the tree for a roster that costs less than `cost`. Where there is none that becomes the bound.
    pub fn search(
        &mut self,
        cost: f64,
        nodes: usize,
        is_thorough: bool,
        random: &mut Pcg64,
        watch: &dyn Watch,
    ) -> Result<Option<Lines>> {
        if !self.window.are_all_single() || !self.generated.is_final {
            return Ok(None);
        }
        let step = self.engine.cost_step;
        let settled = settled_cost(self.engine);
        let cost = cost - settled;
        let effort = Effort {
            rounds: ROUNDS_AT_NODE,
            gap: 1e-6,
            lines: 2,
            cutoff: cost - step + 1e-6,
            work: f64::INFINITY,
            is_interior: false,
            tightenings: 0,
        };
        let reach = Reach { nodes, step, bound: self.generated.bound, is_thorough, is_whole: true };
        let found = search(&mut self.window, &self.generated.solution, &effort, reach, random, watch)?;
        let lines = found.leaf.map(|leaf| {
            let mut lines = self.engine.settled.clone();
            for (group, &line) in self.window.groups.iter().zip(&leaf.lines) {
                lines.of[group.agents[0]].extend(self.window.lines[line].shifts.iter().cloned());
            }
            (leaf.solution.objective, lines)
        });
        if found.is_exhausted {
            let best = lines.as_ref().map_or(cost, |(best, _)| *best);
            self.bound.cost = self.bound.cost.max((best / step).round() * step + settled);
        }
        Ok(lines.map(|(_, lines)| lines))
    }
}

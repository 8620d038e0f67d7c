use rand_pcg::Pcg64;

use super::ascent::Ascent;
use super::bound::Bound;
use super::duals::{Duals, PostPrices};
use super::engine::Engine;
use super::excess::Guide;
use super::fixing::Least;
use super::frames::whole;
use super::generation::{Effort, Generated};
use super::posted::settled_cost;
use super::restricted::restricted;
use super::state::Lines;
use super::totals::Totals;
use super::tree::{Reach, search};
use super::until::Part;
use super::window::Window;
use crate::error::Result;
use crate::model::Watch;
use crate::program::Method;

/// Passes in which prices rise, at most.
const PASSES: usize = 400;
/// Rounds of column generation for the plan as a whole, and at a node of its tree.
const ROUNDS: usize = 1000;
const ROUNDS_AT_NODE: usize = 30;
/// Interchangeable agents are taken apart where they have no more days than this in all.
const MOST_APART: usize = 600;

/// The plan as a whole: prices rise, its program is solved, and branched on, its tree searched.
pub(super) struct Whole<'a> {
    engine: &'a Engine<'a>,
    window: Window<'a>,
    /// Its program as it was last solved, and what it was branched on until then.
    generated: Generated,
    totals: Option<Totals>,
    /// The prices of its last bound.
    duals: Option<Duals>,
    pub bound: Bound,
}

impl<'a> Whole<'a> {
    /// The plan as a whole, of which nothing is known yet.
    pub fn new(engine: &'a Engine<'a>) -> Result<Self> {
        let window = Window::new(engine, &whole(engine), &engine.settled)?;
        Ok(Whole::of(engine, window))
    }

    /// Takes agents apart who are interchangeable, as a tree settles what each of them does, and solves the program anew; where
    /// they are many that takes longer than it is worth.
    pub fn take_apart(&mut self, lines: &Lines, watch: &dyn Watch) -> Result<()> {
        let days = self.engine.free_days().len() * self.engine.scenario.agents.len();
        if days > MOST_APART || self.window.are_all_single() {
            return Ok(());
        }
        let guess = self.window.guess.take();
        self.window = Window::apart(self.engine, &whole(self.engine), &self.engine.settled)?;
        self.window.guess = guess;
        self.solve(lines, watch)
    }

    /// A long plan as a whole, which is never solved but only priced.
    pub fn long(engine: &'a Engine<'a>) -> Result<Self> {
        let window = Window::even(engine, &whole(engine))?;
        Ok(Whole::of(engine, window))
    }

    fn of(engine: &'a Engine<'a>, window: Window<'a>) -> Self {
        Whole {
            engine,
            window,
            generated: Generated::default(),
            totals: None,
            duals: None,
            bound: Bound::default(),
        }
    }

    /// Raises the prices of a long plan: until a roster can be made by them, and then for as long as `brief` lets it.
    pub fn ascend_long(&mut self, watch: &dyn Watch, brief: &dyn Watch) -> Ascent {
        let window = &mut self.window;
        let ascent = window.ascend_far(PASSES, watch, brief);
        window.guess = Some(window.prices_of(&ascent));
        self.duals = Some(window.duals_at(&ascent));
        let (bound, scarcity) = window.without_leeway(&ascent);
        // Prices of a long plan rise once.
        let _ = self.engine.scarcity.set(scarcity);
        self.prove(bound);
        ascent
    }

    /// A roster by the prices of a long plan: agents for whom none was made have their line of `lines`.
    pub fn gathered(&mut self, ascent: &Ascent, lines: &Lines, watch: &dyn Watch) -> Lines {
        self.window.gathered(ascent, lines, watch)
    }

    /// Raises prices, and makes a roster by them (nothing where time was up): both without a linear program, which takes
    /// long where posts and agents are many and begins there.
    pub fn ascend(&mut self, watch: &dyn Watch) -> Result<Option<Lines>> {
        let window = &mut self.window;
        let ascent = window.ascend(PASSES, watch);
        window.guess = Some(window.prices_of(&ascent));
        self.duals = Some(window.duals_at(&ascent));
        window.add_taken(&ascent)?;
        self.prove(ascent.bound);
        Ok(self.window.descend(ascent, watch).map(|ascent| self.window.mended(&ascent)))
    }

    /// No roster costs less, the settled part aside: unless weeks have to keep more than the rules ask, or someone has no line
    /// that keeps them.
    fn prove(&mut self, bound: f64) {
        let groups = &self.window.groups;
        let agents: usize = groups.iter().map(|group| group.agents.len()).sum();
        let is_tightened = groups.iter().any(|group| group.legal.terms.spans.is_tightened);
        if is_tightened || agents < self.engine.scenario.agents.len() {
            return;
        }
        let cost = self.engine.least_cost(bound) + settled_cost(self.engine);
        self.bound.cost = self.bound.cost.max(cost);
    }

    /// Solves the program of the whole plan.
    pub fn solve(&mut self, lines: &Lines, watch: &dyn Watch) -> Result<()> {
        let window = &mut self.window;
        let stands = window.stand_on(lines)?.is_some();
        window.start()?;
        let effort = Effort::to_the_end(ROUNDS, f64::INFINITY);
        let method = if stands { Method::Primal } else { Method::Dual };
        self.generated = window.generate(&effort, method, watch)?;
        self.duals.clone_from(&self.generated.duals);
        self.bound.is_final |= self.generated.is_final;
        self.bound.rounds = window.rounds;
        self.bound.columns = window.lines.len();
        self.prove(self.generated.bound);
        self.totals = self.generated.is_final.then(|| Totals::new(&self.window, &self.generated));
        Ok(())
    }

    /// Branches on what posts lack in all, so many times at most, for a bound and prices nearer to a roster that costs less than
    /// `cost`.
    pub fn branch(&mut self, cost: f64, most: usize, watch: &dyn Watch) -> Result<()> {
        let effort = Effort::to_the_end(ROUNDS, self.cutoff(cost));
        let Some(totals) = &mut self.totals else { return Ok(()) };
        totals.branch(&mut self.window, most, &effort, watch)?;
        self.generated = totals.enter(&mut self.window, &effort, watch)?;
        let bound = totals.bound();
        self.prove(bound);
        Ok(())
    }

    /// What a roster has to cost less than to save something, the settled part aside.
    fn cutoff(&self, cost: f64) -> f64 {
        cost - settled_cost(self.engine) - self.engine.cost_step + 1e-6
    }

    /// What posts are worth in it, as far as is known.
    pub fn prices(&self) -> Option<&PostPrices> {
        self.window.guess.as_ref()
    }

    /// Where a roster costs more than the bound.
    pub fn guide(&self) -> Option<Guide> {
        let duals = self.duals.as_ref()?;
        let mut least: Vec<Option<Least>> = self.engine.scenario.agents.iter().map(|_| None).collect();
        for (group, of) in self.window.groups.iter().zip(self.window.least(duals)) {
            // Of interchangeable agents the first stands for all.
            least[group.agents[0]] = Some(of);
        }
        let posts = self.window.master.post_prices(self.engine.scenario, duals);
        Some(Guide { first_day: self.engine.free_days().start, posts, least })
    }

    /// The best roster of the lines that were generated, where it costs less than `cost` and is found in so many nodes.
    pub fn choose(&self, cost: f64, nodes: usize, part: &Part) -> Result<Option<Lines>> {
        if !self.window.are_all_single() || !self.generated.is_final || part.should_stop() {
            return Ok(None);
        }
        let last = (&self.generated.solution, self.generated.bound);
        let chosen = restricted(&self.window, last, self.cutoff(cost), (nodes, part.left()))?;
        Ok(chosen.map(|lines| self.roster_of(&lines)))
    }

    /// The settled part with lines of the window.
    fn roster_of(&self, lines: &[usize]) -> Lines {
        let mut roster = self.engine.settled.clone();
        for line in lines.iter().map(|&line| &self.window.lines[line]) {
            roster.of[self.window.groups[line.group].agents[0]].extend(line.shifts.iter().cloned());
        }
        roster
    }

    /// Searches the tree below the last branch for a roster that costs less than `cost`. Where there is none that becomes the
    /// bound there.
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
        let (step, cutoff) = (self.engine.cost_step, self.cutoff(cost));
        let effort = Effort { lines: 2, ..Effort::to_the_end(ROUNDS_AT_NODE, cutoff) };
        let reach = Reach { nodes, step, is_thorough, is_whole: true };
        let found = search(&mut self.window, &self.generated, &effort, reach, random, watch)?;
        let lines = found.leaf.map(|leaf| (leaf.solution.objective, self.roster_of(&leaf.lines)));
        if let Some(totals) = self.totals.as_mut().filter(|_| found.is_exhausted) {
            let best = lines.as_ref().map_or(cutoff + step, |(best, _)| *best);
            totals.close((best / step).round() * step);
            let bound = totals.bound();
            self.prove(bound);
        }
        Ok(lines.map(|(_, lines)| lines))
    }
}

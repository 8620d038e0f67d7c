use std::ops::Range;

use rand_pcg::Pcg64;

use super::RosteringOptions;
use super::bound::Bound;
use super::duals::PostPrices;
use super::engine::Engine;
use super::improvement::{Improved, Incumbent, improve_each};
use super::neighbourhoods::Neighbourhoods;
use super::terms::Open;
use super::turns::Turns;
use super::until::{Part, Until};
use super::whole::Whole;
use super::window::Frame;
use crate::error::Result;
use crate::model::Watch;

/// Plans of more posts and agents are improved by neighbourhoods before they are solved as a whole,
const LARGE: usize = 1000;
/// when this share of the time is over, or so many neighbourhoods in a row save nothing.
const THEN: f64 = 0.5;
const IDLE_THEN: usize = 30;
/// Branches, and then nodes of the whole plan's tree, at first, each time twice as many,
const FIRST_NODES: usize = 10;
/// nodes of the program that chooses among its lines, once a roster costs no more than this share too much,
const NODES_OF_CHOICE: usize = 100;
const NEAR: f64 = 0.02;
/// and how many neighbourhoods in a row that save nothing lead back to it.
const ENOUGH_IDLE: usize = 30;
/// The share of the time over when solving the plan as a whole gives way to neighbourhoods.
const ENOUGH: f64 = 0.85;

/// Makes a roster better in which only posts are to be filled: the plan gets prices and a roster without a program first, is
/// solved as a whole, for the bound and a roster to go on from, and then neighbourhood after neighbourhood. The bound, and
/// how many were tried.
pub(super) fn fill(
    engine: &Engine,
    incumbent: &mut Incumbent,
    options: &RosteringOptions,
    random: &mut Pcg64,
    until: &Until,
) -> Result<(Bound, usize)> {
    let prices = Prices::none(engine);
    let neighbourhoods = Neighbourhoods::new(engine);
    let mut search = Search {
        engine,
        options,
        neighbourhoods,
        prices,
        turns: Turns::default(),
        bound: 0.0,
        tried: 0,
        is_priced: false,
        best: None,
    };
    if !options.prove {
        search.improve(incumbent, usize::MAX, random, &until.part(1.0), until)?;
        return Ok((Bound::default(), search.tried));
    }
    if engine.is_long() {
        return search.improve_long(incumbent, random, until);
    }
    let is_large = engine.scenario.posts.len() + engine.scenario.agents.len() > LARGE;
    let mut whole = Whole::new(engine)?;
    let lines = whole.ascend(&until.part(THEN))?;
    incumbent.replace_if_better(engine, lines)?;
    search.learn_from(&whole);
    until.tell("improving", None, incumbent.cost, Some(search.bound));
    if is_large {
        search.improve(incumbent, IDLE_THEN, random, &until.part(THEN), until)?;
    }
    until.tell("bound", None, incumbent.cost, Some(search.bound));
    whole.solve(&incumbent.lines, &until.part(ENOUGH))?;
    search.learn_from(&whole);
    let mut nodes = FIRST_NODES;
    loop {
        until.tell("improving", None, incumbent.cost, Some(search.bound));
        search.improve(incumbent, ENOUGH_IDLE, random, &until.part(1.0), until)?;
        search.look_into(&mut whole, incumbent, (nodes, is_large), random, &until.part(ENOUGH))?;
        if search.is_over(incumbent, until) {
            return Ok((whole.bound, search.tried));
        }
        nodes = nodes.saturating_mul(2);
    }
}

/// What posts were worth where it was last found out. From there on a program is solved in fewer rounds.
struct Prices {
    posts: PostPrices,
    is_known: Vec<bool>,
    /// Whether they are those of the plan as a whole, which know more than any days by themselves.
    are_of_whole: bool,
}

impl Prices {
    fn none(engine: &Engine) -> Self {
        let scenario = engine.scenario;
        Prices {
            posts: PostPrices::none(scenario),
            is_known: vec![false; scenario.grid.days()],
            are_of_whole: false,
        }
    }

    /// Those of some days, where all are known.
    fn of(&self, days: &Range<i32>) -> Option<&PostPrices> {
        days.clone().all(|day| self.is_known[day as usize]).then_some(&self.posts)
    }

    fn learn(&mut self, prices: Option<&PostPrices>, days: &Range<i32>) {
        if let Some(prices) = prices.filter(|_| !self.are_of_whole) {
            self.posts.take(prices, days);
            days.clone().for_each(|day| self.is_known[day as usize] = true);
        }
    }

    fn learn_whole(&mut self, prices: Option<&PostPrices>) {
        if let Some(prices) = prices {
            self.posts.clone_from(prices);
            self.is_known.fill(true);
            self.are_of_whole = true;
        }
    }
}

/// The search through neighbourhoods.
pub(super) struct Search<'a> {
    pub engine: &'a Engine<'a>,
    pub options: &'a RosteringOptions,
    pub neighbourhoods: Neighbourhoods,
    pub turns: Turns,
    prices: Prices,
    pub bound: f64,
    pub tried: usize,
    /// Whether hours and weekends cost what they are worth on other days, so that a roster may cost more for a while;
    pub is_priced: bool,
    /// the best one meanwhile.
    pub best: Option<Incumbent>,
}

impl Search<'_> {
    /// Branches on the plan as a whole, chooses among its lines, and searches its tree.
    fn look_into(
        &mut self,
        whole: &mut Whole,
        incumbent: &mut Incumbent,
        (nodes, is_large): (usize, bool),
        random: &mut Pcg64,
        part: &Part,
    ) -> Result<()> {
        if part.should_stop() {
            return Ok(());
        }
        let engine = self.engine;
        whole.take_apart(&incumbent.lines, part)?;
        whole.branch(incumbent.cost, nodes, part)?;
        // Nobody comes to the end of a large tree.
        let is_thorough = nodes > FIRST_NODES && !is_large;
        if is_thorough && incumbent.cost - whole.bound.cost <= NEAR * incumbent.cost {
            let lines = whole.choose(incumbent.cost, NODES_OF_CHOICE, part)?;
            incumbent.replace_if_better(engine, lines)?;
        }
        let lines = whole.search(incumbent.cost, nodes, is_thorough, random, part)?;
        incumbent.replace_if_better(engine, lines)?;
        self.bound = whole.bound.cost;
        Ok(())
    }

    pub fn learn_from(&mut self, whole: &Whole) {
        self.bound = whole.bound.cost;
        self.prices.learn_whole(whole.prices());
        self.neighbourhoods.guide = whole.guide();
    }

    /// Improves until time is up, the bound is reached, or nothing was saved for so many times.
    pub fn improve(
        &mut self,
        incumbent: &mut Incumbent,
        most_idle: usize,
        random: &mut Pcg64,
        part: &Part,
        until: &Until,
    ) -> Result<()> {
        let mut idle = 0;
        while idle < most_idle && !part.should_stop() && !self.is_over(incumbent, until) {
            let saved = match self.engine.is_long() {
                true => self.take_turn(incumbent, idle, random, until)?,
                false => self.improve_once(incumbent, idle, random, part)?,
            };
            self.tried += 1;
            idle = if saved > 0.0 { 0 } else { idle + 1 };
            if saved > 0.0 {
                self.tell(incumbent, until);
            }
        }
        Ok(())
    }

    /// Remembers a roster while those that follow may cost more.
    pub fn keep(&mut self, incumbent: &Incumbent) {
        if self.is_priced && self.best.as_ref().is_none_or(|best| incumbent.cost < best.cost) {
            self.best = Some(incumbent.clone());
        }
    }

    /// Tells what the best roster costs.
    pub fn tell(&self, incumbent: &Incumbent, until: &Until) {
        let best = self.best.as_ref().map_or(f64::INFINITY, |best| best.cost);
        until.tell("improving", None, incumbent.cost.min(best), Some(self.bound));
    }

    pub fn is_over(&self, incumbent: &Incumbent, until: &Until) -> bool {
        let is_best = incumbent.cost - self.bound < self.engine.cost_step / 2.0;
        is_best || self.tried >= self.options.improvements || until.should_stop()
    }

    /// Two neighbourhoods side by side; what they saved.
    pub fn improve_once(
        &mut self,
        incumbent: &mut Incumbent,
        idle: usize,
        random: &mut Pcg64,
        part: &Part,
    ) -> Result<f64> {
        let (arm, frames) = self.neighbourhoods.next(self.engine, incumbent, idle, random);
        let improved = self.improve_in(incumbent, &frames, part)?;
        self.neighbourhoods.learn(arm, &improved);
        let saved = improved.iter().map(|improved| improved.saved).sum();
        self.turns.learn_neighbourhoods(saved);
        Ok(saved)
    }

    /// Some neighbourhoods side by side; what came of each.
    pub fn improve_in(
        &mut self,
        incumbent: &mut Incumbent,
        frames: &[Frame],
        watch: &dyn Watch,
    ) -> Result<Vec<Improved>> {
        let guess = |frame: &Frame| {
            let open = Open { is_priced: self.is_priced, ..frame.open };
            (Frame { open, ..frame.clone() }, self.prices.of(&frame.days))
        };
        let with_guess: Vec<(Frame, Option<&PostPrices>)> = frames.iter().map(guess).collect();
        let improved = improve_each(self.engine, incumbent, &with_guess, &[], watch)?;
        self.keep(incumbent);
        self.neighbourhoods.remember(frames, &improved);
        for (frame, improved) in frames.iter().zip(&improved) {
            self.prices.learn(improved.prices.as_ref(), &frame.days);
        }
        Ok(improved)
    }
}

use std::ops::Range;

use rand_pcg::Pcg64;

use super::RosteringOptions;
use super::bound::Bound;
use super::concessions::concessions;
use super::duals::PostPrices;
use super::engine::Engine;
use super::exchange::exchange;
use super::improvement::{Improved, Incumbent, improve_each};
use super::neighbourhoods::{Neighbourhoods, of_all, stretches};
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
/// In long plans prices rise until this share of the time is over, or that one where they are not good enough for a roster
/// before; it is made by them until the last is.
const ASCENT_OF_LONG: f64 = 0.2;
const MOST_ASCENT_OF_LONG: f64 = 0.35;
const THEN_OF_LONG: f64 = 0.7;
/// In long plans agents exchange days for this share of the time at first, and for that one each time later.
const EXCHANGES: f64 = 0.05;
const EXCHANGES_LATER: f64 = 0.02;
/// Long plans are then improved all over, with all agents free on so many days in a row,
const STRETCHES: [i32; 2] = [14, 28];
/// where those twice as long take so many times as long in all: as far as there is time for them.
const LONGER: f64 = 8.0;
/// A neighbourhood of a long plan that takes more than this share of the time is given up.
const MOST_OF_LONG: f64 = 0.06;
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
    let mut search =
        Search { engine, options, neighbourhoods, prices, turns: Turns::default(), bound: 0.0, tried: 0 };
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
struct Search<'a> {
    engine: &'a Engine<'a>,
    options: &'a RosteringOptions,
    neighbourhoods: Neighbourhoods,
    prices: Prices,
    turns: Turns,
    bound: f64,
    tried: usize,
}

impl Search<'_> {
    /// Raises prices, makes a roster by them, and improves it.
    fn improve_long(
        mut self,
        incumbent: &mut Incumbent,
        random: &mut Pcg64,
        until: &Until,
    ) -> Result<(Bound, usize)> {
        let conceding = concessions(self.engine, &incumbent.lines).into_iter().map(|conceded| conceded.agent);
        // A bound is looked for once.
        let _ = self.engine.conceding.set(conceding.collect());
        let mut whole = Whole::long(self.engine)?;
        let ascent = whole.ascend_long(&until.part(MOST_ASCENT_OF_LONG), &until.part(ASCENT_OF_LONG));
        // A roster to start from is as good as what prices alone come to.
        if !self.options.has_start() {
            let lines = whole.gathered(&ascent, &incumbent.lines, &until.part(THEN_OF_LONG));
            incumbent.replace_if_better(self.engine, Some(lines))?;
        }
        self.learn_from(&whole);
        until.tell("improving", None, incumbent.cost, Some(self.bound));
        self.exchange(incumbent, EXCHANGES, random, until)?;
        until.tell("improving", None, incumbent.cost, Some(self.bound));
        self.sweep_all(incumbent, random, until)?;
        self.improve(incumbent, usize::MAX, random, &until.part(1.0), until)?;
        Ok((whole.bound, self.tried))
    }

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

    fn learn_from(&mut self, whole: &Whole) {
        self.bound = whole.bound.cost;
        self.prices.learn_whole(whole.prices());
        self.neighbourhoods.guide = whole.guide();
    }

    /// Improves until time is up, the bound is reached, or nothing was saved for so many times.
    fn improve(
        &mut self,
        incumbent: &mut Incumbent,
        most_idle: usize,
        random: &mut Pcg64,
        part: &Part,
        until: &Until,
    ) -> Result<()> {
        let mut idle = 0;
        while idle < most_idle && !part.should_stop() && !self.is_over(incumbent, until) {
            let brief = until.part(until.spent() + MOST_OF_LONG);
            let part = if self.engine.is_long() { &brief } else { part };
            let saved = match self.engine.is_long() && self.turns.is_exchange_next(until.spent(), idle) {
                true => self.exchange(incumbent, EXCHANGES_LATER, random, until)?,
                false => self.improve_once(incumbent, idle, random, part)?,
            };
            self.tried += 1;
            idle = if saved > 0.0 { 0 } else { idle + 1 };
            if saved > 0.0 {
                until.tell("improving", None, incumbent.cost, Some(self.bound));
            }
        }
        Ok(())
    }

    /// Improves the plan stretch by stretch, and then by longer stretches, as far as there is time for all of them.
    fn sweep_all(&mut self, incumbent: &mut Incumbent, random: &mut Pcg64, until: &Until) -> Result<()> {
        let mut took = 0.0;
        let most = self.engine.free_days().len() as i32 / 2;
        for days in STRETCHES.into_iter().filter(|&days| days <= most) {
            let from = until.spent();
            if LONGER * took > 1.0 - from {
                break;
            }
            self.sweep(incumbent, days, random, until)?;
            took = until.spent() - from;
        }
        Ok(())
    }

    /// Improves all stretches of so many days once, two far apart at a time.
    fn sweep(
        &mut self,
        incumbent: &mut Incumbent,
        days: i32,
        random: &mut Pcg64,
        until: &Until,
    ) -> Result<()> {
        for stretches in stretches(&self.engine.free_days(), days) {
            if self.is_over(incumbent, until) {
                break;
            }
            let frames = of_all(self.engine, incumbent, stretches, random);
            self.improve_in(incumbent, &frames, until)?;
            self.tried += 1;
            until.tell("improving", None, incumbent.cost, Some(self.bound));
        }
        Ok(())
    }

    fn is_over(&self, incumbent: &Incumbent, until: &Until) -> bool {
        let is_best = incumbent.cost - self.bound < self.engine.cost_step / 2.0;
        is_best || self.tried >= self.options.improvements || until.should_stop()
    }

    /// Agents exchange days for a share of the time; what that saved.
    fn exchange(
        &mut self,
        incumbent: &mut Incumbent,
        share: f64,
        random: &mut Pcg64,
        until: &Until,
    ) -> Result<f64> {
        let (before, from) = (incumbent.clone(), until.spent());
        let lines = exchange(self.engine, &before.lines, random, (until, from + share));
        incumbent.replace_if_better(self.engine, lines)?;
        let saved = before.cost - incumbent.cost;
        self.turns.learn_exchange(saved, from, until.spent());
        self.neighbourhoods.forget(&before.lines, &incumbent.lines);
        Ok(saved)
    }

    /// Two neighbourhoods side by side; what they saved.
    fn improve_once(
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
    fn improve_in(
        &mut self,
        incumbent: &mut Incumbent,
        frames: &[Frame],
        watch: &dyn Watch,
    ) -> Result<Vec<Improved>> {
        let guess = |frame: &Frame| (frame.clone(), self.prices.of(&frame.days));
        let with_guess: Vec<(Frame, Option<&PostPrices>)> = frames.iter().map(guess).collect();
        let improved = improve_each(self.engine, incumbent, &with_guess, &[], watch)?;
        self.neighbourhoods.remember(frames, &improved);
        for (frame, improved) in frames.iter().zip(&improved) {
            self.prices.learn(improved.prices.as_ref(), &frame.days);
        }
        Ok(improved)
    }
}

use rand_pcg::Pcg64;

use super::RosteringOptions;
use super::bound::Bound;
use super::engine::Engine;
use super::improvement::{Incumbent, improve_each};
use super::long_bound::long_bound;
use super::neighbourhoods::{Neighbourhoods, WORK};
use super::until::{Part, Until};
use super::whole::Whole;
use super::window::Frame;
use crate::error::Result;
use crate::model::Watch;

/// Plans of more posts and agents are improved by neighbourhoods before they are solved as a whole,
const LARGE: usize = 500;
/// when this share of the time is over, or so many neighbourhoods in a row save nothing.
const THEN: f64 = 0.5;
const IDLE_THEN: usize = 60;
/// The same share of long plans, which are not solved as a whole.
const THEN_OF_LONG: f64 = 0.7;
/// A neighbourhood is worth twice as much work after every so many that save nothing.
const MORE_AFTER: usize = 10;
/// Nodes of the whole plan's tree at first, each time twice as many,
const FIRST_NODES: usize = 10;
/// and how many neighbourhoods in a row that save nothing lead back to it.
const ENOUGH_IDLE: usize = 30;
/// The share of the time over when solving the plan as a whole gives way to neighbourhoods.
const ENOUGH: f64 = 0.85;

/// Makes a roster better in which only posts are to be filled: the plan is solved as a whole, for the bound and a roster
/// to go on from, and then neighbourhood after neighbourhood. The bound, and how many were tried.
pub(super) fn fill(
    engine: &Engine,
    incumbent: &mut Incumbent,
    options: &RosteringOptions,
    random: &mut Pcg64,
    until: &Until,
) -> Result<(Bound, usize)> {
    let mut search =
        Search { engine, options, neighbourhoods: Neighbourhoods::new(engine), bound: 0.0, tried: 0 };
    if !options.prove {
        search.improve(incumbent, usize::MAX, random, &until.part(1.0), until)?;
        return Ok((Bound::default(), search.tried));
    }
    if engine.is_long() {
        return search.improve_long(incumbent, random, until);
    }
    if engine.scenario.posts.len() + engine.scenario.agents.len() > LARGE {
        search.improve(incumbent, IDLE_THEN, random, &until.part(THEN), until)?;
    }
    until.tell("bound", None, incumbent.cost, None);
    let mut whole = Whole::new(engine, &incumbent.lines, &until.part(ENOUGH))?;
    let mut nodes = FIRST_NODES;
    loop {
        let lines = whole.search(incumbent.cost, nodes, nodes > FIRST_NODES, random, until)?;
        incumbent.replace_if_better(engine, lines)?;
        search.bound = whole.bound.cost;
        until.tell("improving", None, incumbent.cost, Some(search.bound));
        search.improve(incumbent, ENOUGH_IDLE, random, &until.part(1.0), until)?;
        if search.is_over(incumbent, until) {
            return Ok((whole.bound, search.tried));
        }
        nodes *= 2;
    }
}

/// The search through neighbourhoods.
struct Search<'a> {
    engine: &'a Engine<'a>,
    options: &'a RosteringOptions,
    neighbourhoods: Neighbourhoods,
    bound: f64,
    tried: usize,
}

impl Search<'_> {
    /// Improves for most of the time, looks for a bound, and improves on.
    fn improve_long(
        mut self,
        incumbent: &mut Incumbent,
        random: &mut Pcg64,
        until: &Until,
    ) -> Result<(Bound, usize)> {
        self.improve(incumbent, IDLE_THEN, random, &until.part(THEN_OF_LONG), until)?;
        until.tell("bound", None, incumbent.cost, None);
        let bound = long_bound(self.engine, &incumbent.lines, &until.part(ENOUGH))?;
        self.bound = bound.cost;
        until.tell("improving", None, incumbent.cost, Some(self.bound));
        self.improve(incumbent, usize::MAX, random, &until.part(1.0), until)?;
        Ok((bound, self.tried))
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
            let saved = self.improve_once(incumbent, idle, random, part)?;
            self.tried += 1;
            idle = if saved > 0.0 { 0 } else { idle + 1 };
            if saved > 0.0 {
                until.tell("improving", None, incumbent.cost, Some(self.bound));
            }
        }
        Ok(())
    }

    fn is_over(&self, incumbent: &Incumbent, until: &Until) -> bool {
        let is_best = incumbent.cost - self.bound < self.engine.cost_step / 2.0;
        is_best || self.tried >= self.options.improvements || until.should_stop()
    }

    /// Two neighbourhoods side by side; what they saved.
    fn improve_once(
        &mut self,
        incumbent: &mut Incumbent,
        idle: usize,
        random: &mut Pcg64,
        part: &Part,
    ) -> Result<f64> {
        let work = WORK * f64::from(1u32 << (idle / MORE_AFTER).min(6));
        let next = self.neighbourhoods.next(self.engine, incumbent, work, random);
        let (arms, frames): (Vec<usize>, Vec<Frame>) = next.into_iter().unzip();
        let improved = improve_each(self.engine, incumbent, &frames, &[], part)?;
        arms.into_iter().zip(&improved).for_each(|(arm, improved)| self.neighbourhoods.learn(arm, improved));
        Ok(improved.iter().map(|improved| improved.saved).sum())
    }
}

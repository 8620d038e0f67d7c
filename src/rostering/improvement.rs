use std::ops::Range;

use rand::SeedableRng;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::bound::Pool;
use super::dive::dive;
use super::duals::PostPrices;
use super::engine::Engine;
use super::generation::{Effort, Generated};
use super::sharing::Shared;
use super::solve::{measured, parts};
use super::state::Lines;
use super::terms::Open;
use super::tree::{Reach, search};
use super::window::{Frame, Window};
use crate::error::Result;
use crate::model::Watch;
use crate::program::Method;

/// Programs solved in a tree of a neighbourhood, after the first roster.
const NODES: usize = 12;
const NODES_IF_THOROUGH: usize = 1;

/// Passes in which prices move before the first program of days of all agents.
const PASSES: usize = 30;

/// A roster that stands, with who serves what on it and what it costs.
#[derive(Clone)]
pub(super) struct Incumbent {
    pub lines: Lines,
    pub shared: Shared,
    pub cost: f64,
}

impl Incumbent {
    /// Of lines and how their presence is shared.
    pub fn of(engine: &Engine, lines: Lines, shared: Shared) -> Self {
        let cost = parts(engine, &lines, &shared).cost().major();
        Incumbent { shared, cost, lines }
    }

    /// The same with other lines, which differ in their presence in some intervals alone. Presence elsewhere goes where it went:
    /// measured as a whole it may cost less.
    fn with(&self, engine: &Engine, lines: Lines, intervals: &Range<usize>) -> Result<Self> {
        let shared = self.shared.anew(engine, &lines, intervals)?;
        Ok(Incumbent::of(engine, lines, shared))
    }

    /// Takes other lines where they cost less.
    pub fn replace_if_better(&mut self, engine: &Engine, lines: Option<Lines>) -> Result<()> {
        if let Some(lines) = lines {
            let found = measured(engine, lines)?;
            if found.cost < self.cost {
                *self = found;
            }
        }
        Ok(())
    }
}

/// What came of a neighbourhood.
#[derive(Debug, Clone)]
pub(super) struct Improved {
    pub saved: f64,
    pub work: f64,
    /// Whether the work it was worth was not enough.
    pub is_cut_off: bool,
    /// Whether time was up before it was done.
    pub is_late: bool,
    /// Where its program was solved: what posts were worth in it.
    pub prices: Option<PostPrices>,
}

/// What is known of a frame when it has been solved.
struct Solved {
    gain: Option<Gain>,
    work: f64,
    is_cut_off: bool,
    is_late: bool,
    prices: Option<PostPrices>,
}

/// A part of the roster made better.
struct Gain {
    days: Range<i32>,
    intervals: Range<usize>,
    is_priced: bool,
    lines: Vec<(usize, Vec<crate::model::Shift>)>,
}

/// A roster from the program of a window, settled in it; whether one was found.
fn integral(
    window: &mut Window,
    generated: Generated,
    effort: &Effort,
    frame: &Frame,
    watch: &dyn Watch,
) -> Result<bool> {
    let random = &mut Pcg64::seed_from_u64(frame.seed);
    if !window.are_all_single() || !window.engine.scenario.queues.is_empty() {
        return Ok(dive(window, generated, effort, random, watch)?.is_some());
    }
    let nodes = if frame.is_thorough { NODES_IF_THOROUGH } else { NODES };
    let step = window.engine.cost_step;
    let reach = Reach { nodes, step, is_thorough: false, is_whole: frame.is_thorough };
    let found = search(window, &generated, effort, reach, random, watch)?;
    let Some(leaf) = found.leaf else { return Ok(false) };
    leaf.lines.iter().for_each(|&line| _ = window.fix(line, 1));
    Ok(true)
}

/// Solves for the agents and days that each frame frees, all else settled; what costs less is kept. Frames may
/// overlap, as days do where shifts end in the morning: a gain counts as far as it still is one after those before it.
///
/// The frames are always the same for the same seed, so that the roster does not depend on how many threads there are.
pub(super) fn improve_each(
    engine: &Engine,
    incumbent: &mut Incumbent,
    frames: &[(Frame, Option<&PostPrices>)],
    pools: &[Pool],
    watch: &dyn Watch,
) -> Result<Vec<Improved>> {
    let solve = |(frame, guess): &(Frame, Option<&PostPrices>)| {
        solve(engine, incumbent, (frame, *guess), pools, watch)
    };
    let solved: Vec<Solved> = frames.par_iter().map(solve).collect::<Result<_>>()?;
    let mut found = Vec::with_capacity(solved.len());
    for Solved { gain, work, is_cut_off, is_late, prices } in solved {
        let saved = gain.map_or(Ok(0.0), |gain| take(engine, incumbent, gain))?;
        found.push(Improved { saved, work, is_cut_off, is_late, prices });
    }
    Ok(found)
}

/// Takes a gain where it is legal and saves; how much.
fn take(engine: &Engine, incumbent: &mut Incumbent, gain: Gain) -> Result<f64> {
    let (mut lines, days) = (incumbent.lines.clone(), (gain.days.start, gain.days.end));
    for (agent, shifts) in gain.lines {
        if lines.on(agent, &gain.days) == shifts {
            continue;
        }
        let legal = engine.legal(agent, &lines, days, Open::NEITHER);
        if legal.is_none_or(|legal| legal.choices_of(&shifts).is_none()) {
            return Ok(0.0);
        }
        lines.replace(agent, &gain.days, shifts);
    }
    let then = incumbent.with(engine, lines, &gain.intervals)?;
    let mut saved = incumbent.cost - then.cost;
    if gain.is_priced {
        saved += engine.scarce_at_prices(&incumbent.lines) - engine.scarce_at_prices(&then.lines);
    }
    if saved > 0.0 {
        *incumbent = then;
    }
    Ok(saved.max(0.0))
}

/// What is better in a frame, and the work it took to find.
fn solve(
    engine: &Engine,
    incumbent: &Incumbent,
    (frame, guess): (&Frame, Option<&PostPrices>),
    pools: &[Pool],
    watch: &dyn Watch,
) -> Result<Solved> {
    let mut window = Window::new(engine, frame, &incumbent.lines)?;
    window.guess = guess.cloned();
    let mut found = Solved { gain: None, work: 0.0, is_cut_off: false, is_late: false, prices: None };
    better(engine, incumbent, frame, pools, (&mut window, &mut found), watch)?;
    Ok(Solved { work: window.work, is_late: watch.should_stop(), ..found })
}

fn better(
    engine: &Engine,
    incumbent: &Incumbent,
    frame: &Frame,
    pools: &[Pool],
    (window, found): (&mut Window, &mut Solved),
    watch: &dyn Watch,
) -> Result<()> {
    let Some(now) = window.stand_on(&incumbent.lines)? else { return Ok(()) };
    for pool in pools.iter().filter(|pool| pool.days == frame.days) {
        window.add_pool(pool)?;
    }
    let cutoff = now - engine.cost_step.max(now.abs() * 1e-7) + 1e-6;
    let (rounds, rounds_below, gap, passes) = match (window.are_all_single(), frame.is_thorough) {
        (false, _) => (20, 4, 1e-3, 0),
        (true, false) => (40, 10, 1e-5, 0),
        (true, true) => (1000, 30, 1e-4, PASSES),
    };
    let effort = Effort { gap, lines: 2, work: frame.work, passes, ..Effort::to_the_end(rounds, cutoff) };
    let generated = window.generate(&effort, Method::Primal, watch)?;
    if generated.is_final {
        found.prices.clone_from(&window.guess);
    }
    if !frame.is_thorough {
        window.guess = None;
    }
    found.is_cut_off = window.work > effort.work;
    if generated.bound >= cutoff || watch.should_stop() {
        return Ok(());
    }
    // The way down may take as much work again.
    let effort = Effort { rounds: rounds_below, work: window.work + frame.work, ..effort };
    let is_found = integral(window, generated, &effort, frame, watch)?;
    found.is_cut_off |= window.work > effort.work;
    if !is_found {
        return Ok(());
    }
    let mut after = incumbent.lines.clone();
    window.write(&frame.days, &mut after);
    let lines = frame.agents.iter().map(|&agent| (agent, after.on(agent, &frame.days))).collect();
    found.gain = Some(Gain {
        days: frame.days.clone(),
        intervals: frame.intervals.clone(),
        is_priced: frame.open.is_priced,
        lines,
    });
    Ok(())
}

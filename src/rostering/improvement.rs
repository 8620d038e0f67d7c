use std::ops::Range;

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::bound::Pool;
use super::dive::dive;
use super::duals::PostPrices;
use super::engine::Engine;
use super::frames::{between, weeks};
use super::generation::{Effort, Generated};
use super::sharing::Shared;
use super::solve::measured;
use super::state::Lines;
use super::terms::Open;
use super::tree::{Reach, search};
use super::window::{Frame, Window};
use crate::error::Result;
use crate::model::Watch;
use crate::program::Method;

/// How many agents are freed in a week at once: the more, the better what is found and the longer it takes.
const FREE: [usize; 5] = [6, 12, 24, 48, 150];

/// The most agents freed in two weeks where somebody is short.
const MOST_AT_PLACE: usize = 20;

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
    is_priced: bool,
    lines: Vec<(usize, Vec<crate::model::Shift>)>,
}

/// The next two weeks to improve: all take turns, in an order shuffled anew once each has had its turn.
pub(super) fn next_weeks(
    engine: &Engine,
    waiting: &mut Vec<Range<i32>>,
    random: &mut Pcg64,
) -> Vec<Range<i32>> {
    if waiting.is_empty() {
        // No week beside the one before it: shifts that end in the morning tie them together.
        let (mut even, mut odd): (Vec<_>, Vec<_>) =
            weeks(engine).into_iter().enumerate().partition(|(week, _)| week % 2 == 0);
        even.shuffle(random);
        odd.shuffle(random);
        waiting.extend(odd.into_iter().chain(even).map(|(_, days)| days));
    }
    let left = waiting.len().saturating_sub(2);
    waiting.split_off(left)
}

/// So many agents can be freed in a week.
pub(super) fn sizes(engine: &Engine) -> Vec<usize> {
    let mut sizes: Vec<usize> = FREE.iter().map(|&free| free.min(engine.scenario.agents.len())).collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

/// So many agents in each of these weeks.
pub(super) fn neighbourhoods(
    engine: &Engine,
    incumbent: &Incumbent,
    (weeks, size): (Vec<Range<i32>>, usize),
    random: &mut Pcg64,
) -> Vec<Frame> {
    let mut agents: Vec<usize> = (0..engine.scenario.agents.len()).collect();
    let mut frame = |days: Range<i32>| {
        agents.shuffle(random);
        let mut some = agents[..agents.len().min(size)].to_vec();
        some.sort_unstable();
        Frame { seed: random.random(), ..between(engine, days, some, &incumbent.shared.done) }
    };
    weeks.into_iter().map(&mut frame).collect()
}

/// Agents who serve a queue that is short, in a week in which it is and one beside it: rests, runs and weekends bind
/// the two, and weeks solved apart could not see it. Drawn by how much is short, squared: the worst nearly always.
/// None where nothing is.
pub(super) fn relief(engine: &Engine, incumbent: &Incumbent, random: &mut Pcg64) -> Result<Vec<Frame>> {
    let weeks = weeks(engine);
    let shortage = &incumbent.shared.shortage;
    let mut places: Vec<(f64, usize, usize)> = Vec::new();
    for (week, days) in weeks.iter().enumerate() {
        for (queue, short) in shortage.iter().enumerate() {
            let intervals = days.clone().flat_map(|day| engine.scenario.grid.intervals_of_day(day as usize));
            let short: f64 = intervals.map(|interval| short[interval]).sum();
            places.push((short * short, week, queue));
        }
    }
    let all: f64 = places.iter().map(|place| place.0).sum();
    let mut draw = random.random::<f64>() * all;
    let Some(&(_, week, queue)) = places.iter().find(|place| {
        draw -= place.0;
        draw < 0.0
    }) else {
        return Ok(Vec::new());
    };
    let first =
        if week > 0 && (week + 1 == weeks.len() || random.random_bool(0.5)) { week - 1 } else { week };
    let last = (first + 1).min(weeks.len() - 1);
    let mut agents: Vec<usize> = (0..engine.scenario.agents.len())
        .filter(|&agent| engine.scenario.agents[agent].skills.contains(queue))
        .collect();
    agents.shuffle(random);
    agents.truncate(MOST_AT_PLACE);
    agents.sort_unstable();
    let frame = between(engine, weeks[first].start..weeks[last].end, agents, &incumbent.shared.done);
    Ok(vec![Frame { seed: random.random(), ..frame }])
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
    let then = measured(engine, lines)?;
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
    found.gain = Some(Gain { days: frame.days.clone(), is_priced: frame.open.is_priced, lines });
    Ok(())
}

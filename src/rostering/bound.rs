use std::ops::Range;

use rayon::prelude::*;

use super::concessions::concessions;
use super::engine::Engine;
use super::frames::{alone, weeks};
use super::generation::Effort;
use super::heads::QueueSet;
use super::master::LineColumn;
use super::posted::settled_cost;
use super::state::Lines;
use super::until::Until;
use super::window::Window;
use crate::error::Result;
use crate::model::{ShadowPrices, Shift, Watch};
use crate::program::{Method, Solution};

/// The bound is near enough to the roster at this share of its cost.
pub(super) const BOUND_GAP: f64 = 5e-4;

/// How far the program of a week is solved: near enough to its optimum, rows that count heads included.
pub(super) const WEEK: Effort =
    Effort { gap: 1e-3, lines: 2, tightenings: 20, ..Effort::to_the_end(1000, f64::INFINITY) };

/// Weeks solved side by side.
const PAIR: usize = 2;
/// A line is good that costs no more than this share of its wages too much.
const GOOD: f64 = 0.01;

/// What no roster can cost less than, and how it was found.
#[derive(Debug, Default)]
pub(super) struct Bound {
    pub cost: f64,
    /// Whether column generation ended by itself.
    pub is_final: bool,
    pub rounds: usize,
    pub columns: usize,
    /// The good lines it found, week by week.
    pub pools: Vec<Pool>,
    /// The prices it is proven by, week by week.
    pub prices: Vec<ShadowPrices>,
}

/// Lines of work of some days worth trying again.
#[derive(Debug, Default)]
pub(super) struct Pool {
    pub days: Range<i32>,
    pub lines: Vec<PooledLine>,
    /// The sets of queues that heads were counted for, by interval.
    pub heads: Vec<(usize, QueueSet)>,
}

/// A line and the agents it was found for.
#[derive(Debug)]
pub(super) struct PooledLine {
    pub agents: Vec<usize>,
    pub shifts: Vec<Shift>,
}

/// Solves every week by itself. The sum of their bounds is a bound: each week drops the rules that bind it to the
/// others, and what the others could do for it.
///
/// Two weeks are solved at a time, and each pair has its part of the `share` of time: no week is left without a bound.
pub(super) fn bound(engine: &Engine, lines: &Lines, share: f64, until: &Until) -> Result<Bound> {
    let conceding = concessions(engine, lines).into_iter().map(|conceded| conceded.agent).collect();
    // A bound is looked for once.
    let _ = engine.conceding.set(conceding);
    let weeks = weeks(engine);
    let pairs = weeks.len().div_ceil(PAIR);
    let mut bounds: Vec<Bound> = Vec::with_capacity(weeks.len());
    for (place, pair) in weeks.chunks(PAIR).enumerate() {
        let end = share * (place + 1) as f64 / pairs as f64;
        let solve = |days: &Range<i32>| {
            // Where the other core is busy the second of a pair begins when the first is done.
            let least = until.spent() + share / weeks.len() as f64;
            bound_week(engine, days, lines, &until.part(end.max(least)))
        };
        let solved: Result<Vec<Bound>> = pair.par_iter().map(solve).collect();
        bounds.extend(solved?);
    }
    let mut heads = vec![Vec::new(); engine.scenario.grid.len()];
    let sets = bounds.iter().flat_map(|week| &week.pools).flat_map(|pool| &pool.heads);
    sets.for_each(|&(interval, set)| heads[interval].push(set));
    let _ = engine.heads.set(heads);
    Ok(Bound {
        cost: (bounds.iter().map(|week| week.cost).sum::<f64>() + settled_cost(engine)).max(0.0),
        is_final: bounds.iter().all(|week| week.is_final),
        rounds: bounds.iter().map(|week| week.rounds).sum(),
        columns: bounds.iter().map(|week| week.columns).sum(),
        prices: bounds.iter_mut().flat_map(|week| std::mem::take(&mut week.prices)).collect(),
        pools: bounds.iter_mut().flat_map(|week| std::mem::take(&mut week.pools)).collect(),
    })
}

pub(super) fn bound_week(
    engine: &Engine,
    days: &Range<i32>,
    lines: &Lines,
    watch: &dyn Watch,
) -> Result<Bound> {
    if watch.should_stop() {
        return Ok(Bound::default());
    }
    let frame = alone(engine, days);
    let mut window = Window::new(engine, &frame, &engine.settled)?;
    window.add_current(lines)?;
    window.start()?;
    let generated = window.generate(&WEEK, Method::Dual, watch)?;
    Ok(Bound {
        cost: generated.bound.max(0.0),
        is_final: generated.is_final,
        rounds: window.rounds,
        columns: window.lines.len(),
        pools: vec![pool(&window, days, &generated.solution)],
        prices: generated.duals.iter().map(|duals| window.shadow_prices(&frame, duals)).collect(),
    })
}

/// The lines of a window that cost little more than nothing at the prices of its last program.
fn pool(window: &Window, days: &Range<i32>, last: &Solution) -> Pool {
    if last.prices().is_empty() {
        return Pool::default();
    }
    let is_good = |line: &&LineColumn| window.reduced_cost(line, last) <= GOOD * line.cost;
    let keep = |line: &LineColumn| PooledLine {
        agents: window.groups[line.group].agents.clone(),
        shifts: line.shifts.clone(),
    };
    Pool {
        days: days.clone(),
        lines: window.lines.iter().filter(is_good).map(keep).collect(),
        heads: window.master.head_sets().collect(),
    }
}

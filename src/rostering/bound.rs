use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::concessions::concede;
use super::engine::Engine;
use super::frames::{alone, spans, weeks};
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
const BOUND_GAP: f64 = 5e-4;

/// How far the program of a week is solved: near enough to its optimum, rows that count heads included.
pub(super) const WEEK: Effort =
    Effort { gap: 1e-3, lines: 2, tightenings: 20, ..Effort::to_the_end(1000, f64::INFINITY) };

/// Passes in which prices rise, at most, and the share of the time that they may take.
const PASSES: usize = 300;
const SHARE_OF_RISING: f64 = 0.4;
/// The share of the time after which the bound is good enough as it is.
const ENOUGH: f64 = 0.6;

/// Weeks solved side by side.
const PAIR: usize = 2;
/// A line is good that costs no more than this share of its wages too much.
const GOOD: f64 = 0.01;

/// What no roster can cost less than, and how it was found.
#[derive(Debug, Default)]
pub(super) struct Bound {
    pub cost: f64,
    /// Whether it ended by itself.
    pub is_final: bool,
    pub rounds: usize,
    pub columns: usize,
    /// The good lines it found, week by week.
    pub pools: Vec<Pool>,
    /// The prices it is proven by, week by week.
    pub prices: Vec<ShadowPrices>,
}

impl Bound {
    /// Whether a roster of this cost is as good as proven.
    pub fn is_near(&self, cost: f64) -> bool {
        cost - self.cost <= BOUND_GAP * cost
    }
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

/// What no roster costs less than, further than prices that have `risen` tell, where there is time: by the programs of weeks by
/// themselves, whichever says more.
pub(super) fn bound(engine: &Engine, risen: Bound, lines: &Lines, until: &Until) -> Result<Bound> {
    // Where prices have no time to rise as far as they do, programs have none.
    if !risen.is_final {
        return Ok(risen);
    }
    let solved = solve(engine, lines, until)?;
    Ok(match risen.cost > solved.cost {
        true => Bound { cost: risen.cost, prices: risen.prices, ..solved },
        false => solved,
    })
}

/// Raises the prices of weeks together: the sum of their bounds is a bound, as each span of weeks drops the rules that bind it
/// to the others, and what the others could do for it. That takes no linear program, and sees rules that bind weeks to each other.
/// It is final where they had the time to rise as far as they do. Nothing is asked of agents for whom `lines` gave up a rule.
pub(super) fn rise(engine: &Engine, lines: &Lines, until: &Until) -> Result<Bound> {
    concede(engine, lines);
    let weeks = weeks(engine);
    let spans = spans(engine, weeks.len());
    let mut bound = Bound { cost: settled_cost(engine), is_final: true, ..Bound::default() };
    for (place, span) in spans.iter().enumerate() {
        let part = until.part(SHARE_OF_RISING * (place + 1) as f64 / spans.len() as f64);
        let days = weeks[span.start].start..weeks[span.end - 1].end;
        let mut window = Window::new(engine, &alone(engine, &days), &engine.settled)?;
        window.master.count_all_heads()?;
        let ascent = window.ascend_far(PASSES, &part, &part);
        let is_tightened = window.groups.iter().any(|group| group.legal.terms.spans.is_tightened);
        bound.cost += if is_tightened { 0.0 } else { ascent.bound.max(0.0) };
        bound.is_final &= !part.should_stop();
        let duals = window.duals_at(&ascent);
        let prices = |week: &Range<i32>| window.shadow_prices(&alone(engine, week), &duals);
        bound.prices.extend(weeks[span.clone()].iter().map(prices));
    }
    Ok(bound)
}

/// Solves every week by itself. The sum of their bounds is a bound: each week drops the rules that bind it to the
/// others, and what the others could do for it.
///
/// Two weeks are solved at a time, and each pair has its part of the time. Where that is not enough the others are left:
/// prices that rise say more by then, and there is more to save elsewhere.
fn solve(engine: &Engine, lines: &Lines, until: &Until) -> Result<Bound> {
    let weeks = weeks(engine);
    let pairs = weeks.len().div_ceil(PAIR);
    let mut bounds: Vec<Bound> = Vec::with_capacity(weeks.len());
    let begun = until.spent();
    for (place, pair) in weeks.chunks(PAIR).enumerate() {
        let end = begun + (ENOUGH - begun) * (place + 1) as f64 / pairs as f64;
        let is_in_vain = &AtomicBool::new(false);
        let solve = |days: &Range<i32>| {
            // Where the other core is busy the second of a pair begins when the first is done.
            if is_in_vain.load(Ordering::Relaxed) {
                return Ok(Bound::default());
            }
            let least = until.spent() + (ENOUGH - begun) / weeks.len() as f64;
            let bound = bound_week(engine, days, lines, &until.part(end.max(least)))?;
            is_in_vain.fetch_or(!bound.is_final, Ordering::Relaxed);
            Ok(bound)
        };
        let solved: Result<Vec<Bound>> = pair.par_iter().map(solve).collect();
        bounds.extend(solved?);
        if !bounds.iter().all(|week| week.is_final) {
            break;
        }
    }
    let mut heads = vec![Vec::new(); engine.scenario.grid.len()];
    let sets = bounds.iter().flat_map(|week| &week.pools).flat_map(|pool| &pool.heads);
    sets.for_each(|&(interval, set)| heads[interval].push(set));
    let _ = engine.heads.set(heads);
    Ok(Bound {
        cost: (bounds.iter().map(|week| week.cost).sum::<f64>() + settled_cost(engine)).max(0.0),
        is_final: bounds.len() == weeks.len() && bounds.iter().all(|week| week.is_final),
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

use std::ops::Range;

use rayon::prelude::*;

use super::concessions::concessions;
use super::engine::Engine;
use super::frames::{alone, weeks};
use super::generation::Effort;
use super::posted::settled_cost;
use super::state::Lines;
use super::window::Window;
use crate::error::Result;
use crate::model::Watch;
use crate::program::Method;

/// Enough when the bound is proven to this share of the cost.
pub(super) const BOUND_GAP: f64 = 5e-4;

/// What no roster can cost less than, and how it was found.
#[derive(Debug, Default)]
pub(super) struct Bound {
    pub cost: f64,
    /// Whether column generation ended by itself.
    pub is_final: bool,
    pub rounds: usize,
    pub columns: usize,
}

/// Solves every week by itself. The sum of their bounds is a bound: each week drops the rules that bind it to the
/// others, and what the others could do for it.
pub(super) fn bound(engine: &Engine, lines: &Lines, watch: &dyn Watch) -> Result<Bound> {
    let conceding = concessions(engine, lines).into_iter().map(|conceded| conceded.agent).collect();
    // A bound is looked for once.
    let _ = engine.conceding.set(conceding);
    let weeks = weeks(engine);
    let bounds: Vec<Bound> =
        weeks.par_iter().map(|days| bound_week(engine, days, lines, watch)).collect::<Result<_>>()?;
    Ok(Bound {
        cost: (bounds.iter().map(|week| week.cost).sum::<f64>() + settled_cost(engine)).max(0.0),
        is_final: bounds.iter().all(|week| week.is_final),
        rounds: bounds.iter().map(|week| week.rounds).sum(),
        columns: bounds.iter().map(|week| week.columns).sum(),
    })
}

fn bound_week(engine: &Engine, days: &Range<i32>, lines: &Lines, watch: &dyn Watch) -> Result<Bound> {
    let mut window = Window::new(engine, &alone(engine, days), &engine.settled)?;
    window.add_current(lines)?;
    window.start()?;
    let effort = Effort {
        rounds: 1000,
        gap: BOUND_GAP,
        lines: 2,
        cutoff: f64::INFINITY,
        work: f64::INFINITY,
        is_interior: false,
    };
    let generated = window.generate(&effort, Method::Dual, watch)?;
    Ok(Bound {
        cost: generated.bound.max(0.0),
        is_final: generated.is_final,
        rounds: window.rounds,
        columns: window.lines.len(),
    })
}

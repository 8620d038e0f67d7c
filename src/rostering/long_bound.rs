use std::ops::Range;

use rayon::prelude::*;

use super::bound::{Bound, bound_week};
use super::concessions::concessions;
use super::engine::Engine;
use super::frames::weeks;
use super::state::Lines;
use crate::error::Result;
use crate::model::{Scenario, Watch};
use crate::units::Money;

/// The prices of an hour that are tried, as shares of what the dearest post costs for each of its hours.
const PRICES: [f64; 5] = [0.0, 0.02, 0.1, 0.3, 0.8];
/// So many weeks tell which price is best.
const SAMPLE: usize = 3;

/// A bound on a long plan of posts alone, week by week: hours limited over the whole plan tie the weeks together, and a
/// price takes their place (Lagrangian relaxation; Geoffrion 1974).
///
/// max over p >= 0 of sum over weeks of (least cost of the week + p hours) - p sum over agents of most hours
///
/// Whatever the price that is no more than any roster costs that keeps the most hours.
pub(super) fn long_bound(engine: &Engine, lines: &Lines, watch: &dyn Watch) -> Result<Bound> {
    let conceding = concessions(engine, lines).into_iter().map(|conceded| conceded.agent).collect();
    // A bound is looked for once.
    let _ = engine.conceding.set(conceding);
    let weeks = weeks(engine);
    let most = most_hours(engine, lines);
    let dearest = dearest_hour(engine.scenario);
    let step = (weeks.len() / SAMPLE).max(1);
    let sample: Vec<Range<i32>> = weeks.iter().skip(step / 2).step_by(step).cloned().collect();
    let part = sample.len() as f64 / weeks.len() as f64;
    let mut best = (f64::NEG_INFINITY, 0.0);
    let mut least = 0.0_f64;
    for price in PRICES.iter().filter(|&&price| price == 0.0 || most.is_some()) {
        let price = Money::from_major(price * dearest).major();
        let of_sample = at_price(engine, (lines, price), &sample, watch)?.cost;
        let found = of_sample - price * part * most.unwrap_or(0.0);
        if price == 0.0 {
            least = of_sample;
        }
        if watch.should_stop() || found < best.0 {
            // It falls once it falls, as it is concave in the price.
            break;
        }
        best = (found, price);
    }
    let bound = at_price(engine, (lines, best.1), &weeks, watch)?;
    let step = engine.cost_step;
    // Where time was up the sample alone tells.
    let cost = (bound.cost - best.1 * most.unwrap_or(0.0)).max(least);
    Ok(Bound { cost: ((cost / step - 1e-6).ceil() * step), is_final: false, ..bound })
}

/// The hours that all agents together may work, where all have a limit over the plan and their rosters keep it.
fn most_hours(engine: &Engine, lines: &Lines) -> Option<f64> {
    let scenario = engine.scenario;
    let most = |(index, agent): (usize, &crate::model::Agent)| {
        let credit: i32 = engine.calendar.agents[index].iter().map(|day| day.credit.get()).sum();
        let most = scenario.contracts[agent.contract].plan?.max.get() - credit;
        let inside = lines.of[index].iter().filter(|shift| shift.day >= 0);
        let worked: i32 = inside.map(|shift| shift.paid().get()).sum();
        (worked <= most).then_some(f64::from(most) / 60.0)
    };
    scenario.agents.iter().enumerate().map(most).sum()
}

/// The most that an hour short of a post costs.
fn dearest_hour(scenario: &Scenario) -> f64 {
    let of = |post: &crate::model::Post| {
        let hours = scenario.shifts[post.shift].lengths.iter().map(|length| length.hours());
        post.under_cost.major() / hours.fold(f64::INFINITY, f64::min)
    };
    scenario.posts.iter().map(of).filter(|price| price.is_finite()).fold(0.0, f64::max)
}

/// What some weeks cost at least, each by itself, when every hour worked costs so much more.
fn at_price(
    engine: &Engine,
    (lines, price): (&Lines, f64),
    weeks: &[Range<i32>],
    watch: &dyn Watch,
) -> Result<Bound> {
    let mut scenario = engine.scenario.clone();
    for contract in &mut scenario.contracts {
        contract.wage_per_hour += Money::from_major(price);
    }
    let priced = Engine::new(&scenario, &[], engine.posted);
    if let Some(conceding) = engine.conceding.get() {
        let _ = priced.conceding.set(conceding.clone());
    }
    let bounds: Vec<Bound> =
        weeks.par_iter().map(|days| bound_week(&priced, days, lines, watch)).collect::<Result<_>>()?;
    Ok(Bound {
        cost: bounds.iter().map(|week| week.cost).sum(),
        is_final: false,
        rounds: bounds.iter().map(|week| week.rounds).sum(),
        columns: bounds.iter().map(|week| week.columns).sum(),
        pools: Vec::new(),
    })
}

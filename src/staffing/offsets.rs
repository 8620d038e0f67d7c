//! Requirements where an interval's agents are worth more or fewer than as many are by the formula.

use super::formula::Formula;
use super::promise;
use crate::model::{Driver, Need, Queue, Requirement, Series};
use crate::queueing::Required;
use crate::units::Agents;

/// Shares nearer to nothing or to all than this say no more of how many agents there are.
const CLEAR: f64 = 1e-3;

/// How many agents more (below zero: fewer) so many present are worth than the formula says, where they gave such a
/// share in time.
///
/// S(N + d) = share, S being the share in time by the formula of the interval; nothing where nobody calls, no share is
/// promised, or as good as all or none were in time by measure and formula alike.
pub fn offset(queue: &Queue, need: &Need, present: f64, share: f64) -> Option<f64> {
    let formula = Formula::of(queue, need)?;
    let targets = promise::targets(&queue.target);
    let clear = |share: f64| share.clamp(CLEAR, 1.0 - CLEAR);
    let by_formula = formula.perform(present).service_level(targets.answered?.counting)?;
    if clear(by_formula) == clear(share) {
        return None;
    }
    Some(formula.agents_for(clear(share), &targets)? - present)
}

/// The share in time that the formula gives a real number of agents; nothing where nobody calls or none is promised.
pub fn share_in_time(queue: &Queue, need: &Need, agents: f64) -> Option<f64> {
    let counting = promise::targets(&queue.target).answered?.counting;
    Formula::of(queue, need)?.perform(agents).service_level(counting)
}

/// What each interval by itself requires when its agents are worth so many more than as many, and at least so many.
///
/// Where there is an offset, the fewest N for which N + d agents meet every target by the formula; elsewhere what
/// was required. Deferred work stays as it is.
pub fn with_offsets(
    queue: &Queue,
    requirement: &Requirement,
    offsets: &Series<f64>,
    least: &Series<u32>,
) -> Requirement {
    if requirement.deferred.is_some() {
        return requirement.clone();
    }
    let grid = requirement.needs.grid().clone();
    let need = |interval: usize| {
        let need = requirement.needs[interval];
        let offset = offsets[interval];
        if offset == 0.0 && least[interval] <= need.agents.get() {
            return need;
        }
        shifted(queue, &need, offset, least[interval]).unwrap_or(need)
    };
    Requirement { needs: Series::from_fn(grid, need), ..requirement.clone() }
}

fn shifted(queue: &Queue, need: &Need, offset: f64, least: u32) -> Option<Need> {
    let formula = Formula::of(queue, need)?;
    let targets = promise::targets(&queue.target);
    let found =
        if offset == 0.0 { None } else { formula.required(&targets, offset, Some(need.agents.get())) };
    let (mut agents, mut driver) = match found {
        Some(Required { agents, driven_by }) => (agents, promise::driver(driven_by)),
        None => (need.agents.get(), need.driver),
    };
    if least > agents {
        (agents, driver) = (least, driver.or(need.driver));
    }
    if queue.minimum_agents > agents {
        (agents, driver) = (queue.minimum_agents, Some(Driver::MinimumAgents));
    }
    let expected = promise::expectation(&targets, &formula.perform(f64::from(agents) + offset));
    Some(Need { agents: Agents::new(agents), driver, expected, ..*need })
}

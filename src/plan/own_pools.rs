//! Queues with a pool of agents of their own, measured exactly.

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Gamma};

use super::presence::Presence;
use crate::model::{Channel, Measure, Queue, Roster, Scenario, Series};
use crate::queueing::Passed;
use crate::staffing;

/// Cases over which is averaged who is there and how busy the day is.
const CASES: usize = 32;
/// The golden ratio: its multiples spread evenly over the fractions.
const GOLDEN: f64 = 0.618_033_988_749_894_8;

/// What a roster gives each queue whose agents serve no other, interval by interval; nothing for the other queues.
///
/// Exact transient analysis ([`staffing::analyse`]), averaged over who is sick or late and over the forecast's error:
/// equally likely cases, each with the number of agents that its share of all cases does not exceed, interval by
/// interval, and the day busier by the quantile of the forecast's error that comes with it (a lattice of two dimensions:
/// Niederreiter 1992, Random number generation and quasi-Monte Carlo methods). So whoever is missing in an interval is
/// missing in its neighbours too, as sickness takes whole shifts. Agents who also do e-mail, which is put down for whoever
/// calls, count as the queue's own. Handle times count as exponential. Chats, whose handle times depend on how many are
/// held at once, and queues whose contacts come back, are left to simulation.
pub(super) fn measure(scenario: &Scenario, roster: &Roster) -> Vec<Option<Series<Measure>>> {
    let queue = |(index, queue): (usize, &Queue)| {
        if !is_covered(queue) || !has_its_own(scenario, roster, index) {
            return None;
        }
        let presence = Presence::of(scenario, roster, |agent| scenario.agents[agent].skills.contains(index));
        average(scenario, queue, &presence)
    };
    scenario.queues.iter().enumerate().map(queue).collect()
}

fn is_covered(queue: &Queue) -> bool {
    let behaviour = &queue.behaviour;
    queue.concurrency <= 1 && behaviour.redial.is_none() && behaviour.repeat.is_none()
}

/// Whether everyone on a roster who serves a queue serves no other that they could be busy with.
fn has_its_own(scenario: &Scenario, roster: &Roster, index: usize) -> bool {
    let is_no_other = |&queue: &usize| queue == index || scenario.queues[queue].channel == Channel::Email;
    let mut serving = scenario.agents.iter().zip(&roster.lines).filter(|(agent, line)| {
        agent.skills.contains(index) && !(line.shifts.is_empty() && agent.history.is_empty())
    });
    serving.all(|(agent, _)| agent.skills.queues().iter().all(|queue| is_no_other(queue)))
}

fn average(scenario: &Scenario, queue: &Queue, presence: &Presence) -> Option<Series<Measure>> {
    let case = |case: usize| {
        let there = (case as f64 + 0.5) / CASES as f64;
        let busy = ((case as f64 + 0.5) * GOLDEN).fract();
        let agents = presence.quantile(there, &queue.demand.open);
        staffing::analyse(&busier(scenario, queue, busy), &agents)
    };
    let cases: Option<Vec<Series<Measure>>> = (0..CASES).into_par_iter().map(case).collect();
    let cases = cases?;
    Some(Series::from_fn(queue.demand.open.grid().clone(), |interval| {
        mean(queue, cases.iter().map(|measures| measures[interval]))
    }))
}

/// The queue on days that a share `level` of all days is not busier than. The factor of all queues and the queue's own
/// are one gamma factor of the same variation.
fn busier(scenario: &Scenario, queue: &Queue, level: f64) -> Queue {
    let variance = |error: f64| error * error;
    let of_all = variance(scenario.forecast_error);
    let own = variance(queue.behaviour.forecast_error);
    let shape = 1.0 / (of_all + own + of_all * own);
    let factor = Gamma::new(shape, shape).map_or(1.0, |gamma| gamma.inverse_cdf(level));
    let mut busier = queue.clone();
    if shape.is_finite() && factor.is_finite() {
        busier.demand.volume.values_mut().iter_mut().for_each(|volume| *volume *= factor);
    }
    busier
}

fn mean(queue: &Queue, cases: impl Iterator<Item = Measure>) -> Measure {
    let mut mean = Measure::default();
    for case in cases {
        mean.offered += case.offered / CASES as f64;
        mean.answered += case.answered / CASES as f64;
        mean.in_time += case.in_time / CASES as f64;
        mean.abandoned += case.abandoned / CASES as f64;
        mean.abandoned_in_time += case.abandoned_in_time / CASES as f64;
        mean.wait_answered += case.wait_answered / CASES as f64;
        mean.wait_abandoned += case.wait_abandoned / CASES as f64;
        mean.busy += case.busy / CASES as f64;
        mean.in_seat += case.in_seat / CASES as f64;
    }
    let passed = Passed {
        offered: mean.offered,
        answered: mean.answered,
        in_time: mean.in_time,
        abandoned: mean.abandoned,
        abandoned_in_time: mean.abandoned_in_time,
        ..Passed::default()
    };
    let promised = queue.target.answered.is_some();
    mean.service_level = passed.service_level(queue.target.counting).filter(|_| promised);
    mean
}

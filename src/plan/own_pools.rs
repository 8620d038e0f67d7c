//! Queues with a pool of agents of their own, measured exactly.

use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, Gamma};

use super::presence::Presence;
use crate::model::{Agent, Channel, Line, Measure, Queue, Roster, Scenario, Series};
use crate::queueing::Passed;
use crate::staffing;

/// Cases over which is averaged who is there and how busy the day is; fewer where that takes too long.
const CASES: [usize; 2] = [32, 16];
/// What is too long for all cases together, and what an open interval costs beside its contacts in hand and waiting,
/// squared: the time for an interval grows with how many there may be and with how often that changes. A second or two.
const MOST_WORK: f64 = 6e6;
const AN_INTERVAL: f64 = 64.0;
/// What a case is multiplied by for its places among all cases: how many are well, how busy the day is, how fractions of
/// agents are rounded.
const STEPS: [usize; 3] = [1, 5, 25];

/// What a roster gives each queue whose agents serve no other, interval by interval; nothing for the other queues.
///
/// Exact transient analysis ([`staffing::analyse`]), averaged over who is sick or late and over the forecast's error:
/// equally likely cases, each with the number of agents that its share of all cases does not exceed, interval by
/// interval, and the day busier by the quantile of the forecast's error that comes with it (a lattice
/// rule: Niederreiter 1992, Random number generation and quasi-Monte Carlo methods). So whoever is missing in an interval is
/// missing in its neighbours too, as sickness takes whole shifts. Agents who also do e-mail, which is put down for whoever
/// calls, count as the queue's own. Handle times count as exponential. Chats, whose handle times depend on how many are
/// held at once, queues whose contacts come back, and those too large to be analysed in a second or two are left to
/// simulation.
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
    let is_own = |(agent, _): (&Agent, &Line)| agent.skills.queues().iter().all(is_no_other);
    serving.next().is_some_and(is_own) && serving.all(is_own)
}

fn average(scenario: &Scenario, queue: &Queue, presence: &Presence) -> Option<Series<Measure>> {
    let work = work(queue, &presence.quantile((0.1, 0.5), &queue.demand.open));
    let count = CASES.into_iter().find(|&count| work * count as f64 <= MOST_WORK)?;
    let case = |case: usize| {
        let [well, busy, rounding] = STEPS.map(|step| ((case * step % count) as f64 + 0.5) / count as f64);
        let agents = presence.quantile((well, rounding), &queue.demand.open);
        staffing::analyse(&busier(scenario, queue, busy), &agents)
    };
    let cases: Option<Vec<Series<Measure>>> = (0..count).into_par_iter().map(case).collect();
    let cases = cases?;
    Some(Series::from_fn(queue.demand.open.grid().clone(), |interval| {
        mean(queue, cases.iter().map(|measures| measures[interval]))
    }))
}

/// How much there is to reckon for a case. The line is what flows in and is not handled, and no longer than patience.
fn work(queue: &Queue, agents: &Series<u32>) -> f64 {
    let length = agents.grid().interval().hours() * 3600.0;
    let mut line: f64 = 0.0;
    let of_interval = |(interval, &agents): (usize, &u32)| {
        let (volume, aht) = (queue.demand.volume[interval], queue.demand.aht[interval].get());
        line = (line + volume - f64::from(agents) * length / aht.max(1.0)).max(0.0);
        line = queue.patience.map_or(line, |patience| line.min(volume * patience.get() / length));
        if queue.demand.open[interval] { AN_INTERVAL + (f64::from(agents) + line).powi(2) } else { 0.0 }
    };
    agents.iter().enumerate().map(of_interval).sum()
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

fn mean(queue: &Queue, cases: impl ExactSizeIterator<Item = Measure>) -> Measure {
    let each = 1.0 / cases.len() as f64;
    let mut mean = Measure::default();
    for case in cases {
        mean.offered += each * case.offered;
        mean.answered += each * case.answered;
        mean.in_time += each * case.in_time;
        mean.abandoned += each * case.abandoned;
        mean.abandoned_in_time += each * case.abandoned_in_time;
        mean.wait_answered += each * case.wait_answered;
        mean.wait_abandoned += each * case.wait_abandoned;
        mean.busy += each * case.busy;
        mean.in_seat += each * case.in_seat;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Skills, Unwatched};
    use crate::plan::sample;
    use crate::simulation::{SimulationOptions, simulate};

    /// Eight people for 4 erlangs, from eight on or half past, without breaks; 5 % are sick and all 5 minutes late.
    fn desk() -> (Scenario, Roster) {
        let plan = sample::plan();
        let (mut scenario, mut roster) = (plan.scenario, Roster::default());
        scenario.agents.clear();
        for head in 0..8 {
            let like = &plan.rostered.roster.lines[if head < 5 { 0 } else { 2 }];
            let mut line = like.clone();
            line.shifts.iter_mut().for_each(|shift| shift.breaks.clear());
            roster.lines.push(line);
            let skills = Skills::new(vec![0]);
            scenario.agents.push(Agent {
                id: head.to_string(),
                skills,
                ..sample::scenario().agents[0].clone()
            });
        }
        scenario.forecast_error = 0.1;
        let open = scenario.queues[0].demand.open.clone();
        scenario.queues[0].demand.volume = open.map(|&open| if open { 30.0 } else { 0.0 });
        (scenario, roster)
    }

    #[test]
    fn exact_analysis_of_who_is_there_agrees_with_simulation() {
        let (scenario, roster) = desk();
        let options = SimulationOptions { replications: 6000, ..SimulationOptions::default() };
        let drawn = simulate(&scenario, &roster, &options, &Unwatched);
        let exact = measure(&scenario, &roster).swap_remove(0).unwrap();
        // Half past eight to four on Monday; then agents leave in the middle of an interval.
        for interval in 17..32 {
            let (exact, drawn) = (&exact[interval], &drawn.queues[0].intervals[interval]);
            let apart = exact.service_level.unwrap() - drawn.service_level.unwrap();
            assert!(apart.abs() < 0.01, "{interval}: {apart}");
            assert!((exact.offered - drawn.offered).abs() < 0.01 * drawn.offered);
        }
    }

    #[test]
    fn who_serves_another_queue_or_comes_back_is_left_to_simulation() {
        let (mut scenario, roster) = desk();
        assert!(measure(&scenario, &roster)[0].is_some());
        assert!(measure(&scenario, &roster)[1].is_none(), "nobody serves it");
        scenario.agents[3].skills = Skills::new(vec![0, 1]);
        assert!(measure(&scenario, &roster)[0].is_none());
        // E-mail is put down for whoever calls.
        scenario.queues[1].channel = Channel::Email;
        assert!(measure(&scenario, &roster)[0].is_some());
        let share = crate::units::Share::percent(20.0).unwrap();
        let after = crate::units::Seconds::new(300.0);
        scenario.queues[0].behaviour.redial = Some(crate::model::Return { share, after });
        assert!(measure(&scenario, &roster)[0].is_none());
    }
}

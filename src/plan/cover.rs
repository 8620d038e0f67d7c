use std::collections::BTreeMap;

use crate::model::{DeferredWork, Request, RequestKind, Requirement, Roster, Scenario, Series, Shift};
use crate::units::Moment;

/// Agents on each queue, queue by queue and interval by interval, for a roster of any origin.
///
/// In each interval agents of one skill serve their queue; those of more skills go, the fewest skills first, where
/// agents are missing, in proportion. Who is missed nowhere does deferred work, if that is among the skills and
/// open, or divides the time among the open queues equally. Nobody is counted twice. Agents are counted on the
/// roster: sickness and lateness take their part later.
pub fn share_cover(scenario: &Scenario, requirements: &[Requirement], roster: &Roster) -> Vec<Series<f64>> {
    let presence = presence_of_groups(scenario, roster);
    let mut cover = vec![Series::from_fn(scenario.grid.clone(), |_| 0.0); scenario.queues.len()];
    for interval in 0..scenario.grid.len() {
        let is_open = |queue: &usize| scenario.queues[*queue].demand.open[interval];
        for (queues, present) in &presence {
            let open: Vec<usize> = queues.iter().copied().filter(is_open).collect();
            if present[interval] > 0.0 && !open.is_empty() {
                send(scenario, requirements, &open, interval, present[interval], &mut cover);
            }
        }
    }
    cover
}

/// Divides the agents of a group among its open queues.
fn send(
    scenario: &Scenario,
    requirements: &[Requirement],
    open: &[usize],
    interval: usize,
    present: f64,
    cover: &mut [Series<f64>],
) {
    let (deferred, immediate): (Vec<usize>, Vec<usize>) =
        open.iter().copied().partition(|&queue| scenario.queues[queue].is_deferred());
    let missing: Vec<f64> = immediate
        .iter()
        .map(|&queue| {
            let need = requirements[queue].needs[interval].agents.as_f64();
            (scenario.shrinkage.gross(need) - cover[queue][interval]).max(0.0)
        })
        .collect();
    let in_all: f64 = missing.iter().sum();
    let sent = present.min(in_all);
    if sent > 0.0 {
        for (&queue, missing) in immediate.iter().zip(&missing) {
            cover[queue].values_mut()[interval] += sent * missing / in_all;
        }
    }
    let free = if deferred.is_empty() { &immediate } else { &deferred };
    for &queue in free {
        cover[queue].values_mut()[interval] += (present - sent) / free.len() as f64;
    }
}

/// Agents short of the requirement in seat for such a cover, were nobody sick or late; for deferred work the
/// headcount that the work which became overdue in the interval would have taken.
pub fn shortage_of(
    scenario: &Scenario,
    requirements: &[Requirement],
    cover: &[Series<f64>],
) -> Vec<Series<f64>> {
    let of_queue = |(requirement, cover): (&Requirement, &Series<f64>)| match &requirement.deferred {
        Some(work) => overdue(scenario, work, cover),
        None => Series::from_fn(scenario.grid.clone(), |interval| {
            (requirement.needs[interval].agents.as_f64() - cover[interval]).max(0.0)
        }),
    };
    requirements.iter().zip(cover).map(of_queue).collect()
}

fn overdue(scenario: &Scenario, work: &DeferredWork, cover: &Series<f64>) -> Series<f64> {
    let minutes_of_an_agent =
        f64::from(scenario.grid.interval().get()) * scenario.shrinkage.present() * work.occupancy.get();
    let (mut done, mut given_up) = (0.0_f64, 0.0_f64);
    Series::from_fn(scenario.grid.clone(), |interval| {
        let arrived = work.arrived[interval] - given_up;
        done = arrived.min(done + cover[interval] * minutes_of_an_agent).max(done);
        let overdue = (work.due[interval] - given_up - done).max(0.0);
        given_up += overdue;
        if overdue > 0.0 { overdue / minutes_of_an_agent } else { 0.0 }
    })
}

/// Agents at work, neither on a break nor in training, by skill group, in parts of an interval; the fewest skills
/// first.
fn presence_of_groups(scenario: &Scenario, roster: &Roster) -> Vec<(Vec<usize>, Vec<f64>)> {
    let mut groups: BTreeMap<(usize, Vec<usize>), Vec<f64>> = BTreeMap::new();
    let history = scenario
        .agents
        .iter()
        .enumerate()
        .flat_map(|(agent, who)| who.history.iter().map(move |shift| (agent, shift)));
    for (agent, shift) in roster.shifts().chain(history) {
        let queues = scenario.agents[agent].skills.queues().to_vec();
        let present = groups.entry((queues.len(), queues)).or_insert_with(|| vec![0.0; scenario.grid.len()]);
        for (from, to) in stretches_at_work(scenario, agent, shift) {
            add_time(scenario, present, from, to);
        }
    }
    groups.into_iter().map(|((_, queues), present)| (queues, present)).collect()
}

/// What breaks and training leave of a shift.
fn stretches_at_work(scenario: &Scenario, agent: usize, shift: &Shift) -> Vec<(Moment, Moment)> {
    let is_training = |request: &&Request| request.agent == agent && request.kind == RequestKind::Training;
    let training = scenario.requests.iter().filter(is_training).map(|request| (request.from, request.to));
    let mut away: Vec<_> = shift.breaks.iter().map(|rest| (rest.start, rest.end)).chain(training).collect();
    away.sort_unstable();
    let mut stretches = Vec::new();
    let mut from = shift.start;
    for (start, end) in away {
        if from < start.min(shift.end) {
            stretches.push((from, start.min(shift.end)));
        }
        from = from.max(end);
    }
    if from < shift.end {
        stretches.push((from, shift.end));
    }
    stretches
}

/// Adds the part of each interval that lies between two moments.
fn add_time(scenario: &Scenario, present: &mut [f64], from: Moment, to: Moment) {
    let grid = &scenario.grid;
    let length = grid.interval().get();
    let to = to.get().min(grid.end().get());
    let mut at = from.get().max(0);
    while at < to {
        let interval = (at / length) as usize;
        let until = to.min((interval as i32 + 1) * length);
        present[interval] += f64::from(until - at) / f64::from(length);
        at = until;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;
    use crate::units::Share;

    #[test]
    fn nobody_is_counted_twice() {
        let plan = sample::plan();
        let cover = share_cover(&plan.scenario, &plan.requirements, &plan.rostered.roster);
        let interval = plan.scenario.grid.interval().hours();
        let hours: f64 = cover.iter().flat_map(|series| series.iter()).sum::<f64>() * interval;
        // All of the sample's shifts lie inside opening hours.
        assert!((hours - plan.figures.work_time_hours).abs() < 1e-9, "{hours}");
    }

    #[test]
    fn breaks_and_training_are_no_work() {
        let plan = sample::plan();
        let mut scenario = plan.scenario;
        let grid = scenario.grid.clone();
        let kind = RequestKind::Training;
        let request = Request { agent: 0, from: grid.at(0, 13 * 60), to: grid.at(0, 14 * 60), kind };
        scenario.requests = vec![request];
        let stretches = stretches_at_work(&scenario, 0, &plan.rostered.roster.lines[0].shifts[0]);
        let minutes: Vec<(i32, i32)> = stretches.iter().map(|span| (span.0.get(), span.1.get())).collect();
        // 08:00 to 16:15 with a break at 11:00 and one that begins with the training.
        assert_eq!(minutes, [(480, 660), (675, 780), (840, 975)]);
    }

    #[test]
    fn work_is_overdue_once() {
        let mut scenario = sample::scenario();
        scenario.shrinkage.causes.clear();
        let series = |value: f64| Series::from_fn(scenario.grid.clone(), |_| value);
        let work = DeferredWork {
            arrived: series(60.0),
            due: Series::from_fn(scenario.grid.clone(), |interval| if interval < 4 { 0.0 } else { 60.0 }),
            occupancy: Share::ALL,
        };
        // A quarter of an agent does 37.5 minutes in five half hours; 22.5 remain, once.
        let short = overdue(&scenario, &work, &series(0.25));
        assert!((short[4] - 0.75).abs() < 1e-12 && short.iter().sum::<f64>() == short[4]);
    }
}

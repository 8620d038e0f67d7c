use std::collections::BTreeMap;

use crate::model::{DeferredWork, Requirement, Roster, Scenario, Series};
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

/// Agents short of the gross requirement for such a cover; for deferred work the headcount that the work which
/// became overdue in the interval would have taken.
pub fn shortage_of(
    scenario: &Scenario,
    requirements: &[Requirement],
    cover: &[Series<f64>],
) -> Vec<Series<f64>> {
    let of_queue = |(requirement, cover): (&Requirement, &Series<f64>)| match &requirement.deferred {
        Some(work) => overdue(scenario, work, cover),
        None => Series::from_fn(scenario.grid.clone(), |interval| {
            let need = requirement.needs[interval].agents.as_f64();
            (scenario.shrinkage.gross(need) - cover[interval]).max(0.0)
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

/// Agents at work and not on a break, by skill group, in parts of an interval; the fewest skills first.
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
        add_time(scenario, present, shift.start, shift.end, 1.0);
        for rest in &shift.breaks {
            add_time(scenario, present, rest.start, rest.end, -1.0);
        }
    }
    groups.into_iter().map(|((_, queues), present)| (queues, present)).collect()
}

/// Adds `sign` times the part of each interval that lies between two moments.
fn add_time(scenario: &Scenario, present: &mut [f64], from: Moment, to: Moment, sign: f64) {
    let grid = &scenario.grid;
    let length = grid.interval().get();
    let to = to.get().min(grid.end().get());
    let mut at = from.get().max(0);
    while at < to {
        let interval = (at / length) as usize;
        let until = to.min((interval as i32 + 1) * length);
        present[interval] += sign * f64::from(until - at) / f64::from(length);
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

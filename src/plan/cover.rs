use crate::model::{Requirement, Roster, Scenario, Series};
use crate::units::Moment;

/// Agents on each queue, queue by queue and interval by interval, for a roster of any origin.
///
/// In each interval agents of one skill serve their queue; those of more skills then go, the fewest skills
/// first, where agents are missing, in proportion; who is missed nowhere divides their time among their open
/// queues equally. Nobody is counted twice. Agents are counted gross: sickness and lateness take their part
/// later.
pub fn share_cover(scenario: &Scenario, requirements: &[Requirement], roster: &Roster) -> Vec<Series<f64>> {
    let grid = &scenario.grid;
    let presence = presence_of_groups(scenario, roster);
    let mut cover = vec![Series::from_fn(grid.clone(), |_| 0.0); scenario.queues.len()];
    for interval in 0..grid.len() {
        for (queues, present) in &presence {
            let mut here = present[interval];
            let open: Vec<usize> = queues
                .iter()
                .copied()
                .filter(|&queue| scenario.queues[queue].demand.open[interval])
                .collect();
            if here <= 0.0 || open.is_empty() {
                continue;
            }
            let missing: Vec<f64> = open
                .iter()
                .map(|&queue| {
                    let need = requirements[queue].needs[interval].agents.as_f64();
                    (scenario.shrinkage.gross(need) - cover[queue][interval]).max(0.0)
                })
                .collect();
            let in_all: f64 = missing.iter().sum();
            let sent = here.min(in_all);
            if sent > 0.0 {
                for (&queue, missing) in open.iter().zip(&missing) {
                    cover[queue].values_mut()[interval] += sent * missing / in_all;
                }
                here -= sent;
            }
            for &queue in &open {
                cover[queue].values_mut()[interval] += here / open.len() as f64;
            }
        }
    }
    cover
}

/// Agents at work and not on a break, by skill group, in parts of an interval; the fewest skills first.
fn presence_of_groups(scenario: &Scenario, roster: &Roster) -> Vec<(Vec<usize>, Vec<f64>)> {
    let mut groups: std::collections::BTreeMap<(usize, Vec<usize>), Vec<f64>> = Default::default();
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
    let (from, to) = (from.get().max(0), to.get().min(grid.end().get()));
    let mut at = from;
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

    #[test]
    fn nobody_is_counted_twice() {
        let plan = sample::plan();
        let cover = share_cover(&plan.scenario, &plan.requirements, &plan.rostered.roster);
        let interval = plan.scenario.grid.interval().hours();
        let hours: f64 = cover.iter().flat_map(|series| series.iter()).sum::<f64>() * interval;
        // All of the sample's shifts lie inside opening hours.
        assert!((hours - plan.figures.work_time_hours).abs() < 1e-9, "{hours}");
    }
}

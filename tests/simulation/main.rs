//! What holds of every simulated day: nothing is lost, rules of routing are kept, results repeat.

#[path = "../support/mod.rs"]
mod support;

mod behaviour;
mod chance;
mod days;
mod deferred;
mod presence;
mod published;
mod routing;

use std::sync::Arc;

use callboard::model::{Grid, Measure, Queue, Roster, Scenario, Service, Unwatched};
use callboard::simulation::{SimulationOptions, simulate};

/// A scenario of these queues and of agents with these skills, and the roster in which they are always there.
fn always_staffed(
    grid: &Arc<Grid>,
    queues: Vec<Queue>,
    skills: &[impl AsRef<[usize]>],
) -> (Scenario, Roster) {
    let mut scenario = support::empty_scenario(grid);
    scenario.queues = queues;
    let agents = skills.iter().enumerate();
    scenario.agents =
        agents.map(|(index, skills)| support::agent(&index.to_string(), 0, skills.as_ref())).collect();
    (scenario, support::roster(vec![vec![support::always_there(grid)]; skills.len()]))
}

/// So many replications with seed 1.
fn played(scenario: &Scenario, roster: &Roster, replications: usize) -> Service {
    let options = SimulationOptions { replications, ..SimulationOptions::default() };
    simulate(scenario, roster, &options, &Unwatched)
}

/// The sum of a part of the measures of a queue over all intervals.
fn total(service: &Service, queue: usize, part: fn(&Measure) -> f64) -> f64 {
    service.queues[queue].intervals.iter().map(part).sum()
}

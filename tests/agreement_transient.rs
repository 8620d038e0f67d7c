//! Simulation and transient analysis, which share no code, agree on the helpdesk's queues as pools of their own.

mod support;

use std::path::Path;
use std::sync::Arc;

use callboard::intake;
use callboard::model::{Grid, Queue, Requirement, Roster, Scenario, Series, Shift, Unwatched};
use callboard::queueing::{Passed, Pool, State, Stretch};
use callboard::simulation::{HandleTime, SimulationOptions, simulate};
use callboard::staffing::{StaffingOptions, require};
use callboard::units::{Moment, Rate, Seconds};

use support::{agent, empty_scenario, half_hours, roster};

/// Half hours with more contacts than this are compared.
const BUSY: f64 = 20.0;
/// How far apart the shares in time may lie.
const POINTS: f64 = 0.003;

/// The voice queues of the helpdesk on its first days, without the rest of the plan.
fn voice_queues(days: usize) -> (Arc<Grid>, Vec<Queue>) {
    let scenario = intake::read(Path::new("data/helpdesk"), &[]).expect("an example without faults").scenario;
    let grid = half_hours(scenario.grid.first_day(), days);
    let cut = |queue: &Queue| {
        let demand = &queue.demand;
        let mut cut = queue.clone();
        cut.demand.volume = Series::from_fn(grid.clone(), |interval| demand.volume[interval]);
        cut.demand.aht = Series::from_fn(grid.clone(), |interval| demand.aht[interval]);
        cut.demand.open = Series::from_fn(grid.clone(), |interval| demand.open[interval]);
        cut
    };
    let queues =
        scenario.queues.iter().filter(|queue| !queue.is_deferred() && queue.concurrency == 1).map(cut);
    let queues = queues.filter(|queue| queue.demand.volume.iter().any(|&volume| volume > BUSY)).collect();
    (grid, queues)
}

/// Exactly the agents required, each there while at least so many are.
fn as_required(grid: &Grid, requirement: &Requirement) -> Roster {
    let heads = |interval: usize| requirement.needs[interval].agents.get() as usize;
    let most = (0..grid.len()).map(heads).max().unwrap_or(0);
    let lines = (0..most).map(|index| {
        let mut shifts: Vec<Shift> = Vec::new();
        for interval in (0..grid.len()).filter(|&interval| heads(interval) > index) {
            let (start, end): (Moment, Moment) = (grid.start_of(interval), grid.start_of(interval + 1));
            match shifts.last_mut() {
                Some(shift) if shift.end == start => shift.end = end,
                _ => {
                    let day = grid.day_of_interval(interval) as i32;
                    shifts.push(Shift { template: None, day, start, end, breaks: Vec::new() });
                }
            }
        }
        shifts
    });
    roster(lines.collect())
}

/// Parts of an interval in the analysis.
const PARTS: usize = 6;

/// The share in time of each interval, by transient analysis.
///
/// The analysis knows one handle time for all contacts in hand, the forecast one for all that come in during an
/// interval. Where the one follows the other, contacts of before are finished first: in parts of an interval, the share
/// e^(-t / AHT) of those in hand is still of before.
fn analysed(queue: &Queue, requirement: &Requirement) -> Vec<Option<f64>> {
    let demand = &queue.demand;
    let seconds = 1800.0 / PARTS as f64;
    let part = |interval: usize, part: usize| {
        let now = demand.aht[interval].get();
        let before = demand.aht[interval.saturating_sub(1)].get();
        let of_before = (-(part as f64 + 0.5) * seconds / before).exp();
        Stretch {
            length: Seconds::new(seconds),
            arrivals: Rate::per_second(demand.volume[interval] / 1800.0),
            handle_time: Seconds::new(1.0 / (of_before / before + (1.0 - of_before) / now)),
            agents: requirement.needs[interval].agents.get(),
        }
    };
    let intervals = 0..requirement.needs.len();
    let stretches: Vec<Stretch> =
        intervals.flat_map(|interval| (0..PARTS).map(move |index| part(interval, index))).collect();
    let within = queue.target.answered.expect("a share to answer in time").within;
    let patience = queue.patience.unwrap_or(Seconds::INFINITE);
    let pool = Pool { patience, within, ..Pool::default() };
    let passed = pool.follow(&mut State::empty(), &stretches);
    let whole = |parts: &[Passed]| parts.iter().copied().sum::<Passed>();
    passed.chunks(PARTS).map(|parts| whole(parts).service_level(queue.target.counting)).collect()
}

/// The same by simulation.
fn simulated(queue: &Queue, roster: &Roster, grid: &Arc<Grid>, replications: usize) -> Vec<Option<f64>> {
    let agents = roster.lines.iter().enumerate();
    let scenario = Scenario {
        queues: vec![queue.clone()],
        agents: agents.map(|(index, _)| agent(&index.to_string(), 0, &[0])).collect(),
        ..empty_scenario(grid)
    };
    let handle_time = HandleTime::Exponential;
    let options = SimulationOptions { replications, handle_time, ..SimulationOptions::default() };
    let service = simulate(&scenario, roster, &options, &Unwatched);
    service.queues[0].intervals.iter().map(|measure| measure.service_level).collect()
}

#[test]
fn simulation_agrees_with_transient_analysis_in_every_busy_half_hour() {
    let (grid, queues) = voice_queues(3);
    let mut compared = 0;
    for queue in &queues {
        let requirement = require(0, queue, &StaffingOptions::default());
        let exact = analysed(queue, &requirement);
        let found = simulated(queue, &as_required(&grid, &requirement), &grid, 20_000);
        for interval in (0..grid.len()).filter(|&interval| queue.demand.volume[interval] > BUSY) {
            let (exact, found) = (exact[interval].expect("contacts"), found[interval].expect("contacts"));
            compared += 1;
            assert!(
                (exact - found).abs() <= POINTS,
                "{} {interval}: {found} simulated, {exact} analysed",
                queue.id
            );
        }
    }
    assert!(queues.len() >= 2 && compared > 60, "{} queues, {compared} half hours", queues.len());
}

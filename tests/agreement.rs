//! Simulation, formulas and published examples agree.

mod support;
#[path = "agreement/transient.rs"]
mod transient;

use std::sync::Arc;

use callboard::model::{Grid, Roster, Scenario, Series, Unwatched};
use callboard::simulation::{HandleTime, SimulationOptions, simulate};
use callboard::units::Seconds;

use support::{agent, always_there, date, half_hours, roster, steady_voice};

/// One queue whose agents are always there.
fn one_queue(
    grid: &Arc<Grid>,
    volume: impl FnMut(usize) -> f64,
    aht: f64,
    agents: usize,
) -> (Scenario, Roster) {
    let mut scenario = support::empty_scenario(grid);
    let mut queue = steady_voice(grid, "voice", 0.0, aht);
    queue.demand.volume = Series::from_fn(grid.clone(), volume);
    scenario.queues.push(queue);
    scenario.agents = (0..agents).map(|index| agent(&index.to_string(), 0, &[0])).collect();
    (scenario, roster(vec![vec![always_there(grid)]; agents]))
}

/// Handle times as Erlang's formulas have them.
fn exponential() -> SimulationOptions {
    SimulationOptions { handle_time: HandleTime::Exponential, ..SimulationOptions::default() }
}

/// What a replication saw over some intervals: share in time, mean wait of the answered, occupancy, share hung up.
fn seen(scenario: &Scenario, roster: &Roster, seed: u64, intervals: std::ops::Range<usize>) -> [f64; 4] {
    let options = SimulationOptions { replications: 1, seed, ..exponential() };
    let service = simulate(scenario, roster, &options, &Unwatched);
    let measures = &service.queues[0].intervals.values()[intervals];
    let sum = |part: fn(&callboard::model::Measure) -> f64| measures.iter().map(part).sum::<f64>();
    let (offered, answered) = (sum(|measure| measure.offered), sum(|measure| measure.answered));
    [
        sum(|measure| measure.in_time) / offered,
        sum(|measure| measure.wait_answered) / answered,
        sum(|measure| measure.busy) / sum(|measure| measure.in_seat),
        sum(|measure| measure.abandoned) / offered,
    ]
}

/// The mean over values and half the width of its 99.9 % confidence interval (Student's t, 39 degrees of freedom).
fn mean(values: &[f64]) -> (f64, f64) {
    assert_eq!(values.len(), 40);
    let mean = values.iter().sum::<f64>() / 40.0;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 39.0;
    (mean, 3.558 * (variance / 40.0).sqrt())
}

/// Rows of data/textbook/erlang.csv: contacts an hour, AHT, patience, agents, seconds; then share in
/// time, mean wait of the answered, occupancy, share hung up.
type Row = (&'static str, [f64; 5], [f64; 4]);

const NEVER: f64 = f64::INFINITY;
const ERLANG: [Row; 8] = [
    ("C0183", [60.0, 300.0, NEVER, 8.0, 20.0], [0.863_053_77, 16.726_650_6, 0.625, 0.0]),
    ("C0181", [200.0, 180.0, NEVER, 14.0, 20.0], [0.888_350_02, 7.835_937_01, 0.714_285_714, 0.0]),
    ("C0369", [48.2, 305.0, NEVER, 8.0, 120.0], [0.985_999_30, 5.090_456_72, 0.510_451, 0.0]),
    ("C0367", [607.6, 137.0, NEVER, 27.0, 10.0], [0.744_744_70, 11.969_224, 0.856_390, 0.0]),
    ("A0225", [200.0, 180.0, 180.0, 9.0, 20.0], [0.455_469_59, 30.550_991_4, 0.911_869, 0.179_317_0]),
    ("A0339", [200.0, 180.0, 120.0, 12.0, 5.0], [0.751_253_13, 6.334_774_17, 0.782_002, 0.061_597_3]),
    ("A0395", [888.0, 212.5, 75.0, 57.0, 10.0], [0.882_981_96, 2.178_351_43, 0.890_011, 0.032_165_5]),
    ("A0383", [216.5, 655.0, 150.0, 33.0, 15.0], [0.450_764_13, 26.999_497, 0.961_918, 0.194_147_2]),
];

#[test]
fn agrees_with_erlang_c_and_a() {
    let grid = half_hours(date(2026, 3, 2), 4);
    for (id, [per_hour, aht, patience, agents, within], expected) in ERLANG {
        let (mut scenario, roster) = one_queue(&grid, |_| per_hour / 2.0, aht, agents as usize);
        scenario.queues[0].patience = (patience < NEVER).then(|| Seconds::new(patience));
        scenario.queues[0].target.answered = Some(support::answered(0.8, within));
        // The first day brings the empty centre to its steady state.
        let runs: Vec<[f64; 4]> =
            (1..=40).map(|seed| seen(&scenario, &roster, seed, 48..grid.len())).collect();
        for (place, what) in
            ["share in time", "average wait", "occupancy", "abandonment"].into_iter().enumerate()
        {
            let (found, half_width) = mean(&runs.iter().map(|run| run[place]).collect::<Vec<_>>());
            let exact = expected[place];
            // The values above have 6 digits or more.
            assert!(
                (found - exact).abs() <= half_width + 1e-6,
                "{id}: {what} {found} +- {half_width}, exactly {exact}"
            );
        }
    }
}

#[test]
fn agrees_with_the_published_centre_that_starts_empty() {
    // MMC of the examples of ContactCenters (University of Montreal): 4.2 contacts a minute, 2 minutes each, 12
    // agents, 8 hours from an empty start. Published from 1,000 days: .902 [.900, .904] within 20 s; exactly .90043.
    let grid = half_hours(date(2026, 3, 2), 1);
    let (scenario, roster) = one_queue(&grid, |interval| if interval < 16 { 126.0 } else { 0.0 }, 120.0, 12);
    let runs: Vec<[f64; 4]> = (1..=40)
        .map(|seed| {
            let options = SimulationOptions { replications: 50, seed, ..exponential() };
            let measures = simulate(&scenario, &roster, &options, &Unwatched).queues.remove(0).intervals;
            let sum = |part: fn(&callboard::model::Measure) -> f64| measures.iter().map(part).sum::<f64>();
            [sum(|measure| measure.in_time) / sum(|measure| measure.offered), 0.0, 0.0, 0.0]
        })
        .collect();
    let (found, half_width) = mean(&runs.iter().map(|run| run[0]).collect::<Vec<_>>());
    assert!((found - 0.90043).abs() <= half_width + 5e-6, "{found} +- {half_width}");
    assert!((0.900..=0.904).contains(&found), "{found}");
}

#[test]
fn agrees_with_the_published_centre_with_abandonment() {
    // MMCAb of the same examples: patience of a minute. Published for 8 hours, 1,000 days: 1906.0 [1903.8, 1908.2]
    // answered within 20 s, 58.6 [57.7, 59.6] hang up.
    let grid = half_hours(date(2026, 3, 2), 1);
    let (mut scenario, roster) =
        one_queue(&grid, |interval| if interval < 16 { 126.0 } else { 0.0 }, 120.0, 12);
    scenario.queues[0].patience = Some(Seconds::new(60.0));
    let options = SimulationOptions { replications: 2000, seed: 1, ..exponential() };
    let measures = simulate(&scenario, &roster, &options, &Unwatched).queues.remove(0).intervals;
    let in_time: f64 = measures.iter().map(|measure| measure.in_time).sum();
    let abandoned: f64 = measures.iter().map(|measure| measure.abandoned).sum();
    assert!((1903.8..=1908.2).contains(&in_time), "{in_time}");
    assert!((57.7..=59.6).contains(&abandoned), "{abandoned}");
}

#[test]
fn overload_carries_over_as_exact_analysis_says() {
    // 20 agents, contacts of 5 minutes; an hour of 24 erlangs among hours of 18, starting in their steady state.
    // Share within 20 s, hour by hour, by Kolmogorov's equations.
    let exact = [0.51798, 0.07732, 0.06251, 0.22487, 0.35880, 0.43721];
    let grid = half_hours(date(2026, 3, 2), 3);
    let first = 96;
    let volume = |interval: usize| match interval {
        98 | 99 => 24.0 * 6.0,
        _ => 18.0 * 6.0,
    };
    let (scenario, roster) = one_queue(&grid, volume, 300.0, 20);
    let options = |seed| SimulationOptions { replications: 25, seed, ..exponential() };
    let runs: Vec<Vec<f64>> = (1..=40)
        .map(|seed| {
            let measures =
                simulate(&scenario, &roster, &options(seed), &Unwatched).queues.remove(0).intervals;
            let hour = |hour: usize| &measures.values()[first + 2 * hour..first + 2 * hour + 2];
            let share = |measures: &[callboard::model::Measure]| {
                measures.iter().map(|measure| measure.in_time).sum::<f64>()
                    / measures.iter().map(|measure| measure.offered).sum::<f64>()
            };
            (0..6).map(|index| share(hour(index))).collect()
        })
        .collect();
    for (hour, exact) in exact.into_iter().enumerate() {
        let (found, half_width) = mean(&runs.iter().map(|run| run[hour]).collect::<Vec<_>>());
        assert!(
            (found - exact).abs() <= half_width + 5e-6,
            "hour {hour}: {found} +- {half_width}, exactly {exact}"
        );
    }
}

#[test]
fn chats_side_by_side_are_a_centre_of_slots() {
    // 7 agents with two chats each are the 14 agents of row C0181.
    let grid = half_hours(date(2026, 3, 2), 4);
    let (mut scenario, roster) = one_queue(&grid, |_| 100.0, 180.0, 7);
    scenario.queues[0].channel = callboard::model::Channel::Chat;
    scenario.queues[0].concurrency = 2;
    let runs: Vec<[f64; 4]> = (1..=40).map(|seed| seen(&scenario, &roster, seed, 48..grid.len())).collect();
    for (place, exact) in [(0, 0.888_350_02), (1, 7.835_937_01), (2, 0.714_285_714)] {
        let (found, half_width) = mean(&runs.iter().map(|run| run[place]).collect::<Vec<_>>());
        assert!((found - exact).abs() <= half_width, "{found} +- {half_width}, exactly {exact}");
    }
}

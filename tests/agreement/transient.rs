use callboard::model::{Measure, Roster, Scenario, Series, Unwatched};
use callboard::simulation::{SimulationOptions, simulate};
use callboard::staffing::analyse;
use callboard::units::{Moment, Seconds};

use super::{exponential, mean, one_queue};
use crate::support::{date, half_hours, roster, shift, with_break};

/// What is rarer than this may not be seen at all.
const UNSEEN: f64 = 1e-5;

/// A day from 8 to 18 with a peak, of contacts of 4 minutes; agents come at 8 and 10, take breaks and go at 16 and 18.
/// Nobody comes as others go: the headcounts alone do not tell that.
fn day(patience: Option<Seconds>) -> (Scenario, Roster) {
    let grid = half_hours(date(2026, 3, 2), 1);
    let volume = |interval: usize| {
        let hour = interval as f64 / 2.0;
        let is_open = (16..36).contains(&interval);
        if is_open { (30.0 + 50.0 * (-((hour - 11.0) / 2.5_f64).powi(2)).exp()).round() } else { 0.0 }
    };
    let (mut scenario, _) = one_queue(&grid, volume, 240.0, 16);
    scenario.queues[0].patience = patience;
    scenario.queues[0].demand.open = Series::from_fn(grid.clone(), |interval| (16..36).contains(&interval));
    let line = |agent: usize| {
        let (start, rest) = if agent < 9 { (8.0, 3.5) } else { (10.0, 5.0) };
        vec![with_break(shift(&grid, 0, start, 8.0), rest + (agent % 3) as f64, 30)]
    };
    (scenario, roster((0..16).map(line).collect()))
}

/// Who sits where when.
fn present(scenario: &Scenario, roster: &Roster) -> Series<u32> {
    let minutes = scenario.grid.interval().get();
    Series::from_fn(scenario.grid.clone(), |interval| {
        let at = Moment::new(interval as i32 * minutes);
        let shifts = roster.lines.iter().flat_map(|line| &line.shifts);
        let is_there = |shift: &&callboard::model::Shift| {
            shift.start <= at
                && at < shift.end
                && !shift.breaks.iter().any(|rest| rest.start <= at && at < rest.end)
        };
        shifts.filter(is_there).count() as u32
    })
}

/// What is compared: shares in time, hung up, and hung up in time; mean wait, and how long agents are busy.
fn figures(measure: &Measure) -> [f64; 5] {
    [
        measure.in_time / measure.offered,
        measure.abandoned / measure.offered,
        measure.abandoned_in_time / measure.offered,
        measure.average_wait().unwrap_or(f64::NAN),
        measure.busy,
    ]
}

#[test]
fn agrees_with_transient_analysis_when_agents_come_and_go() {
    for patience in [None, Some(Seconds::new(150.0))] {
        let (scenario, roster) = day(patience);
        let runs: Vec<Series<Measure>> = (1..=40)
            .map(|seed| {
                let options = SimulationOptions { replications: 250, seed, ..exponential() };
                simulate(&scenario, &roster, &options, &Unwatched).queues.remove(0).intervals
            })
            .collect();
        let analysed = analyse(&scenario.queues[0], &present(&scenario, &roster)).unwrap();
        for interval in 16..36 {
            for (place, exact) in figures(&analysed[interval]).into_iter().enumerate() {
                let found: Vec<f64> = runs.iter().map(|run| figures(&run[interval])[place]).collect();
                let (found, half_width) = mean(&found);
                // Four hundred comparisons: half as wide again, which one in 200,000 exceeds. Means of ratios are a
                // little off.
                assert!(
                    (found - exact).abs() <= 1.5 * half_width + 1e-3 * exact + UNSEEN,
                    "interval {interval}, figure {place}: {found} +- {half_width}, exactly {exact}"
                );
            }
        }
    }
}

//! Who is there when: breaks, ends of shifts, training, the history, sickness.

use callboard::model::{Queue, RequestKind, Scenario, Series, Shift};
use callboard::units::Share;

use crate::support::{
    agent, date, empty_scenario, half_hours, part_of_day, roster, shift, steady_voice, with_break,
};
use crate::{played, total};

/// One agent for a voice queue of short contacts, all day.
fn one_agent(volume: f64, aht: f64) -> (std::sync::Arc<callboard::model::Grid>, Scenario) {
    let grid = half_hours(date(2026, 3, 2), 1);
    let mut scenario = empty_scenario(&grid);
    scenario.queues.push(steady_voice(&grid, "voice", volume, aht));
    scenario.agents.push(agent("1", 0, &[0]));
    (grid, scenario)
}

/// Seconds in seat, interval by interval.
fn in_seat(scenario: &Scenario, shifts: Vec<Shift>) -> Vec<f64> {
    let service = played(scenario, &roster(vec![shifts]), 20);
    service.queues[0].intervals.iter().map(|measure| measure.in_seat).collect()
}

#[test]
fn nobody_is_there_in_breaks_and_outside_shifts() {
    let (grid, scenario) = one_agent(0.0, 60.0);
    let seats = in_seat(&scenario, vec![with_break(shift(&grid, 0, 9.0, 8.0), 3.0, 30)]);
    for (interval, seconds) in seats.into_iter().enumerate() {
        let is_there = (18..34).contains(&interval) && interval != 24;
        assert_eq!(seconds, if is_there { 1800.0 } else { 0.0 }, "interval {interval}");
    }
}

#[test]
fn a_contact_is_finished_before_a_break_and_none_begun_in_it() {
    // Contacts of exactly 25 minutes without end: nothing begins in the break from 12:00, and what is in hand then
    // (the eighth since 09:00) lasts until 12:20.
    let (grid, mut scenario) = one_agent(10.0, 1500.0);
    scenario.queues[0].behaviour.aht_variation = 0.0;
    let options = callboard::simulation::SimulationOptions::default();
    let line = vec![with_break(shift(&grid, 0, 9.0, 8.0), 3.0, 60)];
    let service = callboard::simulation::simulate(
        &scenario,
        &roster(vec![line]),
        &options,
        &callboard::model::Unwatched,
    );
    let busy: Vec<f64> = service.queues[0].intervals.iter().map(|measure| measure.busy).collect();
    assert!((busy[24] - 1200.0).abs() < 1e-6, "{}", busy[24]);
    assert_eq!(busy[25], 0.0);
    assert!((busy[26] - 1800.0).abs() < 1e-6, "back from the break as rostered");
    // The tenth contact since 13:00 goes on beyond the end of the shift at 17:00, by ten minutes.
    assert!((busy[34] - 600.0).abs() < 1e-6 && busy[35] == 0.0, "{}", busy[34]);
}

#[test]
fn training_takes_its_part_of_a_shift() {
    let (grid, mut scenario) = one_agent(0.0, 60.0);
    scenario.requests.push(part_of_day(&grid, 0, 0, (13.0, 15.0), RequestKind::Training));
    let seats = in_seat(&scenario, vec![shift(&grid, 0, 9.0, 8.0)]);
    assert_eq!((seats[25], seats[26], seats[29], seats[30]), (1800.0, 0.0, 0.0, 1800.0));
}

#[test]
fn a_shift_of_the_history_reaches_into_the_plan() {
    let (grid, mut scenario) = one_agent(0.0, 60.0);
    scenario.agents[0].history = vec![shift(&grid, -1, 22.0, 8.0)];
    let seats = in_seat(&scenario, vec![]);
    assert_eq!((seats[0], seats[11], seats[12]), (1800.0, 1800.0, 0.0));
}

#[test]
fn shifts_one_after_the_other_are_one_presence() {
    let (grid, scenario) = one_agent(0.0, 60.0);
    let seats = in_seat(&scenario, vec![shift(&grid, 0, 9.0, 4.0), shift(&grid, 0, 13.0, 4.0)]);
    assert_eq!(seats.iter().sum::<f64>(), 8.0 * 3600.0);
    // Even where they overlap, the agent is one.
    let seats = in_seat(&scenario, vec![shift(&grid, 0, 9.0, 5.0), shift(&grid, 0, 13.0, 4.0)]);
    assert_eq!(seats.iter().sum::<f64>(), 8.0 * 3600.0);
}

#[test]
fn the_shift_after_the_plans_end_still_serves_it() {
    let (grid, scenario) = one_agent(1.0, 60.0);
    let mut late = scenario;
    late.queues[0].demand.volume =
        Series::from_fn(grid.clone(), |interval| if interval == 47 { 20.0 } else { 0.0 });
    late.queues[0].demand.aht = Series::from_fn(grid.clone(), |_| callboard::units::Seconds::new(600.0));
    let service = played(&late, &roster(vec![vec![shift(&grid, 0, 22.0, 8.0)]]), 20);
    assert_eq!(total(&service, 0, |measure| measure.offered), total(&service, 0, |measure| measure.answered));
    let closing = played(&late, &roster(vec![vec![shift(&grid, 0, 22.0, 2.0)]]), 20);
    assert!(total(&closing, 0, |measure| measure.answered) < total(&closing, 0, |measure| measure.offered));
}

#[test]
fn shrinkage_takes_its_share_cause_by_cause() {
    let grid = half_hours(date(2026, 3, 2), 1);
    let present = |causes: &[(&str, f64)]| {
        let mut scenario = empty_scenario(&grid);
        let queue: Queue = steady_voice(&grid, "voice", 0.0, 60.0);
        scenario.queues.push(queue);
        scenario.agents = (0..50).map(|index| agent(&index.to_string(), 0, &[0])).collect();
        scenario.shrinkage.causes =
            causes.iter().map(|&(cause, share)| (cause.into(), Share::new(share).unwrap())).collect();
        let line = vec![shift(&grid, 0, 9.0, 8.0)];
        let service = played(&scenario, &roster(vec![line; 50]), 400);
        let seats = service.queues[0].intervals.clone();
        let rostered = 50.0 * 8.0 * 3600.0;
        let by_interval = seats.iter().map(|measure| measure.in_seat / 90_000.0).collect::<Vec<_>>();
        (total(&service, 0, |measure| measure.in_seat) / rostered, by_interval)
    };
    // 20,000 shifts: half a percent is more than three deviations.
    let (all, _) = present(&[]);
    assert!((all - 1.0).abs() < 1e-9);
    let (sick, _) = present(&[("sickness", 0.08)]);
    assert!((sick - 0.92).abs() < 0.007, "{sick}");
    let (late, by_interval) = present(&[("late", 0.02)]);
    assert!((late - 0.98).abs() < 0.002, "{late}");
    assert!(by_interval[18] < 0.8 && by_interval[33] > 0.999, "lateness is at the start");
    let (errands, by_interval) = present(&[("errands", 0.05)]);
    assert!((errands - 0.95).abs() < 0.003, "{errands}");
    assert!(by_interval[25] < 0.97, "anything else is anywhere");
    let (both, _) = present(&[("sickness", 0.08), ("late", 0.02)]);
    assert!((both - 0.92 * 0.98).abs() < 0.007, "{both}");
}

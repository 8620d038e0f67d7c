//! Examples published with ContactCenters (University of Montreal): means of 1,000 days with their 95 % confidence
//! intervals. A centre here is played often enough that its own deviation is small beside theirs.

use std::sync::Arc;

use callboard::model::{Grid, Measure, Queue, Roster, Scenario, Series, Service, Unwatched};
use callboard::simulation::{HandleTime, SimulationOptions, simulate};
use callboard::units::{Seconds, Share};

use crate::support::{agent, answered, date, empty_scenario, half_hours, roster, shift, steady_voice};

/// Hours after the doors close in which agents see to those still waiting.
const WRAP_UP: f64 = 4.0;

/// A queue with so many contacts an hour and such a handle time, from hour to hour of a day.
fn queue(grid: &Arc<Grid>, id: &str, hours: impl Fn(usize) -> (f64, f64)) -> Queue {
    let mut queue = steady_voice(grid, id, 0.0, 60.0);
    queue.target.answered = Some(answered(0.8, 20.0));
    queue.demand.volume = Series::from_fn(grid.clone(), |interval| hours(interval / 2).0 / 2.0);
    queue.demand.aht = Series::from_fn(grid.clone(), |interval| Seconds::new(hours(interval / 2).1));
    queue
}

/// Agents with these skills, so many in each period of so many hours; the last stay to wrap up.
fn staff(scenario: &mut Scenario, lines: &mut Roster, skills: &[usize], heads: &[usize], hours: f64) {
    let most = heads.iter().copied().max().unwrap_or(0);
    for index in 0..most {
        let mut shifts = Vec::new();
        for (period, &count) in heads.iter().enumerate().filter(|&(_, &count)| index < count) {
            let is_last = period + 1 == heads.len();
            let length = if is_last && index < count { hours + WRAP_UP } else { hours };
            shifts.push(shift(&scenario.grid, 0, period as f64 * hours, length));
        }
        scenario.agents.push(agent(&format!("{skills:?} {index}"), 0, skills));
        lines.lines.extend(roster(vec![shifts]).lines);
    }
}

fn played(scenario: &Scenario, roster: &Roster, replications: usize) -> Service {
    let handle_time = HandleTime::Exponential;
    let options = SimulationOptions { replications, handle_time, ..SimulationOptions::default() };
    simulate(scenario, roster, &options, &Unwatched)
}

/// The same days once more, as much busier or quieter as makes their mean what is expected. Most of the deviation
/// between samples of days lies in how busy they happen to be.
fn played_as_busy_as_expected(scenario: &mut Scenario, roster: &Roster, replications: usize) -> Service {
    let expected: f64 = scenario.queues.iter().flat_map(|queue| queue.demand.volume.iter()).sum();
    let happened = daily(&played(scenario, roster, replications), |measure| measure.offered);
    for queue in &mut scenario.queues {
        queue.demand.volume = queue.demand.volume.map(|volume| volume * expected / happened);
    }
    played(scenario, roster, replications)
}

/// The mean over days of a sum over all queues.
fn daily(service: &Service, part: fn(&Measure) -> f64) -> f64 {
    service.queues.iter().flat_map(|queue| queue.intervals.iter()).map(part).sum()
}

fn assert_inside(what: &str, found: f64, published: (f64, f64)) {
    assert!((published.0..=published.1).contains(&found), "{what}: {found}, published {published:?}");
}

#[test]
fn mmc_blocked_turns_away_who_finds_five_waiting() {
    // MMC with room for five to wait: 4.2 contacts a minute, 2 minutes each, 12 agents, 8 hours from empty.
    let grid = half_hours(date(2026, 3, 2), 1);
    let mut scenario = empty_scenario(&grid);
    let mut calls = queue(&grid, "calls", |hour| (if hour < 8 { 252.0 } else { 0.0 }, 120.0));
    calls.behaviour.lines = Some(17);
    scenario.queues.push(calls);
    let mut lines = roster(Vec::new());
    staff(&mut scenario, &mut lines, &[0], &[12], 8.0);
    let service = played(&scenario, &lines, 4000);
    let in_time = daily(&service, |measure| measure.in_time) / daily(&service, |measure| measure.answered);
    // Published .929 of those served, 18.66 blocked; exactly, in the steady state, .92756 and 19.11 (M/M/12/17).
    assert_inside("in time", in_time, (0.9275, 0.9305));
    assert_inside("blocked", daily(&service, |measure| measure.blocked), (18.2, 19.2));
}

#[test]
fn call_cc_with_busy_days_and_impatient_callers() {
    // 13 hours; a busy day's factor is Gamma(10, 10); one in ten hangs up at once if they have to wait.
    let contacts = [100.0, 150.0, 150.0, 180.0, 200.0, 150.0, 150.0, 150.0, 120.0, 100.0, 80.0, 70.0, 60.0];
    let heads = [4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4];
    let grid = half_hours(date(2026, 3, 2), 1);
    let mut scenario = empty_scenario(&grid);
    let volume = |hour: usize| contacts.get(hour).copied().unwrap_or(0.0);
    let mut calls = queue(&grid, "calls", |hour| (volume(hour), 100.0));
    calls.patience = Some(Seconds::new(1000.0));
    calls.behaviour.balk = Share::percent(10.0).expect("a percentage");
    calls.behaviour.forecast_error = 0.1_f64.sqrt();
    scenario.queues.push(calls);
    let mut lines = roster(Vec::new());
    staff(&mut scenario, &mut lines, &[0], &heads, 1.0);
    let service = played_as_busy_as_expected(&mut scenario, &lines, 4000);
    let expected: f64 = contacts.iter().sum();
    let share = |part: fn(&Measure) -> f64| daily(&service, part) / expected;
    assert_inside("in time", share(|it| it.in_time + it.abandoned_in_time), (0.844, 0.862));
    assert_inside("seconds waited", share(|it| it.wait_answered + it.wait_abandoned), (10.06, 13.61));
    assert_inside("hung up", share(|it| it.abandoned), (0.0311, 0.0374));
}

#[test]
fn simple_msk_with_three_kinds_of_contact_and_two_of_agent() {
    // Three periods of two hours. Patience goes by kind and period, so that each has a queue of its own: of equal
    // priority, the longest wait goes first among all of them, as published.
    const PER_MINUTE: [[f64; 3]; 3] = [[4.2, 5.3, 3.2], [5.1, 4.3, 4.8], [6.3, 5.2, 4.8]];
    const SERVED_PER_MINUTE: [f64; 3] = [0.5, 0.6, 0.4];
    const GIVEN_UP_PER_MINUTE: [f64; 3] = [0.3, 0.4, 0.2];
    let grid = half_hours(date(2026, 3, 2), 1);
    let mut scenario = empty_scenario(&grid);
    scenario.forecast_error = 28.7_f64.recip().sqrt();
    for (kind, rates) in PER_MINUTE.iter().enumerate() {
        for period in 0..3 {
            let aht = 60.0 / SERVED_PER_MINUTE[period];
            let hours = |hour: usize| (if hour / 2 == period { 60.0 * rates[period] } else { 0.0 }, aht);
            let mut queue = queue(&grid, &format!("{kind} {period}"), hours);
            queue.patience = Some(Seconds::new(60.0 / GIVEN_UP_PER_MINUTE[period]));
            scenario.queues.push(queue);
        }
    }
    // Kind 1 goes to the first group while somebody there is idle, and who leaves early is the first to be idle: both
    // by skills that nobody asks for, as the versatile stay free.
    for nothing in ["one", "two", "three"] {
        scenario.queues.push(queue(&grid, nothing, |_| (0.0, 60.0)));
    }
    let mut lines = roster(Vec::new());
    staff(&mut scenario, &mut lines, &[0, 1, 2, 3, 4, 5], &[9, 9, 9], 2.0);
    staff(&mut scenario, &mut lines, &[0, 1, 2, 3, 4, 5, 9], &[3, 9, 0], 2.0);
    staff(&mut scenario, &mut lines, &[3, 4, 5, 6, 7, 8, 9, 10], &[11, 11, 11], 2.0);
    staff(&mut scenario, &mut lines, &[3, 4, 5, 6, 7, 8, 9, 10, 11], &[4, 9, 0], 2.0);
    let service = played_as_busy_as_expected(&mut scenario, &lines, 3000);
    let served = daily(&service, |measure| measure.answered);
    let in_time = daily(&service, |measure| measure.in_time);
    assert_inside("served", served, (4270.0, 4324.0));
    assert_inside("hung up", daily(&service, |measure| measure.abandoned), (876.0, 945.0));
    let late = daily(&service, |measure| measure.abandoned - measure.abandoned_in_time);
    assert_inside("in time", in_time / (served + late), (0.494, 0.509));
}

use callboard::model::{Channel, Driver, Queue, Requirement, Return, Series};
use callboard::staffing::{LoadMethod, StaffingOptions, require, require_all};
use callboard::units::{Agents, Seconds, Share};

use crate::support::{answered, date, empty_scenario, half_hours, plain_week, steady_voice};

const STATIONARY: StaffingOptions = StaffingOptions { method: LoadMethod::Stationary };

fn agents(requirement: &Requirement, interval: usize) -> u32 {
    requirement.needs[interval].agents.get()
}

/// 200 contacts of three minutes an hour, 80 % in 20 s: the textbooks' 14 agents.
fn ten_erlangs() -> Queue {
    steady_voice(&plain_week(), "nl", 100.0, 180.0)
}

/// The same, open from the 19th to the 40th half hour of each day.
fn office_hours() -> Queue {
    let mut queue = ten_erlangs();
    let is_open = |interval: usize| (18..40).contains(&(interval % 48));
    let grid = queue.demand.open.grid().clone();
    queue.demand.open = Series::from_fn(grid.clone(), is_open);
    queue.demand.volume = Series::from_fn(grid, |interval| if is_open(interval) { 100.0 } else { 0.0 });
    queue
}

#[test]
fn a_steady_queue_needs_what_erlang_c_says_all_day() {
    for options in [StaffingOptions::default(), STATIONARY] {
        let requirement = require(0, &ten_erlangs(), &options);
        assert!(requirement.needs.iter().all(|need| need.agents == Agents::new(14)));
        let need = requirement.needs[7];
        assert_eq!(need.driver, Some(Driver::ServiceLevel));
        assert!((need.offered_load.get() - 10.0).abs() < 1e-12);
        assert!((need.expected.service_level.unwrap() - 0.888350019179).abs() < 1e-10);
        assert!((need.expected.occupancy.unwrap() - 10.0 / 14.0).abs() < 1e-12);
        assert_eq!(need.expected.abandonment, Some(0.0));
    }
}

#[test]
fn closed_hours_and_hours_without_contacts_ask_for_nobody() {
    let mut queue = office_hours();
    queue.demand.volume.values_mut()[20] = 0.0;
    let requirement = require(0, &queue, &StaffingOptions::default());
    for interval in [0, 17, 20, 40, 47, 48] {
        let need = requirement.needs[interval];
        assert_eq!((need.agents, need.driver), (Agents::NOBODY, None), "interval {interval}");
        assert_eq!(need.expected.service_level, None);
    }
    assert_eq!(agents(&requirement, 21), 14);
}

#[test]
fn the_minimum_holds_while_open_and_only_then() {
    let mut queue = office_hours();
    queue.minimum_agents = 20;
    queue.demand.volume.values_mut()[20] = 0.0;
    let requirement = require(0, &queue, &StaffingOptions::default());
    assert_eq!([17, 18, 20, 39, 40].map(|interval| agents(&requirement, interval)), [0, 20, 20, 20, 0]);
    assert_eq!(requirement.needs[20].driver, Some(Driver::MinimumAgents));
    assert!(requirement.needs[19].expected.service_level.unwrap() > 0.99);
}

#[test]
fn opening_begins_empty_and_load_lags_arrivals() {
    let mut queue = office_hours();
    let half_hour = 1800.0;
    queue.demand.aht.values_mut().fill(Seconds::new(half_hour));
    let volume = queue.demand.volume.values_mut();
    volume[18..22].copy_from_slice(&[100.0, 100.0, 10.0, 10.0]);
    let requirement = require(0, &queue, &StaffingOptions::default());
    let load = |interval: usize| requirement.needs[interval].offered_load.get();
    let left = (-1.0_f64).exp();
    let after_one = 100.0 * (1.0 - left);
    let after_two = 100.0 * (1.0 - left * left);
    assert!((load(18) - after_one).abs() < 1e-9);
    assert!((load(19) - after_two).abs() < 1e-9);
    assert!((load(20) - after_two).abs() < 1e-9, "the contacts of the peak are still in progress");
    assert!((load(21) - (10.0 + (after_two - 10.0) * left)).abs() < 1e-9);
    let stationary = require(0, &queue, &STATIONARY);
    assert_eq!(stationary.needs[20].offered_load.get(), 10.0);
    let next_day = requirement.needs[18 + 48].offered_load.get();
    assert!((next_day - after_one).abs() < 1e-9, "the next day begins empty again");
}

#[test]
fn every_target_counts_and_the_driver_is_named() {
    let mut queue = ten_erlangs();
    queue.target.max_occupancy = Share::percent(50.0);
    let need = require(0, &queue, &STATIONARY).needs[0];
    assert_eq!((need.agents, need.driver), (Agents::new(20), Some(Driver::Occupancy)));
    queue.target.max_occupancy = None;
    queue.target.max_average_wait = Some(Seconds::new(1.0));
    let need = require(0, &queue, &STATIONARY).needs[0];
    assert_eq!(need.driver, Some(Driver::AverageWait));
    assert!(need.expected.average_wait.unwrap() <= Seconds::new(1.0));
    queue.patience = Some(Seconds::new(60.0));
    queue.target.max_average_wait = None;
    queue.target.answered = None;
    queue.target.max_abandonment = Share::percent(0.5);
    let need = require(0, &queue, &STATIONARY).needs[0];
    assert_eq!(need.driver, Some(Driver::Abandonment));
    assert!(need.expected.abandonment.unwrap() <= 0.005);
    assert_eq!(need.expected.service_level, None, "nothing is promised of it");
}

#[test]
fn without_targets_the_line_only_has_to_end() {
    let mut queue = ten_erlangs();
    queue.target.answered = None;
    let need = require(0, &queue, &STATIONARY).needs[0];
    assert_eq!((need.agents, need.driver), (Agents::new(11), Some(Driver::Stability)));
}

#[test]
fn patience_spares_agents() {
    let mut queue = ten_erlangs();
    queue.patience = Some(Seconds::new(120.0));
    let impatient = require(0, &queue, &STATIONARY).needs[0];
    assert!(impatient.agents < Agents::new(14));
    assert!(impatient.expected.abandonment.unwrap() > 0.0);
}

#[test]
fn a_chat_agent_counts_as_the_chats_they_take_at_once() {
    let mut queue = ten_erlangs();
    queue.channel = Channel::Chat;
    queue.concurrency = 3;
    let need = require(0, &queue, &STATIONARY).needs[0];
    assert_eq!(need.agents, Agents::new(5));
    assert!((need.expected.occupancy.unwrap() - 10.0 / 15.0).abs() < 1e-12);
}

#[test]
fn a_day_of_23_hours_has_its_own_intervals() {
    let grid = half_hours(date(2026, 3, 28), 3);
    let queue = steady_voice(&grid, "nl", 100.0, 180.0);
    let requirement = require(0, &queue, &StaffingOptions::default());
    assert_eq!(requirement.needs.len(), 48 + 46 + 48);
    assert!(requirement.needs.iter().all(|need| need.agents == Agents::new(14)));
}

#[test]
fn all_queues_are_staffed_in_their_order() {
    let grid = plain_week();
    let mut scenario = empty_scenario(&grid);
    scenario.queues = (1..=4).map(|size| steady_voice(&grid, "q", 50.0 * f64::from(size), 180.0)).collect();
    scenario.queues[2].target.answered = Some(answered(0.95, 10.0));
    let options = StaffingOptions::default();
    let all = require_all(&scenario, &options);
    let single: Vec<_> =
        scenario.queues.iter().enumerate().map(|(index, queue)| require(index, queue, &options)).collect();
    assert_eq!(all, single);
    assert_eq!(all[2].queue, 2);
}

#[test]
fn chats_side_by_side_are_as_slow_as_with_all_hands_full() {
    let mut queue = ten_erlangs();
    queue.channel = Channel::Chat;
    queue.concurrency = 2;
    queue.behaviour.aht_by_concurrency = vec![1.0, 1.3];
    let need = require(0, &queue, &STATIONARY).needs[0];
    assert!((need.offered_load.get() - 13.0).abs() < 1e-9);
    assert_eq!(need.aht, queue.demand.aht[0], "said as forecast");
    queue.demand.aht = queue.demand.aht.map(|aht| Seconds::new(1.3 * aht.get()));
    queue.behaviour.aht_by_concurrency.clear();
    assert_eq!(require(0, &queue, &STATIONARY).needs[0].agents, need.agents);
}

#[test]
fn who_was_not_helped_adds_to_the_load() {
    let mut queue = ten_erlangs();
    queue.behaviour.repeat =
        Some(Return { share: Share::percent(20.0).unwrap(), after: Seconds::new(900.0) });
    let needs = require(0, &queue, &STATIONARY).needs;
    // In the long run 1 / 0.8 as many; at first those who will come back have not yet.
    let last = needs.len() - 1;
    assert!((needs[last].offered_load.get() - 12.5).abs() < 1e-6, "{}", needs[last].offered_load.get());
    let load = |interval: usize| needs[interval].offered_load.get();
    assert!(10.0 < load(0) && load(0) < load(1) && load(1) < load(2) && load(2) < 12.5, "{}", load(0));
    assert_eq!(needs[last].volume, queue.demand.volume[last], "said as forecast");
}

#[test]
fn redials_and_requirement_settle_together() {
    let mut queue = ten_erlangs();
    queue.patience = Some(Seconds::new(60.0));
    queue.target.answered = None;
    queue.target.max_abandonment = Share::percent(20.0);
    let few = require(0, &queue, &STATIONARY).needs[100];
    let share = Share::percent(80.0).unwrap();
    queue.behaviour.redial = Some(Return { share, after: Seconds::new(60.0) });
    let more = require(0, &queue, &STATIONARY).needs[100];
    assert!(more.agents > few.agents);
    // The fixed point: the load is that of the contacts forecast and of those who hang up and call again.
    let abandonment = more.expected.abandonment.unwrap();
    let load = 10.0 / (1.0 - 0.8 * abandonment);
    assert!((more.offered_load.get() - load).abs() < 1e-4, "{} {load}", more.offered_load.get());
    assert!(abandonment <= 0.2);
}

use callboard::model::{Period, Queue, Requirement, Series};
use callboard::staffing::{Aim, StaffingOptions, offset, over_periods, require, share_in_time, with_offsets};
use callboard::units::Share;

use crate::support::{answered, plain_week, steady_voice};

/// 10 erlangs on average over office hours, with a peak before noon, measured by the week.
fn peaked() -> Queue {
    let mut queue = steady_voice(&plain_week(), "nl", 100.0, 180.0);
    queue.target.answered = Some(answered(0.8, 20.0));
    queue.target.measured = Period::Week;
    let grid = queue.demand.volume.grid().clone();
    queue.demand.open = Series::from_fn(grid.clone(), |interval| (16..40).contains(&(interval % 48)));
    let shape = |interval: usize| {
        let hour = (interval % 48) as f64 / 2.0;
        if !(8.0..20.0).contains(&hour) {
            0.0
        } else {
            100.0 * (1.0 + 0.6 * ((hour - 8.0) * std::f64::consts::FRAC_PI_6).sin())
        }
    };
    queue.demand.volume = Series::from_fn(grid, shape);
    queue
}

fn hours(requirement: &Requirement) -> f64 {
    requirement.needs.iter().map(|need| need.agents.as_f64() * 0.5).sum()
}

/// Share in time over all contacts.
fn overall(requirement: &Requirement) -> f64 {
    let level = |need: &callboard::model::Need| need.volume * need.expected.service_level.unwrap_or(0.0);
    let volume: f64 = requirement.needs.iter().map(|need| need.volume).sum();
    requirement.needs.iter().map(level).sum::<f64>() / volume
}

fn week(queue: &Queue, share: f64) -> [Aim; 1] {
    [Aim { span: 0..queue.demand.volume.grid().len(), share }]
}

#[test]
fn a_week_as_a_whole_needs_at_least_three_percent_less_than_every_interval_by_itself() {
    let queue = peaked();
    let each = require(0, &queue, &StaffingOptions::default());
    let all = over_periods(&queue, &each, &week(&queue, 0.8), None);
    assert!(hours(&all) < 0.97 * hours(&each), "{} against {}", hours(&all), hours(&each));
    assert!(overall(&all) >= 0.8 && overall(&each) > overall(&all));
    // Three quarters of 80 % is the floor where none is given.
    let worst = all.needs.iter().filter_map(|need| need.expected.service_level).fold(1.0, f64::min);
    assert!(worst >= 0.6, "{worst}");
}

#[test]
fn no_agent_can_be_taken_away() {
    let queue = peaked();
    let each = require(0, &queue, &StaffingOptions::default());
    let all = over_periods(&queue, &each, &week(&queue, 0.8), None);
    // What is above the aim is less than what the agent who brings least brings.
    let volume: f64 = all.needs.iter().map(|need| need.volume).sum();
    let spare = (overall(&all) - 0.8) * volume;
    let brings = |interval: usize, agents: u32| {
        let need = all.needs[interval];
        let stream = callboard::queueing::Stream::new(
            callboard::units::Rate::per_second(need.offered_load.get() / need.aht.get()),
            need.aht,
            callboard::queueing::Model::ErlangC,
        );
        let level = |agents: u32| {
            let given = stream.perform(f64::from(agents), callboard::units::Seconds::new(20.0));
            given.service_level(callboard::queueing::Counting::Offered).unwrap()
        };
        need.volume * (level(agents) - level(agents - 1))
    };
    for interval in 0..all.needs.len() {
        let need = all.needs[interval];
        let is_at_floor = need.expected.service_level.is_none_or(|level| level < 0.75);
        if !is_at_floor {
            assert!(brings(interval, need.agents.get()) > spare, "interval {interval}");
        }
    }
}

#[test]
fn the_floor_the_minimum_and_other_targets_hold_too() {
    let mut queue = peaked();
    queue.target.least_in_interval = Some(Share::new(0.75).unwrap());
    let each = require(0, &queue, &StaffingOptions::default());
    let floored = over_periods(&queue, &each, &week(&queue, 0.8), None);
    assert!(floored.needs.iter().filter_map(|need| need.expected.service_level).all(|level| level >= 0.75));

    queue.target.max_average_wait = Some(callboard::units::Seconds::new(5.0));
    let quick = over_periods(&queue, &each, &week(&queue, 0.8), None);
    let sum = |of: &dyn Fn(&callboard::model::Need) -> f64| -> f64 { quick.needs.iter().map(of).sum() };
    let wait = |need: &callboard::model::Need| need.expected.average_wait.map_or(0.0, |wait| wait.get());
    assert!(sum(&|need| need.volume * wait(need)) <= 5.0 * sum(&|need| need.volume));

    queue.minimum_agents = 30;
    let manned = over_periods(&queue, &each, &week(&queue, 0.8), None);
    assert!(manned.needs.iter().all(|need| need.volume == 0.0 || need.agents.get() >= 30));
}

#[test]
fn agents_go_to_the_intervals_whose_agents_are_worth_less() {
    let queue = peaked();
    let grid = queue.demand.volume.grid().clone();
    let each = require(0, &queue, &StaffingOptions::default());
    let plain = over_periods(&queue, &each, &week(&queue, 0.8), None);
    // From ten to noon each agent is worth a tenth less than one.
    let is_hard = |interval: usize| (20..24).contains(&(interval % 48));
    let offsets = Series::from_fn(grid.clone(), |interval| {
        if is_hard(interval) { -0.1 * plain.needs[interval].agents.as_f64() } else { 0.0 }
    });
    let shifted = over_periods(&queue, &each, &week(&queue, 0.8), Some(&offsets));
    let agents = |requirement: &Requirement, are_hard: bool| -> u32 {
        let intervals = (0..grid.len()).filter(|&interval| is_hard(interval) == are_hard);
        intervals.map(|interval| requirement.needs[interval].agents.get()).sum()
    };
    assert!(agents(&shifted, true) > agents(&plain, true));
    assert!(
        overall(&shifted) >= 0.8,
        "what is expected of the agents as they are worth: {}",
        overall(&shifted)
    );
    // Taking no notice would have missed the week.
    let unaware: f64 = (plain.needs.iter().zip(&offsets))
        .map(|(need, offset)| {
            need.volume * share_in_time(&queue, need, need.agents.as_f64() + offset).unwrap_or(0.0)
        })
        .sum();
    assert!(unaware < 0.8 * plain.needs.iter().map(|need| need.volume).sum::<f64>());
}

#[test]
fn what_agents_are_worth_is_read_from_the_share_they_give() {
    let queue = peaked();
    let need = require(0, &queue, &StaffingOptions::default()).needs[24];
    let present = need.agents.as_f64();
    for worth in [-2.5, -0.4, 0.0, 0.7, 2.0] {
        let share = share_in_time(&queue, &need, present + worth).unwrap();
        let found = offset(&queue, &need, present, share).unwrap_or(0.0);
        assert!((found - worth).abs() < 1e-6, "{worth}: {found}");
    }
    let closed = require(0, &queue, &StaffingOptions::default()).needs[0];
    assert_eq!(offset(&queue, &closed, 3.0, 0.9), None);
}

#[test]
fn an_interval_by_itself_asks_for_as_many_as_are_worth_what_it_needs() {
    let mut queue = peaked();
    queue.target.measured = Period::Interval;
    let grid = queue.demand.volume.grid().clone();
    let each = require(0, &queue, &StaffingOptions::default());
    let offsets = Series::from_fn(grid.clone(), |interval| if interval % 2 == 0 { -1.3 } else { 1.0 });
    let least = Series::from_fn(grid.clone(), |interval| if interval == 25 { 40 } else { 0 });
    let shifted = with_offsets(&queue, &each, &offsets, &least);
    for (interval, (need, before)) in shifted.needs.iter().zip(&each.needs).enumerate() {
        let (agents, before) = (need.agents.get(), before.agents.get());
        match interval {
            _ if before == 0 => assert_eq!(agents, 0),
            25 => assert_eq!(agents, 40),
            _ if interval % 2 == 1 => assert_eq!(agents, before - 1),
            // 1.3 agents less: one or two more, as there was room to spare.
            _ => assert!((before + 1..=before + 2).contains(&agents), "interval {interval}: {agents}"),
        }
        let worth = f64::from(agents) + offsets[interval];
        let share = share_in_time(&queue, need, worth).unwrap_or(1.0);
        assert!(share >= 0.8, "interval {interval}: {share}");
    }
}

//! Busy lines and those who balk, against the chances of every number of contacts one by one.

use callboard::model::Queue;
use callboard::staffing::{StaffingOptions, require, share_in_time};
use callboard::units::{Seconds, Share};

use crate::support::{plain_week, steady_voice};

/// 200 contacts of three minutes an hour: 10 erlangs.
fn ten_erlangs() -> Queue {
    steady_voice(&plain_week(), "nl", 100.0, 180.0)
}

/// The share answered in 20 s of those offered, and the share that balks, where nobody is impatient: by the balance of
/// flows between neighbouring numbers of contacts, and Poisson departures ahead of one who waits.
fn by_hand(agents: usize, balk: f64, lines: usize) -> (f64, f64) {
    let (arrivals, load) = (200.0 / 3600.0, 10.0);
    let mut chances = vec![1.0];
    for contacts in 1..=lines {
        let joins = if contacts > agents { 1.0 - balk } else { 1.0 };
        let busy = contacts.min(agents) as f64;
        chances.push(chances[contacts - 1] * load * joins / busy);
    }
    let all: f64 = chances.iter().sum();
    let departures = agents as f64 * arrivals / load * 20.0;
    let (mut in_time, mut balked) = (0.0, 0.0);
    for (contacts, chance) in chances.iter().enumerate() {
        let chance = chance / all;
        if contacts < agents {
            in_time += chance;
        } else if contacts < lines {
            balked += balk * chance;
            // In time where more than those ahead have gone.
            let (mut term, mut too_few) = ((-departures).exp(), 0.0);
            for gone in 0..=contacts - agents {
                too_few += term;
                term *= departures / (gone + 1) as f64;
            }
            in_time += (1.0 - balk) * chance * (1.0 - too_few);
        }
    }
    (in_time, balked)
}

#[test]
fn those_who_balk_and_busy_lines_are_as_the_balance_of_flows_has_them() {
    for (balk, lines) in [(0.3, None), (0.0, Some(14)), (0.3, Some(16)), (0.05, Some(40))] {
        let mut queue = ten_erlangs();
        queue.behaviour.balk = Share::new(balk).unwrap();
        queue.behaviour.lines = lines;
        let need = require(0, &queue, &StaffingOptions::default()).needs[7];
        for agents in [11, 12, 14] {
            let known = by_hand(agents, balk, lines.unwrap_or(2000) as usize).0;
            let found = share_in_time(&queue, &need, agents as f64).unwrap();
            assert!((found - known).abs() < 1e-9, "{balk} {lines:?} {agents}: {found} {known}");
        }
        let agents = need.agents.get() as usize;
        let (share, balked) = by_hand(agents, balk, lines.unwrap_or(2000) as usize);
        assert!((need.expected.service_level.unwrap() - share).abs() < 1e-9);
        assert!((need.expected.abandonment.unwrap() - balked).abs() < 1e-9);
        assert!(share >= 0.8 && by_hand(agents - 1, balk, lines.unwrap_or(2000) as usize).0 < 0.8);
    }
}

#[test]
fn who_balks_makes_room_for_others() {
    let plain = require(0, &ten_erlangs(), &StaffingOptions::default()).needs[7].agents;
    let mut queue = ten_erlangs();
    queue.target.max_average_wait = Some(Seconds::new(10.0));
    queue.target.answered = None;
    let waiting = require(0, &queue, &StaffingOptions::default()).needs[7].agents;
    queue.behaviour.balk = Share::new(0.5).unwrap();
    let balking = require(0, &queue, &StaffingOptions::default()).needs[7].agents;
    assert!(balking < waiting && waiting <= plain, "{balking} {waiting} {plain}");
}

#[test]
fn nobody_is_asked_for_on_a_line_that_is_not_there() {
    let mut queue = ten_erlangs();
    // Of 10 erlangs 8 lines turn away a third, whoever answers.
    queue.behaviour.lines = Some(8);
    let need = require(0, &queue, &StaffingOptions::default()).needs[7];
    assert_eq!(need.agents.get(), 8);
    assert!(need.expected.service_level.unwrap() < 0.7);
    let share = |agents: f64| share_in_time(&queue, &need, agents).unwrap();
    assert_eq!(share(8.0), share(30.0));
}

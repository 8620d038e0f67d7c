//! A plan of posts that lack whole people.

#![allow(clippy::unwrap_used, reason = "a plan that cannot be solved fails the test")]

mod support;

use callboard::audit;
use callboard::model::{Contract, Post, RequestKind, Scenario, Unwatched};
use callboard::rostering::{self, RosteringOptions};
use callboard::units::Money;
use support::{agent, date, empty_scenario, free_contract, half_hours, template, whole_days};

const DAYS: usize = 7;
/// What one too few or too many costs at a post, and where nobody is to be: costs are no multiples of the price alone.
const PRICE: f64 = 100.0;
const NEVER: f64 = 1001.0;
/// By agent, what may be worked, and the days of one run or none.
const RUNS: [(&[usize], std::ops::RangeInclusive<i32>); 3] =
    [(&[X, V, Z], 2..=4), (&[V, Y], 3..=4), (&[X, W, Y], 2..=4)];
/// The posts that ask for one.
const ASKED: [(usize, usize); 4] = [(2, X), (3, V), (4, Y), (4, Z)];
const X: usize = 0;
const V: usize = 1;
const Y: usize = 2;
const Z: usize = 3;
const W: usize = 4;

/// Three agents work all of their run or nothing, and any two of the three meet at one post. A half of each fills all that
/// they meet at, and half of the post that is the first one's alone.
fn triangle() -> Scenario {
    let mut scenario = empty_scenario(&half_hours(date(2026, 1, 5), DAYS));
    for name in ["x", "v", "y", "z", "w"] {
        scenario.shifts.push(template(name, &[9.0], &[8.0]));
    }
    for (index, (shifts, days)) in RUNS.into_iter().enumerate() {
        let run = days.clone().count() as u32;
        let contract = Contract { wage_per_hour: Money::ZERO, ..free_contract(&format!("c{index}")) };
        scenario.contracts.push(Contract { min_consecutive_days: Some(run), ..contract });
        scenario.agents.push(agent(&format!("A{index}"), index, &[]));
        for &shift in shifts {
            scenario.shifts[shift].contracts.get_or_insert_default().push(index);
        }
        for away in [0..=days.start() - 1, days.end() + 1..=DAYS as i32 - 1] {
            let away =
                whole_days(&scenario.grid, index, *away.start(), *away.end(), RequestKind::Unavailable);
            scenario.requests.push(away);
        }
    }
    for day in 0..DAYS {
        for shift in 0..scenario.shifts.len() {
            let is_asked = ASKED.contains(&(day, shift));
            let over = match (day, shift) {
                (3, W) => 0.0,
                _ if is_asked => PRICE,
                _ => NEVER,
            };
            scenario.posts.push(Post {
                day,
                shift,
                required: u32::from(is_asked),
                under_cost: Money::from_major(PRICE),
                over_cost: Money::from_major(over),
            });
        }
    }
    scenario
}

#[test]
fn the_bound_knows_that_a_post_lacks_no_half_of_a_person() {
    let scenario = triangle();
    // No time for a tree: the program by itself comes to half of it.
    let options = RosteringOptions { improvements: 0, ..RosteringOptions::default() };
    let rostered = rostering::roster(&scenario, &[], &options, &Unwatched).unwrap();
    assert_eq!(audit::judge(&scenario, &rostered.roster), []);
    assert_eq!(rostered.proof.cost().major(), PRICE);
    assert_eq!(rostered.proof.bound.major(), PRICE);
}

//! Burdens are shared evenly where that has a price, and what it costs is what the roster says it costs.

#![allow(clippy::unwrap_used, reason = "a builder that fails fails the test")]

mod support;

use callboard::model::{Burden, Post, RequestKind, Roster, Scenario, Shift};
use callboard::rostering;
use callboard::units::Money;
use proptest::prelude::*;
use support::{
    agent, cases, date, empty_scenario, free_contract, half_hours, hours, required, roster_and_audit, shift,
    steady_voice, template, whole_days,
};

const DAY: usize = 0;
const LATE: usize = 1;

/// So many agents from Monday 2 March 2026, a day shift until four and a late one until ten, and one of them asked for
/// on each of these days.
fn desk(agents: usize, days: usize, posts: &[(usize, usize)]) -> Scenario {
    let grid = half_hours(date(2026, 3, 2), days);
    let mut scenario = empty_scenario(&grid);
    scenario.shifts = vec![template("day", &[8.0], &[8.0]), template("late", &[14.0], &[8.0])];
    scenario.contracts.push(free_contract("any"));
    scenario.contracts[0].week = hours(0.0, 56.0);
    scenario.agents = (0..agents).map(|index| agent(&format!("A{index}"), 0, &[])).collect();
    let (under_cost, over_cost) = (Money::from_major(1000.0), Money::from_major(1.0));
    let post = |&(day, shift): &(usize, usize)| Post { day, shift, required: 1, under_cost, over_cost };
    scenario.posts = posts.iter().map(post).collect();
    scenario
}

fn price(scenario: &mut Scenario, burden: Burden, price: f64) {
    scenario.fairness.prices[burden as usize] = Money::from_major(price);
}

/// Nobody but the first agent likes to work these days.
fn only_the_first_likes(scenario: &mut Scenario, first: i32, last: i32) {
    for index in 1..scenario.agents.len() {
        let avoid = RequestKind::Avoid { shift: None, weight: 1.0 };
        let request = whole_days(&scenario.grid, index, first, last, avoid);
        scenario.requests.push(request);
    }
}

fn shifts_of(roster: &Roster) -> Vec<usize> {
    roster.lines.iter().map(|line| line.shifts.len()).collect()
}

fn solved(scenario: &Scenario) -> callboard::model::Rostered {
    roster_and_audit(scenario, &[])
}

#[test]
fn weekend_days_are_shared_where_they_have_a_price() {
    let asked: Vec<(usize, usize)> = [5, 6, 12, 13].map(|day| (day, DAY)).into();
    let mut scenario = desk(4, 14, &asked);
    only_the_first_likes(&mut scenario, 0, 13);
    assert_eq!(shifts_of(&solved(&scenario).roster), [4, 0, 0, 0], "wishes alone give them all to one");
    price(&mut scenario, Burden::WeekendDay, 6.0);
    let fair = solved(&scenario);
    assert_eq!(shifts_of(&fair.roster), [1, 1, 1, 1]);
    assert_eq!((fair.proof.fairness, fair.proof.wishes), (Money::ZERO, Money::from_major(15.0)));
}

#[test]
fn every_burden_counts_by_itself() {
    // A Tuesday's late shift is an evening, the Wednesday's day shift a holiday, and a night is no evening.
    let burdens =
        [(Burden::Evening, LATE, None), (Burden::Holiday, DAY, None), (Burden::Night, LATE, Some(true))];
    for (burden, shift, night) in burdens {
        let mut scenario = desk(2, 7, &[(1, shift), (2, shift)]);
        scenario.shifts[LATE].is_night = night;
        scenario.fairness.holidays = vec![1, 2];
        only_the_first_likes(&mut scenario, 0, 6);
        assert_eq!(shifts_of(&solved(&scenario).roster), [2, 0]);
        price(&mut scenario, burden, 6.0);
        assert_eq!(shifts_of(&solved(&scenario).roster), [1, 1], "{burden:?}");
        let other = if burden == Burden::Evening { Burden::Night } else { Burden::Evening };
        price(&mut scenario, burden, 0.0);
        if burden != Burden::Holiday {
            price(&mut scenario, other, 6.0);
        }
        assert_eq!(shifts_of(&solved(&scenario).roster), [2, 0], "{burden:?}");
    }
}

#[test]
fn what_the_history_had_and_who_works_less_count() {
    let mut scenario = desk(2, 7, &[(5, DAY), (6, DAY)]);
    price(&mut scenario, Burden::WeekendDay, 4.0);
    let grid = scenario.grid.clone();
    scenario.agents[0].history = vec![shift(&grid, -2, 8.0, 8.0), shift(&grid, -1, 8.0, 8.0)];
    assert_eq!(shifts_of(&solved(&scenario).roster), [0, 2]);
    scenario.agents[0].history.clear();
    // A quarter of the hours, a quarter of a share: the second of the one costs less than the first after one of the other's.
    scenario.agents[1].week = Some(hours(0.0, 14.0));
    assert_eq!(rostering::share_of(&scenario, 1), 0.25);
    scenario.agents[0].history = vec![shift(&grid, -1, 8.0, 8.0)];
    scenario.agents[1].history = vec![shift(&grid, -1, 8.0, 8.0)];
    assert_eq!(shifts_of(&solved(&scenario).roster), [2, 0], "4 and 8 rather than 4 and 16");
}

/// The price of burdens in a roster by the letter: each costs once more for each had before.
fn unfairness(scenario: &Scenario, lines: &[Vec<Shift>]) -> f64 {
    use chrono::Weekday::{Sat, Sun};
    let grid = &scenario.grid;
    let mut price = 0.0;
    for (index, line) in lines.iter().enumerate() {
        let share = rostering::share_of(scenario, index);
        let mut had = [0.0; 4];
        for shift in scenario.agents[index].history.iter().chain(line) {
            let dark = |hour: f64| (hour < 6.0) || (24.0..30.0).contains(&hour);
            let hour = |moment: callboard::units::Moment| (moment - grid.at(shift.day, 0)).hours();
            let (start, end) = (hour(shift.start), hour(shift.end));
            let minutes = (start * 60.0) as i32..(end * 60.0) as i32;
            let is_night = minutes.filter(|&minute| dark(f64::from(minute) / 60.0)).count() > 60;
            let is = [
                matches!(grid.weekday(shift.day), Sat | Sun),
                !is_night && end > 18.0,
                is_night,
                scenario.fairness.holidays.contains(&shift.day),
            ];
            for (burden, had) in had.iter_mut().enumerate().filter(|(burden, _)| is[*burden]) {
                if shift.day >= 0 {
                    price += *had * scenario.fairness.prices[burden].major() / share;
                }
                *had += 1.0;
            }
        }
    }
    price
}

/// The least that wages, posts, wishes and burdens of two agents can cost, by trying every way to work five days.
fn least_by_trying(scenario: &Scenario) -> f64 {
    let grid = &scenario.grid;
    let line = |mut number: usize| {
        let mut shifts: Vec<Shift> = Vec::new();
        for day in 0..grid.days() as i32 {
            match number % 3 {
                1 => shifts.push(shift(grid, day, 8.0, 8.0)),
                2 => shifts.push(Shift { template: Some(LATE), ..shift(grid, day, 14.0, 8.0) }),
                _ => (),
            }
            number /= 3;
        }
        shifts
    };
    let lines: Vec<Vec<Shift>> = (0..3usize.pow(grid.days() as u32)).map(line).collect();
    let alone = |agent: usize, line: &Vec<Shift>| {
        let mut both = vec![Vec::new(); scenario.agents.len()];
        both[agent].clone_from(line);
        let avoided = scenario.requests.iter().filter(|request| request.agent == agent);
        let wishes = avoided.map(|request| {
            line.iter().filter(|at| at.start < request.to && request.from < at.end).count() as f64
        });
        unfairness(scenario, &both) + 160.0 * line.len() as f64 + 5.0 * wishes.sum::<f64>()
    };
    let costs: Vec<Vec<f64>> =
        (0..2).map(|agent| lines.iter().map(|line| alone(agent, line)).collect()).collect();
    let filled: Vec<Vec<usize>> = (scenario.posts.iter())
        .map(|post| {
            let is_it = |at: &Shift| at.day == post.day as i32 && at.template == Some(post.shift);
            lines.iter().map(|line| line.iter().filter(|at| is_it(at)).count()).collect()
        })
        .collect();
    let mut least = f64::INFINITY;
    for one in 0..lines.len() {
        for other in 0..lines.len() {
            let posts: f64 = (filled.iter().zip(&scenario.posts))
                .map(|(filled, post)| match filled[one] + filled[other] {
                    0 => post.under_cost.major(),
                    there => post.over_cost.major() * (there - 1) as f64,
                })
                .sum();
            least = least.min(costs[0][one] + costs[1][other] + posts);
        }
    }
    least
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), ..ProptestConfig::default() })]

    #[test]
    fn two_agents_share_five_days_at_least_cost(
        posts in prop::collection::btree_set((0..5usize, 0..2usize), 1..8),
        under in 100..400u32,
        prices in (0..60u32, 0..60u32, 0..60u32),
        history in (0..3i32, 0..3i32),
        holidays in prop::collection::btree_set(-2..5i32, 0..4),
        avoids in prop::collection::vec((0..2usize, 0..5i32), 0..3),
    ) {
        let posts: Vec<(usize, usize)> = posts.into_iter().collect();
        let mut scenario = desk(2, 5, &posts);
        // From a Thursday on: the weekend is within.
        scenario.grid = half_hours(date(2026, 3, 5), 5);
        scenario.posts.iter_mut().for_each(|post| post.under_cost = Money::from_major(f64::from(under)));
        price(&mut scenario, Burden::WeekendDay, f64::from(prices.0));
        price(&mut scenario, Burden::Evening, f64::from(prices.1));
        price(&mut scenario, Burden::Holiday, f64::from(prices.2));
        scenario.fairness.holidays = holidays.into_iter().collect();
        let grid = scenario.grid.clone();
        for (index, days) in [history.0, history.1].into_iter().enumerate() {
            scenario.agents[index].history = (-days..0).map(|day| shift(&grid, day, 8.0, 8.0)).collect();
        }
        for (index, day) in avoids {
            let avoid = RequestKind::Avoid { shift: None, weight: 1.0 };
            scenario.requests.push(whole_days(&grid, index, day, day, avoid));
        }
        // Shifts of one day end before those of the next begin, and nobody works twice a day.
        let found = solved(&scenario);
        let lines: Vec<Vec<Shift>> = found.roster.lines.iter().map(|line| line.shifts.clone()).collect();
        prop_assert_eq!(found.proof.fairness, Money::from_major(unfairness(&scenario, &lines)));
        prop_assert_eq!(found.proof.cost(), Money::from_major(least_by_trying(&scenario)));
    }

    #[test]
    fn with_queues_the_cost_is_that_of_the_roster_and_no_less_than_the_bound(
        prices in prop::collection::vec(0..20u32, 4),
        hours_of in prop::collection::vec(20..41u32, 5),
        needs in prop::collection::vec(0..3u32, 24),
    ) {
        let mut scenario = desk(5, 14, &[]);
        scenario.queues.push(steady_voice(&scenario.grid, "voice", 5.0, 200.0));
        scenario.shifts.push(template("night", &[22.0], &[8.0]));
        scenario.contracts[0].min_rest = callboard::units::Minutes::from_hours(11.0);
        scenario.fairness.holidays = vec![3, 9];
        for (burden, amount) in Burden::ALL.into_iter().zip(prices) {
            price(&mut scenario, burden, f64::from(amount));
        }
        for (agent, most) in scenario.agents.iter_mut().zip(hours_of) {
            agent.skills = callboard::model::Skills::new(vec![0]);
            agent.week = Some(hours(0.0, f64::from(most)));
        }
        let requirement = required(&scenario, 0, |hour| needs[hour as usize]);
        let found = roster_and_audit(&scenario, &[requirement]);
        let lines: Vec<Vec<Shift>> = found.roster.lines.iter().map(|line| line.shifts.clone()).collect();
        let price = unfairness(&scenario, &lines);
        // Prices by the share are rounded to cents.
        prop_assert!((found.proof.fairness.major() - price).abs() < 0.01 * 100.0, "{price} {:?}", found.proof);
    }
}

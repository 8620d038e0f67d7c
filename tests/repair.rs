//! A posted roster is repaired: what is locked stays, what has to change changes, at the least price of all.

mod support;

use callboard::audit;
use callboard::model::{
    Contract, Post, Posted, Request, RequestKind, Requirement, Roster, Rostered, Scenario, Shift, Unwatched,
};
use callboard::rostering::{self, RosteringOptions};
use callboard::units::{Minutes, Money};
use proptest::prelude::*;

use support::{
    agent, cases, empty_scenario, free_contract, half_hours, hours, lunch, plain_week, required, roster,
    shift, steady_voice, template, whole_days, with_break,
};

const EARLY: usize = 0;
const LATE: usize = 1;

fn repaired(scenario: &Scenario, requirements: &[Requirement], posted: &Posted) -> Rostered {
    let options =
        RosteringOptions { improvements: 6, posted: Some(posted.clone()), ..RosteringOptions::default() };
    rostering::roster(scenario, requirements, &options, &Unwatched).expect("too few people is no error")
}

fn from_scratch(scenario: &Scenario, requirements: &[Requirement]) -> Rostered {
    let options = RosteringOptions { improvements: 6, ..RosteringOptions::default() };
    rostering::roster(scenario, requirements, &options, &Unwatched).expect("too few people is no error")
}

/// A week of a queue that eight people serve, with lunch breaks, and what it needs.
fn desk() -> (Scenario, Vec<Requirement>) {
    let grid = plain_week();
    let mut scenario = empty_scenario(&grid);
    scenario.queues.push(steady_voice(&grid, "voice", 5.0, 200.0));
    let mut day = template("day", &[8.0, 10.0, 12.0], &[6.0, 8.5]);
    day.breaks.push(lunch());
    scenario.shifts.push(day);
    scenario.contracts.push(Contract {
        week: hours(0.0, 40.0),
        min_rest: Minutes::from_hours(11.0),
        max_days_per_week: Some(5),
        ..free_contract("any")
    });
    scenario.agents = (0..8).map(|index| agent(&format!("A{index}"), 0, &[0])).collect();
    let needs = [required(&scenario, 0, |hour| if (9.0..18.0).contains(&hour) { 2 } else { 0 })];
    (scenario, needs.to_vec())
}

fn ill(scenario: &Scenario, agent: usize, from: i32, to: i32) -> Request {
    whole_days(&scenario.grid, agent, from, to, RequestKind::Unavailable)
}

/// Somebody who works on day 2 of a roster, and on some day after it.
fn somebody(roster: &Roster) -> usize {
    let works = |agent: &usize| {
        let days: Vec<i32> = roster.lines[*agent].shifts.iter().map(|shift| shift.day).collect();
        days.contains(&2) && days.iter().any(|day| *day > 2)
    };
    (0..roster.lines.len()).find(works).expect("two are needed each day")
}

/// What a roster costs, from nothing but its shifts: wages, shortage, posts and changes.
fn recomputed(scenario: &Scenario, needs: &[Requirement], posted: &Posted, roster: &Roster) -> f64 {
    let wage = |(agent, shift): (usize, &Shift)| {
        scenario.contracts[scenario.agents[agent].contract].wage_per_hour.major() * shift.paid().hours()
    };
    let wages: f64 = roster.shifts().map(wage).sum();
    let covered = rostering::cover(scenario, needs, roster).expect("sharing has a solution");
    let short: f64 = covered.shortage.iter().flat_map(|series| series.iter()).sum();
    let short = short * scenario.grid.interval().hours() * scenario.prices.shortage_hour.major();
    let posts: f64 = scenario.posts.iter().map(|post| post_cost(post, roster)).sum();
    let mut changes = 0;
    for agent in 0..scenario.agents.len() {
        for day in 0..scenario.grid.days() as i32 {
            changes += u32::from(on(&posted.roster, agent, day) != on(roster, agent, day));
        }
    }
    wages + short + posts + f64::from(changes) * posted.price.major()
}

fn on(roster: &Roster, agent: usize, day: i32) -> Vec<&Shift> {
    roster.lines[agent].shifts.iter().filter(|shift| shift.day == day).collect()
}

fn post_cost(post: &Post, roster: &Roster) -> f64 {
    let is_on =
        |(_, shift): &(usize, &Shift)| shift.day == post.day as i32 && shift.template == Some(post.shift);
    let there = roster.shifts().filter(is_on).count() as f64;
    let beyond = there - f64::from(post.required);
    if beyond < 0.0 { -beyond * post.under_cost.major() } else { beyond * post.over_cost.major() }
}

fn assert_sound(scenario: &Scenario, needs: &[Requirement], posted: &Posted, found: &Rostered) {
    let cost = found.proof.cost().major();
    let again = recomputed(scenario, needs, posted, &found.roster);
    assert!((cost - again).abs() < 0.02, "the solver says {cost}, the roster {again}");
    assert!(found.proof.bound.major() <= cost + 0.02, "the cost {cost} lies below its bound");
    let locked = posted.locked_days as i32;
    for agent in 0..scenario.agents.len() {
        for day in 0..locked {
            let is_away = scenario.requests.iter().any(|request| {
                request.agent == agent
                    && request.from < scenario.grid.at(day + 1, 0)
                    && scenario.grid.at(day, 0) < request.to
            });
            assert!(
                is_away || on(&posted.roster, agent, day) == on(&found.roster, agent, day),
                "a locked day of agent {agent} changed"
            );
        }
    }
}

#[test]
fn someone_falls_ill_and_few_days_change() {
    let (mut scenario, needs) = desk();
    let before = from_scratch(&scenario, &needs).roster;
    let who = somebody(&before);
    scenario.requests.push(ill(&scenario, who, 2, 6));
    let lost = before.lines[who].shifts.iter().filter(|shift| shift.day >= 2).count();
    let posted = Posted { roster: before.clone(), locked_days: 2, price: Money::from_major(60.0) };
    let found = repaired(&scenario, &needs, &posted);
    assert_sound(&scenario, &needs, &posted, &found);
    assert_eq!(audit::judge(&scenario, &found.roster), []);
    assert_eq!(found.proof.shortage, Money::ZERO, "others can take the shifts over");
    let changes = posted.changes(&found.roster).len();
    assert!(changes >= lost && changes <= 2 * lost + 1, "{changes} changes for {lost} shifts lost");
    let anew = from_scratch(&scenario, &needs);
    assert!(posted.changes(&anew.roster).len() > changes, "a roster from scratch changes more");
}

#[test]
fn changes_without_a_price_cost_no_more_than_a_roster_from_scratch() {
    let (mut scenario, needs) = desk();
    let before = from_scratch(&scenario, &needs).roster;
    scenario.requests.push(ill(&scenario, somebody(&before), 2, 6));
    let posted = Posted { roster: before, locked_days: 0, price: Money::ZERO };
    let found = repaired(&scenario, &needs, &posted);
    assert_sound(&scenario, &needs, &posted, &found);
    let anew = from_scratch(&scenario, &needs);
    let (one, other) = (&found.proof, &anew.proof);
    assert!(one.cost().major() <= other.cost().major() * (1.0 + one.gap().max(0.002)), "{one:?} {other:?}");
    assert!(one.cost() >= other.bound && other.cost() >= one.bound);
}

#[test]
fn at_a_very_high_price_only_what_must_changes() {
    let (mut scenario, needs) = desk();
    let before = from_scratch(&scenario, &needs).roster;
    let who = somebody(&before);
    scenario.requests.push(ill(&scenario, who, 2, 6));
    let posted = Posted { roster: before, locked_days: 0, price: Money::from_major(1e6) };
    let found = repaired(&scenario, &needs, &posted);
    assert_sound(&scenario, &needs, &posted, &found);
    let changes = posted.changes(&found.roster);
    assert!(!changes.is_empty());
    for change in changes {
        assert_eq!(change.agent, who);
        assert!(change.day >= 2 && change.after.is_empty());
    }
}

#[test]
fn a_break_that_moves_is_a_change() {
    let (mut scenario, _) = desk();
    (scenario.shifts[0].starts, scenario.shifts[0].lengths) = (vec![8 * 60], vec![Minutes::from_hours(8.5)]);
    let grid = &scenario.grid;
    let needs = [required(&scenario, 0, |hour| if (10.0..16.5).contains(&hour) { 2 } else { 0 })];
    // Everyone has lunch at one o'clock: breaks move where that is worth the price.
    let day = |day: i32| with_break(shift(grid, day, 8.0, 8.5), 5.0, 30);
    let lines = [0..4, 0..4, 0..4, 4..7, 4..7, 4..7, 0..0, 0..0].map(|days| days.map(day).collect());
    let given = roster(lines.to_vec());
    let posted = |price| Posted { roster: given.clone(), locked_days: 0, price: Money::from_major(price) };
    let cheap = posted(30.0);
    let found = repaired(&scenario, &needs, &cheap);
    assert_sound(&scenario, &needs, &cheap, &found);
    assert_eq!(found.proof.shortage, Money::ZERO);
    let times = |shifts: &[Shift]| shifts.iter().map(|shift| (shift.start, shift.end)).collect::<Vec<_>>();
    let moved = cheap.changes(&found.roster).into_iter().find(|it| times(&it.before) == times(&it.after));
    assert!(moved.is_some(), "a break is moved");
    let dear = posted(1e6);
    let found = repaired(&scenario, &needs, &dear);
    assert_sound(&scenario, &needs, &dear, &found);
    assert_eq!(found.roster, given);
}

#[test]
fn what_breaks_rules_is_repaired_unless_it_is_locked() {
    let (scenario, needs) = desk();
    let grid = &scenario.grid;
    let late = |day: i32| with_break(shift(grid, day, 12.0, 8.5), 4.0, 30);
    // Short rests early and late in the week, and a shift of no kind at an hour that no kind has.
    let odd = Shift { template: None, ..shift(grid, 5, 7.0, 4.0) };
    let night = Shift { template: None, ..shift(grid, 0, 18.0, 9.0) };
    let mut lines = vec![Vec::new(); scenario.agents.len()];
    lines[0] = vec![night.clone(), late(1), odd];
    lines[1] = (0..6).map(late).collect();
    let given = roster(lines);
    let broken = audit::judge(&scenario, &given);
    assert!(broken.len() >= 4, "{broken:?}");
    let posted = Posted { roster: given, locked_days: 2, price: Money::from_major(50.0) };
    let found = repaired(&scenario, &needs, &posted);
    assert_sound(&scenario, &needs, &posted, &found);
    let left = audit::judge(&scenario, &found.roster);
    assert!(left.iter().all(|violation| violation.agent == Some(0) && violation.day < 2), "{left:?}");
    assert_eq!(found.roster.lines[0].shifts[0], night);
}

/// Two locked days and a fixed third are a day more than may be worked: that rule is broken, and only by them.
#[test]
fn what_is_fixed_beyond_the_most_is_all_that_is_worked() {
    let grid = plain_week();
    let mut scenario = empty_scenario(&grid);
    scenario.shifts = vec![template("early", &[6.0], &[8.0])];
    scenario.contracts = vec![Contract { max_days_per_week: Some(2), ..free_contract("any") }];
    scenario.agents = vec![agent("1", 0, &[])];
    let (under_cost, over_cost) = (Money::from_major(400.0), Money::from_major(30.0));
    scenario.posts = (0..7).map(|day| Post { day, shift: 0, required: 1, under_cost, over_cost }).collect();
    scenario.requests = vec![Request {
        agent: 0,
        from: grid.at(4, 6 * 60),
        to: grid.at(4, 14 * 60),
        kind: RequestKind::Fixed { shift: 0 },
    }];
    let early = |day: i32| shift(&grid, day, 6.0, 8.0);
    let given = roster(vec![vec![early(0), early(1)]]);
    let posted = Posted { roster: given, locked_days: 2, price: Money::from_major(10.0) };
    let found = repaired(&scenario, &[], &posted);
    assert_eq!(found.roster.lines[0].shifts, [early(0), early(1), early(4)]);
    let left = audit::judge(&scenario, &found.roster);
    assert_eq!(left.iter().map(|violation| violation.rule).collect::<Vec<_>>(), ["days-per-week"]);
}

/// Four days on which posts ask for early and late shifts of three people.
fn posts(asked: &[u32], bars: bool, run: u32) -> Scenario {
    let grid = half_hours(support::date(2026, 3, 3), 4);
    let mut scenario = empty_scenario(&grid);
    scenario.shifts = vec![template("early", &[6.0], &[8.0]), template("late", &[14.0], &[8.0])];
    if bars {
        scenario.shifts[LATE].not_followed_by.push(EARLY);
    }
    scenario.contracts.push(Contract {
        week: hours(0.0, 40.0),
        max_consecutive_days: Some(run),
        ..free_contract("any")
    });
    scenario.agents = (0..3).map(|index| agent(&format!("A{index}"), 0, &[])).collect();
    let (under_cost, over_cost) = (Money::from_major(400.0), Money::from_major(30.0));
    let post = |(place, &required): (usize, &u32)| Post {
        day: place / 2,
        shift: place % 2,
        required,
        under_cost,
        over_cost,
    };
    scenario.posts = asked.iter().enumerate().map(post).collect();
    scenario
}

fn of_kind(scenario: &Scenario, day: i32, kind: usize) -> Shift {
    Shift { template: Some(kind), ..shift(&scenario.grid, day, [6.0, 14.0][kind], 8.0) }
}

fn line(scenario: &Scenario, kinds: &[Option<usize>]) -> Vec<Shift> {
    let worked = kinds.iter().enumerate();
    worked.filter_map(|(day, kind)| kind.map(|kind| of_kind(scenario, day as i32, kind))).collect()
}

/// Every line of an agent that is legal, and on locked days as posted where the agent is not away.
fn lines_of(scenario: &Scenario, agent: usize, posted: &Posted) -> Vec<Vec<Shift>> {
    let days = scenario.grid.days();
    let away = |day: i32| {
        let at = scenario.grid.at(day, 8 * 60);
        scenario.requests.iter().any(|of| of.agent == agent && of.from <= at && at < of.to)
    };
    let kinds = |code: usize| -> Vec<Option<usize>> {
        (0..days).map(|day| (code / 3usize.pow(day as u32) % 3).checked_sub(1)).collect()
    };
    let is_kept = |line: &Vec<Shift>| {
        (0..posted.locked_days as i32).all(|day| {
            let now: Vec<&Shift> = line.iter().filter(|shift| shift.day == day).collect();
            now == if away(day) { vec![] } else { on(&posted.roster, agent, day) }
        })
    };
    let is_legal = |line: &Vec<Shift>| {
        let mut lines = vec![Vec::new(); scenario.agents.len()];
        lines[agent] = line.clone();
        audit::judge(scenario, &roster(lines)).iter().all(|violation| violation.agent != Some(agent))
    };
    let all = (0..3usize.pow(days as u32)).map(|code| line(scenario, &kinds(code)));
    all.filter(is_kept).filter(is_legal).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(48), ..ProptestConfig::default() })]

    /// No roster whatever that keeps what is locked costs less than the repaired one.
    #[test]
    fn no_repair_of_a_tiny_plan_costs_less(
        asked in prop::collection::vec(0..3u32, 8),
        given in prop::collection::vec(prop::option::of(0..2usize), 12),
        (bars, run) in (any::<bool>(), 2..4u32),
        ill_on in prop::collection::vec((0..3usize, 0..4i32), 0..3),
        (locked_days, price) in (0..3usize, prop::sample::select(vec![0.0, 25.0, 90.0, 250.0, 5000.0])),
    ) {
        let mut scenario = posts(&asked, bars, run);
        let lines = given.chunks(4).map(|kinds| {
            let mut kinds = kinds.to_vec();
            // What is locked is legal; the rest may break any rule.
            for day in 1..locked_days {
                if bars && kinds[day - 1] == Some(LATE) && kinds[day] == Some(EARLY) {
                    kinds[day] = Some(LATE);
                }
            }
            line(&scenario, &kinds)
        });
        let posted = Posted { roster: roster(lines.collect()), locked_days, price: Money::from_major(price) };
        scenario.requests = ill_on.iter().map(|&(agent, day)| ill(&scenario, agent, day, day)).collect();
        let found = repaired(&scenario, &[], &posted);
        assert_sound(&scenario, &[], &posted, &found);
        prop_assert_eq!(audit::judge(&scenario, &found.roster), vec![]);
        let all: Vec<Vec<Vec<Shift>>> = (0..3).map(|agent| lines_of(&scenario, agent, &posted)).collect();
        let mut least = f64::INFINITY;
        for one in &all[0] {
            for other in &all[1] {
                for third in &all[2] {
                    let tried = roster(vec![one.clone(), other.clone(), third.clone()]);
                    least = least.min(recomputed_posts(&scenario, &posted, &tried));
                }
            }
        }
        let cost = found.proof.cost().major();
        prop_assert!((cost - least).abs() < 0.01, "found {} where {} is possible", cost, least);
        prop_assert!(found.proof.bound.major() <= least + 0.01);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(16), ..ProptestConfig::default() })]

    /// A roster from which shifts were taken, moved and given twice is legal again, its cost is what it says, and locked
    /// days are as they were.
    #[test]
    fn whatever_was_done_to_a_roster_is_repaired(
        done in prop::collection::vec((0..8usize, 0..7i32, 0..3u8), 0..8),
        ill_on in prop::collection::vec((0..8usize, 0..7i32, 0..3i32), 0..3),
        (locked_days, price) in (0..4usize, prop::sample::select(vec![0.0, 40.0, 125.0, 1e5])),
    ) {
        let (mut scenario, needs) = desk();
        let mut given = from_scratch(&scenario, &needs).roster;
        let grid = scenario.grid.clone();
        for (agent, day, how) in done.into_iter().filter(|(_, day, _)| *day >= locked_days as i32) {
            let line = &mut given.lines[agent].shifts;
            match how {
                0 => line.retain(|shift| shift.day != day),
                1 => line.push(shift(&grid, day, 3.0, 6.0)),
                _ => {
                    line.retain(|shift| shift.day != day);
                    line.push(with_break(shift(&grid, day, 12.0, 8.5), 1.0, 30));
                }
            }
            line.sort_by_key(|shift| shift.start);
        }
        let away = ill_on.iter().map(|&(agent, day, more)| ill(&scenario, agent, day, (day + more).min(6)));
        scenario.requests = away.collect();
        let posted = Posted { roster: given, locked_days, price: Money::from_major(price) };
        let found = repaired(&scenario, &needs, &posted);
        assert_sound(&scenario, &needs, &posted, &found);
        prop_assert_eq!(audit::judge(&scenario, &found.roster), vec![]);
    }
}

/// What a roster of posts alone costs.
fn recomputed_posts(scenario: &Scenario, posted: &Posted, roster: &Roster) -> f64 {
    let wages = roster.shifts().map(|(_, shift)| 20.0 * shift.paid().hours()).sum::<f64>();
    let posts: f64 = scenario.posts.iter().map(|post| post_cost(post, roster)).sum();
    wages + posts + posted.changes(roster).len() as f64 * posted.price.major()
}

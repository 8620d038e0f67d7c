//! Each rule of a contract binds: a roster that does not know it breaks it, one that knows it keeps it.
//!
//! Headcounts ask for what the rule forbids, so that the cheapest roster breaks it.

use callboard::audit;
use callboard::model::{Grid, Post, RequestKind, Scenario, Shift, ShiftLimit, ShiftQuota, Succession};
use callboard::units::{Minutes, Money};

use chrono::NaiveDate;

use crate::support::{
    agent, date, empty_scenario, free_contract, half_hours, hours, required, roster_and_audit, shift,
    steady_voice, template, whole_days,
};

pub const EARLY: usize = 0;
pub const NIGHT: usize = 1;

/// One agent over two weeks from Monday 2 March 2026, and a headcount of one for each shift asked for.
pub fn desk(asked: &[(usize, usize)]) -> Scenario {
    desk_from(date(2026, 3, 2), 14, asked)
}

/// The same over other days.
pub fn desk_from(first: NaiveDate, days: usize, asked: &[(usize, usize)]) -> Scenario {
    let grid = half_hours(first, days);
    let mut scenario = empty_scenario(&grid);
    // Somebody else's queue.
    scenario.queues.push(steady_voice(&grid, "voice", 1.0, 60.0));
    scenario.shifts = vec![template("early", &[6.0], &[8.0]), template("night", &[22.0], &[8.0])];
    scenario.contracts.push(free_contract("any"));
    scenario.agents.push(agent("1", 0, &[]));
    let (under_cost, over_cost) = (Money::from_major(1000.0), Money::from_major(1.0));
    let post = |&(day, shift): &(usize, usize)| Post { day, shift, required: 1, under_cost, over_cost };
    scenario.posts = asked.iter().map(post).collect();
    scenario
}

pub fn night(grid: &Grid, day: i32) -> Shift {
    Shift { template: Some(NIGHT), ..shift(grid, day, 22.0, 8.0) }
}

/// Without the rule the roster breaks it; with the rule it is kept, by so many shifts at least cost.
pub fn assert_binds(rule: &str, free: &Scenario, bind: impl Fn(&mut Scenario), shifts: usize) {
    let mut bound = free.clone();
    bind(&mut bound);
    let needs = |scenario: &Scenario| [required(scenario, 0, |hour| u32::from(hour == 12.0))];
    let roster = roster_and_audit(free, &needs(free)).roster;
    let broken: Vec<&str> = audit::judge(&bound, &roster).iter().map(|violation| violation.rule).collect();
    assert!(broken.contains(&rule), "{rule} would not be broken, but {broken:?}");
    let roster = roster_and_audit(&bound, &needs(&bound)).roster;
    assert_eq!(roster.shifts().count(), shifts, "{rule}: {roster:?}");
}

#[test]
fn least_days_in_a_row() {
    let least = |days| move |scenario: &mut Scenario| scenario.contracts[0].min_consecutive_days = Some(days);
    let rule = "least-consecutive-days";
    assert_binds(rule, &desk(&[(3, EARLY)]), least(2), 2);
    // Four days around the first two, and the last two, which may go on beyond the plan.
    assert_binds(rule, &desk(&[(3, EARLY), (5, EARLY), (12, EARLY)]), least(4), 6);
    // From the history on.
    let mut posted = desk(&[(0, EARLY)]);
    posted.agents[0].history = vec![shift(&posted.grid, -1, 6.0, 8.0)];
    assert_binds(rule, &posted, least(3), 2);
    // Days in a row from the plan's first on may have begun before, whatever lies further back.
    let mut before = desk(&[(0, EARLY)]);
    before.agents[0].history = vec![shift(&before.grid, -4, 6.0, 8.0)];
    least(3)(&mut before);
    assert_eq!(roster_and_audit(&before, &[required(&before, 0, |_| 0)]).roster.shifts().count(), 1);
    // What lies in the history alone is over: nobody is asked for, and nobody comes.
    posted.posts.clear();
    least(3)(&mut posted);
    let rostered = roster_and_audit(&posted, &[required(&posted, 0, |_| 0)]);
    assert_eq!((rostered.roster.shifts().count(), rostered.concessions), (0, vec![]));
}

#[test]
fn least_days_off() {
    let least =
        |days| move |scenario: &mut Scenario| scenario.contracts[0].min_consecutive_days_off = Some(days);
    let rule = "least-days-off";
    // The day between is worked too.
    assert_binds(rule, &desk(&[(2, EARLY), (3, EARLY), (5, EARLY)]), least(2), 4);
    let mut posted = desk(&[(1, EARLY)]);
    posted.agents[0].history = vec![shift(&posted.grid, -2, 6.0, 8.0)];
    assert_binds(rule, &posted, least(3), 2);
}

#[test]
fn most_days_off() {
    let most =
        |days| move |scenario: &mut Scenario| scenario.contracts[0].max_consecutive_days_off = Some(days);
    let rule = "consecutive-days-off";
    // Those since the history's last shift count.
    assert_binds(rule, &desk(&[]), most(6), 2);
    let mut posted = desk(&[(11, EARLY)]);
    posted.agents[0].history = vec![shift(&posted.grid, -3, 6.0, 8.0)];
    assert_binds(rule, &posted, most(6), 2);
    assert_binds(rule, &posted, most(5), 3);
    // A week of leave is none of them, and parts those before from those after.
    let mut away = desk(&[]);
    away.requests.push(whole_days(&away.grid, 0, 3, 9, RequestKind::Leave));
    assert_binds(rule, &away, most(3), 1);
    most(4)(&mut away);
    assert_eq!(roster_and_audit(&away, &[required(&away, 0, |_| 0)]).roster.shifts().count(), 0);
}

#[test]
fn both_days_of_a_weekend() {
    let whole = |scenario: &mut Scenario| scenario.contracts[0].has_complete_weekends = true;
    assert_binds("complete-weekends", &desk(&[(5, EARLY)]), whole, 2);
    assert_binds("complete-weekends", &desk(&[(13, NIGHT)]), whole, 2);
}

#[test]
fn most_shifts_of_a_kind() {
    let limit = ShiftLimit { shift: NIGHT, most: 2 };
    let most = |scenario: &mut Scenario| scenario.contracts[0].max_shifts = vec![limit];
    let asked = [(1, NIGHT), (5, NIGHT), (9, NIGHT), (11, EARLY)];
    assert_binds("shifts-of-a-kind", &desk(&asked), most, 3);
}

#[test]
fn what_may_not_follow() {
    let bar = |scenario: &mut Scenario| scenario.shifts[EARLY].not_followed_by = vec![NIGHT];
    assert_binds("succession", &desk(&[(1, EARLY), (2, NIGHT), (9, EARLY)]), bar, 2);
    let mut posted = desk(&[(0, NIGHT)]);
    posted.agents[0].history = vec![shift(&posted.grid, -1, 6.0, 8.0)];
    assert_binds("succession", &posted, bar, 0);
    let bar = |scenario: &mut Scenario| scenario.shifts[NIGHT].not_followed_by = vec![EARLY];
    let mut posted = desk(&[(0, EARLY)]);
    posted.agents[0].history = vec![night(&posted.grid, -1)];
    assert_binds("succession", &posted, bar, 0);
}

#[test]
fn what_may_not_follow_under_a_contract() {
    let bar = |shift, next| {
        move |scenario: &mut Scenario| scenario.contracts[0].successions = vec![Succession { shift, next }]
    };
    assert_binds("succession", &desk(&[(1, EARLY), (2, NIGHT), (9, EARLY)]), bar(EARLY, NIGHT), 2);
    let mut posted = desk(&[(0, EARLY)]);
    posted.agents[0].history = vec![night(&posted.grid, -1)];
    assert_binds("succession", &posted, bar(NIGHT, EARLY), 0);
}

#[test]
fn hours_of_a_day() {
    // Ten hours are cheapest by one long shift, were it allowed.
    let mut long = desk(&[]);
    long.shifts[EARLY].lengths.push(Minutes::from_hours(10.0));
    long.contracts[0].plan = Some(hours(10.0, 40.0));
    let most =
        |scenario: &mut Scenario| scenario.contracts[0].max_hours_per_day = Some(Minutes::from_hours(8.0));
    assert_binds("hours-per-day", &long, most, 2);
}

#[test]
fn nights_in_a_row() {
    let most = |scenario: &mut Scenario| scenario.contracts[0].max_consecutive_nights = Some(2);
    assert_binds("consecutive-nights", &desk(&[(3, NIGHT), (4, NIGHT), (5, NIGHT)]), most, 2);
    let mut posted = desk(&[(0, NIGHT)]);
    posted.agents[0].history = vec![night(&posted.grid, -2), night(&posted.grid, -1)];
    assert_binds("consecutive-nights", &posted, most, 0);
}

#[test]
fn least_nights_in_a_row() {
    let least =
        |nights| move |scenario: &mut Scenario| scenario.contracts[0].min_consecutive_nights = Some(nights);
    let rule = "least-consecutive-nights";
    assert_binds(rule, &desk(&[(3, NIGHT)]), least(2), 2);
    // Not by a day shift: the night before, or none of them.
    assert_binds(rule, &desk(&[(3, NIGHT), (5, EARLY)]), least(3), 4);
    // The last two may go on beyond the plan; from the history on.
    assert_binds(rule, &desk(&[(4, NIGHT), (13, NIGHT)]), least(3), 4);
    let mut posted = desk(&[(0, NIGHT)]);
    posted.agents[0].history = vec![night(&posted.grid, -1)];
    assert_binds(rule, &posted, least(3), 2);
    // What lies in the history alone is over.
    posted.posts.clear();
    least(3)(&mut posted);
    let rostered = roster_and_audit(&posted, &[required(&posted, 0, |_| 0)]);
    assert_eq!((rostered.roster.shifts().count(), rostered.concessions), (0, vec![]));
}

#[test]
fn forward_rotation() {
    let forward = |scenario: &mut Scenario| scenario.contracts[0].has_forward_rotation = true;
    assert_binds("forward-rotation", &desk(&[(3, NIGHT), (4, EARLY), (5, EARLY)]), forward, 2);
    let mut posted = desk(&[(0, EARLY)]);
    posted.agents[0].history = vec![night(&posted.grid, -1)];
    assert_binds("forward-rotation", &posted, forward, 0);
}

#[test]
fn least_shifts_of_a_kind() {
    let least = |scenario: &mut Scenario| {
        scenario.contracts[0].min_shifts = vec![ShiftQuota { shift: EARLY, least: 2 }]
    };
    assert_binds("least-shifts-of-a-kind", &desk(&[(3, NIGHT), (9, EARLY)]), least, 3);
}

#[test]
fn rest_in_each_week() {
    let rest = |hours| {
        move |scenario: &mut Scenario| scenario.contracts[0].weekly_rest = Some(Minutes::from_hours(hours))
    };
    let daily: Vec<(usize, usize)> = (7..14).map(|day| (day, EARLY)).collect();
    assert_binds("weekly-rest", &desk(&daily), rest(35.0), 6);
    // A night of Sunday takes from the rest up to Wednesday.
    let mut from_wednesday: Vec<(usize, usize)> = (9..14).map(|day| (day, EARLY)).collect();
    from_wednesday.push((6, NIGHT));
    assert_binds("weekly-rest", &desk(&from_wednesday), rest(50.0), 5);
    // A plan from a Wednesday: the history says what was worked of its week, and after a day off nothing is asked for.
    let mut posted = desk_from(date(2026, 3, 4), 12, &(0..5).map(|day| (day, EARLY)).collect::<Vec<_>>());
    posted.agents[0].history = [-2, -1].map(|day| shift(&posted.grid, day, 6.0, 8.0)).to_vec();
    assert_binds("weekly-rest", &posted, rest(35.0), 4);
    posted.agents[0].history.pop();
    rest(35.0)(&mut posted);
    let needs = [required(&posted, 0, |hour| u32::from(hour == 12.0))];
    assert_eq!(roster_and_audit(&posted, &needs).roster.shifts().count(), 5);
}

/// Four weeks are improved some days at a time: what is worked on the days after those binds too.
#[test]
fn what_is_worked_on_later_days_binds_too() {
    let month = |asked: Vec<(usize, usize)>| desk_from(date(2026, 3, 2), 28, &asked);
    // Three days in a row of which two can be worked, the last two for choice.
    let rows = |shift| {
        let mut rows = month((0..28).filter(|day| day % 4 > 0).map(|day| (day, shift)).collect());
        let first = rows.posts.iter_mut().filter(|post| post.day % 4 == 1);
        first.for_each(|post| post.under_cost = Money::from_major(400.0));
        rows
    };
    let nights = |scenario: &mut Scenario| scenario.contracts[0].max_consecutive_nights = Some(2);
    assert_binds("consecutive-nights", &rows(NIGHT), nights, 14);
    let days = |scenario: &mut Scenario| scenario.contracts[0].max_consecutive_days = Some(2);
    assert_binds("consecutive-days", &rows(EARLY), days, 14);
    // Each night is followed by an early shift, and one of them can be worked.
    let turns = month((0..28).map(|day| (day, if day % 2 == 0 { NIGHT } else { EARLY })).collect());
    let bar = |scenario: &mut Scenario| scenario.shifts[NIGHT].not_followed_by = vec![EARLY];
    assert_binds("succession", &turns, bar, 14);
    let forward = |scenario: &mut Scenario| scenario.contracts[0].has_forward_rotation = true;
    assert_binds("forward-rotation", &turns, forward, 14);
    let rest = |scenario: &mut Scenario| scenario.contracts[0].min_rest = Minutes::from_hours(11.0);
    assert_binds("rest", &turns, rest, 14);
    let idle = |scenario: &mut Scenario| scenario.contracts[0].max_consecutive_days_off = Some(2);
    assert_binds("consecutive-days-off", &month(Vec::new()), idle, 9);
    let least = |scenario: &mut Scenario| scenario.contracts[0].min_consecutive_nights = Some(2);
    let apart = month([3, 10, 17, 24].map(|day| (day, NIGHT)).to_vec());
    assert_binds("least-consecutive-nights", &apart, least, 8);
}

//! Builders for tests; the only way to solve in a test also audits.
//!
//! Each test binary takes what it needs, so what one of them leaves unused is no waste.
#![allow(dead_code)]

use std::sync::Arc;

use callboard::audit;
use callboard::model::{
    Agent, Answered, Behaviour, Break, BreakRule, BreakSpacing, Channel, Contract, Demand, Fairness, Grid,
    Line, Need, Period, Posted, Prices, Queue, Request, RequestKind, Requirement, Roster, Rostered, Scenario,
    Series, Shift, ShiftTemplate, Shrinkage, Skills, Span, Target, Unwatched, Violation,
};
use callboard::rostering::{self, RosteringOptions};
use callboard::staffing::{self, StaffingOptions};
use callboard::units::{Agents, Minutes, Moment, Money, Seconds, Share};
use chrono::{NaiveDate, Weekday};

/// How many random inputs a property is tried on: as many as PROPTEST_CASES says, else so many.
pub fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// A date that exists.
pub fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
}

/// Half hours in Brussels from a day on.
pub fn half_hours(first_day: NaiveDate, days: usize) -> Arc<Grid> {
    Arc::new(
        Grid::new(chrono_tz::Europe::Brussels, first_day, days, Minutes::new(30))
            .expect("half hours divide a day"),
    )
}

/// A week of half hours in Brussels from Monday 2 March 2026; no clock changes in it.
pub fn plain_week() -> Arc<Grid> {
    half_hours(date(2026, 3, 2), 7)
}

/// A scenario of nothing but its grid.
pub fn empty_scenario(grid: &Arc<Grid>) -> Scenario {
    Scenario {
        name: "test desk".into(),
        currency: "EUR".into(),
        grid: Arc::clone(grid),
        queues: Vec::new(),
        shrinkage: Shrinkage::default(),
        shifts: Vec::new(),
        contracts: Vec::new(),
        agents: Vec::new(),
        requests: Vec::new(),
        posts: Vec::new(),
        prices: Prices { shortage_hour: Money::from_major(250.0), wish: Money::from_major(5.0) },
        most_on_break: None,
        fairness: Fairness::default(),
        forecast_error: 0.0,
    }
}

/// A voice queue always open with the same volume in every interval; 80 % in 20 s, nobody hangs up.
pub fn steady_voice(grid: &Arc<Grid>, id: &str, volume_per_interval: f64, aht_seconds: f64) -> Queue {
    Queue {
        id: id.into(),
        client: String::new(),
        market: String::new(),
        channel: Channel::Voice,
        time_zone: grid.zone(),
        patience: None,
        concurrency: 1,
        minimum_agents: 0,
        behaviour: Behaviour::default(),
        priority: 1,
        target: Target { answered: Some(answered(0.8, 20.0)), measured: Period::Week, ..Target::default() },
        demand: Demand {
            volume: Series::from_fn(Arc::clone(grid), |_| volume_per_interval),
            aht: Series::from_fn(Arc::clone(grid), |_| Seconds::new(aht_seconds)),
            open: Series::from_fn(Arc::clone(grid), |_| true),
        },
    }
}

/// Deferred work that may be done at any time, to be done within so many hours.
pub fn steady_email(
    grid: &Arc<Grid>,
    id: &str,
    volume_per_interval: f64,
    aht_seconds: f64,
    hours: f64,
) -> Queue {
    let target = Target { respond_within: Some(Seconds::new(hours * 3600.0)), ..Target::default() };
    Queue {
        channel: Channel::Email,
        priority: 100,
        target,
        ..steady_voice(grid, id, volume_per_interval, aht_seconds)
    }
}

/// Such a share answered within so many seconds.
pub fn answered(share: f64, seconds: f64) -> Answered {
    Answered { share: Share::new(share).expect("from 0 to 1"), within: Seconds::new(seconds) }
}

/// A template without breaks: starts and lengths in hours, any weekday, any contract.
pub fn template(id: &str, start_hours: &[f64], length_hours: &[f64]) -> ShiftTemplate {
    ShiftTemplate {
        id: id.into(),
        starts: start_hours.iter().map(|hours| (hours * 60.0) as i32).collect(),
        lengths: length_hours.iter().map(|&hours| Minutes::from_hours(hours)).collect(),
        weekdays: every_day(),
        contracts: None,
        skills: Skills::default(),
        is_night: None,
        not_followed_by: Vec::new(),
        breaks: Vec::new(),
        spacing: BreakSpacing::default(),
    }
}

/// Monday to Sunday.
pub fn every_day() -> Vec<Weekday> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun]
}

/// An unpaid half hour that begins 3 h to 5 h 30 after the start of a shift longer than 6 h.
pub fn lunch() -> BreakRule {
    BreakRule {
        length: Minutes::new(30),
        is_paid: false,
        after: Minutes::from_hours(3.0),
        before: Minutes::from_hours(5.5),
        if_longer_than: Minutes::from_hours(6.0),
    }
}

/// A contract whose only rule is 168 hours a week at most.
pub fn free_contract(id: &str) -> Contract {
    Contract { id: id.into(), wage_per_hour: Money::from_major(20.0), ..Contract::default() }
}

/// From so many hours to so many.
pub fn hours(min: f64, max: f64) -> Span {
    Span { min: Minutes::from_hours(min), max: Minutes::from_hours(max) }
}

/// An agent of a contract who can serve these queues.
pub fn agent(id: &str, contract: usize, skills: &[usize]) -> Agent {
    Agent {
        id: id.into(),
        name: format!("Agent {id}"),
        contract,
        skills: Skills::new(skills.to_vec()),
        ..Agent::default()
    }
}

/// A shift without breaks of template 0, from an hour of a day by the planner's clock, so many hours long.
pub fn shift(grid: &Grid, day: i32, start_hour: f64, length_hours: f64) -> Shift {
    let start = grid.at(day, (start_hour * 60.0) as i32);
    let end = start + Minutes::from_hours(length_hours);
    Shift { template: Some(0), day, start, end, breaks: Vec::new() }
}

/// The same shift with one more unpaid break, so many hours after its start.
pub fn with_break(mut shift: Shift, after_hours: f64, minutes: i32) -> Shift {
    let start = shift.start + Minutes::from_hours(after_hours);
    shift.breaks.push(Break { start, end: start + Minutes::new(minutes), is_paid: false });
    shift
}

/// A shift that spans the whole grid: someone always there, for tests of service.
pub fn always_there(grid: &Grid) -> Shift {
    Shift { template: Some(0), day: 0, start: Moment::START, end: grid.end(), breaks: Vec::new() }
}

/// A roster of these lines.
pub fn roster(lines: Vec<Vec<Shift>>) -> Roster {
    Roster { lines: lines.into_iter().map(|shifts| Line { shifts }).collect() }
}

/// A request for whole days, the first to the last.
pub fn whole_days(grid: &Grid, agent: usize, first: i32, last: i32, kind: RequestKind) -> Request {
    Request { agent, from: grid.at(first, 0), to: grid.at(last + 1, 0), kind }
}

/// A request for part of a day, from the one hour to the other.
pub fn part_of_day(grid: &Grid, agent: usize, day: i32, hours: (f64, f64), kind: RequestKind) -> Request {
    let at = |hour: f64| grid.at(day, (hour * 60.0) as i32);
    Request { agent, from: at(hours.0), to: at(hours.1), kind }
}

/// The requirements and the roster of a scenario, solved and judged: the only way to solve in a test.
///
/// The audit has to find nothing but what the rostering itself says it could not keep, no agent may be counted
/// twice, and the cost may not lie below its own bound.
pub fn solve_and_audit(scenario: &Scenario) -> (Vec<Requirement>, Rostered) {
    let requirements = staffing::require_all(scenario, &StaffingOptions::default());
    let rostered = roster_and_audit(scenario, &requirements);
    (requirements, rostered)
}

/// The roster for given requirements, solved and judged like [`solve_and_audit`].
pub fn roster_and_audit(scenario: &Scenario, requirements: &[Requirement]) -> Rostered {
    repair_and_audit(scenario, requirements, None)
}

/// The same from a roster posted before.
pub fn repair_and_audit(
    scenario: &Scenario,
    requirements: &[Requirement],
    posted: Option<Posted>,
) -> Rostered {
    // What locked days break by themselves, without those who are away by now, nobody can mend.
    let locked = |violation: &Violation| {
        posted.as_ref().is_some_and(|posted| {
            let is_locked = violation.day < posted.locked_days as i32;
            let breaks = |roster: &Roster| audit::judge(scenario, roster).contains(violation);
            is_locked && (breaks(&posted.roster) || breaks(&without_those_away(scenario, &posted.roster)))
        })
    };
    let options =
        RosteringOptions { improvements: 12, posted: posted.clone(), ..RosteringOptions::default() };
    let rostered =
        rostering::roster(scenario, requirements, &options, &Unwatched).expect("too few people is no error");
    let violations = audit::judge(scenario, &rostered.roster);
    let is_amiss = |violation: &&Violation| !rostered.has_conceded(violation) && !locked(violation);
    let broken: Vec<&Violation> = violations.iter().filter(is_amiss).collect();
    assert!(broken.is_empty(), "the audit finds {broken:#?}");
    let (cost, bound) = (rostered.proof.cost(), rostered.proof.bound);
    assert!(bound <= cost + Money::from_minor(2), "the cost {cost} lies below its bound {bound}");
    assert_nobody_is_counted_twice(scenario, &rostered);
    rostered
}

/// A roster without the shifts that leave and absence fall on.
fn without_those_away(scenario: &Scenario, roster: &Roster) -> Roster {
    let mut left = roster.clone();
    for (agent, line) in left.lines.iter_mut().enumerate() {
        let takes = |of: &Request| {
            of.agent == agent && matches!(of.kind, RequestKind::Leave | RequestKind::Unavailable)
        };
        let away: Vec<&Request> = scenario.requests.iter().filter(|of| takes(of)).collect();
        line.shifts.retain(|shift| !away.iter().any(|of| shift.start < of.to && of.from < shift.end));
    }
    left
}

/// The agents sent to queues are no more than the agents present.
fn assert_nobody_is_counted_twice(scenario: &Scenario, rostered: &Rostered) {
    let grid = &scenario.grid;
    for interval in 0..grid.len() {
        let (start, end) = (grid.start_of(interval), grid.start_of(interval) + grid.interval());
        let posted = scenario.agents.iter().flat_map(|agent| agent.history.iter());
        let shifts = rostered.roster.shifts().map(|(_, shift)| shift).chain(posted);
        let present = shifts.filter(|shift| shift.start < end && start < shift.end).count() as f64;
        let sent: f64 = rostered.scheduled.iter().map(|queue| queue[interval]).sum();
        assert!(sent <= present + 1e-6, "interval {interval}: {sent} agents sent, {present} present");
    }
}

/// A requirement of so many people in seat in each interval of a day, from a function of its hour.
pub fn required(scenario: &Scenario, queue: usize, agents: impl Fn(f64) -> u32) -> Requirement {
    let grid = &scenario.grid;
    let hour = |interval: usize| {
        let day = grid.day_of_interval(interval) as i32;
        (grid.start_of(interval) - grid.at(day, 0)).hours()
    };
    let need = |interval: usize| Need { agents: Agents::new(agents(hour(interval))), ..Need::default() };
    Requirement { queue, needs: Series::from_fn(Arc::clone(grid), need), deferred: None }
}

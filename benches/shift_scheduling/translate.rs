use std::sync::Arc;

use callboard::model::{
    Agent, BreakSpacing, Contract, Fairness, Grid, Line, Post, Prices, Request, RequestKind, Roster,
    Scenario, Shift, ShiftLimit, ShiftTemplate, Shrinkage, Skills, Span, WeekendLimit,
};
use callboard::units::{Minutes, Moment, Money};
use chrono::{NaiveDate, Weekday};

use crate::instance::{self, Cover, Instance, Wish};
use crate::solution::{Assignment, Solution};

/// A Monday.
const FIRST_DAY: (i32, u32, u32) = (2026, 1, 5);
const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// An instance as a plan: a contract for each agent, a template for each shift type, a post for each cover, wishes for
/// requests, and no queues. The cost of a roster is its objective.
///
/// The instance knows lengths but no times of day. Every shift starts at midnight, so that none reaches the next
/// day's, and rest is left to what may not follow what.
pub fn translate(instance: &Instance) -> Scenario {
    let grid = Arc::new(grid(instance));
    Scenario {
        name: "shift scheduling".to_owned(),
        currency: "EUR".to_owned(),
        requests: requests(instance, &grid),
        queues: Vec::new(),
        shrinkage: Shrinkage::default(),
        shifts: (0..instance.shifts.len()).map(|shift| template(instance, shift)).collect(),
        contracts: instance.agents.iter().map(|agent| contract(instance, agent)).collect(),
        agents: instance.agents.iter().enumerate().map(|(index, agent)| of_contract(index, agent)).collect(),
        posts: instance.cover.iter().map(post).collect(),
        prices: Prices { shortage_hour: Money::ZERO, wish: Money::from_major(1.0) },
        most_on_break: None,
        fairness: Fairness::default(),
        forecast_error: 0.0,
        grid,
    }
}

/// The solution that a roster of the translated plan is.
pub fn solution_of(roster: &Roster) -> Solution {
    let assignment = |(agent, shift): (usize, &Shift)| {
        Some(Assignment { agent, day: usize::try_from(shift.day).ok()?, shift: shift.template? })
    };
    Solution { assignments: roster.shifts().filter_map(assignment).collect() }
}

/// The roster that a solution is in the translated plan.
pub fn roster_of(scenario: &Scenario, solution: &Solution) -> Roster {
    let mut lines = vec![Line::default(); scenario.agents.len()];
    let mut assignments = solution.assignments.clone();
    assignments.sort_unstable();
    for Assignment { agent, day, shift } in assignments {
        let start = scenario.grid.at(day as i32, 0);
        let end = start + scenario.shifts[shift].lengths[0];
        let shift = Shift { template: Some(shift), day: day as i32, start, end, breaks: Vec::new() };
        lines[agent].shifts.push(shift);
    }
    Roster { lines }
}

/// Every shift ends on the border of an interval.
fn grid(instance: &Instance) -> Grid {
    let lengths = instance.shifts.iter().map(|shift| Minutes::new(shift.minutes as i32));
    let interval = lengths.fold(Minutes::new(60), Minutes::divisor);
    let (year, month, day) = FIRST_DAY;
    let first = NaiveDate::from_ymd_opt(year, month, day).expect("a date that exists");
    Grid::new(chrono_tz::UTC, first, instance.days, interval)
        .expect("UTC's days are of 24 hours, and the reader limits their number")
}

fn template(instance: &Instance, shift: usize) -> ShiftTemplate {
    let noun = &instance.shifts[shift];
    let may_work = |&agent: &usize| instance.agents[agent].most_of[shift] != Some(0);
    ShiftTemplate {
        id: noun.id.clone(),
        starts: vec![0],
        lengths: vec![Minutes::new(noun.minutes as i32)],
        weekdays: WEEK.to_vec(),
        contracts: Some((0..instance.agents.len()).filter(may_work).collect()),
        skills: Skills::default(),
        is_night: None,
        not_followed_by: noun.not_followed_by.clone(),
        breaks: Vec::new(),
        spacing: BreakSpacing::default(),
    }
}

/// Limits that cannot bind are left out.
fn contract(instance: &Instance, agent: &instance::Agent) -> Contract {
    let weeks = instance.days.div_ceil(7) as u32;
    let binds = |&most: &u32| (most as usize) < instance.days;
    let limits = agent.most_of.iter().enumerate().filter_map(|(shift, &most)| {
        most.filter(|most| *most > 0 && binds(most)).map(|most| ShiftLimit { shift, most })
    });
    Contract {
        id: agent.id.clone(),
        week: Span { min: Minutes::ZERO, max: Minutes::from_hours(7.0 * 24.0) },
        plan: Some(Span { min: minutes(agent.least_minutes), max: minutes(agent.most_minutes) }),
        wage_per_hour: Money::ZERO,
        min_rest: Minutes::ZERO,
        max_days_per_week: None,
        max_consecutive_days: Some(agent.most_in_a_row).filter(binds),
        min_consecutive_days: Some(agent.least_in_a_row).filter(|&least| least > 1),
        min_consecutive_days_off: Some(agent.least_off_in_a_row).filter(|&least| least > 1),
        max_weekends: Some(agent.most_weekends)
            .filter(|&weekends| weekends < weeks)
            .map(|weekends| WeekendLimit { weekends, weeks }),
        has_complete_weekends: false,
        max_shifts: limits.collect(),
        hireable: None,
        ..Contract::default()
    }
}

/// Minutes that the model can hold; no horizon has more.
fn minutes(minutes: u32) -> Minutes {
    Minutes::new(minutes.min(1440 * 3660) as i32)
}

fn of_contract(contract: usize, agent: &instance::Agent) -> Agent {
    Agent {
        id: agent.id.clone(),
        name: agent.id.clone(),
        contract,
        skills: Skills::default(),
        ..Agent::default()
    }
}

fn requests(instance: &Instance, grid: &Grid) -> Vec<Request> {
    let off = instance.agents.iter().enumerate().flat_map(|(agent, noun)| {
        noun.days_off.iter().map(move |&day| (agent, day, RequestKind::Unavailable))
    });
    let wanted = instance.wanted.iter().map(|&Wish { agent, day, shift, weight }| {
        (agent, day, RequestKind::Prefer { shift: Some(shift), weight: f64::from(weight) })
    });
    let unwanted = instance.unwanted.iter().map(|&Wish { agent, day, shift, weight }| {
        (agent, day, RequestKind::Avoid { shift: Some(shift), weight: f64::from(weight) })
    });
    let midnight = |day: usize| -> Moment { grid.at(day as i32, 0) };
    off.chain(wanted)
        .chain(unwanted)
        .map(|(agent, day, kind)| Request { agent, from: midnight(day), to: midnight(day + 1), kind })
        .collect()
}

fn post(cover: &Cover) -> Post {
    Post {
        day: cover.day,
        shift: cover.shift,
        required: cover.required,
        under_cost: Money::from_major(f64::from(cover.under)),
        over_cost: Money::from_major(f64::from(cover.over)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiny() -> Instance {
        Instance::parse(include_str!("../../data/shift-scheduling/tiny.txt")).unwrap()
    }

    #[test]
    fn a_contract_holds_the_rules_of_its_agent_and_none_that_cannot_bind() {
        let scenario = translate(&tiny());
        let [ann, ben, cem] = &scenario.contracts[..] else { panic!("three agents") };
        assert_eq!(ann.plan, Some(Span { min: Minutes::new(1920), max: Minutes::new(2520) }));
        assert_eq!((ann.max_consecutive_days, ben.max_consecutive_days), (Some(3), Some(4)));
        assert_eq!((ann.min_consecutive_days, ann.min_consecutive_days_off), (Some(2), Some(2)));
        assert_eq!(cem.min_consecutive_days_off, None, "one day off is a run of one");
        assert_eq!(ann.max_shifts, [], "seven in seven days");
        assert_eq!(ben.max_shifts, [ShiftLimit { shift: 1, most: 1 }]);
        assert_eq!(ben.max_weekends, Some(WeekendLimit { weekends: 0, weeks: 1 }));
        assert_eq!(ann.max_weekends, None, "the one weekend may be worked");
    }

    #[test]
    fn shifts_lie_inside_their_day_on_the_grid() {
        let mut instance = tiny();
        assert_eq!(translate(&instance).grid.interval(), Minutes::new(60));
        instance.shifts[0].minutes = 465;
        let scenario = translate(&instance);
        assert_eq!(scenario.grid.interval(), Minutes::new(15));
        assert_eq!(scenario.grid.weekday(0), Weekday::Mon);
        assert_eq!(scenario.shifts[1].not_followed_by, [0]);
    }

    #[test]
    fn who_may_work_none_of_a_type_is_not_offered_it() {
        let mut instance = tiny();
        instance.agents[1].most_of[1] = Some(0);
        let scenario = translate(&instance);
        assert_eq!(scenario.shifts[0].contracts, Some(vec![0, 1, 2]));
        assert_eq!(scenario.shifts[1].contracts, Some(vec![0, 2]));
        assert_eq!(scenario.contracts[1].max_shifts, []);
    }

    #[test]
    fn days_off_cover_and_requests_all_arrive() {
        let instance = tiny();
        let scenario = translate(&instance);
        assert_eq!(scenario.posts.len(), 14);
        assert_eq!(scenario.posts[6].under_cost, Money::from_major(100.0));
        let kinds = |is: fn(&RequestKind) -> bool| scenario.requests.iter().filter(|it| is(&it.kind)).count();
        assert_eq!(kinds(|kind| matches!(kind, RequestKind::Unavailable)), 3);
        assert_eq!(kinds(|kind| matches!(kind, RequestKind::Prefer { .. })), 3);
        assert_eq!(kinds(|kind| matches!(kind, RequestKind::Avoid { .. })), 2);
        let ben = scenario.requests.iter().find(|request| request.agent == 1).unwrap();
        assert_eq!((ben.from, ben.to), (Moment::new(3 * 1440), Moment::new(4 * 1440)));
    }

    #[test]
    fn a_roster_and_its_solution_are_the_same() {
        let instance = tiny();
        let text = "employee,day,shift\nAnn,1,E\nAnn,2,L\nCem,0,L\n";
        let solution = Solution::parse(text, &instance).unwrap();
        let roster = roster_of(&translate(&instance), &solution);
        assert_eq!(roster.lines[0].shifts[1].end, Moment::new(2 * 1440 + 600));
        assert_eq!(solution_of(&roster), solution);
    }
}

//! A plan small enough to check by hand: two queues, three agents, a Monday and a Tuesday.

use std::sync::Arc;

use chrono::{NaiveDate, Weekday};
use chrono_tz::Europe::Brussels;

use super::{Attribution, Judged, Outline, Plan, Provenance};
use crate::model::{
    Agent, Answered, Behaviour, Break, BreakRule, BreakSpacing, Candidate, CandidateStep, Channel, Class,
    Contract, Demand, Driver, Estimate, Expectation, Fairness, Grid, Hireable, HiringPlan, Line, Measure,
    Need, Penalty, Period, PeriodService, PeriodSpan, Post, Prices, Proof, Queue, QueueService, Requirement,
    Roster, Rostered, Scenario, Series, Service, Shift, ShiftTemplate, Shrinkage, Skills, Span, Target,
    Violation,
};
use crate::units::{Agents, Erlangs, Minutes, Money, Seconds, Share};

/// Monday 2 March 2026.
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).unwrap()
}

fn is_open(grid: &Grid, interval: usize) -> bool {
    let day = grid.day_of_interval(interval) as i32;
    let start = grid.start_of(interval);
    grid.at(day, 8 * 60) <= start && start < grid.at(day, 17 * 60)
}

fn is_noon(grid: &Grid, interval: usize) -> bool {
    let day = grid.day_of_interval(interval) as i32;
    grid.start_of(interval) == grid.at(day, 12 * 60)
}

fn queue(grid: &Arc<Grid>, id: &str, measured: Period, penalties: Vec<Penalty>) -> Queue {
    let share = Share::percent(80.0).unwrap();
    let open = Series::from_fn(grid.clone(), |interval| is_open(grid, interval));
    Queue {
        id: id.to_owned(),
        client: "Zephyr".to_owned(),
        market: String::new(),
        channel: Channel::Voice,
        time_zone: Brussels,
        patience: None,
        concurrency: 1,
        minimum_agents: 0,
        behaviour: Behaviour::default(),
        priority: 0,
        target: Target {
            answered: Some(Answered { share, within: Seconds::new(20.0) }),
            measured,
            penalties,
            ..Target::default()
        },
        demand: Demand {
            volume: open.map(|&open| if open { 9.5 } else { 0.0 }),
            aht: open.map(|_| Seconds::new(240.0)),
            open,
        },
    }
}

fn contract(id: &str, wage: f64, hours: f64, hireable: Option<Hireable>) -> Contract {
    Contract {
        id: id.to_owned(),
        week: Span { min: Minutes::ZERO, max: Minutes::from_hours(hours) },
        wage_per_hour: Money::from_major(wage),
        min_rest: Minutes::from_hours(11.0),
        max_days_per_week: Some(5),
        hireable,
        ..Contract::default()
    }
}

fn agent(id: &str, name: &str, contract: usize, skills: &[usize]) -> Agent {
    Agent {
        id: id.to_owned(),
        name: name.to_owned(),
        contract,
        skills: Skills::new(skills.to_vec()),
        ..Agent::default()
    }
}

/// The sample's input.
pub fn scenario() -> Scenario {
    let grid = Arc::new(Grid::new(Brussels, first_day(), 2, Minutes::new(30)).unwrap());
    let penalty = Penalty { below: Share::percent(80.0).unwrap(), cost: Money::from_major(2500.0) };
    let hireable = Hireable { cost: Money::from_major(1500.0), lead_days: 42, at_most: 3 };
    let rest = |is_paid, after| BreakRule {
        length: Minutes::new(15),
        is_paid,
        after: Minutes::from_hours(after),
        before: Minutes::from_hours(after + 1.0),
        if_longer_than: Minutes::from_hours(6.0),
    };
    Scenario {
        name: "Sample <desk>".to_owned(),
        currency: "EUR".to_owned(),
        queues: vec![
            queue(&grid, "nl-voice", Period::Week, vec![penalty]),
            queue(&grid, "fr-voice", Period::Interval, Vec::new()),
        ],
        shrinkage: Shrinkage {
            causes: vec![
                ("sickness".to_owned(), Share::percent(5.0).unwrap()),
                ("late".to_owned(), Share::percent(1.0).unwrap()),
            ],
        },
        shifts: vec![ShiftTemplate {
            id: "day".to_owned(),
            starts: vec![8 * 60, 8 * 60 + 30],
            lengths: vec![Minutes::new(8 * 60 + 15)],
            weekdays: vec![Weekday::Mon, Weekday::Tue],
            contracts: None,
            skills: Skills::default(),
            is_night: None,
            not_followed_by: Vec::new(),
            breaks: vec![rest(false, 3.0), rest(true, 5.0)],
            spacing: BreakSpacing::default(),
        }],
        contracts: vec![
            contract("full-time", 20.0, 40.0, None),
            contract("part-time", 18.0, 20.0, Some(hireable)),
        ],
        agents: vec![
            agent("1", "Ann", 0, &[0]),
            agent("2", "=Bob", 0, &[0, 1]),
            agent("3", "Cas & Co", 1, &[0, 1]),
        ],
        requests: Vec::new(),
        posts: Vec::new(),
        prices: Prices { shortage_hour: Money::from_major(200.0), wish: Money::from_major(5.0) },
        most_on_break: None,
        fairness: Fairness::default(),
        forecast_error: 0.0,
        grid,
    }
}

fn requirement(scenario: &Scenario, queue: usize) -> Requirement {
    let grid = &scenario.grid;
    let agents = |interval| match (is_open(grid, interval), is_noon(grid, interval), queue) {
        (false, _, _) => 0,
        (true, true, 0) => 3,
        (true, false, 0) => 2,
        (true, _, _) => 1,
    };
    let need = |interval| Need {
        volume: scenario.queues[queue].demand.volume[interval],
        aht: Seconds::new(240.0),
        offered_load: Erlangs::new(if is_open(grid, interval) { 9.5 * 240.0 / 1800.0 } else { 0.0 }),
        agents: Agents::new(agents(interval)),
        spare: Agents::NOBODY,
        driver: is_open(grid, interval).then_some(Driver::ServiceLevel),
        expected: Expectation::default(),
    };
    Requirement { queue, needs: Series::from_fn(grid.clone(), need), deferred: None }
}

fn shift(grid: &Grid, day: i32, start: i32) -> Shift {
    let at = |minute| grid.at(day, start + minute);
    Shift {
        template: Some(0),
        day,
        start: at(0),
        end: at(8 * 60 + 15),
        breaks: vec![
            Break { start: at(3 * 60), end: at(3 * 60 + 15), is_paid: false },
            Break { start: at(5 * 60), end: at(5 * 60 + 15), is_paid: true },
        ],
    }
}

fn rostered(scenario: &Scenario) -> Rostered {
    let grid = &scenario.grid;
    let line = |start| Line { shifts: vec![shift(grid, 0, start), shift(grid, 1, start)] };
    let short = |interval| if is_noon(grid, interval) { 1.25 } else { 0.0 };
    let scheduled =
        |agents: f64| Series::from_fn(grid.clone(), |i| if is_open(grid, i) { agents } else { 0.0 });
    Rostered {
        roster: Roster { lines: vec![line(8 * 60), line(8 * 60), line(8 * 60 + 30)] },
        proof: Proof {
            wages: Money::from_major(928.0),
            shortage: Money::from_major(250.0),
            bound: Money::from_major(1170.0),
            rounds: 4,
            columns: 21,
            is_bound_final: true,
            ..Proof::default()
        },
        shortage: vec![Series::from_fn(grid.clone(), short), Series::from_fn(grid.clone(), |_| 0.0)],
        scheduled: vec![scheduled(2.0), scheduled(1.0)],
        concessions: Vec::new(),
        candidates: vec![Candidate {
            contract: 1,
            skills: Skills::new(vec![0, 1]),
            take: 1,
            steps: vec![step(1.25, 40.0), step(0.0, 60.0)],
        }],
        are_hires_weighed: true,
    }
}

fn step(closes_hours: f64, wages: f64) -> CandidateStep {
    CandidateStep {
        closes_hours,
        closes_posts: 0,
        post_hours: 0.0,
        wages: Money::from_major(wages),
        hiring_cost: Money::from_major(1500.0),
    }
}

fn service(scenario: &Scenario) -> Service {
    let estimate = |mean| Estimate { mean, half_width: 0.004 };
    let queue = |periods| QueueService {
        intervals: Series::from_fn(scenario.grid.clone(), |interval| {
            if !is_open(&scenario.grid, interval) {
                return Measure::default();
            }
            Measure {
                offered: 9.5,
                answered: 9.5,
                in_time: 7.6,
                wait_answered: 95.0,
                busy: 2280.0,
                in_seat: 3600.0,
                service_level: Some(0.8),
                ..Measure::default()
            }
        }),
        periods,
        overall: estimate(0.792),
        abandonment: estimate(0.02),
        average_wait: Estimate { mean: 10.0, half_width: 0.5 },
    };
    let week = PeriodService {
        span: PeriodSpan { first: 0, end: 96, covered: Share::new(2.0 / 7.0).unwrap() },
        expected: 0.792,
        low: 0.741,
        high: 0.838,
        chance_met: 0.41,
        expected_penalty: Money::from_major(1475.0),
    };
    let interval = |interval| PeriodService {
        span: PeriodSpan { first: interval, end: interval + 1, covered: Share::ALL },
        expected: 0.8,
        low: 0.5,
        high: 1.0,
        chance_met: if is_noon(&scenario.grid, interval) { 0.25 } else { 0.64 },
        expected_penalty: Money::ZERO,
    };
    let open = (0..scenario.grid.len()).filter(|&index| is_open(&scenario.grid, index));
    Service {
        queues: vec![queue(vec![week]), queue(open.map(interval).collect())],
        replications: 200,
        seed: 1,
        contacts: 136_800,
    }
}

fn hiring() -> HiringPlan {
    let class = Class {
        month: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
        contract: 1,
        skills: Skills::new(vec![0, 1]),
        hires: 1,
        decide_by: NaiveDate::from_ymd_opt(2026, 1, 19).unwrap(),
        start: first_day(),
        productive_from: NaiveDate::from_ymd_opt(2026, 6, 8).unwrap(),
        headcount: 2,
        required: crate::units::Fte::new(0.6),
        available: crate::units::Fte::new(0.5),
        closes_hours: 1.25,
        closes_posts: 0,
        wages: Money::from_major(40.0),
        hiring_cost: Money::from_major(1500.0),
        is_too_late: true,
    };
    HiringPlan { classes: vec![class] }
}

/// The sample planned, its figures set by hand.
pub fn plan() -> Plan {
    let scenario = scenario();
    let requirements = vec![requirement(&scenario, 0), requirement(&scenario, 1)];
    let rostered = rostered(&scenario);
    let service = service(&scenario);
    let violation = Violation {
        agent: Some(2),
        day: 1,
        rule: "hours-per-week",
        found: "20h30".to_owned(),
        allowed: "at most 20h".to_owned(),
    };
    let provenance = Provenance {
        load_method: "modified-offered-load",
        seed: 1,
        today: Some(first_day()),
        is_roster_given: false,
    };
    let judged = Judged { violations: vec![violation], service };
    Plan::new(scenario, requirements, rostered, judged, hiring(), provenance)
}

/// The sample without its queues, and with posts: two of the five asked for on Tuesday are missing.
pub fn plan_of_posts() -> Plan {
    let Plan { mut scenario, rostered, service, provenance, .. } = plan();
    scenario.queues.clear();
    scenario.shrinkage = Shrinkage::default();
    scenario.agents.iter_mut().for_each(|agent| agent.skills = Skills::default());
    let (under_cost, over_cost) = (Money::from_major(50.0), Money::ZERO);
    let post = |day, required| Post { day, shift: 0, required, under_cost, over_cost };
    scenario.posts = vec![post(0, 3), post(1, 5)];
    let (shortage, scheduled, candidates) = (Vec::new(), Vec::new(), Vec::new());
    let rostered = Rostered { shortage, scheduled, candidates, ..rostered };
    let judged = Judged { violations: Vec::new(), service: Service { queues: Vec::new(), ..service } };
    Plan::new(scenario, Vec::new(), rostered, judged, HiringPlan::default(), provenance)
}

/// What two causes add between the sample and something dearer by 72: 30 each alone, 12 more together.
pub fn attribution(dearer: &Outline) -> Attribution {
    let base = Outline::of(&plan());
    let mut one = base.clone();
    one.wages += Money::from_major(30.0);
    one.cost += Money::from_major(30.0);
    let with = [(vec![], base), (vec![0], one.clone()), (vec![1], one), (vec![0, 1], dearer.clone())];
    Attribution {
        causes: vec!["wages +3%".to_owned(), "volume +5%".to_owned()],
        with: with.into_iter().collect(),
    }
}

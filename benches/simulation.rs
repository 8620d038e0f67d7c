//! Simulation: contacts a second, on one queue with 24 agents, and with several skills.

use std::hint::black_box;
use std::sync::Arc;

use callboard::model::{
    Agent, Answered, Behaviour, Channel, Demand, Fairness, Grid, Line, Prices, Queue, Roster, Scenario,
    Series, Shift, Shrinkage, Skills, Target, Unwatched,
};
use callboard::simulation::{SimulationOptions, simulate};
use callboard::units::{Minutes, Moment, Money, Seconds, Share};
use chrono::NaiveDate;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// A queue always open with the same volume in each half hour.
fn queue(grid: &Arc<Grid>, id: usize, channel: Channel, volume: f64, aht: f64) -> Queue {
    let within = Seconds::new(20.0);
    Queue {
        id: format!("queue {id}"),
        client: String::new(),
        market: String::new(),
        channel,
        time_zone: grid.zone(),
        patience: Some(Seconds::new(120.0)),
        concurrency: if channel == Channel::Chat { 2 } else { 1 },
        minimum_agents: 0,
        behaviour: Behaviour::default(),
        priority: id as u32,
        target: Target {
            answered: Share::new(0.8).map(|share| Answered { share, within }),
            respond_within: (channel == Channel::Email).then(|| Seconds::new(86_400.0)),
            ..Target::default()
        },
        demand: Demand {
            volume: Series::from_fn(grid.clone(), |_| volume),
            aht: Series::from_fn(grid.clone(), |_| Seconds::new(aht)),
            open: Series::from_fn(grid.clone(), |_| true),
        },
    }
}

/// Agents with these skills, all of them always there.
fn centre(grid: Arc<Grid>, queues: Vec<Queue>, skills: &[Vec<usize>]) -> (Scenario, Roster) {
    let agent = |(index, skills): (usize, &Vec<usize>)| Agent {
        id: index.to_string(),
        name: String::new(),
        contract: 0,
        skills: Skills::new(skills.clone()),
        ..Agent::default()
    };
    let shift = Shift { template: None, day: 0, start: Moment::START, end: grid.end(), breaks: Vec::new() };
    let roster = Roster { lines: vec![Line { shifts: vec![shift] }; skills.len()] };
    let scenario = Scenario {
        name: String::new(),
        currency: "EUR".into(),
        grid,
        queues,
        shrinkage: Shrinkage::default(),
        shifts: Vec::new(),
        contracts: Vec::new(),
        agents: skills.iter().enumerate().map(agent).collect(),
        requests: Vec::new(),
        posts: Vec::new(),
        prices: Prices { shortage_hour: Money::ZERO, wish: Money::ZERO },
        most_on_break: None,
        fairness: Fairness::default(),
        forecast_error: 0.0,
    };
    (scenario, roster)
}

fn grid() -> Arc<Grid> {
    let first = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a date of the calendar");
    let grid = Grid::new(chrono_tz::Europe::Brussels, first, 7, Minutes::new(30));
    Arc::new(grid.expect("half hours divide a day"))
}

/// One queue of 20 erlangs, 24 agents.
fn one_queue() -> (Scenario, Roster) {
    let grid = grid();
    let queues = vec![queue(&grid, 0, Channel::Voice, 200.0, 180.0)];
    centre(grid, queues, &vec![vec![0]; 24])
}

/// Three voice queues, a chat and e-mail; 60 agents in five sets of skills.
fn several_skills() -> (Scenario, Roster) {
    let grid = grid();
    let queues = vec![
        queue(&grid, 0, Channel::Voice, 100.0, 240.0),
        queue(&grid, 1, Channel::Voice, 60.0, 300.0),
        queue(&grid, 2, Channel::Voice, 20.0, 300.0),
        queue(&grid, 3, Channel::Chat, 60.0, 600.0),
        queue(&grid, 4, Channel::Email, 20.0, 420.0),
    ];
    let sets = [vec![0], vec![0, 1], vec![1, 2, 4], vec![3, 4], vec![0, 3, 4]];
    let skills: Vec<Vec<usize>> = (0..60).map(|agent| sets[agent % sets.len()].clone()).collect();
    centre(grid, queues, &skills)
}

/// Contacts a second on one core.
fn contacts_per_second(criterion: &mut Criterion) {
    let one_core = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread can be started");
    let options = SimulationOptions { replications: 8, ..SimulationOptions::default() };
    let mut group = criterion.benchmark_group("simulate");
    group.sample_size(10);
    for (name, (scenario, roster)) in
        [("one queue, 24 agents", one_queue()), ("several skills, 60 agents", several_skills())]
    {
        let contacts = simulate(&scenario, &roster, &options, &Unwatched).contacts;
        group.throughput(Throughput::Elements(contacts));
        group.bench_function(BenchmarkId::from_parameter(name), |bencher| {
            bencher.iter(|| {
                one_core.install(|| simulate(black_box(&scenario), black_box(&roster), &options, &Unwatched))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, contacts_per_second);
criterion_main!(benches);

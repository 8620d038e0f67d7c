//! What staffing costs: ten queues, a year of quarter hours, volumes scattered around a daily and weekly shape.

use std::hint::black_box;
use std::sync::Arc;

use callboard::model::{
    Answered, Behaviour, Channel, Demand, Fairness, Grid, Prices, Queue, Scenario, Series, Shrinkage, Target,
};
use callboard::staffing::{LoadMethod, StaffingOptions, require, require_all};
use callboard::units::{Minutes, Money, Seconds, Share};
use chrono::NaiveDate;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

const QUEUES: usize = 10;
const SEED: u64 = 2026;

/// A year of quarter hours in Brussels.
fn year() -> Arc<Grid> {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("New Year is a date");
    let grid = Grid::new(chrono_tz::Europe::Brussels, first, 365, Minutes::new(15));
    Arc::new(grid.expect("a year has days of whole quarter hours"))
}

/// Ten queues of 2 to 110 erlangs at their peaks; every other one with patience, the last two chat and e-mail.
fn centre() -> Scenario {
    let grid = year();
    let mut chance = Pcg64::seed_from_u64(SEED);
    let queues = (0..QUEUES).map(|index| queue(&grid, index, &mut chance)).collect();
    Scenario {
        name: "a year".into(),
        currency: "EUR".into(),
        grid,
        queues,
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

fn queue(grid: &Arc<Grid>, index: usize, chance: &mut Pcg64) -> Queue {
    let is_round_the_clock = index.is_multiple_of(3);
    let open = Series::from_fn(Arc::clone(grid), |interval| {
        is_round_the_clock || (32..80).contains(&(interval % 96))
    });
    let peak = 5.0 + 30.0 * index as f64;
    let volume = Series::from_fn(Arc::clone(grid), |interval| {
        let hour = (interval % 96) as f64 / 4.0;
        let day = if interval / 96 % 7 < 5 { 1.0 } else { 0.4 };
        let shape = 0.1 + 0.9 * (-((hour - 12.0) / 4.0).powi(2)).exp();
        let scatter = chance.random_range(0.8..1.2);
        if open[interval] { (peak * day * shape * scatter).round() } else { 0.0 }
    });
    let channel = match index {
        9 => Channel::Email,
        8 => Channel::Chat,
        _ => Channel::Voice,
    };
    let share = Share::percent(80.0).expect("80 % is a share");
    let target = Target {
        answered: Some(Answered { share, within: Seconds::new(20.0) }),
        max_occupancy: Share::percent(85.0),
        ..Target::default()
    };
    Queue {
        id: format!("queue-{index}"),
        client: String::new(),
        market: String::new(),
        channel,
        time_zone: grid.zone(),
        patience: (index % 2 == 1).then(|| Seconds::new(120.0)),
        concurrency: if channel == Channel::Chat { 2 } else { 1 },
        minimum_agents: 1,
        behaviour: Behaviour::default(),
        priority: index as u32,
        target,
        demand: Demand { volume, aht: Series::from_fn(Arc::clone(grid), |_| Seconds::new(260.0)), open },
    }
}

fn staff(criterion: &mut Criterion) {
    let centre = centre();
    let mut group = criterion.benchmark_group("staff 10 queues, a year of quarter hours");
    group.sample_size(10);
    for (name, method) in
        [("modified offered load", LoadMethod::ModifiedOfferedLoad), ("stationary", LoadMethod::Stationary)]
    {
        let options = StaffingOptions { method };
        group.bench_function(name, |bencher| bencher.iter(|| require_all(black_box(&centre), &options)));
    }
    group.finish();
}

/// A week of one queue by exact analysis: the fewest agents that hold in every interval.
fn staff_exactly(criterion: &mut Criterion) {
    let first = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a Monday");
    let grid = Grid::new(chrono_tz::Europe::Brussels, first, 7, Minutes::new(30)).expect("a grid");
    let grid = Arc::new(grid);
    let options = StaffingOptions { method: LoadMethod::Transient };
    let mut group = criterion.benchmark_group("staff one queue, a week of half hours, transient");
    group.sample_size(10);
    for erlangs in [5.0, 150.0] {
        let mut queue = queue(&grid, 1, &mut Pcg64::seed_from_u64(SEED));
        let peak = queue.demand.volume.iter().copied().fold(0.0, f64::max) * 260.0 / 1800.0;
        queue.demand.volume = queue.demand.volume.map(|volume| volume * erlangs / peak);
        group.bench_function(BenchmarkId::from_parameter(format!("{erlangs} erlangs")), |bencher| {
            bencher.iter(|| require(0, black_box(&queue), &options));
        });
    }
    group.finish();
}

criterion_group!(benches, staff, staff_exactly);
criterion_main!(benches);

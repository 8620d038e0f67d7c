//! Headcount over 24 months: ten queues, six contracts, thirty groups.

use callboard::hiring::{Band, Kept, MonthlyDemand, MonthsOptions, PenaltyStep, plan_months};
use callboard::model::{
    Attrition, ClassTerms, HireTerms, Learning, Overtime, Skills, Temps, Tenured, WorkGroup, Workforce,
};
use callboard::units::{Money, Share};
use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};

const MONTHS: u32 = 24;
const QUEUES: usize = 10;
const CONTRACTS: usize = 6;

fn share(percent: f64) -> Share {
    Share::percent(percent).expect("a percentage")
}

/// Each contract with five pairs of neighbouring queues.
fn groups() -> Vec<WorkGroup> {
    let group = |(contract, pair): (usize, usize)| {
        let first = (2 * pair + contract) % QUEUES;
        WorkGroup {
            contract,
            skills: Skills::new(vec![first, (first + 1) % QUEUES, (first + 3) % QUEUES]),
            heads: vec![Tenured { months: 2.0, count: 2.0 }, Tenured { months: 30.0, count: 6.0 }],
            week_hours: (16.0 + 4.0 * contract as f64, 20.0 + 4.0 * contract as f64),
            wage: Money::from_major(24.0 - 0.5 * contract as f64),
            hire: Some(HireTerms { cost: Money::from_major(3000.0), lead_days: 42, at_most: 12 }),
        }
    };
    (0..CONTRACTS).flat_map(|contract| (0..5).map(move |pair| (contract, pair))).map(group).collect()
}

/// With classes on every Monday of so many months, then on firsts.
fn workforce(weekly: usize) -> Workforce {
    let yearly = |percent: f64| Attrition::of_year(share(percent));
    let month_starts =
        Workforce::starts(NaiveDate::from_ymd_opt(2026, 1, 1).expect("New Year is a date"), MONTHS);
    Workforce {
        class_starts: Workforce::classes_from(&month_starts, weekly),
        month_starts,
        volume: vec![vec![1.0; QUEUES]; MONTHS as usize],
        groups: groups(),
        attrition: Attrition { steps: vec![(12.0, yearly(45.0)), (f64::INFINITY, yearly(25.0))] },
        learning: Learning { training_days: 42, drop_out: share(8.0), ramp_up: vec![0.6, 0.7, 0.8, 0.9] },
        classes: ClassTerms { least: 4, most: 12, rooms: Some(4) },
        training_cost: Money::from_major(500.0),
        leaving_cost: Money::from_major(800.0),
        spread_days: None,
        overtime: Some(Overtime { at_most: share(5.0), extra: 0.5 }),
        temps: Some(Temps {
            price_hour: Money::from_major(38.0),
            hours: 600.0,
            skills: Skills::new(vec![0, 1, 2]),
        }),
        cross_training: Vec::new(),
        shortage_hour: Money::from_major(250.0),
        volume_error: 0.05,
    }
}

/// A year's wave on a slow growth, with penalties from 2 % and 10 % of the hours missing on; the first months are divided
/// into weeks.
fn demand(workforce: &Workforce, divided: usize) -> MonthlyDemand {
    let hours = |month: usize, queue: usize| {
        let wave = 1.0 + 0.12 * (std::f64::consts::TAU * (month as f64 / 12.0 + queue as f64 / 20.0)).sin();
        2600.0 * wave * (1.0 + 0.008 * month as f64) * workforce.days(month) as f64 / 30.0
    };
    let steps = vec![PenaltyStep { short: 0.02, cost: 2500.0 }, PenaltyStep { short: 0.1, cost: 4000.0 }];
    MonthlyDemand {
        hours: (0..workforce.months())
            .map(|month| (0..QUEUES).map(|queue| hours(month, queue)).collect())
            .collect(),
        penalties: (0..QUEUES).map(|queue| if queue % 2 == 0 { steps.clone() } else { Vec::new() }).collect(),
        kept: vec![Kept::if_all(); QUEUES],
        bands: vec![weeks(); divided],
    }
}

/// Four weeks, of which the third requires a tenth more than the others.
fn weeks() -> Vec<Band> {
    let share = |week: usize| if week == 2 { 1.1 / 4.1 } else { 1.0 / 4.1 };
    (0..4).map(|week| Band { share: vec![share(week); QUEUES], most: 0.25 }).collect()
}

fn headcount(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("headcount");
    group.sample_size(10);
    let all = MONTHS as usize;
    let cases = [
        ("firsts", 0, 0),
        ("Mondays of a quarter", 3, 0),
        ("weeks", 0, all),
        ("Mondays of a quarter, weeks", 3, all),
    ];
    for (name, weekly, divided) in cases {
        let workforce = workforce(weekly);
        let demand = demand(&workforce, divided);
        let today = workforce.month_starts[0];
        let options = MonthsOptions { today, full_week: 40.0, gap: 1e-3 };
        group.bench_function(format!("24 months, 10 queues, 6 contracts, {name}"), |bencher| {
            bencher.iter(|| plan_months(&workforce, &demand, &options).expect("a plan"));
        });
    }
}

criterion_group!(benches, headcount);
criterion_main!(benches);

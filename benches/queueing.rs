//! What the queueing formulas cost: required agents by model and load, one evaluation, and the transient analysis of
//! a week.

use std::hint::black_box;

use callboard::queueing::{AnsweredInTime, Counting, Model, Pool, Prospect, State, Stream, Stretch, Targets};
use callboard::units::{Rate, Seconds, Share};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

/// 80 % in 20 s.
fn eighty_twenty() -> Targets {
    let answered = AnsweredInTime {
        share: Share::percent(80.0).expect("80 % is a share"),
        within: Seconds::new(20.0),
        counting: Counting::Offered,
    };
    Targets { answered: Some(answered), ..Targets::default() }
}

/// So many erlangs of three minutes each.
fn stream(erlangs: f64, model: Model) -> Stream {
    let handle_time = Seconds::new(180.0);
    Stream::new(Rate::per_second(erlangs / handle_time.get()), handle_time, model)
}

/// Contacts that wait as long as it takes, or two minutes on average.
fn models() -> [(&'static str, Model); 2] {
    [("Erlang C", Model::ErlangC), ("Erlang A", Model::ErlangA { patience: Seconds::new(120.0) })]
}

fn required(criterion: &mut Criterion) {
    let targets = eighty_twenty();
    for (name, model) in models() {
        let mut group = criterion.benchmark_group(format!("required, {name}"));
        for erlangs in [10.0, 100.0, 1_000.0, 10_000.0, 100_000.0] {
            let stream = stream(erlangs, model);
            group.bench_function(BenchmarkId::from_parameter(erlangs), |bencher| {
                bencher.iter(|| black_box(&stream).required(black_box(&targets)));
            });
        }
        group.finish();
    }
}

fn perform(criterion: &mut Criterion) {
    for (name, model) in models() {
        let mut group = criterion.benchmark_group(format!("perform, {name}"));
        for erlangs in [10.0, 100.0, 1_000.0] {
            let stream = stream(erlangs, model);
            group.bench_function(BenchmarkId::from_parameter(erlangs), |bencher| {
                bencher.iter(|| black_box(&stream).perform(black_box(erlangs + 3.0), Seconds::new(20.0)));
            });
        }
        group.finish();
    }
}

/// A week of half hours for 120 agents at the peak: contacts of 5 minutes, busiest at noon, quiet at night and on
/// the last two days; or at the peak all the time.
fn week(is_flat: bool) -> Vec<Stretch> {
    let load = |half_hour: usize| {
        let hour = (half_hour % 48) as f64 / 2.0;
        let day = if half_hour / 48 < 5 { 1.0 } else { 0.5 };
        if is_flat { 110.0 } else { 110.0 * day * (0.05 + 0.95 * (-((hour - 12.0) / 4.5).powi(2)).exp()) }
    };
    let half_hour = |index: usize| {
        let (load, handle_time) = (load(index), Seconds::new(300.0));
        let arrivals = Rate::per_second(load / handle_time.get());
        let agents = (load + 0.95 * load.sqrt()).round() as u32;
        Stretch { length: Seconds::new(1800.0), arrivals, handle_time, agents }
    };
    (0..336).map(half_hour).collect()
}

/// Nobody hangs up, or after two minutes; agents who come and go count for those who wait, or do not.
fn transient(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a week of half hours, 120 agents");
    group.sample_size(20);
    for (days, is_flat) in [("by day", false), ("all the time", true)] {
        let week = week(is_flat);
        for (model, patience) in [("patient", Seconds::INFINITE), ("patience 2 min", Seconds::new(120.0))] {
            for prospect in [Prospect::Scheduled, Prospect::Unchanged] {
                let pool = Pool { patience, within: Seconds::new(20.0), prospect, ..Pool::default() };
                group.bench_function(format!("{days}, {model}, {prospect:?}"), |bencher| {
                    bencher.iter(|| pool.follow(&mut State::empty(), black_box(&week)));
                });
            }
        }
    }
    group.finish();
}

criterion_group!(benches, required, perform, transient);
criterion_main!(benches);

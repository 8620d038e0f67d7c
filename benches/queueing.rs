//! What the queueing formulas cost: required agents by model and load, and one evaluation.

use std::hint::black_box;

use callboard::queueing::{AnsweredInTime, Counting, Model, Stream, Targets};
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

criterion_group!(benches, required, perform);
criterion_main!(benches);

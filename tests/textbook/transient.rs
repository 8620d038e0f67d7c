use callboard::queueing::{
    Counting, Leaving, Model, OfferedLoad, Passed, Pool, Prospect, State, Stream, Stretch,
};
use callboard::units::{Rate, Seconds};

use crate::cells::Differences;

fn stretch(seconds: f64, erlangs: f64, handle_time: f64, agents: u32) -> Stretch {
    Stretch {
        length: Seconds::new(seconds),
        arrivals: Rate::per_second(erlangs / handle_time),
        handle_time: Seconds::new(handle_time),
        agents,
    }
}

/// Within 20 s, the agents there when a contact comes in taken to stay.
fn textbook(patience: Seconds) -> Pool {
    Pool { patience, within: Seconds::new(20.0), leaving: Leaving::AtOnce, prospect: Prospect::Unchanged }
}

/// Hourly loads of the example of overload that carries over: 20 agents, contacts of 5 minutes. The first hour begins
/// in its steady state.
const LOADS: [f64; 6] = [18.0, 24.0, 18.0, 18.0, 18.0, 18.0];

#[test]
fn overload_carries_over() {
    let hours = LOADS.map(|erlangs| stretch(3600.0, erlangs, 300.0, 20));
    let mut state = State::settled(&hours[0], Seconds::INFINITE).unwrap();
    let passed = textbook(Seconds::INFINITE).follow(&mut state, &hours);
    for (passed, wanted) in passed.iter().zip([0.51798, 0.07732, 0.06251, 0.22487, 0.35880, 0.43721]) {
        let level = passed.service_level(Counting::Offered).unwrap();
        assert!((level - wanted).abs() <= 5e-6, "{level}, not {wanted}");
    }
    let mut state = State::settled(&hours[0], Seconds::INFINITE).unwrap();
    textbook(Seconds::INFINITE).follow(&mut state, &hours[..2]);
    assert!((state.mean() - 73.4).abs() <= 0.05, "{}", state.mean());
}

#[test]
fn overload_is_forgotten_where_contacts_hang_up() {
    // This row of the table takes a contact to be in time if agents finish enough others within T, as if none of
    // those ahead of it hung up. That is read off the states, by the trapezoidal rule over steps of 3 s as there.
    let patience = Seconds::new(120.0);
    let first = stretch(3600.0, LOADS[0], 300.0, 20);
    let mut state = State::settled(&first, patience).unwrap();
    let in_time = |state: &State| -> f64 {
        let finished = 20.0 / 300.0 * 20.0;
        let late = |ahead: i32| -> f64 {
            let mut chance = f64::exp(-finished);
            (0..=ahead)
                .map(|k| {
                    let term = chance;
                    chance *= finished / f64::from(k + 1);
                    term
                })
                .sum()
        };
        1.0 - (0..80).map(|ahead| state.chance(20 + ahead as usize) * late(ahead)).sum::<f64>()
    };
    for (erlangs, wanted) in LOADS.into_iter().zip([0.81794, 0.48911, 0.80089, 0.81794, 0.81794, 0.81794]) {
        let mut sum = 0.0;
        for _ in 0..1200 {
            let before = in_time(&state);
            textbook(patience).follow(&mut state, &[stretch(3.0, erlangs, 300.0, 20)]);
            sum += 0.5 * (before + in_time(&state));
        }
        let level = sum / 1200.0;
        assert!((level - wanted).abs() <= 5e-6, "{level}, not {wanted}");
    }
}

#[test]
fn with_patience_as_long_as_handling_load_is_poisson_for_any_agents() {
    // Whoever waits leaves as fast as who is handled: the number of contacts is Poisson, its mean the modified
    // offered load, whatever the agents do. An independent check on states, agents and time.
    let handle_time = 240.0;
    let stretches: Vec<Stretch> = (0..96)
        .map(|quarter| {
            let load = 30.0 * (1.0 + 0.75 * f64::sin(f64::from(quarter) / 96.0 * std::f64::consts::TAU));
            stretch(900.0, load, handle_time, [25, 0, 40, 33, 90, 12][quarter as usize % 6])
        })
        .collect();
    let pool = textbook(Seconds::new(handle_time));
    let mut state = State::empty();
    let mut load = OfferedLoad::empty();
    let mut worst: f64 = 0.0;
    for stretch in &stretches {
        pool.follow(&mut state, &[*stretch]);
        load.advance(stretch.arrivals, stretch.handle_time, stretch.length);
        let mean = load.now().get();
        let mut chance = (-mean).exp();
        for contacts in 0..200 {
            worst = worst.max((state.chance(contacts) - chance).abs());
            chance *= mean / (contacts as f64 + 1.0);
        }
    }
    assert!(worst < 1e-9, "{worst}");
    assert!(state.lost() < 1e-9, "{}", state.lost());
}

#[test]
fn a_centre_that_starts_empty_serves_better_than_a_settled_one() {
    // MMC of the examples of ContactCenters (University of Montreal): 8 hours from an empty start, exactly 0.90043 of
    // the contacts within 20 s.
    let eight_hours = stretch(8.0 * 3600.0, 8.4, 120.0, 12);
    let passed = textbook(Seconds::INFINITE).follow(&mut State::empty(), &[eight_hours]);
    let level = passed[0].service_level(Counting::Offered).unwrap();
    assert!((level - 0.90043).abs() <= 5e-6, "{level}");
}

#[test]
fn a_settled_queue_stays_as_the_formulas_say() {
    let mut differences = Differences::default();
    for (erlangs, agents, patience) in [
        (18.0, 20, Seconds::new(120.0)),
        (18.0, 20, Seconds::INFINITE),
        (30.0, 25, Seconds::new(600.0)),
        (0.5, 1, Seconds::new(30.0)),
        (100.0, 108, Seconds::INFINITE),
        (100.0, 80, Seconds::new(15.0)),
    ] {
        let stretch = stretch(1800.0, erlangs, 300.0, agents);
        let model = if patience == Seconds::INFINITE { Model::ErlangC } else { Model::ErlangA { patience } };
        let wanted = Stream::new(stretch.arrivals, stretch.handle_time, model)
            .perform(f64::from(agents), Seconds::new(20.0));
        for prospect in [Prospect::Unchanged, Prospect::Scheduled] {
            let pool = Pool { prospect, ..textbook(patience) };
            let mut state = State::settled(&stretch, patience).unwrap();
            let passed: Passed = pool.follow(&mut state, &[stretch; 3]).iter().sum();
            let place = format!("{erlangs} erlangs, {agents} agents, {patience:?}, {prospect:?}");
            let mut share = |what: &str, found: f64, wanted: f64| {
                differences.share(&format!("{place}: {what}"), Some(found), Some(wanted));
            };
            share("delayed", passed.delayed / passed.offered, wanted.wait_probability);
            share("in time", passed.in_time / passed.offered, wanted.in_time.answered);
            share("gone in time", passed.abandoned_in_time / passed.offered, wanted.in_time.abandoned);
            share("virtual wait", passed.offered_wait_exceeds / passed.offered, wanted.offered_wait_exceeds);
            share("answered", passed.answered / passed.offered, wanted.answered);
            share("abandoned", passed.abandonment().unwrap(), wanted.abandonment);
            share("occupancy", passed.occupancy().unwrap(), wanted.occupancy.unwrap());
            differences.time(
                &place,
                passed.answered_wait().map(Seconds::get),
                wanted.answered_wait.map(Seconds::get),
                1e-9,
            );
        }
    }
    differences.assert_none(96);
}

/// Half hours with agents who come and go, contacts of 4 minutes.
fn unsettled() -> Vec<Stretch> {
    let agents = [12, 9, 14, 14, 6, 18, 10, 11];
    let loads = [9.0, 10.0, 11.0, 12.0, 9.5, 11.0, 8.0, 9.0];
    loads.into_iter().zip(agents).map(|(load, agents)| stretch(1800.0, load, 240.0, agents)).collect()
}

/// The stretches, each in so many parts.
fn parts(stretches: &[Stretch], parts: usize) -> Vec<Stretch> {
    let part =
        |whole: &Stretch| Stretch { length: Seconds::new(whole.length.get() / parts as f64), ..*whole };
    stretches.iter().flat_map(|whole| std::iter::repeat_n(part(whole), parts)).collect()
}

#[test]
fn a_stretch_is_the_sum_of_its_parts() {
    // The quadrature over deadlines beyond a change of agents has other nodes in the parts; the rest has none.
    let mut worst = [0.0_f64; 3];
    for patience in [Seconds::INFINITE, Seconds::new(90.0), Seconds::new(900.0)] {
        for within in [Seconds::ZERO, Seconds::new(20.0), Seconds::new(400.0)] {
            for leaving in [Leaving::AfterContact, Leaving::AtOnce] {
                let pool = Pool { patience, within, leaving, prospect: Prospect::Scheduled };
                let whole = pool.follow(&mut State::empty(), &unsettled());
                let parts = pool.follow(&mut State::empty(), &parts(&unsettled(), 7));
                for (whole, parts) in whole.iter().zip(parts.chunks(7)) {
                    let parts: Passed = parts.iter().sum();
                    let share = |part: f64, other: f64| ((part - other) / whole.offered).abs();
                    worst[0] = worst[0]
                        .max(share(whole.in_time, parts.in_time))
                        .max(share(whole.abandoned_in_time, parts.abandoned_in_time));
                    worst[1] = worst[1]
                        .max(share(whole.answered, parts.answered))
                        .max(share(whole.abandoned, parts.abandoned));
                    worst[2] = worst[2].max(share(whole.wait_answered, parts.wait_answered));
                }
            }
        }
    }
    assert!(worst[0] < 1e-6 && worst[1] < 1e-11 && worst[2] < 1e-8, "{worst:?}");
}

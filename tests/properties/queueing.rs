use callboard::queueing::{
    AnsweredInTime, Counting, Limits, Model, OfferedLoad, Performance, Status, Stream, Targets, blocking,
};
use callboard::units::{Erlangs, Rate, Seconds, Share};
use proptest::prelude::*;

const COUNTINGS: [Counting; 4] =
    [Counting::Offered, Counting::AbandonsInTime, Counting::Answered, Counting::WithoutShortAbandons];
/// What the last digits of a sum of many terms may be off by.
const ROUNDING: f64 = 1e-10;

/// Loads from a thousandth to a hundred thousand erlangs, evenly over their magnitudes.
fn loads() -> impl Strategy<Value = f64> {
    (-3.0..5.0_f64).prop_map(|magnitude| 10.0_f64.powf(magnitude))
}

/// A load, and agents in its neighbourhood or far off.
fn loads_and_agents() -> impl Strategy<Value = (f64, f64)> {
    (loads(), prop_oneof![-6.0..6.0_f64, -300.0..300.0_f64])
        .prop_map(|(load, spread)| (load, (load + spread * load.sqrt()).max(0.0)))
}

fn models() -> impl Strategy<Value = Model> {
    prop_oneof![
        Just(Model::ErlangB),
        Just(Model::ErlangC),
        (-2.0..4.0_f64).prop_map(|magnitude| {
            Model::ErlangA { patience: Seconds::new(180.0 * 10.0_f64.powf(magnitude)) }
        }),
    ]
}

/// A stream of contacts of three minutes, with a limit on the line or without.
fn stream(load: f64, model: Model, places: Option<u32>) -> Stream {
    let stream = Stream::new(Rate::per_second(load / 180.0), Seconds::new(180.0), model);
    Stream { capacity: places, ..stream }
}

fn places() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![Just(None), (1..3000_u32).prop_map(Some)]
}

fn waits(given: &Performance) -> impl Iterator<Item = f64> {
    let all = [Some(given.average_wait), given.answered_wait, given.delayed_wait, given.abandoned_wait];
    all.into_iter().flatten().map(Seconds::get)
}

fn shares(given: &Performance) -> Vec<f64> {
    let mut shares = vec![
        given.wait_probability,
        given.blocking,
        given.abandonment,
        given.answered,
        given.in_time.answered,
        given.in_time.abandoned,
        given.offered_wait_exceeds,
    ];
    shares.extend(given.occupancy);
    shares.extend(COUNTINGS.iter().filter_map(|&counting| given.service_level(counting)));
    shares
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_a_number_in_its_range(
        (load, agents) in loads_and_agents(),
        model in models(),
        places in places(),
        within in prop_oneof![Just(0.0), 0.0..3600.0_f64, Just(1e9), Just(f64::INFINITY)],
    ) {
        let given = stream(load, model, places).perform(agents, Seconds::new(within));
        for share in shares(&given) {
            prop_assert!((-ROUNDING..=1.0 + ROUNDING).contains(&share), "{given:?}");
        }
        for wait in waits(&given) {
            prop_assert!(wait >= 0.0, "{given:?}");
        }
        let parts = given.answered + given.abandonment + given.blocking;
        prop_assert!((parts - 1.0).abs() < ROUNDING, "{given:?}");
        prop_assert!(given.in_time.answered <= given.answered + ROUNDING);
        prop_assert!(given.in_time.abandoned <= given.abandonment + ROUNDING);
    }

    #[test]
    fn more_agents_never_hurt(
        (load, agents) in loads_and_agents(),
        more in 0.01..3.0_f64,
        model in models(),
        places in prop_oneof![Just(None), (1..2000_u32).prop_map(Some)],
    ) {
        // The room of a finite line is counted in whole contacts, so its agents are whole too.
        let (agents, more) = if places.is_some() { (agents.floor(), more.ceil()) } else { (agents, more) };
        let stream = stream(load, model, places);
        let within = Seconds::new(20.0);
        let (few, many) = (stream.perform(agents, within), stream.perform(agents + more, within));
        prop_assert!(many.abandonment <= few.abandonment + ROUNDING);
        // Patience shorter than handle time frees a place in the line sooner than an agent does.
        let hangs_up_first = matches!(model, Model::ErlangA { patience } if patience.get() < 180.0);
        prop_assert!(many.blocking <= few.blocking + ROUNDING || hangs_up_first);
        prop_assert!(many.occupancy.unwrap() <= few.occupancy.unwrap_or(1.0) + ROUNDING);
        for counting in COUNTINGS {
            let level = |given: &Performance| given.service_level(counting).unwrap_or(0.0);
            // A longer line to be turned away from is no service; the share of those answered may fall with it.
            if places.is_none() || counting == Counting::Offered {
                prop_assert!(level(&many) >= level(&few) - ROUNDING, "{counting:?}: {few:?} {many:?}");
            }
        }
        if let (None, Some(few), Some(many)) = (places, few.answered_wait, many.answered_wait) {
            prop_assert!(many.get() <= few.get() * (1.0 + 1e-9) + ROUNDING);
        }
    }

    #[test]
    fn erlang_a_tends_to_erlang_c_as_patience_grows(load in 0.1..500.0_f64, spread in 0.2..4.0_f64) {
        let agents = load + spread * load.sqrt();
        let within = Seconds::new(20.0);
        let patient = stream(load, Model::ErlangC, None).perform(agents, within);
        let patience = Seconds::new(1e8);
        let given = stream(load, Model::ErlangA { patience }, None).perform(agents, within);
        let apart = (given.in_time.answered - patient.in_time.answered).abs();
        prop_assert!(apart < 1e-4, "{apart}");
    }

    #[test]
    fn whole_and_fractional_agents_lie_on_one_curve(load in loads(), spread in -3.0..3.0_f64) {
        let agents = (load + spread * load.sqrt()).max(0.0).floor();
        let load = Erlangs::new(load);
        let lost = |agents: f64| blocking(agents, load);
        // 1/B(N+1) = 1 + (N+1)/(A B(N)) holds of real N too.
        for agents in [agents, agents + 0.37] {
            let next = 1.0 / (1.0 + (agents + 1.0) / (load.get() * lost(agents)));
            prop_assert!((lost(agents + 1.0) / next - 1.0).abs() < 1e-11);
        }
        prop_assert!(lost(agents) >= lost(agents + 0.5) && lost(agents + 0.5) >= lost(agents + 1.0));
    }

    #[test]
    fn required_agents_meet_every_target_and_one_fewer_does_not(
        load in (-2.0..3.5_f64).prop_map(|magnitude| 10.0_f64.powf(magnitude)),
        model in models(),
        places in prop_oneof![Just(None), (1..300_u32).prop_map(Some)],
        share in 0.05..0.99_f64,
        within in 0.0..120.0_f64,
        counting in prop::sample::select(COUNTINGS.to_vec()),
        caps in (0.001..0.5_f64, 0.3..1.0_f64, 0.001..0.5_f64, 0.5..300.0_f64),
        guess in 0..5000_u32,
    ) {
        let (abandonment, occupancy, blocking, wait) = caps;
        let share_of = |share: f64| Some(Share::new(share).unwrap());
        let targets = Targets {
            answered: Some(AnsweredInTime { share: Share::new(share).unwrap(), within: Seconds::new(within), counting }),
            max_average_wait: Some(Seconds::new(wait)),
            max_abandonment: share_of(abandonment),
            max_occupancy: share_of(occupancy),
            max_blocking: share_of(blocking),
        };
        let stream = stream(load, model, places);
        let required = stream.required(&targets).unwrap();
        prop_assert_eq!(Some(required), stream.required_near(&targets, Some(guess)));
        let enough = stream.perform(f64::from(required.agents), targets.within());
        prop_assert_eq!(targets.missed(&enough), Limits::default());
        let few = stream.perform(f64::from(required.agents) - 1.0, targets.within());
        prop_assert!(few.status == Status::Unstable || !targets.missed(&few).is_empty());
        if places.is_none() {
            let fractional = stream.required_fractional(&targets).unwrap();
            let whole = f64::from(required.agents);
            prop_assert!(fractional <= whole && (whole - 1.0).max(0.0) <= fractional);
        }
    }

    #[test]
    fn load_lies_between_where_it_was_and_where_it_goes(
        volumes in prop::collection::vec(0.0..500.0_f64, 1..40),
        handle_time in 1.0..7200.0_f64,
    ) {
        let (handle_time, half_hour) = (Seconds::new(handle_time), Seconds::new(1800.0));
        let mut load = OfferedLoad::empty();
        for volume in volumes {
            let before = load.now().get();
            let arrivals = Rate::per_second(volume / 1800.0);
            let most = load.advance(arrivals, handle_time, half_hour).get();
            let goal = (arrivals * handle_time).get();
            let now = load.now().get();
            prop_assert!(before.min(goal) - ROUNDING <= now && now <= before.max(goal) + ROUNDING);
            prop_assert_eq!(most, before.max(now));
        }
    }
}

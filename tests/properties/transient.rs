use callboard::queueing::{Counting, Leaving, Passed, Pool, Prospect, State, Stretch};
use callboard::units::{Rate, Seconds};
use proptest::prelude::*;

/// What the quadrature around a change of agents may be off by.
const QUADRATURE: f64 = 2e-5;

/// A few half hours of up to 30 erlangs, of contacts of 4 minutes, with agents near the load or far from it.
fn courses() -> impl Strategy<Value = Vec<Stretch>> {
    let stretch = (0.0..30.0_f64, 0..40_u32, 60.0..3600.0_f64).prop_map(|(load, agents, length)| Stretch {
        length: Seconds::new(length),
        arrivals: Rate::per_second(load / 240.0),
        handle_time: Seconds::new(240.0),
        agents,
    });
    prop::collection::vec(stretch, 1..6)
}

fn pools() -> impl Strategy<Value = Pool> {
    let patience = prop_oneof![Just(f64::INFINITY), 0.2..5.0_f64, 5.0..2000.0_f64].prop_map(Seconds::new);
    let within = prop_oneof![Just(0.0), 5.0..600.0_f64].prop_map(Seconds::new);
    let leaving = prop_oneof![Just(Leaving::AfterContact), Just(Leaving::AtOnce)];
    let prospect = prop_oneof![Just(Prospect::Scheduled), Just(Prospect::Unchanged)];
    (patience, within, leaving, prospect).prop_map(|(patience, within, leaving, prospect)| Pool {
        patience,
        within,
        leaving,
        prospect,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_agent_more_hurts_nobody(pool in pools(), mut course in courses(), place in any::<prop::sample::Index>()) {
        // A contact answered leaves no sooner than one that hangs up where patience is shorter than handling: an agent
        // more then keeps somebody in the system who stands in the way of those who come later.
        let pool = Pool { patience: Seconds::new(pool.patience.get().max(240.0)), ..pool };
        // Who leaves after the contact in hand is hands besides whoever comes then: thirty agents, none, one are more
        // hands than thirty, one, one. Where agents do so, only one more of always as many is sure to hurt nobody.
        if pool.leaving == Leaving::AfterContact {
            let agents = course[0].agents;
            course.iter_mut().for_each(|stretch| stretch.agents = agents);
        }
        let mut more = course.clone();
        match pool.leaving {
            Leaving::AtOnce => more[place.index(course.len())].agents += 1,
            Leaving::AfterContact => more.iter_mut().for_each(|stretch| stretch.agents += 1),
        }
        let before: Passed = pool.follow(&mut State::empty(), &course).iter().sum();
        let after: Passed = pool.follow(&mut State::empty(), &more).iter().sum();
        let better = QUADRATURE * before.offered;
        prop_assert!(after.in_time >= before.in_time - better, "{before:?}\n{after:?}");
        prop_assert!(after.delayed <= before.delayed + better, "{before:?}\n{after:?}");
        prop_assert!(after.abandoned <= before.abandoned + better, "{before:?}\n{after:?}");
    }

    #[test]
    fn every_contact_has_one_fate(pool in pools(), mut course in courses()) {
        // Someone comes in the end, so that nobody waits for ever.
        course.push(Stretch { agents: 5, ..course[0] });
        let mut state = State::empty();
        let passed = pool.follow(&mut state, &course);
        let sum: Passed = passed.iter().sum();
        if pool.prospect == Prospect::Scheduled {
            let fates = sum.answered + sum.abandoned;
            prop_assert!((fates - sum.offered).abs() <= 1e-9 * (sum.offered + 1.0), "{sum:?}");
        }
        for passed in &passed {
            let error = QUADRATURE * passed.offered + 1e-9;
            prop_assert!(passed.in_time <= passed.answered + error, "{passed:?}");
            prop_assert!(passed.abandoned_in_time <= passed.abandoned + error, "{passed:?}");
            prop_assert!(passed.wait_answered >= 0.0 && passed.wait_answered.is_finite(), "{passed:?}");
            prop_assert!((0.0..=passed.delayed).contains(&passed.offered_wait_exceeds), "{passed:?}");
            prop_assert!(passed.busy <= passed.in_seat + 1e-6, "{passed:?}");
            for counting in [Counting::Offered, Counting::AbandonsInTime, Counting::Answered, Counting::WithoutShortAbandons] {
                let level = passed.service_level(counting);
                prop_assert!(level.is_none_or(|level| (0.0..=1.0).contains(&level)), "{passed:?}");
            }
        }
        let left: f64 = (0..3000).map(|contacts| state.chance(contacts)).sum();
        prop_assert!((left - 1.0).abs() < 1e-9 && state.lost() < 1e-9, "{left} {}", state.lost());
    }
}

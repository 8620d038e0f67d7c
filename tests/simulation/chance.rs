//! Random numbers, replications and what is made of them.

use std::sync::atomic::{AtomicUsize, Ordering};

use callboard::model::{Channel, Penalty, Period, Progress, Queue, Series, Unwatched, Watch};
use callboard::simulation::{SimulationOptions, simulate};
use callboard::units::{Money, Seconds, Share};
use proptest::prelude::*;

use crate::support::{answered, date, half_hours, plain_week, steady_email, steady_voice};
use crate::{always_staffed, played, total};

fn chat(mut queue: Queue) -> Queue {
    queue.channel = Channel::Chat;
    queue.concurrency = 3;
    queue
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let grid = half_hours(date(2026, 3, 2), 2);
    let queues = vec![
        steady_voice(&grid, "a", 30.0, 200.0),
        chat(steady_voice(&grid, "b", 20.0, 300.0)),
        steady_email(&grid, "c", 5.0, 400.0, 8.0),
    ];
    let (mut scenario, roster) =
        always_staffed(&grid, queues, &[&[0][..], &[0, 1], &[1, 2], &[0, 2], &[0], &[0, 1, 2]]);
    scenario.shrinkage.causes = vec![("sickness".into(), Share::new(0.1).unwrap())];
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let service = pool.install(|| played(&scenario, &roster, 21));
        format!("{service:?}")
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
    let other = SimulationOptions { replications: 21, seed: 2, ..SimulationOptions::default() };
    assert_ne!(one, format!("{:?}", simulate(&scenario, &roster, &other, &Unwatched)));
}

#[test]
fn a_change_to_one_queue_leaves_the_days_of_another_as_they_were() {
    let grid = half_hours(date(2026, 3, 2), 2);
    let queues = vec![steady_voice(&grid, "a", 30.0, 200.0), steady_voice(&grid, "b", 20.0, 300.0)];
    let (base, roster) = always_staffed(&grid, queues, &[&[0]; 6]);
    let mut more = base.clone();
    more.queues[1].demand.volume = Series::from_fn(grid.clone(), |_| 23.0);
    more.queues.insert(0, steady_voice(&grid, "new", 10.0, 100.0));
    more.agents.iter_mut().for_each(|agent| agent.skills = callboard::model::Skills::new(vec![1]));
    let (base, more) = (played(&base, &roster, 10), played(&more, &roster, 10));
    assert_eq!(base.queues[0].intervals, more.queues[1].intervals);
    // More volume is more contacts in every interval, and not other ones.
    let pairs = base.queues[1].intervals.zip(&more.queues[2].intervals).unwrap();
    assert!(pairs.into_iter().all(|(base, more)| base.offered <= more.offered));
}

#[test]
fn contacts_come_in_as_forecast() {
    let grid = plain_week();
    let (scenario, roster) = always_staffed(&grid, vec![steady_voice(&grid, "a", 7.5, 60.0)], &[&[0]; 3]);
    let service = played(&scenario, &roster, 200);
    let (expected, offered) = (7.5 * 336.0, total(&service, 0, |measure| measure.offered));
    assert_eq!(service.contacts as f64, (offered * 200.0).round());
    let deviation = (expected / 200.0_f64).sqrt();
    assert!((offered - expected).abs() < 3.3 * deviation, "{offered} of {expected}");
}

#[test]
fn periods_are_the_agreements_own() {
    let grid = half_hours(date(2026, 2, 26), 7); // from a Thursday to the Wednesday after, over a month's end
    let (mut scenario, roster) =
        always_staffed(&grid, vec![steady_voice(&grid, "a", 30.0, 200.0)], &[&[0]; 5]);
    let mut spans = |measured: Period| {
        scenario.queues[0].target.measured = measured;
        let periods = played(&scenario, &roster, 3).queues.remove(0).periods;
        periods.iter().map(|period| (period.span.first / 48, period.span.end / 48)).collect::<Vec<_>>()
    };
    assert_eq!(spans(Period::Interval).len(), 7 * 48);
    assert_eq!(spans(Period::Week), [(0, 4), (4, 7)]);
    assert_eq!(spans(Period::Month), [(0, 3), (3, 7)]);
    assert_eq!(spans(Period::Plan), [(0, 7)]);
    assert_eq!(spans(Period::Day).len(), 7);
    // A day without volume is not measured.
    scenario.queues[0].target.measured = Period::Day;
    let closed = grid.intervals_of_day(3);
    scenario.queues[0].demand.volume =
        Series::from_fn(grid.clone(), |interval| if closed.contains(&interval) { 0.0 } else { 30.0 });
    assert_eq!(played(&scenario, &roster, 3).queues[0].periods.len(), 6);
}

#[test]
fn chances_and_penalties_follow_the_agreement() {
    let grid = plain_week();
    let (mut scenario, roster) =
        always_staffed(&grid, vec![steady_voice(&grid, "a", 40.0, 180.0)], &[&[0]; 6]);
    let period = |scenario: &_| played(scenario, &roster, 100).queues[0].periods[0].clone();
    let usual = period(&scenario);
    assert!(usual.low < usual.expected && usual.expected < usual.high);
    assert_eq!(usual.expected_penalty, Money::ZERO);
    let tiers = [(0.9, 100.0), (0.2, 900.0), (0.95, 50.0), (usual.expected, 500.0)];
    scenario.queues[0].target.penalties = tiers
        .iter()
        .map(|&(below, cost)| Penalty { below: Share::new(below).unwrap(), cost: Money::from_major(cost) })
        .collect();
    scenario.queues[0].target.answered = Some(answered(usual.expected, 20.0));
    let due = period(&scenario);
    assert!((0.3..0.7).contains(&due.chance_met), "{}", due.chance_met);
    // The dearest tier that applies is due: 500 when below the mean, 100 otherwise.
    let expected = Money::from_major(500.0 * (1.0 - due.chance_met) + 100.0 * due.chance_met);
    assert_eq!(due.expected_penalty, expected);
    // Every other promise counts too.
    scenario.queues[0].target.answered = None;
    assert_eq!(period(&scenario).chance_met, 1.0);
    scenario.queues[0].target.max_occupancy = Share::new(0.5);
    assert_eq!(period(&scenario).chance_met, 0.0);
    scenario.queues[0].target.max_occupancy = None;
    scenario.queues[0].target.max_average_wait = Some(Seconds::new(1.0));
    assert_eq!(period(&scenario).chance_met, 0.0);
    scenario.queues[0].target.max_average_wait = None;
    scenario.queues[0].patience = Some(Seconds::new(30.0));
    scenario.queues[0].target.max_abandonment = Share::new(0.001);
    assert_eq!(period(&scenario).chance_met, 0.0);
}

#[test]
fn each_interval_is_a_period_of_its_own() {
    let grid = half_hours(date(2026, 3, 2), 1);
    let mut queue = steady_voice(&grid, "a", 0.0, 180.0);
    // An hour of hardly anyone, then a busy one, then nobody.
    queue.demand.volume = Series::from_fn(grid.clone(), |interval| match interval {
        0 | 1 => 0.05,
        2 | 3 => 40.0,
        _ => 0.0,
    });
    queue.target.measured = Period::Interval;
    let cost = Money::from_major(100.0);
    queue.target.penalties = vec![Penalty { below: Share::new(0.8).unwrap(), cost }];
    let (scenario, roster) = always_staffed(&grid, vec![queue], &[&[0]; 5]);
    let periods = played(&scenario, &roster, 400).queues.remove(0).periods;
    let spans: Vec<_> = periods.iter().map(|period| (period.span.first, period.span.end)).collect();
    assert_eq!(spans, [(0, 1), (1, 2), (2, 3), (3, 4)]);
    // Nobody waits where hardly anyone comes in, and nothing is missed where nobody does.
    assert_eq!((periods[0].expected, periods[0].chance_met), (1.0, 1.0));
    assert!(periods[3].expected < 0.8 && periods[3].low < periods[3].high);
    // Each interval pays for itself, and no interval pays for another.
    for period in &periods {
        assert_eq!(period.expected_penalty, cost.times(1.0 - period.chance_met));
    }
}

#[test]
fn part_of_a_period_pays_its_part() {
    let grid = half_hours(date(2026, 3, 5), 7); // from a Thursday
    let mut queue = steady_voice(&grid, "a", 40.0, 180.0);
    let cost = Money::from_major(700.0);
    queue.target.penalties = vec![Penalty { below: Share::new(0.8).unwrap(), cost }];
    let (scenario, roster) = always_staffed(&grid, vec![queue], &[&[0]; 3]);
    let periods = played(&scenario, &roster, 3).queues.remove(0).periods;
    let due: Vec<f64> = periods.iter().map(|period| period.expected_penalty.major()).collect();
    assert_eq!(due, [400.0, 300.0]);
}

#[test]
fn more_replications_are_surer() {
    let grid = half_hours(date(2026, 3, 2), 1);
    let (scenario, roster) = always_staffed(&grid, vec![steady_voice(&grid, "a", 40.0, 180.0)], &[&[0]; 6]);
    let few = played(&scenario, &roster, 20).queues[0].overall;
    let many = played(&scenario, &roster, 2000).queues[0].overall;
    assert!(many.half_width < few.half_width / 5.0);
    assert!((few.mean - many.mean).abs() < few.half_width * 2.0);
    assert_eq!(played(&scenario, &roster, 0).replications, 1, "nothing is known without one");
}

/// A watch that has heard enough at once.
#[derive(Default)]
struct Impatient(AtomicUsize);

impl Watch for Impatient {
    fn progress(&self, progress: &Progress) {
        assert_eq!(progress.stage, "simulating");
        self.0.fetch_add(1, Ordering::Relaxed);
    }
    fn should_stop(&self) -> bool {
        true
    }
}

#[test]
fn a_watch_may_stop_it() {
    let grid = half_hours(date(2026, 3, 2), 1);
    let (scenario, roster) = always_staffed(&grid, vec![steady_voice(&grid, "a", 40.0, 180.0)], &[&[0]; 6]);
    let watch = Impatient::default();
    let options = SimulationOptions { replications: 1000, ..SimulationOptions::default() };
    let service = simulate(&scenario, &roster, &options, &watch);
    assert!(service.replications > 0 && service.replications < 100);
    assert_eq!(watch.0.load(Ordering::Relaxed), 1);
    let options = SimulationOptions { replications: service.replications, ..options };
    assert_eq!(service, simulate(&scenario, &roster, &options, &Unwatched));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever the centre: contacts offered are answered, hung up or left at the end; seconds are not made up.
    #[test]
    fn no_contact_is_lost(
        volumes in prop::collection::vec(0.0..40.0_f64, 4),
        skills in prop::collection::vec(prop::collection::btree_set(0_usize..4, 0..4), 0..12),
        patience in prop::option::of(5.0..300.0_f64),
        slots in 1_u32..4,
        sick in 0.0..0.3_f64,
    ) {
        let grid = half_hours(date(2026, 3, 28), 2);
        let mut queues: Vec<Queue> = (0..3)
            .map(|queue| steady_voice(&grid, &queue.to_string(), volumes[queue], 120.0 + 60.0 * queue as f64))
            .collect();
        queues[1].patience = patience.map(Seconds::new);
        queues[2].channel = Channel::Chat;
        queues[2].concurrency = slots;
        queues[2].priority = 2;
        queues.push(steady_email(&grid, "3", volumes[3], 300.0, 4.0));
        let skills: Vec<Vec<usize>> = skills.into_iter().map(|set| set.into_iter().collect()).collect();
        let skills: Vec<&[usize]> = skills.iter().map(Vec::as_slice).collect();
        let (mut scenario, mut roster) = always_staffed(&grid, queues, &skills);
        scenario.shrinkage.causes =
            vec![("sickness".into(), Share::new(sick).unwrap()), ("errands".into(), Share::new(sick).unwrap())];
        // Half of the agents work two shifts with a break instead.
        for line in roster.lines.iter_mut().step_by(2) {
            line.shifts = [0, 1]
                .map(|day| crate::support::with_break(crate::support::shift(&grid, day, 8.0, 9.0), 4.0, 30))
                .to_vec();
        }
        let service = played(&scenario, &roster, 4);
        for (index, queue) in service.queues.iter().enumerate() {
            for measure in queue.intervals.iter() {
                let handled = measure.answered + measure.abandoned;
                prop_assert!(handled <= measure.offered + 1e-9, "queue {index}: {measure:?}");
                prop_assert!(measure.in_time <= measure.answered + 1e-9);
                prop_assert!(measure.abandoned_in_time <= measure.abandoned + 1e-9);
                prop_assert!(measure.busy <= measure.in_seat + 1e-6, "queue {index}: {measure:?}");
                prop_assert!(measure.service_level.is_none_or(|share| (0.0..=1.0).contains(&share)));
            }
            let is_served = skills.iter().any(|set| set.contains(&index));
            if !is_served {
                prop_assert_eq!(total(&service, index, |measure| measure.answered), 0.0);
            }
        }
        // Time in seat over all queues is no more than time present: 30 minutes an interval and agent.
        for interval in 0..grid.len() {
            let in_seat: f64 = service.queues.iter().map(|queue| queue.intervals[interval].in_seat).sum();
            prop_assert!(in_seat <= 1800.0 * skills.len() as f64 + 1e-6);
        }
    }

    /// Contacts all come to an end while agents stay.
    #[test]
    fn a_queue_drains_while_agents_stay(volume in 1.0..60.0_f64, agents in 1_usize..8, seed in 0_u64..1000) {
        let grid = half_hours(date(2026, 3, 2), 3);
        let mut queue = steady_voice(&grid, "a", 0.0, 60.0);
        queue.demand.volume = Series::from_fn(grid.clone(), |interval| if interval < 10 { volume } else { 0.0 });
        let (scenario, roster) = always_staffed(&grid, vec![queue], &vec![&[0][..]; agents]);
        let options = SimulationOptions { replications: 2, seed, ..SimulationOptions::default() };
        let service = simulate(&scenario, &roster, &options, &Unwatched);
        let (offered, answered) =
            (total(&service, 0, |measure| measure.offered), total(&service, 0, |measure| measure.answered));
        prop_assert_eq!(offered, answered);
    }

    /// On the same days, one agent more makes service no worse.
    #[test]
    fn more_agents_never_hurt(volume in 10.0..60.0_f64, agents in 1_usize..10) {
        let grid = half_hours(date(2026, 3, 2), 2);
        let queues = vec![steady_voice(&grid, "a", volume, 200.0)];
        let share = |agents: usize| {
            let (scenario, roster) = always_staffed(&grid, queues.clone(), &vec![&[0][..]; agents]);
            let service = played(&scenario, &roster, 8);
            let is_all_answered =
                total(&service, 0, |measure| measure.offered) == total(&service, 0, |measure| measure.answered);
            (service.queues[0].overall.mean, service.queues[0].average_wait.mean, is_all_answered)
        };
        let (fewer, more) = (share(agents), share(agents + 1));
        prop_assert!(fewer.0 <= more.0 + 1e-9, "{fewer:?} {more:?}");
        // Waits cannot grow at all: first come first served, the same contacts (Kiefer and Wolfowitz 1955). The
        // mean is of the answered, and the same ones only where all are.
        prop_assert!(!fewer.2 || fewer.1 >= more.1 - 1e-9, "{fewer:?} {more:?}");
    }
}

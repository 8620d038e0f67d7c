use callboard::model::{Channel, Measure, Queue, Series, Target};
use callboard::staffing::{LoadMethod, StaffingOptions, analyse, require};
use callboard::units::{Seconds, Share};

use crate::support::{date, half_hours, steady_voice};

const TRANSIENT: StaffingOptions = StaffingOptions { method: LoadMethod::Transient };
const STATIONARY: StaffingOptions = StaffingOptions { method: LoadMethod::Stationary };

/// Two days from 7 to 20 with a steep morning and a second peak, 12 erlangs of 4 minutes at most.
fn office() -> Queue {
    let grid = half_hours(date(2026, 3, 2), 2);
    let mut queue = steady_voice(&grid, "nl", 0.0, 240.0);
    let is_open = |interval: usize| (14..40).contains(&(interval % 48));
    queue.demand.open = Series::from_fn(grid.clone(), is_open);
    queue.demand.volume = Series::from_fn(grid, |interval| {
        let hour = (interval % 48) as f64 / 2.0;
        let peak = |at: f64, width: f64| (-((hour - at) / width).powi(2)).exp();
        if is_open(interval) { (10.0 + 80.0 * peak(10.0, 1.5) + 50.0 * peak(14.5, 2.0)).round() } else { 0.0 }
    });
    queue
}

fn required(queue: &Queue, options: &StaffingOptions) -> Series<u32> {
    require(0, queue, options).needs.map(|need| need.agents.get())
}

fn heads(agents: &Series<u32>) -> u32 {
    agents.iter().sum()
}

/// The intervals that miss a target.
fn missing(queue: &Queue, agents: &Series<u32>) -> Vec<usize> {
    let target = &queue.target;
    let misses = |measure: &Measure| {
        measure.offered > 0.0
            && (target.answered.is_some_and(|asked| measure.service_level < Some(asked.share.get()))
                || target.max_average_wait.is_some_and(|most| measure.average_wait() > Some(most.get()))
                || target.max_abandonment.is_some_and(|most| measure.abandonment() > Some(most.get()))
                || target.max_occupancy.is_some_and(|most| measure.occupancy() > Some(most.get())))
    };
    let measures = analyse(queue, agents).unwrap();
    measures.iter().enumerate().filter(|(_, measure)| misses(measure)).map(|(interval, _)| interval).collect()
}

/// The same office with every kind of target, one by one and all together.
fn offices() -> Vec<Queue> {
    let office = office();
    let answered = office.target.answered;
    let targets = [
        office.target.clone(),
        Target { max_average_wait: Some(Seconds::new(12.0)), ..Target::default() },
        Target { max_abandonment: Share::percent(3.0), ..Target::default() },
        Target { max_occupancy: Share::percent(80.0), ..Target::default() },
        Target {
            answered,
            max_average_wait: Some(Seconds::new(15.0)),
            max_abandonment: Share::percent(5.0),
            max_occupancy: Share::percent(85.0),
            ..Target::default()
        },
    ];
    let patience = |of: usize| (of != 0 && of != 3).then(|| Seconds::new(100.0));
    let queue = |(of, target)| Queue { target, patience: patience(of), ..office.clone() };
    targets.into_iter().enumerate().map(queue).collect()
}

#[test]
fn no_interval_misses_and_no_agent_is_spare() {
    for queue in offices() {
        let agents = required(&queue, &TRANSIENT);
        assert_eq!(missing(&queue, &agents), [0; 0], "{:?}", queue.target);
        for interval in 14..40 {
            let mut fewer = agents.clone();
            fewer.values_mut()[interval] -= 1;
            assert_ne!(missing(&queue, &fewer), [0; 0], "{interval}: {:?}", queue.target);
        }
    }
}

#[test]
fn it_costs_less_than_modified_offered_load_and_holds_where_the_stationary_formula_does_not() {
    let mut queue = office();
    queue.demand.aht = queue.demand.aht.map(|_| Seconds::new(900.0));
    let (exact, stationary) = (required(&queue, &TRANSIENT), required(&queue, &STATIONARY));
    assert!(heads(&exact) < heads(&required(&queue, &StaffingOptions::default())));
    assert!(!missing(&queue, &stationary).is_empty());
}

#[test]
fn minimum_and_closing_are_kept() {
    let mut queue = office();
    queue.minimum_agents = 6;
    let agents = required(&queue, &TRANSIENT);
    for (interval, &agents) in agents.iter().enumerate() {
        assert_eq!(agents > 0, queue.demand.open[interval], "interval {interval}");
        assert!(agents == 0 || agents >= 6);
    }
}

#[test]
fn a_target_out_of_reach_keeps_what_modified_offered_load_asks_for() {
    let mut queue = office();
    queue.target = Target { max_occupancy: Some(Share::NONE), ..Target::default() };
    assert_eq!(required(&queue, &TRANSIENT), required(&queue, &StaffingOptions::default()));
}

#[test]
fn chats_are_staffed_as_before() {
    let mut queue = office();
    (queue.channel, queue.concurrency) = (Channel::Chat, 2);
    assert_eq!(required(&queue, &TRANSIENT), required(&queue, &StaffingOptions::default()));
}

#[test]
fn contacts_of_all_kinds_add_up() {
    for queue in offices() {
        let measures = analyse(&queue, &required(&queue, &STATIONARY)).unwrap();
        let sum = |part: fn(&Measure) -> f64| measures.iter().map(part).sum::<f64>();
        let offered: f64 = queue.demand.volume.iter().sum();
        assert!((sum(|measure| measure.offered) - offered).abs() < 1e-9);
        let fates = sum(|measure| measure.answered + measure.abandoned);
        assert!((fates / offered - 1.0).abs() < 1e-6, "{fates}, not {offered}");
        // All that is answered is handled, the last of it after closing.
        let handled = sum(|measure| measure.answered) * 240.0;
        assert!((sum(|measure| measure.busy) / handled - 1.0).abs() < 1e-6);
        assert!(measures.iter().all(|measure| measure.in_time <= measure.answered + 1e-9));
    }
}

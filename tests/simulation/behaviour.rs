//! What people do beside waiting, and how contacts vary.

use callboard::model::{Channel, Return, Series, Unwatched};
use callboard::simulation::{SimulationOptions, simulate};
use callboard::units::{Seconds, Share};

use crate::support::{date, half_hours, steady_email, steady_voice};
use crate::{always_staffed, played, total};

/// No agents at all.
const NOBODY: &[&[usize]] = &[];

fn share(share: f64) -> Share {
    Share::new(share).expect("from 0 to 1")
}

#[test]
fn who_does_not_get_through_calls_again() {
    let grid = half_hours(date(2026, 3, 2), 10);
    let mut queue = steady_voice(&grid, "a", 20.0, 200.0);
    queue.patience = Some(Seconds::new(30.0));
    queue.behaviour.redial = Some(Return { share: share(0.5), after: Seconds::new(120.0) });
    let (scenario, roster) = always_staffed(&grid, vec![queue], NOBODY);
    let service = played(&scenario, &roster, 40);
    let (offered, abandoned) =
        (total(&service, 0, |measure| measure.offered), total(&service, 0, |measure| measure.abandoned));
    // Nobody ever answers: each contact makes half a contact more, and that again half of one.
    let fresh = 20.0 * 480.0;
    assert!((offered / fresh - 2.0).abs() < 0.02, "{}", offered / fresh);
    assert!(abandoned / offered > 0.99);
    let patience = total(&service, 0, |measure| measure.wait_abandoned) / abandoned;
    assert!((patience - 30.0).abs() < 0.5, "{patience}");
}

#[test]
fn who_gets_through_does_not_call_again() {
    let grid = half_hours(date(2026, 3, 2), 2);
    let mut queue = steady_voice(&grid, "a", 20.0, 200.0);
    queue.patience = Some(Seconds::new(60.0));
    let calm = always_staffed(&grid, vec![queue.clone()], &[&[0]; 40]);
    queue.behaviour.redial = Some(Return { share: Share::ALL, after: Seconds::new(120.0) });
    let same = always_staffed(&grid, vec![queue], &[&[0]; 40]);
    let (calm, same) = (played(&calm.0, &calm.1, 10), played(&same.0, &same.1, 10));
    assert_eq!(calm.queues[0].intervals, same.queues[0].intervals);
}

#[test]
fn who_was_not_helped_comes_back() {
    let grid = half_hours(date(2026, 3, 2), 10);
    for mut queue in [steady_voice(&grid, "a", 20.0, 200.0), steady_email(&grid, "m", 20.0, 200.0, 8.0)] {
        queue.behaviour.repeat = Some(Return { share: share(0.2), after: Seconds::new(3600.0) });
        queue.demand.open = Series::from_fn(grid.clone(), |interval| (16..40).contains(&(interval % 48)));
        let open = queue.demand.open.clone();
        queue.demand.volume =
            Series::from_fn(grid.clone(), |interval| if open[interval] { 20.0 } else { 0.0 });
        let is_deferred = queue.is_deferred();
        let (scenario, roster) = always_staffed(&grid, vec![queue], &[&[0]; 8]);
        let service = played(&scenario, &roster, 20);
        let offered = total(&service, 0, |measure| measure.offered) / (20.0 * 240.0);
        // All but what would come after the plan: at most an hour's contacts of 120.
        assert!((1.235..1.253).contains(&offered), "{offered}");
        let closed = service.queues[0].intervals.zip(&open).unwrap().filter(|(_, open)| !**open);
        let at_night: f64 = closed.map(|(measure, _)| measure.offered).sum();
        assert_eq!(at_night > 0.0, is_deferred);
    }
}

#[test]
fn some_hang_up_rather_than_wait() {
    // Nobody answers, and everybody else would wait for ever: a quarter hangs up at once.
    let grid = half_hours(date(2026, 3, 2), 4);
    let mut queue = steady_voice(&grid, "a", 30.0, 200.0);
    queue.behaviour.balk = share(0.25);
    let (scenario, roster) = always_staffed(&grid, vec![queue.clone()], NOBODY);
    let service = played(&scenario, &roster, 40);
    let abandoned = total(&service, 0, |measure| measure.abandoned) / total(&service, 0, |it| it.offered);
    assert!((abandoned - 0.25).abs() < 0.005, "{abandoned}");
    assert_eq!(total(&service, 0, |measure| measure.wait_abandoned), 0.0);
    // Where nobody has to wait, nobody hangs up.
    let (scenario, roster) = always_staffed(&grid, vec![queue], &[&[0]; 60]);
    assert_eq!(total(&played(&scenario, &roster, 4), 0, |measure| measure.abandoned), 0.0);
}

#[test]
fn without_room_to_wait_lines_are_busy_as_erlang_b_says() {
    // 8 erlangs on 10 agents and 10 lines: B = 0.121661... (data/textbook).
    let grid = half_hours(date(2026, 3, 2), 10);
    let mut queue = steady_voice(&grid, "a", 72.0, 200.0);
    queue.behaviour.lines = Some(10);
    let (scenario, roster) = always_staffed(&grid, vec![queue], &[&[0]; 10]);
    let service = played(&scenario, &roster, 40);
    let blocked = total(&service, 0, |measure| measure.blocked) / total(&service, 0, |it| it.offered);
    // Erlang B does not depend on the shape of handle times. The first minutes of the ten days are empty.
    assert!((blocked - 0.12166).abs() < 0.002, "{blocked}");
    assert_eq!(total(&service, 0, |measure| measure.wait_answered), 0.0);
}

#[test]
fn chats_side_by_side_slow_each_other() {
    // More chats than can be held: two at a time, each 1.25 times as long as alone.
    let grid = half_hours(date(2026, 3, 2), 4);
    let mut queue = steady_voice(&grid, "a", 60.0, 300.0);
    queue.channel = Channel::Chat;
    queue.concurrency = 2;
    queue.behaviour.aht_by_concurrency = vec![1.0, 1.25];
    queue.behaviour.aht_variation = 0.5;
    let (scenario, roster) = always_staffed(&grid, vec![queue], &[&[0]; 3]);
    let service = played(&scenario, &roster, 10);
    let begun: f64 = service.queues[0].intervals.iter().map(|measure| measure.busy).sum::<f64>();
    let seconds = 4.0 * 86_400.0;
    assert!(begun > 0.99 * 3.0 * seconds, "all hands are full");
    let answered = total(&service, 0, |measure| measure.answered);
    let expected = 3.0 * 2.0 * seconds / (1.25 * 300.0);
    assert!((answered / expected - 1.0).abs() < 0.01, "{answered} of {expected}");
}

#[test]
fn a_call_back_is_not_put_down() {
    // An agent with call-backs of half an hour exactly, and callers who have to wait for the end of them.
    let grid = half_hours(date(2026, 3, 2), 4);
    let mut back = steady_email(&grid, "back", 3.0, 1800.0, 24.0);
    back.channel = Channel::Callback;
    back.behaviour.aht_variation = 0.0;
    let voice = steady_voice(&grid, "voice", 1.0, 60.0);
    let (mut scenario, roster) = always_staffed(&grid, vec![voice, back], &[&[0, 1]]);
    let wait = |scenario: &_| played(scenario, &roster, 20).queues[0].average_wait.mean;
    // The rest of a call-back under way: half of its length, as all are of the same.
    let waited = wait(&scenario);
    assert!((850.0..1000.0).contains(&waited), "{waited}");
    scenario.queues[1].channel = Channel::Email;
    assert!(wait(&scenario) < 30.0, "mail is put down at once");
}

#[test]
fn deferred_work_leaves_agents_the_rest_they_are_meant_to_have() {
    let grid = half_hours(date(2026, 3, 2), 4);
    let mut mail = steady_email(&grid, "mail", 60.0, 300.0, 24.0);
    mail.target.usual_occupancy = Some(share(0.9));
    let busy = |with_voice: f64| {
        let queues = vec![steady_voice(&grid, "voice", with_voice, 300.0), mail.clone()];
        let (scenario, roster) = always_staffed(&grid, queues, &[&[0, 1]; 6]);
        let service = played(&scenario, &roster, 10);
        let seconds = 6.0 * 4.0 * 86_400.0;
        [0, 1].map(|queue| total(&service, queue, |measure| measure.busy) / seconds)
    };
    // 3 erlangs of voice on 6 agents: mail takes them to 90 %, and no further.
    let [voice, mail_beside] = busy(18.0);
    assert!((voice - 0.5).abs() < 0.02 && (voice + mail_beside - 0.9).abs() < 0.01, "{voice} {mail_beside}");
    let [_, alone] = busy(0.0);
    assert!((alone - 0.9).abs() < 0.01, "{alone}");
    // Voice beyond the share leaves no time for mail.
    let [voice, beside] = busy(33.0);
    assert!(voice > 0.9 && beside < 0.02, "{voice} {beside}");
}

#[test]
fn a_wrong_forecast_makes_days_differ_more_than_chance() {
    let grid = half_hours(date(2026, 3, 2), 200);
    let queues = vec![steady_voice(&grid, "a", 10.0, 10.0), steady_voice(&grid, "b", 10.0, 10.0)];
    let (mut scenario, roster) = always_staffed(&grid, queues, &[&[0, 1]; 4]);
    scenario.forecast_error = 0.1;
    scenario.queues[1].behaviour.forecast_error = 0.2;
    let options = SimulationOptions { replications: 1, ..SimulationOptions::default() };
    let service = simulate(&scenario, &roster, &options, &Unwatched);
    let days = |queue: usize| -> Vec<f64> {
        let day =
            |day| grid.intervals_of_day(day).map(|at| service.queues[queue].intervals[at].offered).sum();
        (0..200).map(day).collect()
    };
    let expected = 480.0;
    let of = |one: &[f64], other: &[f64]| {
        let product = |(one, other): (&f64, &f64)| (one / expected - 1.0) * (other / expected - 1.0);
        one.iter().zip(other).map(product).sum::<f64>() / 200.0
    };
    let (a, b) = (days(0), days(1));
    // Squared variation of a day's contacts: that of the factors, and 1 / 480 by chance.
    assert!((of(&a, &a) - 0.0121).abs() < 0.004, "{}", of(&a, &a));
    assert!((of(&b, &b) - 0.0525).abs() < 0.016, "{}", of(&b, &b));
    // One factor is shared: both queues err together.
    assert!((of(&a, &b) - 0.01).abs() < 0.005, "{}", of(&a, &b));
}

#[test]
fn it_stops_when_it_knows_enough() {
    let grid = half_hours(date(2026, 3, 2), 1);
    let (scenario, roster) = always_staffed(&grid, vec![steady_voice(&grid, "a", 40.0, 180.0)], &[&[0]; 6]);
    let until = |precision: f64| {
        let precision = Share::new(precision);
        let options = SimulationOptions { replications: 5000, precision, ..SimulationOptions::default() };
        let service = simulate(&scenario, &roster, &options, &Unwatched);
        (service.replications, service.queues[0].overall.half_width)
    };
    let ((few, wide), (many, narrow)) = (until(0.02), until(0.005));
    assert!(few < many && many < 5000, "{few} {many}");
    assert!(wide <= 0.02 && narrow <= 0.005);
    let (most, half_width) = until(1e-6);
    assert!(most == 5000 && half_width > 1e-6);
}

//! Priorities, skills, and several chats at once.

use callboard::model::Channel;

use crate::support::{date, half_hours, steady_voice};
use crate::{always_staffed, played, total};

#[test]
fn higher_priority_waits_less() {
    let grid = half_hours(date(2026, 3, 2), 2);
    let mut queues = vec![steady_voice(&grid, "a", 30.0, 200.0), steady_voice(&grid, "b", 30.0, 200.0)];
    let waits = |queues: &[_]| {
        let (scenario, roster) = always_staffed(&grid, queues.to_vec(), &[&[0, 1]; 8]);
        let service = played(&scenario, &roster, 20);
        [0, 1].map(|queue: usize| service.queues[queue].average_wait)
    };
    // Equal priority: the longest wait goes first, so that both wait as long.
    let [a, b] = waits(&queues);
    assert!((a.mean - b.mean).abs() < a.half_width + b.half_width, "{a:?} {b:?}");
    queues[0].priority = 2;
    queues[1].priority = 1;
    let [a, b] = waits(&queues);
    assert!(b.mean + b.half_width < a.mean - a.half_width, "{a:?} {b:?}");
    // Who goes first does not matter to the first come of all: the work done is the same.
    queues[0].priority = 0;
    let [swapped, _] = waits(&queues);
    assert!((swapped.mean - b.mean).abs() < swapped.half_width + b.half_width);
}

#[test]
fn the_versatile_stay_free() {
    // One agent of one skill, one of two; contacts so rare that they hardly meet.
    let grid = half_hours(date(2026, 3, 2), 7);
    let queues = vec![steady_voice(&grid, "a", 2.0, 30.0), steady_voice(&grid, "b", 0.001, 30.0)];
    let (scenario, roster) = always_staffed(&grid, queues, &[&[0, 1][..], &[0]]);
    let service = played(&scenario, &roster, 5);
    // The one of two skills is idle nearly always, and counts half on each queue.
    let in_seat = total(&service, 1, |measure| measure.in_seat);
    let idle = 7.0 * 86_400.0 / 2.0;
    assert!(in_seat > 0.99 * idle, "{in_seat} of {idle}");
}

#[test]
fn an_agent_is_counted_once_over_all_queues() {
    let grid = half_hours(date(2026, 3, 2), 1);
    let queues = vec![steady_voice(&grid, "a", 20.0, 100.0), steady_voice(&grid, "b", 20.0, 100.0)];
    let (scenario, roster) = always_staffed(&grid, queues, &[&[0, 1]; 4]);
    let service = played(&scenario, &roster, 5);
    let in_seat: f64 = (0..2).map(|queue| total(&service, queue, |measure| measure.in_seat)).sum();
    assert!((in_seat - 4.0 * 86_400.0).abs() < 1e-3, "{in_seat}");
}

#[test]
fn chats_are_held_side_by_side() {
    // One agent and long chats: with three at once, three times the chats are answered.
    let grid = half_hours(date(2026, 3, 2), 1);
    let mut queue = steady_voice(&grid, "chat", 20.0, 1200.0);
    queue.channel = Channel::Chat;
    let answered = |slots: u32| {
        let mut queue = queue.clone();
        queue.concurrency = slots;
        let (scenario, roster) = always_staffed(&grid, vec![queue], &[&[0]]);
        let service = played(&scenario, &roster, 50);
        // Overloaded: always busy.
        assert!(
            total(&service, 0, |measure| measure.busy) > 0.97 * total(&service, 0, |measure| measure.in_seat)
        );
        total(&service, 0, |measure| measure.answered)
    };
    let (one, three) = (answered(1), answered(3));
    assert!((three / one - 3.0).abs() < 0.1, "{one} {three}");
}

#[test]
fn chats_do_not_keep_an_agent_from_higher_priority() {
    // Chats without end for an agent of both: voice would never be answered if a chat always followed a chat.
    let grid = half_hours(date(2026, 3, 2), 2);
    let voice = steady_voice(&grid, "voice", 2.0, 60.0);
    let mut chat = steady_voice(&grid, "chat", 60.0, 300.0);
    chat.channel = Channel::Chat;
    chat.concurrency = 3;
    for priority in [2, 1] {
        chat.priority = priority;
        let (scenario, roster) = always_staffed(&grid, vec![voice.clone(), chat.clone()], &[[0, 1]]);
        let service = played(&scenario, &roster, 20);
        let [offered, answered] =
            [total(&service, 0, |measure| measure.offered), total(&service, 0, |measure| measure.answered)];
        if priority == 2 {
            assert!(answered > 0.95 * offered, "{answered} of {offered}");
            assert!(service.queues[0].average_wait.mean < 1200.0);
        } else {
            // Of equal priority the longest wait goes first: both queues share the want, and both move on.
            assert!(answered > 0.1 * offered, "{answered} of {offered}");
        }
    }
}

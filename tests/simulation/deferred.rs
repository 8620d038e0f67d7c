//! Deferred work in idle time.

use callboard::model::{Period, Queue, Series, Target};
use callboard::units::{Seconds, Share};

use crate::support::{answered, date, half_hours, steady_email, steady_voice};
use crate::{always_staffed, played, total};

#[test]
fn those_who_wait_notice_nothing_of_it() {
    let grid = half_hours(date(2026, 3, 2), 3);
    let queues =
        vec![steady_voice(&grid, "voice", 50.0, 200.0), steady_email(&grid, "mail", 20.0, 300.0, 24.0)];
    let (scenario, roster) = always_staffed(&grid, queues, &[&[0, 1]; 8]);
    let without: Vec<&[usize]> = vec![&[0]; 8];
    let (alone, _) = always_staffed(&grid, vec![scenario.queues[0].clone()], &without);
    let (both, alone) = (played(&scenario, &roster, 10), played(&alone, &roster, 10));
    let pairs = both.queues[0].intervals.zip(&alone.queues[0].intervals).unwrap();
    for (both, alone) in pairs {
        assert_eq!((both.answered, both.in_time), (alone.answered, alone.in_time));
        assert!((both.wait_answered - alone.wait_answered).abs() < 1e-6);
    }
    // 5.6 erlangs of voice and 3.3 of mail on 8 agents: the rest of the mail cannot be done.
    let (mail, voice) = (total(&both, 1, |measure| measure.busy), total(&both, 0, |measure| measure.busy));
    assert!((mail + voice) / (8.0 * 3.0 * 86_400.0) > 0.99);
}

#[test]
fn work_put_down_is_not_lost() {
    // 4 erlangs of voice and 2 of mail on 7 agents: all of the mail is done, in all its time.
    let grid = half_hours(date(2026, 3, 2), 3);
    let mut mail = steady_email(&grid, "mail", 12.0, 300.0, 4.0);
    mail.demand.volume = Series::from_fn(grid.clone(), |interval| if interval < 120 { 12.0 } else { 0.0 });
    let (scenario, roster) =
        always_staffed(&grid, vec![steady_voice(&grid, "voice", 36.0, 200.0), mail], &[&[0, 1]; 7]);
    let service = played(&scenario, &roster, 20);
    let (offered, done) =
        (total(&service, 1, |measure| measure.offered), total(&service, 1, |measure| measure.answered));
    assert_eq!(offered, done);
    let per_mail = total(&service, 1, |measure| measure.busy) / done;
    assert!((per_mail - 300.0).abs() < 10.0, "{per_mail}");
    assert!(service.queues[1].overall.mean > 0.95);
}

#[test]
fn a_share_in_time_and_a_deadline_of_all_are_two_promises() {
    let grid = half_hours(date(2026, 3, 2), 3);
    let mut mail = steady_email(&grid, "mail", 10.0, 300.0, 8.0);
    mail.demand.volume = Series::from_fn(grid.clone(), |interval| if interval < 96 { 10.0 } else { 0.0 });
    mail.demand.open = Series::from_fn(grid.clone(), |interval| (16..40).contains(&(interval % 48)));
    mail.target.answered = Some(answered(0.3, 2.0 * 3600.0));
    mail.target.measured = Period::Plan;
    let met = |mail: &Queue, hours: f64| {
        let mut mail = mail.clone();
        mail.target.respond_within = Some(Seconds::new(hours * 3600.0));
        let (scenario, roster) = always_staffed(&grid, vec![mail], &[&[0]; 5]);
        let service = played(&scenario, &roster, 20).queues.remove(0);
        (service.periods[0].chance_met, service.overall.mean)
    };
    // Mail of the evening is done the next morning: some of all within two hours, all within sixteen or so.
    let (kept, share) = met(&mail, 20.0);
    assert!(kept == 1.0 && (0.35..0.5).contains(&share), "{kept} {share}");
    let (late, same) = met(&mail, 8.0);
    assert!(late == 0.0 && same == share, "{late} {same}");
}

#[test]
fn it_is_done_while_its_queue_is_open() {
    let grid = half_hours(date(2026, 3, 2), 2);
    let mut mail = steady_email(&grid, "mail", 10.0, 60.0, 24.0);
    // Comes in at any time, is worked on from 08:00 to 16:00.
    mail.demand.open = Series::from_fn(grid.clone(), |interval| (16..32).contains(&(interval % 48)));
    let (scenario, roster) = always_staffed(&grid, vec![mail], &[&[0]; 2]);
    let service = played(&scenario, &roster, 5);
    for (interval, measure) in service.queues[0].intervals.iter().enumerate() {
        assert!((16..32).contains(&(interval % 48)) || measure.busy == 0.0, "interval {interval}");
        // What comes in at midnight waits eight hours at least.
        if interval == 0 {
            assert!(measure.wait_answered / measure.answered > 7.5 * 3600.0);
        }
    }
    // What comes in after the last closing is not late yet when the plan ends: it is not judged.
    assert_eq!(service.queues[0].intervals[90].answered, 0.0);
    assert_eq!(service.queues[0].intervals[90].service_level, None);
    assert_eq!(service.queues[0].overall.mean, 1.0);
}

#[test]
fn the_nearest_deadline_goes_first() {
    let grid = half_hours(date(2026, 3, 2), 5);
    let mail = |id: &str, hours: f64| -> Queue { steady_email(&grid, id, 6.0, 290.0, hours) };
    let (scenario, roster) =
        always_staffed(&grid, vec![mail("slow", 24.0), mail("fast", 2.0)], &[&[0, 1]; 2]);
    let service = played(&scenario, &roster, 40);
    let [slow, fast] = [0, 1].map(|queue: usize| service.queues[queue].average_wait.mean);
    assert!(fast < slow / 2.0, "{fast} {slow}");
}

#[test]
fn a_deadline_without_a_share_is_for_all_of_it() {
    let grid = half_hours(date(2026, 3, 2), 7);
    let chance = |agents: usize, target: Target| {
        let mut mail = steady_email(&grid, "mail", 12.0, 290.0, 8.0);
        mail.target = Target { measured: Period::Week, ..target };
        let (scenario, roster) = always_staffed(&grid, vec![mail], &vec![&[0][..]; agents]);
        played(&scenario, &roster, 20).queues[0].periods[0].chance_met
    };
    let within = |seconds: f64| Target { respond_within: Some(Seconds::new(seconds)), ..Target::default() };
    assert_eq!(chance(4, within(8.0 * 3600.0)), 1.0);
    assert_eq!(chance(3, within(600.0)), 0.0);
    let most = Target { answered: Some(answered(0.5, 600.0)), ..within(600.0) };
    assert_eq!(chance(3, most.clone()), 1.0);
    assert!(most.answered.is_some_and(|answered| answered.share < Share::ALL));
}

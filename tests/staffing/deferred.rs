use callboard::model::{Driver, Queue, Requirement, Series};
use callboard::staffing::{StaffingOptions, require};
use callboard::units::{Agents, Share};

use crate::support::{plain_week, steady_email};

/// Ten e-mails of six minutes each half hour, two hours of work an hour; within so many hours.
fn mail(hours: f64) -> Queue {
    steady_email(&plain_week(), "mail", 10.0, 360.0, hours)
}

fn staffed(queue: &Queue) -> Requirement {
    require(0, queue, &StaffingOptions::default())
}

/// Open for half hours 16 to 35 of each day, while mail comes in at any time.
fn office_hours(mut queue: Queue) -> Queue {
    let grid = queue.demand.open.grid().clone();
    queue.demand.open = Series::from_fn(grid, |interval| (16..36).contains(&(interval % 48)));
    queue
}

/// Done by the end of each interval by the people required, who never work ahead of arrivals.
fn done(requirement: &Requirement) -> Vec<f64> {
    let work = requirement.deferred.as_ref().unwrap();
    let mut done: f64 = 0.0;
    let by_one = 30.0 * work.occupancy.get();
    requirement
        .needs
        .iter()
        .zip(&work.arrived)
        .map(|(need, &arrived)| {
            done = arrived.min(done + f64::from(need.agents.get()) * by_one);
            done
        })
        .collect()
}

fn assert_deadlines_kept(requirement: &Requirement) {
    let work = requirement.deferred.as_ref().unwrap();
    for (interval, (done, &due)) in done(requirement).iter().zip(&work.due).enumerate() {
        assert!(*done >= due - 1e-6, "interval {interval}: {done} of {due}");
        assert!(work.due[interval] <= work.arrived[interval] + 1e-9);
    }
}

#[test]
fn running_totals_count_arrivals_and_deadlines() {
    let requirement = staffed(&mail(24.0));
    let work = requirement.deferred.as_ref().unwrap();
    assert_eq!(work.arrived[0], 60.0);
    assert_eq!(work.arrived[335], 336.0 * 60.0);
    assert_eq!((work.due[46], work.due[47], work.due[48]), (0.0, 60.0, 120.0));
    assert_eq!(work.due[335], (336.0 - 47.0) * 60.0, "the rest is due after the plan");
    assert_eq!(work.occupancy, Share::percent(95.0).unwrap());
}

#[test]
fn the_level_keeps_every_deadline_with_the_least_peak() {
    for queue in [mail(24.0), mail(4.0), office_hours(mail(24.0)), office_hours(mail(48.0))] {
        let requirement = staffed(&queue);
        assert_deadlines_kept(&requirement);
        let peak = requirement.needs.iter().map(|need| need.agents.get()).max().unwrap();
        assert!(!can_keep_deadlines(&requirement, &queue, peak - 1), "{} would do", peak - 1);
        assert!(can_keep_deadlines(&requirement, &queue, peak));
    }
}

/// Whether so many people, always there while open, keep the deadlines.
fn can_keep_deadlines(requirement: &Requirement, queue: &Queue, people: u32) -> bool {
    let mut always = requirement.clone();
    for (need, &is_open) in always.needs.values_mut().iter_mut().zip(&queue.demand.open) {
        need.agents = Agents::new(if is_open { people } else { 0 });
    }
    let due = &requirement.deferred.as_ref().unwrap().due;
    done(&always).iter().zip(due).all(|(done, &due)| *done >= due - 1e-6)
}

#[test]
fn nobody_is_asked_for_in_closed_hours_and_work_is_moved_before_them() {
    let queue = office_hours(mail(24.0));
    let requirement = staffed(&queue);
    for (need, &is_open) in requirement.needs.iter().zip(&queue.demand.open) {
        assert!(is_open || need.agents == Agents::NOBODY);
    }
    let due = &requirement.deferred.as_ref().unwrap().due;
    // Mail of Monday 00:00 to 18:30 has its deadline on Tuesday: that before 08:00 is due by Monday's close.
    assert_eq!((due[34], due[35]), (0.0, 16.0 * 60.0 + 60.0));
}

#[test]
fn what_comes_in_and_falls_due_while_closed_is_due_in_the_next_open_interval() {
    let requirement = staffed(&office_hours(mail(4.0)));
    let due = &requirement.deferred.as_ref().unwrap().due;
    // Monday 00:00 to 04:00: closed until 08:00.
    assert!(due[16] >= 9.0 * 60.0 - 1e-9);
    assert_eq!(due[15], 0.0);
}

#[test]
fn drivers_and_occupancy_are_named() {
    let mut queue = mail(24.0);
    let need = staffed(&queue).needs[100];
    assert_eq!(need.driver, Some(Driver::Deadline));
    assert!(need.expected.occupancy.unwrap() <= 0.95 + 1e-12);
    queue.minimum_agents = 9;
    assert_eq!(staffed(&queue).needs[100].driver, Some(Driver::MinimumAgents));
    queue.demand.volume.values_mut().fill(0.0);
    queue.minimum_agents = 0;
    let idle = staffed(&queue);
    assert!(idle.needs.iter().all(|need| need.agents == Agents::NOBODY && need.driver.is_none()));
}

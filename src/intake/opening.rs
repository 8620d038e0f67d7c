use chrono::{Datelike, NaiveDateTime, TimeDelta, Timelike};

use super::faults::{Faults, Place, counted};
use super::hours;
use super::queues::QueueDraft;
use crate::model::Grid;
use crate::units::{Minutes, Moment};

/// In which intervals a queue is open.
pub(super) fn opening(queue: &QueueDraft, grid: &Grid, faults: &mut Faults) -> Option<Vec<bool>> {
    let (week, _) = hours::open_minutes(&queue.windows);
    let mut open = Vec::with_capacity(grid.len());
    for interval in 0..grid.len() {
        let Some(opens) = is_open(queue, &week, grid, interval) else {
            let message = format!("queue `{}` opens or closes within an interval", queue.id);
            let found = stamp_of(grid, queue, grid.start_of(interval));
            let remedy = format!("opening hours in steps of {} minutes of the plan", grid.interval().get());
            faults.error("off-grid-opening-hours", &queue.open_place, message, found, remedy);
            return None;
        };
        open.push(opens);
    }
    Some(open)
}

/// Whether a queue is open in an interval; nothing where it is in a part of it only.
fn is_open(queue: &QueueDraft, week: &[bool], grid: &Grid, interval: usize) -> Option<bool> {
    let local = |minute: i32| {
        let moment = grid.start_of(interval) + Minutes::new(minute);
        grid.instant(moment).with_timezone(&queue.time_zone).naive_local()
    };
    let is_open_at = |time: NaiveDateTime| {
        let minute = time.weekday().num_days_from_monday() * 1440 + time.hour() * 60 + time.minute();
        week[minute as usize % hours::WEEK] && !queue.closed.contains(&time.date())
    };
    let last_minute = grid.interval().get() - 1;
    let (first, last) = (local(0), local(last_minute));
    let opens = is_open_at(first);
    // Zones are asked again only where the clock changes within the interval.
    let is_plain = last - first == TimeDelta::minutes(i64::from(last_minute));
    let time = |minute: i32| {
        if is_plain { first + TimeDelta::minutes(i64::from(minute)) } else { local(minute) }
    };
    (1..=last_minute).all(|minute| is_open_at(time(minute)) == opens).then_some(opens)
}

/// A moment as the clock of a queue shows it.
pub(super) fn stamp_of(grid: &Grid, queue: &QueueDraft, moment: Moment) -> String {
    grid.instant(moment).with_timezone(&queue.time_zone).format("%Y-%m-%dT%H:%M").to_string()
}

/// Every run of open intervals without forecast is a fault.
pub(super) fn complain_of_missing(
    queue: &QueueDraft,
    open: &[bool],
    rows: &[i32],
    rows_in_interval: i32,
    grid: &Grid,
    file: &Place,
    faults: &mut Faults,
) {
    let is_missing = |interval: usize| open[interval] && rows[interval] < rows_in_interval;
    // Closed hours do not part a run: a queue left out altogether is one fault.
    let mut interval = 0;
    while interval < open.len() {
        if !is_missing(interval) {
            interval += 1;
            continue;
        }
        let first = interval;
        let (mut missing, mut last) = (0, interval);
        while interval < open.len() && (is_missing(interval) || !open[interval]) {
            if is_missing(interval) {
                missing += 1;
                last = interval;
            }
            interval += 1;
        }
        let end = stamp_of(grid, queue, grid.start_of(last + 1));
        let message = format!(
            "queue `{}` is open without forecast in {}",
            queue.id,
            counted(missing, "interval", "intervals")
        );
        let found = format!("no rows from {} to {end}", stamp_of(grid, queue, grid.start_of(first)));
        let remedy = "a row for each interval of opening hours (twice where the clock shows a time twice), 0 where \
                      nobody is expected; or other opening hours";
        faults.error("missing-forecast", file, message, found, remedy);
    }
}

/// Contacts of an immediate channel outside opening hours find nobody and do not count.
pub(super) fn drop_closed(
    queue: &QueueDraft,
    open: &[bool],
    volume: &mut [f64],
    work: &mut [f64],
    file: &Place,
    faults: &mut Faults,
) {
    if queue.is_deferred() {
        return;
    }
    let mut dropped = 0.0;
    for (interval, _) in open.iter().enumerate().filter(|(_, open)| !**open) {
        dropped += std::mem::take(&mut volume[interval]);
        work[interval] = 0.0;
    }
    if dropped > 0.0 {
        let message =
            format!("queue `{}` has forecast outside its opening hours; it is not counted", queue.id);
        let found = format!("{} contacts", (dropped * 10.0).round() / 10.0);
        faults.warn(
            "closed-volume",
            file,
            message,
            found,
            "other opening hours, if these contacts are answered",
        );
    }
}

use chrono::{Datelike, Days, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::agents::Agents;
use super::faults::Faults;
use super::hours::{self, WEEK, Window};
use super::requests::RequestDraft;
use super::table::Row;
use crate::model::{Grid, Request, RequestKind, instant};
use crate::units::{Minutes, Moment};

/// A shift lasts a day at most: what lies further beyond the plan binds nobody.
const LONGEST_SHIFT: Minutes = Minutes::new(1440);

/// Reads when an agent can work in a usual week: `Mon-Fri 08:00-18:00|Sat`; whole days where no hours are given.
/// Nothing where the field is empty: always.
pub(super) fn read(row: &Row<'_>, column: usize, faults: &mut Faults) -> Vec<Window> {
    let text = row.text(column);
    if text.is_empty() {
        return Vec::new();
    }
    match text.split('|').map(windows).collect::<Option<Vec<_>>>() {
        Some(windows) => windows.concat(),
        None => {
            let message = "this is no availability in a week";
            let remedy = "days, or days and hours, like `Mon-Fri 08:00-18:00`; several joined by `|`";
            faults.error("bad-availability", &row.place(column), message, text, remedy);
            Vec::new()
        }
    }
}

/// Days with hours, or whole days where no hours are given.
fn windows(text: &str) -> Option<Vec<Window>> {
    let whole_days = || hours::weekdays(text).and_then(|_| hours::windows(&format!("{text} 00:00-24:00")));
    hours::windows(text).or_else(whole_days)
}

/// What is outside the agents' availability, as requests that nobody can grant otherwise.
pub(super) fn requests(agents: &Agents, grid: &Grid) -> Vec<RequestDraft> {
    let mut drafts = Vec::new();
    for (agent, row) in agents.rows.iter().enumerate().filter(|(_, row)| !row.available.is_empty()) {
        let zone = agents.list[agent].time_zone.unwrap_or(grid.zone());
        for (from, to) in outside(&row.available, zone, grid) {
            let request = Request { agent, from, to, kind: RequestKind::Unavailable };
            drafts.push(RequestDraft { request, place: row.available_place.clone() });
        }
    }
    drafts
}

/// The stretches of the plan, and of what its last shifts may reach into, that lie in no window by the clock of
/// `zone`.
fn outside(windows: &[Window], zone: Tz, grid: &Grid) -> Vec<(Moment, Moment)> {
    let (open, _) = hours::open_minutes(windows);
    let horizon = grid.end() + LONGEST_SHIFT;
    let mut found = Vec::new();
    let mut free_from = Moment::START;
    let first =
        grid.first_day() - TimeDelta::days(i64::from(grid.first_day().weekday().num_days_from_monday()));
    // From the week before, for a window that began in it, to past the horizon.
    for week in -1..=(grid.days() as i64 / 7 + 2) {
        let monday = first + TimeDelta::days(7 * week);
        for (opens, length) in stretches(&open) {
            let at = |minute: usize| {
                let midnight = monday + Days::new((minute / 1440) as u64);
                let time = midnight.and_time(NaiveTime::MIN) + TimeDelta::minutes((minute % 1440) as i64);
                grid.moment(instant(zone, time))
            };
            let (from, to) = (at(opens).min(horizon), at(opens + length).min(horizon));
            if from > free_from {
                found.push((free_from, from));
            }
            free_from = free_from.max(to);
        }
    }
    found
}

/// The runs of open minutes of a week, from its Monday on: where each begins and how long it lasts, perhaps into the
/// next week.
fn stretches(open: &[bool]) -> Vec<(usize, usize)> {
    let begins = |minute: &usize| open[*minute] && !open[(minute + WEEK - 1) % WEEK];
    let length = |minute: usize| (0..WEEK).take_while(|after| open[(minute + after) % WEEK]).count();
    let found: Vec<(usize, usize)> =
        (0..WEEK).filter(begins).map(|minute| (minute, length(minute))).collect();
    if found.is_empty() && open[0] { vec![(0, WEEK)] } else { found }
}

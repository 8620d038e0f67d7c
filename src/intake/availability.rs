use chrono::{Datelike, Days, NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::agents::Agents;
use super::consistency::{paid, templates_for};
use super::day_rules;
use super::faults::Faults;
use super::hours::{self, WEEK, Window};
use super::requests::RequestDraft;
use super::shifts::ShiftDraft;
use super::table::Row;
use crate::model::{Contract, Grid, Request, RequestKind, ShiftTemplate, instant};
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

/// The least hours of a week have to fit into the hours in which an agent is available.
///
/// Whose clock is not the planner's is not looked at: what fits there differs from week to week.
pub(super) fn check(
    agents: &Agents,
    contracts: &[Contract],
    shifts: &[ShiftDraft],
    grid: &Grid,
    faults: &mut Faults,
) {
    for (agent, row) in agents.list.iter().zip(&agents.rows) {
        let has_own_clock = agent.time_zone.is_some_and(|zone| zone != grid.zone());
        if row.available.is_empty() || has_own_clock {
            continue;
        }
        let contract = &contracts[agent.contract];
        let week = agent.week.unwrap_or(contract.week);
        let most = most_hours(&row.available, contract, &templates_for(agent, shifts));
        if week.min > most {
            let message =
                format!("agent `{}`: the least hours of a week cannot be worked when available", agent.id);
            let found = format!("at least {}, but the shifts that fit pay at most {most}", week.min);
            let remedy = "fewer hours, other shifts or more hours available";
            faults.error("contradicting-rules", &row.available_place, message, found, remedy);
        }
    }
}

/// The most paid time of a week by the longest shift that fits on each day.
fn most_hours(windows: &[Window], contract: &Contract, templates: &[&ShiftTemplate]) -> Minutes {
    let (open, _) = hours::open_minutes(windows);
    let open_before: Vec<usize> = std::iter::once(0)
        .chain((0..2 * WEEK).scan(0, |count, minute| {
            *count += usize::from(open[minute % WEEK]);
            Some(*count)
        }))
        .collect();
    let fits = |start: usize, length: usize| open_before[start + length] - open_before[start] == length;
    let longest = |day: usize| {
        let here = templates.iter().filter(|template| {
            template.weekdays.iter().any(|weekday| weekday.num_days_from_monday() as usize == day)
        });
        let placed = here.flat_map(|template| {
            let lengths = template.lengths.iter().filter(|length| {
                let fits_at = |start: &i32| {
                    fits(day * 1440 + *start as usize, length.get() as usize)
                        && day_rules::allow(contract, template, *start, **length)
                };
                template.starts.iter().any(fits_at)
            });
            lengths.map(|&length| paid(template, length))
        });
        placed.max().unwrap_or(Minutes::ZERO)
    };
    let mut days: Vec<Minutes> = (0..7).map(longest).collect();
    days.sort_unstable();
    days.into_iter().rev().take(contract.max_days_per_week.unwrap_or(7) as usize).sum()
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

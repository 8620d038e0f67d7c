use std::ops::Range;

use super::engine::Engine;
use super::terms::Open;
use super::window::Frame;
use crate::model::Contract;
use crate::units::Moment;

/// The most weeks drafted at once; of a longer plan the next ones follow when these stand.
const SPAN: usize = 4;
/// Plans of posts alone are drafted at once, as rules alone tie the days together; of long ones the last week of those
/// drafted is drafted anew with the next.
const OVERLAP: usize = 1;

/// The days of each week of the plan that are not locked, in order.
pub(super) fn weeks(engine: &Engine) -> Vec<Range<i32>> {
    let grid = &engine.scenario.grid;
    let mut weeks: Vec<Range<i32>> = Vec::new();
    for day in engine.free_days() {
        match weeks.last_mut() {
            Some(week) if grid.week_of(week.start) == grid.week_of(day) => week.end = day + 1,
            _ => weeks.push(day..day + 1),
        }
    }
    weeks
}

/// The weeks that are drafted together, in order. Hours limited both by the week and over the whole plan make the
/// networks of many weeks large.
pub(super) fn spans(engine: &Engine, weeks: usize) -> Vec<Range<usize>> {
    let has_spans = |of: &Contract| of.plan.is_some() || of.month.is_some();
    let (most, overlap) = if engine.is_long() {
        (SPAN, OVERLAP)
    } else if engine.scenario.queues.is_empty() {
        (weeks.max(1), 0)
    } else if engine.scenario.contracts.iter().any(has_spans) {
        (1, 0)
    } else {
        (SPAN, 0)
    };
    let starts = (0..weeks - overlap.min(weeks.saturating_sub(1))).step_by(most - overlap);
    starts.map(|start| start..(start + most).min(weeks)).collect()
}

/// The first start and the last end of the shifts that anyone may start on a day.
fn reach(engine: &Engine, day: i32) -> Option<(Moment, Moment)> {
    let calendar = &engine.calendar;
    let days = calendar.agents.iter().chain(&calendar.hires).filter_map(|days| days.get(day as usize));
    let choices = days.flat_map(|day| &day.choices);
    choices.fold(None, |reach, choice| match reach {
        None => Some((choice.start, choice.end)),
        Some((start, end)) => Some((choice.start.min(start), choice.end.max(end))),
    })
}

/// The interval at which the cover of a day begins: no shift of it starts before. What lies before belongs to
/// the day before, whose last shifts reach into the morning.
fn cut(engine: &Engine, day: i32) -> usize {
    let grid = &engine.scenario.grid;
    if day <= 0 {
        return 0;
    }
    if day >= grid.days() as i32 {
        return grid.len();
    }
    let midnight = grid.at(day, 0);
    let start = reach(engine, day).map_or(midnight, |(start, _)| start.max(midnight));
    grid.interval_at(start).unwrap_or(grid.len())
}

/// The interval until which shifts of the day before reach.
fn reached(engine: &Engine, day: i32) -> usize {
    let grid = &engine.scenario.grid;
    if day <= 0 || day >= grid.days() as i32 {
        return cut(engine, day);
    }
    let end = (0..day).rev().take(2).filter_map(|day| reach(engine, day)).map(|(_, end)| end).max();
    let end = end.unwrap_or(Moment::START);
    let border = end.get().max(0) as usize;
    border.div_ceil(grid.interval().get() as usize).clamp(cut(engine, day), grid.len())
}

/// A week by itself, asking for nothing where the week before could still help: the sum of the costs of all
/// weeks is no more than that of any roster.
pub(super) fn alone(engine: &Engine, days: &Range<i32>) -> Frame {
    let (start, reached) = match days.start == engine.free_days().start {
        // The first free week answers for all locked days too, whose shifts are known.
        true => (0, 0),
        false => (cut(engine, days.start), reached(engine, days.start)),
    };
    let end = cut(engine, days.end);
    Frame {
        days: days.clone(),
        agents: (0..engine.scenario.agents.len()).collect(),
        open: Open::BOTH,
        intervals: start..end,
        waived: start..reached.min(end),
        done: None,
        work: f64::INFINITY,
        is_thorough: false,
        seed: 0,
        side: None,
    }
}

/// The plan of posts alone as a whole: all that is not in it is settled, so that its lines keep every rule.
pub(super) fn whole(engine: &Engine) -> Frame {
    Frame { open: Open::NEITHER, ..alone(engine, &engine.free_days()) }
}

/// Some agents on some days, all else settled.
pub(super) fn between(engine: &Engine, days: Range<i32>, agents: Vec<usize>, done: &[Vec<f64>]) -> Frame {
    let grid = &engine.scenario.grid;
    let start = grid.intervals_of_day(days.start as usize).start;
    let last = days.clone().filter_map(|day| reach(engine, day)).map(|(_, end)| end).max();
    let day_end = grid.intervals_of_day(days.end as usize - 1).end;
    let reached = last.map_or(0, |end| end.get().max(0) as usize).div_ceil(grid.interval().get() as usize);
    let end = reached.max(day_end).min(grid.len());
    let settled = |done: &Vec<f64>| (start.checked_sub(1).map_or(0.0, |before| done[before]), done[end - 1]);
    Frame {
        days,
        agents,
        open: Open::NEITHER,
        intervals: start..end,
        waived: start..start,
        done: Some(done.iter().map(settled).collect()),
        work: f64::INFINITY,
        is_thorough: false,
        seed: 0,
        side: None,
    }
}

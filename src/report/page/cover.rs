use chrono::{Datelike, Timelike};
use serde::Serialize;

use super::charts::{HEIGHT, gap_area, height_of, scale, step_area, step_line, strip};
use crate::model::Grid;
use crate::plan::{Plan, PostGap};
use crate::report::words;

/// Requirement against cover: a chart for each queue and day, the day to be picked.
#[derive(Debug, Serialize)]
pub(super) struct Cover {
    days: Vec<Day>,
}

#[derive(Debug, Serialize)]
struct Day {
    index: usize,
    weekday: String,
    date: String,
    title: String,
    is_monday: bool,
    is_weekend: bool,
    is_picked: bool,
    /// Height of the day's bar in the strip, in percent.
    load: f64,
    /// How much of what queues require or posts ask for is short, from 0 (none) to 4.
    short_class: usize,
    /// How many hours and people on posts are.
    short: String,
    ticks: Vec<Tick>,
    charts: Vec<Chart>,
}

/// A label and where it stands, in percent.
#[derive(Debug, Serialize)]
struct Tick {
    at: f64,
    label: String,
}

#[derive(Debug, Serialize)]
struct Chart {
    queue: String,
    note: String,
    width: usize,
    required: String,
    present: String,
    gap: String,
    kept: String,
    close: String,
    missed: String,
    levels: Vec<Tick>,
    is_closed: bool,
}

/// The charts of all days.
pub(super) fn cover(plan: &Plan) -> Cover {
    let grid = &plan.scenario.grid;
    let hours = hours_shown(plan);
    let scales: Vec<f64> = (0..plan.scenario.queues.len()).map(|queue| most_on(plan, queue)).collect();
    let short: Vec<Short> = (0..grid.days()).map(|day| Short::of_day(plan, day)).collect();
    let required: Vec<f64> = (0..grid.days()).map(|day| required_of_day(plan, day)).collect();
    let picked = worst_day(&short);
    let heaviest = required.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let day = |day: usize| {
        let date = grid.date(day as i32);
        let weekday = date.format("%a").to_string();
        Day {
            index: day,
            title: date.format("%A %-d %B").to_string(),
            date: date.format(if day == 0 || date.day() == 1 { "%-d %b" } else { "%-d" }).to_string(),
            is_monday: weekday == "Mon",
            is_weekend: weekday == "Sat" || weekday == "Sun",
            weekday,
            is_picked: day == picked,
            load: (100.0 * required[day] / heaviest).round(),
            short_class: short[day].class(required[day]),
            short: short[day].words(),
            ticks: ticks(grid, day, hours),
            charts: (0..scales.len()).map(|queue| chart(plan, queue, day, hours, scales[queue])).collect(),
        }
    };
    Cover { days: (0..grid.days()).map(day).collect() }
}

/// The first hour of the day and one past the last in which anybody is needed or present on any day.
fn hours_shown(plan: &Plan) -> (u32, u32) {
    let grid = &plan.scenario.grid;
    let is_active = |interval: usize| {
        plan.requirements.iter().any(|requirement| requirement.needs[interval].agents.get() > 0)
            || plan.rostered.scheduled.iter().any(|scheduled| scheduled[interval] > 0.0)
    };
    let active = (0..grid.len()).filter(|&interval| is_active(interval));
    let hours = active.map(|interval| grid.local(grid.start_of(interval)).hour());
    let (first, last) = hours.fold((24, 0), |(first, last), hour| (hour.min(first), hour.max(last)));
    if first > last { (0, 24) } else { (first, last + 1) }
}

/// The intervals of a day inside the hours shown.
fn intervals_shown(grid: &Grid, day: usize, hours: (u32, u32)) -> Vec<usize> {
    let is_shown = |interval: &usize| {
        let hour = grid.local(grid.start_of(*interval)).hour();
        hours.0 <= hour && hour < hours.1
    };
    grid.intervals_of_day(day).filter(is_shown).collect()
}

fn ticks(grid: &Grid, day: usize, hours: (u32, u32)) -> Vec<Tick> {
    let shown = intervals_shown(grid, day, hours);
    let every = if hours.1 - hours.0 > 14 { 3 } else { 2 };
    let tick = |(place, &interval): (usize, &usize)| {
        let clock = grid.local(grid.start_of(interval));
        let is_labelled = clock.minute() == 0 && clock.hour().is_multiple_of(every);
        let at = 100.0 * place as f64 / shown.len() as f64;
        is_labelled.then(|| Tick { at, label: format!("{:02}", clock.hour()) })
    };
    shown.iter().enumerate().filter_map(tick).collect()
}

fn chart(plan: &Plan, queue: usize, day: usize, hours: (u32, u32), most: f64) -> Chart {
    let shown = intervals_shown(&plan.scenario.grid, day, hours);
    let leaves = plan.scenario.shrinkage.present();
    let needs = &plan.requirements[queue].needs;
    let required: Vec<f64> = shown.iter().map(|&interval| needs[interval].agents.as_f64()).collect();
    let present: Vec<f64> =
        shown.iter().map(|&interval| plan.rostered.scheduled[queue][interval] * leaves).collect();
    let missing: Vec<f64> = shown.iter().map(|&interval| plan.rostered.shortage[queue][interval]).collect();
    // Overdue work can want more hands than the level the day was laid out for.
    let top_of_gap: Vec<f64> = required.iter().zip(&missing).map(|(&most, &gap)| most.max(gap)).collect();
    let (top, levels) = scale(most);
    let grades: Vec<Grade> = shown.iter().map(|&interval| grade(plan, queue, interval)).collect();
    let cells = |wanted: Grade| strip(shown.len(), |cell| grades[cell] == wanted);
    Chart {
        queue: plan.scenario.queues[queue].id.clone(),
        note: note(plan, queue, day),
        width: shown.len(),
        required: step_area(&required, top),
        present: step_line(&present, top),
        gap: gap_area(&top_of_gap, &missing, top),
        kept: cells(Grade::Kept),
        close: cells(Grade::Close),
        missed: cells(Grade::Missed),
        levels: levels
            .iter()
            .map(|&level| Tick { at: height_of(level, top) * 100.0 / HEIGHT, label: level.to_string() })
            .collect(),
        is_closed: required.iter().all(|&agents| agents == 0.0)
            && present.iter().all(|&agents| agents == 0.0),
    }
}

/// How an interval's service stands to the share promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Grade {
    Nothing,
    Kept,
    /// Within ten points of the promise.
    Close,
    Missed,
}

fn grade(plan: &Plan, queue: usize, interval: usize) -> Grade {
    let target = &plan.scenario.queues[queue].target;
    let promised = match (target.answered, target.respond_within) {
        (Some(answered), _) => answered.share.get(),
        (None, Some(_)) => 1.0,
        (None, None) => return Grade::Nothing,
    };
    let measure = &plan.service.queues[queue].intervals[interval];
    match measure.service_level {
        None => Grade::Nothing,
        Some(level) if level >= promised - 0.005 => Grade::Kept,
        Some(level) if level >= promised - 0.1 => Grade::Close,
        Some(_) => Grade::Missed,
    }
}

/// What a day of a queue comes to: contacts, and the share in time.
fn note(plan: &Plan, queue: usize, day: usize) -> String {
    let measures = &plan.service.queues[queue].intervals;
    let (mut offered, mut in_time, mut volume) = (0.0, 0.0, 0.0);
    for interval in plan.scenario.grid.intervals_of_day(day) {
        let measure = &measures[interval];
        volume += plan.requirements[queue].needs[interval].volume;
        if let Some(level) = measure.service_level {
            offered += measure.offered;
            in_time += level * measure.offered;
        }
    }
    let mut contacts = words::count(volume, 0, "contact", "contacts");
    if plan.scenario.queues[queue].is_deferred() {
        contacts += ", may wait";
    }
    if offered > 0.0 {
        format!("{contacts}, {} in time", words::percent(in_time / offered))
    } else {
        contacts
    }
}

fn most_on(plan: &Plan, queue: usize) -> f64 {
    let leaves = plan.scenario.shrinkage.present();
    let required = plan.requirements[queue].needs.iter().map(|need| need.agents.as_f64());
    let present = plan.rostered.scheduled[queue].iter().map(|scheduled| scheduled * leaves);
    let missing = plan.rostered.shortage[queue].iter().copied();
    required.chain(present).chain(missing).fold(0.0, f64::max)
}

fn required_of_day(plan: &Plan, day: usize) -> f64 {
    let hours = plan.scenario.grid.interval().hours();
    let of_queue = |requirement: &crate::model::Requirement| -> f64 {
        let intervals = plan.scenario.grid.intervals_of_day(day);
        intervals.map(|interval| requirement.needs[interval].agents.as_f64() * hours).sum()
    };
    plan.requirements.iter().map(of_queue).sum()
}

/// What is short on a day; of two the one with more hours is more, and where they are equal the one with more people.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
struct Short {
    hours: f64,
    /// People missing on posts.
    missing: u32,
    /// People that posts ask for.
    asked: u32,
}

impl Short {
    fn of_day(plan: &Plan, day: usize) -> Self {
        let scenario = &plan.scenario;
        let runs = plan.short_runs.iter().filter(|run| scenario.grid.day_of_interval(run.first) == day);
        let gaps = plan.post_gaps.iter().filter(|gap| scenario.posts[gap.post].day == day);
        let posts = scenario.posts.iter().filter(|post| post.day == day);
        Short {
            hours: runs.map(|run| run.hours).sum(),
            missing: gaps.map(PostGap::missing).sum(),
            asked: posts.map(|post| post.required).sum(),
        }
    }

    fn words(self) -> String {
        if self.hours <= 0.0 && self.missing == 0 {
            return "nothing short".to_owned();
        }
        let hours = |hours| words::count(hours, 1, "agent hour", "agent hours");
        format!("{} short", words::hours_and_posts(self.hours, self.missing, hours))
    }

    /// The worse of the two shares that are short, in classes.
    fn class(self, required: f64) -> usize {
        let share = |short: f64, all: f64| short / all.max(f64::MIN_POSITIVE);
        let of_posts = share(f64::from(self.missing), f64::from(self.asked));
        short_class(share(self.hours, required).max(of_posts))
    }
}

/// The day with the largest shortage; the first where nothing is short.
fn worst_day(short: &[Short]) -> usize {
    (1..short.len()).fold(0, |worst, day| if short[day] > short[worst] { day } else { worst })
}

fn short_class(share: f64) -> usize {
    match share {
        share if share <= 0.0 => 0,
        share if share < 0.01 => 1,
        share if share < 0.03 => 2,
        share if share < 0.10 => 3,
        _ => 4,
    }
}

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::{Request, RequestKind, Shift};
use crate::plan::Plan;
use crate::report::roster::shift_name;
use crate::report::words;

/// Days side by side; a longer plan goes on in another table.
const DAYS_IN_A_TABLE: usize = 28;

/// The roster as a grid of agents and days.
#[derive(Debug, Serialize)]
pub(super) struct RosterGrid {
    legend: Vec<Legend>,
    tables: Vec<Table>,
    has_leave: bool,
    has_posts: bool,
}

#[derive(Debug, Serialize)]
struct Legend {
    name: String,
    hue: usize,
}

#[derive(Debug, Serialize)]
struct Table {
    title: String,
    days: Vec<Head>,
    rows: Vec<Row>,
    posts: Vec<PostRow>,
}

#[derive(Debug, Serialize)]
struct Head {
    weekday: String,
    date: String,
    is_weekend: bool,
    is_monday: bool,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    detail: String,
    cells: Vec<Cell>,
    hours: String,
}

#[derive(Debug, Serialize)]
struct Cell {
    /// `shift`, `leave`, `training`, `unavailable` or `off`.
    kind: &'static str,
    start: String,
    end: String,
    hue: usize,
    title: String,
    is_weekend: bool,
    is_monday: bool,
}

/// How many work a shift that posts ask for, day by day.
#[derive(Debug, Serialize)]
struct PostRow {
    name: String,
    cells: Vec<PostCell>,
    sum: String,
    tone: &'static str,
}

#[derive(Debug, Serialize)]
struct PostCell {
    /// `2/3`; nothing where no post is.
    text: String,
    /// `bad` where people are missing, else `soft`.
    tone: &'static str,
    is_weekend: bool,
    is_monday: bool,
}

/// The grid, four weeks to a table.
pub(super) fn roster(plan: &Plan) -> RosterGrid {
    let days: Vec<usize> = (0..plan.scenario.grid.days()).collect();
    let shifts = plan.scenario.shifts.iter().enumerate();
    RosterGrid {
        legend: shifts.map(|(index, shift)| Legend { name: shift.id.clone(), hue: hue(index) }).collect(),
        tables: days.chunks(DAYS_IN_A_TABLE).map(|days| table(plan, days)).collect(),
        has_leave: plan.scenario.requests.iter().any(|request| request.kind == RequestKind::Leave),
        has_posts: !plan.scenario.posts.is_empty(),
    }
}

/// Hues far apart for neighbours in the list: steps of the golden angle around the wheel, from blue.
fn hue(index: usize) -> usize {
    (215.0 + index as f64 * 137.508) as usize % 360
}

fn table(plan: &Plan, days: &[usize]) -> Table {
    let grid = &plan.scenario.grid;
    let date = |day: usize| grid.date(day as i32);
    let head = |&day: &usize| Head {
        weekday: date(day).format("%a").to_string(),
        date: date(day).format("%-d").to_string(),
        is_weekend: is_weekend(plan, day),
        is_monday: is_monday(plan, day),
    };
    Table {
        title: words::date_range(date(days[0]), date(days[days.len() - 1])),
        days: days.iter().map(head).collect(),
        rows: (0..plan.scenario.agents.len()).map(|agent| row(plan, agent, days)).collect(),
        posts: post_rows(plan, days),
    }
}

/// A row for each shift that posts of these days ask for, in the order of the shifts.
fn post_rows(plan: &Plan, days: &[usize]) -> Vec<PostRow> {
    let gaps: BTreeMap<usize, u32> = plan.post_gaps.iter().map(|gap| (gap.post, gap.rostered)).collect();
    let mut by_shift: BTreeMap<usize, BTreeMap<usize, (u32, u32)>> = BTreeMap::new();
    for (index, post) in plan.scenario.posts.iter().enumerate().filter(|(_, post)| days.contains(&post.day)) {
        let there = gaps.get(&index).copied().unwrap_or(post.required);
        by_shift.entry(post.shift).or_default().insert(post.day, (there, post.required));
    }
    let row = |(shift, posts): (usize, BTreeMap<usize, (u32, u32)>)| {
        let missing: u32 = posts.values().map(|(there, asked)| asked.saturating_sub(*there)).sum();
        let sum = posts.values().fold((0, 0), |sum, post| (sum.0 + post.0, sum.1 + post.1));
        PostRow {
            name: plan.scenario.shifts[shift].id.clone(),
            cells: days.iter().map(|day| post_cell(plan, posts.get(day).copied(), *day)).collect(),
            sum: of_asked(sum),
            tone: tone(missing),
        }
    };
    by_shift.into_iter().map(row).collect()
}

fn post_cell(plan: &Plan, post: Option<(u32, u32)>, day: usize) -> PostCell {
    PostCell {
        text: post.map_or_else(String::new, of_asked),
        tone: tone(post.map_or(0, |(there, asked)| asked.saturating_sub(there))),
        is_weekend: is_weekend(plan, day),
        is_monday: is_monday(plan, day),
    }
}

/// `2/3`: those there of those asked for.
fn of_asked((there, asked): (u32, u32)) -> String {
    format!("{there}/{asked}")
}

fn tone(missing: u32) -> &'static str {
    if missing > 0 { "bad" } else { "soft" }
}

fn row(plan: &Plan, index: usize, days: &[usize]) -> Row {
    let agent = &plan.scenario.agents[index];
    let shifts: &[Shift] = plan.rostered.roster.lines.get(index).map_or(&[], |line| &line.shifts);
    let here: Vec<&Shift> =
        shifts.iter().filter(|shift| days.iter().any(|&day| shift.day == day as i32)).collect();
    let requests: Vec<&Request> =
        plan.scenario.requests.iter().filter(|request| request.agent == index).collect();
    let cell = |&day: &usize| {
        let shift = here.iter().find(|shift| shift.day == day as i32);
        shift.map_or_else(|| free_cell(plan, &requests, day), |shift| shift_cell(plan, shift, day))
    };
    // The sum of no numbers has a sign.
    let paid = here.iter().map(|shift| shift.paid().hours()).sum::<f64>() + 0.0;
    Row {
        name: agent.name.clone(),
        detail: format!("{}, {}", agent.id, words::people(&plan.scenario, agent.contract, &agent.skills)),
        cells: days.iter().map(cell).collect(),
        hours: format!("{paid:.1}"),
    }
}

fn shift_cell(plan: &Plan, shift: &Shift, day: usize) -> Cell {
    let grid = &plan.scenario.grid;
    let clock = |moment| grid.local(moment).format("%H:%M").to_string();
    let breaks: Vec<String> =
        shift.breaks.iter().map(|rest| format!("{}-{}", clock(rest.start), clock(rest.end))).collect();
    let rest = if breaks.is_empty() { String::new() } else { format!(", breaks {}", breaks.join(", ")) };
    let name = shift_name(&plan.scenario, shift);
    Cell {
        kind: "shift",
        start: clock(shift.start),
        end: clock(shift.end),
        hue: shift.template.map_or(0, hue),
        title: format!("{name} {}-{}, {} paid{rest}", clock(shift.start), clock(shift.end), shift.paid()),
        is_weekend: is_weekend(plan, day),
        is_monday: is_monday(plan, day),
    }
}

fn free_cell(plan: &Plan, requests: &[&Request], day: usize) -> Cell {
    let grid = &plan.scenario.grid;
    let (from, to) = (grid.at(day as i32, 0), grid.at(day as i32 + 1, 0));
    let whole_day = |request: &&&Request| request.from <= from && to <= request.to;
    let kinds = requests.iter().filter(whole_day).map(|request| match request.kind {
        RequestKind::Leave => "leave",
        RequestKind::Training => "training",
        RequestKind::Unavailable => "unavailable",
        _ => "off",
    });
    let kind = kinds.filter(|&kind| kind != "off").min().unwrap_or("off");
    Cell {
        kind,
        start: String::new(),
        end: String::new(),
        hue: 0,
        title: String::new(),
        is_weekend: is_weekend(plan, day),
        is_monday: is_monday(plan, day),
    }
}

fn is_weekend(plan: &Plan, day: usize) -> bool {
    use chrono::Weekday::{Sat, Sun};
    matches!(plan.scenario.grid.weekday(day as i32), Sat | Sun)
}

fn is_monday(plan: &Plan, day: usize) -> bool {
    plan.scenario.grid.weekday(day as i32) == chrono::Weekday::Mon
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn who_does_not_work_has_no_hours() {
        let mut plan = sample::plan();
        plan.rostered.roster.lines[0].shifts.clear();
        assert_eq!(row(&plan, 0, &[0, 1]).hours, "0.0");
    }
}

//! A shift lies in the plan, on the grid, and is one that its template offers to the agent's contract and skills.
//!
//! A shift the planner settled beforehand may differ from its template in start, length, weekday, contract and skills.

use std::collections::BTreeSet;

use super::{case::Case, words};
use crate::model::{Shift, ShiftTemplate, Skills, Violation};
use crate::units::Minutes;

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    for shift in &case.shifts {
        judge_place(case, shift, found);
        match case.template(shift) {
            Some(template) if !case.is_fixed(shift) => judge_template(case, shift, template, found),
            Some(_) => {}
            None => {
                let known = words::joined(case.scenario.shifts.iter().map(|template| template.id.clone()));
                found.push(case.violation(
                    shift.day,
                    "shift-template",
                    format!("{} of no kind known", words::shift(case.grid, shift)),
                    format!("a shift of a kind in the plan: {known}"),
                ));
            }
        }
    }
}

/// In the plan's days, counted to the day it starts on, with its ends on the borders of intervals.
fn judge_place(case: &Case, shift: &Shift, found: &mut Vec<Violation>) {
    let grid = case.grid;
    let day = grid.day_at(shift.start);
    if !case.plan_days().contains(&day) {
        let last = grid.days() as i32 - 1;
        found.push(case.violation(
            shift.day,
            "horizon",
            words::shift(grid, shift),
            format!("shifts that start from {} to {}", words::day(grid, 0), words::day(grid, last)),
        ));
    }
    if shift.day != day {
        found.push(case.violation(
            shift.day,
            "shift-day",
            format!("{} counted to {}", words::shift(grid, shift), words::day(grid, shift.day)),
            format!("counted to {}, the day it starts on", words::day(grid, day)),
        ));
    }
    if !grid.is_border(shift.start) || !grid.is_border(shift.end) {
        found.push(case.violation(
            shift.day,
            "shift-grid",
            words::shift(grid, shift),
            format!("start and end on a multiple of {}", grid.interval()),
        ));
    }
    if shift.length() <= Minutes::ZERO {
        found.push(case.violation(
            shift.day,
            "shift-length",
            format!("{} that ends no later than it starts", words::shift(grid, shift)),
            "an end after the start".to_owned(),
        ));
    }
}

fn judge_template(case: &Case, shift: &Shift, template: &ShiftTemplate, found: &mut Vec<Violation>) {
    let grid = case.grid;
    let id = &template.id;
    // The grid says what a template's time of day means where the clock skips it or shows it twice.
    if !template.starts.iter().any(|&minute| grid.at(shift.day, minute) == shift.start) {
        found.push(case.violation(
            shift.day,
            "shift-start",
            format!("shift {id} starts {}", words::moment(grid, shift.start)),
            format!("{id} starts at {}", words::clocks(&template.starts)),
        ));
    }
    let weekday = grid.weekday(shift.day);
    if !template.weekdays.contains(&weekday) {
        let weekdays = words::joined(template.weekdays.iter().map(ToString::to_string));
        found.push(case.violation(
            shift.day,
            "shift-weekday",
            format!("shift {id} on a {weekday}"),
            format!("{id} on {weekdays}"),
        ));
    }
    if !template.lengths.contains(&shift.length()) {
        found.push(case.violation(
            shift.day,
            "shift-length",
            format!("shift {id} of {}", shift.length()),
            format!("{id} of {}", words::lengths(&template.lengths)),
        ));
    }
    if let Some(contracts) = &template.contracts
        && !contracts.contains(&case.agent.contract)
    {
        // Agents with rules of their own are on contracts of the same id.
        let known = contracts.iter().filter_map(|&contract| case.scenario.contracts.get(contract));
        let ids: BTreeSet<&str> = known.map(|contract| contract.id.as_str()).collect();
        found.push(case.violation(
            shift.day,
            "shift-contract",
            format!("shift {id} under contract {}", case.contract.id),
            format!("{id} under {}", words::joined(ids.into_iter().map(str::to_owned))),
        ));
    }
    let lacking = lacking(case, &template.skills);
    if !lacking.is_empty() {
        let lacking = words::joined(lacking.into_iter());
        found.push(case.violation(
            shift.day,
            "shift-skills",
            format!("shift {id} without {lacking}"),
            format!("{id} by whoever has {lacking}"),
        ));
    }
}

/// The skills asked for that the agent has not, by name.
fn lacking(case: &Case, asked: &Skills) -> Vec<String> {
    let own = &case.agent.skills;
    let id = |queue: &usize| case.scenario.queues.get(*queue).map_or(queue.to_string(), |of| of.id.clone());
    let queues = asked.queues().iter().filter(|queue| !own.queues().contains(queue)).map(id);
    let others = asked.others().iter().filter(|name| !own.others().contains(name)).cloned();
    queues.chain(others).collect()
}

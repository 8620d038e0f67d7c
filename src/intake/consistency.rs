use std::collections::HashMap;

use super::agents::Agents;
use super::contracts::ContractDraft;
use super::day_rules;
use super::faults::{Faults, Place};
use super::laws;
use super::nearest::nearest;
use super::queues::QueueDraft;
use super::shifts::ShiftDraft;
use crate::model::{Agent, Contract, Grid, ShiftTemplate, Span};
use crate::units::Minutes;

/// Two things of one kind must not share an id.
pub(super) fn check_ids<'a>(
    kind: &str,
    ids: impl Iterator<Item = (&'a str, &'a Place)>,
    faults: &mut Faults,
) {
    let mut lines: HashMap<&str, Option<usize>> = HashMap::new();
    for (id, place) in ids {
        if let Some(line) = lines.insert(id, place.line) {
            let line = line.unwrap_or_default();
            let message = format!("two {kind}s have the same id; the other is on line {line}");
            faults.error("duplicate-id", place, message, id, format!("an id for each {kind}"));
        }
    }
}

/// Rules of a contract that cannot be kept together.
pub(super) fn check_contracts(
    contracts: &[ContractDraft],
    shifts: &[ShiftDraft],
    grid: Option<&Grid>,
    faults: &mut Faults,
) {
    for (index, draft) in contracts.iter().enumerate() {
        let contract = &draft.contract;
        let templates = templates_of(index, shifts);
        if templates.is_empty() && shifts.is_empty() {
            // Told already, or unreadable.
            continue;
        }
        if templates.is_empty() {
            let message = format!("contract `{}` has no shift it may work", contract.id);
            let remedy = "the contract in a shift's `contracts`, or a shift for all";
            faults.error("no-shift-for-contract", &draft.place, message, "", remedy);
            continue;
        }
        let name = format!("contract `{}`", contract.id);
        check_runs(&name, contract, &draft.runs_places, faults);
        day_rules::check(&name, contract, &templates, &draft.day_hours_place, faults);
        laws::check_breaks(&name, contract, &templates, &draft.place, faults);
        check_week(&name, contract.week, contract, &templates, &draft.hours_place, faults);
        let Some(grid) = grid else { continue };
        check_quotas(&name, contract, &templates, shifts, grid, &draft.min_shifts_place, faults);
        if let Some(plan) = contract.plan {
            check_span_hours(&name, contract.week, plan, SpanOf::Plan(grid), &draft.plan_hours_place, faults);
        }
        if let Some(month) = contract.month {
            check_span_hours(&name, contract.week, month, SpanOf::Month, &draft.month_hours_place, faults);
        }
    }
}

/// The least days, nights and days off in a row are no more than the most.
fn check_runs(name: &str, contract: &Contract, places: &[Place; 3], faults: &mut Faults) {
    let runs = [
        ("days", contract.min_consecutive_days, contract.max_consecutive_days),
        ("nights", contract.min_consecutive_nights, contract.max_consecutive_nights),
        ("days_off", contract.min_consecutive_days_off, contract.max_consecutive_days_off),
    ];
    for ((what, least, most), place) in runs.into_iter().zip(places) {
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            let message =
                format!("{name}: the least {} in a row are more than the most", what.replace('_', " "));
            let found = format!("at least {least}, at most {most}");
            let remedy = format!("min_consecutive_{what} no greater than max_consecutive_{what}");
            faults.error("contradicting-rules", place, message, found, remedy);
        }
    }
}

/// The least shifts of a kind can be worked: they are among these, on so many days, and no more than the most.
fn check_quotas(
    name: &str,
    contract: &Contract,
    templates: &[&ShiftTemplate],
    shifts: &[ShiftDraft],
    grid: &Grid,
    place: &Place,
    faults: &mut Faults,
) {
    for quota in &contract.min_shifts {
        let template = &shifts[quota.shift].template;
        let is_allowed = templates.iter().any(|known| known.id == template.id);
        let is_on = |day: &i32| is_allowed && template.weekdays.contains(&grid.weekday(*day));
        let days = (0..grid.days() as i32).filter(is_on).count() as u32;
        let limit = contract.max_shifts.iter().find(|limit| limit.shift == quota.shift);
        let most = limit.map_or(days, |limit| limit.most.min(days));
        if quota.least > most {
            let message = format!("{name}: so many shifts `{}` cannot be worked", template.id);
            let found = format!("at least {}, at most {most} in the plan", quota.least);
            let remedy =
                "fewer in min_shifts; or more days, contracts or max_shifts of that shift, or its skills";
            faults.error("contradicting-rules", place, message, found, remedy);
        }
    }
}

/// An agent's own rules and hours have to be possible together; `named` contracts are the plan's.
pub(super) fn check_agents(
    agents: &Agents,
    contracts: &[Contract],
    named: usize,
    shifts: &[ShiftDraft],
    grid: &Grid,
    faults: &mut Faults,
) {
    for (agent, row) in agents.list.iter().zip(&agents.rows) {
        let (contract, mut name) = (&contracts[agent.contract], format!("agent `{}`", agent.id));
        let has_own_rules = agent.contract >= named;
        let week = agent.week.unwrap_or(contract.week);
        let templates = templates_for(agent, shifts);
        let lacks_skills = templates.len() < templates_of(agent.contract, shifts).len();
        if lacks_skills {
            name += ", by the shifts of their skills";
        }
        if has_own_rules || agent.week.is_some() || lacks_skills {
            check_week(&name, week, contract, &templates, &row.hours_place, faults);
        }
        if agent.week.is_some() {
            laws::check_week(&name, contract, week, &row.hours_place, faults);
        }
        if has_own_rules {
            check_runs(&name, contract, &row.runs_places, faults);
            day_rules::check(&name, contract, &templates, &row.day_hours_place, faults);
            laws::check_breaks(&name, contract, &templates, &row.law_place, faults);
            if let Some(plan) = contract.plan {
                check_span_hours(&name, week, plan, SpanOf::Plan(grid), &row.plan_hours_place, faults);
            }
            if let Some(month) = contract.month {
                check_span_hours(&name, week, month, SpanOf::Month, &row.month_hours_place, faults);
            }
        }
        if has_own_rules || lacks_skills {
            let place = &row.least_shifts_place;
            check_quotas(&name, contract, &templates, shifts, grid, place, faults);
        }
    }
}

/// The kinds of shift a contract may work.
pub(super) fn templates_of(contract: usize, shifts: &[ShiftDraft]) -> Vec<&ShiftTemplate> {
    let may_work = |template: &&ShiftTemplate| template.is_for(contract);
    shifts.iter().map(|draft| &draft.template).filter(may_work).collect()
}

/// The kinds of shift that an agent may work, by contract and skills.
pub(super) fn templates_for<'s>(agent: &Agent, shifts: &'s [ShiftDraft]) -> Vec<&'s ShiftTemplate> {
    let is_open = |template: &&ShiftTemplate| template.is_open_to(agent.contract, &agent.skills);
    shifts.iter().map(|draft| &draft.template).filter(is_open).collect()
}

/// The paid time of a shift of a template.
pub(super) fn paid(template: &ShiftTemplate, length: Minutes) -> Minutes {
    let unpaid = template.breaks.iter().filter(|rule| !rule.is_paid && length > rule.if_longer_than);
    length - unpaid.map(|rule| rule.length).sum()
}

/// The least hours of a week have to fit into its days, and one shift into the most.
fn check_week(
    name: &str,
    week: Span,
    contract: &Contract,
    templates: &[&ShiftTemplate],
    place: &Place,
    faults: &mut Faults,
) {
    let paid_of = |template: &ShiftTemplate| -> Vec<Minutes> {
        day_rules::lengths(contract, template).into_iter().map(|length| paid(template, length)).collect()
    };
    let all: Vec<Minutes> = templates.iter().flat_map(|template| paid_of(template)).collect();
    // Where there is none a fault says so already.
    let (Some(shortest), Some(longest)) = (all.iter().min().copied(), all.iter().max().copied()) else {
        return;
    };
    let days = most_days(contract, templates);
    let most = longest * days as i32;
    if week.min > most {
        let message = format!("{name}: the least hours of a week cannot be worked");
        let found = format!("at least {}, but {days} days of at most {longest} paid make {most}", week.min);
        let remedy = "fewer hours, longer shifts, more max_days_per_week or a shorter min_rest";
        faults.error("contradicting-rules", place, message, found, remedy);
    }
    if week.max < shortest && week.max > Minutes::ZERO {
        let message = format!("{name}: the most hours of a week are less than its shortest shift");
        let found = format!("at most {}, the shortest shift pays {shortest}", week.max);
        faults.error("contradicting-rules", place, message, found, "more hours, or shorter shifts");
    }
}

/// The most days of a week on which anyone on the contract can start a shift.
fn most_days(contract: &Contract, templates: &[&ShiftTemplate]) -> u32 {
    let weekdays = (0..7u32)
        .filter(|&day| {
            templates
                .iter()
                .any(|template| template.weekdays.iter().any(|known| known.num_days_from_monday() == day))
        })
        .count() as u32;
    let starts = || templates.iter().flat_map(|template| template.starts.iter().copied());
    let spread = starts().max().unwrap_or(0) - starts().min().unwrap_or(0);
    let shortest = templates.iter().filter_map(|template| template.lengths.first()).min();
    let shortest = shortest.map_or(0, |length| length.get());
    // Shifts that follow each other as early as rest allows start this many days apart, at least, in the long
    // run; one more fits a week by starting late on the first day and early on the last.
    let apart = (shortest + contract.min_rest.get()).max(1);
    let by_rest = ((6 * 1440 + spread) / apart + 1) as u32;
    weekdays.min(contract.max_days_per_week.unwrap_or(7)).min(by_rest)
}

/// What hours beside those of a week are of.
#[derive(Clone, Copy)]
enum SpanOf<'a> {
    Plan(&'a Grid),
    Month,
}

impl SpanOf<'_> {
    /// The fewest and the most weeks that it has.
    fn weeks(self) -> (f64, f64) {
        match self {
            SpanOf::Plan(grid) => weeks_of(grid),
            SpanOf::Month => (28.0 / 7.0, 31.0 / 7.0),
        }
    }

    /// Its name, and the key that says its hours.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            SpanOf::Plan(_) => ("plan", "hours_in_plan"),
            SpanOf::Month => ("month", "hours_per_month"),
        }
    }
}

/// How many weeks' least hours a plan asks for, and how many weeks' most it allows: of weeks cut by its edges all of the
/// most, and of the least the share of their days less a day of five.
fn weeks_of(grid: &Grid) -> (f64, f64) {
    let weeks = grid.week_of(0)..=grid.week_of(grid.days() as i32 - 1);
    let least = |week: i32| match grid.days_of_week(week).len() {
        7 => 1.0,
        days => (days as f64 / 7.0 - 0.2).max(0.0),
    };
    (weeks.clone().map(least).sum(), weeks.count() as f64)
}

/// The hours of the plan, or of a month, have to agree with those of its weeks.
fn check_span_hours(name: &str, week: Span, span: Span, of: SpanOf<'_>, place: &Place, faults: &mut Faults) {
    let (fewest, most) = of.weeks();
    let share = |hours: Minutes, weeks: f64| Minutes::from_hours(hours.hours() * weeks);
    // A minute a week of rounding is allowed.
    let slack = Minutes::new(most.ceil() as i32 + 1);
    let (from, to) = (share(week.min, fewest), share(week.max, most));
    if span.min > to + slack || span.max + slack < from {
        let (what, key) = of.words();
        let message = format!("{name}: the hours of the {what} contradict those of a week");
        let found = format!("{}-{} in the {what}; its weeks make {from}-{to}", span.min, span.max);
        let remedy = format!("{key} that overlap hours_per_week times the weeks of the {what}");
        faults.error("contradicting-rules", place, message, found, remedy);
    }
}

/// A queue that nobody can serve is worth knowing, and a shift whose skills nobody has, where all agents could be read.
pub(super) fn check_skills(
    queues: &[QueueDraft],
    shifts: &[ShiftDraft],
    agents: &Agents,
    faults: &mut Faults,
) {
    if agents.list.is_empty() || faults.is_silenced("nobody-skilled") {
        return;
    }
    for (index, queue) in queues.iter().enumerate() {
        if !agents.list.iter().any(|agent| agent.skills.contains(index)) {
            let message = format!("nobody has the skill for queue `{}`", queue.id);
            let remedy = "its id in the skills of some agents";
            faults.warn("nobody-skilled", &queue.id_place, message, "", remedy);
        }
    }
    for draft in shifts {
        let is_skilled = |agent: &Agent| agent.skills.include(&draft.template.skills);
        if !agents.list.iter().any(is_skilled) {
            let message = format!("nobody has the skills of shift `{}`", draft.template.id);
            let remedy = meant_skill(draft, queues, agents)
                .map_or("all of them in the skills of some agents".to_owned(), |meant| {
                    format!("did you mean `{meant}`? Else all of them in the skills of some agents")
                });
            faults.warn("nobody-skilled", &draft.skills_place, message, draft.skills.join(", "), remedy);
        }
    }
}

/// A queue, or a skill that somebody has, near enough to one of a shift's that nobody has to have been meant.
fn meant_skill<'a>(draft: &ShiftDraft, queues: &'a [QueueDraft], agents: &'a Agents) -> Option<&'a str> {
    let others = agents.list.iter().flat_map(|agent| agent.skills.others()).map(String::as_str);
    let mut known: Vec<&str> = queues.iter().map(|queue| queue.id.as_str()).chain(others).collect();
    known.retain(|name| !draft.skills.iter().any(|asked| asked == name));
    let is_had = |name: &&String| agents.list.iter().any(|agent| agent.skills.others().contains(name));
    let mut unknown = draft.template.skills.others().iter().filter(|name| !is_had(name));
    unknown.find_map(|name| nearest(name, known.iter().copied()))
}

use chrono::Timelike;

use super::agents::Agents;
use super::contracts::ContractDraft;
use super::faults::Faults;
use super::requests::RequestDraft;
use super::shifts::ShiftDraft;
use crate::model::{Grid, Request, RequestKind};
use crate::units::{Minutes, Moment};

/// What the checks of settled requests look at.
pub(super) struct Settled<'a> {
    pub requests: &'a [RequestDraft],
    pub agents: &'a Agents,
    pub shifts: &'a [ShiftDraft],
    pub contracts: &'a [ContractDraft],
    pub grid: &'a Grid,
}

/// Requests that contradict each other, or rules nobody may break.
pub(super) fn check(settled: &Settled<'_>, faults: &mut Faults) {
    let mut by_agent: Vec<Vec<&RequestDraft>> = vec![Vec::new(); settled.agents.list.len()];
    for draft in settled.requests {
        by_agent[draft.request.agent].push(draft);
    }
    for (agent, mut drafts) in by_agent.into_iter().enumerate() {
        drafts.sort_by_key(|draft| (draft.place.line, draft.request.from));
        check_overlaps(settled, &drafts, faults);
        let mut fixed: Vec<&RequestDraft> =
            drafts.iter().copied().filter(|draft| is_fixed(&draft.request)).collect();
        fixed.sort_by_key(|draft| draft.request.from);
        for draft in &fixed {
            check_template(settled, draft, faults);
        }
        check_rest(settled, agent, &fixed, faults);
        check_days(settled, agent, &fixed, faults);
    }
}

fn is_fixed(request: &Request) -> bool {
    matches!(request.kind, RequestKind::Fixed { .. })
}

fn word(kind: &RequestKind) -> &'static str {
    match kind {
        RequestKind::Leave => "leave",
        RequestKind::Training => "training",
        RequestKind::Unavailable => "unavailable",
        RequestKind::Prefer { .. } => "prefer",
        RequestKind::Avoid { .. } => "avoid",
        RequestKind::Fixed { .. } => "fixed",
    }
}

fn id<'a>(settled: &'a Settled<'_>, draft: &RequestDraft) -> &'a str {
    &settled.agents.list[draft.request.agent].id
}

/// Whether two kinds of request cannot hold at the same time.
fn contradict(one: &Request, other: &Request) -> bool {
    use RequestKind::{Fixed, Leave, Training, Unavailable};
    let is_away = |kind: &RequestKind| matches!(kind, Leave | Training | Unavailable);
    match (&one.kind, &other.kind) {
        (Leave | Training, Leave | Training) | (Fixed { .. }, Fixed { .. }) => true,
        (Training, Unavailable) | (Unavailable, Training) => true,
        // Training for part of a day is inside the shift of that day.
        (Training, Fixed { .. }) => !is_inside(one, other),
        (Fixed { .. }, Training) => !is_inside(other, one),
        (Fixed { .. }, kind) | (kind, Fixed { .. }) => is_away(kind),
        _ => false,
    }
}

fn is_inside(part: &Request, whole: &Request) -> bool {
    whole.from <= part.from && part.to <= whole.to
}

fn check_overlaps(settled: &Settled<'_>, drafts: &[&RequestDraft], faults: &mut Faults) {
    for (second, draft) in drafts.iter().enumerate() {
        let clash = drafts[..second].iter().find(|other| {
            let (one, other) = (&other.request, &draft.request);
            one.from < other.to && other.from < one.to && contradict(one, other)
        });
        let Some(other) = clash else { continue };
        let words = [word(&other.request.kind), word(&draft.request.kind)];
        let (code, what) = match words {
            ["leave", "fixed"] | ["fixed", "leave"] => ("leave-and-fixed", "leave and a fixed shift at once"),
            _ => ("overlapping-requests", "two requests at once that cannot both hold"),
        };
        let message = format!("agent `{}` has {what}", id(settled, draft));
        let line = other.place.line.unwrap_or_default();
        let found = format!("{} here, {} on line {line}", words[1], words[0]);
        faults.error(code, &draft.place, message, found, "one of the two, or other times");
    }
}

/// A fixed shift has to be one its kind allows, by someone who may work it.
fn check_template(settled: &Settled<'_>, draft: &RequestDraft, faults: &mut Faults) {
    let RequestKind::Fixed { shift } = draft.request.kind else { return };
    let (request, grid) = (&draft.request, settled.grid);
    let template = &settled.shifts[shift].template;
    let agent = &settled.agents.list[request.agent];
    let start = grid.local(request.from);
    let minute = (start.hour() * 60 + start.minute()) as i32;
    let length = request.to - request.from;
    let day = grid.day_at(request.from);
    let mut refuse = |what: &str, found: String| {
        let message = format!("agent `{}`: the fixed shift {what} shift `{}`", agent.id, template.id);
        let remedy = "times and a shift of the plan that agree";
        faults.error("fixed-off-template", &draft.place, message, found, remedy);
    };
    if !template.starts.contains(&minute) {
        refuse("begins at no start of", start.format("%H:%M").to_string());
    } else if !template.lengths.contains(&length) {
        refuse("has no length of", length.to_string());
    } else if !template.weekdays.contains(&grid.weekday(day)) {
        refuse("is on no day of", grid.weekday(day).to_string());
    } else if template.contracts.as_ref().is_some_and(|contracts| !contracts.contains(&agent.contract)) {
        let contract = &settled.contracts[agent.contract].contract.id;
        refuse("is not for their contract:", format!("contract {contract}"));
    }
    if agent.from_day.is_some_and(|from| day < from) || agent.until_day.is_some_and(|until| day > until) {
        let message = format!("agent `{}` has a fixed shift before they come or after they leave", agent.id);
        let remedy = "a day between the agent's `from` and `until`";
        faults.error("fixed-outside-employment", &draft.place, message, grid.date(day).to_string(), remedy);
    }
}

/// Fixed shifts keep the rest of the contract, from the history on.
fn check_rest(settled: &Settled<'_>, agent: usize, fixed: &[&RequestDraft], faults: &mut Faults) {
    let agent = &settled.agents.list[agent];
    let contract = &settled.contracts[agent.contract].contract;
    let grid = settled.grid;
    let before = agent.history.iter().max_by_key(|shift| shift.end);
    let mut last: Option<(Moment, i32)> = before.map(|shift| (shift.end, shift.day));
    for draft in fixed {
        let (from, to) = (draft.request.from, draft.request.to);
        let day = grid.day_at(from);
        // Overlaps, and two shifts on one day, have their own faults.
        if let Some((rest, last_day)) = last.map(|(last, day)| (from - last, day))
            && Minutes::ZERO <= rest
            && last_day != day
            && rest < contract.min_rest
        {
            let message = format!("agent `{}` has too little rest before this fixed shift", agent.id);
            let remedy = format!("at least {} between the shifts", contract.min_rest);
            faults.error("fixed-breaks-rest", &draft.place, message, rest.to_string(), remedy);
        }
        last = last.max(Some((to, day)));
    }
}

/// Fixed shifts keep to one a day and to the days and hours of the contract.
fn check_days(settled: &Settled<'_>, agent: usize, fixed: &[&RequestDraft], faults: &mut Faults) {
    let agent = &settled.agents.list[agent];
    let contract = &settled.contracts[agent.contract].contract;
    let grid = settled.grid;
    let mut days: Vec<i32> = agent.history.iter().map(|shift| shift.day).collect();
    for draft in fixed {
        let day = grid.day_at(draft.request.from);
        let mut refuse = |found: String, remedy: String| {
            let message = format!("agent `{}` has more fixed shifts than the contract allows", agent.id);
            faults.error("fixed-breaks-contract", &draft.place, message, found, remedy);
        };
        if days.contains(&day) {
            refuse(format!("two shifts on {}", grid.date(day)), "one shift a day".to_owned());
            continue;
        }
        days.push(day);
        let in_week = days.iter().filter(|other| grid.week_of(**other) == grid.week_of(day)).count() as u32;
        let in_row = (0..).take_while(|before| days.contains(&(day - before))).count() as u32;
        if let Some(most) = contract.max_days_per_week.filter(|most| in_week == most + 1) {
            refuse(
                format!("{in_week} days in the week of {}", grid.date(day)),
                format!("at most {most} days a week"),
            );
        } else if let Some(most) = contract.max_consecutive_days.filter(|most| in_row == most + 1) {
            refuse(
                format!("{in_row} days in a row up to {}", grid.date(day)),
                format!("at most {most} days in a row"),
            );
        }
    }
}

use super::agents::Agents;
use super::day_rules;
use super::faults::{Faults, Place};
use super::fixed;
use super::requests::RequestDraft;
use super::shifts::ShiftDraft;
use crate::model::{Contract, Grid, Request, RequestKind};

/// What the checks of settled requests look at.
pub(super) struct Settled<'a> {
    /// By file and line, those of the agents' availability first: of two that clash the later is to blame.
    pub requests: &'a [RequestDraft],
    pub agents: &'a Agents,
    pub shifts: &'a [ShiftDraft],
    pub contracts: &'a [Contract],
    pub grid: &'a Grid,
}

/// Requests that contradict each other, or rules nobody may break.
pub(super) fn check(settled: &Settled<'_>, faults: &mut Faults) {
    day_rules::check_training(settled, faults);
    let mut by_agent: Vec<Vec<&RequestDraft>> = vec![Vec::new(); settled.agents.list.len()];
    for draft in settled.requests {
        by_agent[draft.request.agent].push(draft);
    }
    for (agent, drafts) in by_agent.into_iter().enumerate() {
        check_overlaps(settled, &drafts, faults);
        fixed::check(settled, agent, &drafts, faults);
    }
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
    match (&one.kind, &other.kind) {
        (Leave | Training, Leave | Training) | (Fixed { .. }, Fixed { .. }) => true,
        (Training, Unavailable) | (Unavailable, Training) => true,
        // Training for part of a day is inside the shift of that day.
        (Training, Fixed { .. }) => !is_inside(one, other),
        (Fixed { .. }, Training) => !is_inside(other, one),
        (Fixed { .. }, kind) | (kind, Fixed { .. }) => kind.is_absence(),
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
        let file = if other.place.file == draft.place.file { String::new() } else { of_file(&other.place) };
        let found = format!("{} here, {} on line {line}{file}", words[1], words[0]);
        faults.error(code, &draft.place, message, found, "one of the two, or other times");
    }
}

/// ` of agents.csv`.
fn of_file(place: &Place) -> String {
    place.file.file_name().map_or_else(String::new, |name| format!(" of {}", name.to_string_lossy()))
}

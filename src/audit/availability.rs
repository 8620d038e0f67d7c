//! Nobody works before they start, after they leave, or while away; who is trained for part of a day is there.

use super::{case::Case, words};
use crate::model::{Request, RequestKind, Shift, Violation};

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    for shift in &case.shifts {
        judge_employment(case, shift, found);
    }
    for request in &case.requests {
        match request.kind {
            RequestKind::Leave => judge_away(case, request, "leave", found),
            RequestKind::Unavailable => judge_away(case, request, "unavailable", found),
            RequestKind::Training => judge_training(case, request, found),
            RequestKind::Prefer { .. } | RequestKind::Avoid { .. } | RequestKind::Fixed { .. } => {}
        }
    }
}

fn judge_employment(case: &Case, shift: &Shift, found: &mut Vec<Violation>) {
    if case.is_employed(shift.day) {
        return;
    }
    let day = |day: Option<i32>, limit: &str| {
        day.map(|day| format!("{limit} {}", words::day(case.grid, day))).unwrap_or_default()
    };
    let (from, until) = (day(case.agent.from_day, "from"), day(case.agent.until_day, "until"));
    found.push(case.violation(
        shift.day,
        "employment",
        words::shift(case.grid, shift),
        format!("shifts {from} {until}").split_whitespace().collect::<Vec<_>>().join(" "),
    ));
}

fn overlaps(shift: &Shift, request: &Request) -> bool {
    shift.start < request.to && request.from < shift.end
}

fn judge_away(case: &Case, request: &Request, rule: &'static str, found: &mut Vec<Violation>) {
    for shift in case.shifts.iter().filter(|shift| overlaps(shift, request)) {
        found.push(case.violation(
            shift.day,
            rule,
            words::shift(case.grid, shift),
            format!(
                "no work from {} to {}",
                words::moment(case.grid, request.from),
                words::moment(case.grid, request.to)
            ),
        ));
    }
}

/// Whole days of training are off the roster; a part of a day lies in a shift.
fn judge_training(case: &Case, request: &Request, found: &mut Vec<Violation>) {
    let grid = case.grid;
    let days = case.plan_days();
    let first = grid.day_at(request.from).max(*days.start());
    let last = grid.day_at(request.to).min(*days.end());
    for day in first..=last {
        let piece = Request {
            from: request.from.max(grid.at(day, 0)),
            to: request.to.min(grid.at(day + 1, 0)),
            ..request.clone()
        };
        if piece.from >= piece.to {
            continue;
        }
        if case.takes_whole_day(request, day) {
            judge_away(case, &piece, "training", found);
        } else if case.is_employed(day) {
            judge_cover(case, &piece, day, found);
        }
    }
}

fn judge_cover(case: &Case, piece: &Request, day: i32, found: &mut Vec<Violation>) {
    // The shift may be one that the history holds: a night shift into the first day.
    let mut shifts = case.history.iter().chain(&case.shifts);
    if shifts.any(|shift| shift.start <= piece.from && piece.to <= shift.end) {
        return;
    }
    let training = words::span(case.grid, piece.from, piece.to);
    found.push(case.violation(
        day,
        "training-cover",
        format!("no shift around the training {training}"),
        format!("a shift that covers {training}"),
    ));
}

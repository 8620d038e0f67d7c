//! Kinds of shift: so many of a kind in the plan at most and at least, and which may follow which on the day after.

use super::{case::Case, words};
use crate::model::{Shift, Succession, Violation};

pub(super) fn judge(case: &Case, found: &mut Vec<Violation>) {
    judge_most(case, found);
    judge_least(case, found);
    for shift in &case.shifts {
        for before in case.history.iter().chain(&case.shifts).filter(|before| before.day + 1 == shift.day) {
            judge_succession(case, before, shift, found);
        }
    }
}

/// The history does not count.
fn judge_most(case: &Case, found: &mut Vec<Violation>) {
    for limit in &case.contract.max_shifts {
        let of_kind = || case.shifts.iter().filter(|shift| shift.template == Some(limit.shift));
        let most = limit.most as usize;
        // The first one too many is the one to blame.
        let Some(shift) = of_kind().nth(most) else { continue };
        let id = case.template(shift).map_or("", |template| template.id.as_str());
        found.push(case.violation(
            shift.day,
            "shifts-of-a-kind",
            format!("{} of {id} in the plan", words::count(of_kind().count(), "shift")),
            format!("at most {} of {id}", words::count(most, "shift")),
        ));
    }
}

/// Who is there for a part of the plan owes that part, rounded down.
fn judge_least(case: &Case, found: &mut Vec<Violation>) {
    let days = case.plan_days();
    let there = days.clone().filter(|&day| case.is_employed(day)).count() as u64;
    let all = days.count() as u64;
    for quota in &case.contract.min_shifts {
        let worked = case.shifts.iter().filter(|shift| shift.template == Some(quota.shift)).count();
        let owed = (u64::from(quota.least) * there / all) as usize;
        if worked < owed {
            let id = case.scenario.shifts.get(quota.shift).map_or("", |template| template.id.as_str());
            found.push(case.violation(
                *case.plan_days().start(),
                "least-shifts-of-a-kind",
                format!("{} of {id} in the plan", words::count(worked, "shift")),
                format!("at least {} of {id}", words::count(owed, "shift")),
            ));
        }
    }
}

fn judge_succession(case: &Case, before: &Shift, shift: &Shift, found: &mut Vec<Violation>) {
    let (Some(first), Some(second)) = (case.template(before), case.template(shift)) else { return };
    let is_barred = |next: usize| {
        let is_it = |of: &Succession| before.template == Some(of.shift) && of.next == next;
        first.not_followed_by.contains(&next) || case.contract.successions.iter().any(is_it)
    };
    if shift.template.is_some_and(is_barred) {
        found.push(case.violation(
            shift.day,
            "succession",
            format!("{} on the day after {}, {}", second.id, first.id, words::day(case.grid, before.day)),
            format!("no {} on the day after {}", second.id, first.id),
        ));
    }
}

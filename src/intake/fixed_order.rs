use std::collections::BTreeSet;

use chrono::Weekday;

use super::faults::{Faults, counted};
use super::fixed::Fixed;
use super::requests::RequestDraft;
use crate::model::{Grid, RequestKind, Succession};
use crate::units::{Minutes, Moment};

/// Fixed shifts that no legal roster can have beside each other, or where they are.
pub(super) fn check(fixed: &Fixed<'_>, faults: &mut Faults) {
    check_kinds(fixed, faults);
    check_rotation(fixed, faults);
    check_nights(fixed, faults);
    check_room(fixed, faults);
    check_weekends(fixed, faults);
    check_weekly_rest(fixed, faults);
}

/// The kind of a fixed shift.
fn kind_of(draft: &RequestDraft) -> Option<usize> {
    match draft.request.kind {
        RequestKind::Fixed { shift } => Some(shift),
        _ => None,
    }
}

/// Fixed shifts keep to the number of their kind, and to what may follow what.
fn check_kinds(fixed: &Fixed<'_>, faults: &mut Faults) {
    let template = |shift: usize| &fixed.settled.shifts[shift].template;
    for limit in &fixed.contract.max_shifts {
        let mut of_kind = fixed.workable().filter(|(_, draft)| kind_of(draft) == Some(limit.shift));
        if let Some((_, draft)) = of_kind.nth(limit.most as usize) {
            let id = &template(limit.shift).id;
            let found = format!("{} fixed shifts `{id}`", limit.most + 1);
            fixed.refuse(draft, found, format!("at most {} of `{id}`", limit.most), faults);
        }
    }
    let mut before: Vec<(i32, Option<usize>)> =
        fixed.agent.history.iter().map(|shift| (shift.day, shift.template)).collect();
    for (day, draft) in fixed.workable() {
        let is_barred = |earlier: usize| {
            let own = |next: usize| fixed.contract.successions.contains(&Succession { shift: earlier, next });
            kind_of(draft).is_some_and(|next| template(earlier).not_followed_by.contains(&next) || own(next))
        };
        let yesterday = before.iter().filter(|(other, _)| other + 1 == day).filter_map(|(_, kind)| *kind);
        if let (Some(earlier), Some(later)) =
            (yesterday.into_iter().find(|&it| is_barred(it)), kind_of(draft))
        {
            let (earlier, later) = (&template(earlier).id, &template(later).id);
            let message =
                format!("agent `{}` has a fixed shift that may not follow the one before", fixed.agent.id);
            let found = format!("`{later}` on the day after `{earlier}`");
            let remedy = "another of the two shifts, or other `not_followed_by`";
            faults.error("fixed-breaks-succession", &draft.place, message, found, remedy);
        }
        before.push((day, kind_of(draft)));
    }
}

/// Fixed shifts on days in a row start no earlier than the one before.
fn check_rotation(fixed: &Fixed<'_>, faults: &mut Faults) {
    let clock = |from: Moment| fixed.grid.local(from).time();
    let mut before: Vec<(i32, Moment)> =
        fixed.agent.history.iter().map(|shift| (shift.day, shift.start)).collect();
    for (day, draft) in fixed.workable().filter(|_| fixed.contract.has_forward_rotation) {
        let start = draft.request.from;
        let earlier = before.iter().find(|(other, from)| other + 1 == day && clock(start) < clock(*from));
        if let Some((_, from)) = earlier {
            let found = format!("from {} on the day after {}", clock(start), clock(*from));
            fixed.refuse(draft, found, "a start no earlier than on the day before".to_owned(), faults);
        }
        before.push((day, start));
    }
}

/// Fixed night shifts keep to the most nights in a row.
fn check_nights(fixed: &Fixed<'_>, faults: &mut Faults) {
    let Some(most) = fixed.contract.max_consecutive_nights else { return };
    let kind = |shift: usize| fixed.settled.shifts[shift].template.is_night;
    let is_night = |template: Option<usize>, from: Moment, to: Moment| {
        template.and_then(kind).unwrap_or_else(|| is_night_by_clock(fixed.grid, from, to))
    };
    let posted = fixed.agent.history.iter().filter(|shift| is_night(shift.template, shift.start, shift.end));
    let mut nights: BTreeSet<i32> = posted.map(|shift| shift.day).collect();
    for (day, draft) in fixed.workable() {
        if !is_night(kind_of(draft), draft.request.from, draft.request.to) {
            continue;
        }
        nights.insert(day);
        let in_row = (0..).take_while(|before| nights.contains(&(day - before))).count() as u32;
        if in_row == most + 1 {
            let found = format!("{in_row} nights in a row up to {}", fixed.grid.date(day));
            fixed.refuse(draft, found, format!("at most {most} nights in a row"), faults);
        }
    }
}

/// Whether more than an hour lies between midnight and six.
fn is_night_by_clock(grid: &Grid, from: Moment, to: Moment) -> bool {
    let before_six = |day: i32| to.min(grid.at(day, 6 * 60)) - from.max(grid.at(day, 0));
    let minutes: Minutes =
        (grid.day_at(from)..=grid.day_at(to)).map(|day| before_six(day).max(Minutes::ZERO)).sum();
    minutes > Minutes::new(60)
}

/// There is room for the least days in a row around a fixed shift, and for the least days off before it.
fn check_room(fixed: &Fixed<'_>, faults: &mut Faults) {
    let posted = fixed.agent.history.iter().map(|shift| shift.day);
    let worked: BTreeSet<i32> = posted.chain(fixed.workable().map(|(day, _)| day)).collect();
    for (day, draft) in fixed.workable() {
        let before = worked.range(..day).next_back().copied();
        if let Some(least) = fixed.contract.min_consecutive_days
            && let Some(most) = longest_run(fixed, &worked, day)
            && most < least
            && before.is_none_or(|before| before < 0 || before + 1 < day)
        {
            let found = format!(
                "room for {} in a row around {}",
                counted(most as usize, "day", "days"),
                fixed.grid.date(day)
            );
            fixed.refuse(draft, found, format!("at least {least} days in a row"), faults);
        }
        if let (Some(least), Some(before)) = (fixed.contract.min_consecutive_days_off, before)
            && (day - before - 1) < least as i32
            && (before + 1..day).any(|between| between >= 0 && fixed.cannot_work(between))
        {
            let found = format!(
                "{} off before {}",
                counted((day - before - 1) as usize, "day", "days"),
                fixed.grid.date(day)
            );
            fixed.refuse(draft, found, format!("at least {least} days off in a row"), faults);
        }
    }
}

/// The most days in a row that can be worked around a day; nothing where they may go on beyond the plan.
fn longest_run(fixed: &Fixed<'_>, worked: &BTreeSet<i32>, day: i32) -> Option<u32> {
    let days = fixed.grid.days() as i32;
    let end = (day..days).find(|&day| fixed.cannot_work(day))?;
    let first = (0..day).rev().take_while(|&day| !fixed.cannot_work(day)).last().unwrap_or(day);
    let posted = (1..).take_while(|before| worked.contains(&(first - before))).count() as i32;
    (first > 0 || posted > 0).then_some((end - first + posted) as u32)
}

/// A fixed shift on half a weekend leaves the other half to be worked.
fn check_weekends(fixed: &Fixed<'_>, faults: &mut Faults) {
    for (day, draft) in fixed.workable().filter(|_| fixed.contract.has_complete_weekends) {
        let other = match fixed.grid.weekday(day) {
            Weekday::Sat => day + 1,
            Weekday::Sun => day - 1,
            _ => continue,
        };
        if (0..fixed.grid.days() as i32).contains(&other) && fixed.cannot_work(other) {
            let found = format!("{} cannot be worked", fixed.grid.date(other));
            fixed.refuse(draft, found, "both days of a weekend, or none".to_owned(), faults);
        }
    }
}

/// Fixed shifts leave the rest of each whole week somewhere between them.
fn check_weekly_rest(fixed: &Fixed<'_>, faults: &mut Faults) {
    let Some(least) = fixed.contract.weekly_rest else { return };
    let grid = fixed.grid;
    let posted = fixed.agent.history.iter().map(|shift| (shift.start, shift.end));
    let settled = fixed.workable().map(|(_, draft)| (draft.request.from, draft.request.to));
    let mut shifts: Vec<(Moment, Moment)> = posted.chain(settled).collect();
    shifts.sort_unstable();
    for monday in (0..=grid.days() as i32 - 7).filter(|&day| grid.weekday(day) == Weekday::Mon) {
        let (begins, ends) = (grid.at(monday, 0), grid.at(monday + 7, 0));
        let mut free_from = begins;
        let mut longest = Minutes::ZERO;
        for &(from, to) in shifts.iter().filter(|(from, to)| begins < *to && *from < ends) {
            longest = longest.max(from - free_from);
            free_from = free_from.max(to);
        }
        longest = longest.max(ends - free_from);
        let last = fixed.workable().filter(|(day, _)| (monday..monday + 7).contains(day)).last();
        if let Some((_, draft)) = last.filter(|_| longest < least) {
            let found = format!("at most {longest} of rest in the week of {}", grid.date(monday));
            fixed.refuse(draft, found, format!("{least} of rest in each week"), faults);
        }
    }
}

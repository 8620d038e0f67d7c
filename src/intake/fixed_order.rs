use std::collections::BTreeSet;

use chrono::Weekday;

use super::faults::{Faults, counted};
use super::fixed::Fixed;
use super::requests::RequestDraft;
use crate::model::{Grid, RequestKind, Succession};
use crate::units::{Minutes, Moment};

/// From when to when.
type Span = (Moment, Moment);

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

/// Fixed night shifts keep to the most nights in a row, and leave room for the least.
fn check_nights(fixed: &Fixed<'_>, faults: &mut Faults) {
    let (least, most) = (fixed.contract.min_consecutive_nights, fixed.contract.max_consecutive_nights);
    if least.is_none() && most.is_none() {
        return;
    }
    let history = fixed.agent.history.iter();
    let posted = history.filter(|shift| is_night(fixed, shift.template, shift.start, shift.end));
    let posted: BTreeSet<i32> = posted.map(|shift| shift.day).collect();
    let is_fixed_night =
        |draft: &RequestDraft| is_night(fixed, kind_of(draft), draft.request.from, draft.request.to);
    let (nights, others): (Vec<_>, Vec<_>) = fixed.workable().partition(|(_, draft)| is_fixed_night(draft));
    let all: BTreeSet<i32> = posted.iter().copied().chain(nights.iter().map(|(day, _)| *day)).collect();
    let others: BTreeSet<i32> = others.iter().map(|(day, _)| *day).collect();
    let can_be = |day: i32| all.contains(&day) || !fixed.cannot_work(day) && !others.contains(&day);
    for (day, draft) in nights {
        let in_row = (0..).take_while(|before| all.contains(&(day - before))).count() as u32;
        let date = fixed.grid.date(day);
        // The first night too many; after too many in the history, the first of all.
        if let Some(most) = most.filter(|&most| in_row == most + 1 || in_row > most && day == 0) {
            let found = format!("{in_row} nights in a row up to {date}");
            fixed.refuse(draft, found, format!("at most {most} nights in a row"), faults);
        }
        let is_first = day == 0 || in_row == 1;
        if let Some(least) = least.filter(|_| is_first)
            && let Some(room) = longest_run(fixed, can_be, &posted, day)
            && room < least
        {
            let found =
                format!("room for {} in a row around {date}", counted(room as usize, "night", "nights"));
            fixed.refuse(draft, found, format!("at least {least} nights in a row"), faults);
        }
    }
}

/// Whether a shift is a night: as its kind says, else by the clock.
fn is_night(fixed: &Fixed<'_>, kind: Option<usize>, from: Moment, to: Moment) -> bool {
    let of_kind = kind.and_then(|shift| fixed.settled.shifts[shift].template.is_night);
    of_kind.unwrap_or_else(|| is_night_by_clock(fixed.grid, from, to))
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
            && let Some(most) = longest_run(fixed, |day| !fixed.cannot_work(day), &worked, day)
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

/// The most days in a row around a day that can be such days, with those before the plan that were; nothing where they
/// may go on beyond the plan.
fn longest_run(
    fixed: &Fixed<'_>,
    can_be: impl Fn(i32) -> bool,
    were: &BTreeSet<i32>,
    day: i32,
) -> Option<u32> {
    let end = (day..fixed.grid.days() as i32).find(|&day| !can_be(day))?;
    let first = (0..day).rev().take_while(|&day| can_be(day)).last().unwrap_or(day);
    let before = (1..).take_while(|before| were.contains(&(first - before))).count() as i32;
    (first > 0 || before > 0).then_some((end - first + before) as u32)
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

/// Fixed shifts leave the rest of each week somewhere between them: of one that begins before the plan where there is a
/// history, and leaves it by itself.
fn check_weekly_rest(fixed: &Fixed<'_>, faults: &mut Faults) {
    let Some(least) = fixed.contract.weekly_rest else { return };
    let grid = fixed.grid;
    let mut posted: Vec<Span> = fixed.agent.history.iter().map(|shift| (shift.start, shift.end)).collect();
    posted.sort_unstable();
    let settled = fixed.workable().map(|(_, draft)| (draft.request.from, draft.request.to));
    let mut shifts: Vec<Span> = posted.iter().copied().chain(settled).collect();
    shifts.sort_unstable();
    for monday in (-6..=grid.days() as i32 - 7).filter(|&day| grid.weekday(day) == Weekday::Mon) {
        let week = (grid.at(monday, 0), grid.at(monday + 7, 0));
        let is_held = monday >= 0 || !posted.is_empty() && longest_free(&posted, week) >= least;
        let longest = longest_free(&shifts, week);
        let last = fixed.workable().filter(|(day, _)| (monday..monday + 7).contains(day)).last();
        if let Some((_, draft)) = last.filter(|_| is_held && longest < least) {
            let found = format!("at most {longest} of rest in the week of {}", grid.date(monday));
            fixed.refuse(draft, found, format!("{least} of rest in each week"), faults);
        }
    }
}

/// The longest time between shifts inside a week.
fn longest_free(shifts: &[Span], (begins, ends): Span) -> Minutes {
    let mut free_from = begins;
    let mut longest = Minutes::ZERO;
    for &(from, to) in shifts.iter().filter(|(from, to)| begins < *to && *from < ends) {
        longest = longest.max(from - free_from);
        free_from = free_from.max(to);
    }
    longest.max(ends - free_from)
}

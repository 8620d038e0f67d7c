use std::collections::BTreeSet;
use std::ops::Range;

use chrono::{Datelike, Weekday};

use super::consistency::paid;
use super::faults::{Faults, counted};
use super::fixed::Fixed;
use super::requests::RequestDraft;
use crate::model::{Grid, RequestKind};
use crate::units::{Minutes, Moment};

/// Fixed shifts keep to the most hours, weekends and days of weeks and longer spans, with what was worked before.
pub(super) fn check(fixed: &Fixed<'_>, faults: &mut Faults) {
    // Of rules that contradict each other there is no saying what keeps them.
    if faults.has("contradicting-rules") {
        return;
    }
    // A limit on several spans of weeks is told once of a shift.
    let mut told = BTreeSet::new();
    for span in hours(fixed) {
        check_hours(fixed, &span, &mut told, faults);
    }
    check_weekends(fixed, faults);
    check_days_off(fixed, faults);
}

/// The most hours that a contract allows on some days, the plan's first being 0.
struct MostHours {
    days: Range<i32>,
    most: Minutes,
    /// What the days are, and the limit, in words.
    name: String,
    limit: String,
}

/// All that limits hours over more than a day.
fn hours(fixed: &Fixed<'_>) -> Vec<MostHours> {
    let Fixed { agent, contract, grid, .. } = fixed;
    let days = grid.days() as i32;
    let monday = |week: i32| 7 * week - grid.weekday(0).num_days_from_monday() as i32;
    let week = agent.week.unwrap_or(contract.week).max;
    let of_week = |number: i32| MostHours {
        days: monday(number)..monday(number + 1),
        most: week,
        name: format!("the week of {}", grid.date(monday(number).max(0))),
        limit: format!("{week} a week"),
    };
    let weeks = grid.week_of(0)..=grid.week_of(days - 1);
    let mut found: Vec<MostHours> = weeks.clone().map(of_week).collect();
    found.extend(contract.plan.map(|plan| MostHours {
        days: 0..days,
        most: plan.max,
        name: "the plan".to_owned(),
        limit: format!("{} in it", plan.max),
    }));
    if let Some(month) = contract.month {
        found.extend(months(grid).into_iter().map(|of_month| {
            let (there, whole) = (fixed.on_staff(&of_month), grid.date(of_month.start).num_days_in_month());
            let most = (i64::from(month.max.get()) * there as i64 + i64::from(whole) - 1) / i64::from(whole);
            let most = Minutes::new(most as i32);
            let month = month.max;
            let share = format!("{most} of the {month} of a month, for {there} of its {whole} days");
            MostHours {
                most,
                name: grid.date(of_month.start).format("%Y-%m").to_string(),
                limit: if there == whole as usize { format!("{month} a month") } else { share },
                days: of_month,
            }
        }));
    }
    for average in &contract.averages {
        found.extend(weeks.clone().map(|last| MostHours {
            days: monday(last + 1 - average.weeks as i32)..monday(last + 1),
            most: average.total(),
            name: format!("the {} weeks up to {}", average.weeks, grid.date(monday(last + 1).min(days) - 1)),
            limit: format!("{} a week on average over {} weeks", average.most, average.weeks),
        }));
    }
    found
}

/// The days of each month of the plan.
fn months(grid: &Grid) -> Vec<Range<i32>> {
    let days = grid.days() as i32;
    let mut ends: Vec<i32> = (1..days).filter(|&day| grid.date(day).day() == 1).collect();
    ends.push(days);
    let firsts = std::iter::once(0).chain(ends.clone());
    firsts.zip(ends).map(|(first, end)| first..end).collect()
}

/// Names the fixed shift with which hours are more than the most, leave and the history's counted.
fn check_hours(
    fixed: &Fixed<'_>,
    span: &MostHours,
    told: &mut BTreeSet<(String, Moment)>,
    faults: &mut Faults,
) {
    let counts_history = span.days.start < 0;
    let history = fixed.agent.history.iter().filter(|_| counts_history);
    let before: Minutes =
        history.filter(|shift| span.days.contains(&shift.day)).map(|shift| shift.paid()).sum();
    let credited = fixed.credited(&span.days);
    let mut all = before + credited;
    for (_, draft) in fixed.workable().filter(|(day, _)| span.days.contains(day)) {
        let RequestKind::Fixed { shift } = draft.request.kind else { continue };
        all += paid(&fixed.settled.shifts[shift].template, draft.request.to - draft.request.from);
        if all > span.most && !told.insert((span.limit.clone(), draft.request.from)) {
            return;
        }
        if all > span.most {
            let parts = [(credited, "of leave and training"), (before, "before the plan")];
            let parts = parts.iter().filter(|(hours, _)| *hours > Minutes::ZERO);
            let parts: String = parts.map(|(hours, what)| format!(", {hours} of it {what}")).collect();
            let found = format!("{all} in {}{parts}", span.name);
            fixed.refuse(draft, found, format!("at most {}", span.limit), faults);
            return;
        }
    }
}

/// Fixed shifts are on no more weekends than the contract allows in so many weeks, those of the history counted.
fn check_weekends(fixed: &Fixed<'_>, faults: &mut Faults) {
    let Some(limit) = fixed.contract.max_weekends else { return };
    let grid = fixed.grid;
    let is_weekend = |day: i32| matches!(grid.weekday(day), Weekday::Sat | Weekday::Sun);
    let history = fixed.agent.history.iter().map(|shift| shift.day).filter(|&day| is_weekend(day));
    let mut worked: BTreeSet<i32> = history.map(|day| grid.week_of(day)).collect();
    for (day, draft) in fixed.workable().filter(|(day, _)| is_weekend(*day)) {
        let week = grid.week_of(day);
        let is_new = worked.insert(week) || day == 0;
        let weekends = worked.range(week + 1 - limit.weeks as i32..=week).count();
        if is_new && weekends > limit.weekends as usize {
            let weeks = counted(limit.weeks as usize, "week", "weeks");
            let found = format!(
                "{} in the {weeks} up to {}",
                counted(weekends, "weekend", "weekends"),
                grid.date(day)
            );
            let most = counted(limit.weekends as usize, "weekend", "weekends");
            fixed.refuse(draft, found, format!("at most {most} in {weeks}"), faults);
        }
    }
}

/// Fixed shifts leave the days off together of each week that the plan has whole.
fn check_days_off(fixed: &Fixed<'_>, faults: &mut Faults) {
    let Some(least) = fixed.contract.days_off_together else { return };
    let grid = fixed.grid;
    for week in grid.week_of(0)..=grid.week_of(grid.days() as i32 - 1) {
        let days = grid.days_of_week(week);
        let shifts: Vec<(i32, &RequestDraft)> =
            fixed.workable().filter(|(day, _)| days.contains(day)).collect();
        let is_worked: Vec<bool> =
            days.clone().map(|day| shifts.iter().any(|(other, _)| *other == day)).collect();
        let longest = is_worked.split(|is_worked| *is_worked).map(<[bool]>::len).max().unwrap_or(0);
        if let Some((_, draft)) = shifts.last().filter(|_| days.len() == 7 && longest < least as usize) {
            let found = format!(
                "{} off in a row in the week of {}",
                counted(longest, "day", "days"),
                grid.date(days.start)
            );
            fixed.refuse(draft, found, format!("at least {least} days off in a row in each week"), faults);
        }
    }
}

use std::ops::Range;

use chrono::{Timelike, Weekday};

use super::day_rules;
use super::faults::Faults;
use super::fixed_order;
use super::fixed_totals;
use super::requests::RequestDraft;
use super::settled::Settled;
use crate::model::{Agent, Contract, Grid, RequestKind};
use crate::units::{Minutes, Moment};

/// One agent's fixed shifts, and what they have to agree with.
pub(super) struct Fixed<'a> {
    pub settled: &'a Settled<'a>,
    pub agent: &'a Agent,
    pub contract: &'a Contract,
    pub grid: &'a Grid,
    /// The fixed shifts, by start.
    pub drafts: Vec<&'a RequestDraft>,
    /// Days in the plan on which the agent is away or not there, whatever the roster.
    away: Vec<bool>,
    /// Days in the plan that are paid though not worked.
    credited: Vec<bool>,
}

/// Fixed shifts that no legal roster can hold.
pub(super) fn check(settled: &Settled<'_>, agent: usize, drafts: &[&RequestDraft], faults: &mut Faults) {
    let is_fixed = |draft: &&&RequestDraft| matches!(draft.request.kind, RequestKind::Fixed { .. });
    let mut fixed: Vec<&RequestDraft> = drafts.iter().filter(is_fixed).copied().collect();
    if fixed.is_empty() {
        return;
    }
    fixed.sort_by_key(|draft| draft.request.from);
    let agent = &settled.agents.list[agent];
    let contract = &settled.contracts[agent.contract];
    let grid = settled.grid;
    let days = || 0..grid.days() as i32;
    let away = days().map(|day| is_away(agent, drafts, grid, day)).collect();
    let credited = days().map(|day| is_credited(agent, drafts, grid, day)).collect();
    let fixed = Fixed { settled, agent, contract, grid, drafts: fixed, away, credited };
    for draft in &fixed.drafts {
        check_template(settled, draft, faults);
    }
    check_rest(&fixed, faults);
    check_days(&fixed, faults);
    day_rules::check_fixed(&fixed, faults);
    fixed_order::check(&fixed, faults);
    fixed_totals::check(&fixed, faults);
}

impl Fixed<'_> {
    /// The fixed shifts on days that can be worked, with their day; others have faults of their own.
    pub fn workable(&self) -> impl Iterator<Item = (i32, &RequestDraft)> {
        let with_day = self.drafts.iter().map(|draft| (self.grid.day_at(draft.request.from), *draft));
        with_day.filter(|(day, _)| !self.cannot_work(*day))
    }

    /// Whether a day is out of question: away, not there, or not in the plan.
    pub fn cannot_work(&self, day: i32) -> bool {
        usize::try_from(day).ok().and_then(|day| self.away.get(day)).is_none_or(|away| *away)
    }

    /// How many of some days the agent is on the staff on.
    pub fn on_staff(&self, days: &Range<i32>) -> usize {
        days.clone().filter(|&day| self.agent.is_on_staff(day)).count()
    }

    /// What whole days of leave and training among some days are paid: a fifth of the least hours of a week each.
    pub fn credited(&self, days: &Range<i32>) -> Minutes {
        let week = self.agent.week.unwrap_or(self.contract.week);
        let is_credited =
            |day: &i32| usize::try_from(*day).is_ok_and(|day| self.credited.get(day) == Some(&true));
        Minutes::new(week.min.get() / 5) * days.clone().filter(is_credited).count() as i32
    }

    /// Notes a fixed shift where the contract allows none.
    pub fn refuse(&self, draft: &RequestDraft, found: String, remedy: String, faults: &mut Faults) {
        let message = format!("agent `{}` has a fixed shift where the contract allows none", self.agent.id);
        faults.error("fixed-breaks-contract", &draft.place, message, found, remedy);
    }
}

/// Whether an agent cannot work a day.
fn is_away(agent: &Agent, drafts: &[&RequestDraft], grid: &Grid, day: i32) -> bool {
    let is_absence = |draft: &&RequestDraft| draft.request.kind.is_absence() && takes_day(draft, grid, day);
    !agent.is_on_staff(day) || drafts.iter().any(is_absence)
}

/// Whether a day is paid though not worked: a weekday of leave or training.
fn is_credited(agent: &Agent, drafts: &[&RequestDraft], grid: &Grid, day: i32) -> bool {
    let is_weekday = !matches!(grid.weekday(day), Weekday::Sat | Weekday::Sun);
    let is_paid = |draft: &&RequestDraft| {
        matches!(draft.request.kind, RequestKind::Leave | RequestKind::Training)
            && takes_day(draft, grid, day)
    };
    is_weekday && agent.is_on_staff(day) && drafts.iter().any(is_paid)
}

/// Whether a request is about the whole of a day.
fn takes_day(draft: &RequestDraft, grid: &Grid, day: i32) -> bool {
    draft.request.from <= grid.at(day, 0) && grid.at(day + 1, 0) <= draft.request.to
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
    } else if !template.is_for(agent.contract) {
        let contract = &settled.contracts[agent.contract].id;
        refuse("is not for their contract:", format!("contract {contract}"));
    } else if !agent.skills.include(&template.skills) {
        refuse(
            "asks for more skills than theirs:",
            format!("skills {}", settled.shifts[shift].skills.join(", ")),
        );
    }
    if !agent.is_on_staff(day) {
        let message = format!("agent `{}` has a fixed shift before they come or after they leave", agent.id);
        let remedy = "a day between the agent's `from` and `until`";
        faults.error("fixed-outside-employment", &draft.place, message, grid.date(day).to_string(), remedy);
    }
}

/// Fixed shifts keep the rest of the contract, from the history on.
fn check_rest(fixed: &Fixed<'_>, faults: &mut Faults) {
    let Fixed { agent, contract, grid, .. } = fixed;
    let before = agent.history.iter().max_by_key(|shift| shift.end);
    let mut last: Option<(Moment, i32)> = before.map(|shift| (shift.end, shift.day));
    for draft in &fixed.drafts {
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
fn check_days(fixed: &Fixed<'_>, faults: &mut Faults) {
    let Fixed { agent, contract, grid, .. } = fixed;
    let mut days: Vec<i32> = agent.history.iter().map(|shift| shift.day).collect();
    for draft in &fixed.drafts {
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
        let of_week = || days.iter().filter(|other| grid.week_of(**other) == grid.week_of(day));
        let in_week = of_week().count() as u32;
        let in_row = (0..).take_while(|before| days.contains(&(day - before))).count() as u32;
        // The first that is one too many; after too many in the history, the first of all.
        let is_first = of_week().filter(|other| **other >= 0).count() == 1;
        let goes_beyond =
            |number: u32, most: u32, is_first: bool| number == most + 1 || number > most && is_first;
        if let Some(most) = contract.max_days_per_week.filter(|&most| goes_beyond(in_week, most, is_first)) {
            refuse(
                format!("{in_week} days in the week of {}", grid.date(day)),
                format!("at most {most} days a week"),
            );
        } else if let Some(most) =
            contract.max_consecutive_days.filter(|&most| goes_beyond(in_row, most, day == 0))
        {
            refuse(
                format!("{in_row} days in a row up to {}", grid.date(day)),
                format!("at most {most} days in a row"),
            );
        }
    }
}

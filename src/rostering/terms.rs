use std::sync::Arc;

use chrono::Weekday;

use super::calendar::{Calendar, Day};
use super::days_off::{DaysOffTerms, days_off};
use super::fairness::{FairShare, FairTerms, fair_terms};
use super::idle::{IdleTerms, idle};
use super::limits::Limit;
use super::nights::{NightTerms, nights};
use super::pace::paced;
use super::portions::Portion;
use super::quotas::{QuotaTerms, quotas};
use super::rotation;
use super::scarcity::Scarcity;
use super::spans::{Spans, spans};
use super::start_bands::{BandTerms, bands};
use super::streaks::{StreakTerms, WholeWeekends, beside, streaks};
use super::weekends::{WeekendTerms, is_weekend, weekends};
use super::weekly_rest::{WeeklyRestTerms, weekly_rest};
use crate::model::{Agent, Contract, Grid, Scenario, Shift, Succession};
use crate::units::{Minutes, Moment, Money};

/// Which of the days beside a window are not settled yet, so that nothing there binds but what must hold anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    pub before: bool,
    pub after: bool,
    /// What the window may use where it is not the only one.
    pub portion: Portion,
    /// Whether hours and weekends cost there what they are worth on other days.
    pub is_priced: bool,
}

impl Open {
    /// Every week by itself: what the bound is computed on.
    pub const BOTH: Open = Open { before: true, after: true, ..Open::NEITHER };
    /// Week after week: what came before is settled.
    pub const AFTER: Open = Open { before: false, after: true, ..Open::NEITHER };
    /// All other days are settled.
    pub const NEITHER: Open = Open { before: false, after: false, portion: Portion::All, is_priced: false };
}

/// The rules that bind one agent within a window of days, with all that lies outside it worked in.
///
/// Agents with equal terms are interchangeable in the window, skills aside.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Terms {
    pub first_day: i32,
    pub days: Vec<Arc<Day>>,
    pub weeks: Vec<WeekTerms>,
    pub min_rest: Minutes,
    pub streaks: StreakTerms,
    pub nights: Option<NightTerms>,
    /// The most days off in a row.
    pub idle: Option<IdleTerms>,
    pub weekly_rest: Option<WeeklyRestTerms>,
    /// Whether the day after a shift starts no earlier by the clock.
    pub has_forward_rotation: bool,
    /// What the contract lets follow no shift, besides what shifts say.
    pub successions: Vec<Succession>,
    /// The first moment at which a shift may start.
    pub ready: Option<Moment>,
    /// The last moment at which a shift may start.
    pub start_by: Option<Moment>,
    /// The last moment at which a shift may end.
    pub end_by: Option<Moment>,
    /// What is worked on the days before and after the window, by template.
    pub template_before: Option<usize>,
    pub template_after: Option<usize>,
    pub weekends: Option<WeekendTerms>,
    pub whole_weekends: Option<WholeWeekends>,
    /// The templates of which too many could be worked.
    pub kinds: Vec<KindTerms>,
    /// The templates of which shifts are owed.
    pub quotas: Vec<QuotaTerms>,
    /// Whether less is owed than the contract asks for, since no line has as much.
    pub are_quotas_lessened: bool,
    /// The burdens with a price.
    pub fairness: Vec<FairTerms>,
    /// What hours cost beside their wage, and weekends.
    pub scarcity: Scarcity,
    /// Minutes over other days than single weeks.
    pub spans: Spans,
    /// The same where they were narrowed to spread the plan's over its weeks.
    pub unpaced: Option<Spans>,
    /// Starts kept within a week.
    pub bands: Option<BandTerms>,
    /// Days off in a row in each week.
    pub days_off: Option<DaysOffTerms>,
    /// Whether the least hours cannot be reached and do not bind.
    pub is_least_waived: bool,
    /// Whether least runs of days and whole weekends cannot be kept and do not bind.
    pub are_streaks_waived: bool,
    /// Whether the most hours, days, nights, weekends or shifts of a kind bind no more.
    pub is_most_waived: bool,
}

/// The part of a week inside a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct WeekTerms {
    /// One past its last day, counted from the window's first.
    pub end: usize,
    /// The least and the most minutes to work.
    pub min: i32,
    pub max: i32,
    pub max_days: u32,
}

/// A template of which only so many shifts may be worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct KindTerms {
    pub template: usize,
    pub left: u32,
    /// Whether the network counts them. Most need not be counted: the best line seldom has too many.
    pub is_counted: bool,
}

/// Whose terms: the agent as they are on the roster, or someone hired.
#[derive(Clone, Copy)]
pub(super) struct Who<'a> {
    pub contract: usize,
    pub agent: Option<&'a Agent>,
    pub days: &'a [Arc<Day>],
    /// The shifts of the whole line, in order, history included: in the window they are what is worked there now.
    pub line: &'a [Shift],
    /// What burdens cost them, where any has a price.
    pub fair: Option<&'a FairShare>,
}

impl Terms {
    /// The terms of someone in the window of days from `first` to before `end`.
    pub fn new(scenario: &Scenario, who: Who, first: i32, end: i32, open: Open) -> Self {
        let contract = &scenario.contracts[who.contract];
        let grid = &scenario.grid;
        // A window lies within the plan.
        let days = &who.days[first as usize..end as usize];
        let is_outside = |shift: &&Shift| shift.day < first || shift.day >= end;
        let (outside, inside): (Vec<&Shift>, Vec<&Shift>) = who.line.iter().partition(is_outside);
        let before = outside.iter().rev().find(|shift| shift.day < first);
        let after = outside.iter().find(|shift| shift.day >= end);
        let mut weeks = weeks_inside(scenario, &who, &outside, first, end);
        let spans = spans(scenario, &who, &outside, (first, end), open, &mut weeks);
        let paced = paced(scenario, &who, &outside, (first, end), (open, &spans));
        let unpaced = paced.is_some().then(|| spans.clone());
        let spans = paced.unwrap_or(spans);
        let whole = contract.has_complete_weekends.then(|| WholeWeekends {
            saturday_before: beside(scenario, &outside, (first - 1, Weekday::Sat), open.before),
            sunday_after: beside(scenario, &outside, (end, Weekday::Sun), open.after),
        });
        // Of plans with queues the weeks by themselves give the bound. Burdens never cost less than nothing, and little
        // in a week: left out, the lines that prove it are found exactly.
        let is_bound = open == Open::BOTH && !scenario.queues.is_empty();
        let (rotated, start_by) = rotation_beside(scenario, &who, (before, after), (first, end));
        let rest = weekly_rest(scenario, contract, &outside, (first, end), open);
        let rest_by = rest.as_ref().and_then(|rest| rest.end_by);
        let next_to = |shift: Option<&&Shift>, day: i32| shift.filter(|shift| shift.day == day)?.template;
        Terms {
            first_day: first,
            days: days.to_vec(),
            weeks,
            min_rest: contract.min_rest,
            streaks: streaks(scenario, contract, &outside, (first, end), open),
            nights: nights(scenario, contract, &outside, (first, end), open),
            idle: idle(scenario, (contract, &who), &outside, (first, end), open),
            has_forward_rotation: contract.has_forward_rotation,
            successions: contract.successions.clone(),
            ready: before.map(|shift| shift.end + contract.min_rest).max(rotated),
            start_by,
            end_by: after.map(|shift| shift.start - contract.min_rest).into_iter().chain(rest_by).min(),
            weekly_rest: rest,
            template_before: next_to(before, first - 1),
            template_after: next_to(after, end),
            weekends: contract
                .max_weekends
                .map(|limit| weekends(grid, limit, (&outside, &inside), (first, end), open)),
            whole_weekends: whole,
            quotas: quotas(scenario, &who, (&outside, &inside), end, open),
            are_quotas_lessened: false,
            kinds: kinds(contract, (&outside, &inside), days, open.portion),
            fairness: if is_bound { Vec::new() } else { fair_terms(&who, &outside) },
            scarcity: Scarcity::default(),
            spans,
            unpaced,
            bands: bands(scenario, contract, &outside, (first, end)),
            days_off: days_off(scenario, contract, &outside, (first, end)),
            is_least_waived: false,
            are_streaks_waived: false,
            is_most_waived: false,
        }
    }
}

impl Terms {
    /// The most paid time of a shift.
    pub fn longest(&self) -> Minutes {
        let choices = self.days.iter().flat_map(|day| &day.choices);
        choices.map(|choice| choice.paid).max().unwrap_or(Minutes::ZERO)
    }

    /// The least paid time of a shift.
    pub fn shortest(&self) -> Minutes {
        let choices = self.days.iter().flat_map(|day| &day.choices);
        choices.map(|choice| choice.paid).min().unwrap_or(Minutes::ZERO)
    }

    /// Makes hours and weekends cost something.
    pub fn price(&mut self, scarcity: Scarcity) {
        self.scarcity = scarcity;
        if let Some(weekends) = &mut self.weekends {
            weekends.are_priced = scarcity.weekend > Money::ZERO;
        }
    }

    /// No longer limits weekends, where they need only be counted: what takes the limit's place.
    pub fn loosen_weekends(&mut self, grid: &Grid) -> Option<Limit> {
        let weekends = self.weekends.as_mut()?;
        let most = weekends.left?;
        (weekends.are_loose, weekends.are_priced) = (true, true);
        let week = |day: usize| grid.week_of(self.first_day + day as i32);
        let is_counted = |day: &usize| {
            is_weekend(grid, self.first_day + *day as i32) && !weekends.worked.contains(&week(*day))
        };
        let days: Vec<usize> = (0..self.days.len()).filter(is_counted).collect();
        let weekends = days.chunk_by(|&one, &other| week(one) == week(other)).map(<[usize]>::to_vec);
        Some(Limit::of_weekends(weekends.collect(), most))
    }
}

/// What shifts on the days beside a window ask of its first and last day, where shifts rotate forward.
fn rotation_beside(
    scenario: &Scenario,
    who: &Who,
    (before, after): (Option<&&Shift>, Option<&&Shift>),
    (first, end): (i32, i32),
) -> (Option<Moment>, Option<Moment>) {
    if !scenario.contracts[who.contract].has_forward_rotation {
        return (None, None);
    }
    let grid = &scenario.grid;
    let starts = |day: i32| rotation::starts(grid, &who.days[day as usize]);
    let clock = |shift: &&&Shift| rotation::clock(grid, shift.start);
    let before = before.filter(|shift| shift.day == first - 1);
    let after = after.filter(|shift| shift.day == end);
    (
        before.and_then(|shift| rotation::ready(&starts(first), clock(&shift))),
        after.and_then(|shift| rotation::start_by(&starts(end - 1), clock(&shift))),
    )
}

/// The templates limited of which the days offer more than are left.
fn kinds(
    contract: &Contract,
    (outside, inside): (&[&Shift], &[&Shift]),
    days: &[Arc<Day>],
    portion: Portion,
) -> Vec<KindTerms> {
    let terms = contract.max_shifts.iter().map(|limit| {
        let is_it = |shift: &&&Shift| shift.day >= 0 && shift.template == Some(limit.shift);
        let worked = |shifts: &[&Shift]| shifts.iter().filter(is_it).count() as u32;
        let left = limit.most.saturating_sub(worked(outside));
        let left = portion.most(left.into(), worked(inside).into()) as u32;
        KindTerms { template: limit.shift, left, is_counted: false }
    });
    let offered = |kind: &KindTerms| {
        let offers = |day: &&Arc<Day>| day.choices.iter().any(|choice| choice.template == kind.template);
        days.iter().filter(offers).count() as u32
    };
    terms.filter(|kind| kind.left < offered(kind)).collect()
}

/// The least and the most minutes of a week. One of which only some days count asks for their share less a day of five, and
/// for no more than the history leaves.
pub(super) fn week_minutes(scenario: &Scenario, who: &Who, week: i32) -> (i32, i32) {
    let grid = &scenario.grid;
    let span = who.agent.and_then(|agent| agent.week).unwrap_or(scenario.contracts[who.contract].week);
    let counts = |day: &i32| {
        let from = who.agent.and_then(|agent| agent.from_day).unwrap_or(i32::MIN);
        let until = who.agent.and_then(|agent| agent.until_day).unwrap_or(i32::MAX);
        (from..=until).contains(day)
    };
    match grid.days_of_week(week).filter(counts).count() as i32 {
        0 => (0, 0),
        7 => (span.min.get(), span.max.get()),
        days => {
            let posted = who.line.iter().take_while(|shift| shift.day < 0);
            let posted = posted.filter(|shift| grid.week_of(shift.day) == week).map(Shift::paid);
            let cut = span.of_cut_week(days, posted.sum());
            (cut.min.get(), cut.max.get())
        }
    }
}

/// Minutes credited in a week.
fn credit(scenario: &Scenario, who: &Who, week: i32) -> i32 {
    let days = scenario.grid.days_of_week(week);
    who.days[days.start as usize..days.end as usize].iter().map(|day| day.credit.get()).sum()
}

fn minutes_in(outside: &[&Shift], is_counted: impl Fn(i32) -> bool) -> i32 {
    outside
        .iter()
        .filter(|shift| shift.day >= 0 && is_counted(shift.day))
        .map(|shift| shift.paid().get())
        .sum()
}

fn weeks_inside(scenario: &Scenario, who: &Who, outside: &[&Shift], first: i32, end: i32) -> Vec<WeekTerms> {
    let grid = &scenario.grid;
    let max_days = scenario.contracts[who.contract].max_days_per_week.unwrap_or(7);
    (grid.week_of(first)..=grid.week_of(end - 1))
        .map(|week| {
            let last = (first..end).rev().find(|&day| grid.week_of(day) == week).unwrap_or(first);
            let settled = minutes_in(outside, |day| grid.week_of(day) == week) + credit(scenario, who, week);
            let days = outside.iter().filter(|shift| grid.week_of(shift.day) == week).count() as u32;
            let (min, max) = week_minutes(scenario, who, week);
            WeekTerms {
                end: (last - first + 1) as usize,
                min: (min - settled).max(0),
                max: (max - settled).max(0),
                max_days: max_days.saturating_sub(days),
            }
        })
        .collect()
}

/// All terms of one agent in a window, from the calendar and the agent's line.
pub(super) fn of_agent(
    scenario: &Scenario,
    calendar: &Calendar,
    agent: usize,
    line: &[Shift],
    (first, end): (i32, i32),
    open: Open,
) -> Terms {
    let days = &calendar.agents[agent];
    let noun = &scenario.agents[agent];
    let fair = calendar.fair.get(agent);
    let who = Who { contract: noun.contract, agent: Some(noun), days, line, fair };
    Terms::new(scenario, who, first, end, open)
}

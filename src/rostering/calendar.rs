use std::collections::HashMap;
use std::sync::Arc;

use chrono::Weekday;

use super::breaks::Breaks;
use super::fairness::{Burdens, FairShare, burdens_of};
use super::nights::is_night;
use super::posted::price_changes;
use crate::model::{
    Agent, Break, Contract, Grid, Posted, RequestKind, Scenario, ShiftTemplate, Skills, Span,
};
use crate::units::{Minutes, Moment, Money};

/// A shift that may be worked on a day, its breaks not placed yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Choice {
    pub template: usize,
    pub day: i32,
    pub start: Moment,
    pub end: Moment,
    pub paid: Minutes,
    /// The breaks a shift of this length has.
    pub breaks: Arc<Breaks>,
    /// Where its breaks lie, where they may lie nowhere else.
    pub placed: Option<Arc<[Break]>>,
    /// The price of the wishes that this shift leaves ungranted.
    pub wishes: Money,
    /// Work to be shared that it is; none where nothing has a price for it.
    pub burdens: Burdens,
    /// The price of its being another than was posted.
    pub change: Money,
}

impl Choice {
    /// The price of all that this shift is not as it should be.
    pub fn price(&self) -> Money {
        self.wishes + self.change
    }

    /// Whether breaks lie as this choice has them.
    pub fn allows(&self, breaks: &[Break], day: &Day) -> bool {
        self.placed.as_ref().is_none_or(|placed| **placed == *breaks)
            && self.breaks.allow(breaks, self.start, day)
    }
}

/// What an agent may do on a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Day {
    pub choices: Vec<Choice>,
    /// The price of the wishes that a day off leaves ungranted; nothing where the day must be worked.
    pub off: Option<Money>,
    /// The price of a day off where a shift was posted.
    pub change: Money,
    /// Minutes credited as if worked.
    pub credit: Minutes,
    /// Whether they are on leave, in training or away all day, or not on the staff; told where days off are limited.
    pub is_away: bool,
    /// Training inside the day: the shift covers it and serves nobody meanwhile.
    pub training: Vec<(Moment, Moment)>,
}

impl Day {
    /// The price of all that a day off is not as it should be; nothing where the day must be worked.
    pub fn price_off(&self) -> Option<Money> {
        self.off.map(|wishes| wishes + self.change)
    }
}

/// The days of every agent, and the days of a hire of every contract.
pub(super) struct Calendar {
    pub agents: Vec<Vec<Arc<Day>>>,
    pub hires: Vec<Vec<Arc<Day>>>,
    /// What burdens cost every agent; empty where none has a price.
    pub fair: Vec<FairShare>,
}

impl Calendar {
    /// The time that all presence in an interval is a multiple of: it divides the interval and when shifts, breaks and
    /// trainings begin and end.
    pub fn unit(&self, scenario: &Scenario) -> Minutes {
        let interval = scenario.grid.interval();
        let of_shift = |unit: Minutes, shift: &ShiftTemplate| {
            let lengths = shift.breaks.iter().map(|rule| rule.length);
            lengths.fold(unit.divisor(shift.break_step(interval)), Minutes::divisor)
        };
        let unit = scenario.shifts.iter().fold(interval, of_shift);
        let days = self.agents.iter().chain(&self.hires).flatten();
        let spans = days.flat_map(|day| {
            let placed =
                day.choices.iter().flat_map(|choice| choice.placed.iter().flat_map(|breaks| &**breaks));
            let shifts = day.choices.iter().map(|choice| (choice.start, choice.end));
            let breaks = placed.map(|rest| (rest.start, rest.end));
            shifts.chain(breaks).chain(day.training.iter().copied())
        });
        let of_span = |unit: Minutes, (start, end): (Moment, Moment)| {
            unit.divisor(Minutes::new(start.get().abs())).divisor(Minutes::new(end.get().abs()))
        };
        spans.fold(unit, of_span)
    }

    pub fn of(scenario: &Scenario, posted: Option<&Posted>) -> Self {
        let hires: Vec<Vec<Arc<Day>>> = (0..scenario.contracts.len())
            .map(|contract| {
                let free = |day| Day {
                    choices: choices(scenario, contract, day),
                    off: Some(Money::ZERO),
                    ..Day::default()
                };
                (0..scenario.grid.days() as i32).map(|day| Arc::new(free(day))).collect()
            })
            .collect();
        let mut free: HashMap<(usize, &Skills), Vec<Arc<Day>>> = HashMap::new();
        let mut agents: Vec<Vec<Arc<Day>>> = Vec::new();
        for (index, agent) in scenario.agents.iter().enumerate() {
            let Agent { contract, skills, .. } = agent;
            let skilled = || skilled(scenario, skills, &hires[*contract]);
            let free = free.entry((*contract, skills)).or_insert_with(skilled);
            agents.push(agent_days(scenario, index, agent, free));
        }
        if let Some(posted) = posted {
            agents.iter_mut().enumerate().for_each(|(agent, days)| price_changes(posted, agent, days));
        }
        Calendar { agents, hires, fair: FairShare::of(scenario) }
    }
}

/// Every start and length that the templates allow a contract on a day, within its hours of a day.
fn choices(scenario: &Scenario, contract: usize, day: i32) -> Vec<Choice> {
    let grid = &scenario.grid;
    let rules = &scenario.contracts[contract];
    let mut found = Vec::new();
    for (template, shift) in scenario.shifts.iter().enumerate() {
        if !shift.is_for(contract) || !shift.weekdays.contains(&grid.weekday(day)) {
            continue;
        }
        for &length in &shift.lengths {
            let breaks = Arc::new(Breaks::of(shift, length, grid.interval()));
            let unpaid = breaks.unpaid();
            for &start in &shift.starts {
                let start = grid.at(day, start);
                // A start that the clock skips moves to the change, where another start may already be.
                if grid.day_at(start) != day {
                    continue;
                }
                let choice = Choice {
                    template,
                    day,
                    start,
                    end: start + length,
                    paid: length - unpaid,
                    breaks: Arc::clone(&breaks),
                    placed: None,
                    wishes: Money::ZERO,
                    burdens: priced_burdens(scenario, template, day, (start, start + length)),
                    change: Money::ZERO,
                };
                if found.last() != Some(&choice) && is_within_day(scenario, rules, &choice) {
                    found.push(choice);
                }
            }
        }
    }
    found
}

/// The burdens of a shift, where any burden has a price.
fn priced_burdens(scenario: &Scenario, template: usize, day: i32, span: (Moment, Moment)) -> Burdens {
    if scenario.fairness.is_any_priced() { burdens_of(scenario, Some(template), day, span) } else { 0 }
}

/// Whether a contract allows a shift by its hours and its times of day.
fn is_within_day(scenario: &Scenario, rules: &Contract, choice: &Choice) -> bool {
    let (grid, day) = (&scenario.grid, choice.day);
    let is_night = || is_night(scenario, Some(choice.template), day, (choice.start, choice.end));
    rules.max_hours_per_day.is_none_or(|most| choice.paid <= most)
        && rules.min_hours_per_day.is_none_or(|least| choice.paid >= least)
        && rules.earliest.is_none_or(|earliest| choice.start >= grid.at(day, earliest))
        && rules.latest.is_none_or(|latest| choice.end <= grid.at(day, latest))
        && rules.max_hours_per_night.is_none_or(|most| choice.paid <= most || !is_night())
}

/// Days without the shifts that ask for a skill which is not among these.
pub(super) fn skilled(scenario: &Scenario, skills: &Skills, days: &[Arc<Day>]) -> Vec<Arc<Day>> {
    let is_open = |choice: &Choice| skills.include(&scenario.shifts[choice.template].skills);
    let mut days = days.to_vec();
    for slot in days.iter_mut().filter(|slot| !slot.choices.iter().all(is_open)) {
        Arc::make_mut(slot).choices.retain(is_open);
    }
    days
}

fn agent_days(scenario: &Scenario, index: usize, agent: &Agent, free: &[Arc<Day>]) -> Vec<Arc<Day>> {
    let grid = &scenario.grid;
    let week = agent.week.unwrap_or(scenario.contracts[agent.contract].week);
    let mut days: Vec<Arc<Day>> = free.to_vec();
    for (day, slot) in days.iter_mut().enumerate() {
        if !agent.is_on_staff(day as i32) {
            *slot = Arc::new(Day { off: Some(Money::ZERO), ..Day::default() });
        }
    }
    for request in scenario.requests.iter().filter(|request| request.agent == index) {
        let span = (request.from, request.to);
        match request.kind {
            RequestKind::Leave => block(grid, &mut days, span, Some(week)),
            RequestKind::Unavailable => block(grid, &mut days, span, None),
            RequestKind::Training => train(grid, &mut days, span, week),
            RequestKind::Fixed { shift } => fix(scenario, &mut days, span, shift),
            RequestKind::Prefer { shift, weight } => {
                prefer(grid, &mut days, span, shift, scenario.prices.wish.times(weight))
            }
            RequestKind::Avoid { shift, weight } => {
                avoid(&mut days, span, shift, scenario.prices.wish.times(weight))
            }
        }
    }
    if scenario.contracts[agent.contract].max_consecutive_days_off.is_some() {
        mark_away(scenario, index, agent, &mut days);
    }
    days
}

/// Marks the days on which an agent is away all day, or not on the staff.
fn mark_away(scenario: &Scenario, index: usize, agent: &Agent, days: &mut [Arc<Day>]) {
    let takes = |day: usize| {
        let mut own = scenario.requests.iter().filter(|request| request.agent == index);
        own.any(|of| of.kind.is_absence() && is_whole_day(&scenario.grid, (of.from, of.to), day))
    };
    for (day, slot) in days.iter_mut().enumerate() {
        if !agent.is_on_staff(day as i32) || takes(day) {
            Arc::make_mut(slot).is_away = true;
        }
    }
}

/// The days of the grid that a span of time touches.
pub(super) fn days_touched(grid: &Grid, (from, to): (Moment, Moment)) -> std::ops::Range<usize> {
    let first = grid.day_at(from).clamp(0, grid.days() as i32);
    let last = grid.day_at(to - Minutes::new(1)).clamp(-1, grid.days() as i32 - 1);
    first as usize..(last + 1).max(first) as usize
}

/// Whether a span covers a day from midnight to midnight.
pub(super) fn is_whole_day(grid: &Grid, (from, to): (Moment, Moment), day: usize) -> bool {
    from <= grid.at(day as i32, 0) && grid.at(day as i32 + 1, 0) <= to
}

/// No shift may touch the span; whole weekdays of it are credited where the week is given.
fn block(grid: &Grid, days: &mut [Arc<Day>], span: (Moment, Moment), credited: Option<Span>) {
    for slot in days.iter_mut() {
        if slot.choices.iter().any(|choice| choice.start < span.1 && span.0 < choice.end) {
            Arc::make_mut(slot).choices.retain(|choice| choice.end <= span.0 || span.1 <= choice.start);
        }
    }
    let Some(week) = credited else { return };
    for day in days_touched(grid, span) {
        let is_weekend = matches!(grid.weekday(day as i32), Weekday::Sat | Weekday::Sun);
        if is_whole_day(grid, span, day) && !is_weekend {
            Arc::make_mut(&mut days[day]).credit = Minutes::new(week.min.get() / 5);
        }
    }
}

/// Whole days of training block the day and are credited; a part of a day must be covered by its shift.
fn train(grid: &Grid, days: &mut [Arc<Day>], span: (Moment, Moment), week: Span) {
    let touched = days_touched(grid, span);
    if touched.clone().all(|day| is_whole_day(grid, span, day)) {
        return block(grid, days, span, Some(week));
    }
    for day in touched {
        let start = span.0.max(grid.at(day as i32, 0));
        let end = span.1.min(grid.at(day as i32 + 1, 0));
        let slot = Arc::make_mut(&mut days[day]);
        slot.choices.retain(|choice| choice.start <= start && end <= choice.end);
        slot.off = None;
        slot.training.push((start, end));
    }
    // Shifts of the day before that reach into the training would leave it uncovered by a shift of its own day.
    for slot in days.iter_mut() {
        let is_beside = |choice: &Choice| {
            let is_over = choice.start < span.1 && span.0 < choice.end;
            !is_over || (choice.start <= span.0 && span.1 <= choice.end)
        };
        if !slot.choices.iter().all(is_beside) {
            Arc::make_mut(slot).choices.retain(is_beside);
        }
    }
}

/// Exactly this shift on its day, and nothing that overlaps it.
fn fix(scenario: &Scenario, days: &mut [Arc<Day>], span: (Moment, Moment), template: usize) {
    let grid = &scenario.grid;
    let day = grid.day_at(span.0);
    for slot in days.iter_mut() {
        if slot.choices.iter().any(|choice| choice.start < span.1 && span.0 < choice.end) {
            Arc::make_mut(slot).choices.retain(|choice| choice.end <= span.0 || span.1 <= choice.start);
        }
    }
    let Some(slot) = usize::try_from(day).ok().and_then(|day| days.get_mut(day)) else { return };
    let breaks = Arc::new(Breaks::of(&scenario.shifts[template], span.1 - span.0, grid.interval()));
    let unpaid = breaks.unpaid();
    let choice = Choice {
        template,
        day,
        start: span.0,
        end: span.1,
        paid: span.1 - span.0 - unpaid,
        breaks,
        placed: None,
        wishes: Money::ZERO,
        burdens: priced_burdens(scenario, template, day, span),
        change: Money::ZERO,
    };
    let slot = Arc::make_mut(slot);
    slot.choices = vec![choice];
    slot.off = None;
}

/// On each day of the span whatever is not the preferred shift (any shift, where none is named) has a price.
fn prefer(grid: &Grid, days: &mut [Arc<Day>], span: (Moment, Moment), template: Option<usize>, price: Money) {
    for day in days_touched(grid, span) {
        let slot = Arc::make_mut(&mut days[day]);
        if let Some(off) = &mut slot.off {
            *off += price;
        }
        for choice in &mut slot.choices {
            if template.is_some_and(|wanted| wanted != choice.template) {
                choice.wishes += price;
            }
        }
    }
}

/// Every shift (of the template, where one is named) that touches the span has a price.
fn avoid(days: &mut [Arc<Day>], span: (Moment, Moment), template: Option<usize>, price: Money) {
    for slot in days.iter_mut() {
        let is_avoided = |choice: &Choice| {
            choice.start < span.1
                && span.0 < choice.end
                && template.is_none_or(|unwanted| unwanted == choice.template)
        };
        if slot.choices.iter().any(is_avoided) {
            let slot = Arc::make_mut(slot);
            for choice in slot.choices.iter_mut().filter(|choice| is_avoided(choice)) {
                choice.wishes += price;
            }
        }
    }
}

//! What was posted: which days nobody may change any more, and what it costs to change the others.

use std::sync::Arc;

use super::calendar::{Calendar, Choice, Day, days_touched, is_whole_day};
use super::engine::{Engine, choice_of};
use super::prices::PresencePrices;
use super::solve::parts_of_days;
use super::state::Lines;
use crate::model::{Posted, Request, RequestKind, Scenario, Shift};

/// Puts the price of a change on all that an agent may do otherwise than was posted, on the days that are not locked.
pub(super) fn price_changes(posted: &Posted, agent: usize, days: &mut [Arc<Day>]) {
    for (index, slot) in days.iter_mut().enumerate().skip(posted.locked_days) {
        let before = posted.on(agent, index as i32);
        let day = Arc::make_mut(slot);
        let kept = match before.as_slice() {
            [shift] => kept(day, shift),
            _ => None,
        };
        day.choices.iter_mut().for_each(|choice| choice.change = posted.price);
        if !before.is_empty() {
            day.change = posted.price;
        }
        // Before the same shift with breaks elsewhere, which is a change.
        if let Some((place, kept)) = kept {
            day.choices.insert(place, kept);
        }
    }
}

/// A shift as posted, breaks included, and its place among the choices of a day; nothing where it may not be worked.
fn kept(day: &Day, shift: &Shift) -> Option<(usize, Choice)> {
    let place = choice_of(day, shift)? as usize;
    let choice = &day.choices[place];
    choice.allows(&shift.breaks, day).then(|| {
        let placed = Some(shift.breaks.as_slice().into());
        (place, Choice { placed, ..choice.clone() })
    })
}

/// The history, and what is worked on locked days: the shifts posted, but those of agents who are away by now, and with
/// those that requests fix there.
pub(super) fn settled(scenario: &Scenario, calendar: &Calendar, posted: &Posted) -> Lines {
    let mut lines = Lines::history(scenario);
    for (agent, line) in lines.of.iter_mut().enumerate() {
        let fixed = fixed(scenario, calendar, agent, posted.locked_days);
        let overlaps = |shift: &Shift| {
            fixed.iter().any(|it| it.day == shift.day || it.start < shift.end && shift.start < it.end)
        };
        let mut locked: Vec<Shift> = (0..posted.locked_days as i32)
            .flat_map(|day| posted.on(agent, day))
            .filter(|shift| !is_away(scenario, agent, shift))
            .filter(|shift| is_as_fixed(&fixed, shift) || !overlaps(shift))
            .collect();
        let is_missing = |it: &Shift| !locked.iter().any(|shift| is_same(it, shift));
        let missing: Vec<Shift> = fixed.iter().filter(|it| is_missing(it)).cloned().collect();
        locked.extend(missing);
        locked.sort_by_key(|shift| shift.start);
        line.extend(locked);
    }
    lines
}

/// The shifts that requests fix for an agent on locked days, their breaks early.
fn fixed(scenario: &Scenario, calendar: &Calendar, agent: usize, locked_days: usize) -> Vec<Shift> {
    let nothing = PresencePrices::none(&scenario.grid);
    let days = &calendar.agents[agent];
    let day_of = |request: &Request| match request.kind {
        RequestKind::Fixed { .. } if request.agent == agent => {
            usize::try_from(scenario.grid.day_at(request.from)).ok().filter(|&day| day < locked_days)
        }
        _ => None,
    };
    let fixed = scenario.requests.iter().filter_map(day_of);
    fixed.filter_map(|day| Some(nothing.place(days[day].choices.first()?, &days[day]))).collect()
}

fn is_same(one: &Shift, other: &Shift) -> bool {
    one.template == other.template && one.start == other.start && one.end == other.end
}

fn is_as_fixed(fixed: &[Shift], shift: &Shift) -> bool {
    fixed.iter().any(|it| is_same(it, shift))
}

/// Whether an agent cannot work a shift since they are not on the staff, or away by request.
fn is_away(scenario: &Scenario, agent: usize, shift: &Shift) -> bool {
    let (grid, noun) = (&scenario.grid, &scenario.agents[agent]);
    let takes = |request: &Request| {
        let span = (request.from, request.to);
        match request.kind {
            RequestKind::Leave | RequestKind::Unavailable => true,
            RequestKind::Training => days_touched(grid, span).all(|day| is_whole_day(grid, span, day)),
            _ => false,
        }
    };
    let away = scenario.requests.iter().filter(|request| request.agent == agent && takes(request));
    !noun.is_on_staff(shift.day)
        || away.into_iter().any(|request| shift.start < request.to && request.from < shift.end)
}

/// What the locked days cost, shortage aside.
pub(super) fn settled_cost(engine: &Engine) -> f64 {
    let locked = 0..engine.free_days().start;
    parts_of_days(engine, &engine.settled, &locked).cost().major()
}

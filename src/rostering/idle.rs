use super::terms::{Open, Who};
use crate::model::{Contract, Scenario, Shift};

/// Days off in a row, as far as they may become too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct IdleTerms {
    pub most: u32,
    /// How many in a row end on the day before the window.
    pub before: u32,
    /// How many in a row begin on the day after it.
    pub after: u32,
}

/// What binds days off in a row, with those before and after the window as far as they are settled.
pub(super) fn idle(
    scenario: &Scenario,
    (contract, who): (&Contract, &Who),
    outside: &[&Shift],
    (first, end): (i32, i32),
    open: Open,
) -> Option<IdleTerms> {
    let most = contract.max_consecutive_days_off?;
    let of_plan = |day: i32| usize::try_from(day).ok().and_then(|day| who.days.get(day));
    let is_away = |day: i32| of_plan(day).is_some_and(|day| day.is_away);
    let is_off = |day: &i32| !is_away(*day) && outside.iter().all(|shift| shift.day != *day);
    // Of what is before the history nothing is known.
    let begin = outside.first().map_or(0, |shift| shift.day.min(0));
    let before = if open.before { first } else { begin };
    let after = if open.after { end } else { scenario.grid.days() as i32 };
    Some(IdleTerms {
        most,
        before: (before..first).rev().take_while(is_off).count() as u32,
        after: (end..after).take_while(is_off).count() as u32,
    })
}

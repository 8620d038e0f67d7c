use super::terms::Open;
use crate::model::{Contract, Scenario, Shift};
use crate::units::{Minutes, Moment};

/// When it is night, in minutes after midnight, and how much of it makes a shift one.
const SIX: i32 = 6 * 60;
const SHORT: Minutes = Minutes::new(60);

/// Nights in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NightTerms {
    pub most: u32,
    pub least: u32,
    /// How many in a row end on the day before the window, and how many more they need to be enough.
    pub before: u32,
    pub owed: u32,
    /// Whether those from the window's first day on are enough however few: they may have begun before, or touch the
    /// plan's edge.
    pub may_have_begun: bool,
    /// How many in a row begin on the day after it.
    pub after: u32,
    /// Whether those at the window's end are enough however few: they may go on, or touch the plan's edge.
    pub may_go_on: bool,
}

/// What binds nights in a row, with those before and after the window.
pub(super) fn nights(
    scenario: &Scenario,
    contract: &Contract,
    outside: &[&Shift],
    (first, end): (i32, i32),
    open: Open,
) -> Option<NightTerms> {
    let (most, least) = (contract.max_consecutive_nights, contract.min_consecutive_nights.unwrap_or(1));
    if most.is_none() && least <= 1 {
        return None;
    }
    let is_worked = |day: &i32| {
        let is_it = |shift: &&&Shift| {
            shift.day == *day && is_night(scenario, shift.template, *day, (shift.start, shift.end))
        };
        outside.iter().any(|shift| is_it(&shift))
    };
    let before = (1..).map(|back| first - back).take_while(is_worked).count() as u32;
    let after = (end..).take_while(is_worked).count() as u32;
    let is_short = before > 0 && first != before as i32;
    Some(NightTerms {
        most: most.unwrap_or(u32::MAX),
        least,
        before,
        owed: if is_short { least.saturating_sub(before) } else { 0 },
        may_have_begun: first == 0 || open.before && before == 0,
        after,
        may_go_on: end + after as i32 >= scenario.grid.days() as i32 || open.after && after == 0,
    })
}

/// Whether a shift is a night: as its template says, else by the time it has between midnight and six.
pub(super) fn is_night(
    scenario: &Scenario,
    template: Option<usize>,
    day: i32,
    (start, end): (Moment, Moment),
) -> bool {
    if let Some(is_night) = template.and_then(|template| scenario.shifts[template].is_night) {
        return is_night;
    }
    let grid = &scenario.grid;
    let mut dark = Minutes::ZERO;
    for morning in day..=grid.day_at(end) {
        let (from, to) = (start.max(grid.at(morning, 0)), end.min(grid.at(morning, SIX)));
        if from < to {
            dark += to - from;
        }
    }
    dark > SHORT
}

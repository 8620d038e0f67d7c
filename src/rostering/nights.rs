use crate::model::{Contract, Scenario, Shift};
use crate::units::{Minutes, Moment};

/// When it is night, in minutes after midnight, and how much of it makes a shift one.
const SIX: i32 = 6 * 60;
const SHORT: Minutes = Minutes::new(60);

/// Nights in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct NightTerms {
    pub most: u32,
    /// How many in a row end on the day before the window.
    pub before: u32,
    /// How many in a row begin on the day after it.
    pub after: u32,
}

/// What binds nights in a row, with those before and after the window.
pub(super) fn nights(
    scenario: &Scenario,
    contract: &Contract,
    outside: &[&Shift],
    (first, end): (i32, i32),
) -> Option<NightTerms> {
    let most = contract.max_consecutive_nights?;
    let is_worked = |day: &i32| {
        let is_it = |shift: &&&Shift| {
            shift.day == *day && is_night(scenario, shift.template, *day, (shift.start, shift.end))
        };
        outside.iter().any(|shift| is_it(&shift))
    };
    Some(NightTerms {
        most,
        before: (1..).map(|back| first - back).take_while(is_worked).count() as u32,
        after: (end..).take_while(is_worked).count() as u32,
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

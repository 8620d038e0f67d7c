use chrono::Timelike;

use super::calendar::Day;
use super::rotation::clock;
use crate::model::{Contract, Grid, Scenario, Shift};
use crate::units::Moment;

/// Starts kept near each other within each week of a window, in minutes after midnight.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct BandTerms {
    pub width: i32,
    /// By week, the starts that those outside the window leave.
    pub weeks: Vec<Band>,
}

/// From the earliest to the latest start that a week still allows; nothing where it allows all.
pub(super) type Band = Option<(i32, i32)>;

impl BandTerms {
    /// What a band leaves after a start; nothing where it does not allow it.
    pub fn after(&self, band: Band, start: i32) -> Option<(i32, i32)> {
        let (from, to) = band.unwrap_or((i32::MIN, i32::MAX));
        let is_inside = (from..=to).contains(&start);
        is_inside.then(|| (from.max(start - self.width), to.min(start + self.width)))
    }
}

/// A band without what makes no difference to the starts of some days.
pub(super) fn tidied(grid: &Grid, band: Band, days: &[impl AsRef<Day>]) -> Band {
    let (from, to) = band?;
    let starts =
        || days.iter().flat_map(|day| &day.as_ref().choices).map(|choice| minute(grid, choice.start));
    let first = starts().filter(|start| *start >= from).min();
    let last = starts().filter(|start| *start <= to).max();
    let are_all = starts().all(|start| (from..=to).contains(&start));
    (!are_all).then(|| (first.unwrap_or(i32::MAX), last.unwrap_or(i32::MIN)))
}

/// What binds the starts of a window, with those outside it worked in.
pub(super) fn bands(
    scenario: &Scenario,
    contract: &Contract,
    outside: &[&Shift],
    (first, end): (i32, i32),
) -> Option<BandTerms> {
    let grid = &scenario.grid;
    let mut terms = BandTerms { width: contract.start_band?.get(), weeks: Vec::new() };
    for week in grid.week_of(first)..=grid.week_of(end - 1) {
        let of_week = outside.iter().filter(|shift| grid.week_of(shift.day) == week);
        let band = of_week.map(|shift| minute(grid, shift.start)).fold(None, |band, start| {
            let (from, to) = band.unwrap_or((i32::MIN, i32::MAX));
            Some((from.max(start - terms.width), to.min(start + terms.width)))
        });
        terms.weeks.push(band);
    }
    Some(terms)
}

/// Minutes after midnight by the planner's clock.
pub(super) fn minute(grid: &Grid, moment: Moment) -> i32 {
    let clock = clock(grid, moment);
    (clock.hour() * 60 + clock.minute()) as i32
}

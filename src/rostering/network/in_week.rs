use super::state::{Rules, State};
use crate::rostering::start_bands::{self, Band};

/// What holds within each week by itself: days off together, and starts kept near each other. Every answer is nothing
/// where a week can no longer keep it.
impl Rules<'_> {
    /// The days off in a row in the week after a day; those of the next week where it ends with it.
    pub(super) fn days_off(&self, day: usize, state: &State, is_worked: bool) -> Option<u32> {
        let Some(asked) = &self.terms.days_off else { return Some(0) };
        let week = self.week_of(day)?;
        let days = asked.after(state.days_off, is_worked);
        if self.terms.weeks[week].end > day + 1 {
            return Some(days);
        }
        asked.is_enough(week, days).then(|| asked.before(week + 1))
    }

    /// The starts that the week still allows after a day, worked from a start on or not; those of the next week where
    /// it ends with it.
    pub(super) fn band(&self, day: usize, state: &State, start: Option<i32>) -> Option<Band> {
        let Some(bands) = &self.terms.bands else { return Some(None) };
        let week = self.week_of(day)?;
        let band = match start {
            Some(start) => Some(bands.after(state.band, start)?),
            None => state.band,
        };
        let is_over = self.terms.weeks[week].end == day + 1;
        let band = if is_over { bands.weeks.get(week + 1).copied().flatten() } else { band };
        Some(self.tidied_band(day + 1, band))
    }

    /// A band without what makes no difference to the rest of a week, from `day` on.
    pub(super) fn tidied_band(&self, day: usize, band: Band) -> Band {
        let end = self.week_of(day).map_or(day, |week| self.terms.weeks[week].end);
        start_bands::tidied(&self.scenario.grid, band, &self.terms.days[day..end])
    }
}

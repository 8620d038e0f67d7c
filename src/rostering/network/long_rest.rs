use super::state::{Rules, State};
use crate::rostering::calendar::Choice;
use crate::units::Moment;

/// When the long rest of a week is had, unless a shift starts before; nothing where it is had or not asked for.
pub(super) type Rested = Option<Moment>;

/// Before no shift at all.
pub(super) const NEVER: Rested = Some(Moment::new(i32::MAX));

/// The long rest of each week. Every answer is nothing where a week can no longer have it.
impl Rules<'_> {
    /// Before the first day.
    pub(super) fn rested_before(&self) -> Option<Rested> {
        self.terms.weekly_rest.as_ref().map_or(Some(None), |rest| self.rested(0, 0, rest.had_at))
    }

    /// After a day off.
    pub(super) fn rested_after_off(&self, day: usize, state: &State) -> Option<Rested> {
        let Some(week) = self.week_of(day) else { return Some(None) };
        let rested = state.rested.map_or(Some(None), |at| self.rested(day + 1, week, at))?;
        self.rested_next(day, week, None, rested)
    }

    /// After working a shift of a day.
    pub(super) fn rested_after(&self, day: usize, state: &State, choice: &Choice) -> Option<Rested> {
        let Some(rest) = &self.terms.weekly_rest else { return Some(None) };
        let week = self.week_of(day)?;
        let rested = match state.rested {
            Some(at) if choice.start < at => self.rested(day + 1, week, choice.end + rest.least)?,
            _ => None,
        };
        self.rested_next(day, week, Some(choice.end), rested)
    }

    /// Where the week ends with a day, the next one's rest instead: it begins with the week or the end of a shift.
    fn rested_next(&self, day: usize, week: usize, end: Option<Moment>, rested: Rested) -> Option<Rested> {
        let rest = self.terms.weekly_rest.as_ref();
        let is_over = self.terms.weeks[week].end == day + 1;
        let next = rest.filter(|_| is_over).and_then(|rest| *rest.weeks.get(week + 1)?);
        match (next, rest) {
            (Some(next), Some(rest)) => {
                let from = end.map_or(next.from, |end| end.max(next.from));
                self.rested(day + 1, week + 1, from + rest.least)
            }
            _ => Some(rested),
        }
    }

    /// A rest that is had at a moment, as the first start at or after it: had already where no shift of the week can
    /// start before, from `day` on.
    fn rested(&self, day: usize, week: usize, at: Moment) -> Option<Rested> {
        let weeks = self.terms.weekly_rest.as_ref().map(|rest| &rest.weeks);
        let Some(asked) = weeks.and_then(|weeks| weeks[week]) else { return Some(None) };
        if at > asked.until {
            return None;
        }
        if self.earliest[day].is_none_or(|earliest| earliest >= at) {
            return Some(None);
        }
        let place = self.starts.partition_point(|&start| start < at);
        Some(Some(self.starts.get(place).map_or(asked.until, |&start| start.min(asked.until))))
    }

    /// The week of the window that a day is in.
    pub(super) fn week_of(&self, day: usize) -> Option<usize> {
        self.terms.weeks.iter().position(|week| day < week.end)
    }
}

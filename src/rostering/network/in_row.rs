use super::state::{Rules, State};
use crate::rostering::terms::Terms;

/// Nights in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Nights {
    /// How many, as far as it matters.
    pub row: u32,
    /// How many more have to follow.
    pub owed: u32,
}

/// Nights and days off in a row.
impl Rules<'_> {
    /// The nights in a row after a day; nothing where they are too many, or too few as no other follows.
    pub(super) fn nights(&self, day: usize, state: &State, is_night: bool) -> Option<Nights> {
        let Some(terms) = self.terms.nights else { return Some(Nights::default()) };
        let Nights { row, owed } = state.nights;
        if !is_night {
            // Nights that lie in the history alone are over.
            let is_edge = self.terms.first_day + day as i32 == 0;
            return (owed == 0 || is_edge).then(Nights::default);
        }
        let owed = match row {
            0 if day == 0 && terms.may_have_begun => 0,
            0 => terms.least.saturating_sub(1),
            _ => owed.saturating_sub(1),
        };
        (row < terms.most).then_some(Nights { row: row + 1, owed })
    }

    /// Whether nights are right with those after the window.
    pub(super) fn may_stop_nights(&self, nights: Nights) -> bool {
        let Some(terms) = self.terms.nights else { return true };
        let are_too_many = nights.row > 0 && nights.row.saturating_add(terms.after) > terms.most;
        let owed = if nights.row > 0 || terms.after == 0 { nights.owed } else { terms.least };
        !are_too_many && (terms.may_go_on || owed <= terms.after)
    }

    /// The days off in a row after a day off; nothing where they are too many.
    pub(super) fn idle(&self, day: usize, state: &State) -> Option<u32> {
        match self.terms.idle {
            Some(terms) if !self.terms.days[day].is_away => {
                (state.idle < terms.most).then_some(state.idle + 1)
            }
            _ => Some(0),
        }
    }

    /// Whether days off are right with those after the window.
    pub(super) fn may_be_idle(&self, days: u32) -> bool {
        self.terms.idle.is_none_or(|terms| days == 0 || days + terms.after <= terms.most)
    }
}

impl Nights {
    /// Without what no rule can tell any more, with so many days left in the window.
    pub fn tidied(self, terms: &Terms, left: u32) -> Self {
        let Some(nights) = terms.nights else { return Nights::default() };
        let can_be_too_many = self.row.saturating_add(left + nights.after) > nights.most;
        // Whether another night goes on with a row matters where rows have to be long.
        let least = self.row.min(u32::from(nights.least > 1));
        Nights { row: if can_be_too_many { self.row } else { least }, ..self }
    }
}

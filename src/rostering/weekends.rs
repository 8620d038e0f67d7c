use chrono::Weekday;

use super::terms::Open;
use crate::model::{Grid, Shift, WeekendLimit};

/// Weekends worked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct WeekendTerms {
    pub limit: WeekendLimitKey,
    /// How many weekends of the window may be worked, where the limit is on all the plan's weeks together.
    pub left: Option<u32>,
    /// Weeks outside the window, or half inside, whose weekend is worked.
    pub worked: Vec<i32>,
    /// The most weekends up to the end of the window, where they are to be spread over the plan.
    pub pace: Option<u32>,
    /// How many weekends a line may be ahead or behind of an even spread, where that is limited.
    pub leeway: Option<u32>,
    /// Whether as many as one likes may be worked, and are counted elsewhere.
    pub are_loose: bool,
    /// Whether each has a price.
    pub are_priced: bool,
}

/// A [`WeekendLimit`] that can be hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct WeekendLimitKey {
    pub weekends: u32,
    pub weeks: i32,
}

impl From<WeekendLimit> for WeekendLimitKey {
    fn from(limit: WeekendLimit) -> Self {
        WeekendLimitKey { weekends: limit.weekends, weeks: limit.weeks.max(1) as i32 }
    }
}

impl WeekendTerms {
    /// Whether the weekend of `week` may be worked besides those in `worked` and in `mask`: bit by bit the weeks up to
    /// it, its own the lowest.
    pub fn allows(&self, week: i32, mask: u64) -> bool {
        let inside = |other: i32| (0..64).contains(&(week - other)) && mask >> (week - other) & 1 == 1;
        let is_worked = |other: i32| other == week || self.worked.contains(&other) || inside(other);
        let spans = (week - self.limit.weeks + 1)..=week;
        let in_limit = spans.into_iter().all(|start| {
            (start..start + self.limit.weeks).filter(|&other| is_worked(other)).count() as u32
                <= self.limit.weekends
        });
        let paced = |pace: u32| {
            (week - self.limit.weeks + 1..=week).filter(|&other| is_worked(other)).count() as u32 <= pace
        };
        in_limit && self.pace.is_none_or(paced)
    }

    /// How many weekends of the window may be worked, where they need only be counted.
    pub fn most(&self) -> Option<u32> {
        let paced = self.pace.map_or(u32::MAX, |pace| pace.saturating_sub(self.worked.len() as u32));
        self.left.map(|left| left.min(paced))
    }

    /// The mask a week later: what no span of weeks reaches any more is forgotten.
    pub fn shifted(&self, mask: u64) -> u64 {
        let reach = u32::try_from(self.limit.weeks).unwrap_or(1);
        mask << 1 & 1u64.checked_shl(reach).map_or(u64::MAX, |end| end - 1)
    }
}

/// What binds the weekends of a window.
pub(super) fn weekends(
    grid: &Grid,
    limit: WeekendLimit,
    (outside, inside): (&[&Shift], &[&Shift]),
    (first, end): (i32, i32),
    open: Open,
) -> WeekendTerms {
    let (week, last_week) = (grid.week_of(first), grid.week_of(end - 1));
    let pace = (open == Open::AFTER && week == last_week).then(|| paced(limit, week));
    let near = week - limit.weeks as i32..=last_week + limit.weeks as i32;
    let worked: Vec<i32> = worked_weekends(grid, outside).filter(|other| near.contains(other)).collect();
    let plan_weeks = grid.week_of(grid.days() as i32 - 1) + 1;
    let earliest = worked.iter().copied().min().unwrap_or(0).min(0);
    let is_on_all = plan_weeks - earliest <= limit.weeks as i32;
    let now = worked_weekends(grid, inside).filter(|week| !worked.contains(week)).count();
    let left = i64::from(limit.weekends.saturating_sub(worked.len() as u32));
    let left = is_on_all.then(|| open.portion.most(left, now as i64) as u32);
    let (are_loose, are_priced) = (false, false);
    WeekendTerms { limit: limit.into(), left, worked, pace, leeway: None, are_loose, are_priced }
}

/// The weeks whose weekend some shifts in order work on.
pub(super) fn worked_weekends(grid: &Grid, shifts: &[&Shift]) -> impl Iterator<Item = i32> {
    let weekends = shifts.iter().filter(|shift| is_weekend(grid, shift.day));
    let mut weeks: Vec<i32> = weekends.map(|shift| grid.week_of(shift.day)).collect();
    weeks.dedup();
    weeks.into_iter()
}

/// Spreads the weekends over the weeks of their limit: 2 in 4 weeks is one in the first two.
fn paced(limit: WeekendLimit, week: i32) -> u32 {
    let into = week.rem_euclid(limit.weeks.max(1) as i32) as u32 + 1;
    (limit.weekends * into).div_ceil(limit.weeks.max(1))
}

pub(super) fn is_weekend(grid: &Grid, day: i32) -> bool {
    matches!(grid.weekday(day), Weekday::Sat | Weekday::Sun)
}

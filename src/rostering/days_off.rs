use crate::model::{Contract, Scenario, Shift};

/// Days off in a row in each week of a window.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct DaysOffTerms {
    pub least: u32,
    /// By week, the days off beside the window; nothing where the week is not whole or has its days off outside.
    pub weeks: Vec<Option<OffBeside>>,
}

/// Days off in a row within a week, up to the window and from its end on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct OffBeside {
    pub before: u32,
    pub after: u32,
}

impl DaysOffTerms {
    /// The days off in a row before a week's first day in the window; enough where none are asked for.
    pub fn before(&self, week: usize) -> u32 {
        self.weeks.get(week).copied().flatten().map_or(self.least, |beside| beside.before)
    }

    /// The days off in a row after one more day of a week: once enough, they stay enough.
    pub fn after(&self, days: u32, is_worked: bool) -> u32 {
        match (days >= self.least, is_worked) {
            (true, _) => self.least,
            (false, true) => 0,
            (false, false) => days + 1,
        }
    }

    /// Whether a week may end so, with what comes after the window.
    pub fn is_enough(&self, week: usize, days: u32) -> bool {
        let after = self.weeks.get(week).copied().flatten().map_or(0, |beside| beside.after);
        days + after >= self.least
    }
}

/// What binds the days off in the weeks of a window.
pub(super) fn days_off(
    scenario: &Scenario,
    contract: &Contract,
    outside: &[&Shift],
    (first, end): (i32, i32),
) -> Option<DaysOffTerms> {
    let least = contract.days_off_together?;
    let grid = &scenario.grid;
    let monday = first - grid.weekday(first).num_days_from_monday() as i32;
    let is_off = |day: &i32| outside.iter().all(|shift| shift.day != *day);
    let has_enough = |mut days: std::ops::Range<i32>| {
        let count = |run: u32, day: i32| if is_off(&day) { run + 1 } else { 0 };
        let mut run = 0;
        days.any(|day| {
            run = count(run, day);
            run >= least
        })
    };
    let of_week = |week: i32| {
        let (from, to) = (monday + 7 * week, monday + 7 * week + 7);
        let is_whole = from >= 0 && to <= grid.days() as i32;
        let (before, after) = (from..first.max(from), end.min(to)..to);
        let is_asked = is_whole && !has_enough(before.clone()) && !has_enough(after.clone());
        is_asked.then(|| OffBeside {
            before: before.rev().take_while(&is_off).count() as u32,
            after: after.take_while(&is_off).count() as u32,
        })
    };
    let weeks = (0..=grid.week_of(end - 1) - grid.week_of(first)).map(of_week).collect();
    Some(DaysOffTerms { least, weeks })
}

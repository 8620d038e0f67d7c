use std::ops::Range;

use chrono::Weekday;

use super::state::{Rules, State};
use crate::model::Scenario;
use crate::rostering::terms::Terms;
use crate::rostering::weekends::{WeekendTerms, is_weekend};

impl Rules<'_> {
    /// What is known of Saturday after a day that is worked or not; nothing where Sunday has to be like it and is not.
    pub(super) fn saturday(&self, day: usize, state: &State, is_worked: bool) -> Option<Option<bool>> {
        let Some(whole) = self.terms.whole_weekends else { return Some(None) };
        let weekday = self.scenario.grid.weekday(self.terms.first_day + day as i32);
        let is_last = day + 1 == self.terms.days.len();
        match weekday {
            Weekday::Sat if is_last => {
                whole.sunday_after.is_none_or(|sunday| sunday == is_worked).then_some(None)
            }
            Weekday::Sat => Some(Some(is_worked)),
            Weekday::Sun => state.saturday.is_none_or(|saturday| saturday == is_worked).then_some(None),
            _ => Some(None),
        }
    }

    /// The weekends worked when `day` is worked too; nothing where that is one too many.
    pub(super) fn with_weekend(&self, day: usize, worked: u64) -> Option<u64> {
        let Some(terms) = &self.terms.weekends else { return Some(worked) };
        let grid = &self.scenario.grid;
        let day = self.terms.first_day + day as i32;
        if !is_weekend(grid, day) || terms.worked.contains(&grid.week_of(day)) {
            return Some(worked);
        }
        if terms.are_loose {
            return Some(1);
        }
        if let Some(left) = terms.most() {
            // The lowest bit says whether this weekend is counted already.
            let more = if worked & 1 == 1 { worked } else { worked + 3 };
            let most = self.even_weekends(grid.week_of(day)).map_or(left, |even| even.end.min(left));
            return (more >> 1 <= u64::from(most)).then_some(more);
        }
        (worked & 1 == 1 || terms.allows(grid.week_of(day), worked)).then_some(worked | 1)
    }

    /// Whether who works a day begins a weekend by it that has a price.
    pub fn begins_priced_weekend(&self, day: usize, state: &State) -> bool {
        let grid = &self.scenario.grid;
        let day = self.terms.first_day + day as i32;
        let begins = |terms: &WeekendTerms| {
            terms.are_priced && !terms.worked.contains(&grid.week_of(day)) && state.weekends & 1 == 0
        };
        is_weekend(grid, day) && self.terms.weekends.as_ref().is_some_and(begins)
    }

    /// What weekends worked come to after the last day of a week.
    pub(super) fn weekends_next_week(&self, day: usize, weekends: u64) -> u64 {
        match &self.terms.weekends {
            None => 0,
            // What no later weekend of the window needs to know is forgotten.
            Some(_) if day + 1 == self.terms.days.len() => 0,
            Some(terms) if terms.are_loose => 0,
            Some(terms) => match terms.most() {
                Some(left) => self.weekends_that_matter(day, weekends, left),
                None => terms.shifted(weekends),
            },
        }
    }

    /// Weekends worked, as far as they can still become too many.
    fn weekends_that_matter(&self, day: usize, weekends: u64, left: u32) -> u64 {
        let to_come = self.terms.weeks.iter().filter(|week| week.end > day + 1).count() as u64;
        let week = self.scenario.grid.week_of(self.terms.first_day + day as i32);
        // Who is further behind than they may be counts as if they were not.
        let least = self.even_weekends(week).map_or(0, |even| even.start.min(left));
        let worked = (weekends >> 1).max(u64::from(least));
        if worked + to_come <= u64::from(left) { 0 } else { worked << 1 }
    }

    /// The week whose weekend is counted where a day is worked.
    pub(super) fn counted_weekend(&self, day: usize) -> Option<i32> {
        let terms = self.terms.weekends.as_ref().filter(|terms| !terms.are_loose)?;
        let day = self.terms.first_day + day as i32;
        let week = self.scenario.grid.week_of(day);
        (is_weekend(&self.scenario.grid, day) && !terms.worked.contains(&week)).then_some(week)
    }

    /// How many weekends a line counts before a day, from the least to the most: who has fewer counts as if not, where that
    /// makes no difference or they would be too far behind.
    pub(super) fn weekends_before(&self, day: usize) -> Option<(u32, u32)> {
        let left = self.terms.weekends.as_ref().filter(|terms| !terms.are_loose)?.most()?;
        let week = |day: usize| self.scenario.grid.week_of(self.terms.first_day + day as i32);
        let to_come = self.terms.weeks.iter().filter(|week| week.end > day).count() as u32;
        let most = day.checked_sub(1).map_or(Some(0..0), |before| self.even_weekends(week(before)));
        let most = most.map_or(left, |even| even.end.min(left));
        let over = self.terms.weeks.iter().rev().find(|week| week.end <= day);
        let least = over.and_then(|over| self.even_weekends(week(over.end - 1))).map_or(0, |even| even.start);
        Some((least.max(left.saturating_sub(to_come)).min(most), most))
    }

    /// How many weekends a line has worked at least and at most after a week, where it may not run ahead or behind: weekends on
    /// which nothing can be worked aside, the limit is spread evenly.
    fn even_weekends(&self, week: i32) -> Option<Range<u32>> {
        let terms = self.terms.weekends.as_ref()?;
        let (leeway, left) = (terms.leeway?, terms.most()?);
        let all = self.free_weekends.len().max(1) as u32;
        let even = left * self.free_weekends.partition_point(|&free| free <= week) as u32;
        Some((even / all).saturating_sub(leeway)..even.div_ceil(all) + leeway)
    }
}

/// The weeks on whose weekend something can be worked.
pub(super) fn free_weekends(terms: &Terms, scenario: &Scenario) -> Vec<i32> {
    let days = (terms.first_day..).zip(&terms.days);
    let free = days.filter(|(day, of)| is_weekend(&scenario.grid, *day) && !of.choices.is_empty());
    let mut weeks: Vec<i32> = free.map(|(day, _)| scenario.grid.week_of(day)).collect();
    weeks.dedup();
    weeks
}

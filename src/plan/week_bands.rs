//! The weeks of a plan as bands of a month's hours: nobody makes up in one week for what another lacks.

use std::ops::Range;

use super::paid_hour::credited_on;
use crate::hiring::Band;
use crate::model::{Requirement, Scenario};

/// A week of the plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WeekBand {
    /// Its intervals.
    span: Range<usize>,
    /// The share of the plan's days that lie in it.
    days: f64,
    /// The share of the paid hours of each queue that it requires.
    share: Vec<f64>,
}

/// The weeks of a plan with what each requires of a queue, as a share of the paid hours of all: what is asked for in seat,
/// and, as those on leave and in training are paid and not there, its part of theirs.
///
/// share = (1 - a) * hours asked in the week / hours asked + a * hours credited in the week / hours credited,
/// with a the part of paid hours that is credited. One week is none.
pub(super) fn week_bands(scenario: &Scenario, requirements: &[Requirement], paid: f64) -> Vec<WeekBand> {
    let grid = &scenario.grid;
    let days = grid.days() as i32;
    let weeks = grid.week_of(0)..=grid.week_of((days - 1).max(0));
    let of_week = |week: i32| {
        let days_of_week = grid.days_of_week(week);
        days_of_week.start.clamp(0, days)..days_of_week.end.clamp(0, days)
    };
    let weeks: Vec<Range<i32>> = weeks.map(of_week).filter(|week| !week.is_empty()).collect();
    if weeks.len() < 2 {
        return Vec::new();
    }
    let all_credited = credited_on(scenario, 0..days);
    let credited = if paid > 0.0 { (all_credited / paid).clamp(0.0, 1.0) } else { 0.0 };
    let band = |week: Range<i32>| {
        let of_days = f64::from(week.end - week.start) / f64::from(days);
        // No week is empty, and none reaches beyond the grid.
        let first = grid.intervals_of_day(week.start as usize).start;
        let span = first..grid.intervals_of_day(week.end as usize - 1).end;
        let away = if all_credited > 0.0 { credited_on(scenario, week) / all_credited } else { of_days };
        let share = |requirement: &Requirement| {
            let asked = |span: Range<usize>| -> f64 {
                span.map(|interval| requirement.needs[interval].agents.as_f64()).sum()
            };
            let all = asked(0..grid.len());
            let there = if all > 0.0 { asked(span.clone()) / all } else { of_days };
            (1.0 - credited) * there + credited * away
        };
        WeekBand { share: requirements.iter().map(share).collect(), days: of_days, span: span.clone() }
    };
    weeks.into_iter().map(band).collect()
}

impl WeekBand {
    /// The share of a queue's hours that it requires.
    pub fn share(&self, queue: usize) -> f64 {
        self.share[queue]
    }

    /// The share of the plan's days that lie in it.
    pub fn days(&self) -> f64 {
        self.days
    }

    /// The share of it that lies in a span of intervals.
    pub fn part(&self, first: usize, end: usize) -> f64 {
        let both = end.min(self.span.end).saturating_sub(first.max(self.span.start));
        both as f64 / self.span.len().max(1) as f64
    }

    /// The band of a month: nobody works more in it than its days' share of the most they can.
    pub fn band(&self, share: Vec<f64>) -> Band {
        Band { share, most: self.days }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn one_week_is_no_band() {
        let plan = sample::plan();
        assert_eq!(week_bands(&plan.scenario, &plan.requirements, 100.0), []);
    }
}

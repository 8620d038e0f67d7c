use std::ops::Range;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::{Grid, Period, Queue};
use crate::units::Share;

/// A period that an agreement measures, as far as it lies in the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodSpan {
    /// Its first interval in the plan.
    pub first: usize,
    /// One past its last interval in the plan.
    pub end: usize,
    /// The share of the period's calendar days that the plan has; what is due for the period is due in this
    /// proportion.
    pub covered: Share,
}

impl PeriodSpan {
    /// Its intervals in the plan.
    pub fn intervals(&self) -> Range<usize> {
        self.first..self.end
    }

    /// Whether part of it lies outside the plan.
    pub fn is_partial(&self) -> bool {
        self.covered != Share::ALL
    }
}

impl Queue {
    /// The periods its agreement measures, in order: those in which contacts are expected.
    pub fn measured_periods(&self) -> Vec<PeriodSpan> {
        let grid = self.demand.volume.grid();
        let mut spans = match self.target.measured {
            Period::Interval => (0..grid.len()).map(whole).collect(),
            longer => spans_of_days(grid, longer),
        };
        spans.retain(|span| span.intervals().any(|interval| self.demand.volume[interval] > 0.0));
        spans
    }
}

/// An interval as a period of its own.
fn whole(interval: usize) -> PeriodSpan {
    PeriodSpan { first: interval, end: interval + 1, covered: Share::ALL }
}

fn spans_of_days(grid: &Grid, period: Period) -> Vec<PeriodSpan> {
    let mut spans: Vec<PeriodSpan> = Vec::new();
    let mut day = 0;
    while day < grid.days() {
        let next = match period {
            Period::Plan => grid.days(),
            period => after(period, grid.date(day as i32)).map_or(day + 1, |date| grid.day_of(date) as usize),
        };
        let end_day = next.clamp(day + 1, grid.days());
        spans.push(PeriodSpan {
            first: grid.intervals_of_day(day).start,
            end: grid.intervals_of_day(end_day - 1).end,
            covered: covered(period, grid.date(day as i32), end_day - day),
        });
        day = end_day;
    }
    spans
}

/// The first day after the calendar's period that a date lies in.
fn after(period: Period, date: NaiveDate) -> Option<NaiveDate> {
    match period {
        Period::Week => {
            date.checked_add_days(Days::new(7 - u64::from(date.weekday().days_since(Weekday::Mon))))
        }
        Period::Month => date.with_day(1)?.checked_add_months(Months::new(1)),
        Period::Interval | Period::Day | Period::Plan => date.succ_opt(),
    }
}

/// The share of the period that so many days from a date are.
fn covered(period: Period, date: NaiveDate, days: usize) -> Share {
    let in_all = match period {
        Period::Week => 7,
        Period::Month => u32::from(date.num_days_in_month()),
        Period::Interval | Period::Day | Period::Plan => return Share::ALL,
    };
    Share::new(days as f64 / f64::from(in_all)).unwrap_or(Share::ALL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Minutes;

    fn spans(first: (i32, u32, u32), days: usize, period: Period) -> Vec<(usize, usize, f64)> {
        let first = NaiveDate::from_ymd_opt(first.0, first.1, first.2).unwrap();
        let grid = Grid::new(chrono_tz::Europe::Brussels, first, days, Minutes::new(60)).unwrap();
        let spans = spans_of_days(&grid, period);
        spans.iter().map(|span| (span.first, span.end, span.covered.get())).collect()
    }

    #[test]
    fn a_period_cut_short_says_by_how_much() {
        // From a Thursday to the Wednesday after, over a month's end.
        let weeks = spans((2026, 2, 26), 7, Period::Week);
        assert_eq!(weeks, [(0, 96, 4.0 / 7.0), (96, 168, 3.0 / 7.0)]);
        let months = spans((2026, 2, 26), 7, Period::Month);
        assert_eq!(months, [(0, 72, 3.0 / 28.0), (72, 168, 4.0 / 31.0)]);
        assert_eq!(spans((2026, 2, 26), 7, Period::Plan), [(0, 168, 1.0)]);
        assert_eq!(spans((2026, 2, 26), 7, Period::Day).len(), 7);
    }

    #[test]
    fn whole_periods_are_whole() {
        assert!(spans((2026, 3, 2), 28, Period::Week).iter().all(|span| span.2 == 1.0));
        assert_eq!(spans((2026, 2, 1), 28, Period::Month).len(), 1);
        assert_eq!(spans((2026, 2, 1), 28, Period::Month)[0].2, 1.0);
        // The clock changes on 29 March: a month of 743 hours.
        assert_eq!(spans((2026, 3, 1), 31, Period::Month), [(0, 743, 1.0)]);
    }
}

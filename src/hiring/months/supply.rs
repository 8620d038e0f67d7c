use chrono::{Days, NaiveDate};

use super::tenure::{Share, of_newcomer, of_present};
use crate::model::{CrossTraining, WorkGroup, Workforce};

/// What people are worth in each month: those there, newcomers by the month they start in, learners.
pub(super) struct Supply<'a> {
    pub workforce: &'a Workforce,
    /// For each group and month, heads there on the first day.
    pub present: Vec<Vec<Share>>,
    /// For each day on which classes can start and each month, one newcomer.
    pub newcomer: Vec<Vec<Share>>,
    /// For each group the first of those days on which somebody decided on today can start.
    pub first: Vec<usize>,
}

impl<'a> Supply<'a> {
    /// Decisions are made from `today` on.
    pub fn new(workforce: &'a Workforce, today: NaiveDate) -> Self {
        let starts = workforce.class_starts.iter();
        Supply {
            workforce,
            present: workforce.groups.iter().map(|group| present(workforce, group)).collect(),
            newcomer: starts.map(|&start| of_newcomer(workforce, start)).collect(),
            first: workforce.groups.iter().map(|group| first_start(workforce, group, today)).collect(),
        }
    }

    /// The share of a group's people in one month who are still there in a later one.
    pub fn stays(&self, group: usize, from: usize, month: usize) -> f64 {
        let there = |month: usize| self.present[group][month].there;
        if there(from) > 0.0 { there(month) / there(from) } else { 0.0 }
    }

    /// The share of a month that somebody who learns from a month's first day on is on the course.
    pub fn on_course(&self, course: &CrossTraining, start: usize, month: usize) -> f64 {
        let (starts, days) = (&self.workforce.month_starts, self.workforce.days(month));
        let since = (starts[month] - starts[start]).num_days();
        (i64::from(course.days) - since).clamp(0, days) as f64 / days as f64
    }

    /// Weeks of a month.
    pub fn weeks(&self, month: usize) -> f64 {
        self.workforce.days(month) as f64 / 7.0
    }

    /// The days, by their place, on which people of a group can start.
    pub fn starts(&self, group: usize) -> std::ops::Range<usize> {
        let last =
            if self.workforce.groups[group].hire.is_some() { self.workforce.class_starts.len() } else { 0 };
        self.first[group].min(last)..last
    }

    /// The first day on which somebody decided on today takes contacts; nothing where nobody can be hired.
    pub fn helps_from(&self) -> Option<NaiveDate> {
        let starts = (0..self.workforce.groups.len()).filter_map(|group| self.starts(group).next());
        let training = Days::new(u64::from(self.workforce.learning.training_days));
        starts.min().map(|start| self.workforce.class_starts[start] + training)
    }

    /// The month of a day on which classes can start.
    pub fn month_of(&self, start: usize) -> usize {
        self.workforce.month_of(self.workforce.class_starts[start])
    }

    /// The days, by their place, on which classes can start until the end of a month.
    pub fn starts_until(&self, month: usize) -> std::ops::Range<usize> {
        let end = self.workforce.month_starts[month + 1];
        0..self.workforce.class_starts.partition_point(|start| *start < end)
    }

    /// The days, by their place, on which classes can start in a month.
    pub fn starts_in(&self, month: usize) -> std::ops::Range<usize> {
        let first = self.workforce.month_starts[month];
        let before = self.workforce.class_starts.partition_point(|start| *start < first);
        before..self.starts_until(month).end
    }

    /// What hiring somebody of a group on one of those days costs: hiring, training with its wages, that they leave again; and
    /// what they are still worth after the last month, or months at whose end somebody is missing would rather be short.
    ///
    /// worth = (hiring + training) * s * (1 - d / D), where s is the share of them still there then, d the days since their
    /// first one and D those among which the cost is spread, or nothing where d is more.
    pub fn cost_of_hire(&self, group: usize, start: usize) -> HireCost {
        let workforce = self.workforce;
        let WorkGroup { wage, week_hours, hire, .. } = &workforce.groups[group];
        let in_training: f64 = (0..workforce.months())
            .map(|month| {
                let share = self.newcomer[start][month];
                (share.there - share.trained) * self.weeks(month)
            })
            .sum();
        let leaves: f64 = self.newcomer[start].iter().map(|share| share.leaves).sum();
        let hiring = hire.map_or(0.0, |terms| terms.cost.major());
        let training = workforce.training_cost.major() + wage.major() * week_hours.1 * in_training;
        HireCost {
            hiring,
            training,
            leaving: leaves * workforce.leaving_cost.major(),
            worth_after: (hiring + training) * (1.0 - leaves) * self.left_to_spread(start),
        }
    }

    /// The share of the cost of somebody who starts on one of those days that is spread among days after the last month.
    fn left_to_spread(&self, start: usize) -> f64 {
        let since = (self.workforce.end() - self.workforce.class_starts[start]).num_days() as f64;
        let left = |days: u32| 1.0 - since / f64::from(days.max(1));
        self.workforce.spread_days.map_or(0.0, left).max(0.0)
    }
}

/// What somebody hired costs beside the wages of what they work, in major units.
#[derive(Debug, Clone, Copy)]
pub(super) struct HireCost {
    pub hiring: f64,
    pub training: f64,
    pub leaving: f64,
    pub worth_after: f64,
}

impl HireCost {
    pub fn total(self) -> f64 {
        self.hiring + self.training + self.leaving - self.worth_after
    }
}

fn present(workforce: &Workforce, group: &WorkGroup) -> Vec<Share> {
    let mut sum = vec![Share::default(); workforce.months()];
    for tenured in &group.heads {
        for (sum, share) in sum.iter_mut().zip(of_present(workforce, tenured.months)) {
            sum.there += tenured.count * share.there;
            sum.trained += tenured.count * share.trained;
            sum.productive += tenured.count * share.productive;
            sum.leaves += tenured.count * share.leaves;
        }
    }
    sum
}

/// The first day for classes that lies a lead time after today or later.
fn first_start(workforce: &Workforce, group: &WorkGroup, today: NaiveDate) -> usize {
    let lead = group.hire.map_or(0, |terms| u64::from(terms.lead_days));
    let earliest = today.checked_add_days(Days::new(lead)).unwrap_or(NaiveDate::MAX);
    workforce.class_starts.partition_point(|start| *start < earliest)
}

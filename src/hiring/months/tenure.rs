use chrono::NaiveDate;

use crate::model::{Attrition, Workforce};

/// What is left of one person in a month, on average over its days.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Share {
    /// Whether they are still there.
    pub there: f64,
    /// Whether they are there and trained.
    pub trained: f64,
    /// What they get done, as a share of somebody productive.
    pub productive: f64,
    /// Whether they leave in the month.
    pub leaves: f64,
}

/// What is left in each month of somebody who starts on a day.
pub(super) fn of_newcomer(workforce: &Workforce, start: NaiveDate) -> Vec<Share> {
    walk(workforce, start, 0.0)
}

/// What is left in each month of somebody there on the first day, by their months of tenure.
pub(super) fn of_present(workforce: &Workforce, tenure_months: f64) -> Vec<Share> {
    walk(workforce, workforce.month_starts[0], Attrition::days(tenure_months))
}

/// Day by day from `from`, when they have been there for `age` days: who is there on a day is so before anybody leaves
/// on it, so that all who start are there on their first day.
fn walk(workforce: &Workforce, from: NaiveDate, age: f64) -> Vec<Share> {
    let training = f64::from(workforce.learning.training_days);
    let (mut left, mut age) = (1.0, age);
    let mut shares = Vec::with_capacity(workforce.months());
    for month in 0..workforce.months() {
        let mut share = Share::default();
        let days = workforce.days(month);
        // The days of the month from the first one on.
        let there = (workforce.month_starts[month + 1] - from).num_days().clamp(0, days);
        for _ in 0..there {
            let each = left / days as f64;
            let productivity = workforce.learning.productivity(age);
            share.there += each;
            share.trained += if age >= training { each } else { 0.0 };
            share.productive += each * productivity;
            let mut stays = 1.0 - workforce.attrition.on_day(age);
            if age < training && age + 1.0 >= training {
                stays *= workforce.learning.drop_out.rest().get();
            }
            share.leaves += left * (1.0 - stays);
            left *= stays;
            age += 1.0;
        }
        shares.push(share);
    }
    shares
}

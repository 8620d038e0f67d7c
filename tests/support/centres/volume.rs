//! Contacts that come in: a day's shape, a week's shape, a gamma factor a day and Poisson scatter.
//!
//! A forecast here is what planners make of their past: the mean of six such days, scatter and all.
//!
//! The shapes are rounded by hand after what is common to published days of bank and helpdesk centres: a steep
//! morning, the peak before noon, a dent at lunch, a lower afternoon, an evening that tails off; Monday the busiest
//! day. The gamma factor makes counts scatter more than Poisson's, as they do (a day is good or bad as a whole).

use std::fmt::Write;

use chrono::{Datelike, Days, LocalResult, NaiveDate, TimeDelta, TimeZone};
use chrono_tz::Tz;
use rand::RngExt;
use rand_distr::{Distribution, Gamma, Poisson};
use rand_pcg::Pcg64Mcg;

/// Hours of the day with the volume at them, relative to the others; straight lines between.
pub type Shape = &'static [(f64, f64)];

/// Consumers who call when they have time: the peak before noon, a second rise after dinner.
pub const CONSUMERS: Shape = &[
    (8.0, 0.50),
    (9.0, 0.86),
    (10.0, 1.00),
    (11.0, 0.98),
    (12.5, 0.80),
    (13.5, 0.84),
    (15.0, 0.82),
    (16.5, 0.78),
    (18.0, 0.58),
    (19.0, 0.54),
    (20.0, 0.38),
];
/// People at work: a sharp morning, a real lunch, gone by five.
pub const OFFICES: Shape = &[
    (8.0, 0.5),
    (9.0, 0.9),
    (10.5, 1.0),
    (12.0, 0.72),
    (13.0, 0.68),
    (14.5, 0.9),
    (16.0, 0.8),
    (18.0, 0.42),
];
/// Round the clock: nearly nobody at four in the morning.
pub const ROUND_THE_CLOCK: Shape = &[
    (0.0, 0.14),
    (2.0, 0.07),
    (5.0, 0.06),
    (7.0, 0.32),
    (9.0, 0.88),
    (10.5, 1.00),
    (13.0, 0.84),
    (15.0, 0.88),
    (17.0, 0.86),
    (19.0, 0.72),
    (21.0, 0.52),
    (23.0, 0.26),
    (24.0, 0.14),
];

/// A queue's stream of contacts.
#[derive(Debug, Clone)]
pub struct Stream {
    pub queue: &'static str,
    pub zone: Tz,
    /// Contacts in a week of the middling kind.
    pub weekly: f64,
    /// What each weekday from Monday has of them, relative to the others.
    pub weekdays: [f64; 7],
    pub shape: Shape,
    /// The half hours with contacts, counted from midnight, for each weekday.
    pub half_hours: [std::ops::Range<i64>; 7],
    /// Mean handle time in seconds; the evening's contacts take a little longer.
    pub aht: f64,
    /// Standard deviation of the day's factor.
    pub day_scatter: f64,
}

/// Week by week, how busy it is: invoices go out on the first of the month.
const WEEKS: [f64; 4] = [1.07, 1.01, 0.96, 0.98];

/// The header of a forecast.
pub const HEADER: &str = "start,queue,volume,aht_seconds\n";

impl Stream {
    /// Appends the forecast's rows of this stream, by the clock of its zone; half hours the clock skips have none.
    pub fn write(&self, first: NaiveDate, days: u64, random: &mut Pcg64Mcg, rows: &mut String) {
        for day in 0..days {
            let date = first + Days::new(day);
            let weekday = date.weekday().num_days_from_monday() as usize;
            let half_hours = self.half_hours[weekday].clone();
            if half_hours.is_empty() {
                continue;
            }
            let busy = self.weekdays[weekday] / self.weekdays.iter().sum::<f64>();
            let of_day = self.weekly * busy * WEEKS[(day / 7) as usize % 4] * self.day_factor(random);
            let all: f64 = half_hours.clone().map(|at| height(self.shape, at)).sum();
            for at in half_hours {
                let volume = draw(of_day * height(self.shape, at) / all, random);
                let aht = self.aht * (1.0 + 0.05 * evening(at)) * random.random_range(0.97..1.03);
                let start = date.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(30 * at);
                if self.zone.from_local_datetime(&start) != LocalResult::None {
                    let start = start.format("%Y-%m-%dT%H:%M");
                    writeln!(rows, "{start},{},{volume:.1},{aht:.0}", self.queue).expect("text grows");
                }
            }
        }
    }

    fn day_factor(&self, random: &mut Pcg64Mcg) -> f64 {
        let shape = self.day_scatter.powi(-2);
        Gamma::new(shape, shape.recip()).expect("a positive shape").sample(random)
    }
}

/// The mean of the counts of so many comparable days.
const DAYS_AVERAGED: f64 = 6.0;

fn draw(mean: f64, random: &mut Pcg64Mcg) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    Poisson::new(DAYS_AVERAGED * mean).expect("a positive mean").sample(random) / DAYS_AVERAGED
}

/// The shape's height in the middle of a half hour.
fn height(shape: Shape, half_hour: i64) -> f64 {
    let hour = (half_hour as f64 + 0.5) / 2.0;
    let after = shape.partition_point(|&(at, _)| at < hour).clamp(1, shape.len() - 1);
    let ((from, low), (to, high)) = (shape[after - 1], shape[after]);
    let way = ((hour - from) / (to - from)).clamp(0.0, 1.0);
    low + (high - low) * way
}

/// 0 until five in the afternoon, rising to 1 at ten.
fn evening(half_hour: i64) -> f64 {
    ((half_hour as f64 / 2.0 - 17.0) / 5.0).clamp(0.0, 1.0)
}

/// The same half hours from Monday to Friday, others on Saturday and Sunday.
pub fn opening(
    weekdays: std::ops::Range<i64>,
    saturday: std::ops::Range<i64>,
    sunday: std::ops::Range<i64>,
) -> [std::ops::Range<i64>; 7] {
    std::array::from_fn(|day| match day {
        5 => saturday.clone(),
        6 => sunday.clone(),
        _ => weekdays.clone(),
    })
}

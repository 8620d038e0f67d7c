use chrono::NaiveDate;

use crate::model::{Attrition, ClassTerms, HireTerms, Learning, Skills, Tenured, WorkGroup, Workforce};
use crate::units::{Money, Share};

/// One skill, ten people of 28 hours a week at 20 an hour, nobody leaves, newcomers know everything.
pub(super) fn workforce(months: u32) -> Workforce {
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("New Year is a date");
    let starts = Workforce::starts(first, months);
    Workforce {
        volume: vec![vec![1.0]; months as usize],
        month_starts: starts,
        groups: vec![WorkGroup {
            contract: 0,
            skills: Skills::new(vec![0]),
            heads: vec![Tenured { months: 24.0, count: 10.0 }],
            week_hours: (28.0, 28.0),
            wage: Money::from_major(20.0),
            hire: Some(HireTerms { cost: Money::from_major(1000.0), lead_days: 0, at_most: 100 }),
        }],
        attrition: Attrition { steps: vec![(f64::INFINITY, Share::NONE)] },
        learning: Learning { training_days: 0, drop_out: Share::NONE, ramp_up: Vec::new() },
        classes: ClassTerms { least: 1, most: u32::MAX, rooms: None },
        training_cost: Money::ZERO,
        leaving_cost: Money::ZERO,
        overtime: None,
        temps: None,
        cross_training: Vec::new(),
        shortage_hour: Money::from_major(100.0),
        volume_error: 0.0,
    }
}

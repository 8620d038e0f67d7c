use chrono::NaiveDate;

use super::Skills;
use crate::units::{Fte, Money};

/// Whom to hire, and by when to decide.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HiringPlan {
    /// The classes, the most useful first.
    pub classes: Vec<Class>,
}

/// People of one contract and skill set who start together.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// The first day of the month they start in.
    pub month: NaiveDate,
    /// The contract, as an index.
    pub contract: usize,
    /// The skills.
    pub skills: Skills,
    /// How many.
    pub hires: u32,
    /// The latest day on which to decide.
    pub decide_by: NaiveDate,
    /// Their first day.
    pub start: NaiveDate,
    /// The day from which they are as productive as anyone.
    pub productive_from: NaiveDate,
    /// People of this contract and skill set once they are there.
    pub headcount: u32,
    /// What the requirement asks of people with this contract and skill set.
    pub required: Fte,
    /// What there is of them without the hires.
    pub available: Fte,
    /// Agent hours short over the plan that they close.
    pub closes_hours: f64,
    /// People lacked on posts whom they stand in for, each counted once for each shift.
    pub closes_posts: u32,
    /// Wages they add over the plan.
    pub wages: Money,
    /// What hiring them costs.
    pub hiring_cost: Money,
    /// Whether `decide_by` lies before the day given as today.
    pub is_too_late: bool,
}

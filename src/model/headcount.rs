use chrono::NaiveDate;

use super::Skills;
use crate::units::{Fte, Money};

/// Whom to hire over the months ahead, and what comes of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeadcountPlan {
    /// The classes, in the order of their months.
    pub classes: Vec<MonthClass>,
    /// Those who learn further skills.
    pub learners: Vec<Learners>,
    /// The months.
    pub months: Vec<MonthFigures>,
    /// What the solver proves: no plan costs less than this share below.
    pub gap: f64,
}

impl HeadcountPlan {
    /// What all months cost.
    pub fn cost(&self) -> MonthCost {
        self.months.iter().map(|month| month.cost).fold(MonthCost::default(), MonthCost::and)
    }

    /// Hours short, all months and queues together.
    pub fn short_hours(&self) -> f64 {
        self.months.iter().flat_map(|month| &month.short).sum()
    }

    /// People hired.
    pub fn hires(&self) -> u32 {
        self.classes.iter().map(|class| class.hires).sum()
    }
}

/// People of one contract and skill set who start on the same day.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthClass {
    /// The month, from 0.
    pub month: usize,
    /// The group, as an index into the workforce's.
    pub group: usize,
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
    /// People of this contract and skill set on the first day of their month, and all who start in it until theirs.
    pub headcount: f64,
    /// What the month requires of people like them: what they do for it, and what stays short that they could do.
    pub required: Fte,
    /// What there is of them in the month without the class.
    pub available: Fte,
    /// Hiring, training and its wages.
    pub cost: Money,
}

/// People there who learn further skills from a month on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learners {
    /// The month, from 0.
    pub month: usize,
    /// What they learn, as an index into the workforce's cross-training.
    pub course: usize,
    /// How many.
    pub people: u32,
}

/// A month of a headcount plan; hours are paid hours, lists by queue in the scenario's order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MonthFigures {
    /// Hours required for each queue.
    pub required: Vec<f64>,
    /// Hours short for each queue.
    pub short: Vec<f64>,
    /// People there on average, trainees included.
    pub headcount: f64,
    /// People who started.
    pub hires: u32,
    /// People who left.
    pub leavers: f64,
    /// What those there can work at most, in hours of somebody productive.
    pub available: f64,
    /// People of each of the workforce's groups, by what they get done: two who learn and do half count as one.
    pub able: Vec<f64>,
    /// Hours of overtime of each of the workforce's groups.
    pub overtime: Vec<f64>,
    /// Hours of temporary staff for each queue.
    pub temps: Vec<f64>,
    /// What it costs.
    pub cost: MonthCost,
}

/// What a month costs, by what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthCost {
    /// Wages of those trained.
    pub wages: Money,
    /// Hiring.
    pub hiring: Money,
    /// Training: what it costs, and wages meanwhile.
    pub training: Money,
    /// What it costs that people leave.
    pub leaving: Money,
    /// Overtime.
    pub overtime: Money,
    /// Temporary staff.
    pub temps: Money,
    /// Hours short, at their price.
    pub shortage: Money,
    /// Penalties expected of agreements missed for want of hours.
    pub penalties: Money,
    /// Of hiring and training, what those who start in it are still worth after the last month.
    pub worth_after: Money,
}

impl MonthCost {
    /// What a plan is chosen by: what is paid, and hours short at their price, less what those hired are still worth.
    pub fn total(self) -> Money {
        self.paid() + self.shortage - self.worth_after
    }

    /// What somebody pays.
    pub fn paid(self) -> Money {
        let MonthCost { wages, hiring, training, leaving, overtime, temps, penalties, .. } = self;
        [wages, hiring, training, leaving, overtime, temps, penalties].into_iter().sum()
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        MonthCost {
            wages: self.wages + other.wages,
            hiring: self.hiring + other.hiring,
            training: self.training + other.training,
            leaving: self.leaving + other.leaving,
            overtime: self.overtime + other.overtime,
            temps: self.temps + other.temps,
            shortage: self.shortage + other.shortage,
            penalties: self.penalties + other.penalties,
            worth_after: self.worth_after + other.worth_after,
        }
    }
}

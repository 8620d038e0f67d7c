use chrono_tz::Tz;

use super::{Shift, Span};
use crate::units::{Moment, Money};

/// Someone who can be rostered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Agent {
    /// The planner's number for them.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their contract, as an index.
    pub contract: usize,
    /// What they can do.
    pub skills: Skills,
    /// Their first day, counted from the plan's first; nothing means before the plan.
    pub from_day: Option<i32>,
    /// Their last day, counted from the plan's first; nothing means after the plan.
    pub until_day: Option<i32>,
    /// Their own paid time in a week, where it is not the contract's.
    pub week: Option<Span>,
    /// Where to send their roster; empty where not given.
    pub email: String,
    /// Where they are, if not where the planner is.
    pub time_zone: Option<Tz>,
    /// Their team; empty where they are of none.
    pub team: String,
    /// Shifts posted before the plan begins, in order; they count for rest and days in a row, and those that
    /// reach into the plan are cover.
    pub history: Vec<Shift>,
}

impl Agent {
    /// Whether they are on the staff on a day.
    pub fn is_on_staff(&self, day: i32) -> bool {
        self.from_day.is_none_or(|first| first <= day) && self.until_day.is_none_or(|last| day <= last)
    }
}

/// A set of skills: queues that can be served, and others that shifts ask for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Skills {
    /// As ascending indices.
    queues: Vec<usize>,
    /// By name, ascending.
    others: Vec<String>,
}

impl Skills {
    /// The set of these queues.
    pub fn new(mut queues: Vec<usize>) -> Self {
        queues.sort_unstable();
        queues.dedup();
        Skills { queues, others: Vec::new() }
    }

    /// The same queues with these other skills.
    pub fn with_others(self, mut others: Vec<String>) -> Self {
        others.sort_unstable();
        others.dedup();
        Skills { others, ..self }
    }

    /// Whether a queue is in it.
    pub fn contains(&self, queue: usize) -> bool {
        self.queues.binary_search(&queue).is_ok()
    }

    /// Whether all of another set are in it.
    pub fn include(&self, asked: &Skills) -> bool {
        asked.queues.iter().all(|&queue| self.contains(queue))
            && asked.others.iter().all(|name| self.others.binary_search(name).is_ok())
    }

    /// Whether there are none in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are in it.
    pub fn len(&self) -> usize {
        self.queues.len() + self.others.len()
    }

    /// Those of either set.
    pub fn with(&self, other: &Skills) -> Skills {
        let others = [self.others.as_slice(), &other.others].concat();
        Skills::new([self.queues.as_slice(), &other.queues].concat()).with_others(others)
    }

    /// Those that are not in another set.
    pub fn without(&self, other: &Skills) -> Skills {
        let (mut queues, mut others) = (self.queues.clone(), self.others.clone());
        queues.retain(|&queue| !other.contains(queue));
        others.retain(|name| !other.others.contains(name));
        Skills { queues, others }
    }

    /// The queues, ascending.
    pub fn queues(&self) -> &[usize] {
        &self.queues
    }

    /// The skills that are no queues, by name.
    pub fn others(&self) -> &[String] {
        &self.others
    }
}

/// Something asked for or settled for an agent beforehand.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The agent, as an index.
    pub agent: usize,
    /// When it begins.
    pub from: Moment,
    /// When it ends; for whole days the midnight after the last.
    pub to: Moment,
    /// What it is.
    pub kind: RequestKind,
}

/// What a request asks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RequestKind {
    /// Off, and paid: each whole day from Monday to Friday credits a fifth of the agent's least weekly hours
    /// (minutes rounded down), as if worked.
    Leave,
    /// At training, paid, not on a queue. Whole days: off the roster, credited like leave. Part of a day: the
    /// shift of that day covers it and nobody is served meanwhile.
    Training,
    /// Cannot work.
    Unavailable,
    /// Would like to work (this kind of shift, if named) on these days; worth `weight`.
    Prefer {
        /// The template, as an index.
        shift: Option<usize>,
        /// How much it is worth, in units of the scenario's price of a wish.
        weight: f64,
    },
    /// Would like not to work (this kind of shift, if named) in this time; worth `weight`.
    Avoid {
        /// The template, as an index.
        shift: Option<usize>,
        /// How much it is worth, in units of the scenario's price of a wish.
        weight: f64,
    },
    /// Works exactly from the one moment to the other, breaks by the template's rules.
    Fixed {
        /// The template, as an index.
        shift: usize,
    },
}

impl RequestKind {
    /// Whether it takes the agent off the queues: leave, training or not being available.
    pub fn is_absence(self) -> bool {
        matches!(self, RequestKind::Leave | RequestKind::Training | RequestKind::Unavailable)
    }
}

/// A headcount the planner asks for, beside the queues: a night guard, a team lead.
///
/// It counts shifts of a template on a day, whoever works them.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// The day, counted from the first.
    pub day: usize,
    /// The template, as an index.
    pub shift: usize,
    /// How many.
    pub required: u32,
    /// The price of each one missing.
    pub under_cost: Money,
    /// The price of each one too many.
    pub over_cost: Money,
}

impl Post {
    /// What it costs when so many are there: `under_cost` (required - there)+ + `over_cost` (there - required)+.
    pub fn cost(&self, there: u32) -> Money {
        let under = f64::from(self.required.saturating_sub(there));
        let over = f64::from(there.saturating_sub(self.required));
        self.under_cost.times(under) + self.over_cost.times(over)
    }
}

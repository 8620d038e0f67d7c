use chrono::Weekday;

use super::Skills;
use crate::units::{Minutes, Moment};

/// A kind of shift: when it may start, how long it may last, where its breaks may lie.
#[derive(Debug, Clone, PartialEq)]
pub struct ShiftTemplate {
    /// The planner's name for it.
    pub id: String,
    /// When it may start, in minutes after midnight by the planner's clock, ascending.
    pub starts: Vec<i32>,
    /// How long it may last from start to end, breaks included, ascending.
    pub lengths: Vec<Minutes>,
    /// The weekdays it may start on.
    pub weekdays: Vec<Weekday>,
    /// The contracts that may work it, as indices; nothing means all.
    pub contracts: Option<Vec<usize>>,
    /// The skills that whoever works it has, all of them.
    pub skills: Skills,
    /// Whether its shifts are nights; where nothing is said, those are of which more than an hour lies between
    /// midnight and six by the planner's clock, breaks included (after the Dutch Arbeidstijdenwet, art. 1:7).
    pub is_night: Option<bool>,
    /// The templates none of which an agent may work on the day after this one, as indices.
    pub not_followed_by: Vec<usize>,
    /// Its breaks, in order.
    pub breaks: Vec<BreakRule>,
    /// How far apart they lie.
    pub spacing: BreakSpacing,
}

impl ShiftTemplate {
    /// Whether it is for a contract.
    pub fn is_for(&self, contract: usize) -> bool {
        self.contracts.as_ref().is_none_or(|allowed| allowed.contains(&contract))
    }

    /// Whether somebody on a contract, with these skills, may work it.
    pub fn is_open_to(&self, contract: usize, skills: &Skills) -> bool {
        self.is_for(contract) && skills.include(&self.skills)
    }

    /// The time between two moments at which its breaks may begin: an interval, or where a break is no whole number
    /// of intervals what divides both, but five minutes at least. It is counted from the shift's start.
    pub fn break_step(&self, interval: Minutes) -> Minutes {
        let lengths = self.breaks.iter().map(|rule| rule.length);
        lengths.fold(interval, Minutes::divisor).max(Minutes::new(5))
    }
}

/// The least time without a break between and around the breaks of a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct BreakSpacing {
    /// From the end of a break to the start of the next.
    pub apart: Minutes,
    /// From the shift's start to its first break, and from its last break to its end.
    pub from_edges: Minutes,
}

/// A break that a shift of some length has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BreakRule {
    /// How long it lasts.
    pub length: Minutes,
    /// Whether it is paid.
    pub is_paid: bool,
    /// How long after the shift's start it may begin at the earliest.
    pub after: Minutes,
    /// How long after the shift's start it must have begun.
    pub before: Minutes,
    /// Only a shift longer than this has it.
    pub if_longer_than: Minutes,
}

/// A shift as rostered: a template placed on a day, with its breaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shift {
    /// The template, as an index; nothing for a shift of no template (edited by hand).
    pub template: Option<usize>,
    /// The day it starts on and counts to, from the first day of the grid; negative in the history.
    pub day: i32,
    /// When it starts.
    pub start: Moment,
    /// When it ends.
    pub end: Moment,
    /// Its breaks in order, each inside the shift.
    pub breaks: Vec<Break>,
}

impl Shift {
    /// From start to end.
    pub fn length(&self) -> Minutes {
        self.end - self.start
    }

    /// Length less unpaid breaks.
    pub fn paid(&self) -> Minutes {
        let unpaid: Minutes =
            self.breaks.iter().filter(|rest| !rest.is_paid).map(|rest| rest.end - rest.start).sum();
        self.length() - unpaid
    }
}

/// A break as rostered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Break {
    /// When it starts.
    pub start: Moment,
    /// When it ends.
    pub end: Moment,
    /// Whether it is paid.
    pub is_paid: bool,
}

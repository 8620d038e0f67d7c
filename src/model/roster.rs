use std::ops::Range;
use std::sync::Arc;

use super::{Series, Shift, Skills, Violation};
use crate::units::{Minutes, Money};

/// Who works when: one line of work for each agent of the scenario, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// The lines, one for each agent.
    pub lines: Vec<Line>,
}

impl Roster {
    /// All shifts with the index of their agent.
    pub fn shifts(&self) -> impl Iterator<Item = (usize, &Shift)> {
        self.lines
            .iter()
            .enumerate()
            .flat_map(|(agent, line)| line.shifts.iter().map(move |shift| (agent, shift)))
    }

    /// Paid time on shifts, leave aside.
    pub fn paid(&self) -> Minutes {
        self.shifts().map(|(_, shift)| shift.paid()).sum()
    }
}

/// An agent's shifts over the plan, in order of their start.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Line {
    /// The shifts.
    pub shifts: Vec<Shift>,
}

/// A roster with what its maker knows of it: how good it is, what it lacks, who would help.
#[derive(Debug, Clone, PartialEq)]
pub struct Rostered {
    /// The roster.
    pub roster: Roster,
    /// What it costs, and how far that can be from the least.
    pub proof: Proof,
    /// Agents short of the requirement in seat, queue by queue and interval by interval, were nobody sick or late,
    /// when everyone is sent where they are needed most. Deferred work: the headcount that the work overdue would
    /// have taken.
    pub shortage: Vec<Series<f64>>,
    /// Agents on each queue, queue by queue and interval by interval, in the same sharing: an agent of several
    /// skills is counted once in all, in parts where they divide their time.
    pub scheduled: Vec<Series<f64>>,
    /// Rules that nobody could keep, whatever the roster, and what was done instead.
    pub concessions: Vec<Concession>,
    /// What hiring would bring, best first.
    pub candidates: Vec<Candidate>,
    /// Whether that was weighed to the end: not where nobody asked, or time was up.
    pub are_hires_weighed: bool,
}

impl Rostered {
    /// A roster made elsewhere: nothing is proven of it.
    pub fn given(roster: Roster, scheduled: Vec<Series<f64>>, shortage: Vec<Series<f64>>) -> Self {
        Rostered {
            roster,
            proof: Proof::default(),
            shortage,
            scheduled,
            concessions: Vec::new(),
            candidates: Vec::new(),
            are_hires_weighed: false,
        }
    }

    /// Whether a rule that is broken is one that nobody could keep.
    pub fn has_conceded(&self, violation: &Violation) -> bool {
        let is_it = |of: &Concession| Some(of.agent) == violation.agent && of.rule == violation.rule;
        self.concessions.iter().any(is_it)
    }
}

/// What a roster costs, part by part, and the least any roster could cost.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proof {
    /// Wages of the hours rostered.
    pub wages: Money,
    /// The price put on agents short, an internal price and no payment.
    pub shortage: Money,
    /// The price put on wishes not granted, an internal price and no payment.
    pub wishes: Money,
    /// The price put on burdens that the same agents have again and again, an internal price and no payment.
    pub fairness: Money,
    /// The price of posts under or over their headcount.
    pub posts: Money,
    /// The price of the days changed since the roster was posted, an internal price and no payment.
    pub changes: Money,
    /// No roster under the same rules can cost less in all, all parts together.
    pub bound: Money,
    /// What placing the breaks of the finished roster anew saved; in no sum, as the other parts are those after it.
    pub breaks_saved: Money,
    /// Rounds of column generation.
    pub rounds: usize,
    /// Columns (lines of work) generated.
    pub columns: usize,
    /// Improvement steps tried.
    pub improvements: usize,
    /// Whether the bound was computed to its end; where not it is a bound all the same, but not the best.
    pub is_bound_final: bool,
    /// The prices that prove the bound, of those weeks of a plan with queues for which there was time.
    pub prices: Arc<[ShadowPrices]>,
}

/// What more would be worth on some days, in major units: the duals of the program that their bound comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct ShadowPrices {
    /// The days.
    pub days: Range<i32>,
    /// The intervals that count among them.
    pub intervals: Range<usize>,
    /// Presence for each of these intervals, by who is there.
    pub presence: Vec<(Skills, Vec<f64>)>,
    /// A person, by post of the scenario; those of other days are worth nothing.
    pub posts: Vec<f64>,
}

impl Proof {
    /// All parts of the cost together.
    pub fn cost(&self) -> Money {
        self.wages + self.shortage + self.wishes + self.fairness + self.posts + self.changes
    }

    /// How far the cost can be above the least possible, as a share of that; nothing where no cost is too little to be
    /// excluded.
    ///
    /// (cost - bound) / bound
    pub fn above_least(&self) -> Option<f64> {
        above_least(self.cost(), self.bound)
    }

    /// The same as a share of the cost, as solvers tell it: 1 where nothing is proven.
    pub fn gap(&self) -> f64 {
        let cost = self.cost().major();
        if cost <= 0.0 { 0.0 } else { ((cost - self.bound.major()) / cost).max(0.0) }
    }
}

/// How far a cost can be above the least possible, where a bound says that it is no less: a share of the bound.
pub(crate) fn above_least(cost: Money, bound: Money) -> Option<f64> {
    match (cost.major() - bound.major()).max(0.0) {
        above if above <= 0.0 => Some(0.0),
        above => (bound > Money::ZERO).then(|| above / bound.major()),
    }
}

/// A rule that an agent cannot keep whatever they work: too many days away for the least hours, say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concession {
    /// The agent, as an index.
    pub agent: usize,
    /// The day the span in question begins, counted from the first.
    pub day: i32,
    /// The rule, by the name the audit gives it.
    pub rule: &'static str,
    /// What was conceded, in words.
    pub note: String,
}

/// What hiring more of one contract and skill set would bring over this plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The contract, as an index.
    pub contract: usize,
    /// The skills.
    pub skills: Skills,
    /// How many to take.
    pub take: u32,
    /// What each next hire of this kind brings, in the order taken, and one more beyond.
    pub steps: Vec<CandidateStep>,
}

/// What one more hire would bring over this plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CandidateStep {
    /// Agent hours short that it closes.
    pub closes_hours: f64,
    /// People lacked on posts whom it stands in for.
    pub closes_posts: u32,
    /// Paid hours of its shifts on those posts.
    pub post_hours: f64,
    /// Wages it adds (or, where it replaces dearer hours, saves).
    pub wages: Money,
    /// What hiring costs once; whether to hire is weighed by [`cost_over`](super::Hireable::cost_over) the plan.
    pub hiring_cost: Money,
}

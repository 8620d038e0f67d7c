//! The nouns: what a plan is made of, and what it becomes.
//!
//! A [`Scenario`] is everything that went in, read and found consistent. Staffing turns its queues into
//! [`Requirement`]s, rostering turns those and its agents into a [`Roster`], the judges say what that is worth
//! ([`Violation`], [`Service`]), hiring says who is missing ([`HiringPlan`]). Nouns name each other by index into
//! the scenario's lists. Times of day are the planner's; points in time are minutes since the [`Grid`] starts.

mod actuals;
mod agent;
mod behaviour;
mod clause;
mod contract;
mod contradiction;
mod fairness;
mod grid;
mod headcount;
mod hiring_plan;
mod law;
mod laws;
mod period_span;
mod posted;
mod queue;
mod requirement;
mod roster;
mod scenario;
mod series;
mod service;
mod shift;
mod target;
mod violation;
mod watch;
mod what_if;
mod workforce;

pub use actuals::Actuals;
pub use agent::{Agent, Post, Request, RequestKind, Skills};
pub use behaviour::{Behaviour, Return};
pub use clause::Clause;
pub use contract::{
    AverageLimit, Contract, Hireable, SPREAD_DAYS, ShiftLimit, ShiftQuota, Span, Succession, WeekendLimit,
};
pub use contradiction::{Contradiction, Part};
pub use fairness::{Burden, Fairness};
pub use grid::{Grid, instant};
pub use headcount::{HeadcountPlan, Learners, MonthClass, MonthCost, MonthFigures};
pub use hiring_plan::{Class, HiringPlan};
pub use law::{BreakDue, Law, LawRule, LawValue};
pub use period_span::PeriodSpan;
pub use posted::{Posted, RosterChange};
pub use queue::{Channel, Demand, Queue};
pub use requirement::{DeferredWork, Driver, Expectation, LedgerLine, Need, Requirement, Shrinkage};
pub(crate) use roster::above_least;
pub use roster::{Candidate, CandidateStep, Concession, Line, Proof, Roster, Rostered, ShadowPrices};
pub use scenario::{Prices, Scenario};
pub use series::Series;
pub use service::{Estimate, Measure, PeriodService, QueueService, Service};
pub use shift::{Break, BreakRule, BreakSpacing, Shift, ShiftTemplate};
pub use target::{Answered, Counting, Penalty, Period, Target};
pub use violation::Violation;
pub use watch::{Progress, Unwatched, Watch};
pub use what_if::{Cause, Change, WhatIf};
pub use workforce::{
    Attrition, ClassTerms, CrossTraining, HireTerms, Learning, Overtime, Temps, Tenured, WorkGroup, Workforce,
};

//! Rostering: from requirements and agents to a legal roster, its cost and the proof of its cost.
//!
//! Each agent takes one line of work: shifts with breaks over the plan, legal by themselves. A master program
//! chooses among lines and shares the presence they give among queues, so that nobody is counted twice; lines
//! are generated as its prices ask for them. The weeks, each by itself, give the bound that proves the cost, and
//! by a dive the lines that are chained into a roster; neighbourhoods solved the same way make it better.

mod anneal;
mod bound;
mod calendar;
mod candidates;
mod concessions;
mod cover;
mod dive;
mod draft;
mod duals;
mod engine;
mod fill;
mod frames;
mod generation;
mod improvement;
mod legal;
mod limits;
mod master;
mod neighbourhoods;
mod network;
mod nights;
mod options;
mod prices;
mod pricing;
mod quotas;
mod residual;
mod rotation;
mod sharing;
mod solve;
mod state;
mod streaks;
mod terms;
mod tree;
mod until;
mod weekends;
mod weekly_rest;
mod whole;
mod window;

pub use options::RosteringOptions;
pub use solve::{Covered, cover, roster};

//! Rostering: from requirements and agents to a legal roster, its cost and the proof of its cost.
//!
//! Each agent takes one line of work: shifts with breaks over the plan, legal by themselves, a path through the network
//! of their rules. A first roster comes from ruin and recreate, each agent taking the line that costs least beside all
//! others. A master program chooses among lines and shares the presence they give among queues, so that nobody is
//! counted twice; lines are generated as its prices ask for them. Of plans with queues prices that rise without a program,
//! for weeks together, and the programs of single weeks give the bound that proves the cost; of plans with posts alone the
//! plan as a whole does: such prices bound the cost, give a roster and tell the program where to begin; it is branched on
//! how many people posts lack in all, the best roster of its lines is chosen, and its tree is searched. Plans of posts too
//! long to be solved as a whole are drafted a few weeks at a time, their hours spread over the plan; then such prices make
//! another roster, of lines that stay near an even spread of their hours and weekends and are looked for stint by stint,
//! and bound the cost, with a price for weekends in place of their limit; agents exchange days, and elsewhere others that
//! make up for the hours, until more wishes are granted, and the plan is solved stretch by stretch: around the prices of
//! the whole plan agents take lines by prices that move, and a program put together of these is as good as solved; hours
//! and weekends cost there what they are worth on other days, so that stretches leave them to each other. Neighbourhoods
//! solved the same way make the roster better.

mod anneal;
mod ascent;
mod at_hand;
mod bandit;
mod bound;
mod break_times;
mod breaks;
mod calendar;
mod candidates;
mod changes;
mod concessions;
mod contradictions;
mod course;
mod cover;
mod days_off;
mod demand;
mod descent;
mod dive;
mod draft;
mod duals;
mod engine;
mod excess;
mod exchange;
mod fairness;
mod fill;
mod fixing;
mod frames;
mod gathering;
mod generation;
mod heads;
mod idle;
mod improvement;
mod legal;
mod limits;
mod long;
mod master;
mod neighbourhoods;
mod network;
mod nights;
mod options;
mod pace;
mod portions;
mod posted;
mod prices;
mod pricing;
mod quotas;
mod residual;
mod restricted;
mod rotation;
mod scarcity;
mod sensitivity;
mod service_neighbourhoods;
mod sharing;
mod solve;
mod spans;
mod start_bands;
mod state;
mod streaks;
mod taken;
mod teams;
mod terms;
mod totals;
mod tree;
mod turns;
mod until;
mod waivers;
mod weekends;
mod weekly_rest;
mod whole;
mod window;

pub use at_hand::AtHand;
pub use contradictions::contradictions;
pub use fairness::{burdens, share_of};
pub use options::RosteringOptions;
pub use sensitivity::Sensitivity;
pub use solve::{Covered, appraise, cover, roster, weigh_hires};

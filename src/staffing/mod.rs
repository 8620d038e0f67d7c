//! Staffing: from the demand of a queue to its requirement, interval by interval.
//!
//! Voice and chat: the load of each interval ([`LoadMethod`]) goes into Erlang C, or Erlang A where patience is
//! given, and the fewest agents that meet every target are required, with the target that drove it. A chat agent
//! counts as as many agents as they take chats at once, each as slow as with all hands full. Contacts that come
//! back, because nobody answered or nobody could help, add to the load. Deferred work has no waiting line but deadlines: it is
//! spread as evenly as they allow ([`Requirement::deferred`] says what a roster has to keep). Closed hours ask for
//! nobody, open hours without contacts for the queue's minimum.

mod analysis;
mod deferred;
mod exact;
mod formula;
mod immediate;
mod level;
mod loads;
mod offsets;
mod over_periods;
mod pool;
mod promise;
mod returns;

pub use offsets::{offset, share_in_time, with_offsets};
pub use over_periods::{Aim, over_periods};
use rayon::prelude::*;

pub use analysis::analyse;

use crate::model::{Queue, Requirement, Scenario};

/// How requirements are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StaffingOptions {
    /// The load an interval is staffed for.
    pub method: LoadMethod,
}

/// The load an interval is staffed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LoadMethod {
    /// The largest modified offered load of the interval: load lags arrivals by about a handle time, and begins
    /// at nothing when the doors open (Jennings, Mandelbaum, Massey and Whitt, 1996).
    #[default]
    ModifiedOfferedLoad,
    /// The fewest agents with which every interval meets every target by exact transient analysis: load, agents and
    /// backlog as they really follow each other. Begins with the modified offered load's and lets agents go one by one
    /// as long as everything holds. Chats, deferred work and queues whose contacts balk or find lines busy are staffed
    /// by modified offered load.
    Transient,
    /// Arrivals of the interval times handle time, as if it had always been like that (SIPP); what most other
    /// tools do.
    Stationary,
}

/// The requirement of one queue, `index` being its place in the scenario.
///
/// A target that no number of agents meets (nobody may ever be busy) is left out.
pub fn require(index: usize, queue: &Queue, options: &StaffingOptions) -> Requirement {
    if queue.is_deferred() {
        deferred::require(index, queue)
    } else {
        let needs = returns::settle(queue, |queue| match options.method {
            LoadMethod::Transient => exact::needs(queue),
            method => immediate::needs(queue, method),
        });
        Requirement { queue: index, needs, deferred: None }
    }
}

/// The requirements of all queues, in their order; computed in parallel.
pub fn require_all(scenario: &Scenario, options: &StaffingOptions) -> Vec<Requirement> {
    scenario.queues.par_iter().enumerate().map(|(index, queue)| require(index, queue, options)).collect()
}

use super::Series;
use crate::units::{Agents, Erlangs, Seconds, Share};

/// How many agents a queue needs in seat, interval by interval, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Requirement {
    /// The queue, as an index into the scenario's queues.
    pub queue: usize,
    /// The need in each interval.
    pub needs: Series<Need>,
    /// The work with a deadline, where the queue defers.
    pub deferred: Option<DeferredWork>,
}

/// What one interval of one queue needs.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Need {
    /// Contacts offered.
    pub volume: f64,
    /// Mean handle time.
    pub aht: Seconds,
    /// The load the requirement was computed from.
    pub offered_load: Erlangs,
    /// People in seat: before sickness and lateness. For deferred work the level that meets the deadlines,
    /// which a roster may shift in time as long as they hold.
    pub agents: Agents,
    /// How many of them the interval may lack: where the agreement is measured over a longer period, those above the
    /// interval's floor.
    pub spare: Agents,
    /// What demanded this many; nothing where nobody is needed.
    pub driver: Option<Driver>,
    /// What this many people would give, in steady state.
    pub expected: Expectation,
}

/// What a queueing formula expects of an interval. Empty where the formula says nothing of it, or nobody calls.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Expectation {
    /// Share answered in time, counted as the agreement does.
    pub service_level: Option<f64>,
    /// Mean wait of answered contacts.
    pub average_wait: Option<Seconds>,
    /// Share of their time agents are busy.
    pub occupancy: Option<f64>,
    /// Share of contacts that hang up.
    pub abandonment: Option<f64>,
}

/// The target that demanded a requirement: the last one to be met as agents are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Driver {
    /// The share answered in time.
    ServiceLevel,
    /// The mean wait of answered contacts.
    AverageWait,
    /// The share that hangs up.
    Abandonment,
    /// The share of time agents are busy.
    Occupancy,
    /// The queue's fewest agents while open.
    MinimumAgents,
    /// The line would grow without end with fewer.
    Stability,
    /// The deadline of deferred work.
    Deadline,
}

/// Work that may wait until a deadline, as running totals in minutes of one agent's time.
///
/// A roster keeps its deadlines when for each interval `due <= done <= arrived`, all counted to its end.
#[derive(Debug, Clone, PartialEq)]
pub struct DeferredWork {
    /// Minutes of work that came in by the end of the interval.
    pub arrived: Series<f64>,
    /// Minutes of work whose deadline lies by the end of the interval.
    pub due: Series<f64>,
    /// The largest share of their time agents may work on it.
    pub occupancy: Share,
}

/// From agents in seat to agents on the roster: what sickness and lateness take, line by line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shrinkage {
    /// Each cause with the share of rostered time it takes; they act one after the other.
    pub causes: Vec<(String, Share)>,
}

impl Shrinkage {
    /// The share of rostered time that is worked: the product of what each cause leaves.
    pub fn present(&self) -> f64 {
        self.causes.iter().map(|(_, share)| share.rest().get()).product()
    }

    /// Agents to roster so that `in_seat` are expected in seat; real-valued, as rounding is the roster's business.
    pub fn gross(&self, in_seat: f64) -> f64 {
        in_seat / self.present()
    }

    /// The ledger: hours in seat, then what each cause adds, in order; the last running total is the gross.
    pub fn ledger(&self, net_hours: f64) -> Vec<LedgerLine> {
        let mut total = net_hours;
        let mut lines = Vec::with_capacity(self.causes.len());
        for (cause, share) in self.causes.iter().rev() {
            let grown = total / share.rest().get();
            lines.push(LedgerLine { cause: cause.clone(), share: *share, adds: grown - total, total: grown });
            total = grown;
        }
        lines
    }
}

/// A line of the shrinkage ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerLine {
    /// What takes the time.
    pub cause: String,
    /// The share it takes.
    pub share: Share,
    /// Hours added to allow for it.
    pub adds: f64,
    /// Hours so far.
    pub total: f64,
}

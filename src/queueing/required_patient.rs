//! Required agents for Erlang C, by recursion.
//!
//! With X(N) = 1/B(N, A), X(N+1) = 1 + X(N) (N+1)/A, and 1/C = X (N-A)/N + A/N, a step costs a few
//! multiplications: e^(-(N-A)T/h) shrinks by the same factor at each, and every target is put as an inequality
//! without division. The walk begins at the least N that is stable and not too busy; the fewest agents lie
//! within a few times sqrt(A) of it (Halfin and Whitt, 1981), about as far as the sum for X there is long.

use super::poisson::below;
use super::required::Required;
use super::targets::{Limit, Limits, SLACK, Targets};
use crate::units::Seconds;

/// More agents than this are not looked for.
const MOST_AGENTS: f64 = 1e9;

/// The fewest agents for a positive load of patient contacts.
pub(super) fn required(load: f64, handle_time: Seconds, targets: &Targets) -> Option<Required> {
    let asks = Asks::new(load, handle_time.get(), targets);
    let stable = load.floor() + 1.0;
    let least =
        if asks.occupancy > 0.0 { (load / asks.occupancy - 1.0).floor().max(stable) } else { return None };
    if least >= MOST_AGENTS {
        return None;
    }
    let mut step = Step::at(least, &asks);
    let mut missed_before = Limits::only(Limit::Stability);
    loop {
        let missed = step.missed(&asks);
        if missed.is_empty() {
            return Some(Required { agents: step.agents as u32, driven_by: missed_before });
        }
        if step.agents >= MOST_AGENTS {
            return None;
        }
        missed_before = missed;
        step.advance(&asks);
    }
}

/// The targets, ready to compare.
struct Asks {
    load: f64,
    per_load: f64,
    /// The largest share that may be late, and T/h with the factor e^(-T/h).
    late: f64,
    within: f64,
    decay: f64,
    /// The longest mean wait, in handle times.
    wait: f64,
    occupancy: f64,
}

impl Asks {
    fn new(load: f64, handle_time: f64, targets: &Targets) -> Self {
        let within = targets.within().get() / handle_time;
        Asks {
            load,
            per_load: 1.0 / load,
            late: targets.answered.map_or(f64::INFINITY, |asked| 1.0 - asked.share.get() + SLACK),
            within,
            decay: (-within).exp(),
            wait: targets
                .max_average_wait
                .map_or(f64::INFINITY, |most| (most.get() * (1.0 + SLACK) + SLACK) / handle_time),
            occupancy: targets.max_occupancy.map_or(f64::INFINITY, |most| most.get()),
        }
    }
}

/// A number of agents above the load, with X = 1/B and e^(-(N-A)T/h).
struct Step {
    agents: f64,
    inverse_blocking: f64,
    decayed: f64,
}

impl Step {
    fn at(agents: f64, asks: &Asks) -> Self {
        let spare = agents - asks.load;
        let inverse_blocking = below(agents, asks.load);
        Step { agents, inverse_blocking, decayed: (-spare * asks.within).exp() }
    }

    fn advance(&mut self, asks: &Asks) {
        self.agents += 1.0;
        self.inverse_blocking = 1.0 + self.inverse_blocking * (self.agents * asks.per_load);
        self.decayed *= asks.decay;
    }

    fn missed(&self, asks: &Asks) -> Limits {
        let spare = self.agents - asks.load;
        // N/C
        let inverse_waits = self.inverse_blocking * spare + asks.load;
        Limits::default()
            .with(Limit::ServiceLevel, self.agents * self.decayed > asks.late * inverse_waits)
            .with(Limit::AverageWait, self.agents > asks.wait * spare * inverse_waits)
            .with(Limit::Occupancy, asks.load > (asks.occupancy + SLACK) * self.agents)
    }
}

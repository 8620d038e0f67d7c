use super::performance::{InTime, Performance, Status};
use super::poisson;
use crate::units::{Erlangs, Seconds};

/// Erlang C: the share of contacts that wait, for a real number of agents; all of them where the load is not
/// below the agents.
///
/// C = N / ((N - A)/B + A) with B from Erlang B. Source: Cooper (1981), "Introduction to Queueing Theory", 3.5.
///
/// ```
/// use callboard::{queueing::wait_probability, units::Erlangs};
/// assert!((wait_probability(14.0, Erlangs::new(10.0)) - 0.174131933595).abs() < 1e-12);
/// assert_eq!(wait_probability(10.0, Erlangs::new(10.0)), 1.0);
/// ```
pub fn wait_probability(agents: f64, load: Erlangs) -> f64 {
    let load = load.get();
    if load == 0.0 {
        return 0.0;
    }
    if agents <= load {
        return 1.0;
    }
    agents / ((agents - load) * poisson::below(agents, load) + load)
}

/// What `agents` give a load of patient contacts: P(W > T) = C e^(-(N-A)T/h), mean wait C h/(N-A).
pub(super) fn perform(agents: f64, load: f64, handle_time: f64, within: f64) -> Performance {
    if agents <= load {
        return unstable(agents);
    }
    let waits = wait_probability(agents, Erlangs::new(load));
    let delay = handle_time / (agents - load);
    let late = waits * (-within / delay).exp();
    Performance {
        status: Status::Stable,
        wait_probability: waits,
        blocking: 0.0,
        abandonment: 0.0,
        answered: 1.0,
        in_time: InTime { answered: 1.0 - late, abandoned: 0.0 },
        offered_wait_exceeds: late,
        average_wait: Seconds::new(waits * delay),
        answered_wait: Some(Seconds::new(waits * delay)),
        delayed_wait: Some(Seconds::new(delay)),
        abandoned_wait: None,
        mean_line: waits * load / (agents - load),
        occupancy: Some(load / agents),
    }
}

/// The limit as the line grows without end.
fn unstable(agents: f64) -> Performance {
    Performance {
        status: Status::Unstable,
        wait_probability: 1.0,
        blocking: 0.0,
        abandonment: 0.0,
        answered: 1.0,
        in_time: InTime { answered: 0.0, abandoned: 0.0 },
        offered_wait_exceeds: 1.0,
        average_wait: Seconds::INFINITE,
        answered_wait: Some(Seconds::INFINITE),
        delayed_wait: Some(Seconds::INFINITE),
        abandoned_wait: None,
        mean_line: f64::INFINITY,
        occupancy: (agents > 0.0).then_some(1.0),
    }
}

use super::promise;
use crate::model::{Demand, Queue};
use crate::queueing::{Pool, State, Stretch};
use crate::units::{Rate, Seconds};

/// Whether transient analysis covers a queue: it is answered at once, nobody hangs up because they hear that they have
/// to wait, and lines are never busy. Contacts that come back are not looked at; handle times are exponential.
pub(super) fn is_covered(queue: &Queue) -> bool {
    !queue.is_deferred() && queue.behaviour.lines.is_none() && queue.behaviour.balk.get() == 0.0
}

/// The pool of agents of a queue.
pub(super) fn pool(queue: &Queue) -> Pool {
    Pool {
        patience: queue.patience.unwrap_or(Seconds::INFINITE),
        within: promise::targets(&queue.target).within(),
        ..Pool::default()
    }
}

/// An interval with so many agents, each taking so many contacts at once. An interval without contacts keeps the
/// handle time of those left from before.
pub(super) fn stretch(queue: &Queue, interval: usize, agents: u32, before: Option<&Stretch>) -> Stretch {
    let Demand { volume, aht, .. } = &queue.demand;
    let length = length(&queue.demand);
    let arrivals = Rate::per_second(volume[interval] / length.get());
    let handle_time = match before {
        Some(before) if arrivals.get() == 0.0 => before.handle_time,
        _ => aht[interval],
    };
    Stretch { length, arrivals, handle_time, agents: agents.saturating_mul(queue.concurrency.max(1)) }
}

/// The length of an interval.
pub(super) fn length(demand: &Demand) -> Seconds {
    Seconds::new(f64::from(demand.volume.grid().interval().get()) * 60.0)
}

/// How the plan begins: a queue open through midnight in the steady state of its first interval, others empty.
pub(super) fn start(queue: &Queue, first: &Stretch) -> State {
    let open = &queue.demand.open;
    let last_of_day = open.grid().intervals_of_day(0).end - 1;
    let settled = State::settled(first, queue.patience.unwrap_or(Seconds::INFINITE));
    settled.filter(|_| open[0] && open[last_of_day]).unwrap_or_else(State::empty)
}

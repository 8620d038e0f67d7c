//! What the formula of a queue says of so many agents in an interval.

use super::promise;
use crate::model::{Need, Queue};
use crate::queueing::{
    InTime, Limit, Limits, Model, Performance, Required, Status, Stream, Targets, blocking,
};
use crate::units::{Erlangs, Rate, Seconds};

/// More agents than this are not looked for.
const MOST_AGENTS: u32 = 1 << 24;
/// Halvings of a range of agents after which they are known.
const HALVINGS: usize = 40;

/// A queue in steady state at the load of an interval: Erlang C, Erlang A where contacts have patience, with a finite
/// line where the queue has only so many, and with those who balk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formula {
    stream: Stream,
    /// The share of those who would have to wait that hangs up at once.
    balk: f64,
    /// Contacts an agent takes at once.
    at_once: u32,
    within: Seconds,
}

impl Formula {
    /// The formula at a load of contacts that take so long with all hands full.
    pub fn new(queue: &Queue, load: Erlangs, aht: Seconds) -> Self {
        let model = match queue.patience {
            Some(patience) => Model::ErlangA { patience },
            None => Model::ErlangC,
        };
        let stream = Stream::new(Rate::per_second(load.get() / aht.get()), aht, model);
        Formula {
            stream: Stream { capacity: queue.behaviour.lines, ..stream },
            balk: queue.behaviour.balk.get(),
            at_once: queue.concurrency.max(1),
            within: promise::targets(&queue.target).within(),
        }
    }

    /// The formula of an interval; nothing where nobody calls.
    pub fn of(queue: &Queue, need: &Need) -> Option<Self> {
        let aht = Seconds::new(need.aht.get() * queue.full_aht_factor());
        (need.offered_load.get() > 0.0).then(|| Formula::new(queue, need.offered_load, aht))
    }

    /// What a real number of agents gives.
    pub fn perform(&self, agents: f64) -> Performance {
        let all = agents.max(0.0) * f64::from(self.at_once);
        // Agents beyond the lines have nobody to talk to.
        let places = self.stream.capacity.map_or(all, |lines| all.min(f64::from(lines)));
        let given =
            if self.balk > 0.0 { self.balking(places) } else { self.stream.perform(places, self.within) };
        let occupancy = given.occupancy.map(|busy| if all > places { busy * places / all } else { busy });
        Performance { occupancy, ..given }
    }

    /// The same with those who balk, for so many places.
    ///
    /// Where a share b of those who find all agents busy balks, contacts come to the line at the rate (1 - b) lambda: the
    /// chances of the states of the line are to each other as with that rate, those of the states with a free agent as
    /// with lambda. (Gross and Harris 1998, Fundamentals of queueing theory, 2.10: balking in birth-and-death queues.)
    fn balking(&self, places: f64) -> Performance {
        let joins = 1.0 - self.balk;
        let arrivals = Rate::per_second(self.stream.arrivals.get() * joins);
        let line = Stream { arrivals, ..self.stream };
        let given = line.perform(places, self.within);
        if given.status == Status::Unstable {
            return given;
        }
        let free = |load: Erlangs| 1.0 / blocking(places, load) - 1.0;
        let fewer_free = free(self.stream.load()) / free(line.load());
        let not_waiting = 1.0 - given.wait_probability - given.blocking;
        let busier =
            if fewer_free.is_finite() { 1.0 / (not_waiting * fewer_free + 1.0 - not_waiting) } else { 1.0 };
        let balked = busier * given.wait_probability * self.balk;
        let joined = busier * joins;
        let (blocking, abandonment) = (busier * given.blocking, balked + joined * given.abandonment);
        let answered = (1.0 - blocking - abandonment).max(0.0);
        let late = given.answered - given.in_time.answered;
        let waited = given.answered_wait.map_or(0.0, |wait| joined * given.answered * wait.get());
        Performance {
            wait_probability: busier * given.wait_probability,
            blocking,
            abandonment,
            answered,
            in_time: InTime {
                answered: (answered - joined * late).max(0.0),
                abandoned: balked + joined * given.in_time.abandoned,
            },
            offered_wait_exceeds: joined * given.offered_wait_exceeds,
            average_wait: Seconds::new(joined * given.average_wait.get()),
            answered_wait: (answered > 0.0).then(|| Seconds::new(waited / answered)),
            mean_line: busier * given.mean_line,
            occupancy: (places > 0.0).then(|| self.stream.load().get() * answered / places),
            ..given
        }
    }

    /// The most agents that the lines can keep busy, as far as they have an end.
    pub fn most(&self) -> u32 {
        self.stream.capacity.map_or(u32::MAX, |lines| lines.div_ceil(self.at_once))
    }

    /// The same with no end of lines.
    pub fn without_lines(&self) -> Self {
        Formula { stream: Stream { capacity: None, ..self.stream }, ..*self }
    }

    /// The fewest agents that meet every target when they are worth `offset` more than as many; nothing where no number
    /// does. `near` is a guess.
    pub fn required(&self, targets: &Targets, offset: f64, near: Option<u32>) -> Option<Required> {
        if self.balk <= 0.0 && offset == 0.0 {
            let places = self.stream.required_near(targets, near.map(|near| near * self.at_once))?;
            return Some(Required { agents: places.agents.div_ceil(self.at_once), ..places });
        }
        let misses = |agents: u32| self.missed(targets, agents, offset);
        let load = self.stream.load().get() / f64::from(self.at_once);
        let mut high = near.unwrap_or((load + load.sqrt()) as u32).max(1);
        while !misses(high).is_empty() {
            high = high.checked_mul(2).filter(|&agents| agents <= MOST_AGENTS)?;
        }
        let mut low = 0;
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if misses(middle).is_empty() { high = middle } else { low = middle }
        }
        Some(Required { agents: high, driven_by: misses(low) })
    }

    /// What so many agents fail to meet. How busy they are is by their number, whatever they are worth.
    fn missed(&self, targets: &Targets, agents: u32, offset: f64) -> Limits {
        if agents == 0 {
            return Limits::only(Limit::Presence);
        }
        let given = self.perform(f64::from(agents) + offset);
        if given.status == Status::Unstable {
            return Limits::only(Limit::Stability);
        }
        let places = f64::from(agents * self.at_once);
        let occupancy = Some(self.stream.load().get() * given.answered / places);
        targets.missed(&Performance { occupancy, ..given })
    }

    /// How many agents, in fractions, the formula needs for a share in time as `targets` count it.
    pub fn agents_for(&self, share: f64, targets: &Targets) -> Option<f64> {
        let counting = targets.answered?.counting;
        let gives = |agents: f64| self.perform(agents).service_level(counting).unwrap_or(0.0);
        let (mut low, mut high) = (0.0, (self.stream.load().get() / f64::from(self.at_once)).max(1.0));
        while gives(high) < share {
            (low, high) = (high, high * 2.0);
            if high > f64::from(MOST_AGENTS) {
                return None;
            }
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if gives(middle) < share { low = middle } else { high = middle }
        }
        Some(high)
    }
}

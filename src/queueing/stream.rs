use super::{Performance, blocking, erlang_a, erlang_c, finite_line};
use crate::units::{Erlangs, Rate, Seconds};

/// A stream of contacts, and what one does that finds every agent busy.
///
/// ```
/// use callboard::queueing::{Counting, Model, Stream};
/// use callboard::units::{Rate, Seconds};
/// let stream = Stream::new(Rate::per_hour(200.0), Seconds::new(180.0), Model::ErlangC);
/// let given = stream.perform(14.0, Seconds::new(20.0));
/// assert!((given.service_level(Counting::Offered).unwrap() - 0.888350019179).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stream {
    /// Contacts offered.
    pub arrivals: Rate,
    /// Mean handle time (AHT) of a contact.
    pub handle_time: Seconds,
    /// What a contact does that finds every agent busy.
    pub model: Model,
    /// The most contacts there can be at once, being handled or waiting; further ones are turned away. Nothing
    /// where there is no such limit. Of no account to Erlang B, whose limit is the agents.
    pub capacity: Option<u32>,
}

/// What a contact does that finds every agent busy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Model {
    /// It is lost at once.
    ErlangB,
    /// It waits, however long it takes.
    ErlangC,
    /// It waits until its patience runs out, then hangs up. Patience is exponential.
    ErlangA {
        /// Mean patience.
        patience: Seconds,
    },
}

impl Stream {
    /// A stream of contacts whose line, if any, has no limit.
    pub fn new(arrivals: Rate, handle_time: Seconds, model: Model) -> Self {
        Stream { arrivals, handle_time, model, capacity: None }
    }

    /// The same with room for so many contacts at once.
    pub fn with_capacity(self, capacity: u32) -> Self {
        Stream { capacity: Some(capacity), ..self }
    }

    /// The offered load.
    pub fn load(&self) -> Erlangs {
        self.arrivals * self.handle_time
    }

    /// What a real number of agents gives in steady state, T being `within`.
    ///
    /// Erlang B, C and A by their closed forms and series; with a capacity M/M/c/K and M/M/c/K+M. A load that is
    /// not finite overwhelms any number of agents.
    pub fn perform(&self, agents: f64, within: Seconds) -> Performance {
        let (load, handle_time, within) = (self.load().get(), self.handle_time.get(), within.get());
        let agents = if load.is_finite() { agents.max(0.0) } else { 0.0 };
        let load = load.min(f64::MAX);
        if load.is_nan() || load == 0.0 {
            return Performance::idle(agents);
        }
        match (self.kind(), self.capacity) {
            (Model::ErlangB, _) => {
                Performance::without_line(agents, load, blocking(agents, Erlangs::new(load)))
            }
            (Model::ErlangC, None) => erlang_c::perform(agents, load, handle_time, within),
            (Model::ErlangA { patience }, None) => {
                erlang_a::perform(agents, load, handle_time, patience.get(), within)
            }
            (Model::ErlangC, Some(places)) => {
                finite_line::perform(agents, load, handle_time, f64::INFINITY, places, within)
            }
            (Model::ErlangA { patience }, Some(places)) => {
                finite_line::perform(agents, load, handle_time, patience.get(), places, within)
            }
        }
    }

    /// The model, where endless patience is Erlang C.
    pub(super) fn kind(&self) -> Model {
        match self.model {
            Model::ErlangA { patience } if patience == Seconds::INFINITE => Model::ErlangC,
            model => model,
        }
    }
}

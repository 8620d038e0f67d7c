use super::targets::{Limit, Limits, Targets};
use super::{Counting, Performance, Status, Stream};
use crate::units::Seconds;

/// A question to the calculator: what do so many agents give, or how few meet the targets?
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// What comes in.
    pub stream: Stream,
    /// The agents there are; nothing where the fewest are wanted.
    pub agents: Option<f64>,
    /// The time the service level is measured at; nothing where none is wanted.
    pub within: Option<Seconds>,
    /// What the service level is a share of.
    pub counting: Counting,
    /// What is asked for. The time of its service level is `within`.
    pub targets: Targets,
}

/// What the calculator says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The agents given, or the fewest.
    pub agents: f64,
    /// What asked for the last of the fewest; nothing where the agents were given.
    pub driven_by: Limits,
    /// What they give.
    pub performance: Performance,
    /// The service level, where it was wanted and anyone counts for it.
    pub service_level: Option<f64>,
    /// The targets they miss.
    pub missed: Limits,
}

impl Case {
    /// Evaluates the agents given, or finds the fewest and evaluates those; nothing where no number of agents
    /// meets the targets.
    ///
    /// ```
    /// use callboard::queueing::{Case, Counting, Model, Stream, Targets};
    /// use callboard::units::{Rate, Seconds};
    /// let case = Case {
    ///     stream: Stream::new(Rate::per_hour(200.0), Seconds::new(180.0), Model::ErlangC),
    ///     agents: Some(14.0),
    ///     within: Some(Seconds::new(20.0)),
    ///     counting: Counting::Offered,
    ///     targets: Targets::default(),
    /// };
    /// assert!(case.answer().unwrap().service_level.unwrap() > 0.88);
    /// ```
    pub fn answer(&self) -> Option<Answer> {
        match self.agents {
            Some(agents) => Some(self.evaluate(agents, Limits::default())),
            None => {
                let required = self.stream.required(&self.targets)?;
                Some(self.evaluate(f64::from(required.agents), required.driven_by))
            }
        }
    }

    /// What so many agents would give.
    pub fn evaluate(&self, agents: f64, driven_by: Limits) -> Answer {
        let performance = self.stream.perform(agents, self.within.unwrap_or(Seconds::ZERO));
        let missed = match performance.status {
            _ if self.targets == Targets::default() => Limits::default(),
            Status::Unstable => Limits::only(Limit::Stability),
            _ if self.stream.load().get() == 0.0 => Limits::default(),
            _ => self.targets.missed(&performance),
        };
        let service_level = self.within.and_then(|_| performance.service_level(self.counting));
        Answer { agents, driven_by, performance, service_level, missed }
    }
}

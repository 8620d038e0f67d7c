use super::Counting;
use crate::units::Seconds;

/// What a number of agents give a stream of contacts in steady state.
///
/// Shares are of all contacts offered. Where nobody calls, nobody waits and everybody is answered in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Performance {
    /// Whether the load is below the agents, and what becomes of it if not.
    pub status: Status,
    /// Share that has to wait: finds every agent busy and is not turned away.
    pub wait_probability: f64,
    /// Share turned away: finds no agent and no place in the line.
    pub blocking: f64,
    /// Share that hangs up.
    pub abandonment: f64,
    /// Share that is answered.
    pub answered: f64,
    /// Shares for which it is settled within T.
    pub in_time: InTime,
    /// Share that would have to wait longer than T if it did not hang up.
    pub offered_wait_exceeds: f64,
    /// Mean wait of all contacts, those not waiting included, until answered or hung up.
    pub average_wait: Seconds,
    /// Mean wait of the answered (the ASA); nothing where nobody is.
    pub answered_wait: Option<Seconds>,
    /// Mean wait of those who have to; nothing where nobody does.
    pub delayed_wait: Option<Seconds>,
    /// Mean wait of those who hang up; nothing where nobody does.
    pub abandoned_wait: Option<Seconds>,
    /// Mean number waiting.
    pub mean_line: f64,
    /// Share of their time agents are busy; nothing where there are none.
    pub occupancy: Option<f64>,
}

/// Shares of the contacts offered for which it is settled within the time T.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InTime {
    /// Share answered within T.
    pub answered: f64,
    /// Share that hung up within T.
    pub abandoned: f64,
}

/// How load and agents compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// The load is below the agents, or what they cannot take is lost at once.
    Stable,
    /// The load is not below the agents; those who hang up or are turned away keep the line finite.
    Overloaded,
    /// The load is not below the agents and the line grows without end.
    Unstable,
}

/// A share so small that only rounding can have left it.
const NOBODY: f64 = 1e-13;

impl Performance {
    /// The service level as a contract counts it; nothing where it is a share of nobody.
    pub fn service_level(&self, counting: Counting) -> Option<f64> {
        let InTime { answered, abandoned } = self.in_time;
        let (good, of) = match counting {
            Counting::Offered => (answered, 1.0),
            Counting::AbandonsInTime => (answered + abandoned, 1.0),
            Counting::Answered => (answered, self.answered),
            Counting::WithoutShortAbandons => (answered, 1.0 - abandoned),
        };
        (of > NOBODY).then(|| (good / of).clamp(0.0, 1.0))
    }

    /// Nobody calls.
    pub(super) fn idle(agents: f64) -> Self {
        Performance {
            status: Status::Stable,
            wait_probability: 0.0,
            blocking: 0.0,
            abandonment: 0.0,
            answered: 1.0,
            in_time: InTime { answered: 1.0, abandoned: 0.0 },
            offered_wait_exceeds: 0.0,
            average_wait: Seconds::ZERO,
            answered_wait: Some(Seconds::ZERO),
            delayed_wait: None,
            abandoned_wait: None,
            mean_line: 0.0,
            occupancy: (agents > 0.0).then_some(0.0),
        }
    }

    /// Nobody waits: contacts that find every agent busy are lost.
    pub(super) fn without_line(agents: f64, load: f64, lost: f64) -> Self {
        let answered = 1.0 - lost;
        Performance {
            blocking: lost,
            answered,
            in_time: InTime { answered, abandoned: 0.0 },
            answered_wait: (answered > 0.0).then_some(Seconds::ZERO),
            occupancy: (agents > 0.0).then(|| load * answered / agents),
            ..Performance::idle(agents)
        }
    }
}

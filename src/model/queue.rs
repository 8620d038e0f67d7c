use chrono_tz::Tz;

use super::{Behaviour, Series, Target};
use crate::units::Seconds;

/// A stream of contacts that agents with its skill handle under one agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// The planner's name for it; also the name of the skill.
    pub id: String,
    /// Who the agreement is with; empty where nobody is named.
    pub client: String,
    /// The market it serves; empty where none is named.
    pub market: String,
    /// How contacts come in.
    pub channel: Channel,
    /// The zone of its opening hours and of forecast times without an offset.
    pub time_zone: Tz,
    /// How long callers wait before they hang up, on average; nothing where nobody does.
    pub patience: Option<Seconds>,
    /// How many contacts an agent handles at once.
    pub concurrency: u32,
    /// The fewest agents while it is open.
    pub minimum_agents: u32,
    /// Which queue an agent with several skills serves first: the lowest number.
    pub priority: u32,
    /// How its contacts vary, and what people do beside waiting.
    pub behaviour: Behaviour,
    /// What is promised.
    pub target: Target,
    /// What will come in, and when it is open.
    pub demand: Demand,
}

impl Queue {
    /// Whether its work may wait: it has a deadline instead of a waiting line.
    pub fn is_deferred(&self) -> bool {
        matches!(self.channel, Channel::Email | Channel::Callback)
    }

    /// Mean handle time of a contact whose agent has all hands full, as a multiple of the forecast's.
    pub fn full_aht_factor(&self) -> f64 {
        self.behaviour.aht_factor(self.concurrency)
    }
}

/// How contacts come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Calls, one at a time, answered at once.
    Voice,
    /// Chats, several at a time, answered at once.
    Chat,
    /// Deferred work with a deadline that may be put down and taken up again: e-mail, tickets.
    Email,
    /// Calls promised by a deadline: once begun, they are finished.
    Callback,
}

/// What will come in on a queue, interval by interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Contacts offered in the interval. For an immediate channel none outside opening hours; deferred work may
    /// come in at any time.
    pub volume: Series<f64>,
    /// Mean handle time of those contacts; of a chat, from its first word to its last.
    pub aht: Series<Seconds>,
    /// Whether contacts are answered (deferred work: is worked on) in the interval.
    pub open: Series<bool>,
}

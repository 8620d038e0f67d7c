pub use crate::queueing::Counting;
use crate::units::{Money, Seconds, Share};

/// The usual floor of an interval as a share of what is promised over a longer period.
const USUAL_FLOOR: f64 = 0.75;

/// What an agreement promises of a queue.
///
/// A field left empty promises nothing of the kind.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Target {
    /// So large a share of contacts answered within so long.
    pub answered: Option<Answered>,
    /// The longest mean wait of answered contacts.
    pub max_average_wait: Option<Seconds>,
    /// The largest share of contacts that hang up.
    pub max_abandonment: Option<Share>,
    /// The largest share of their time agents may be busy.
    pub max_occupancy: Option<Share>,
    /// The share of their time agents should not be busy beyond where nothing is promised: it is staffed for, and
    /// no agreement is broken by it.
    pub usual_occupancy: Option<Share>,
    /// How soon deferred work (e-mail, tickets) must be done after it came in, in elapsed time.
    pub respond_within: Option<Seconds>,
    /// The span over which the agreement measures.
    pub measured: Period,
    /// The least share answered in time in any interval of a longer period; see [`Target::floor`].
    pub least_in_interval: Option<Share>,
    /// What a share of answered contacts is a share of.
    pub counting: Counting,
    /// What the client pays back for service below a share; dearest last. A period pays the dearest that applies.
    pub penalties: Vec<Penalty>,
}

impl Target {
    /// The largest share of their time that agents are meant to be busy: as promised, else as usual.
    pub fn occupancy_cap(&self) -> Option<Share> {
        self.max_occupancy.or(self.usual_occupancy)
    }

    /// The time within which a contact counts as in time: of the share answered, else the deadline of deferred work.
    pub fn in_time(&self) -> Option<Seconds> {
        self.answered.map(|answered| answered.within).or(self.respond_within)
    }

    /// The deadline that all deferred work has to keep; nothing where the share answered speaks of it.
    pub fn deadline_of_all(&self) -> Option<Seconds> {
        self.respond_within
            .filter(|deadline| self.answered.is_none_or(|answered| answered.within != *deadline))
    }

    /// The least share answered in time in any interval, where the agreement is measured over a longer period: as
    /// given, else three quarters of what is promised over all.
    pub fn floor(&self) -> Option<Share> {
        self.least_in_interval.or_else(|| {
            let promised = self.answered?.share;
            Share::new(promised.get() * USUAL_FLOOR)
        })
    }

    /// Whether anything is promised.
    pub fn is_promise(&self) -> bool {
        self.answered.is_some()
            || self.respond_within.is_some()
            || self.max_average_wait.is_some()
            || self.max_abandonment.is_some()
            || self.max_occupancy.is_some()
    }
}

/// A share of contacts answered within a time: 80 % in 20 s.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answered {
    /// The least share.
    pub share: Share,
    /// The time.
    pub within: Seconds,
}

/// A penalty for a measured period whose service is below a share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Penalty {
    /// The share below which it is due.
    pub below: Share,
    /// What it costs for a whole period.
    pub cost: Money,
}

/// The span over which an agreement measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Period {
    /// Every interval by itself.
    #[default]
    Interval,
    /// Each calendar day of the plan.
    Day,
    /// Each week from Monday.
    Week,
    /// Each calendar month.
    Month,
    /// The whole plan.
    Plan,
}

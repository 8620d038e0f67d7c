use std::time::Duration;

use super::AtHand;
use crate::model::{Posted, Roster};

/// How long and how hard to look for a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosteringOptions {
    /// When to stop and return the best roster so far; a run that reaches it does not repeat to the byte.
    pub time_limit: Option<Duration>,
    /// How many improvements to try after the first good roster.
    pub improvements: usize,
    /// How often, for each agent and week, a few agents are let choose some days anew while it gets colder; fewer will do from
    /// a roster made for nearly the same plan.
    pub annealing: usize,
    /// How often, for each shift of a finished roster, the breaks of a few are taken out and placed anew; fewer will do from
    /// a roster made for nearly the same plan.
    pub stirring: usize,
    /// A roster to start from, a line for each agent; what of it is not legal is made anew.
    pub start: Option<Roster>,
    /// The roster posted before, to be changed no more than it has to be; the search starts from it, unless it is told
    /// another start.
    pub posted: Option<Posted>,
    /// The seed of the random choices.
    pub seed: u64,
    /// Whether to prove how far the roster is from the best there can be.
    pub prove: bool,
    /// Whether to say what hiring would bring.
    pub hiring: bool,
    /// What rosters made with these options, or with clones of them, leave at hand for each other.
    pub at_hand: AtHand,
}

impl RosteringOptions {
    /// Whether there is a roster to start from.
    pub(super) fn has_start(&self) -> bool {
        self.start.is_some() || self.posted.is_some()
    }
}

impl Default for RosteringOptions {
    fn default() -> Self {
        RosteringOptions {
            time_limit: None,
            improvements: 120,
            annealing: 160,
            stirring: 8,
            start: None,
            posted: None,
            seed: 1,
            prove: true,
            hiring: true,
            at_hand: AtHand::default(),
        }
    }
}

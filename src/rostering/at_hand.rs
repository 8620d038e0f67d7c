use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::network::Network;
use super::terms::Terms;
use crate::model::{Grid, Scenario, ShiftTemplate};

/// Networks kept at hand, and their moves in all; beyond these the oldest rosters' are no use any more and all are
/// dropped.
const NETWORKS_KEPT: usize = 1500;
const MOVES_KEPT: usize = 20_000_000;

/// What one roster leaves at hand for the next: the networks of agents' rules. They are the same whatever is required, as
/// long as days and shifts are; of plans with others they are made anew.
///
/// Clones have the same at hand. What is at hand changes how long a roster takes, and never which it is, so that all are
/// equal.
#[derive(Clone, Default)]
pub struct AtHand(Arc<Mutex<Option<Kept>>>);

/// The networks of plans with the same days and shifts.
struct Kept {
    grid: Arc<Grid>,
    shifts: Vec<ShiftTemplate>,
    networks: Arc<Networks>,
}

impl AtHand {
    /// The networks at hand for a scenario.
    pub(super) fn networks(&self, scenario: &Scenario) -> Arc<Networks> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_these =
            kept.as_ref().filter(|kept| kept.grid == scenario.grid && kept.shifts == scenario.shifts);
        if let Some(kept) = of_these {
            return Arc::clone(&kept.networks);
        }
        let networks = Arc::new(Networks::default());
        let (grid, shifts) = (Arc::clone(&scenario.grid), scenario.shifts.clone());
        *kept = Some(Kept { grid, shifts, networks: Arc::clone(&networks) });
        networks
    }
}

impl fmt::Debug for AtHand {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AtHand")
    }
}

impl PartialEq for AtHand {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for AtHand {}

/// Networks by their terms.
#[derive(Debug, Default)]
pub(super) struct Networks(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    of: FxHashMap<Terms, Option<Arc<Network>>>,
    size: usize,
}

impl Networks {
    /// The network of some terms of a scenario with the days and shifts that these are for; nothing where no line keeps
    /// the terms.
    pub fn of(&self, terms: &Terms, scenario: &Scenario) -> Option<Arc<Network>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).of.get(terms).cloned();
        known.unwrap_or_else(|| {
            let made = Network::new(terms, scenario).map(Arc::new);
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if known.of.len() >= NETWORKS_KEPT || known.size > MOVES_KEPT {
                *known = Known::default();
            }
            known.size += made.as_ref().map_or(0, |made| made.size());
            known.of.insert(terms.clone(), made.clone());
            made
        })
    }
}

//! How long there are how many contacts.
//!
//! Over a stretch the chance F(n) of n contacts or fewer changes by what d(n+1) time at n + 1 brings down and
//! lambda time at n takes up: dF(n) = d(n+1) P(n+1) - lambda P(n), P(n) being the expected time at n. So the times
//! follow from the distributions at both ends, by a recursion away from the number where the two rates meet, each
//! step of which shrinks the error of the one before; that they add up to the stretch gives the one unknown.

use super::state::State;
use super::stretch::Rates;
use super::uniformise::Reach;

/// Expected seconds at each number of contacts from `first` on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeSpent {
    pub first: usize,
    pub seconds: Vec<f64>,
}

impl TimeSpent {
    /// From the distributions before and after, all numbers on the way being within `reach`.
    pub fn between(before: &State, after: &State, rates: &Rates, time: f64, reach: Reach) -> Self {
        let Reach { first, end } = reach;
        if rates.arrivals == 0.0 && rates.departures(end) == 0.0 {
            let seconds = before.mass.iter().map(|chance| chance * time).collect();
            return TimeSpent { first, seconds };
        }
        let mut shift = 0.0;
        let shifts: Vec<f64> = (first..end)
            .map(|contacts| {
                shift += after.chance(contacts) - before.chance(contacts);
                shift
            })
            .collect();
        let count = end - first;
        let turn = (0..count).find(|place| rates.departures(first + place) >= rates.arrivals);
        let turn = turn.unwrap_or(count - 1);
        // Times as one part in proportion to that at the turn, and one that is given.
        let (mut free, mut given) = (vec![0.0; count], vec![0.0; count]);
        free[turn] = 1.0;
        for place in turn + 1..count {
            let down = rates.departures(first + place);
            free[place] = rates.arrivals * free[place - 1] / down;
            given[place] = (rates.arrivals * given[place - 1] + shifts[place - 1]) / down;
        }
        for place in (0..turn).rev() {
            let down = rates.departures(first + place + 1);
            free[place] = down * free[place + 1] / rates.arrivals;
            given[place] = (down * given[place + 1] - shifts[place]) / rates.arrivals;
        }
        let at_turn = (time - given.iter().sum::<f64>()) / free.iter().sum::<f64>();
        let seconds =
            free.iter().zip(&given).map(|(free, given)| (given + at_turn * free).max(0.0)).collect();
        TimeSpent { first, seconds }
    }

    /// The numbers with their times.
    pub fn iter(&self) -> impl Iterator<Item = (usize, f64)> {
        (self.first..).zip(self.seconds.iter().copied())
    }

    /// The times by how many wait ahead of one who would come in now: 0 where every agent is busy and nobody waits.
    pub fn waiting(&self, agents: usize) -> impl Iterator<Item = (usize, f64)> {
        let skip = agents.saturating_sub(self.first);
        self.iter().skip(skip).map(move |(contacts, seconds)| (contacts - agents, seconds))
    }
}

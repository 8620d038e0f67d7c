use super::Leaving;
use super::stretch::{Rates, Stretch};
use super::weights::Weights;
use crate::units::Seconds;

/// States rarer than this are left out, and what they held is counted as lost.
pub(super) const RARE: f64 = 1e-16;

/// How many contacts there are, handled or waiting: a chance for each number.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The first number with a chance.
    pub(super) first: usize,
    /// The chances of the numbers from it on.
    pub(super) mass: Vec<f64>,
    /// Contacts in the hands of agents who finish them before they leave, in the mean.
    pub(super) overtime: f64,
    /// What was left out so far.
    pub(super) lost: f64,
}

impl State {
    /// Nobody is there: the doors open.
    pub fn empty() -> Self {
        State::from(vec![1.0])
    }

    /// The steady state of a stretch that had always lasted; nothing where its line would grow without end.
    ///
    /// p(n) d(n) = lambda p(n-1) with d(n) = min(n, s) mu + (n-s)+ theta. Source: Cooper (1981), "Introduction to
    /// Queueing Theory", 2.3.
    pub fn settled(stretch: &Stretch, patience: Seconds) -> Option<Self> {
        let rates = Rates::of(stretch, patience);
        if rates.arrivals == 0.0 {
            return Some(State::empty());
        }
        if rates.hanging_up == 0.0 && rates.arrivals >= rates.service() {
            return None;
        }
        let ratio = |contacts: usize| rates.arrivals / rates.departures(contacts + 1);
        let weights = Weights::successive(rates.settled_peak(), ratio);
        Some(State { first: weights.first, ..State::from(weights.values) })
    }

    /// The chance of so many contacts.
    pub fn chance(&self, contacts: usize) -> f64 {
        contacts.checked_sub(self.first).and_then(|place| self.mass.get(place)).copied().unwrap_or(0.0)
    }

    /// The mean number of contacts, those included that agents finish before they leave.
    pub fn mean(&self) -> f64 {
        self.iter().map(|(contacts, chance)| contacts as f64 * chance).sum::<f64>() + self.overtime
    }

    /// The chance that states were left out, over all the time so far: a bound on the error of every share.
    pub fn lost(&self) -> f64 {
        self.lost
    }

    /// One past the last number with a chance.
    pub(super) fn end(&self) -> usize {
        self.first + self.mass.len()
    }

    /// The numbers with their chances.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, f64)> {
        (self.first..).zip(self.mass.iter().copied())
    }

    /// Agents come or go.
    ///
    /// Who goes is known before: the busy among them are as many as in any random draw. Where they finish what they
    /// have in hand, those contacts no longer concern the agents who stay.
    pub(super) fn change_agents(&mut self, from: usize, to: usize, leaving: Leaving) {
        if leaving == Leaving::AtOnce || to >= from {
            return;
        }
        let go = from - to;
        let first = self.first.saturating_sub(go);
        let mut mass = vec![0.0; self.end() - first];
        let mut taken_along = 0.0;
        for (contacts, chance) in self.iter() {
            if contacts >= from {
                mass[contacts - go - first] += chance;
                taken_along += chance * go as f64;
                continue;
            }
            let busy = Weights::hypergeometric(from, contacts, go);
            for (taken, weight) in (busy.first..).zip(&busy.values) {
                mass[contacts - taken - first] += chance * weight;
            }
            taken_along += chance * (contacts * go) as f64 / from as f64;
        }
        (self.first, self.mass) = (first, mass);
        self.overtime += taken_along;
        self.trim();
    }

    /// Leaves out what is rare at both ends.
    pub(super) fn trim(&mut self) {
        let is_kept = |chance: &f64| *chance > RARE;
        let Some(last) = self.mass.iter().rposition(is_kept) else { return };
        let start = self.mass.iter().position(is_kept).unwrap_or(0);
        self.lost += self.mass[..start].iter().chain(&self.mass[last + 1..]).sum::<f64>();
        self.mass.truncate(last + 1);
        self.mass.drain(..start);
        self.first += start;
    }
}

impl From<Vec<f64>> for State {
    /// A chance for each number of contacts from none on.
    fn from(mass: Vec<f64>) -> Self {
        State { first: 0, mass, overtime: 0.0, lost: 0.0 }
    }
}

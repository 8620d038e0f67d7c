//! A stretch of constant rates passed by uniformisation.
//!
//! With a rate G at least as large as that of any state's changes and P = I + Q/G, the distribution after a time t
//! is the sum over k of the Poisson chance of k changes, Gt in the mean, times p P^k. Positive terms only: nothing
//! cancels. Sources: Jensen (1953), "Markoff chains as an aid in the study of Markoff processes"; Grassmann (1977),
//! "Transient solutions in Markovian queueing systems"; Fox and Glynn (1988), "Computing Poisson probabilities".

use super::chebyshev;
use super::state::{RARE, State};
use super::stretch::Rates;
use super::weights::Weights;

/// The most a passage may lose at the upper end of the numbers it looks at; if it loses more, it looks further.
const MOST_LOST: f64 = 1e-13;
/// Changes after which the ends are looked at: do they still count?
const BETWEEN_TRIMS: usize = 8;
/// Places beyond either end that stay empty.
const PAD: usize = 2;

/// The numbers of contacts that had a chance on the way, the last excluded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reach {
    pub first: usize,
    pub end: usize,
}

/// Lets `time` pass.
pub(super) fn advance(state: &mut State, rates: &Rates, time: f64) -> Reach {
    state.overtime *= (-rates.handling * time).exp();
    if let Some(reach) = chebyshev::advance(state, rates, time) {
        return reach;
    }
    let mut most = rates.likely_most(state.end());
    loop {
        let fastest = rates.arrivals + rates.departures(most.unwrap_or(rates.agents));
        if fastest * time <= 0.0 {
            return Reach { first: state.first, end: state.end() };
        }
        let mut passage = Passage::new(state, rates, Weights::poisson(fastest * time), most, fastest);
        passage.run();
        if passage.overflow <= MOST_LOST {
            return passage.end(state);
        }
        most = most.map(|most| most + most / 4 + 16);
    }
}

/// A passage under way. Places are numbers of contacts less `base`, plus [`PAD`].
struct Passage {
    weights: Weights,
    base: usize,
    /// The chances after so many changes, and those after the next.
    now: Vec<f64>,
    next: Vec<f64>,
    /// Those of every number of changes so far, weighted.
    sum: Vec<f64>,
    /// Chances of a change by arrival, by departure from each number, and of none.
    up: f64,
    down: Vec<f64>,
    stay: Vec<f64>,
    /// The places with a chance: first and last.
    low: usize,
    high: usize,
    /// The lowest and highest places that had one.
    lowest: usize,
    highest: usize,
    /// The highest place looked at, and what went beyond it.
    top: usize,
    overflow: f64,
}

impl Passage {
    fn new(state: &State, rates: &Rates, weights: Weights, most: Option<usize>, fastest: f64) -> Self {
        let changes = weights.last();
        let base = state.first.saturating_sub(changes);
        let furthest = state.end() - 1 + changes;
        let top = most.map_or(furthest, |most| most.min(furthest)) - base + PAD;
        let mut now = vec![0.0; top + 1 + PAD];
        let low = state.first - base + PAD;
        now[low..low + state.mass.len()].copy_from_slice(&state.mass);
        let up = rates.arrivals / fastest;
        let down: Vec<f64> = (0..now.len())
            .map(|place| rates.departures((base + place).saturating_sub(PAD)) / fastest)
            .collect();
        let stay = down.iter().map(|down| 1.0 - up - down).collect();
        let high = low + state.mass.len() - 1;
        let (next, sum) = (vec![0.0; now.len()], vec![0.0; now.len()]);
        let (lowest, highest, overflow) = (low, high, 0.0);
        Passage { weights, base, now, next, sum, up, down, stay, low, high, lowest, highest, top, overflow }
    }

    fn run(&mut self) {
        for change in 0..=self.weights.last() {
            if change >= self.weights.first {
                self.add(self.weights.values[change - self.weights.first]);
            }
            if change == self.weights.last() {
                return;
            }
            self.change();
            if change % BETWEEN_TRIMS == 0 {
                self.trim();
            }
        }
    }

    /// Adds the chances of now, weighted.
    fn add(&mut self, weight: f64) {
        let range = self.low..=self.high;
        for (sum, now) in self.sum[range.clone()].iter_mut().zip(&self.now[range]) {
            *sum += weight * now;
        }
    }

    /// One more change.
    fn change(&mut self) {
        if self.high == self.top {
            self.overflow += self.now[self.top] * self.up;
        }
        self.low = (self.low - 1).max(PAD);
        self.high = (self.high + 1).min(self.top);
        let (low, count) = (self.low, self.high + 1 - self.low);
        let left = &self.now[low - 1..][..count];
        let here = &self.now[low..][..count];
        let right = &self.now[low + 1..][..count];
        let stay = &self.stay[low..][..count];
        let down = &self.down[low + 1..][..count];
        let next = &mut self.next[low..][..count];
        let up = self.up;
        for place in 0..count {
            next[place] = up * left[place] + stay[place] * here[place] + down[place] * right[place];
        }
        // What stood beyond these ends is two changes old.
        self.next[low - PAD..low].fill(0.0);
        self.next[self.high + 1..=self.high + PAD].fill(0.0);
        std::mem::swap(&mut self.now, &mut self.next);
        self.lowest = self.lowest.min(self.low);
        self.highest = self.highest.max(self.high);
    }

    /// Leaves out what is rare at both ends.
    fn trim(&mut self) {
        while self.low < self.high && self.now[self.low] < RARE {
            self.now[self.low] = 0.0;
            self.low += 1;
        }
        while self.high > self.low && self.now[self.high] < RARE {
            self.now[self.high] = 0.0;
            self.high -= 1;
        }
    }

    /// Hands over the distribution at the end.
    fn end(self, state: &mut State) -> Reach {
        let before: f64 = state.mass.iter().sum();
        let number = |place: usize| self.base + place - PAD;
        state.first = number(self.lowest);
        state.mass.clear();
        state.mass.extend_from_slice(&self.sum[self.lowest..=self.highest]);
        state.lost += (before - state.mass.iter().sum::<f64>()).max(0.0);
        state.trim();
        Reach { first: number(self.lowest), end: number(self.highest) + 1 }
    }
}

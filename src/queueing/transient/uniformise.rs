//! A stretch of constant rates passed by uniformisation.
//!
//! With a rate G at least as large as that of any state's changes and P = I + Q/G, the distribution after a time t
//! is the sum over k of the Poisson chance of k changes, Gt in the mean, times p P^k. Positive terms only: nothing
//! cancels. The same powers serve every moment on the way, and those who came in meanwhile ([`Cohort`]). Sources: Jensen
//! (1953), "Markoff chains as an aid in the study of Markoff processes"; Grassmann (1977), "Transient solutions in
//! Markovian queueing systems"; Fox and Glynn (1988), "Computing Poisson probabilities".

use std::ops::Range;

use super::cohort::{self, Cohort};
use super::rational;
use super::state::{RARE, State};
use super::stretch::Rates;
use super::weights::Weights;

/// The most a passage may lose at the upper end of the numbers it looks at; if it loses more, it looks further.
const MOST_LOST: f64 = 1e-13;
/// Changes after which the ends are looked at: do they still count?
const BETWEEN_TRIMS: usize = 8;
/// Places beyond either end that stay empty.
const PAD: usize = 2;
/// Changes after which a state that settles is looked at: can the rest be passed in one step?
const ON_THE_WAY: f64 = 300.0;

/// The numbers of contacts that had a chance on the way, the last excluded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reach {
    pub first: usize,
    pub end: usize,
}

impl Reach {
    pub fn of(state: &State) -> Self {
        Reach { first: state.first, end: state.end() }
    }

    pub fn and(self, other: Reach) -> Self {
        Reach { first: self.first.min(other.first), end: self.end.max(other.end) }
    }
}

/// Lets `time` pass; of those who come in meanwhile `cohort` keeps who still waits.
pub(super) fn advance(state: &mut State, rates: &Rates, time: f64, mut cohort: Option<&mut Cohort>) -> Reach {
    let mut reach = Reach::of(state);
    let mut left = time;
    loop {
        if let Some(passed) = rational::advance(state, rates, left, cohort.as_deref_mut()) {
            state.overtime *= (-rates.handling * left).exp();
            return reach.and(passed);
        }
        let is_settling = rates.hanging_up > 0.0 || rates.arrivals < rates.service();
        let part = ON_THE_WAY / (rates.arrivals + rates.service());
        let part = if is_settling && part < 0.75 * left { part } else { left };
        reach = reach.and(pass(state, rates, part, cohort.as_deref_mut(), &[], 0..0).0);
        left -= part;
        if left <= 0.0 {
            return reach;
        }
    }
}

/// Lets time pass change by change; says the chances of `watched` numbers of contacts at some moments on the way.
pub(super) fn pass(
    state: &mut State,
    rates: &Rates,
    time: f64,
    cohort: Option<&mut Cohort>,
    moments: &[f64],
    watched: Range<usize>,
) -> (Reach, Vec<Vec<f64>>) {
    state.overtime *= (-rates.handling * time).exp();
    let mut most = rates.likely_most(state.end());
    loop {
        // Whoever is last in line leaves it no faster than this.
        let fastest = rates.arrivals + rates.departures(most.map_or(rates.agents, |most| most + 1));
        if fastest * time <= 0.0 {
            let chances = (watched.start..watched.end.min(state.end()))
                .map(|contacts| state.chance(contacts))
                .collect();
            return (Reach::of(state), vec![chances; moments.len()]);
        }
        let mut passage = Passage::new(state, rates, time, most, fastest);
        passage.watch(moments, fastest, watched.clone());
        if let Some(cohort) = &cohort {
            passage.line = Some(Line::new(cohort, &passage, rates, fastest));
        }
        passage.run();
        if passage.overflow <= MOST_LOST {
            if let (Some(cohort), Some(line)) = (cohort, passage.line.take()) {
                *cohort = line.sum;
            }
            let seen = std::mem::take(&mut passage.moments).into_iter().map(|moment| moment.sum).collect();
            return (passage.end(state), seen);
        }
        most = most.map(|most| most + most / 4 + 16);
    }
}

/// A passage under way. Places are numbers of contacts less `base`, plus [`PAD`].
struct Passage {
    base: usize,
    /// The chances after so many changes, and those after the next.
    now: Vec<f64>,
    next: Vec<f64>,
    /// The chances of so many changes, and those above of every number so far, weighted.
    weights: Weights,
    sum: Vec<f64>,
    /// Moments on the way, and the first place watched then.
    moments: Vec<Moment>,
    watched: isize,
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
    line: Option<Line>,
}

/// A moment on the way.
struct Moment {
    /// The chances of so many changes until then.
    weights: Weights,
    /// The chances of the numbers watched, weighted, so far.
    sum: Vec<f64>,
}

impl Passage {
    fn new(state: &State, rates: &Rates, time: f64, most: Option<usize>, fastest: f64) -> Self {
        let weights = Weights::poisson(fastest * time);
        let changes = weights.last();
        let base = state.first.saturating_sub(changes);
        let furthest = state.end() - 1 + changes;
        let top = most.map_or(furthest, |most| most.min(furthest)) - base + PAD;
        let mut now = vec![0.0; top + 1 + PAD];
        let low = state.first - base + PAD;
        now[low..low + state.mass.len()].copy_from_slice(&state.mass);
        let up = rates.arrivals / fastest;
        let each = 1.0 / fastest;
        let down: Vec<f64> =
            (0..now.len()).map(|place| rates.departures((base + place).saturating_sub(PAD)) * each).collect();
        let stay = down.iter().map(|down| 1.0 - up - down).collect();
        let high = low + state.mass.len() - 1;
        Passage {
            weights,
            base,
            next: vec![0.0; now.len()],
            sum: vec![0.0; now.len()],
            now,
            moments: Vec::new(),
            watched: 0,
            up,
            down,
            stay,
            low,
            high,
            lowest: low,
            highest: high,
            top,
            overflow: 0.0,
            line: None,
        }
    }

    /// Keeps the chances of `watched` numbers at some moments.
    fn watch(&mut self, moments: &[f64], fastest: f64, watched: Range<usize>) {
        self.watched = (watched.start + PAD) as isize - self.base as isize;
        let places = watched.end.min(self.number(self.top) + 1).saturating_sub(watched.start);
        let moment =
            |moment: &f64| Moment { weights: Weights::poisson(fastest * moment), sum: vec![0.0; places] };
        self.moments = moments.iter().map(moment).collect();
    }

    fn run(&mut self) {
        for change in 0..=self.weights.last() {
            self.add(change);
            if change == self.weights.last() {
                return;
            }
            if let Some(line) = &mut self.line {
                line.change(&self.now, self.high);
            }
            self.change();
            if change % BETWEEN_TRIMS == 0 {
                self.trim();
            }
        }
    }

    /// Adds the chances after so many changes, weighted.
    fn add(&mut self, change: usize) {
        for Moment { weights, sum } in &mut self.moments {
            if let Some(weight) = weights.of(change) {
                add(sum, from_place(&self.now[..=self.high], self.watched), weight);
            }
        }
        if let Some(weight) = self.weights.of(change) {
            add(&mut self.sum[self.low..], (0, &self.now[self.low..=self.high]), weight);
            if let Some(line) = &mut self.line {
                line.add(weight);
            }
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

    fn number(&self, place: usize) -> usize {
        self.base + place - PAD
    }

    /// Hands over the distribution at the end.
    fn end(self, state: &mut State) -> Reach {
        let before: f64 = state.mass.iter().sum();
        let reach = Reach { first: self.number(self.lowest), end: self.number(self.highest) + 1 };
        state.first = reach.first;
        state.mass.clear();
        state.mass.extend_from_slice(&self.sum[self.lowest..=self.highest]);
        state.lost += (before - state.mass.iter().sum::<f64>()).max(0.0);
        state.trim();
        reach
    }
}

/// The values from a place on that may lie before the first, and how many are missing there.
fn from_place(values: &[f64], place: isize) -> (usize, &[f64]) {
    let missing = usize::try_from(-place).unwrap_or(0);
    (missing, values.get(usize::try_from(place).unwrap_or(0)..).unwrap_or(&[]))
}

/// Adds values, weighted; the first `skip` places are passed over.
fn add(sum: &mut [f64], (skip, values): (usize, &[f64]), weight: f64) {
    sum.iter_mut().skip(skip).zip(values).for_each(|(sum, value)| *sum += weight * value);
}

/// Those who came in on the way and wait, after so many changes.
struct Line {
    now: Cohort,
    /// Those of every number of changes so far, weighted.
    sum: Cohort,
    /// The chance that a change is that one leaves a place, and the seconds from one change to the next.
    leave: Vec<f64>,
    seconds: f64,
    /// The place in the passage of nobody ahead, negative where it lies below.
    agents: isize,
}

impl Line {
    fn new(cohort: &Cohort, passage: &Passage, rates: &Rates, fastest: f64) -> Self {
        let agents = (rates.agents + PAD) as isize - passage.base as isize;
        let places = (passage.top as isize + 1 - agents).max(0) as usize;
        let mut now = cohort.clone();
        now.resize(places + 1);
        let sum = Cohort { waiting: vec![0.0; places + 1], waited: vec![0.0; places + 1] };
        let leave = (0..places).map(|ahead| cohort::leaving(rates, ahead) / fastest).collect();
        Line { now, sum, leave, seconds: 1.0 / fastest, agents }
    }

    /// One more change, `state` being the chances before it.
    fn change(&mut self, state: &[f64], high: usize) {
        let seconds = self.seconds;
        let places = self.leave.len();
        let (waiting, waited) = (&mut self.now.waiting[..places + 1], &mut self.now.waited[..places + 1]);
        for ahead in 0..places {
            let leave = self.leave[ahead];
            waited[ahead] += leave * (waited[ahead + 1] - waited[ahead]) + seconds * waiting[ahead];
            waiting[ahead] += leave * (waiting[ahead + 1] - waiting[ahead]);
        }
        add(&mut self.now.waiting, from_place(&state[..=high], self.agents), seconds);
    }

    fn add(&mut self, weight: f64) {
        add(&mut self.sum.waiting, (0, &self.now.waiting), weight);
        add(&mut self.sum.waited, (0, &self.now.waited), weight);
    }
}

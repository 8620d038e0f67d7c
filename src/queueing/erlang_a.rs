//! Erlang A (M/M/N+M): contacts wait until their patience, exponential with mean P, runs out.
//!
//! With x = NP/h, y = AP/h and t_k = y^k / ((x+1)...(x+k)) the weight of k contacts waiting, F = sum of t_k:
//!
//! - P(wait) = F / (1/B + F - 1), B from Erlang B; and of those who wait
//! - P(abandon) = (sum k t_k) / (y F) = 1 - (x/y) (1 - 1/F), mean wait = P times that
//! - mean wait, counted for the answered, = P/F sum t_k x/(x+k+1) H_k, H_k = sum over i = 1..=k+1 of 1/(x+i),
//!   and counted for those who hang up P/F sum t_k/(x+k+1) G_k, G_k = sum over i = 1..=k+1 of i/(x+i)
//! - P(V > T) = gamma(x, yu) / gamma(x, y), u = e^(-T/P), V being the wait of one who would not hang up
//! - P(answered after T) = gamma(x+1, yu) / (y gamma(x, y))
//!
//! Sources: Palm (1957); Mandelbaum and Zeltyn (2007), "Service engineering in action: the Palm/Erlang-A queue";
//! Riordan (1962), "Stochastic service systems".

use super::performance::{InTime, Performance, Status};
use super::poisson::{at_least, below, beyond, harmonic, mass};
use crate::units::Seconds;

/// Terms smaller than this share of their sum no longer change it.
const NEGLIGIBLE: f64 = 1e-18;

/// What `agents` give a load of contacts with patience, all times in one unit.
pub(super) fn perform(agents: f64, load: f64, handle_time: f64, patience: f64, within: f64) -> Performance {
    let not_waiting = (below(agents, load) - 1.0).max(0.0);
    if patience == 0.0 {
        return without_patience(agents, load, 1.0 / (not_waiting + 1.0));
    }
    let line = Line::new(agents, load, patience / handle_time);
    let odds = not_waiting * line.empty;
    let waits = 1.0 / (1.0 + odds);
    let at_once = if odds < 1.0 { odds * waits } else { 1.0 - waits };
    let abandonment = waits * line.abandon;
    let answered = at_once + waits * line.serve;
    let times = line.times(within / patience);
    let answered_wait = waits * patience * line.answered_wait;
    Performance {
        status: if agents > load { Status::Stable } else { Status::Overloaded },
        wait_probability: waits,
        blocking: 0.0,
        abandonment,
        answered,
        in_time: InTime {
            answered: at_once + waits * (line.serve - times.answered_later).max(0.0),
            abandoned: waits * (line.abandon - (times.gone_later - times.answered_later)).max(0.0),
        },
        offered_wait_exceeds: waits * times.offered_longer,
        average_wait: Seconds::new(patience * abandonment),
        answered_wait: (agents > 0.0).then(|| Seconds::new(answered_wait / answered)),
        delayed_wait: Some(Seconds::new(patience * line.abandon)),
        abandoned_wait: Some(Seconds::new(patience * line.abandoned_wait / line.abandon)),
        mean_line: waits * line.abandon * patience * load / handle_time,
        occupancy: (agents > 0.0).then(|| load * answered / agents),
    }
}

/// The limit of no patience at all: those who would wait hang up at once.
fn without_patience(agents: f64, load: f64, lost: f64) -> Performance {
    let status = if agents > load { Status::Stable } else { Status::Overloaded };
    Performance {
        status,
        blocking: 0.0,
        wait_probability: lost,
        abandonment: lost,
        in_time: InTime { answered: 1.0 - lost, abandoned: lost },
        delayed_wait: Some(Seconds::ZERO),
        abandoned_wait: Some(Seconds::ZERO),
        ..Performance::without_line(agents, load, lost)
    }
}

/// What becomes of a contact that has to wait, time in units of the mean patience.
struct Line {
    /// Agents and load in those units: x and y.
    x: f64,
    y: f64,
    /// 1/F: the chance that nobody else is waiting.
    empty: f64,
    /// The chance to be answered.
    serve: f64,
    /// The chance to hang up, and so the mean wait.
    abandon: f64,
    /// Mean wait counted for the answered only, per contact that waits.
    answered_wait: f64,
    /// The same for those who hang up.
    abandoned_wait: f64,
}

/// What becomes of a contact that has to wait, after T.
struct Times {
    /// Chance that one who would not hang up waits longer.
    offered_longer: f64,
    /// Chance that it is still waiting.
    gone_later: f64,
    /// Chance that it is answered, but later.
    answered_later: f64,
}

impl Line {
    fn new(agents: f64, load: f64, patience: f64) -> Self {
        let (x, y) = (agents * patience, load * patience);
        let sums = Sums::walk(x, y);
        let empty = sums.first / sums.weight;
        // The rarer of the two fates comes first, so that its digits are not lost in a difference.
        let (serve, abandon) = if y <= x {
            let abandon = sums.waiting / (sums.weight * y);
            (1.0 - abandon, abandon)
        } else {
            let serve = x / y * (1.0 - empty);
            (serve, 1.0 - serve)
        };
        let answered_wait = x * sums.answered / sums.weight;
        Line { x, y, empty, serve, abandon, answered_wait, abandoned_wait: sums.abandoned / sums.weight }
    }

    fn times(&self, within: f64) -> Times {
        let Line { x, y, .. } = *self;
        let left = (-within).exp();
        let (offered_longer, answered_later) = if y <= x {
            // gamma(x, z) = z^x e^-z F(x, z) / x, so that nothing here can overflow.
            let decay = (-(x - y) * within + y * shortfall(within)).exp() * self.empty;
            let beyond = beyond(x, y * left);
            (decay * (1.0 + beyond), decay * beyond * x / y)
        } else {
            let all = at_least(x, y);
            (at_least(x, y * left) / all, x / y * at_least(x + 1.0, y * left) / all)
        };
        Times { offered_longer, gone_later: left * offered_longer, answered_later }
    }
}

/// 1 - e^-z - z for z >= 0, without cancellation.
fn shortfall(z: f64) -> f64 {
    if z > 0.3 {
        return -(-z).exp_m1() - z;
    }
    let (mut term, mut sum, mut order) = (z, 0.0, 1.0);
    loop {
        order += 1.0;
        term *= -z / order;
        if sum + term == sum {
            return sum;
        }
        sum += term;
    }
}

/// Sums over the number k waiting, each relative to the largest weight t_k.
struct Sums {
    /// The weight of an empty line, t_0 = 1; 0 where it is negligible.
    first: f64,
    /// Sum of t_k.
    weight: f64,
    /// Sum of k t_k.
    waiting: f64,
    /// Sum of t_k H_k / (x+k+1).
    answered: f64,
    /// Sum of t_k G_k / (x+k+1).
    abandoned: f64,
}

/// A number k waiting: its weight t_k, 1/(x+k+1), H_k and G_k.
#[derive(Clone, Copy)]
struct State {
    waiting: f64,
    weight: f64,
    inverse: f64,
    harmonic: f64,
    excess: f64,
}

impl Sums {
    /// Walks from the largest weight both ways until the rest is negligible.
    fn walk(x: f64, y: f64) -> Self {
        let peak = (y - x).floor().max(0.0);
        let harmonic = harmonic(x, peak as u64 + 1);
        let start = State {
            waiting: peak,
            weight: 1.0,
            inverse: 1.0 / (x + peak + 1.0),
            harmonic,
            excess: if peak > 0.0 { peak + 1.0 - x * harmonic } else { 1.0 / (x + 1.0) },
        };
        let mut sums = Sums { first: 1.0, weight: 0.0, waiting: 0.0, answered: 0.0, abandoned: 0.0 };
        sums.walk_up(x, y, start);
        if peak > 0.0 {
            sums.walk_down(x, y, start);
            sums.first = mass(x, y) / mass(x + peak, y);
        }
        sums
    }

    fn walk_up(&mut self, x: f64, y: f64, mut state: State) {
        loop {
            self.add(state);
            state.waiting += 1.0;
            state.weight *= y * state.inverse;
            state.inverse = 1.0 / (x + state.waiting + 1.0);
            state.harmonic += state.inverse;
            state.excess += (state.waiting + 1.0) * state.inverse;
            if state.weight * state.waiting <= NEGLIGIBLE * self.waiting {
                return;
            }
        }
    }

    fn walk_down(&mut self, x: f64, y: f64, mut state: State) {
        while state.waiting > 0.0 && state.weight > NEGLIGIBLE * self.weight {
            state.harmonic -= state.inverse;
            state.excess -= (state.waiting + 1.0) * state.inverse;
            state.weight *= (x + state.waiting) / y;
            state.waiting -= 1.0;
            state.inverse = 1.0 / (x + state.waiting + 1.0);
            self.add(state);
        }
    }

    fn add(&mut self, state: State) {
        self.weight += state.weight;
        self.waiting += state.weight * state.waiting;
        self.answered += state.weight * state.harmonic * state.inverse;
        self.abandoned += state.weight * state.excess * state.inverse;
    }
}

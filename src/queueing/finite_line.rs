//! Finite lines: M/M/c/K, and M/M/c/K+M where contacts hang up.
//!
//! With room for m = K - N waiting contacts, the weight of k waiting is t_k = t_(k-1) A / (N + kd), where
//! d = h/P (0 where nobody hangs up), and all states with a free agent weigh 1/B - 1 together (B from Erlang B).
//! A contact that finds k waiting is answered with probability N/(N + (k+1)d) after k+1 departures at rates
//! (N + id)/h, i = 1..=k+1; given that, its wait exceeds T with the negative binomial probability
//! sum over j <= k of u^(x+1) (1-u)^j (x+1)...(x+j)/j!, u = e^(-T/P), x = N/d, or Poisson's where d = 0.
//!
//! Sources: Gross and Harris (1998), "Fundamentals of queueing theory", 2.4; Riordan (1962), "Stochastic service
//! systems", for the waits. With a fractional number of agents the room is K - N rounded down.

use super::performance::{InTime, Performance, Status};
use super::poisson::{below, deviance, mass, stirling_error};
use crate::units::Seconds;

/// What `agents` give in a system with `places` places, theirs included. Endless patience: nobody hangs up.
pub(super) fn perform(
    agents: f64,
    load: f64,
    handle_time: f64,
    patience: f64,
    places: u32,
    within: f64,
) -> Performance {
    let room = (f64::from(places) - agents).floor().max(0.0) as usize;
    let impatience = handle_time / patience;
    if room == 0 || (agents == 0.0 && impatience == 0.0) {
        return Performance::without_line(agents, load, 1.0 / below(agents, load));
    }
    let line = Line { agents, load, impatience };
    let weights = line.weights(room, below(agents, load) - 1.0);
    let later = line.still_waiting(room, within / handle_time);
    let mut tally = Tally::default();
    for (waiting, &weight) in weights[..room].iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        tally.add(weight, &line, waiting as f64, &later[waiting]);
    }
    (tally.answered_wait, tally.abandoned_wait) = line.waits(&weights[..room]);
    tally.performance(&line, handle_time, weights[room])
}

/// N, A and d.
struct Line {
    agents: f64,
    load: f64,
    impatience: f64,
}

/// What is known of a contact that finds k waiting, k as an index.
struct Later {
    /// Chance that it waits longer than T, given that it is answered.
    answered: f64,
    /// Chance that it is still waiting after T.
    waiting: f64,
    /// Chance that one who would not hang up waits longer than T.
    offered: f64,
}

impl Line {
    /// Chance of each number waiting from 0 to `room`, with `free` the weight of states with a free agent.
    fn weights(&self, room: usize, free: f64) -> Vec<f64> {
        let rate = |waiting: usize| self.agents + waiting as f64 * self.impatience;
        let peak = if self.impatience > 0.0 {
            ((self.load - self.agents) / self.impatience).floor().clamp(0.0, room as f64) as usize
        } else if self.load > self.agents {
            room
        } else {
            0
        };
        let mut weights = vec![0.0; room + 1];
        weights[peak] = 1.0;
        for waiting in peak + 1..=room {
            weights[waiting] = weights[waiting - 1] * (self.load / rate(waiting));
        }
        for waiting in (0..peak).rev() {
            weights[waiting] = weights[waiting + 1] * (rate(waiting + 1) / self.load);
        }
        let total = weights.iter().sum::<f64>() + if weights[0] > 0.0 { free * weights[0] } else { 0.0 };
        weights.iter_mut().for_each(|weight| *weight /= total);
        weights
    }

    /// Chances after T, in units of the handle time, by the number waiting before.
    fn still_waiting(&self, room: usize, within: f64) -> Vec<Later> {
        let masses = self.departures(room, within);
        let left = (-within * self.impatience).exp();
        let mut answered = 0.0;
        let later = |mass: &f64| {
            answered += mass;
            let offered = if left > 0.0 { answered + mass * (1.0 - left) / left } else { 0.0 };
            let waiting = answered * left + mass * (1.0 - left);
            Later { answered: answered.min(1.0), waiting: waiting.min(1.0), offered: offered.min(1.0) }
        };
        masses.iter().map(later).collect()
    }

    /// Chances of j = 0..room departures within T from a line that stays full of contacts to be answered.
    fn departures(&self, room: usize, within: f64) -> Vec<f64> {
        let mean = self.agents * within;
        let gone = -(-within * self.impatience).exp_m1();
        let ratio = |j: usize| {
            if self.impatience == 0.0 {
                mean / j as f64
            } else {
                gone * (self.agents / self.impatience + j as f64) / j as f64
            }
        };
        // From the most likely number both ways, as the chance of none at all may underflow.
        let likely = if gone < 1.0 && self.impatience > 0.0 {
            self.agents / self.impatience * gone / (1.0 - gone)
        } else {
            mean
        };
        let likely = (likely as usize).min(room - 1);
        let mut masses = vec![0.0; room];
        masses[likely] = self.departure_mass(likely as f64, within);
        for j in likely + 1..room {
            masses[j] = masses[j - 1] * ratio(j);
        }
        for j in (0..likely).rev() {
            masses[j] = masses[j + 1] / ratio(j + 1);
        }
        masses
    }

    /// u^(r) (1-u)^j r...(r+j-1)/j! with r = x + 1, or Poisson's mass where nobody hangs up.
    fn departure_mass(&self, j: f64, within: f64) -> f64 {
        if self.impatience == 0.0 {
            return mass(j, self.agents * within);
        }
        let elapsed = within * self.impatience;
        let r = self.agents / self.impatience + 1.0;
        if j == 0.0 {
            return (-elapsed * r).exp();
        }
        let (left, gone) = ((-elapsed).exp(), -(-elapsed).exp_m1());
        let all = r + j;
        let exponent = stirling_error(all)
            - stirling_error(r)
            - stirling_error(j)
            - deviance(r, all * left)
            - deviance(j, all * gone);
        (r / all).sqrt() * exponent.exp() / (std::f64::consts::TAU * j).sqrt()
    }

    /// Mean waits, counted for those answered after waiting and for those who hang up, in units of the handle time.
    fn waits(&self, weights: &[f64]) -> (f64, f64) {
        let (mut stage_times, mut impatient_times) = (0.0, 0.0);
        let (mut answered, mut abandoned) = (0.0, 0.0);
        for (waiting, weight) in weights.iter().enumerate() {
            let impatience = (waiting + 1) as f64 * self.impatience;
            let rate = self.agents + impatience;
            stage_times += 1.0 / rate;
            impatient_times += impatience / rate;
            answered += weight * self.agents / rate * stage_times;
            abandoned += weight / rate * impatient_times;
        }
        (answered, abandoned)
    }
}

/// Sums over the number waiting.
#[derive(Default)]
struct Tally {
    waits: f64,
    abandons: f64,
    answered_later: f64,
    still_waiting: f64,
    offered_longer: f64,
    mean_line: f64,
    answered_wait: f64,
    abandoned_wait: f64,
}

impl Tally {
    fn add(&mut self, weight: f64, line: &Line, waiting: f64, later: &Later) {
        let rate = line.agents + (waiting + 1.0) * line.impatience;
        self.waits += weight;
        self.abandons += weight * (waiting + 1.0) * line.impatience / rate;
        self.answered_later += weight * line.agents / rate * later.answered;
        self.still_waiting += weight * later.waiting;
        self.offered_longer += weight * later.offered;
        self.mean_line += weight * (waiting + 1.0) / rate;
    }

    fn performance(&self, line: &Line, handle_time: f64, blocking: f64) -> Performance {
        let answered = (1.0 - blocking - self.abandons).max(0.0);
        // By Little's law, contacts waiting are load times mean wait in units of the handle time.
        let average_wait = self.mean_line * handle_time;
        let answered_wait = self.answered_wait * handle_time;
        let settled = self.waits - self.still_waiting;
        let answered_of_waiting = self.waits - self.abandons - self.answered_later;
        let wait_of = |wait: f64, share: f64| (share > 0.0).then(|| Seconds::new(wait / share));
        Performance {
            status: if line.agents > line.load { Status::Stable } else { Status::Overloaded },
            wait_probability: self.waits,
            blocking,
            abandonment: self.abandons,
            answered,
            in_time: InTime {
                answered: (answered - self.answered_later).max(0.0),
                abandoned: (settled - answered_of_waiting).max(0.0),
            },
            offered_wait_exceeds: self.offered_longer,
            average_wait: Seconds::new(average_wait),
            answered_wait: wait_of(answered_wait, answered),
            delayed_wait: wait_of(average_wait, self.waits),
            abandoned_wait: wait_of(self.abandoned_wait * handle_time, self.abandons),
            mean_line: self.mean_line * line.load,
            occupancy: (line.agents > 0.0).then(|| line.load * answered / line.agents),
        }
    }
}

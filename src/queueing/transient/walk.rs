//! The way forward: a stretch passed, and what is kept of it to say later what became of its contacts.

use super::passed::Passed;
use super::state::State;
use super::stretch::{Rates, Stretch};
use super::time_spent::TimeSpent;
use super::uniformise::advance;
use super::{Pool, Prospect};

/// A stretch passed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Walk {
    /// What is known already: all but what became of those who had to wait.
    pub passed: Passed,
    /// Seconds by the number ahead of a contact that would come in, while it does not meet another number of agents.
    pub line: Vec<f64>,
    /// The line at some moments before the end, where it may; the last moment first.
    pub samples: Vec<Sample>,
    /// The chances of one waiting, two, and so on, at the start and at the end.
    pub at_start: Vec<f64>,
    pub at_end: Vec<f64>,
}

/// The line at a moment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sample {
    /// Seconds from then to the end of the stretch.
    pub to_end: f64,
    /// Seconds it stands for.
    pub seconds: f64,
    /// Chances by the number ahead.
    pub line: Vec<f64>,
}

/// Nodes and weights of Gauss-Legendre quadrature with eight nodes on -1..1, the upper half. Source: Abramowitz and
/// Stegun (1964), "Handbook of mathematical functions", table 25.4.
const NODES: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_3),
];
/// Chances below this do not count.
const NEGLIGIBLE: f64 = 1e-10;
/// Standard deviations beyond which nothing is expected of a Poisson number.
const FAR: f64 = 7.5;
/// How much further each part of a stretch reaches from the change than the one nearer to it.
const FURTHER: f64 = 4.0;
/// Contacts served in the nearest part, unless the deadline sets it.
const CLOSE: f64 = 8.0;
/// Standard deviations of the number that comes or goes that eight nodes are enough for.
const SMOOTH: f64 = 4.0;
/// Waits of more seconds than this are not looked for: ten days.
const LONGEST_WAIT: f64 = 864_000.0;
/// Patiences after which nobody waits any more.
const LONG: f64 = 30.0;

/// Whether hardly anyone with so many ahead still waits after some seconds.
pub(super) fn is_clear(rates: &Rates, ahead: usize, seconds: f64) -> bool {
    let served = rates.service() * seconds;
    served - FAR * served.sqrt() > ahead as f64 || rates.hanging_up * seconds > LONG
}

impl Pool {
    /// Lets a stretch pass, `state` being that at its start and then that at the start of the next.
    pub(super) fn walk(&self, state: &mut State, stretches: &[Stretch], index: usize) -> Walk {
        let stretch = &stretches[index];
        let rates = Rates::of(stretch, self.patience);
        let length = stretch.length.get();
        let waiting = |state: &State| -> Vec<f64> {
            (rates.agents + 1..state.end()).map(|contacts| state.chance(contacts)).collect()
        };
        let mut walk = Walk {
            passed: Passed { offered: rates.arrivals * length, length, ..Passed::default() },
            line: Vec::new(),
            samples: Vec::new(),
            at_start: waiting(state),
            at_end: Vec::new(),
        };
        let overtime = state.overtime;
        let change = self.change_after(stretches, index);
        for edges in self.edges(&rates, length, change).windows(2) {
            // Where nobody hangs up, all that matters is the deadline: the balance of those who wait says the rest.
            let is_watched = rates.hanging_up > 0.0 || edges[1] + change < self.within.get();
            walk.pass(state, &rates, (edges[0], edges[1]), is_watched.then_some(change));
        }
        walk.samples.reverse();
        walk.at_end = waiting(state);
        let overtime = (overtime - state.overtime) / rates.handling;
        walk.passed.busy += overtime;
        walk.passed.present += overtime;
        walk.passed.in_seat = rates.agents as f64 * length + overtime;
        if let Some(next) = stretches.get(index + 1) {
            state.change_agents(rates.agents, next.agents as usize, self.leaving);
        }
        walk
    }

    /// Seconds from the end of a stretch until those waiting meet other agents than when they came in; endless where
    /// they never do.
    fn change_after(&self, stretches: &[Stretch], index: usize) -> f64 {
        let now = &stretches[index];
        let mut seconds = 0.0;
        for next in &stretches[index + 1..] {
            if self.prospect == Prospect::Unchanged || seconds > LONGEST_WAIT {
                break;
            }
            if next.agents != now.agents || next.handle_time != now.handle_time {
                return seconds;
            }
            seconds += next.length.get();
        }
        f64::INFINITY
    }

    /// The parts in which a stretch is passed: seconds before its end, from its start on. The nearer the change, the
    /// shorter they are; where the deadline passes beyond it, there is an edge.
    fn edges(&self, rates: &Rates, length: f64, change: f64) -> Vec<f64> {
        let mut edges = vec![0.0];
        if change.is_finite() {
            let within = self.within.get();
            if within > change && within - change < length {
                edges.push(within - change);
            }
            let mut reach = within.max(change).max(CLOSE / (rates.service() + rates.hanging_up));
            if edges.len() > 1 {
                reach *= FURTHER;
            }
            while rates.hanging_up > 0.0 && reach - change < length {
                edges.push(reach - change);
                reach *= FURTHER;
            }
        }
        edges.push(length);
        edges.reverse();
        edges
    }
}

impl Walk {
    /// Lets the part from `far` to `near` seconds before the end pass. Where someone in it may still wait at the change,
    /// the line is kept at some moments.
    fn pass(&mut self, state: &mut State, rates: &Rates, (far, near): (f64, f64), change: Option<f64>) {
        let is_soon = |state: &State| {
            change.is_some_and(|change| waiting_longer(state, rates, near + change) > NEGLIGIBLE)
        };
        let before = state.clone();
        let reach = advance(state, rates, far - near);
        let spent = TimeSpent::between(&before, state, rates, far - near, reach);
        self.count(&spent, rates);
        if is_soon(&before) || is_soon(state) {
            self.sample(before, rates, far, near);
            return;
        }
        for (ahead, seconds) in spent.waiting(rates.agents) {
            if ahead >= self.line.len() {
                self.line.resize(ahead + 1, 0.0);
            }
            self.line[ahead] += seconds;
        }
    }

    /// What the time at each number of contacts says by itself.
    fn count(&mut self, spent: &TimeSpent, rates: &Rates) {
        let (mut present, mut busy, mut delayed) = (0.0, 0.0, 0.0);
        for (contacts, seconds) in spent.iter() {
            present += contacts as f64 * seconds;
            busy += contacts.min(rates.agents) as f64 * seconds;
            delayed += if contacts >= rates.agents { seconds } else { 0.0 };
        }
        self.passed.present += present;
        self.passed.busy += busy;
        self.passed.delayed += rates.arrivals * delayed;
    }

    /// Keeps the line at the nodes of a quadrature fine enough for what comes and goes meanwhile.
    fn sample(&mut self, mut state: State, rates: &Rates, far: f64, near: f64) {
        let fastest = rates.arrivals.max(rates.departures(state.end()));
        let parts = ((fastest * (far - near)).sqrt() / SMOOTH).ceil().max(1.0);
        let length = (far - near) / parts;
        let mut at = far;
        for part in 0..parts as usize {
            let middle = far - (part as f64 + 0.5) * length;
            let upper = NODES.iter().rev().map(|&(node, weight)| (node, weight));
            let lower = NODES.iter().map(|&(node, weight)| (-node, weight));
            for (node, weight) in upper.chain(lower) {
                let to_end = middle + 0.5 * node * length;
                advance(&mut state, rates, at - to_end);
                at = to_end;
                let line = (rates.agents..state.end()).map(|contacts| state.chance(contacts)).collect();
                self.samples.push(Sample { to_end, seconds: 0.5 * weight * length, line });
            }
        }
    }
}

/// A bound on the chance that one who comes in now still waits after some seconds.
fn waiting_longer(state: &State, rates: &Rates, seconds: f64) -> f64 {
    if seconds == f64::INFINITY {
        return 0.0;
    }
    let waits = |&(contacts, _): &(usize, f64)| {
        contacts >= rates.agents && !is_clear(rates, contacts - rates.agents, seconds)
    };
    state.iter().filter(waits).map(|(_, chance)| chance).sum()
}

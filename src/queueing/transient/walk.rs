//! The way forward: a stretch passed, and what is kept of it to say later what became of its contacts.

use super::cohort::Cohort;
use super::passed::Passed;
use super::state::State;
use super::stretch::{Rates, Stretch};
use super::time_spent::TimeSpent;
use super::uniformise::{advance, pass};
use super::{Pool, Prospect};

/// A stretch passed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Walk {
    /// What is known already: all but what became of those who had to wait.
    pub passed: Passed,
    /// Seconds by the number ahead of a contact that would come in.
    pub line: Vec<f64>,
    /// The line at some moments before the end, where the deadline of those who come in lies beyond it.
    pub samples: Vec<Sample>,
    /// The chances of one waiting, two, and so on, at the start and at the end.
    pub at_start: Vec<f64>,
    pub at_end: Vec<f64>,
    /// Those who came in and still wait at the end, where that matters.
    pub cohort: Option<Cohort>,
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
/// Standard deviations of the number that comes or goes that eight nodes are enough for.
const SMOOTH: f64 = 4.0;
/// Rounds in which the most that leave the line, who leave the faster the longer it is, are found.
const ROUNDS: usize = 30;
/// Added where few go, whose number spreads wider than by its standard deviation.
const FEW: f64 = 10.0;
/// Chances at a moment below this do not count.
const UNSEEN: f64 = 1e-13;
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
        let overtime = state.overtime;
        let change = self.change_after(stretches, index);
        let mut walk = Walk {
            passed: Passed { offered: rates.arrivals * length, length, ..Passed::default() },
            line: Vec::new(),
            samples: Vec::new(),
            at_start: waiting(state),
            at_end: Vec::new(),
            // Where nobody hangs up, the balance of those who wait says it all.
            cohort: (rates.hanging_up > 0.0 && change < f64::INFINITY).then(Cohort::default),
        };
        // Seconds before the end from which on the deadline is that long after the change.
        let close = (self.within.get() - change).clamp(0.0, length);
        if close < length {
            walk.pass(state, &rates, length - close);
        }
        if close > 0.0 {
            let furthest = self.furthest_in_time(&stretches[index..]);
            walk.pass_close(state, &rates, close, change, furthest);
        }
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

    /// More ahead than this: nobody is answered in time, whoever comes meanwhile.
    fn furthest_in_time(&self, stretches: &[Stretch]) -> usize {
        let within = self.within.get();
        let (mut seconds, mut come, mut service) = (0.0, 0.0, 0.0_f64);
        for (index, stretch) in stretches.iter().enumerate() {
            service = service.max(Rates::of(stretch, self.patience).service());
            seconds += stretch.length.get();
            let Some(next) = stretches.get(index + 1).filter(|_| index == 0 || seconds < within) else {
                break;
            };
            come += f64::from(next.agents.saturating_sub(stretch.agents));
        }
        let hanging_up = Rates::of(&stretches[0], self.patience).hanging_up;
        let mut ahead = 0.0;
        for _ in 0..ROUNDS {
            let gone = (service + ahead * hanging_up) * within;
            ahead = come + gone + FAR * gone.sqrt() + FEW;
        }
        ahead as usize
    }
}

impl Walk {
    /// Lets a part pass.
    fn pass(&mut self, state: &mut State, rates: &Rates, time: f64) {
        let before = state.clone();
        let reach = advance(state, rates, time, self.cohort.as_mut());
        self.count(&TimeSpent::between(&before, state, rates, time, reach), rates);
    }

    /// Lets the last part pass. Where someone in it may still wait at the change, the line is kept at some moments, up
    /// to so many ahead.
    fn pass_close(&mut self, state: &mut State, rates: &Rates, time: f64, change: f64, furthest: usize) {
        let before = state.clone();
        let nodes = nodes(state, rates, time);
        let moments: Vec<f64> = nodes.iter().map(|(to_end, _)| time - to_end).collect();
        let line = rates.agents..rates.agents.saturating_add(furthest);
        let (reach, lines) = pass(state, rates, time, self.cohort.as_mut(), &moments, line);
        self.count(&TimeSpent::between(&before, state, rates, time, reach), rates);
        let is_soon = |state: &State| waiting_longer(state, rates, change) > NEGLIGIBLE;
        if is_soon(&before) || is_soon(state) {
            let samples = nodes.into_iter().zip(lines);
            self.samples =
                samples.map(|((to_end, seconds), line)| Sample::new(to_end, seconds, line)).collect();
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
        for (ahead, seconds) in spent.waiting(rates.agents) {
            if ahead >= self.line.len() {
                self.line.resize(ahead + 1, 0.0);
            }
            self.line[ahead] += seconds;
        }
    }
}

/// Nodes of a quadrature fine enough for what comes and goes meanwhile: seconds to the end, and those each stands for.
fn nodes(state: &State, rates: &Rates, time: f64) -> Vec<(f64, f64)> {
    let fastest = rates.arrivals.max(rates.departures(state.end()));
    let parts = ((fastest * time).sqrt() / SMOOTH).ceil().max(1.0);
    let length = time / parts;
    let mut nodes = Vec::with_capacity(8 * parts as usize);
    for part in 0..parts as usize {
        let middle = time - (part as f64 + 0.5) * length;
        let upper = NODES.iter().rev().map(|&(node, weight)| (node, weight));
        let lower = NODES.iter().map(|&(node, weight)| (-node, weight));
        nodes.extend(
            upper.chain(lower).map(|(node, weight)| (middle + 0.5 * node * length, 0.5 * weight * length)),
        );
    }
    nodes
}

impl Sample {
    fn new(to_end: f64, seconds: f64, mut line: Vec<f64>) -> Self {
        let kept = line.iter().rposition(|&chance| chance > UNSEEN);
        line.truncate(kept.map_or(0, |kept| kept + 1));
        Sample { to_end, seconds, line }
    }
}

/// A bound on the chance that one who comes in now still waits after some seconds.
fn waiting_longer(state: &State, rates: &Rates, seconds: f64) -> f64 {
    let waits = |&(contacts, _): &(usize, f64)| {
        contacts >= rates.agents && !is_clear(rates, contacts - rates.agents, seconds)
    };
    state.iter().filter(waits).map(|(_, chance)| chance).sum()
}

//! The way forward: a stretch passed, and what is kept of it to say later what became of its contacts.

use super::cohort::Cohort;
use super::passed::Passed;
use super::state::State;
use super::stretch::{Rates, Stretch};
use super::time_spent::TimeSpent;
use super::uniformise::{Reach, advance, pass};
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
    seconds > clear_after(rates, ahead as f64)
}

/// Seconds after which hardly anyone with so many ahead still waits: their number is less than that of those served by
/// so many standard deviations, or their patience is over.
fn clear_after(rates: &Rates, ahead: f64) -> f64 {
    let served = (FAR / 2.0 + (ahead + FAR * FAR / 4.0).sqrt()).powi(2);
    (served / rates.service()).min(LONG / rates.hanging_up)
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
        let close = self.close(state, &rates, length, change);
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

    /// Seconds before the end of a stretch from which on a deadline lies beyond the change, and somebody may wait then.
    fn close(&self, state: &State, rates: &Rates, length: f64, change: f64) -> f64 {
        if change == f64::INFINITY {
            return 0.0;
        }
        let come = rates.arrivals * length;
        let grown = || state.end() + (come + FAR * come.sqrt() + FEW) as usize;
        let most = rates.likely_most(state.end()).unwrap_or_else(grown);
        let waits = clear_after(rates, most.saturating_sub(rates.agents) as f64);
        (self.within.get().min(waits) - change).clamp(0.0, length)
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
        let line = rates.agents..rates.agents.saturating_add(furthest);
        // As many parts as the quadrature is fine enough for what comes and goes meanwhile.
        let fastest = rates.arrivals.max(rates.departures(state.end()));
        let parts = ((fastest * time).sqrt() / SMOOTH).ceil().max(1.0);
        let length = time / parts;
        let mut reach = Reach::of(state);
        let mut samples = Vec::new();
        for part in (0..parts as usize).rev() {
            let moments = nodes().map(|(node, _)| 0.5 * (1.0 + node) * length);
            let (passed, lines) = pass(state, rates, length, self.cohort.as_mut(), &moments, line.clone());
            reach = reach.and(passed);
            samples.extend(nodes().into_iter().zip(lines).map(|((node, weight), line)| {
                let to_end = (part as f64 + 0.5 * (1.0 - node)) * length;
                Sample::new(to_end, 0.5 * weight * length, line)
            }));
        }
        self.count(&TimeSpent::between(&before, state, rates, time, reach), rates);
        let is_soon = |state: &State| waiting_longer(state, rates, change) > NEGLIGIBLE;
        if is_soon(&before) || is_soon(state) {
            self.samples = samples;
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

/// The nodes from -1 to 1 with their weights.
fn nodes() -> [(f64, f64); 8] {
    let [one, two, three, four] = NODES;
    let below = |(node, weight): (f64, f64)| (-node, weight);
    [below(four), below(three), below(two), below(one), one, two, three, four]
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

use super::stream::{Model, Stream};
use super::targets::{Limit, Limits, Targets};
use super::{Performance, Status, required_patient};

/// The fewest agents that meet every target, and what asked for the last of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Required {
    /// The fewest agents.
    pub agents: u32,
    /// What one agent fewer would miss; nothing where nobody is needed.
    pub driven_by: Limits,
}

impl Required {
    const NOBODY: Required = Required { agents: 0, driven_by: Limits(0) };
}

/// More agents than this are not looked for.
const MOST_AGENTS: f64 = 1e9;

impl Stream {
    /// The fewest whole agents that meet every target, or nothing where no number of them does.
    ///
    /// No agents without load; with load one at least, and with Erlang C as many as keep the line stable. Every
    /// measure improves as agents are added, so the answer is exact: it meets the targets and one agent fewer
    /// does not, by the unrounded figures. (One measure may not: with a capacity, and patience shorter than the
    /// handle time, those waiting make room sooner than those answered, and blocking can rise with agents. The
    /// answer still meets the targets and one agent fewer does not.)
    ///
    /// ```
    /// use callboard::queueing::{AnsweredInTime, Counting, Limit, Model, Stream, Targets};
    /// use callboard::units::{Rate, Seconds, Share};
    /// let stream = Stream::new(Rate::per_hour(200.0), Seconds::new(180.0), Model::ErlangC);
    /// let answered = AnsweredInTime {
    ///     share: Share::percent(80.0).unwrap(),
    ///     within: Seconds::new(20.0),
    ///     counting: Counting::Offered,
    /// };
    /// let targets = Targets { answered: Some(answered), ..Targets::default() };
    /// let required = stream.required(&targets).unwrap();
    /// assert_eq!(required.agents, 14);
    /// assert!(required.driven_by.contains(Limit::ServiceLevel));
    /// ```
    pub fn required(&self, targets: &Targets) -> Option<Required> {
        self.required_near(targets, None)
    }

    /// The same as [`Stream::required`], found sooner where `near` is a good guess.
    pub fn required_near(&self, targets: &Targets, near: Option<u32>) -> Option<Required> {
        let load = self.load().get();
        if load == 0.0 {
            return Some(Required::NOBODY);
        }
        if load.is_nan() || load > MOST_AGENTS {
            return None;
        }
        if self.kind() == Model::ErlangC && self.capacity.is_none() {
            return required_patient::required(load, self.handle_time, targets);
        }
        match near {
            Some(near) => self.search(targets, f64::from(near.max(1)), 1.0),
            None => self.search(targets, load.ceil(), (0.5 * load.sqrt()).ceil()),
        }
    }

    /// The fewest agents, fractions allowed, that meet every target, or nothing where no number of them does.
    ///
    /// The formulas are continued to fractional agents; the result is exact to the last digits of a double.
    pub fn required_fractional(&self, targets: &Targets) -> Option<f64> {
        let whole = f64::from(self.required(targets)?.agents);
        let (mut low, mut high) = ((whole - 1.0).max(0.0), whole);
        if self.missed(targets, low).is_empty() {
            return Some(low);
        }
        loop {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                return Some(high);
            }
            if self.missed(targets, middle).is_empty() { high = middle } else { low = middle }
        }
    }

    /// What a real number of agents, with load, fails to meet.
    fn missed(&self, targets: &Targets, agents: f64) -> Limits {
        let given: Performance = self.perform(agents, targets.within());
        if given.status == Status::Unstable {
            return Limits::only(Limit::Stability);
        }
        targets.missed(&given)
    }

    /// Narrows a bracket around the fewest agents: the next to try lie where the targets' margins, as straight
    /// lines through the last two tries, are used up.
    fn search(&self, targets: &Targets, guess: f64, mut step: f64) -> Option<Required> {
        let mut bracket = Bracket::default();
        let mut before: Option<Try> = None;
        let mut agents = guess;
        for count in 0.. {
            let tried = self.attempt(targets, agents);
            bracket.narrow(&tried);
            if let Some(required) = bracket.closed() {
                return Some(required);
            }
            if bracket.high.is_none() && agents >= MOST_AGENTS {
                return None;
            }
            let crossing =
                before.filter(|_| count < STRAIGHT_LINES).and_then(|before| before.crossing(&tried));
            agents = bracket.next(crossing, step);
            step *= 2.0;
            before = Some(tried);
        }
        None
    }

    /// What whole agents, of whom there has to be one, fail to meet and by how much.
    fn attempt(&self, targets: &Targets, agents: f64) -> Try {
        let given = self.perform(agents, targets.within());
        let missed = targets.missed(&given).with(Limit::Presence, agents < 1.0);
        Try { agents, missed, margins: targets.margins(&given) }
    }
}

/// Tries after which straight lines have had their chance and brackets are halved.
const STRAIGHT_LINES: usize = 16;

/// A number of agents, and how it did.
#[derive(Clone, Copy)]
struct Try {
    agents: f64,
    missed: Limits,
    margins: [Option<f64>; 5],
}

impl Try {
    /// Where the straight lines through two tries meet the last of their limits.
    fn crossing(&self, other: &Try) -> Option<f64> {
        let across = other.agents - self.agents;
        let limits = self.margins.iter().zip(&other.margins);
        let crossings = limits.filter_map(|(&here, &there)| {
            let slope = (there? - here?) / across;
            (slope > 0.0 && slope.is_finite()).then_some(other.agents - there? / slope)
        });
        crossings.reduce(f64::max)
    }
}

/// The most agents known to be too few, with what they miss, and the fewest known to be enough.
#[derive(Default)]
struct Bracket {
    low: Option<(f64, Limits)>,
    high: Option<f64>,
}

impl Bracket {
    fn narrow(&mut self, tried: &Try) {
        if tried.missed.is_empty() {
            self.high = Some(tried.agents);
        } else {
            self.low = Some((tried.agents, tried.missed));
        }
    }

    fn closed(&self) -> Option<Required> {
        let ((low, driven_by), high) = (self.low?, self.high?);
        (high - low <= 1.0).then_some(Required { agents: high as u32, driven_by })
    }

    /// The agents to try next: where the lines cross if that is inside the bracket, else halfway; as long as one
    /// side is open, at most four steps beyond the other.
    fn next(&self, crossing: Option<f64>, step: f64) -> f64 {
        match (self.low, self.high) {
            (Some((low, _)), Some(high)) => {
                crossing.unwrap_or(0.5 * (low + high)).ceil().clamp(low + 1.0, high - 1.0)
            }
            (Some((low, _)), None) => {
                crossing.unwrap_or(low + step).ceil().clamp(low + 1.0, low + 4.0 * step)
            }
            (None, Some(high)) => {
                let most = (high - 1.0).max(0.0);
                crossing.unwrap_or(high - step).ceil().clamp((high - 4.0 * step).clamp(0.0, most), most)
            }
            (None, None) => 0.0,
        }
    }
}

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
    /// does not, by the unrounded figures.
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
        self.search(targets, near.map_or_else(|| load.ceil(), f64::from).max(1.0))
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

    /// The same of whole agents, of whom there has to be one.
    fn missed_by(&self, targets: &Targets, agents: f64) -> Limits {
        self.missed(targets, agents).with(Limit::Presence, agents < 1.0)
    }

    /// Doubling steps from a guess to a bracket, then halving it.
    fn search(&self, targets: &Targets, guess: f64) -> Option<Required> {
        let (mut low, mut high) = (guess - 1.0, guess);
        let mut missed_by_low = self.missed_by(targets, low);
        let mut step = 1.0;
        while missed_by_low.is_empty() {
            high = low;
            low = (low - step).max(0.0);
            missed_by_low = self.missed_by(targets, low);
            step *= 2.0;
        }
        if high == guess {
            loop {
                let missed = self.missed_by(targets, high);
                if missed.is_empty() {
                    break;
                }
                if high >= MOST_AGENTS {
                    return None;
                }
                (low, missed_by_low) = (high, missed);
                high += step;
                step *= 2.0;
            }
        }
        while high - low > 1.0 {
            let middle = (0.5 * (low + high)).floor();
            let missed = self.missed_by(targets, middle);
            if missed.is_empty() { high = middle } else { (low, missed_by_low) = (middle, missed) }
        }
        Some(Required { agents: high as u32, driven_by: missed_by_low })
    }
}

use crate::units::Money;

/// Someone who watches long work go on, and may end it early.
///
/// The work then returns the best it has. Whoever wants results that repeat watches and never stops.
pub trait Watch: Sync {
    /// Hears how far the work is.
    fn progress(&self, progress: &Progress);
    /// Whether to stop at the next good moment.
    fn should_stop(&self) -> bool;
}

/// How far long work is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// What is being done, in a word or two: `bound`, `first roster`, `improving`, `simulating`.
    pub stage: &'static str,
    /// How much of it is done, from 0 to 1, where that can be said.
    pub done: Option<f64>,
    /// The cost of the best roster so far.
    pub cost: Option<Money>,
    /// The bound on the cost of any roster so far.
    pub bound: Option<Money>,
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&self, _: &Progress) {}
    fn should_stop(&self) -> bool {
        false
    }
}

use std::time::Duration;

/// How long and how hard to look for a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RosteringOptions {
    /// When to stop and return the best roster so far; a run that reaches it does not repeat to the byte.
    pub time_limit: Option<Duration>,
    /// How many improvements to try after the first good roster.
    pub improvements: usize,
    /// The seed of the random choices.
    pub seed: u64,
    /// Whether to say what hiring would bring.
    pub hiring: bool,
}

impl Default for RosteringOptions {
    fn default() -> Self {
        RosteringOptions { time_limit: None, improvements: 60, seed: 1, hiring: true }
    }
}

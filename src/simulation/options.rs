use crate::units::Share;

/// How to simulate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimulationOptions {
    /// How many times to replay the plan; 200 by default, at least 1. With a precision, the most times.
    pub replications: usize,
    /// Stop as soon as the share in time of every queue is known so well: half the width of its 95 % confidence
    /// interval over the whole plan. Without it, all replications are played.
    pub precision: Option<Share>,
    /// The seed of the random numbers; 1 by default.
    pub seed: u64,
    /// The shape of handle times.
    pub handle_time: HandleTime,
}

impl Default for SimulationOptions {
    fn default() -> Self {
        SimulationOptions { replications: 200, precision: None, seed: 1, handle_time: HandleTime::default() }
    }
}

/// The shape of the distribution of handle times around their mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HandleTime {
    /// Log-normal with the variation each queue has, which is close to what is measured (Brown et al., Statistical
    /// Analysis of a Telephone Call Center, Journal of the American Statistical Association 100, 2005).
    #[default]
    LogNormal,
    /// Exponential, as Erlang's formulas have it.
    Exponential,
}

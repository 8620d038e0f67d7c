/// How to simulate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimulationOptions {
    /// How many times to replay the plan; 200 by default, at least 1.
    pub replications: usize,
    /// The seed of the random numbers; 1 by default.
    pub seed: u64,
    /// The shape of handle times.
    pub handle_time: HandleTime,
}

impl Default for SimulationOptions {
    fn default() -> Self {
        SimulationOptions { replications: 200, seed: 1, handle_time: HandleTime::default() }
    }
}

/// The shape of the distribution of handle times around their mean.
///
/// Log-normal with a coefficient of variation of 1 by default: measured handle times are close to log-normal with
/// a standard deviation near their mean (Brown et al., Statistical Analysis of a Telephone Call Center, Journal of
/// the American Statistical Association 100, 2005).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum HandleTime {
    /// Log-normal, its standard deviation `variation` times the mean.
    LogNormal {
        /// The coefficient of variation; 0: always the mean.
        variation: f64,
    },
    /// Exponential, as Erlang's formulas have it.
    Exponential,
}

impl Default for HandleTime {
    fn default() -> Self {
        HandleTime::LogNormal { variation: 1.0 }
    }
}

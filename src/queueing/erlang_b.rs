use super::poisson;
use crate::units::Erlangs;

/// Erlang B: the share of contacts that find every agent busy and are lost, for a real number of agents.
///
/// 1/B = A times the integral over t >= 0 of e^-At (1+t)^N; for whole N the sum of N(N-1)...(N-k+1)/A^k.
/// Source: Jagerman (1974), "Some properties of the Erlang loss function".
///
/// ```
/// use callboard::{queueing::blocking, units::Erlangs};
/// assert!((blocking(2.0, Erlangs::new(1.0)) - 0.2).abs() < 1e-15);
/// ```
pub fn blocking(agents: f64, load: Erlangs) -> f64 {
    1.0 / poisson::below(agents.max(0.0), load.get())
}

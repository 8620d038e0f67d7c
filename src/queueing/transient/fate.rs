//! What becomes of a contact that waits with k others ahead of it in the line.
//!
//! Those ahead go at the rate s mu + j theta while j + 1 of them, the one in question included, are left to go: it
//! is answered when all have. While agents and rates stay as they are, with x = s mu / theta:
//!
//! - P(answered) = x / (x+k+1), and 1 where nobody hangs up
//! - mean wait, counted for the answered only: P(answered) times the sum over j = 0..=k of 1 / (s mu + (j+1) theta)
//! - P(answered within T) = P(answered) P(X > k) with X negative binomial of size x + 1 and time theta T, and Poisson
//!   of mean s mu T where nobody hangs up
//! - P(neither answered nor gone after T) = e^(-theta T) P(X <= k) with X of size x
//!
//! Source: Riordan (1962), "Stochastic service systems"; that a sum of exponential times with rates x, x + 1,
//! ..., x + k is that of a birth process, Feller (1968), "An introduction to probability theory", XVII.3.
//!
//! Where they change meanwhile, what differs from these is carried backwards ([`carry`]): it fades as the line does.

use super::stretch::Rates;
use super::weights::Weights;

/// Chances and waits by the number ahead.
pub(super) type ByAhead = Vec<f64>;

/// What becomes of a contact in the end.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Fate {
    /// P(answered).
    pub answered: ByAhead,
    /// Mean seconds until then, counted for the answered only.
    pub wait: ByAhead,
}

/// What becomes of it by its deadline.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Timely {
    /// P(answered by then).
    pub answered: ByAhead,
    /// P(still waiting then).
    pub waiting: ByAhead,
}

impl Fate {
    /// If nothing changes any more. Without agents nobody is ever answered.
    pub fn unchanged(rates: &Rates, count: usize) -> Self {
        let service = rates.service();
        if service == 0.0 {
            return Fate { answered: vec![0.0; count], wait: vec![0.0; count] };
        }
        let mut steps = 0.0;
        let (answered, wait) = (0..count)
            .map(|ahead| {
                let hanging_up = (ahead as f64 + 1.0) * rates.hanging_up;
                steps += 1.0 / (service + hanging_up);
                let answered = service / (service + hanging_up);
                (answered, answered * steps)
            })
            .unzip();
        Fate { answered, wait }
    }
}

impl Timely {
    /// With so many seconds to the deadline, if nothing changes before.
    pub fn unchanged(rates: &Rates, seconds: f64, count: usize) -> Self {
        if count == 0 {
            return Timely::default();
        }
        let (service, hanging_up) = (rates.service(), rates.hanging_up);
        if hanging_up == 0.0 {
            let answered = Weights::poisson(service * seconds).exceeding(count);
            let waiting = answered.iter().map(|answered| 1.0 - answered).collect();
            return Timely { answered, waiting };
        }
        let (size, time) = (service / hanging_up, hanging_up * seconds);
        let mut answered = Weights::more_leave(size + 1.0, time, count);
        for (ahead, answered) in answered.iter_mut().enumerate() {
            *answered *= size / (size + ahead as f64 + 1.0);
        }
        let gone = Weights::more_leave(size, time, count);
        let waiting = gone.iter().map(|gone| (-time).exp() * (1.0 - gone)).collect();
        Timely { answered, waiting }
    }
}

/// Carries values at the end of some seconds back to their start: of a contact that waits now, the mean of the value
/// it comes to, or nothing where it no longer waits then. By uniformisation, which where nobody hangs up is a Poisson
/// number of places.
pub(super) fn carry(values: &mut [&mut ByAhead], rates: &Rates, seconds: f64) {
    let count = values.iter().map(|values| values.len()).max().unwrap_or(0);
    let fastest = rates.service() + count as f64 * rates.hanging_up;
    if fastest * seconds <= 0.0 {
        return;
    }
    let weights = Weights::poisson(fastest * seconds);
    if rates.hanging_up == 0.0 {
        values.iter_mut().for_each(|values| **values = moved_on(values, &weights));
        return;
    }
    // From each place: to the next one, or nowhere.
    let next = |ahead: usize| (rates.service() + ahead as f64 * rates.hanging_up) / fastest;
    let moves: Vec<f64> = (0..count).map(next).collect();
    let stays: Vec<f64> = moves.iter().map(|moves| 1.0 - moves - rates.hanging_up / fastest).collect();
    for values in values.iter_mut().filter(|values| values.iter().any(|&value| value != 0.0)) {
        **values = carried(values, &weights, &moves, &stays);
    }
}

/// So many places on.
fn moved_on(values: &[f64], weights: &Weights) -> ByAhead {
    let count = values.len();
    let mut sum = vec![0.0; count];
    for (places, weight) in (weights.first..count).zip(&weights.values) {
        sum[places..].iter_mut().zip(values).for_each(|(sum, value)| *sum += weight * value);
    }
    sum
}

fn carried(values: &[f64], weights: &Weights, moves: &[f64], stays: &[f64]) -> ByAhead {
    let count = values.len();
    let (moves, stays) = (&moves[..count], &stays[..count]);
    let mut sum = vec![0.0; count];
    // One place before the first, where a contact is answered and stays nothing.
    let mut now = vec![0.0; count + 1];
    now[1..].copy_from_slice(values);
    let mut then = vec![0.0; count + 1];
    for change in 0..=weights.last() {
        if change >= weights.first {
            let weight = weights.values[change - weights.first];
            sum.iter_mut().zip(&now[1..]).for_each(|(sum, value)| *sum += weight * value);
        }
        let (before, here, after) = (&now[..count], &now[1..][..count], &mut then[1..][..count]);
        for ahead in 0..count {
            after[ahead] = moves[ahead] * before[ahead] + stays[ahead] * here[ahead];
        }
        std::mem::swap(&mut now, &mut then);
    }
    sum
}

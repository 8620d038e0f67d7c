//! Uniformisation in a fraction of the changes, where the state is not far from the steady state it tends to.
//!
//! A Poisson number of powers of P is a sum over k of the chance that a walk, whose steps up and down both come at the
//! rate G/2, ends k from where it began, times T_k(P), Chebyshev's polynomial: the weights e^-z I_k(z), z = Gt, twice
//! for k > 0, shrink like e^(-k^2/2z), so that of z powers some 8 sqrt(z) are left. As P is reversible, with steady
//! state w, all T_k(P) have norm 1 where the norm of p is the root of the sum of p(n)^2 / w(n), which bounds the sum
//! of |p(n)|: what is left out or lost by rounding is no more than its weight times the norm of the state begun with.
//! Where that is large, as on the way up from an empty start or in an overload without end, this way is not gone.
//!
//! Sources: Druskin and Knizhnerman (1989), "Two polynomial methods of calculating functions of symmetric matrices";
//! Karlin and McGregor (1957), "The differential equations of birth-and-death processes".

use super::state::State;
use super::stretch::Rates;
use super::uniformise::Reach;

/// Fewer changes than this are walked one by one.
const WORTHWHILE: f64 = 60.0;
/// The largest norm of a state to begin with.
const NEAR: f64 = 1e3;
/// The weights left out add up to less.
const LEFT_OUT: f64 = 1e-15;
/// Steady states rarer than this, the likeliest having 1, are out of reach.
const RARE: f64 = 1e-16;
/// Standard deviations of a walk without drift that the line may grow by.
const FAR: f64 = 8.0;
/// The widest range of numbers.
const WIDEST: usize = 4000;
/// The most that may be lost over both ends of the range.
const MOST_LOST: f64 = 1e-12;

/// Lets `time` pass if that is the way to go; otherwise the state stays as it is.
pub(super) fn advance(state: &mut State, rates: &Rates, time: f64) -> Option<Reach> {
    let range = Range::of(state, rates, time)?;
    let fastest = rates.arrivals + rates.departures(range.end - 1);
    if fastest * time < WORTHWHILE {
        return None;
    }
    let mass: Vec<f64> = (range.first..range.end).map(|contacts| state.chance(contacts)).collect();
    let roots: Vec<f64> = range.steady.iter().map(|steady| steady.sqrt()).collect();
    let all: f64 = range.steady.iter().sum();
    let norm: f64 = mass.iter().zip(&range.steady).map(|(mass, steady)| mass * mass / steady).sum();
    if norm * all > NEAR * NEAR {
        return None;
    }
    let mut passed = Steps::new(&range, rates, fastest).sum(&mass, &roots, &weights(fastest * time));
    passed.iter_mut().zip(&roots).for_each(|(mass, root)| *mass = (*mass * root).max(0.0));
    let lost = mass.iter().sum::<f64>() - passed.iter().sum::<f64>();
    if lost > MOST_LOST {
        return None;
    }
    state.first = range.first;
    state.mass = passed;
    state.lost += lost.max(0.0);
    state.trim();
    Some(Reach { first: range.first, end: range.end })
}

/// The numbers of contacts within reach, the last excluded, with the weights of the steady state.
struct Range {
    first: usize,
    end: usize,
    steady: Vec<f64>,
}

impl Range {
    fn of(state: &State, rates: &Rates, time: f64) -> Option<Self> {
        if rates.arrivals == 0.0 || (rates.hanging_up == 0.0 && rates.arrivals >= rates.service()) {
            return None;
        }
        let ratio = |contacts: usize| rates.arrivals / rates.departures(contacts + 1);
        let peak = rates.settled_peak();
        let growth = (FAR * (2.0 * rates.arrivals * time).sqrt()) as usize + 20;
        let furthest = peak.max(state.end() - 1) + growth;
        let mut below = Vec::new();
        let (mut weight, mut first) = (1.0, peak);
        while first > 0 && (weight > RARE || first > state.first) {
            first -= 1;
            weight /= ratio(first);
            below.push(weight);
        }
        let mut steady: Vec<f64> = below.into_iter().rev().collect();
        let (mut weight, mut contacts) = (1.0, peak);
        while contacts < state.end() || (weight > RARE && contacts <= furthest) {
            steady.push(weight);
            weight *= ratio(contacts);
            contacts += 1;
        }
        let is_usable = steady.len() <= WIDEST && steady.iter().all(|&weight| weight > f64::MIN_POSITIVE);
        is_usable.then_some(Range { first, end: contacts, steady })
    }
}

/// 2P in the basis in which it is symmetric.
struct Steps {
    stay: Vec<f64>,
    /// From a number to the next, and back; before the first there is none.
    move_on: Vec<f64>,
}

impl Steps {
    fn new(range: &Range, rates: &Rates, fastest: f64) -> Self {
        let stay = (range.first..range.end)
            .map(|contacts| 2.0 * (1.0 - (rates.arrivals + rates.departures(contacts)) / fastest))
            .collect();
        let move_on = (range.first..=range.end)
            .map(|contacts| 2.0 * (rates.arrivals * rates.departures(contacts)).sqrt() / fastest)
            .collect();
        Steps { stay, move_on }
    }

    /// The sum over k of the weight of k times T_k(P), applied to the mass over its roots.
    fn sum(&self, mass: &[f64], roots: &[f64], weights: &[f64]) -> Vec<f64> {
        let count = mass.len();
        // One place at either end that stays empty.
        let mut now = vec![0.0; count + 2];
        for place in 0..count {
            now[place + 1] = mass[place] / roots[place];
        }
        let mut sum: Vec<f64> = now[1..=count].iter().map(|value| weights[0] * value).collect();
        // T_1 = P is half of 2P.
        let mut next = vec![0.0; count + 2];
        self.step(&now, &mut next, &mut sum, 0.0);
        next.iter_mut().for_each(|value| *value *= 0.5);
        std::mem::swap(&mut now, &mut next);
        for (sum, value) in sum.iter_mut().zip(&now[1..=count]) {
            *sum += weights[1] * value;
        }
        for &weight in &weights[2..] {
            self.step(&now, &mut next, &mut sum, weight);
            std::mem::swap(&mut now, &mut next);
        }
        sum
    }

    /// `last` becomes 2P `now` - `last`, and is added to the sum with its weight.
    #[inline]
    fn step(&self, now: &[f64], last: &mut [f64], sum: &mut [f64], weight: f64) {
        let count = sum.len();
        let (left, here, right) = (&now[..count], &now[1..][..count], &now[2..][..count]);
        let (stay, from_left, from_right) =
            (&self.stay[..count], &self.move_on[..count], &self.move_on[1..][..count]);
        let last = &mut last[1..][..count];
        for place in 0..count {
            let next = stay[place] * here[place] - last[place]
                + from_left[place] * left[place]
                + from_right[place] * right[place];
            last[place] = next;
            sum[place] += weight * next;
        }
    }
}

/// e^-z I_k(z), twice for k > 0, until hardly anything is left: by the backward recurrence I_(k-1) = I_(k+1) + 2k/z I_k
/// (Abramowitz and Stegun 1964, 9.12), and as they add up to 1.
fn weights(changes: f64) -> Vec<f64> {
    let start = (9.5 * changes.sqrt()) as usize + 40;
    let mut values = vec![0.0; start + 2];
    values[start] = f64::MIN_POSITIVE;
    for k in (1..=start).rev() {
        values[k - 1] = values[k + 1] + 2.0 * k as f64 / changes * values[k];
    }
    values[1..].iter_mut().for_each(|value| *value *= 2.0);
    let all: f64 = values.iter().sum();
    values.iter_mut().for_each(|value| *value /= all);
    let mut left = 0.0;
    let kept = values.iter().rposition(|value| {
        left += value;
        left > LEFT_OUT
    });
    values.truncate(kept.map_or(2, |kept| (kept + 1).max(2)));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_are_those_of_bessel_functions() {
        // e^-100 I_k(100) by the power series.
        let weights = weights(100.0);
        let tabled = [(0, 0.039_944_379_299_10), (1, 0.039_744_153_025_13), (10, 0.024_176_682_718_26)];
        for (k, value) in tabled {
            let found = if k > 0 { weights[k] / 2.0 } else { weights[k] };
            assert!((found - value).abs() < 1e-13, "{k}: {found}");
        }
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-14);
    }
}

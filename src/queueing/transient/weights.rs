//! Chances of consecutive whole numbers, walked from the likeliest both ways, so that nothing under- or overflows.

use std::ops::RangeInclusive;

use statrs::function::gamma::ln_gamma;

/// Numbers this much rarer than the likeliest no longer count.
const NEGLIGIBLE: f64 = 1e-19;
/// Patiences within which so few leave that all their numbers can be walked.
const SHORT: f64 = 3.0;
/// The exponential of minus this is still an ordinary number.
const LARGE: f64 = 700.0;

/// The chances of the numbers from `first` on; they add up to 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    pub first: usize,
    pub values: Vec<f64>,
}

impl Weights {
    /// Poisson: how many events come, `mean` of them in the mean.
    pub fn poisson(mean: f64) -> Self {
        Weights::walk(mean as usize, 0..=usize::MAX, |number| mean / (number as f64 + 1.0))
    }

    /// Negative binomial: how many leave in a time t, in patiences, where one leaves at the rate size, the next at
    /// size + 1, and so on: the chance of j is that of j - 1 times (1 - e^-t) (size + j - 1) / j.
    fn negative_binomial(size: f64, time: f64) -> Self {
        let gone = -(-time).exp_m1();
        let mode = ((size - 1.0) * time.exp_m1()).max(0.0);
        Weights::walk(mode as usize, 0..=usize::MAX, |number| {
            let number = number as f64;
            gone * (number + size) / (number + 1.0)
        })
    }

    /// For each k below `count` the chance that more than k leave, negative binomial as above.
    pub fn more_leave(size: f64, time: f64, count: usize) -> Vec<f64> {
        if size == 0.0 || count == 0 {
            return vec![0.0; count];
        }
        if time <= SHORT {
            return Weights::negative_binomial(size, time).exceeding(count);
        }
        // Long tails, of which those below `count` are a small part: from none on, or from the last down where the
        // chance of none is too small for a double.
        let gone = -(-time).exp_m1();
        let ratio = |number: usize| gone * (number as f64 + size) / (number as f64 + 1.0);
        let mut chances = vec![0.0; count];
        if size * time < LARGE {
            let mut chance = (-size * time).exp();
            for (number, place) in chances.iter_mut().enumerate() {
                *place = chance;
                chance *= ratio(number);
            }
        } else {
            let last = (count - 1) as f64;
            let logarithm = ln_gamma(last + size) - ln_gamma(last + 1.0) - ln_gamma(size) - size * time;
            chances[count - 1] = (logarithm + last * gone.ln()).exp();
            for number in (0..count - 1).rev() {
                chances[number] = chances[number + 1] / ratio(number);
            }
        }
        let mut fewer = 0.0;
        chances.iter_mut().for_each(|chance| {
            fewer += *chance;
            *chance = (1.0 - fewer).max(0.0);
        });
        chances
    }

    /// Hypergeometric: how many of `drawn` out of `all` are among the `marked`.
    pub fn hypergeometric(all: usize, marked: usize, drawn: usize) -> Self {
        let fewest = (marked + drawn).saturating_sub(all);
        let most = marked.min(drawn);
        let mode = ((marked + 1) * (drawn + 1) / (all + 2)).clamp(fewest, most);
        Weights::walk(mode, fewest..=most, |number| {
            let others = number + 1 + all - marked - drawn;
            ((marked - number) as f64 / (number + 1) as f64) * ((drawn - number) as f64 / others as f64)
        })
    }

    /// Each number as many times as likely as the one before as `ratio` says.
    pub fn successive(mode: usize, ratio: impl Fn(usize) -> f64) -> Self {
        Weights::walk(mode, 0..=usize::MAX, ratio)
    }

    /// Walks from `mode` to both ends of the range, `ratio` being the chance of a number's successor over its own.
    fn walk(mode: usize, range: RangeInclusive<usize>, ratio: impl Fn(usize) -> f64) -> Self {
        let mut values = Vec::new();
        let mut weight = 1.0;
        for number in (*range.start()..mode).rev() {
            weight /= ratio(number);
            if weight <= NEGLIGIBLE || !weight.is_finite() {
                break;
            }
            values.push(weight);
        }
        values.reverse();
        let first = mode - values.len();
        weight = 1.0;
        for number in mode..=*range.end() {
            values.push(weight);
            weight *= ratio(number);
            // Nor go on where a ratio is no number.
            if weight.is_nan() || weight <= NEGLIGIBLE {
                break;
            }
        }
        let all: f64 = values.iter().sum();
        values.iter_mut().for_each(|value| *value /= all);
        Weights { first, values }
    }

    /// The last number that counts.
    pub fn last(&self) -> usize {
        self.first + self.values.len() - 1
    }

    /// The chance of a number that counts.
    pub fn of(&self, number: usize) -> Option<f64> {
        number.checked_sub(self.first).and_then(|place| self.values.get(place)).copied()
    }

    /// For each k below `count` the chance of more than k.
    pub fn exceeding(&self, count: usize) -> Vec<f64> {
        let mut chances = vec![0.0; count];
        let mut more = 0.0;
        for k in (0..self.last()).rev() {
            if k + 1 >= self.first {
                more += self.values[k + 1 - self.first];
            }
            if k < count {
                chances[k] = more;
            }
        }
        chances
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_events_have_the_chances_of_the_formula() {
        let weights = Weights::poisson(0.5);
        assert_eq!(weights.first, 0);
        assert!((weights.values[0] - (-0.5_f64).exp()).abs() < 1e-15);
        assert!((weights.exceeding(3)[0] - (1.0 - (-0.5_f64).exp())).abs() < 1e-16);
        assert_eq!(Weights::poisson(0.0).values, [1.0]);
    }

    #[test]
    fn many_events_keep_their_mean() {
        for weights in [Weights::poisson(1e5), Weights::negative_binomial(1e9, 1e-4)] {
            let mean: f64 =
                (weights.first..).zip(&weights.values).map(|(number, weight)| number as f64 * weight).sum();
            assert!((mean / 1e5 - 1.0).abs() < 1e-4, "{mean}");
        }
    }

    #[test]
    fn long_times_leave_hardly_anyone() {
        // Of size 1 each is as likely as e^-t to be the last: P(X > k) = (1 - e^-t)^(k+1).
        for time in [0.5, 3.0, 9.0, 30.0, 800.0] {
            for (k, found) in Weights::more_leave(1.0, time, 50).into_iter().enumerate() {
                let wanted = (1.0 - f64::exp(-time)).powi(k as i32 + 1);
                assert!((found - wanted).abs() < 1e-13, "{time}, {k}: {found}, not {wanted}");
            }
        }
        // Nobody handles: the one ahead of all stays.
        assert_eq!(Weights::more_leave(0.0, 5.0, 3), [0.0; 3]);
    }

    #[test]
    fn hands_drawn_from_a_deck() {
        // Two of three cards drawn from five, two of them marked.
        let weights = Weights::hypergeometric(5, 2, 3);
        assert_eq!(weights.first, 0);
        for (found, wanted) in weights.values.iter().zip([0.1, 0.6, 0.3]) {
            assert!((found - wanted).abs() < 1e-15);
        }
        assert_eq!(Weights::hypergeometric(4, 4, 3), Weights { first: 3, values: vec![1.0] });
    }
}

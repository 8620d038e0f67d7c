//! The Poisson distribution continued to a real number of events: its mass and both its tails.
//!
//! With p(n; y) = y^n e^-y / Gamma(n+1), the two tails relative to the mass,
//!
//! - above(n, y) = sum over k >= 0 of y^k / ((n+1)...(n+k)) = 1F1(1; n+1; y),
//! - below(n, y) = sum over k >= 0 of n(n-1)...(n-k+1) / y^k = 1/B(n, y), continued as
//!   y times the integral over t >= 0 of e^-yt (1+t)^n,
//!
//! satisfy above + below - 1 = 1/p. Each is summed where it is the short one, of positive terms only, and had
//! from the other elsewhere, so that neither loses digits. Sources: DLMF 8.7, 8.8, 8.9 (incomplete gamma
//! functions); Jagerman (1974), "Some properties of the Erlang loss function"; C. Loader (2000), "Fast and
//! accurate computation of binomial probabilities" for the mass.

use std::f64::consts::TAU;

use statrs::function::gamma::ln_gamma;

/// Terms smaller than this share of their sum no longer change it.
const NEGLIGIBLE: f64 = 1e-17;
/// Below this load the tail above is short enough to find the one below from.
const SMALL_LOAD: f64 = 4.0;

/// The mass p(n; y) for real n >= 0 and y >= 0.
pub(super) fn mass(n: f64, y: f64) -> f64 {
    if y == 0.0 {
        return if n == 0.0 { 1.0 } else { 0.0 };
    }
    if n < 1.0 {
        return (n * y.ln() - y - ln_gamma(n + 1.0)).exp();
    }
    (-stirling_error(n) - deviance(n, y)).exp() / (TAU * n).sqrt()
}

/// ln Gamma(n+1) less Stirling's approximation of it, for n > 0.
pub(super) fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return ln_gamma(n + 1.0) - (n + 0.5) * n.ln() + n - 0.5 * TAU.ln();
    }
    let inverse = 1.0 / n;
    let square = inverse * inverse;
    let series = 1.0 / 1680.0 - square * (1.0 / 1188.0 - square * (691.0 / 360_360.0));
    inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * series)))
}

/// n ln(n/y) + y - n, without cancellation where n and y are close.
pub(super) fn deviance(n: f64, y: f64) -> f64 {
    let apart = n - y;
    if apart.abs() >= 0.1 * (n + y) {
        return n * (n / y).ln() - apart;
    }
    let ratio = apart / (n + y);
    let mut sum = apart * ratio;
    let mut power = 2.0 * n * ratio;
    let mut order = 1.0;
    loop {
        power *= ratio * ratio;
        order += 2.0;
        let next = sum + power / order;
        if next == sum {
            return sum;
        }
        sum = next;
    }
}

/// above(n, y) - 1: the sum without its first term, for y at most n or small.
pub(super) fn beyond(n: f64, y: f64) -> f64 {
    let (mut term, mut sum, mut place) = (1.0, 0.0, n);
    loop {
        // Four terms over one denominator: division is what costs time here.
        let [a, b, c, d] = [1.0, 2.0, 3.0, 4.0].map(|further| place + further);
        let (cd, share) = (c * d, term / ((a * b) * (c * d)));
        sum += share * y * (b * cd + y * (cd + y * (d + y)));
        term = share * (y * y) * (y * y);
        place += 4.0;
        if term <= NEGLIGIBLE * sum {
            return sum;
        }
    }
}

/// below(n, y), the reciprocal of Erlang's B for n agents and y erlangs; infinite where B underflows.
pub(super) fn below(n: f64, y: f64) -> f64 {
    if n == 0.0 || y == 0.0 {
        return if n == 0.0 { 1.0 } else { f64::INFINITY };
    }
    // A little above the load the sum still is the quicker way.
    let is_far_above = n > y && (n - y) * (n - y) > 4.0 * y;
    if is_far_above || y < SMALL_LOAD {
        return 1.0 / mass(n, y) - beyond(n, y);
    }
    falling_sum(n, y)
}

/// below(n, y) by its own sum, whose terms fall once below y; y is not small.
fn falling_sum(n: f64, y: f64) -> f64 {
    let inverse = 1.0 / y;
    let (mut term, mut sum, mut left) = (1.0, 1.0, n);
    // Four terms at a time, nested, so that each need not wait for the one before.
    while left >= 4.0 {
        let ratios = [0.0, 1.0, 2.0, 3.0].map(|passed| (left - passed) * inverse);
        sum += term * ratios[0] * (1.0 + ratios[1] * (1.0 + ratios[2] * (1.0 + ratios[3])));
        term *= (ratios[0] * ratios[1]) * (ratios[2] * ratios[3]);
        left -= 4.0;
        if term <= NEGLIGIBLE * sum {
            return sum;
        }
    }
    while left >= 1.0 {
        term *= left * inverse;
        sum += term;
        left -= 1.0;
    }
    // The last term stands for all that is below it, which for whole n is itself.
    sum + term * (below_one(left, y) - 1.0)
}

/// below(n, y) for n in 0..1 and a load that is not small, by Legendre's continued fraction (DLMF 8.9.2).
fn below_one(n: f64, y: f64) -> f64 {
    if n == 0.0 {
        return 1.0;
    }
    let mut denominator = y - n;
    let mut lentz_c = f64::MAX;
    let mut lentz_d = 1.0 / denominator;
    let mut fraction = lentz_d;
    for step in 1..500 {
        let step = f64::from(step);
        let numerator = -step * (step - n - 1.0);
        denominator += 2.0;
        lentz_d = 1.0 / (numerator * lentz_d + denominator);
        lentz_c = denominator + numerator / lentz_c;
        let factor = lentz_c * lentz_d;
        fraction *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    y * fraction
}

/// P(n, y) = gamma(n, y) / Gamma(n), the lower incomplete gamma function: n events or more.
pub(super) fn at_least(n: f64, y: f64) -> f64 {
    if n == 0.0 {
        return 1.0;
    }
    if y <= n {
        return mass(n, y) * (1.0 + beyond(n, y));
    }
    let mass = mass(n, y);
    if mass == 0.0 { 1.0 } else { 1.0 - mass * (below(n, y) - 1.0) }
}

/// The sum over i = 1..=count of 1 / (n + i).
pub(super) fn harmonic(n: f64, count: u64) -> f64 {
    if count <= 64 {
        return (1..=count).map(|step| 1.0 / (n + step as f64)).sum();
    }
    // The difference of digamma functions, each by its asymptotic series (DLMF 5.11.2), once n is large.
    let lead = if n < 32.0 { 32 } else { 0 };
    let first: f64 = (1..=lead).map(|step| 1.0 / (n + step as f64)).sum();
    let low = n + lead as f64 + 1.0;
    let span = (count - lead) as f64;
    first + (span / low).ln_1p() + digamma_less_ln(low + span) - digamma_less_ln(low)
}

/// digamma(z) - ln z for large z.
fn digamma_less_ln(z: f64) -> f64 {
    let square = 1.0 / (z * z);
    let series = 1.0 / 120.0 - square * (1.0 / 252.0 - square * (1.0 / 240.0 - square / 132.0));
    -0.5 / z - square * (1.0 / 12.0 - square * series)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(found: f64, wanted: f64) {
        assert!((found - wanted).abs() <= 2e-13 * wanted.abs(), "{found} is not {wanted}");
    }

    #[test]
    fn the_tails_agree_on_both_sides_of_the_mean() {
        for (n, y) in [(10.0, 12.0), (12.3, 12.0), (0.4, 6.0), (99.5, 100.0), (1000.0, 1010.0), (5.5, 3.9)] {
            assert_close(below(n, y), 1.0 / mass(n, y) - beyond(n, y));
        }
    }

    #[test]
    fn the_mass_of_whole_numbers_is_poissons() {
        assert_close(mass(0.0, 3.0), (-3.0_f64).exp());
        assert_close(mass(3.0, 2.0), 8.0 / 6.0 * (-2.0_f64).exp());
        assert_close(mass(20.0, 1e-3), 1e-60 * (-1e-3_f64).exp() / 2_432_902_008_176_640_000.0);
    }

    #[test]
    fn long_harmonic_sums_match_the_sum() {
        for (n, count) in [(0.25, 200_u32), (17.0, 100), (1e6, 5000)] {
            let wanted: f64 = (1..=count).map(|step| 1.0 / (n + f64::from(step))).sum();
            assert_close(harmonic(n, u64::from(count)), wanted);
        }
    }
}

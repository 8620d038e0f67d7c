use super::stretch::Rates;

/// Those who came in since some moment and still wait, by the number ahead of them.
///
/// Counted in seconds' worth of contacts: times the rate of arrivals, they are expected numbers. They come where the
/// state says and go as those ahead go or they hang up themselves: with the chances p(n) of n contacts,
/// c'(k) = p(s+k) + (s mu + (k+1) theta) (c(k+1) - c(k)), and w' the same with c in the place of p, w being what they
/// have waited so far. So what becomes of them after a change of agents counts without looking at the moments they came
/// in at.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Cohort {
    /// c: how many, by the number ahead.
    pub waiting: Vec<f64>,
    /// w: the seconds they have waited.
    pub waited: Vec<f64>,
}

impl Cohort {
    /// So many places.
    pub fn resize(&mut self, places: usize) {
        self.waiting.resize(places, 0.0);
        self.waited.resize(places, 0.0);
    }
}

/// How fast a place in line is left, for the next one or for good: s mu + (k+1) theta with k ahead. As fast the next
/// higher place moves on to it.
pub(super) fn leaving(rates: &Rates, ahead: usize) -> f64 {
    rates.service() + (ahead as f64 + 1.0) * rates.hanging_up
}

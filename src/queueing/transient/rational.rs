//! A stretch passed in one step, however long, where the state is not far from the steady state it tends to.
//!
//! The exponential of a matrix A with eigenvalues on the negative half line is a sum of inverses: the rational function
//! nearest to e^x there, of degree 16, is off by 2e-16, and with its poles z_i and residues a_i
//!
//! e^A p = 2 Re sum over i of a_i (A - z_i)^-1 p, over the eight poles above the real line.
//!
//! A = Qt has three diagonals, so that each inverse is one elimination. As the process is reversible, with steady state
//! w, this holds where the norm of p is the root of the sum of p(n)^2 / w(n), which bounds the sum of |p(n)|: what is
//! lost is no more than the error above times the norm of the state begun with. Where that is large, as on the way up
//! from an empty start or in an overload without end, this way is not gone.
//!
//! Source: Pusa (2011), "Rational approximations to the matrix exponential in burnup calculations".

use std::cell::RefCell;

use super::cohort::{self, Cohort};
use super::poles::{Complex, POLES};
use super::state::State;
use super::stretch::Rates;
use super::uniformise::Reach;

/// Fewer changes than this are walked one by one.
const WORTHWHILE: f64 = 60.0;
/// The largest norm of a state to begin with.
const NEAR: f64 = 1e3;
/// Steady states rarer than this, the likeliest having 1, are out of reach.
const RARE: f64 = 1e-16;
/// Standard deviations of a walk without drift that the line may grow by.
const FAR: f64 = 8.0;
/// The widest range of numbers.
const WIDEST: usize = 4000;
/// The most that may be lost over both ends of the range.
const MOST_LOST: f64 = 1e-12;

/// Lets `time` pass if that is the way to go; otherwise the state stays as it is.
pub(super) fn advance(
    state: &mut State,
    rates: &Rates,
    time: f64,
    cohort: Option<&mut Cohort>,
) -> Option<Reach> {
    let range = Range::of(state, rates, time)?;
    let fastest = rates.arrivals + rates.departures(range.end - 1);
    // Those in line do not go the way back: in too long a line what is lost grows from place to place.
    let is_short = rates.service() * time >= 0.5 * range.end.saturating_sub(rates.agents) as f64;
    if fastest * time < WORTHWHILE || (cohort.is_some() && !is_short) || !range.is_near(state) {
        return None;
    }
    let (mass, grown) = ROWS.with_borrow_mut(|rows| {
        eliminate(rows, state, &range, rates, time);
        put_back(rows, range.first, rates, time, cohort.as_deref())
    });
    let lost = state.mass.iter().sum::<f64>() - mass.iter().sum::<f64>();
    if lost > MOST_LOST {
        return None;
    }
    if let (Some(cohort), Some(grown)) = (cohort, grown) {
        *cohort = grown;
    }
    state.first = range.first;
    state.mass = mass;
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

    /// Whether the norm of a state is small.
    fn is_near(&self, state: &State) -> bool {
        let steady = &self.steady[state.first - self.first..];
        let norm: f64 = state.mass.iter().zip(steady).map(|(mass, steady)| mass * mass / steady).sum();
        norm * self.steady.iter().sum::<f64>() <= NEAR * NEAR
    }
}

/// A row of z_i - A, that of a number of contacts, with what is left of the diagonal eliminated: the inverse of what is on
/// the diagonal, and the right-hand side times that.
struct Row {
    inverse: Complex,
    value: Complex,
}

thread_local! {
    /// Kept from one stretch to the next: asking for so much memory anew takes as long as filling it.
    static ROWS: RefCell<Vec<Row>> = const { RefCell::new(Vec::new()) };
}

/// From the first row to the last.
fn eliminate(rows: &mut Vec<Row>, state: &State, range: &Range, rates: &Rates, time: f64) {
    let up = rates.arrivals * time;
    // What is on the diagonal beyond `up`, as the rows above leave it: without a difference of large numbers.
    let mut beyond = POLES.plus(rates.departures(range.first) * time);
    let mut value = Complex::NONE;
    rows.clear();
    for contacts in range.first..range.end {
        let inverse = beyond.plus(up).inverse();
        value = value.times_real(up).plus(state.chance(contacts)).times(&inverse);
        rows.push(Row { inverse, value });
        let down = rates.departures(contacts + 1) * time;
        beyond = POLES.plus_all(&beyond.times(&inverse).times_real(down));
    }
}

/// From the last row to the first: the state at the end of the time, and those who came in meanwhile.
fn put_back(
    rows: &[Row],
    first: usize,
    rates: &Rates,
    time: f64,
    cohort: Option<&Cohort>,
) -> (Vec<f64>, Option<Cohort>) {
    let end = first + rows.len();
    let mut mass = vec![0.0; rows.len()];
    let mut line = cohort.map(|cohort| Line::new(cohort, end.saturating_sub(rates.agents), time));
    let mut above = Complex::NONE;
    for contacts in (first.min(rates.agents)..end).rev() {
        if contacts >= first {
            let Row { inverse, value } = &rows[contacts - first];
            let down = rates.departures(contacts + 1) * time;
            above = value.plus_all(&above.times_real(down).times(inverse));
            mass[contacts - first] = above.sum().max(0.0);
        } else {
            above = Complex::NONE;
        }
        if let Some(line) = line.as_mut().filter(|_| contacts >= rates.agents) {
            line.put_back(rates, contacts - rates.agents, &above);
        }
    }
    (mass, line.map(|line| line.after))
}

/// Those who came in, from the last in line on.
struct Line<'a> {
    before: &'a Cohort,
    after: Cohort,
    time: f64,
    waiting: Complex,
    waited: Complex,
}

impl<'a> Line<'a> {
    fn new(before: &'a Cohort, places: usize, time: f64) -> Self {
        let after = Cohort { waiting: vec![0.0; places], waited: vec![0.0; places] };
        Line { before, after, time, waiting: Complex::NONE, waited: Complex::NONE }
    }

    fn put_back(&mut self, rates: &Rates, ahead: usize, state: &Complex) {
        let leaving = cohort::leaving(rates, ahead) * self.time;
        let inverse = POLES.plus(leaving).inverse();
        let before = |values: &[f64]| values.get(ahead).copied().unwrap_or(0.0);
        let next = |values: &[f64], above: &Complex, coming: &Complex| {
            let moving = above.times_real(leaving).plus_all(&coming.times_real(self.time));
            moving.plus(before(values)).times(&inverse)
        };
        self.waiting = next(&self.before.waiting, &self.waiting, state);
        self.waited = next(&self.before.waited, &self.waited, &self.waiting);
        self.after.waiting[ahead] = self.waiting.sum().max(0.0);
        self.after.waited[ahead] = self.waited.sum().max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::super::uniformise::pass;
    use super::*;

    /// How far what two ways say of a time lies apart: of the state, of those who came in and wait, by arrivals.
    fn differences(rates: &Rates, before: &State, time: f64) -> Option<(f64, f64)> {
        let start = Cohort { waiting: vec![0.0, 1.0], waited: vec![0.5, 0.0] };
        let (mut one, mut other) = (before.clone(), before.clone());
        let (mut here, mut there) = (start.clone(), start);
        advance(&mut one, rates, time, Some(&mut here))?;
        pass(&mut other, rates, time, Some(&mut there), &[], 0..0);
        let state =
            (0..one.end().max(other.end())).map(|contacts| one.chance(contacts) - other.chance(contacts));
        let apart = |here: &[f64], there: &[f64]| -> f64 {
            here.iter().zip(there).map(|(here, there)| (here - there).abs()).sum()
        };
        let waiting = apart(&here.waiting, &there.waiting).max(apart(&here.waited, &there.waited) / time);
        Some((state.map(f64::abs).sum(), waiting / time))
    }

    #[test]
    fn one_step_leads_where_many_do() {
        let cases = [
            (110.0, 120, 120.0),
            (110.0, 114, 600.0),
            (110.0, 100, 600.0),
            (110.0, 100, 30.0),
            (110.0, 100, 5.0),
            (110.0, 60, 300.0),
            (110.0, 113, f64::INFINITY),
            (5.5, 8, 120.0),
            (5.5, 4, 1200.0),
            (20.0, 22, 3000.0),
            (1.0, 1, 600.0),
            (5.0, 0, 300.0),
        ];
        let mut compared = 0;
        for (load, agents, patience) in cases {
            let rates =
                Rates { arrivals: load / 300.0, handling: 1.0 / 300.0, hanging_up: 1.0 / patience, agents };
            // On the way to the steady state of 5 % less.
            let mut before = State::empty();
            pass(&mut before, &Rates { arrivals: 0.95 * rates.arrivals, ..rates }, 1200.0, None, &[], 0..0);
            for time in [60.0, 300.0, 900.0, 1800.0, 7200.0] {
                let Some((state, waiting)) = differences(&rates, &before, time) else { continue };
                compared += 1;
                let place = format!("{load} erlangs, {agents} agents, patience {patience}, {time} s");
                assert!(state < 3e-12, "{place}: {state}");
                assert!(waiting < 1e-11, "{place}: {waiting}");
            }
        }
        assert!(compared >= 30, "{compared}");
    }
}

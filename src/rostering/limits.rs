use super::engine::{Engine, Worth};
use super::legal::Legal;
use super::pricing::Priced;

/// A gap no larger than this is none.
const NO_GAP: f64 = 1e-7;

/// The cheapest line where each shift of a limited template has a price instead of a limit.
pub(super) struct Relaxed {
    pub choices: Vec<Option<u32>>,
    /// By kind, how many more it has than it may have.
    pub beyond: Vec<f64>,
    /// What it costs without those prices.
    cost: f64,
    /// What no line within the limits costs less than.
    pub bound: f64,
    /// How far prices of days lie apart.
    spread: f64,
}

impl Relaxed {
    /// No shift at all.
    pub fn idle(legal: &Legal) -> Self {
        let (days, kinds) = (legal.terms.days.len(), legal.kind_prices.len());
        Relaxed { choices: vec![None; days], beyond: vec![0.0; kinds], cost: 0.0, bound: 0.0, spread: 0.0 }
    }

    /// Whether it is within the limits all the same.
    fn is_legal(&self) -> bool {
        self.beyond.iter().all(|&beyond| beyond <= 0.0)
    }
}

impl Engine<'_> {
    /// A cheap line and a bound on the cheapest, without counting templates: each shift of one that a line has too
    /// many of has a price, by which the bound rises as far as it can (Lagrange; Held and Karp 1971). The prices found
    /// are where the next search begins.
    pub fn cheap(&self, legal: &mut Legal, contract: usize, worth: &Worth, rounds: usize) -> Priced {
        self.fairly(legal, |legal| self.cheap_within_limits(legal, contract, worth, rounds))
    }

    /// The same at the prices of burdens as they stand.
    fn cheap_within_limits(
        &self,
        legal: &mut Legal,
        contract: usize,
        worth: &Worth,
        rounds: usize,
    ) -> Priced {
        if legal.terms.kinds.is_empty() {
            return self.cheapest_counted(legal, contract, worth, 1);
        }
        let mut best: Option<(f64, Vec<Option<u32>>)> = None;
        let mut bound = f64::NEG_INFINITY;
        for _ in 0..rounds {
            let Some(found) = self.relaxed(legal, contract, worth) else {
                return Priced { lines: Vec::new(), bound: f64::INFINITY };
            };
            bound = bound.max(found.bound);
            let gap = best.as_ref().map_or(found.spread, |best| best.0 - bound);
            let is_turn = !legal.raise(&found.beyond, gap);
            if found.is_legal() && best.as_ref().is_none_or(|best| found.cost < best.0) {
                best = Some((found.cost, found.choices));
            }
            if is_turn || best.as_ref().is_some_and(|best| best.0 - bound <= NO_GAP) {
                break;
            }
        }
        let lines = best.map(|(cost, choices)| self.line(legal, contract, worth, (&choices, cost)));
        Priced { lines: lines.into_iter().collect(), bound: legal.bound(bound) }
    }

    /// The cheapest line at the prices of kinds as they stand; nothing where there is no line.
    pub fn relaxed(&self, legal: &Legal, contract: usize, worth: &Worth) -> Option<Relaxed> {
        let days = 0..legal.terms.days.len();
        let classes = self.class_costs(legal, contract, worth, &days, &legal.kind_prices);
        let path = legal.network.cheapest(&classes.costs, 1).pop()?;
        let choices = classes.choices(legal, &path.classes);
        let beyond = legal.beyond(&choices);
        let sum = |of: &dyn Fn(usize) -> f64| -> f64 {
            legal.kind_prices.iter().enumerate().map(|(kind, price)| price * of(kind)).sum()
        };
        let of_limits = sum(&|kind| f64::from(legal.terms.kinds[kind].left));
        let of_beyond = sum(&|kind| beyond[kind]);
        let bound = path.cost - of_limits;
        let (cost, spread) = (bound - of_beyond, classes.spread());
        Some(Relaxed { choices, cost, bound, spread, beyond })
    }
}

impl Legal {
    /// Moves the prices of kinds so that the bound may rise by `gap`; whether there is a way to.
    fn raise(&mut self, beyond: &[f64], gap: f64) -> bool {
        let step = |(&price, &beyond): (&f64, &f64)| if price > 0.0 { beyond } else { beyond.max(0.0) };
        let size: f64 = self.kind_prices.iter().zip(beyond).map(step).map(|step| step * step).sum();
        if size > 0.0 {
            self.move_kind_prices(beyond, gap / size);
        }
        size > 0.0
    }

    /// Moves the price of each kind by a multiple of how many there were too many of it.
    fn move_kind_prices(&mut self, beyond: &[f64], length: f64) {
        for (price, beyond) in self.kind_prices.iter_mut().zip(beyond) {
            *price = (*price + length * beyond).max(0.0);
        }
    }
}

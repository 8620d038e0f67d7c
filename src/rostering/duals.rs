use std::ops::Range;

use rand::RngExt;
use rand_pcg::Pcg64;

use crate::model::Scenario;
use crate::program::{Row, Solution};

/// Prices of a master program's rows, with what the program would cost at them without any line.
///
/// With the cheapest line of each agent at these prices added that is no more than the least cost of the program
/// (weak duality), whatever the prices, and so at any mean of two.
#[derive(Debug, Clone)]
pub(super) struct Duals {
    prices: Vec<f64>,
    pub rest: f64,
}

impl Duals {
    /// Prices by row, at which all but the lines cost `rest`.
    pub fn new(prices: Vec<f64>, rest: f64) -> Self {
        Duals { prices, rest }
    }

    /// Those of an optimum; `lines` is what all lines still to be chosen are worth at them.
    pub fn of(solution: &Solution, lines: f64) -> Self {
        Duals { prices: solution.prices().to_vec(), rest: solution.objective - lines }
    }

    /// So far on the way from these to others.
    pub fn towards(&self, other: &Duals, share: f64) -> Self {
        let mean = |(one, other): (&f64, &f64)| one + (other - one) * share;
        Duals {
            prices: self.prices.iter().zip(&other.prices).map(mean).collect(),
            rest: mean((&self.rest, &other.rest)),
        }
    }

    /// The same with rows that came since, worth nothing.
    pub fn with_rows(mut self, rows: usize) -> Self {
        self.prices.resize(self.prices.len() + rows, 0.0);
        self
    }

    /// The prices by row.
    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    /// The prices by row.
    pub fn into_prices(self) -> Vec<f64> {
        self.prices
    }

    /// The price of a row.
    pub fn price(&self, row: Row) -> f64 {
        self.prices[row.index()]
    }
}

/// What a shift of a template is worth on a day beside the presence it gives.
#[derive(Debug, Clone)]
pub(super) struct PostPrices {
    templates: usize,
    of: Vec<f64>,
}

impl PostPrices {
    /// Nothing is worth anything.
    pub fn none(scenario: &Scenario) -> Self {
        let templates = scenario.shifts.len();
        let days = if scenario.posts.is_empty() { 0 } else { scenario.grid.days() };
        PostPrices { templates, of: vec![0.0; days * templates] }
    }

    fn place(&self, day: i32, template: usize) -> Option<usize> {
        Some(usize::try_from(day).ok()? * self.templates + template)
    }

    /// What a shift of a template is worth on a day.
    pub fn get(&self, day: i32, template: usize) -> f64 {
        self.place(day, template).and_then(|place| self.of.get(place)).copied().unwrap_or(0.0)
    }

    /// Takes the prices of some days from others.
    pub fn take(&mut self, other: &PostPrices, days: &Range<i32>) {
        let place = |day: i32| (self.templates * usize::try_from(day).unwrap_or(0)).min(self.of.len());
        let range = place(days.start)..place(days.end);
        self.of[range.clone()].copy_from_slice(&other.of[range]);
    }

    /// Says what a shift of a template is worth on a day of the plan.
    pub fn set(&mut self, day: i32, template: usize, worth: f64) {
        if let Some(of) = self.place(day, template).and_then(|place| self.of.get_mut(place)) {
            *of = worth;
        }
    }

    /// The same prices with noise, in size a share of their mean.
    pub fn blurred(&self, share: f64, random: &mut Pcg64) -> Self {
        let size = share * self.of.iter().map(|price| price.abs()).sum::<f64>() / self.of.len().max(1) as f64;
        let blur = |price: &f64| price + size * (2.0 * random.random::<f64>() - 1.0);
        PostPrices { of: self.of.iter().map(blur).collect(), ..*self }
    }
}

use super::engine::{Engine, Worth};
use super::legal::Legal;
use super::pricing::Priced;
use super::terms::{KindTerms, Terms};

/// Prices at which slopes meet, at most.
const MOST_MEETINGS: usize = 30;
/// A gap no larger than this is none.
const NO_GAP: f64 = 1e-7;

/// How much of something a line may have, where its network does not see to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Limit {
    of: Limited,
    most: u32,
}

#[derive(Debug, Clone, PartialEq)]
enum Limited {
    /// Shifts of a template.
    Template(usize),
    /// Weekends of which some of these days are worked.
    Weekends(Vec<Vec<usize>>),
}

/// What is to be paid for what is limited.
pub(super) struct LimitPrices {
    /// By template.
    pub templates: Vec<f64>,
    pub weekend: f64,
}

/// The cheapest line where all that is limited has a price instead.
pub(super) struct Relaxed {
    pub choices: Vec<Option<u32>>,
    /// By limit, how much more it has than it may have.
    pub beyond: Vec<f64>,
    /// What it costs without those prices.
    cost: f64,
    /// What no line within the limits costs less than.
    pub bound: f64,
    /// How far prices of days lie apart.
    spread: f64,
}

/// A bound at a price of a limit, and how it changes with that price.
struct Slope {
    price: f64,
    bound: f64,
    beyond: f64,
    spread: f64,
}

impl Relaxed {
    /// No shift at all.
    pub fn idle(legal: &Legal) -> Self {
        let (days, limits) = (legal.terms.days.len(), legal.limits.len());
        Relaxed { choices: vec![None; days], beyond: vec![0.0; limits], cost: 0.0, bound: 0.0, spread: 0.0 }
    }

    /// Whether it is within the limits all the same.
    fn is_legal(&self) -> bool {
        self.beyond.iter().all(|&beyond| beyond <= 0.0)
    }
}

impl Engine<'_> {
    /// A cheap line and a bound on the cheapest, without counting what is limited: what a line has too much of has
    /// a price, by which the bound rises as far as it can (Lagrange; Held and Karp 1971). The prices found
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
        if legal.limits.is_empty() {
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

    /// What no line costs less than, as far as the price of one limit may raise it, all others as they stand; nothing where
    /// there is no line. It is concave in that price, and what a line has too much of is its slope: the next price is where the
    /// slopes from both sides meet. The best one stays.
    pub fn bound_by_limit(
        &self,
        legal: &mut Legal,
        contract: usize,
        worth: &Worth,
        limit: usize,
    ) -> Option<f64> {
        let mut at = |price: f64| {
            legal.limit_prices[limit] = price;
            let found = self.relaxed(legal, contract, worth)?;
            Some(Slope { price, bound: found.bound, beyond: found.beyond[limit], spread: found.spread })
        };
        let mut low = at(0.0)?;
        let mut best = (low.bound, low.price);
        let mut high: Option<Slope> = None;
        for _ in 0..MOST_MEETINGS {
            if low.beyond <= 0.0 {
                break;
            }
            let there = at(match &high {
                None => (2.0 * low.price).max(low.spread),
                Some(high) => low.meets(high),
            })?;
            let is_met = high.is_some() && there.bound >= low.at(there.price) - NO_GAP;
            if there.bound > best.0 {
                best = (there.bound, there.price);
            }
            if is_met || there.beyond == 0.0 {
                break;
            }
            if there.beyond > 0.0 { low = there } else { high = Some(there) }
        }
        legal.limit_prices[limit] = best.1;
        Some(best.0)
    }

    /// The cheapest line at the prices of limits as they stand; nothing where there is no line.
    pub fn relaxed(&self, legal: &Legal, contract: usize, worth: &Worth) -> Option<Relaxed> {
        let days = 0..legal.terms.days.len();
        let classes = self.class_costs(legal, contract, worth, &days, &legal.limit_prices);
        let path = legal.network.cheapest(&classes.costs, 1).pop()?;
        let choices = classes.choices(legal, &path.classes);
        let beyond = legal.beyond(&choices);
        let of_beyond: f64 =
            legal.limit_prices.iter().zip(&beyond).map(|(price, beyond)| price * beyond).sum();
        let bound = path.cost - legal.limits_at_prices();
        let (cost, spread) = (bound - of_beyond, classes.spread());
        Some(Relaxed { choices, cost, bound, spread, beyond })
    }
}

impl Slope {
    /// What it says the bound is no more than at a price.
    fn at(&self, price: f64) -> f64 {
        self.bound + self.beyond * (price - self.price)
    }

    /// The price at which it meets another slope.
    fn meets(&self, other: &Slope) -> f64 {
        (other.at(0.0) - self.at(0.0)) / (self.beyond - other.beyond)
    }
}

impl Limit {
    pub fn of_kind(kind: &KindTerms) -> Self {
        Limit { of: Limited::Template(kind.template), most: kind.left }
    }

    pub fn of_weekends(weekends: Vec<Vec<usize>>, most: u32) -> Self {
        Limit { of: Limited::Weekends(weekends), most }
    }

    /// The template of which only so many may be worked.
    pub fn template(&self) -> Option<usize> {
        if let Limited::Template(template) = self.of { Some(template) } else { None }
    }

    /// How much more a line has of it than it may have.
    pub fn beyond(&self, terms: &Terms, choices: &[Option<u32>]) -> f64 {
        let choice = |day: usize| choices[day].map(|choice| &terms.days[day].choices[choice as usize]);
        let has = match &self.of {
            Limited::Template(template) => {
                let is_it = |day: &usize| choice(*day).is_some_and(|choice| choice.template == *template);
                (0..choices.len()).filter(is_it).count()
            }
            Limited::Weekends(weekends) => {
                let is_worked = |days: &&Vec<usize>| days.iter().any(|&day| choices[day].is_some());
                weekends.iter().filter(is_worked).count()
            }
        };
        has as f64 - f64::from(self.most)
    }
}

impl LimitPrices {
    /// The prices of limits, for so many templates.
    pub fn new(limits: &[Limit], prices: &[f64], templates: usize) -> Self {
        let mut of = LimitPrices { templates: vec![0.0; templates], weekend: 0.0 };
        for (limit, price) in limits.iter().zip(prices) {
            match limit.of {
                Limited::Template(template) => of.templates[template] += price,
                Limited::Weekends(_) => of.weekend += price,
            }
        }
        of
    }
}

impl Legal {
    /// What all that is limited is worth at its prices.
    pub fn limits_at_prices(&self) -> f64 {
        self.limits.iter().zip(&self.limit_prices).map(|(limit, price)| price * f64::from(limit.most)).sum()
    }

    /// Moves the prices of limits so that the bound may rise by `gap`; whether there is a way to.
    fn raise(&mut self, beyond: &[f64], gap: f64) -> bool {
        let step = |(&price, &beyond): (&f64, &f64)| if price > 0.0 { beyond } else { beyond.max(0.0) };
        let size: f64 = self.limit_prices.iter().zip(beyond).map(step).map(|step| step * step).sum();
        if size > 0.0 {
            self.move_limit_prices(beyond, gap / size);
        }
        size > 0.0
    }

    /// Moves the price of each limit by a multiple of how much there was too much of it.
    fn move_limit_prices(&mut self, beyond: &[f64], length: f64) {
        for (price, beyond) in self.limit_prices.iter_mut().zip(beyond) {
            *price = (*price + length * beyond).max(0.0);
        }
    }
}

use std::ops::Range;
use std::sync::Arc;

use super::calendar::Day;
use super::engine::{Engine, choice_of};
use super::legal::Legal;
use super::nights::is_night;
use super::pricing::Priced;
use super::terms::{Terms, Who};
use crate::model::{Agent, Burden, RequestKind, Scenario, Shift};
use crate::units::{Moment, Money};

/// Which burdens a shift is, bit by bit in their order.
pub(super) type Burdens = u8;

/// Tries at the prices of burdens; at the last the prices of days lie apart by up to this share of them, as where all
/// days cost the same a line has a burden on all of them or on none.
const TRIES: usize = 6;
const APART: f64 = 0.8;
/// Multiples of it, whole parts aside, lie apart from each other.
const GOLDEN: f64 = 0.618_033_988_749_895;
/// A price this near to the step it should be is there.
const NEAR: f64 = 1e-9;
/// Nobody counts for less than this share of an agent of their contract.
const LEAST_SHARE: f64 = 0.1;

/// A burden that has a price, for someone within a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct FairTerms {
    burden: Burden,
    /// How many were had outside the window, history included.
    had: u32,
    /// What one more costs for each that was had.
    step: Money,
}

impl FairTerms {
    /// What so many within the window cost, beside those outside: step * (had + (had + 1) + ...).
    fn cost(&self, count: u32) -> f64 {
        let (had, count) = (i64::from(self.had), i64::from(count));
        Money::from_minor(self.step.minor() * (had * count + count * (count - 1).max(0) / 2)).major()
    }

    /// What one more would cost after so many, and what the last of them cost.
    fn slopes(&self, count: u32) -> (f64, f64) {
        let step = self.step.major();
        let next = step * f64::from(self.had + count);
        (if count == 0 { f64::NEG_INFINITY } else { next - step }, next)
    }

    /// The most that so many days save at a price for each, less what they cost: max over n of price * n - cost(n).
    fn conjugate(&self, price: f64, days: usize) -> f64 {
        (0..=days as u32).map(|count| price * f64::from(count) - self.cost(count)).fold(0.0, f64::max)
    }

    fn is(&self, burdens: Burdens) -> bool {
        burdens >> self.burden as u8 & 1 == 1
    }
}

impl Terms {
    /// What so many of each burden cost within the window.
    pub fn burdens_cost(&self, counts: &[u32; 4]) -> f64 {
        self.fairness.iter().map(|fair| fair.cost(counts[fair.burden as usize])).sum()
    }
}

/// Which burdens a shift from one moment to another is.
pub(super) fn burdens_of(
    scenario: &Scenario,
    template: Option<usize>,
    day: i32,
    (start, end): (Moment, Moment),
) -> Burdens {
    use chrono::Weekday::{Sat, Sun};
    let (grid, fairness) = (&scenario.grid, &scenario.fairness);
    let is_night = is_night(scenario, template, day, (start, end));
    let is = |burden: Burden| match burden {
        Burden::WeekendDay => matches!(grid.weekday(day), Sat | Sun),
        Burden::Evening => !is_night && end > grid.at(day, fairness.evening),
        Burden::Night => is_night,
        Burden::Holiday => fairness.holidays.binary_search(&day).is_ok(),
    };
    Burden::ALL.iter().fold(0, |bits, &burden| bits | u8::from(is(burden)) << burden as u8)
}

/// The share of an agent of their contract that someone is: by their own hours, and the days of the plan on which they
/// are on the staff and not on leave.
pub fn share_of(scenario: &Scenario, index: usize) -> f64 {
    let agent: &Agent = &scenario.agents[index];
    let grid = &scenario.grid;
    let of_contract = scenario.contracts[agent.contract].week.max.hours();
    let own = agent.week.map_or(of_contract, |week| week.max.hours());
    let hours = if of_contract > 0.0 { own / of_contract } else { 1.0 };
    let is_on_leave = |day: i32| {
        scenario.requests.iter().any(|request| {
            request.agent == index
                && request.kind == RequestKind::Leave
                && request.from <= grid.at(day, 0)
                && grid.at(day + 1, 0) <= request.to
        })
    };
    let is_there = |&day: &i32| {
        agent.from_day.is_none_or(|from| from <= day)
            && agent.until_day.is_none_or(|until| day <= until)
            && !is_on_leave(day)
    };
    let days = grid.days() as i32;
    let there = (0..days).filter(is_there).count() as f64 / f64::from(days);
    (hours * there).max(LEAST_SHARE)
}

/// How many of each burden some shifts are, in the order of [`Burden::ALL`].
pub fn burdens<'a>(scenario: &Scenario, shifts: impl Iterator<Item = &'a Shift>) -> [u32; 4] {
    let mut counts = [0; 4];
    for shift in shifts {
        let bits = burdens_of(scenario, shift.template, shift.day, (shift.start, shift.end));
        (0..4).for_each(|burden| counts[burden] += u32::from(bits >> burden & 1));
    }
    counts
}

/// What burdens cost an agent, and those they had in the history.
#[derive(Debug, Clone, Copy)]
pub(super) struct FairShare {
    /// By burden, the price of one more for each that was had.
    steps: [Money; 4],
    history: [u32; 4],
}

impl FairShare {
    /// That of every agent; nothing where no burden has a price.
    pub fn of(scenario: &Scenario) -> Vec<FairShare> {
        if !scenario.fairness.is_any_priced() {
            return Vec::new();
        }
        let of = |(index, agent): (usize, &Agent)| {
            let share = share_of(scenario, index);
            let history = agent.history.iter().filter(|shift| shift.day < 0);
            FairShare {
                steps: scenario.fairness.prices.map(|price| price.times(1.0 / share)),
                history: burdens(scenario, history),
            }
        };
        scenario.agents.iter().enumerate().map(of).collect()
    }

    /// What all costs of it are multiples of.
    pub fn steps(&self) -> impl Iterator<Item = i64> {
        self.steps.into_iter().map(Money::minor)
    }
}

/// The burdens with a price for someone in a window.
pub(super) fn fair_terms(who: &Who, outside: &[&Shift]) -> Vec<FairTerms> {
    who.fair.map_or(Vec::new(), |share| terms_of(share, who.days, outside))
}

fn terms_of(share: &FairShare, days: &[Arc<Day>], outside: &[&Shift]) -> Vec<FairTerms> {
    let mut had = share.history;
    for shift in outside {
        let day = usize::try_from(shift.day).ok().and_then(|day| days.get(day));
        let bits = day.map_or(0, |day| burdens_on(day, shift));
        (0..4).for_each(|burden| had[burden] += u32::from(bits >> burden & 1));
    }
    let terms = Burden::ALL.iter().map(|&burden| {
        let (had, step) = (had[burden as usize], share.steps[burden as usize]);
        FairTerms { burden, had, step }
    });
    terms.filter(|terms| terms.step > Money::ZERO).collect()
}

fn burdens_on(day: &Day, shift: &Shift) -> Burdens {
    choice_of(day, shift).map_or(0, |choice| day.choices[choice as usize].burdens)
}

impl Engine<'_> {
    /// The price of the burdens of a line inside the window of `terms`, beside those outside it.
    pub fn unfairness(&self, terms: &Terms, shifts: &[Shift]) -> f64 {
        if terms.fairness.is_empty() {
            return 0.0;
        }
        let bits = |shift: &Shift| {
            let place = usize::try_from(shift.day - terms.first_day).ok();
            place.and_then(|place| terms.days.get(place)).map_or(0, |day| burdens_on(day, shift))
        };
        let bits: Vec<Burdens> = shifts.iter().map(bits).collect();
        let cost = |fair: &FairTerms| fair.cost(bits.iter().filter(|&&bits| fair.is(bits)).count() as u32);
        terms.fairness.iter().map(cost).sum()
    }

    /// The price of the burdens that an agent's line has on some days, beside those before.
    pub fn unfairness_on(&self, agent: usize, line: &[Shift], days: &Range<i32>) -> f64 {
        let Some(share) = self.calendar.fair.get(agent) else { return 0.0 };
        let of_days = &self.calendar.agents[agent];
        let before: Vec<&Shift> = line.iter().filter(|shift| shift.day < days.start).collect();
        let inside = line.iter().filter(|shift| days.contains(&shift.day));
        let bits: Vec<Burdens> =
            inside.map(|shift| burdens_on(&of_days[shift.day as usize], shift)).collect();
        let cost = |fair: &FairTerms| fair.cost(bits.iter().filter(|&&bits| fair.is(bits)).count() as u32);
        terms_of(share, of_days, &before).iter().map(cost).sum()
    }

    /// Cheap lines where one more of a burden costs the more, the more of it a line has, and a bound on them.
    ///
    /// Each burden has a price by the shift, at which `find` looks for lines; those found are then priced as they are.
    /// At any prices p no line costs less than what `find` proves less the sum of max over n of p n - cost(n)
    /// (Lagrange). A price is moved until it lies between what the last of a burden costs and what one more would. A line
    /// may be missed so, and no more: the bound holds.
    pub fn fairly(&self, legal: &mut Legal, find: impl Fn(&mut Legal) -> Priced) -> Priced {
        if legal.terms.fairness.is_empty() {
            return find(legal);
        }
        let mut best = Priced { lines: Vec::new(), bound: f64::NEG_INFINITY };
        let mut search = Search::new();
        let mut is_last = false;
        for attempt in 1..=TRIES {
            let at_prices = legal.burdens_at_prices();
            is_last |= attempt == TRIES;
            legal.are_days_apart = is_last;
            let found = find(legal);
            if found.bound == f64::INFINITY {
                return found;
            }
            if !legal.are_days_apart {
                best.bound = best.bound.max(found.bound - at_prices);
            }
            let counts = found.lines.first().map(|line| legal.counts(0, &line.choices));
            for mut line in found.lines {
                line.reduced += legal.beyond_prices(0, &line.choices, &[0; 4]);
                if !best.lines.iter().any(|known| known.choices == line.choices) {
                    best.lines.push(line);
                }
            }
            if is_last {
                break;
            }
            // Days are told apart once in any case: of lines that cost as much there others are cheaper beside other agents.
            is_last = !counts.is_some_and(|counts| search.turn(legal, &counts, &[0; 4]));
        }
        legal.are_days_apart = false;
        best.lines.sort_by(|one, other| one.reduced.total_cmp(&other.reduced));
        best
    }

    /// The same for some days of a line, all others as they are: `find` gives what a way to work them costs.
    pub fn fairly_between<T>(
        &self,
        legal: &mut Legal,
        (line, days): (&[Option<u32>], &Range<usize>),
        find: impl Fn(&mut Legal) -> Option<(f64, Vec<Option<u32>>, T)>,
    ) -> Option<(Vec<Option<u32>>, T)> {
        let elsewhere: Vec<Option<u32>> =
            line.iter().enumerate().map(|(day, choice)| choice.filter(|_| !days.contains(&day))).collect();
        let had = legal.counts(0, &elsewhere);
        let tries = if legal.terms.fairness.is_empty() { 1 } else { TRIES };
        let mut best: Option<(f64, Vec<Option<u32>>, T)> = None;
        let mut search = Search::new();
        for attempt in 1..=tries {
            legal.are_days_apart = attempt == TRIES;
            let Some((cost, choices, rest)) = find(legal) else { break };
            let counts = legal.counts(days.start, &choices[days.clone()]);
            let cost = cost + legal.beyond_prices(days.start, &choices[days.clone()], &had);
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, choices, rest));
            }
            if !search.turn(legal, &counts, &had) {
                break;
            }
        }
        legal.are_days_apart = false;
        best.map(|(_, choices, rest)| (choices, rest))
    }
}

/// Between which prices of each burden the right one lies.
struct Search {
    low: [f64; 4],
    high: [f64; 4],
}

impl Search {
    fn new() -> Self {
        Search { low: [f64::NEG_INFINITY; 4], high: [f64::INFINITY; 4] }
    }

    /// Moves the prices of burdens towards what one more than a line has costs; whether any had to move.
    fn turn(&mut self, legal: &mut Legal, counts: &[u32; 4], had: &[u32; 4]) -> bool {
        let mut is_moved = false;
        for fair in &legal.terms.fairness {
            let place = fair.burden as usize;
            let beside = FairTerms { had: fair.had + had[place], ..*fair };
            let (last, next) = beside.slopes(counts[place]);
            let price = &mut legal.burden_prices[place];
            if *price < last - NEAR {
                self.low[place] = *price;
                *price = last.min((*price + self.high[place]) / 2.0);
                is_moved = true;
            } else if *price > next + NEAR {
                self.high[place] = *price;
                *price = next.max((*price + self.low[place]) / 2.0);
                is_moved = true;
            }
        }
        is_moved
    }
}

impl Legal {
    /// What a shift with some burdens is priced at on a day, beside its wage.
    pub fn burden_price(&self, day: i32, burdens: Burdens) -> f64 {
        if burdens == 0 {
            return 0.0;
        }
        let fair = self.terms.fairness.iter().filter(|fair| fair.is(burdens));
        let price: f64 = fair.map(|fair| self.burden_prices[fair.burden as usize]).sum();
        let apart = if self.are_days_apart { APART * ((f64::from(day) * GOLDEN).fract() - 0.5) } else { 0.0 };
        price * (1.0 + apart)
    }

    /// The most that burdens save at their prices, less what they cost.
    pub fn burdens_at_prices(&self) -> f64 {
        let days = self.terms.days.len();
        let of = |fair: &FairTerms| fair.conjugate(self.burden_prices[fair.burden as usize], days);
        self.terms.fairness.iter().map(of).sum()
    }

    /// How many of each burden the choices of some days are, from one day on.
    fn counts(&self, first: usize, choices: &[Option<u32>]) -> [u32; 4] {
        let mut counts = [0; 4];
        for (day, choice) in self.terms.days[first..].iter().zip(choices) {
            let bits = choice.map_or(0, |choice| day.choices[choice as usize].burdens);
            (0..4).for_each(|burden| counts[burden] += u32::from(bits >> burden & 1));
        }
        counts
    }

    /// What the burdens of some days' choices cost beside others had, less what they were priced at.
    fn beyond_prices(&self, first: usize, choices: &[Option<u32>], had: &[u32; 4]) -> f64 {
        let counts = self.counts(first, choices);
        let of = |fair: &FairTerms| {
            let place = fair.burden as usize;
            FairTerms { had: fair.had + had[place], ..*fair }.cost(counts[place])
        };
        let priced = self.terms.days[first..].iter().zip(choices).map(|(day, choice)| {
            let choice = choice.map(|choice| &day.choices[choice as usize]);
            choice.map_or(0.0, |choice| self.burden_price(choice.day, choice.burdens))
        });
        self.terms.fairness.iter().map(of).sum::<f64>() - priced.sum::<f64>()
    }
}

use std::ops::Range;

use super::calendar::{Choice, Day};
use super::engine::{Engine, PricedLine, Worth};
use super::legal::Legal;
use super::limits::LimitPrices;
use super::network::{Class, Path};
use crate::model::Shift;
use crate::units::Money;

/// What the classes of a network cost, and the cheapest choice of each.
pub(super) struct ClassCosts {
    pub costs: Vec<f64>,
    chosen: Vec<u32>,
    first_day: usize,
    /// By day and choice; without end where it is barred.
    of_choices: Vec<Vec<f64>>,
    /// What it costs that a weekend begins.
    of_weekend: f64,
}

/// Tries to work some days anew, each with templates of which there were too many dearer by this share of all prices.
const TRIES_OF_DETOUR: usize = 6;
const DEARER: f64 = 0.1;

/// The most links of a network that counts templates.
const MOST_LINKS: f64 = 4e6;

/// Cheap lines, and what no legal line costs less than.
pub(super) struct Priced {
    pub lines: Vec<PricedLine>,
    pub bound: f64,
}

impl ClassCosts {
    /// How far costs of days worked lie apart.
    pub fn spread(&self) -> f64 {
        let finite = || self.costs.iter().copied().filter(|cost| cost.is_finite());
        finite().fold(0.0, f64::max) - finite().fold(0.0, f64::min)
    }

    /// What a choice of a class of one of the days priced costs.
    pub fn of(&self, class: &Class, choice: u32) -> f64 {
        let weekend = if class.begins_weekend { self.of_weekend } else { 0.0 };
        self.of_choices[class.day - self.first_day][choice as usize] + weekend
    }

    /// What a path works each day, by class.
    pub fn choices(&self, legal: &Legal, classes: &[u32]) -> Vec<Option<u32>> {
        let choice = |&class: &u32| {
            let is_work = !legal.network.classes()[class as usize].members.is_empty();
            is_work.then(|| self.chosen[class as usize])
        };
        classes.iter().map(choice).collect()
    }
}

impl Engine<'_> {
    /// The cheapest lines at the given worth, cheapest first: one for each way they can end, at most `most`.
    ///
    /// Templates that the best line has too many of are counted from then on, unless that takes too large a network: then
    /// the cheapest may be missed, and what it costs at least is known all the same.
    pub fn cheapest(&self, legal: &mut Legal, contract: usize, worth: &Worth, most: usize) -> Priced {
        self.fairly(legal, |legal| self.cheapest_counted(legal, contract, worth, most))
    }

    /// The same at the prices of burdens as they stand.
    pub fn cheapest_counted(&self, legal: &mut Legal, contract: usize, worth: &Worth, most: usize) -> Priced {
        loop {
            let classes = self.class_costs(legal, contract, worth, &(0..legal.terms.days.len()), &[]);
            let paths = legal.network.cheapest(&classes.costs, most);
            let of_paths: Vec<_> = paths.iter().map(|path| classes.choices(legal, &path.classes)).collect();
            let too_many = of_paths.first().map_or(Vec::new(), |best| legal.too_many(best));
            if too_many.is_empty() || legal.links_if_counted(&too_many) > MOST_LINKS {
                let bound = paths.first().map_or(f64::INFINITY, |best| legal.bound(best.cost));
                let legal = &*legal;
                let lines =
                    paths.iter().zip(&of_paths).filter(|(_, choices)| legal.too_many(choices).is_empty());
                let line = |(path, choices): (&Path, &Vec<Option<u32>>)| {
                    self.line(legal, contract, worth, (choices, path.cost))
                };
                return Priced { lines: lines.map(line).collect(), bound };
            }
            if !self.count(legal, &too_many) && !self.relent(legal) {
                return Priced { lines: Vec::new(), bound: f64::INFINITY };
            }
        }
    }

    pub fn line(
        &self,
        legal: &Legal,
        contract: usize,
        worth: &Worth,
        (choices, reduced): (&[Option<u32>], f64),
    ) -> PricedLine {
        let shifts = self.shifts(legal, worth, 0, choices);
        let cost = self.line_cost(&legal.terms, contract, &shifts);
        PricedLine { shifts, choices: choices.to_vec(), cost, reduced }
    }

    /// A cheap way to work some days of a line at the given worth, all other days as in `line`: the shifts of those days,
    /// and the line then. It is the cheapest unless templates are limited. Of a line that is not there yet all days are
    /// to be worked anew.
    pub fn detour(
        &self,
        legal: &mut Legal,
        contract: usize,
        worth: &Worth,
        (line, days): (&[Option<u32>], &Range<usize>),
    ) -> Option<(Vec<Shift>, Vec<Option<u32>>)> {
        let found = self.fairly_between(legal, (line, days), |legal| {
            self.detour_within_limits(legal, contract, worth, (line, days))
        });
        found.map(|(choices, shifts)| (shifts, choices))
    }

    /// The same at the prices of burdens as they stand, with what the days then cost.
    fn detour_within_limits(
        &self,
        legal: &mut Legal,
        contract: usize,
        worth: &Worth,
        (line, days): (&[Option<u32>], &Range<usize>),
    ) -> Option<(f64, Vec<Option<u32>>, Vec<Shift>)> {
        let mut prices = vec![0.0; legal.limits.len()];
        for _ in 0..TRIES_OF_DETOUR {
            let classes = self.class_costs(legal, contract, worth, days, &prices);
            let path = legal.network.detour(line, days, &classes.costs)?;
            let mut choices = line.to_vec();
            choices.splice(days.clone(), classes.choices(legal, &path.classes));
            let beyond = legal.beyond(&choices);
            if beyond.iter().all(|&beyond| beyond <= 0.0) {
                let shifts = self.shifts(legal, worth, days.start, &choices[days.clone()]);
                return Some((path.cost, choices, shifts));
            }
            let dear = classes.spread();
            let prices = prices.iter_mut().zip(beyond).filter(|(_, beyond)| *beyond > 0.0);
            prices.for_each(|(price, beyond)| *price += dear * DEARER * beyond);
        }
        None
    }

    /// What each class of some days costs with the cheapest of its choices; of other days, more than anything.
    pub fn class_costs(
        &self,
        legal: &Legal,
        contract: usize,
        worth: &Worth,
        days: &Range<usize>,
        limit_prices: &[f64],
    ) -> ClassCosts {
        let (terms, network) = (&legal.terms, &legal.network);
        let wage = self.scenario.contracts[contract].wage_per_hour + terms.scarcity.hour;
        let limits = LimitPrices::new(&legal.limits, limit_prices, self.scenario.shifts.len());
        let choices = |place: usize| {
            let day = &terms.days[place];
            let cost = |choice: &Choice| {
                self.choice_cost(day, choice, wage, worth)
                    + limits.templates[choice.template]
                    + legal.burden_price(choice.day, choice.burdens)
            };
            let mut costs: Vec<f64> = day.choices.iter().map(cost).collect();
            // What is barred on a day are choices of that day.
            let barred = legal.barred[place].iter().flatten();
            barred.for_each(|&choice| costs[choice as usize] = f64::INFINITY);
            costs
        };
        let mut found = ClassCosts {
            costs: vec![f64::INFINITY; network.classes().len()],
            chosen: vec![0; network.classes().len()],
            first_day: days.start,
            of_choices: days.clone().map(choices).collect(),
            of_weekend: limits.weekend + terms.scarcity.weekend.major(),
        };
        for (place, class) in network.classes_of(days) {
            let of_day = &found.of_choices[class.day - days.start];
            let settled = legal.settled[class.day];
            if settled.is_some_and(|choice| !class.is(choice)) {
                continue;
            }
            let cheaper =
                |one: &&u32, other: &&u32| of_day[**one as usize].total_cmp(&of_day[**other as usize]);
            let best = match settled.flatten() {
                Some(settled) => Some(settled),
                None => class.members.iter().min_by(cheaper).copied(),
            };
            match best {
                Some(best) => (found.costs[place], found.chosen[place]) = (found.of(class, best), best),
                None if legal.barred[class.day].contains(&None) => {}
                None => {
                    found.costs[place] =
                        terms.days[class.day].price_off().map_or(f64::INFINITY, |price| price.major());
                }
            }
        }
        found
    }

    /// The shifts of choices from some day on, their breaks where they cost least.
    pub fn shifts(&self, legal: &Legal, worth: &Worth, first: usize, choices: &[Option<u32>]) -> Vec<Shift> {
        let days = legal.terms.days[first..].iter().zip(choices);
        let worked = days.filter_map(|(day, choice)| choice.map(|choice| (day, choice)));
        worked.map(|(day, choice)| worth.presence.place(&day.choices[choice as usize], day)).collect()
    }

    fn choice_cost(&self, day: &Day, choice: &Choice, wage: Money, worth: &Worth) -> f64 {
        let post = worth.posts.get(choice.day, choice.template);
        wage.major() * choice.paid.hours() + choice.price().major() - worth.presence.worth(choice, day) - post
    }
}

use std::ops::Range;

use super::calendar::{Choice, Day};
use super::engine::{Engine, PricedLine, Worth};
use super::legal::Legal;
use super::network::Path;
use crate::model::Shift;

/// What the classes of a network cost, and the cheapest choice of each.
struct ClassCosts {
    costs: Vec<f64>,
    chosen: Vec<u32>,
}

impl ClassCosts {
    /// What a path works each day, by class.
    fn choices(&self, legal: &Legal, classes: &[u32]) -> Vec<Option<u32>> {
        let choice = |&class: &u32| {
            let is_work = !legal.network.classes[class as usize].members.is_empty();
            is_work.then(|| self.chosen[class as usize])
        };
        classes.iter().map(choice).collect()
    }
}

impl Engine<'_> {
    /// The cheapest lines at the given worth, cheapest first: one for each way they can end, at most `most`.
    ///
    /// Templates that the best line has too many of are counted from then on.
    pub fn cheapest(
        &self,
        legal: &mut Legal,
        contract: usize,
        worth: &Worth,
        most: usize,
    ) -> Vec<PricedLine> {
        loop {
            let classes = self.class_costs(legal, contract, worth, &(0..legal.terms.days.len()));
            let paths = legal.network.cheapest(&classes.costs, most);
            let of_paths: Vec<_> = paths.iter().map(|path| classes.choices(legal, &path.classes)).collect();
            let too_many = of_paths.first().map_or(Vec::new(), |best| legal.too_many(best));
            if too_many.is_empty() {
                let legal = &*legal;
                let lines =
                    paths.iter().zip(&of_paths).filter(|(_, choices)| legal.too_many(choices).is_empty());
                return lines
                    .map(|(path, choices)| self.line(legal, contract, worth, path, choices))
                    .collect();
            }
            if !self.count(legal, &too_many) {
                return Vec::new();
            }
        }
    }

    fn line(
        &self,
        legal: &Legal,
        contract: usize,
        worth: &Worth,
        path: &Path,
        choices: &[Option<u32>],
    ) -> PricedLine {
        let shifts = self.shifts(legal, worth, 0, choices);
        let cost = self.line_cost(&legal.terms, contract, &shifts);
        PricedLine { shifts, choices: choices.to_vec(), cost, reduced: path.cost }
    }

    /// The cheapest way to work some days of a line at the given worth, all other days as in `line`: the shifts of
    /// those days, and the line then. Of a line that is not there yet all days are to be worked anew.
    pub fn detour(
        &self,
        legal: &mut Legal,
        contract: usize,
        worth: &Worth,
        (line, days): (&[Option<u32>], &Range<usize>),
    ) -> Option<(Vec<Shift>, Vec<Option<u32>>)> {
        loop {
            let classes = self.class_costs(legal, contract, worth, days);
            let path = legal.network.detour(line, days, &classes.costs)?;
            let mut choices = line.to_vec();
            choices.splice(days.clone(), classes.choices(legal, &path.classes));
            let too_many = legal.too_many(&choices);
            if too_many.is_empty() {
                return Some((self.shifts(legal, worth, days.start, &choices[days.clone()]), choices));
            }
            if !self.count(legal, &too_many) {
                return None;
            }
        }
    }

    /// What each class of some days costs with the cheapest of its choices; of other days, more than anything.
    fn class_costs(&self, legal: &Legal, contract: usize, worth: &Worth, days: &Range<usize>) -> ClassCosts {
        let (terms, network) = (&legal.terms, &legal.network);
        let choices = |place: usize| {
            let day = &terms.days[place];
            day.choices.iter().map(|choice| self.choice_cost(day, choice, contract, worth)).collect()
        };
        let of_days: Vec<Vec<f64>> = days.clone().map(choices).collect();
        let mut found = ClassCosts {
            costs: vec![f64::INFINITY; network.classes.len()],
            chosen: vec![0; network.classes.len()],
        };
        for (place, class) in network.classes.iter().enumerate() {
            if !days.contains(&class.day) {
                continue;
            }
            let of_day = &of_days[class.day - days.start];
            let settled = legal.settled[class.day];
            if settled.is_some_and(|choice| !class.is(choice)) {
                continue;
            }
            let is_barred = |choice: Option<u32>| legal.barred.contains(&(class.day, choice));
            let is_free = |choice: &&u32| {
                settled.is_none_or(|settled| settled == Some(**choice)) && !is_barred(Some(**choice))
            };
            let cheaper =
                |one: &&u32, other: &&u32| of_day[**one as usize].total_cmp(&of_day[**other as usize]);
            match class.members.iter().filter(is_free).min_by(cheaper) {
                Some(&best) => {
                    (found.costs[place], found.chosen[place]) = (of_day[best as usize], best);
                }
                None if !class.members.is_empty() || is_barred(None) => {}
                None => {
                    found.costs[place] =
                        terms.days[class.day].off.map_or(f64::INFINITY, |price| price.major());
                }
            }
        }
        found
    }

    /// The shifts of choices from some day on, their breaks where they cost least.
    fn shifts(&self, legal: &Legal, worth: &Worth, first: usize, choices: &[Option<u32>]) -> Vec<Shift> {
        let days = legal.terms.days[first..].iter().zip(choices);
        let worked = days.filter_map(|(day, choice)| choice.map(|choice| (day, choice)));
        worked
            .map(|(day, choice)| worth.presence.place(&day.choices[choice as usize], day, self.step))
            .collect()
    }

    fn choice_cost(&self, day: &Day, choice: &Choice, contract: usize, worth: &Worth) -> f64 {
        let wage = self.scenario.contracts[contract].wage_per_hour.major();
        let post = worth.posts.get(choice.day, choice.template);
        wage * choice.paid.hours() + choice.wishes.major()
            - worth.presence.worth(choice, day, self.step)
            - post
    }
}

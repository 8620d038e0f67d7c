use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::calendar::{Calendar, Day};
use super::cover::Cover;
use super::network::{Network, Path, break_step};
use super::prices::{PresencePrices, presence};
use super::state::Lines;
use super::terms::{Open, Terms, is_weekend, of_agent};
use crate::model::{Requirement, Scenario, Shift};
use crate::units::Minutes;

/// Networks kept at hand; beyond this many the oldest rosters' are no use any more and all are dropped.
const NETWORKS_KEPT: usize = 1500;

/// What every part of rostering works with.
pub(super) struct Engine<'a> {
    pub scenario: &'a Scenario,
    pub cover: Cover,
    pub calendar: Calendar,
    /// Minutes between two moments at which breaks may begin.
    step: i32,
    networks: Mutex<HashMap<Terms, Option<Arc<Network>>>>,
}

/// What presence and posts are worth to agents of one skill set.
pub(super) struct Worth {
    pub presence: PresencePrices,
    /// By day and template; what is not there is worth nothing.
    pub posts: HashMap<(i32, usize), f64>,
}

/// A line of work and what it costs in wages and wishes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PricedLine {
    pub shifts: Vec<Shift>,
    /// Wages and wishes.
    pub cost: f64,
    /// The same less what its presence and posts are worth.
    pub reduced: f64,
}

/// A line as a way through its network: by day, the choice worked and the node before it.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    pub choices: Vec<Option<u32>>,
    pub nodes: Vec<u32>,
}

/// What the classes of a network cost, and the cheapest choice of each.
struct ClassCosts {
    costs: Vec<f64>,
    chosen: Vec<u32>,
}

impl<'a> Engine<'a> {
    pub fn new(scenario: &'a Scenario, requirements: &[Requirement]) -> Self {
        let breaks = scenario.shifts.iter().flat_map(|shift| &shift.breaks);
        let lengths = breaks.flat_map(|rule| [rule.length, rule.after]);
        Engine {
            scenario,
            cover: Cover::new(scenario, requirements),
            calendar: Calendar::of(scenario),
            step: break_step(scenario.grid.interval(), lengths),
            networks: Mutex::default(),
        }
    }

    /// The network of some terms; nothing where no line keeps them.
    pub fn network(&self, terms: &Terms) -> Option<Arc<Network>> {
        let known = self.networks.lock().unwrap_or_else(PoisonError::into_inner).get(terms).cloned();
        known.unwrap_or_else(|| {
            let grid = &self.scenario.grid;
            let made =
                Network::new(terms, &|day| grid.week_of(day), &|day| is_weekend(grid, day)).map(Arc::new);
            let mut networks = self.networks.lock().unwrap_or_else(PoisonError::into_inner);
            if networks.len() >= NETWORKS_KEPT {
                networks.clear();
            }
            networks.insert(terms.clone(), made.clone());
            made
        })
    }

    /// The terms of an agent in a window, and the network of the lines that keep them. Where no line does, what
    /// cannot be kept is waived step by step: spreading weekends, the least hours as far as they cannot be
    /// reached, then the most.
    pub fn terms(
        &self,
        agent: usize,
        lines: &Lines,
        days: (i32, i32),
        open: Open,
    ) -> (Terms, Option<Arc<Network>>) {
        let mut terms = of_agent(self.scenario, &self.calendar, agent, &lines.of[agent], days, open);
        let least: Vec<i32> = terms.weeks.iter().map(|week| week.min).collect();
        for waive in [Terms::waive_pace, Terms::waive_least, Terms::waive_most] {
            if let Some(network) = self.network(&terms) {
                return self.at_most_worked(terms, network, &least);
            }
            waive(&mut terms);
        }
        match self.network(&terms) {
            Some(network) => self.at_most_worked(terms, network, &least),
            None => (terms, None),
        }
    }

    /// Where the least hours are waived, the most that can be worked takes their place in the weeks that cannot
    /// reach them.
    fn at_most_worked(
        &self,
        mut terms: Terms,
        network: Arc<Network>,
        least: &[i32],
    ) -> (Terms, Option<Arc<Network>>) {
        if !terms.is_least_waived {
            return (terms, Some(network));
        }
        let paid = |class: &super::network::Class| {
            let choice = class.members.first().map(|&choice| &terms.days[class.day].choices[choice as usize]);
            choice.map_or(0, |choice| choice.paid.get())
        };
        let costs: Vec<f64> = network.classes.iter().map(|class| -f64::from(paid(class))).collect();
        let Some(longest) = network.cheapest(&costs, 1).pop() else { return (terms, Some(network)) };
        let mut start = 0;
        let worked: Vec<i32> = terms
            .weeks
            .iter()
            .map(|week| {
                let days = start..week.end;
                start = week.end;
                longest.classes[days].iter().map(|&class| paid(&network.classes[class as usize])).sum()
            })
            .collect();
        let weeks = terms.weeks.iter_mut().zip(worked.into_iter().zip(least));
        weeks.for_each(|(week, (worked, &least))| week.min = worked.min(least));
        let network = self.network(&terms);
        (terms, network)
    }

    /// The place of an agent's skill set among the distinct ones.
    pub fn skill_set_of(&self, agent: usize) -> usize {
        self.cover.skill_set(&self.scenario.agents[agent].skills)
    }

    /// The cheapest lines of a network at the given worth, cheapest first: one for each way it can end, at most
    /// `most`.
    pub fn cheapest(
        &self,
        terms: &Terms,
        network: &Network,
        contract: usize,
        worth: &Worth,
        most: usize,
    ) -> Vec<PricedLine> {
        let classes = self.class_costs(terms, network, contract, worth, &(0..terms.days.len()));
        let line = |path: Path| {
            let shifts = self.shifts(terms, network, worth, &classes, &path.classes);
            let cost = self.line_cost(terms, contract, &shifts);
            PricedLine { shifts, cost, reduced: path.cost }
        };
        network.cheapest(&classes.costs, most).into_iter().map(line).collect()
    }

    /// The cheapest way to work some days of a line at the given worth, all other days as they are.
    pub fn detour(
        &self,
        terms: &Terms,
        network: &Network,
        contract: usize,
        worth: &Worth,
        (way, days): (&Way, &Range<usize>),
    ) -> Option<(Vec<Shift>, Way)> {
        let mut classes = self.class_costs(terms, network, contract, worth, days);
        for (place, class) in network.classes.iter().enumerate() {
            if class.day >= days.end && class.is(way.choices[class.day]) {
                classes.costs[place] = 0.0;
                classes.chosen[place] = way.choices[class.day].unwrap_or_default();
            }
        }
        let path = network.cheapest_from(way.nodes[days.start], &classes.costs, 1).pop()?;
        let shifts = self.shifts(terms, network, worth, &classes, &path.classes[..days.len()]);
        let mut way = way.clone();
        for (place, (&class, &node)) in path.classes.iter().zip(&path.nodes).enumerate() {
            let class = class as usize;
            way.nodes[days.start + place] = node;
            way.choices[days.start + place] =
                (!network.classes[class].members.is_empty()).then(|| classes.chosen[class]);
        }
        Some((shifts, way))
    }

    /// What each class of some days costs with the cheapest of its choices; of other days, more than anything.
    fn class_costs(
        &self,
        terms: &Terms,
        network: &Network,
        contract: usize,
        worth: &Worth,
        days: &Range<usize>,
    ) -> ClassCosts {
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
            let cheaper =
                |one: &&u32, other: &&u32| of_day[**one as usize].total_cmp(&of_day[**other as usize]);
            match class.members.iter().min_by(cheaper) {
                Some(&best) => {
                    (found.costs[place], found.chosen[place]) = (of_day[best as usize], best);
                }
                None => {
                    found.costs[place] =
                        terms.days[class.day].off.map_or(f64::INFINITY, |price| price.major());
                }
            }
        }
        found
    }

    /// The shifts of a path, their breaks where they cost least.
    fn shifts(
        &self,
        terms: &Terms,
        network: &Network,
        worth: &Worth,
        classes: &ClassCosts,
        path: &[u32],
    ) -> Vec<Shift> {
        let worked = path.iter().filter(|&&class| !network.classes[class as usize].members.is_empty());
        let shift = |&class: &u32| {
            let day = &terms.days[network.classes[class as usize].day];
            worth.presence.place(&day.choices[classes.chosen[class as usize] as usize], day, self.step)
        };
        worked.map(shift).collect()
    }

    fn choice_cost(
        &self,
        day: &Day,
        choice: &super::calendar::Choice,
        contract: usize,
        worth: &Worth,
    ) -> f64 {
        let wage = self.scenario.contracts[contract].wage_per_hour.major();
        let post = worth.posts.get(&(choice.day, choice.template)).copied().unwrap_or(0.0);
        wage * choice.paid.hours() + choice.wishes.major()
            - worth.presence.worth(choice, day, self.step)
            - post
    }

    /// Wages and wishes of a line inside the window of `terms`.
    pub fn line_cost(&self, terms: &Terms, contract: usize, shifts: &[Shift]) -> f64 {
        let wage = self.scenario.contracts[contract].wage_per_hour.major();
        let paid: Minutes = shifts.iter().map(Shift::paid).sum();
        wage * paid.hours() + self.wishes(terms, shifts)
    }

    /// The price of the wishes a line leaves ungranted.
    pub fn wishes(&self, terms: &Terms, shifts: &[Shift]) -> f64 {
        let mut price = 0.0;
        for (place, day) in terms.days.iter().enumerate() {
            let worked = shifts.iter().find(|shift| shift.day == terms.first_day + place as i32);
            price += match worked {
                Some(shift) => {
                    choice_of(day, shift).map_or(0.0, |choice| day.choices[choice as usize].wishes.major())
                }
                None => day.off.map_or(0.0, |price| price.major()),
            };
        }
        price
    }

    /// The intervals in which a shift on an agent's roster is present.
    pub fn presence_of(&self, agent: usize, shift: &Shift) -> Vec<(usize, f64)> {
        let days = &self.calendar.agents[agent];
        let day = usize::try_from(shift.day).ok().and_then(|day| days.get(day));
        presence(&self.scenario.grid, shift, day)
    }

    /// The intervals in which the shifts of a line are present.
    pub fn presence(&self, terms: &Terms, shifts: &[Shift]) -> Vec<(usize, f64)> {
        let day = |shift: &Shift| {
            usize::try_from(shift.day - terms.first_day).ok().and_then(|place| terms.days.get(place))
        };
        shifts.iter().flat_map(|shift| presence(&self.scenario.grid, shift, day(shift))).collect()
    }

    /// Whether a line keeps the terms.
    pub fn is_legal(&self, terms: &Terms, network: &Network, shifts: &[Shift]) -> bool {
        choices_of(terms, shifts).is_some_and(|choices| network.way(&choices).is_some())
    }

    /// The way of a line through its network, where it keeps the terms and its breaks are as its choices have them.
    pub fn way(&self, terms: &Terms, network: &Network, shifts: &[Shift]) -> Option<Way> {
        let choices = choices_of(terms, shifts)?;
        let is_as_chosen = |shift: &Shift| {
            let day = &terms.days[(shift.day - terms.first_day) as usize];
            let choice =
                choices[(shift.day - terms.first_day) as usize].map(|choice| &day.choices[choice as usize]);
            choice.is_some_and(|choice| choice.allows(&shift.breaks, day))
        };
        let nodes = network.way(&choices).filter(|_| shifts.iter().all(is_as_chosen))?;
        Some(Way { choices, nodes })
    }
}

/// What a line works on each day of its terms; nothing where a shift of it is none of a day's choices.
fn choices_of(terms: &Terms, shifts: &[Shift]) -> Option<Vec<Option<u32>>> {
    let mut choices = vec![None; terms.days.len()];
    for shift in shifts {
        let place =
            usize::try_from(shift.day - terms.first_day).ok().filter(|&place| place < choices.len())?;
        choices[place] = Some(choice_of(&terms.days[place], shift)?);
    }
    (choices.iter().flatten().count() == shifts.len()).then_some(choices)
}

/// The choice of a day that a shift is.
pub(super) fn choice_of(day: &Day, shift: &Shift) -> Option<u32> {
    let is_it = |choice: &super::calendar::Choice| {
        Some(choice.template) == shift.template && choice.start == shift.start && choice.end == shift.end
    };
    day.choices.iter().position(is_it).map(|choice| choice as u32)
}

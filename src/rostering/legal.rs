use std::ops::Range;
use std::sync::Arc;

use super::engine::{Engine, choice_of};
use super::limits::Limit;
use super::network::{Class, Network};
use super::state::Lines;
use super::terms::{Open, Terms, of_agent};
use crate::model::Shift;
use crate::units::Minutes;

/// How many shifts, and weekends, a line of a long plan may be ahead or behind of an even spread.
const LEEWAY_OF_SHIFTS: i32 = 3;
const LEEWAY_OF_WEEKENDS: u32 = 1;

/// The rules that bind an agent in a window, and all lines that keep them.
#[derive(Debug, Clone)]
pub(super) struct Legal {
    pub terms: Terms,
    pub network: Arc<Network>,
    /// What is worked on days that are settled (nothing for a day off), by day.
    pub settled: Vec<Option<Option<u32>>>,
    /// What the network does not see to, and what more of each was priced at when last looked for.
    pub limits: Vec<Limit>,
    pub limit_prices: Vec<f64>,
    /// What a shift of each burden was priced at when last looked for.
    pub burden_prices: [f64; 4],
    /// Whether those prices differ from day to day.
    pub are_days_apart: bool,
    /// What is not to be worked, by day (nothing for a day off).
    pub barred: Vec<Vec<Option<u32>>>,
}

impl Engine<'_> {
    /// What is legal for an agent in a window. Where no line keeps the rules, what cannot be kept is waived step by
    /// step: spreading weekends, the least hours as far as they cannot be reached, least runs of days; where what is fixed
    /// goes beyond the most, nothing is added to it. At each step least shifts of a kind are given up first, as far as they
    /// cannot be reached.
    pub fn legal(&self, agent: usize, lines: &Lines, days: (i32, i32), open: Open) -> Option<Legal> {
        let mut terms = of_agent(self.scenario, &self.calendar, agent, &lines.of[agent], days, open);
        if open.is_priced {
            terms.price(self.scarcity_of(agent));
        }
        if open == Open::BOTH && !self.is_long() && self.are_streaks_conceded(agent) {
            terms.waive_least_streaks();
        }
        if open == Open::BOTH && self.is_conceding(agent) {
            // What the roster gave up no bound may ask for, in whatever week.
            terms.waive_all_least();
        }
        let least = terms.least();
        let waivers = [
            Terms::waive_pace,
            Terms::waive_least,
            Terms::waive_least_streaks,
            Terms::add_nothing,
            |_: &mut _| (),
        ];
        for waive in waivers {
            if let Some((terms, network)) = self.with_quotas(&terms) {
                let legal = self.at_most_worked(Legal::new(terms, network), &least)?;
                return self.within_limits(legal);
            }
            waive(&mut terms);
        }
        None
    }

    /// What is legal for an agent in the plan as a whole, as far as a line is never further ahead or behind of an even spread of
    /// its hours and weekends than a little, unless no other keeps the rules: networks of half a year and more that counted all
    /// it can be would remember too much. Nothing is asked of an
    /// agent who has none: spans that one count does not serve ask for more than the rules.
    pub fn evenly_legal(&self, agent: usize) -> Option<Legal> {
        let terms = self.terms_of_plan(agent);
        let mut even = terms.clone();
        even.spans.leeway = Some(LEEWAY_OF_SHIFTS * even.longest().get());
        if let Some(weekends) = &mut even.weekends {
            weekends.leeway = Some(LEEWAY_OF_WEEKENDS);
        }
        let with_network = |terms: Terms| self.network(&terms).map(|network| Legal::new(terms, network));
        with_network(even).or_else(|| with_network(terms.clone())).or_else(|| with_network(terms.waived()))
    }

    /// What is legal for an agent in the plan as a whole, in a network that does not count weekends, and the place of their
    /// limit beside it, if there is one.
    pub fn loosely_legal(&self, agent: usize) -> Option<(Legal, Option<usize>)> {
        let mut terms = self.terms_of_plan(agent);
        let mut weekends = terms.loosen_weekends(&self.scenario.grid);
        let network = self.network(&terms).or_else(|| {
            (terms, weekends) = (terms.clone().waived(), None);
            self.network(&terms)
        });
        let mut legal = Legal::new(terms, network?);
        let place = weekends.is_some().then_some(legal.limits.len());
        legal.limits.extend(weekends);
        legal.limit_prices.resize(legal.limits.len(), 0.0);
        Some((legal, place))
    }

    /// The terms of an agent in the plan as a whole. Nothing is asked of one for whom some rule had to be given up.
    pub fn terms_of_plan(&self, agent: usize) -> Terms {
        let days = self.free_days();
        let line = &self.settled.of[agent];
        let terms =
            of_agent(self.scenario, &self.calendar, agent, line, (days.start, days.end), Open::NEITHER);
        if self.is_conceding(agent) { terms.waived() } else { terms }
    }

    /// What is legal, where some line keeps the limits on templates too; else what is left once that is given up which
    /// leaves none. Few shifts of limited templates are looked for first, as most often a line keeps all limits.
    fn within_limits(&self, mut legal: Legal) -> Option<Legal> {
        while !legal.terms.kinds.is_empty() {
            let choices = legal.least_limited()?;
            let too_many = legal.too_many(&choices);
            if too_many.is_empty() {
                break;
            }
            if !self.count(&mut legal, &too_many) && !self.relent(&mut legal) {
                return None;
            }
        }
        Some(legal)
    }

    /// The network of some terms, with as many of the shifts owed of each kind as a line can have.
    fn with_quotas(&self, terms: &Terms) -> Option<(Terms, Arc<Network>)> {
        let mut terms = terms.clone();
        loop {
            if let Some(network) = self.network(&terms) {
                return Some((terms, network));
            }
            if terms.quotas.is_empty() {
                return None;
            }
            terms.lessen_quotas();
        }
    }

    /// Whether no line of the whole plan keeps an agent's least runs of days and whole weekends, so that no bound may
    /// ask for them.
    fn are_streaks_conceded(&self, agent: usize) -> bool {
        let contract = &self.scenario.contracts[self.scenario.agents[agent].contract];
        let has_streaks = contract.min_consecutive_days.is_some()
            || contract.min_consecutive_days_off.is_some()
            || contract.max_consecutive_days_off.is_some()
            || contract.min_consecutive_nights.is_some()
            || contract.days_off_together.is_some()
            || contract.has_complete_weekends;
        let free = self.free_days();
        let legal = || self.legal(agent, &self.settled, (free.start, free.end), Open::NEITHER);
        has_streaks && legal().is_none_or(|legal| legal.terms.are_streaks_waived)
    }

    /// Where the least hours are waived, the most that can be worked takes their place in the weeks and spans that
    /// cannot reach them.
    fn at_most_worked(&self, mut legal: Legal, least: &[(Range<usize>, i32)]) -> Option<Legal> {
        if !legal.terms.is_least_waived {
            return Some(legal);
        }
        let paid = |class: &Class| -f64::from(legal.paid_in(class).get());
        let costs: Vec<f64> = legal.network.classes().iter().map(paid).collect();
        let Some(longest) = legal.network.cheapest(&costs, 1).pop() else { return Some(legal) };
        let worked = |(days, least): &(Range<usize>, i32)| {
            legal.paid(&longest.classes[days.clone()]).get().min(*least)
        };
        let worked: Vec<i32> = least.iter().map(worked).collect();
        legal.terms.set_least(|place| worked.get(place).copied().unwrap_or(0));
        legal.network = self.network(&legal.terms)?;
        Some(legal)
    }

    /// Counts the templates too: their lines alone may have too many of them. Whether any line is left.
    pub fn count(&self, legal: &mut Legal, templates: &[usize]) -> bool {
        for kind in legal.terms.kinds.iter_mut().filter(|kind| templates.contains(&kind.template)) {
            kind.is_counted = true;
        }
        let network = self.network(&legal.terms);
        network.map(|network| legal.network = network).is_some()
    }
}

impl Engine<'_> {
    /// Where no line keeps the limits on templates beside all else: gives up the least hours as far as they cannot be
    /// reached, then least runs of days, then the limits. Whether any line is left.
    pub fn relent(&self, legal: &mut Legal) -> bool {
        let least = legal.terms.least();
        let waivers = [Terms::waive_least, Terms::waive_least_streaks, Terms::waive_kinds];
        for waive in waivers {
            waive(&mut legal.terms);
            let Some((terms, network)) = self.with_quotas(&legal.terms) else { continue };
            let settled = std::mem::take(&mut legal.settled);
            let barred = std::mem::take(&mut legal.barred);
            let relented = Legal { settled, barred, ..Legal::new(terms, network) };
            return self.at_most_worked(relented, &least).map(|relented| *legal = relented).is_some();
        }
        false
    }
}

impl Legal {
    pub fn new(terms: Terms, network: Arc<Network>) -> Self {
        Legal {
            settled: vec![None; terms.days.len()],
            barred: vec![Vec::new(); terms.days.len()],
            burden_prices: [0.0; 4],
            are_days_apart: false,
            limits: terms.kinds.iter().map(Limit::of_kind).collect(),
            limit_prices: vec![0.0; terms.kinds.len()],
            terms,
            network,
        }
    }

    /// A line with as few shifts of limited templates as can be.
    fn least_limited(&self) -> Option<Vec<Option<u32>>> {
        let is_limited = |day: usize, choice: u32| {
            let template = self.terms.days[day].choices[choice as usize].template;
            self.terms.kinds.iter().any(|kind| kind.template == template)
        };
        let free =
            |class: &Class| class.members.iter().copied().find(|&choice| !is_limited(class.day, choice));
        let cost = |class: &Class| f64::from(u8::from(free(class).is_none() && !class.members.is_empty()));
        let costs: Vec<f64> = self.network.classes().iter().map(cost).collect();
        let path = self.network.cheapest(&costs, 1).pop()?;
        let choice = |&class: &u32| {
            let class = &self.network.classes()[class as usize];
            free(class).or(class.members.first().copied())
        };
        Some(path.classes.iter().map(choice).collect())
    }

    /// What no line costs less than, where the cheapest of the network costs so much: nothing is known where weeks have
    /// to keep more than the rules ask.
    pub fn bound(&self, cheapest: f64) -> f64 {
        if self.terms.spans.is_tightened { f64::NEG_INFINITY } else { cheapest }
    }

    /// Paid time of some days of a path, by their classes.
    pub fn paid(&self, classes: &[u32]) -> Minutes {
        classes.iter().map(|&class| self.paid_in(&self.network.classes()[class as usize])).sum()
    }

    /// Paid time of a class of the network, which all its members have; they are places among the choices of its day.
    fn paid_in(&self, class: &Class) -> Minutes {
        let choices = &self.terms.days[class.day].choices;
        class.members.first().map_or(Minutes::ZERO, |&choice| choices[choice as usize].paid)
    }

    /// The days of the plan it is about.
    pub fn days(&self) -> Range<i32> {
        self.terms.first_day..self.terms.first_day + self.terms.days.len() as i32
    }

    /// The templates of which a line has too many.
    pub fn too_many(&self, choices: &[Option<u32>]) -> Vec<usize> {
        let beyond = self.limits.iter().zip(self.beyond(choices)).filter(|(_, beyond)| *beyond > 0.0);
        beyond.filter_map(|(limit, _)| limit.template()).collect()
    }

    /// How many links the network has at most where these templates are counted too.
    pub fn links_if_counted(&self, templates: &[usize]) -> f64 {
        let counted = self.terms.kinds.iter().filter(|kind| templates.contains(&kind.template));
        self.network.links() as f64 * counted.map(|kind| f64::from(kind.left) + 1.0).product::<f64>()
    }

    /// Whether a line has too much of nothing.
    pub fn is_within_limits(&self, choices: &[Option<u32>]) -> bool {
        self.beyond(choices).iter().all(|&beyond| beyond <= 0.0)
    }

    /// By limit, how much more a line has than it may have.
    pub fn beyond(&self, choices: &[Option<u32>]) -> Vec<f64> {
        let beyond = |limit: &Limit| limit.beyond(&self.terms, choices);
        self.limits.iter().map(beyond).collect()
    }

    /// What a line works on each day, where it keeps the rules and its breaks are as its choices have them.
    pub fn choices(&self, shifts: &[Shift]) -> Option<Vec<Option<u32>>> {
        let choices = self.choices_of(shifts)?;
        let is_as_chosen = |shift: &Shift| {
            let place = (shift.day - self.terms.first_day) as usize;
            let day = &self.terms.days[place];
            choices[place].is_some_and(|choice| day.choices[choice as usize].allows(&shift.breaks, day))
        };
        shifts.iter().all(is_as_chosen).then_some(choices)
    }

    /// What a line works on each day, where it keeps the rules.
    pub fn choices_of(&self, shifts: &[Shift]) -> Option<Vec<Option<u32>>> {
        let mut choices = vec![None; self.terms.days.len()];
        for shift in shifts {
            let place = usize::try_from(shift.day - self.terms.first_day).ok();
            let place = place.filter(|&place| place < choices.len())?;
            choices[place] = Some(choice_of(&self.terms.days[place], shift)?);
        }
        let is_one_a_day = choices.iter().flatten().count() == shifts.len();
        let is_legal = is_one_a_day && self.network.is_line(&choices) && self.is_within_limits(&choices);
        is_legal.then_some(choices)
    }
}

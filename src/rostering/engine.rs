use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::at_hand::{AtHand, Networks};
use super::calendar::{Calendar, Day};
use super::cover::Cover;
use super::duals::PostPrices;
use super::fairness::FairShare;
use super::heads::QueueSet;
use super::network::Network;
use super::posted::settled;
use super::prices::{PresencePrices, presence};
use super::scarcity::Scarcity;
use super::state::Lines;
use super::terms::Terms;
use crate::model::{Posted, Request, RequestKind, Requirement, Scenario, Shift};
use crate::units::{Minutes, Money};

/// Beyond so many shifts that agents could work, on more than so many days, a plan is long.
const LONG: usize = 100_000;
const LONG_DAYS: usize = 91;

/// What every part of rostering works with.
pub(super) struct Engine<'a> {
    pub scenario: &'a Scenario,
    pub cover: Cover,
    pub calendar: Calendar,
    /// The roster that is to change as little as can be.
    pub posted: Option<&'a Posted>,
    /// What nobody may change any more: the history, and the shifts of locked days.
    pub settled: Lines,
    /// All costs are multiples of this, in major units.
    pub cost_step: f64,
    /// The agents for whom some rule had to be given up, once the bound is looked for.
    pub conceding: OnceLock<HashSet<usize>>,
    /// What hours and weekends of each agent cost, once that is known of a long plan.
    pub scarcity: OnceLock<Vec<Scarcity>>,
    /// By interval, the sets of queues that heads are worth counting for, once the bound is known.
    pub heads: OnceLock<Vec<Vec<QueueSet>>>,
    networks: Arc<Networks>,
}

/// What presence and posts are worth to agents of one skill set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worth<'a> {
    pub presence: &'a PresencePrices,
    pub posts: &'a PostPrices,
}

/// A line of work and what it costs in wages, wishes and burdens.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PricedLine {
    pub shifts: Vec<Shift>,
    /// What is worked, by day.
    pub choices: Vec<Option<u32>>,
    /// Wages, wishes, burdens and changes.
    pub cost: f64,
    /// The same less what its presence and posts are worth.
    pub reduced: f64,
}

impl<'a> Engine<'a> {
    pub fn new(
        scenario: &'a Scenario,
        requirements: &[Requirement],
        posted: Option<&'a Posted>,
        at_hand: &AtHand,
    ) -> Self {
        let calendar = Calendar::of(scenario, posted);
        let interval = scenario.grid.interval();
        let mut cover = Cover::new(scenario, requirements);
        cover.unit = f64::from(calendar.unit(scenario).get()) / f64::from(interval.get());
        Engine {
            scenario,
            settled: posted
                .map_or_else(|| Lines::history(scenario), |posted| settled(scenario, &calendar, posted)),
            posted,
            cost_step: cost_step(scenario, posted, &calendar.fair),
            calendar,
            cover,
            conceding: OnceLock::new(),
            scarcity: OnceLock::new(),
            heads: OnceLock::new(),
            networks: at_hand.networks(scenario),
        }
    }

    /// The network of some terms; nothing where no line keeps them.
    pub fn network(&self, terms: &Terms) -> Option<Arc<Network>> {
        // What burdens, hours and weekends cost is no rule.
        let terms = &Terms { fairness: Vec::new(), scarcity: Scarcity::default(), ..terms.clone() };
        self.networks.of(terms, self.scenario)
    }

    /// Whether some rule had to be given up for an agent in the roster that the bound began from.
    pub fn is_conceding(&self, agent: usize) -> bool {
        self.conceding.get().is_some_and(|agents| agents.contains(&agent))
    }

    /// Whether a plan of posts alone is too long to be solved as a whole: the networks of so many days remember too much.
    pub fn is_long(&self) -> bool {
        let scenario = self.scenario;
        let size = scenario.grid.days() * scenario.agents.len() * scenario.shifts.len();
        scenario.queues.is_empty() && size > LONG && scenario.grid.days() > LONG_DAYS
    }

    /// The least cost of a roster that costs no less than a bound: all costs are multiples of a step.
    pub fn least_cost(&self, bound: f64) -> f64 {
        (bound / self.cost_step - 1e-6).ceil() * self.cost_step
    }

    /// The place of an agent's skill set among the distinct ones.
    pub fn skill_set_of(&self, agent: usize) -> usize {
        self.cover.skill_set(&self.scenario.agents[agent].skills)
    }

    /// The days that are not locked.
    pub fn free_days(&self) -> Range<i32> {
        let days = self.scenario.grid.days();
        self.posted.map_or(0, |posted| posted.locked_days.min(days)) as i32..days as i32
    }

    /// Wages, wishes, burdens and changes of a line inside the window of `terms`, and its hours and weekends, where they
    /// have a price.
    pub fn line_cost(&self, terms: &Terms, contract: usize, shifts: &[Shift]) -> f64 {
        let wage = self.scenario.contracts[contract].wage_per_hour + terms.scarcity.hour;
        let paid: Minutes = shifts.iter().map(Shift::paid).sum();
        let worked = |day: i32| shifts.iter().find(|shift| shift.day == day);
        let days = (terms.first_day..).zip(&terms.days);
        wage.major() * paid.hours()
            + days.map(|(day, of)| price_of(of, worked(day)).major()).sum::<f64>()
            + self.unfairness(terms, shifts)
            + self.weekends_at_price(terms, shifts)
    }

    /// The price of the wishes that a day with a shift, or without one, leaves ungranted.
    pub fn wish_price(&self, day: &Day, shift: Option<&Shift>) -> Money {
        match shift {
            Some(shift) => {
                choice_of(day, shift).map_or(Money::ZERO, |choice| day.choices[choice as usize].wishes)
            }
            None => day.off.unwrap_or(Money::ZERO),
        }
    }

    /// The intervals in which a shift on an agent's roster is present; none where there is no queue to be present for.
    pub fn presence_of(&self, agent: usize, shift: &Shift) -> Vec<(usize, f64)> {
        if self.scenario.queues.is_empty() {
            return Vec::new();
        }
        let days = &self.calendar.agents[agent];
        let day = usize::try_from(shift.day).ok().and_then(|day| days.get(day));
        presence(&self.scenario.grid, shift, day)
    }

    /// The intervals in which the shifts of a line are present; none where there is no queue to be present for.
    pub fn presence(&self, terms: &Terms, shifts: &[Shift]) -> Vec<(usize, f64)> {
        if self.scenario.queues.is_empty() {
            return Vec::new();
        }
        let day = |shift: &Shift| {
            usize::try_from(shift.day - terms.first_day).ok().and_then(|place| terms.days.get(place))
        };
        shifts.iter().flat_map(|shift| presence(&self.scenario.grid, shift, day(shift))).collect()
    }
}

/// What all costs of rosters are multiples of, where only posts are to be filled: what divides the prices of posts and
/// wishes, burdens and changes and the wages of all shifts, in minor units. Shortage may have any price.
fn cost_step(scenario: &Scenario, posted: Option<&Posted>, fair: &[FairShare]) -> f64 {
    let wish = |request: &Request| match request.kind {
        RequestKind::Prefer { weight, .. } | RequestKind::Avoid { weight, .. } => {
            scenario.prices.wish.times(weight).minor()
        }
        _ => 0,
    };
    if !scenario.queues.is_empty() || scenario.contracts.iter().any(|of| of.wage_per_hour != Money::ZERO) {
        return Money::from_minor(1).major();
    }
    let posts = scenario.posts.iter().flat_map(|post| [post.under_cost.minor(), post.over_cost.minor()]);
    let changes = posted.map(|posted| posted.price.minor());
    let burdens = fair.iter().flat_map(FairShare::steps);
    let all = posts.chain(scenario.requests.iter().map(wish)).chain(changes).chain(burdens);
    Money::from_minor(all.fold(0, divisor).max(1)).major()
}

fn divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { divisor(b, a % b) }
}

/// The price of the wishes and the change that a day with a shift, or without one, comes to.
fn price_of(day: &Day, shift: Option<&Shift>) -> Money {
    match shift {
        Some(shift) => {
            choice_of(day, shift).map_or(Money::ZERO, |choice| day.choices[choice as usize].price())
        }
        None => day.price_off().unwrap_or(Money::ZERO),
    }
}

/// The choice of a day that a shift is.
pub(super) fn choice_of(day: &Day, shift: &Shift) -> Option<u32> {
    let is_it = |choice: &super::calendar::Choice| {
        let is_placed = || choice.placed.as_ref().is_none_or(|placed| **placed == *shift.breaks);
        let is_then = choice.start == shift.start && choice.end == shift.end;
        Some(choice.template) == shift.template && is_then && is_placed()
    };
    day.choices.iter().position(is_it).map(|choice| choice as u32)
}

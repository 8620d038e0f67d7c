use std::collections::HashMap;
use std::ops::Range;

use super::state::{Effect, Rules, State};
use super::{Bounds, Class, Layer, Link, Network, SpanDay};
use crate::model::Scenario;
use crate::rostering::spans::SpanTerms;
use crate::rostering::terms::Terms;
use crate::units::{Minutes, Moment};

/// More hours than any week or plan has, in units.
const NO_LIMIT: i32 = i32::MAX / 4;

/// Builds a network day by day.
struct Builder<'a> {
    terms: &'a Terms,
    rules: Rules<'a>,
    /// Minutes in a unit.
    unit: i32,
    counts_weeks: bool,
    week_ends: Vec<Option<(i32, i32)>>,
    span_days: Vec<SpanDay>,
    classes: Vec<Class>,
}

/// A class with what working it does.
type Work = (u32, i32, Effect);
/// Which choices a state allows depends on these alone.
type Key = (Option<Moment>, Option<usize>, Option<Moment>, bool);

pub(super) fn build(terms: &Terms, scenario: &Scenario) -> Option<Network> {
    let choices = || terms.days.iter().flat_map(|day| &day.choices);
    let unit = choices().fold(Minutes::ZERO, |unit, choice| unit.divisor(choice.paid)).get().max(1);
    let longest = choices().map(|choice| choice.paid.get()).max().unwrap_or(0);
    let mut start = 0;
    let counts_weeks = terms.weeks.iter().any(|week| {
        let days = (week.end - start) as i32;
        start = week.end;
        week.min > 0 || week.max < days.saturating_mul(longest)
    });
    let units =
        |(min, max): (i32, i32)| (min.div_euclid(unit) + i32::from(min % unit > 0), max.div_euclid(unit));
    let mut week_ends = vec![None; terms.days.len()];
    for week in &terms.weeks {
        week_ends[week.end - 1] =
            Some(if counts_weeks { units((week.min, week.max.min(NO_LIMIT))) } else { (0, 0) });
    }
    let span_days = (0..terms.days.len()).map(|day| span_day(terms, day, units)).collect();
    let rules = Rules::new(terms, scenario);
    Builder { terms, rules, unit, counts_weeks, week_ends, span_days, classes: Vec::new() }.build()
}

/// How a day counts to the hours of spans.
fn span_day(terms: &Terms, day: usize, units: impl Fn((i32, i32)) -> (i32, i32)) -> SpanDay {
    let spans = || terms.spans.chain.iter().filter(|span| (span.start..span.end).contains(&day));
    let end = spans().find(|span| span.end == day + 1);
    // By the end of the day, as far as lines may not run ahead or behind.
    let allowed = |span: &SpanTerms| {
        let Some(leeway) = terms.spans.leeway.filter(|_| day + 1 < span.end) else { return (0, span.max) };
        let of =
            |days: Range<usize>| terms.days[days].iter().filter(|day| !day.choices.is_empty()).count() as f64;
        let share = of(span.start..day + 1) / of(span.start..span.end).max(1.0);
        let part = |minutes: i32| (f64::from(minutes) * share) as i32;
        ((part(span.min) - leeway).max(0), (part(span.max).saturating_add(leeway)).min(span.max))
    };
    SpanDay {
        is_counted: spans().next().is_some(),
        least: spans().map(|span| units(allowed(span)).0).min().unwrap_or(0),
        most: spans().map(|span| units(allowed(span)).1).max().unwrap_or(0),
        end: end.map(|span| units((span.min, span.max))),
        is_reset: end.is_some() && day + 1 < terms.days.len() && spans().all(|span| span.end == day + 1),
    }
}

impl Builder<'_> {
    fn build(mut self) -> Option<Network> {
        let mut nodes = vec![self.rules.start()];
        let mut layers =
            vec![Layer { bounds: vec![Bounds { week: (0, 0), plan: (0, 0) }], ..Layer::default() }];
        for day in 0..self.terms.days.len() {
            let (next, bounds) = self.step(day, &nodes, &mut layers[day]);
            nodes = next;
            layers.push(Layer { bounds, ..Layer::default() });
        }
        let ends = layers.last_mut()?;
        for (bounds, state) in ends.bounds.iter_mut().zip(&nodes) {
            if !self.rules.is_final(state) {
                bounds.week = (1, 0);
            }
        }
        self.trim(layers)
    }

    /// The links of a day, and the nodes they lead to.
    fn step(&mut self, day: usize, nodes: &[State], layer: &mut Layer) -> (Vec<State>, Vec<Bounds>) {
        let (mut next, mut bounds) = (Vec::new(), Vec::<Bounds>::new());
        let mut known: HashMap<State, u32> = HashMap::new();
        let mut work: HashMap<Key, Vec<Work>> = HashMap::new();
        let off = self.off_class(day);
        for (from, state) in nodes.iter().enumerate() {
            let (ready, forbidden, rested) = state.key();
            let key = (ready, forbidden, rested, self.rules.begins_priced_weekend(day, state));
            let works = work.entry(key).or_insert_with(|| self.works(day, state)).clone();
            let days_off = off.map(|class| (class, 0, self.rules.off(day, state)));
            let days_on = works
                .into_iter()
                .map(|(class, units, effect)| (class, units, self.rules.work(day, state, effect)));
            let reached: Vec<(u32, i32, Option<State>)> = days_off.into_iter().chain(days_on).collect();
            for (class, units, state) in reached {
                let Some(state) = state else { continue };
                let Some(there) = self.moved(day, &layer.bounds[from], units) else { continue };
                let state =
                    if self.week_ends[day].is_some() { self.rules.next_week(day, state) } else { state };
                let to = *known.entry(state).or_insert_with_key(|state| {
                    next.push(state.clone());
                    bounds.push(there);
                    next.len() as u32 - 1
                });
                bounds[to as usize] = bounds[to as usize].with(&there);
                layer.links.push(Link { from: from as u32, to, class });
            }
        }
        (next, bounds)
    }

    fn off_class(&mut self, day: usize) -> Option<u32> {
        self.terms.days[day].off?;
        self.classes.push(Class { day, members: Vec::new(), units: 0, begins_weekend: false });
        Some(self.classes.len() as u32 - 1)
    }

    /// The classes of shifts on a day for someone in a state.
    fn works(&mut self, day: usize, state: &State) -> Vec<Work> {
        let begins_weekend = self.rules.begins_priced_weekend(day, state);
        let mut found: Vec<Work> = Vec::new();
        for (index, choice) in self.terms.days[day].choices.iter().enumerate() {
            if !self.rules.allows(day, state, choice) {
                continue;
            }
            let effect = self.rules.effect(day, state, choice);
            let units = choice.paid.get() / self.unit;
            match found.iter().find(|work| (work.1, work.2) == (units, effect)) {
                Some(work) => self.classes[work.0 as usize].members.push(index as u32),
                None => {
                    self.classes.push(Class { day, members: vec![index as u32], units, begins_weekend });
                    found.push((self.classes.len() as u32 - 1, units, effect));
                }
            }
        }
        found
    }

    /// The hours after working so many units on a day; nothing where all are too many, or in the end too few.
    fn moved(&self, day: usize, from: &Bounds, units: i32) -> Option<Bounds> {
        let (mut week, mut plan) = (from.week, from.plan);
        if self.counts_weeks {
            let most = self.terms.weeks.iter().find(|week| day < week.end)?.max / self.unit;
            week = (week.0 + units, (week.1 + units).min(most));
        }
        let span = &self.span_days[day];
        if span.is_counted {
            plan = ((plan.0 + units).max(span.least), (plan.1 + units).min(span.most));
        }
        if let Some((min, max)) = span.end {
            plan = (plan.0.max(min), plan.1.min(max));
            if span.is_reset && plan.0 <= plan.1 {
                plan = (0, 0);
            }
        }
        if let Some((min, max)) = self.week_ends[day] {
            let is_legal = week.0.max(min) <= week.1.min(max);
            week = if is_legal { (0, 0) } else { (1, 0) };
        }
        (week.0 <= week.1 && plan.0 <= plan.1).then_some(Bounds { week, plan })
    }

    /// The network without the nodes and hours from which no end is reached; nothing where none is.
    fn trim(self, mut layers: Vec<Layer>) -> Option<Network> {
        for day in (0..self.terms.days.len()).rev() {
            let (before, after) = layers.split_at_mut(day + 1);
            let (layer, next) = (&mut before[day], &mut after[0]);
            let mut useful = vec![Bounds::NONE; layer.bounds.len()];
            for link in &layer.links {
                let there = &next.bounds[link.to as usize];
                if !there.is_none() {
                    let units = self.classes[link.class as usize].units;
                    let here =
                        there.moved_back(self.counts_weeks, self.week_ends[day], &self.span_days[day], units);
                    let here = here.within(&layer.bounds[link.from as usize]);
                    let useful = &mut useful[link.from as usize];
                    *useful = useful.with(&here);
                }
            }
            layer.bounds = useful;
        }
        if layers[0].bounds[0].is_none() {
            return None;
        }
        let mut names: Vec<u32> = vec![0];
        for day in 0..self.terms.days.len() {
            let (before, after) = layers.split_at_mut(day + 1);
            names = before[day].drop_useless(&names, &mut after[0]);
        }
        layers.last_mut()?.settle();
        let Builder { week_ends, span_days, classes, counts_weeks, .. } = self;
        Some(Network { layers, week_ends, span_days, classes, counts_weeks })
    }
}

impl Layer {
    /// Leaves out nodes without hours, here by the names they have now and in the next layer; the names of the next.
    fn drop_useless(&mut self, names: &[u32], next: &mut Layer) -> Vec<u32> {
        let mut kept = 0;
        let name = |bounds: &Bounds| {
            kept += u32::from(!bounds.is_none());
            if bounds.is_none() { u32::MAX } else { kept - 1 }
        };
        let next_names: Vec<u32> = next.bounds.iter().map(name).collect();
        let is_useful =
            |link: &Link| names[link.from as usize] != u32::MAX && next_names[link.to as usize] != u32::MAX;
        self.links.retain(is_useful);
        for link in &mut self.links {
            (link.from, link.to) = (names[link.from as usize], next_names[link.to as usize]);
        }
        self.settle();
        next_names
    }

    /// Lays out the arrays of the nodes that are left.
    fn settle(&mut self) {
        self.bounds.retain(|bounds| !bounds.is_none());
        self.offsets = vec![0];
        for bounds in &self.bounds {
            self.offsets.push(self.offsets[self.offsets.len() - 1] + bounds.len());
        }
        let mut links = self.links.iter().peekable();
        self.first_link = vec![0];
        let mut passed = 0;
        for node in 0..self.bounds.len() as u32 {
            while links.next_if(|link| link.from == node).is_some() {
                passed += 1;
            }
            self.first_link.push(passed);
        }
    }
}

impl Bounds {
    pub(super) const NONE: Bounds = Bounds { week: (1, 0), plan: (1, 0) };

    /// The hours before working so many units on a day, after which the week or a span ends or goes on.
    pub(super) fn moved_back(
        &self,
        counts_weeks: bool,
        week_end: Option<(i32, i32)>,
        span: &SpanDay,
        units: i32,
    ) -> Bounds {
        let back = |span: (i32, i32), is_counted: bool| {
            if is_counted { (span.0 - units, span.1 - units) } else { span }
        };
        Bounds {
            week: back(week_end.unwrap_or(self.week), counts_weeks),
            plan: back(span.end.filter(|_| span.is_reset).unwrap_or(self.plan), span.is_counted),
        }
    }

    pub(super) fn is_none(&self) -> bool {
        self.week.0 > self.week.1 || self.plan.0 > self.plan.1
    }

    /// From the least of both to the most.
    fn with(&self, other: &Bounds) -> Bounds {
        if self.is_none() || other.is_none() {
            return if self.is_none() { *other } else { *self };
        }
        let hull = |one: (i32, i32), other: (i32, i32)| (one.0.min(other.0), one.1.max(other.1));
        Bounds { week: hull(self.week, other.week), plan: hull(self.plan, other.plan) }
    }

    /// What both have.
    pub(super) fn within(&self, other: &Bounds) -> Bounds {
        let both = |one: (i32, i32), other: (i32, i32)| (one.0.max(other.0), one.1.min(other.1));
        Bounds { week: both(self.week, other.week), plan: both(self.plan, other.plan) }
    }
}

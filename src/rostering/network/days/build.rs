use rustc_hash::FxHashMap;

use super::super::classes::Classes;
use super::super::hours::{NO_HOURS, SpanDay, both, counts_weeks, hull, in_units, is_none, span_days, unit};
use super::super::state::{Rules, State};
use super::{Bounds, Days, Layer, Link};
use crate::model::Scenario;
use crate::rostering::terms::Terms;

/// More hours than any week or plan has, in units.
const NO_LIMIT: i32 = i32::MAX / 4;

/// Builds a network day by day.
struct Builder<'a> {
    terms: &'a Terms,
    rules: Rules<'a>,
    unit: i32,
    counts_weeks: bool,
    week_ends: Vec<Option<(i32, i32)>>,
    span_days: Vec<SpanDay>,
    classes: Classes<'a>,
}

pub(super) fn build(terms: &Terms, scenario: &Scenario) -> Option<Days> {
    let (unit, counts_weeks) = (unit(terms), counts_weeks(terms));
    let mut week_ends = vec![None; terms.days.len()];
    for week in &terms.weeks {
        let limits = || in_units((week.min, week.max.min(NO_LIMIT)), unit);
        week_ends[week.end - 1] = Some(if counts_weeks { limits() } else { (0, 0) });
    }
    let span_days = span_days(terms, unit);
    let (rules, classes) = (Rules::new(terms, scenario), Classes::new(terms, unit));
    Builder { terms, rules, unit, counts_weeks, week_ends, span_days, classes }.build()
}

impl Builder<'_> {
    fn build(mut self) -> Option<Days> {
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
        let mut known: FxHashMap<State, u32> = FxHashMap::default();
        let off = self.classes.off(day);
        for (from, state) in nodes.iter().enumerate() {
            let days_off = off.map(|class| (class, 0, self.rules.off(day, state)));
            let works = self.classes.works(&self.rules, day, state);
            let days_on =
                works.iter().map(|work| (work.class, work.units, self.rules.work(day, state, work.effect)));
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
    fn trim(self, mut layers: Vec<Layer>) -> Option<Days> {
        for day in (0..self.terms.days.len()).rev() {
            let (before, after) = layers.split_at_mut(day + 1);
            let (layer, next) = (&mut before[day], &mut after[0]);
            let mut useful = vec![Bounds::NONE; layer.bounds.len()];
            for link in &layer.links {
                let there = &next.bounds[link.to as usize];
                if !there.is_none() {
                    let units = self.classes.made[link.class as usize].units;
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
        Some(Days { layers, week_ends, span_days, classes: classes.made, counts_weeks })
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
    pub(super) const NONE: Bounds = Bounds { week: NO_HOURS, plan: NO_HOURS };

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
        is_none(self.week) || is_none(self.plan)
    }

    /// From the least of both to the most.
    fn with(&self, other: &Bounds) -> Bounds {
        if self.is_none() || other.is_none() {
            return if self.is_none() { *other } else { *self };
        }
        Bounds { week: hull(self.week, other.week), plan: hull(self.plan, other.plan) }
    }

    /// What both have.
    pub(super) fn within(&self, other: &Bounds) -> Bounds {
        Bounds { week: both(self.week, other.week), plan: both(self.plan, other.plan) }
    }
}

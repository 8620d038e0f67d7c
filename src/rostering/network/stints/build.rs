use std::ops::Range;

use rustc_hash::FxHashMap;

use super::super::classes::Classes;
use super::super::hours::{NO_HOURS, SpanDay, both, hull, is_none, span_days, unit};
use super::super::moves::Move;
use super::super::state::{Rules, State};
use super::{End, Layer, Stint, Stints};
use crate::model::Scenario;
use crate::rostering::terms::Terms;

/// Builds stints from day to day.
struct Builder<'a> {
    terms: &'a Terms,
    /// Of stints, in which weekends are not counted.
    rules: Rules<'a>,
    classes: Classes<'a>,
    /// By day, its class for a day off, and the week whose weekend counts where it is worked.
    off: Vec<Option<u32>>,
    weekends: Vec<Option<i32>>,
    span_days: Vec<SpanDay>,
    /// By layer.
    rests: Vec<Vec<State>>,
    stints: Vec<Stint>,
}

/// A stint while it is made.
#[derive(Default)]
struct Draft {
    nodes: Vec<Node>,
    /// From where to where, by which class.
    links: Vec<(usize, usize, u32)>,
    /// The nodes at which it ends, the layers and rests they lead to, and the weekends worked by then.
    ends: Vec<(usize, (usize, usize), i32)>,
}

/// Where a stint may be.
struct Node {
    state: State,
    hours: (i32, i32),
}

impl Stints {
    /// The lines that keep the terms; nothing where there is none.
    pub fn new(terms: &Terms, scenario: &Scenario) -> Option<Self> {
        let all = Rules::new(terms, scenario);
        let weekends = terms.weekends.clone().filter(|weekends| weekends.are_loose);
        let within = &Terms { weekends, ..terms.clone() };
        let (rules, mut classes) = (Rules::new(within, scenario), Classes::new(terms, unit(terms)));
        let days = 0..terms.days.len();
        let builder = Builder {
            terms,
            rests: std::iter::once(vec![rules.start()]).chain(days.clone().map(|_| Vec::new())).collect(),
            rules,
            off: days.clone().map(|day| classes.off(day)).collect(),
            weekends: days.map(|day| all.counted_weekend(day)).collect(),
            span_days: span_days(terms, unit(terms)),
            classes,
            stints: Vec::new(),
        };
        builder.build(&all)
    }
}

impl Builder<'_> {
    fn build(mut self, all: &Rules) -> Option<Stints> {
        for day in 0..self.terms.days.len() {
            for rest in 0..self.rests[day].len() {
                let stint = self.stint(day, rest);
                self.stints.push(stint);
            }
        }
        let hours = self.hours();
        if is_none(hours[0]) {
            return None;
        }
        let mut layers: Vec<Layer> = (hours.into_iter().enumerate())
            .map(|(day, hours)| {
                let (least, most) = all.weekends_before(day).unwrap_or((0, 0));
                let weekends = (least as i32, most as i32);
                Layer { rests: self.rests[day].len(), weekends, hours, offset: 0, arrivals: Vec::new() }
            })
            .collect();
        let (mut places, mut places_of_stints) = (0, 0);
        for layer in &mut layers {
            layer.offset = places;
            places += layer.places();
        }
        for (place, stint) in self.stints.iter_mut().enumerate() {
            stint.offset = places_of_stints;
            places_of_stints += stint.places;
            for (of, end) in stint.ends.iter().enumerate() {
                layers[end.layer].arrivals.push((place as u32, of as u32));
            }
        }
        let Builder { classes, stints, .. } = self;
        let found = Stints { classes: classes.made, layers, stints, places, places_of_stints };
        (!found.cheapest(&vec![0.0; found.classes.len()], 1).is_empty()).then_some(found)
    }

    /// All that may follow a rest before a day.
    fn stint(&mut self, first: usize, rest: usize) -> Stint {
        let mut draft = Draft::default();
        draft.nodes.push(Node { state: self.rests[first][rest].clone(), hours: (0, 0) });
        let mut level = 0..1;
        for day in first..self.terms.days.len() {
            if level.is_empty() {
                break;
            }
            let end = draft.nodes.len();
            self.work(day, level.clone(), &mut draft);
            let worked = end..draft.nodes.len();
            self.rest((first, day), level, &mut draft);
            level = worked;
        }
        let last = self.terms.days.len();
        for node in level {
            if self.rules.is_final(&draft.nodes[node].state) {
                let rest = self.name(last, &draft.nodes[node].state);
                draft.ends.push((node, (last, rest), self.weekends_in(first..last)));
            }
        }
        self.settled(draft, (first, rest))
    }

    /// Adds what is worked on a day from some nodes.
    fn work(&mut self, day: usize, from: Range<usize>, draft: &mut Draft) {
        let (mut known, counts_hours) = (FxHashMap::<State, usize>::default(), self.counts_hours());
        for from in from {
            let Node { state, hours } = &draft.nodes[from];
            let (state, hours) = (state.clone(), *hours);
            for work in self.classes.works(&self.rules, day, &state) {
                let Some(then) = self.rules.work(day, &state, work.effect) else { continue };
                let then = after(&self.rules, day, then);
                let units = if counts_hours { work.units } else { 0 };
                let to = *known.entry(then).or_insert_with_key(|state| draft.add(state.clone()));
                draft.link((from, to, work.class), (hours.0 + units, hours.1 + units));
            }
        }
    }

    /// Adds a day off from some nodes, with which the stint ends.
    fn rest(&mut self, (first, day): (usize, usize), from: Range<usize>, draft: &mut Draft) {
        let Some(class) = self.off[day] else { return };
        let mut known: FxHashMap<usize, usize> = FxHashMap::default();
        let weekends = self.weekends_in(first..day);
        for from in from {
            let Node { state, hours } = &draft.nodes[from];
            let (then, hours) = (self.rules.off(day, state), *hours);
            let Some(then) = then.map(|then| after(&self.rules, day, then)) else { continue };
            if day + 1 == self.terms.days.len() && !self.rules.is_final(&then) {
                continue;
            }
            let rest = self.name(day + 1, &then);
            let to = *known.entry(rest).or_insert_with(|| {
                let to = draft.add(then);
                draft.ends.push((to, (day + 1, rest), weekends));
                to
            });
            draft.link((from, to, class), hours);
        }
    }

    /// Whether hours of the window are counted.
    fn counts_hours(&self) -> bool {
        self.span_days[0].is_counted
    }

    /// How many weekends count where some days are worked.
    fn weekends_in(&self, days: Range<usize>) -> i32 {
        let mut weeks: Vec<i32> = self.weekends[days].iter().copied().flatten().collect();
        weeks.dedup();
        weeks.len() as i32
    }

    /// The place of a rest in its layer. After the last day all are alike.
    fn name(&mut self, layer: usize, state: &State) -> usize {
        let rests = &mut self.rests[layer];
        let is_same = |known: &State| layer == self.terms.days.len() || known == state;
        rests.iter().position(is_same).unwrap_or_else(|| {
            rests.push(state.clone());
            rests.len() - 1
        })
    }

    /// A stint whose arrays are laid out.
    fn settled(&self, draft: Draft, (day, rest): (usize, usize)) -> Stint {
        let width = |node: &Node| (node.hours.1 - node.hours.0 + 1) as usize;
        let mut first = vec![0];
        draft.nodes.iter().for_each(|node| first.push(first[first.len() - 1] + width(node)));
        let step = |&(from, to, class): &(usize, usize, u32)| {
            let (source, target) = (&draft.nodes[from], &draft.nodes[to]);
            let units = if self.counts_hours() { self.classes.made[class as usize].units } else { 0 };
            let then = first[to] + (source.hours.0 + units - target.hours.0) as usize;
            (class, Move { from: first[from] as u32, to: then as u32, length: width(source) as u32 })
        };
        let end = |&(node, (layer, rest), weekends): &(usize, (usize, usize), i32)| End {
            layer,
            rest,
            place: first[node],
            hours: draft.nodes[node].hours,
            weekends,
        };
        Stint {
            day,
            rest,
            offset: 0,
            places: first[draft.nodes.len()],
            steps: draft.links.iter().map(step).collect(),
            ends: draft.ends.iter().map(end).collect(),
        }
    }

    /// By layer, the hours that lines may have from which an end is reached.
    fn hours(&self) -> Vec<(i32, i32)> {
        let last = self.terms.days.len();
        let allowed = |layer: usize| {
            let Some(day) = layer.checked_sub(1).map(|day| &self.span_days[day]) else { return (0, 0) };
            day.end.unwrap_or((day.least, day.most))
        };
        let mut hours = vec![NO_HOURS; last + 1];
        hours[0] = (0, 0);
        for stint in &self.stints {
            let from = hours[stint.day];
            for end in stint.ends.iter().filter(|_| !is_none(from)) {
                let there = both((from.0 + end.hours.0, from.1 + end.hours.1), allowed(end.layer));
                hours[end.layer] = hull(hours[end.layer], there);
            }
        }
        let mut useful = vec![NO_HOURS; last + 1];
        useful[last] = hours[last];
        for stint in self.stints.iter().rev() {
            for end in &stint.ends {
                let then = useful[end.layer];
                if !is_none(then) {
                    let here = (then.0 - end.hours.1, then.1 - end.hours.0);
                    useful[stint.day] = hull(useful[stint.day], both(here, hours[stint.day]));
                }
            }
        }
        useful
    }
}

impl Draft {
    fn add(&mut self, state: State) -> usize {
        self.nodes.push(Node { state, hours: NO_HOURS });
        self.nodes.len() - 1
    }

    fn link(&mut self, link: (usize, usize, u32), hours: (i32, i32)) {
        let there = &mut self.nodes[link.1].hours;
        *there = hull(*there, hours);
        self.links.push(link);
    }
}

/// A state after a day, that of the next week where one ends with it.
fn after(rules: &Rules, day: usize, state: State) -> State {
    let is_end = rules.terms.weeks.iter().any(|week| week.end == day + 1);
    if is_end { rules.next_week(day, state) } else { state }
}

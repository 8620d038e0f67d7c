use std::cell::Cell;

use super::super::moves::Move;
use super::{End, Path, Stint, Stints};

thread_local! {
    /// The arrays of the last sweep: new ones would take longer than the sweeps.
    static SPARE: Cell<(Vec<f64>, Vec<f64>)> = const { Cell::new((Vec::new(), Vec::new())) };
}

/// What the cheapest ways cost, from the start to each place of the layers, and from the first day of each stint to each place
/// of its.
pub(super) struct Swept {
    pub layers: Vec<f64>,
    pub stints: Vec<f64>,
}

/// A place of a layer.
#[derive(Clone, Copy)]
struct Place {
    layer: usize,
    rest: usize,
    weekends: i32,
    hours: i32,
}

impl Stints {
    /// The cheapest line for each number of weekends and hours, cheapest first, at most `most` of them.
    pub fn cheapest(&self, class_costs: &[f64], most: usize) -> Vec<Path> {
        let swept = self.sweep(class_costs);
        let layer = self.layers.len() - 1;
        let last = &self.layers[layer];
        let cost = |of: &Place| {
            swept.layers[last.offset + last.row(0, of.weekends) + (of.hours - last.hours.0) as usize]
        };
        let all = (last.weekends.0..=last.weekends.1).filter(|_| last.rests > 0);
        let all = all.flat_map(|weekends| {
            (last.hours.0..=last.hours.1).map(move |hours| Place { layer, rest: 0, weekends, hours })
        });
        let mut ends: Vec<(f64, Place)> =
            all.map(|of| (cost(&of), of)).filter(|end| end.0.is_finite()).collect();
        ends.sort_by(|one, other| one.0.total_cmp(&other.0));
        ends.truncate(most);
        ends.into_iter().map(|(cost, of)| self.trace(&swept, class_costs, (cost, of))).collect()
    }

    /// Finds the least cost of every place.
    pub(super) fn sweep(&self, class_costs: &[f64]) -> Swept {
        let mut swept = Swept::of(self);
        if let Some(start) = swept.layers.first_mut() {
            *start = 0.0;
        }
        for stint in &self.stints {
            let inside = &mut swept.stints[stint.offset..][..stint.places];
            inside[0] = 0.0;
            for (class, step) in &stint.steps {
                let cost = class_costs[*class as usize];
                if cost < f64::INFINITY {
                    let (before, after) = inside.split_at_mut(step.to as usize);
                    Move { to: 0, ..*step }.relax(cost, before, after);
                }
            }
            for end in &stint.ends {
                let (before, after) = swept.layers.split_at_mut(self.layers[end.layer].offset);
                let from = &before[self.layers[stint.day].offset..];
                for (place, hours) in end.places().filter(|(place, _)| inside[*place] < f64::INFINITY) {
                    self.moves(stint, end, hours).for_each(|part| part.relax(inside[place], from, after));
                }
            }
        }
        swept
    }

    /// How a stint of so many hours moves the arrays of the layer it begins in to that in which it ends.
    pub(super) fn moves(&self, stint: &Stint, end: &End, hours: i32) -> impl Iterator<Item = Move> {
        let (from, to) = (&self.layers[stint.day], &self.layers[end.layer]);
        let first = from.hours.0.max(to.hours.0 - hours);
        let length = from.hours.1.min(to.hours.1 - hours) - first + 1;
        (from.weekends.0..=from.weekends.1).filter(move |_| length > 0).filter_map(move |weekends| {
            let then = (weekends + end.weekends).max(to.weekends.0);
            (then <= to.weekends.1).then(|| Move {
                from: (from.row(stint.rest, weekends) as i32 + first - from.hours.0) as u32,
                to: (to.row(end.rest, then) as i32 + first + hours - to.hours.0) as u32,
                length: length as u32,
            })
        })
    }

    /// The way back from a place of the last layer.
    fn trace(&self, swept: &Swept, class_costs: &[f64], (cost, end): (f64, Place)) -> Path {
        let mut classes = Vec::with_capacity(self.layers.len());
        let (mut at, mut so_far) = (end, cost);
        while at.layer > 0 {
            let before = self.before(swept, (at, so_far));
            let (stint, place, from, less) =
                before.expect("each cost but the first is that of a stint that ends there");
            self.trace_inside(swept, class_costs, (stint, place), &mut classes);
            (at, so_far) = (from, less);
        }
        classes.reverse();
        Path { cost, classes }
    }

    /// The stint by which a cost came, its place where it ended, and from where it came at what cost.
    fn before(&self, swept: &Swept, (at, cost): (Place, f64)) -> Option<(&Stint, usize, Place, f64)> {
        let arrivals = self.layers[at.layer].arrivals.iter();
        let arrivals = arrivals.map(|&(stint, end)| {
            let stint = &self.stints[stint as usize];
            (stint, &stint.ends[end as usize])
        });
        arrivals.filter(|(_, end)| end.rest == at.rest).find_map(|(stint, end)| {
            let layer = &self.layers[stint.day];
            end.places().find_map(|(place, units)| {
                let (of_stint, hours) = (swept.stints[stint.offset + place], at.hours - units);
                if !(layer.hours.0..=layer.hours.1).contains(&hours) {
                    return None;
                }
                let least = self.layers[at.layer].weekends.0;
                let mut rows = layer.weekends.0..=layer.weekends.1;
                rows.find_map(|weekends| {
                    let so_far =
                        layer.offset + layer.row(stint.rest, weekends) + (hours - layer.hours.0) as usize;
                    let so_far = swept.layers[so_far];
                    let is_it = (weekends + end.weekends).max(least) == at.weekends
                        && so_far.is_finite()
                        && so_far + of_stint == cost;
                    let from = Place { layer: stint.day, rest: stint.rest, weekends, hours };
                    is_it.then_some((stint, place, from, so_far))
                })
            })
        })
    }

    /// Adds the classes of a stint, the last first, back from one of its places.
    fn trace_inside(
        &self,
        swept: &Swept,
        class_costs: &[f64],
        (stint, end): (&Stint, usize),
        classes: &mut Vec<u32>,
    ) {
        let costs = &swept.stints[stint.offset..][..stint.places];
        let mut at = end;
        for (class, step) in stint.steps.iter().rev() {
            let (from, to) = (step.from as usize, step.to as usize);
            if (to..to + step.length as usize).contains(&at) {
                let before = from + at - to;
                if costs[before] + class_costs[*class as usize] == costs[at] {
                    classes.push(*class);
                    at = before;
                }
            }
        }
    }
}

impl Swept {
    /// Nothing reached yet.
    fn of(stints: &Stints) -> Self {
        let (mut layers, mut inside) = SPARE.take();
        for (costs, places) in [(&mut layers, stints.places), (&mut inside, stints.places_of_stints)] {
            costs.clear();
            costs.resize(places, f64::INFINITY);
        }
        Swept { layers, stints: inside }
    }
}

impl Drop for Swept {
    fn drop(&mut self) {
        SPARE.set((std::mem::take(&mut self.layers), std::mem::take(&mut self.stints)));
    }
}

use super::{Layer, Link, Network};

/// A part of the array of a link's start, and the part of the array of its end that it moves onto. Both lie inside the
/// arrays of their layers, as they are made of places there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    /// The first place of both, in the arrays of their layers.
    from: u32,
    to: u32,
    length: u32,
}

impl Move {
    /// Adds a cost on the way, and keeps what is less.
    pub fn relax(&self, cost: f64, from: &[f64], to: &mut [f64]) {
        let (first, then, length) = (self.from as usize, self.to as usize, self.length as usize);
        for (from, to) in from[first..first + length].iter().zip(&mut to[then..then + length]) {
            let cost = from + cost;
            *to = if cost < *to { cost } else { *to };
        }
    }

    /// The same on the way back, from what the ways from its end on cost.
    pub fn relax_back(&self, cost: f64, after: &[f64], from: &mut [f64]) {
        let back = Move { from: self.to, to: self.from, length: self.length };
        back.relax(cost, after, from);
    }

    /// The least cost of a way to it and one from it on.
    pub fn least(&self, before: &[f64], after: &[f64]) -> f64 {
        let (first, then, length) = (self.from as usize, self.to as usize, self.length as usize);
        let both = before[first..first + length].iter().zip(&after[then..then + length]);
        both.map(|(before, after)| before + after).fold(f64::INFINITY, f64::min)
    }
}

impl Network {
    /// The network with the moves of its links, which are always the same.
    pub fn with_moves(mut self) -> Self {
        for day in 0..self.layers.len() - 1 {
            let (mut moves, mut first_move) = (Vec::new(), vec![0]);
            for link in &self.layers[day].links {
                self.add_moves(day, link, &mut moves);
                first_move.push(moves.len() as u32);
            }
            (self.layers[day].moves, self.layers[day].first_move) = (moves, first_move);
        }
        self
    }

    /// Adds the moves of a link, those that lie side by side as one.
    fn add_moves(&self, day: usize, link: &Link, moves: &mut Vec<Move>) {
        let first = moves.len();
        let (source, target) =
            (&self.layers[day].bounds[link.from as usize], &self.layers[day + 1].bounds[link.to as usize]);
        let units = if self.span_days[day].is_counted { self.classes[link.class as usize].units } else { 0 };
        let plans = source.plan.0.max(target.plan.0 - units)..=source.plan.1.min(target.plan.1 - units);
        let mut add = |week: i32, plan: i32, length: i32| {
            let then = self.moved(day, (week, plan), link);
            let then = then.and_then(|(week, plan)| target.place(week, plan));
            let (Some(from), Some(to)) = (source.place(week, plan), then) else { return };
            let (from, to) =
                (place(&self.layers[day], link.from, from), place(&self.layers[day + 1], link.to, to));
            match moves[first..].last_mut() {
                Some(last) if last.ends_before(from, to) => last.length += length as u32,
                _ => moves.push(Move { from, to, length: length as u32 }),
            }
        };
        for week in source.week.0..=source.week.1 {
            if self.span_days[day].is_reset {
                // The count begins anew: many places lead to one.
                (source.plan.0..=source.plan.1).for_each(|plan| add(week, plan, 1));
            } else if !plans.is_empty() {
                add(week, *plans.start(), plans.end() - plans.start() + 1);
            }
        }
    }
}

impl Move {
    fn ends_before(&self, from: u32, to: u32) -> bool {
        (self.from + self.length, self.to + self.length) == (from, to)
    }
}

/// A place of a node's array in the arrays of its layer.
fn place(layer: &Layer, node: u32, place: usize) -> u32 {
    (layer.offsets[node as usize] + place) as u32
}

use super::super::moves::Move;
use super::{Days, Layer, Link};

impl Days {
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

/// A place of a node's array in the arrays of its layer.
fn place(layer: &Layer, node: u32, place: usize) -> u32 {
    (layer.offsets[node as usize] + place) as u32
}

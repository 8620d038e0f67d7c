use super::sweep::Swept;
use super::{Stint, Stints};
use crate::rostering::network::moves::Move;

impl Stints {
    /// By class, what the cheapest line with it costs: sweeps from both ends meet at its stints.
    pub fn through(&self, class_costs: &[f64]) -> Vec<f64> {
        let swept = self.sweep(class_costs);
        let mut through = vec![f64::INFINITY; self.classes.len()];
        let mut after = vec![f64::INFINITY; self.places];
        after[self.layers[self.layers.len() - 1].offset..].fill(0.0);
        let mut back = Vec::new();
        for stint in self.stints.iter().rev() {
            back.clear();
            back.resize(stint.places, f64::INFINITY);
            self.meet(stint, &swept, &mut after, &mut back);
            let inside = &swept.stints[stint.offset..][..stint.places];
            for (class, step) in stint.steps.iter().rev() {
                let cost = class_costs[*class as usize];
                if cost < f64::INFINITY {
                    let (before, then) = back.split_at_mut(step.to as usize);
                    let step = Move { to: 0, ..*step };
                    let through = &mut through[*class as usize];
                    *through = through.min(cost + step.least(inside, then));
                    step.relax_back(cost, then, before);
                }
            }
        }
        through
    }

    /// What the cheapest lines with the ends of a stint cost, the stint itself aside; and the ways from its rest on.
    fn meet(&self, stint: &Stint, swept: &Swept, after: &mut [f64], back: &mut [f64]) {
        let inside = &swept.stints[stint.offset..][..stint.places];
        let first = self.layers[stint.day].offset;
        for end in &stint.ends {
            let (from, then) = after.split_at_mut(self.layers[end.layer].offset);
            for (place, hours) in end.places().filter(|(place, _)| inside[*place] < f64::INFINITY) {
                for part in self.moves(stint, end, hours) {
                    back[place] = back[place].min(part.least(&swept.layers[first..], then));
                    part.relax_back(inside[place], then, &mut from[first..]);
                }
            }
        }
    }
}

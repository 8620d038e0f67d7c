use rayon::prelude::*;

use super::changes::Change;
use super::duals::Duals;
use super::engine::{Engine, Worth};
use super::generation::Generated;
use super::legal::Legal;
use super::window::{Group, Window};
use crate::error::Result;

/// What lines of a group cost at least, the cheapest and those with each choice.
pub(super) struct Least {
    pub line: f64,
    /// By day of the window and choice, a day off first.
    pub of: Vec<Vec<f64>>,
}

impl Window<'_> {
    /// Bars each choice of a day that is in no roster of less than `cutoff`; what was barred, so that it can be taken back.
    /// Nothing where there is no such roster at all.
    ///
    /// At the prices of a bound that is raised where a group takes the cheapest line with the choice in place of its cheapest: by
    /// what the one costs more. A choice by which the bound then reaches the cutoff is barred (path reduced costs: Irnich,
    /// Desaulniers, Desrosiers and Hadjar 2010).
    pub fn bar_dear(&mut self, generated: &Generated, cutoff: f64) -> Result<Option<Vec<Change>>> {
        let Some(duals) = &generated.duals else { return Ok(Some(Vec::new())) };
        let least = self.least(duals);
        let lines = least.iter().zip(&self.groups).map(|(least, group)| least.line * group.left as f64);
        let bound = duals.rest + lines.sum::<f64>();
        if bound.max(generated.bound) >= cutoff {
            return Ok(None);
        }
        let mut changes = Vec::new();
        for (group, least) in least.iter().enumerate() {
            // What costs without end is out already.
            let is_dear = |cost: f64| cost.is_finite() && bound + cost - least.line >= cutoff;
            let of_day = |(day, costs): (usize, &Vec<f64>)| {
                let dear = costs.iter().enumerate().filter(|(_, cost)| is_dear(**cost));
                dear.map(|(place, _)| (day, place.checked_sub(1).map(|choice| choice as u32)))
                    .collect::<Vec<_>>()
            };
            let dear: Vec<(usize, Option<u32>)> = least.of.iter().enumerate().flat_map(of_day).collect();
            if self.groups[group].left > 0 && !dear.is_empty() {
                changes.push(self.bar_all(group, dear));
            }
        }
        self.start()?;
        if self.lines_of.iter().any(Vec::is_empty) {
            self.undo_all(changes);
            return Ok(None);
        }
        Ok(Some(changes))
    }

    /// By group.
    pub fn least(&self, duals: &Duals) -> Vec<Least> {
        let presence = self.presence_prices(duals);
        let posts = &self.master.post_prices(self.engine.scenario, duals);
        let least = |of: &Group| {
            let worth = Worth { presence: &presence[of.skill_set], posts };
            self.engine.least(&of.legal, of.contract, &worth)
        };
        self.groups.par_iter().map(least).collect()
    }
}

impl Engine<'_> {
    /// What no legal line costs less than, and none with each choice, at the prices of limits and burdens as they stand.
    fn least(&self, legal: &Legal, contract: usize, worth: &Worth) -> Least {
        let classes =
            self.class_costs(legal, contract, worth, &(0..legal.terms.days.len()), &legal.limit_prices);
        let through = legal.network.through(&classes.costs);
        let at_prices = legal.limits_at_prices() + legal.burdens_at_prices();
        let bound = |cost: f64| legal.bound(cost - at_prices);
        let mut of: Vec<Vec<f64>> =
            legal.terms.days.iter().map(|day| vec![f64::INFINITY; day.choices.len() + 1]).collect();
        for (class, (&cost, &through)) in
            legal.network.classes().iter().zip(classes.costs.iter().zip(&through))
        {
            let of_day = &mut of[class.day];
            if class.members.is_empty() {
                of_day[0] = of_day[0].min(bound(through));
            }
            for &choice in &class.members {
                // Of a class the cheapest choice is on the way; another one costs so much more.
                let more = if cost.is_finite() { classes.of(class, choice) - cost } else { 0.0 };
                let of_choice = &mut of_day[choice as usize + 1];
                *of_choice = of_choice.min(bound(through + more));
            }
        }
        let line = bound(through.iter().copied().fold(f64::INFINITY, f64::min));
        Least { line, of }
    }
}

use rayon::prelude::*;

use super::ascent::Ascent;
use super::duals::PostPrices;
use super::engine::{PricedLine, Worth};
use super::prices::PresencePrices;
use super::residual::Residual;
use super::state::Lines;
use super::window::{Group, Window};
use crate::model::{Shift, Watch};

/// Times that everyone may choose anew,
const SWEEPS: usize = 3;
/// a few at once, so that the roster does not depend on how many threads there are,
const FEW: usize = 4;
/// and how often the prices of an agent's limits may move each time.
const ROUNDS: usize = 20;

/// The line a group holds.
struct Held {
    line: PricedLine,
    /// Whether it keeps all rules, the limits beside its network included.
    is_legal: bool,
}

impl Window<'_> {
    /// The roster of the latest lines of a long plan, in which one agent after the other takes a cheap line beside all others'
    /// that keeps all rules. Those for whom none was found have the line of `lines`.
    pub fn mended_within_limits(&mut self, ascent: &Ascent, lines: &Lines, watch: &dyn Watch) -> Lines {
        let days = self.engine.free_days();
        let mut residual = Residual::new(self.engine);
        for (agent, line) in self.engine.settled.of.iter().enumerate() {
            residual.put(self.engine.skill_set_of(agent), line, &[], 1.0);
        }
        let mut held = self.held(ascent);
        for (group, held) in self.groups.iter().zip(&held) {
            residual.put(group.skill_set, &held.line.shifts, &[], 1.0);
        }
        let groups: Vec<usize> = (0..self.groups.len()).collect();
        for few in (0..SWEEPS).flat_map(|_| groups.chunks(FEW)) {
            if watch.should_stop() {
                break;
            }
            let found = self.lines_beside(few, &held, &mut residual);
            for (&group, found) in few.iter().zip(found) {
                swap_if_better(&mut held[group], found, self.groups[group].skill_set, &mut residual);
            }
        }
        let mut mended = lines.clone();
        for (Group { agents, .. }, held) in self.groups.iter().zip(held).filter(|(_, held)| held.is_legal) {
            agents.iter().for_each(|&agent| mended.replace(agent, &days, held.line.shifts.clone()));
        }
        mended
    }

    /// The latest lines.
    fn held(&self, ascent: &Ascent) -> Vec<Held> {
        let presence = &PresencePrices::none(&self.engine.scenario.grid);
        let worth = &Worth { presence, posts: &self.prices_of(ascent) };
        let latest = self.groups.iter().zip(&ascent.taken);
        latest
            .map(|(Group { legal, contract, .. }, taken)| {
                let line = self.engine.line(legal, *contract, worth, (&taken.line, 0.0));
                let is_line = legal.network.is_line(&line.choices);
                Held { is_legal: is_line && legal.is_within_limits(&line.choices), line }
            })
            .collect()
    }

    /// A cheap line for each of a few groups beside those that all others hold, as far as one was found.
    fn lines_beside(
        &mut self,
        few: &[usize],
        held: &[Held],
        residual: &mut Residual,
    ) -> Vec<Option<PricedLine>> {
        let (engine, groups) = (self.engine, &self.groups);
        let worth = |&group: &usize| {
            let (skill_set, shifts) = (groups[group].skill_set, &held[group].line.shifts);
            residual.put(skill_set, shifts, &[], -1.0);
            let posts = residual.post_worth();
            residual.put(skill_set, shifts, &[], 1.0);
            (group, posts)
        };
        let worths: Vec<(usize, PostPrices)> = few.iter().map(worth).collect();
        let presence = &PresencePrices::none(&engine.scenario.grid);
        let cheap = |(group, posts): &(usize, PostPrices)| {
            let mut legal = groups[*group].legal.clone();
            let worth = &Worth { presence, posts };
            let line = engine.cheap(&mut legal, groups[*group].contract, worth, ROUNDS).lines.pop();
            (line, legal.limit_prices)
        };
        let found: Vec<(Option<PricedLine>, Vec<f64>)> = worths.par_iter().map(cheap).collect();
        let mut lines = Vec::with_capacity(few.len());
        for (&group, (line, prices)) in few.iter().zip(found) {
            self.groups[group].legal.limit_prices = prices;
            lines.push(line);
        }
        lines
    }
}

/// Gives a group the line found, where it costs less beside all others' or the one held is not legal.
fn swap_if_better(held: &mut Held, found: Option<PricedLine>, skill_set: usize, residual: &mut Residual) {
    let Some(found) = found else { return };
    residual.put(skill_set, &held.line.shifts, &[], -1.0);
    let posts = residual.post_worth();
    let worth = |shift: &Shift| shift.template.map_or(0.0, |template| posts.get(shift.day, template));
    let reduced = |line: &PricedLine| line.cost - line.shifts.iter().map(worth).sum::<f64>();
    if !held.is_legal || reduced(&found) < reduced(&held.line) {
        *held = Held { line: found, is_legal: true };
    }
    residual.put(skill_set, &held.line.shifts, &[], 1.0);
}

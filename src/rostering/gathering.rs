use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::ascent::Ascent;
use super::duals::PostPrices;
use super::engine::{PricedLine, Worth};
use super::prices::PresencePrices;
use super::residual::Residual;
use super::state::Lines;
use super::window::{Group, Window};
use crate::model::{Shift, Watch};

/// Times that everyone chooses anew at first, and the share that posts left by all others have then in what lines are
/// worth: all of it in the end.
const SWEEPS: usize = 60;
const FIRST_SHARE: f64 = 0.5;
/// Times that everyone may then choose what saves,
const LAST_SWEEPS: usize = 3;
/// a few at once, so that the roster does not depend on how many threads there are,
const FEW: usize = 4;
/// and how often the prices of an agent's limits may move each time, at first and then.
const ROUNDS: usize = 2;
const LAST_ROUNDS: usize = 20;

/// The line a group holds.
struct Held {
    line: PricedLine,
    /// Whether it keeps all rules, the limits beside its network included.
    is_legal: bool,
}

/// What lines are chosen by: what posts are worth.
#[derive(Clone, Copy)]
enum By<'a> {
    /// So large a share of what all others leave, and for the rest these prices.
    Prices(f64, &'a PostPrices),
    /// What all others leave.
    Posts,
}

/// Who holds which line, and what that leaves.
struct Gathered<'a> {
    held: Vec<Held>,
    residual: Residual<'a>,
}

impl<'a> Window<'a> {
    /// A roster of a long plan, to which the lines come that an ascent ended with: one agent after the other takes a cheap line
    /// beside all others'. At first what a post is worth lies between its price and what is left of it, so that agents
    /// leave posts that others fill at little cost; then only what saves is taken. Agents for whom no line was found that
    /// keeps all rules, or of whom not all were asked, have that of `lines`.
    pub fn gathered(&mut self, ascent: &Ascent, lines: &Lines, watch: &dyn Watch) -> Lines {
        let prices = &self.prices_of(ascent);
        let mut gathered = self.latest(ascent);
        let mut random = Pcg64::seed_from_u64(0);
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        for sweep in 0..SWEEPS {
            order.shuffle(&mut random);
            let share = FIRST_SHARE + (1.0 - FIRST_SHARE) * sweep as f64 / SWEEPS as f64;
            if !self.sweep(&order, By::Prices(share, prices), &mut gathered, watch) {
                break;
            }
        }
        for _ in 0..LAST_SWEEPS {
            order.shuffle(&mut random);
            self.sweep(&order, By::Posts, &mut gathered, watch);
        }
        let (mut roster, days) = (lines.clone(), self.engine.free_days());
        let keeps_rules =
            |(group, held): &(&Group, Held)| held.is_legal && !group.legal.terms.is_any_waived();
        let legal = self.groups.iter().zip(gathered.held).filter(keeps_rules);
        for (Group { agents, .. }, held) in legal {
            agents.iter().for_each(|&agent| roster.replace(agent, &days, held.line.shifts.clone()));
        }
        roster
    }

    /// Everyone chooses anew, in some order; whether any line is another one now.
    fn sweep(&mut self, order: &[usize], by: By, gathered: &mut Gathered, watch: &dyn Watch) -> bool {
        let mut is_changed = false;
        for few in order.chunks(FEW) {
            if watch.should_stop() {
                return false;
            }
            let found = self.lines_beside(few, by, gathered);
            for (&group, found) in few.iter().zip(found) {
                let Some(found) = found else { continue };
                let skill_set = self.groups[group].skill_set;
                is_changed |= found.choices != gathered.held[group].line.choices;
                match by {
                    By::Prices(..) => gathered.give(group, found, skill_set),
                    By::Posts => gathered.give_if_better(group, found, skill_set),
                }
            }
        }
        is_changed
    }

    /// The lines an ascent ended with.
    fn latest(&self, ascent: &Ascent) -> Gathered<'a> {
        let presence = &PresencePrices::none(&self.engine.scenario.grid);
        let worth = &Worth { presence, posts: &self.prices_of(ascent) };
        let mut residual = Residual::new(self.engine);
        for (agent, line) in self.engine.settled.of.iter().enumerate() {
            residual.put(self.engine.skill_set_of(agent), line, &[], 1.0);
        }
        let mut held = Vec::with_capacity(self.groups.len());
        for (Group { legal, contract, skill_set, .. }, taken) in self.groups.iter().zip(&ascent.taken) {
            let line = self.engine.line(legal, *contract, worth, (&taken.line, 0.0));
            let is_legal = legal.network.is_line(&line.choices) && legal.is_within_limits(&line.choices);
            residual.put(*skill_set, &line.shifts, &[], 1.0);
            held.push(Held { line, is_legal });
        }
        Gathered { held, residual }
    }

    /// A cheap line for each of a few groups beside those that all others hold, as far as one was found.
    fn lines_beside(&mut self, few: &[usize], by: By, gathered: &mut Gathered) -> Vec<Option<PricedLine>> {
        let (engine, groups) = (self.engine, &self.groups);
        let worth = |&group: &usize| (group, gathered.worth(group, groups[group].skill_set, by));
        let worths: Vec<(usize, PostPrices)> = few.iter().map(worth).collect();
        let presence = &PresencePrices::none(&engine.scenario.grid);
        let rounds = if matches!(by, By::Posts) { LAST_ROUNDS } else { ROUNDS };
        let cheap = |(group, posts): &(usize, PostPrices)| {
            let mut legal = groups[*group].legal.clone();
            let worth = &Worth { presence, posts };
            let line = engine.cheap(&mut legal, groups[*group].contract, worth, rounds).lines.pop();
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

impl Gathered<'_> {
    /// What posts are worth to a group beside all others.
    fn worth(&mut self, group: usize, skill_set: usize, by: By) -> PostPrices {
        let Gathered { held, residual } = self;
        residual.put(skill_set, &held[group].line.shifts, &[], -1.0);
        let worth = match by {
            By::Prices(share, prices) => residual.post_worth_beside(prices, share),
            By::Posts => residual.post_worth(),
        };
        residual.put(skill_set, &held[group].line.shifts, &[], 1.0);
        worth
    }

    /// Gives a group a line.
    fn give(&mut self, group: usize, line: PricedLine, skill_set: usize) {
        self.residual.put(skill_set, &self.held[group].line.shifts, &[], -1.0);
        self.residual.put(skill_set, &line.shifts, &[], 1.0);
        self.held[group] = Held { line, is_legal: true };
    }

    /// Gives a group a line, where it costs less beside all others' or the one held is not legal.
    fn give_if_better(&mut self, group: usize, found: PricedLine, skill_set: usize) {
        let posts = self.worth(group, skill_set, By::Posts);
        let worth = |shift: &Shift| shift.template.map_or(0.0, |template| posts.get(shift.day, template));
        let reduced = |line: &PricedLine| line.cost - line.shifts.iter().map(worth).sum::<f64>();
        let held = &self.held[group];
        if !held.is_legal || reduced(&found) < reduced(&held.line) {
            self.give(group, found, skill_set);
        }
    }
}

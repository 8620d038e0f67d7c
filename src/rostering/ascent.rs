use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::duals::{Duals, PostPrices};
use super::engine::{Engine, PricedLine, Worth};
use super::limits::Relaxed;
use super::prices::PresencePrices;
use super::scarcity::Scarcity;
use super::taken::Taken;
use super::window::{Group, Window};
use crate::model::Watch;

/// How prices move.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// So few groups choose between two moves.
    few: usize,
    /// By how much a price moves for each one missing in the first pass, as a share of its scale: half as much after so many
    /// passes, a third after twice as many.
    step: f64,
    half_after: f64,
    /// The step tried too where the bound still rises after the trial.
    larger_step: f64,
    /// Passes until prices keep half of their speed.
    ramp: f64,
    /// Where the bound rises by less than this share between some computed one after the other it has come far enough.
    little: f64,
}

/// Posts rise from nothing.
const POSTS: Pace = Pace { few: 8, step: 0.1, half_after: 1.0, larger_step: 0.3, ramp: 0.0, little: 2e-3 };
/// Presence is worth something from the start.
const PRESENCE: Pace =
    Pace { few: 20, step: 4e-3, half_after: 100.0, larger_step: 5e-2, ramp: 3.0, little: 1e-4 };
/// It begins at its wage, one of these multiples, or the price of one short.
const LEVELS: [f64; 6] = [0.0, 0.25, 0.5, 0.75, 2.0, 4.0];
/// Work that may wait adds up over many intervals: its prices move by this share.
const OF_WORK: f64 = 0.1;
/// Where wages are less than this share of the price of one short, that share stands for them.
const LEAST_WORTH: f64 = 0.02;
/// The larger step is tried where the bound still rises by this share between two computed after so many passes: where people are
/// missing day after day prices have far to go.
const TRIAL: usize = 120;
const STILL_RISING: f64 = 1e-2;
/// After so many passes prices are good enough for a roster to be made by them: more raise the bound, and hardly help it.
const GOOD_ENOUGH: usize = 100;
/// How much of their speed prices keep from pass to pass.
const MOMENTUM: f64 = 0.99;
/// How much of the mean price is from before the last pass.
const MEMORY: f64 = 0.8;
/// Around prices that are about right they move as if so many passes had gone before.
const AS_AFTER: usize = 30;
/// The bound is computed after each so many passes, and whether it has come far enough told by so many in a row.
const BETWEEN: usize = 10;
const LATELY: usize = 5;

/// Prices by row of the program, and by group and limit.
#[derive(Clone)]
struct Point {
    rows: Vec<f64>,
    limits: Vec<Vec<f64>>,
}

/// How far prices have come that rise where somebody is missing.
pub(super) struct Ascent {
    at: Point,
    speed: Vec<f64>,
    mean: Point,
    /// The prices of the best bound.
    best: Point,
    /// What no roster costs less than,
    pub bound: f64,
    /// and what that was at first and after each so many passes.
    bounds: Vec<f64>,
    passes: usize,
    /// By group.
    pub taken: Vec<Taken>,
    random: Pcg64,
    pace: Pace,
    /// By row, and for limits.
    scales: Vec<f64>,
    scale_of_limits: f64,
}

/// What presence, by skill set, and posts are worth at some prices.
pub(super) struct Valued {
    duals: Duals,
    presence: Vec<PresencePrices>,
    posts: PostPrices,
}

impl Valued {
    /// What a line is worth to agents of a skill set.
    pub fn worth(&self, skill_set: usize) -> Worth<'_> {
        Worth { presence: &self.presence[skill_set], posts: &self.posts }
    }
}

impl Ascent {
    /// The bound so many computed ones before the last.
    fn bound_before(&self, computed: usize) -> Option<f64> {
        self.bounds.len().checked_sub(computed + 1).map(|place| self.bounds[place])
    }

    /// Whether the bound has risen much since it was computed the time before.
    fn is_still_rising(&self) -> bool {
        self.bound_before(1).is_some_and(|before| self.bound - before > STILL_RISING * self.bound.abs())
    }

    /// Whether the bound has left where it began, and risen little of late.
    fn is_far_enough(&self) -> bool {
        self.bound_before(LATELY).is_some_and(|before| {
            before > self.bounds[0] && self.bound - before < self.pace.little * self.bound.abs()
        })
    }
}

impl Window<'_> {
    /// Raises the bound of a program without solving it, as far as it soon goes: that of posts from nothing on, that of presence
    /// from a level at which the bound is high.
    ///
    /// The bound is concave in the prices, and a sum over groups. A few at a time take their cheapest line, and the
    /// prices move along the slope of their part of it (incremental subgradient method: Nedić and Bertsekas 2001); they
    /// keep their speed from pass to pass (Polyak 1964), as where many posts are short together each single one
    /// is short only now and then. What is limited for a single agent is priced like posts.
    pub fn ascend(&mut self, passes: usize, watch: &dyn Watch) -> Ascent {
        let mut ascent = self.ascent(self.pace());
        self.rise(&mut ascent, passes, watch);
        ascent
    }

    /// The same for as long as a roster can be made by the prices, and then for as long as `brief` lets it: by a larger
    /// step, where the usual one has not come far and that one comes further.
    pub fn ascend_far(&mut self, passes: usize, watch: &dyn Watch, brief: &dyn Watch) -> Ascent {
        let mut ascent = self.ascent(self.pace());
        self.rise(&mut ascent, GOOD_ENOUGH.min(passes), watch);
        self.rise(&mut ascent, TRIAL.min(passes), brief);
        if ascent.is_still_rising() && !brief.should_stop() {
            let mut other = self.ascent(Pace { step: ascent.pace.larger_step, ..ascent.pace });
            self.rise(&mut other, TRIAL.min(passes), brief);
            if other.bound > ascent.bound {
                ascent = other;
            }
        }
        self.rise(&mut ascent, passes, brief);
        ascent
    }

    /// Lets prices that are about right already move for so many passes: for the lines that are taken there, of which a program
    /// can be put together that is as good as solved.
    pub fn ascend_near(&mut self, posts: &PostPrices, passes: usize, watch: &dyn Watch) -> Ascent {
        let mut ascent = self.ascent(self.pace());
        ascent.at.rows = self.master.priced_at(posts).into_prices();
        ascent.mean = ascent.at.clone();
        self.prove(&mut ascent);
        for pass in (0..passes).take_while(|_| !watch.should_stop()) {
            self.pass(&mut ascent, AS_AFTER + pass, MOMENTUM);
        }
        self.prove(&mut ascent);
        ascent
    }

    /// Goes on until there were so many passes in all, or the bound has come far enough.
    fn rise(&mut self, ascent: &mut Ascent, passes: usize, watch: &dyn Watch) {
        while ascent.passes < passes && !ascent.is_far_enough() && !watch.should_stop() {
            self.pass(ascent, ascent.passes, MOMENTUM);
            ascent.passes += 1;
            if ascent.passes.is_multiple_of(BETWEEN) {
                self.prove(ascent);
                ascent.bounds.push(ascent.bound);
            }
        }
    }

    /// The prices an ascent came to.
    pub fn prices_of(&self, ascent: &Ascent) -> PostPrices {
        self.master.post_prices(self.engine.scenario, &self.duals_at(ascent))
    }

    /// The same by row.
    pub fn duals_at(&self, ascent: &Ascent) -> Duals {
        self.master.duals_of(ascent.best.rows.clone())
    }

    /// The bound at the best prices where lines may be ahead or behind of an even spread as far as they like, and what hours and
    /// weekends of each agent are to cost there.
    pub fn without_leeway(&self, ascent: &Ascent) -> (f64, Vec<Scarcity>) {
        let engine = self.engine;
        let presence = &PresencePrices::none(&engine.scenario.grid);
        let duals = self.duals_at(ascent);
        let posts = &self.master.post_prices(engine.scenario, &duals);
        let worth = &Worth { presence, posts };
        let found = |(group, prices): (&Group, &Vec<f64>)| {
            let (mut legal, weekends) = engine.loosely_legal(group.agents[0])?;
            legal.limit_prices.iter_mut().zip(prices).for_each(|(price, &of)| *price = of);
            let bound = match weekends {
                Some(place) => engine.bound_by_limit(&mut legal, group.contract, worth, place)?,
                None => engine.relaxed(&legal, group.contract, worth)?.bound,
            };
            let scarcity = engine.price_scarce((&legal, weekends), group.contract, worth);
            Some((bound * group.left as f64, scarcity))
        };
        let groups = self.groups.par_iter().zip(&ascent.best.limits);
        let found: Vec<Option<(f64, Scarcity)>> = groups.map(found).collect();
        let mut scarcity = vec![Scarcity::default(); engine.scenario.agents.len()];
        for (group, found) in self.groups.iter().zip(&found) {
            let of = found.map_or(Scarcity::default(), |found| found.1);
            group.agents.iter().for_each(|&agent| scarcity[agent] = of);
        }
        let bounds: Option<f64> = found.iter().map(|found| found.map(|found| found.0)).sum();
        (bounds.map_or(f64::NEG_INFINITY, |bounds| duals.rest + bounds), scarcity)
    }

    fn pace(&self) -> Pace {
        if self.engine.scenario.queues.is_empty() { POSTS } else { PRESENCE }
    }

    /// What presence is worth in an interval at first: its mean wage, or else a little of what one short costs.
    fn wage(&self) -> f64 {
        let Engine { scenario, cover, .. } = self.engine;
        let wages = self.groups.iter().map(|of| scenario.contracts[of.contract].wage_per_hour.major());
        let wage = wages.sum::<f64>() / self.groups.len().max(1) as f64 * cover.hours;
        wage.max(LEAST_WORTH * cover.short_price)
    }

    /// What a post that asks for somebody costs for each one missing, on average.
    fn under_cost(&self) -> f64 {
        let asking = self.engine.scenario.posts.iter().filter(|post| post.required > 0);
        let missing: Vec<f64> = asking.map(|post| post.under_cost.major()).collect();
        missing.iter().sum::<f64>() / missing.len().max(1) as f64
    }

    fn ascent(&mut self, pace: Pace) -> Ascent {
        let wage = self.wage();
        let limits = self.groups.iter().map(|group| group.legal.limit_prices.clone()).collect();
        let at = Point { rows: self.master.at_wage(wage).into_prices(), limits };
        let scales = self.master.scales(wage, OF_WORK, self.under_cost());
        let mut ascent = Ascent {
            speed: vec![0.0; at.rows.len()],
            mean: at.clone(),
            best: at.clone(),
            at,
            bound: f64::NEG_INFINITY,
            bounds: Vec::new(),
            passes: 0,
            taken: self.groups.iter().map(|group| Taken::nothing(group.legal.terms.days.len())).collect(),
            random: Pcg64::seed_from_u64(0),
            pace,
            scale_of_limits: scales.iter().copied().fold(0.0, f64::max),
            scales,
        };
        self.prove(&mut ascent);
        if !self.engine.scenario.queues.is_empty() {
            self.begin_at_best_level(&mut ascent, wage);
        }
        ascent.bounds.push(ascent.bound);
        ascent
    }

    /// Begins where the bound is highest of some multiples of the wage and the price of one short: presence is worth less where
    /// people are there anyway, and more where they are lacking.
    fn begin_at_best_level(&mut self, ascent: &mut Ascent, wage: f64) {
        let short = self.engine.cover.short_price;
        for worth in LEVELS.map(|level| level * wage).into_iter().chain([short]) {
            ascent.mean.rows = self.master.at_wage(worth).into_prices();
            self.prove(ascent);
        }
        (ascent.at, ascent.mean) = (ascent.best.clone(), ascent.best.clone());
    }

    /// Everyone chooses once, a few at a time, and prices move.
    pub fn pass(&mut self, ascent: &mut Ascent, passes: usize, momentum: f64) {
        let Pace { few, step, half_after, ramp, .. } = ascent.pace;
        let step = step / (1.0 + passes as f64 / half_after);
        let momentum = momentum.min((passes as f64 + 1.0) / (passes as f64 + 1.0 + ramp));
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        order.shuffle(&mut ascent.random);
        let parts = order.len().div_ceil(few) as f64;
        let all: usize = self.groups.iter().map(|group| group.left).sum();
        let mut slope = vec![0.0; ascent.speed.len()];
        let mut mean = vec![0.0; ascent.speed.len()];
        let mut valued = self.valued(&ascent.at.rows);
        for few in order.chunks(few) {
            let lines = self.choose(few, &valued, &ascent.at.limits);
            let left: usize = few.iter().map(|&group| self.groups[group].left).sum();
            let mut part = self.master.missing(&valued.duals);
            part.iter_mut().for_each(|missing| *missing *= left as f64 / all.max(1) as f64);
            for (&group, line) in few.iter().zip(lines) {
                self.take(group, &line.choices, &valued, &mut part);
                // Agents seldom have too much of it, so that these prices need no speed.
                let limits = ascent.at.limits[group].iter_mut().zip(&line.beyond);
                let step = step * ascent.scale_of_limits;
                limits.for_each(|(price, beyond)| *price = (*price + step * beyond).max(0.0));
                ascent.taken[group].add(line.choices);
            }
            self.master.demand.send(&valued.duals, &mut part);
            for (row, price) in ascent.at.rows.iter_mut().enumerate() {
                *price += step * ascent.scales[row] * (part[row] + ascent.speed[row] / parts);
                slope[row] += part[row];
            }
            valued = self.valued(&ascent.at.rows);
            ascent.at.rows.copy_from_slice(valued.duals.prices());
            mean.iter_mut().zip(&ascent.at.rows).for_each(|(mean, price)| *mean += price / parts);
        }
        let speed = ascent.speed.iter_mut().zip(&slope);
        speed.for_each(|(speed, slope)| *speed = momentum * (*speed + slope));
        let limits = ascent.mean.limits.iter_mut().flatten().zip(ascent.at.limits.iter().flatten());
        let all = ascent.mean.rows.iter_mut().zip(&mean).chain(limits);
        all.for_each(|(old, new)| *old = MEMORY * *old + (1.0 - MEMORY) * new);
    }

    /// Computes the bound at the mean prices.
    fn prove(&mut self, ascent: &mut Ascent) {
        let at = ascent.mean.clone();
        let all: Vec<usize> = (0..self.groups.len()).collect();
        let valued = self.valued(&at.rows);
        let lines = self.choose(&all, &valued, &at.limits);
        let of_lines = lines.iter().zip(&self.groups).map(|(line, group)| line.bound * group.left as f64);
        let bound = valued.duals.rest + of_lines.sum::<f64>();
        if bound > ascent.bound {
            (ascent.best, ascent.bound) = (at, bound);
        }
    }

    /// What presence and posts are worth at the best prices.
    pub fn valued_at(&self, ascent: &Ascent) -> Valued {
        self.valued(&ascent.best.rows)
    }

    /// The same at prices by row.
    fn valued(&self, rows: &[f64]) -> Valued {
        let duals = self.master.duals_of(rows.to_vec());
        let presence = self.presence_prices(&duals);
        let posts = self.master.post_prices(self.engine.scenario, &duals);
        Valued { duals, presence, posts }
    }

    /// The cheapest lines of some groups.
    fn choose(&mut self, groups: &[usize], valued: &Valued, limits: &[Vec<f64>]) -> Vec<Relaxed> {
        for &group in groups {
            self.groups[group].legal.limit_prices.clone_from(&limits[group]);
        }
        let choose = |&group: &usize| {
            let Group { legal, contract, skill_set, .. } = &self.groups[group];
            let found = self.engine.relaxed(legal, *contract, &valued.worth(*skill_set));
            found.unwrap_or_else(|| Relaxed::idle(legal))
        };
        groups.par_iter().map(choose).collect()
    }

    /// Takes those who work a line away from what is missing.
    fn take(&self, group: usize, line: &[Option<u32>], valued: &Valued, missing: &mut [f64]) {
        let Group { legal, left, skill_set, .. } = &self.groups[group];
        for (choice, day) in line.iter().zip(&legal.terms.days) {
            let choice = choice.map(|choice| &day.choices[choice as usize]);
            if let Some(row) = choice.and_then(|choice| self.master.post_row(choice.day, choice.template)) {
                missing[row.index()] -= *left as f64;
            }
        }
        if !self.engine.scenario.queues.is_empty() {
            let shifts = self.engine.shifts(legal, &valued.worth(*skill_set), 0, line);
            let mut presence = self.engine.presence(&legal.terms, &shifts);
            presence.iter_mut().for_each(|(_, share)| *share *= *left as f64);
            self.master.take(&self.engine.cover, *skill_set, &presence, missing);
        }
    }

    /// Legal lines that groups took of late while prices rose.
    pub fn lines_taken(&self, ascent: &Ascent) -> Vec<(usize, PricedLine)> {
        let engine = self.engine;
        let valued = self.valued_at(ascent);
        let priced = |(group, taken): (usize, &Taken)| {
            let Group { legal, contract, skill_set, .. } = &self.groups[group];
            let worth = valued.worth(*skill_set);
            let is_legal = |line: &&Vec<Option<u32>>| legal.is_within_limits(line);
            let line = |line: &Vec<Option<u32>>| (group, engine.line(legal, *contract, &worth, (line, 0.0)));
            taken.late().filter(is_legal).map(line).collect::<Vec<_>>()
        };
        ascent.taken.iter().enumerate().flat_map(priced).collect()
    }
}

use std::ops::Range;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::engine::Engine;
use super::frames::between;
use super::improvement::{Improved, Incumbent};
use super::window::Frame;

/// What is remembered of an arm's yield when it is tried again.
const MEMORY: f64 = 0.8;
/// The most days of a few agents.
const LONGEST: i32 = 84;
/// An arm is never tried less often than with this weight, of the best arm's.
const LEAST_WEIGHT: f64 = 0.1;

/// Neighbourhoods of a roster in which only posts are to be filled: some agents on some days.
///
/// Which kind to try next is drawn by what each saved for its work so far, so that sizes suit the plan and the stage
/// of the search.
pub(super) struct Neighbourhoods {
    arms: Vec<Arm>,
    /// The days that may be changed.
    days: Range<i32>,
}

/// A kind of neighbourhood.
struct Arm {
    shape: Shape,
    /// What it saved lately, for each unit of work; more than anything before it was tried.
    yields: f64,
}

/// How much of the roster is free.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// So many days in a row,
    days: i32,
    /// of so many agents; all of them where there are no more.
    agents: usize,
}

impl Neighbourhoods {
    pub fn new(engine: &Engine) -> Self {
        let (free, agents) = (engine.free_days(), engine.scenario.agents.len());
        let days = free.end - free.start;
        let shapes = [(5, 1), (7, 1), (10, 1), (14, 1), (21, 4), (28, 4), (56, 8)];
        let shape = |(length, part): (i32, usize)| Shape { days: length, agents: agents.div_ceil(part) };
        let few = [2, 4, 8].map(|agents| Shape { days: days.min(LONGEST), agents });
        let arms = shapes.into_iter().map(shape).filter(|shape| shape.days <= days).chain(few);
        Neighbourhoods { arms: arms.map(|shape| Arm { shape, yields: f64::INFINITY }).collect(), days: free }
    }

    /// The next neighbourhoods to try, each with the place of its arm: one for each of two cores.
    pub fn next(
        &self,
        engine: &Engine,
        incumbent: &Incumbent,
        work: f64,
        random: &mut Pcg64,
    ) -> Vec<(usize, Frame)> {
        (0..2)
            .map(|_| {
                let arm = self.draw(random);
                let Shape { days, agents } = self.arms[arm].shape;
                let window = self.window(engine, incumbent, days, random);
                let agents = some_agents(engine, incumbent, &window, agents, random);
                let frame = between(engine, window, agents, &incumbent.done);
                (arm, Frame { seed: random.random(), work, ..frame })
            })
            .collect()
    }

    /// Remembers what an arm saved.
    pub fn learn(&mut self, arm: usize, improved: &Improved) {
        let yields = improved.saved / improved.work.max(1.0);
        let arm = &mut self.arms[arm];
        arm.yields =
            if arm.yields.is_finite() { MEMORY * arm.yields + (1.0 - MEMORY) * yields } else { yields };
    }

    fn draw(&self, random: &mut Pcg64) -> usize {
        let untried: Vec<usize> =
            (0..self.arms.len()).filter(|&arm| self.arms[arm].yields.is_infinite()).collect();
        if !untried.is_empty() {
            return untried[random.random_range(0..untried.len())];
        }
        let best = self.arms.iter().map(|arm| arm.yields).fold(0.0, f64::max);
        let weight = |arm: &Arm| if best > 0.0 { arm.yields / best + LEAST_WEIGHT } else { 1.0 };
        let mut draw = random.random::<f64>() * self.arms.iter().map(weight).sum::<f64>();
        let hit = |arm: &Arm| {
            draw -= weight(arm);
            draw < 0.0
        };
        self.arms.iter().position(hit).unwrap_or(0)
    }

    /// So many days in a row, around a day drawn by what its posts cost, or any.
    fn window(&self, engine: &Engine, incumbent: &Incumbent, days: i32, random: &mut Pcg64) -> Range<i32> {
        let costs = post_costs(engine, incumbent);
        let all: f64 = costs.iter().sum();
        let mut draw = random.random::<f64>() * all;
        let hit = |cost: &f64| {
            draw -= cost;
            draw < 0.0
        };
        let costly = costs.iter().position(hit).filter(|_| random.random_bool(0.7));
        let around = costly.map_or_else(|| random.random_range(self.days.clone()), |day| day as i32);
        let first = (around - random.random_range(0..days)).clamp(self.days.start, self.days.end - days);
        first..first + days
    }
}

/// What the posts of each day cost.
fn post_costs(engine: &Engine, incumbent: &Incumbent) -> Vec<f64> {
    let scenario = engine.scenario;
    let mut there = std::collections::HashMap::new();
    for shift in incumbent.lines.of.iter().flatten() {
        *there.entry((shift.day, shift.template)).or_insert(0u32) += 1;
    }
    let mut costs = vec![0.0; scenario.grid.days()];
    for post in &scenario.posts {
        let there = there.get(&(post.day as i32, Some(post.shift))).copied().unwrap_or(0);
        let under = f64::from(post.required.saturating_sub(there));
        let over = f64::from(there.saturating_sub(post.required));
        costs[post.day] += under * post.under_cost.major() + over * post.over_cost.major();
    }
    costs
}

/// So many agents: at random, those first whose days in the window have ungranted wishes.
fn some_agents(
    engine: &Engine,
    incumbent: &Incumbent,
    window: &Range<i32>,
    most: usize,
    random: &mut Pcg64,
) -> Vec<usize> {
    let mut agents: Vec<usize> = (0..engine.scenario.agents.len()).collect();
    if most < agents.len() {
        agents.shuffle(random);
        if random.random_bool(0.5) {
            let wishes = |agent: &usize| {
                let days = &engine.calendar.agents[*agent];
                let inside = window.clone().map(|day| {
                    let shift = incumbent.lines.of[*agent].iter().find(|shift| shift.day == day);
                    engine.wish_price(&days[day as usize], shift).major()
                });
                -inside.sum::<f64>()
            };
            agents.sort_by_cached_key(|agent| (wishes(agent) * 100.0) as i64);
            // Half of them for their wishes, half at random.
            let mut rest = agents.split_off(most.div_ceil(2));
            rest.shuffle(random);
            agents.extend(rest);
        }
        agents.truncate(most);
        agents.sort_unstable();
    }
    agents
}

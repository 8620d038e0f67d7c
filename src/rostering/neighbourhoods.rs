use std::ops::Range;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::engine::Engine;
use super::frames::between;
use super::improvement::{Improved, Incumbent};
use super::window::Frame;

/// The work that the program of a neighbourhood is worth at first, or to price all its days so often, if that is more;
const WORK: f64 = 6000.0;
const ROUNDS: f64 = 60.0;
/// twice as much each time it was not enough, until it is so many times as much.
const MOST_WORK: f64 = 64.0;
/// What is remembered of an arm's yield when it is tried again.
const MEMORY: f64 = 0.8;
/// Days in a row, and of how many agents one is free.
const SHAPES: [(i32, usize); 11] =
    [(5, 1), (7, 1), (10, 1), (14, 1), (21, 1), (28, 1), (42, 1), (56, 1), (21, 4), (28, 4), (56, 8)];
/// So few agents are free for the most days.
const FEW: [usize; 3] = [2, 4, 8];
const LONGEST: i32 = 84;
/// In long plans days times agents are always as many; fewer when everyone is free for some days after others at first.
const LENGTHS: [i32; 8] = [5, 7, 10, 14, 21, 28, 42, 63];
const SIZE: usize = 600;
const SIZE_AT_FIRST: usize = 500;
/// No arm gets less of all work than with this weight, of the best arm's.
const LEAST_WEIGHT: f64 = 0.1;
/// However little work a try took, it counts as much as this.
const LEAST_WORK: f64 = 2000.0;
/// The first arms, all agents on a few days, are the best nearly always; another one is tried for the first time each time
/// that so many tries in a row saved nothing.
const TRIED_FIRST: usize = 2;
const IDLE: usize = 3;
/// Draws of days that were not drawn yet.
const DRAWS: usize = 8;

/// Neighbourhoods of a roster in which only posts are to be filled: some agents on some days.
///
/// Which kind to try next is drawn so that each gets a share of all work by what it saved for its work so far: sizes
/// suit the plan and the stage of the search.
pub(super) struct Neighbourhoods {
    arms: Vec<Arm>,
    /// The days that may be changed.
    days: Range<i32>,
    /// In long plans all agents on a few days come first, these days last first.
    first: Vec<Range<i32>>,
}

/// A kind of neighbourhood.
struct Arm {
    shape: Shape,
    /// What it saved lately, for each unit of work; nothing before it was tried.
    yields: Option<f64>,
    /// The work that its program is worth, and the work it took lately, each time.
    worth: f64,
    spent: f64,
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
        let shape = |(length, part): (i32, usize)| Shape { days: length, agents: agents.div_ceil(part) };
        let few = FEW.map(|agents| Shape { days: days.min(LONGEST), agents });
        let of_long = |days: i32| Shape { days, agents: (SIZE / days as usize).clamp(1, agents) };
        let shapes: Vec<Shape> = if engine.is_long() {
            LENGTHS.map(of_long).into_iter().filter(|shape| shape.days <= days).collect()
        } else {
            let is_part = |of: &Shape| of.days < days || of.days == days && of.agents < agents;
            SHAPES.map(shape).into_iter().filter(is_part).chain(few).collect()
        };
        let length = (SIZE_AT_FIRST / agents.max(1)).clamp(2, 7);
        let first = if engine.is_long() { by_turns(free.clone(), length as i32) } else { Vec::new() };
        let arms = shapes.into_iter().map(Arm::new).collect();
        Neighbourhoods { arms, days: free, first }
    }

    /// The next neighbourhoods to try after so many tries that saved nothing, and the place of their arm: one for each of
    /// two cores, so that both take as long.
    pub fn next(
        &mut self,
        engine: &Engine,
        incumbent: &Incumbent,
        idle: usize,
        random: &mut Pcg64,
    ) -> (usize, Vec<Frame>) {
        let first: Vec<Range<i32>> = (0..2).filter_map(|_| self.first.pop()).collect();
        let arm = if first.is_empty() { self.draw(idle, random) } else { 0 };
        let Arm { shape: Shape { days, agents }, worth, .. } = self.arms[arm];
        let (windows, agents) = match first.is_empty() {
            true => (self.apart(engine, incumbent, days, random), agents),
            false => (first, usize::MAX),
        };
        let frame = |window: Range<i32>| {
            let agents = some_agents(engine, incumbent, &window, agents, random);
            let frame = between(engine, window, agents, &incumbent.done);
            Frame { seed: random.random(), work: worth, ..frame }
        };
        (arm, windows.into_iter().map(frame).collect())
    }

    /// Remembers what an arm saved.
    pub fn learn(&mut self, arm: usize, improved: &[Improved]) {
        improved.iter().for_each(|improved| self.arms[arm].learn(improved));
    }

    fn draw(&self, idle: usize, random: &mut Pcg64) -> usize {
        let untried = self.arms.iter().position(|arm| arm.yields.is_none());
        if let Some(arm) = untried.filter(|&arm| arm < TRIED_FIRST || idle > 0 && idle % IDLE == 0) {
            return arm;
        }
        let best = self.arms.iter().filter_map(|arm| arm.yields).fold(0.0, f64::max);
        let share = |arm: &Arm| arm.yields.filter(|_| best > 0.0).map_or(0.0, |yields| yields / best);
        let weight = |arm: &Arm| (share(arm) + LEAST_WEIGHT) / arm.spent.max(LEAST_WORK);
        let mut draw = random.random::<f64>() * self.arms.iter().map(weight).sum::<f64>();
        let hit = |arm: &Arm| {
            draw -= weight(arm);
            draw < 0.0
        };
        self.arms.iter().position(hit).unwrap_or(0)
    }

    /// Twice so many days in a row, apart from each other where they are soon drawn so.
    fn apart(
        &self,
        engine: &Engine,
        incumbent: &Incumbent,
        days: i32,
        random: &mut Pcg64,
    ) -> Vec<Range<i32>> {
        let one = self.window(engine, incumbent, days, random);
        let mut other = self.window(engine, incumbent, days, random);
        for _ in 0..DRAWS {
            if other.start >= one.end || one.start >= other.end {
                break;
            }
            other = self.window(engine, incumbent, days, random);
        }
        vec![one, other]
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

impl Arm {
    fn new(shape: Shape) -> Self {
        let worth = WORK.max(ROUNDS * (shape.days as usize * shape.agents) as f64);
        Arm { shape, yields: None, worth, spent: worth }
    }

    fn learn(&mut self, improved: &Improved) {
        let yields = improved.saved / improved.work.max(1.0);
        let mean = |before: f64, now| MEMORY * before + (1.0 - MEMORY) * now;
        self.spent = if self.yields.is_some() { mean(self.spent, improved.work) } else { improved.work };
        self.yields = Some(self.yields.map_or(yields, |before| mean(before, yields)));
        if improved.is_cut_off {
            let first = Arm::new(self.shape).worth;
            self.worth = (2.0 * self.worth).min(MOST_WORK * first);
        }
    }
}

/// All days of a plan, so many at a time, the two halves by turns.
fn by_turns(days: Range<i32>, length: i32) -> Vec<Range<i32>> {
    let end = days.end;
    let windows: Vec<Range<i32>> =
        days.step_by(length as usize).map(|first| first..(first + length).min(end)).collect();
    let half = windows.len().div_ceil(2);
    (0..half)
        .rev()
        .flat_map(|place| windows.get(place + half).into_iter().chain(windows.get(place)))
        .cloned()
        .collect()
}

/// What the posts of each day cost.
fn post_costs(engine: &Engine, incumbent: &Incumbent) -> Vec<f64> {
    let scenario = engine.scenario;
    let (days, templates) = (scenario.grid.days(), scenario.shifts.len());
    let mut there = vec![0u32; days * templates];
    for shift in incumbent.lines.of.iter().flatten() {
        let day = usize::try_from(shift.day).ok().filter(|&day| day < days);
        if let (Some(day), Some(template)) = (day, shift.template) {
            there[day * templates + template] += 1;
        }
    }
    let mut costs = vec![0.0; days];
    for post in &scenario.posts {
        costs[post.day] += post.cost(there[post.day * templates + post.shift]).major();
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

use std::ops::Range;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::bandit::{Bandit, LEAST_WEIGHT};
use super::engine::Engine;
use super::excess::{Excess, Guide, there};
use super::frames::between;
use super::improvement::{Improved, Incumbent};
use super::state::Lines;
use super::window::Frame;

/// The work that the program of a neighbourhood is worth at first, or to price all its days so often, if that is more.
const WORK: f64 = 6000.0;
const ROUNDS: f64 = 60.0;
/// Days in a row, and of how many agents one is free.
const SHAPES: [(i32, usize); 11] =
    [(5, 1), (7, 1), (10, 1), (14, 1), (21, 1), (28, 1), (42, 1), (56, 1), (21, 4), (28, 4), (56, 8)];
/// So few agents are free for the most days.
const FEW: [usize; 3] = [2, 4, 8];
const LONGEST: i32 = 84;
/// The first arms, all agents on a few days, are the best nearly always.
const TRIED_FIRST: usize = 2;
/// In long plans one try may take long: shapes that save nothing get less of the work there.
const LEAST_WEIGHT_OF_LONG: f64 = 0.03;
/// Days so far apart are tied together by nothing but totals, nearly always.
const FAR: i32 = 7;
/// Draws of days that were not drawn yet.
const DRAWS: usize = 8;

/// Neighbourhoods of a roster in which only posts are to be filled: some agents on some days.
pub(super) struct Neighbourhoods {
    shapes: Vec<Shape>,
    bandit: Bandit,
    /// The days that may be changed.
    days: Range<i32>,
    /// Days on which nothing is better whatever agents do there, as long as those beside them stay as they are.
    exhausted: Vec<Range<i32>>,
    /// Where the roster costs more than the bound, as far as that is known.
    pub guide: Option<Guide>,
}

/// How much of the roster is free.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// So many days in a row,
    days: i32,
    /// of so many agents; all of them where there are no more.
    agents: usize,
}

impl Shape {
    /// The work that its program is worth at first.
    fn worth(&self) -> f64 {
        WORK.max(ROUNDS * (self.days as usize * self.agents) as f64)
    }
}

impl Neighbourhoods {
    pub fn new(engine: &Engine) -> Self {
        let shapes = shapes(engine);
        let least_weight = if engine.is_long() { LEAST_WEIGHT_OF_LONG } else { LEAST_WEIGHT };
        let bandit = Bandit::new(shapes.iter().map(Shape::worth), TRIED_FIRST, least_weight);
        Neighbourhoods { shapes, bandit, days: engine.free_days(), exhausted: Vec::new(), guide: None }
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
        let arm = self.bandit.draw(idle, random);
        let Shape { days, agents } = self.shapes[arm];
        let excess = self.guide.as_ref().map(|guide| guide.excess(engine, &incumbent.lines));
        let costs =
            excess.as_ref().map_or_else(|| post_costs(engine, incumbent), |excess| excess.days.clone());
        let windows = self.apart(&costs, days, random);
        let frame = |window: Range<i32>| {
            let agents = some_agents((engine, incumbent), excess.as_ref(), &window, agents, random);
            let frame = between(engine, window, agents, &incumbent.shared.done);
            let is_thorough = engine.is_long() && frame.agents.len() == engine.scenario.agents.len();
            Frame { seed: random.random(), is_thorough, work: self.bandit.worth(arm), ..frame }
        };
        (arm, beside(windows.into_iter().map(frame).collect()))
    }

    /// Remembers what an arm saved.
    pub fn learn(&mut self, arm: usize, improved: &[Improved]) {
        self.bandit.learn(arm, improved);
        if improved.iter().all(|improved| improved.is_late) {
            // There is no time for so many days of so many agents or more, the first shapes aside.
            let Shape { days, agents } = self.shapes[arm];
            let is_large = |of: &Shape| of.days >= days && of.agents >= agents;
            let large = (TRIED_FIRST..self.shapes.len()).filter(|&place| is_large(&self.shapes[place]));
            large.for_each(|place| self.bandit.drop(place));
        }
    }

    /// Remembers where nothing more is to be saved.
    pub fn remember(&mut self, frames: &[Frame], improved: &[Improved]) {
        for (Frame { days, is_thorough, .. }, improved) in frames.iter().zip(improved) {
            if improved.saved > 0.0 {
                self.exhausted.retain(|other| other.end < days.start || days.end < other.start);
            }
            if *is_thorough && !improved.is_cut_off && !improved.is_late {
                self.exhausted.push(days.clone());
            }
        }
    }

    /// Forgets where nothing more was to be saved, as far as lines are others now there or on the days beside.
    pub fn forget(&mut self, before: &Lines, now: &Lines) {
        self.exhausted.retain(|days| {
            let beside = days.start - 1..days.end + 1;
            (0..now.of.len()).all(|agent| before.on(agent, &beside) == now.on(agent, &beside))
        });
    }

    /// Forgets all of it.
    pub fn forget_all(&mut self) {
        self.exhausted.clear();
    }

    fn is_exhausted(&self, window: &Range<i32>) -> bool {
        self.exhausted.iter().any(|days| days.start <= window.start && window.end <= days.end)
    }

    /// Twice so many days in a row, apart from each other where they are soon drawn so.
    fn apart(&self, costs: &[f64], days: i32, random: &mut Pcg64) -> Vec<Range<i32>> {
        let one = self.draw(costs, days, random, |window| !self.is_exhausted(window));
        let is_apart = |window: &Range<i32>| window.start >= one.end || one.start >= window.end;
        let other = self.draw(costs, days, random, |window| is_apart(window) && !self.is_exhausted(window));
        vec![one, other]
    }

    /// So many days in a row that are good ones, where such are soon drawn.
    fn draw(
        &self,
        costs: &[f64],
        days: i32,
        random: &mut Pcg64,
        is_good: impl Fn(&Range<i32>) -> bool,
    ) -> Range<i32> {
        let mut window = self.window(costs, days, random);
        for _ in 0..DRAWS {
            if is_good(&window) {
                break;
            }
            window = self.window(costs, days, random);
        }
        window
    }

    /// So many days in a row, around a day drawn by what it costs, or any.
    fn window(&self, costs: &[f64], days: i32, random: &mut Pcg64) -> Range<i32> {
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

/// All days, so many in a row at a time, the last ones no fewer: two such stretches as far apart as may be together.
/// A stretch has a day at least, and no more than there are.
pub(super) fn stretches(all: &Range<i32>, days: i32) -> Vec<Vec<Range<i32>>> {
    let firsts = all.clone().step_by(days as usize).map(|first| first.min(all.end - days));
    let stretches: Vec<Range<i32>> = firsts.map(|first| first..first + days).collect();
    let half = stretches.len().div_ceil(2);
    (0..half).map(|place| stretches.iter().skip(place).step_by(half).cloned().collect()).collect()
}

/// All agents on each of some stretches of days.
pub(super) fn of_all(
    engine: &Engine,
    incumbent: &Incumbent,
    stretches: Vec<Range<i32>>,
    random: &mut Pcg64,
) -> Vec<Frame> {
    let frame = |days: Range<i32>| {
        let agents = (0..engine.scenario.agents.len()).collect();
        let frame = between(engine, days, agents, &incumbent.shared.done);
        Frame { seed: random.random(), is_thorough: true, ..frame }
    };
    beside(stretches.into_iter().map(frame).collect())
}

/// Frames to be solved side by side: of two far apart each gets a portion of what totals leave.
fn beside(mut frames: Vec<Frame>) -> Vec<Frame> {
    if let [one, other] = &mut frames[..] {
        let is_far = other.days.start - one.days.end >= FAR || one.days.start - other.days.end >= FAR;
        (one.side, other.side) = if is_far { (Some(true), Some(false)) } else { (None, None) };
    }
    frames
}

/// The shapes of neighbourhoods of a plan.
fn shapes(engine: &Engine) -> Vec<Shape> {
    let (days, agents) = (engine.free_days().len() as i32, engine.scenario.agents.len());
    let shape = |(length, part): (i32, usize)| Shape { days: length, agents: agents.div_ceil(part) };
    let few = FEW.map(|agents| Shape { days: days.min(LONGEST), agents });
    let is_part = |of: &Shape| of.days < days || of.days == days && of.agents < agents;
    SHAPES.map(shape).into_iter().filter(is_part).chain(few).collect()
}

/// What the posts of each day cost.
fn post_costs(engine: &Engine, incumbent: &Incumbent) -> Vec<f64> {
    let scenario = engine.scenario;
    let there = there(engine, &incumbent.lines);
    let mut costs = vec![0.0; scenario.grid.days()];
    for post in &scenario.posts {
        costs[post.day] += post.cost(there[post.day * scenario.shifts.len() + post.shift]).major();
    }
    costs
}

/// So many agents: at random, those first whose days in the window cost more than the bound, or where that is not known have
/// ungranted wishes.
fn some_agents(
    (engine, incumbent): (&Engine, &Incumbent),
    excess: Option<&Excess>,
    window: &Range<i32>,
    most: usize,
    random: &mut Pcg64,
) -> Vec<usize> {
    let mut agents: Vec<usize> = (0..engine.scenario.agents.len()).collect();
    if most < agents.len() {
        agents.shuffle(random);
        if random.random_bool(0.5) {
            let wishes = |agent: usize| {
                let days = &engine.calendar.agents[agent];
                let inside = window.clone().map(|day| {
                    let shift = incumbent.lines.of[agent].iter().find(|shift| shift.day == day);
                    engine.wish_price(&days[day as usize], shift).major()
                });
                inside.sum::<f64>()
            };
            let beyond = |excess: &Excess, agent: usize| -> f64 {
                excess.agents[agent][window.start as usize..window.end as usize].iter().sum()
            };
            let key = |agent: usize| excess.map_or_else(|| wishes(agent), |excess| beyond(excess, agent));
            agents.sort_by_cached_key(|&agent| (-key(agent) * 100.0) as i64);
            // Half of them for that, half at random.
            let mut rest = agents.split_off(most.div_ceil(2));
            rest.shuffle(random);
            agents.extend(rest);
        }
        agents.truncate(most);
        agents.sort_unstable();
    }
    agents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_reach_every_day_and_those_together_share_none() {
        for (all, days) in [(0..364, 28), (0..364, 14), (5..103, 14), (0..100, 28), (0..28, 14)] {
            let pairs = stretches(&all, days);
            let mut reached: Vec<i32> = pairs.iter().flatten().cloned().flatten().collect();
            reached.sort_unstable();
            reached.dedup();
            assert_eq!(reached, all.clone().collect::<Vec<_>>());
            for pair in pairs {
                assert!(pair.iter().all(|of| of.len() == days as usize) && pair.len() <= 2);
                let is_apart = |one: &Range<i32>, other: &Range<i32>| one.end <= other.start;
                assert!(pair.windows(2).all(|two| is_apart(&two[0], &two[1])), "{pair:?} of {all:?}");
            }
        }
    }
}

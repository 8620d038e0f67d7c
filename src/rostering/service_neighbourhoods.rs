use std::ops::Range;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::bandit::{Bandit, LEAST_WEIGHT};
use super::engine::Engine;
use super::frames::{between, weeks};
use super::improvement::{Improved, Incumbent};
use super::window::Frame;

/// All agents are freed on so many days in a row: that takes least, and saves most for it.
const DAYS: [i32; 3] = [1, 2, 3];
/// How many agents are freed in a week at once: the more, the better what is found and the longer it takes.
const FREE: [usize; 5] = [6, 12, 24, 48, 150];
/// The most agents freed in two weeks where somebody is short.
const MOST_AT_PLACE: usize = 20;

/// Neighbourhoods of a roster that serves queues: some agents on some days.
pub(super) struct ServiceNeighbourhoods {
    kinds: Vec<Kind>,
    bandit: Bandit,
}

/// What is free in two neighbourhoods side by side.
enum Kind {
    /// All agents on so many days in a row, and the days whose turn has not come yet.
    Days(i32, Vec<Range<i32>>),
    /// So many agents for a week, and the weeks whose turn has not come yet.
    Weeks(usize, Vec<Range<i32>>),
    /// Some who serve a queue that is short, for two weeks.
    Relief,
}

impl ServiceNeighbourhoods {
    /// Of a plan; where weeks `are_known`, solved as a whole before, their lines are at hand for many agents at once, and all is
    /// tried soon. Else all else waits until single days save nothing.
    pub fn new(engine: &Engine, are_known: bool) -> Self {
        let all = engine.free_days().len() as i32;
        let days = DAYS.into_iter().filter(|&days| days <= all).map(|days| Kind::Days(days, Vec::new()));
        let mut sizes = FREE.map(|free| free.min(engine.scenario.agents.len())).to_vec();
        sizes.dedup();
        let weeks = sizes.into_iter().map(|size| Kind::Weeks(size, Vec::new())).chain([Kind::Relief]);
        let kinds: Vec<Kind> = days.chain(weeks).collect();
        let at_once = if are_known { kinds.len() } else { 1 };
        let bandit = Bandit::new(kinds.iter().map(|_| f64::INFINITY), at_once, LEAST_WEIGHT);
        ServiceNeighbourhoods { kinds, bandit }
    }

    /// The next neighbourhoods to try after so many tries that saved nothing, and the place of their arm.
    pub fn next(
        &mut self,
        engine: &Engine,
        incumbent: &Incumbent,
        idle: usize,
        random: &mut Pcg64,
    ) -> (usize, Vec<Frame>) {
        let arm = self.bandit.draw(idle, random);
        let everyone = engine.scenario.agents.len();
        let frames = match &mut self.kinds[arm] {
            Kind::Days(days, waiting) => {
                let next = next_days(&engine.free_days(), *days, waiting, random);
                freed(engine, incumbent, (next, everyone), random)
            }
            Kind::Weeks(size, waiting) => {
                let next = next_weeks(engine, waiting, random);
                freed(engine, incumbent, (next, *size), random)
            }
            Kind::Relief => relief(engine, incumbent, random),
        };
        (arm, frames)
    }

    /// Remembers what an arm saved.
    pub fn learn(&mut self, arm: usize, improved: &[Improved]) {
        self.bandit.learn(arm, improved);
    }
}

/// Twice the next days to improve of all, so many in a row: all take turns, in an order shuffled anew once each has had its
/// turn.
fn next_days(
    all: &Range<i32>,
    days: i32,
    waiting: &mut Vec<Range<i32>>,
    random: &mut Pcg64,
) -> Vec<Range<i32>> {
    if waiting.is_empty() {
        let first = all.start + random.random_range(0..days).min(all.end - all.start - days);
        let firsts = (first..=all.end - days).step_by(days as usize);
        waiting.extend(firsts.map(|first| first..first + days));
        waiting.shuffle(random);
    }
    let Some(one) = waiting.pop() else { return Vec::new() };
    // A day between them: shifts that end in the morning tie days together.
    let is_apart = |other: &Range<i32>| one.end < other.start || other.end < one.start;
    let other = waiting.iter().rposition(is_apart).map(|place| waiting.remove(place));
    std::iter::once(one).chain(other).collect()
}

/// The next two weeks to improve: all take turns, in an order shuffled anew once each has had its turn.
fn next_weeks(engine: &Engine, waiting: &mut Vec<Range<i32>>, random: &mut Pcg64) -> Vec<Range<i32>> {
    if waiting.is_empty() {
        // No week beside the one before it: shifts that end in the morning tie them together.
        let (mut even, mut odd): (Vec<_>, Vec<_>) =
            weeks(engine).into_iter().enumerate().partition(|(week, _)| week % 2 == 0);
        even.shuffle(random);
        odd.shuffle(random);
        waiting.extend(odd.into_iter().chain(even).map(|(_, days)| days));
    }
    let left = waiting.len().saturating_sub(2);
    waiting.split_off(left)
}

/// So many agents in each of these stretches of days.
fn freed(
    engine: &Engine,
    incumbent: &Incumbent,
    (stretches, size): (Vec<Range<i32>>, usize),
    random: &mut Pcg64,
) -> Vec<Frame> {
    let mut agents: Vec<usize> = (0..engine.scenario.agents.len()).collect();
    let mut frame = |days: Range<i32>| {
        agents.shuffle(random);
        let mut some = agents[..agents.len().min(size)].to_vec();
        some.sort_unstable();
        Frame { seed: random.random(), ..between(engine, days, some, &incumbent.shared.done) }
    };
    stretches.into_iter().map(&mut frame).collect()
}

/// Agents who serve a queue that is short, in a week in which it is and one beside it: rests, runs and weekends bind
/// the two, and weeks solved apart could not see it. Drawn by how much is short, squared: the worst nearly always.
/// None where nothing is.
fn relief(engine: &Engine, incumbent: &Incumbent, random: &mut Pcg64) -> Vec<Frame> {
    let weeks = weeks(engine);
    let shortage = &incumbent.shared.shortage;
    let mut places: Vec<(f64, usize, usize)> = Vec::new();
    for (week, days) in weeks.iter().enumerate() {
        for (queue, short) in shortage.iter().enumerate() {
            let intervals = days.clone().flat_map(|day| engine.scenario.grid.intervals_of_day(day as usize));
            let short: f64 = intervals.map(|interval| short[interval]).sum();
            places.push((short * short, week, queue));
        }
    }
    let all: f64 = places.iter().map(|place| place.0).sum();
    let mut draw = random.random::<f64>() * all;
    let Some(&(_, week, queue)) = places.iter().find(|place| {
        draw -= place.0;
        draw < 0.0
    }) else {
        return Vec::new();
    };
    let first =
        if week > 0 && (week + 1 == weeks.len() || random.random_bool(0.5)) { week - 1 } else { week };
    let last = (first + 1).min(weeks.len() - 1);
    let mut agents: Vec<usize> = (0..engine.scenario.agents.len())
        .filter(|&agent| engine.scenario.agents[agent].skills.contains(queue))
        .collect();
    agents.shuffle(random);
    agents.truncate(MOST_AT_PLACE);
    agents.sort_unstable();
    let frame = between(engine, weeks[first].start..weeks[last].end, agents, &incumbent.shared.done);
    vec![Frame { seed: random.random(), ..frame }]
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn all_days_take_turns_and_those_side_by_side_have_a_day_between() {
        let random = &mut Pcg64::seed_from_u64(1);
        for (all, days) in [(0..28, 1), (3..31, 2), (0..28, 3), (0..3, 3), (0..1, 1)] {
            let mut waiting = Vec::new();
            let mut reached: Vec<i32> = Vec::new();
            loop {
                let next = next_days(&all, days, &mut waiting, random);
                assert!((1..=2).contains(&next.len()), "{next:?} of {all:?}");
                if let [one, other] = &next[..] {
                    assert!(one.end < other.start || other.end < one.start, "{next:?} of {all:?}");
                }
                reached.extend(next.into_iter().flatten());
                if waiting.is_empty() {
                    break;
                }
            }
            reached.sort_unstable();
            assert!(reached.windows(2).all(|two| two[0] + 1 == two[1]), "{reached:?} of {all:?}");
            assert!(reached.len() as i32 > all.len() as i32 - 2 * days, "{reached:?} of {all:?}");
            assert!(reached.iter().all(|day| all.contains(day)), "{reached:?} of {all:?}");
        }
    }
}

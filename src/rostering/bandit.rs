use rand::RngExt;
use rand_pcg::Pcg64;

use super::improvement::Improved;

/// What is remembered of an arm's yield when it is tried again.
const MEMORY: f64 = 0.8;
/// No arm gets less of all work than with this weight, of the best arm's, unless told otherwise.
pub(super) const LEAST_WEIGHT: f64 = 0.1;
/// However little work a try took, it counts as much as this.
const LEAST_WORK: f64 = 2000.0;
/// Arms that wait are tried for the first time one by one, each time that so many tries in a row saved nothing.
const IDLE: usize = 3;
/// What a neighbourhood is worth becomes so many times as much at most.
const MOST_WORK: f64 = 64.0;

/// Kinds of neighbourhoods, of which the next is drawn so that each gets a share of all work by what it saved for its work
/// so far: sizes suit the plan and the stage of the search.
pub(super) struct Bandit {
    arms: Vec<Arm>,
    /// So many are tried before all others.
    at_once: usize,
    /// No arm gets less of all work than with this weight, of the best arm's.
    least_weight: f64,
}

struct Arm {
    /// What it saved lately, for each unit of work; nothing before it was tried.
    yields: Option<f64>,
    /// The work that a program of it is worth, at first and by now.
    first: f64,
    worth: f64,
    /// The work it took lately, each time.
    spent: f64,
    is_dropped: bool,
}

impl Bandit {
    /// Arms that are worth so much work each at first; so many of them are tried at once, and none gets less of all work later
    /// than with this weight, of the best arm's.
    pub fn new(worth: impl Iterator<Item = f64>, at_once: usize, least_weight: f64) -> Self {
        let arm = |first| Arm { yields: None, first, worth: first, spent: first, is_dropped: false };
        Bandit { arms: worth.map(arm).collect(), at_once, least_weight }
    }

    /// The arm to try next, after so many tries that saved nothing.
    pub fn draw(&self, idle: usize, random: &mut Pcg64) -> usize {
        let untried = self.arms.iter().position(|arm| arm.yields.is_none() && !arm.is_dropped);
        if let Some(arm) = untried.filter(|&arm| arm < self.at_once || idle > 0 && idle.is_multiple_of(IDLE))
        {
            return arm;
        }
        let best = self.arms.iter().filter_map(|arm| arm.yields).fold(0.0, f64::max);
        let share = |arm: &Arm| arm.yields.filter(|_| best > 0.0).map_or(0.0, |yields| yields / best);
        let weight = |arm: &Arm| match arm.is_dropped {
            true => 0.0,
            false => (share(arm) + self.least_weight) / arm.spent.max(LEAST_WORK),
        };
        let mut draw = random.random::<f64>() * self.arms.iter().map(weight).sum::<f64>();
        let hit = |arm: &Arm| {
            draw -= weight(arm);
            draw < 0.0
        };
        self.arms.iter().position(hit).unwrap_or(0)
    }

    /// Tries an arm no more.
    pub fn drop(&mut self, arm: usize) {
        self.arms[arm].is_dropped = true;
    }

    /// The work that a program of an arm is worth.
    pub fn worth(&self, arm: usize) -> f64 {
        self.arms[arm].worth
    }

    /// Remembers what an arm saved, and the work that took. Where it was not enough it gets more.
    pub fn learn(&mut self, arm: usize, improved: &[Improved]) {
        let arm = &mut self.arms[arm];
        for improved in improved {
            let yields = improved.saved / improved.work.max(1.0);
            let mean = |before: f64, now| MEMORY * before + (1.0 - MEMORY) * now;
            arm.spent = if arm.yields.is_some() { mean(arm.spent, improved.work) } else { improved.work };
            arm.yields = Some(arm.yields.map_or(yields, |before| mean(before, yields)));
        }
        if arm.yields.is_none() {
            // There was nowhere to look.
            (arm.yields, arm.spent) = (Some(0.0), LEAST_WORK);
        }
        if improved.iter().any(|improved| improved.is_cut_off) {
            arm.worth = (2.0 * arm.worth).min(MOST_WORK * arm.first);
        }
    }
}

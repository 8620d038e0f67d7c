use rand::RngExt;
use rand_pcg::Pcg64;

/// What is remembered of an arm's yield when it is tried again.
const MEMORY: f64 = 0.8;
/// An arm is never tried less often than with this weight, of the best arm's.
const LEAST_WEIGHT: f64 = 0.1;

/// Kinds of neighbourhoods, of which the next is drawn by what each saved for its work so far, so that sizes suit the
/// plan and the stage of the search.
pub(super) struct Bandit {
    /// By arm what it saved lately, for each unit of work; more than anything before it was tried.
    yields: Vec<f64>,
}

impl Bandit {
    pub fn new(arms: usize) -> Self {
        Bandit { yields: vec![f64::INFINITY; arms] }
    }

    /// The arm to try next.
    pub fn draw(&self, random: &mut Pcg64) -> usize {
        let untried: Vec<usize> =
            (0..self.yields.len()).filter(|&arm| self.yields[arm].is_infinite()).collect();
        if !untried.is_empty() {
            return untried[random.random_range(0..untried.len())];
        }
        let best = self.yields.iter().copied().fold(0.0, f64::max);
        let weight = |yields: &f64| if best > 0.0 { yields / best + LEAST_WEIGHT } else { 1.0 };
        let mut draw = random.random::<f64>() * self.yields.iter().map(weight).sum::<f64>();
        let hit = |yields: &f64| {
            draw -= weight(yields);
            draw < 0.0
        };
        self.yields.iter().position(hit).unwrap_or(0)
    }

    /// Remembers what an arm saved, and the work that took.
    pub fn learn(&mut self, arm: usize, saved: f64, work: f64) {
        let (now, before) = (saved / work.max(1.0), self.yields[arm]);
        self.yields[arm] = if before.is_finite() { MEMORY * before + (1.0 - MEMORY) * now } else { now };
    }
}

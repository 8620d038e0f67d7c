use rand::RngExt;
use rand_distr::{Binomial, Distribution, StandardNormal};
use rand_pcg::Pcg64;

use super::supply::Supply;
use super::tenure::Share;

/// What may come in and who may leave in one possible future, drawn from its own numbers: the same in every plan.
pub(super) struct Future {
    seed: u64,
    number: u64,
    /// How many times the volume expected comes in, by month.
    pub volume: Vec<f64>,
}

/// What a stream of random numbers is of.
const VOLUME: u64 = 1;
const PRESENT: u64 = 2;
const NEWCOMERS: u64 = 3;

impl Future {
    /// Log-normal volumes of mean 1 with this coefficient of variation; half of the variance is one level that lasts,
    /// the other half is each month's own.
    pub fn new(seed: u64, number: u64, months: usize, variation: f64) -> Self {
        let variance = (1.0 + variation * variation).ln();
        let mut random = stream([seed, number, VOLUME, 0, 0]);
        let level: f64 = random.sample(StandardNormal);
        let volume = (0..months)
            .map(|_| {
                let own: f64 = random.sample(StandardNormal);
                ((variance / 2.0).sqrt() * (level + own) - variance / 2.0).exp()
            })
            .collect();
        Future { seed, number, volume }
    }

    /// How many times as many of those there on the first day are left in each month as expected.
    pub fn of_present(&self, supply: &Supply<'_>, group: usize) -> Vec<f64> {
        let people = supply.workforce.groups[group].present().round() as u64;
        let expected = supply.present[group].iter().map(|share| share.leaves);
        let random = stream([self.seed, self.number, PRESENT, group as u64, 0]);
        left(random, people, supply.workforce.groups[group].present(), expected)
    }

    /// The same of so many newcomers of a month.
    pub fn of_newcomers(&self, supply: &Supply<'_>, group: usize, start: usize, people: u32) -> Vec<f64> {
        let leaves = supply.newcomer[start].iter().map(|share: &Share| f64::from(people) * share.leaves);
        let random = stream([self.seed, self.number, NEWCOMERS, group as u64, start as u64]);
        left(random, u64::from(people), f64::from(people), leaves)
    }
}

/// People left as everybody leaves by chance, over those expected, at the begin of each month.
fn left(mut random: Pcg64, people: u64, expected: f64, leaves: impl Iterator<Item = f64>) -> Vec<f64> {
    let (mut people, mut expected) = (people, expected);
    leaves
        .map(|leave| {
            let ratio = if expected > 0.0 { people as f64 / expected } else { 1.0 };
            let stays = if expected > 0.0 { (1.0 - leave / expected).clamp(0.0, 1.0) } else { 1.0 };
            people = Binomial::new(people, stays).map_or(people, |some| some.sample(&mut random));
            expected -= leave;
            ratio
        })
        .collect()
}

/// A stream of its own for each key: SplitMix64's output function over its parts (Steele, Lea and Flood 2014).
fn stream(key: [u64; 5]) -> Pcg64 {
    let key = key.into_iter().fold(0, |key, part| scattered(key ^ scattered(part)));
    let wide = |high: u64, low: u64| (u128::from(high) << 64) | u128::from(low);
    Pcg64::new(wide(scattered(key ^ 1), scattered(key ^ 2)), wide(scattered(key ^ 3), scattered(key ^ 4)))
}

fn scattered(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

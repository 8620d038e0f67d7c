//! The contacts of a replication, drawn before it is played.

use std::ops::Range;

use rand::RngExt;
use rand_distr::{Exp1, StandardNormal};
use rand_pcg::Pcg64;

use super::centre::{Centre, Desk};
use super::options::HandleTime;
use super::streams::{Purpose, stream};
use super::volumes::DayFactors;

/// Of so many queues at once the contacts are merged, of more sorted.
const FEW_RUNS: usize = 16;

/// A contact, or what is left to do of one. Times in seconds from the start of the plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contact {
    /// When it comes in.
    pub arrival: f64,
    /// When it hangs up unless answered before; never for deferred work.
    pub hangs_up: f64,
    /// How long it takes, or still takes.
    pub handle: f64,
    pub queue: u32,
    pub interval: u32,
}

/// The contacts of a replication, drawn before it is played.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// In order of arrival.
    contacts: Vec<Contact>,
    /// By interval, where they end.
    ends: Vec<usize>,
}

impl Drawn {
    /// Draws the contacts of all queues.
    pub fn draw(centre: &Centre, seed: u64, replication: u64) -> Self {
        let factors = DayFactors::draw(centre, seed, replication);
        let (mut contacts, mut runs) = (Vec::new(), Runs::default());
        let draw = |interval: usize| {
            runs.clear();
            for (queue, desk) in centre.queues.iter().enumerate() {
                let volume = desk.queue.demand.volume[interval] * factors.of(centre, queue, interval);
                if volume > 0.0 {
                    let mut random = stream(seed, replication, Purpose::Contacts, desk.key, interval as u64);
                    draw_queue(centre, desk, (queue, interval), volume, &mut random, &mut runs.contacts);
                    runs.end();
                }
            }
            runs.merge_into(&mut contacts);
            contacts.len()
        };
        let ends = (0..centre.intervals()).map(draw).collect();
        Drawn { contacts, ends }
    }

    /// The contacts of an interval, in order of arrival; of the same time, in order of their queues.
    pub fn of(&self, interval: usize) -> &[Contact] {
        let start = interval.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.contacts[start..self.ends[interval]]
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.contacts.len()
    }
}

/// The contacts of an interval, queue after queue, those of each in order of arrival.
#[derive(Default)]
struct Runs {
    contacts: Vec<Contact>,
    /// What is left of each queue's.
    left: Vec<Range<usize>>,
}

impl Runs {
    fn clear(&mut self) {
        self.contacts.clear();
        self.left.clear();
    }

    /// All contacts of a queue are there.
    fn end(&mut self) {
        let start = self.left.last().map_or(0, |before| before.end);
        if start < self.contacts.len() {
            self.left.push(start..self.contacts.len());
        }
    }

    /// Adds all contacts in order of arrival; of the same time, in order of their queues.
    fn merge_into(&mut self, all: &mut Vec<Contact>) {
        if self.left.len() > FEW_RUNS {
            let start = all.len();
            all.append(&mut self.contacts);
            all[start..].sort_unstable_by(|one, other| {
                one.arrival.total_cmp(&other.arrival).then(one.queue.cmp(&other.queue))
            });
            return;
        }
        let mut next = [f64::INFINITY; FEW_RUNS];
        for (next, run) in next.iter_mut().zip(&self.left) {
            *next = self.contacts[run.start].arrival;
        }
        let next = &mut next[..self.left.len()];
        for _ in 0..self.contacts.len() {
            let (mut first, mut arrival) = (0, f64::INFINITY);
            for (place, &other) in next.iter().enumerate() {
                if other < arrival {
                    (first, arrival) = (place, other);
                }
            }
            let run = &mut self.left[first];
            all.push(self.contacts[run.start]);
            run.start += 1;
            next[first] = if run.start < run.end { self.contacts[run.start].arrival } else { f64::INFINITY };
        }
    }
}

/// The contacts of a queue: a Poisson process of rate 1 run until `volume` and stretched over the interval, so
/// that more volume means the same contacts closer together, and some more.
fn draw_queue(
    centre: &Centre,
    desk: &Desk,
    (queue, interval): (usize, usize),
    volume: f64,
    random: &mut Pcg64,
    contacts: &mut Vec<Contact>,
) {
    let start = interval as f64 * centre.interval;
    let end = ((interval + 1) as f64 * centre.interval).next_down();
    let stretch = centre.interval / volume;
    let aht = desk.queue.demand.aht[interval].get();
    let mut passed = random.sample::<f64, _>(Exp1);
    while passed < volume {
        // Rounding must not carry a contact over the interval's end.
        let arrival = (start + passed * stretch).min(end);
        contacts.push(contact(desk, (queue, interval), arrival, aht, random));
        passed += random.sample::<f64, _>(Exp1);
    }
}

/// A contact that comes in at a time: how long it takes, and when it hangs up.
#[inline]
pub(super) fn contact(
    desk: &Desk,
    (queue, interval): (usize, usize),
    arrival: f64,
    aht: f64,
    random: &mut Pcg64,
) -> Contact {
    let handle = aht * desk.handle_time.draw(random);
    // Drawn for those of endless patience too: the same contacts come in whatever their patience.
    let unit_patience = random.sample::<f64, _>(Exp1);
    Contact {
        arrival,
        hangs_up: arrival + desk.patience(unit_patience),
        handle,
        queue: queue as u32,
        interval: interval as u32,
    }
}

impl Desk<'_> {
    /// The patience that an exponential number of mean 1 stands for.
    ///
    /// Who balks is who drew less than `t` with `P(T < t)` the share that does; what the others drew beyond it is
    /// exponential again, so that nothing more has to be drawn.
    #[inline]
    fn patience(&self, unit: f64) -> f64 {
        if unit < self.balks_below {
            0.0
        } else if self.patience == f64::INFINITY {
            f64::INFINITY
        } else {
            self.patience * (unit - self.balks_below)
        }
    }
}

/// Draws handle times of mean 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum UnitHandleTime {
    Exponential,
    /// Mean and standard deviation of the logarithm.
    LogNormal {
        mean: f64,
        deviation: f64,
    },
}

impl UnitHandleTime {
    /// Of a shape: a log-normal of mean 1 has mu = -sigma^2 / 2 and a squared variation of exp(sigma^2) - 1.
    pub fn new(shape: HandleTime, variation: f64) -> Self {
        match shape {
            HandleTime::Exponential => UnitHandleTime::Exponential,
            HandleTime::LogNormal => {
                let variance = (variation * variation).ln_1p();
                UnitHandleTime::LogNormal { mean: -variance / 2.0, deviation: variance.sqrt() }
            }
        }
    }

    #[inline]
    fn draw(self, random: &mut Pcg64) -> f64 {
        match self {
            UnitHandleTime::Exponential => random.sample(Exp1),
            UnitHandleTime::LogNormal { mean, deviation } => {
                let normal: f64 = random.sample(StandardNormal);
                (mean + deviation * normal).exp()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn contacts_of_few_queues_and_of_many_come_out_in_order() {
        for queues in [3, FEW_RUNS as u32, FEW_RUNS as u32 + 1] {
            let mut runs = Runs::default();
            for queue in 0..queues {
                // Of every third queue there are none, and several come in at once.
                for place in 0..(queue % 3) * 4 {
                    let arrival = f64::from((place * 5 + queue) / 2);
                    let contact = Contact { arrival, hangs_up: 0.0, handle: 0.0, queue, interval: 0 };
                    runs.contacts.push(contact);
                }
                runs.end();
            }
            let mut wanted: Vec<_> = runs.contacts.iter().map(|it| (it.arrival as u32, it.queue)).collect();
            wanted.sort_unstable();
            let mut found = Vec::new();
            runs.merge_into(&mut found);
            let found: Vec<_> = found.iter().map(|it| (it.arrival as u32, it.queue)).collect();
            assert_eq!(found, wanted);
        }
    }

    #[test]
    fn handle_times_have_mean_one_and_the_variation_asked() {
        for (shape, variation) in [
            (HandleTime::Exponential, 1.0),
            (HandleTime::LogNormal, 1.0),
            (HandleTime::LogNormal, 0.5),
            (HandleTime::LogNormal, 0.0),
        ] {
            let mut random = Pcg64::seed_from_u64(5);
            let unit = UnitHandleTime::new(shape, variation);
            let times: Vec<f64> = (0..200_000).map(|_| unit.draw(&mut random)).collect();
            let mean = times.iter().sum::<f64>() / times.len() as f64;
            let square = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / times.len() as f64;
            assert!((mean - 1.0).abs() < 0.01, "{shape:?}: mean {mean}");
            assert!((square.sqrt() - variation).abs() < 0.03, "{shape:?}: variation {}", square.sqrt());
        }
    }
}

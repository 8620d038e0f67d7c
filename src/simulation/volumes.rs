//! How wrong the forecast is: a random factor on each day's volume.

use chrono::Datelike;
use rand::RngExt;
use rand_distr::Gamma;

use super::centre::Centre;
use super::streams::{Purpose, stream};

/// The factors of one replication, by queue and day; none where the forecast is never wrong.
pub(super) struct DayFactors {
    factors: Vec<f64>,
}

/// The key of the factor that all queues share: no queue's.
const OF_ALL: u64 = 0;

impl DayFactors {
    /// Draws them: of mean 1, gamma distributed, which makes the day's contacts a negative binomial number; one that
    /// all queues share and one of each queue's own.
    pub fn draw(centre: &Centre, seed: u64, replication: u64) -> Self {
        let is_sure = |error: f64| error <= 0.0;
        let of_all = centre.scenario.forecast_error;
        if is_sure(of_all) && centre.queues.iter().all(|desk| is_sure(desk.queue.behaviour.forecast_error)) {
            return DayFactors { factors: Vec::new() };
        }
        let grid = &centre.scenario.grid;
        let factor = |key: u64, day: usize, error: f64| {
            let shape = 1.0 / (error * error);
            let gamma = Gamma::new(shape, 1.0 / shape).ok().filter(|_| !is_sure(error));
            let date = grid.date(day as i32).num_days_from_ce() as u64;
            gamma.map_or(1.0, |gamma| stream(seed, replication, Purpose::Volume, key, date).sample(gamma))
        };
        let shared: Vec<f64> = (0..grid.days()).map(|day| factor(OF_ALL, day, of_all)).collect();
        let own = centre.queues.iter().flat_map(|desk| {
            let error = desk.queue.behaviour.forecast_error;
            shared.iter().enumerate().map(move |(day, shared)| shared * factor(desk.key, day, error))
        });
        DayFactors { factors: own.collect() }
    }

    /// The factor on a queue's volume in an interval.
    #[inline]
    pub fn of(&self, centre: &Centre, queue: usize, interval: usize) -> f64 {
        match self.factors.is_empty() {
            true => 1.0,
            false => {
                let grid = &centre.scenario.grid;
                self.factors[queue * grid.days() + grid.day_of_interval(interval)]
            }
        }
    }
}

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
    /// Draws them: one that all queues share and one of each queue's own.
    pub fn draw(centre: &Centre, seed: u64, replication: u64) -> Self {
        let of_all = centre.scenario.forecast_error;
        let errors = || centre.queues.iter().map(|desk| (desk.key, desk.queue.behaviour.forecast_error));
        if of_all <= 0.0 && errors().all(|(_, error)| error <= 0.0) {
            return DayFactors { factors: Vec::new() };
        }
        let grid = &centre.scenario.grid;
        let on_day = |key: u64, error: f64, day: usize| {
            factor(seed, replication, (key, grid.date(day as i32).num_days_from_ce() as u64), error)
        };
        let shared: Vec<f64> = (0..grid.days()).map(|day| on_day(OF_ALL, of_all, day)).collect();
        let own = errors().flat_map(|(key, error)| {
            shared.iter().enumerate().map(move |(day, shared)| shared * on_day(key, error, day))
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

/// A factor of mean 1 and such a coefficient of variation, gamma distributed: the contacts of a day that is busier by
/// it are a negative binomial number.
fn factor(seed: u64, replication: u64, (key, date): (u64, u64), error: f64) -> f64 {
    let shape = 1.0 / (error * error);
    let gamma = Gamma::new(shape, 1.0 / shape).ok().filter(|_| error > 0.0);
    gamma.map_or(1.0, |gamma| stream(seed, replication, Purpose::Volume, key, date).sample(gamma))
}

#[cfg(test)]
mod tests {
    use super::factor;

    #[test]
    fn factors_have_mean_one_and_the_variation_asked() {
        for (error, key) in [(0.1, 7), (0.187, 0), (0.5, 9)] {
            let count = 100_000;
            let drawn: Vec<f64> =
                (0..count).map(|replication| factor(1, replication, (key, 99), error)).collect();
            let mean = drawn.iter().sum::<f64>() / count as f64;
            let square = drawn.iter().map(|factor| (factor - mean).powi(2)).sum::<f64>() / count as f64;
            // Four standard errors.
            assert!((mean - 1.0).abs() < 4.0 * error / (count as f64).sqrt(), "{error}: mean {mean}");
            assert!((square.sqrt() / error - 1.0).abs() < 0.02, "{error}: variation {}", square.sqrt());
        }
        assert_eq!(factor(1, 0, (0, 0), 0.0), 1.0);
    }
}

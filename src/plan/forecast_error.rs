use crate::model::{Actuals, Queue, Scenario, Series};

/// How far past days were off their forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastError {
    /// The coefficient of variation of the factor by which all queues were off together.
    pub shared: f64,
    /// Queue by queue, in the scenario's order.
    pub queues: Vec<QueueError>,
}

/// How far past days of a queue were off their forecast.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QueueError {
    /// Days of which every forecast interval was counted; the others tell nothing here.
    pub days: usize,
    /// Days counted in part.
    pub partial_days: usize,
    /// Contacts forecast for those days.
    pub forecast: f64,
    /// Contacts that came in on them.
    pub actual: f64,
    /// The coefficient of variation of a day's volume around the forecast, beyond the chance of the draw.
    pub variation: f64,
    /// Its standard error, roughly.
    pub standard_error: f64,
    /// What of that is the queue's own, beside what all share.
    pub own: f64,
}

impl QueueError {
    /// How much more came in than forecast, all days together.
    pub fn bias(&self) -> f64 {
        if self.forecast > 0.0 { self.actual / self.forecast - 1.0 } else { 0.0 }
    }
}

/// Estimates the forecast's error from days on which contacts were counted.
///
/// A day of mean `F` and a gamma factor of variation `c` brings a number with variance `F + c^2 F^2`; what a forecast
/// is wrong by in the mean, its bias, is taken out before. By moments, over a queue's days,
/// `c^2 = sum((A - F)^2 - F) / sum(F^2)`, and what queues share from the products of different queues' deviations of
/// one day: over-dispersion beyond Poisson as in Jongbloed and Koole, Managing uncertainty in call centres using
/// Poisson mixtures, 2001.
pub fn forecast_error(scenario: &Scenario, actuals: &Actuals) -> ForecastError {
    let pairs = scenario.queues.iter().zip(&actuals.volumes);
    let days: Vec<QueueDays> = pairs.map(|(queue, volumes)| QueueDays::of(queue, volumes)).collect();
    let shared = shared(&days);
    ForecastError { shared: shared.sqrt(), queues: days.iter().map(|days| days.error(shared)).collect() }
}

/// The days of a queue: forecast without bias and actual, where all of the day was counted.
struct QueueDays {
    days: Vec<Option<(f64, f64)>>,
    partial: usize,
    forecast: f64,
    actual: f64,
}

impl QueueDays {
    fn of(queue: &Queue, volumes: &Series<Option<f64>>) -> Self {
        let grid = volumes.grid();
        let mut partial = 0;
        let mut day = |day: usize| {
            let expected = |interval: &usize| queue.demand.volume[*interval] > 0.0;
            let intervals: Vec<usize> = grid.intervals_of_day(day).filter(expected).collect();
            let counted: Vec<f64> = intervals.iter().filter_map(|&interval| volumes[interval]).collect();
            partial += usize::from(!counted.is_empty() && counted.len() < intervals.len());
            let forecast: f64 = intervals.iter().map(|&interval| queue.demand.volume[interval]).sum();
            let is_whole = !intervals.is_empty() && counted.len() == intervals.len();
            is_whole.then(|| (forecast, counted.iter().sum::<f64>()))
        };
        let days: Vec<Option<(f64, f64)>> = (0..grid.days()).map(&mut day).collect();
        let sum = |part: fn(&(f64, f64)) -> f64| days.iter().flatten().map(part).sum::<f64>();
        let (forecast, actual) = (sum(|day| day.0), sum(|day| day.1));
        let factor = if forecast > 0.0 { actual / forecast } else { 1.0 };
        let days = days.iter().map(|day| day.map(|(forecast, actual)| (factor * forecast, actual))).collect();
        QueueDays { days, partial, forecast, actual }
    }

    fn error(&self, shared: f64) -> QueueError {
        let days: Vec<(f64, f64)> = self.days.iter().flatten().copied().collect();
        let count = days.len() as f64;
        // One degree of freedom went into the bias.
        let freedom = count / (count - 1.0).max(1.0);
        let beyond: f64 =
            days.iter().map(|(mean, actual)| freedom * (actual - mean).powi(2) - mean).sum::<f64>();
        let squares: f64 = days.iter().map(|(mean, _)| mean * mean).sum();
        let square = if squares > 0.0 && count > 1.0 { (beyond / squares).max(0.0) } else { 0.0 };
        QueueError {
            days: days.len(),
            partial_days: self.partial,
            forecast: self.forecast,
            actual: self.actual,
            variation: square.sqrt(),
            standard_error: square.sqrt() / (2.0 * (count - 1.0).max(1.0)).sqrt(),
            own: ((1.0 + square) / (1.0 + shared) - 1.0).max(0.0).sqrt(),
        }
    }
}

/// The squared variation of what queues share: their deviations of one day multiplied, pair by pair.
fn shared(queues: &[QueueDays]) -> f64 {
    let (mut products, mut squares) = (0.0, 0.0);
    for (index, one) in queues.iter().enumerate() {
        for other in &queues[index + 1..] {
            for (one, other) in one.days.iter().zip(&other.days) {
                if let (Some((mean, actual)), Some((other_mean, other_actual))) = (one, other) {
                    products += (actual - mean) * (other_actual - other_mean);
                    squares += mean * other_mean;
                }
            }
        }
    }
    if squares > 0.0 { (products / squares).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    /// Two days of 18 half hours with 9.5 contacts each, times a factor.
    fn counted(scenario: &Scenario, factors: [f64; 2]) -> Series<Option<f64>> {
        let grid = &scenario.grid;
        Series::from_fn(grid.clone(), |interval| Some(9.5 * factors[grid.day_of_interval(interval)]))
    }

    #[test]
    fn what_chance_does_not_explain_is_the_forecasts() {
        let scenario = sample::scenario();
        let volumes = vec![counted(&scenario, [1.2, 1.0]), counted(&scenario, [1.2, 1.0])];
        let error = forecast_error(&scenario, &Actuals { volumes });
        let queue = error.queues[0];
        assert_eq!((queue.days, queue.partial_days), (2, 0));
        assert!((queue.bias() - 0.1).abs() < 1e-12);
        // Days of 171 contacts, without their bias 188.1: 17.1 off, twice the square with one degree of freedom.
        let square = (2.0 * 2.0 * 17.1_f64.powi(2) - 2.0 * 188.1) / (2.0 * 188.1_f64.powi(2));
        assert!((queue.variation - square.sqrt()).abs() < 1e-12);
        assert!((error.shared - 17.1 / 188.1).abs() < 1e-12, "both queues are off together");
    }

    #[test]
    fn days_as_forecast_and_days_half_counted_say_nothing() {
        let scenario = sample::scenario();
        let mut partly = counted(&scenario, [1.5, 1.0]);
        partly.values_mut()[30] = None;
        let volumes = vec![counted(&scenario, [1.0, 1.0]), partly];
        let error = forecast_error(&scenario, &Actuals { volumes });
        assert_eq!((error.shared, error.queues[0].variation, error.queues[0].own), (0.0, 0.0, 0.0));
        assert_eq!((error.queues[1].days, error.queues[1].partial_days), (1, 1));
    }
}

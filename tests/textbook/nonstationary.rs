use callboard::queueing::{AnsweredInTime, Counting, Model, OfferedLoad, Stream, Targets};
use callboard::units::{Rate, Seconds, Share};

use crate::cells::{Differences, Row, rows};

const DAY: f64 = 24.0 * 3600.0;
/// Mid-points in a period at which the table samples the rate.
const SAMPLES: usize = 300;
/// Seconds for which the test holds the rate constant.
const STEP: f64 = 6.0;

/// A day whose rate is a sine.
struct Day {
    mean: f64,
    amplitude: f64,
    handle_time: Seconds,
    period: f64,
}

impl Day {
    fn of(row: &Row) -> Day {
        Day {
            mean: row.given("mean_load_erl"),
            amplitude: row.given("rel_amplitude"),
            handle_time: Seconds::new(60.0 * row.given("aht_min")),
            period: 60.0 * row.given("period_min"),
        }
    }

    /// The load if the rate of a moment went on for ever.
    fn rate_load(&self, second: f64) -> f64 {
        self.mean * (1.0 + self.amplitude * (second / DAY * std::f64::consts::TAU).sin())
    }

    fn arrivals(&self, load: f64) -> Rate {
        Rate::per_second(load / self.handle_time.get())
    }

    /// The loads of each period by a family of methods: by the rate, by the rate a handle time ago, or the
    /// modified offered load at the mid-points of minutes.
    fn loads(&self, family: &str) -> Vec<Vec<f64>> {
        let lag = if family == "LAG" { self.handle_time.get() } else { 0.0 };
        if family == "MOL" {
            let minutes = self.modified_loads();
            return minutes.chunks((self.period / 60.0) as usize).map(<[f64]>::to_vec).collect();
        }
        let sample = |index: usize| (index as f64 + 0.5) * self.period / SAMPLES as f64 - lag;
        let periods = (DAY / self.period) as usize;
        let samples: Vec<f64> = (0..SAMPLES * periods).map(|index| self.rate_load(sample(index))).collect();
        samples.chunks(SAMPLES).map(<[f64]>::to_vec).collect()
    }

    /// The modified offered load at the mid-points of the minutes of the third day.
    fn modified_loads(&self) -> Vec<f64> {
        let steps = (DAY / STEP) as usize;
        let to_middle = (30.0 / STEP) as usize;
        let mut load = OfferedLoad::empty();
        let mut loads = Vec::new();
        for step in 0..3 * steps {
            if step >= 2 * steps && step % (2 * to_middle) == to_middle {
                loads.push(load.now().get());
            }
            let settled = self.rate_load((step as f64 + 0.5) * STEP);
            load.advance(self.arrivals(settled), self.handle_time, Seconds::new(STEP));
        }
        loads
    }
}

/// One load for a period: the mean, the largest, or the mean only where load rises.
fn load_of(period: &[f64], choice: &str) -> f64 {
    let mean = period.iter().sum::<f64>() / period.len() as f64;
    let most = period.iter().copied().fold(0.0, f64::max);
    let is_rising = period[period.len() - 1] > period[0];
    if choice == "avg" || (choice == "mix" && is_rising) { mean } else { most }
}

#[test]
fn agent_hours_of_a_day_with_a_peak_match_the_table() {
    let mut differences = Differences::default();
    for row in rows("nonstationary") {
        let day = Day::of(&row);
        let (family, choice) = row.text("method").split_once('_').unwrap();
        let within = if row.text("target") == "SL80/20" { 20.0 } else { 0.0 };
        let answered = AnsweredInTime {
            share: Share::percent(80.0).unwrap(),
            within: Seconds::new(within),
            counting: Counting::Offered,
        };
        let targets = Targets { answered: Some(answered), ..Targets::default() };
        let agents = |period: &Vec<f64>| {
            let arrivals = day.arrivals(load_of(period, choice));
            let stream = Stream::new(arrivals, day.handle_time, Model::ErlangC);
            f64::from(stream.required(&targets).unwrap().agents)
        };
        let heads: f64 = day.loads(family).iter().map(agents).sum();
        let place = format!(
            "{} erlangs, {} min, amplitude {}, periods of {} min, {}, {}",
            row.text("mean_load_erl"),
            row.text("aht_min"),
            row.text("rel_amplitude"),
            row.text("period_min"),
            row.text("target"),
            row.text("method")
        );
        differences.equal(&place, heads * day.period / 3600.0, row.given("agent_hours"));
    }
    differences.assert_none(384);
}

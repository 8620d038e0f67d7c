use rayon::prelude::*;

use super::PlanOptions;
use super::hold::Trust;
use super::month_staff::scaled;
use super::promises::Promises;
use crate::model::{Requirement, Scenario};
use crate::staffing;

/// How many steps of volume are staffed, beside the forecast's own.
const STEPS: usize = 12;

/// What each queue requires in seat as more or less comes in than forecast.
///
/// Hours of the forecast's days at some multiples of its volume, by the product's own staffing; between them on a line,
/// since hours are as good as linear in load between near loads: A + beta sqrt(A), whose square root bends by less than
/// (step / 8)^2 of itself. Staffing every month and every sampled future by itself would say the same and take a
/// thousand times as long.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LoadCurve {
    /// Multiples of the forecast's volume, ascending.
    factors: Vec<f64>,
    /// Hours by multiple and queue.
    hours: Vec<Vec<f64>>,
}

impl LoadCurve {
    /// From the least to the most multiple that is asked for.
    pub fn new(scenario: &Scenario, options: &PlanOptions, least: f64, most: f64) -> Self {
        let step = (most - least) / STEPS as f64;
        let mut factors: Vec<f64> = (0..=STEPS).map(|place| least + step * place as f64).collect();
        factors.push(1.0);
        factors.sort_by(f64::total_cmp);
        factors.dedup();
        let hours = factors.par_iter().map(|&factor| hours(scenario, options, factor)).collect();
        LoadCurve { factors, hours }
    }

    /// Hours of a queue at a multiple of the forecast's volume.
    pub fn at(&self, queue: usize, factor: f64) -> f64 {
        let hours = |place: usize| self.hours[place][queue];
        let above = self.factors.partition_point(|&known| known < factor);
        match above {
            0 => hours(0),
            above if above == self.factors.len() => hours(above - 1),
            above => {
                let (low, high) = (self.factors[above - 1], self.factors[above]);
                let part = (factor - low) / (high - low);
                hours(above - 1) * (1.0 - part) + hours(above) * part
            }
        }
    }
}

/// Hours of each queue where so many times the forecast comes in, over the periods that agreements measure.
fn hours(scenario: &Scenario, options: &PlanOptions, factor: f64) -> Vec<f64> {
    let queues = scenario.queues.iter().map(|queue| scaled(queue, factor)).collect();
    let scenario = Scenario { queues, ..scenario.clone() };
    let each = staffing::require_all(&scenario, &options.staffing);
    let required = match options.trust {
        Trust::Service => Promises::new(&scenario, &each).requirements(),
        Trust::Requirement => each,
    };
    required.iter().map(|requirement| in_seat(&scenario, requirement)).collect()
}

/// Hours in seat of a requirement.
pub(super) fn in_seat(scenario: &Scenario, requirement: &Requirement) -> f64 {
    let agents = requirement.needs.iter().map(|need| need.agents.as_f64());
    agents.sum::<f64>() * scenario.grid.interval().hours()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn between_the_steps_it_says_what_staffing_says() {
        let scenario = sample::plan().scenario;
        let options = PlanOptions::default();
        let curve = LoadCurve::new(&scenario, &options, 0.8, 1.6);
        for factor in [0.83, 0.97, 1.0, 1.13, 1.31, 1.59] {
            let staffed = hours(&scenario, &options, factor);
            for (queue, hours) in staffed.iter().enumerate() {
                let found = curve.at(queue, factor);
                assert!((found - hours).abs() <= 0.06 * hours, "{factor}: {found} {hours}");
            }
        }
        assert_eq!(curve.at(0, 1.0), hours(&scenario, &options, 1.0)[0]);
    }
}

use crate::model::{Estimate, Measure, Period, QueueService, Scenario, Service, Target};
use crate::units::Money;

/// How many standard errors an interval's measure may lie beyond its target by chance: a one-sided test at
/// 0.1 %, as thousands of intervals are tested side by side.
const STANDARD_ERRORS: f64 = 3.1;
/// The standard deviation of a wait as a multiple of its mean: sqrt(2 / C - 1) for Erlang C with a wait
/// probability C, which is 2 for C = 0.4.
const WAIT_DEVIATION: f64 = 2.0;

/// The service measured on a queue against its agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The queue, as an index.
    pub queue: usize,
    /// Share in time over the whole plan, as the agreement counts it.
    pub expected: Estimate,
    /// The chance that a period keeps every target, on average over the periods: the share of them that is
    /// expected to. Nothing where nothing is promised.
    pub chance: Option<f64>,
    /// Penalties expected over the plan.
    pub penalty: Money,
    /// The periods that are more likely missed than met; measured by interval, the runs of intervals that miss.
    pub misses: Vec<Miss>,
}

impl Verdict {
    /// Whether some period, or interval, is more likely missed than met.
    pub fn is_at_risk(&self) -> bool {
        !self.misses.is_empty()
    }
}

/// A time in which an agreement is likely missed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Miss {
    /// The first interval.
    pub first: usize,
    /// One past the last interval.
    pub end: usize,
    /// Share in time expected there, as the agreement counts it.
    pub expected: f64,
    /// The chance that it keeps every target; of a run of intervals the least.
    pub chance: f64,
}

/// Holds the service of each queue against its agreement.
///
/// A day, week, month or plan is missed where it is more likely missed than met. An interval is missed where its
/// mean lies beyond the target by more than the chance of the draw explains (3.1 standard errors: of a binomial
/// share, of a wait whose deviation is twice its mean, of a Poisson number of contacts that vary as much as they
/// last): one interval of one day keeps or misses its target by chance, whatever the plan.
pub fn judge_service(scenario: &Scenario, service: &Service) -> Vec<Verdict> {
    let judge = |(index, queue): (usize, &QueueService)| match scenario.queues[index].target.measured {
        Period::Interval => judge_intervals(scenario, index, queue, service.replications),
        _ => judge_periods(scenario, index, queue),
    };
    service.queues.iter().enumerate().map(judge).collect()
}

fn judge_periods(scenario: &Scenario, index: usize, queue: &QueueService) -> Verdict {
    let promises = scenario.queues[index].target.is_promise();
    let missed = queue.periods.iter().filter(|period| promises && period.chance_met < 0.5);
    let misses = missed
        .map(|period| Miss {
            first: period.span.first,
            end: period.span.end,
            expected: period.expected,
            chance: period.chance_met,
        })
        .collect();
    verdict(scenario, index, queue, misses)
}

fn judge_intervals(scenario: &Scenario, index: usize, queue: &QueueService, replications: usize) -> Verdict {
    let target = &scenario.queues[index].target;
    let is_due_in_full = target.deadline_of_all().is_some();
    let mut misses: Vec<(Miss, f64)> = Vec::new();
    for period in &queue.periods {
        let interval = period.span.first;
        let measure = &queue.intervals[interval];
        let is_late = is_due_in_full && period.chance_met < 0.5;
        if !is_late && !is_missed(measure, target, replications) {
            continue;
        }
        let level = measure.service_level.unwrap_or(0.0) * measure.offered;
        match misses.last_mut().filter(|(miss, _)| miss.end == interval) {
            Some((miss, weight)) => {
                miss.end = interval + 1;
                miss.expected += level;
                miss.chance = miss.chance.min(period.chance_met);
                *weight += measure.offered;
            }
            None => {
                let miss =
                    Miss { first: interval, end: interval + 1, expected: level, chance: period.chance_met };
                misses.push((miss, measure.offered));
            }
        }
    }
    let mean = |(miss, weight): (Miss, f64)| Miss {
        expected: miss.expected / weight.max(f64::MIN_POSITIVE),
        ..miss
    };
    verdict(scenario, index, queue, misses.into_iter().map(mean).collect())
}

fn verdict(scenario: &Scenario, index: usize, queue: &QueueService, misses: Vec<Miss>) -> Verdict {
    let promises = scenario.queues[index].target.is_promise() && !queue.periods.is_empty();
    let chances: f64 = queue.periods.iter().map(|period| period.chance_met).sum();
    Verdict {
        queue: index,
        expected: queue.overall,
        chance: promises.then(|| chances / queue.periods.len() as f64),
        penalty: queue.periods.iter().map(|period| period.expected_penalty).sum(),
        misses,
    }
}

/// Whether an interval misses a target of its agreement by more than the draw explains.
fn is_missed(measure: &Measure, target: &Target, replications: usize) -> bool {
    let drawn = measure.offered * replications as f64;
    if drawn <= 0.0 {
        return false;
    }
    let error = |share: f64| STANDARD_ERRORS * (share * (1.0 - share) / drawn).max(0.0).sqrt();
    let low_service = target
        .answered
        .zip(measure.service_level)
        .is_some_and(|(answered, level)| level + error(answered.share.get()) < answered.share.get());
    let long_wait = target.max_average_wait.zip(measure.average_wait()).is_some_and(|(most, wait)| {
        let error = STANDARD_ERRORS * WAIT_DEVIATION * most.get() / drawn.sqrt();
        wait > most.get() + error
    });
    let hung_up = target
        .max_abandonment
        .zip(measure.abandonment())
        .is_some_and(|(most, share)| share > most.get() + error(most.get()));
    let too_busy = target
        .max_occupancy
        .zip(measure.occupancy())
        .is_some_and(|(most, share)| share > most.get() * (1.0 + STANDARD_ERRORS * (2.0 / drawn).sqrt()));
    low_service || long_wait || hung_up || too_busy
}

#[cfg(test)]
mod tests {
    use crate::model::{Answered, Measure, Target};
    use crate::units::{Seconds, Share};

    use super::is_missed;

    #[test]
    fn chance_is_no_miss() {
        let share = Share::percent(80.0).unwrap();
        let target =
            Target { answered: Some(Answered { share, within: Seconds::new(20.0) }), ..Target::default() };
        let measure = |level| Measure { offered: 10.0, service_level: Some(level), ..Measure::default() };
        // 1,000 contacts: a standard error of 1.3 %.
        assert!(!is_missed(&measure(0.77), &target, 100));
        assert!(is_missed(&measure(0.75), &target, 100));
        assert!(!is_missed(&Measure::default(), &target, 100));
    }
}

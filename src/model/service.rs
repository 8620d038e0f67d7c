use super::{PeriodSpan, Series};
use crate::units::Money;

/// What service a roster gives, as measured on random days.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    /// One for each queue of the scenario, in its order.
    pub queues: Vec<QueueService>,
    /// How many times the plan was replayed.
    pub replications: usize,
    /// The seed of the random numbers.
    pub seed: u64,
    /// Contacts simulated in all.
    pub contacts: u64,
}

/// The service of one queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueService {
    /// Means over all replications, by interval of arrival.
    pub intervals: Series<Measure>,
    /// The agreement's measured periods, in order: those in which contacts were forecast.
    pub periods: Vec<PeriodService>,
    /// Over the whole plan.
    pub overall: Estimate,
    /// Mean share hung up over the whole plan.
    pub abandonment: Estimate,
    /// Mean wait of answered contacts over the whole plan, in seconds.
    pub average_wait: Estimate,
}

/// What happened to the contacts that came in during an interval: sums divided by the number of replications.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measure {
    /// Contacts that came in.
    pub offered: f64,
    /// Of those, answered at last (deferred work: done).
    pub answered: f64,
    /// Of those, answered within the agreement's time (deferred work: done before the deadline).
    pub in_time: f64,
    /// Of those, hung up.
    pub abandoned: f64,
    /// Of those, hung up within the agreement's time.
    pub abandoned_in_time: f64,
    /// Of those, turned away because all lines were busy.
    pub blocked: f64,
    /// Seconds waited by those answered, in all.
    pub wait_answered: f64,
    /// Seconds waited by those who hung up, in all.
    pub wait_abandoned: f64,
    /// Seconds agents were busy with this queue during the interval.
    pub busy: f64,
    /// Seconds agents were in seat for this queue during the interval; an agent of several skills divides the
    /// time they wait among them equally.
    pub in_seat: f64,
    /// Share answered in time as the agreement counts; nothing where nobody called.
    pub service_level: Option<f64>,
}

impl Measure {
    /// Mean wait of answered contacts in seconds.
    pub fn average_wait(&self) -> Option<f64> {
        (self.answered > 0.0).then(|| self.wait_answered / self.answered)
    }

    /// Share of the time in seat that agents were busy.
    pub fn occupancy(&self) -> Option<f64> {
        (self.in_seat > 0.0).then(|| self.busy / self.in_seat)
    }

    /// Share of the contacts offered that hung up.
    pub fn abandonment(&self) -> Option<f64> {
        (self.offered > 0.0).then(|| self.abandoned / self.offered)
    }
}

/// A mean with its 95 % confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Estimate {
    /// The mean over the replications.
    pub mean: f64,
    /// Half the width of its 95 % confidence interval.
    pub half_width: f64,
}

/// The service of one queue in one period its agreement measures.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodService {
    /// The period, as far as it lies in the plan.
    pub span: PeriodSpan,
    /// Share in time as the agreement counts it: mean over the replications in which contacts came in.
    pub expected: f64,
    /// The level that 5 % of replications stay below.
    pub low: f64,
    /// The level that 5 % of replications exceed.
    pub high: f64,
    /// Share of replications in which every target of the agreement is met; where nobody came in, none is missed.
    pub chance_met: f64,
    /// Mean over replications of the penalty due, in proportion where the plan has only part of the period.
    pub expected_penalty: Money,
}

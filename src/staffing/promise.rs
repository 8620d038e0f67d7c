use crate::model::{Driver, Expectation, Target};
use crate::queueing::{AnsweredInTime, Limit, Limits, Performance, Targets};

/// The targets of an agreement as the formulas take them.
pub(super) fn targets(target: &Target) -> Targets {
    let counting = target.counting;
    let answered =
        target.answered.map(|asked| AnsweredInTime { share: asked.share, within: asked.within, counting });
    Targets {
        answered,
        max_average_wait: target.max_average_wait,
        max_abandonment: target.max_abandonment,
        max_occupancy: target.occupancy_cap(),
        max_blocking: None,
    }
}

/// What a formula's answer says of an interval.
pub(super) fn expectation(targets: &Targets, given: &Performance) -> Expectation {
    Expectation {
        service_level: targets.answered.and_then(|asked| given.service_level(asked.counting)),
        average_wait: given.answered_wait,
        occupancy: given.occupancy,
        abandonment: Some(given.abandonment),
    }
}

/// The one target to name among those that one agent fewer would miss: the agreement's first.
pub(super) fn driver(driven_by: Limits) -> Option<Driver> {
    driven_by.iter().next().map(|limit| match limit {
        Limit::ServiceLevel => Driver::ServiceLevel,
        Limit::AverageWait => Driver::AverageWait,
        Limit::Abandonment => Driver::Abandonment,
        Limit::Occupancy => Driver::Occupancy,
        Limit::Blocking | Limit::Stability | Limit::Presence => Driver::Stability,
    })
}

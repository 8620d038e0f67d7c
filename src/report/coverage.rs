use super::requirement::starts;
use super::table::Table;
use crate::model::{Requirement, Scenario, Series, Service};
use crate::plan::Plan;

/// What a roster is held against, interval by interval.
#[derive(Debug, Clone, Copy)]
pub struct Coverage<'a> {
    /// What each queue needs.
    pub requirements: &'a [Requirement],
    /// Agents rostered on each queue.
    pub scheduled: &'a [Series<f64>],
    /// The service measured.
    pub service: &'a Service,
}

impl<'a> Coverage<'a> {
    /// What a plan's roster is held against.
    pub fn of(plan: &'a Plan) -> Self {
        Coverage {
            requirements: &plan.requirements,
            scheduled: &plan.rostered.scheduled,
            service: &plan.service,
        }
    }
}

/// coverage.csv: requirement, cover and service on the final roster; queue by queue in order of time.
///
/// `required` is in seat; `scheduled` is on the roster, in parts where agents divide their time among queues;
/// `present` is what sickness and lateness leave of it; `gap` is present less required. The service columns are
/// means over the simulated replications.
pub fn coverage_csv(scenario: &Scenario, coverage: &Coverage<'_>) -> String {
    let mut table = Table::new([
        "start",
        "queue",
        "required",
        "scheduled",
        "gap",
        "service_level",
        "average_wait_seconds",
        "occupancy",
        "abandonment",
        "present",
        "volume",
    ]);
    let starts = starts(scenario);
    let leaves = scenario.shrinkage.present();
    for requirement in coverage.requirements {
        let index = requirement.queue;
        let queue = &scenario.queues[index].id;
        let measures = &coverage.service.queues[index].intervals;
        for (interval, start) in starts.iter().enumerate() {
            let need = &requirement.needs[interval];
            let scheduled = coverage.scheduled[index][interval];
            let present = scheduled * leaves;
            let measure = &measures[interval];
            table.raw(start).text(queue).whole(need.agents.get()).number(scheduled, 3);
            table.number(present - need.agents.as_f64(), 3);
            table.number_or_empty(measure.service_level, 6).number_or_empty(measure.average_wait(), 3);
            table.number_or_empty(measure.occupancy(), 6).number_or_empty(measure.abandonment(), 6);
            table.number(present, 3).number(need.volume, 6).end_row();
        }
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn the_gap_is_what_is_present_less_what_is_required() {
        let plan = sample::plan();
        let csv = coverage_csv(&plan.scenario, &Coverage::of(&plan));
        let noon = csv.lines().nth(25).unwrap();
        assert_eq!(noon, "2026-03-02T12:00:00+01:00,nl-voice,3,2,-1.119,0.8,10,0.633333,0,1.881,9.5");
    }
}

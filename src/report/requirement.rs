use super::table::{Table, iso};
use super::words::driver_name;
use crate::model::{Requirement, Scenario};

/// requirement.csv: what each queue needs, interval by interval, and why; queue by queue in order of time.
///
/// `required` is in seat. The service columns are what the formulas expect of that many.
pub fn requirement_csv(scenario: &Scenario, requirements: &[Requirement]) -> String {
    let mut table = Table::new([
        "start",
        "queue",
        "volume",
        "aht_seconds",
        "offered_load",
        "required",
        "driver",
        "service_level",
        "average_wait_seconds",
        "occupancy",
        "abandonment",
    ]);
    let starts = starts(scenario);
    for requirement in requirements {
        let queue = &scenario.queues[requirement.queue].id;
        for (start, need) in starts.iter().zip(&requirement.needs) {
            table.raw(start).text(queue);
            table.number(need.volume, 6).number(need.aht.get(), 3).number(need.offered_load.get(), 6);
            table.whole(need.agents.get()).raw(need.driver.map_or("", driver_name));
            table.number_or_empty(need.expected.service_level, 6);
            table.number_or_empty(need.expected.average_wait.map(|wait| wait.get()), 3);
            table.number_or_empty(need.expected.occupancy, 6);
            table.number_or_empty(need.expected.abandonment, 6).end_row();
        }
    }
    table.into_text()
}

/// The start of each interval: made once, as clocks and their changes are slow to read.
pub(super) fn starts(scenario: &Scenario) -> Vec<String> {
    let grid = &scenario.grid;
    (0..grid.len()).map(|interval| iso(grid, grid.start_of(interval))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn a_row_for_each_queue_and_interval() {
        let plan = sample::plan();
        let csv = requirement_csv(&plan.scenario, &plan.requirements);
        let rows: Vec<&str> = csv.lines().collect();
        assert_eq!(rows.len(), 1 + 2 * 96);
        assert_eq!(rows[1], "2026-03-02T00:00:00+01:00,nl-voice,0,240,0,0,,,,,");
        assert_eq!(rows[25], "2026-03-02T12:00:00+01:00,nl-voice,9.5,240,1.266667,3,service-level,,,,");
    }
}

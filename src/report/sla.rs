use super::table::Table;
use super::words::{period_name, target_text};
use crate::model::{Period, PeriodService, PeriodSpan, Scenario, Service};
use crate::plan::Verdict;

/// sla.csv: a row for each queue and period its agreement measures.
///
/// `low` and `high` hold nine replications in ten. A day, week, month or plan is named by its first and last day in
/// the plan; where the agreement measures by interval, a row is an interval from `period` to `until`, and nobody
/// missed a promise in an interval in which nobody came in. `covered` is the share of the period's days that the
/// plan has; the penalty is due in that proportion.
pub fn sla_csv(scenario: &Scenario, service: &Service, verdicts: &[Verdict]) -> String {
    let mut table = Table::new([
        "queue",
        "client",
        "period",
        "target",
        "expected",
        "low",
        "high",
        "chance_met",
        "expected_penalty",
        "measured",
        "until",
        "covered",
    ]);
    for (verdict, measured) in verdicts.iter().zip(&service.queues) {
        for period in &measured.periods {
            add_row(&mut table, scenario, verdict, period);
        }
    }
    table.into_text()
}

fn add_row(table: &mut Table, scenario: &Scenario, verdict: &Verdict, period: &PeriodService) {
    let queue = &scenario.queues[verdict.queue];
    let measured = queue.target.measured;
    table.text(&queue.id).text(&queue.client);
    first_moment(table, scenario, measured, &period.span);
    table.raw(&target_text(&queue.target));
    table.number(period.expected, 6).number(period.low, 6).number(period.high, 6);
    table.number_or_empty(verdict.chance.map(|_| period.chance_met), 4).money(period.expected_penalty);
    table.raw(period_name(measured));
    last_moment(table, scenario, measured, &period.span);
    table.number(period.span.covered.get(), 4).end_row();
}

fn first_moment(table: &mut Table, scenario: &Scenario, measured: Period, span: &PeriodSpan) {
    let grid = &scenario.grid;
    match measured {
        Period::Interval => table.moment(grid, grid.start_of(span.first)),
        _ => table.date(grid.date(grid.day_of_interval(span.first) as i32)),
    };
}

fn last_moment(table: &mut Table, scenario: &Scenario, measured: Period, span: &PeriodSpan) {
    let grid = &scenario.grid;
    match measured {
        Period::Interval => table.moment(grid, grid.start_of(span.end)),
        _ => table.date(grid.date(grid.day_of_interval(span.end - 1) as i32)),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn a_row_for_each_period_measured() {
        let plan = sample::plan();
        let csv = sla_csv(&plan.scenario, &plan.service, &plan.verdicts);
        let rows: Vec<&str> = csv.lines().skip(1).collect();
        assert_eq!(
            rows[..2],
            [
                "nl-voice,Zephyr,2026-03-02,80 % in 20 s,0.792,0.741,0.838,0.41,1475.00,week,2026-03-03,0.2857",
                "fr-voice,Zephyr,2026-03-02T08:00:00+01:00,80 % in 20 s,0.8,0.5,1,0.64,0.00,interval,\
                 2026-03-02T08:30:00+01:00,1",
            ]
        );
        // 18 open half hours on each of two days.
        assert_eq!(rows.len(), 1 + 36);
    }
}

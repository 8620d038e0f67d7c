use super::table::Table;
use super::words::{period_name, target_text};
use crate::model::{Period, PeriodService, Scenario, Service};
use crate::plan::Verdict;
use crate::units::Money;

/// sla.csv: a row for each queue and period its agreement measures.
///
/// `low` and `high` hold nine replications in ten. An agreement measured by interval has one row for the plan:
/// `expected` with its 95 % confidence interval, and as `chance_met` the share of contacts that come in during
/// intervals which keep it; coverage.csv has the intervals.
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
    ]);
    for (verdict, measured) in verdicts.iter().zip(&service.queues) {
        let target = &scenario.queues[verdict.queue].target;
        if target.measured == Period::Interval || measured.periods.is_empty() {
            let whole_plan = over_plan(scenario, verdict);
            add_row(&mut table, scenario, verdict.queue, &whole_plan, verdict.chance);
        }
        for period in measured.periods.iter().filter(|_| target.measured != Period::Interval) {
            add_row(&mut table, scenario, verdict.queue, period, verdict.chance.map(|_| period.chance_met));
        }
    }
    table.into_text()
}

fn add_row(
    table: &mut Table,
    scenario: &Scenario,
    queue: usize,
    period: &PeriodService,
    chance: Option<f64>,
) {
    let (grid, queue) = (&scenario.grid, &scenario.queues[queue]);
    table.text(&queue.id).text(&queue.client).date(grid.date(period.first_day as i32));
    table.raw(&target_text(&queue.target));
    table.number(period.expected, 6).number(period.low, 6).number(period.high, 6);
    table.number_or_empty(chance, 4).money(period.expected_penalty);
    table.raw(period_name(queue.target.measured)).date(grid.date(period.end_day as i32 - 1)).end_row();
}

fn over_plan(scenario: &Scenario, verdict: &Verdict) -> PeriodService {
    PeriodService {
        first_day: 0,
        end_day: scenario.grid.days(),
        expected: verdict.expected.mean,
        low: (verdict.expected.mean - verdict.expected.half_width).max(0.0),
        high: (verdict.expected.mean + verdict.expected.half_width).min(1.0),
        chance_met: verdict.chance.unwrap_or(1.0),
        expected_penalty: Money::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn a_row_for_each_period_and_one_for_all_intervals() {
        let plan = sample::plan();
        let csv = sla_csv(&plan.scenario, &plan.service, &plan.verdicts);
        let rows: Vec<&str> = csv.lines().skip(1).collect();
        assert_eq!(
            rows,
            [
                "nl-voice,Zephyr,2026-03-02,80 % in 20 s,0.792,0.741,0.838,0.41,1475.00,week,2026-03-03",
                "fr-voice,Zephyr,2026-03-02,80 % in 20 s,0.792,0.788,0.796,1,0.00,interval,2026-03-03",
            ]
        );
    }
}

use chrono::Timelike;

use super::table::Table;
use crate::model::{Grid, Line, Roster, Scenario, Shift};
use crate::units::{Minutes, Moment};

/// hourly.csv: minutes at work in each hour of the wall clock, a row for each agent and day of the plan.
///
/// Breaks are not work. Where the clock goes back an hour comes twice and can hold 120 minutes.
pub fn hourly_csv(scenario: &Scenario, roster: &Roster) -> String {
    let hours: Vec<String> = (0..24).map(|hour| format!("{hour:02}")).collect();
    let mut table = Table::new(["agent", "date"].into_iter().chain(hours.iter().map(String::as_str)));
    for (agent, line) in scenario.agents.iter().zip(&roster.lines) {
        for (day, hours) in minutes_at_work(&scenario.grid, line).iter().enumerate() {
            table.text(&agent.id).date(scenario.grid.date(day as i32));
            for &minutes in hours {
                table.whole(minutes);
            }
            table.end_row();
        }
    }
    table.into_text()
}

/// Minutes at work by day of the plan and hour of the wall clock.
fn minutes_at_work(grid: &Grid, line: &Line) -> Vec<[i32; 24]> {
    let mut days = vec![[0; 24]; grid.days()];
    for shift in &line.shifts {
        for (from, to) in stretches_of_work(shift) {
            add_stretch(grid, &mut days, from, to);
        }
    }
    days
}

/// What the breaks leave of a shift.
fn stretches_of_work(shift: &Shift) -> Vec<(Moment, Moment)> {
    let mut from = shift.start;
    let mut stretches = Vec::with_capacity(shift.breaks.len() + 1);
    for rest in &shift.breaks {
        stretches.push((from, rest.start));
        from = rest.end;
    }
    stretches.push((from, shift.end));
    stretches
}

fn add_stretch(grid: &Grid, days: &mut [[i32; 24]], from: Moment, to: Moment) {
    let mut at = from;
    while at < to {
        let clock = grid.local(at);
        let until = to.min(at + Minutes::new(60 - clock.minute() as i32));
        let day = usize::try_from(grid.day_of(clock.date_naive())).ok();
        if let Some(hours) = day.and_then(|day| days.get_mut(day)) {
            hours[clock.hour() as usize] += (until - at).get();
        }
        at = until;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn each_hour_has_its_minutes() {
        let plan = sample::plan();
        let csv = hourly_csv(&plan.scenario, &plan.rostered.roster);
        assert_eq!(csv.lines().count(), 1 + 3 * 2);
        assert_eq!(
            csv.lines().nth(1).unwrap(),
            "1,2026-03-02,0,0,0,0,0,0,0,0,60,60,60,45,60,45,60,60,15,0,0,0,0,0,0,0"
        );
    }

    #[test]
    fn an_hour_that_comes_twice_holds_both() {
        let first = chrono::NaiveDate::from_ymd_opt(2026, 10, 25).unwrap();
        let grid = Grid::new(chrono_tz::Europe::Brussels, first, 1, Minutes::new(30)).unwrap();
        let mut days = vec![[0; 24]; 1];
        add_stretch(&grid, &mut days, grid.at(0, 60), grid.at(0, 240));
        assert_eq!(days[0][..5], [0, 60, 120, 60, 0]);
    }
}

use super::table::Table;
use crate::model::{Break, Grid, Roster, Scenario, Shift};

/// roster.csv: a row for each shift, agent by agent in order of time.
///
/// Breaks are wall-clock times, joined by `|`: `12:00-12:30|15:00-15:15`.
pub fn roster_csv(scenario: &Scenario, roster: &Roster) -> String {
    let mut table = Table::new([
        "agent",
        "name",
        "date",
        "shift",
        "start",
        "end",
        "breaks",
        "paid_hours",
        "contract",
        "skills",
    ]);
    for (index, shift) in roster.shifts() {
        let agent = &scenario.agents[index];
        table.text(&agent.id).text(&agent.name).date(scenario.grid.date(shift.day));
        table.text(shift_name(scenario, shift));
        table.moment(&scenario.grid, shift.start).moment(&scenario.grid, shift.end);
        table.raw(&breaks_text(&scenario.grid, shift)).number(shift.paid().hours(), 4);
        table.text(&scenario.contracts[agent.contract].id).skills(scenario, &agent.skills).end_row();
    }
    table.into_text()
}

/// The template's name; empty where a shift is of none.
pub(super) fn shift_name<'a>(scenario: &'a Scenario, shift: &Shift) -> &'a str {
    shift.template.map_or("", |template| scenario.shifts[template].id.as_str())
}

fn breaks_text(grid: &Grid, shift: &Shift) -> String {
    let clock = |rest: &Break| {
        format!("{}-{}", grid.local(rest.start).format("%H:%M"), grid.local(rest.end).format("%H:%M"))
    };
    shift.breaks.iter().map(clock).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn a_row_tells_a_shift_whole() {
        let plan = sample::plan();
        let csv = roster_csv(&plan.scenario, &plan.rostered.roster);
        let rows: Vec<&str> = csv.lines().collect();
        assert_eq!(rows.len(), 7);
        assert_eq!(
            rows[3],
            "2,'=Bob,2026-03-02,day,2026-03-02T08:00:00+01:00,2026-03-02T16:15:00+01:00,\
             11:00-11:15|13:00-13:15,8,full-time,nl-voice|fr-voice"
        );
    }
}

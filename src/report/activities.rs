use super::table::Table;
use crate::model::{Request, RequestKind, Roster, Scenario, Shift};
use crate::units::Moment;

/// activities.csv: what each agent does from when to when, to be imported elsewhere; agent by agent in order of
/// time.
///
/// A shift is cut into `work`, `break` and `training`; leave and training away from the roster stand as asked.
pub fn activities_csv(scenario: &Scenario, roster: &Roster) -> String {
    let mut table = Table::new(["agent", "name", "start", "end", "activity", "paid"]);
    for (index, agent) in scenario.agents.iter().enumerate() {
        for activity in activities_of(scenario, roster, index) {
            table.text(&agent.id).text(&agent.name);
            table.moment(&scenario.grid, activity.start).moment(&scenario.grid, activity.end);
            table.raw(activity.name).raw(if activity.is_paid { "yes" } else { "no" }).end_row();
        }
    }
    table.into_text()
}

/// Something an agent does for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Activity {
    start: Moment,
    end: Moment,
    name: &'static str,
    is_paid: bool,
}

fn activities_of(scenario: &Scenario, roster: &Roster, agent: usize) -> Vec<Activity> {
    let shifts = roster.lines.get(agent).map_or(&[][..], |line| &line.shifts);
    let requests: Vec<&Request> = scenario.requests.iter().filter(|request| request.agent == agent).collect();
    let mut activities: Vec<Activity> =
        shifts.iter().flat_map(|shift| cut(shift, &training_within(&requests, shift))).collect();
    let is_at_work =
        |request: &Request| shifts.iter().any(|shift| shift.start <= request.from && request.to <= shift.end);
    activities
        .extend(requests.iter().filter(|request| !is_at_work(request)).filter_map(|request| away(request)));
    activities.sort_by_key(|activity| (activity.start, activity.end));
    activities
}

/// Leave and training off the roster.
fn away(request: &Request) -> Option<Activity> {
    let name = match request.kind {
        RequestKind::Leave => "leave",
        RequestKind::Training => "training",
        _ => return None,
    };
    Some(Activity { start: request.from, end: request.to, name, is_paid: true })
}

fn training_within(requests: &[&Request], shift: &Shift) -> Vec<(Moment, Moment)> {
    let inside = |request: &&&Request| {
        request.kind == RequestKind::Training && shift.start <= request.from && request.to <= shift.end
    };
    requests.iter().filter(inside).map(|request| (request.from, request.to)).collect()
}

/// A shift cut where a break or a training begins or ends; neighbours of one kind are one.
fn cut(shift: &Shift, training: &[(Moment, Moment)]) -> Vec<Activity> {
    let mut borders = vec![shift.start, shift.end];
    borders.extend(shift.breaks.iter().flat_map(|rest| [rest.start, rest.end]));
    borders.extend(training.iter().flat_map(|&(from, to)| [from, to]));
    borders.retain(|border| (shift.start..=shift.end).contains(border));
    borders.sort_unstable();
    borders.dedup();
    let mut activities: Vec<Activity> = Vec::new();
    for (&start, &end) in borders.iter().zip(&borders[1..]) {
        let rest = shift.breaks.iter().find(|rest| rest.start <= start && start < rest.end);
        let is_training = training.iter().any(|&(from, to)| from <= start && start < to);
        let (name, is_paid) = match rest {
            Some(rest) => ("break", rest.is_paid),
            None if is_training => ("training", true),
            None => ("work", true),
        };
        match activities.last_mut().filter(|last| last.name == name && last.is_paid == is_paid) {
            Some(last) => last.end = end,
            None => activities.push(Activity { start, end, name, is_paid }),
        }
    }
    activities
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn a_shift_is_cut_at_breaks_and_training() {
        let mut plan = sample::plan();
        let grid = plan.scenario.grid.clone();
        let request = |from, to, kind| Request { agent: 0, from, to, kind };
        plan.scenario.requests = vec![
            request(grid.at(0, 14 * 60), grid.at(0, 15 * 60), RequestKind::Training),
            request(grid.at(2, 0), grid.at(3, 0), RequestKind::Leave),
            request(grid.at(1, 0), grid.at(2, 0), RequestKind::Prefer { shift: None, weight: 1.0 }),
        ];
        let csv = activities_csv(&plan.scenario, &plan.rostered.roster);
        let rows: Vec<&str> = csv.lines().filter(|row| row.starts_with("1,")).collect();
        let told: Vec<String> = rows
            .iter()
            .map(|row| {
                let cells: Vec<&str> = row.split(',').collect();
                format!("{}-{} {} {}", &cells[2][8..16], &cells[3][8..16], cells[4], cells[5])
            })
            .collect();
        assert_eq!(
            told[..7],
            [
                "02T08:00-02T11:00 work yes",
                "02T11:00-02T11:15 break no",
                "02T11:15-02T13:00 work yes",
                "02T13:00-02T13:15 break yes",
                "02T13:15-02T14:00 work yes",
                "02T14:00-02T15:00 training yes",
                "02T15:00-02T16:15 work yes",
            ]
        );
        assert_eq!(told.last().unwrap(), "04T00:00-05T00:00 leave yes");
        assert_eq!(told.len(), 7 + 5 + 1);
    }
}

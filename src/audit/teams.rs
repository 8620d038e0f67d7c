//! No more of a team are on a break at once than the plan allows; the history's breaks count.

use super::words;
use crate::model::{Break, Roster, Scenario, Shift, Violation};

/// A break of someone in a team: the first to go comes first.
struct Away<'a> {
    rest: &'a Break,
    agent: usize,
    /// The day of the shift; negative for the history's.
    day: i32,
}

pub(super) fn judge(scenario: &Scenario, roster: &Roster, found: &mut Vec<Violation>) {
    let Some(most) = scenario.most_on_break else { return };
    let mut teams: Vec<&str> = scenario.agents.iter().map(|agent| agent.team.as_str()).collect();
    teams.retain(|team| !team.is_empty());
    teams.sort_unstable();
    teams.dedup();
    for team in teams {
        let mut away: Vec<Away> = Vec::new();
        for (index, agent) in scenario.agents.iter().enumerate().filter(|(_, agent)| agent.team == team) {
            let line: &[Shift] = roster.lines.get(index).map_or(&[], |line| &line.shifts);
            for shift in agent.history.iter().chain(line) {
                let of_shift = |rest| Away { rest, agent: index, day: shift.day };
                away.extend(shift.breaks.iter().map(of_shift));
            }
        }
        away.sort_by_key(|away| (away.rest.start, away.agent));
        for (place, late) in away.iter().enumerate().filter(|(_, away)| away.day >= 0) {
            let others = away[..place].iter().filter(|other| late.rest.start < other.rest.end).count();
            if others >= most as usize {
                found.push(Violation {
                    agent: Some(late.agent),
                    day: late.day,
                    rule: "break-team",
                    found: format!(
                        "{} with {} of team {team} on a break",
                        words::rest(&scenario.grid, late.rest),
                        words::count(others, "other")
                    ),
                    allowed: format!("{most} of a team at once"),
                });
            }
        }
    }
}

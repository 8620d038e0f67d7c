use crate::model::{Burden, Request, RequestKind, Roster, Scenario, Shift};
use crate::rostering::burdens;
use crate::units::{Minutes, Moment};

/// What an agent has of the work, of its burdens and of their wishes.
#[derive(Debug, Clone, PartialEq)]
pub struct AgentShare {
    /// Paid hours on shifts.
    pub hours: f64,
    /// Weekends on a day of which a shift starts.
    pub weekends: u32,
    /// Shifts of each burden, in the order of [`Burden::ALL`].
    pub burdens: [u32; 4],
    /// The same in the history.
    pub before: [u32; 4],
    /// Wishes, one for each day wished for.
    pub wishes: u32,
    /// Those of them that are granted.
    pub granted: u32,
}

impl AgentShare {
    /// Shifts of a burden.
    pub fn of(&self, burden: Burden) -> u32 {
        self.burdens[burden as usize]
    }
}

/// What every agent has on a roster.
pub fn shares(scenario: &Scenario, roster: &Roster) -> Vec<AgentShare> {
    let of = |(index, agent): (usize, &crate::model::Agent)| {
        let line: &[Shift] = roster.lines.get(index).map_or(&[], |line| &line.shifts);
        let wishes = scenario.requests.iter().filter(|request| request.agent == index);
        let wishes: Vec<bool> = wishes.flat_map(|request| granted(scenario, line, request)).collect();
        AgentShare {
            hours: line.iter().map(Shift::paid).sum::<Minutes>().hours(),
            weekends: weekends(scenario, line),
            burdens: burdens(scenario, line.iter()),
            before: burdens(scenario, agent.history.iter()),
            wishes: wishes.len() as u32,
            granted: wishes.iter().filter(|&&granted| granted).count() as u32,
        }
    };
    scenario.agents.iter().enumerate().map(of).collect()
}

fn weekends(scenario: &Scenario, line: &[Shift]) -> u32 {
    use chrono::Weekday::{Sat, Sun};
    let grid = &scenario.grid;
    let is_weekend = |shift: &&Shift| matches!(grid.weekday(shift.day), Sat | Sun);
    let mut weeks: Vec<i32> = line.iter().filter(is_weekend).map(|shift| grid.week_of(shift.day)).collect();
    weeks.sort_unstable();
    weeks.dedup();
    weeks.len() as u32
}

/// Whether a wish is granted on each day of the plan that it is for; nothing for a request that is no wish.
fn granted(scenario: &Scenario, line: &[Shift], request: &Request) -> Vec<bool> {
    let grid = &scenario.grid;
    let (kind, is_preferred) = match request.kind {
        RequestKind::Prefer { shift, .. } => (shift, true),
        RequestKind::Avoid { shift, .. } => (shift, false),
        _ => return Vec::new(),
    };
    let is_kind = |shift: &&Shift| kind.is_none_or(|kind| shift.template == Some(kind));
    let first = grid.day_at(request.from.max(Moment::START));
    let last = grid.day_at(request.to - Minutes::new(1)).min(grid.days() as i32 - 1);
    let on = |day: i32| {
        let (from, to) = (request.from.max(grid.at(day, 0)), request.to.min(grid.at(day + 1, 0)));
        let mut shifts = line.iter().filter(is_kind);
        match is_preferred {
            true => shifts.any(|shift| shift.day == day),
            false => !shifts.any(|shift| shift.start < to && from < shift.end),
        }
    };
    (first..=last).map(on).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn wishes_are_granted_day_by_day() {
        let mut scenario = sample::scenario();
        let day = |day: i32| scenario.grid.at(day, 0);
        let both = (day(0), day(2));
        let roster = sample::plan().rostered.roster;
        let shifts = &roster.lines[0].shifts;
        assert_eq!(shifts.len(), 2, "the sample's first agent works both days");
        let wish = |kind| Request { agent: 0, from: both.0, to: both.1, kind };
        scenario.requests = vec![
            wish(RequestKind::Prefer { shift: Some(0), weight: 1.0 }),
            wish(RequestKind::Avoid { shift: None, weight: 1.0 }),
            wish(RequestKind::Leave),
        ];
        let share = &shares(&scenario, &roster)[0];
        assert_eq!((share.wishes, share.granted), (4, 2));
        scenario.requests[0].kind = RequestKind::Prefer { shift: Some(1), weight: 1.0 };
        assert_eq!(shares(&scenario, &roster)[0].granted, 0);
    }
}

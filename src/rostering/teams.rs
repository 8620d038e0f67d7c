use crate::model::{Break, Scenario};
use crate::units::Moment;

/// How many of each team are on a break, minute by minute.
pub(super) struct Teams {
    most: u32,
    /// By agent, the place of their team; nothing where they are of none, or teams have no rule.
    of: Vec<Option<usize>>,
    on_break: Vec<Vec<u32>>,
    /// Minutes beyond what teams allow, all teams together.
    beyond: u64,
}

impl Teams {
    /// With nobody on a break.
    pub fn new(scenario: &Scenario) -> Self {
        let mut names: Vec<&str> = scenario.agents.iter().map(|agent| agent.team.as_str()).collect();
        names.retain(|name| !name.is_empty() && scenario.most_on_break.is_some());
        names.sort_unstable();
        names.dedup();
        let place = |team: &str| names.binary_search(&team).ok();
        Teams {
            most: scenario.most_on_break.unwrap_or(u32::MAX),
            of: scenario.agents.iter().map(|agent| place(&agent.team)).collect(),
            on_break: vec![vec![0; scenario.grid.end().get().max(0) as usize]; names.len()],
            beyond: 0,
        }
    }

    /// Sends an agent on these breaks (`sign` 1), or takes them from them (-1).
    pub fn put(&mut self, agent: usize, breaks: &[Break], sign: i32) {
        let Some(team) = self.of[agent] else { return };
        for rest in breaks {
            for count in self.minutes(team, rest.start, rest.end) {
                let before = self.on_break[team][count].saturating_sub(self.most);
                self.on_break[team][count] = self.on_break[team][count].saturating_add_signed(sign);
                let after = self.on_break[team][count].saturating_sub(self.most);
                self.beyond = self.beyond + u64::from(after) - u64::from(before);
            }
        }
    }

    /// Minutes of people on a break beyond what teams allow.
    pub fn beyond(&self) -> f64 {
        self.beyond as f64
    }

    /// Whether too many of an agent's team are on a break during these of theirs.
    pub fn is_crowded(&self, agent: usize, breaks: &[Break]) -> bool {
        let Some(team) = self.of[agent] else { return false };
        let mut minutes = breaks.iter().flat_map(|rest| self.minutes(team, rest.start, rest.end));
        minutes.any(|minute| self.on_break[team][minute] > self.most)
    }

    /// How many more such minutes there are with a further break.
    pub fn beyond_with(&self, agent: usize, start: Moment, end: Moment) -> f64 {
        let Some(team) = self.of[agent] else { return 0.0 };
        let is_full = |&minute: &usize| self.on_break[team][minute] >= self.most;
        self.minutes(team, start, end).filter(is_full).count() as f64
    }

    fn minutes(&self, team: usize, start: Moment, end: Moment) -> std::ops::Range<usize> {
        let minute = |moment: Moment| (moment.get().max(0) as usize).min(self.on_break[team].len());
        minute(start)..minute(end)
    }
}

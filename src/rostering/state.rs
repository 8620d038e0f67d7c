use std::collections::HashMap;
use std::ops::Range;

use crate::model::{Line, Roster, Scenario, Shift};

/// The lines of all agents as they stand, history included, each in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lines {
    pub of: Vec<Vec<Shift>>,
}

impl Lines {
    /// Nobody works but what history says.
    pub fn history(scenario: &Scenario) -> Self {
        Lines { of: scenario.agents.iter().map(|agent| agent.history.clone()).collect() }
    }

    /// The lines of a roster, history before them.
    pub fn of_roster(scenario: &Scenario, roster: &Roster) -> Self {
        let mut lines = Lines::history(scenario);
        for (line, given) in lines.of.iter_mut().zip(&roster.lines) {
            line.extend(given.shifts.iter().filter(|shift| shift.day >= 0).cloned());
        }
        lines
    }

    /// The shifts of an agent on some days.
    pub fn on(&self, agent: usize, days: &Range<i32>) -> Vec<Shift> {
        self.of[agent].iter().filter(|shift| days.contains(&shift.day)).cloned().collect()
    }

    /// Puts `shifts` in place of those an agent has on `days`.
    pub fn replace(&mut self, agent: usize, days: &Range<i32>, shifts: Vec<Shift>) {
        let line = &mut self.of[agent];
        line.retain(|shift| !days.contains(&shift.day));
        line.extend(shifts);
        line.sort_by_key(|shift| shift.start);
    }

    /// The roster: what lies in the plan.
    pub fn roster(&self) -> Roster {
        let inside = |line: &Vec<Shift>| Line {
            shifts: line.iter().filter(|shift| shift.day >= 0).cloned().collect(),
        };
        Roster { lines: self.of.iter().map(inside).collect() }
    }
}

/// How many work each template, by day and template.
pub(super) fn heads<'a>(shifts: impl Iterator<Item = &'a Shift>) -> HashMap<(i32, usize), u32> {
    let mut heads = HashMap::new();
    for shift in shifts {
        if let Some(template) = shift.template {
            *heads.entry((shift.day, template)).or_default() += 1;
        }
    }
    heads
}

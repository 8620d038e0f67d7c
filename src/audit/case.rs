use std::ops::RangeInclusive;

use crate::model::{Agent, Contract, Grid, Request, RequestKind, Scenario, Shift, ShiftTemplate, Violation};

/// One agent before the judge: what they work, and what binds them.
pub(super) struct Case<'a> {
    pub scenario: &'a Scenario,
    pub grid: &'a Grid,
    pub index: usize,
    pub agent: &'a Agent,
    pub contract: &'a Contract,
    /// Their shifts in the plan, by start.
    pub shifts: Vec<&'a Shift>,
    /// Their shifts before the plan, by start.
    pub history: Vec<&'a Shift>,
    /// What was asked or settled for them.
    pub requests: Vec<&'a Request>,
}

impl<'a> Case<'a> {
    /// The case of an agent; nothing where their contract does not exist, so that no rule can be read.
    pub fn open(scenario: &'a Scenario, index: usize, line: &'a [Shift]) -> Option<Self> {
        let agent = &scenario.agents[index];
        Some(Case {
            scenario,
            grid: &scenario.grid,
            index,
            agent,
            contract: scenario.contracts.get(agent.contract)?,
            shifts: by_start(line),
            history: by_start(&agent.history),
            requests: scenario.requests.iter().filter(|request| request.agent == index).collect(),
        })
    }

    /// A rule broken by this agent, with the article of the law that it stands in.
    pub fn violation(&self, day: i32, rule: &'static str, found: String, allowed: String) -> Violation {
        self.violation_under(self.contract.article(rule), day, rule, found, allowed)
    }

    /// The same under an article, if any.
    pub fn violation_under(
        &self,
        article: Option<&'static str>,
        day: i32,
        rule: &'static str,
        found: String,
        allowed: String,
    ) -> Violation {
        let allowed = article.map_or(allowed.clone(), |article| format!("{allowed} ({article})"));
        Violation { agent: Some(self.index), day, rule, found, allowed }
    }

    /// The template of a shift, if it has one that exists.
    pub fn template(&self, shift: &Shift) -> Option<&'a ShiftTemplate> {
        self.scenario.shifts.get(shift.template?)
    }

    /// The days of the plan.
    pub fn plan_days(&self) -> RangeInclusive<i32> {
        0..=self.grid.days() as i32 - 1
    }

    /// Whether the agent belongs to the staff on a day.
    pub fn is_employed(&self, day: i32) -> bool {
        self.agent.from_day.is_none_or(|from| from <= day)
            && self.agent.until_day.is_none_or(|until| day <= until)
    }

    /// Whether a shift is exactly one the planner settled beforehand.
    pub fn is_fixed(&self, shift: &Shift) -> bool {
        self.requests.iter().any(|request| is_settled_by(shift, request))
    }

    /// Whether a request takes the whole of a day, by the planner's clock.
    pub fn takes_whole_day(&self, request: &Request, day: i32) -> bool {
        request.from <= self.grid.at(day, 0) && self.grid.at(day + 1, 0) <= request.to
    }
}

/// Whether a fixed request asks for exactly this shift.
pub(super) fn is_settled_by(shift: &Shift, request: &Request) -> bool {
    matches!(request.kind, RequestKind::Fixed { shift: template }
        if shift.template == Some(template) && shift.start == request.from && shift.end == request.to)
}

fn by_start(line: &[Shift]) -> Vec<&Shift> {
    let mut shifts: Vec<&Shift> = line.iter().collect();
    shifts.sort_by_key(|shift| (shift.start, shift.end));
    shifts
}

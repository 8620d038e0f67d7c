use crate::audit;
use crate::model::{Posted, Request, RequestKind, Roster, RosterChange, Scenario, Shift, Violation};

/// A posted roster repaired: what it broke, and what is changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// What was posted, what was locked, and the price of a change.
    pub posted: Posted,
    /// The rules that it broke as it was posted.
    pub violations: Vec<Violation>,
    /// The rules that its locked days break as they stand, without the shifts of those who are away by now: nobody can mend them.
    pub locked: Vec<Violation>,
    /// What is changed, by agent and day, each with its reason.
    pub changes: Vec<(RosterChange, Reason)>,
}

/// Why somebody works otherwise than was posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Leave.
    Leave,
    /// Training.
    Training,
    /// They cannot work then.
    Unavailable,
    /// They are not on the staff then.
    Staff,
    /// A fixed shift.
    Fixed,
    /// The posted day broke this rule, by the name the audit gives it.
    Rule(&'static str),
    /// It covers what else were short, or costs less.
    Cover,
}

impl Repair {
    /// What leads from a posted roster to another.
    pub fn new(scenario: &Scenario, posted: &Posted, roster: &Roster) -> Self {
        let violations = audit::judge(scenario, &posted.roster);
        let changes = posted.changes(roster).into_iter();
        let changes = changes.map(|change| {
            let reason = reason(scenario, &change, &violations);
            (change, reason)
        });
        let mut locked = audit::judge(scenario, &standing(scenario, posted));
        locked.retain(|violation| violation.day < posted.locked_days as i32);
        Repair { changes: changes.collect(), posted: posted.clone(), violations, locked }
    }
}

fn reason(scenario: &Scenario, change: &RosterChange, violations: &[Violation]) -> Reason {
    let away = change.before.iter().find_map(|shift| away(scenario, change.agent, shift));
    let is_fixed = |request: &Request| {
        let is_fixed = matches!(request.kind, RequestKind::Fixed { .. });
        is_fixed && request.agent == change.agent && scenario.grid.day_at(request.from) == change.day
    };
    let fixed = || scenario.requests.iter().any(is_fixed).then_some(Reason::Fixed);
    let broken = || {
        let of_day = |it: &&Violation| it.agent == Some(change.agent) && it.day == change.day;
        violations.iter().find(of_day).map(|violation| Reason::Rule(violation.rule))
    };
    away.or_else(fixed).or_else(broken).unwrap_or(Reason::Cover)
}

/// Why an agent cannot be there for a shift, where they cannot.
fn away(scenario: &Scenario, agent: usize, shift: &Shift) -> Option<Reason> {
    let noun = &scenario.agents[agent];
    let is_gone = !noun.is_on_staff(shift.day);
    let overlaps =
        |request: &&Request| request.agent == agent && shift.start < request.to && request.from < shift.end;
    let reason = |request: &Request| match request.kind {
        RequestKind::Leave => Some(Reason::Leave),
        RequestKind::Unavailable => Some(Reason::Unavailable),
        // A part of a day the shift has to cover.
        RequestKind::Training if request.from < shift.start || shift.end < request.to => {
            Some(Reason::Training)
        }
        _ => None,
    };
    let by_request = || scenario.requests.iter().filter(overlaps).find_map(reason);
    is_gone.then_some(Reason::Staff).or_else(by_request)
}

/// What is left of a posted roster without the shifts of those who are away by now.
pub(super) fn standing(scenario: &Scenario, posted: &Posted) -> Roster {
    let mut roster = posted.roster.clone();
    for (agent, line) in roster.lines.iter_mut().enumerate() {
        line.shifts.retain(|shift| away(scenario, agent, shift).is_none());
    }
    roster
}

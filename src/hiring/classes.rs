use chrono::{Datelike, NaiveDate, TimeDelta};

use super::full_time::{fte_of, fte_of_hours};
use crate::model::{Candidate, Class, Hireable, HiringPlan, Rostered, Scenario};
use crate::units::{Fte, Money};

/// Days of induction before a new agent takes contacts: six weeks.
pub const INDUCTION_DAYS: i64 = 42;
/// Days from the end of induction until a new agent is as productive as anyone: eight weeks.
pub const RAMP_UP_DAYS: i64 = 56;

/// Turns what rostering would take of hireable people into classes, in its order: the most useful first.
///
/// A class is as productive as anyone on the plan's first day: it starts induction and ramp-up earlier, and
/// `decide_by` is the contract's lead time before that. Where `today` is given and later, the class starts a lead time
/// after today instead, and says that it is too late: what it closes, it closes in a plan like this one after it is
/// productive. `required` is what there is of their contract and skills plus what they close, in full-time
/// equivalents of the longest contract's week.
pub fn advise(scenario: &Scenario, rostered: &Rostered, today: Option<NaiveDate>) -> HiringPlan {
    let classes = rostered.candidates.iter().filter(|candidate| candidate.take > 0);
    HiringPlan { classes: classes.filter_map(|candidate| class_of(scenario, candidate, today)).collect() }
}

/// The class of a candidate; nothing where the contract is not hired on.
fn class_of(scenario: &Scenario, candidate: &Candidate, today: Option<NaiveDate>) -> Option<Class> {
    let terms = scenario.contracts[candidate.contract].hireable?;
    let dates = Dates::of(scenario.grid.first_day(), &terms, today);
    let taken = &candidate.steps[..(candidate.take as usize).min(candidate.steps.len())];
    let closes_hours = taken.iter().map(|step| step.closes_hours).sum();
    // A shift may serve a queue and stand on a post.
    let hours: f64 = taken.iter().map(|step| step.closes_hours.max(step.post_hours)).sum();
    let (people, available) = those_there(scenario, candidate);
    let weeks = scenario.grid.days() as f64 / 7.0;
    Some(Class {
        month: dates.start.with_day(1).unwrap_or(dates.start),
        contract: candidate.contract,
        skills: candidate.skills.clone(),
        hires: candidate.take,
        decide_by: dates.decide_by,
        start: dates.start,
        productive_from: dates.start + Dates::learning(),
        headcount: people + candidate.take,
        required: available + fte_of_hours(scenario, hours / weeks),
        available,
        closes_hours,
        closes_posts: taken.iter().map(|step| step.closes_posts).sum(),
        wages: taken.iter().map(|step| step.wages).sum(),
        hiring_cost: taken.iter().map(|step| step.hiring_cost).sum::<Money>(),
        is_too_late: dates.is_too_late,
    })
}

/// People with the candidate's contract and skills on some day of the plan, and their full-time equivalents.
fn those_there(scenario: &Scenario, candidate: &Candidate) -> (u32, Fte) {
    let alike = scenario
        .agents
        .iter()
        .filter(|agent| agent.contract == candidate.contract && agent.skills == candidate.skills)
        .map(|agent| fte_of(scenario, agent))
        .filter(|fte| fte.get() > 0.0);
    alike.fold((0, Fte::default()), |(people, fte), one| (people + 1, fte + one))
}

struct Dates {
    decide_by: NaiveDate,
    start: NaiveDate,
    is_too_late: bool,
}

impl Dates {
    fn of(plan_start: NaiveDate, terms: &Hireable, today: Option<NaiveDate>) -> Self {
        let lead = TimeDelta::days(i64::from(terms.lead_days));
        let start = plan_start - Dates::learning();
        let decide_by = start - lead;
        match today.filter(|&today| decide_by < today) {
            Some(today) => Dates { decide_by, start: today + lead, is_too_late: true },
            None => Dates { decide_by, start, is_too_late: false },
        }
    }

    /// From the first day to full productivity.
    fn learning() -> TimeDelta {
        TimeDelta::days(INDUCTION_DAYS + RAMP_UP_DAYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn a_class_is_productive_with_the_plan_or_as_soon_as_it_can() {
        let terms = Hireable { cost: Money::ZERO, lead_days: 14, at_most: 1 };
        let found = |today| {
            let Dates { decide_by, start, is_too_late } = Dates::of(date(6, 22), &terms, today);
            (decide_by, start, is_too_late)
        };
        assert_eq!(found(None), (date(3, 2), date(3, 16), false));
        assert_eq!(found(Some(date(3, 2))), (date(3, 2), date(3, 16), false));
        assert_eq!(found(Some(date(3, 20))), (date(3, 2), date(4, 3), true));
    }
}

use std::collections::BTreeSet;

use super::paid_hour::is_paid_away;
use crate::model::{Agent, Contract, Line, Request, RequestKind, Roster, Scenario, ShiftTemplate};
use crate::units::{Minutes, Money};

/// What contracts owe whatever comes in: nobody can be paid less on any roster of these agents.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Owed {
    /// Hours on the roster, leave aside.
    pub hours: f64,
    /// Their wages.
    pub wages: Money,
}

impl Owed {
    /// Sums up the agents of a roster.
    ///
    /// owed = the least hours of each week less those paid for leave and training, as far up as whole shifts make up, or those
    /// of the plan where that is more; no more than somebody works who has not the days for it.
    pub fn of(scenario: &Scenario, roster: &Roster) -> Self {
        let each = scenario.agents.iter().enumerate().zip(&roster.lines);
        each.fold(Owed::default(), |sum, ((index, agent), line)| {
            let contract = &scenario.contracts[agent.contract];
            let hours = owed(scenario, (index, agent, contract)).min(paid(line)).hours();
            Owed { hours: sum.hours + hours, wages: sum.wages + contract.wage_per_hour.times(hours) }
        })
    }
}

fn paid(line: &Line) -> Minutes {
    line.shifts.iter().map(|shift| shift.paid()).sum()
}

fn owed(scenario: &Scenario, (index, agent, contract): (usize, &Agent, &Contract)) -> Minutes {
    let (grid, days) = (&scenario.grid, scenario.grid.days() as i32);
    let of_week = agent.week.unwrap_or(contract.week);
    let week = of_week.min.get();
    let is_there = |day: &i32| {
        agent.from_day.is_none_or(|from| from <= *day) && agent.until_day.is_none_or(|until| *day <= until)
    };
    let is_away = |day: i32| {
        let mut asked = scenario.requests.iter().filter(|request| request.agent == index);
        asked.any(|request| is_paid_away(scenario, request, day))
    };
    let worked_before = |number: i32| -> Minutes {
        let posted = agent.history.iter().filter(|shift| grid.week_of(shift.day) == number);
        posted.map(|shift| shift.paid()).sum()
    };
    let shifts = paid_shifts(scenario, (index, agent, contract));
    let (mut by_week, mut away) = (0, 0);
    for number in grid.week_of(0)..=grid.week_of(days - 1) {
        let whole = grid.days_of_week(number);
        let of_plan = whole.start.max(0)..whole.end.min(days);
        let there = of_plan.clone().filter(is_there).count() as i32;
        let credited = week / 5 * of_plan.filter(|&day| is_away(day)).count() as i32;
        let least = match there {
            7 => week,
            there => of_week.of_cut_week(there, worked_before(number)).min.get(),
        } - credited;
        by_week += made_up(least.max(0), &shifts, contract.max_days_per_week.unwrap_or(7));
        away += credited;
    }
    let of_plan = contract.plan.map_or(0, |plan| plan.min.get() - away);
    Minutes::new(by_week.max(of_plan).max(0))
}

/// What each shift that somebody can have pays, in minutes; nothing where other breaks or shifts than the plan's may change it.
fn paid_shifts(scenario: &Scenario, (index, agent, contract): (usize, &Agent, &Contract)) -> BTreeSet<i32> {
    let is_fixed =
        |request: &Request| request.agent == index && matches!(request.kind, RequestKind::Fixed { .. });
    if !contract.breaks_due.is_empty() || scenario.requests.iter().any(is_fixed) {
        return BTreeSet::new();
    }
    let can_have = |shift: &&ShiftTemplate| shift.is_open_to(agent.contract, &agent.skills);
    let paid = |shift: &ShiftTemplate, length: Minutes| {
        let unpaid = shift.breaks.iter().filter(|rest| !rest.is_paid && length > rest.if_longer_than);
        length.get() - unpaid.map(|rest| rest.length.get()).sum::<i32>()
    };
    let shifts = scenario.shifts.iter().filter(can_have);
    shifts.flat_map(|shift| shift.lengths.iter().map(move |&length| paid(shift, length))).collect()
}

/// The least that so many shifts pay in all of those that pay as much as is owed; what is owed where none do.
fn made_up(owed: i32, shifts: &BTreeSet<i32>, most: u32) -> i32 {
    let (mut below, mut enough) = (BTreeSet::from([0]), None);
    for _ in 0..most {
        let sums: BTreeSet<i32> =
            below.iter().flat_map(|sum| shifts.iter().map(move |shift| sum + shift)).collect();
        enough = sums.range(owed..).next().copied().into_iter().chain(enough).min();
        below.extend(sums.range(..owed));
    }
    if owed > 0 { enough.unwrap_or(owed) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Grid, Shift, Span};
    use crate::plan::sample;

    /// Two days of a week of 35 hours: ten, less a day of five, three; of a week of which 34 are worked before, one. A day on
    /// leave leaves nothing; a plan of twelve hours, five.
    #[test]
    fn weeks_owe_their_share_less_leave_and_nobody_more_than_they_can_work() {
        let mut scenario = sample::plan().scenario;
        scenario.agents.truncate(1);
        scenario.agents[0].week =
            Some(Span { min: Minutes::from_hours(35.0), max: Minutes::from_hours(40.0) });
        scenario.requests.clear();
        scenario.shifts.clear();
        let grid = scenario.grid.clone();
        let shift = |hours: f64| Shift {
            template: Some(0),
            day: 0,
            start: grid.at(0, 0),
            end: grid.at(0, 0) + Minutes::from_hours(hours),
            breaks: Vec::new(),
        };
        let owed = |scenario: &Scenario, hours: f64| {
            Owed::of(scenario, &Roster { lines: vec![Line { shifts: vec![shift(hours)] }] })
        };
        let wage = scenario.contracts[scenario.agents[0].contract].wage_per_hour;
        assert_eq!(owed(&scenario, 16.0), Owed { hours: 3.0, wages: wage.times(3.0) });
        assert_eq!(owed(&scenario, 2.0).hours, 2.0);
        let from_tuesday = Grid::new(grid.zone(), grid.date(1), 2, grid.interval()).unwrap();
        let mut later = Scenario { grid: from_tuesday.into(), ..scenario.clone() };
        later.agents[0].history = vec![Shift { day: -1, ..shift(34.0) }];
        assert_eq!(owed(&later, 16.0).hours, 1.0);
        scenario.requests =
            vec![Request { agent: 0, from: grid.at(1, 0), to: grid.at(2, 0), kind: RequestKind::Leave }];
        assert_eq!(owed(&scenario, 16.0).hours, 0.0);
        let contract = scenario.agents[0].contract;
        scenario.contracts[contract].plan =
            Some(Span { min: Minutes::from_hours(12.0), max: Minutes::from_hours(99.0) });
        assert_eq!(owed(&scenario, 16.0).hours, 5.0);
    }

    /// Thirty-six hours are no sum of shifts of seven and a half to eight and a half: five of seven and a half are the least, and
    /// where four days are the most, no shifts make them up.
    #[test]
    fn whole_shifts_make_up_what_is_owed() {
        let shifts = BTreeSet::from([450, 480, 510]);
        assert_eq!(made_up(36 * 60, &shifts, 5), 5 * 450);
        assert_eq!(made_up(36 * 60, &shifts, 4), 36 * 60);
        assert_eq!([made_up(0, &shifts, 5), made_up(1, &shifts, 5)], [0, 450]);
        assert_eq!(made_up(16 * 60, &shifts, 5), 2 * 480);
    }
}

use super::{Prices, Roster, Shift};
use crate::units::Money;

/// A roster that people already know, to be changed no more than it has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Who was to work when.
    pub roster: Roster,
    /// So many days from the plan's first stay as they are; none before their end is worked otherwise, but by whom a
    /// request takes away or fixes there.
    pub locked_days: usize,
    /// The price of a change: a day on which somebody works otherwise than was posted.
    pub price: Money,
}

/// A day on which somebody works otherwise than was posted: a shift more, less, at another time, of another kind, or
/// with other breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterChange {
    /// The agent, as an index.
    pub agent: usize,
    /// The day, counted from the first.
    pub day: i32,
    /// What was posted.
    pub before: Vec<Shift>,
    /// What is worked instead.
    pub after: Vec<Shift>,
}

impl Posted {
    /// What a change usually costs: as much as half an hour short, so that nobody's day is changed for less.
    pub fn usual_price(prices: &Prices) -> Money {
        prices.shortage_hour.times(0.5)
    }

    /// What an agent was to work on a day.
    pub fn on(&self, agent: usize, day: i32) -> Vec<Shift> {
        on(&self.roster, agent, day)
    }

    /// All changes that lead to a roster, by agent and day.
    pub fn changes(&self, roster: &Roster) -> Vec<RosterChange> {
        let days = |agent: usize| {
            let of = |roster: &Roster| -> Vec<i32> {
                let line = roster.lines.get(agent);
                line.iter().flat_map(|line| &line.shifts).map(|shift| shift.day).collect()
            };
            let mut days = [of(&self.roster), of(roster)].concat();
            days.sort_unstable();
            days.dedup();
            days
        };
        let agents = self.roster.lines.len().max(roster.lines.len());
        let change = |agent: usize, day: i32| RosterChange {
            agent,
            day,
            before: self.on(agent, day),
            after: on(roster, agent, day),
        };
        (0..agents)
            .flat_map(|agent| days(agent).into_iter().map(move |day| change(agent, day)))
            .filter(|change| change.before != change.after)
            .collect()
    }
}

fn on(roster: &Roster, agent: usize, day: i32) -> Vec<Shift> {
    let line = roster.lines.get(agent);
    line.iter().flat_map(|line| &line.shifts).filter(|shift| shift.day == day).cloned().collect()
}

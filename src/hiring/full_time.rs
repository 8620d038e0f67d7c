use crate::model::{Agent, Scenario};
use crate::units::{Fte, Minutes};

/// The week that counts as one full-time equivalent: the longest of any contract.
///
/// ```
/// # use callboard::{hiring::full_time_week, model::*, units::*};
/// # fn contract(hours: f64) -> Contract {
/// #     Contract { week: Span { min: Minutes::ZERO, max: Minutes::from_hours(hours) }, ..Contract::default() }
/// # }
/// let contracts = [contract(40.0), contract(20.0)];
/// assert_eq!(full_time_week(&contracts), Minutes::from_hours(40.0));
/// ```
pub fn full_time_week(contracts: &[crate::model::Contract]) -> Minutes {
    contracts.iter().map(|contract| contract.week.max).max().unwrap_or(Minutes::ZERO)
}

/// An agent in full-time equivalents: their longest week over the full-time week, for the share of the plan's
/// days on which they are employed.
pub(super) fn fte_of(scenario: &Scenario, agent: &Agent) -> Fte {
    let week = agent.week.unwrap_or(scenario.contracts[agent.contract].week).max;
    let days = scenario.grid.days() as i32;
    let from = agent.from_day.unwrap_or(0).clamp(0, days);
    let until = agent.until_day.map_or(days, |last| (last + 1).clamp(0, days));
    let employed = f64::from((until - from).max(0)) / f64::from(days);
    fte_of_hours(scenario, week.hours() * employed)
}

/// Hours a week in full-time equivalents.
pub(super) fn fte_of_hours(scenario: &Scenario, hours_per_week: f64) -> Fte {
    let full = full_time_week(&scenario.contracts).hours();
    Fte::new(if full > 0.0 { hours_per_week / full } else { 0.0 })
}

//! Audit: the judge of rules. It shares no code with what it judges.
//!
//! Every rule is read again from the scenario, in minutes of elapsed time, for each agent by themselves:
//!
//! | family           | rules                                                                                     |
//! | ---------------- | ----------------------------------------------------------------------------------------- |
//! | `lines`        | `line`, `contract`                                                                        |
//! | `shifts`       | `horizon`, `shift-day`, `shift-grid`, `shift-template`, `shift-start`, `shift-weekday`, `shift-length`, `shift-contract`, `shift-skills` |
//! | `breaks`       | `break-number`, `break-length`, `break-paid`, `break-window`, `break-inside`, `break-order`, `break-apart`, `break-edge`, `break-grid`, `breaks-due` |
//! | `teams`        | `break-team`                                                                              |
//! | `rest`         | `overlap`, `rest`                                                                         |
//! | `weekly_rest`  | `weekly-rest`                                                                             |
//! | `hours`        | `hours-per-day`, `least-hours-per-day`, `hours-per-night`, `hours-per-week`, `hours-per-month`, `hours-in-plan`, `average-hours` |
//! | `days`         | `days-per-week`, `days-off-together`                                                      |
//! | `times`        | `earliest`, `latest`, `starts-in-week`                                                    |
//! | `runs`         | `consecutive-days`, `least-consecutive-days`, `least-days-off`                            |
//! | `nights`       | `consecutive-nights`                                                                      |
//! | `weekends`     | `weekends`, `complete-weekends`                                                           |
//! | `rotation`     | `forward-rotation`                                                                        |
//! | `kinds`        | `shifts-of-a-kind`, `least-shifts-of-a-kind`, `succession`                                |
//! | `availability` | `employment`, `unavailable`, `leave`, `training`, `training-cover`                        |
//! | `fixed`        | `fixed`                                                                                   |

mod availability;
mod breaks;
mod case;
mod days;
mod fixed;
mod hours;
mod kinds;
mod lines;
mod nights;
mod rest;
mod rotation;
mod runs;
mod shifts;
mod teams;
mod times;
mod weekends;
mod weekly_rest;
mod words;

use crate::model::{Roster, Scenario, Violation};
use case::Case;

/// Every rule a roster breaks, by agent, then day, then rule; none where it is legal.
///
/// A rule that spans the plan's first day counts the shifts of [`Agent::history`](crate::model::Agent::history),
/// but what lies in the history alone is not held against the roster.
///
/// ```
/// # use std::sync::Arc;
/// # use callboard::{model::*, units::*};
/// # let first = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// # let grid = Arc::new(Grid::new(chrono_tz::Europe::Brussels, first, 7, Minutes::new(30)).unwrap());
/// # let scenario = Scenario {
/// #     name: String::new(), currency: "EUR".into(), grid, queues: vec![], shrinkage: Shrinkage::default(),
/// #     shifts: vec![], contracts: vec![], agents: vec![], requests: vec![], posts: vec![], forecast_error: 0.0,
/// #     prices: Prices { shortage_hour: Money::ZERO, wish: Money::ZERO }, most_on_break: None,
/// #     fairness: Fairness::default(),
/// # };
/// // Two lines of work for a scenario without agents.
/// let roster = Roster { lines: vec![Line::default(), Line::default()] };
/// let violations = callboard::audit::judge(&scenario, &roster);
/// assert_eq!(violations[0].rule, "line");
/// assert_eq!((violations[0].found.as_str(), violations[0].allowed.as_str()), ("2 lines", "0 lines"));
/// ```
pub fn judge(scenario: &Scenario, roster: &Roster) -> Vec<Violation> {
    let mut found = Vec::new();
    lines::judge(scenario, roster, &mut found);
    teams::judge(scenario, roster, &mut found);
    for agent in 0..scenario.agents.len() {
        // An agent without a line works nowhere, which may break rules too.
        let line = roster.lines.get(agent).map_or(&[][..], |line| &line.shifts);
        if let Some(case) = Case::open(scenario, agent, line) {
            shifts::judge(&case, &mut found);
            breaks::judge(&case, &mut found);
            rest::judge(&case, &mut found);
            weekly_rest::judge(&case, &mut found);
            hours::judge(&case, &mut found);
            days::judge(&case, &mut found);
            times::judge(&case, &mut found);
            runs::judge(&case, &mut found);
            nights::judge(&case, &mut found);
            weekends::judge(&case, &mut found);
            rotation::judge(&case, &mut found);
            kinds::judge(&case, &mut found);
            availability::judge(&case, &mut found);
            fixed::judge(&case, &mut found);
        }
    }
    found.sort_by_key(|violation| (violation.agent, violation.day, violation.rule));
    found
}

//! Simulation: the judge of service. It shares no code with what it judges.
//!
//! Random days are played against a roster, again and again, contact by contact:
//!
//! - **Contacts** come in as a Poisson process, uniformly within each interval of the forecast, times the factor by
//!   which the day turns out busier or quieter: gamma distributed, one for all queues and one for each. They take a
//!   time drawn from the [`HandleTime`] with the interval's mean. Patience is exponential; a share may hang up at
//!   once, and lines may be busy.
//! - **Returns**: who did not get through calls again, who was not helped comes back, each by their share and after
//!   an exponential time of opening hours. They come in beside the forecast's contacts and count as offered.
//! - **Agents** are there as rostered, less breaks and training. A cause of shrinkage whose name begins with
//!   `sick` takes whole shifts; with `late`, an exponential time off a shift's start; any other cause takes an
//!   exponential time somewhere in the shift. At a break and at the end of a shift an agent finishes the contact
//!   in hand, and comes back from the break as rostered.
//! - **Routing**: a contact goes to the agent idle longest among those with the fewest skills, so that the
//!   versatile stay free. Whoever becomes free takes the longest-waiting contact of the queue of highest
//!   priority.
//! - **Chats**: an agent holds several of one queue at once, and nothing else meanwhile; the more, the slower each
//!   goes on. A chat goes to an agent
//!   who already holds some and has a hand free, unless contacts of higher priority, or of the same that wait
//!   longer, wait for that agent; then to an idle one.
//! - **Deferred work** is done in idle time, the most urgent first, while its queue is open. An agent takes some up
//!   who has had their rest: idle since they sat down for the share of time that the occupancy's cap leaves. An
//!   agent puts mail down for a contact that finds nobody idle, for a break and at the end of the shift; whoever is
//!   free next goes on with it. A call-back once begun is finished; it counts as answered when it begins.
//!
//! The centre starts empty but for the work of agents whose last shift before the plan reaches into it, and
//! closes when the last shift ends. A contact still waiting then that could still be answered in time is not
//! judged.
//!
//! Random numbers belong to a contact's queue and interval and to an agent's day, not to the order of events:
//! two scenarios with the same seed see the same days but for what was changed.

mod agents;
mod arrivals;
mod centre;
mod chats;
mod completions;
mod days;
mod deferred;
mod later;
mod options;
mod periods;
mod presence;
mod replay;
mod returns;
mod routing;
mod service;
mod statistics;
mod streams;
mod tally;
mod volumes;
mod waiting;

use std::sync::Arc;

use crate::model::{Roster, Scenario, Service, Watch};
use arrivals::Drawn;
use centre::Centre;
pub use days::Days;
pub use options::{HandleTime, SimulationOptions};
pub use service::Played;

/// The service a roster gives, measured on random days.
///
/// The result depends on the scenario, the roster and the options only, not on the number of threads. A watch
/// that stops ends it after the replications under way, and at least a few are made.
///
/// ```
/// # use std::sync::Arc;
/// # use callboard::{model::*, units::*};
/// use callboard::simulation::{SimulationOptions, simulate};
/// # let first = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// # let grid = Arc::new(Grid::new(chrono_tz::Europe::Brussels, first, 1, Minutes::new(30)).unwrap());
/// # let queue = Queue {
/// #     id: "nl".into(), client: "".into(), market: "".into(), channel: Channel::Voice,
/// #     time_zone: grid.zone(), patience: None, concurrency: 1, minimum_agents: 0, priority: 1,
/// #     behaviour: Behaviour::default(),
/// #     target: Target {
/// #         answered: Some(Answered { share: Share::new(0.8).unwrap(), within: Seconds::new(20.0) }),
/// #         ..Target::default()
/// #     },
/// #     demand: Demand {
/// #         volume: Series::from_fn(grid.clone(), |_| 60.0),
/// #         aht: Series::from_fn(grid.clone(), |_| Seconds::new(180.0)),
/// #         open: Series::from_fn(grid.clone(), |_| true),
/// #     },
/// # };
/// # let agent = Agent {
/// #     id: "1".into(), name: "".into(), contract: 0, skills: Skills::new(vec![0]), from_day: None,
/// #     until_day: None, week: None, email: "".into(), time_zone: None, team: "".into(),
/// #     history: vec![],
/// # };
/// # let scenario = Scenario {
/// #     name: "".into(), currency: "EUR".into(), grid: grid.clone(), queues: vec![queue],
/// #     shrinkage: Shrinkage::default(), shifts: vec![], contracts: vec![], agents: vec![agent; 10],
/// #     requests: vec![], posts: vec![], prices: Prices { shortage_hour: Money::ZERO, wish: Money::ZERO },
/// #     most_on_break: None, fairness: Fairness::default(), forecast_error: 0.0,
/// # };
/// # let shift = Shift { template: None, day: 0, start: Moment::START, end: grid.end(), breaks: vec![] };
/// # let roster = Roster { lines: vec![Line { shifts: vec![shift] }; 10] };
/// // 120 contacts an hour of 3 minutes, ten agents round the clock: by Erlang C, 94 % within 20 s.
/// let service = simulate(&scenario, &roster, &SimulationOptions::default(), &Unwatched);
/// let share = service.queues[0].overall;
/// assert!(share.mean > 0.9 && share.half_width < 0.01);
/// ```
pub fn simulate(
    scenario: &Scenario,
    roster: &Roster,
    options: &SimulationOptions,
    watch: &dyn Watch,
) -> Service {
    let centre = Centre::open(scenario, roster, options.handle_time);
    let drawn = |replication: u64| Arc::new(Drawn::draw(&centre, options.seed, replication));
    let mut played = Played::none(&centre);
    played.go_on(&centre, options, &drawn, watch);
    played.service(&centre, options)
}

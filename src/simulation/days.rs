//! Contacts drawn once for all rosters that are measured on the same days.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::arrivals::{Drawn, UnitHandleTime};
use super::centre::{Centre, Desk};
use super::options::{HandleTime, SimulationOptions};
use super::service::Played;
use crate::model::{Grid, Roster, Scenario, Series, Service, Watch};
use crate::units::Seconds;

/// Contacts kept at most, of 32 bytes each, of the same days and of all that are compared; those of later replications are
/// drawn again.
const CONTACTS_KEPT: usize = 5_000_000;
const KEPT_OF_ALL: usize = 10_000_000;

/// The random days of a scenario, their contacts kept for the next roster that is measured on them.
///
/// Clones have the same days. Whether contacts are kept changes how long a measurement takes, and never what it finds.
///
/// ```
/// # use std::sync::Arc;
/// # use callboard::{model::*, units::*};
/// use callboard::simulation::{Days, SimulationOptions, simulate};
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
/// let options = SimulationOptions { replications: 20, ..SimulationOptions::default() };
/// let days = Days::of(&scenario, &options);
/// // What the one roster drew the next one meets again; and each is served as on days of its own.
/// let fewer = Roster { lines: roster.lines[..8].to_vec() };
/// let [all, fewer] = [roster, fewer].map(|mut roster| {
///     roster.lines.resize_with(10, Line::default);
///     let (service, _) = days.simulate(&scenario, &roster, &options, &Unwatched);
///     assert_eq!(service, simulate(&scenario, &roster, &options, &Unwatched));
///     service.queues[0].overall.mean
/// });
/// assert!(fewer < all);
/// ```
#[derive(Clone)]
pub struct Days(Arc<Kept>);

struct Kept {
    of: Draws,
    drawn: Mutex<HashMap<u64, Arc<Drawn>>>,
    /// How many contacts are kept, of these days and others.
    of_all: Arc<AtomicUsize>,
}

/// What contacts are drawn by.
#[derive(Debug, PartialEq)]
struct Draws {
    seed: u64,
    handle_time: HandleTime,
    grid: Arc<Grid>,
    forecast_error: f64,
    queues: Vec<QueueDraws>,
}

/// What the contacts of a queue are drawn by.
#[derive(Debug, PartialEq)]
struct QueueDraws {
    key: u64,
    handle_time: UnitHandleTime,
    patience: f64,
    balks_below: f64,
    forecast_error: f64,
    volume: Series<f64>,
    aht: Series<Seconds>,
}

impl Days {
    /// The days of a scenario, of which nothing is drawn yet.
    pub fn of(scenario: &Scenario, options: &SimulationOptions) -> Self {
        Days::beside(Arc::default(), scenario, options)
    }

    fn beside(of_all: Arc<AtomicUsize>, scenario: &Scenario, options: &SimulationOptions) -> Self {
        let centre = Centre::open(scenario, &Roster::default(), options.handle_time);
        Days(Arc::new(Kept { of: Draws::of(&centre, options), drawn: Mutex::default(), of_all }))
    }

    /// These days where they are those of a scenario too; else that scenario's own.
    pub fn or_those_of(&self, scenario: &Scenario, options: &SimulationOptions) -> Self {
        let other = Days::beside(Arc::clone(&self.0.of_all), scenario, options);
        if self.0.of == other.0.of { self.clone() } else { other }
    }

    /// The service a roster gives on these days, what [`simulate`](super::simulate) finds, and what to go on from when
    /// more replications are wanted. On other days than these it finds the same, and keeps no contacts.
    pub fn simulate(
        &self,
        scenario: &Scenario,
        roster: &Roster,
        options: &SimulationOptions,
        watch: &dyn Watch,
    ) -> (Service, Played) {
        self.go_on((scenario, roster), None, options, watch)
    }

    /// The same when some replications of this roster, with this seed, were played before: only those beyond are played.
    pub fn go_on(
        &self,
        (scenario, roster): (&Scenario, &Roster),
        before: Option<Played>,
        options: &SimulationOptions,
        watch: &dyn Watch,
    ) -> (Service, Played) {
        let centre = Centre::open(scenario, roster, options.handle_time);
        let is_of_these = self.0.of == Draws::of(&centre, options);
        let drawn = |replication: u64| match is_of_these {
            true => self.0.drawn(&centre, options.seed, replication),
            false => Arc::new(Drawn::draw(&centre, options.seed, replication)),
        };
        let mut played = before.unwrap_or_else(|| Played::none(&centre));
        played.go_on(&centre, options, &drawn, watch);
        (played.service(&centre, options), played)
    }
}

impl fmt::Debug for Days {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Days")
    }
}

impl Kept {
    /// The contacts of a replication.
    fn drawn(&self, centre: &Centre, seed: u64, replication: u64) -> Arc<Drawn> {
        let kept = || self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(drawn) = kept().get(&replication) {
            return Arc::clone(drawn);
        }
        let drawn = Arc::new(Drawn::draw(centre, seed, replication));
        let mut kept = kept();
        let (count, of_these) = (drawn.count(), kept.values().map(|drawn| drawn.count()).sum::<usize>());
        let has_room = |of_all: usize| {
            (of_these + count <= CONTACTS_KEPT && of_all + count <= KEPT_OF_ALL).then_some(of_all + count)
        };
        let is_new = !kept.contains_key(&replication);
        if is_new && self.of_all.fetch_update(Ordering::Relaxed, Ordering::Relaxed, has_room).is_ok() {
            kept.insert(replication, Arc::clone(&drawn));
        }
        drawn
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let kept = self.drawn.get_mut().unwrap_or_else(PoisonError::into_inner);
        let count = kept.values().map(|drawn| drawn.count()).sum();
        self.of_all.fetch_sub(count, Ordering::Relaxed);
    }
}

impl Draws {
    fn of(centre: &Centre, options: &SimulationOptions) -> Self {
        let queue = |desk: &Desk| QueueDraws {
            key: desk.key,
            handle_time: desk.handle_time,
            patience: desk.patience,
            balks_below: desk.balks_below,
            forecast_error: desk.queue.behaviour.forecast_error,
            volume: desk.queue.demand.volume.clone(),
            aht: desk.queue.demand.aht.clone(),
        };
        Draws {
            seed: options.seed,
            handle_time: options.handle_time,
            grid: Arc::clone(&centre.scenario.grid),
            forecast_error: centre.scenario.forecast_error,
            queues: centre.queues.iter().map(queue).collect(),
        }
    }
}

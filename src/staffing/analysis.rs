use super::{pool, promise};
use crate::model::{Measure, Queue, Series};
use crate::queueing::{Passed, Stretch};
use crate::units::Seconds;

/// What a queue's own agents give it, interval by interval: so many in each, who serve no other queue.
///
/// Exact transient analysis ([`Pool::follow`](crate::queueing::Pool::follow)): load and agents change, backlog carries
/// over, agents finish what they have in hand before they leave; handle times and patience exponential. Contacts are
/// counted by the interval they came in, seconds by the interval they fell in. Doors that open open on an empty queue;
/// when they close, the agents of the last interval stay until nobody waits, unless more are there. Chats count as so
/// many agents as an agent takes at once, each as slow as with all hands full. Nothing for deferred work, and where
/// contacts balk or find lines busy: those it does not cover. Contacts that come back are not counted, and agents who
/// are relieved at once by as many others count as staying: service is better than said while those going finish what
/// they have in hand.
///
/// ```
/// # use std::sync::Arc;
/// # use callboard::{model::*, units::*};
/// # let first = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// # let grid = Arc::new(Grid::new(chrono_tz::Europe::Brussels, first, 1, Minutes::new(30)).unwrap());
/// # let within = Seconds::new(20.0);
/// # let queue = Queue {
/// #     id: "nl".into(), client: "".into(), market: "".into(), channel: Channel::Voice,
/// #     time_zone: grid.zone(), patience: None, concurrency: 1, minimum_agents: 0, priority: 1,
/// #     behaviour: Behaviour::default(),
/// #     target: Target { answered: Some(Answered { share: Share::new(0.8).unwrap(), within }), ..Target::default() },
/// #     demand: Demand {
/// #         volume: Series::from_fn(grid.clone(), |_| 100.0),
/// #         aht: Series::from_fn(grid.clone(), |_| Seconds::new(180.0)),
/// #         open: Series::from_fn(grid.clone(), |_| true),
/// #     },
/// # };
/// use callboard::staffing::analyse;
/// // 14 agents for 10 erlangs round the clock, but for one half hour with 9.
/// let agents = Series::from_fn(grid.clone(), |interval| if interval == 20 { 9 } else { 14 });
/// let measures = analyse(&queue, &agents).unwrap();
/// assert!((measures[10].service_level.unwrap() - 0.88835).abs() < 1e-5);
/// assert!(measures[20].service_level.unwrap() < 0.5);
/// // The line it leaves is still there in the next.
/// assert!(measures[21].service_level.unwrap() < 0.85);
/// ```
pub fn analyse(queue: &Queue, agents: &Series<u32>) -> Option<Series<Measure>> {
    if !pool::is_covered(queue) {
        return None;
    }
    let stretches = stretches(queue, agents);
    let mut state = pool::start(queue, stretches.first()?);
    let passed = pool::pool(queue).follow(&mut state, &stretches);
    Some(Series::from_fn(agents.grid().clone(), |interval| measure(queue, &passed[interval])))
}

/// The intervals with their agents; while closed at least those of the last interval that was open.
fn stretches(queue: &Queue, agents: &Series<u32>) -> Vec<Stretch> {
    let factor = queue.full_aht_factor();
    let mut stretches: Vec<Stretch> = Vec::with_capacity(agents.len());
    let mut staying = 0;
    for interval in 0..agents.len() {
        let there = agents[interval];
        let there = if queue.demand.open[interval] { there } else { there.max(staying) };
        staying = there;
        let slowed = |stretch: Stretch| Stretch {
            handle_time: Seconds::new(queue.demand.aht[interval].get() * factor),
            ..stretch
        };
        let stretch = pool::stretch(queue, interval, there, stretches.last());
        stretches.push(if stretch.arrivals.get() > 0.0 { slowed(stretch) } else { stretch });
    }
    stretches
}

fn measure(queue: &Queue, passed: &Passed) -> Measure {
    let at_once = f64::from(queue.concurrency.max(1));
    // A contact that waits hangs up at the rate 1 / patience however long it has waited.
    let waited = queue.patience.map_or(passed.wait_answered, |patience| passed.abandoned * patience.get());
    Measure {
        offered: passed.offered,
        answered: passed.answered,
        in_time: passed.in_time,
        abandoned: passed.abandoned,
        abandoned_in_time: passed.abandoned_in_time,
        blocked: 0.0,
        wait_answered: passed.wait_answered,
        wait_abandoned: (waited - passed.wait_answered).max(0.0),
        busy: passed.busy / at_once,
        in_seat: passed.in_seat / at_once,
        service_level: promise::targets(&queue.target)
            .answered
            .and_then(|asked| passed.service_level(asked.counting)),
    }
}

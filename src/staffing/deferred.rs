use super::{level, returns};
use crate::model::{DeferredWork, Demand, Driver, Expectation, Need, Queue, Requirement, Series};
use crate::units::{Agents, Rate, Share};

/// Minutes in which deferred work is due where the agreement does not say: a day.
const RESPOND_WITHIN: f64 = 24.0 * 60.0;
/// The largest share of their time agents work on what can wait, where the agreement does not say.
const OCCUPANCY: f64 = 0.95;
/// Minutes of work that are no work.
const NOTHING: f64 = 1e-6;

/// The requirement of a queue whose work has a deadline instead of a waiting line.
pub(super) fn require(index: usize, queue: &Queue) -> Requirement {
    let mut loaded = queue.clone();
    if let Some(volume) = returns::volumes(queue, |_| 0.0) {
        loaded.demand.volume = volume;
    }
    let work = work(&loaded);
    let mut needs = needs(&loaded, &work);
    for (need, &volume) in needs.values_mut().iter_mut().zip(&queue.demand.volume) {
        need.volume = volume;
    }
    Requirement { queue: index, needs, deferred: Some(work) }
}

/// The work that comes in and falls due, as running totals.
///
/// All work of an interval counts as come in at its start, so that none of it is late. It is due at the end of
/// the last open interval that ends by its deadline; where it is closed from then to the deadline, at the end of
/// the next open interval. What is due after the plan is not due in it.
fn work(queue: &Queue) -> DeferredWork {
    let demand = &queue.demand;
    let grid = demand.volume.grid();
    let interval = f64::from(grid.interval().get());
    // Oldest first, all of it waits alike: a share due sooner than the rest is kept by doing all of it as soon.
    let sooner = [queue.target.in_time(), queue.target.respond_within].into_iter().flatten();
    let respond_within = sooner.map(|within| within.get() / 60.0).reduce(f64::min).unwrap_or(RESPOND_WITHIN);
    let open = OpenIntervals::of(demand);
    let ahead = (respond_within / interval).floor() as usize;
    let mut due = vec![0.0; grid.len()];
    for came_in in 0..grid.len() {
        let deadline = came_in.saturating_add(ahead.saturating_sub(1));
        if let Some(last) = open.last_by(came_in, deadline) {
            due[last] += minutes(demand, came_in);
        }
    }
    DeferredWork {
        arrived: running_total(demand, |interval| minutes(demand, interval)),
        due: running_total(demand, |interval| due[interval]),
        occupancy: queue.target.occupancy_cap().or(Share::new(OCCUPANCY)).unwrap_or(Share::ALL),
    }
}

/// Minutes of work that come in.
fn minutes(demand: &Demand, interval: usize) -> f64 {
    demand.volume[interval].max(0.0) * demand.aht[interval].get() / 60.0
}

fn running_total(demand: &Demand, mut part: impl FnMut(usize) -> f64) -> Series<f64> {
    let mut total = 0.0;
    Series::from_fn(demand.volume.grid().clone(), |interval| {
        total += part(interval);
        total
    })
}

/// Where to find open intervals.
struct OpenIntervals {
    /// For each interval the first open one from it on.
    next: Vec<Option<usize>>,
    /// For each interval the last open one up to it.
    last: Vec<Option<usize>>,
}

impl OpenIntervals {
    fn of(demand: &Demand) -> Self {
        let count = demand.open.len();
        let (mut next, mut last) = (vec![None; count], vec![None; count]);
        for interval in 0..count {
            let before = if interval > 0 { last[interval - 1] } else { None };
            last[interval] = if demand.open[interval] { Some(interval) } else { before };
        }
        for interval in (0..count).rev() {
            let after = next.get(interval + 1).copied().flatten();
            next[interval] = if demand.open[interval] { Some(interval) } else { after };
        }
        OpenIntervals { next, last }
    }

    /// The last open interval from `first` to `deadline`, or else the next one after; nothing where the deadline
    /// or that interval lies after the plan.
    fn last_by(&self, first: usize, deadline: usize) -> Option<usize> {
        let last = *self.last.get(deadline)?;
        last.filter(|&last| last >= first).or(self.next[deadline])
    }
}

/// The level of people in open intervals that keeps the deadlines with the least peak.
fn needs(queue: &Queue, work: &DeferredWork) -> Series<Need> {
    let demand = &queue.demand;
    let open: Vec<usize> = (0..demand.open.len()).filter(|&interval| demand.open[interval]).collect();
    let due: Vec<f64> = open.iter().map(|&interval| work.due[interval]).collect();
    let arrived: Vec<f64> = open.iter().map(|&interval| work.arrived[interval]).collect();
    let mut needs = Series::from_fn(demand.volume.grid().clone(), |interval| idle(demand, interval));
    let length = f64::from(demand.volume.grid().interval().get());
    let by_one = length * work.occupancy.get();
    let mut done = 0.0;
    for ((&interval, &arrived), goal) in open.iter().zip(&arrived).zip(level::path(&due, &arrived)) {
        let missing = if goal - done > NOTHING { goal - done } else { 0.0 };
        // A cap of nothing at all cannot be kept; one head for each interval's length of work then.
        let heads = (missing / if by_one > 0.0 { by_one } else { length } - 1e-9).ceil().max(0.0);
        let agents = heads.max(f64::from(queue.minimum_agents));
        let before = done;
        done = arrived.min(done + agents * by_one).max(done);
        let need = &mut needs.values_mut()[interval];
        need.agents = Agents::new(agents as u32);
        need.driver = match heads {
            _ if agents > heads => Some(Driver::MinimumAgents),
            heads if heads > 0.0 => Some(Driver::Deadline),
            _ => None,
        };
        let occupancy = (agents > 0.0).then(|| (done - before) / (agents * length));
        need.expected = Expectation { occupancy, ..Expectation::default() };
    }
    needs
}

/// An interval that needs nobody.
fn idle(demand: &Demand, interval: usize) -> Need {
    let (volume, aht) = (demand.volume[interval], demand.aht[interval]);
    let seconds = f64::from(demand.volume.grid().interval().get()) * 60.0;
    let offered_load = Rate::per_second(volume / seconds) * aht;
    Need { volume, aht, offered_load, ..Need::default() }
}

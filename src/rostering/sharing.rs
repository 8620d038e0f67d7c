use super::cover::{Cover, Presence, SkillClass};
use super::engine::Engine;
use super::state::Lines;
use crate::error::Result;
use crate::model::Series;
use crate::program::Compact;

/// Who serves what on a finished roster, when everyone is sent where they are needed most.
#[derive(Clone)]
pub(super) struct Shared {
    /// Agents on each queue of the scenario, by interval.
    pub scheduled: Vec<Series<f64>>,
    /// People in seat each queue of the scenario is short of, by interval.
    pub shortage: Vec<Series<f64>>,
    /// The price of all that is short, reserve included.
    pub price: f64,
    /// Hours of deferred work done by the end of each interval, by work.
    pub done: Vec<Vec<f64>>,
}

/// Writes down the sharing of settled presence as one compact program.
struct Draft<'a> {
    cover: &'a Cover,
    program: Compact,
    /// Column, interval, queue of the scenario, skill class: agents on a queue.
    on: Vec<(usize, usize, usize, usize)>,
    /// Column, interval, queue of the scenario: people short.
    short: Vec<(usize, usize, usize)>,
    /// Column and price of everything short.
    priced: Vec<(usize, f64)>,
    /// By deferred work: interval and column of the total done.
    done: Vec<Vec<(usize, usize)>>,
}

/// Shares the presence of a roster among queues at the least price of shortage.
///
/// Written apart from the master problem of the windows, as a check of what they add up to.
pub(super) fn share(engine: &Engine, lines: &Lines) -> Result<Shared> {
    let cover = &engine.cover;
    let present = class_presence(engine, lines);
    let mut draft = Draft {
        cover,
        program: Compact::new(),
        on: Vec::new(),
        short: Vec::new(),
        priced: Vec::new(),
        done: vec![Vec::new(); cover.deferred.len()],
    };
    for (interval, present) in present.iter().enumerate() {
        draft.add_interval(interval, present);
    }
    let Draft { program, on, short, priced, done, .. } = draft;
    let values = program.solve()?;
    let grid = &engine.scenario.grid;
    let nothing =
        || vec![Series::from_fn(std::sync::Arc::clone(grid), |_| 0.0); engine.scenario.queues.len()];
    let mut shared = Shared {
        scheduled: nothing(),
        shortage: nothing(),
        price: priced.iter().map(|&(column, price)| values[column] * price).sum(),
        done: done.iter().map(|totals| spread(totals, &values, grid.len())).collect(),
    };
    let mut idle = present;
    for &(column, interval, queue, class) in &on {
        shared.scheduled[queue].values_mut()[interval] += tidy(values[column]);
        idle[interval][class] -= values[column];
    }
    for &(column, interval, queue) in &short {
        shared.shortage[queue].values_mut()[interval] += tidy(values[column]);
    }
    for (interval, idle) in idle.iter().enumerate() {
        for (class, &idle) in cover.intervals[interval].classes.iter().zip(idle) {
            share_idle(cover, interval, class, idle, &mut shared.scheduled);
        }
    }
    shared.scheduled.iter_mut().flat_map(Series::values_mut).for_each(|agents| *agents = tidy(*agents));
    Ok(shared)
}

/// Solver noise is no fraction of an agent.
fn tidy(agents: f64) -> f64 {
    let rounded = (agents * 1e6).round() / 1e6;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// Who is not needed anywhere waits on the queues they serve, by what those need; else on deferred work.
fn share_idle(cover: &Cover, interval: usize, class: &SkillClass, idle: f64, scheduled: &mut [Series<f64>]) {
    if idle <= 1e-9 {
        return;
    }
    let needs: f64 = class.queues.iter().map(|&queue| cover.queues[queue].gross[interval]).sum();
    for &queue in &class.queues {
        let queue = &cover.queues[queue];
        scheduled[queue.queue].values_mut()[interval] += idle * queue.gross[interval] / needs;
    }
    if let (true, Some(&work)) = (class.queues.is_empty(), class.deferred.first()) {
        scheduled[cover.deferred[work].queue].values_mut()[interval] += idle;
    }
}

/// The total done in each interval, from the totals at those that have one.
fn spread(totals: &[(usize, usize)], values: &[f64], intervals: usize) -> Vec<f64> {
    let mut done = vec![0.0; intervals];
    for (index, &(from, column)) in totals.iter().enumerate() {
        let until = totals.get(index + 1).map_or(intervals, |next| next.0);
        done[from..until].fill(values[column]);
    }
    done
}

/// Agents present, by skill set and interval.
pub(super) fn presence_of(engine: &Engine, lines: &Lines) -> Presence {
    let grid = &engine.scenario.grid;
    let mut present = Presence::none(engine.cover.skill_sets.len(), 0..grid.len());
    for (agent, line) in lines.of.iter().enumerate() {
        for shift in line {
            present.add(engine.skill_set_of(agent), &engine.presence_of(agent, shift));
        }
    }
    present
}

/// Agents present, by interval and skill class.
fn class_presence(engine: &Engine, lines: &Lines) -> Vec<Vec<f64>> {
    let cover = &engine.cover;
    let present = presence_of(engine, lines);
    let by_class = |(interval, cover): (usize, &super::cover::IntervalCover)| {
        let mut classes = vec![0.0; cover.classes.len()];
        for (skill_set, class) in cover.class_of.iter().enumerate() {
            if let Some(class) = class {
                classes[*class] += present.at(skill_set, interval);
            }
        }
        classes
    };
    cover.intervals.iter().enumerate().map(by_class).collect()
}

impl Draft<'_> {
    fn add_interval(&mut self, interval: usize, present: &[f64]) {
        let cover = self.cover;
        let at = &cover.intervals[interval];
        let mut by_queue: Vec<Vec<(usize, f64)>> = vec![Vec::new(); cover.queues.len()];
        let mut by_work: Vec<Vec<(usize, f64)>> = vec![Vec::new(); cover.deferred.len()];
        for (class, serves) in at.classes.iter().enumerate() {
            let mut row = Vec::new();
            for &queue in &serves.queues {
                let column = self.program.add(0.0, 0.0, f64::INFINITY, false);
                self.on.push((column, interval, cover.queues[queue].queue, class));
                by_queue[queue].push((column, 1.0));
                row.push((column, 1.0));
            }
            for &work in &serves.deferred {
                let column = self.program.add(0.0, 0.0, f64::INFINITY, false);
                self.on.push((column, interval, cover.deferred[work].queue, class));
                by_work[work].push((column, cover.hours));
                row.push((column, 1.0));
            }
            self.program.at_most(&row, present[class]);
        }
        for &queue in &at.queues {
            self.add_need(interval, queue, std::mem::take(&mut by_queue[queue]));
        }
        for (work, row) in by_work.into_iter().enumerate() {
            self.add_work(interval, work, row);
        }
    }

    fn add_need(&mut self, interval: usize, queue: usize, mut row: Vec<(usize, f64)>) {
        let need = &self.cover.queues[queue];
        let (must, net, gross) = (need.must[interval], need.net[interval], need.gross[interval]);
        let reserve = self.program.add(self.cover.reserve_price, 0.0, (gross - net).max(0.0), false);
        let short = self.program.add(self.cover.short_price, 0.0, f64::INFINITY, false);
        self.priced.extend([(reserve, self.cover.reserve_price), (short, self.cover.short_price)]);
        if net > must {
            let spare = self.program.add(self.cover.spare_price, 0.0, net - must, false);
            self.priced.push((spare, self.cover.spare_price));
            row.push((spare, 1.0));
        }
        self.short.push((short, interval, need.queue));
        row.extend([(reserve, 1.0), (short, 1.0)]);
        self.program.at_least(&row, gross);
    }

    /// done\[t\] <= done\[t-1\] + worked\[t\] + helped\[t\], only where something can change.
    fn add_work(&mut self, interval: usize, work: usize, mut row: Vec<(usize, f64)>) {
        let cover = &self.cover.deferred[work];
        let was_due = interval.checked_sub(1).map_or(0.0, |before| cover.due[before]);
        if row.is_empty() && cover.due[interval] <= was_due {
            return;
        }
        let (due, arrived) = (cover.due[interval], cover.arrived[interval]);
        let total = self.program.add(0.0, due, arrived.max(due), false);
        let help = self.program.add(self.cover.short_price, 0.0, f64::INFINITY, false);
        self.priced.push((help, self.cover.short_price));
        self.short.push((help, interval, cover.queue));
        row.push((help, self.cover.hours));
        row.push((total, -1.0));
        row.extend(self.done[work].last().map(|&(_, before)| (before, 1.0)));
        self.program.at_least(&row, 0.0);
        self.done[work].push((interval, total));
    }
}

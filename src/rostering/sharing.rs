use std::ops::Range;

use super::cover::{Cover, Presence, SkillClass};
use super::engine::Engine;
use super::state::Lines;
use crate::error::Result;
use crate::model::{Series, Shift};
use crate::program::Compact;

/// Who serves what on a finished roster, when everyone is sent where they are needed most.
#[derive(Clone)]
pub(super) struct Shared {
    /// Agents on each queue of the scenario, by interval.
    pub scheduled: Vec<Series<f64>>,
    /// People in seat each queue of the scenario is short of, by interval.
    pub shortage: Vec<Series<f64>>,
    /// The price of what is short in each interval, reserve included.
    prices: Vec<f64>,
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
    /// Column, interval and price of everything short.
    priced: Vec<(usize, usize, f64)>,
    /// By deferred work: hours done before, and interval and column of the total done.
    before: Vec<f64>,
    done: Vec<Vec<(usize, usize)>>,
}

/// Shares the presence of a roster among queues at the least price of shortage.
///
/// Written apart from the master problem of the windows, as a check of what they add up to.
pub(super) fn share(engine: &Engine, lines: &Lines) -> Result<Shared> {
    let grid = &engine.scenario.grid;
    let queues = engine.scenario.queues.len();
    let nothing = || vec![Series::from_fn(std::sync::Arc::clone(grid), |_| 0.0); queues];
    let nobody = Shared {
        scheduled: nothing(),
        shortage: nothing(),
        prices: vec![0.0; grid.len()],
        done: vec![vec![0.0; grid.len()]; engine.cover.deferred.len()],
    };
    nobody.anew(engine, lines, &(0..grid.len()))
}

impl Shared {
    /// The price of all that is short, reserve included.
    pub fn price(&self) -> f64 {
        self.prices.iter().sum()
    }

    /// The same with the presence in some intervals shared anew, and as much work done before and after them as there was.
    pub fn anew(&self, engine: &Engine, lines: &Lines, intervals: &Range<usize>) -> Result<Shared> {
        let cover = &engine.cover;
        let present = class_presence(engine, lines, intervals);
        let before = intervals.start.checked_sub(1);
        let mut draft = Draft {
            cover,
            program: Compact::new(),
            on: Vec::new(),
            short: Vec::new(),
            priced: Vec::new(),
            before: self.done.iter().map(|done| before.map_or(0.0, |before| done[before])).collect(),
            done: vec![Vec::new(); cover.deferred.len()],
        };
        for (interval, present) in intervals.clone().zip(&present) {
            draft.add_interval(interval, present);
        }
        for (work, done) in self.done.iter().enumerate() {
            intervals.end.checked_sub(1).into_iter().for_each(|last| draft.add_end(work, done[last]));
        }
        let Draft { program, on, short, priced, done, .. } = draft;
        let values = program.solve()?;
        let mut shared = self.clone();
        let series = shared.scheduled.iter_mut().chain(&mut shared.shortage);
        series.for_each(|series| series.values_mut()[intervals.clone()].fill(0.0));
        shared.prices[intervals.clone()].fill(0.0);
        for &(column, interval, price) in &priced {
            shared.prices[interval] += values[column] * price;
        }
        for (totals, of) in done.iter().zip(&mut shared.done) {
            spread(totals, &values, &mut of[..intervals.end]);
        }
        let mut idle = present;
        for &(column, interval, queue, class) in &on {
            shared.scheduled[queue].values_mut()[interval] += tidy(values[column]);
            idle[interval - intervals.start][class] -= values[column];
        }
        for &(column, interval, queue) in &short {
            shared.shortage[queue].values_mut()[interval] += tidy(values[column]);
        }
        for (interval, idle) in intervals.clone().zip(&idle) {
            for (class, &idle) in cover.intervals[interval].classes.iter().zip(idle) {
                share_idle(cover, interval, class, idle, &mut shared.scheduled);
            }
        }
        let scheduled = shared.scheduled.iter_mut();
        let inside = scheduled.flat_map(|series| &mut series.values_mut()[intervals.clone()]);
        inside.for_each(|agents| *agents = tidy(*agents));
        Ok(shared)
    }
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

/// The total done in each interval from the first on that has one, by the totals at those that have.
fn spread(totals: &[(usize, usize)], values: &[f64], done: &mut [f64]) {
    for (index, &(from, column)) in totals.iter().enumerate() {
        let until = totals.get(index + 1).map_or(done.len(), |next| next.0);
        done[from..until].fill(values[column]);
    }
}

/// Agents present, by skill set and interval.
pub(super) fn presence_of(engine: &Engine, lines: &Lines, intervals: &Range<usize>) -> Presence {
    let mut present = Presence::none(engine.cover.skill_sets.len(), intervals.clone());
    let Some(last) = intervals.clone().next_back() else { return present };
    let grid = &engine.scenario.grid;
    let (start, end) = (grid.start_of(intervals.start), grid.start_of(last) + grid.interval());
    let is_inside = |shift: &&Shift| shift.start < end && start < shift.end;
    for (agent, line) in lines.of.iter().enumerate() {
        for shift in line.iter().filter(is_inside) {
            present.add(engine.skill_set_of(agent), &engine.presence_of(agent, shift));
        }
    }
    present
}

/// Agents present, by interval and skill class.
fn class_presence(engine: &Engine, lines: &Lines, intervals: &Range<usize>) -> Vec<Vec<f64>> {
    let cover = &engine.cover;
    let present = presence_of(engine, lines, intervals);
    let by_class = |interval: usize| {
        let cover = &cover.intervals[interval];
        let mut classes = vec![0.0; cover.classes.len()];
        for (skill_set, class) in cover.class_of.iter().enumerate() {
            if let Some(class) = class {
                classes[*class] += present.at(skill_set, interval);
            }
        }
        classes
    };
    intervals.clone().map(by_class).collect()
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
        let (reserve_price, short_price) = (self.cover.reserve_price, self.cover.short_price);
        self.priced.extend([(reserve, interval, reserve_price), (short, interval, short_price)]);
        if net > must {
            let spare = self.program.add(self.cover.spare_price, 0.0, net - must, false);
            self.priced.push((spare, interval, self.cover.spare_price));
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
        self.priced.push((help, interval, self.cover.short_price));
        self.short.push((help, interval, cover.queue));
        row.push((help, self.cover.hours));
        row.push((total, -1.0));
        let last = self.done[work].last().map(|&(_, before)| (before, 1.0));
        row.extend(last);
        self.program.at_least(&row, if last.is_some() { 0.0 } else { -self.before[work] });
        self.done[work].push((interval, total));
    }

    /// In the end as many hours of a work are done as these, or all there are.
    fn add_end(&mut self, work: usize, hours: f64) {
        if let Some(&(interval, total)) = self.done[work].last() {
            let cover = &self.cover.deferred[work];
            let most = cover.arrived[interval].max(cover.due[interval]);
            self.program.at_least(&[(total, 1.0)], hours.min(most));
        }
    }
}

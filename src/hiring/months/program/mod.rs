mod limits;

use chrono::TimeDelta;

use super::bands::or_all;
use super::choice::{Choice, Columns};
use super::supply::Supply;
use super::{Band, MonthlyDemand};
use crate::error::Result;
use crate::model::{CrossTraining, HeadcountPlan, Workforce};
use crate::program::{Compact, Near};

/// What a headcount plan may do beside waiting.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Freedom {
    /// Whether anybody may be hired or learn.
    pub changes: bool,
    /// How many are hired beyond those listed, all of them up to speed before the months end.
    pub more: u32,
    /// Those who are hired and learn whatever else is: by group and day on which classes can start, by course and month;
    /// nobody beyond what is listed.
    pub hires: Vec<Vec<u32>>,
    pub learners: Vec<Vec<u32>>,
}

impl Freedom {
    /// To change everything.
    pub fn all() -> Self {
        Freedom { changes: true, ..Freedom::default() }
    }

    /// To change everything but whom a plan hires and lets learn.
    pub fn beyond(plan: &HeadcountPlan, workforce: &Workforce) -> Self {
        let starts = workforce.class_starts.len();
        let mut hires = vec![vec![0; starts]; workforce.groups.len()];
        for class in &plan.classes {
            hires[class.group][workforce.class_starts.partition_point(|start| *start < class.start)] +=
                class.hires;
        }
        let mut learners = vec![vec![0; workforce.months()]; workforce.cross_training.len()];
        for of in &plan.learners {
            learners[of.course][of.month] += of.people;
        }
        Freedom { hires, learners, ..Freedom::all() }
    }
}

/// How many are listed, as a bound.
fn listed(of: &[Vec<u32>], row: usize, place: usize) -> f64 {
    of.get(row).and_then(|row| row.get(place)).copied().map_or(0.0, f64::from)
}

/// What it costs to hire one fewer than asked for: only where rooms and terms leave no other way.
const FEWER_THAN_ASKED: f64 = 1e7;

/// The integer program of the months.
///
/// min wages + hiring + training + leaving + overtime + temps + shortage + penalties - what those hired are still worth after
/// the last month ([`Supply::cost_of_hire`]), where in each month t
///
/// - each group g works W\[g,t\] hours, from the least to the most of its contract for all trained;
/// - what it gives to queues is W and overtime, less what newcomers do not get done yet:
///   sum over q of y\[g,q,t\] <= W\[g,t\] + O\[g,t\] - most hours * (trained - productive);
/// - each queue has its hours in each band b of the month, which are its weeks or all of it: sum over g of y\[g,q,b,t\] + temps + short >= required;
/// - of what a group gives no more lies in a band than its people can work there:
///   sum over q of y\[g,q,b,t\] <= share\[b\] * (most hours * productive + O\[g,t\]), where that share is less than 1;
/// - people trained and productive are linear in the hires h\[g,s\] of the days s before, by what is left of one
///   newcomer ([`super::tenure`]), as in Gans and Zhou, "Managing learning and turnover in employee staffing",
///   Operations Research 50 (2002), with cohorts in place of levels of knowledge.
///
/// Hires, classes, learners and penalties are whole, everything else is not. With what was chosen comes how far from the least
/// cost it is at most, no more than `gap`.
pub(super) fn solve(
    supply: &Supply<'_>,
    demand: &MonthlyDemand,
    freedom: &Freedom,
    gap: f64,
) -> Result<(Choice, f64)> {
    let workforce = supply.workforce;
    let queues = demand.penalties.len();
    let bands = (0..workforce.months()).map(|month| or_all(&demand.bands, month, queues)).collect();
    let mut builder = Builder { supply, demand, bands, program: Compact::new() };
    let columns = builder.columns(freedom);
    builder.staff(&columns);
    builder.within_bands(&columns);
    builder.cover(&columns);
    builder.classes(&columns);
    builder.courses(&columns);
    builder.hire_more(&columns, freedom);
    let Near { values, gap } = builder.program.solve_within(gap)?;
    Ok((columns.read(&values), gap))
}

struct Builder<'a> {
    supply: &'a Supply<'a>,
    demand: &'a MonthlyDemand,
    /// By month; one where it has none.
    bands: Vec<Vec<Band>>,
    program: Compact,
}

impl Builder<'_> {
    fn months(&self) -> std::ops::Range<usize> {
        0..self.supply.workforce.months()
    }

    fn queues(&self) -> std::ops::Range<usize> {
        0..self.demand.penalties.len()
    }

    fn columns(&mut self, freedom: &Freedom) -> Columns {
        let workforce = self.supply.workforce;
        let groups = 0..workforce.groups.len();
        let courses = workforce.cross_training.iter().enumerate();
        Columns {
            hires: groups.clone().map(|group| self.hires(group, freedom)).collect(),
            learners: courses.map(|course| self.learners(course, freedom)).collect(),
            paid: groups
                .clone()
                .map(|group| {
                    let wage = workforce.groups[group].wage.major();
                    self.months().map(|_| self.program.add(wage, 0.0, f64::INFINITY, false)).collect()
                })
                .collect(),
            overtime: groups
                .clone()
                .map(|group| {
                    let wage = workforce.groups[group].wage.major();
                    self.months()
                        .map(|_| {
                            let overtime = workforce.overtime.as_ref()?;
                            Some(self.program.add(wage * (1.0 + overtime.extra), 0.0, f64::INFINITY, false))
                        })
                        .collect()
                })
                .collect(),
            temps: self.queues().map(|queue| self.temps(queue)).collect(),
            given: groups.map(|group| self.given(group)).collect(),
            tiers: self.queues().map(|queue| self.tiers(queue)).collect(),
            short: self.queues().map(|queue| self.short(queue)).collect(),
            short_in: self.queues().map(|_| self.short_in()).collect(),
        }
    }

    fn hires(&mut self, group: usize, freedom: &Freedom) -> Vec<Option<usize>> {
        let starts = self.supply.starts(group);
        let terms = self.supply.workforce.groups[group].hire;
        (0..self.supply.workforce.class_starts.len())
            .map(|start| {
                let terms = terms.filter(|_| freedom.changes && starts.contains(&start))?;
                let cost = self.supply.cost_of_hire(group, start).total();
                let least = listed(&freedom.hires, group, start);
                Some(self.program.add(cost, least, f64::from(terms.at_most), true))
            })
            .collect()
    }

    fn learners(
        &mut self,
        (place, course): (usize, &CrossTraining),
        freedom: &Freedom,
    ) -> Vec<Option<usize>> {
        let at_most = if freedom.changes { f64::from(course.at_most) } else { 0.0 };
        let column = |month: usize| {
            let least = listed(&freedom.learners, place, month);
            Some(self.program.add(course.cost.major(), least, at_most, true))
        };
        (0..self.supply.workforce.months()).map(column).collect()
    }

    fn temps(&mut self, queue: usize) -> Vec<Vec<usize>> {
        let temps = self.supply.workforce.temps.as_ref();
        let temps = temps.filter(|temps| temps.skills.queues().contains(&queue));
        let Some(temps) = temps else { return vec![Vec::new(); self.months().len()] };
        let price = temps.price_hour.major();
        self.months()
            .map(|month| {
                let bands = self.bands[month].iter();
                bands.map(|_| self.program.add(price, 0.0, temps.hours, false)).collect()
            })
            .collect()
    }

    /// By month, queue and band: hours that a group gives, where it can and they are required.
    fn given(&mut self, group: usize) -> Vec<Vec<Vec<Option<usize>>>> {
        let mut months = Vec::new();
        for month in self.months() {
            months.push(self.queues().map(|queue| self.given_in(group, month, queue)).collect());
        }
        months
    }

    fn given_in(&mut self, group: usize, month: usize, queue: usize) -> Vec<Option<usize>> {
        let can = self.supply.workforce.groups[group].skills.queues().contains(&queue);
        let bands: Vec<bool> =
            self.bands[month].iter().map(|band| can && self.is_required(band, month, queue)).collect();
        bands.iter().map(|can| can.then(|| self.program.add(0.0, 0.0, f64::INFINITY, false))).collect()
    }

    fn is_required(&self, band: &Band, month: usize, queue: usize) -> bool {
        band.share[queue] * self.demand.hours[month][queue] > 0.0
    }

    /// Hours short in each band, by month; none where a month has no bands.
    fn short_in(&mut self) -> Vec<Vec<usize>> {
        let bands = |month: usize| Some(self.bands[month].len()).filter(|&bands| bands > 1).unwrap_or(0);
        self.months()
            .map(|month| {
                (0..bands(month)).map(|_| self.program.add(0.0, 0.0, f64::INFINITY, false)).collect()
            })
            .collect()
    }

    /// Whether each penalty of a queue is due, month by month.
    fn tiers(&mut self, queue: usize) -> Vec<Vec<(usize, f64)>> {
        self.months()
            .map(|_| {
                let steps = &self.demand.penalties[queue];
                steps.iter().map(|step| (self.program.add(step.cost, 0.0, 1.0, true), step.cost)).collect()
            })
            .collect()
    }

    /// Hours short up to the first penalty, then up to the next, and so on.
    fn short(&mut self, queue: usize) -> Vec<Vec<usize>> {
        let price = self.supply.workforce.shortage_hour.major();
        let pieces = self.demand.penalties[queue].len() + 1;
        self.months()
            .map(|_| (0..pieces).map(|_| self.program.add(price, 0.0, f64::INFINITY, false)).collect())
            .collect()
    }

    /// So many more than listed are hired in time to be up to speed before the months end.
    fn hire_more(&mut self, columns: &Columns, freedom: &Freedom) {
        if freedom.more == 0 {
            return;
        }
        let workforce = self.supply.workforce;
        let learns = TimeDelta::days(workforce.learning.days());
        let in_time = workforce.class_starts.partition_point(|&start| start + learns <= workforce.end());
        let missing = self.program.add(FEWER_THAN_ASKED, 0.0, f64::INFINITY, false);
        let (mut all, mut least) = (vec![(missing, 1.0)], f64::from(freedom.more));
        for (group, hires) in columns.hires.iter().enumerate() {
            for (start, column) in hires.iter().enumerate().take(in_time) {
                all.extend(column.map(|column| (column, 1.0)));
                least += listed(&freedom.hires, group, start);
            }
        }
        self.program.at_least(&all, least);
    }

    /// Hours of each group.
    fn staff(&mut self, columns: &Columns) {
        let workforce = self.supply.workforce;
        for (place, group) in workforce.groups.iter().enumerate() {
            for month in self.months() {
                let weeks = self.supply.weeks(month);
                let (least, most) = (group.week_hours.0 * weeks, group.week_hours.1 * weeks);
                let present = self.supply.present[place][month];
                let (mut at_most, mut at_least) = (Vec::new(), Vec::new());
                let mut gives: Vec<(usize, f64)> = columns.given[place][month]
                    .iter()
                    .flatten()
                    .flatten()
                    .map(|&column| (column, 1.0))
                    .collect();
                for start in self.supply.starts_until(month) {
                    if let Some(hires) = columns.hires[place][start] {
                        let share = self.supply.newcomer[start][month];
                        at_most.push((hires, -most * share.trained));
                        at_least.push((hires, -least * share.trained));
                        gives.push((hires, most * (share.trained - share.productive)));
                    }
                }
                for (course, learners) in workforce.cross_training.iter().zip(&columns.learners) {
                    for (start, column) in learners.iter().enumerate().take(month + 1) {
                        let Some(column) = *column else { continue };
                        let moved = self.moved(course, place, start, month);
                        at_most.push((column, -most * moved.there));
                        at_least.push((column, -least * moved.there));
                        gives.push((column, most * moved.away));
                    }
                }
                let paid = columns.paid[place][month];
                at_most.push((paid, 1.0));
                at_least.push((paid, 1.0));
                gives.push((paid, -1.0));
                self.program.at_most(&at_most, most * present.trained);
                self.program.at_least(&at_least, least * present.trained);
                if let (Some(overtime), Some(terms)) = (columns.overtime[place][month], &workforce.overtime) {
                    gives.push((overtime, -1.0));
                    self.program.at_most(&[(overtime, 1.0), (paid, -terms.at_most.get())], 0.0);
                }
                self.program.at_most(&gives, -most * (present.trained - present.productive));
            }
        }
    }

    /// What one who learns from `start` on changes in a group in a month.
    fn moved(&self, course: &CrossTraining, group: usize, start: usize, month: usize) -> Moved {
        let stays = self.supply.stays(course.from, start, month);
        let there = stays * (f64::from(group == course.to) - f64::from(group == course.from));
        let away = if group == course.to { stays * self.supply.on_course(course, start, month) } else { 0.0 };
        Moved { there, away }
    }

    /// Hours of each queue.
    fn cover(&mut self, columns: &Columns) {
        for month in self.months() {
            for queue in self.queues() {
                let required = self.demand.hours[month][queue];
                let (short, short_in) = (&columns.short[queue][month], &columns.short_in[queue][month]);
                for band in 0..self.bands[month].len() {
                    let given = columns.given.iter().filter_map(|group| group[month][queue][band]);
                    let temps = columns.temps[queue][month].get(band).copied();
                    let short = short_in.get(band).map_or(short.as_slice(), std::slice::from_ref);
                    let covers = given.chain(temps).chain(short.iter().copied());
                    let entries: Vec<(usize, f64)> = covers.map(|column| (column, 1.0)).collect();
                    self.program.at_least(&entries, self.bands[month][band].share[queue] * required);
                }
                if !short_in.is_empty() {
                    let all = short.iter().map(|&column| (column, 1.0));
                    let in_bands = short_in.iter().map(|&column| (column, -1.0));
                    self.program.at_least(&all.chain(in_bands).collect::<Vec<_>>(), 0.0);
                }
                self.price_shortage(columns, queue, month, required);
            }
            if let Some(temps) = &self.supply.workforce.temps {
                let all: Vec<(usize, f64)> = columns
                    .temps
                    .iter()
                    .flat_map(|queue| &queue[month])
                    .map(|&column| (column, 1.0))
                    .collect();
                self.program.at_most(&all, temps.hours);
            }
        }
    }

    fn price_shortage(&mut self, columns: &Columns, queue: usize, month: usize, required: f64) {
        let steps = &self.demand.penalties[queue];
        let (pieces, tiers) = (&columns.short[queue][month], &columns.tiers[queue][month]);
        for (place, step) in steps.iter().enumerate() {
            let before = place.checked_sub(1).map_or(0.0, |place| steps[place].short);
            let room = (step.short - before) * required;
            match place.checked_sub(1) {
                None => self.program.at_most(&[(pieces[0], 1.0)], room),
                Some(last) => self.program.at_most(&[(pieces[place], 1.0), (tiers[last].0, -room)], 0.0),
            }
            if let Some(last) = place.checked_sub(1) {
                self.program.at_most(&[(tiers[place].0, 1.0), (tiers[last].0, -1.0)], 0.0);
            }
        }
        if let (Some(step), Some(tier)) = (steps.last(), tiers.last()) {
            let room = (1.0 - step.short) * required;
            self.program.at_most(&[(pieces[steps.len()], 1.0), (tier.0, -room)], 0.0);
        }
    }
}

/// What one learner changes in a group.
struct Moved {
    /// People there.
    there: f64,
    /// Of them, those on the course.
    away: f64,
}

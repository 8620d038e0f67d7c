use std::collections::{BTreeMap, HashMap};
use std::ops::{Range, RangeInclusive};

use super::cover::{Cover, Presence, SkillClass, Way};
use super::demand::{Class, Demand, Need, Total, Work};
use super::duals::{Duals, PostPrices};
use super::heads::{Heads, QueueSet};
use crate::error::Result;
use crate::model::{Scenario, Shift};
use crate::program::{Column, Program, Row, Solution};

const FREE: f64 = f64::INFINITY;

/// The master problem of a window: which lines to take, and which queues their presence serves.
///
/// min wages + wishes + shortage + posts
///
/// - each group takes as many lines as it has agents;
/// - presence of a skill class in an interval is shared among its queues, sum over q of y\[class, q, t\] <= presence;
///   a class with one queue needs no sharing;
/// - each queue gets its agents or is short of them, sum over class of y\[class, q, t\] + reserve + short >= need;
/// - work done is carried from interval to interval, done\[t\] <= done\[t-1\] + y\[t\], due\[t\] <= done\[t\] <= arrived\[t\];
/// - where presence comes in units, heads are whole while needs are not, see [`Heads`];
/// - posts get their headcount, or too few or too many.
pub(super) struct Master {
    pub program: Program,
    /// What it asks for beside all lines, as prices see it.
    pub demand: Demand,
    intervals: Range<usize>,
    /// By interval and skill class: the row that presence goes to, and how an agent counts in it.
    presence_rows: Vec<Vec<(Row, f64)>>,
    pub heads: Heads,
    groups: Vec<Row>,
    /// By day and template.
    posts: BTreeMap<(i32, usize), PostRow>,
    /// The columns of people short, overdue work among them.
    short: Vec<Column>,
}

/// The row of a post: its day and template, the headcount missing, and what each too few and too many costs.
#[derive(Debug, Clone, Copy)]
pub(super) struct PostRow {
    pub place: (i32, usize),
    pub row: Row,
    pub missing: f64,
    pub under: f64,
    pub over: f64,
    /// The column of what it lacks.
    pub lack: Column,
}

/// What a window's master problem takes as given.
pub(super) struct Given<'a> {
    pub scenario: &'a Scenario,
    pub cover: &'a Cover,
    /// Intervals to be covered.
    pub intervals: Range<usize>,
    /// Those of them that ask for nothing here.
    pub waived: Range<usize>,
    /// Presence that is settled.
    pub presence: &'a Presence,
    /// Days whose posts count, and the headcount settled on them.
    pub post_days: Range<i32>,
    pub posts: &'a HashMap<(i32, usize), u32>,
    /// For each deferred work, the total done before the window and the least to be done by its end; nothing
    /// where the window stands by itself.
    pub done: Option<&'a [(f64, f64)]>,
    /// How many agents each group has.
    pub groups: &'a [usize],
    /// The sets of queues to count heads for, by interval of the grid, beside all queues together.
    pub heads: &'a [Vec<QueueSet>],
}

/// A line of work as the master problem sees it.
#[derive(Debug, Clone)]
pub(super) struct LineColumn {
    pub group: usize,
    pub skill_set: usize,
    pub shifts: Vec<Shift>,
    /// What is worked, by day.
    pub choices: Vec<Option<u32>>,
    pub cost: f64,
    pub presence: Vec<(usize, f64)>,
}

impl Master {
    pub fn new(given: &Given) -> Result<Self> {
        let mut master = Master {
            program: Program::new(),
            demand: Demand::new(given.cover.hours),
            intervals: given.intervals.clone(),
            presence_rows: Vec::with_capacity(given.intervals.len()),
            heads: Heads::new(given.cover, given.intervals.clone()),
            groups: Vec::new(),
            posts: BTreeMap::new(),
            short: Vec::new(),
        };
        for &agents in given.groups {
            let row = master.program.add_row(agents as f64..=agents as f64);
            master.groups.push(row);
        }
        let mut work_rows = vec![Vec::new(); given.cover.deferred.len()];
        for interval in given.intervals.clone() {
            master.add_interval(given, interval, &mut work_rows)?;
        }
        for (work, rows) in work_rows.iter().enumerate() {
            master.add_deferred(given, work, rows)?;
        }
        master.add_posts(given)?;
        Ok(master)
    }

    /// The rows of an interval, and the columns that share presence out among them.
    fn add_interval(&mut self, given: &Given, interval: usize, work: &mut [Vec<(usize, Row)>]) -> Result<()> {
        let cover = &given.cover.intervals[interval];
        let mut settled = vec![0.0; cover.classes.len()];
        for (skill_set, class) in cover.class_of.iter().enumerate() {
            if let Some(class) = class {
                settled[*class] += given.presence.at(skill_set, interval);
            }
        }
        let straight = |way: Way| -> f64 {
            let classes = cover.classes.iter().zip(&settled);
            classes.filter(|(class, _)| class.way() == way).map(|(_, settled)| settled).sum()
        };
        let hours = given.cover.hours;
        self.demand.begin_interval();
        let (mut needs, mut lacks) = (HashMap::new(), Vec::with_capacity(cover.queues.len()));
        for &queue in &cover.queues {
            let (row, of_queue) = self.add_need(given, interval, queue, straight(Way::Queue(queue)))?;
            needs.insert(queue, row);
            lacks.push(of_queue);
        }
        let mut works = HashMap::new();
        for &place in &cover.deferred {
            let row = self.program.add_row(f64::NEG_INFINITY..=hours * straight(Way::Deferred(place)));
            let settled = hours * straight(Way::Deferred(place));
            self.demand.add_work(Work { row, settled, help: given.cover.short_price / hours });
            works.insert(place, row);
            work[place].push((interval, row));
        }
        for (queue, place) in &cover.onward {
            self.program.add_column(0.0, 0.0..=FREE, &[(needs[queue], -1.0), (works[place], -hours)])?;
            self.demand.add_onward(needs[queue], works[place]);
        }
        let mut rows = Vec::with_capacity(cover.classes.len());
        for (class, settled) in cover.classes.iter().zip(&settled) {
            rows.push(match class.way() {
                Way::Queue(queue) => (needs[&queue], 1.0),
                Way::Deferred(place) => (works[&place], -hours),
                Way::Shared => (self.add_class(class, *settled, &needs, &works, hours)?, 1.0),
            });
        }
        self.presence_rows.push(rows);
        self.heads.add_interval(given.cover, settled, lacks, given.waived.contains(&interval));
        let sets = given.heads.get(interval).map_or(&[][..], Vec::as_slice);
        self.heads.count(&mut self.program, interval, sets)
    }

    /// A class whose presence is shared among its queues and works.
    fn add_class(
        &mut self,
        class: &SkillClass,
        settled: f64,
        needs: &HashMap<usize, Row>,
        works: &HashMap<usize, Row>,
        hours: f64,
    ) -> Result<Row> {
        let row = self.program.add_row(-settled..=FREE);
        let of_needs = class.queues.iter().map(|queue| needs[queue]).collect();
        let of_works = class.apart.iter().map(|place| works[place]).collect();
        self.demand.add_class(Class { row, settled, needs: of_needs, works: of_works });
        for queue in &class.queues {
            self.program.add_column(0.0, 0.0..=FREE, &[(row, -1.0), (needs[queue], 1.0)])?;
        }
        for place in &class.apart {
            self.program.add_column(0.0, 0.0..=FREE, &[(row, -1.0), (works[place], -hours)])?;
        }
        Ok(row)
    }

    /// What a queue needs. It is never short of more than that, so that agents who go on from it to deferred work
    /// are there. Its row, and the columns of what it lacks.
    fn add_need(
        &mut self,
        given: &Given,
        interval: usize,
        queue: usize,
        settled: f64,
    ) -> Result<(Row, Vec<Column>)> {
        let (cover, need) = (given.cover, &given.cover.queues[queue]);
        let (must, net, gross) = (need.must[interval], need.net[interval], need.gross[interval]);
        let row = self.program.add_row(gross - settled..=FREE);
        let entry = [(row, 1.0)];
        let mut lacks = vec![(cover.reserve_price, (gross - net).max(0.0))];
        if net > must {
            lacks.push((cover.spare_price, net - must));
        }
        lacks.push((cover.short_price, must));
        let mut column = |&(price, most): &(f64, f64)| self.program.add_column(price, 0.0..=most, &entry);
        let columns = lacks.iter().map(&mut column).collect::<Result<Vec<_>>>()?;
        if given.waived.contains(&interval) {
            lacks.push((0.0, gross));
            column(&(0.0, gross))?;
        }
        self.short.extend(columns.last());
        self.demand.add_need(Need { row, missing: gross - settled, lacks });
        Ok((row, columns))
    }

    /// Counts heads where a solution breaks what must hold of them; how many rows came.
    pub fn tighten(
        &mut self,
        cover: &Cover,
        solution: &Solution,
        lines: (&[LineColumn], &[Column]),
    ) -> Result<usize> {
        self.heads.tighten(&mut self.program, solution, cover, lines)
    }

    /// Counts heads wherever it may say something, before there are lines.
    pub fn count_all_heads(&mut self) -> Result<()> {
        self.heads.count_all(&mut self.program)
    }

    /// The sets of queues that heads are counted for, by interval.
    pub fn head_sets(&self) -> impl Iterator<Item = (usize, QueueSet)> {
        self.heads.sets()
    }

    /// Work done is carried on from row to row, and help from outside does what would be overdue.
    fn add_deferred(&mut self, given: &Given, work: usize, rows: &[(usize, Row)]) -> Result<()> {
        let cover = &given.cover.deferred[work];
        let (due, arrived) = given.cover.deferred_before(work, given.intervals.start);
        let start = given.done.map_or(due..=arrived.max(due), |done| done[work].0..=done[work].0);
        let last = given.intervals.end - 1;
        let least_at_end = given.done.map_or(f64::NEG_INFINITY, |done| done[work].1);
        // The total before the first row, then the total after each row: + in its own row, - in the next.
        let mut total = (start, None);
        for (index, &(interval, row)) in rows.iter().enumerate() {
            self.add_total(total.0, total.1, Some(row))?;
            let end = rows.get(index + 1).map_or(last, |next| next.0 - 1);
            let due = if end == last { cover.due[end].max(least_at_end) } else { cover.due[end] };
            total = (due..=cover.arrived[interval].max(due), Some(row));
            let helps = [(row, -given.cover.hours)];
            self.short.push(self.program.add_column(given.cover.short_price, 0.0..=FREE, &helps)?);
        }
        self.add_total(total.0, total.1, None)
    }

    fn add_total(&mut self, bounds: RangeInclusive<f64>, own: Option<Row>, next: Option<Row>) -> Result<()> {
        self.demand.add_total(Total { least: *bounds.start(), most: *bounds.end(), own, next });
        let entries: Vec<(Row, f64)> =
            own.map(|row| (row, 1.0)).into_iter().chain(next.map(|row| (row, -1.0))).collect();
        self.program.add_column(0.0, bounds, &entries).map(drop)
    }

    fn add_posts(&mut self, given: &Given) -> Result<()> {
        for post in &given.scenario.posts {
            let key = (post.day as i32, post.shift);
            if !given.post_days.contains(&key.0) {
                continue;
            }
            let missing = f64::from(post.required) - f64::from(given.posts.get(&key).copied().unwrap_or(0));
            let row = self.program.add_row(missing..=missing);
            let (under, over) = (post.under_cost.major(), post.over_cost.major());
            let lack = self.program.add_column(under, 0.0..=FREE, &[(row, 1.0)])?;
            self.program.add_column(over, 0.0..=FREE, &[(row, -1.0)])?;
            let post = PostRow { place: key, row, missing, under, over, lack };
            self.demand.add_post(post);
            self.posts.insert(key, post);
        }
        Ok(())
    }

    /// Its posts by day and template, in their order.
    pub fn posts(&self) -> Vec<PostRow> {
        self.posts.values().copied().collect()
    }

    /// Counts what some posts lack in all, so that it can be held between bounds. To lack more costs `price` a person, and
    /// there is always a solution.
    pub fn count(&mut self, lacks: &[Column], price: f64) -> Result<Column> {
        let entries: Vec<(Column, f64)> = lacks.iter().map(|&lack| (lack, 1.0)).collect();
        let row = self.program.add_row_of(0.0..=0.0, &entries)?;
        self.program.add_column(price, 0.0..=FREE, &[(row, -1.0)])?;
        self.program.add_column(0.0, 0.0..=FREE, &[(row, -1.0)])
    }

    /// Shifts and their presence beside all lines, that can be there or not.
    pub fn add_shifts(
        &mut self,
        cover: &Cover,
        skill_set: usize,
        work: (&[Shift], &[(usize, f64)]),
    ) -> Result<Column> {
        let entries: Vec<(Row, f64)> = self.work_entries(cover, skill_set, work).into_iter().collect();
        self.program.add_column(0.0, 0.0..=0.0, &entries)
    }

    fn work_entries(
        &self,
        cover: &Cover,
        skill_set: usize,
        (shifts, presence): (&[Shift], &[(usize, f64)]),
    ) -> BTreeMap<Row, f64> {
        let mut entries = BTreeMap::new();
        for post in shifts.iter().filter_map(|shift| self.post_of(shift)) {
            *entries.entry(post.row).or_default() += 1.0;
        }
        for &(interval, share) in presence {
            if let Some((row, factor)) = self.presence_row(cover, skill_set, interval) {
                *entries.entry(row).or_default() += factor * share;
            }
            for row in self.heads.rows(cover, skill_set, interval) {
                *entries.entry(row).or_default() += share;
            }
        }
        entries
    }

    /// The entries of a line's column.
    pub fn entries(&self, cover: &Cover, line: &LineColumn) -> Vec<(Row, f64)> {
        let mut entries = self.work_entries(cover, line.skill_set, (&line.shifts, &line.presence));
        entries.insert(self.groups[line.group], 1.0);
        entries.into_iter().collect()
    }

    /// The post that a shift counts to.
    pub fn post_of(&self, shift: &Shift) -> Option<&PostRow> {
        self.posts.get(&(shift.day, shift.template?))
    }

    /// Adds a line's column.
    pub fn add_line(&mut self, line: &LineColumn, entries: &[(Row, f64)]) -> Result<Column> {
        self.program.add_column(line.cost, 0.0..=FREE, entries)
    }

    pub fn presence_row(&self, cover: &Cover, skill_set: usize, interval: usize) -> Option<(Row, f64)> {
        let place =
            interval.checked_sub(self.intervals.start).filter(|&place| place < self.intervals.len())?;
        let class = cover.intervals[interval].class_of[skill_set]?;
        Some(self.presence_rows[place][class])
    }

    /// What presence of a skill set is worth in each interval of the grid.
    pub fn worth(&self, cover: &Cover, duals: &Duals, skill_set: usize) -> Vec<f64> {
        let mut worth = vec![0.0; cover.intervals.len()];
        for interval in self.intervals.clone() {
            let row = self.presence_row(cover, skill_set, interval);
            let heads = self.heads.rows(cover, skill_set, interval);
            worth[interval] = row.map_or(0.0, |(row, factor)| factor * duals.price(row))
                + heads.map(|row| duals.price(row)).sum::<f64>();
        }
        worth
    }

    /// What a group would save with an agent less.
    pub fn group_price(&self, solution: &Solution, group: usize) -> f64 {
        solution.price(self.groups[group])
    }

    /// What one more shift of each template is worth on each day.
    pub fn post_prices(&self, scenario: &Scenario, duals: &Duals) -> PostPrices {
        let mut prices = PostPrices::none(scenario);
        let set = |(&(day, template), post): (&(i32, usize), &PostRow)| {
            prices.set(day, template, duals.price(post.row));
        };
        self.posts.iter().for_each(set);
        prices
    }

    /// Prices of posts from elsewhere, made fit to prove a bound by.
    pub fn priced_at(&self, posts: &PostPrices) -> Duals {
        let mut prices = vec![0.0; self.program.rows()];
        for (&(day, template), post) in &self.posts {
            prices[post.row.index()] = posts.get(day, template);
        }
        self.duals_of(prices)
    }

    /// The row of a post.
    pub fn post_row(&self, day: i32, template: usize) -> Option<Row> {
        self.posts.get(&(day, template)).map(|post| post.row)
    }

    /// Agent hours short, without the reserve and those whom intervals may lack.
    pub fn short_hours(&self, cover: &Cover, solution: &Solution) -> f64 {
        self.short.iter().map(|&column| solution.value(column)).sum::<f64>() * cover.hours
    }
}

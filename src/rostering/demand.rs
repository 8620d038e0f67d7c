use super::cover::Cover;
use super::duals::Duals;
use super::heads::{Counted, Heads, QueueSet};
use super::master::{Master, PostRow};
use crate::program::Row;

/// What is asked for beside all lines, and what that costs at any prices of the master program's rows.
///
/// With the cheapest line of each agent at the same prices added it is a bound (Lagrange; Geoffrion 1974):
/// L(u) = sum over rows of u b - sum over lacks of most * max(0, worth - cost) + sum over totals of min {total * (what
/// follows - what is now)}, where a class is worth what the best of its queues and works is.
#[derive(Debug)]
pub(super) struct Demand {
    needs: Vec<Need>,
    /// By interval, how many needs there are before its own.
    first_needs: Vec<usize>,
    classes: Vec<Class>,
    works: Vec<Work>,
    totals: Vec<Total>,
    /// Needs whose agents may go on to a work.
    onward: Vec<(Row, Row)>,
    posts: Vec<PostRow>,
    /// Hours in an interval.
    hours: f64,
}

/// What a queue needs in an interval beside those settled, and what it may lack: the price of each, and how many at most.
#[derive(Debug)]
pub(super) struct Need {
    pub row: Row,
    pub missing: f64,
    pub lacks: Vec<(f64, f64)>,
}

/// Presence that is shared: those of it who are settled, and where it may go.
#[derive(Debug)]
pub(super) struct Class {
    pub row: Row,
    pub settled: f64,
    pub needs: Vec<Row>,
    pub works: Vec<Row>,
}

/// Work that may wait, in an interval: hours that are settled, and what an hour of help costs.
#[derive(Debug)]
pub(super) struct Work {
    pub row: Row,
    pub settled: f64,
    pub help: f64,
}

/// Hours of work done in all between two rows.
#[derive(Debug)]
pub(super) struct Total {
    pub least: f64,
    pub most: f64,
    pub own: Option<Row>,
    pub next: Option<Row>,
}

impl Demand {
    /// Of nothing, in intervals of so many hours.
    pub fn new(hours: f64) -> Self {
        Demand {
            needs: Vec::new(),
            first_needs: Vec::new(),
            classes: Vec::new(),
            works: Vec::new(),
            totals: Vec::new(),
            onward: Vec::new(),
            posts: Vec::new(),
            hours,
        }
    }

    /// The needs that follow are those of the next interval.
    pub fn begin_interval(&mut self) {
        self.first_needs.push(self.needs.len());
    }

    pub fn add_need(&mut self, need: Need) {
        self.needs.push(need);
    }

    pub fn add_class(&mut self, class: Class) {
        self.classes.push(class);
    }

    pub fn add_work(&mut self, work: Work) {
        self.works.push(work);
    }

    pub fn add_total(&mut self, total: Total) {
        self.totals.push(total);
    }

    /// All who count for a need may do a work as well.
    pub fn add_onward(&mut self, need: Row, work: Row) {
        self.onward.push((need, work));
    }

    pub fn add_post(&mut self, post: PostRow) {
        self.posts.push(post);
    }

    /// Prices of so many rows at which presence is worth `wage` an interval, wherever it is asked for, and posts nothing.
    pub fn at_wage(&self, rows: usize, wage: f64) -> Vec<f64> {
        let mut prices = vec![0.0; rows];
        self.needs.iter().for_each(|need| prices[need.row.index()] = wage);
        self.works.iter().for_each(|work| prices[work.row.index()] = -wage / self.hours);
        prices
    }

    /// By row, what its price is measured by for each one missing: presence by `wage` for as many as needs are on average, posts
    /// by `post`. Work carried over adds up, so that its prices move by `of_work` of those of presence.
    pub fn scales(&self, heads: &Heads, rows: usize, (wage, of_work, post): (f64, f64, f64)) -> Vec<f64> {
        let mut scales = vec![0.0; rows];
        let wage = wage / self.mean_need();
        self.posts.iter().for_each(|of| scales[of.row.index()] = post);
        self.needs.iter().for_each(|need| scales[need.row.index()] = wage);
        heads.counted().for_each(|of| scales[of.row.index()] = wage);
        let of_work = of_work * wage / (self.hours * self.hours);
        self.works.iter().for_each(|work| scales[work.row.index()] = of_work);
        scales
    }

    /// What a queue needs in an interval in which it needs anybody, on average: one at least.
    fn mean_need(&self) -> f64 {
        let needs = || self.needs.iter().map(|need| need.missing).filter(|missing| *missing > 0.0);
        (needs().sum::<f64>() / needs().count().max(1) as f64).max(1.0)
    }

    /// Prices made fit to prove a bound by, with what all but the lines cost at them.
    pub fn priced(&self, heads: &Heads, mut prices: Vec<f64>) -> Duals {
        let mut clamp = |row: Row, least: f64, most: f64| {
            let price = &mut prices[row.index()];
            *price = price.clamp(least, most);
        };
        self.works.iter().for_each(|work| clamp(work.row, -work.help, 0.0));
        self.needs.iter().for_each(|need| clamp(need.row, 0.0, f64::INFINITY));
        heads.counted().for_each(|of| clamp(of.row, 0.0, f64::INFINITY));
        self.posts.iter().for_each(|post| clamp(post.row, -post.over, post.under));
        for &(need, work) in &self.onward {
            prices[need.index()] = prices[need.index()].max(self.worth_of_work(&prices, work));
        }
        for class in &self.classes {
            prices[class.row.index()] = self.best(class, &prices).1;
        }
        let rest = self.rest(heads, &prices);
        Duals::new(prices, rest)
    }

    /// What an agent who does a work is worth in an interval.
    fn worth_of_work(&self, prices: &[f64], work: Row) -> f64 {
        -self.hours * prices[work.index()]
    }

    /// Where presence of a class is worth most, what each agent is worth there, and how they count in that row.
    fn best(&self, class: &Class, prices: &[f64]) -> (Row, f64, f64) {
        let needs = class.needs.iter().map(|&row| (row, prices[row.index()], 1.0));
        let works = class.works.iter().map(|&row| (row, self.worth_of_work(prices, row), -self.hours));
        let best = needs.chain(works).max_by(|one, other| one.1.total_cmp(&other.1));
        best.unwrap_or((class.row, 0.0, 0.0))
    }

    /// The needs of which heads are counted together.
    fn counted(&self, of: &Counted) -> impl Iterator<Item = usize> {
        let (first, set) = (self.first_needs[of.place], of.set);
        (0..QueueSet::BITS as usize)
            .filter(move |place| set >> place & 1 == 1)
            .map(move |place| first + place)
    }

    /// By need, what it is worth that somebody more is lacking: that counts in several rows.
    fn worth_of_lacks(&self, heads: &Heads, prices: &[f64]) -> Vec<f64> {
        let mut worth: Vec<f64> = self.needs.iter().map(|need| prices[need.row.index()]).collect();
        for of in heads.counted() {
            let price = prices[of.row.index()];
            if price > 0.0 {
                self.counted(&of).for_each(|need| worth[need] += of.by * price);
            }
        }
        worth
    }

    /// What all but the lines cost at prices that fit.
    fn rest(&self, heads: &Heads, prices: &[f64]) -> f64 {
        let at = |row: Row| prices[row.index()];
        let worth = self.worth_of_lacks(heads, prices);
        let needs = self.needs.iter().zip(&worth).map(|(need, worth)| {
            let lacks = need.lacks.iter().map(|&(cost, most)| (worth - cost).max(0.0) * most);
            at(need.row) * need.missing - lacks.sum::<f64>()
        });
        let counted = heads.counted().map(|of| at(of.row) * of.least);
        let classes = self.classes.iter().map(|class| -class.settled * at(class.row));
        let works = self.works.iter().map(|work| work.settled * at(work.row));
        let totals = self.totals.iter().map(|total| total.cost(prices) * total.at(prices));
        let posts = self.posts.iter().map(|post| at(post.row) * post.missing);
        needs.chain(counted).chain(classes).chain(works).chain(totals).chain(posts).sum()
    }

    /// By row, what is missing where nobody works a line: how fast the rest rises with its price.
    pub fn missing(&self, heads: &Heads, duals: &Duals) -> Vec<f64> {
        let mut missing = vec![0.0; duals.prices().len()];
        let worth = self.worth_of_lacks(heads, duals.prices());
        let lacks = |(need, worth): (&Need, &f64)| {
            need.lacks.iter().filter(|(cost, _)| worth > cost).map(|of| of.1).sum::<f64>()
        };
        let lacks: Vec<f64> = self.needs.iter().zip(&worth).map(lacks).collect();
        for (need, lacks) in self.needs.iter().zip(&lacks) {
            missing[need.row.index()] = need.missing - lacks;
        }
        for of in heads.counted() {
            let lacks: f64 = self.counted(&of).map(|need| lacks[need]).sum();
            missing[of.row.index()] = of.least - of.by * lacks;
        }
        self.classes.iter().for_each(|class| missing[class.row.index()] = -class.settled);
        self.works.iter().for_each(|work| missing[work.row.index()] = work.settled);
        for total in &self.totals {
            let done = total.at(duals.prices());
            total.own.iter().for_each(|row| missing[row.index()] -= done);
            total.next.iter().for_each(|row| missing[row.index()] += done);
        }
        self.posts.iter().for_each(|post| missing[post.row.index()] = post.missing);
        missing
    }

    /// Sends presence that is shared where it is worth most: nothing of it is missing then, or too many, but there.
    pub fn send(&self, duals: &Duals, missing: &mut [f64]) {
        for class in &self.classes {
            let there = std::mem::take(&mut missing[class.row.index()]);
            let (row, _, factor) = self.best(class, duals.prices());
            missing[row.index()] += factor * there;
        }
        for &(need, work) in &self.onward {
            let too_many = (-missing[need.index()]).max(0.0);
            if duals.price(need) <= self.worth_of_work(duals.prices(), work) {
                missing[need.index()] += too_many;
                missing[work.index()] += self.hours * too_many;
            }
        }
    }
}

impl Total {
    /// What an hour of it costs.
    fn cost(&self, prices: &[f64]) -> f64 {
        let at = |row: Option<Row>| row.map_or(0.0, |row| prices[row.index()]);
        at(self.next) - at(self.own)
    }

    /// The hours at which it costs least.
    fn at(&self, prices: &[f64]) -> f64 {
        if self.cost(prices) > 0.0 { self.least } else { self.most }
    }
}

impl Master {
    /// Prices by row, made fit to prove a bound by.
    pub fn duals_of(&self, prices: Vec<f64>) -> Duals {
        self.demand.priced(&self.heads, prices)
    }

    /// Prices at which presence is worth `wage` an interval, wherever it is asked for, and posts nothing.
    pub fn at_wage(&self, wage: f64) -> Duals {
        self.duals_of(self.demand.at_wage(self.program.rows(), wage))
    }

    /// By row, what its price is measured by: presence, work that may wait as a share of it, and posts.
    pub fn scales(&self, wage: f64, of_work: f64, post: f64) -> Vec<f64> {
        self.demand.scales(&self.heads, self.program.rows(), (wage, of_work, post))
    }

    /// By row, what is missing at some prices where nobody works a line.
    pub fn missing(&self, duals: &Duals) -> Vec<f64> {
        self.demand.missing(&self.heads, duals)
    }

    /// Takes the presence of one agent away from what is missing.
    pub fn take(&self, cover: &Cover, skill_set: usize, presence: &[(usize, f64)], missing: &mut [f64]) {
        for &(interval, share) in presence {
            if let Some((row, factor)) = self.presence_row(cover, skill_set, interval) {
                missing[row.index()] -= factor * share;
            }
            for row in self.heads.rows(cover, skill_set, interval) {
                missing[row.index()] -= share;
            }
        }
    }
}

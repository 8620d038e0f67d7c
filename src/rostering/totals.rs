use std::collections::BTreeMap;

use super::generation::{Effort, Generated};
use super::window::Window;
use crate::error::Result;
use crate::model::Watch;
use crate::program::{Column, Method, Solution};

/// Days counted together.
const WEEK: i32 = 7;
/// A total is whole that is as near to a whole number.
const NEARLY_WHOLE: f64 = 0.02;
/// So many totals are tried at a node.
const TRIES: usize = 4;
/// A bound rises that rises by this part of the step costs go by.
const LEAST_RISE: f64 = 0.02;

/// Branching on how many people posts lack together.
///
/// A roster lacks a whole number of people, in all as well as in a week or of a template, while its program may lack a part of
/// one: where that part is dear the program costs much less than any roster. So it is solved twice, once with at most
/// floor(total) and once with at least ceil(total), and the one of less cost again (best first, Land and Doig 1960): the bound
/// of a plan is the least of all that is left. Pricing is as before, as no line is barred: a total is a row of the master
/// problem alone.
pub(super) struct Totals {
    sets: Vec<Set>,
    open: Vec<Node>,
    /// What costs are multiples of.
    step: f64,
    /// No roster of the nodes that are done costs less.
    done: f64,
}

/// Posts that are counted together.
struct Set {
    /// How fine the division is that it belongs to, from 0.
    level: usize,
    lacks: Vec<Column>,
    /// What they lack in all, once that is counted.
    total: Option<Column>,
}

/// The plan with some totals held between a least and a most.
#[derive(Clone)]
struct Node {
    /// By set.
    held: BTreeMap<usize, (f64, f64)>,
    bound: f64,
    /// The sets whose totals may be branched on, and their totals, the most promising last.
    next: Vec<(usize, f64)>,
}

impl Node {
    /// What a total of it is held between.
    fn held(&self, set: usize) -> (f64, f64) {
        self.held.get(&set).copied().unwrap_or((0.0, f64::INFINITY))
    }
}

impl Totals {
    /// The tree of a window whose program is solved.
    pub fn new(window: &Window, solved: &Generated) -> Self {
        let step = window.engine.cost_step;
        let mut totals = Totals { sets: sets(window), open: Vec::new(), step, done: f64::INFINITY };
        let next = totals.next(&solved.solution);
        totals.open.push(Node { held: BTreeMap::new(), bound: solved.bound, next });
        totals
    }

    /// No roster costs less.
    pub fn bound(&self) -> f64 {
        self.open.iter().map(|node| node.bound).fold(self.done, f64::min)
    }

    /// Branches up to so many times where the bound is least. A branch by which it does not rise is taken back.
    pub fn branch(
        &mut self,
        window: &mut Window,
        most: usize,
        effort: &Effort,
        watch: &dyn Watch,
    ) -> Result<()> {
        for _ in 0..most {
            let is_worth_it = |&place: &usize| !watch.should_stop() && self.open[place].bound < effort.cutoff;
            let Some(place) = self.least().filter(is_worth_it) else { break };
            let Some((set, total)) = self.open[place].next.pop() else { break };
            self.count(window, set, effort.cutoff)?;
            let node = self.open[place].clone();
            let (least, most) = node.held(set);
            if total.floor() < least || total.ceil() > most {
                // What is lacked beyond what is held is paid for here.
                continue;
            }
            let more = self.half(window, &node, (set, total.ceil(), most), effort, watch)?;
            if more.bound - node.bound < LEAST_RISE * self.step {
                continue;
            }
            let less = self.half(window, &node, (set, least, total.floor()), effort, watch)?;
            if less.bound - node.bound < LEAST_RISE * self.step {
                continue;
            }
            self.open.swap_remove(place);
            self.open.extend([more, less]);
        }
        Ok(())
    }

    /// A node with a total held between a least and a most as well.
    fn half(
        &self,
        window: &mut Window,
        node: &Node,
        (set, least, most): (usize, f64, f64),
        effort: &Effort,
        watch: &dyn Watch,
    ) -> Result<Node> {
        let mut half = Node { next: Vec::new(), ..node.clone() };
        half.held.insert(set, (least, most));
        let solved = self.solve(window, &half, effort, watch)?;
        half.bound = half.bound.max(solved.bound);
        if solved.is_final {
            half.next = self.next(&solved.solution);
        }
        Ok(half)
    }

    /// Goes to the node of least bound, and solves it.
    pub fn enter(&mut self, window: &mut Window, effort: &Effort, watch: &dyn Watch) -> Result<Generated> {
        let Some(place) = self.least() else { return Ok(Generated::default()) };
        let node = self.open[place].clone();
        let solved = self.solve(window, &node, effort, watch)?;
        Ok(Generated { bound: solved.bound.max(node.bound), ..solved })
    }

    /// The node of least bound is done: no roster there costs less than `bound`.
    pub fn close(&mut self, bound: f64) {
        if let Some(place) = self.least() {
            self.open.swap_remove(place);
            self.done = self.done.min(bound);
        }
    }

    /// The node of least bound, the first of several.
    fn least(&self) -> Option<usize> {
        (0..self.open.len()).min_by(|&one, &other| self.open[one].bound.total_cmp(&self.open[other].bound))
    }

    /// Counts what a set lacks, if that is not done yet.
    fn count(&mut self, window: &mut Window, set: usize, price: f64) -> Result<()> {
        let set = &mut self.sets[set];
        if set.total.is_none() {
            set.total = Some(window.master.count(&set.lacks, price)?);
        }
        Ok(())
    }

    /// Solves the program of a node.
    fn solve(
        &self,
        window: &mut Window,
        node: &Node,
        effort: &Effort,
        watch: &dyn Watch,
    ) -> Result<Generated> {
        for (set, of) in self.sets.iter().enumerate() {
            if let Some(total) = of.total {
                let (least, most) = node.held(set);
                window.master.program.set_bounds(total, least..=most);
            }
        }
        // Prices from elsewhere know nothing of what is held here.
        window.guess = None;
        window.generate(effort, Method::Dual, watch)
    }

    /// The sets to branch on, the first last: of a coarser division before those of a finer one, and of one division those
    /// whose total is farther from a whole number.
    fn next(&self, solution: &Solution) -> Vec<(usize, f64)> {
        let total = |set: &Set| set.lacks.iter().map(|&lack| solution.value(lack)).sum::<f64>();
        let part = |total: f64| (total - total.round()).abs();
        let mut next: Vec<(usize, f64)> = self.sets.iter().map(total).enumerate().collect();
        next.retain(|&(_, total)| part(total) > NEARLY_WHOLE);
        next.sort_by(|&(one, of_one), &(other, of_other)| {
            let division = self.sets[one].level.cmp(&self.sets[other].level);
            division.then(part(of_other).total_cmp(&part(of_one)))
        });
        next.truncate(TRIES);
        next.reverse();
        next
    }
}

/// All posts; those of a template and of a week; those of a template in a week and of a day; each.
fn sets(window: &Window) -> Vec<Set> {
    let mut sets: BTreeMap<(usize, Option<i32>, Option<usize>), Vec<Column>> = BTreeMap::new();
    for post in window.master.posts() {
        let (day, template) = post.place;
        let week = day / WEEK;
        let of = [
            (0, None, None),
            (1, None, Some(template)),
            (1, Some(week), None),
            (2, Some(week), Some(template)),
            (3, Some(day), None),
            (4, Some(day), Some(template)),
        ];
        of.into_iter().for_each(|key| sets.entry(key).or_default().push(post.lack));
    }
    sets.into_iter().map(|((level, ..), lacks)| Set { level, lacks, total: None }).collect()
}

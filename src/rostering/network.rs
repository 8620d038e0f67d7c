use std::collections::HashMap;

use super::terms::Terms;
use crate::units::{Minutes, Moment};

/// All legal lines of work under some [`Terms`], as the paths of an acyclic network.
///
/// A node is what the rules must remember after a day: minutes and days in the week so far, days in a row, when
/// the rest ends, which weekends are worked. A link is a day off or a class of shifts between which the rules
/// see no difference: equal paid time, equal end of rest. The network depends on the rules alone; prices change
/// only the cost of its classes, so that pricing is one sweep over the links in order.
///
/// Nodes are numbered day by day, node 0 before the first; the links of a node lie together.
#[derive(Debug)]
pub(super) struct Network {
    /// By node, the first of its links; the last entry ends them all.
    first_link: Vec<u32>,
    links: Vec<Link>,
    pub classes: Vec<Class>,
    finals: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Link {
    to: u32,
    class: u32,
}

/// A link on the way from node to node, while the network is built.
type Step = (u32, Link);

/// What an agent does on a day, as far as the rules tell it apart.
#[derive(Debug, Clone)]
pub(super) struct Class {
    /// The day, counted from the window's first.
    pub day: usize,
    /// The choices of that day that belong to it; empty for a day off.
    pub members: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct State {
    minutes: i32,
    days: u32,
    run: u32,
    ready: Option<Moment>,
    weekends: u32,
    total: i32,
}

impl Class {
    /// Whether a choice (nothing for a day off) belongs to it.
    pub fn is(&self, choice: Option<u32>) -> bool {
        match choice {
            None => self.members.is_empty(),
            Some(choice) => self.members.contains(&choice),
        }
    }
}

/// A line through the network, or the part of one from some day on.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub cost: f64,
    /// A class for each day.
    pub classes: Vec<u32>,
    /// The node before each day.
    pub nodes: Vec<u32>,
}

/// Builds a network day by day.
struct Builder<'a> {
    terms: &'a Terms,
    week_of: &'a dyn Fn(i32) -> i32,
    is_weekend: &'a dyn Fn(i32) -> bool,
    /// The earliest start on each day or later.
    earliest: Vec<Option<Moment>>,
    classes: Vec<Class>,
    steps: Vec<Step>,
}

/// A class with what working it does to the state.
type Work = (u32, i32, Option<Moment>);

impl Network {
    /// The network of the lines that keep the terms; nothing where there is none.
    pub fn new(
        terms: &Terms,
        week_of: &dyn Fn(i32) -> i32,
        is_weekend: &dyn Fn(i32) -> bool,
    ) -> Option<Self> {
        let mut earliest = vec![None; terms.days.len() + 1];
        for (day, plan) in terms.days.iter().enumerate().rev() {
            let here = plan.choices.iter().map(|choice| choice.start).min();
            earliest[day] = [here, earliest[day + 1]].into_iter().flatten().min();
        }
        Builder { terms, week_of, is_weekend, earliest, classes: Vec::new(), steps: Vec::new() }.build()
    }

    /// The cheapest line for each total at its end, cheapest first, at most `most` of them.
    pub fn cheapest(&self, class_costs: &[f64], most: usize) -> Vec<Path> {
        self.cheapest_from(0, class_costs, most)
    }

    /// The same for what is left of the line after `node`.
    pub fn cheapest_from(&self, node: u32, class_costs: &[f64], most: usize) -> Vec<Path> {
        let first = node as usize;
        let nodes = self.first_link.len() - 1;
        let mut costs = vec![f64::INFINITY; nodes - first];
        let mut via = vec![(u32::MAX, u32::MAX); nodes - first];
        costs[0] = 0.0;
        for from in first..nodes {
            let so_far = costs[from - first];
            if so_far == f64::INFINITY {
                continue;
            }
            for link in &self.links[self.first_link[from] as usize..self.first_link[from + 1] as usize] {
                let cost = so_far + class_costs[link.class as usize];
                let to = link.to as usize - first;
                if cost < costs[to] {
                    costs[to] = cost;
                    via[to] = (from as u32, link.class);
                }
            }
        }
        let cost = |end: u32| (end as usize).checked_sub(first).map_or(f64::INFINITY, |end| costs[end]);
        let mut ends: Vec<u32> = self.finals.iter().copied().filter(|&end| cost(end).is_finite()).collect();
        ends.sort_by(|&one, &other| cost(one).total_cmp(&cost(other)).then(one.cmp(&other)));
        ends.truncate(most);
        ends.into_iter().map(|end| trace(node, end, cost(end), &via)).collect()
    }

    /// The node before each day of a line, given by its choice on each day (nothing for a day off); nothing where
    /// it is no path.
    pub fn way(&self, line: &[Option<u32>]) -> Option<Vec<u32>> {
        let cost = |class: &Class| if class.is(line[class.day]) { 0.0 } else { f64::INFINITY };
        let fitting: Vec<f64> = self.classes.iter().map(cost).collect();
        self.cheapest(&fitting, 1).pop().map(|path| path.nodes)
    }
}

/// The way back from `end` to `first`.
fn trace(first: u32, end: u32, cost: f64, via: &[(u32, u32)]) -> Path {
    let (mut classes, mut nodes) = (Vec::new(), Vec::new());
    let mut node = end;
    while node != first {
        let (from, class) = via[(node - first) as usize];
        classes.push(class);
        nodes.push(from);
        node = from;
    }
    classes.reverse();
    nodes.reverse();
    Path { cost, classes, nodes }
}

impl Builder<'_> {
    fn build(mut self) -> Option<Network> {
        let start = State {
            minutes: 0,
            days: 0,
            run: self.terms.run.map_or(0, |run| run.before),
            ready: self.still(self.terms.ready, 0),
            weekends: 0,
            total: 0,
        };
        let mut layer = vec![(0u32, start)];
        let mut nodes = 1u32;
        for day in 0..self.terms.days.len() {
            let mut next: Vec<(u32, State)> = Vec::new();
            let mut known: HashMap<State, u32> = HashMap::new();
            let off = self.off_class(day);
            let mut work: HashMap<Option<Moment>, Vec<Work>> = HashMap::new();
            for &(from, state) in &layer {
                let choices =
                    work.entry(state.ready).or_insert_with(|| self.work_classes(day, state.ready)).clone();
                let days_off = off.map(|class| (class, self.after_off(day, &state)));
                let days_on = choices.into_iter().map(|work| (work.0, self.after_work(day, &state, work)));
                let reached: Vec<(u32, Option<State>)> = days_off.into_iter().chain(days_on).collect();
                for (class, state) in reached {
                    let Some(state) = state.and_then(|state| self.at_week_end(day, state)) else { continue };
                    let to = *known.entry(state).or_insert_with(|| {
                        next.push((nodes, state));
                        nodes += 1;
                        nodes - 1
                    });
                    self.steps.push((from, Link { to, class }));
                }
            }
            layer = next;
        }
        let finals: Vec<u32> =
            layer.iter().filter(|(_, state)| self.is_final(state)).map(|&(node, _)| node).collect();
        trim(nodes as usize, self.steps, self.classes, finals)
    }

    fn off_class(&mut self, day: usize) -> Option<u32> {
        self.terms.days[day].off?;
        self.classes.push(Class { day, members: Vec::new() });
        Some(self.classes.len() as u32 - 1)
    }

    /// The classes of shifts on a day for someone whose rest ends at `ready`.
    fn work_classes(&mut self, day: usize, ready: Option<Moment>) -> Vec<Work> {
        let mut found: Vec<Work> = Vec::new();
        for (index, choice) in self.terms.days[day].choices.iter().enumerate() {
            if ready.is_some_and(|ready| choice.start < ready)
                || self.terms.end_by.is_some_and(|by| choice.end > by)
            {
                continue;
            }
            let rested = self.still(Some(choice.end + self.terms.min_rest), day + 1);
            let paid = choice.paid.get();
            match found.iter().find(|work| (work.1, work.2) == (paid, rested)) {
                Some(work) => self.classes[work.0 as usize].members.push(index as u32),
                None => {
                    self.classes.push(Class { day, members: vec![index as u32] });
                    found.push((self.classes.len() as u32 - 1, paid, rested));
                }
            }
        }
        found
    }

    /// The end of a rest, if some shift from `day` on could start before it.
    fn still(&self, ready: Option<Moment>, day: usize) -> Option<Moment> {
        ready.filter(|&ready| self.earliest[day].is_some_and(|earliest| earliest < ready))
    }

    fn after_off(&self, day: usize, state: &State) -> Option<State> {
        Some(State { run: 0, ready: self.still(state.ready, day + 1), ..*state })
    }

    fn after_work(&self, day: usize, state: &State, (_, paid, ready): Work) -> Option<State> {
        let week = self.terms.weeks.iter().find(|week| day < week.end)?;
        let minutes = state.minutes + paid;
        let days = state.days + 1;
        let run = state.run + 1;
        let total = if self.terms.minutes.is_some() { state.total + paid } else { 0 };
        let is_over = minutes > week.max
            || days > week.max_days
            || self.terms.run.is_some_and(|terms| run > terms.max)
            || self.terms.minutes.is_some_and(|(_, max)| total > max);
        if is_over {
            return None;
        }
        let weekends = self.with_weekend(day, state.weekends)?;
        let run = if self.run_matters(day, run, week.max_days - days) { run } else { 0 };
        Some(State { minutes, days, run, ready, weekends, total })
    }

    /// Whether a run of this length can still become too long inside the window or beyond it.
    fn run_matters(&self, day: usize, run: u32, days_left: u32) -> bool {
        let Some(terms) = self.terms.run else { return false };
        let left = (self.terms.days.len() - day - 1) as u32;
        let reach = if self.terms.weeks.len() == 1 && terms.after == 0 { left.min(days_left) } else { left };
        run + reach + terms.after > terms.max
    }

    /// The week of a day of the window if it is a limited weekend, and its bit among those of the window.
    fn weekend(&self, day: usize) -> Option<(i32, u32)> {
        self.terms.weekends.as_ref()?;
        let day = self.terms.first_day + day as i32;
        let week = (self.week_of)(day) - (self.week_of)(self.terms.first_day);
        (self.is_weekend)(day).then(|| ((self.week_of)(day), 1u32.checked_shl(week as u32).unwrap_or(0)))
    }

    /// The weekends worked when `day` is worked too; nothing where that is one too many.
    fn with_weekend(&self, day: usize, worked: u32) -> Option<u32> {
        let (Some((week, bit)), Some(terms)) = (self.weekend(day), &self.terms.weekends) else {
            return Some(worked);
        };
        if worked & bit != 0 || terms.worked.contains(&week) {
            return Some(worked);
        }
        let first_week = (self.week_of)(self.terms.first_day);
        terms.allows(week, first_week, worked).then_some(worked | bit)
    }

    /// After the last day of a week its minutes are judged and forgotten.
    fn at_week_end(&self, day: usize, state: State) -> Option<State> {
        match self.terms.weeks.iter().find(|week| week.end == day + 1) {
            None => Some(state),
            Some(week) if state.minutes < week.min => None,
            Some(week) => {
                // What no later weekend of the window needs to know is forgotten.
                let is_last = week.end == self.terms.days.len();
                let weekends = if is_last { 0 } else { state.weekends };
                Some(State { minutes: 0, days: 0, weekends, ..state })
            }
        }
    }

    fn is_final(&self, state: &State) -> bool {
        let is_run_legal =
            self.terms.run.is_none_or(|run| state.run == 0 || state.run + run.after <= run.max);
        let is_enough = self.terms.minutes.is_none_or(|(min, _)| state.total >= min);
        is_run_legal && is_enough
    }
}

/// The network without the nodes from which no end is reached; nothing where the start is one.
fn trim(nodes: usize, steps: Vec<Step>, classes: Vec<Class>, finals: Vec<u32>) -> Option<Network> {
    let mut is_useful = vec![false; nodes];
    for &end in &finals {
        is_useful[end as usize] = true;
    }
    for &(from, link) in steps.iter().rev() {
        is_useful[from as usize] |= is_useful[link.to as usize];
    }
    if !is_useful[0] {
        return None;
    }
    let mut names = vec![u32::MAX; nodes];
    let mut kept = 0u32;
    for (name, _) in names.iter_mut().zip(&is_useful).filter(|(_, is_useful)| **is_useful) {
        *name = kept;
        kept += 1;
    }
    let mut first_link = vec![0; kept as usize + 1];
    let mut links = Vec::with_capacity(steps.len());
    for (from, link) in steps.into_iter().filter(|(_, link)| is_useful[link.to as usize]) {
        links.push(Link { to: names[link.to as usize], class: link.class });
        first_link[names[from as usize] as usize + 1] = links.len() as u32;
    }
    // A node without links, an end, begins and ends where the one before it ends.
    for node in 1..first_link.len() {
        first_link[node] = first_link[node].max(first_link[node - 1]);
    }
    let finals = finals.iter().map(|&end| names[end as usize]).collect();
    Some(Network { first_link, links, classes, finals })
}

/// The step at which breaks may begin: what divides the interval and every break.
pub(super) fn break_step(interval: Minutes, breaks: impl Iterator<Item = Minutes>) -> i32 {
    fn divisor(a: i32, b: i32) -> i32 {
        if b == 0 { a } else { divisor(b, a % b) }
    }
    breaks.fold(interval.get(), |step, length| divisor(step, length.get())).max(5)
}

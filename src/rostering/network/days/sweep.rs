use std::cell::Cell;
use std::ops::Range;

use super::{Bounds, Days, Link, Path, Point};

thread_local! {
    /// The array of the last sweep: new ones, of megabytes each, would take longer than the sweeps.
    static SPARE: Cell<Vec<f64>> = const { Cell::new(Vec::new()) };
}

/// What the cheapest ways from a start to the nodes of some layers cost, layer after layer.
struct Swept {
    first: usize,
    costs: Vec<f64>,
    /// Where the array of each layer begins; the last entry ends them all.
    offsets: Vec<usize>,
}

impl Days {
    /// The cheapest line for each way it can end, cheapest first, at most `most` of them.
    pub fn cheapest(&self, class_costs: &[f64], most: usize) -> Vec<Path> {
        let days = self.layers.len() - 1;
        let swept = self.sweep(class_costs, Point::default(), 0..days);
        let costs = swept.layer(days);
        let mut ends: Vec<usize> = (0..costs.len()).filter(|&end| costs[end].is_finite()).collect();
        ends.sort_by(|&one, &other| costs[one].total_cmp(&costs[other]).then(one.cmp(&other)));
        ends.truncate(most);
        ends.into_iter().map(|end| self.trace(&swept, class_costs, self.point(days, end))).collect()
    }

    /// The cheapest way over some days of a line, given by its choice on each day, all others as they are.
    pub fn detour(&self, line: &[Option<u32>], days: &Range<usize>, class_costs: &[f64]) -> Option<Path> {
        let start = self.follow_all(&line[..days.start])?;
        let swept = self.sweep(class_costs, start, days.clone());
        let costs = swept.layer(days.len());
        let layer = &self.layers[days.end];
        let of_node = |node: usize| &costs[layer.offsets[node]..layer.offsets[node + 1]];
        let least = |node: usize| of_node(node).iter().copied().fold(f64::INFINITY, f64::min);
        let nodes = (0..layer.bounds.len()).map(|node| (least(node), node));
        let mut nodes: Vec<(f64, usize)> = nodes.filter(|(least, _)| least.is_finite()).collect();
        nodes.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let mut best: Option<(f64, Point)> = None;
        for (least, node) in nodes {
            if best.is_some_and(|best| best.0 <= least) {
                break;
            }
            let (bounds, tail) = (&layer.bounds[node], self.tail(days.end, node, line));
            for week in tail.week.0..=tail.week.1 {
                for plan in tail.plan.0..=tail.plan.1 {
                    let Some(place) = bounds.place(week, plan) else { continue };
                    let cost = of_node(node)[place];
                    if cost < best.map_or(f64::INFINITY, |best| best.0) {
                        best = Some((cost, Point { node: node as u32, week, plan }));
                    }
                }
            }
        }
        best.map(|(_, end)| self.trace(&swept, class_costs, end))
    }

    /// Whether a line, given by its choice on each day (nothing for a day off), is one of the network's.
    pub fn is_line(&self, choices: &[Option<u32>]) -> bool {
        self.follow_all(choices).is_some()
    }

    /// Where the choices of the first days lead.
    fn follow_all(&self, choices: &[Option<u32>]) -> Option<Point> {
        let mut days = choices.iter().enumerate();
        days.try_fold(Point::default(), |at, (day, &choice)| self.follow(day, at, choice))
    }

    /// The point after working a choice on a day.
    fn follow(&self, day: usize, from: Point, choice: Option<u32>) -> Option<Point> {
        let link = self.link_of(day, from.node, choice)?;
        let (week, plan) = self.moved(day, (from.week, from.plan), link)?;
        self.layers[day + 1].bounds[link.to as usize].place(week, plan)?;
        Some(Point { node: link.to, week, plan })
    }

    fn link_of(&self, day: usize, node: u32, choice: Option<u32>) -> Option<&Link> {
        let layer = &self.layers[day];
        let links = &layer.links[layer.links_of(node as usize)];
        links.iter().find(|link| self.classes[link.class as usize].is(choice))
    }

    /// The hours after a link; nothing where the week or the span that ends then has too few or too many.
    pub(super) fn moved(&self, day: usize, (week, plan): (i32, i32), link: &Link) -> Option<(i32, i32)> {
        let units = self.classes[link.class as usize].units;
        let week = week + if self.counts_weeks { units } else { 0 };
        let span = &self.span_days[day];
        let plan = plan + if span.is_counted { units } else { 0 };
        let plan = match span.end.filter(|_| span.is_reset) {
            Some((min, max)) => (min..=max).contains(&plan).then_some(0)?,
            None => plan,
        };
        match self.week_ends[day] {
            Some((min, max)) => (min..=max).contains(&week).then_some((0, plan)),
            None => Some((week, plan)),
        }
    }

    /// The hours at a node before `day` from which the choices from that day on lead to an end.
    fn tail(&self, day: usize, node: usize, choices: &[Option<u32>]) -> Bounds {
        let mut links = Vec::with_capacity(choices.len() - day);
        let mut at = node as u32;
        for (day, &choice) in choices.iter().enumerate().skip(day) {
            let Some(link) = self.link_of(day, at, choice) else { return Bounds::NONE };
            links.push(link);
            at = link.to;
        }
        let mut tail = self.layers[choices.len()].bounds[at as usize];
        for (day, link) in (day..choices.len()).zip(links).rev() {
            let (span, units) = (&self.span_days[day], self.classes[link.class as usize].units);
            let back = tail.moved_back(self.counts_weeks, self.week_ends[day], span, units);
            tail = back.within(&self.layers[day].bounds[link.from as usize]);
            if tail.is_none() {
                return Bounds::NONE;
            }
        }
        tail
    }

    /// By class, what the cheapest line with it costs: sweeps from both ends meet at its links.
    pub fn through(&self, class_costs: &[f64]) -> Vec<f64> {
        let days = self.layers.len() - 1;
        let swept = self.sweep(class_costs, Point::default(), 0..days);
        let mut through = vec![f64::INFINITY; self.classes.len()];
        let mut after = vec![0.0; self.layers[days].len()];
        for day in (0..days).rev() {
            let (layer, before) = (&self.layers[day], swept.layer(day));
            let mut from = vec![f64::INFINITY; layer.len()];
            for (link, moves) in layer.links.iter().zip(layer.first_move.windows(2)) {
                let (cost, through) = (class_costs[link.class as usize], &mut through[link.class as usize]);
                if cost < f64::INFINITY {
                    for part in &layer.moves[moves[0] as usize..moves[1] as usize] {
                        part.relax_back(cost, &after, &mut from);
                        *through = through.min(cost + part.least(before, &after));
                    }
                }
            }
            after = from;
        }
        through
    }

    /// Finds the least cost of every place of the layers of some days and the one after, from a point on.
    fn sweep(&self, class_costs: &[f64], start: Point, days: Range<usize>) -> Swept {
        let mut swept = Swept::before(days.start);
        swept.add(self.layers[days.start].len());
        let layer = &self.layers[days.start];
        let mut is_alive = vec![false; layer.bounds.len()];
        let at = layer.bounds[start.node as usize].place(start.week, start.plan);
        if let Some(place) = at {
            swept.costs[layer.offsets[start.node as usize] + place] = 0.0;
            is_alive[start.node as usize] = true;
        }
        for day in days.clone() {
            let (from, to) = swept.add(self.layers[day + 1].len());
            let mut is_alive_then = vec![false; self.layers[day + 1].bounds.len()];
            let layer = &self.layers[day];
            for node in (0..is_alive.len()).filter(|&node| is_alive[node]) {
                for place in layer.links_of(node) {
                    let link = &layer.links[place];
                    let cost = class_costs[link.class as usize];
                    if cost < f64::INFINITY {
                        let moves = layer.first_move[place] as usize..layer.first_move[place + 1] as usize;
                        layer.moves[moves].iter().for_each(|part| part.relax(cost, from, to));
                        is_alive_then[link.to as usize] = true;
                    }
                }
            }
            is_alive = is_alive_then;
        }
        swept
    }

    /// The point of a place in a layer's arrays.
    fn point(&self, layer: usize, place: usize) -> Point {
        let layer = &self.layers[layer];
        let node = layer.offsets.partition_point(|&offset| offset <= place) - 1;
        let bounds = &layer.bounds[node];
        let (row, place) = (bounds.row(), place - layer.offsets[node]);
        Point {
            node: node as u32,
            week: bounds.week.0 + (place / row) as i32,
            plan: bounds.plan.0 + (place % row) as i32,
        }
    }

    /// The way back from a point.
    fn trace(&self, swept: &Swept, class_costs: &[f64], end: Point) -> Path {
        let last = swept.offsets.len() - 2;
        let cost = swept.cost(self, last, end).unwrap_or(f64::INFINITY);
        let mut classes = Vec::with_capacity(last);
        let mut at = end;
        for place in (0..last).rev() {
            let before = self.before(swept, class_costs, place, at);
            let (point, class) =
                before.expect("each cost but the first is that of a link from the layer before");
            classes.push(class);
            at = point;
        }
        classes.reverse();
        Path { cost, classes }
    }

    /// From where, and by which class, the cost of a point came.
    fn before(&self, swept: &Swept, class_costs: &[f64], place: usize, at: Point) -> Option<(Point, u32)> {
        let day = swept.first + place;
        let cost = swept.cost(self, place + 1, at)?;
        let links = self.layers[day].links.iter().filter(|link| link.to == at.node);
        for link in links {
            let source = &self.layers[day].bounds[link.from as usize];
            let units = self.classes[link.class as usize].units;
            let span = &self.span_days[day];
            let plan = at.plan - if span.is_counted { units } else { 0 };
            let plans = if span.is_reset { source.plan } else { (plan, plan) };
            let weeks = if self.week_ends[day].is_some() || !self.counts_weeks {
                source.week
            } else {
                (at.week - units, at.week - units)
            };
            let points =
                (weeks.0..=weeks.1).flat_map(|week| (plans.0..=plans.1).map(move |plan| (week, plan)));
            for (week, plan) in points {
                let point = Point { node: link.from, week, plan };
                let is_here = self.moved(day, (week, plan), link) == Some((at.week, at.plan));
                let so_far = swept.cost(self, place, point).filter(|_| is_here);
                if so_far.is_some_and(|so_far| so_far + class_costs[link.class as usize] == cost) {
                    return Some((point, link.class));
                }
            }
        }
        None
    }
}

impl Swept {
    /// No layer yet.
    fn before(first: usize) -> Self {
        let mut costs = SPARE.take();
        costs.clear();
        Swept { first, costs, offsets: vec![0] }
    }

    /// Adds an array of so many places for one more layer: that of the layer before, and the new one.
    fn add(&mut self, places: usize) -> (&[f64], &mut [f64]) {
        let (before, start) = (self.offsets.iter().rev().nth(1).copied().unwrap_or(0), self.costs.len());
        self.costs.resize(start + places, f64::INFINITY);
        self.offsets.push(self.costs.len());
        let (before_it, it) = self.costs.split_at_mut(start);
        (&before_it[before..], it)
    }

    fn layer(&self, place: usize) -> &[f64] {
        &self.costs[self.offsets[place]..self.offsets[place + 1]]
    }

    fn cost(&self, network: &Days, place: usize, at: Point) -> Option<f64> {
        let layer = &network.layers[self.first + place];
        let within = layer.bounds[at.node as usize].place(at.week, at.plan)?;
        Some(self.layer(place)[layer.offsets[at.node as usize] + within]).filter(|cost| cost.is_finite())
    }
}

impl Drop for Swept {
    fn drop(&mut self) {
        SPARE.set(std::mem::take(&mut self.costs));
    }
}

use rand::RngExt;
use rand_pcg::Pcg64;

use super::changes::Change;
use super::dive::{Cell, days_of};
use super::generation::{Effort, Generated};
use super::window::Window;
use crate::error::Result;
use crate::model::Watch;
use crate::program::{Method, Solution};

/// What is taken to this extent is taken.
const NEARLY_TAKEN: f64 = 0.7;
/// On the first way down one in so many of the agents is settled a little further at a time; of them again one in so many
/// where nothing is nearly taken.
const BATCH: usize = 10;
const UNSURE: usize = 4;
/// In the tree of a whole plan so many times as many are settled next where that did not cost more, and so much fewer
/// where it did;
const GROWTH: f64 = 2.0;
const SHRINKAGE: f64 = 3.0;
/// no more at a time than one in so many of all days of agents, nor of what is open still.
const LEAST_TIMES: f64 = 8.0;
const OF_OPEN: usize = 4;
/// Prices move for so many passes before columns are looked for there.
const PASSES: usize = 5;
/// New columns are looked for once the cost has risen by this share since they last were; on the first way down, by this
/// share of what is to be saved, a larger one in the tree of a whole plan.
const RISE: f64 = 1e-5;
const LITTLE: f64 = 0.01;
const LITTLE_OF_WHOLE: f64 = 0.05;
/// How much chance there is in what is settled next, as a part of a line.
const CHANCE: f64 = 0.05;
/// The cost has to fall by no less than this.
const WHOLE: f64 = 1e-6;

/// What a search through the tree found.
pub(super) struct Found {
    pub leaf: Option<Leaf>,
    /// Whether nothing is left that could cost less than the leaf, or where there is none, than the cutoff.
    pub is_exhausted: bool,
}

/// A roster.
pub(super) struct Leaf {
    pub solution: Solution,
    /// By group, the line taken.
    pub lines: Vec<usize>,
}

/// How far to search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// Programs solved at most after the first roster.
    pub nodes: usize,
    /// Costs are multiples of this.
    pub step: f64,
    /// Whether one day at a time is settled, so that the whole tree can be searched.
    pub is_thorough: bool,
    /// Whether the tree is that of a whole plan: so many days of agents are to be settled that as many go at a time as cost
    /// nothing, and on each way down until there is a roster.
    pub is_whole: bool,
}

/// A node on the way down, and what may be tried instead of it.
struct Node {
    changes: Vec<Change>,
    instead: Option<Cell>,
    /// No roster below it costs less; that of the node above, where no more is known.
    bound: f64,
}

/// How many days of agents are settled at a time on the first way down.
struct Stride {
    now: f64,
    least: f64,
    most: f64,
}

impl Stride {
    fn of(window: &Window, reach: Reach) -> Self {
        let now = window.groups.len().div_ceil(BATCH) as f64;
        if !reach.is_whole {
            return Stride { now, least: now, most: now };
        }
        let days: usize = window.groups.iter().map(|group| group.legal.terms.days.len()).sum();
        Stride { now, least: 1.0, most: (days as f64 / LEAST_TIMES).max(now) }
    }

    fn batch(&self) -> usize {
        self.now.ceil() as usize
    }

    /// The last step cost more, or did not.
    fn learn(&mut self, has_risen: bool) {
        let next = if has_risen { self.now / SHRINKAGE } else { self.now * GROWTH };
        self.now = next.clamp(self.least, self.most);
    }
}

/// Branch and price (Barnhart, Johnson, Nemhauser, Savelsbergh and Vance 1998) from the program of agents each like no
/// other, depth first: what the program takes most of an agent's day is settled, and barred when the search comes back.
/// The first way down settles several at a time, unless the search is thorough.
pub(super) fn search(
    window: &mut Window,
    start: &Generated,
    effort: &Effort,
    reach: Reach,
    random: &mut Pcg64,
    watch: &dyn Watch,
) -> Result<Found> {
    let mut effort = *effort;
    let mut found = Found { leaf: None, is_exhausted: false };
    let (mut nodes, mut is_proof) = (0, reach.is_thorough);
    let mut root = Node { changes: Vec::new(), instead: None, bound: start.bound };
    // Nothing where no roster of less than the cutoff is left.
    let mut program = bar(window, &mut root, start.clone(), &effort, watch)?;
    let mut way = vec![root];
    let mut calm = start.solution.objective;
    let mut stride = Stride::of(window, reach);
    while !watch.should_stop() && window.work <= effort.work {
        let solution = program.as_ref().filter(|solution| solution.objective < effort.cutoff);
        let cells = solution.map_or_else(Vec::new, |solution| cells(window, solution, random));
        if let Some(solution) = solution.filter(|_| cells.is_empty()) {
            effort.cutoff = solution.objective - reach.step + WHOLE;
            // Nothing below is better only as far as that is proven: the program may lack columns.
            is_proof &= bound_at(&way) >= effort.cutoff;
            found.leaf = Some(Leaf { lines: lines(window, solution), solution: solution.clone() });
        }
        let is_first = !reach.is_thorough && (nodes == 0 || reach.is_whole && found.leaf.is_none());
        if cells.is_empty() {
            nodes += 1;
            if nodes > reach.nodes {
                break;
            }
            if !turn(window, &mut way)? {
                found.is_exhausted = is_proof;
                break;
            }
        } else {
            let most = if reach.is_whole { cells.len().div_ceil(OF_OPEN) } else { usize::MAX };
            let batch = if is_first { stride.batch().min(most) } else { 1 };
            let bound = bound_at(&way);
            way.push(Node { bound, ..down(window, cells, batch) });
        }
        let solution = window.master.program.solve_by(Method::Dual)?;
        let share = if reach.is_whole { LITTLE_OF_WHOLE } else { LITTLE };
        let little = if is_first { share * (effort.cutoff - calm).max(0.0) } else { RISE * calm.abs() };
        if solution.objective <= calm + little && solution.objective < effort.cutoff {
            calm = if is_first { calm } else { solution.objective };
            stride.learn(false);
            program = Some(solution);
        } else {
            if !reach.is_whole {
                window.guess = None;
            }
            let effort = if is_first && reach.is_whole {
                // Of so many lines another optimum can be put together nearly always, the bound need not be found again.
                let gap = little / solution.objective.abs().max(1.0);
                Effort { gap: effort.gap.max(gap), passes: PASSES, enough: calm + little, ..effort }
            } else {
                Effort { passes: 0, ..effort }
            };
            let generated = window.generate(&effort, Method::Primal, watch)?;
            stride.learn(generated.solution.objective > calm + little);
            calm = generated.solution.objective;
            let node = way.last_mut().expect("the root is there until all is searched");
            node.bound = node.bound.max(generated.bound);
            program = bar(window, node, generated, &effort, watch)?;
            is_proof &= program.as_ref().is_none_or(|solution| solution.objective < effort.cutoff);
        }
    }
    way.into_iter().rev().for_each(|node| window.undo_all(node.changes));
    Ok(found)
}

/// Bars at a node what is dear by what was generated there, and generates anew where the program took some of it. The program's
/// solution; nothing where no roster below costs less than the cutoff.
fn bar(
    window: &mut Window,
    node: &mut Node,
    mut generated: Generated,
    effort: &Effort,
    watch: &dyn Watch,
) -> Result<Option<Solution>> {
    loop {
        let Some(changes) = window.bar_dear(&generated, effort.cutoff)? else { return Ok(None) };
        let is_taken = changes.iter().any(|change| window.is_taken(change, &generated.solution));
        node.changes.extend(changes);
        if !is_taken || watch.should_stop() {
            return Ok(Some(generated.solution));
        }
        generated = window.generate(effort, Method::Dual, watch)?;
    }
}

/// What no roster below the last node of a way costs less than.
fn bound_at(way: &[Node]) -> f64 {
    way.last().map_or(f64::NEG_INFINITY, |node| node.bound)
}

/// What agents do on days to which the lines taken do not agree, most taken first.
fn cells(window: &Window, solution: &Solution, random: &mut Pcg64) -> Vec<(f64, Cell)> {
    let groups = 0..window.groups.len();
    let mut cells: Vec<(f64, Cell)> = groups.flat_map(|group| days_of(window, group, solution)).collect();
    // A little chance, so that a search that is made again goes another way.
    cells.iter_mut().for_each(|(part, _)| *part += CHANCE * random.random::<f64>());
    cells.sort_by(|one, other| other.0.total_cmp(&one.0));
    cells
}

/// Settles the most taken cells.
fn down(window: &mut Window, cells: Vec<(f64, Cell)>, batch: usize) -> Node {
    let mut node = Node { changes: Vec::new(), instead: None, bound: f64::NEG_INFINITY };
    for (part, cell) in cells {
        let is_enough =
            node.changes.len() >= if part < NEARLY_TAKEN { batch.div_ceil(UNSURE) } else { batch };
        if is_enough {
            break;
        }
        if let Some(change) = window.settle_day(cell.group, cell.day, cell.choice) {
            node.changes.push(change);
            node.instead.get_or_insert(cell);
        }
    }
    node
}

/// Goes back up to where something else can be tried, and tries it; whether there is such a place.
fn turn(window: &mut Window, way: &mut Vec<Node>) -> Result<bool> {
    while let Some(node) = way.pop() {
        window.undo_all(node.changes);
        let Some(cell) = node.instead else { continue };
        if let Some(change) = window.bar(cell.group, cell.day, cell.choice)? {
            let bound = bound_at(way);
            way.push(Node { changes: vec![change], instead: None, bound });
            return Ok(true);
        }
    }
    Ok(false)
}

/// The line that each group takes.
fn lines(window: &Window, solution: &Solution) -> Vec<usize> {
    let taken = |group: &Vec<usize>| {
        let most = |one: &&usize, other: &&usize| {
            solution.value(window.columns[**one]).total_cmp(&solution.value(window.columns[**other]))
        };
        group.iter().max_by(most).copied()
    };
    window.lines_of.iter().filter_map(taken).collect()
}

use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::generation::{Effort, Generated};
use super::window::Window;
use crate::error::Result;
use crate::model::Watch;
use crate::program::{Method, Solution};

/// What is taken to this extent is taken.
const NEARLY_TAKEN: f64 = 0.7;
/// Of the agents still free, one in so many is settled a little further at a time where nothing is nearly taken.
const BATCH: usize = 10;
/// New columns are only looked for once the cost has risen by this share since they last were.
const RISE: f64 = 1e-3;
/// Less than this is nothing.
const WHOLE: f64 = 1e-6;

/// Something to settle.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A line for one more of its group.
    Line(usize),
    /// What an agent does on a day.
    Day(Cell),
}

/// What the one agent of a group does on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub group: usize,
    pub day: usize,
    pub choice: Option<u32>,
}

/// Dives to a roster: settles what the master program takes most of, generates columns for those left where it hurts,
/// and again until every agent has a line. Interchangeable agents are settled line by line, an agent who is like no
/// other day by day, so that the line as a whole stays free to change. The last program, in which only sharing is left;
/// nothing where the cost rose to the cutoff, or time was up.
pub(super) fn dive(
    window: &mut Window,
    start: Generated,
    effort: &Effort,
    random: &mut Pcg64,
    watch: &dyn Watch,
) -> Result<Option<Solution>> {
    let mut solution = start.solution;
    let mut calm = solution.objective;
    loop {
        if solution.objective >= effort.cutoff || watch.should_stop() {
            return Ok(None);
        }
        let steps = steps(window, &solution);
        if steps.is_empty() {
            window.fix_all(&solution);
            return Ok(window.is_settled().then_some(solution));
        }
        settle(window, steps, random);
        solution = window.master.program.solve_by(Method::Dual)?;
        if solution.objective > calm + RISE * calm.abs() {
            window.guess = None;
            solution = window.generate(effort, Method::Primal, watch)?.solution;
            calm = solution.objective;
        }
    }
}

/// What is taken in part, each with how much.
fn steps(window: &mut Window, solution: &Solution) -> Vec<(f64, Step)> {
    let mut found = Vec::new();
    window.fix_whole(solution);
    for group in 0..window.groups.len() {
        let several = window.groups[group].agents.len() > 1;
        let days = if several { Vec::new() } else { days_of(window, group, solution) };
        // Lines of one agent that work the same days alike differ in their breaks.
        let are_lines_alike = days.is_empty();
        for &line in &window.lines_of[group] {
            let part = solution.value(window.columns[line]) - window.fixed[line] as f64;
            if are_lines_alike && part.fract().min(1.0 - part.fract()) > WHOLE {
                found.push((part.fract(), Step::Line(line)));
            }
        }
        found.extend(days.into_iter().map(|(part, cell)| (part, Step::Day(cell))));
    }
    found
}

/// What an agent does on each day to which the lines taken do not agree.
pub(super) fn days_of(window: &Window, group: usize, solution: &Solution) -> Vec<(f64, Cell)> {
    let taken: Vec<(f64, usize)> = window.lines_of[group]
        .iter()
        .map(|&line| (solution.value(window.columns[line]), line))
        .filter(|(part, _)| *part > WHOLE)
        .collect();
    let mut found = Vec::new();
    if taken.len() < 2 {
        return found;
    }
    for day in 0..window.groups[group].legal.terms.days.len() {
        let mut parts: Vec<(Option<u32>, f64)> = Vec::new();
        for &(part, line) in &taken {
            let choice = window.lines[line].choices[day];
            match parts.iter_mut().find(|(known, _)| *known == choice) {
                Some((_, sum)) => *sum += part,
                None => parts.push((choice, part)),
            }
        }
        if parts.len() > 1 {
            found.extend(parts.into_iter().map(|(choice, part)| (part, Cell { group, day, choice })));
        }
    }
    found
}

/// Takes the largest steps: all that are nearly taken, within reason, or else the largest few. Which of several as large
/// is drawn: what led to no roster once need not do so again.
fn settle(window: &mut Window, mut steps: Vec<(f64, Step)>, random: &mut Pcg64) {
    steps.shuffle(random);
    steps.sort_by(|one, other| other.0.total_cmp(&one.0));
    let left: usize = window.groups.iter().map(|group| group.left).sum();
    let batch = left.max(steps.len()).div_ceil(BATCH);
    let mut settled = 0;
    for (part, step) in steps {
        let is_enough = if part < NEARLY_TAKEN { settled >= batch.div_ceil(4) } else { settled >= 2 * batch };
        if is_enough {
            return;
        }
        settled += usize::from(match step {
            Step::Line(line) => window.fix(line, 1),
            Step::Day(Cell { group, day, choice }) => window.settle_day(group, day, choice).is_some(),
        });
    }
}

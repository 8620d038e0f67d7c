use super::window::{Effort, Generated, Window};
use crate::error::Result;
use crate::model::Watch;
use crate::program::{Method, Solution};

/// A line that is taken to this extent is taken.
const NEARLY_TAKEN: f64 = 0.7;
/// Of the agents still free, one in so many gets a line at a time where no line is nearly taken.
const BATCH: usize = 10;

/// New columns are only looked for once the cost has risen by this share since they last were.
const RISE: f64 = 1e-3;

/// Dives to a roster: settles the lines the master program takes most of, generates columns for those left where
/// it hurts, and again until every agent has a line. The last program, in which only sharing is left; nothing where the
/// cost rose to the cutoff, or time was up.
pub(super) fn dive(
    window: &mut Window,
    start: Generated,
    effort: &Effort,
    watch: &dyn Watch,
) -> Result<Option<Solution>> {
    let mut solution = start.solution;
    let mut calm = solution.objective;
    loop {
        if solution.objective >= effort.cutoff || watch.should_stop() {
            return Ok(None);
        }
        if window.is_settled() {
            return Ok(Some(solution));
        }
        settle_some(window, &solution);
        solution = window.master.program.solve_by(Method::Dual)?;
        if solution.objective > calm + RISE * calm.abs() && !window.is_settled() {
            solution = window.generate(effort, Method::Primal, watch)?.solution;
            calm = solution.objective;
        }
    }
}

/// Settles every whole copy and the lines nearly taken, or at least the most taken ones.
fn settle_some(window: &mut Window, solution: &Solution) {
    let mut parts: Vec<(f64, usize)> = Vec::new();
    let mut settled = 0;
    for line in 0..window.lines.len() {
        let taken = solution.value(window.columns[line]) - window.fixed[line] as f64;
        let whole = (taken + 1e-6).floor().max(0.0) as usize;
        if whole > 0 {
            window.fix(line, whole);
            settled += whole;
        }
        let part = taken - whole as f64;
        if part > 1e-6 {
            parts.push((part, line));
        }
    }
    parts.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let left: usize = window.groups.iter().map(|group| group.left).sum();
    let batch = left.div_ceil(BATCH);
    for (part, line) in parts {
        let is_enough = settled >= batch && part < NEARLY_TAKEN;
        if is_enough || settled >= 4 * batch {
            break;
        }
        if window.groups[window.lines[line].group].left > 0 {
            window.fix(line, 1);
            settled += 1;
        }
    }
}

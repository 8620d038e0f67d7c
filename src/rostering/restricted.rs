use std::collections::HashMap;
use std::time::Duration;

use super::window::Window;
use crate::error::Result;
use crate::program::{Compact, Limits, Solution};

/// Lines of so many are chosen among at most.
const MOST: usize = 1000;

/// The best roster of the lines that were generated, one line for each group of one agent: the restricted master problem as an
/// integer program (Joncour, Michel, Sadykov, Sverdlov and Vanderbeck 2010). Nothing where none costs less than `cutoff`, or
/// none was found in so many nodes and so much time. No line is generated in it, so what it finds is no bound.
///
/// A line that costs more at the prices of the last program than is between its bound and the cutoff is in no roster that is
/// looked for (reduced cost fixing), and left out.
pub(super) fn restricted(
    window: &Window,
    (last, bound): (&Solution, f64),
    cutoff: f64,
    (nodes, time): (usize, Option<Duration>),
) -> Result<Option<Vec<usize>>> {
    let lines = near(window, last, cutoff - bound);
    let mut program = Compact::new();
    let mut costs: Vec<(usize, f64)> = Vec::new();
    let mut of_group = vec![Vec::new(); window.groups.len()];
    let mut of_post: HashMap<(i32, usize), Vec<(usize, f64)>> = HashMap::new();
    for &line in &lines {
        let line = &window.lines[line];
        let column = program.add(line.cost, 0.0, 1.0, true);
        costs.push((column, line.cost));
        of_group[line.group].push((column, 1.0));
        for shift in &line.shifts {
            let place = shift.template.map(|template| (shift.day, template));
            place.into_iter().for_each(|place| of_post.entry(place).or_default().push((column, 1.0)));
        }
    }
    for post in window.master.posts() {
        let mut entries = of_post.remove(&post.place).unwrap_or_default();
        for (cost, sign) in [(post.under, 1.0), (post.over, -1.0)] {
            let column = program.add(cost, 0.0, f64::INFINITY, false);
            costs.push((column, cost));
            entries.push((column, sign));
        }
        program.equal(&entries, post.missing);
    }
    of_group.iter().for_each(|entries| program.equal(entries, 1.0));
    program.at_most(&costs, cutoff);
    let found = program.search(&Limits { nodes, time })?;
    let taken = |values: Vec<f64>| {
        lines.iter().zip(&values).filter(|(_, value)| **value > 0.5).map(|(line, _)| *line).collect()
    };
    Ok(found.map(taken))
}

/// The lines left of each group that cost at most so much too much at the prices of a program, the nearest first.
fn near(window: &Window, last: &Solution, most: f64) -> Vec<usize> {
    let too_much = |&line: &usize| (window.reduced_cost(&window.lines[line], last), line);
    let lines = window.lines_of.iter().flatten().map(too_much);
    let mut near: Vec<(f64, usize)> = lines.filter(|&(cost, _)| cost <= most).collect();
    near.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    near.into_iter().take(MOST).map(|(_, line)| line).collect()
}

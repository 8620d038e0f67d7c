use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::dive::dive;
use super::engine::Engine;
use super::frames::{after, weeks};
use super::state::Lines;
use super::terms::Open;
use super::window::{Effort, Window};
use crate::error::Result;
use crate::model::{Shift, Watch};
use crate::program::Method;

/// Chains weeks that were solved each by itself into one roster.
///
/// Within a contract and skill set a week's lines are anybody's: they are handed out so that as many agents as
/// can be go on legally from the week before. Whoever is left without one gets new lines for this week, or for
/// this week and the one before where this one alone allows none.
pub(super) fn chain(engine: &Engine, solved: &[Lines], watch: &dyn Watch) -> Result<Lines> {
    let weeks = weeks(engine);
    let mut lines = Lines::history(engine.scenario);
    for (week, (days, solved)) in weeks.iter().zip(solved).enumerate() {
        let stuck = hand_out(engine, days, solved, &mut lines);
        let is_possible =
            |agent: &usize| engine.is_possible(*agent, &lines, (days.start, days.end), Open::AFTER);
        let (here, before): (Vec<usize>, Vec<usize>) = stuck.into_iter().partition(is_possible);
        if let (false, Some(first)) = (before.is_empty(), week.checked_sub(1)) {
            renew(engine, &(weeks[first].start..days.end), before.clone(), &mut lines, watch)?;
        }
        let rest = if week == 0 { [here, before].concat() } else { here };
        renew(engine, days, rest, &mut lines, watch)?;
    }
    Ok(lines)
}

/// Hands the lines of a week out to agents who can go on with them; those left without one.
fn hand_out(engine: &Engine, days: &Range<i32>, solved: &Lines, lines: &mut Lines) -> Vec<usize> {
    let mut pools: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (agent, noun) in engine.scenario.agents.iter().enumerate() {
        pools.entry((noun.contract, engine.skill_set_of(agent))).or_default().push(agent);
    }
    let mut stuck = Vec::new();
    for agents in pools.values() {
        let pool: Vec<Vec<Shift>> = agents.iter().map(|&agent| solved.on(agent, days)).collect();
        let fits: Vec<Vec<bool>> =
            agents.par_iter().map(|&agent| fitting(engine, agent, days, &pool, lines)).collect();
        for (place, line) in matching(&fits).into_iter().enumerate() {
            match line {
                Some(line) => lines.replace(agents[place], days, pool[line].clone()),
                None => stuck.push(agents[place]),
            }
        }
    }
    stuck.sort_unstable();
    stuck
}

/// Which lines of a pool an agent can go on with.
fn fitting(
    engine: &Engine,
    agent: usize,
    days: &Range<i32>,
    pool: &[Vec<Shift>],
    lines: &Lines,
) -> Vec<bool> {
    match engine.terms(agent, lines, (days.start, days.end), Open::AFTER) {
        (terms, Some(network)) => pool.iter().map(|line| engine.is_legal(&terms, &network, line)).collect(),
        (_, None) => vec![false; pool.len()],
    }
}

/// As many pairs as can be, each keeping its own place where that fits; by augmenting paths (Kuhn 1955).
fn matching(fits: &[Vec<bool>]) -> Vec<Option<usize>> {
    let mut holder: Vec<Option<usize>> = vec![None; fits.len()];
    for place in 0..fits.len() {
        if fits[place][place] {
            holder[place] = Some(place);
        }
    }
    for place in 0..fits.len() {
        if !holder.contains(&Some(place)) {
            augment(fits, place, &mut holder, &mut vec![false; fits.len()]);
        }
    }
    let mut lines = vec![None; fits.len()];
    for (line, place) in holder.iter().enumerate() {
        if let Some(place) = place {
            lines[*place] = Some(line);
        }
    }
    lines
}

/// Finds a line for `place`, moving others to lines that fit them too.
fn augment(fits: &[Vec<bool>], place: usize, holder: &mut [Option<usize>], is_seen: &mut [bool]) -> bool {
    for line in 0..fits.len() {
        if !fits[place][line] || is_seen[line] {
            continue;
        }
        is_seen[line] = true;
        if holder[line].is_none_or(|other| augment(fits, other, holder, is_seen)) {
            holder[line] = Some(place);
            return true;
        }
    }
    false
}

/// New lines for some agents on some days, all else settled.
fn renew(
    engine: &Engine,
    days: &Range<i32>,
    agents: Vec<usize>,
    lines: &mut Lines,
    watch: &dyn Watch,
) -> Result<()> {
    if agents.is_empty() {
        return Ok(());
    }
    agents.iter().for_each(|&agent| lines.replace(agent, days, Vec::new()));
    let frame = after(engine, days, agents);
    let mut window = Window::new(engine, &frame, lines)?;
    window.start()?;
    let effort = Effort { rounds: 20, gap: 3e-3, lines: 2, cutoff: f64::INFINITY };
    let generated = window.generate(&effort, Method::Dual, watch)?;
    if dive(&mut window, generated, &Effort { rounds: 2, ..effort }, watch)?.is_some() {
        window.write(days, lines);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matching_moves_others_to_make_room() {
        let fits = [vec![true, true, false], vec![true, false, false], vec![false, true, true]];
        assert_eq!(matching(&fits), [Some(1), Some(0), Some(2)]);
        let fits = [vec![true, false], vec![true, false]];
        assert_eq!(matching(&fits).iter().flatten().count(), 1);
    }
}

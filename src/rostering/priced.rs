use super::draft::Draft;
use super::duals::PostPrices;
use super::engine::{Engine, Worth};
use super::frames::whole;
use super::prices::PresencePrices;
use super::state::Lines;
use super::terms::Open;
use super::window::Window;
use crate::error::Result;
use crate::model::Watch;

/// Rounds in which prices rise.
const ROUNDS: usize = 250;
/// Times that everyone may choose anew in the end.
const SWEEPS: usize = 3;

/// What posts are worth in the plan as a whole, about, and a roster made at these prices (nothing where time was up):
/// both without a linear program, which takes long where posts and agents are many. `cost` is that of a roster.
pub(super) fn priced(engine: &Engine, cost: f64, watch: &dyn Watch) -> Result<(PostPrices, Option<Lines>)> {
    let scenario = engine.scenario;
    let (days, settled) = (engine.free_days(), &engine.settled);
    let mut window = Window::new(engine, &whole(engine), settled)?;
    let mut climb = window.climb_from(&PostPrices::none(scenario));
    window.climb(&mut climb, cost, ROUNDS, watch);
    let prices = window.prices_of(&climb);
    let Some(found) = window.descend(climb, cost, watch) else { return Ok((prices, None)) };
    let grid = &scenario.grid;
    let presence = &PresencePrices::new(grid, &vec![0.0; grid.len()]);
    let mut start = settled.clone();
    for (group, choices) in window.groups.iter().zip(found) {
        let worth = Worth { presence, posts: &prices };
        let line = engine.line(&group.legal, group.contract, &worth, (&choices, 0.0));
        group.agents.iter().for_each(|&agent| start.replace(agent, &days, line.shifts.clone()));
    }
    let mut lines = settled.clone();
    mended(engine, &start).write(&mut lines);
    Ok((prices, Some(lines)))
}

/// The roster in which those whose line is not legal took another one, and everyone who gains by it.
fn mended<'a>(engine: &'a Engine<'a>, start: &Lines) -> Draft<'a> {
    let mut draft = Draft::new(engine, (&engine.settled, Some(start)), engine.free_days(), Open::NEITHER);
    for seat in (0..SWEEPS).flat_map(|_| 0..draft.seats()).collect::<Vec<_>>() {
        let before = draft.cost();
        let former = draft.recreate(&[seat], &draft.all_days());
        if draft.cost() > before {
            draft.restore(former);
        }
    }
    draft
}

use rand_pcg::Pcg64;

use super::RosteringOptions;
use super::bound::{Bound, whole};
use super::engine::Engine;
use super::improvement::{Incumbent, improve_each};
use super::neighbourhoods::Neighbourhoods;
use super::solve::{MOST_IDLE, measured};
use super::until::{Part, Until};
use super::window::Frame;
use crate::error::Result;
use crate::model::Watch;

/// Longer plans are improved by neighbourhoods before they are solved as a whole.
const LONG: usize = 60;
/// The share of the time over when they are.
const THEN: f64 = 0.6;
/// The share of the time over when solving the plan as a whole gives way to neighbourhoods.
const ENOUGH: f64 = 0.85;

/// Makes a roster better in which only posts are to be filled: the plan is solved as a whole, for the bound and a roster
/// to go on from, and then neighbourhood after neighbourhood. The bound, and how many were tried.
pub(super) fn fill(
    engine: &Engine,
    incumbent: &mut Incumbent,
    options: &RosteringOptions,
    random: &mut Pcg64,
    until: &Until,
) -> Result<(Bound, usize)> {
    let mut search =
        Search { engine, options, neighbourhoods: Neighbourhoods::new(engine), bound: 0.0, tried: 0 };
    let is_long = engine.scenario.grid.days() > LONG;
    if is_long && options.prove {
        search.improve(incumbent, random, &until.part(THEN), until)?;
    }
    let mut bound = Bound::default();
    if options.prove {
        until.tell("bound", None, incumbent.cost, None);
        let (proven, lines) = whole(engine, &incumbent.lines, &until.part(ENOUGH))?;
        if let Some(lines) = lines {
            let found = measured(engine, lines)?;
            if found.cost < incumbent.cost {
                *incumbent = found;
            }
        }
        search.bound = proven.cost;
        bound = proven;
    }
    until.tell("improving", None, incumbent.cost, Some(search.bound));
    search.improve(incumbent, random, &until.part(1.0), until)?;
    Ok((bound, search.tried))
}

/// The search through neighbourhoods.
struct Search<'a> {
    engine: &'a Engine<'a>,
    options: &'a RosteringOptions,
    neighbourhoods: Neighbourhoods,
    bound: f64,
    tried: usize,
}

impl Search<'_> {
    fn improve(
        &mut self,
        incumbent: &mut Incumbent,
        random: &mut Pcg64,
        part: &Part,
        until: &Until,
    ) -> Result<()> {
        let mut idle = 0;
        while self.tried < self.options.improvements {
            let is_idle = idle == MOST_IDLE && self.options.time_limit.is_none();
            let is_best = incumbent.cost - self.bound < self.engine.cost_step / 2.0;
            if part.should_stop() || is_best || is_idle {
                break;
            }
            let saved = self.improve_once(incumbent, random, part)?;
            self.tried += 1;
            idle = if saved > 0.0 { 0 } else { idle + 1 };
            if saved > 0.0 {
                until.tell("improving", None, incumbent.cost, Some(self.bound));
            }
        }
        Ok(())
    }

    /// Two neighbourhoods side by side; what they saved.
    fn improve_once(&mut self, incumbent: &mut Incumbent, random: &mut Pcg64, part: &Part) -> Result<f64> {
        let next = self.neighbourhoods.next(self.engine, incumbent, random);
        let (arms, frames): (Vec<usize>, Vec<Frame>) = next.into_iter().unzip();
        let improved = improve_each(self.engine, incumbent, &frames, part)?;
        arms.into_iter().zip(&improved).for_each(|(arm, improved)| self.neighbourhoods.learn(arm, improved));
        Ok(improved.iter().map(|improved| improved.saved).sum())
    }
}

use rand_pcg::Pcg64;

use super::bound::Bound;
use super::concessions::concede;
use super::exchange::exchange;
use super::fill::Search;
use super::improvement::Incumbent;
use super::neighbourhoods::{of_all, stretches};
use super::until::Until;
use super::whole::Whole;
use crate::error::Result;

/// Prices rise until this share of the time is over, or that one where they are not good enough for a roster
/// before; it is made by them until the last is.
const ASCENT: f64 = 0.2;
const MOST_ASCENT: f64 = 0.35;
const THEN: f64 = 0.7;
/// Agents exchange days for this share of the time at first, and for that one each time later.
const EXCHANGES: f64 = 0.05;
const EXCHANGES_LATER: f64 = 0.02;
/// The plan is then improved all over, with all agents free on so many days in a row,
const STRETCHES: [i32; 2] = [14, 28];
/// where those twice as long take so many times as long in all: as far as there is time for them.
const LONGER: f64 = 8.0;
/// A neighbourhood that takes more than this share of the time is given up.
const MOST_OF_ONE: f64 = 0.06;
/// Hours and weekends have their price until this share of the time is over, or so many tries in a row saved nothing.
const PRICED: f64 = 0.88;
const IDLE_AT_PRICES: usize = 30;

impl Search<'_> {
    /// Makes a long plan's roster better: prices rise, a roster is made by them, agents exchange days, stretch after stretch is
    /// improved, and then neighbourhood after neighbourhood. The bound, and how many were tried.
    pub fn improve_long(
        mut self,
        incumbent: &mut Incumbent,
        random: &mut Pcg64,
        until: &Until,
    ) -> Result<(Bound, usize)> {
        concede(self.engine, &incumbent.lines);
        let mut whole = Whole::long(self.engine)?;
        let ascent = whole.ascend_long(&until.part(MOST_ASCENT), &until.part(ASCENT));
        // A roster to start from is as good as what prices alone come to.
        if !self.options.has_start() {
            let lines = whole.gathered(&ascent, &incumbent.lines, &until.part(THEN));
            incumbent.replace_if_better(self.engine, Some(lines))?;
        }
        self.learn_from(&whole);
        self.tell(incumbent, until);
        self.exchange(incumbent, EXCHANGES, random, until)?;
        self.tell(incumbent, until);
        self.improve_at_prices(incumbent, random, until)?;
        self.improve(incumbent, usize::MAX, random, &until.part(1.0), until)?;
        if let Some(best) = self.best.take_if(|best| best.cost < incumbent.cost) {
            *incumbent = best;
        }
        Ok((whole.bound, self.tried))
    }

    /// Improves a roster in which hours and weekends cost what they are worth on other days, so that stretches of days leave them to each
    /// other: it may cost more for a while.
    fn improve_at_prices(
        &mut self,
        incumbent: &mut Incumbent,
        random: &mut Pcg64,
        until: &Until,
    ) -> Result<()> {
        self.is_priced = true;
        self.keep(incumbent);
        self.sweep_all(incumbent, random, until)?;
        self.improve(incumbent, IDLE_AT_PRICES, random, &until.part(PRICED), until)?;
        self.is_priced = false;
        self.neighbourhoods.forget_all();
        Ok(())
    }

    /// Improves the plan stretch by stretch, and then by longer stretches, as far as there is time for all of them.
    fn sweep_all(&mut self, incumbent: &mut Incumbent, random: &mut Pcg64, until: &Until) -> Result<()> {
        let mut took = 0.0;
        let most = self.engine.free_days().len() as i32 / 2;
        for days in STRETCHES.into_iter().filter(|&days| days <= most) {
            let from = until.spent();
            if LONGER * took > 1.0 - from {
                break;
            }
            self.sweep(incumbent, days, random, until)?;
            took = until.spent() - from;
        }
        Ok(())
    }

    /// Improves all stretches of so many days once, two far apart at a time.
    fn sweep(
        &mut self,
        incumbent: &mut Incumbent,
        days: i32,
        random: &mut Pcg64,
        until: &Until,
    ) -> Result<()> {
        for stretches in stretches(&self.engine.free_days(), days) {
            if self.is_over(incumbent, until) {
                break;
            }
            let frames = of_all(self.engine, incumbent, stretches, random);
            self.improve_in(incumbent, &frames, until)?;
            self.tried += 1;
            self.tell(incumbent, until);
        }
        Ok(())
    }

    /// Agents exchange days, or two neighbourhoods are improved: whose turn it is. What that saved.
    pub fn take_turn(
        &mut self,
        incumbent: &mut Incumbent,
        idle: usize,
        random: &mut Pcg64,
        until: &Until,
    ) -> Result<f64> {
        let spent = until.spent();
        match self.turns.is_exchange_next(spent, idle) {
            true => self.exchange(incumbent, EXCHANGES_LATER, random, until),
            false => self.improve_once(incumbent, idle, random, &until.part(spent + MOST_OF_ONE)),
        }
    }

    /// Agents exchange days for a share of the time; what that saved.
    fn exchange(
        &mut self,
        incumbent: &mut Incumbent,
        share: f64,
        random: &mut Pcg64,
        until: &Until,
    ) -> Result<f64> {
        let (before, from) = (incumbent.clone(), until.spent());
        let lines = exchange(self.engine, &before.lines, random, (until, from + share));
        incumbent.replace_if_better(self.engine, lines)?;
        let saved = before.cost - incumbent.cost;
        self.keep(incumbent);
        self.turns.learn_exchange(saved, from, until.spent());
        self.neighbourhoods.forget(&before.lines, &incumbent.lines);
        Ok(saved)
    }
}

use std::ops::Range;

use rand::RngExt;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::engine::{Engine, Worth};
use super::legal::Legal;
use super::prices::PresencePrices;
use super::residual::Residual;
use super::state::Lines;
use super::terms::{Open, Terms};
use crate::model::Shift;

/// A roster of some days while it is made, agent by agent: each takes, of all legal lines, the one that costs
/// least beside those of all others. That one is found exactly, and without a linear program.
pub(super) struct Draft<'a> {
    engine: &'a Engine<'a>,
    days: Range<i32>,
    seats: Vec<Seat>,
    /// Agents for whom no line is legal, whatever is given up.
    unseated: Vec<usize>,
    residual: Residual<'a>,
}

/// An agent's place in a draft.
struct Seat {
    agent: usize,
    skill_set: usize,
    contract: usize,
    legal: Legal,
    held: Held,
    has_line: bool,
}

/// The line an agent holds.
#[derive(Clone)]
struct Held {
    /// What is worked, by day.
    choices: Vec<Option<u32>>,
    shifts: Vec<Shift>,
    cost: f64,
}

/// How far off agents see what presence is worth: by this much either way in each interval.
pub(super) struct Blur<'a>(Option<(f64, &'a mut Pcg64)>);

/// What some seats held before some of their days were made anew.
pub(super) struct Former {
    held: Vec<(usize, Held)>,
    days: Range<usize>,
}

impl<'a> Draft<'a> {
    /// Everyone gets a line for `days`: the one of `start`, or where that is not legal here the best, those with
    /// the fewest skills first. On all other days `lines` stand. Agents for whom no line is legal are left out.
    pub fn new(
        engine: &'a Engine<'a>,
        lines: (&Lines, Option<&Lines>),
        days: Range<i32>,
        open: Open,
    ) -> Self {
        let everyone: Vec<usize> = (0..engine.scenario.agents.len()).collect();
        Draft::of(engine, &everyone, lines, days, open)
    }

    /// The same for some agents in order, beside the lines of all others.
    pub fn of(
        engine: &'a Engine<'a>,
        agents: &[usize],
        (lines, start): (&Lines, Option<&Lines>),
        days: Range<i32>,
        open: Open,
    ) -> Self {
        let mut residual = Residual::new(engine);
        for (agent, line) in lines.of.iter().enumerate() {
            let is_seated = agents.binary_search(&agent).is_ok();
            for shift in line.iter().filter(|shift| !is_seated || !days.contains(&shift.day)) {
                let presence = engine.presence_of(agent, shift);
                residual.put(engine.skill_set_of(agent), std::slice::from_ref(shift), &presence, 1.0);
            }
        }
        let seat = |&agent: &usize| {
            let legal = engine.legal(agent, lines, (days.start, days.end), open)?;
            let (skill_set, contract) = (engine.skill_set_of(agent), engine.scenario.agents[agent].contract);
            Some(Seat { agent, skill_set, contract, legal, held: Held::nothing(days.len()), has_line: false })
        };
        let seats: Vec<Seat> = agents.par_iter().filter_map(seat).collect();
        let is_seated = |agent: &usize| seats.iter().any(|seat| seat.agent == *agent);
        let unseated = agents.iter().copied().filter(|agent| !is_seated(agent)).collect();
        let mut draft = Draft { engine, days, seats, unseated, residual };
        let mut order: Vec<usize> = (0..draft.seats.len()).collect();
        order.retain(|&seat| !start.is_some_and(|start| draft.hold(seat, start)));
        order.sort_by_key(|&seat| draft.skills(seat).len());
        order.into_iter().for_each(|seat| draft.take(seat, &draft.all_days(), &mut Blur::none()));
        draft
    }

    /// Gives an agent the line of a roster, where it is legal here.
    fn hold(&mut self, place: usize, start: &Lines) -> bool {
        let seat = &mut self.seats[place];
        let shifts = start.on(seat.agent, &self.days);
        let Some(choices) = seat.legal.choices(&shifts) else { return false };
        let cost = self.engine.line_cost(&seat.legal.terms, seat.contract, &shifts);
        (seat.held, seat.has_line) = (Held { choices, shifts, cost }, true);
        self.put(place, &self.all_days(), 1.0);
        true
    }

    /// How many agents it seats.
    pub fn seats(&self) -> usize {
        self.seats.len()
    }

    /// The queues that an agent serves.
    pub fn skills(&self, seat: usize) -> &[usize] {
        self.engine.cover.skill_sets[self.seats[seat].skill_set].queues()
    }

    /// The agents for whom some rule had to be given up for its days, or for whom no line was left.
    pub fn given_up(&self) -> impl Iterator<Item = usize> {
        let without = |seat: &&Seat| !seat.has_line || seat.legal.terms.is_any_waived();
        let given_up = self.seats.iter().filter(without).map(|seat| seat.agent);
        given_up.chain(self.unseated.iter().copied())
    }

    /// Its days, counted from its first.
    pub fn all_days(&self) -> Range<usize> {
        0..self.days.len()
    }

    /// What it costs in all.
    pub fn cost(&self) -> f64 {
        self.residual.cost() + self.wages()
    }

    /// Wages and wishes.
    pub fn wages(&self) -> f64 {
        self.seats.iter().map(|seat| seat.held.cost).sum()
    }

    /// Takes the work of some days away from some agents, and lets one after the other choose anew by what presence is
    /// worth, `blur` aside.
    pub fn recreate(&mut self, seats: &[usize], days: &Range<usize>, mut blur: Blur) -> Former {
        let held = seats.iter().map(|&seat| (seat, self.seats[seat].held.clone())).collect();
        seats.iter().for_each(|&seat| self.put(seat, days, -1.0));
        seats.iter().for_each(|&seat| self.take(seat, days, &mut blur));
        Former { held, days: days.clone() }
    }

    /// Gives back what was held before.
    pub fn restore(&mut self, former: Former) {
        for (seat, held) in former.held {
            self.put(seat, &former.days, -1.0);
            self.seats[seat].held = held;
            self.put(seat, &former.days, 1.0);
        }
    }

    /// Writes the draft into `lines`.
    pub fn write(&self, lines: &mut Lines) {
        for seat in &self.seats {
            lines.replace(seat.agent, &self.days, seat.held.shifts.clone());
        }
    }

    /// Puts the shifts an agent holds on some days in place (`sign` 1), or takes them out (-1).
    fn put(&mut self, seat: usize, days: &Range<usize>, sign: f64) {
        let seat = &self.seats[seat];
        let days = self.days.start + days.start as i32..self.days.start + days.end as i32;
        let shifts: Vec<Shift> =
            seat.held.shifts.iter().filter(|shift| days.contains(&shift.day)).cloned().collect();
        let presence = self.engine.presence(&seat.legal.terms, &shifts);
        self.residual.put(seat.skill_set, &shifts, &presence, sign);
    }

    /// Gives an agent the shifts of some days that cost least beside all there is.
    fn take(&mut self, place: usize, days: &Range<usize>, blur: &mut Blur) {
        let engine = self.engine;
        let seat = &self.seats[place];
        let intervals = intervals(engine, &seat.legal.terms, days);
        let mut worth = self.residual.worth(seat.skill_set, intervals.clone());
        blur.apply(&mut worth);
        let presence = &PresencePrices::from(&engine.scenario.grid, intervals.start, &worth);
        let worth = Worth { presence, posts: &self.residual.post_worth() };
        let seat = &mut self.seats[place];
        let found = engine.detour(&mut seat.legal, seat.contract, &worth, (&seat.held.choices, days));
        let Some((new, choices)) = found.or_else(|| first_line(engine, seat, &worth)) else {
            // Nothing legal was found: the line stays as it is.
            return self.put(place, days, 1.0);
        };
        let window = self.days.start + days.start as i32..self.days.start + days.end as i32;
        seat.held.shifts.retain(|shift| !window.contains(&shift.day));
        let after = seat.held.shifts.partition_point(|shift| shift.day < window.start);
        seat.held.shifts.splice(after..after, new);
        seat.held.cost = engine.line_cost(&seat.legal.terms, seat.contract, &seat.held.shifts);
        (seat.held.choices, seat.has_line) = (choices, true);
        self.put(place, days, 1.0);
    }
}

impl<'a> Blur<'a> {
    pub fn of(most: f64, random: &'a mut Pcg64) -> Self {
        Blur(Some((most, random)))
    }

    pub fn none() -> Self {
        Blur(None)
    }

    fn apply(&mut self, worth: &mut [f64]) {
        if let Some((most, random)) = &mut self.0 {
            worth.iter_mut().for_each(|worth| *worth += *most * random.random_range(-1.0..1.0));
        }
    }
}

impl Held {
    /// Before the first line: any way from the network's start.
    fn nothing(days: usize) -> Self {
        Held { choices: vec![None; days], shifts: Vec::new(), cost: 0.0 }
    }
}

/// The intervals that shifts of some days may reach.
fn intervals(engine: &Engine, terms: &Terms, days: &Range<usize>) -> Range<usize> {
    let grid = &engine.scenario.grid;
    let first = grid.intervals_of_day((terms.first_day + days.start as i32) as usize).start;
    let choices = terms.days[days.clone()].iter().flat_map(|day| &day.choices);
    let last = choices.map(|choice| choice.end).max().map_or(0, |end| end.get().max(0) as usize);
    first..last.div_ceil(grid.interval().get() as usize).clamp(first, grid.len())
}

/// The cheapest line of an agent who has none yet, found with templates counted.
fn first_line(engine: &Engine, seat: &mut Seat, worth: &Worth) -> Option<(Vec<Shift>, Vec<Option<u32>>)> {
    if seat.has_line {
        return None;
    }
    let line = engine.cheapest(&mut seat.legal, seat.contract, worth, 1).lines.pop()?;
    Some((line.shifts, line.choices))
}

use std::cell::RefCell;

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use super::RosteringOptions;
use super::breaks::Loss;
use super::calendar::{Choice, Day};
use super::engine::{Engine, choice_of};
use super::improvement::Incumbent;
use super::residual::Residual;
use super::solve::measured;
use super::state::Lines;
use super::teams::Teams;
use crate::error::Result;
use crate::model::{Shift, Watch};
use crate::units::Moment;

/// Sweeps over all shifts at most; the last that moves nothing ends them sooner.
const SWEEPS: usize = 8;
/// No less or more often than this in all are the breaks of a shift and of a few beside it taken out and placed anew.
const LEAST_TRIES: usize = 2000;
const MOST_TRIES: usize = 40_000;
/// The most shifts beside it.
const MOST_BESIDE: usize = 3;

/// What the place of breaks costs, in the order in which it matters.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cost {
    /// Minutes on a break beyond what teams allow.
    beyond: f64,
    /// The price of who is short.
    price: f64,
    /// How unevenly those beyond the requirement are spread.
    uneven: f64,
}

impl Loss for Cost {
    const NOTHING: Cost = Cost { beyond: 0.0, price: 0.0, uneven: 0.0 };

    fn plus(self, other: Cost) -> Cost {
        Cost {
            beyond: self.beyond + other.beyond,
            price: self.price + other.price,
            uneven: self.uneven + other.uneven,
        }
    }

    fn is_less(self, other: Cost) -> bool {
        let parts = [(self.beyond, other.beyond), (self.price, other.price), (self.uneven, other.uneven)];
        let differs = parts.into_iter().find(|(one, other)| (one - other).abs() > 1e-7);
        differs.is_some_and(|(one, other)| one < other)
    }
}

/// Places the breaks of a finished roster anew, its shifts as they are: first so that no more of a team are on a break
/// at once than may be, then so that least is short, then so that those beyond the requirement are spread evenly, as the
/// first of them is worth most. Breaks that were posted stay, unless they crowd a team.
///
/// The breaks of one shift are placed exactly beside all others'; shift after shift, until none moves. Then a few shifts
/// at a time lose their breaks and take them again, and keep them where that is no worse (ruin and recreate). Where the
/// roster so found costs more than before, and no team gains, it stays as it was. What that saved: less than nothing
/// where a team's rule cost something. A roster that is not to be improved is only swept.
///
/// # Errors
///
/// Only where the solver fails that measures the roster.
pub(super) fn place_breaks(
    engine: &Engine,
    incumbent: &mut Incumbent,
    options: &RosteringOptions,
    watch: &dyn Watch,
) -> Result<f64> {
    let mut pass = Pass::new(engine, &incumbent.lines);
    if pass.units.is_empty() {
        return Ok(0.0);
    }
    let before = pass.cost();
    pass.sweep(watch);
    // Those that may move may have nowhere to go.
    while pass.free_crowded() {
        pass.sweep(watch);
    }
    if options.improvements > 0 {
        pass.stir(options.stirring, &mut Pcg64::seed_from_u64(options.seed), watch);
    }
    let after = pass.cost();
    if !after.is_less(before) {
        return Ok(0.0);
    }
    let placed = measured(engine, pass.lines(&incumbent.lines))?;
    let mut saved = 0.0;
    if after.beyond < before.beyond || placed.cost <= incumbent.cost {
        saved = incumbent.cost - placed.cost;
        *incumbent = placed;
    }
    Ok(saved)
}

/// A roster whose breaks are being placed.
struct Pass<'a> {
    engine: &'a Engine<'a>,
    units: Vec<Unit<'a>>,
    /// The units that start on each day.
    of_day: Vec<Vec<usize>>,
    residual: Residual<'a>,
    teams: Teams,
}

/// A shift with breaks that may move.
struct Unit<'a> {
    agent: usize,
    skill_set: usize,
    choice: &'a Choice,
    day: &'a Day,
    shift: Shift,
    presence: Vec<(usize, f64)>,
}

impl<'a> Pass<'a> {
    fn new(engine: &'a Engine<'a>, lines: &Lines) -> Self {
        let mut pass = Pass {
            engine,
            units: Vec::new(),
            of_day: vec![Vec::new(); engine.scenario.grid.days()],
            residual: Residual::new(engine),
            teams: Teams::new(engine.scenario),
        };
        for (agent, line) in lines.of.iter().enumerate() {
            for shift in line {
                let presence = engine.presence_of(agent, shift);
                let skill_set = engine.skill_set_of(agent);
                pass.residual.put(skill_set, &[], &presence, 1.0);
                pass.teams.put(agent, &shift.breaks, 1);
                if !engine.free_days().contains(&shift.day) {
                    continue;
                }
                let slot = shift.day as usize;
                let day = &*engine.calendar.agents[agent][slot];
                let choice = choice_of(day, shift).map(|choice| &day.choices[choice as usize]);
                if let Some(choice) = choice.filter(|choice| !choice.breaks.rules.is_empty()) {
                    pass.of_day[slot].push(pass.units.len());
                    pass.units.push(Unit { agent, skill_set, choice, day, shift: shift.clone(), presence });
                }
            }
        }
        pass.free_crowded();
        pass
    }

    /// Breaks that are to stay as posted may move where too many of the team are on theirs then, of no more agents than
    /// it takes. Whether any may that could not before.
    fn free_crowded(&mut self) -> bool {
        let mut freed = Vec::new();
        for (index, unit) in self.units.iter_mut().enumerate() {
            let is_twin = |choice: &&Choice| {
                choice.placed.is_none()
                    && choice.template == unit.choice.template
                    && (choice.start, choice.end) == (unit.choice.start, unit.choice.end)
            };
            if unit.choice.placed.is_none() || !self.teams.is_crowded(unit.agent, &unit.shift.breaks) {
                continue;
            }
            if let Some(twin) = unit.day.choices.iter().find(is_twin) {
                unit.choice = twin;
                self.teams.put(unit.agent, &unit.shift.breaks, -1);
                freed.push(index);
            }
        }
        for &index in &freed {
            let unit = &self.units[index];
            self.teams.put(unit.agent, &unit.shift.breaks, 1);
        }
        !freed.is_empty()
    }

    fn cost(&self) -> Cost {
        Cost {
            beyond: self.teams.beyond(),
            price: self.residual.cost(),
            uneven: self.residual.unevenness(0..self.engine.scenario.grid.len()),
        }
    }

    /// Takes a shift and its breaks out (`sign` -1) or puts them in (1).
    fn put(&mut self, unit: usize, sign: i32) {
        let unit = &self.units[unit];
        self.residual.put(unit.skill_set, &[], &unit.presence, f64::from(sign));
        self.teams.put(unit.agent, &unit.shift.breaks, sign);
    }

    /// Puts a shift in that is out, its breaks where they cost least beside all others'.
    fn place(&mut self, index: usize) {
        self.place_by(index, |pass, start, end| pass.lost(&pass.units[index], start, end));
    }

    /// Puts a shift in that is out, its breaks anywhere.
    fn place_anywhere(&mut self, index: usize, random: &mut Pcg64) {
        let random = RefCell::new(random);
        self.place_by(index, |_, _, _| random.borrow_mut().random::<f64>());
    }

    fn place_by<L: Loss>(&mut self, index: usize, lost: impl Fn(&Self, Moment, Moment) -> L) {
        let unit = &self.units[index];
        let mut breaks = Vec::new();
        let lost = |start: Moment, end: Moment| lost(self, start, end);
        if unit.choice.breaks.cheapest(unit.choice, unit.day, lost, Some(&mut breaks)).is_some() {
            let unit = &mut self.units[index];
            unit.shift.breaks = breaks;
            unit.presence = self.engine.presence_of(unit.agent, &unit.shift);
        }
        self.put(index, 1);
    }

    /// What a break of a shift that is out costs.
    fn lost(&self, unit: &Unit, start: Moment, end: Moment) -> Cost {
        let grid = &self.engine.scenario.grid;
        let mut cost = Cost { beyond: self.teams.beyond_with(unit.agent, start, end), ..Cost::NOTHING };
        let Some(mut interval) = grid.interval_at(start.max(Moment::START)) else { return cost };
        while interval < grid.len() && grid.start_of(interval) < end {
            let (from, to) = (grid.start_of(interval), grid.start_of(interval) + grid.interval());
            let minutes = (end.min(to) - start.max(from)).get();
            let away = f64::from(minutes) / f64::from(grid.interval().get());
            let there = self.residual.at(unit.skill_set, interval, 1.0);
            let left = self.residual.at(unit.skill_set, interval, 1.0 - away);
            cost.price += there.saves - left.saves;
            cost.uneven += left.uneven - there.uneven;
            interval += 1;
        }
        cost
    }

    /// Places the breaks of one shift after the other until none moves.
    fn sweep(&mut self, watch: &dyn Watch) {
        for _ in 0..SWEEPS {
            let mut is_moved = false;
            for unit in 0..self.units.len() {
                if watch.should_stop() {
                    return;
                }
                let before = self.units[unit].shift.breaks.clone();
                self.put(unit, -1);
                self.place(unit);
                is_moved |= self.units[unit].shift.breaks != before;
            }
            if !is_moved {
                return;
            }
        }
    }

    /// Takes the breaks of a few shifts out at a time and places them anew, so many times for each shift.
    fn stir(&mut self, times: usize, random: &mut Pcg64, watch: &dyn Watch) {
        let tries = times.saturating_mul(self.units.len()).clamp(LEAST_TRIES, MOST_TRIES);
        for _ in 0..tries {
            if watch.should_stop() {
                return;
            }
            let first = random.random_range(0..self.units.len());
            let some = self.some_beside(first, random);
            self.stir_once(&some, random);
        }
    }

    /// A shift and some others of its day, in any order.
    fn some_beside(&self, first: usize, random: &mut Pcg64) -> Vec<usize> {
        let day = &self.of_day[self.units[first].shift.day as usize];
        let mut some = vec![first];
        for _ in 0..random.random_range(1..=MOST_BESIDE) {
            let other = day[random.random_range(0..day.len())];
            if !some.contains(&other) {
                some.push(other);
            }
        }
        some.shuffle(random);
        some
    }

    /// Every other time the first of them goes on its breaks at any time, and every second time of these chooses again when the
    /// others have: by itself it would not see that two of its breaks lie in the same interval.
    fn stir_once(&mut self, some: &[usize], random: &mut Pcg64) {
        let grid = &self.engine.scenario.grid;
        let start = some.iter().map(|&unit| self.units[unit].shift.start).min();
        let end = some.iter().map(|&unit| self.units[unit].shift.end).max();
        let at = |moment: Option<Moment>| {
            moment.and_then(|moment| grid.interval_at(moment.max(Moment::START))).unwrap_or(grid.len())
        };
        let touched = at(start)..(at(end) + 1).min(grid.len());
        let cost = |pass: &Self| Cost {
            beyond: pass.teams.beyond(),
            price: pass.residual.cost(),
            uneven: pass.residual.unevenness(touched.clone()),
        };
        let before = cost(self);
        let held: Vec<_> = some
            .iter()
            .map(|&unit| (self.units[unit].shift.breaks.clone(), self.units[unit].presence.clone()))
            .collect();
        some.iter().for_each(|&unit| self.put(unit, -1));
        match random.random_range(0..4) {
            0 => {
                self.place_anywhere(some[0], random);
                some[1..].iter().for_each(|&unit| self.place(unit));
                self.put(some[0], -1);
                self.place(some[0]);
            }
            1 => {
                self.place_anywhere(some[0], random);
                some[1..].iter().for_each(|&unit| self.place(unit));
            }
            _ => some.iter().for_each(|&unit| self.place(unit)),
        }
        if before.is_less(cost(self)) {
            for (&unit, (breaks, presence)) in some.iter().zip(held) {
                self.put(unit, -1);
                (self.units[unit].shift.breaks, self.units[unit].presence) = (breaks, presence);
                self.put(unit, 1);
            }
        }
    }

    /// The lines with the breaks as they are now.
    fn lines(&self, lines: &Lines) -> Lines {
        let mut lines = lines.clone();
        for unit in &self.units {
            let line = &mut lines.of[unit.agent];
            if let Some(shift) = line.iter_mut().find(|shift| shift.start == unit.shift.start) {
                shift.breaks.clone_from(&unit.shift.breaks);
            }
        }
        lines
    }
}

use std::sync::Arc;

use super::calendar::{Choice, Day};
use crate::model::{Grid, Shift};
use crate::units::Moment;

/// What an agent's presence is worth, interval by interval, as running totals: the worth of any span of time is
/// the difference of two of them.
#[derive(Debug, Clone)]
pub(super) struct PresencePrices {
    interval: i32,
    /// The interval before which nothing is worth anything.
    first: i32,
    /// Worth from its start to each border, the last for all.
    totals: Vec<f64>,
    is_nothing: bool,
}

impl PresencePrices {
    /// From the worth of being present for each interval.
    pub fn new(grid: &Grid, worth: &[f64]) -> Self {
        PresencePrices::from(grid, 0, worth)
    }

    /// From the worth of being present for each interval from the `first` on; nothing else is worth anything.
    pub fn from(grid: &Grid, first: usize, worth: &[f64]) -> Self {
        let mut totals = Vec::with_capacity(worth.len() + 1);
        let mut total = 0.0;
        totals.push(total);
        for &price in worth {
            total += price;
            totals.push(total);
        }
        let is_nothing = worth.iter().all(|&price| price == 0.0);
        PresencePrices { interval: grid.interval().get(), first: first as i32, totals, is_nothing }
    }

    /// Being present is worth nothing.
    pub fn none(grid: &Grid) -> Self {
        Self::new(grid, &vec![0.0; grid.len()])
    }

    /// The worth from the grid's start to a moment; nothing is worth anything outside the grid.
    fn until(&self, moment: Moment) -> f64 {
        let minutes = (moment.get() - self.first * self.interval).max(0);
        let border = (minutes / self.interval) as usize;
        let Some(&total) = self.totals.get(border) else { return self.totals[self.totals.len() - 1] };
        let into = minutes % self.interval;
        match self.totals.get(border + 1) {
            Some(&next) if into > 0 => total + (next - total) * f64::from(into) / f64::from(self.interval),
            _ => total,
        }
    }

    /// The worth of a span of time.
    pub fn between(&self, start: Moment, end: Moment) -> f64 {
        self.until(end) - self.until(start)
    }

    /// The worth of working a choice with its breaks where they cost least.
    pub fn worth(&self, choice: &Choice, day: &Day) -> f64 {
        if self.is_nothing {
            return 0.0;
        }
        let whole = self.between(choice.start, choice.end);
        let training: f64 = day.training.iter().map(|&(start, end)| self.between(start, end)).sum();
        let lost = |start, end| self.between(start, end);
        // Templates are validated so that their breaks fit; a fixed shift of odd length may not let them.
        whole - training - choice.breaks.cheapest(choice, day, lost, None).unwrap_or(0.0)
    }

    /// The choice as a shift, its breaks where they cost least.
    pub fn place(&self, choice: &Choice, day: &Day) -> Shift {
        let mut breaks = Vec::with_capacity(choice.breaks.rules.len());
        choice.breaks.cheapest(choice, day, |start, end| self.between(start, end), Some(&mut breaks));
        let (template, day) = (Some(choice.template), choice.day);
        Shift { template, day, start: choice.start, end: choice.end, breaks }
    }
}

/// The share of each interval that a shift is present for, breaks and training left out.
pub(super) fn presence(grid: &Grid, shift: &Shift, day: Option<&Arc<Day>>) -> Vec<(usize, f64)> {
    let mut away: Vec<(Moment, Moment)> = shift.breaks.iter().map(|rest| (rest.start, rest.end)).collect();
    away.extend(day.iter().flat_map(|day| day.training.iter().copied()));
    let interval = grid.interval();
    let first = shift.start.max(Moment::START);
    let mut found = Vec::new();
    let Some(mut at) = grid.interval_at(first) else { return found };
    while at < grid.len() && grid.start_of(at) < shift.end {
        let (start, end) = (grid.start_of(at), grid.start_of(at) + interval);
        let overlap = |from: Moment, to: Moment| (to.min(end) - from.max(start)).get().max(0);
        let mut minutes = overlap(shift.start, shift.end);
        for &(from, to) in &away {
            minutes -= overlap(from.max(shift.start), to.min(shift.end));
        }
        if minutes > 0 {
            found.push((at, f64::from(minutes) / f64::from(interval.get())));
        }
        at += 1;
    }
    found
}

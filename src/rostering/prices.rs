use std::sync::Arc;

use super::calendar::{Choice, Day};
use crate::model::{Break, BreakRule, Grid, Shift};
use crate::units::{Minutes, Moment};

/// What an agent's presence is worth, interval by interval, as running totals: the worth of any span of time is
/// the difference of two of them.
#[derive(Debug, Clone)]
pub(super) struct PresencePrices {
    interval: i32,
    /// Worth from the grid's start to each border, the last for all.
    totals: Vec<f64>,
}

impl PresencePrices {
    /// From the worth of being present for each interval.
    pub fn new(grid: &Grid, worth: &[f64]) -> Self {
        let mut totals = Vec::with_capacity(worth.len() + 1);
        let mut total = 0.0;
        totals.push(total);
        for &price in worth {
            total += price;
            totals.push(total);
        }
        PresencePrices { interval: grid.interval().get(), totals }
    }

    /// The worth from the grid's start to a moment; nothing is worth anything outside the grid.
    fn until(&self, moment: Moment) -> f64 {
        let minutes = moment.get().max(0);
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
    pub fn worth(&self, choice: &Choice, day: &Day, step: i32) -> f64 {
        let whole = self.between(choice.start, choice.end);
        let training: f64 = day.training.iter().map(|&(start, end)| self.between(start, end)).sum();
        whole - training - self.cheapest_breaks(choice, day, step, None)
    }

    /// The choice as a shift, its breaks where they cost least.
    pub fn place(&self, choice: &Choice, day: &Day, step: i32) -> Shift {
        let mut breaks = Vec::with_capacity(choice.breaks.len());
        self.cheapest_breaks(choice, day, step, Some(&mut breaks));
        Shift {
            template: Some(choice.template),
            day: choice.day,
            start: choice.start,
            end: choice.end,
            breaks,
        }
    }

    fn cheapest_breaks(&self, choice: &Choice, day: &Day, step: i32, placed: Option<&mut Vec<Break>>) -> f64 {
        if let Some(breaks) = &choice.placed {
            if let Some(placed) = placed {
                *placed = breaks.to_vec();
            }
            return breaks.iter().map(|rest| self.between(rest.start, rest.end)).sum();
        }
        if choice.breaks.is_empty() {
            return 0.0;
        }
        let mut best = Vec::new();
        let cost = self.place_from(
            choice,
            day,
            step,
            &choice.breaks,
            choice.start,
            placed.is_some().then_some(&mut best),
        );
        if let Some(placed) = placed {
            best.reverse();
            *placed = best;
        }
        // Templates are validated so that their breaks fit; a fixed shift of odd length may not let them.
        if cost.is_finite() { cost } else { 0.0 }
    }

    /// The least worth lost to the breaks in `rules`, the first not before `earliest`; the places chosen, last
    /// first. At most a handful of breaks with a handful of places each: plain recursion.
    fn place_from(
        &self,
        choice: &Choice,
        day: &Day,
        step: i32,
        rules: &[BreakRule],
        earliest: Moment,
        mut placed: Option<&mut Vec<Break>>,
    ) -> f64 {
        let Some((rule, rest)) = rules.split_first() else { return 0.0 };
        let mut best = f64::INFINITY;
        for offset in break_offsets(rule, step) {
            let start = choice.start + offset;
            let end = start + rule.length;
            if start < earliest || end > choice.end || is_training(day, start, end) {
                continue;
            }
            let mut later = Vec::new();
            let wanted = placed.is_some() && !rest.is_empty();
            let cost = self.between(start, end)
                + self.place_from(choice, day, step, rest, end, wanted.then_some(&mut later));
            if cost < best - 1e-12 {
                best = cost;
                if let Some(placed) = placed.as_deref_mut() {
                    placed.clear();
                    placed.extend(later);
                    placed.push(Break { start, end, is_paid: rule.is_paid });
                }
            }
        }
        best
    }
}

fn is_training(day: &Day, start: Moment, end: Moment) -> bool {
    day.training.iter().any(|&(from, to)| start < to && from < end)
}

/// The offsets at which a break may begin.
fn break_offsets(rule: &BreakRule, step: i32) -> impl Iterator<Item = Minutes> {
    (rule.after.get()..=rule.before.get()).step_by(step.max(1) as usize).map(Minutes::new)
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

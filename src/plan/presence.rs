//! How many of a queue's agents are there, interval by interval, when some are sick or late.

use crate::model::{RequestKind, Roster, Scenario, Series, Shift};
use crate::units::{Moment, Share};

/// What rounding may cost a whole number of agents.
const ROUNDED: f64 = 1e-9;

/// How many agents of a queue may be there, by interval.
pub(super) struct Presence {
    intervals: Vec<Attendance>,
}

/// Those rostered in an interval.
#[derive(Clone)]
struct Attendance {
    /// The chance that at most 0, 1, 2... of them are not sick.
    at_most: Vec<f64>,
    /// The share of the interval in which one of those who are not sick is there, in the mean.
    part: f64,
}

/// From and to, in minutes.
type Span = (f64, f64);

impl Presence {
    /// Of those agents on a roster for whom `serves` says so.
    ///
    /// Causes of shrinkage whose name begins with `sick` take whole shifts, of each agent independently: the number who
    /// are not sick has the distribution of a sum of independent trials (Poisson binomial), found by adding one after the
    /// other. What else keeps agents away, breaks and starts within an interval included, takes the same share of its time
    /// every day: with `late` an exponential time off the start of a shift in the mean, any other cause its share of every
    /// moment.
    pub fn of(scenario: &Scenario, roster: &Roster, serves: impl Fn(usize) -> bool) -> Self {
        let nobody = Attendance { at_most: vec![1.0], part: 0.0 };
        let mut intervals = vec![nobody; scenario.grid.len()];
        let well = well(scenario);
        for (index, agent) in scenario.agents.iter().enumerate().filter(|(index, _)| serves(*index)) {
            let line = roster.lines.get(index).map_or(&[][..], |line| &line.shifts);
            for shift in agent.history.iter().chain(line) {
                for (interval, part) in attended(scenario, index, shift) {
                    add_trial(&mut intervals[interval].at_most, well);
                    intervals[interval].part += part;
                }
            }
        }
        for interval in &mut intervals {
            interval.part /= (interval.at_most.len() - 1).max(1) as f64;
            accumulate(&mut interval.at_most);
        }
        Presence { intervals }
    }

    /// The number there, by interval, when as many are not sick as a share `level` of all cases does not exceed; a
    /// fraction of an agent is one in as many cases, of which `rounding` counts the levels.
    pub fn quantile(&self, (level, rounding): (f64, f64), like: &Series<bool>) -> Series<u32> {
        let at = |interval: usize| {
            let Attendance { at_most, part } = &self.intervals[interval];
            let well = at_most.partition_point(|&chance| chance < level) as f64;
            (well * part + rounding + ROUNDED).floor() as u32
        };
        Series::from_fn(like.grid().clone(), at)
    }
}

/// The chance that an agent is not sick.
fn well(scenario: &Scenario) -> f64 {
    let causes = scenario.shrinkage.causes.iter().filter(|(cause, _)| is_sickness(cause));
    causes.map(|(_, share)| share.rest().get()).product()
}

fn is_sickness(cause: &str) -> bool {
    cause.to_lowercase().starts_with("sick")
}

/// One more independent trial.
fn add_trial(chances: &mut Vec<f64>, success: f64) {
    chances.push(0.0);
    for count in (0..chances.len()).rev() {
        let from_below = if count > 0 { chances[count - 1] * success } else { 0.0 };
        chances[count] = chances[count] * (1.0 - success) + from_below;
    }
}

/// From chances to those of at most as many; the last is that of all.
fn accumulate(chances: &mut [f64]) {
    let mut sum = 0.0;
    for chance in chances.iter_mut() {
        sum += *chance;
        *chance = sum;
    }
    if let Some(last) = chances.last_mut() {
        *last = f64::INFINITY;
    }
}

/// The intervals that a shift reaches into, with the share of each in which its agent is there, if not sick.
fn attended(scenario: &Scenario, agent: usize, shift: &Shift) -> Vec<(usize, f64)> {
    let grid = &scenario.grid;
    let length = f64::from(grid.interval().get());
    let whole = (minutes(shift.start), minutes(shift.end));
    let mut found: Vec<(usize, f64)> = Vec::new();
    for (from, to) in seated(scenario, agent, shift) {
        let first = (from / length).floor() as usize;
        for interval in first..grid.len() {
            let start = interval as f64 * length;
            if start >= to {
                break;
            }
            let part = (from.max(start), to.min(start + length));
            let share = there(scenario, whole, part) * (part.1 - part.0) / length;
            match found.last_mut() {
                Some((last, sum)) if *last == interval => *sum += share,
                _ => found.push((interval, share)),
            }
        }
    }
    found
}

fn minutes(moment: Moment) -> f64 {
    f64::from(moment.get())
}

/// The spans of a shift in seat, within the plan.
fn seated(scenario: &Scenario, agent: usize, shift: &Shift) -> Vec<Span> {
    let mut spans = vec![(minutes(shift.start).max(0.0), minutes(shift.end))];
    let is_training =
        |request: &&crate::model::Request| request.agent == agent && request.kind == RequestKind::Training;
    let trainings = scenario.requests.iter().filter(is_training).map(|request| (request.from, request.to));
    let away = shift.breaks.iter().map(|rest| (rest.start, rest.end)).chain(trainings);
    for (from, to) in away.map(|(from, to)| (minutes(from), minutes(to))) {
        let left = spans.iter().flat_map(|&(start, end)| [(start, end.min(from)), (start.max(to), end)]);
        spans = left.filter(|span| span.0 < span.1).collect();
    }
    spans
}

/// The share of part of a shift that other causes than sickness leave.
fn there(scenario: &Scenario, shift: Span, part: Span) -> f64 {
    let cause = |(cause, share): &(String, Share)| {
        if !cause.to_lowercase().starts_with("late") || share.get() <= 0.0 {
            return share.rest().get();
        }
        let mean = share.get() * (shift.1 - shift.0);
        let not_yet = |at: f64| (-(at - shift.0) / mean).exp();
        1.0 - mean * (not_yet(part.0) - not_yet(part.1)) / (part.1 - part.0)
    };
    scenario.shrinkage.causes.iter().filter(|(name, _)| !is_sickness(name)).map(cause).product()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn independent_trials_add_up_to_the_binomial_distribution() {
        let mut chances = vec![1.0];
        (0..3).for_each(|_| add_trial(&mut chances, 0.9));
        for (found, known) in chances.iter().zip([0.001, 0.027, 0.243, 0.729]) {
            assert!((found - known).abs() < 1e-15);
        }
        accumulate(&mut chances);
        let scenario = crate::plan::sample::scenario();
        let like = Series::from_fn(scenario.grid.clone(), |_| true);
        let presence =
            |part| Presence { intervals: vec![Attendance { at_most: chances.clone(), part }; like.len()] };
        let at = |level| presence(1.0).quantile((level, 0.3), &like)[0];
        assert_eq!([0.0005, 0.02, 0.2, 0.3, 0.999].map(at), [0, 1, 2, 3, 3]);
        // Three who are there half the time are one or two.
        let half = |rounding| presence(0.5).quantile((0.9, rounding), &like)[0];
        assert_eq!([0.1, 0.4, 0.6, 0.9].map(half), [1, 1, 2, 2]);
    }

    #[test]
    fn who_is_late_is_missing_when_the_shift_begins() {
        let plan = crate::plan::sample::plan();
        // Ann: from eight, 5 % sick, 1 % of 8 h 15 late: 4.95 minutes in the mean.
        let shift = &plan.rostered.roster.lines[0].shifts[0];
        let found = attended(&plan.scenario, 0, shift);
        let first = 1.0 - 4.95 * (1.0 - (-30.0_f64 / 4.95).exp()) / 30.0;
        assert!((found[0].1 - first).abs() < 1e-12, "{found:?}");
        assert!((found[4].1 - 1.0).abs() < 1e-9, "{found:?}");
        // Half an interval of break.
        assert!((found[6].1 - 0.5).abs() < 1e-9, "{found:?}");
    }
}

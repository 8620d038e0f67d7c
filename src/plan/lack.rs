//! What it means for a queue's agreement that hours are missing: penalties, and the chance to keep it.

use statrs::distribution::ContinuousCDF;

use super::odds::{Odds, log_odds, normal};
use crate::hiring::{Kept, PenaltyStep};
use crate::model::{Need, Penalty, Period, PeriodService, Queue, QueueService, Requirement};
use crate::staffing;

/// Days of a month on average.
const DAYS_OF_MONTH: f64 = 365.25 / 12.0;
/// Shares of the hours missing, in steps of this, and how many of them: beyond, an agreement has no chance.
const STEP: f64 = 0.01;
const STEPS: usize = 50;

/// What lacking hours of a month costs a queue in penalties: each tier from the share of hours on with which its share
/// in time is no longer given, were the lack spread evenly over what is required.
pub(super) fn penalties(queue: &Queue, requirement: &Requirement, days_planned: usize) -> Vec<PenaltyStep> {
    let periods = match queue.target.measured {
        // Paid by the interval, each lack costs by itself: no step of a month says it.
        Period::Interval => return Vec::new(),
        Period::Day => DAYS_OF_MONTH,
        Period::Week => DAYS_OF_MONTH / 7.0,
        Period::Month => 1.0,
        Period::Plan => DAYS_OF_MONTH / days_planned as f64,
    };
    let mut tiers: Vec<&Penalty> = queue.target.penalties.iter().collect();
    tiers.sort_by(|one, other| other.below.get().total_cmp(&one.below.get()));
    let mut steps: Vec<PenaltyStep> = Vec::new();
    let mut paid = 0.0;
    for tier in tiers {
        let short = share_short(queue, requirement, tier.below.get());
        let cost = (tier.cost.major() - paid).max(0.0) * periods;
        paid = tier.cost.major().max(paid);
        match steps.last_mut() {
            Some(last) if last.short >= short => last.cost += cost,
            _ => steps.push(PenaltyStep { short, cost }),
        }
    }
    steps
}

/// The chance that a measured period keeps its agreement where shares of a queue's hours are missing, spread evenly.
///
/// With all hours it is the chance measured on the roster that has just those. With fewer the share in time falls by what
/// the formulas say, and varies in log odds as it was measured to; deferred work is late by what it lacks.
pub(super) fn kept(queue: &Queue, requirement: &Requirement, measured: &QueueService) -> Kept {
    if !queue.target.is_promise() || measured.periods.is_empty() {
        return Kept::always();
    }
    let promised = log_odds(queue.target.answered.map_or(0.0, |answered| answered.share.get()));
    let full = log_odds(in_time(queue, requirement, 0.0));
    let chance = |short: f64| {
        let lower = full - log_odds(in_time(queue, requirement, short));
        let of = |period: &PeriodService| {
            let odds = Odds::of(period);
            normal().cdf(odds.safety(promised, period.chance_met) - lower / odds.deviation)
        };
        measured.periods.iter().map(of).sum::<f64>() / measured.periods.len() as f64
    };
    let mut chances: Vec<f64> = (0..=STEPS).map(|step| chance(STEP * step as f64)).collect();
    chances.push(0.0);
    Kept::new(STEP, chances)
}

/// The share in time where a share of what is required is missing in every interval.
fn in_time(queue: &Queue, requirement: &Requirement, short: f64) -> f64 {
    if queue.is_deferred() {
        return 1.0 - short;
    }
    let (mut all, mut sum) = (0.0, 0.0);
    for need in requirement.needs.iter().filter(|need: &&Need| need.volume > 0.0) {
        let agents = need.agents.as_f64() * (1.0 - short);
        all += need.volume;
        sum += need.volume * staffing::share_in_time(queue, need, agents).unwrap_or(1.0);
    }
    if all > 0.0 { sum / all } else { 1.0 }
}

/// The share of the hours required without which no more than `below` are in time.
fn share_short(queue: &Queue, requirement: &Requirement, below: f64) -> f64 {
    if queue.is_deferred() {
        return 1.0 - below;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..12 {
        let middle = 0.5 * (low + high);
        if in_time(queue, requirement, middle) < below {
            high = middle;
        } else {
            low = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Line, Roster, Scenario, Series, Shift, Shrinkage, Unwatched};
    use crate::plan::month_staff::scaled;
    use crate::plan::sample;
    use crate::simulation::{SimulationOptions, simulate};
    use crate::staffing::{StaffingOptions, require};
    use crate::units::{Agents, Minutes};

    /// The sample's first queue with twelve times its volume: 15 erlangs from eight to five.
    fn busy() -> Scenario {
        let sample = sample::scenario();
        let shrinkage = Shrinkage { causes: Vec::new() };
        Scenario { queues: vec![scaled(&sample.queues[0], 12.0)], shrinkage, ..sample }
    }

    /// The service of so many agents all day.
    fn served(scenario: &Scenario, agents: usize) -> QueueService {
        let grid = &scenario.grid;
        let shift = |day: i32| Shift {
            template: Some(0),
            day,
            start: grid.at(day, 7 * 60),
            end: grid.at(day, 7 * 60) + Minutes::from_hours(11.0),
            breaks: Vec::new(),
        };
        let line = || Line { shifts: vec![shift(0), shift(1)] };
        let scenario = Scenario { agents: vec![scenario.agents[0].clone(); agents], ..scenario.clone() };
        let options = SimulationOptions { replications: 400, ..SimulationOptions::default() };
        let roster = Roster { lines: vec![line(); agents] };
        simulate(&scenario, &roster, &options, &Unwatched).queues[0].clone()
    }

    /// What is said of fewer agents by those there is what they turn out to give.
    #[test]
    fn an_agreement_is_kept_as_often_with_fewer_as_a_replay_of_them_says() {
        let scenario = busy();
        let required = require(0, &scenario.queues[0], &StaffingOptions::default());
        let there = 20;
        let needs = Series::from_fn(Arc::clone(&scenario.grid), |interval| Need {
            agents: Agents::new(if required.needs[interval].volume > 0.0 { there } else { 0 }),
            ..required.needs[interval]
        });
        let requirement = Requirement { needs, ..required };
        let measured = served(&scenario, there as usize);
        let kept = kept(&scenario.queues[0], &requirement, &measured);
        for agents in [20, 19, 18, 17] {
            let found = served(&scenario, agents).periods[0].chance_met;
            let said = kept.chance(1.0 - agents as f64 / f64::from(there));
            assert!((found - said).abs() < 0.15, "{agents}: {said} {found}");
        }
        let chances: Vec<f64> = (0..60).map(|percent| kept.chance(f64::from(percent) / 100.0)).collect();
        assert!(chances.is_sorted_by(|one, next| one >= next) && chances[59] == 0.0, "{chances:?}");
    }
}

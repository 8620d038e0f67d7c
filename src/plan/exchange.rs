use std::cmp::Ordering;
use std::collections::HashMap;

use super::hold::{Attempt, FEW, Held, few, price_of_service, prove_like, score};
use super::measured::Measured;
use super::{PlanOptions, Trust};
use crate::error::Result;
use crate::model::{Agent, Line, Roster, Rostered, Scenario, Watch};
use crate::simulation::Days;
use crate::units::{Moment, Money};
use crate::{audit, rostering};

/// Rosters of other scenarios looked through, at most: those with the most wages first, as they promise most service;
const LOOKED_THROUGH: usize = 6;
/// by so many replications. The best of them is measured by as many as the scenario's own.
const AT_A_GLANCE: usize = 20;

/// A scenario with the roster that was found for it.
pub(super) struct Found {
    pub scenario: Scenario,
    pub held: Held,
}

/// The roster of another scenario that is legal in this one and comes to less than its own, where there is one.
///
/// Every roster that one scenario has, those that ask less can have too: where one of the few looked at is better, the
/// difference between scenarios is less that of luck in the search.
///
/// # Errors
///
/// Where a solver fails.
pub(super) fn better_of_others(
    place: usize,
    found: &[Result<Found>],
    (days, options): (&Days, &PlanOptions),
    watch: &dyn Watch,
) -> Result<Option<Attempt>> {
    let Ok(own) = &found[place] else { return Ok(None) };
    let days = &days.or_those_of(&own.scenario, &options.simulation);
    let least = worth(own, &own.held.attempt, options);
    let Some(roster) = promising(place, found, (days, options), watch)? else { return Ok(None) };
    let attempt = tried(own, roster, (days, options), watch)?;
    let found = worth(own, &attempt, options);
    Ok((found < least).then_some(attempt))
}

/// The lines of a roster for the agents of another scenario, empty for those it does not know; nothing where days or
/// shifts are not the same.
pub(super) fn lines_for(from: &Scenario, roster: &Roster, to: &Scenario) -> Option<Roster> {
    if from.grid != to.grid || from.shifts.len() != to.shifts.len() {
        return None;
    }
    let lines: HashMap<&str, &Line> =
        from.agents.iter().map(|agent| agent.id.as_str()).zip(&roster.lines).collect();
    let line = |agent: &Agent| lines.get(agent.id.as_str()).map_or_else(Line::default, |&line| line.clone());
    Some(Roster { lines: to.agents.iter().map(line).collect() })
}

/// The roster of another that a few replications promise to be better, and the best.
fn promising(
    place: usize,
    found: &[Result<Found>],
    (days, options): (&Days, &PlanOptions),
    watch: &dyn Watch,
) -> Result<Option<Roster>> {
    let Ok(own) = &found[place] else { return Ok(None) };
    let attempt = &own.held.attempt;
    let limit = worth(own, attempt, options);
    let others = found.iter().enumerate().filter(|&(other, _)| other != place);
    let mut rosters: Vec<(f64, Roster)> = others
        .filter_map(|(_, other)| other.as_ref().ok())
        .filter_map(|other| lines_for(&other.scenario, &other.held.attempt.rostered.roster, &own.scenario))
        .map(|roster| (wages(&own.scenario, &roster), roster))
        .filter(|(wages, roster)| *wages < limit && *roster != attempt.rostered.roster)
        .collect();
    // Equal wages are told apart by the rosters, so that the order of the scenarios makes no difference.
    rosters.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| order(&one.1, &other.1)));
    rosters.dedup_by(|one, other| one.1 == other.1);
    let broken = audit::judge(&own.scenario, &attempt.rostered.roster).len();
    let is_legal = |roster: &Roster| audit::judge(&own.scenario, roster).len() <= broken;
    let legal: Vec<Roster> =
        rosters.into_iter().map(|(_, roster)| roster).filter(is_legal).take(LOOKED_THROUGH).collect();
    if legal.is_empty() {
        return Ok(None);
    }
    let mut least = glance(own, &attempt.rostered.roster, (days, options), watch)?;
    let mut best = None;
    for roster in legal {
        let found = glance(own, &roster, (days, options), watch)?;
        if found < least {
            (best, least) = (Some(roster), found);
        }
    }
    Ok(best)
}

/// An order of rosters by when who works, whatever scenario they are of.
fn order(one: &Roster, other: &Roster) -> Ordering {
    fn times(roster: &Roster) -> impl Iterator<Item = (usize, Moment, Moment, Option<usize>)> {
        roster.shifts().map(|(agent, shift)| (agent, shift.start, shift.end, shift.template))
    }
    let rests = |roster: &Roster| -> Vec<(Moment, Moment)> {
        let rests = roster.shifts().flat_map(|(_, shift)| &shift.breaks);
        rests.map(|rest| (rest.start, rest.end)).collect()
    };
    times(one).cmp(times(other)).then_with(|| rests(one).cmp(&rests(other)))
}

/// What a roster comes to at a glance: by a few replications, or, where the requirement is trusted, by what it covers.
fn glance(
    own: &Found,
    roster: &Roster,
    (days, options): (&Days, &PlanOptions),
    watch: &dyn Watch,
) -> Result<f64> {
    if options.trust == Trust::Requirement {
        return Ok(appraised(own, roster, options)?.proof.cost().major());
    }
    let few = few(AT_A_GLANCE, &options.simulation);
    let measured = Measured::of(&own.scenario, roster, (days, &few), watch);
    Ok(wages(&own.scenario, roster) + price_of_service(&own.scenario, &measured))
}

/// A roster with what it gives in a scenario, asked for as much as that scenario's own.
fn tried(
    own: &Found,
    roster: Roster,
    (days, options): (&Days, &PlanOptions),
    watch: &dyn Watch,
) -> Result<Attempt> {
    let mut rostered = appraised(own, &roster, options)?;
    prove_like(&mut rostered, &own.held.attempt.rostered);
    let simulation = few(FEW, &options.simulation);
    let measured = Measured::of(&own.scenario, &roster, (days, &simulation), watch);
    Ok(Attempt { requirements: own.held.attempt.requirements.clone(), rostered, measured })
}

fn appraised(own: &Found, roster: &Roster, options: &PlanOptions) -> Result<Rostered> {
    rostering::appraise(&own.scenario, &own.held.attempt.requirements, roster, &options.rostering)
}

/// What a roster is weighed by: what it costs and the service it gives, and who is short.
fn worth(own: &Found, attempt: &Attempt, options: &PlanOptions) -> f64 {
    if options.trust == Trust::Requirement {
        return attempt.rostered.proof.cost().major();
    }
    let scenario = &own.scenario;
    let short: f64 = attempt.rostered.shortage.iter().flat_map(|queue| queue.iter()).sum();
    score(scenario, attempt)
        + scenario.prices.shortage_hour.times(short * scenario.grid.interval().hours()).major()
}

fn wages(scenario: &Scenario, roster: &Roster) -> f64 {
    let wage = |agent: usize| scenario.contracts[scenario.agents[agent].contract].wage_per_hour;
    roster.shifts().map(|(agent, shift)| wage(agent).times(shift.paid().hours())).sum::<Money>().major()
}

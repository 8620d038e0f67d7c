use std::ops::Range;

use super::PlanOptions;
use super::promises::{Promises, broken};
use crate::error::Result;
use crate::model::{Requirement, Roster, Rostered, Scenario, Service, Watch};
use crate::rostering::RosteringOptions;
use crate::simulation::SimulationOptions;
use crate::{rostering, simulation, staffing};

/// Quick rounds at most, before the roster is polished,
const ROUNDS: usize = 6;
/// and after that, where polishing cost a promise.
const MENDS: usize = 2;
/// The share of the time a quick round may take,
const QUICK: f64 = 0.15;
/// and what is left for the polished roster.
const POLISH: f64 = 0.5;
/// Replications of a quick round.
const FEW: usize = 60;
/// A round that saves less than this share of the cost has gained nothing, and two of them in a row are the last.
const NO_GAIN: f64 = 5e-4;
/// What a promise that is broken for sure is priced like, in hours short.
const HOURS_OF_A_PROMISE: f64 = 40.0;

/// What a plan trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// The service measured on the roster: what is required is corrected until every promise holds.
    #[default]
    Service,
    /// The requirement of each interval by itself.
    Requirement,
}

/// How the requirement was corrected by what rosters gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Corrections {
    /// Rosters measured before the last.
    pub rounds: usize,
    /// Whether nothing was left to correct; else the plan is the best of those measured.
    pub is_settled: bool,
    /// Each promise whose requirement is not what its intervals by themselves require, in order.
    pub list: Vec<Correction>,
}

/// A requirement corrected.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The queue, as an index.
    pub queue: usize,
    /// The intervals.
    pub span: Range<usize>,
    /// Agent hours in seat required there by each interval by itself.
    pub before: f64,
    /// The same as asked of the roster in the end.
    pub after: f64,
    /// Share in time on the first roster measured.
    pub service_before: f64,
    /// Share in time on the last.
    pub service_after: f64,
}

/// A roster with what was asked of it and what it gives.
pub(super) struct Attempt {
    pub requirements: Vec<Requirement>,
    pub rostered: Rostered,
    pub service: Service,
}

/// Rosters a scenario so that its promises hold at least cost: rosters, measures, corrects what is asked where a
/// promise is missed or more than held, and goes on from the last roster; then polishes the best.
///
/// # Errors
///
/// Where a solver fails.
pub(super) fn hold(
    scenario: &Scenario,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<(Attempt, Corrections)> {
    let each = staffing::require_all(scenario, &options.staffing);
    let mut promises = Promises::new(scenario, &each);
    let mut measuring = Measuring { scenario, options, watch, first: None, rounds: 0 };
    if options.trust == Trust::Requirement {
        return Ok((
            measuring.attempt(each.clone(), &options.rostering, &options.simulation)?,
            Corrections::default(),
        ));
    }
    let (start, is_settled) = match promises.are_over_periods() {
        true => measuring.settle(&mut promises)?,
        false => (options.rostering.start.clone(), true),
    };
    let polished = measuring.polished(&promises, start)?;
    let last = measuring.mend(&mut promises, polished)?;
    let list = measuring.list(&each, &last);
    Ok((last, Corrections { rounds: measuring.rounds - 1, is_settled, list }))
}

/// Rosters and measures.
struct Measuring<'a> {
    scenario: &'a Scenario,
    options: &'a PlanOptions,
    watch: &'a dyn Watch,
    /// The service of the first roster.
    first: Option<Service>,
    rounds: usize,
}

impl Measuring<'_> {
    /// Corrects what is asked by quick rosters until nothing is left to correct or gained; what was asked of the best
    /// of them, that roster, and whether nothing was left.
    fn settle<'s>(&mut self, promises: &mut Promises<'s>) -> Result<(Option<Roster>, bool)> {
        let mut start = self.options.rostering.start.clone();
        let mut best: Option<(f64, Promises<'s>, Roster)> = None;
        let (mut idle, mut is_settled) = (0, false);
        for _ in 0..ROUNDS {
            let attempt = self.quick(promises, start.take(), FEW, false)?;
            let asked = promises.clone();
            is_settled = !promises.correct(&attempt.rostered, &attempt.service, false);
            let score = self.score(&attempt);
            let roster = attempt.rostered.roster;
            start = Some(roster.clone());
            let least = best.as_ref().map_or(f64::INFINITY, |best| best.0);
            idle = if score < least * (1.0 - NO_GAIN) { 0 } else { idle + 1 };
            if score < least {
                best = Some((score, asked, roster));
            }
            if is_settled || idle == 2 || self.watch.should_stop() {
                break;
            }
        }
        if let Some((_, asked, roster)) = best {
            (*promises, start) = (asked, Some(roster));
        }
        Ok((start, is_settled))
    }

    /// Asks for more where polishing cost a promise, as long as that helps.
    fn mend(&mut self, promises: &mut Promises, mut last: Attempt) -> Result<Attempt> {
        let (replications, hiring) = (self.options.simulation.replications, self.options.rostering.hiring);
        for _ in 0..MENDS {
            if self.watch.should_stop() || !promises.correct(&last.rostered, &last.service, true) {
                break;
            }
            let start = Some(last.rostered.roster.clone());
            let mut next = self.quick(promises, start, replications, hiring)?;
            if self.score(&next) >= self.score(&last) {
                break;
            }
            // More is asked, so that no roster costs less than was proven.
            next.rostered.proof.bound = last.rostered.proof.bound;
            next.rostered.proof.is_bound_final = last.rostered.proof.is_bound_final;
            last = next;
        }
        Ok(last)
    }

    fn attempt(
        &mut self,
        requirements: Vec<Requirement>,
        rostering: &RosteringOptions,
        simulation: &SimulationOptions,
    ) -> Result<Attempt> {
        let rostered = rostering::roster(self.scenario, &requirements, rostering, self.watch)?;
        let service = simulation::simulate(self.scenario, &rostered.roster, simulation, self.watch);
        self.first.get_or_insert_with(|| service.clone());
        self.rounds += 1;
        Ok(Attempt { requirements, rostered, service })
    }

    fn quick(
        &mut self,
        promises: &Promises,
        start: Option<Roster>,
        replications: usize,
        hiring: bool,
    ) -> Result<Attempt> {
        let rostering = RosteringOptions {
            time_limit: self.options.rostering.time_limit.map(|limit| limit.mul_f64(QUICK)),
            improvements: 0,
            start,
            prove: false,
            hiring,
            ..self.options.rostering.clone()
        };
        let replications = replications.min(self.options.simulation.replications);
        let simulation = SimulationOptions { replications, precision: None, ..self.options.simulation };
        self.attempt(promises.requirements(), &rostering, &simulation)
    }

    fn polished(&mut self, promises: &Promises, start: Option<Roster>) -> Result<Attempt> {
        let share = if self.rounds > 0 { POLISH } else { 1.0 };
        let rostering = RosteringOptions {
            time_limit: self.options.rostering.time_limit.map(|limit| limit.mul_f64(share)),
            start,
            ..self.options.rostering.clone()
        };
        self.attempt(promises.requirements(), &rostering, &self.options.simulation)
    }

    /// Wages, wishes and posts, penalties expected and a price on broken promises.
    fn score(&self, attempt: &Attempt) -> f64 {
        let proof = &attempt.rostered.proof;
        let periods = attempt.service.queues.iter().flat_map(|queue| &queue.periods);
        let penalties: f64 = periods.map(|period| period.expected_penalty.major()).sum();
        let promise = self.scenario.prices.shortage_hour.major() * HOURS_OF_A_PROMISE;
        (proof.wages + proof.wishes + proof.posts).major()
            + penalties
            + promise * broken(self.scenario, &attempt.service)
    }

    /// What was corrected, period by period.
    fn list(&self, each: &[Requirement], last: &Attempt) -> Vec<Correction> {
        let hours = self.scenario.grid.interval().hours();
        let mut list = Vec::new();
        for (queue, (before, after)) in each.iter().zip(&last.requirements).enumerate() {
            let asked = |requirement: &Requirement, span: &Range<usize>| -> f64 {
                span.clone().map(|interval| requirement.needs[interval].agents.as_f64() * hours).sum()
            };
            let services = (self.first.iter().map(|first| &first.queues[queue].periods))
                .flat_map(|first| first.iter().zip(&last.service.queues[queue].periods));
            for (was, period) in services {
                let span = period.span.intervals();
                let (before, after) = (asked(before, &span), asked(after, &span));
                if before == after {
                    continue;
                }
                let (service_before, service_after) = (was.expected, period.expected);
                list.push(Correction { queue, span, before, after, service_before, service_after });
            }
        }
        list
    }
}

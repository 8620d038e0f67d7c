use super::PlanOptions;
use super::corrections::{Corrections, corrections};
use super::measured::Measured;
use super::promises::Promises;
use crate::error::Result;
use crate::model::{Requirement, Roster, Rostered, Scenario, Watch};
use crate::rostering::RosteringOptions;
use crate::simulation::SimulationOptions;
use crate::{rostering, staffing};

/// Quick rounds at most, before the roster is polished,
const ROUNDS: usize = 7;
/// and after that, where polishing cost a promise.
const MENDS: usize = 2;
/// The shares of the time that a quick round may take, the polished roster, and one mended.
const QUICK: f64 = 0.12;
const POLISH: f64 = 0.45;
const MEND: f64 = 0.2;
/// Replications of a quick round.
const FEW: usize = 100;
/// A round that saves less than this share of the cost has gained nothing, and so many of them in a row are the last.
const NO_GAIN: f64 = 5e-4;
const MOST_IDLE: usize = 3;
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

/// A roster with what was asked of it and what it gives.
#[derive(Clone)]
pub(super) struct Attempt {
    pub requirements: Vec<Requirement>,
    pub rostered: Rostered,
    pub measured: Measured,
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
    let mut measuring = Measuring { scenario, options, watch, first: None, rounds: 0 };
    if options.trust == Trust::Requirement {
        let attempt = measuring.attempt(each, &options.rostering, &options.simulation)?;
        return Ok((attempt, Corrections::default()));
    }
    let mut promises = Promises::new(scenario, &each);
    let start = match promises.are_any() {
        true => measuring.settle(&mut promises)?,
        false => options.rostering.start.clone(),
    };
    let polished = measuring.polished(&promises, start)?;
    let last = measuring.mend(&mut promises, polished)?;
    let is_settled = !promises.correct(&last.rostered, &last.measured, true);
    let first = measuring.first.as_ref().unwrap_or(&last.measured);
    let (list, queues) = corrections(scenario, (&each, &last.requirements), (first, &last.measured));
    Ok((last, Corrections { rounds: measuring.rounds - 1, is_settled, list, queues }))
}

/// Rosters and measures.
struct Measuring<'a> {
    scenario: &'a Scenario,
    options: &'a PlanOptions,
    watch: &'a dyn Watch,
    /// What the first roster gave.
    first: Option<Measured>,
    rounds: usize,
}

/// A round of quick rosters.
struct Round<'s> {
    score: f64,
    /// What was asked.
    asked: Promises<'s>,
    attempt: Attempt,
}

impl Measuring<'_> {
    /// Corrects what is asked by quick rosters until nothing is left to correct or gained; `promises` becomes what was
    /// asked of the best of them, which is returned.
    ///
    /// Slack is given back as long as that saves something. When it does not, or no longer, what was asked of the best
    /// roster is only raised, where a promise does not hold: so the loop cannot go to and fro for ever.
    fn settle<'s>(&mut self, promises: &mut Promises<'s>) -> Result<Option<Roster>> {
        let mut start = self.options.rostering.start.clone();
        let mut best: Option<Round<'s>> = None;
        let (mut idle, mut is_only_up) = (0, false);
        for _ in 0..ROUNDS {
            let mut attempt = self.quick(promises, start.take())?;
            let score = self.score(&attempt);
            let least = best.as_ref().map_or(f64::INFINITY, |best| best.score);
            let is_gain = score < least * (1.0 - NO_GAIN);
            idle = if is_gain { 0 } else { idle + 1 };
            if score < least {
                best = Some(Round { score, asked: promises.clone(), attempt: attempt.clone() });
            }
            if let (false, false, Some(best)) = (is_gain, is_only_up, &best) {
                (is_only_up, *promises, attempt) = (true, best.asked.clone(), best.attempt.clone());
            }
            let is_corrected = promises.correct(&attempt.rostered, &attempt.measured, is_only_up);
            start = Some(attempt.rostered.roster);
            if !is_corrected || idle == MOST_IDLE || self.watch.should_stop() {
                break;
            }
        }
        if let Some(best) = best {
            *promises = best.asked;
            start = Some(best.attempt.rostered.roster);
        }
        Ok(start)
    }

    /// Asks for more where polishing cost a promise, as long as that helps.
    fn mend(&mut self, promises: &mut Promises, mut last: Attempt) -> Result<Attempt> {
        for _ in 0..MENDS {
            let asked = promises.clone();
            if self.watch.should_stop() || !promises.correct(&last.rostered, &last.measured, true) {
                *promises = asked;
                break;
            }
            let rostering = RosteringOptions {
                start: Some(last.rostered.roster.clone()),
                prove: false,
                ..self.options.rostering.clone()
            };
            let mut next = self.attempt(
                promises.requirements(),
                &self.timed(rostering, MEND),
                &self.options.simulation,
            )?;
            if self.score(&next) >= self.score(&last) {
                *promises = asked;
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
        let measured = Measured::of(self.scenario, &rostered.roster, simulation, self.watch);
        self.first.get_or_insert_with(|| measured.clone());
        self.rounds += 1;
        Ok(Attempt { requirements, rostered, measured })
    }

    /// A roster from little effort.
    fn quick(&mut self, promises: &Promises, start: Option<Roster>) -> Result<Attempt> {
        let rostering = RosteringOptions {
            improvements: 0,
            start,
            prove: false,
            hiring: false,
            ..self.options.rostering.clone()
        };
        let replications = FEW.min(self.options.simulation.replications);
        let simulation = SimulationOptions { replications, precision: None, ..self.options.simulation };
        self.attempt(promises.requirements(), &self.timed(rostering, QUICK), &simulation)
    }

    fn polished(&mut self, promises: &Promises, start: Option<Roster>) -> Result<Attempt> {
        let share = if self.rounds > 0 { POLISH } else { 1.0 };
        let rostering = RosteringOptions { start, ..self.options.rostering.clone() };
        self.attempt(promises.requirements(), &self.timed(rostering, share), &self.options.simulation)
    }

    /// The same with a share of the time there is.
    fn timed(&self, rostering: RosteringOptions, share: f64) -> RosteringOptions {
        let time_limit = self.options.rostering.time_limit.map(|limit| limit.mul_f64(share));
        RosteringOptions { time_limit, ..rostering }
    }

    /// Wages, wishes and posts, penalties expected and a price on broken promises.
    fn score(&self, attempt: &Attempt) -> f64 {
        let proof = &attempt.rostered.proof;
        let periods = attempt.measured.service.queues.iter().flat_map(|queue| &queue.periods);
        let penalties: f64 = periods.map(|period| period.expected_penalty.major()).sum();
        let promise = self.scenario.prices.shortage_hour.major() * HOURS_OF_A_PROMISE;
        (proof.wages + proof.wishes + proof.posts).major()
            + penalties
            + promise * attempt.measured.broken(self.scenario)
    }
}

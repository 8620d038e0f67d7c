use std::time::Instant;

use super::PlanOptions;
use super::corrections::{Corrections, corrections};
use super::measured::Measured;
use super::pace::{FOR_SERVICE, FROM_KNOWN, FROM_NOTHING, Pace, TO_BEGIN, TO_EXCHANGE};
use super::promise::Slack;
use super::promises::{Known, Promises};
use super::repair::standing;
use super::stages::given;
use crate::error::Result;
use crate::model::{Proof, Requirement, Roster, Rostered, Scenario, Watch};
use crate::rostering::RosteringOptions;
use crate::simulation::{Days, SimulationOptions};
use crate::{rostering, staffing};

/// Replications of a quick round, and by which the better of two rosters is told.
pub(super) const FEW: usize = 100;
/// A round that saves less than this share of the cost has gained nothing, and so many of them in a row are the last.
const NO_GAIN: f64 = 5e-4;
const MOST_IDLE: usize = 2;
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

/// A roster whose promises hold as well as they could be made to.
pub(super) struct Held {
    pub attempt: Attempt,
    pub corrections: Corrections,
    /// What was learnt on the way, for plans that are nearly the same.
    pub known: Known,
    /// What each interval by itself requires, and what the first roster gave; nothing where no promise was measured.
    before: Option<(Vec<Requirement>, Measured)>,
}

impl Held {
    /// The same with another roster.
    pub fn taking(mut self, scenario: &Scenario, attempt: Attempt) -> Self {
        if let Some((each, first)) = &self.before {
            let requirements = (each.as_slice(), attempt.requirements.as_slice());
            (self.corrections.list, self.corrections.queues) =
                corrections(scenario, requirements, (first, &attempt.measured));
        }
        Held { attempt, ..self }
    }
}

/// A roster with what was asked of it and what it gives.
#[derive(Clone)]
pub(super) struct Attempt {
    pub requirements: Vec<Requirement>,
    pub rostered: Rostered,
    pub measured: Measured,
}

/// Rosters a scenario so that its promises hold at least cost: rosters, measures, corrects what is asked where a
/// promise is missed or more than held, and goes on from the last roster; then polishes the best. What a plan has learnt
/// that is nearly the same saves most of it.
///
/// # Errors
///
/// Where a solver fails.
pub(super) fn hold(
    scenario: &Scenario,
    options: &PlanOptions,
    known: Option<&Known>,
    watch: &dyn Watch,
) -> Result<Held> {
    let pace = if known.is_some() { &FROM_KNOWN } else { &FROM_NOTHING };
    let days = Days::of(scenario, &options.simulation);
    hold_at(pace, (scenario, &days), options, known, watch)
}

/// The same on random days that may be known from other plans, for one of several plans: the roster is measured by few
/// replications only, as others begin with it, or it may be given up for another's.
///
/// # Errors
///
/// Where a solver fails.
pub(super) fn hold_on(
    days: &Days,
    scenario: &Scenario,
    options: &PlanOptions,
    known: Option<&Known>,
    watch: &dyn Watch,
) -> Result<Held> {
    let pace = if known.is_some() { &TO_EXCHANGE } else { &TO_BEGIN };
    hold_at(pace, (scenario, days), options, known, watch)
}

/// The same from what a plan of the same weeks with other staff or volume has learnt, to see whether the promises can be
/// kept: it is mended until they are or nothing is gained, however late it is.
///
/// # Errors
///
/// Where a solver fails.
pub(super) fn hold_for_service(
    scenario: &Scenario,
    options: &PlanOptions,
    known: &Known,
    watch: &dyn Watch,
) -> Result<Held> {
    let days = Days::of(scenario, &options.simulation);
    hold_at(&FOR_SERVICE, (scenario, &days), options, Some(known), watch)
}

fn hold_at(
    pace: &Pace,
    (scenario, days): (&Scenario, &Days),
    options: &PlanOptions,
    known: Option<&Known>,
    watch: &dyn Watch,
) -> Result<Held> {
    let each = staffing::require_all(scenario, &options.staffing);
    let mut promises = Promises::new(scenario, &each);
    let mut measuring =
        Measuring { scenario, days, options, pace, watch, started: Instant::now(), first: None, rounds: 0 };
    if options.trust == Trust::Requirement {
        let attempt = measuring.attempt(each.clone(), &options.rostering, &options.simulation)?;
        let (corrections, known) = (Corrections::default(), promises.known());
        return Ok(Held { attempt, corrections, known, before: None });
    }
    if let Some(known) = known {
        promises.learn_from(known);
    }
    let best = if promises.are_any() { measuring.settle(&mut promises)? } else { None };
    let polished = measuring.polished(&promises, best)?;
    let last = measuring.mend(&mut promises, polished)?;
    let known = promises.known();
    let is_settled = !promises.correct(&last.rostered, &last.measured, Slack::Kept);
    let first = measuring.first.unwrap_or_else(|| last.measured.clone());
    let corrections = Corrections { rounds: measuring.rounds - 1, is_settled, ..Corrections::default() };
    let held = Held { attempt: last.clone(), corrections, known, before: Some((each.clone(), first)) };
    Ok(held.taking(scenario, last))
}

/// So many replications, or fewer where no more are wanted, and those whatever they say.
pub(super) fn few(replications: usize, options: &SimulationOptions) -> SimulationOptions {
    SimulationOptions { replications: replications.min(options.replications), precision: None, ..*options }
}

/// Wages, wishes, burdens and posts, penalties expected and a price on broken promises.
pub(super) fn score(scenario: &Scenario, Attempt { rostered, measured, .. }: &Attempt) -> f64 {
    let proof = &rostered.proof;
    (proof.wages + proof.wishes + proof.fairness + proof.posts + proof.changes).major()
        + price_of_service(scenario, measured)
}

/// Penalties expected and a price on broken promises.
pub(super) fn price_of_service(scenario: &Scenario, measured: &Measured) -> f64 {
    let periods = measured.service.queues.iter().flat_map(|queue| &queue.periods);
    let penalties: f64 = periods.map(|period| period.expected_penalty.major()).sum();
    let promise = scenario.prices.shortage_hour.major() * HOURS_OF_A_PROMISE;
    penalties + promise * measured.broken(scenario)
}

/// What was proven of one roster, of another that is asked for as much: the bound is of what is asked, whatever the roster.
pub(super) fn prove_like(rostered: &mut Rostered, proven: &Rostered) {
    let Proof { bound, is_bound_final, prices, .. } = proven.proof.clone();
    rostered.proof = Proof { bound, is_bound_final, prices, ..rostered.proof.clone() };
}

/// Rosters and measures.
struct Measuring<'a> {
    scenario: &'a Scenario,
    /// The random days on which rosters are measured.
    days: &'a Days,
    options: &'a PlanOptions,
    pace: &'a Pace,
    watch: &'a dyn Watch,
    started: Instant,
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
    /// Slack is given back as long as that saves something. When it does not, or no longer, the loop goes on from what was
    /// asked of the best roster, and only raises it where a promise does not hold, but for slack there is plenty of: so it
    /// cannot go to and fro for ever.
    fn settle<'s>(&mut self, promises: &mut Promises<'s>) -> Result<Option<Attempt>> {
        self.learn_from_posted(promises)?;
        let mut start = self.options.rostering.start.clone();
        let mut best: Option<Round<'s>> = None;
        let (mut idle, mut slack) = (0, self.pace.slack);
        for _ in 0..self.pace.rounds {
            let mut attempt = self.quick(promises, start.take())?;
            let score = score(self.scenario, &attempt);
            let least = best.as_ref().map_or(f64::INFINITY, |best| best.score);
            let is_gain = score < least * (1.0 - NO_GAIN);
            idle = if is_gain { 0 } else { idle + 1 };
            if score < least {
                best = Some(Round { score, asked: promises.clone(), attempt: attempt.clone() });
            }
            if let (false, Slack::GivenBack, Some(best)) = (is_gain, slack, &best) {
                slack = Slack::GivenBackIfPlenty;
                let broken = |attempt: &Attempt| attempt.measured.broken(self.scenario);
                if broken(&attempt) > broken(&best.attempt) {
                    (*promises, attempt) = (best.asked.clone(), best.attempt.clone());
                }
            }
            let is_corrected = promises.correct(&attempt.rostered, &attempt.measured, slack);
            start = Some(attempt.rostered.roster);
            if !is_corrected || idle == MOST_IDLE || self.watch.should_stop() {
                break;
            }
        }
        let best = best.map(|best| {
            *promises = best.asked;
            best.attempt
        });
        Ok(best)
    }

    /// Corrects what is asked by what the posted roster gives, as far as it stands: what it gives with slack is not asked
    /// for, so that nothing is changed for it.
    fn learn_from_posted(&self, promises: &mut Promises) -> Result<()> {
        let Some(posted) = &self.options.rostering.posted else { return Ok(()) };
        let roster = standing(self.scenario, posted);
        let measured = Measured::of(self.scenario, &roster, (self.days, &self.few()), self.watch);
        let given = given(self.scenario, &promises.requirements(), roster)?;
        promises.correct(&given, &measured, Slack::GivenBack);
        Ok(())
    }

    /// A roster with all its proof from the best so far on, or the best so far where polishing cost more in promises than
    /// it saved, measured by all replications.
    fn polished(&mut self, promises: &Promises, best: Option<Attempt>) -> Result<Attempt> {
        let requirements = promises.requirements();
        let Some(best) = best else {
            return self.attempt(requirements, &self.options.rostering, &self.options.simulation);
        };
        let is_polished = self.pace.is_always_polished || self.options.rostering.prove;
        let better = if is_polished { self.better(requirements, best)? } else { best };
        let Measuring { scenario, days, options, watch, .. } = *self;
        if !self.pace.is_measured_in_full {
            return Ok(better);
        }
        let (roster, on) = (&better.rostered.roster, (days, &options.simulation));
        let measured = better.measured.further(scenario, roster, on, watch);
        Ok(Attempt { measured, ..better })
    }

    /// The better one of a quick roster and what polishing makes of it, by the same few replications.
    fn better(&mut self, requirements: Vec<Requirement>, quick: Attempt) -> Result<Attempt> {
        let start = Some(quick.rostered.roster.clone());
        let rostering = RosteringOptions { start, ..self.options.rostering.clone() };
        let rostering = self.timed(rostering, self.pace.polish);
        let polished = self.attempt(requirements, &rostering, &self.few())?;
        match score(self.scenario, &quick) < score(self.scenario, &polished) {
            true => self.unpolished(quick, &polished),
            false => Ok(polished),
        }
    }

    /// A quick roster instead of what polishing made of it. What was proven of the other is true of it.
    fn unpolished(&self, mut quick: Attempt, polished: &Attempt) -> Result<Attempt> {
        let Measuring { scenario, options, watch, .. } = *self;
        let Attempt { requirements, rostered, .. } = &mut quick;
        prove_like(rostered, &polished.rostered);
        if options.rostering.hiring {
            rostering::weigh_hires(scenario, requirements, rostered, &options.rostering, watch)?;
        }
        Ok(quick)
    }

    /// Asks for more where polishing cost a promise, as long as that helps.
    fn mend(&mut self, promises: &mut Promises, mut last: Attempt) -> Result<Attempt> {
        for _ in 0..self.pace.mends {
            let asked = promises.clone();
            if self.is_late() || !promises.correct(&last.rostered, &last.measured, Slack::Kept) {
                *promises = asked;
                break;
            }
            let next = self.from(promises, Some(last.rostered.roster.clone()), &last)?;
            if score(self.scenario, &next) >= score(self.scenario, &last) {
                *promises = asked;
                break;
            }
            last = next;
        }
        Ok(last)
    }

    fn is_late(&self) -> bool {
        let limit = self.options.rostering.time_limit;
        self.watch.should_stop()
            || limit.is_some_and(|limit| {
                self.started.elapsed().as_secs_f64() > limit.as_secs_f64() * self.pace.late
            })
    }

    /// A roster that goes on from another, asked for as much as one proven, or more: none costs less than was proven.
    fn from(&mut self, promises: &Promises, start: Option<Roster>, proven: &Attempt) -> Result<Attempt> {
        let rostering = RosteringOptions { start, prove: false, ..self.options.rostering.clone() };
        let simulation = if self.pace.is_measured_in_full { self.options.simulation } else { self.few() };
        let timed = self.timed(rostering, self.pace.next);
        let mut next = self.attempt(promises.requirements(), &timed, &simulation)?;
        prove_like(&mut next.rostered, &proven.rostered);
        Ok(next)
    }

    fn attempt(
        &mut self,
        requirements: Vec<Requirement>,
        rostering: &RosteringOptions,
        simulation: &SimulationOptions,
    ) -> Result<Attempt> {
        let rostered = rostering::roster(self.scenario, &requirements, rostering, self.watch)?;
        let measured = Measured::of(self.scenario, &rostered.roster, (self.days, simulation), self.watch);
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
        let share = if self.rounds == 0 { self.pace.first } else { self.pace.next };
        self.attempt(promises.requirements(), &self.timed(rostering, share), &self.few())
    }

    fn few(&self) -> SimulationOptions {
        few(FEW, &self.options.simulation)
    }

    /// The same with a share of the time there is.
    fn timed(&self, rostering: RosteringOptions, share: f64) -> RosteringOptions {
        let time_limit = self.options.rostering.time_limit.map(|limit| limit.mul_f64(share));
        RosteringOptions { time_limit, ..rostering }
    }
}

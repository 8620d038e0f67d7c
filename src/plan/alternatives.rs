use std::sync::Arc;

use super::exchange::{Found, better_of_others, lines_for};
use super::hold::{Attempt, hold_on};
use super::side_by_side::side_by_side;
use super::stages::finish;
use super::{Outcome, Outline, Plan, PlanOptions};
use crate::error::Result;
use crate::model::{Scenario, Watch};
use crate::rostering::{self, RosteringOptions};
use crate::simulation::Days;

/// Of the time and the improvements there are, the share for the roster from which all start,
const START_SHARE: f64 = 0.5;
/// and the least and the most for each that goes on from it; all of them together have as much as a plan by itself,
/// unless that is less.
const LEAST_SHARE: f64 = 0.125;
const MOST_SHARE: f64 = 0.5;
/// From a roster of nearly the same plan a little annealing will do, and a little stirring of breaks.
const ANNEALING: usize = 24;
const STIRRING: usize = 2;

/// The roster from which all plans of a comparison start, and what it has taught.
pub(super) struct Start {
    found: Found,
    /// The random days it was measured on.
    days: Days,
}

impl Start {
    /// A roster of the base, from half the effort of a plan.
    ///
    /// # Errors
    ///
    /// Where a solver fails.
    pub fn find(base: &Scenario, options: &PlanOptions, watch: &dyn Watch) -> Result<Self> {
        let options = with_effort(options, START_SHARE);
        let rostering = RosteringOptions { prove: false, ..options.rostering };
        let days = Days::of(base, &options.simulation);
        let held = hold_on(&days, base, &PlanOptions { rostering, ..options }, None, watch)?;
        Ok(Start { found: Found { scenario: base.clone(), held }, days })
    }
}

/// Plans every scenario that could be read, the base first: its plan, and what all come to. Those after the `named` ones
/// only explain, and are spared the advice on hiring.
///
/// Each goes on from the start with equal effort, the base included. Then each may take over the roster of another.
///
/// # Errors
///
/// As [`plan`](super::plan), for the base.
pub(super) fn plan_all(
    start: &Start,
    scenarios: Vec<Result<Scenario>>,
    named: usize,
    options: &PlanOptions,
    watch: &dyn Watch,
    tick: &(dyn Fn() + Sync),
) -> Result<(Plan, Vec<Outcome>)> {
    let share = (1.0 / scenarios.len().max(1) as f64).clamp(LEAST_SHARE, MOST_SHARE);
    let options_for = |place: usize| {
        let mut options = with_effort(options, share);
        // Only the base says how far it is from the best.
        options.rostering.prove &= place == 0;
        options
    };
    let found = side_by_side(scenarios, |place, scenario| {
        let found = scenario.and_then(|scenario| go_on(start, scenario, options_for(place), watch));
        tick();
        found
    });
    let places: Vec<usize> = (0..found.len()).collect();
    let taken =
        side_by_side(places, |_, place| better_of_others(place, &found, (&start.days, options), watch));
    let pairs: Vec<_> = found.into_iter().zip(taken).collect();
    let planned = side_by_side(pairs, |place, (found, taken)| {
        let mut options = options.clone();
        options.rostering.hiring &= place < named;
        let plan = found.and_then(|found| finished(found, taken?, (&start.days, &options), watch));
        tick();
        // Of most only the outline is kept: a plan is large.
        plan.map(|plan| (Outline::of(&plan), (place == 0).then_some(plan)))
    });
    let (mut base, mut outcomes) = (None, Vec::with_capacity(planned.len()));
    for (place, planned) in planned.into_iter().enumerate() {
        match planned {
            Err(error) if place == 0 => return Err(error),
            Err(error) => outcomes.push(Err(Arc::new(error))),
            Ok((outline, plan)) => {
                outcomes.push(Ok(outline));
                base = base.or(plan);
            }
        }
    }
    Ok((base.expect("the base is the first of the plans"), outcomes))
}

/// Goes on from the start; where its roster means nothing to a scenario, as its days are others, from nothing.
fn go_on(start: &Start, scenario: Scenario, mut options: PlanOptions, watch: &dyn Watch) -> Result<Found> {
    let Start { found: Found { scenario: base, held }, days } = start;
    options.rostering.start = lines_for(base, &held.attempt.rostered.roster, &scenario);
    let known = options.rostering.start.is_some().then_some(&held.known);
    if known.is_some() {
        options = from_another(&options);
    }
    let days = days.or_those_of(&scenario, &options.simulation);
    let held = hold_on(&days, &scenario, &options, known, watch)?;
    Ok(Found { scenario, held })
}

/// The plan of what was found for a scenario, or of what it takes over, measured by all replications, with the advice on
/// hiring.
fn finished(
    Found { scenario, held }: Found,
    taken: Option<Attempt>,
    (days, options): (&Days, &PlanOptions),
    watch: &dyn Watch,
) -> Result<Plan> {
    let Attempt { requirements, mut rostered, measured } = taken.unwrap_or_else(|| held.attempt.clone());
    let days = days.or_those_of(&scenario, &options.simulation);
    let measured = measured.further(&scenario, &rostered.roster, (&days, &options.simulation), watch);
    if options.rostering.hiring {
        rostering::weigh_hires(&scenario, &requirements, &mut rostered, &options.rostering, watch)?;
    }
    let held = held.taking(&scenario, Attempt { requirements, rostered, measured });
    finish(scenario, held, options, watch)
}

/// The options for a roster that goes on from one of nearly the same plan.
pub(super) fn from_another(options: &PlanOptions) -> PlanOptions {
    let rostering =
        RosteringOptions { annealing: ANNEALING, stirring: STIRRING, ..options.rostering.clone() };
    PlanOptions { rostering, ..options.clone() }
}

/// The options with a share of the time and of the improvements, and no advice on hiring meanwhile.
fn with_effort(options: &PlanOptions, share: f64) -> PlanOptions {
    let mut options = options.clone();
    let rostering = &mut options.rostering;
    rostering.time_limit = rostering.time_limit.map(|limit| limit.mul_f64(share));
    rostering.improvements = (rostering.improvements as f64 * share).ceil() as usize;
    rostering.hiring = false;
    options
}

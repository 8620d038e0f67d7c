use std::ops::Range;

use rand::SeedableRng;
use rand_pcg::Pcg64;

use super::RosteringOptions;
use super::anneal::{Heat, anneal, sketch};
use super::at_hand::AtHand;
use super::bound::{Bound, bound, rise};
use super::break_times::place_breaks;
use super::candidates::{Weighed, candidates};
use super::concessions::concessions;
use super::engine::Engine;
use super::fill::fill;
use super::improvement::{Incumbent, improve_each};
use super::service_neighbourhoods::ServiceNeighbourhoods;
use super::sharing::{Shared, share};
use super::state::{Lines, heads};
use super::until::Until;
use crate::error::Result;
use crate::model::{Proof, Requirement, Roster, Rostered, Scenario, Series, Watch};
use crate::units::Money;

/// Saving less than this share of the cost counts as saving nothing,
const NO_GAIN: f64 = 1e-6;
/// and so many improvements in a row that save nothing are the last.
const MOST_IDLE: usize = 24;

/// Rosters the agents of a scenario against its requirements.
///
/// The roster keeps every rule; what it cannot cover is in its shortage.
///
/// # Errors
///
/// Only where the solver itself fails.
pub fn roster(
    scenario: &Scenario,
    requirements: &[Requirement],
    options: &RosteringOptions,
    watch: &dyn Watch,
) -> Result<Rostered> {
    let engine = Engine::new(scenario, requirements, options.posted.as_ref(), &options.at_hand);
    let until = &Until::new(watch, options.time_limit);
    let mut random = Pcg64::seed_from_u64(options.seed);
    let posted = options.posted.as_ref().map(|posted| &posted.roster);
    let start = options.start.as_ref().or(posted).map(|roster| Lines::of_roster(scenario, roster));
    let (mut incumbent, bound, improvements);
    if scenario.queues.is_empty() {
        let heat = Heat::new(start.is_some(), options.annealing);
        let annealed = anneal(&engine, (start.as_ref(), heat), &mut random, until);
        incumbent = measured(&engine, annealed)?;
        until.tell("first roster", None, incumbent.cost, None);
        (bound, improvements) = fill(&engine, &mut incumbent, options, &mut random, until)?;
    } else {
        (incumbent, bound) = begin(&engine, start.as_ref(), options, &mut random, until)?;
        until.tell("improving", Some(0.0), incumbent.cost, Some(bound.cost));
        improvements = improve(&engine, &mut incumbent, &bound, options, &mut random, until)?;
        if improvements > 0 {
            // Meanwhile presence was shared anew a few days at a time.
            incumbent = measured(&engine, incumbent.lines)?;
        }
    }
    let breaks_saved = place_breaks(&engine, &mut incumbent, options, watch)?;
    // Time may be up; whom to hire is told all the same.
    let weighed =
        if options.hiring { candidates(&engine, &incumbent.lines, watch)? } else { Weighed::default() };
    let mut rostered = finish(&engine, incumbent, &bound, improvements);
    weighed.tell(&mut rostered);
    rostered.proof.breaks_saved = Money::from_major(breaks_saved);
    Ok(rostered)
}

/// A good roster of a plan with queues and, at the same time, the bound by prices: each works on one core, from the same first
/// roster. Where the one is not as good as proven by the other, programs follow.
fn begin(
    engine: &Engine,
    start: Option<&Lines>,
    options: &RosteringOptions,
    random: &mut Pcg64,
    until: &Until,
) -> Result<(Incumbent, Bound)> {
    let heat = Heat::new(start.is_some(), options.annealing);
    if !options.prove {
        let annealed = anneal(engine, (start, heat), random, until);
        return Ok((measured(engine, annealed)?, Bound::default()));
    }
    let first = measured(engine, sketch(engine, start, until))?;
    until.tell("first roster", None, first.cost, None);
    let prove = || rise(engine, &first.lines, until);
    let anneal = || -> Result<Incumbent> {
        let mut annealed = measured(engine, anneal(engine, (Some(&first.lines), heat), random, until))?;
        // Days are better solved once breaks lie well.
        place_breaks(engine, &mut annealed, options, until)?;
        Ok(annealed)
    };
    let (annealed, risen) = rayon::join(anneal, prove);
    let (annealed, risen) = (annealed?, risen?);
    // The bound asks nothing of agents for whom the first roster had to give up a rule: of no others may this one.
    let asked = concessions(engine, &annealed.lines).iter().all(|of| engine.is_conceding(of.agent));
    let begun = if asked { annealed } else { first };
    let bound = match risen.is_near(begun.cost) {
        true => risen,
        false => bound(engine, risen, &begun.lines, until)?,
    };
    Ok((begun, bound))
}

/// Who serves what on a roster made elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Covered {
    /// Agents on each queue of the scenario, by interval.
    pub scheduled: Vec<Series<f64>>,
    /// People in seat each queue is short of, by interval.
    pub shortage: Vec<Series<f64>>,
}

/// Sends everyone on a roster where they are needed most.
///
/// # Errors
///
/// Only where the solver itself fails.
pub fn cover(scenario: &Scenario, requirements: &[Requirement], roster: &Roster) -> Result<Covered> {
    let engine = Engine::new(scenario, requirements, None, &AtHand::default());
    let Shared { scheduled, shortage, .. } = share(&engine, &Lines::of_roster(scenario, roster))?;
    Ok(Covered { scheduled, shortage })
}

/// What a roster made elsewhere comes to: who serves what, what it is short of, and its cost part by part, of which nothing is
/// proven. What hiring would bring is not said.
///
/// # Errors
///
/// Only where the solver itself fails.
pub fn appraise(
    scenario: &Scenario,
    requirements: &[Requirement],
    roster: &Roster,
    options: &RosteringOptions,
) -> Result<Rostered> {
    let engine = Engine::new(scenario, requirements, options.posted.as_ref(), &options.at_hand);
    let incumbent = measured(&engine, Lines::of_roster(scenario, roster))?;
    Ok(finish(&engine, incumbent, &Bound::default(), 0))
}

/// Weighs what hiring would bring to a roster made elsewhere.
///
/// # Errors
///
/// Only where the solver itself fails.
pub fn weigh_hires(
    scenario: &Scenario,
    requirements: &[Requirement],
    rostered: &mut Rostered,
    options: &RosteringOptions,
    watch: &dyn Watch,
) -> Result<()> {
    let engine = Engine::new(scenario, requirements, options.posted.as_ref(), &options.at_hand);
    candidates(&engine, &Lines::of_roster(scenario, &rostered.roster), watch)?.tell(rostered);
    Ok(())
}

/// A roster with its cost, computed anew from nothing but its shifts.
pub(super) fn measured(engine: &Engine, lines: Lines) -> Result<Incumbent> {
    let shared = share(engine, &lines)?;
    Ok(Incumbent::of(engine, lines, shared))
}

/// The parts of a roster's cost.
pub(super) fn parts(engine: &Engine, lines: &Lines, shared: &Shared) -> Proof {
    let days = 0..engine.scenario.grid.days() as i32;
    Proof { shortage: Money::from_major(shared.price()), ..parts_of_days(engine, lines, &days) }
}

/// The parts of the cost of what is worked on some days, shortage aside.
pub(super) fn parts_of_days(engine: &Engine, lines: &Lines, days: &Range<i32>) -> Proof {
    let scenario = engine.scenario;
    let mut proof = Proof::default();
    let mut unfairness = 0.0;
    for (agent, line) in lines.of.iter().enumerate() {
        let inside: Vec<_> = line.iter().filter(|shift| days.contains(&shift.day)).collect();
        let wage = scenario.contracts[scenario.agents[agent].contract].wage_per_hour;
        proof.wages += inside.iter().map(|shift| wage.times(shift.paid().hours())).sum();
        let mut shifts = inside.iter().copied().peekable();
        for day in days.clone() {
            let worked = shifts.next_if(|shift| shift.day == day);
            proof.wishes += engine.wish_price(&engine.calendar.agents[agent][day as usize], worked);
        }
        unfairness += engine.unfairness_on(agent, line, days);
    }
    proof.fairness = Money::from_major(unfairness);
    let posts = heads(lines.of.iter().flatten());
    for post in scenario.posts.iter().filter(|post| days.contains(&(post.day as i32))) {
        let there = posts.get(&(post.day as i32, post.shift)).copied().unwrap_or(0);
        proof.posts += post.cost(there);
    }
    if let Some(posted) = engine.posted {
        let changes = posted.changes(&lines.roster());
        let inside = changes.iter().filter(|change| days.contains(&change.day)).count();
        proof.changes = posted.price.times(inside as f64);
    }
    proof
}

/// Improves the roster neighbourhood after neighbourhood; how many were tried.
fn improve(
    engine: &Engine,
    incumbent: &mut Incumbent,
    bound: &Bound,
    options: &RosteringOptions,
    random: &mut Pcg64,
    watch: &Until,
) -> Result<usize> {
    let mut idle = 0;
    let mut neighbourhoods = ServiceNeighbourhoods::new(engine, bound.is_final);
    for step in 0..options.improvements {
        if watch.should_stop() || bound.is_near(incumbent.cost) || idle == MOST_IDLE {
            return Ok(step);
        }
        let (arm, frames) = neighbourhoods.next(engine, incumbent, idle, random);
        let frames: Vec<_> = frames.into_iter().map(|frame| (frame, None)).collect();
        let improved = improve_each(engine, incumbent, &frames, &bound.pools, watch)?;
        let saved: f64 = improved.iter().map(|improved| improved.saved).sum();
        neighbourhoods.learn(arm, &improved);
        idle = if saved > NO_GAIN * incumbent.cost { 0 } else { idle + 1 };
        watch.tell(
            "improving",
            Some((step + 1) as f64 / options.improvements as f64),
            incumbent.cost,
            Some(bound.cost),
        );
    }
    Ok(options.improvements)
}

fn finish(
    engine: &Engine,
    Incumbent { lines, shared, .. }: Incumbent,
    bound: &Bound,
    improvements: usize,
) -> Rostered {
    let proof = Proof {
        bound: Money::from_major(bound.cost),
        rounds: bound.rounds,
        columns: bound.columns,
        improvements,
        is_bound_final: bound.is_final,
        prices: bound.prices.clone().into(),
        ..parts(engine, &lines, &shared)
    };
    let given = Rostered::given(lines.roster(), shared.scheduled, shared.shortage);
    Rostered { proof, concessions: concessions(engine, &lines), ..given }
}

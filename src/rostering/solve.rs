use std::ops::Range;
use std::time::Instant;

use rand::SeedableRng;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::RosteringOptions;
use super::candidates::candidates;
use super::chain::chain;
use super::construct::construct;
use super::dive::dive;
use super::engine::Engine;
use super::frames::{alone, weekend_price, weeks};
use super::improvement::{Incumbent, improve_once, neighbourhoods, next_weeks, relief};
use super::sharing::{Shared, share};
use super::state::Lines;
use super::terms::{Open, most_weekends, of_agent};
use super::window::{Effort, Window};
use crate::error::Result;
use crate::model::{Candidate, Concession, Progress, Proof, Requirement, Rostered, Scenario, Watch};
use crate::program::Method;
use crate::units::Money;

/// Enough when the bound is proven to this share of the cost.
const BOUND_GAP: f64 = 5e-4;

/// Saving less than this share of the cost counts as saving nothing,
const NO_GAIN: f64 = 1e-6;
/// and so many improvements in a row that save nothing are the last.
const MOST_IDLE: usize = 16;

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
    let engine = Engine::new(scenario, requirements);
    let until = &Until { watch, end: options.time_limit.map(|limit| Instant::now() + limit) };
    let mut incumbent = measured(&engine, construct(&engine))?;
    until.tell("first roster", None, incumbent.cost, None);
    let root = solve_weeks(&engine, &incumbent.lines, until)?;
    until.tell("bound", None, incumbent.cost, Some(root.bound));
    let chained = measured(&engine, chain(&engine, &root.lines, until)?)?;
    if chained.cost < incumbent.cost {
        incumbent = chained;
    }
    until.tell("improving", Some(0.0), incumbent.cost, Some(root.bound));
    let improvements = improve(&engine, &mut incumbent, root.bound, options, until)?;
    // Time may be up; whom to hire is told all the same.
    let candidates = if options.hiring { candidates(&engine, &incumbent.lines, watch)? } else { Vec::new() };
    finish(&engine, &incumbent, &root, improvements, candidates)
}

/// A watch that also stops when time is up.
struct Until<'a> {
    watch: &'a dyn Watch,
    end: Option<Instant>,
}

impl Until<'_> {
    fn tell(&self, stage: &'static str, done: Option<f64>, cost: f64, bound: Option<f64>) {
        let cost = Some(Money::from_major(cost));
        self.progress(&Progress { stage, done, cost, bound: bound.map(Money::from_major) });
    }
}

impl Watch for Until<'_> {
    fn progress(&self, progress: &Progress) {
        self.watch.progress(progress);
    }

    fn should_stop(&self) -> bool {
        self.end.is_some_and(|end| Instant::now() >= end) || self.watch.should_stop()
    }
}

/// What the weeks, each by itself, prove and propose.
struct Root {
    bound: f64,
    is_final: bool,
    rounds: usize,
    columns: usize,
    /// By week: lines for all agents that keep the rules within the week.
    lines: Vec<Lines>,
}

/// A week by itself.
struct WeekAlone {
    bound: f64,
    is_final: bool,
    rounds: usize,
    columns: usize,
    lines: Lines,
}

/// Solves every week by itself. The sum of their bounds is a bound: each week drops the rules that bind it to the
/// others, and what the others could do for it.
fn solve_weeks(engine: &Engine, first: &Lines, watch: &dyn Watch) -> Result<Root> {
    let solved: Vec<WeekAlone> =
        weeks(engine).par_iter().map(|days| solve_week(engine, days, first, watch)).collect::<Result<_>>()?;
    Ok(Root {
        bound: (solved.iter().map(|week| week.bound).sum::<f64>() - weekends_priced(engine)).max(0.0),
        is_final: solved.iter().all(|week| week.is_final),
        rounds: solved.iter().map(|week| week.rounds).sum(),
        columns: solved.iter().map(|week| week.columns).sum(),
        lines: solved.into_iter().map(|week| week.lines).collect(),
    })
}

/// The most that all agents together could pay for weekends: the price on weekends relaxes their limit, and what
/// it can charge at most is taken off the bound.
fn weekends_priced(engine: &Engine) -> f64 {
    let weeks = weeks(engine).len() as u32;
    let contracts = engine.scenario.agents.iter().map(|agent| &engine.scenario.contracts[agent.contract]);
    let most: u32 =
        contracts.filter_map(|contract| contract.max_weekends).map(|limit| most_weekends(limit, weeks)).sum();
    weekend_price(engine) * f64::from(most)
}

fn solve_week(engine: &Engine, days: &Range<i32>, first: &Lines, watch: &dyn Watch) -> Result<WeekAlone> {
    let mut lines = Lines::history(engine.scenario);
    let mut window = Window::new(engine, &alone(engine, days), &lines)?;
    window.add_current(first)?;
    window.start()?;
    let effort = Effort { rounds: 200, gap: BOUND_GAP, lines: 2, cutoff: f64::INFINITY };
    let generated = window.generate(&effort, Method::Dual, watch)?;
    let (bound, is_final) = (generated.bound, generated.is_final);
    // The bound lets the week before help; the lines to be chained had better not count on it.
    window.master.waive_favours();
    let generated = window.generate(&Effort { rounds: 4, gap: 2e-3, ..effort }, Method::Dual, watch)?;
    dive(&mut window, generated, &Effort { rounds: 2, gap: 2e-3, ..effort }, watch)?;
    window.write(days, &mut lines);
    Ok(WeekAlone { bound, is_final, rounds: window.rounds, columns: window.lines.len(), lines })
}

/// A roster with its cost, computed anew from nothing but its shifts.
fn measured(engine: &Engine, lines: Lines) -> Result<Incumbent> {
    let shared = share(engine, &lines)?;
    let cost = parts(engine, &lines, &shared).cost().major();
    Ok(Incumbent { done: shared.done, cost, lines })
}

/// The parts of a roster's cost.
fn parts(engine: &Engine, lines: &Lines, shared: &Shared) -> Proof {
    let scenario = engine.scenario;
    let days = (0, scenario.grid.days() as i32);
    let mut proof = Proof { shortage: Money::from_major(shared.price), ..Proof::default() };
    let mut wishes = 0.0;
    let mut posts = std::collections::HashMap::new();
    for (agent, line) in lines.of.iter().enumerate() {
        let inside: Vec<_> = line.iter().filter(|shift| shift.day >= 0).cloned().collect();
        let wage = scenario.contracts[scenario.agents[agent].contract].wage_per_hour;
        proof.wages += inside.iter().map(|shift| wage.times(shift.paid().hours())).sum();
        let terms = of_agent(scenario, &engine.calendar, agent, line, days, Open::NEITHER);
        wishes += engine.wishes(&terms, &inside);
        for shift in inside {
            *posts.entry((shift.day, shift.template)).or_insert(0u32) += 1;
        }
    }
    proof.wishes = Money::from_major(wishes);
    for post in &scenario.posts {
        let there = posts.get(&(post.day as i32, Some(post.shift))).copied().unwrap_or(0);
        let under = f64::from(post.required.saturating_sub(there));
        let over = f64::from(there.saturating_sub(post.required));
        proof.posts += post.under_cost.times(under) + post.over_cost.times(over);
    }
    proof
}

/// Improves the roster neighbourhood after neighbourhood; how many were tried.
fn improve(
    engine: &Engine,
    incumbent: &mut Incumbent,
    bound: f64,
    options: &RosteringOptions,
    watch: &Until,
) -> Result<usize> {
    let mut random = Pcg64::seed_from_u64(options.seed);
    let mut weeks = Vec::new();
    let mut idle = 0;
    for step in 0..options.improvements {
        let is_proven = incumbent.cost - bound <= BOUND_GAP * incumbent.cost;
        if watch.should_stop() || is_proven || idle == MOST_IDLE {
            return Ok(step);
        }
        let frames = if step >= 2 && step % 4 != 1 {
            relief(engine, incumbent, &mut random)?
        } else {
            let days = next_weeks(engine, &mut weeks, &mut random);
            neighbourhoods(engine, incumbent, days, &mut random)
        };
        let saved = improve_once(engine, incumbent, &frames, watch)?;
        idle = if saved > NO_GAIN * incumbent.cost { 0 } else { idle + 1 };
        watch.tell(
            "improving",
            Some((step + 1) as f64 / options.improvements as f64),
            incumbent.cost,
            Some(bound),
        );
    }
    Ok(options.improvements)
}

fn finish(
    engine: &Engine,
    incumbent: &Incumbent,
    root: &Root,
    improvements: usize,
    candidates: Vec<Candidate>,
) -> Result<Rostered> {
    let shared = share(engine, &incumbent.lines)?;
    let proof = Proof {
        bound: Money::from_major(root.bound),
        rounds: root.rounds,
        columns: root.columns,
        improvements,
        is_bound_final: root.is_final,
        ..parts(engine, &incumbent.lines, &shared)
    };
    Ok(Rostered {
        roster: incumbent.lines.roster(),
        proof,
        shortage: shared.shortage,
        scheduled: shared.scheduled,
        concessions: concessions(engine, &incumbent.lines),
        candidates,
    })
}

/// The weeks in which an agent's least hours could not be reached.
fn concessions(engine: &Engine, lines: &Lines) -> Vec<Concession> {
    let mut found = Vec::new();
    for agent in 0..engine.scenario.agents.len() {
        for days in weeks(engine) {
            let line = &lines.of[agent];
            let terms = of_agent(
                engine.scenario,
                &engine.calendar,
                agent,
                line,
                (days.start, days.end),
                Open::NEITHER,
            );
            let worked: i32 =
                line.iter().filter(|shift| days.contains(&shift.day)).map(|shift| shift.paid().get()).sum();
            for week in terms.weeks.iter().filter(|week| worked < week.min) {
                let (worked, least) =
                    (crate::units::Minutes::new(worked), crate::units::Minutes::new(week.min));
                found.push(Concession {
                    agent,
                    day: days.start,
                    rule: "hours-per-week",
                    note: format!("{worked} instead of {least} besides leave: no legal line reaches it"),
                });
            }
        }
    }
    found
}

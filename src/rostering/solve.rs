use std::ops::Range;
use std::time::Instant;

use rand::SeedableRng;
use rand_pcg::Pcg64;
use rayon::prelude::*;

use super::RosteringOptions;
use super::candidates::candidates;
use super::construct::construct;
use super::dive::dive;
use super::engine::Engine;
use super::frames::{after, alone, mending, weeks};
use super::improvement::{Incumbent, improve_once, write_done};
use super::sharing::{Shared, share};
use super::state::Lines;
use super::terms::{Open, of_agent};
use super::window::{Effort, Frame, PricedLines, Window};
use crate::error::Result;
use crate::model::{Candidate, Concession, Progress, Proof, Requirement, Rostered, Scenario, Watch};
use crate::program::Method;
use crate::units::Money;

/// Enough when the bound is proven to this share of the cost.
const BOUND_GAP: f64 = 2e-4;

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
    let watch = &Until { watch, end: options.time_limit.map(|limit| Instant::now() + limit) };
    let mut incumbent = measured(&engine, construct(&engine))?;
    watch.tell("first roster", None, incumbent.cost, None);
    let root = bound(&engine, &incumbent.lines, watch)?;
    watch.tell("bound", None, incumbent.cost, Some(root.bound));
    let dived = measured(&engine, dive_weeks(&engine, &incumbent.lines, &root, watch)?)?;
    if dived.cost < incumbent.cost {
        incumbent = dived;
    }
    watch.tell("improving", Some(0.0), incumbent.cost, Some(root.bound));
    let improvements = improve(&engine, &mut incumbent, root.bound, options, watch)?;
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
    /// By week: the lines generated, each with an agent of its group.
    lines: Vec<PricedLines>,
}

/// Solves the linear program of every week by itself. The sum of their bounds is a bound: each week drops the
/// rules that bind it to the others, and what the others could do for it.
fn bound(engine: &Engine, first: &Lines, watch: &dyn Watch) -> Result<Root> {
    let weeks = weeks(engine);
    let history = Lines::history(engine.scenario);
    let solved: Vec<(f64, bool, usize, PricedLines)> = weeks
        .par_iter()
        .map(|days| {
            let mut window = Window::new(engine, &alone(engine, days), &history)?;
            window.add_lines_of(first)?;
            window.start()?;
            let effort = Effort { rounds: 200, gap: BOUND_GAP, lines: 2, cutoff: f64::INFINITY };
            let generated = window.generate(&effort, Method::Dual, watch)?;
            Ok((generated.bound, generated.is_final, window.rounds, window.into_lines()))
        })
        .collect::<Result<_>>()?;
    Ok(Root {
        bound: solved.iter().map(|week| week.0).sum::<f64>().max(0.0),
        is_final: solved.iter().all(|week| week.1),
        rounds: solved.iter().map(|week| week.2).sum(),
        columns: solved.iter().map(|week| week.3.len()).sum(),
        lines: solved.into_iter().map(|week| week.3).collect(),
    })
}

/// The roster as week after week is settled.
struct Settled {
    lines: Lines,
    /// Hours of deferred work done by the end of each interval, by work.
    done: Vec<Vec<f64>>,
}

/// Dives week after week, each bound by what the weeks before it settled.
fn dive_weeks(engine: &Engine, first: &Lines, root: &Root, watch: &dyn Watch) -> Result<Lines> {
    let weeks = weeks(engine);
    let mut settled = Settled {
        lines: Lines::history(engine.scenario),
        done: vec![vec![0.0; engine.scenario.grid.len()]; engine.cover.deferred.len()],
    };
    for (week, days) in weeks.iter().enumerate() {
        let stuck = match week.checked_sub(1) {
            Some(before) => mend(engine, first, &mut settled, &weeks[before], days, watch)?,
            None => Vec::new(),
        };
        let mut frame = after(engine, days, &settled.done);
        frame.agents.retain(|agent| !stuck.contains(agent));
        settle(engine, &frame, &mut settled, |window| window.add_known(&root.lines[week]), watch)?;
    }
    Ok(settled.lines)
}

/// Solves a frame by column generation and a dive, and settles what it finds.
fn settle(
    engine: &Engine,
    frame: &Frame,
    settled: &mut Settled,
    seed: impl FnOnce(&mut Window) -> Result<()>,
    watch: &dyn Watch,
) -> Result<()> {
    let mut window = Window::new(engine, frame, &settled.lines)?;
    seed(&mut window)?;
    window.start()?;
    let effort = Effort { rounds: 30, gap: 3e-3, lines: 2, cutoff: f64::INFINITY };
    let generated = window.generate(&effort, Method::Dual, watch)?;
    let Some(solution) = dive(&mut window, generated, &Effort { rounds: 3, ..effort }, watch)? else {
        return Ok(());
    };
    window.write(&frame.days, &mut settled.lines);
    for (work, done) in settled.done.iter_mut().enumerate() {
        write_done(done, &window.master.done(&solution, work), frame.intervals.end);
    }
    Ok(())
}

/// Gives new lines, in this week and the one before, to the agents whom the week before left without a legal line
/// in this one (six days in a row up to Sunday and no weekend left, say); the others count as first rostered.
fn mend(
    engine: &Engine,
    first: &Lines,
    settled: &mut Settled,
    before: &Range<i32>,
    days: &Range<i32>,
    watch: &dyn Watch,
) -> Result<Vec<usize>> {
    let is_stuck =
        |agent: &usize| !engine.is_possible(*agent, &settled.lines, (days.start, days.end), Open::AFTER);
    let stuck: Vec<usize> = (0..engine.scenario.agents.len()).into_par_iter().filter(is_stuck).collect();
    if stuck.is_empty() {
        return Ok(stuck);
    }
    let mut whole = Settled { lines: settled.lines.clone(), done: settled.done.clone() };
    for (agent, line) in first.of.iter().enumerate() {
        let this_week = line.iter().filter(|shift| days.contains(&shift.day)).cloned().collect();
        whole.lines.replace(agent, days, this_week);
    }
    let frame = mending(engine, before, days, stuck.clone(), &settled.done);
    settle(engine, &frame, &mut whole, |window| window.start(), watch)?;
    for &agent in &stuck {
        settled.lines.of[agent] = whole.lines.of[agent].clone();
    }
    settled.done = whole.done;
    Ok(stuck)
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
    let agents = engine.scenario.agents.len();
    let free = (agents / 2).clamp(1, 24);
    for step in 0..options.improvements {
        if watch.should_stop() || incumbent.cost - bound <= 1e-3 * incumbent.cost {
            return Ok(step);
        }
        improve_once(engine, incumbent, &mut random, free, watch)?;
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

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use super::hold::hold;
use super::variants::{Between, Variants};
use super::{Attribution, Outline, Plan, PlanOptions, ReadChanged, plan};
use crate::error::{Error, Result};
use crate::model::{Agent, Line, Progress, Roster, Scenario, Watch, WhatIf};
use crate::rostering::RosteringOptions;

/// A base and its what-ifs, planned side by side.
#[derive(Debug)]
pub struct Comparison {
    /// The base.
    pub base: Plan,
    /// The what-ifs, in the order given.
    pub what_ifs: Vec<Compared>,
}

/// A what-if beside the base.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// What its plan comes to, or why there is none.
    pub outcome: Outcome,
    /// What each of its causes adds, where there are several.
    pub attribution: Option<Attribution>,
}

/// What a scenario comes to, or why it has no plan.
pub type Outcome = std::result::Result<Outline, Arc<Error>>;

impl Comparison {
    /// Whether every plan could be made and meets its targets.
    pub fn is_met(&self) -> bool {
        let is_met = |what_if: &Compared| what_if.outcome.as_ref().is_ok_and(|outline| outline.is_met);
        self.base.is_met() && self.what_ifs.iter().all(is_met)
    }
}

/// Of the time there is, the share that goes to the roster from which all start,
const START_SHARE: f64 = 0.4;
/// and the least share for each that goes on from it, however many there are.
const LEAST_SHARE: f64 = 0.125;

/// Plans a base and its what-ifs, several at a time, on the same random numbers.
///
/// A roster of the base is the start for all of them, the base included, and each goes on from it with equal effort:
/// what changes nothing makes no difference. A limit of time is shared: two fifths of it for that start, the rest for what
/// goes on from it, but never less than an eighth for each. How far the roster is from the best one is proven for the base
/// only. A what-if that could not be read or planned says so in its place and leaves the others alone.
///
/// Where a what-if has several causes, `read` gives the plan with some of them, and what it differs by is attributed
/// ([`Attribution`]).
///
/// # Errors
///
/// As [`plan`], for the base.
pub fn compare(
    base: Scenario,
    what_ifs: Vec<(WhatIf, Result<Scenario>)>,
    read: ReadChanged<'_>,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Comparison> {
    let names: Vec<String> = what_ifs.iter().map(|(what_if, _)| what_if.name.clone()).collect();
    let variants = Variants::gather(base, what_ifs, read);
    let watch = Several { watch, count: variants.scenarios.len() + 1, planned: AtomicUsize::new(0) };
    let start = Start::find(variants.base(), options, &watch)?;
    watch.one_more();
    let (base, outcomes) = plan_all(&start, variants.scenarios, variants.named, options, &watch)?;
    let what_if = |(name, (place, between)): (String, (usize, Option<Between>))| Compared {
        name,
        outcome: outcomes[place].clone(),
        attribution: between.and_then(|between| attribution(between, &outcomes)),
    };
    let places = variants.of_what_if.into_iter().zip(variants.between);
    Ok(Comparison { base, what_ifs: names.into_iter().zip(places).map(what_if).collect() })
}

/// What is known of the plans with some causes; nothing where one of them could not be planned.
fn attribution(between: Between, outcomes: &[Outcome]) -> Option<Attribution> {
    let known = |(set, place): (Vec<usize>, usize)| Some((set, outcomes[place].as_ref().ok()?.clone()));
    let with = between.with.into_iter().map(known).collect::<Option<_>>()?;
    Some(Attribution { causes: between.causes, with })
}

/// The roster from which all plans of a comparison start.
struct Start {
    agents: Vec<String>,
    roster: Roster,
}

impl Start {
    fn find(base: &Scenario, options: &PlanOptions, watch: &dyn Watch) -> Result<Self> {
        let options = with_time(options, START_SHARE);
        let rostering = RosteringOptions { hiring: false, prove: false, ..options.rostering };
        let options = PlanOptions { rostering, ..options };
        let (held, _) = hold(base, &options, watch)?;
        let agents = base.agents.iter().map(|agent| agent.id.clone()).collect();
        Ok(Start { agents, roster: held.rostered.roster })
    }

    /// Its lines for the agents of a scenario; nothing for those it does not know.
    fn of(&self, scenario: &Scenario) -> Roster {
        let lines: HashMap<&String, &Line> = self.agents.iter().zip(&self.roster.lines).collect();
        let line = |agent: &Agent| lines.get(&agent.id).map_or_else(Line::default, |&line| line.clone());
        Roster { lines: scenario.agents.iter().map(line).collect() }
    }
}

/// The options with a share of the time.
fn with_time(options: &PlanOptions, share: f64) -> PlanOptions {
    let mut options = options.clone();
    options.rostering.time_limit = options.rostering.time_limit.map(|limit| limit.mul_f64(share));
    options
}

/// Plans every scenario that could be read, in order, each from the same roster: the plan of the first, and what all
/// come to. Those that only explain are spared the advice on hiring.
///
/// Threads of their own rather than rayon's: a task of the pool that waits may take up another, and would then
/// hold a finished plan back until a second one is done.
fn plan_all(
    start: &Start,
    scenarios: Vec<Result<Scenario>>,
    named: usize,
    options: &PlanOptions,
    watch: &Several,
) -> Result<(Plan, Vec<Outcome>)> {
    let count = scenarios.len();
    let at_once = rayon::current_num_threads().min(count);
    let share = (1.0 - START_SHARE) * at_once as f64 / count.max(1) as f64;
    let options = with_time(options, share.max(LEAST_SHARE));
    let from_start = |place: usize, scenario: Scenario| {
        let mut options = options.clone();
        // Only the base says how far it is from the best.
        options.rostering.prove &= place == 0;
        options.rostering.hiring &= place < named;
        options.rostering.start = Some(start.of(&scenario));
        plan(scenario, &options, watch)
    };
    let waiting = Mutex::new(scenarios.into_iter().enumerate());
    let done = Mutex::new(Vec::with_capacity(count));
    let work = || {
        loop {
            let next = waiting.lock().expect("no planner panics").next();
            let Some((place, scenario)) = next else { break };
            let planned = scenario.and_then(|scenario| from_start(place, scenario));
            watch.one_more();
            // Of most only the outline is kept: a plan is large.
            let planned = planned.map(|plan| (Outline::of(&plan), (place == 0).then_some(plan)));
            done.lock().expect("no planner panics").push((place, planned));
        }
    };
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().expect("no planner panics");
    done.sort_by_key(|&(place, _)| place);
    let mut base = None;
    let mut outcomes = Vec::with_capacity(count);
    for (place, planned) in done {
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

/// Watches several plans as one piece of work.
struct Several<'a> {
    watch: &'a dyn Watch,
    count: usize,
    planned: AtomicUsize,
}

impl Several<'_> {
    fn one_more(&self) {
        self.planned.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        let done = self.planned.load(Ordering::Relaxed) as f64 / self.count as f64;
        self.watch.progress(&Progress { stage: "scenarios", done: Some(done), cost: None, bound: None });
    }
}

impl Watch for Several<'_> {
    fn progress(&self, _: &Progress) {
        self.tell();
    }

    fn should_stop(&self) -> bool {
        self.watch.should_stop()
    }
}

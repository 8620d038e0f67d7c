use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::hold::hold;
use super::{Plan, PlanOptions, plan};
use crate::error::Result;
use crate::model::{Agent, Line, Progress, Roster, Scenario, Watch};
use crate::rostering::RosteringOptions;
use crate::units::Money;

/// A base and its what-ifs, planned side by side.
#[derive(Debug)]
pub struct Comparison {
    /// The base.
    pub base: Plan,
    /// The what-ifs, in the order given.
    pub what_ifs: Vec<Compared>,
}

/// A what-if beside the base.
#[derive(Debug)]
pub struct Compared {
    /// Its name.
    pub name: String,
    /// The plan, or why there is none.
    pub outcome: Result<Plan>,
}

impl Comparison {
    /// Whether every plan could be made and meets its targets.
    pub fn is_met(&self) -> bool {
        let is_met = |what_if: &Compared| what_if.outcome.as_ref().is_ok_and(Plan::is_met);
        self.base.is_met() && self.what_ifs.iter().all(is_met)
    }
}

/// What a plan comes to in a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// What it is expected to cost in all.
    pub cost: Money,
    /// Wages.
    pub wages: Money,
    /// Penalties expected.
    pub penalties: Money,
    /// Hours paid.
    pub hours: f64,
    /// Agents there are.
    pub heads: usize,
    /// People advised to hire.
    pub hires: u32,
    /// Agent hours short.
    pub short_hours: f64,
    /// Share of contacts in time over all queues, each contact counted once.
    pub service: Option<f64>,
    /// Share of contacts in time, queue by queue.
    pub queues: Vec<(String, f64)>,
}

/// Of the time there is, the share that goes to the roster from which all start.
const START_SHARE: f64 = 0.4;

/// Plans a base and its what-ifs, several at a time, on the same random numbers.
///
/// A roster of the base is the start for all of them, the base included, and each goes on from it with equal effort:
/// what changes nothing makes no difference. A limit of time is one for all of them together. How far the roster is
/// from the best one is proven for the base only. A what-if that could not be read or planned says so in its place and leaves the others alone.
///
/// # Errors
///
/// As [`plan`], for the base.
pub fn compare(
    base: Scenario,
    what_ifs: Vec<(String, Result<Scenario>)>,
    options: &PlanOptions,
    watch: &dyn Watch,
) -> Result<Comparison> {
    let watch = Several { watch, count: what_ifs.len() + 2, planned: AtomicUsize::new(0) };
    let start = Start::find(&base, options, &watch)?;
    watch.one_more();
    let (names, scenarios): (Vec<String>, Vec<Result<Scenario>>) = what_ifs.into_iter().unzip();
    let scenarios = std::iter::once(Ok(base)).chain(scenarios).collect();
    let mut plans = plan_all(&start, scenarios, options, &watch).into_iter();
    let base = plans.next().expect("the base is the first of the plans")?;
    let what_ifs = names.into_iter().zip(plans).map(|(name, outcome)| Compared { name, outcome }).collect();
    Ok(Comparison { base, what_ifs })
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

/// Plans every scenario that could be read, in order, each from the same roster.
///
/// Threads of their own rather than rayon's: a task of the pool that waits may take up another, and would then
/// hold a finished plan back until a second one is done.
fn plan_all(
    start: &Start,
    scenarios: Vec<Result<Scenario>>,
    options: &PlanOptions,
    watch: &Several,
) -> Vec<Result<Plan>> {
    let count = scenarios.len();
    let at_once = rayon::current_num_threads().min(count);
    let options = with_time(options, (1.0 - START_SHARE) * at_once as f64 / count.max(1) as f64);
    let from_start = |place: usize, scenario: Scenario| {
        let mut options = options.clone();
        // Only the base says how far it is from the best.
        options.rostering.prove &= place == 0;
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
    done.into_iter().map(|(_, planned)| planned).collect()
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

impl Outline {
    /// The outline of a plan.
    pub fn of(plan: &Plan) -> Self {
        let service = &plan.service.queues;
        let offered: Vec<f64> = plan
            .requirements
            .iter()
            .map(|requirement| requirement.needs.iter().map(|need| need.volume).sum())
            .collect();
        let in_all: f64 = offered.iter().sum();
        let in_time: f64 =
            service.iter().zip(&offered).map(|(queue, offered)| queue.overall.mean * offered).sum();
        let names = plan.scenario.queues.iter().map(|queue| queue.id.clone());
        Outline {
            cost: plan.cost(),
            wages: plan.figures.wages,
            penalties: plan.penalties(),
            hours: plan.figures.paid_hours,
            heads: plan.scenario.agents.len(),
            hires: plan.hires(),
            short_hours: plan.short_hours(),
            service: (in_all > 0.0).then(|| in_time / in_all),
            queues: names.zip(service).map(|(name, queue)| (name, queue.overall.mean)).collect(),
        }
    }
}

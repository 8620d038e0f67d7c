use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::whereabouts::{Whereabouts, whereabouts_at_post, whereabouts_at_run};
use super::{PostGap, ShortRun};
use crate::error::Result;
use crate::model::{
    Clause, Contract, RequestKind, Requirement, Roster, Rostered, Scenario, Series, ShiftTemplate, Watch,
};
use crate::rostering::{self, RosteringOptions, Sensitivity};
use crate::units::{Minutes, Money};

/// Times of which the cause is looked for, those that lack most first.
const CAUSES: usize = 12;
/// Relaxations that are solved for, those worth most first.
const SOLVED: usize = 5;
/// The share of the time that all of them together may take, and improvements of each where no clock runs.
const SHARE: f64 = 0.12;
/// The share of it that is left to them whatever telling their worth took, and that prices may take where none are known.
const SHARE_LEFT: f64 = 0.7;
const SHARE_FOR_PRICES: f64 = 0.15;
const IMPROVEMENTS: usize = 6;
/// Fewer hours closed are the search's own noise.
const WORTH_TELLING: f64 = 0.25;

/// What is short, why, and what would help.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Why {
    /// What becomes of those who could be there, the times that lack most first.
    pub causes: Vec<Whereabouts>,
    /// What was tried and helps, the most useful first.
    pub relaxations: Vec<Relaxation>,
}

/// Something loosened, and what that gives: found by rostering anew from the roster there is.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// What is loosened.
    pub what: Loosened,
    /// Agent hours short that it closes.
    pub closes_hours: f64,
    /// People missing on posts that it brings.
    pub closes_posts: u32,
    /// The wages it adds; less than nothing where it saves some.
    pub wages: Money,
    /// What it saves in all, the price of shortage included.
    pub saves: Money,
    /// What it is worth at the prices of what is short: what it would save, were lines of work divisible.
    pub worth: Money,
}

/// What is loosened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loosened {
    /// A rule of a contract by a step.
    Rule {
        /// The contract, as an index.
        contract: usize,
        /// The rule.
        clause: Clause,
        /// What it says instead.
        to: String,
    },
    /// A request for leave is granted at another time.
    Leave(usize),
}

/// Explains what a roster is short of, and tries what would help. Nothing where nothing is short.
///
/// # Errors
///
/// Where a solver fails.
pub(super) fn why(
    scenario: &Scenario,
    requirements: &[Requirement],
    rostered: &Rostered,
    (runs, gaps): (&[ShortRun], &[PostGap]),
    options: &RosteringOptions,
    watch: &dyn Watch,
) -> Result<Why> {
    let locked_days = options.posted.as_ref().map_or(0, |posted| posted.locked_days);
    let causes = causes(scenario, (&rostered.shortage, (&rostered.roster, locked_days)), runs, gaps);
    if causes.is_empty() || watch.should_stop() {
        return Ok(Why { causes, relaxations: Vec::new() });
    }
    let (started, time) = (Instant::now(), options.time_limit.map(|limit| limit.mul_f64(SHARE)));
    let for_prices = time.map(|time| time.mul_f64(SHARE_FOR_PRICES));
    let for_prices = RosteringOptions { time_limit: for_prices, ..options.clone() };
    let days: Vec<i32> = causes.iter().map(|cause| cause.day).collect();
    let sensitivity = Sensitivity::of(scenario, requirements, rostered, &days, &for_prices, watch)?;
    let tried = promising(scenario, &sensitivity, watch);
    let parts = tried.len() as u32 + 1;
    let left = |time: Duration| time.saturating_sub(started.elapsed()).max(time.mul_f64(SHARE_LEFT));
    let options = RosteringOptions {
        start: Some(rostered.roster.clone()),
        prove: false,
        hiring: false,
        time_limit: time.map(|time| left(time) / parts),
        improvements: options.improvements.min(if options.time_limit.is_some() {
            usize::MAX
        } else {
            IMPROVEMENTS
        }),
        ..options.clone()
    };
    let solve = |scenario: &Scenario| rostering::roster(scenario, requirements, &options, watch);
    // What more search would find by itself is no gain of what is loosened.
    let again = if tried.is_empty() { rostered.clone() } else { solve(scenario)? };
    let base = if again.proof.cost() < rostered.proof.cost() { &again } else { rostered };
    let mut relaxations = Vec::new();
    for (worth, what) in tried {
        if watch.should_stop() {
            break;
        }
        let found = solve(&loosened(scenario, &what))?;
        relaxations.push(Relaxation {
            closes_hours: short_hours(scenario, base) - short_hours(scenario, &found),
            closes_posts: missing(scenario, &base.roster).saturating_sub(missing(scenario, &found.roster)),
            wages: found.proof.wages - base.proof.wages,
            saves: base.proof.cost() - found.proof.cost(),
            worth,
            what,
        });
    }
    let helps =
        |it: &Relaxation| it.saves > Money::ZERO && (it.closes_hours >= WORTH_TELLING || it.closes_posts > 0);
    relaxations.retain(helps);
    relaxations.sort_by_key(|relaxation| std::cmp::Reverse(relaxation.saves));
    Ok(Why { causes, relaxations })
}

fn causes(
    scenario: &Scenario,
    (shortage, roster): (&[Series<f64>], (&Roster, usize)),
    runs: &[ShortRun],
    gaps: &[PostGap],
) -> Vec<Whereabouts> {
    let mut runs: Vec<&ShortRun> = runs.iter().collect();
    runs.sort_by(|one, other| other.hours.total_cmp(&one.hours));
    let of_run = |run: &&ShortRun| {
        let short = &shortage[run.queue];
        let worst = (run.first..run.end).max_by(|&one, &other| short[one].total_cmp(&short[other]));
        let worst = worst.unwrap_or(run.first);
        whereabouts_at_run(scenario, roster, run, (worst, short[worst]))
    };
    let short = gaps.iter().filter(|gap| gap.is_short());
    let posts = short.take(CAUSES).map(|gap| whereabouts_at_post(scenario, roster, gap));
    runs.iter().take(CAUSES).map(of_run).chain(posts).collect()
}

/// What the prices of what is short say is worth most, the most first: leave, and rules that may stop somebody from
/// working, whosever they are, as who is short of work here may free somebody for there.
fn promising(scenario: &Scenario, sensitivity: &Sensitivity, watch: &dyn Watch) -> Vec<(Money, Loosened)> {
    let rule = |contract: usize, clause: Clause| {
        let looser = looser(scenario, contract, clause)?;
        let to = clause.value(&looser, None).unwrap_or_else(|| "not asked for".to_owned());
        Some(Loosened::Rule { contract, clause, to })
    };
    let limits = || Clause::ALL.into_iter().filter(|clause| clause.is_limit());
    let rules =
        (0..scenario.contracts.len()).flat_map(|of| limits().filter_map(move |clause| rule(of, clause)));
    let is_leave = |request: &usize| scenario.requests[*request].kind == RequestKind::Leave;
    let leaves = (0..scenario.requests.len()).filter(is_leave).map(Loosened::Leave);
    let all: Vec<Loosened> = rules.chain(leaves).collect();
    let priced = |what: Loosened| {
        let worth = || sensitivity.worth(&loosened(scenario, &what), &bound_by(scenario, &what));
        let worth = if watch.should_stop() { Money::ZERO } else { worth() };
        (worth > Money::ZERO).then_some((worth, what))
    };
    let mut all: Vec<(Money, Loosened)> = all.into_par_iter().filter_map(priced).collect();
    all.sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
    all.truncate(SOLVED);
    all
}

/// The agents for whom something is loosened.
fn bound_by(scenario: &Scenario, what: &Loosened) -> Vec<usize> {
    match what {
        Loosened::Rule { contract, .. } => {
            let is_on_it = |agent: &usize| scenario.agents[*agent].contract == *contract;
            (0..scenario.agents.len()).filter(is_on_it).collect()
        }
        Loosened::Leave(request) => vec![scenario.requests[*request].agent],
    }
}

fn loosened(scenario: &Scenario, what: &Loosened) -> Scenario {
    let mut scenario = scenario.clone();
    match what {
        Loosened::Rule { contract, clause, .. } => {
            if let Some(looser) = looser(&scenario, *contract, *clause) {
                scenario.contracts[*contract] = looser;
            }
        }
        Loosened::Leave(request) => drop(scenario.requests.remove(*request)),
    }
    scenario
}

/// A contract with a rule a step looser; where it limits hours, as many steps as the shortest shift takes, as less lets
/// nobody come.
fn looser(scenario: &Scenario, contract: usize, clause: Clause) -> Option<Contract> {
    let most = |of: &Contract| match clause {
        Clause::MostWeek => Some(of.week.max),
        Clause::MostPlan => of.plan.map(|plan| plan.max),
        Clause::MostMonth => of.month.map(|month| month.max),
        _ => None,
    };
    let paid = |shift: &ShiftTemplate| {
        let length = shift.lengths.iter().min().copied()?;
        let unpaid = shift.breaks.iter().filter(|rest| !rest.is_paid && length > rest.if_longer_than);
        Some(length - unpaid.map(|rest| rest.length).sum())
    };
    let shifts = scenario.shifts.iter().filter(|shift| shift.is_for(contract));
    let shortest = shifts.filter_map(paid).min().unwrap_or(Minutes::ZERO);
    let now = &scenario.contracts[contract];
    let is_enough =
        |looser: &Contract| most(now).zip(most(looser)).is_none_or(|(now, then)| then - now >= shortest);
    let mut looser = clause.loosened(now)?;
    while !is_enough(&looser) {
        let Some(more) = clause.loosened(&looser) else { break };
        looser = more;
    }
    Some(looser)
}

fn short_hours(scenario: &Scenario, rostered: &Rostered) -> f64 {
    let hours = scenario.grid.interval().hours();
    rostered.shortage.iter().flat_map(|series| series.iter()).sum::<f64>() * hours
}

fn missing(scenario: &Scenario, roster: &Roster) -> u32 {
    super::post_gaps(scenario, roster).iter().map(PostGap::missing).sum()
}

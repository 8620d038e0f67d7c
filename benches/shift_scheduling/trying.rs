//! Small instances against what trying every roster finds, and the audit against the judge.

use std::collections::{BTreeMap, BTreeSet};

use callboard::model::Unwatched;
use callboard::rostering::{RosteringOptions, roster};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use crate::generate::{Shape, generate};
use crate::instance::{Cover, Instance, ShiftType};
use crate::judge::judge;
use crate::solution::{Assignment, Solution};
use crate::translate::{roster_of, solution_of, translate};

fn tiny() -> Instance {
    Instance::parse(include_str!("../../data/shift-scheduling/tiny.txt")).unwrap()
}

/// The tiny instance, and made-up ones of two agents whose every rule may bind; some have no legal roster.
fn small_instances() -> impl Iterator<Item = (String, Instance)> {
    let made_up = (1..=60).map(|seed| {
        let (days, shifts) = (5 + seed as usize % 5, 1 + seed as usize % 3);
        let shape =
            Shape { days: if shifts == 3 { days.min(7) } else { days }, staff: 2, shifts, missing: 0, seed };
        let mut instance = generate(&shape).0;
        tighten(&mut instance, &mut Pcg64::seed_from_u64(seed));
        (format!("{shape:?}"), instance)
    });
    std::iter::once(("tiny".to_owned(), tiny())).chain(made_up)
}

/// Draws the rules and the cover anew, without regard to whether they can be kept.
fn tighten(instance: &mut Instance, random: &mut Pcg64) {
    let weeks = instance.days.div_ceil(7) as u32;
    for agent in &mut instance.agents {
        agent.least_in_a_row = random.random_range(1..=3);
        agent.most_in_a_row = random.random_range(agent.least_in_a_row..=5);
        agent.least_off_in_a_row = random.random_range(1..=3);
        agent.most_weekends = random.random_range(0..=weeks);
        agent.least_minutes = 480 * random.random_range(0..=3);
        agent.most_minutes = agent.least_minutes + 480 * random.random_range(1..=3);
        agent.most_of = agent.most_of.iter().map(|_| Some(random.random_range(0..=4))).collect();
    }
    for cover in &mut instance.cover {
        cover.required = random.random_range(0..=2);
        cover.over = random.random_range(1..=30);
    }
}

/// Every line of an agent: a shift or none on each day.
fn lines(instance: &Instance, agent: usize) -> impl Iterator<Item = Vec<Assignment>> {
    let (days, kinds) = (instance.days, instance.shifts.len() + 1);
    (0..kinds.pow(days as u32)).map(move |number| {
        let digit = |day: usize| number / kinds.pow(day as u32) % kinds;
        let worked = (0..days).filter(|&day| digit(day) > 0);
        worked.map(|day| Assignment { agent, day, shift: digit(day) - 1 }).collect()
    })
}

/// The lines of an agent that keep the rules, as the judge finds.
fn legal_lines(instance: &Instance, agent: usize) -> Vec<Vec<Assignment>> {
    let id = &instance.agents[agent].id;
    let is_legal = |line: &Vec<Assignment>| {
        let verdict = judge(instance, &Solution { assignments: line.clone() });
        !verdict.broken.iter().any(|broken| broken.agent == *id)
    };
    lines(instance, agent).filter(is_legal).collect()
}

/// The least objective of all legal rosters; nothing where there is none.
fn least_by_trying(instance: &Instance) -> Option<u64> {
    let legal: Vec<_> = (0..instance.agents.len()).map(|agent| legal_lines(instance, agent)).collect();
    least_from(instance, &legal, &mut Vec::new())
}

fn least_from(
    instance: &Instance,
    legal: &[Vec<Vec<Assignment>>],
    chosen: &mut Vec<Assignment>,
) -> Option<u64> {
    let Some((lines, others)) = legal.split_first() else {
        return Some(judge(instance, &Solution { assignments: chosen.clone() }).objective);
    };
    let before = chosen.len();
    let with = |line: &Vec<Assignment>| {
        chosen.truncate(before);
        chosen.extend(line);
        least_from(instance, others, chosen)
    };
    lines.iter().filter_map(with).min()
}

#[test]
fn small_instances_are_solved_to_what_trying_every_roster_finds() {
    let mut solved = 0;
    for (name, instance) in small_instances() {
        let Some(least) = least_by_trying(&instance) else { continue };
        let options = RosteringOptions::default();
        let rostered = roster(&translate(&instance), &[], &options, &Unwatched).unwrap();
        let verdict = judge(&instance, &solution_of(&rostered.roster));
        assert_eq!(verdict.broken, [], "{name}");
        assert_eq!(rostered.proof.cost().major(), verdict.objective as f64, "{name}");
        assert!(rostered.proof.bound.major() <= least as f64, "{name}: {least}, {:?}", rostered.proof);
        assert_eq!(verdict.objective, least, "{name}");
        solved += 1;
    }
    assert!(solved >= 40, "only {solved} have a legal roster");
}

/// The instance with so many more shift types, of which nobody may work any and none is asked for.
fn with_idle_types(instance: &Instance, more: usize) -> Instance {
    let mut instance = instance.clone();
    for index in 0..more {
        let shift = instance.shifts.len();
        instance.shifts.push(ShiftType { id: format!("idle{index}"), minutes: 480, not_followed_by: vec![] });
        instance.agents.iter_mut().for_each(|agent| agent.most_of.push(Some(0)));
        let cover = |day| Cover { day, shift, required: 0, under: 0, over: 0 };
        instance.cover.extend((0..instance.days).map(cover));
    }
    instance
}

#[test]
fn small_instances_that_count_as_large_are_solved_as_well() {
    for (name, instance) in small_instances().step_by(6) {
        let Some(least) = least_by_trying(&instance) else { continue };
        let large = with_idle_types(&instance, 500 / instance.days);
        assert!(large.cover.len() + large.agents.len() > 500);
        let rostered = roster(&translate(&large), &[], &RosteringOptions::default(), &Unwatched).unwrap();
        let verdict = judge(&large, &solution_of(&rostered.roster));
        assert_eq!(verdict.broken, [], "{name}");
        assert!(rostered.proof.bound.major() <= least as f64, "{name}: {least}, {:?}", rostered.proof);
        assert_eq!(verdict.objective, least, "{name}");
    }
}

/// Made up with a legal solution, which no bound may lie above.
#[test]
fn the_bound_of_a_long_instance_lies_below_a_solution_known() {
    for seed in 1..=3 {
        let (instance, known) = generate(&Shape { days: 98, staff: 6, shifts: 3, missing: 0, seed });
        let known = judge(&instance, &known).objective as f64;
        let long = with_idle_types(&instance, 100_000 / (98 * 6) + 1);
        let options = RosteringOptions { improvements: 4, ..RosteringOptions::default() };
        let rostered = roster(&translate(&long), &[], &options, &Unwatched).unwrap();
        let verdict = judge(&long, &solution_of(&rostered.roster));
        assert_eq!(verdict.broken, [], "seed {seed}");
        assert_eq!(rostered.proof.cost().major(), verdict.objective as f64, "seed {seed}");
        assert!(!rostered.proof.is_bound_final, "week by week");
        let bound = rostered.proof.bound.major();
        assert!(bound <= known && bound <= verdict.objective as f64, "seed {seed}: {bound}, {known}");
    }
}

/// A line drawn at random: work and days off in runs, so that some are legal, and seldom two shifts on a day.
fn random_line(instance: &Instance, agent: usize, random: &mut Pcg64) -> Vec<Assignment> {
    let mut line = Vec::new();
    let (mut day, mut works) = (0, random.random_bool(0.5));
    while day < instance.days {
        let end = (day + random.random_range(1..=4usize)).min(instance.days);
        for day in (day..end).filter(|_| works) {
            let shift = random.random_range(0..instance.shifts.len());
            let times = if random.random_bool(0.03) { 2 } else { 1 };
            line.extend(std::iter::repeat_n(Assignment { agent, day, shift }, times));
        }
        (day, works) = (end, !works);
    }
    line
}

#[test]
fn the_audit_and_the_judge_agree_on_what_is_legal() {
    let mut random = Pcg64::seed_from_u64(1);
    // How often each rule was the only one broken; none, where nothing was.
    let mut alone: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (name, instance) in small_instances() {
        let scenario = translate(&instance);
        for _ in 0..400 {
            let agent = random.random_range(0..instance.agents.len());
            let solution = Solution { assignments: random_line(&instance, agent, &mut random) };
            let id = &instance.agents[agent].id;
            let broken: BTreeSet<&str> = judge(&instance, &solution)
                .broken
                .iter()
                .filter(|broken| broken.agent == *id)
                .map(|broken| broken.rule)
                .collect();
            let mut violations = callboard::audit::judge(&scenario, &roster_of(&scenario, &solution));
            violations.retain(|violation| violation.agent == Some(agent));
            let agree = broken.is_empty() == violations.is_empty();
            assert!(agree, "{name}: {broken:?} and {violations:?} of {solution:?}");
            if broken.len() <= 1 {
                *alone.entry(broken.first().copied()).or_default() += 1;
            }
        }
    }
    assert!(alone.len() == 11 && alone.values().all(|&times| times >= 10), "{alone:?}");
}

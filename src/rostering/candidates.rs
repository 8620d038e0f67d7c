use std::ops::Range;

use super::calendar::skilled;
use super::cover::kinds_of_hire;
use super::duals::{Duals, PostPrices};
use super::engine::{Engine, Worth};
use super::frames::weeks;
use super::legal::Legal;
use super::master::{Given, Master};
use super::prices::PresencePrices;
use super::sharing::presence_of;
use super::state::{Lines, heads};
use super::terms::{Open, Terms, Who};
use crate::error::Result;
use crate::model::{Candidate, CandidateStep, Rostered, Shift, Skills, Watch};
use crate::program::{Column, Method, Solution};
use crate::units::Money;

/// No plan asks for more hires than this at once.
const MOST_HIRES: usize = 40;
/// How many kinds of hire are tried at each step, the most promising first.
const TRIED: usize = 4;
/// Closing less than this is no reason to hire, in agent hours.
const WORTH_CLOSING: f64 = 0.5;
/// Promises that differ by less are the same, in major units.
const AS_MUCH: f64 = 1e-6;

/// A contract and a skill set that people could be hired on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Kind {
    contract: usize,
    skill_set: usize,
}

/// What queues and posts are short of with some roster, and what more people would be worth.
struct Gap<'a> {
    engine: &'a Engine<'a>,
    master: Master,
    solution: Solution,
}

/// Whom hiring would bring what, and whether all were weighed before time was up.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    candidates: Vec<Candidate>,
    is_whole: bool,
}

impl Weighed {
    /// Tells of it with the roster that it is about.
    pub fn tell(self, rostered: &mut Rostered) {
        (rostered.candidates, rostered.are_hires_weighed) = (self.candidates, self.is_whole);
    }
}

/// What one hire of a kind would do.
struct Hire {
    kind: Kind,
    shifts: Vec<Shift>,
    presence: Vec<(usize, f64)>,
    wages: f64,
    /// What of the cost to hire them falls on the plan.
    hiring: f64,
    /// What their shifts are worth at the prices of the gap: more than they can save.
    promise: f64,
}

impl Hire {
    /// What they cost over the plan.
    fn cost(&self) -> f64 {
        self.wages + self.hiring
    }

    /// What they promise beyond what they cost.
    fn gain(&self) -> f64 {
        self.promise - self.cost()
    }
}

/// Hires, one after the other, each of the kind that closes most of what the roster is short of for its cost.
///
/// The roster stands; a hire works the legal line that the prices of the gap ask for, on queues and posts, and the
/// presence of all is then shared anew. What a step says it closes is so closed. Hiring goes on while the price of what
/// is closed exceeds the wages and what of the cost to hire falls on the plan; the first step beyond is told too.
pub(super) fn candidates(engine: &Engine, lines: &Lines, watch: &dyn Watch) -> Result<Weighed> {
    let kinds = kinds(engine);
    if kinds.is_empty() {
        return Ok(Weighed { candidates: Vec::new(), is_whole: true });
    }
    let mut gap = Gap::new(engine, lines)?;
    let mut found: Vec<(Kind, Candidate)> = Vec::new();
    let mut is_whole = true;
    for _ in 0..MOST_HIRES {
        if gap.hours() < WORTH_CLOSING && !gap.lacks_posts() {
            break;
        }
        if watch.should_stop() {
            is_whole = false;
            break;
        }
        let open = |kind: &&Kind| taken(&found, kind.contract) < at_most(engine, kind.contract);
        let posts = &gap.post_prices();
        let mut hires: Vec<Hire> =
            kinds.iter().filter(open).map(|&kind| gap.best_hire(kind, posts)).collect();
        spare_skills(&engine.cover.skill_sets, &mut hires);
        hires.sort_by(|one, other| other.gain().total_cmp(&one.gain()));
        hires.truncate(TRIED);
        let (hours, before) = (gap.hours(), gap.solution.clone());
        let Some(hire) = gap.take_best(hires)? else { break };
        let posts = gap.posts_closed(&hire, &before);
        let saves = before.objective - gap.solution.objective;
        let step = CandidateStep {
            closes_hours: hours - gap.hours(),
            closes_posts: posts.len() as u32,
            post_hours: posts.iter().map(|shift| shift.paid().hours()).sum(),
            wages: Money::from_major(hire.wages),
            hiring_cost: engine.scenario.contracts[hire.kind.contract]
                .hireable
                .map_or(Money::ZERO, |terms| terms.cost),
        };
        let is_taken = (step.closes_hours >= WORTH_CLOSING || step.closes_posts > 0) && saves > hire.cost();
        note(engine, &mut found, hire.kind, step, is_taken);
        if !is_taken {
            break;
        }
    }
    Ok(Weighed { candidates: found.into_iter().map(|(_, candidate)| candidate).collect(), is_whole })
}

/// Every contract and skill set that people could be hired on, those of a contract in order of their skills.
fn kinds(engine: &Engine) -> Vec<Kind> {
    let kinds = kinds_of_hire(engine.scenario).into_iter();
    kinds.map(|(contract, skills)| Kind { contract, skill_set: engine.cover.skill_set(&skills) }).collect()
}

/// Nobody is hired for more skills beside the same queues than are of use: where fewer promise as much, who has those.
fn spare_skills(skill_sets: &[Skills], hires: &mut Vec<Hire>) {
    let skills = |hire: &Hire| &skill_sets[hire.kind.skill_set];
    let is_enough = |fewer: &Hire, more: &Hire| {
        fewer.kind.contract == more.kind.contract
            && skills(fewer) != skills(more)
            && skills(more).include(skills(fewer))
            && skills(more).queues() == skills(fewer).queues()
            && fewer.gain() >= more.gain() - AS_MUCH
    };
    let is_spared: Vec<bool> =
        hires.iter().map(|more| hires.iter().any(|fewer| is_enough(fewer, more))).collect();
    let mut is_spared = is_spared.into_iter();
    hires.retain(|_| !is_spared.next().unwrap_or(false));
}

fn at_most(engine: &Engine, contract: usize) -> u32 {
    engine.scenario.contracts[contract].hireable.map_or(0, |terms| terms.at_most)
}

fn taken(found: &[(Kind, Candidate)], contract: usize) -> u32 {
    found.iter().filter(|(kind, _)| kind.contract == contract).map(|(_, candidate)| candidate.take).sum()
}

fn note(
    engine: &Engine,
    found: &mut Vec<(Kind, Candidate)>,
    kind: Kind,
    step: CandidateStep,
    is_taken: bool,
) {
    let place = found.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
        let skills = engine.cover.skill_sets[kind.skill_set].clone();
        found.push((kind, Candidate { contract: kind.contract, skills, take: 0, steps: Vec::new() }));
        found.len() - 1
    });
    let candidate = &mut found[place].1;
    candidate.steps.push(step);
    candidate.take += u32::from(is_taken);
}

impl<'a> Gap<'a> {
    fn new(engine: &'a Engine<'a>, lines: &Lines) -> Result<Self> {
        let intervals: Range<usize> = 0..engine.scenario.grid.len();
        let mut master = Master::new(&Given {
            scenario: engine.scenario,
            cover: &engine.cover,
            waived: 0..0,
            intervals,
            presence: &presence_of(engine, lines, &(0..engine.scenario.grid.len())),
            post_days: engine.free_days(),
            posts: &heads(lines.of.iter().flatten()),
            done: None,
            groups: &[],
            heads: &[],
        })?;
        let solution = master.program.solve()?;
        Ok(Gap { engine, master, solution })
    }

    /// Agent hours short.
    fn hours(&self) -> f64 {
        self.master.short_hours(&self.engine.cover, &self.solution)
    }

    /// Whether people are lacked on posts.
    fn lacks_posts(&self) -> bool {
        self.master.posts().iter().any(|post| self.solution.value(post.lack) > 0.5)
    }

    /// What one more person is worth on each post, as all that are there are settled.
    fn post_prices(&self) -> PostPrices {
        let mut prices = PostPrices::none(self.engine.scenario);
        for post in self.master.posts() {
            let is_lacked = self.solution.value(post.lack) > 0.5;
            prices.set(post.place.0, post.place.1, if is_lacked { post.under } else { -post.over });
        }
        prices
    }

    /// The shifts of a hire that are on posts on which fewer are lacked than before they came.
    fn posts_closed<'h>(&self, hire: &'h Hire, before: &Solution) -> Vec<&'h Shift> {
        let is_lacked = |shift: &&Shift| {
            let lack = self.master.post_of(shift).map(|post| post.lack);
            lack.is_some_and(|lack| before.value(lack) - self.solution.value(lack) > 0.5)
        };
        hire.shifts.iter().filter(is_lacked).collect()
    }

    /// The line that a hire of a kind would work, at these prices of posts.
    fn best_hire(&self, kind: Kind, posts: &PostPrices) -> Hire {
        let engine = self.engine;
        let worth = self.master.worth(&engine.cover, &Duals::of(&self.solution, 0.0), kind.skill_set);
        let presence = &PresencePrices::new(&engine.scenario.grid, &worth);
        let worth = Worth { presence, posts };
        let of_contract = &engine.calendar.hires[kind.contract];
        let days = &skilled(engine.scenario, &engine.cover.skill_sets[kind.skill_set], of_contract);
        let terms = engine.scenario.contracts[kind.contract].hireable;
        let mut hire = Hire {
            kind,
            shifts: Vec::new(),
            presence: Vec::new(),
            wages: 0.0,
            hiring: terms.map_or(0.0, |terms| terms.cost_over(engine.scenario.grid.days()).major()),
            promise: 0.0,
        };
        for week in weeks(engine) {
            let who = Who { contract: kind.contract, agent: None, days, line: &hire.shifts, fair: None };
            let mut terms = Terms::new(engine.scenario, who, week.start, week.end, Open::AFTER);
            let mut network = engine.network(&terms);
            if network.is_none() {
                terms.waive_pace();
                network = engine.network(&terms);
            }
            let Some(network) = network else { continue };
            let mut legal = Legal::new(terms, network);
            if let Some(best) = engine.cheapest(&mut legal, kind.contract, &worth, 1).lines.pop() {
                hire.wages += best.cost;
                hire.promise += best.cost - best.reduced;
                hire.presence.extend(engine.presence(&legal.terms, &best.shifts));
                hire.shifts.extend(best.shifts);
            }
        }
        hire
    }

    /// Takes on the hire that saves most beyond its cost.
    fn take_best(&mut self, hires: Vec<Hire>) -> Result<Option<Hire>> {
        let mut best: Option<(f64, Column, Hire)> = None;
        for hire in hires {
            let work = (hire.shifts.as_slice(), hire.presence.as_slice());
            let column = self.master.add_shifts(&self.engine.cover, hire.kind.skill_set, work)?;
            self.master.program.set_bounds(column, 1.0..=1.0);
            let with = self.master.program.solve_by(Method::Dual)?;
            self.master.program.set_bounds(column, 0.0..=0.0);
            let gain = self.solution.objective - with.objective - hire.cost();
            if best.as_ref().is_none_or(|(most, ..)| gain > *most) {
                best = Some((gain, column, hire));
            }
        }
        let Some((_, column, hire)) = best else { return Ok(None) };
        self.master.program.set_bounds(column, 1.0..=1.0);
        self.solution = self.master.program.solve_by(Method::Dual)?;
        Ok(Some(hire))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_skills_are_asked_for_where_they_are_of_use() {
        let key = |skills: Skills| skills.with_others(vec!["keyholder".into()]);
        let voice = Skills::new(vec![0]);
        let sets = [voice.clone(), key(voice), Skills::new(vec![0, 1])];
        let left = |gains: [f64; 3], contracts: [usize; 3]| -> Vec<usize> {
            let hire = |skill_set: usize| Hire {
                kind: Kind { contract: contracts[skill_set], skill_set },
                shifts: Vec::new(),
                presence: Vec::new(),
                wages: 100.0,
                hiring: 0.0,
                promise: 100.0 + gains[skill_set],
            };
            let mut hires: Vec<Hire> = (0..3).map(hire).collect();
            spare_skills(&sets, &mut hires);
            hires.iter().map(|hire| hire.kind.skill_set).collect()
        };
        assert_eq!(left([10.0, 10.0, 10.0], [0; 3]), [0, 2], "another queue may be of use later");
        assert_eq!(left([10.0, 10.0 + 1e-9, 9.0], [0; 3]), [0, 2]);
        assert_eq!(left([10.0, 11.0, 10.0], [0; 3]), [0, 1, 2]);
        assert_eq!(left([10.0, 10.0, 10.0], [0, 1, 0]), [0, 1, 2], "on another contract");
    }
}

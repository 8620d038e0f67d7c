use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{PostGap, ShortRun};
use crate::audit;
use crate::model::{Agent, Break, Line, Request, Roster, Scenario, Shift, ShiftTemplate, Skills, Violation};
use crate::units::{Minutes, Moment};

/// Shifts that an agent could work and that are held against the rules, at most.
const TRIED: usize = 6;
/// What keeps everyone away who is not there on a day of which nothing may change.
const LOCKED: &str = "locked";

/// Why a queue, or a post, is short at a time: what becomes of everyone who could be there.
#[derive(Debug, Clone, PartialEq)]
pub struct Whereabouts {
    /// What is short.
    pub place: Place,
    /// The day, counted from the first.
    pub day: i32,
    /// When it is worst.
    pub at: Moment,
    /// Who are missing then, at the most.
    pub missing: f64,
    /// Who has the skill, or may work the shift.
    pub able: usize,
    /// Of them, who is there.
    pub there: usize,
    /// Who is on leave, at training, not available or not on the staff.
    pub away: usize,
    /// Who has a break then.
    pub on_break: usize,
    /// Who works at other times of that day, where they are worth more.
    pub elsewhere: usize,
    /// Who is off and could come without breaking a rule, but costs more than they would save.
    pub free: usize,
    /// By the name the audit gives the rule, and the contract: agents whom it keeps away, whatever shift they took. Of a
    /// post also those who may not work the shift; and as `locked`, those of whom nothing may change that day.
    pub barred: BTreeMap<(&'static str, usize), usize>,
    /// Skills that shifts at that time ask for, and that those whom `shift-skills` keeps away lack.
    pub lacking: Skills,
    /// The contracts, as indices, that shifts at that time are for, and on none of which are those whom `shift-contract`
    /// keeps away.
    pub reserved_for: BTreeSet<usize>,
}

/// What is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A queue, as an index.
    Queue(usize),
    /// A post, as an index.
    Post(usize),
}

/// Why a run of intervals is short of agents; on the first `locked_days` nothing may change.
pub(super) fn whereabouts_at_run(
    scenario: &Scenario,
    (roster, locked_days): (&Roster, usize),
    run: &ShortRun,
    (worst, missing): (usize, f64),
) -> Whereabouts {
    let grid = &scenario.grid;
    let at = grid.start_of(worst);
    let is_able = |agent: usize| scenario.agents[agent].skills.contains(run.queue);
    let covers = |shift: &Shift| {
        let is_break = |rest: &Break| rest.start <= at && at < rest.end;
        shift.start <= at && at < shift.end && !shift.breaks.iter().any(is_break)
    };
    let day = grid.day_of_interval(worst);
    let is_locked = day < locked_days;
    let of = Want { scenario, roster, day: day as i32, at, template: None, is_locked };
    of.whereabouts((Place::Queue(run.queue), missing), is_able, covers)
}

/// Why a post is short; on the first `locked_days` nothing may change.
pub(super) fn whereabouts_at_post(
    scenario: &Scenario,
    (roster, locked_days): (&Roster, usize),
    gap: &PostGap,
) -> Whereabouts {
    let post = &scenario.posts[gap.post];
    let (day, template) = (post.day as i32, &scenario.shifts[post.shift]);
    let is_able =
        |agent: usize| template.is_open_to(scenario.agents[agent].contract, &scenario.agents[agent].skills);
    let covers = |shift: &Shift| shift.day == day && shift.template == Some(post.shift);
    let at = scenario.grid.at(day, template.starts.first().copied().unwrap_or(0));
    let is_locked = post.day < locked_days;
    let want = Want { scenario, roster, day, at, template: Some(post.shift), is_locked };
    let missing = f64::from(gap.required - gap.rostered);
    want.whereabouts((Place::Post(gap.post), missing), is_able, covers)
}

/// Somebody is wanted at a time, or for a kind of shift.
struct Want<'a> {
    scenario: &'a Scenario,
    roster: &'a Roster,
    day: i32,
    at: Moment,
    template: Option<usize>,
    is_locked: bool,
}

/// What keeps an agent from being there.
enum Kept {
    There,
    Away,
    OnBreak,
    Elsewhere,
    Free,
    Barred(Vec<&'static str>),
    /// No shift is open to them: skills they lack, and the contracts that shifts are for where none is for theirs.
    ShutOut(Skills, BTreeSet<usize>),
}

impl Want<'_> {
    fn whereabouts(
        &self,
        (place, missing): (Place, f64),
        is_able: impl Fn(usize) -> bool,
        covers: impl Fn(&Shift) -> bool + Sync,
    ) -> Whereabouts {
        let everyone = 0..self.scenario.agents.len();
        let (able, others): (Vec<usize>, Vec<usize>) = everyone.partition(|&agent| is_able(agent));
        let mut kept: Vec<(usize, Kept)> =
            able.par_iter().map(|&agent| (agent, self.kept(agent, &covers))).collect();
        // Who lacks the skill of a queue is none of its agents; who may not work the shift of a post could be, but for that.
        if let Place::Post(_) = place {
            let here = others.into_iter().filter(|&agent| !self.is_away(agent));
            kept.extend(here.map(|agent| (agent, self.shut_out(&self.scenario.agents[agent]))));
        }
        let mut found = Whereabouts {
            place,
            day: self.day,
            at: self.at,
            missing,
            able: able.len(),
            there: 0,
            away: 0,
            on_break: 0,
            elsewhere: 0,
            free: 0,
            barred: BTreeMap::new(),
            lacking: Skills::default(),
            reserved_for: BTreeSet::new(),
        };
        for (agent, kept) in kept {
            let contract = self.scenario.agents[agent].contract;
            let mut bar = |rule| *found.barred.entry((rule, contract)).or_default() += 1;
            match kept {
                Kept::There => found.there += 1,
                Kept::Away => found.away += 1,
                Kept::OnBreak => found.on_break += 1,
                Kept::Elsewhere => found.elsewhere += 1,
                Kept::Free => found.free += 1,
                Kept::Barred(rules) => rules.into_iter().for_each(bar),
                Kept::ShutOut(lacking, reserved_for) => {
                    let reasons =
                        [("shift-skills", !lacking.is_empty()), ("shift-contract", !reserved_for.is_empty())];
                    reasons.into_iter().filter(|reason| reason.1).for_each(|reason| bar(reason.0));
                    found.lacking = found.lacking.with(&lacking);
                    found.reserved_for.extend(reserved_for);
                }
            }
        }
        found
    }

    fn kept(&self, agent: usize, covers: impl Fn(&Shift) -> bool) -> Kept {
        let shifts = &self.roster.lines[agent].shifts;
        if shifts.iter().any(covers) {
            return Kept::There;
        }
        if self.is_away(agent) {
            return Kept::Away;
        }
        // Whoever is at work then and is not there is on a break; of a post it is no time that counts.
        if self.template.is_none() && shifts.iter().any(|shift| shift.start <= self.at && self.at < shift.end)
        {
            return Kept::OnBreak;
        }
        let noun = &self.scenario.agents[agent];
        let candidates = self.candidates(|template| template.is_open_to(noun.contract, &noun.skills));
        // Whatever rules would say to it, nobody is called on a day that stays as it was posted.
        if self.is_locked && !candidates.is_empty() {
            return Kept::Barred(vec![LOCKED]);
        }
        let alone = alone(self.scenario, agent);
        let broken = |shifts: &[Shift]| -> Vec<Violation> {
            audit::judge(&alone, &Roster { lines: vec![Line { shifts: shifts.to_vec() }] })
        };
        let before = broken(shifts);
        let more = |candidate: &Shift| {
            let mut line = shifts.clone();
            line.retain(|shift| shift.day != self.day);
            line.push(candidate.clone());
            line.sort_by_key(|shift| shift.start);
            let after = broken(&line);
            let mut rules: Vec<&'static str> =
                after.iter().filter(|it| !before.contains(it)).map(|violation| violation.rule).collect();
            rules.sort_unstable();
            rules.dedup();
            rules
        };
        match candidates.iter().map(more).min_by_key(Vec::len) {
            None => self.shut_out(noun),
            Some(rules) if rules.is_empty() => {
                let works = shifts.iter().any(|shift| shift.day == self.day);
                if works { Kept::Elsewhere } else { Kept::Free }
            }
            Some(rules) => Kept::Barred(rules),
        }
    }

    /// Whether an agent is away at that time.
    fn is_away(&self, agent: usize) -> bool {
        let is_gone = !self.scenario.agents[agent].is_on_staff(self.day);
        let takes = |request: &Request| {
            let is_own = request.agent == agent && request.kind.is_absence();
            is_own && request.from <= self.at && self.at < request.to
        };
        is_gone || self.scenario.requests.iter().any(takes)
    }

    /// What keeps an agent away to whom no shift at that time is open: skills they lack, the fewest that would do, of shifts
    /// for their contract where there are any; where there are none, the contracts that shifts are for as well.
    fn shut_out(&self, agent: &Agent) -> Kept {
        let any = self.candidates(|_| true);
        let any = any.iter().filter_map(|shift| shift.template).map(|kind| &self.scenario.shifts[kind]);
        let (own, others): (Vec<&ShiftTemplate>, Vec<&ShiftTemplate>) =
            any.partition(|template| template.is_for(agent.contract));
        let offered = if own.is_empty() { &others } else { &own };
        let reserved_for = match own.is_empty() {
            true => others.iter().flat_map(|template| template.contracts.iter().flatten().copied()).collect(),
            false => BTreeSet::new(),
        };
        let lacking = offered.iter().map(|template| template.skills.without(&agent.skills));
        match lacking.min_by_key(Skills::len) {
            None => Kept::Barred(vec!["shift-template"]),
            Some(lacking) => Kept::ShutOut(lacking, reserved_for),
        }
    }

    /// Shifts of open kinds that could be worked at that time, the shortest of each kind first.
    fn candidates(&self, is_open: impl Fn(&ShiftTemplate) -> bool) -> Vec<Shift> {
        let grid = &self.scenario.grid;
        let mut found = Vec::new();
        for (index, template) in self.scenario.shifts.iter().enumerate() {
            let is_open = is_open(template)
                && self.template.is_none_or(|wanted| wanted == index)
                && template.weekdays.contains(&grid.weekday(self.day));
            if !is_open {
                continue;
            }
            let placed = template.lengths.iter().flat_map(|&length| {
                let starts = template.starts.iter().map(move |&start| (start, length));
                starts.map(|(start, length)| {
                    place(template, index, (self.day, grid.at(self.day, start)), length, grid.interval())
                })
            });
            let covers = |shift: &Shift| {
                let is_break = |rest: &Break| rest.start <= self.at && self.at < rest.end;
                let is_then =
                    shift.start <= self.at && self.at < shift.end && !shift.breaks.iter().any(is_break);
                is_then || self.template.is_some()
            };
            found.extend(placed.filter(covers).take(TRIED));
        }
        found
    }
}

/// A shift with its breaks as early as they may be, each a whole number of steps after the start.
fn place(
    template: &ShiftTemplate,
    index: usize,
    (day, start): (i32, Moment),
    length: Minutes,
    interval: Minutes,
) -> Shift {
    let step = template.break_step(interval).get();
    let mut free = template.spacing.from_edges;
    let rules = template.breaks.iter().filter(|rule| length > rule.if_longer_than);
    let breaks = rules.map(|rule| {
        let least = free.max(rule.after).get();
        let from = Minutes::new(least + (-least).rem_euclid(step));
        free = from + rule.length + template.spacing.apart;
        Break { start: start + from, end: start + free - template.spacing.apart, is_paid: rule.is_paid }
    });
    let breaks = breaks.collect();
    Shift { template: Some(index), day, start, end: start + length, breaks }
}

/// One agent and what binds them, for the judge.
fn alone(scenario: &Scenario, agent: usize) -> Scenario {
    let own = scenario.requests.iter().filter(|request| request.agent == agent);
    Scenario {
        name: String::new(),
        currency: String::new(),
        grid: scenario.grid.clone(),
        queues: Vec::new(),
        shrinkage: Default::default(),
        shifts: scenario.shifts.clone(),
        contracts: scenario.contracts.clone(),
        agents: vec![scenario.agents[agent].clone()],
        requests: own.map(|request| Request { agent: 0, ..request.clone() }).collect(),
        posts: Vec::new(),
        prices: scenario.prices,
        most_on_break: None,
        fairness: Default::default(),
        forecast_error: 0.0,
    }
}

use rayon::prelude::*;

use super::duals::PostPrices;
use super::engine::{Engine, Worth};
use super::frames::weeks;
use super::prices::PresencePrices;
use super::spans::{Unkept, beyond_most, short_of_least};
use super::state::Lines;
use super::teams::Teams;
use super::terms::{Open, Terms, Who, of_agent};
use crate::model::Concession;

/// Remembers for whom these lines give up a rule: no bound asks anything of them. It is looked for once.
pub(super) fn concede(engine: &Engine, lines: &Lines) {
    let conceding = concessions(engine, lines).into_iter().map(|conceded| conceded.agent);
    let _ = engine.conceding.set(conceding.collect());
}

/// The rules that no line of an agent keeps: the weeks whose least hours cannot be reached, and least runs of days.
pub(super) fn concessions(engine: &Engine, lines: &Lines) -> Vec<Concession> {
    let mut found = Vec::new();
    let agents: Vec<usize> = (0..engine.scenario.agents.len()).collect();
    let keeps = |&agent: &usize| engine.is_long() && keeps_all(engine, lines, agent);
    let are_kept: Vec<bool> = agents.par_iter().map(keeps).collect();
    for agent in agents {
        if !are_kept[agent] {
            found.extend(streaks(engine, agent));
        }
        found.extend(hours(engine, agent, lines));
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
    found.extend(crowded_breaks(engine, lines));
    found
}

/// Breaks for which there was no other time, though as many of the team as may be were on theirs already.
fn crowded_breaks(engine: &Engine, lines: &Lines) -> Vec<Concession> {
    let shifts = lines.of.iter().enumerate().flat_map(|(agent, line)| line.iter().map(move |at| (agent, at)));
    let mut breaks: Vec<_> = shifts
        .flat_map(|(agent, shift)| shift.breaks.iter().map(move |at| (at.start, agent, at, shift.day)))
        .collect();
    breaks.sort_by_key(|&(start, agent, ..)| (start, agent));
    let mut teams = Teams::new(engine.scenario);
    let mut found = Vec::new();
    for (_, agent, at, day) in breaks {
        if teams.beyond_with(agent, at.start, at.end) > 0.0 && day >= 0 {
            let note = "too many of the team work at once for breaks one after the other".to_owned();
            found.push(Concession { agent, day, rule: "break-team", note });
        }
        teams.put(agent, std::slice::from_ref(at), 1);
    }
    found
}

/// The least hours of the plan and of months that a line falls short of, and the most that locked days and leave exceed.
fn hours(engine: &Engine, agent: usize, lines: &Lines) -> Vec<Concession> {
    let (scenario, line) = (engine.scenario, &lines.of[agent]);
    let noun = &scenario.agents[agent];
    let days = &engine.calendar.agents[agent];
    let who = Who { contract: noun.contract, agent: Some(noun), days, line, fair: None };
    let conceded = |(rule, day, worked, limit): Unkept, why: &str| Concession {
        agent,
        day,
        rule,
        note: format!("{worked} instead of {limit}: {why}"),
    };
    let short = short_of_least(scenario, &who, line).into_iter();
    let beyond = beyond_most(scenario, &who, &engine.settled.of[agent]).into_iter();
    short
        .map(|short| conceded(short, "no legal line reaches it"))
        .chain(beyond.map(|beyond| conceded(beyond, "what is worked already and leave are more")))
        .collect()
}

/// Whether every agent's line keeps every rule.
pub(super) fn keep_all(engine: &Engine, lines: &Lines) -> bool {
    (0..engine.scenario.agents.len()).into_par_iter().all(|agent| keeps_all(engine, lines, agent))
}

/// Whether the line that an agent has keeps every rule: in a long plan it is quicker to look at it week by week than to
/// look for the line that keeps most.
fn keeps_all(engine: &Engine, lines: &Lines, agent: usize) -> bool {
    let keeps = |days: std::ops::Range<i32>| {
        let legal = engine.legal(agent, lines, (days.start, days.end), Open::NEITHER);
        let legal = legal.filter(|legal| !legal.terms.is_any_waived());
        legal.is_some_and(|legal| legal.choices_of(&lines.on(agent, &days)).is_some())
    };
    weeks(engine).into_iter().all(keeps)
}

/// Runs of days and nights, whole weekends, limits on templates and shifts owed of them, where no line that follows an agent's history
/// and locked days keeps them.
fn streaks(engine: &Engine, agent: usize) -> Vec<Concession> {
    let scenario = engine.scenario;
    let contract = &scenario.contracts[scenario.agents[agent].contract];
    let is_limited = !contract.max_shifts.is_empty();
    let is_owed = !contract.min_shifts.is_empty();
    let rules = [
        (contract.min_consecutive_days.is_some(), "least-consecutive-days"),
        (contract.min_consecutive_days_off.is_some(), "least-days-off"),
        (contract.max_consecutive_days_off.is_some(), "consecutive-days-off"),
        (contract.min_consecutive_nights.is_some(), "least-consecutive-nights"),
        (contract.days_off_together.is_some(), "days-off-together"),
        (contract.has_complete_weekends, "complete-weekends"),
    ];
    if !is_limited && !is_owed && !rules.iter().any(|(is_asked, _)| *is_asked) {
        return Vec::new();
    }
    let free = engine.free_days();
    let free = (free.start, free.end);
    let presence = &PresencePrices::none(&scenario.grid);
    let worth = Worth { presence, posts: &PostPrices::none(scenario) };
    let legal = engine.legal(agent, &engine.settled, free, Open::NEITHER).map(|mut legal| {
        let are_limited = !legal.terms.kinds.is_empty();
        // What templates are limited to may leave no line either.
        engine.cheapest(&mut legal, scenario.agents[agent].contract, &worth, 1);
        let terms = &legal.terms;
        let are_kinds_waived = are_limited && terms.kinds.is_empty();
        (are_kinds_waived, terms.are_quotas_lessened, terms.are_streaks_waived, is_idle_before(terms))
    });
    let (are_kinds_waived, are_quotas_lessened, is_waived, is_idle) =
        legal.unwrap_or((is_limited, is_owed, true, false));
    let others = [
        (are_kinds_waived, "shifts-of-a-kind"),
        (are_quotas_lessened, "least-shifts-of-a-kind"),
        (is_idle, "consecutive-days-off"),
    ];
    let rules = rules.into_iter().filter(|_| is_waived).chain(others);
    rules
        .filter(|(is_asked, _)| *is_asked)
        .map(|(_, rule)| Concession {
            agent,
            day: 0,
            rule,
            note: "no legal line keeps it after what was worked before".to_owned(),
        })
        .collect()
}

/// Whether locked days off alone are too many in a row.
fn is_idle_before(terms: &Terms) -> bool {
    terms.first_day > 0 && terms.idle.is_some_and(|idle| idle.before > idle.most)
}

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::table::iso;
use super::words;
use crate::model::{Clause, Contract, Contradiction, Part, Request, RequestKind, Scenario};
use crate::plan::{Loosened, Place, Plan, Relaxation, Whereabouts};
use crate::units::{Minutes, Money};

/// Causes and ways out that the terminal shows; the page has all.
const MOST_LINES: usize = 3;

/// Why something is short: `fr-voice, Sat 7 Mar 10:00: 2 of 5 with the skill there, max_weekends keeps 3 away`.
pub(super) fn cause_lines(plan: &Plan) -> Vec<String> {
    let all = plan.why.causes.iter().map(|cause| {
        let [place, when, text] = cause_row(&plan.scenario, cause);
        format!("{place}, {when}: {text}")
    });
    all.take(MOST_LINES).collect()
}

/// What would help, in the terminal.
pub(super) fn relaxation_lines(plan: &Plan) -> Vec<String> {
    let all = plan.why.relaxations.iter().map(|relaxation| {
        let [what, gives, wages, saves] = relaxation_row(plan, relaxation);
        format!("{what}: {gives}, {wages}, {saves}")
    });
    all.take(MOST_LINES).collect()
}

/// What cannot hold together, in the terminal.
pub(super) fn contradiction_lines(plan: &Plan) -> Vec<String> {
    let all = plan.contradictions.iter().map(|contradiction| {
        let [agent, days, parts] = contradiction_row(&plan.scenario, contradiction);
        format!("{agent}, {days}: {parts}")
    });
    let more = plan.contradictions.len().saturating_sub(MOST_LINES);
    let more = (more > 0).then(|| format!("and {more} more: see report.html"));
    all.take(MOST_LINES).chain(more).collect()
}

/// The causes for the page: what, when, who.
pub(super) fn cause_rows(plan: &Plan) -> Vec<[String; 3]> {
    plan.why.causes.iter().map(|cause| cause_row(&plan.scenario, cause)).collect()
}

/// What would help, for the page: what, what it gives, what it costs, what it saves in all.
pub(super) fn relaxation_rows(plan: &Plan) -> Vec<[String; 4]> {
    plan.why.relaxations.iter().map(|relaxation| relaxation_row(plan, relaxation)).collect()
}

/// What cannot hold together, for the page: agent, days, parts.
pub(super) fn contradiction_rows(plan: &Plan) -> Vec<[String; 3]> {
    plan.contradictions.iter().map(|it| contradiction_row(&plan.scenario, it)).collect()
}

fn cause_row(scenario: &Scenario, cause: &Whereabouts) -> [String; 3] {
    let (name, skill) = match cause.place {
        Place::Queue(queue) => (scenario.queues[queue].id.clone(), "has the skill"),
        Place::Post(post) => {
            (format!("post {}", scenario.shifts[scenario.posts[post].shift].id), "may work the shift")
        }
    };
    let local = scenario.grid.local(cause.at);
    let when = match cause.place {
        Place::Queue(_) => local.format("%a %-d %b %H:%M").to_string(),
        Place::Post(_) => local.format("%a %-d %b").to_string(),
    };
    let skilled = match cause.place {
        Place::Queue(_) => "with the skill",
        Place::Post(_) => "who may work it",
    };
    let mut parts = vec![match cause.able {
        0 => format!("nobody {skill}"),
        able if able == cause.there => format!("nobody else {skill} ({able} of {able} there)"),
        able => format!("{} of {able} {skilled} there", cause.there),
    }];
    if cause.away > 0 {
        parts.push(format!("{} away", cause.away));
    }
    parts.extend(barred_parts(scenario, cause));
    if cause.on_break > 0 {
        parts.push(format!("{} on a break", cause.on_break));
    }
    if cause.elsewhere > 0 {
        parts.push(format!("{} at work at other hours", cause.elsewhere));
    }
    if cause.free > 0 {
        parts.push(format!("{} could come, but for more than it saves", cause.free));
    }
    [name, when, parts.join(", ")]
}

/// `max_weekends keeps 3 away (2 full-time, 1 part-time)`, the rules that keep most away first.
fn barred_parts(scenario: &Scenario, cause: &Whereabouts) -> Vec<String> {
    let mut rules: BTreeMap<String, Vec<(usize, &str)>> = BTreeMap::new();
    for (&(rule, contract), &agents) in &cause.barred {
        rules
            .entry(rule_name(scenario, cause, rule))
            .or_default()
            .push((agents, &scenario.contracts[contract].id));
    }
    let all = |contracts: &[(usize, &str)]| contracts.iter().map(|(agents, _)| agents).sum::<usize>();
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, contracts)| std::cmp::Reverse(all(contracts)));
    let part = |(rule, contracts): (String, Vec<(usize, &str)>)| {
        let of: Vec<String> = contracts.iter().map(|(agents, id)| format!("{agents} {id}")).collect();
        format!("{rule} keeps {} away ({})", all(&contracts), of.join(", "))
    };
    rules.into_iter().map(part).collect()
}

/// The planner's name of a rule, where it has one; skills and contracts by theirs, `lack of german or keyholder`, `that the
/// shift is for full-time only`.
fn rule_name(scenario: &Scenario, cause: &Whereabouts, rule: &'static str) -> String {
    match rule {
        "shift-skills" => format!("lack of {}", words::skill_ids(scenario, &cause.lacking).join(" or ")),
        "shift-contract" => {
            let shift = if let Place::Post(_) = cause.place { "the shift is" } else { "shifts are" };
            format!("that {shift} for {} only", reserved_for(scenario, cause).join(" or "))
        }
        "shift-template" => "lack of a shift at that time".to_owned(),
        "locked" => "that the day is locked".to_owned(),
        _ => Clause::of_violation(rule).map_or(rule, Clause::key).to_owned(),
    }
}

/// The ids of the contracts that shifts are for.
fn reserved_for<'a>(scenario: &'a Scenario, cause: &Whereabouts) -> Vec<&'a str> {
    cause.reserved_for.iter().map(|&contract| scenario.contracts[contract].id.as_str()).collect()
}

/// What it is, `16 hours less short`, `EUR 320 more wages`, `EUR 3,680 saved as solved, 5,520 by prices`.
fn relaxation_row(plan: &Plan, relaxation: &Relaxation) -> [String; 4] {
    let mut gives = Vec::new();
    if relaxation.closes_hours > 0.0 {
        gives.push(format!("{} less short", words::count(relaxation.closes_hours, 1, "hour", "hours")));
    }
    if relaxation.closes_posts > 0 {
        gives.push(format!("{} more on posts", relaxation.closes_posts));
    }
    let currency = &plan.scenario.currency;
    let wages = match relaxation.wages < Money::ZERO {
        true => format!("{currency} {} less wages", (Money::ZERO - relaxation.wages).whole()),
        false => format!("{currency} {} more wages", relaxation.wages.whole()),
    };
    let (saves, worth) = (relaxation.saves.whole(), relaxation.worth.whole());
    let saves = format!("{currency} {saves} saved as solved, {worth} by prices");
    [loosened_text(&plan.scenario, &relaxation.what), gives.join(" and "), wages, saves]
}

/// `max_days_per_week of part-time 6 instead of 5`.
fn loosened_text(scenario: &Scenario, what: &Loosened) -> String {
    match what {
        Loosened::Rule { contract, clause, to } => {
            let contract = &scenario.contracts[*contract];
            let now = clause.value(contract, None).unwrap_or_default();
            let to = match (to.as_str(), now.as_str()) {
                ("", _) => "one looser".to_owned(),
                (_, "") => to.clone(),
                _ => format!("{to} instead of {now}"),
            };
            format!("{} of {} {to}", clause.key(), contract.id)
        }
        Loosened::Leave(request) => {
            let request = &scenario.requests[*request];
            let agent = &scenario.agents[request.agent];
            format!("{} ({}) with {} at another time", agent.name, agent.id, request_text(scenario, request))
        }
    }
}

fn contradiction_row(scenario: &Scenario, contradiction: &Contradiction) -> [String; 3] {
    let agent = &scenario.agents[contradiction.agent];
    let contract = &scenario.contracts[agent.contract];
    let part = |part: &Part| match part {
        Part::Rule(clause) => rule_text(*clause, contract, agent),
        Part::Request(request) => request_text(scenario, &scenario.requests[*request]),
        Part::Worked => "what was worked before".to_owned(),
    };
    let parts: Vec<String> = contradiction.parts.iter().map(part).collect();
    let text = match parts.as_slice() {
        [alone] => format!("{alone} cannot be kept"),
        [one, other] => format!("{one} and {other} cannot hold together; drop one"),
        several => format!("{} cannot hold together; drop one", several.join(" + ")),
    };
    let (first, last) =
        (scenario.grid.date(contradiction.days.0), scenario.grid.date(contradiction.days.1 - 1));
    [format!("{} ({})", agent.name, agent.id), words::date_range(first, last), text]
}

fn rule_text(clause: Clause, contract: &Contract, agent: &crate::model::Agent) -> String {
    let value = clause.value(contract, Some(agent)).unwrap_or_default();
    format!("{} {value}", clause.key()).trim_end().to_owned()
}

/// `leave 3 to 5 March 2026`, `fixed night Mon 2 Mar`.
fn request_text(scenario: &Scenario, request: &Request) -> String {
    let grid = &scenario.grid;
    let kind = match request.kind {
        RequestKind::Leave => "leave".to_owned(),
        RequestKind::Training => "training".to_owned(),
        RequestKind::Unavailable => "unavailable".to_owned(),
        RequestKind::Prefer { .. } => "prefer".to_owned(),
        RequestKind::Avoid { .. } => "avoid".to_owned(),
        RequestKind::Fixed { shift } => format!("fixed {}", scenario.shifts[shift].id),
    };
    let (from, to) = (grid.local(request.from), grid.local(request.to));
    let is_midnight = |time: &chrono::DateTime<chrono_tz::Tz>| time.format("%H:%M").to_string() == "00:00";
    let last = grid.local(request.to + Minutes::new(-1)).date_naive();
    let days = match from.date_naive() == last {
        true => words::short_date(last),
        false => words::date_range(from.date_naive(), last),
    };
    if is_midnight(&from) && is_midnight(&to) {
        return format!("{kind} {days}");
    }
    format!("{kind} {days} {}-{}", from.format("%H:%M"), to.format("%H:%M"))
}

/// Why something is short and what would help, for machines.
pub(super) fn why_value(plan: &Plan) -> Value {
    let scenario = &plan.scenario;
    let cause = |cause: &Whereabouts| {
        let barred = |(&(rule, contract), agents): (&(&str, usize), &usize)| json!({ "rule": rule, "contract": scenario.contracts[contract].id, "agents": agents });
        let (queue, post) = match cause.place {
            Place::Queue(queue) => (Some(&scenario.queues[queue].id), None),
            Place::Post(post) => (None, Some(&scenario.shifts[scenario.posts[post].shift].id)),
        };
        json!({
            "queue": queue,
            "post": post,
            "at": iso(&scenario.grid, cause.at),
            "able": cause.able,
            "there": cause.there,
            "away": cause.away,
            "on_break": cause.on_break,
            "elsewhere": cause.elsewhere,
            "free": cause.free,
            "barred": cause.barred.iter().map(barred).collect::<Vec<_>>(),
            "lacking": words::skill_ids(scenario, &cause.lacking),
            "reserved_for": reserved_for(scenario, cause),
        })
    };
    let relaxation = |relaxation: &Relaxation| {
        json!({
            "what": loosened_text(scenario, &relaxation.what),
            "closes_hours": super::summary::rounded(relaxation.closes_hours),
            "closes_posts": relaxation.closes_posts,
            "added_wages": relaxation.wages.major(),
            "saves": relaxation.saves.major(),
            "worth_at_prices": relaxation.worth.major(),
        })
    };
    json!({
        "causes": plan.why.causes.iter().map(cause).collect::<Vec<_>>(),
        "relaxations": plan.why.relaxations.iter().map(relaxation).collect::<Vec<_>>(),
    })
}

/// What cannot hold together, for machines.
pub(super) fn contradiction_values(plan: &Plan) -> Vec<Value> {
    let scenario = &plan.scenario;
    let one = |contradiction: &Contradiction| {
        let agent = &scenario.agents[contradiction.agent];
        let contract = &scenario.contracts[agent.contract];
        let part = |part: &Part| match part {
            Part::Rule(clause) => rule_text(*clause, contract, agent),
            Part::Request(request) => request_text(scenario, &scenario.requests[*request]),
            Part::Worked => "worked before".to_owned(),
        };
        json!({
            "agent": agent.id,
            "from": scenario.grid.date(contradiction.days.0).to_string(),
            "until": scenario.grid.date(contradiction.days.1 - 1).to_string(),
            "parts": contradiction.parts.iter().map(part).collect::<Vec<_>>(),
        })
    };
    plan.contradictions.iter().map(one).collect()
}

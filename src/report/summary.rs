use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::requirement::starts;
use super::table::iso;
use super::words;
use crate::model::{Burden, Estimate, Period, PeriodService, Scenario, Shift, Violation};
use crate::plan::{Plan, Verdict};
use crate::units::Money;

/// summary.json: every figure of a plan in one machine-readable file.
///
/// Amounts are in major units, shares from 0 to 1, times ISO 8601 with their offset. `intervals` holds one array
/// for each column, all as long as `starts`. What is about queues is null where there are none.
pub fn summary_json(plan: &Plan) -> String {
    json_text(&summary(plan))
}

/// The advice on hiring for machines.
pub fn hiring_json(plan: &Plan) -> String {
    json_text(&hiring(plan))
}

/// Broken rules for machines.
pub fn violations_json(scenario: &Scenario, violations: &[Violation]) -> String {
    json_text(&violation_values(scenario, violations).into())
}

/// A value as text, ended by a line break.
pub(super) fn json_text(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a summary has no keys but words");
    text.push('\n');
    text
}

fn summary(plan: &Plan) -> Value {
    let scenario = &plan.scenario;
    let grid = &scenario.grid;
    let has_queues = !scenario.queues.is_empty();
    json!({
        "callboard": env!("CARGO_PKG_VERSION"),
        "name": scenario.name,
        "time_zone": grid.zone().name(),
        "start": grid.first_day().to_string(),
        "days": grid.days(),
        "interval_minutes": grid.interval().get(),
        "currency": scenario.currency,
        "seed": plan.provenance.seed,
        "model": {
            "load": has_queues.then_some(plan.provenance.load_method),
            "roster": if plan.provenance.is_roster_given { "given" } else { "ruin and recreate, column generation" },
            "service": has_queues.then_some("simulation"),
            "replications": has_queues.then_some(plan.service.replications),
            "forecast_error": has_queues.then_some(scenario.forecast_error),
            "contacts_simulated": has_queues.then_some(plan.service.contacts),
        },
        "is_met": plan.is_met(),
        "demand": has_queues.then(|| demand(plan)),
        "required": has_queues.then(|| required(plan)),
        "corrections": has_queues.then(|| super::corrections::corrections_value(plan)),
        "rostered": rostered(plan),
        "cost": cost(plan),
        "proof": (!plan.provenance.is_roster_given).then(|| proof(plan)),
        "queues": (0..scenario.queues.len()).map(|queue| queue_summary(plan, queue)).collect::<Vec<_>>(),
        "short": short(plan),
        "posts": posts(plan),
        "hiring": (!plan.provenance.is_roster_given).then(|| hiring(plan)),
        "violations": violation_values(scenario, &plan.violations),
        "concessions": concessions(plan),
        "fairness": fairness(plan),
        "why": super::why::why_value(plan),
        "contradictions": super::why::contradiction_values(plan),
        "repair": super::changes::repair_value(plan),
        "roster": roster(plan),
        "starts": has_queues.then(|| starts(scenario)),
    })
}

/// A number short enough to read and long enough to reckon with; nothing has no sign, as the sum of no numbers has.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e6).round() / 1e6 + 0.0
}

fn estimate(estimate: Estimate) -> Value {
    json!({ "mean": rounded(estimate.mean), "half_width": rounded(estimate.half_width) })
}

fn demand(plan: &Plan) -> Value {
    let grid = &plan.scenario.grid;
    let busiest = plan.figures.busiest.map(
        |busiest| json!({ "start": iso(grid, grid.start_of(busiest.interval)), "agents": busiest.agents }),
    );
    json!({
        "contacts": rounded(plan.figures.contacts),
        "work_hours": rounded(plan.figures.work_hours),
        "busiest": busiest,
    })
}

fn required(plan: &Plan) -> Value {
    let ledger: Vec<Value> = plan
        .figures
        .ledger
        .iter()
        .map(|line| {
            json!({
                "cause": line.cause,
                "share": line.share.get(),
                "adds_hours": rounded(line.adds),
                "total_hours": rounded(line.total),
            })
        })
        .collect();
    json!({
        "net_hours": rounded(plan.figures.net_hours),
        "gross_hours": rounded(plan.figures.gross_hours),
        "shrinkage": rounded(1.0 - plan.scenario.shrinkage.present()),
        "ledger": ledger,
    })
}

fn rostered(plan: &Plan) -> Value {
    json!({
        "paid_hours": rounded(plan.figures.paid_hours),
        "work_time_hours": rounded(plan.figures.work_time_hours),
        "shifts": plan.figures.shifts,
        "agents": plan.scenario.agents.len(),
        "agents_rostered": plan.figures.agents_rostered,
        "short_hours": rounded(plan.short_hours()),
        "short_posts": plan.short_posts(),
    })
}

fn cost(plan: &Plan) -> Value {
    json!({
        "total": plan.cost().major(),
        "wages": plan.figures.wages.major(),
        "penalties_expected": plan.penalties().major(),
        "posts": plan.posts().major(),
    })
}

/// What the search minimised, internal prices included, and how far from the least it can be.
fn proof(plan: &Plan) -> Value {
    let proof = &plan.rostered.proof;
    json!({
        "cost": proof.cost().major(),
        "wages": proof.wages.major(),
        "shortage_price": proof.shortage.major(),
        "wishes_price": proof.wishes.major(),
        "fairness_price": proof.fairness.major(),
        "posts": proof.posts.major(),
        "changes_price": proof.changes.major(),
        "breaks_saved": proof.breaks_saved.major(),
        "bound": proof.bound.major(),
        "gap": rounded(proof.gap()),
        "is_bound_final": proof.is_bound_final,
        "rounds": proof.rounds,
        "columns": proof.columns,
        "improvements": proof.improvements,
    })
}

fn queue_summary(plan: &Plan, index: usize) -> Value {
    let queue = &plan.scenario.queues[index];
    let measured = &plan.service.queues[index];
    let verdict = plan.verdicts.iter().find(|verdict| verdict.queue == index);
    json!({
        "id": queue.id,
        "client": queue.client,
        "market": queue.market,
        "channel": words::channel_name(queue),
        "target": words::target_text(&queue.target),
        "measured": words::period_name(queue.target.measured),
        "behaviour": super::behaviour::behaviour_value(queue),
        "measured_by": super::corrections::measured_by(plan, index),
        "service": estimate(measured.overall),
        "abandonment": estimate(measured.abandonment),
        "average_wait_seconds": estimate(measured.average_wait),
        "chance_met": verdict.and_then(|verdict| verdict.chance).map(rounded),
        "penalty_expected": verdict.map_or(Money::ZERO, |verdict| verdict.penalty).major(),
        "at_risk": verdict.map_or_else(Vec::new, |verdict| misses(&plan.scenario, verdict)),
        "periods": periods(plan, index),
        "intervals": intervals(plan, index),
    })
}

/// The times at which an agreement is likely missed.
pub(super) fn misses(scenario: &Scenario, verdict: &Verdict) -> Vec<Value> {
    let grid = &scenario.grid;
    let miss = |miss: &crate::plan::Miss| {
        json!({
            "start": iso(grid, grid.start_of(miss.first)),
            "end": iso(grid, grid.start_of(miss.end)),
            "expected": rounded(miss.expected),
            "chance_met": rounded(miss.chance),
        })
    };
    verdict.misses.iter().map(miss).collect()
}

/// The measured periods; an interval's figures stand in the columns of the intervals.
fn periods(plan: &Plan, index: usize) -> Vec<Value> {
    match plan.scenario.queues[index].target.measured {
        Period::Interval => Vec::new(),
        _ => plan.service.queues[index].periods.iter().map(|one| period(plan, one)).collect(),
    }
}

fn period(plan: &Plan, period: &PeriodService) -> Value {
    let grid = &plan.scenario.grid;
    let date = |interval| grid.date(grid.day_of_interval(interval) as i32).to_string();
    json!({
        "from": date(period.span.first),
        "until": date(period.span.end - 1),
        "covered": rounded(period.span.covered.get()),
        "expected": rounded(period.expected),
        "low": rounded(period.low),
        "high": rounded(period.high),
        "chance_met": rounded(period.chance_met),
        "expected_penalty": period.expected_penalty.major(),
    })
}

fn intervals(plan: &Plan, index: usize) -> Value {
    let needs = &plan.requirements[index].needs;
    let measures = &plan.service.queues[index].intervals;
    let column = |value: &dyn Fn(usize) -> Option<f64>| -> Vec<Option<f64>> {
        (0..needs.len()).map(|interval| value(interval).map(rounded)).collect()
    };
    let is_measured = plan.scenario.queues[index].target.measured == Period::Interval;
    let measured = plan.service.queues[index].periods.iter().filter(|_| is_measured);
    let periods: BTreeMap<usize, &PeriodService> =
        measured.map(|period| (period.span.first, period)).collect();
    let of_period = |value: fn(&PeriodService) -> f64| {
        is_measured.then(|| column(&|interval| periods.get(&interval).map(|period| value(period))))
    };
    json!({
        "volume": column(&|interval| Some(needs[interval].volume)),
        "aht_seconds": column(&|interval| Some(needs[interval].aht.get())),
        "offered_load": column(&|interval| Some(needs[interval].offered_load.get())),
        "required": needs.iter().map(|need| need.agents.get()).collect::<Vec<_>>(),
        "driver": needs.iter().map(|need| need.driver.map(words::driver_name)).collect::<Vec<_>>(),
        "scheduled": column(&|interval| Some(plan.rostered.scheduled[index][interval])),
        "short": column(&|interval| Some(plan.rostered.shortage[index][interval])),
        "service_level": column(&|interval| measures[interval].service_level),
        "average_wait_seconds": column(&|interval| measures[interval].average_wait()),
        "occupancy": column(&|interval| measures[interval].occupancy()),
        "abandonment": column(&|interval| measures[interval].abandonment()),
        "low": of_period(|period| period.low),
        "high": of_period(|period| period.high),
        "chance_met": of_period(|period| period.chance_met),
        "expected_penalty": of_period(|period| period.expected_penalty.major()),
    })
}

fn short(plan: &Plan) -> Vec<Value> {
    let grid = &plan.scenario.grid;
    let run = |run: &crate::plan::ShortRun| {
        json!({
            "queue": plan.scenario.queues[run.queue].id,
            "start": iso(grid, grid.start_of(run.first)),
            "end": iso(grid, grid.start_of(run.end)),
            "agents": rounded(run.agents),
            "hours": rounded(run.hours),
        })
    };
    plan.short_runs.iter().map(run).collect()
}

/// Posts with more or fewer people than asked for.
fn posts(plan: &Plan) -> Vec<Value> {
    let scenario = &plan.scenario;
    let one = |gap: &crate::plan::PostGap| {
        let post = &scenario.posts[gap.post];
        json!({
            "date": scenario.grid.date(post.day as i32).to_string(),
            "shift": scenario.shifts[post.shift].id,
            "required": gap.required,
            "rostered": gap.rostered,
            "cost": gap.cost.major(),
        })
    };
    plan.post_gaps.iter().map(one).collect()
}

fn hiring(plan: &Plan) -> Value {
    let scenario = &plan.scenario;
    let class = |class: &crate::model::Class| {
        json!({
            "contract": scenario.contracts[class.contract].id,
            "skills": words::skill_ids(scenario, &class.skills),
            "hires": class.hires,
            "decide_by": class.decide_by.to_string(),
            "is_too_late": class.is_too_late,
            "start": class.start.to_string(),
            "productive_from": class.productive_from.to_string(),
            "headcount": class.headcount,
            "required_fte": rounded(class.required.get()),
            "available_fte": rounded(class.available.get()),
            "closes_hours": rounded(class.closes_hours),
            "closes_posts": class.closes_posts,
            "added_wages": class.wages.major(),
            "hiring_cost": class.hiring_cost.major(),
        })
    };
    let candidate = |candidate: &crate::model::Candidate| {
        let step = |step: &crate::model::CandidateStep| {
            json!({
                "closes_hours": rounded(step.closes_hours),
                "closes_posts": step.closes_posts,
                "added_wages": step.wages.major(),
                "hiring_cost": step.hiring_cost.major(),
            })
        };
        json!({
            "contract": scenario.contracts[candidate.contract].id,
            "skills": words::skill_ids(scenario, &candidate.skills),
            "take": candidate.take,
            "steps": candidate.steps.iter().map(step).collect::<Vec<_>>(),
        })
    };
    json!({
        "classes": plan.hiring.classes.iter().map(class).collect::<Vec<_>>(),
        "candidates": plan.rostered.candidates.iter().map(candidate).collect::<Vec<_>>(),
        "is_weighed": !plan.lacks_advice(),
    })
}

pub(super) fn violation_values(scenario: &Scenario, violations: &[Violation]) -> Vec<Value> {
    let one = |violation: &Violation| {
        json!({
            "agent": violation.agent.map(|agent| &scenario.agents[agent].id),
            "date": scenario.grid.date(violation.day).to_string(),
            "rule": violation.rule,
            "found": violation.found,
            "allowed": violation.allowed,
        })
    };
    violations.iter().map(one).collect()
}

/// What each agent has of burdens and wishes.
fn fairness(plan: &Plan) -> Vec<Value> {
    let one = |(agent, share): (&crate::model::Agent, &crate::plan::AgentShare)| {
        json!({
            "agent": agent.id,
            "contract": plan.scenario.contracts[agent.contract].id,
            "hours": rounded(share.hours),
            "weekends": share.weekends,
            "weekend_days": share.of(Burden::WeekendDay),
            "evenings": share.of(Burden::Evening),
            "nights": share.of(Burden::Night),
            "holidays": share.of(Burden::Holiday),
            "wishes": share.wishes,
            "granted": share.granted,
        })
    };
    plan.scenario.agents.iter().zip(&plan.shares).map(one).collect()
}

fn concessions(plan: &Plan) -> Vec<Value> {
    let one = |concession: &crate::model::Concession| {
        json!({
            "agent": plan.scenario.agents[concession.agent].id,
            "date": plan.scenario.grid.date(concession.day).to_string(),
            "rule": concession.rule,
            "note": concession.note,
        })
    };
    plan.rostered.concessions.iter().map(one).collect()
}

fn roster(plan: &Plan) -> Vec<Value> {
    let grid = &plan.scenario.grid;
    let span = |start, end| json!({ "start": iso(grid, start), "end": iso(grid, end) });
    let one = |(agent, shift): (usize, &Shift)| {
        json!({
            "agent": plan.scenario.agents[agent].id,
            "date": grid.date(shift.day).to_string(),
            "shift": super::roster::shift_name(&plan.scenario, shift),
            "start": iso(grid, shift.start),
            "end": iso(grid, shift.end),
            "breaks": shift.breaks.iter().map(|rest| span(rest.start, rest.end)).collect::<Vec<_>>(),
            "paid_hours": rounded(shift.paid().hours()),
        })
    };
    plan.rostered.roster.shifts().map(one).collect()
}

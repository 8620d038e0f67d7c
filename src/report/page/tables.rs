use serde::Serialize;

use crate::model::{Candidate, Counting, PeriodService};
use crate::plan::{Plan, Verdict};
use crate::report::{text, words};
use crate::units::Money;

/// A figure in large type, and what it means.
#[derive(Debug, Serialize)]
pub(super) struct Headline {
    pub label: &'static str,
    pub value: String,
    pub note: String,
    /// `good`, `bad` or nothing.
    pub tone: &'static str,
}

/// The figures at the head of the page.
pub(super) fn headlines(plan: &Plan) -> Vec<Headline> {
    let figures = &plan.figures;
    let currency = &plan.scenario.currency;
    let plain = |label, value, note| Headline { label, value, note, tone: "" };
    let of_queues = || {
        [
            plain(
                "Contacts",
                words::grouped(figures.contacts),
                format!("{} hours of work", words::grouped(figures.work_hours)),
            ),
            plain(
                "Required hours",
                words::grouped(figures.gross_hours),
                format!("{} in seat, and what shrinkage takes", words::grouped(figures.net_hours)),
            ),
        ]
    };
    let of_all = [
        plain(
            "Rostered hours",
            words::grouped(figures.paid_hours),
            format!(
                "{}, {}",
                words::count(figures.shifts as f64, 0, "shift", "shifts"),
                words::count(figures.agents_rostered as f64, 0, "agent", "agents")
            ),
        ),
        plain("Cost", format!("{currency} {}", plan.cost().whole()), text::cost_parts(plan)),
        short_headline(plan),
        match plan.rostered.proof.above_least() {
            Some(above) => plain("From the optimum", words::percent(above), "at most, as proven".to_owned()),
            None => plain("From the optimum", "unknown".to_owned(), "no time for a proof".to_owned()),
        },
    ];
    match plan.scenario.queues.is_empty() {
        true => of_all.into(),
        false => of_queues().into_iter().chain(of_all).collect(),
    }
}

/// How many hours of queues and people on posts are missing, and of how much that is.
fn short_headline(plan: &Plan) -> Headline {
    let (hours, posts) = (plan.short_hours(), plan.short_posts());
    let asked = plan.scenario.asked_posts();
    let of_hours = || format!("{} of the requirement", words::percent(hours / plan.figures.gross_hours));
    let note = match (hours > 0.0, posts > 0) {
        (false, false) => text::all_covered(&plan.scenario).to_owned(),
        (true, false) => of_hours(),
        (false, true) if plan.scenario.queues.is_empty() => format!("of {asked} asked for"),
        (false, true) => format!("of {asked} asked for; every queue is covered"),
        (true, true) => format!("{}, and {posts} of {asked} on posts", of_hours()),
    };
    let value = match hours > 0.0 || posts == 0 {
        true if plan.scenario.queues.is_empty() => "nobody".to_owned(),
        true => words::count(hours, usize::from(hours < 10.0), "h", "h"),
        false => format!("{posts} on posts"),
    };
    Headline { label: "Short", value, note, tone: if hours > 0.0 || posts > 0 { "bad" } else { "good" } }
}

/// The service of a queue, as a row.
#[derive(Debug, Serialize)]
pub(super) struct ServiceRow {
    queue: String,
    about: String,
    target: String,
    expected: String,
    /// How sure that is.
    range: String,
    wait: String,
    abandonment: String,
    chance: String,
    penalty: String,
    is_at_risk: bool,
    is_promised: bool,
    misses: Vec<String>,
    more_misses: usize,
    /// Where the promise and the measure lie on a bar that begins at `from`, all in percent.
    bar: Bar,
    period_count: usize,
    periods: Vec<PeriodRow>,
}

#[derive(Debug, Serialize)]
struct Bar {
    promised: Option<f64>,
    expected: f64,
}

#[derive(Debug, Serialize)]
struct PeriodRow {
    days: String,
    expected: String,
    range: String,
    chance: String,
    penalty: String,
    is_at_risk: bool,
}

/// The service of each queue against its agreement.
pub(super) fn service(plan: &Plan) -> Vec<ServiceRow> {
    plan.verdicts.iter().map(|verdict| service_row(plan, verdict)).collect()
}

/// Periods listed under a queue; sla.csv has the others.
const MOST_PERIODS: usize = 40;
/// Misses named in the table; the files have the others.
const MOST_MISSES: usize = 3;

fn service_row(plan: &Plan, verdict: &Verdict) -> ServiceRow {
    let queue = &plan.scenario.queues[verdict.queue];
    let measured = &plan.service.queues[verdict.queue];
    let mut worst: Vec<_> = verdict.misses.iter().collect();
    worst.sort_by(|one, other| one.expected.total_cmp(&other.expected));
    let about = [queue.client.as_str(), queue.market.as_str(), words::channel_name(queue)];
    let promised = queue.target.answered.map(|answered| 100.0 * answered.share.get());
    ServiceRow {
        queue: queue.id.clone(),
        about: about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "),
        target: promise(plan, verdict),
        expected: words::percent(verdict.expected.mean),
        range: match verdict.expected.half_width {
            half_width if half_width.is_finite() => format!("\u{b1}{:.1}", 100.0 * half_width),
            _ => "by one replay".to_owned(),
        },
        wait: if queue.is_deferred() {
            String::new()
        } else {
            format!("{:.0} s", measured.average_wait.mean)
        },
        abandonment: match queue.patience {
            Some(_) => words::percent(measured.abandonment.mean),
            None => String::new(),
        },
        chance: verdict.chance.map_or_else(String::new, words::chance),
        penalty: verdict.penalty.whole(),
        is_at_risk: verdict.is_at_risk(),
        is_promised: verdict.chance.is_some(),
        misses: worst
            .iter()
            .take(MOST_MISSES)
            .map(|miss| {
                let when = words::miss_range(&plan.scenario.grid, miss, queue.target.measured);
                format!("{when}: {}", words::percent(miss.expected))
            })
            .collect(),
        more_misses: worst.len().saturating_sub(MOST_MISSES),
        bar: Bar { promised, expected: 100.0 * verdict.expected.mean },
        period_count: measured.periods.len(),
        periods: periods_shown(plan, verdict),
    }
}

/// `80 % in 20 s of contacts offered, each week`.
fn promise(plan: &Plan, verdict: &Verdict) -> String {
    let target = &plan.scenario.queues[verdict.queue].target;
    let of = match target.counting {
        _ if target.answered.is_none() => "",
        Counting::Offered => " of those offered",
        Counting::AbandonsInTime => " of those offered, abandons in time counted as answered",
        Counting::Answered => " of those answered",
        Counting::WithoutShortAbandons => " of those offered, short abandons left out",
    };
    let each = match verdict.chance {
        Some(_) => format!(", by {}", words::period_name(target.measured)),
        None => String::new(),
    };
    format!("{}{of}{each}", words::target_text(target))
}

/// The periods measured; of many those most likely missed.
fn periods_shown(plan: &Plan, verdict: &Verdict) -> Vec<PeriodRow> {
    let mut periods: Vec<&PeriodService> = plan.service.queues[verdict.queue].periods.iter().collect();
    if periods.len() > MOST_PERIODS {
        periods.sort_by(|one, other| one.chance_met.total_cmp(&other.chance_met));
    }
    periods.into_iter().take(MOST_PERIODS).map(|period| period_row(plan, verdict, period)).collect()
}

fn period_row(plan: &Plan, verdict: &Verdict, period: &PeriodService) -> PeriodRow {
    let measured = plan.scenario.queues[verdict.queue].target.measured;
    PeriodRow {
        days: words::span_range(&plan.scenario.grid, &period.span, measured),
        expected: words::percent(period.expected),
        range: format!("{} to {}", words::percent(period.low), words::percent(period.high)),
        chance: words::chance(period.chance_met),
        penalty: period.expected_penalty.whole(),
        is_at_risk: verdict.chance.is_some() && period.chance_met < 0.5,
    }
}

/// What is not covered, the most hours first.
#[derive(Debug, Serialize)]
pub(super) struct ShortTable {
    rows: Vec<[String; 4]>,
    more: usize,
    posts: Vec<String>,
}

/// Shortages listed on the page; the files have the others.
const MOST_SHORT: usize = 40;

/// The shortages, the largest first.
pub(super) fn short(plan: &Plan) -> ShortTable {
    let mut runs: Vec<_> = plan.short_runs.iter().collect();
    runs.sort_by(|one, other| other.hours.total_cmp(&one.hours));
    let row = |run: &&crate::plan::ShortRun| {
        [
            plan.scenario.queues[run.queue].id.clone(),
            words::interval_range(&plan.scenario.grid, run.first, run.end),
            format!("{:.1}", run.agents),
            format!("{:.1}", run.hours),
        ]
    };
    ShortTable {
        rows: runs.iter().take(MOST_SHORT).map(row).collect(),
        more: runs.len().saturating_sub(MOST_SHORT),
        posts: text::short_posts(plan),
    }
}

/// Whom to hire, and what each next one would bring.
#[derive(Debug, Serialize)]
pub(super) struct HiringTable {
    classes: Vec<String>,
    no_more: Option<&'static str>,
    steps: Vec<StepRow>,
}

#[derive(Debug, Serialize)]
struct StepRow {
    who: String,
    which: usize,
    is_taken: bool,
    closes: String,
    wages: String,
    cost: String,
}

/// The hiring advice.
pub(super) fn hiring(plan: &Plan) -> HiringTable {
    let class = |class| text::class_line(&plan.scenario, class);
    HiringTable {
        classes: plan.hiring.classes.iter().map(class).collect(),
        no_more: text::no_more(plan),
        steps: plan.rostered.candidates.iter().flat_map(|candidate| step_rows(plan, candidate)).collect(),
    }
}

fn step_rows(plan: &Plan, candidate: &Candidate) -> Vec<StepRow> {
    let scenario = &plan.scenario;
    let row = |(place, step): (usize, &crate::model::CandidateStep)| StepRow {
        who: words::people(scenario, candidate.contract, &candidate.skills),
        which: place + 1,
        is_taken: place < candidate.take as usize,
        closes: words::hours_and_posts(step.closes_hours, step.closes_posts, |hours| format!("{hours:.1} h")),
        wages: step.wages.whole(),
        cost: step.hiring_cost.whole(),
    };
    candidate.steps.iter().enumerate().map(row).collect()
}

/// From hours in seat to hours on the roster: label, share, hours added, hours so far.
pub(super) fn ledger(plan: &Plan) -> Vec<[String; 4]> {
    let figures = &plan.figures;
    let mut rows =
        vec![["in seat".to_owned(), String::new(), String::new(), words::grouped(figures.net_hours)]];
    rows.extend(figures.ledger.iter().map(|line| {
        [line.cause.clone(), line.share.to_string(), words::grouped(line.adds), words::grouped(line.total)]
    }));
    rows
}

/// The rules broken: agent, day, rule, found, allowed.
pub(super) fn violations<'a>(
    plan: &Plan,
    violations: impl IntoIterator<Item = &'a crate::model::Violation>,
) -> Vec<[String; 5]> {
    let row = |violation: &crate::model::Violation| {
        [
            violation.agent.map_or_else(String::new, |agent| plan.scenario.agents[agent].name.clone()),
            words::short_date(plan.scenario.grid.date(violation.day)),
            violation.rule.to_owned(),
            violation.found.clone(),
            violation.allowed.clone(),
        ]
    };
    violations.into_iter().map(row).collect()
}

/// The rules nobody could keep: agent, day, rule, what was done instead.
pub(super) fn concessions(plan: &Plan) -> Vec<[String; 4]> {
    let row = |concession: &crate::model::Concession| {
        [
            plan.scenario.agents[concession.agent].name.clone(),
            words::short_date(plan.scenario.grid.date(concession.day)),
            concession.rule.to_owned(),
            concession.note.clone(),
        ]
    };
    plan.rostered.concessions.iter().map(row).collect()
}

/// Whether all is as it should be, in the words at the head of the page.
pub(super) fn verdict(plan: &Plan) -> &'static str {
    let has_queues = !plan.scenario.queues.is_empty();
    match (plan.is_met(), has_queues, plan.is_short()) {
        (true, true, _) => "Every target met",
        (true, false, _) => "Every post filled",
        (false, true, _) => "Targets missed",
        (false, false, true) => "Posts not filled",
        (false, false, false) => "Rules broken",
    }
}

/// What of how a plan was made is about its queues.
const MADE_FOR_QUEUES: [&str; 3] = ["Load", "of that the price of shortage", "Service"];

/// How the plan was made.
pub(super) fn made(plan: &Plan) -> Vec<(&'static str, String)> {
    let proof = &plan.rostered.proof;
    let money = |money: Money| format!("{} {}", plan.scenario.currency, money.whole());
    let bound = match proof.is_bound_final {
        true => money(proof.bound),
        false => format!("{}, cut short by the time limit", money(proof.bound)),
    };
    let mut made = vec![
        ("Load", plan.provenance.load_method.replace('-', " ")),
        ("Cost minimised, internal prices included", money(proof.cost())),
        ("of that the price of shortage", money(proof.shortage)),
        ("of that the cost of posts", money(proof.posts)),
        ("of that the price of wishes not granted", money(proof.wishes)),
        ("of that the price of burdens had again and again", money(proof.fairness)),
        ("of that the price of days changed", money(proof.changes)),
        ("Saved by placing its breaks anew", money(proof.breaks_saved)),
        ("No roster can cost less than", bound),
        (
            "Search",
            format!(
                "{}, {}, {}",
                words::count(proof.rounds as f64, 0, "round", "rounds"),
                words::count(proof.columns as f64, 0, "line of work", "lines of work"),
                words::count(proof.improvements as f64, 0, "improvement step", "improvement steps")
            ),
        ),
        (
            "Service",
            format!(
                "{} of the plan, {} contacts",
                words::count(plan.service.replications as f64, 0, "replay", "replays"),
                words::grouped(plan.service.contacts as f64)
            ),
        ),
        ("Seed", plan.provenance.seed.to_string()),
    ];
    made.retain(|(label, _)| match *label {
        "of that the cost of posts" => !plan.scenario.posts.is_empty(),
        label => !plan.scenario.queues.is_empty() || !MADE_FOR_QUEUES.contains(&label),
    });
    made
}

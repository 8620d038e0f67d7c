use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::behaviour::{behaviour_words, whole_percent};
use super::fairness::burden_name;
use super::forecast_error::forecast_error_value;
use super::{rules, words};
use crate::error::{Fault, Severity};
use crate::intake::Read;
use crate::model::{Burden, Counting, Queue, RequestKind, Scenario};
use crate::plan::ForecastError;
use crate::units::Money;

/// Where the words of a line begin.
const INDENT: usize = 11;
/// Longer lines are broken.
const WIDTH: usize = 89;

/// What a plan says, in words: for the planner to see whether it was understood.
pub fn check_text(read: &Read) -> String {
    let scenario = &read.scenario;
    let work = words::work(scenario);
    let agents = words::count(scenario.agents.len() as f64, 0, "agent", "agents");
    let dates = words::plan_dates(scenario);
    let mut text = format!("{}   {dates}   {work}   {agents}\n\n", scenario.name);
    for (label, lines) in [
        ("Days", days(scenario)),
        ("Queues", queue_lines(scenario)),
        ("Promises", scenario.queues.iter().map(promise).collect()),
        ("Shrinkage", shrinkage(scenario).into_iter().collect()),
        ("Shifts", rules::shift_lines(scenario)),
        ("Contracts", rules::contract_lines(scenario)),
        ("Laws", rules::law_lines(scenario)),
        ("Skills", skill_lines(scenario)),
        ("Requests", requests(scenario)),
        ("Posts", posts(scenario)),
        ("Fairness", fairness(scenario)),
        ("Teams", teams(scenario)),
        ("Assumed", read.assumed.clone()),
    ] {
        text += &section(label, &lines);
    }
    text
}

/// The prices of burdens, and the holidays.
fn fairness(scenario: &Scenario) -> Vec<String> {
    let fairness = &scenario.fairness;
    let priced = Burden::ALL.into_iter().filter(|&burden| fairness.price(burden) > Money::ZERO);
    let prices: Vec<String> =
        priced.map(|burden| format!("{} {}", burden_name(burden).1, fairness.price(burden))).collect();
    let mut lines = Vec::new();
    if !prices.is_empty() {
        let (hour, minute) = (fairness.evening / 60, fairness.evening % 60);
        let evening = format!("the evening begins at {hour:02}:{minute:02}");
        lines.push(format!("one more costs for each had before: {}; {evening}", prices.join(", ")));
    }
    if !fairness.holidays.is_empty() {
        let dates = fairness.holidays.iter().map(|&day| words::short_date(scenario.grid.date(day)));
        lines.push(format!("holidays {}", dates.collect::<Vec<_>>().join(", ")));
    }
    lines
}

/// The rule on breaks, and how large teams are.
fn teams(scenario: &Scenario) -> Vec<String> {
    let Some(most) = scenario.most_on_break else { return Vec::new() };
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for agent in scenario.agents.iter().filter(|agent| !agent.team.is_empty()) {
        *sizes.entry(agent.team.as_str()).or_default() += 1;
    }
    let sizes: Vec<String> = sizes.iter().map(|(team, size)| format!("{team} {size}")).collect();
    vec![format!("at most {most} of a team on a break at once: {}", sizes.join(", "))]
}

/// The same for a machine, with the faults that do not hinder, and how far past days were off where that was asked.
pub fn check_json(read: &Read, forecast_error: Option<&ForecastError>) -> String {
    let scenario = &read.scenario;
    let queues: Vec<_> = scenario
        .queues
        .iter()
        .map(|queue| {
            json!({
                "id": queue.id,
                "channel": words::channel_name(queue),
                "target": words::target_text(&queue.target),
                "contacts": contacts(queue),
                "work_hours": work_hours(queue),
                "open_hours": open_hours(queue),
                "agents": scenario.agents.iter().filter(|agent| is_skilled(scenario, queue, agent)).count(),
            })
        })
        .collect();
    let value = json!({
        "name": scenario.name,
        "start": scenario.grid.first_day().to_string(),
        "days": scenario.grid.days(),
        "agents": scenario.agents.len(),
        "queues": queues,
        "posts": scenario.posts.len(),
        "assumed": read.assumed,
        "forecast_error": forecast_error.map(|error| forecast_error_value(scenario, error)),
        "faults": read.warnings.iter().map(fault_json).collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}

/// Faults for a machine.
pub fn faults_json(faults: &[Fault]) -> String {
    let value = json!({ "faults": faults.iter().map(fault_json).collect::<Vec<_>>() });
    format!("{value:#}\n")
}

fn fault_json(fault: &Fault) -> serde_json::Value {
    json!({
        "code": fault.code,
        "severity": match fault.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "file": fault.file.display().to_string(),
        "line": fault.line,
        "column": fault.column,
        "message": fault.message,
        "found": fault.found,
        "remedy": fault.remedy,
    })
}

/// Lines under a label; nothing where there are none.
pub(super) fn section(label: &str, lines: &[String]) -> String {
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    let lines = labels.zip(lines.iter().flat_map(|line| wrapped(line)));
    lines.map(|(label, line)| format!("{label:INDENT$}{line}").trim_end().to_owned() + "\n").collect()
}

/// A line broken at semicolons where it is too long; what follows is indented.
fn wrapped(line: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in line.split_inclusive("; ") {
        match lines.last_mut() {
            Some(last) if last.chars().count() + part.trim_end().chars().count() <= WIDTH => {
                last.push_str(part)
            }
            Some(_) => lines.push(format!("  {part}")),
            None => lines.push(part.to_owned()),
        }
    }
    lines
}

/// Rows as columns: the first `left` to the left, the others to the right.
fn aligned(rows: &[Vec<String>], left: usize) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let cell = |(column, cell): (usize, &String)| {
        let width = widths[column];
        if column < left { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
    };
    rows.iter().map(|row| row.iter().enumerate().map(cell).collect::<Vec<_>>().join("  ")).collect()
}

fn days(scenario: &Scenario) -> Vec<String> {
    let grid = &scenario.grid;
    let days = words::count(grid.days() as f64, 0, "day", "days");
    let mut lines =
        vec![format!("{days} in intervals of {} minutes, {} time", grid.interval().get(), grid.zone())];
    if scenario.forecast_error > 0.0 {
        lines.push(format!("all volumes off by {} a day, together", whole_percent(scenario.forecast_error)));
    }
    let usual = 1440 / grid.interval().get() as usize;
    for day in 0..grid.days() {
        let intervals = grid.intervals_of_day(day).len();
        if intervals != usual {
            let hours = intervals as f64 * grid.interval().hours();
            let date = words::long_date(grid.date(day as i32));
            lines.push(format!("the clock changes on {date}, a day of {hours} hours"));
        }
    }
    lines
}

fn contacts(queue: &Queue) -> f64 {
    queue.demand.volume.iter().sum()
}

fn work_hours(queue: &Queue) -> f64 {
    let demand = &queue.demand;
    demand.volume.iter().zip(demand.aht.iter()).map(|(volume, aht)| volume * aht.get()).sum::<f64>() / 3600.0
}

fn open_hours(queue: &Queue) -> f64 {
    let open = queue.demand.open.iter().filter(|open| **open).count();
    open as f64 * queue.demand.open.grid().interval().hours()
}

fn is_skilled(scenario: &Scenario, queue: &Queue, agent: &crate::model::Agent) -> bool {
    scenario
        .queues
        .iter()
        .position(|other| other.id == queue.id)
        .is_some_and(|index| agent.skills.contains(index))
}

fn queue_lines(scenario: &Scenario) -> Vec<String> {
    if scenario.queues.is_empty() {
        return Vec::new();
    }
    let header = ["", "channel", "client", "contacts", "mean AHT", "work", "open", "agents"];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for queue in &scenario.queues {
        let (contacts, work) = (contacts(queue), work_hours(queue));
        let aht = if contacts > 0.0 { work * 3600.0 / contacts } else { 0.0 };
        let agents = scenario.agents.iter().filter(|agent| is_skilled(scenario, queue, agent)).count();
        rows.push(vec![
            queue.id.clone(),
            words::channel_name(queue).to_owned(),
            queue.client.clone(),
            words::grouped(contacts),
            format!("{aht:.0} s"),
            format!("{} h", words::grouped(work)),
            format!("{} h", words::grouped(open_hours(queue))),
            agents.to_string(),
        ]);
    }
    aligned(&rows, 3)
}

/// `nl-voice: 80 % in 20 s of contacts offered, measured by week; occupancy at most 85 %; ...`
fn promise(queue: &Queue) -> String {
    let target = &queue.target;
    let mut parts = Vec::new();
    if let Some(answered) = target.answered {
        let within = words::span(answered.within);
        parts.push(format!("{} in {within} of contacts {}", answered.share, counting(target.counting)));
    }
    let deadline =
        target.respond_within.filter(|deadline| target.answered.is_none_or(|it| it.within != *deadline));
    parts.extend(deadline.map(|deadline| format!("done in {}", words::span(deadline))));
    parts.extend(target.max_average_wait.map(|most| format!("mean wait at most {}", words::span(most))));
    parts.extend(target.max_abandonment.map(|most| format!("at most {most} hang up")));
    parts.extend(target.occupancy_cap().map(|most| format!("agents busy at most {most}")));
    parts.push(format!("measured by {}", words::period_name(target.measured)));
    parts.extend(target.least_in_interval.map(|least| format!("no interval below {least}")));
    parts.extend(queue.patience.map(|patience| format!("patience {}", words::span(patience))));
    if queue.patience.is_none() && !queue.is_deferred() {
        parts.push("nobody hangs up".to_owned());
    }
    if queue.concurrency > 1 {
        parts.push(format!("{} at once", queue.concurrency));
    }
    if queue.minimum_agents > 0 {
        parts.push(format!(
            "at least {}",
            words::count(f64::from(queue.minimum_agents), 0, "agent", "agents")
        ));
    }
    parts.extend(behaviour_words(queue));
    let penalties = target.penalties.iter();
    parts.extend(penalties.map(|penalty| format!("{} back below {}", penalty.cost.whole(), penalty.below)));
    format!("{}: {}", queue.id, parts.join("; "))
}

fn counting(counting: Counting) -> &'static str {
    match counting {
        Counting::Offered => "offered",
        Counting::AbandonsInTime => "offered, abandons in time counted in",
        Counting::Answered => "answered",
        Counting::WithoutShortAbandons => "offered, short abandons left out",
    }
}

/// What no roster shows; of no account where there are no queues.
fn shrinkage(scenario: &Scenario) -> Option<String> {
    let shrinkage = &scenario.shrinkage;
    if scenario.queues.is_empty() {
        return None;
    }
    if shrinkage.causes.is_empty() {
        return Some("none".to_owned());
    }
    let causes: Vec<String> =
        shrinkage.causes.iter().map(|(cause, share)| format!("{cause} {share}")).collect();
    Some(format!("{}: {} in all", causes.join(", "), words::percent(1.0 - shrinkage.present())))
}

/// Who has which skills; nothing where nobody has any and nothing asks for them.
fn skill_lines(scenario: &Scenario) -> Vec<String> {
    if scenario.queues.is_empty() && scenario.agents.iter().all(|agent| agent.skills.is_empty()) {
        return Vec::new();
    }
    let mut sets: BTreeMap<_, usize> = BTreeMap::new();
    for agent in &scenario.agents {
        *sets.entry(&agent.skills).or_default() += 1;
    }
    let mut rows: Vec<(usize, String)> =
        sets.into_iter().map(|(skills, heads)| (heads, words::skill_names(scenario, skills))).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.0));
    rows.into_iter().map(|(heads, names)| format!("{heads:>3} {names}")).collect()
}

fn requests(scenario: &Scenario) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unavailable = BTreeSet::new();
    for request in &scenario.requests {
        let word = match request.kind {
            RequestKind::Leave => "leave",
            RequestKind::Training => "training",
            RequestKind::Prefer { .. } => "prefer",
            RequestKind::Avoid { .. } => "avoid",
            RequestKind::Fixed { .. } => "fixed",
            // Who can work on some days of the week only is unavailable many times.
            RequestKind::Unavailable => {
                unavailable.insert(request.agent);
                continue;
            }
        };
        *counts.entry(word).or_default() += 1;
    }
    let mut parts: Vec<String> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
    if !unavailable.is_empty() {
        let agents = words::count(unavailable.len() as f64, 0, "agent", "agents");
        parts.push(format!("{agents} unavailable at times"));
    }
    let past: usize = scenario.agents.iter().map(|agent| agent.history.len()).sum();
    if past > 0 {
        parts.push(format!("{} before the plan", words::count(past as f64, 0, "shift", "shifts")));
    }
    if parts.is_empty() { Vec::new() } else { vec![parts.join(", ")] }
}

fn posts(scenario: &Scenario) -> Vec<String> {
    if scenario.posts.is_empty() { Vec::new() } else { vec![words::posts(scenario)] }
}

use std::collections::BTreeMap;

use super::words;
use crate::model::{Class, Scenario};
use crate::plan::{Plan, ShortRun, Verdict};
use crate::units::Money;

/// Lines about shortage and broken rules beyond which the text points to the files.
const MOST_LINES: usize = 5;
/// Where the words of a line begin.
const INDENT: usize = 10;

/// The summary a planner reads in the terminal: what is needed, what is rostered, what it costs, what service
/// it gives, what is short, whom to hire.
///
/// ```text
/// Benelux helpdesk   2 to 29 March 2026   5 queues   80 agents
///
/// Demand    42,310 contacts, 3,412 hours of work; busiest Mon 2 Mar 10:00, 41 agents
/// Required  5,020 agent hours in seat, 5,456 with 8.0 % shrinkage
/// ```
pub fn plan_text(plan: &Plan) -> String {
    let mut text = title(&plan.scenario) + "\n\n";
    for (label, lines) in [
        ("Demand", vec![demand(plan)]),
        ("Required", vec![required(plan)]),
        ("Rostered", vec![rostered(plan)]),
        ("Cost", vec![cost(plan)]),
    ] {
        text += &section(label, &lines);
    }
    text += "\n";
    text += &section("Service", &service(plan));
    text += &section("Short", &short(plan));
    text += &section("Hire", &hire(plan));
    text += &section("Rules", &rules(plan));
    text
}

/// Lines under a label, each indented to the same column.
fn section(label: &str, lines: &[String]) -> String {
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    labels
        .zip(lines)
        .map(|(label, line)| format!("{label:INDENT$}{line}").trim_end().to_owned() + "\n")
        .collect()
}

fn title(scenario: &Scenario) -> String {
    let queues = words::count(scenario.queues.len() as f64, 0, "queue", "queues");
    let agents = words::count(scenario.agents.len() as f64, 0, "agent", "agents");
    format!("{}   {}   {queues}   {agents}", scenario.name, words::plan_dates(scenario))
}

fn demand(plan: &Plan) -> String {
    let (figures, grid) = (&plan.figures, &plan.scenario.grid);
    let contacts = words::count(figures.contacts, 0, "contact", "contacts");
    let mut text = format!("{contacts}, {} hours of work", words::grouped(figures.work_hours));
    if let Some(busiest) = figures.busiest {
        let when = grid.local(grid.start_of(busiest.interval)).format("%a %-d %b %H:%M");
        let agents = words::count(f64::from(busiest.agents), 0, "agent", "agents");
        text += &format!("; busiest {when}, {agents}");
    }
    text
}

fn required(plan: &Plan) -> String {
    let figures = &plan.figures;
    let net = words::grouped(figures.net_hours);
    let lost = 1.0 - plan.scenario.shrinkage.present();
    if lost <= 0.0 {
        return format!("{net} agent hours in seat");
    }
    let gross = words::grouped(figures.gross_hours);
    format!("{net} agent hours in seat, {gross} with {} shrinkage", words::percent(lost))
}

fn rostered(plan: &Plan) -> String {
    let (figures, proof) = (&plan.figures, &plan.rostered.proof);
    let shifts = words::count(figures.shifts as f64, 0, "shift", "shifts");
    let agents = words::count(figures.agents_rostered as f64, 0, "agent", "agents");
    let paid = words::grouped(figures.paid_hours);
    let gap = words::percent(proof.gap());
    format!("{paid} hours, {shifts}, {agents}; at most {gap} above the optimum")
}

fn cost(plan: &Plan) -> String {
    let mut text = format!(
        "{} {}: wages {}, penalties expected {}",
        plan.scenario.currency,
        plan.cost().whole(),
        plan.figures.wages.whole(),
        plan.penalties().whole()
    );
    if plan.rostered.proof.posts != Money::ZERO {
        text += &format!(", posts {}", plan.rostered.proof.posts.whole());
    }
    text
}

fn service(plan: &Plan) -> Vec<String> {
    let header = ["queue", "target", "this roster", "chance", "penalty", ""].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(header)
        .chain(plan.verdicts.iter().map(|verdict| verdict_row(plan, verdict)))
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..6).map(width).collect();
    let line = |row: &[String; 6]| {
        format!(
            "{:<a$}  {:<b$}  {:<c$}  {:>d$}  {:>e$}  {}",
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            a = widths[0],
            b = widths[1],
            c = widths[2],
            d = widths[3],
            e = widths[4],
        )
    };
    rows.iter().map(line).collect()
}

fn verdict_row(plan: &Plan, verdict: &Verdict) -> [String; 6] {
    let queue = &plan.scenario.queues[verdict.queue];
    let measured = match verdict.chance {
        Some(_) => format!(", {}", words::period_name(queue.target.measured)),
        None => String::new(),
    };
    let half_width = 100.0 * verdict.expected.half_width;
    [
        queue.id.clone(),
        words::target_text(&queue.target) + &measured,
        format!("{} +-{half_width:.1}", words::percent(verdict.expected.mean)),
        verdict.chance.map_or_else(String::new, words::chance),
        verdict.penalty.whole(),
        at_risk(plan, verdict),
    ]
}

/// `at risk: Mon 9 Mar to Sun 15 Mar 78.1 %, and 2 more`.
fn at_risk(plan: &Plan, verdict: &Verdict) -> String {
    let measured = plan.scenario.queues[verdict.queue].target.measured;
    let worst = verdict.misses.iter().min_by(|one, other| one.expected.total_cmp(&other.expected));
    let Some(worst) = worst else { return String::new() };
    let when = words::miss_range(&plan.scenario.grid, worst, measured);
    let more = match verdict.misses.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("at risk: {when} {}{more}", words::percent(worst.expected))
}

fn short(plan: &Plan) -> Vec<String> {
    if plan.short_runs.is_empty() {
        return vec!["nothing: every requirement is covered".to_owned()];
    }
    let mut groups: BTreeMap<(usize, String), Vec<&ShortRun>> = BTreeMap::new();
    let grid = &plan.scenario.grid;
    for run in &plan.short_runs {
        let weekday = grid.weekday(grid.day_of_interval(run.first) as i32);
        let when = format!("{weekday} {}", words::clock_range(grid, run.first, run.end));
        groups.entry((run.queue, when)).or_default().push(run);
    }
    let mut groups: Vec<Vec<&ShortRun>> = groups.into_values().collect();
    let hours = |group: &[&ShortRun]| group.iter().map(|run| run.hours).sum::<f64>();
    groups.sort_by(|one, other| hours(other).total_cmp(&hours(one)));
    let more = groups.len().saturating_sub(MOST_LINES);
    let mut lines: Vec<String> =
        groups.iter().take(MOST_LINES).map(|group| short_line(plan, group)).collect();
    if more > 0 {
        let in_all = words::count(plan.short_hours(), 1, "agent hour", "agent hours");
        lines.push(format!("and {more} more times of the week, {in_all} in all: see coverage.csv"));
    }
    lines
}

/// `fr-voice, Sat 7 Mar 10:00-12:00: 2 agents`, or `fr-voice, Saturdays 10:00-12:00: 2 agents, 3 times`.
fn short_line(plan: &Plan, group: &[&ShortRun]) -> String {
    let grid = &plan.scenario.grid;
    let queue = &plan.scenario.queues[group[0].queue].id;
    let most = group.iter().map(|run| run.agents).fold(0.0, f64::max);
    let agents = words::count(most, 1, "agent", "agents");
    if let [run] = group {
        return format!("{queue}, {}: {agents}", words::interval_range(grid, run.first, run.end));
    }
    let day = grid.date(grid.day_of_interval(group[0].first) as i32).format("%A");
    let clock = words::clock_range(grid, group[0].first, group[0].end);
    format!("{queue}, {day}s {clock}: {agents}, {}", words::times(group.len()))
}

fn hire(plan: &Plan) -> Vec<String> {
    if plan.hiring.classes.is_empty() {
        return vec!["nobody".to_owned()];
    }
    plan.hiring.classes.iter().map(|class| class_line(&plan.scenario, class)).collect()
}

/// `2 part-time, nl-voice + fr-voice: decide by 29 December 2025; closes 12 hours for EUR 3,000 and 1,120 of
/// wages`.
pub(super) fn class_line(scenario: &Scenario, class: &Class) -> String {
    let skills = words::skill_names(scenario, &class.skills);
    let decide = words::long_date(class.decide_by);
    let decide = match class.is_too_late {
        true => format!("too late since {decide}, start {}", words::long_date(class.start)),
        false => format!("decide by {decide}"),
    };
    let hours = words::count(class.closes_hours, 1, "hour", "hours");
    format!(
        "{} {}, {skills}: {decide}; closes {hours} for {} {} to hire and {} of wages",
        class.hires,
        scenario.contracts[class.contract].id,
        scenario.currency,
        class.hiring_cost.whole(),
        class.wages.whole()
    )
}

fn rules(plan: &Plan) -> Vec<String> {
    if plan.violations.is_empty() {
        return vec!["all kept, as the audit found".to_owned()];
    }
    let mut lines = violation_lines(&plan.scenario, &plan.violations, MOST_LINES);
    lines[0] = format!("{} broken: {}", plan.violations.len(), lines[0]);
    lines
}

/// A line for each of the first broken rules, and where to find the others.
pub(super) fn violation_lines(
    scenario: &Scenario,
    violations: &[crate::model::Violation],
    most: usize,
) -> Vec<String> {
    let line = |violation: &crate::model::Violation| {
        let agent = violation.agent.map_or_else(String::new, |agent| {
            format!("{} ({}), ", scenario.agents[agent].name, scenario.agents[agent].id)
        });
        let day = words::short_date(scenario.grid.date(violation.day));
        format!("{agent}{day}: {}: {}, {}", violation.rule, violation.found, violation.allowed)
    };
    let mut lines: Vec<String> = violations.iter().take(most).map(line).collect();
    if violations.len() > most {
        lines.push(format!("and {} more: see violations.csv", violations.len() - most));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn the_summary_reads_aloud() {
        let text = plan_text(&sample::plan());
        insta::assert_snapshot!(text);
    }
}

use std::collections::BTreeMap;

use super::changes::repaired;
use super::corrections::corrections_text;
use super::fairness::fair_lines;
use super::violations::{rules, rules_of_plan};
use super::why::{cause_lines, contradiction_lines, relaxation_lines};
use super::words;
use crate::model::{Candidate, CandidateStep, Class, Roster, Scenario, Violation};
use crate::plan::{Plan, PostGap, ShortRun, Verdict};
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
    let has_queues = !plan.scenario.queues.is_empty();
    for (label, lines) in [
        ("Demand", vec![if has_queues { demand(plan) } else { words::posts(&plan.scenario) }]),
        ("Required", has_queues.then(|| required(plan)).into_iter().collect()),
        ("Corrected", corrections_text(plan).into_iter().collect()),
        ("Rostered", vec![rostered(plan)]),
        ("Repaired", plan.repair.iter().map(|repair| repaired(plan, repair)).collect()),
        ("Cost", vec![cost(plan)]),
    ] {
        text += &section(label, &lines);
    }
    text += "\n";
    text += &section("Service", &service(plan));
    text += &section("Short", &short(plan));
    text += &section("Why", &cause_lines(plan));
    text += &section("Helps", &relaxation_lines(plan));
    if !plan.provenance.is_roster_given {
        text += &section("Hire", &hire(plan));
    }
    text += &section("Fair", &fair_lines(plan));
    text += &section("Rules", &rules_of_plan(plan));
    text += &section("Given up", &contradiction_lines(plan));
    if let Some(repair) = plan.repair.as_ref().filter(|repair| !repair.violations.is_empty()) {
        text += &section("As posted", &rules(&plan.scenario, &repair.violations, "see report.html"));
    }
    text
}

/// What is told of the months ahead where nothing is known of them.
const NO_MONTHS: &str = "not looked at: they are planned where plan.toml has a [hiring]";

/// What `hire` says: whom to hire, and what each next one would bring.
pub fn hiring_text(plan: &Plan) -> String {
    let header = ["who", "no.", "", "closes", "wages", "to hire"].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(header)
        .chain(plan.rostered.candidates.iter().flat_map(|candidate| step_rows(plan, candidate)))
        .collect();
    let mut text = title(&plan.scenario) + "\n\n" + &section("Short", &short(plan));
    text += &section("Hire", &hire(plan));
    if !plan.scenario.queues.is_empty() {
        text += &section("Months", &[NO_MONTHS.to_owned()]);
    }
    if rows.len() > 1 {
        let lines = columns(&rows, [false, true, false, true, true, true]);
        text += &format!("\n{}\n", section("Each", &lines));
    }
    text
}

fn step_rows(plan: &Plan, candidate: &Candidate) -> Vec<[String; 6]> {
    let scenario = &plan.scenario;
    let who = words::people(scenario, candidate.contract, &candidate.skills);
    let row = |(place, step): (usize, &CandidateStep)| {
        let taken = if place < candidate.take as usize { "taken" } else { "not taken" };
        [
            who.clone(),
            (place + 1).to_string(),
            taken.to_owned(),
            words::hours_and_posts(step.closes_hours, step.closes_posts, |hours| format!("{hours:.1} h")),
            step.wages.whole(),
            step.hiring_cost.whole(),
        ]
    };
    candidate.steps.iter().enumerate().map(row).collect()
}

/// What `audit` says: what it read, and what is broken.
pub fn audit_text(scenario: &Scenario, roster: &Roster, violations: &[Violation]) -> String {
    let shifts = words::count(roster.shifts().count() as f64, 0, "shift", "shifts");
    let agents = roster.lines.iter().filter(|line| !line.shifts.is_empty()).count();
    let agents = words::count(agents as f64, 0, "agent", "agents");
    let mut text = title(scenario) + "\n\n" + &section("Roster", &[format!("{shifts} of {agents}")]);
    text += &section("Rules", &rules(scenario, violations, "see violations.csv"));
    text
}

/// Lines under a label, each indented to the same column.
pub(super) fn section(label: &str, lines: &[String]) -> String {
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    labels
        .zip(lines)
        .map(|(label, line)| format!("{label:INDENT$}{line}").trim_end().to_owned() + "\n")
        .collect()
}

pub(super) fn title(scenario: &Scenario) -> String {
    let work = words::work(scenario);
    let agents = words::count(scenario.agents.len() as f64, 0, "agent", "agents");
    format!("{}   {}   {work}   {agents}", scenario.name, words::plan_dates(scenario))
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
    let text = format!("{paid} hours, {shifts}, {agents}");
    if plan.provenance.is_roster_given {
        return text;
    }
    match proof.above_least() {
        Some(above) => format!("{text}; at most {} above the optimum", words::percent(above)),
        None => format!("{text}; how far above the optimum there was no time to find"),
    }
}

fn cost(plan: &Plan) -> String {
    format!("{} {}: {}", plan.scenario.currency, plan.cost().whole(), cost_parts(plan))
}

/// `wages 6,967, penalties expected 0, posts 150`: what adds up to the cost.
pub(super) fn cost_parts(plan: &Plan) -> String {
    let mut text = format!("wages {}", plan.figures.wages.whole());
    if !plan.scenario.queues.is_empty() {
        text += &format!(", penalties expected {}", plan.penalties().whole());
    }
    if plan.posts() != Money::ZERO {
        text += &format!(", posts {}", plan.posts().whole());
    }
    text
}

/// The service of each queue under a header; nothing where there is none.
fn service(plan: &Plan) -> Vec<String> {
    if plan.verdicts.is_empty() {
        return Vec::new();
    }
    let header = ["queue", "target", "this roster", "chance", "penalty", ""].map(str::to_owned);
    let rows: Vec<[String; 6]> = std::iter::once(header)
        .chain(plan.verdicts.iter().map(|verdict| verdict_row(plan, verdict)))
        .collect();
    columns(&rows, [false, false, false, true, true, false])
}

/// Rows with their cells under each other, those of numbers to the right.
pub(super) fn columns<const N: usize>(rows: &[[String; N]], to_the_right: [bool; N]) -> Vec<String> {
    let length = |text: &str| text.chars().count();
    let width = |column: usize| rows.iter().map(|row| length(&row[column])).max().unwrap_or(0);
    let cell = |column: usize, text: &str| {
        let fill = " ".repeat(width(column) - length(text));
        if to_the_right[column] { format!("{fill}{text}") } else { format!("{text}{fill}") }
    };
    let line = |row: &[String; N]| {
        let cells: Vec<String> = (0..N).map(|column| cell(column, &row[column])).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

fn verdict_row(plan: &Plan, verdict: &Verdict) -> [String; 6] {
    let queue = &plan.scenario.queues[verdict.queue];
    let measured = match verdict.chance {
        Some(_) => format!(", {}", words::period_name(queue.target.measured)),
        None => String::new(),
    };
    let range = match verdict.expected.half_width {
        half_width if half_width.is_finite() => format!("+-{:.1}", 100.0 * half_width),
        _ => "by one replay".to_owned(),
    };
    [
        queue.id.clone(),
        words::target_text(&queue.target) + &measured,
        format!("{} {range}", words::percent(verdict.expected.mean)),
        verdict.chance.map_or_else(String::new, words::chance),
        verdict.penalty.whole(),
        at_risk(&plan.scenario, verdict),
    ]
}

/// `at risk: Mon 9 Mar to Sun 15 Mar 78.1 %, and 2 more`.
pub(super) fn at_risk(scenario: &Scenario, verdict: &Verdict) -> String {
    let measured = scenario.queues[verdict.queue].target.measured;
    let worst = verdict.misses.iter().min_by(|one, other| one.expected.total_cmp(&other.expected));
    let Some(worst) = worst else { return String::new() };
    let when = words::miss_range(&scenario.grid, worst, measured);
    let more = match verdict.misses.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("at risk: {when} {}{more}", words::percent(worst.expected))
}

fn short(plan: &Plan) -> Vec<String> {
    let mut lines = short_queues(plan);
    lines.extend(short_posts(plan));
    if lines.is_empty() {
        lines.push(format!("nothing: {}", all_covered(&plan.scenario)));
    }
    lines
}

/// That nothing is short, by what there is that could be.
pub(super) fn all_covered(scenario: &Scenario) -> &'static str {
    match scenario.queues.is_empty() {
        true => "every post is filled",
        false => "every requirement is covered",
    }
}

/// `post night: 1 of 2 on Sat 7 Mar, and 3 more days`.
pub(super) fn short_posts(plan: &Plan) -> Vec<String> {
    let mut by_shift: BTreeMap<usize, Vec<&PostGap>> = BTreeMap::new();
    for gap in plan.post_gaps.iter().filter(|gap| gap.is_short()) {
        by_shift.entry(plan.scenario.posts[gap.post].shift).or_default().push(gap);
    }
    let line = |(shift, gaps): (usize, Vec<&PostGap>)| {
        let day = plan.scenario.grid.date(plan.scenario.posts[gaps[0].post].day as i32);
        let name = &plan.scenario.shifts[shift].id;
        let more = match gaps.len() - 1 {
            0 => String::new(),
            more => format!(", and {}", words::count(more as f64, 0, "more day", "more days")),
        };
        let (rostered, required) = (gaps[0].rostered, gaps[0].required);
        format!("post {name}: {rostered} of {required} on {}{more}", words::short_date(day))
    };
    by_shift.into_iter().map(line).collect()
}

fn short_queues(plan: &Plan) -> Vec<String> {
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
    let classes = plan.hiring.classes.iter().map(|class| class_line(&plan.scenario, class));
    classes.chain(no_more(plan).map(str::to_owned)).collect()
}

/// Why nobody is to be hired, or nobody more.
pub(super) fn no_more(plan: &Plan) -> Option<&'static str> {
    match plan.hiring.classes.is_empty() {
        true => Some(why_nobody(plan)),
        false => plan.lacks_advice().then_some("more were not weighed: time was up"),
    }
}

/// Why nobody is to be hired.
fn why_nobody(plan: &Plan) -> &'static str {
    match (plan.is_short(), plan.is_anybody_hireable(), plan.lacks_advice()) {
        (false, _, _) => "nobody: nothing is short",
        (true, false, _) => "nobody: no contract is hireable",
        (true, true, true) => "not weighed: time was up",
        (true, true, false) => "nobody: no hire would bring what it costs",
    }
}

/// `2 part-time, nl-voice + fr-voice: decide by 29 December 2025; closes 12 hours for EUR 3,000 and 1,120 of
/// wages`.
pub(super) fn class_line(scenario: &Scenario, class: &Class) -> String {
    let who = words::people(scenario, class.contract, &class.skills);
    let decide = words::long_date(class.decide_by);
    let decide = match class.is_too_late {
        true => format!("too late since {decide}, start {}", words::long_date(class.start)),
        false => format!("decide by {decide}"),
    };
    let hours = |hours| words::count(hours, 1, "hour", "hours");
    let closes = words::hours_and_posts(class.closes_hours, class.closes_posts, hours);
    format!(
        "{} {who}: {decide}; closes {closes} for {} {} to hire and {} of wages",
        class.hires,
        scenario.currency,
        class.hiring_cost.whole(),
        class.wages.whole()
    )
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

    #[test]
    fn of_posts_alone_it_speaks_of_no_queues() {
        let mut plan = sample::plan_of_posts();
        insta::assert_snapshot!(plan_text(&plan));
        plan.post_gaps.clear();
        assert!(plan_text(&plan).contains("\nShort     nothing: every post is filled\n"));
    }

    #[test]
    fn how_far_from_the_optimum_is_told_by_the_bound() {
        let mut plan = sample::plan();
        let cost = plan.rostered.proof.cost();
        plan.rostered.proof.bound = Money::from_major(cost.major() / 1.6);
        assert!(rostered(&plan).ends_with("; at most 60.0 % above the optimum"), "{}", rostered(&plan));
        plan.rostered.proof.bound = Money::ZERO;
        assert!(rostered(&plan).ends_with("; how far above the optimum there was no time to find"));
    }

    #[test]
    fn one_replay_has_no_range() {
        let mut plan = sample::plan();
        plan.verdicts[0].expected.half_width = f64::INFINITY;
        assert!(verdict_row(&plan, &plan.verdicts[0])[2].ends_with(" % by one replay"));
    }
}

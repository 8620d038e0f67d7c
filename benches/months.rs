//! The months of the helpdesk's `[hiring]`, each staffed as the plan says, rostered and replayed: which keep their agreements,
//! and how long that takes.
//!
//! Each roster within the time that CALLBOARD_SECONDS says, 20 s where it says none; a month has a quarter of it.

use std::path::Path;
use std::time::{Duration, Instant};

use callboard::intake;
use callboard::model::Unwatched;
use callboard::plan::{Headcount, MonthProof, MonthlyNeeds, PlanOptions, proven_headcount};
use callboard::rostering::RosteringOptions;

const HELPDESK: &str = "data/helpdesk";
const SECONDS: f64 = 20.0;

fn options() -> PlanOptions {
    let given = std::env::var("CALLBOARD_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let time_limit = Some(Duration::from_secs_f64(given.unwrap_or(SECONDS)));
    let rostering = RosteringOptions { time_limit, improvements: usize::MAX, ..RosteringOptions::default() };
    PlanOptions { rostering, ..PlanOptions::default() }
}

/// The chance of each agreement, and whether the month keeps them all.
fn line(headcount: &Headcount, proof: &MonthProof) -> String {
    let month = headcount.workforce.month_starts[proof.month].format("%b %Y");
    let hires = headcount.advice.plan.months[proof.month].hires;
    let chances = proof.verdicts.iter().filter_map(|verdict| verdict.chance);
    let chances: Vec<String> = chances.map(|chance| format!("{:5.1}", 100.0 * chance)).collect();
    let kept = if proof.is_met() { "kept" } else { "missed" };
    format!(
        "{month}   {:5.1} people, {hires:2} hired, {:6.0} h paid   {} %   {kept}",
        proof.people,
        proof.paid,
        chances.join(" ")
    )
}

fn main() {
    let read = intake::read(Path::new(HELPDESK), &[]).expect("the helpdesk is a plan");
    let (scenario, options) = (read.scenario, options());
    let workforce = read.workforce.expect("the helpdesk looks months ahead");
    let start = Instant::now();
    let mut needs = MonthlyNeeds::measure(&scenario, &[&workforce], &options, &Unwatched)
        .expect("the helpdesk can be measured");
    let headcount = proven_headcount(&mut needs, &scenario, &workforce, &options, &Unwatched)
        .expect("the months can be planned");
    for proof in &headcount.proofs {
        println!("{}", line(&headcount, proof));
    }
    let plan = &headcount.advice.plan;
    println!(
        "{} hired, {:.0} h short, {} to pay, at most {:.2} % above the least; {:.0} s",
        plan.hires(),
        plan.short_hours(),
        plan.cost().paid().whole(),
        100.0 * plan.gap,
        start.elapsed().as_secs_f64()
    );
}

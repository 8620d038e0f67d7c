//! Report: a plan as CSV, JSON, text and HTML, one file per format.
//!
//! Each format turns a plan, or the parts it shows, into text; [`write_files`] puts the texts on disk, whole or
//! not at all. Times are local to the plan, ISO 8601 with their offset.

mod activities;
mod behaviour;
mod cases;
mod changes;
mod check;
mod comparison;
mod corrections;
mod coverage;
mod fairness;
mod faults;
mod folder;
mod forecast_error;
mod headcount;
mod headcount_json;
mod hiring;
mod hourly;
mod months_proof;
mod months_risk;
mod months_terms;
mod months_what_if;
mod months_worth;
mod page;
mod requirement;
mod roster;
mod rules;
mod sla;
mod staff;
mod summary;
mod table;
mod text;
mod violations;
mod why;
mod words;

pub use activities::activities_csv;
pub use cases::{case_json, case_text, cases_csv, cases_json};
pub use changes::changes_csv;
pub use check::{check_json, check_text, faults_json};
pub use comparison::{comparison_csv, comparison_files, comparison_html, comparison_json, comparison_text};
pub use coverage::{Coverage, coverage_csv};
pub use fairness::fairness_csv;
pub use faults::faults_text;
pub use folder::{File, make_ready, remove_left_over, write_files};
pub use forecast_error::forecast_error_text;
pub use headcount::{headcount_csv, headcount_text};
pub use headcount_json::headcount_json;
pub use hiring::hiring_csv;
pub use hourly::hourly_csv;
pub use page::{headcount_html, page_html};
pub use requirement::requirement_csv;
pub use roster::roster_csv;
pub use sla::sla_csv;
pub use staff::{requirement_json, requirement_text};
pub use summary::{hiring_json, summary_json, violations_json};
pub use text::{audit_text, hiring_text, plan_text};
pub use violations::violations_csv;

use crate::plan::Plan;

/// The file that only a repair writes.
const CHANGES: &str = "changes.csv";
/// The files that a plan without queues does not write.
const OF_QUEUES: [&str; 3] = ["requirement.csv", "coverage.csv", "sla.csv"];

/// The files of other plans that these files are no part of: where one is there, it is left over from another run.
pub fn others_than(files: &[File]) -> impl Iterator<Item = &'static str> {
    let is_other = |name: &&str| files.iter().all(|file| file.name() != *name);
    OF_QUEUES.into_iter().chain([CHANGES]).filter(is_other)
}

/// All files of a plan, the page first.
pub fn plan_files(plan: &Plan) -> Vec<File> {
    let (scenario, roster) = (&plan.scenario, &plan.rostered.roster);
    let mut files = vec![
        File::new("report.html", page_html(plan)),
        File::new("requirement.csv", requirement_csv(scenario, &plan.requirements)),
        File::new("coverage.csv", coverage_csv(scenario, &Coverage::of(plan))),
        File::new("roster.csv", roster_csv(scenario, roster)),
        File::new("activities.csv", activities_csv(scenario, roster)),
        File::new("hourly.csv", hourly_csv(scenario, roster)),
        File::new("hiring.csv", hiring_csv(scenario, &plan.hiring)),
        File::new("sla.csv", sla_csv(scenario, &plan.service, &plan.verdicts)),
        File::new("fairness.csv", fairness_csv(scenario, &plan.shares)),
        File::new("violations.csv", violations_csv(scenario, &plan.violations)),
        File::new("summary.json", summary_json(plan)),
    ];
    files.retain(|file| !scenario.queues.is_empty() || !OF_QUEUES.contains(&file.name()));
    let changes = plan.repair.iter().map(|repair| File::new(CHANGES, changes_csv(scenario, repair)));
    files.extend(changes);
    files
}

/// The files of a roster replayed.
pub fn replay_files(plan: &Plan) -> Vec<File> {
    vec![
        File::new("coverage.csv", coverage_csv(&plan.scenario, &Coverage::of(plan))),
        File::new("summary.json", summary_json(plan)),
    ]
}

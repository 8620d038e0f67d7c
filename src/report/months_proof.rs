//! What service the months of a headcount plan give, rostered.

use serde_json::{Value, json};

use super::headcount::{before_help, is_before_help};
use super::summary::{misses, rounded};
use super::text::at_risk as at_risk_text;
use super::words;
use crate::model::Scenario;
use crate::plan::{Headcount, MonthProof, Verdict};

/// How many months keep all their agreements, of those that were rostered.
pub(super) fn kept(headcount: &Headcount) -> String {
    let kept = headcount.proofs.iter().filter(|proof| proof.is_met()).count();
    format!("{kept} of {}", headcount.proofs.len())
}

/// A header, and a row for each month that was rostered: share in time and chance of each agreement.
pub(super) fn proof_rows(scenario: &Scenario, headcount: &Headcount) -> Vec<[String; 5]> {
    let header = ["", "people", "paid", "share in time (chance of the agreement)", ""].map(str::to_owned);
    let row = |proof: &MonthProof| {
        [
            headcount.workforce.month_starts[proof.month].format("%b %Y").to_string(),
            format!("{:.1}", proof.people),
            words::grouped(proof.paid),
            proof.verdicts.iter().map(|verdict| agreement(scenario, verdict)).collect::<Vec<_>>().join(", "),
            is_kept(scenario, headcount, proof),
        ]
    };
    std::iter::once(header).chain(headcount.proofs.iter().map(row)).collect()
}

fn agreement(scenario: &Scenario, verdict: &Verdict) -> String {
    let chance = verdict.chance.map_or_else(String::new, |chance| format!(" ({})", words::chance(chance)));
    format!("{} {}{chance}", scenario.queues[verdict.queue].id, words::percent(verdict.expected.mean))
}

/// Whether a month keeps its agreements; where not, when, for want of how much, and who cannot help.
fn is_kept(scenario: &Scenario, headcount: &Headcount, proof: &MonthProof) -> String {
    let at_risk = proof.verdicts.iter().zip(&proof.lacks).filter(|(verdict, _)| verdict.is_at_risk());
    let named = |(verdict, lacks): (&Verdict, &f64)| {
        let lacks = words::grouped(lacks.ceil());
        format!(
            "{} {}, for want of {lacks} h",
            scenario.queues[verdict.queue].id,
            at_risk_text(scenario, verdict)
        )
    };
    let named: Vec<String> = at_risk.map(named).collect();
    if named.is_empty() {
        return "kept".to_owned();
    }
    let too_late = match is_before_help(headcount, proof.month) {
        true => format!("; {}", before_help(headcount)),
        false => String::new(),
    };
    named.join("; ") + &too_late
}

/// The same for machines.
pub(super) fn proof_value(scenario: &Scenario, headcount: &Headcount, proof: &MonthProof) -> Value {
    let queue = |verdict: &Verdict| {
        json!({
            "queue": scenario.queues[verdict.queue].id,
            "service_level": rounded(verdict.expected.mean),
            "half_width": rounded(verdict.expected.half_width),
            "chance_met": verdict.chance.map(rounded),
            "is_at_risk": verdict.is_at_risk(),
            "at_risk": misses(scenario, verdict),
            "asked_hours": rounded(proof.asked[verdict.queue]),
            "short_hours": rounded(proof.short[verdict.queue]),
            "lacks_hours": rounded(proof.lacks[verdict.queue]),
        })
    };
    json!({
        "month": headcount.workforce.month_starts[proof.month].to_string(),
        "people": rounded(proof.people),
        "paid_hours": rounded(proof.paid),
        "yield": rounded(proof.yields),
        "wages": proof.wages.major(),
        "violations": proof.violations,
        "is_met": proof.is_met(),
        "queues": proof.verdicts.iter().map(queue).collect::<Vec<_>>(),
    })
}

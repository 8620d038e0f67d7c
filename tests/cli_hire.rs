//! `hire`: the weeks of the plan, the months of its [hiring], their proof, and what if.
#![allow(clippy::unwrap_used)] // What a test cannot do without may stop it.

#[path = "support/desk.rs"]
mod desk;

use desk::{Desk, callboard};
use serde_json::Value;

/// Volume grows, people leave, whoever is decided on is trained five weeks later.
const HIRING: &str = "\n[hiring]\nmonths = 6\ngrowth = \"40%\"\nattrition = \"35%\"\ntraining = \"2 weeks\"\n\
                      lead_time = \"3 weeks\"\nhiring_cost = 500\n";

impl Desk {
    fn with_months(hiring: &str) -> Self {
        let desk = Desk::new();
        desk.write("plan.toml", &(desk.read("plan.toml") + hiring));
        desk
    }

    /// Half as much again comes in from April to June.
    fn with_a_peak(hiring: &str) -> Self {
        let desk = Desk::with_months(&format!("{hiring}outlook = \"outlook.csv\"\n"));
        let months: String = (4..=6).map(|month| format!("2026-0{month},support,+50%\n")).collect();
        desk.write("outlook.csv", &format!("month,queue,growth\n{months}"));
        desk
    }

    fn hire(&self, more: &[&str]) -> (i32, String, String) {
        let brief = ["--time-limit", "none", "--improvements", "1", "--replications", "40"];
        let plan = ["hire", self.path(), "--today", "2026-03-02"];
        callboard(&[&plan[..], &brief[..], more].concat())
    }
}

#[test]
fn the_weeks_of_the_plan_have_their_advice() {
    let desk = Desk::new();
    // With so many hands to spare that any roster covers what is asked.
    let extra: String = (1..=5).map(|one| format!("X{one},Extra {one},part-time,support,,,\n")).collect();
    desk.write("agents.csv", &(desk.read("agents.csv") + &extra));
    let (status, out, err) = desk.hire(&[]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("Hire"), "{out}");
    assert!(out.contains("Months    not looked at"), "{out}");
    assert_eq!(desk.written(), ["hiring.csv"]);
}

#[test]
fn no_months_are_proven_where_the_plan_has_none() {
    let (status, out, err) = Desk::new().hire(&["--prove"]);
    assert_eq!((status, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("--prove: the plan has no months ahead without a [hiring]"), "{err}");
}

#[test]
fn months_are_planned_and_planned_again_alike() {
    let desk = Desk::with_months(HIRING);
    let (_, out, err) = desk.hire(&[]);
    assert!(err.is_empty(), "{err}");
    for label in ["Paid hour", "Months", "Hire", "Cost", "Nothing", "Next", "At once", "Risk", "Assumed"] {
        assert!(out.lines().any(|line| line.starts_with(label)), "{label}: {out}");
    }
    assert_eq!(desk.written(), ["hiring.csv", "hiring.html", "hiring.json"]);
    let page = desk.read("out/hiring.html");
    assert_eq!(page.matches("class=\"there\"").count(), 6, "a bar for each month");
    for outside in ["http://", "https://", "<script", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    let (_, again, _) = desk.hire(&["--json", "--threads", "1"]);
    let value: Value = serde_json::from_str(&again).unwrap();
    assert_eq!(value["months"].as_array().unwrap().len(), 6);
    assert_eq!(again, desk.read("out/hiring.json"));
}

/// Every month, staffed as the plan says and rostered like the plan, keeps its agreement when it is replayed.
#[test]
fn every_month_of_a_proven_plan_keeps_its_agreements() {
    let desk = Desk::with_months(HIRING);
    let (status, out, _) = desk.hire(&["--prove"]);
    let value: Value = serde_json::from_str(&desk.read("out/hiring.json")).unwrap();
    let proof = value["proof"].as_array().unwrap();
    assert_eq!(proof.len(), 6);
    for (month, planned) in proof.iter().zip(value["months"].as_array().unwrap()) {
        assert_eq!(month["month"], planned["month"]);
        assert!(month["is_met"] == true && month["violations"] == 0, "{month}");
        assert!(month["queues"][0]["service_level"].as_f64().unwrap() >= 0.8, "{month}");
    }
    assert!(value["classes"].as_array().unwrap().iter().any(|class| class["hires"].as_u64() > Some(0)));
    let is_short = value["short_hours"].as_f64().unwrap() >= 1.0;
    assert_eq!(status, i32::from(is_short), "{out}");
    assert!(out.lines().any(|line| line.starts_with("Proof")), "{out}");
}

/// Needs are measured once, so that the what-ifs differ by what they change: without lead time it costs less, as the plan
/// says itself; with one beyond the peak nobody hired helps, and the text says so, since when, and what does.
#[test]
fn lead_time_has_its_price_and_may_be_too_long() {
    // Whoever is decided on after three weeks would still be there for the peak; after five, not.
    let desk = Desk::with_a_peak(&HIRING.replace("3 weeks", "5 weeks"));
    let soon = desk.write("soon.toml", "name = \"soon\"\nhiring.lead_time = \"0 days\"\n");
    let more = desk.write("more.toml", "name = \"more\"\nhiring.growth = [\"0%\", \"80%\"]\n");
    desk.hire(&[&soon, &more]);
    let value: Value = serde_json::from_str(&desk.read("out/hiring.json")).unwrap();
    let differs = |place: usize| value["what_ifs"][place]["differs"].as_f64().unwrap();
    assert_eq!(value["what_ifs"][1]["name"], "more: hiring.growth 0%");
    assert!(differs(0) < 0.0 && differs(1) < 0.0 && differs(2) > 0.0, "{}", value["what_ifs"]);
    let at_once = value["at_once"]["cost"]["total"].as_f64().unwrap();
    let cost = value["cost"]["total"].as_f64().unwrap();
    assert!(at_once < cost && differs(0) <= 0.5 * (at_once - cost), "{at_once} {cost}");

    let late = Desk::with_a_peak(&HIRING.replace("3 weeks", "20 weeks"));
    let (status, out, _) = late.hire(&[]);
    assert_eq!(status, 1, "{out}");
    let line = out.lines().find(|line| line.contains("no hire helps with")).expect(&out);
    // Decided on 2 March, there from 1 August on, trained two weeks later.
    assert!(line.contains("2 March 2026") && line.contains("15 August 2026"), "{line}");
    assert!(line.contains("`overtime`") && line.contains("`temps`"), "{line}");
    // Nobody has a skill to learn where there is one queue.
    assert!(!line.contains("`cross_training`"), "{line}");
}

/// A plan that contradicts itself only with changes says with which; each contradiction once.
#[test]
fn a_what_if_without_a_sound_plan_is_named() {
    let desk = Desk::with_months(HIRING);
    let open = desk
        .write("open.toml", "name = \"night\"\nqueue.support.open = \"24/7\"\nwages = [\"0%\", \"+1%\"]\n");
    let soon = desk.write("soon.toml", "name = \"soon\"\nhiring.lead_time = \"0 days\"\n");
    let (status, out, err) = desk.hire(&[&soon, &open]);
    assert_eq!((status, out.as_str()), (2, ""), "{err}");
    let named = "with the changes of night: wages 0%, night: wages +1%: ";
    assert!(err.contains(named) && !err.contains("soon"), "{err}");
    assert!(err.contains("forecast.csv") && !desk.file("out").exists(), "{err}");
}

#[test]
fn what_ifs_of_months_need_months() {
    let desk = Desk::new();
    let soon = desk.write("soon.toml", "name = \"soon\"\nqueue.support.aht = \"+5%\"\n");
    let (status, _, err) = desk.hire(&[&soon]);
    assert!(status == 2 && err.contains("[hiring]"), "{err}");
    assert!(desk.written().is_empty());
}

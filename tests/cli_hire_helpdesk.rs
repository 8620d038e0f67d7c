//! `hire` on the helpdesk, with the growth and attrition of its `[hiring]`: 15 % and 35 % a year.
#![allow(clippy::unwrap_used)] // What a test cannot do without may stop it.

#[path = "support/desk.rs"]
mod desk;

use desk::{Desk, callboard};
use serde_json::Value;

const HELPDESK: &str = "data/helpdesk";
/// Little work, and the same at every run.
const BRIEF: [&str; 6] = ["--time-limit", "none", "--improvements", "1", "--replications", "40"];

/// The helpdesk with these lines more in its `[hiring]`, which is the last table of the plan.
fn helpdesk(more: &str) -> Desk {
    let desk = Desk::like(HELPDESK);
    let plan = desk.read("plan.toml");
    assert!(plan.contains("growth = \"15%\"") && plan.contains("attrition = \"35%\""));
    desk.write("plan.toml", &(plan + more));
    desk
}

/// Exit status, what it says, and `hiring.json`.
fn hire(desk: &Desk, more: &[&str]) -> (i32, String, Value) {
    let (status, out, err) = callboard(&[&["hire", desk.path()], &BRIEF[..], more].concat());
    assert!(status < 2, "{err}");
    (status, out, serde_json::from_str(&desk.read("out/hiring.json")).unwrap())
}

/// Every month keeps its agreements and breaks no rule.
fn assert_kept(value: &Value, months: usize) {
    let proof = value["proof"].as_array().unwrap();
    assert_eq!(proof.len(), months);
    for (month, planned) in proof.iter().zip(value["months"].as_array().unwrap()) {
        assert_eq!(month["month"], planned["month"]);
        assert!(month["is_met"] == true && month["violations"] == 0, "{month}");
        for queue in month["queues"].as_array().unwrap() {
            assert!(queue["chance_met"].as_f64().is_some_and(|chance| chance >= 0.5), "{queue}");
            assert_eq!(queue["at_risk"].as_array().map(Vec::len), Some(0), "{queue}");
        }
    }
}

fn total(cost: &Value) -> f64 {
    cost["cost"]["total"].as_f64().unwrap()
}

/// Contacts peak in April and May; whoever is decided on when the plan begins takes contacts in the autumn: it says so, and
/// what can help. Without lead time the same months are cheaper, by far more than the gap to the least cost.
#[test]
fn lead_time_costs_and_beyond_the_peak_no_hire_helps() {
    let desk = helpdesk("lead_time = \"26 weeks\"\noutlook = \"outlook.csv\"\n");
    let queues = ["premium", "us-voice", "nl-voice", "fr-voice", "chat", "mail"];
    let peak = |month: u32| queues.map(|queue| format!("2026-0{month},{queue},+30%\n")).concat();
    desk.write("outlook.csv", &format!("month,queue,growth\n{}{}", peak(4), peak(5)));
    let soon = desk.write("soon.toml", "name = \"soon\"\nhiring.lead_time = \"0 days\"\n");
    let (status, out, value) = hire(&desk, &["--trust", "requirement", "--today", "2026-03-02", &soon]);
    assert_eq!(status, 1, "{out}");
    let (cost, at_once, soon) = (total(&value), total(&value["at_once"]), total(&value["what_ifs"][0]));
    let gap = value["gap"].as_f64().unwrap() * cost;
    assert!(at_once < cost - gap && soon < cost - gap, "{at_once} {soon} {cost} {gap}");
    assert!(out.lines().any(|line| line.starts_with("At once") && line.contains(" less, with ")), "{out}");
    let line = out.lines().find(|line| line.contains("no hire helps with")).expect(&out);
    // The first class that can be decided on starts on 1 September and is trained for four weeks.
    assert!(line.contains("2 March 2026") && line.contains("29 September 2026"), "{line}");
    for way in ["more overtime than `overtime` allows", "`temps`", "`cross_training`"] {
        assert!(line.contains(way), "{way}: {line}");
    }
}

/// A week and three months, in the last of which a quarter more comes in for the client with lines round the clock: nobody
/// hired helps before 20 April, and until 29 May only those on call, who are dear to hire here. Every month, staffed as the
/// plan says and rostered like a plan, keeps its agreements when it is replayed; without lead time it costs less.
#[test]
fn every_month_of_a_proven_plan_keeps_its_agreements_and_lead_time_costs() {
    let desk = helpdesk("outlook = \"outlook.csv\"\n");
    let changes = [
        ("\ndays = 28", "\ndays = 7"),
        ("\nmonths = 12", "\nmonths = 3"),
        ("cost = 1200, lead_time = \"3 weeks\"", "cost = 5200, lead_time = \"3 weeks\""),
    ];
    let plan = changes.iter().fold(desk.read("plan.toml"), |plan, (from, to)| {
        assert!(plan.contains(from), "{from}");
        plan.replace(from, to)
    });
    desk.write("plan.toml", &plan);
    desk.write("outlook.csv", "month,queue,growth\n2026-05,premium,+25%\n2026-05,us-voice,+25%\n");
    let (status, out, value) = hire(&desk, &["--prove", "--today", "2026-03-02"]);
    assert_eq!(status, 0, "{out}");
    assert_kept(&value, 3);
    assert!(value["classes"].as_array().is_some_and(|classes| !classes.is_empty()), "{out}");
    let (cost, at_once) = (total(&value), total(&value["at_once"]));
    assert!(at_once < cost * (1.0 - value["gap"].as_f64().unwrap()), "{at_once} {cost}");
}

/// The first months of the helpdesk with its own growth and attrition, on two of its weeks: nobody needs to be short, and each
/// month, staffed as the plan says and rostered, keeps its agreements when it is replayed. `cargo bench --bench months` shows all
/// twelve on all four weeks.
#[test]
fn the_first_months_of_the_year_keep_their_agreements() {
    let desk = helpdesk("");
    let plan = desk.read("plan.toml");
    let plan = plan.replace("\ndays = 28", "\ndays = 14").replace("\nmonths = 12", "\nmonths = 3");
    desk.write("plan.toml", &plan);
    let (status, out, value) = hire(&desk, &["--prove", "--today", "2026-03-02"]);
    assert_eq!(status, 0, "{out}");
    assert_kept(&value, 3);
    assert!(value["months"].as_array().unwrap().iter().all(|month| month["leavers"].as_f64() > Some(2.0)));
    assert!(out.contains("2.4 % more a day in the last month"), "{out}");
}

//! `plan --from`: a posted roster repaired from the command line, and what is said of what cannot be kept.
#![allow(clippy::unwrap_used)] // What a test cannot do without may stop it.

#[path = "support/desk.rs"]
mod desk;

use std::fs;

use desk::{Desk, callboard};
use serde_json::Value;

impl Desk {
    fn append(&self, name: &str, line: &str) {
        fs::write(self.file(name), self.read(name) + line + "\n").unwrap();
    }

    fn plan(&self, more: &[&str]) -> (i32, String, String) {
        let brief = ["--time-limit", "none", "--improvements", "1", "--replications", "40"];
        callboard(&[&["plan", self.folder.to_str().unwrap()], &brief[..], more].concat())
    }

    /// A roster, posted: `posted.csv`.
    fn post(&self) -> String {
        let (_, _, err) = self.plan(&["--quiet"]);
        assert_eq!(err, "");
        fs::copy(self.file("out/roster.csv"), self.file("posted.csv")).unwrap();
        self.file("posted.csv").to_str().unwrap().to_owned()
    }
}

/// Rows of a CSV without its header, as they stand.
fn rows(text: &str) -> Vec<&str> {
    text.lines().skip(1).collect()
}

#[test]
fn a_posted_roster_is_repaired() {
    let desk = Desk::new();
    let posted = desk.post();
    let before = desk.read("posted.csv");
    let is_late = |row: &&&str| row.split(',').nth(2).unwrap() >= "2026-03-05";
    let ill = rows(&before).iter().find(is_late).unwrap().split(',').next().unwrap().to_owned();
    desk.append("requests.csv", &format!("{ill},2026-03-05,2026-03-08,unavailable,,"));
    let (status, out, err) = desk.plan(&["--from", &posted, "--lock-until", "2026-03-05"]);
    assert!(status < 2, "{err}");
    assert!(out.lines().any(|line| line.starts_with("Repaired")), "{out}");
    assert!(out.contains("As posted ") && out.contains("unavailable"), "{out}");

    let after = desk.read("out/roster.csv");
    let locked = |text: &str| -> Vec<String> {
        let rows = rows(text).into_iter().filter(|row| row.split(',').nth(2).unwrap() < "2026-03-05");
        rows.map(str::to_owned).collect()
    };
    assert_eq!(locked(&before), locked(&after), "locked shifts stay, to the byte");

    let changes = desk.read("out/changes.csv");
    let lost = rows(&before).iter().filter(is_late).filter(|row| row.starts_with(&format!("{ill},"))).count();
    let of_ill = rows(&changes).into_iter().filter(|row| row.starts_with(&format!("{ill},")));
    let of_ill: Vec<&str> = of_ill.collect();
    assert_eq!(of_ill.len(), lost);
    assert!(of_ill.iter().all(|row| row.ends_with(",off,unavailable")), "{changes}");
    assert!(rows(&changes).len() <= 3 * lost, "{changes}");
    assert!(rows(&changes).iter().all(|row| row.split(',').nth(2).unwrap() >= "2026-03-05"));

    let summary: Value = serde_json::from_str(&desk.read("out/summary.json")).unwrap();
    let repair = &summary["repair"];
    assert_eq!(repair["lock_until"], "2026-03-05");
    assert_eq!(repair["changes"].as_array().unwrap().len(), rows(&changes).len());
    let price = repair["changes_cost"].as_f64().unwrap() * rows(&changes).len() as f64;
    assert!((summary["proof"]["changes_price"].as_f64().unwrap() - price).abs() < 0.005);
    assert!(desk.read("out/report.html").contains("Changes to the roster posted"));

    // Repaired again, with nothing new, and nothing worth a change.
    fs::copy(desk.file("out/roster.csv"), desk.file("posted.csv")).unwrap();
    let locked = ["--from", &posted, "--lock-until", "2026-03-05"];
    let (_, out, _) = desk.plan(&[&locked[..], &["--changes-cost", "1000000"]].concat());
    assert!(out.contains("nothing changed"), "{out}");
    assert_eq!(desk.read("out/roster.csv"), after);
}

#[test]
fn what_locked_days_break_without_who_was_ill_nobody_could_keep() {
    let desk = Desk::new();
    let plan = desk.read("plan.toml").replace("max_consecutive_days = 6", "min_consecutive_days = 3");
    fs::write(desk.file("plan.toml"), plan).unwrap();
    let posted = desk.post();
    // Somebody who begins on Tuesday has two days in a row left without the Thursday.
    let before = desk.read("posted.csv");
    let works = |agent: &str, day: &str| {
        let is_it = |row: &&str| row.split(',').next() == Some(agent) && row.split(',').nth(2) == Some(day);
        rows(&before).iter().any(is_it)
    };
    let begins = |agent: &&str| {
        !works(agent, "2026-03-02")
            && ["03", "04", "05"].iter().all(|day| works(agent, &format!("2026-03-{day}")))
    };
    let full_time = rows(&before).into_iter().filter(|row| row.contains("full-time"));
    let ill = full_time.map(|row| row.split(',').next().unwrap()).find(begins).unwrap();
    desk.append("requests.csv", &format!("{ill},2026-03-05,2026-03-05,unavailable,,"));
    let (_, out, err) = desk.plan(&["--from", &posted, "--lock-until", "2026-03-08"]);
    assert!(out.contains("all kept but what nobody could"), "{out}{err}");
    assert!(out.contains("least-consecutive-days: "), "{out}");
}

#[test]
fn a_posted_roster_that_does_not_fit_the_plan_is_refused_with_all_its_faults() {
    let desk = Desk::new();
    let roster = "agent,date,shift,start,end,breaks\n\
        A01,2026-03-02,short,09:00,13:00,\n\
        A001,2026-03-03,shrot,09:00,13:00,\n\
        A002,2026-04-03,short,09:00,13:00,\n";
    fs::write(desk.file("posted.csv"), roster).unwrap();
    let posted = desk.file("posted.csv").to_str().unwrap().to_owned();
    let (status, out, err) = desk.plan(&["--from", &posted, "--lock-until", "2026-05-01"]);
    assert_eq!((status, out.as_str()), (2, ""));
    for told in [
        "unknown-agent",
        "posted.csv:2:1",
        "unknown-shift",
        "posted.csv:3:3",
        "did you mean `short`",
        "outside-plan",
        "posted.csv:4:4",
        "bad-lock",
        "2026-05-01",
        "from 2026-03-02 to 2026-03-08",
    ] {
        assert!(err.contains(told), "{told}: {err}");
    }
    assert!(!desk.file("out").exists());
    for alone in [["--changes-cost", "5"], ["--lock-until", "2026-03-04"]] {
        let (status, _, err) = desk.plan(&alone);
        assert!(status == 2 && err.contains("--from"), "{err}");
    }
    let (status, _, err) = desk.plan(&["--from", &posted, "--changes-cost=-5"]);
    assert!(status == 2 && err.contains("from 0"), "{err}");
}

#[test]
fn what_cannot_hold_together_is_named() {
    let desk = Desk::new();
    desk.append("requests.csv", "A002,2026-03-02,2026-03-05,unavailable,,");
    let (status, out, err) = desk.plan(&[]);
    assert_eq!((status, err.as_str()), (1, ""));
    let given_up = out.lines().find(|line| line.starts_with("Given up")).unwrap();
    assert!(given_up.contains("(A002)") && given_up.contains("hours_per_week at least"), "{given_up}");
    assert!(given_up.contains("unavailable 2 to 5 March 2026"), "{given_up}");
    let summary: Value = serde_json::from_str(&desk.read("out/summary.json")).unwrap();
    assert_eq!(summary["contradictions"][0]["agent"], "A002");
    assert!(desk.read("out/report.html").contains("What cannot hold together"));
}

#[test]
fn what_is_short_is_explained() {
    let desk = Desk::new();
    let plan = desk.read("plan.toml");
    fs::write(desk.file("plan.toml"), plan.replace("minimum_agents = 1", "minimum_agents = 9")).unwrap();
    let (status, out, err) = desk.plan(&[]);
    assert_eq!((status, err.as_str()), (1, ""));
    for label in ["Short", "Why", "Helps"] {
        assert!(out.lines().any(|line| line.starts_with(label)), "{label}: {out}");
    }
    let summary: Value = serde_json::from_str(&desk.read("out/summary.json")).unwrap();
    assert!(!summary["why"]["causes"].as_array().unwrap().is_empty());
    let relaxations = summary["why"]["relaxations"].as_array().unwrap();
    assert!(relaxations.iter().all(|it| it["closes_hours"].as_f64().unwrap() > 0.0), "{relaxations:?}");
}

#[test]
fn a_plan_made_anew_leaves_no_changes_behind() {
    let desk = Desk::new();
    let posted = desk.post();
    desk.plan(&["--quiet", "--from", &posted]);
    assert!(desk.file("out/changes.csv").exists());
    desk.plan(&["--quiet"]);
    assert!(!desk.file("out/changes.csv").exists());
}

#[test]
fn a_date_that_is_none_is_refused_with_one_that_is() {
    let desk = Desk::new();
    let (status, _, err) = desk.plan(&["--from", "posted.csv", "--lock-until", "2026-02-30"]);
    assert_eq!(status, 2);
    assert!(err.contains("like 2026-03-05"), "{err}");
}

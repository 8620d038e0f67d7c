//! Plans of posts alone from the command line: a control room, or a reception, with no queue to serve.
#![allow(clippy::unwrap_used)] // What a test cannot do without may stop it.

#[path = "support/desk.rs"]
mod desk;

use std::fs;

use desk::{Desk, callboard};
use serde_json::Value;

/// Little work, and the same at every run.
const BRIEF: [&str; 4] = ["--time-limit", "none", "--improvements", "1"];
const PLAN: &str = r#"name = "Control room"
time_zone = "Europe/Brussels"
start = 2026-03-02
days = 7
posts = "posts.csv"
requests = "requests.csv"

[[shift]]
id = "early"
starts = "07:00"
lengths = "8h"
breaks = []

[[shift]]
id = "late"
starts = "15:00"
lengths = "8h"
breaks = []

[[contract]]
id = "full-time"
hours_per_week = "0h-40h"
wage_per_hour = 25
min_rest = "11h"
"#;

impl Desk {
    /// Six people for one early and one late shift a day: as many as asked for each.
    fn of_posts(early: u32) -> Self {
        let desk = Desk::new();
        fs::remove_file(desk.file("forecast.csv")).unwrap();
        desk.write("plan.toml", PLAN);
        let agents: String = (1..=6).map(|one| format!("A{one},Agent {one},full-time\n")).collect();
        desk.write("agents.csv", &format!("id,name,contract\n{agents}"));
        desk.write("requests.csv", "agent,from,to,kind\nA1,2026-03-04,2026-03-05,leave\n");
        let posts = |day| format!("2026-03-{day:02},early,{early},400,50\n2026-03-{day:02},late,1,400,50\n");
        let posts: String = (2..9).map(posts).collect();
        desk.write("posts.csv", &format!("date,shift,required,under_cost,over_cost\n{posts}"));
        desk
    }

    fn call(&self, verb: &str, more: &[&str]) -> (i32, String, String) {
        callboard(&[&[verb, self.path()], more].concat())
    }

    fn plan(&self, more: &[&str]) -> (i32, String, String) {
        self.call("plan", &[&BRIEF, more].concat())
    }
}

/// What only queues have, in the terminal.
const OF_QUEUES: [&str; 8] =
    ["queue", "contacts", "Required", "Service", "penalt", "Shrinkage", "shrinkage", "NaN"];

fn speaks_of_no_queues(out: &str) {
    for word in OF_QUEUES {
        assert!(!out.contains(word), "{word}: {out}");
    }
}

#[test]
fn posts_are_filled_judged_and_shown_without_any_queue() {
    let desk = Desk::of_posts(1);
    let (status, out, err) = desk.call("check", &[]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    assert!(out.starts_with("Control room   2 to 8 March 2026   14 posts   6 agents"), "{out}");
    assert!(out.contains("Posts      14 posts, 14 shifts in all"), "{out}");
    speaks_of_no_queues(&out);

    // The service of a plan that had queues does not stay beside it.
    fs::create_dir(desk.file("out")).unwrap();
    desk.write("out/coverage.csv", "of another run");
    let (status, out, err) = desk.plan(&[]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("\nDemand    14 posts, 14 shifts in all\n"), "{out}");
    assert!(out.contains("\nShort     nothing: every post is filled\n"), "{out}");
    assert!(out.contains("\nCost      EUR 2,800: wages 2,800\n"), "{out}");
    speaks_of_no_queues(&out);
    let files = [
        "activities.csv",
        "fairness.csv",
        "hiring.csv",
        "hourly.csv",
        "report.html",
        "roster.csv",
        "summary.json",
        "violations.csv",
    ];
    assert_eq!(desk.written(), files);
    assert_eq!(desk.read("out/roster.csv").lines().count(), 1 + 14);
    let page = desk.read("out/report.html");
    assert!(page.contains("Every post filled") && page.contains(">1&#x2f;1</td>"));
    assert!(!page.contains("Every target met") && !page.contains("id=\"service\""));
    let summary: Value = serde_json::from_str(&desk.read("out/summary.json")).unwrap();
    assert!(summary["is_met"] == true && summary["demand"].is_null() && summary["required"].is_null());
    assert_eq!(summary["rostered"]["short_posts"], 0);

    let roster = desk.file("out/roster.csv");
    let (status, out, err) = desk.call("audit", &["--roster", roster.to_str().unwrap()]);
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(out.contains("14 posts") && out.contains("all kept"), "{out}");
}

#[test]
fn posts_that_nobody_is_left_for_are_told() {
    let desk = Desk::of_posts(6);
    let (status, out, err) = desk.plan(&[]);
    assert_eq!((status, err.as_str()), (1, ""), "{out}");
    assert!(out.contains("\nShort     post early: "), "{out}");
    assert!(out.contains("\nHire      nobody: no contract is hireable\n"), "{out}");
    speaks_of_no_queues(&out);
    assert!(desk.read("out/report.html").contains("Posts not filled"));
}

#[test]
fn a_posted_roster_of_posts_is_repaired() {
    let desk = Desk::of_posts(1);
    assert_eq!(desk.plan(&["--quiet"]).0, 0);
    let posted = desk.write("posted.csv", &desk.read("out/roster.csv"));
    let of_thursday = |row: &&str| row.split(',').nth(2).is_some_and(|date| date == "2026-03-05");
    let before = desk.read("posted.csv");
    let ill = before.lines().find(of_thursday).unwrap().split(',').next().unwrap();
    let requests = format!("{}{ill},2026-03-05,2026-03-06,unavailable\n", desk.read("requests.csv"));
    desk.write("requests.csv", &requests);
    let (status, out, err) = desk.plan(&["--from", &posted, "--lock-until", "2026-03-04"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    assert!(out.lines().any(|line| line.starts_with("Repaired")), "{out}");
    assert!(out.contains("every post is filled"), "{out}");
    assert!(desk.read("out/changes.csv").contains(&format!("{ill},")));
    let locked = |text: &str| -> Vec<String> {
        let rows = text.lines().filter(|row| row.split(',').nth(2).is_some_and(|date| date < "2026-03-04"));
        rows.map(str::to_owned).collect()
    };
    assert_eq!(locked(&before), locked(&desk.read("out/roster.csv")));
}

#[test]
fn what_is_computed_for_queues_is_refused_with_a_remedy() {
    let desk = Desk::of_posts(1);
    let roster = desk.write("roster.csv", "agent,start,end\nA1,2026-03-02T07:00,2026-03-02T15:00\n");
    let refused: [(&str, &[&str], &str); 3] = [
        ("staff", &[], "callboard plan"),
        ("simulate", &["--roster", &roster], "callboard audit"),
        ("hire", &["--prove"], "hire with the plan alone"),
    ];
    for (verb, more, remedy) in refused {
        let (status, out, err) = desk.call(verb, more);
        assert_eq!((status, out.as_str()), (2, ""), "{verb}: {err}");
        assert_eq!(err.lines().count(), 1, "{verb}: {err}");
        assert!(err.contains("queues") && err.contains(remedy), "{verb}: {err}");
    }
}

#[test]
fn hire_weighs_who_would_fill_posts() {
    let desk = Desk::of_posts(6);
    let hireable = "wage_per_hour = 25\nhireable = { cost = 100, lead_time = \"2 weeks\", at_most = 2 }\n";
    desk.write("plan.toml", &PLAN.replace("wage_per_hour = 25\n", hireable));
    let (status, out, err) = desk.call("hire", &BRIEF);
    assert_eq!((status, err.as_str()), (1, ""), "{out}");
    assert!(out.contains("\nHire      2 full-time: ") && out.contains(" on posts"), "{out}");
    assert!(!out.contains("Months"), "{out}");
}

#[test]
fn what_ifs_that_name_no_queue_are_compared() {
    let desk = Desk::of_posts(1);
    let dearer = desk.write("dearer.toml", "name = \"dearer\"\nwages = \"+5%\"\nagents.full-time = \"-1\"\n");
    let (status, out, err) = desk.call("compare", &[&[&dearer[..], "--around"], &BRIEF[..]].concat());
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("dearer") && out.contains("One full-time less"), "{out}");
    for absent in ["Volume", "Sickness", "In time", "Penalties", "Hours short", "Targets", "NaN"] {
        assert!(!out.contains(absent), "{absent}: {out}");
    }
    assert!(!desk.read("out/comparison.html").contains("random days"));

    let busier = desk.write(
        "busier.toml",
        "name = \"busier\"\nvolume = \"+10%\"\npatience = \"+10%\"\nshrinkage.sickness = \"+3 points\"\n",
    );
    let (status, out, err) = desk.call("compare", &[&busier]);
    assert_eq!((status, out.as_str()), (2, ""), "{err}");
    for place in ["busier.toml:2:1", "busier.toml:3:1", "busier.toml:4:22"] {
        assert!(err.contains(place), "{place}: {err}");
    }
    assert_eq!(err.matches("the plan has no queues").count(), 3, "{err}");
}

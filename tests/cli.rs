//! Every verb as it is called: what it says on stdout and stderr, its exit status, what it writes.
#![allow(clippy::unwrap_used)] // What a test cannot do without may stop it.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// Little work, and the same at every run.
const BRIEF: [&str; 6] = ["--time-limit", "none", "--improvements", "1", "--replications", "40"];

/// What a call did.
struct Said {
    status: i32,
    out: String,
    err: String,
}

fn callboard<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Said {
    let output = Command::cargo_bin("callboard").unwrap().args(arguments).output().unwrap();
    Said {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// An example plan in a folder of its own.
struct Desk {
    _keep: TempDir,
    folder: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let folder = keep.path().join("desk");
        assert_eq!(callboard(["new", folder.to_str().unwrap()]).status, 0);
        Desk { _keep: keep, folder }
    }

    /// With so many hands to spare that any roster covers what is asked.
    fn with_hands_to_spare() -> Self {
        let desk = Desk::new();
        let mut agents = fs::read_to_string(desk.file("agents.csv")).unwrap();
        for extra in 1..=5 {
            agents.push_str(&format!("X{extra},Extra {extra},part-time,support,,,\n"));
        }
        fs::write(desk.file("agents.csv"), agents).unwrap();
        desk
    }

    fn path(&self) -> &str {
        self.folder.to_str().unwrap()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Runs a verb on the plan.
    fn call(&self, verb: &str, more: &[&str]) -> Said {
        callboard([&[verb, self.path()], more].concat())
    }

    /// Runs a verb that plans, briefly.
    fn plan(&self, verb: &str, more: &[&str]) -> Said {
        self.call(verb, &[&BRIEF, more].concat())
    }

    fn change(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.file(name)).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        fs::write(self.file(name), text.replace(from, to)).unwrap();
    }

    fn written(&self) -> Vec<String> {
        names_in(&self.file("out"))
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_wrong_call_is_refused_with_a_hint() {
    for wrong in [&[][..], &["plam"], &["plan"], &["plan", "x", "--seed", "one"], &["compare", "x"]] {
        let said = callboard(wrong.iter().copied());
        assert_eq!(said.status, 2, "{wrong:?}");
        assert!(said.out.is_empty() && said.err.contains("--help"), "{wrong:?}: {}", said.err);
    }
    let limit = callboard(["plan", "x", "--time-limit", "5 parsecs"]);
    assert!(limit.status == 2 && limit.err.contains("90s, 5m or 1h"), "{}", limit.err);
}

#[test]
fn help_and_version_are_results() {
    let help = callboard(["--help"]);
    assert!(help.status == 0 && help.err.is_empty() && help.out.contains("Exit status"));
    for verb in ["new", "check", "staff", "plan", "simulate", "audit", "hire", "compare", "erlang"] {
        assert!(help.out.contains(&format!("\n  {verb} ")), "{verb} is not in the help");
        assert_eq!(callboard([verb, "--help"]).status, 0);
    }
    assert_eq!(callboard(["--version"]).out, format!("callboard {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn new_writes_a_plan_and_never_over_one() {
    let desk = Desk::new();
    assert_eq!(names_in(&desk.folder), ["agents.csv", "forecast.csv", "plan.toml", "requests.csv"]);
    let again = callboard(["new", desk.path()]);
    assert!(again.status == 2 && again.err.contains("is not empty"), "{}", again.err);
}

#[test]
fn check_sums_up_a_plan_and_writes_nothing() {
    let desk = Desk::new();
    let said = desk.call("check", &[]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.out.starts_with("Small desk"));
    assert_eq!(desk.written(), [""; 0]);
}

#[test]
fn check_says_how_far_past_days_were_off() {
    let desk = Desk::new();
    // Every other day a half more comes in than forecast, and every other day half as much.
    let forecast = fs::read_to_string(desk.file("forecast.csv")).unwrap();
    let actual = |row: &str| {
        let cells: Vec<&str> = row.split(',').collect();
        let day: u32 = cells[0][8..10].parse().unwrap();
        let factor = if day.is_multiple_of(2) { 1.5 } else { 0.5 };
        format!("{},{},{}\n", cells[0], cells[1], cells[2].parse::<f64>().unwrap() * factor)
    };
    let rows: String = forecast.lines().skip(1).map(actual).collect();
    let file = desk.file("actuals.csv");
    fs::write(&file, format!("start,queue,volume\n{rows}")).unwrap();
    let said = desk.call("check", &["--actuals", file.to_str().unwrap()]);
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(said.out.contains("Actuals    queue    days"), "{}", said.out);
    assert!(said.out.contains("# in the queue support"), "{}", said.out);
    let with_times: String = rows.lines().map(|row| format!("{row},240\n")).collect();
    fs::write(&file, format!("start,queue,volume,aht_seconds\n{with_times}")).unwrap();
    let again = desk.call("check", &["--actuals", file.to_str().unwrap()]);
    assert_eq!((again.out, again.err), (said.out, said.err), "rows like the forecast's");
    let coarse = rows.replace(":30,", ":20,");
    fs::write(&file, format!("start,queue,volume\n{coarse}")).unwrap();
    let said = desk.call("check", &["--actuals", file.to_str().unwrap()]);
    assert!(said.status == 2 && said.err.contains("actuals-off-grid"), "{}", said.err);
}

#[test]
fn wrong_input_is_told_at_once_and_nothing_is_written() {
    let desk = Desk::new();
    desk.change("plan.toml", "days = 7", "days = -7");
    desk.change("agents.csv", "full-time", "fulltime");
    for verb in ["check", "staff", "plan", "hire"] {
        let said = desk.call(verb, &[]);
        assert_eq!(said.status, 2, "{verb}");
        assert!(said.out.is_empty(), "{verb}: {}", said.out);
        assert!(said.err.contains("plan.toml:"), "{verb}: {}", said.err);
        assert_eq!(desk.written(), [""; 0]);
    }
    let nowhere = callboard(["plan", "no/such/plan"]);
    assert!(nowhere.status == 2 && nowhere.err.contains("no/such/plan"), "{}", nowhere.err);
}

#[test]
fn staff_says_what_is_needed_and_why() {
    let desk = Desk::new();
    let said = desk.call("staff", &[]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert!(said.out.contains("support") && said.out.contains("driven by"), "{}", said.out);
    assert_eq!(desk.written(), ["requirement.csv"]);
    let modified = fs::read(desk.file("out/requirement.csv")).unwrap();

    let elsewhere = desk.file("elsewhere");
    let said = desk.call("staff", &["--load", "stationary", "--json", "--out", elsewhere.to_str().unwrap()]);
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(value["queues"][0]["id"], "support");
    assert_ne!(fs::read(elsewhere.join("requirement.csv")).unwrap(), modified);
}

#[test]
fn plan_does_the_main_job() {
    let desk = Desk::with_hands_to_spare();
    let said = desk.plan("plan", &[]);
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{}", said.out);
    for label in ["Demand", "Required", "Rostered", "Cost", "Service", "Short", "Hire", "Rules", "Wrote"] {
        assert!(said.out.lines().any(|line| line.starts_with(label)), "{label}: {}", said.out);
    }
    let files = [
        "activities.csv",
        "coverage.csv",
        "fairness.csv",
        "hiring.csv",
        "hourly.csv",
        "report.html",
        "requirement.csv",
        "roster.csv",
        "sla.csv",
        "summary.json",
        "violations.csv",
    ];
    assert_eq!(desk.written(), files);

    let summary = fs::read_to_string(desk.file("out/summary.json")).unwrap();
    let again = desk.plan("plan", &["--json", "--threads", "1"]);
    assert_eq!(again.out, summary, "the same input and seed, the same bytes, as file and on stdout");
    let quiet = desk.plan("plan", &["--quiet"]);
    assert_eq!((quiet.status, quiet.out.as_str(), quiet.err.as_str()), (0, "", ""));
}

#[test]
fn a_plan_too_hard_for_its_staff_says_what_is_short() {
    let desk = Desk::new();
    desk.change("plan.toml", "minimum_agents = 1", "minimum_agents = 11");
    let said = desk.plan("plan", &[]);
    assert_eq!(said.status, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("Short     support, "), "{}", said.out);
}

#[test]
fn audit_finds_what_a_planner_broke() {
    let desk = Desk::with_hands_to_spare();
    assert_eq!(desk.plan("plan", &["--quiet"]).status, 0);
    let roster = desk.file("out/roster.csv");
    let said = desk.call("audit", &["--roster", roster.to_str().unwrap()]);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert!(said.out.contains("all kept"), "{}", said.out);

    // The first shift a second time, from half an hour earlier or later: somebody is in two places.
    let text = fs::read_to_string(&roster).unwrap();
    let mut cells: Vec<&str> = text.lines().nth(1).unwrap().split(',').collect();
    let (hour, minute) = cells[4].split_at(14);
    let start = format!("{hour}{}{}", if minute.starts_with("00") { "30" } else { "00" }, &minute[2..]);
    cells[4] = &start;
    let moved = cells.join(",");
    let edited = desk.file("edited.csv");
    fs::write(&edited, format!("{text}{moved}\n")).unwrap();
    let said = desk.call("audit", &["--roster", edited.to_str().unwrap()]);
    assert_eq!(said.status, 1, "{}{}", said.out, said.err);
    assert!(said.out.contains("broken"), "{}", said.out);
    let violations = fs::read_to_string(desk.file("out/violations.csv")).unwrap();
    assert!(violations.lines().count() > 1 && violations.starts_with("agent,date,rule,found,allowed"));
    let json = desk.call("audit", &["--roster", edited.to_str().unwrap(), "--json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&json.out).unwrap().is_array());

    let missing = desk.call("audit", &["--roster", "no-such.csv"]);
    assert!(missing.status == 2 && missing.err.contains("no-such.csv"), "{}", missing.err);
}

/// The floors of intervals are corrected by what the roster gives, as those of the plan were.
#[test]
fn simulate_says_of_the_roster_of_a_plan_what_the_plan_said() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (out, again, roster) = (at("out"), at("again"), at("out/roster.csv"));
    let said = callboard([&["plan", "data/small-desk", "--out", &out, "--seed", "2"], &BRIEF[..]].concat());
    let files = ["--roster", &roster, "--out", &again, "--seed", "2", "--replications", "40"];
    let replayed = callboard([&["simulate", "data/small-desk"], &files[..]].concat());
    let short = |said: &Said| said.out.lines().find(|line| line.starts_with("Short")).map(str::to_owned);
    assert!(short(&said).is_some(), "{}", said.out);
    assert_eq!((replayed.status, short(&replayed)), (said.status, short(&said)), "{}", replayed.out);
}

#[test]
fn simulate_replays_a_roster() {
    let desk = Desk::with_hands_to_spare();
    assert_eq!(desk.plan("plan", &["--quiet"]).status, 0);
    let roster = desk.file("out/roster.csv");
    let out = desk.file("replayed");
    let files = ["--roster", roster.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let said = desk.call("simulate", &[&files[..], &["--replications", "40"]].concat());
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{}", said.out);
    assert!(said.out.contains("Service") && !said.out.contains("optimum"), "{}", said.out);
    assert_eq!(names_in(&out), ["coverage.csv", "summary.json"]);

    // Half of the roster sent home is missed by those who call.
    let text = fs::read_to_string(&roster).unwrap();
    let half: Vec<&str> =
        text.lines().enumerate().filter(|(row, _)| row % 2 == 0).map(|(_, line)| line).collect();
    fs::write(&roster, half.join("\n")).unwrap();
    let said = desk.call("simulate", &[&files[..], &["--replications", "40"]].concat());
    assert_eq!(said.status, 1);
    assert!(said.out.contains("at risk"), "{}", said.out);
}

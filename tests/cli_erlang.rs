//! `callboard erlang`: one case from flags, files of cases, and what wrong ones get.

#![allow(clippy::unwrap_used, reason = "a command that does not run fails the test")]

use std::collections::HashMap;
use std::io::Write;

use assert_cmd::Command;
use tempfile::NamedTempFile;

fn erlang(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("callboard").unwrap();
    command.arg("erlang").args(arguments);
    command
}

/// The exit status, stdout and stderr.
fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = erlang(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::with_suffix(".csv").unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn run_cases(text: &str) -> (i32, String, String) {
    run(&["--cases", file(text).path().to_str().unwrap()])
}

/// Rows of a result by column.
fn rows(text: &str) -> Vec<HashMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.unwrap()).collect()
}

const TEN_ERLANGS: [&str; 4] = ["--volume-per-hour", "200", "--aht", "180"];

fn ten_erlangs<'a>(more: &[&'a str]) -> Vec<&'a str> {
    TEN_ERLANGS.iter().chain(more).copied().collect()
}

#[test]
fn the_fewest_agents_and_why() {
    let (status, out, err) = run(&ten_erlangs(&["--within", "20", "--answered", "80%"]));
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(
        out.starts_with("200 contacts an hour of 3 min: 10 erlangs. Erlang C, nobody hangs up.\n"),
        "{out}"
    );
    assert!(out.contains("  >      14   88.8 %         7.8 s"), "{out}");
    assert!(out.ends_with("Needed: 14 agents. One fewer would miss the service level.\n"), "{out}");
}

#[test]
fn given_agents_are_judged() {
    let (status, out, _) = run(&ten_erlangs(&["--agents", "13", "--within", "20s", "--answered", "0.8"]));
    assert_eq!(status, 1);
    assert!(out.ends_with("13 agents: misses the service level.\n"), "{out}");
    let (status, out, _) = run(&ten_erlangs(&["--agents", "10", "--max-occupancy", "90%"]));
    assert_eq!(status, 1);
    assert!(out.contains("The line grows without end"), "{out}");
    let (status, out, _) = run(&ten_erlangs(&["--agents", "11.5", "--patience", "2m"]));
    assert_eq!(status, 0);
    assert!(out.contains("Erlang A, patience 2 min") && out.contains("11.5"), "{out}");
}

#[test]
fn json_holds_every_digit() {
    let arguments = ten_erlangs(&["--within", "20", "--answered", "80%", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&run(&arguments).1).unwrap();
    assert_eq!(found["agents"], 14.0);
    assert_eq!(found["status"], "stable");
    assert_eq!(found["driven_by"], serde_json::json!(["service-level"]));
    assert!((found["service_level"].as_f64().unwrap() - 0.888_350_019_179_467).abs() < 1e-14);
}

#[test]
fn a_file_of_cases_comes_back_with_results() {
    let (status, out, err) = run_cases(
        "case,model,volume_per_hour,aht_seconds,patience_seconds,agents,capacity,within_seconds,counting,\
         answered_at_least,max_average_wait_seconds,max_abandonment,max_occupancy,max_blocking\n\
         given,C,200,180,,14,,20,offered,,,,,\n\
         fewest,A,200,180,120,,,20,answered,80%,,5%,,\n\
         lost,B,200,180,,,,,,,,,,0.01\n\
         unstable,C,200,180,,10,,20,,,,,,\n\
         nobody,C,0,180,,,,20,,0.8,,,,\n\
         alone,A,200,180,120,0,,20,answered,,,,,\n\
         short line,C,200,180,,12,20,20,,,,,,\n\
         fraction,C,60,300,,7.5,,20,,,,,,\n",
    );
    assert_eq!((status, err.as_str()), (0, ""));
    let rows = rows(&out);
    let cell = |row: usize, column: &str| rows[row][column].as_str();
    let number = |row: usize, column: &str| cell(row, column).parse::<f64>().unwrap();
    assert_eq!((cell(0, "case"), cell(0, "agents"), cell(0, "status")), ("given", "14", "stable"));
    assert!((number(0, "service_level") - 0.888_350_019_179_467).abs() < 1e-12);
    assert!((number(0, "wait_probability") - 0.174_131_933_595_05).abs() < 1e-12);
    assert_eq!((cell(1, "agents"), cell(1, "answered_at_least")), ("13", "80%"));
    assert_eq!((cell(2, "agents"), cell(2, "service_level")), ("18", ""));
    assert_eq!((cell(3, "status"), cell(3, "answered_wait_seconds")), ("unstable", "inf"));
    assert_eq!((cell(4, "agents"), cell(4, "service_level"), cell(4, "occupancy")), ("0", "1", ""));
    assert_eq!(
        (cell(5, "status"), cell(5, "service_level"), cell(5, "abandonment")),
        ("overloaded", "", "1")
    );
    assert!((number(6, "blocking") - 0.019_080_713_966_696_2).abs() < 1e-12);
    assert!((number(7, "service_level") - 0.801_200_357_282_56).abs() < 1e-12);
}

#[test]
fn few_columns_in_any_order_will_do() {
    let (status, out, _) = run_cases("agents;aht_seconds;volume_per_hour\n12,5;180;200\n");
    assert_eq!(status, 0);
    let rows = rows(&out);
    assert_eq!((rows[0]["agents"].as_str(), rows[0]["case"].as_str()), ("12.5", ""));
    assert_eq!(rows[0]["service_level"], "", "no time was given");
}

#[test]
fn missed_targets_are_told_by_the_exit_status() {
    let (status, out, err) = run_cases(
        "volume_per_hour,aht_seconds,agents,within_seconds,answered_at_least\n200,180,13,20,0.8\n200,180,14,20,0.8\n",
    );
    assert_eq!((status, err.as_str()), (1, "1 of 2 cases miss a target\n"));
    assert_eq!(rows(&out).len(), 2);
}

#[test]
fn names_that_look_like_formulas_are_kept_from_spreadsheets() {
    let (_, out, _) = run_cases("case,volume_per_hour,aht_seconds,agents\n=1+1,200,180,14\n");
    assert_eq!(rows(&out)[0]["case"], "'=1+1");
}

#[test]
fn every_fault_of_a_file_is_told_and_nothing_else() {
    let (status, out, err) = run_cases(
        "case,model,volume_per_hour,aht_seconds,agents,capacity,within_seconds,answered_at_least,counting,shoe\n\
         a,D,200,180,14,,,,,\n\
         b,C,many,180,14,,,,,\n\
         c,A,200,180,14,,,,,\n\
         d,C,200,0,14,,,,,\n\
         e,C,200,180,,,,,,\n\
         f,C,200,180,,,,0.8,,\n\
         g,C,200,180,,,20,80,,\n\
         h,C,200,180,14,2.5,20,,most,\n\
         i,C,-1,180,-2,,,,,\n",
    );
    assert_eq!((status, out.as_str()), (2, ""));
    for (line, column) in [(2, 2), (3, 3), (4, 1), (5, 4), (6, 5), (7, 7), (8, 8), (9, 9), (10, 3), (10, 5)] {
        assert!(err.contains(&format!(".csv:{line}:{column}\n")), "line {line}, column {column}:\n{err}");
    }
}

#[test]
fn wrong_calls_are_told_by_their_flags() {
    let (status, out, err) = run(&["--aht", "0", "--model", "A", "--answered", "80%"]);
    assert_eq!((status, out.as_str()), (2, ""));
    for flag in ["--volume-per-hour", "--aht", "--patience", "--within"] {
        assert!(err.contains(flag), "{flag}:\n{err}");
    }
    assert_eq!(run(&ten_erlangs(&["--answered", "120%"])).0, 2);
    assert_eq!(run(&ten_erlangs(&["--agents", "nan"])).0, 2);
    assert_eq!(run(&["--volume-per-hour", "nan", "--aht", "180", "--agents", "1"]).0, 2);
    assert_eq!(run(&["--cases", "no-such-file.csv"]).0, 2);
    assert_eq!(run(&["--cases", "cases.csv", "--aht", "20"]).0, 2);
}

/// The table of 50 digits and more, through the command and back.
#[test]
fn the_textbook_comes_out_of_a_file_of_cases() {
    let table = std::fs::read_to_string("data/textbook/erlang.csv").unwrap();
    let table = rows(&table);
    let mut cases =
        "case,model,volume_per_hour,aht_seconds,patience_seconds,agents,within_seconds\n".to_owned();
    for row in &table {
        let columns = ["case_id", "model", "lambda_per_hour", "aht_s", "patience_s", "agents", "target_s"];
        cases += &(columns.map(|column| row[column].as_str()).join(",") + "\n");
    }
    let (status, out, _) = run_cases(&cases);
    assert_eq!(status, 0);
    for (wanted, found) in table.iter().zip(rows(&out)) {
        let waits = if wanted["model"] == "B" { "blocking" } else { "wait_probability" };
        for (theirs, ours) in [
            ("p_wait_or_block", waits),
            ("sl_offered", "service_level"),
            ("occupancy", "occupancy"),
            ("p_abandon", "abandonment"),
        ] {
            if wanted[theirs].is_empty() || (ours == "service_level" && wanted["target_s"].is_empty()) {
                continue;
            }
            let apart = wanted[theirs].parse::<f64>().unwrap() - found[ours].parse::<f64>().unwrap();
            assert!(apart.abs() <= 1e-10, "{} {ours}", wanted["case_id"]);
        }
    }
}

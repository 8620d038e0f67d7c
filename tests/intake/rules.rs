//! Rules of contracts and shifts as written, and requests that contradict them.

use callboard::error::Error;
use callboard::intake;
use callboard::model::ShiftLimit;

use crate::plan_folder::folder;
use crate::{plan, read, what_if};

/// Two kinds of shift, and every rule of succession, runs, weekends and kinds.
fn plan_of_rules() -> String {
    plan(&[
        (
            "breaks = []\n",
            "breaks = []\nnot_followed_by = [\"eve\", \"day\", \"eve\"]\n\n[[shift]]\nid = \"eve\"\nstarts = \"17:00\"\nlengths = \"4h\"\n",
        ),
        (
            "min_rest = \"11h\"\n",
            "min_rest = \"11h\"\nmin_consecutive_days = 2\nmin_consecutive_days_off = 3\ncomplete_weekends = true\n\
             max_shifts = { eve = 3, day = 10 }\n",
        ),
    ])
}

#[test]
fn rules_of_runs_weekends_kinds_and_succession_are_read() {
    let scenario = read(&[("plan.toml", &plan_of_rules())]).scenario;
    assert_eq!(scenario.shifts[0].not_followed_by, [0, 1]);
    assert!(scenario.shifts[1].not_followed_by.is_empty());
    let contract = &scenario.contracts[0];
    assert_eq!((contract.min_consecutive_days, contract.min_consecutive_days_off), (Some(2), Some(3)));
    assert!(contract.has_complete_weekends);
    let limits = [ShiftLimit { shift: 1, most: 3 }, ShiftLimit { shift: 0, most: 10 }];
    assert_eq!(contract.max_shifts, limits);
    let contract = read(&[]).scenario.contracts.remove(0);
    assert_eq!((contract.min_consecutive_days, contract.min_consecutive_days_off), (None, None));
    assert!(!contract.has_complete_weekends && contract.max_shifts.is_empty());
}

#[test]
fn a_what_if_changes_these_rules_too() {
    let scenario = what_if(
        "[contract.part-time]\nmin_consecutive_days = 2\nmin_consecutive_days_off = 3\ncomplete_weekends = true\n\
         max_shifts.day = 4\n[shift.day]\nnot_followed_by = [\"day\"]\n",
    );
    let contract = &scenario.contracts[0];
    assert_eq!((contract.min_consecutive_days, contract.min_consecutive_days_off), (Some(2), Some(3)));
    assert!(contract.has_complete_weekends);
    assert_eq!(contract.max_shifts, [ShiftLimit { shift: 0, most: 4 }]);
    assert_eq!(scenario.shifts[0].not_followed_by, [0]);
}

/// The faults of requests and history against rules of the contract, over the week from Friday 6 to Thursday 12 March
/// 2026: code and line of the requests.
fn contradictions(rules: &str, requests: &str, history: &str) -> Vec<(&'static str, usize)> {
    let toml = plan(&[
        ("start = 2026-03-02\ndays = 1", "start = 2026-03-06\ndays = 7"),
        ("posts = \"posts.csv\"\n", ""),
        ("min_rest = \"11h\"\n", &format!("min_rest = \"11h\"\n{rules}\n")),
    ]);
    let dates = ["06", "09", "10", "11", "12"];
    let row = |date: &str, hour: usize| format!("2026-03-{date}T{hour:02}:00,voice,20\n");
    let rows = dates.iter().flat_map(|date| (9..13).map(move |hour| row(date, hour)));
    let forecast: String = std::iter::once("start,queue,volume\n".to_owned()).chain(rows).collect();
    let (requests, history) =
        (format!("agent,from,to,kind,shift\n{requests}"), format!("agent,start,end,breaks,shift\n{history}"));
    let files = [
        ("plan.toml", toml.as_bytes()),
        ("forecast.csv", forecast.as_bytes()),
        ("requests.csv", requests.as_bytes()),
        ("history.csv", history.as_bytes()),
    ];
    match intake::read(folder(&files).path(), &[]) {
        Ok(read) => {
            assert_eq!(read.warnings, []);
            Vec::new()
        }
        Err(Error::Input(faults)) => {
            faults.iter().map(|fault| (fault.code, fault.line.unwrap_or_default())).collect()
        }
        Err(error) => panic!("{error}"),
    }
}

fn fixed(day: u32) -> String {
    format!("1,2026-03-{day:02}T09:00,2026-03-{day:02}T12:00,fixed,day\n")
}

fn leave(first: u32, last: u32) -> String {
    format!("1,2026-03-{first:02},2026-03-{last:02},leave,\n")
}

fn worked(month: u32, day: u32) -> String {
    format!("1,2026-{month:02}-{day:02}T09:00,2026-{month:02}-{day:02}T12:00,,day\n")
}

const CONTRADICTION: [(&str, usize); 1] = [("fixed-breaks-contract", 2)];

#[test]
fn a_fixed_shift_has_room_for_the_least_days_in_a_row() {
    let rule = "min_consecutive_days = 3";
    let between = |first: u32, last: u32| fixed(9) + &leave(6, first) + &leave(last, 12);
    assert_eq!(contradictions(rule, &between(7, 11), ""), [], "8, 9 and 10 March");
    assert_eq!(contradictions(rule, &between(8, 11), ""), CONTRADICTION);
    // At the plan's edges it may go on beyond it.
    assert_eq!(contradictions(rule, &(fixed(12) + &leave(6, 11)), ""), []);
    assert_eq!(contradictions(rule, &(fixed(6) + &leave(7, 12)), ""), []);
    // Not where the history says when it began.
    assert_eq!(contradictions(rule, &(fixed(6) + &leave(7, 12)), &worked(3, 5)), CONTRADICTION);
    let two = worked(3, 4) + &worked(3, 5);
    assert_eq!(contradictions(rule, &(fixed(6) + &leave(7, 12)), &two), []);
}

#[test]
fn days_away_between_fixed_shifts_are_the_least_days_off() {
    let rule = "min_consecutive_days_off = 3";
    assert_eq!(contradictions(rule, &(fixed(12) + &fixed(8) + &leave(9, 9)), ""), []);
    assert_eq!(contradictions(rule, &(fixed(11) + &fixed(8) + &leave(9, 9)), ""), CONTRADICTION);
    assert_eq!(contradictions(rule, &(fixed(11) + &fixed(8)), ""), [], "the days between can be worked");
    assert_eq!(contradictions(rule, &(fixed(8) + &leave(6, 7)), &worked(3, 5)), CONTRADICTION);
    assert_eq!(contradictions(rule, &(fixed(8) + &leave(6, 7)), &worked(3, 4)), []);
}

#[test]
fn a_fixed_shift_on_half_a_weekend_leaves_the_other_half() {
    let rule = "complete_weekends = true";
    assert_eq!(contradictions(rule, &(fixed(7) + &leave(9, 9)), ""), []);
    assert_eq!(contradictions(rule, &(fixed(7) + &leave(8, 8)), ""), CONTRADICTION);
    assert_eq!(contradictions(rule, &(fixed(8) + &leave(6, 7)), ""), CONTRADICTION);
    assert_eq!(contradictions(rule, &(fixed(6) + &leave(7, 8)), ""), []);
}

#[test]
fn fixed_shifts_of_a_kind_are_no_more_than_allowed() {
    let fixed = fixed(9) + &fixed(7) + &fixed(6);
    assert_eq!(contradictions("max_shifts = { day = 3 }", &fixed, &worked(3, 5)), []);
    assert_eq!(contradictions("max_shifts = { day = 2 }", &fixed, ""), CONTRADICTION);
}

//! Rules of contracts and shifts as written, and requests that contradict them.

use callboard::error::Error;
use callboard::intake;
use callboard::model::{Agent, Contract, ShiftLimit, ShiftQuota, Span, Succession, WeekendLimit};
use callboard::units::Minutes;

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
    let limits = [ShiftLimit { shift: 0, most: 10 }, ShiftLimit { shift: 1, most: 3 }];
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

/// The tiny plan with more rules in its contract.
pub fn contract_with(rules: &str) -> Contract {
    let toml = plan(&[("min_rest = \"11h\"\n", &format!("min_rest = \"11h\"\n{rules}\n"))]);
    read(&[("plan.toml", &toml)]).scenario.contracts.remove(0)
}

/// The contract of agent 1 with rules of their own.
pub fn contract_of_agent(column: &str, field: &str) -> Contract {
    let agents = format!(
        "id,name,contract,skills,{column}\n1,One,part-time,voice,{field}\n2,Two,part-time,voice,\n\
         3,Three,part-time,voice,\n4,Four,part-time,voice,\n"
    );
    let mut scenario = read(&[("agents.csv", &agents)]).scenario;
    scenario.contracts.remove(scenario.agents[0].contract)
}

#[test]
fn hours_of_a_day_are_read() {
    let most = |hours: f64| Some(Minutes::from_hours(hours));
    assert_eq!(contract_with("").max_hours_per_day, None);
    assert_eq!(contract_with("max_hours_per_day = \"8h30m\"").max_hours_per_day, most(8.5));
    assert_eq!(contract_with("max_hours_per_day = 9").max_hours_per_day, most(9.0));
    assert_eq!(contract_of_agent("max_hours_per_day", "9h").max_hours_per_day, most(9.0));
    assert_eq!(contradictions("max_hours_per_day = \"3h\"", &fixed(6), ""), []);
    assert_eq!(contradictions("max_hours_per_day = \"2h\"", &fixed(6), ""), CONTRADICTION);
}

#[test]
fn nights_in_a_row_are_read() {
    assert_eq!(contract_with("max_consecutive_nights = 3").max_consecutive_nights, Some(3));
    assert_eq!(contract_of_agent("max_consecutive_nights", "2").max_consecutive_nights, Some(2));
    let toml = |night: &str| plan(&[("breaks = []\n", &format!("breaks = []\n{night}\n"))]);
    for (night, is_night) in [("", None), ("night = true", Some(true)), ("night = false", Some(false))] {
        assert_eq!(read(&[("plan.toml", &toml(night))]).scenario.shifts[0].is_night, is_night);
    }
    // Day shifts called nights.
    let rule = "max_consecutive_nights = 2\n\n[[shift]]\nid = \"night\"\nstarts = \"09:00\"\nlengths = \"3h\"\nnight = true\n";
    let nights =
        |days: &[u32]| days.iter().map(|&day| fixed(day).replace(",day", ",night")).collect::<String>();
    let worked = worked(3, 5).replace(",day", ",night");
    assert_eq!(contradictions(rule, &nights(&[6, 7, 9, 10]), ""), []);
    assert_eq!(contradictions(rule, &nights(&[8, 7, 6]), ""), CONTRADICTION);
    assert_eq!(contradictions(rule, &nights(&[7, 6]), &worked), CONTRADICTION);
    assert_eq!(contradictions(rule, &(nights(&[7]) + &fixed(6)), &worked), []);
    // A row of them has room for the least.
    let rule = &rule.replace("max_consecutive_nights = 2", "min_consecutive_nights = 3");
    assert_eq!(
        contradictions(rule, &(nights(&[8]) + &leave(10, 11)), ""),
        [],
        "it may begin before the plan"
    );
    assert_eq!(
        contradictions(rule, &(nights(&[9]) + &leave(6, 6) + &leave(10, 12)), ""),
        [],
        "7, 8 and 9 March"
    );
    assert_eq!(
        contradictions(rule, &(nights(&[9, 8]) + &leave(6, 7) + &leave(10, 12)), ""),
        [("fixed-breaks-contract", 3)]
    );
    assert_eq!(contradictions(rule, &(nights(&[9]) + &fixed(7) + &fixed(10)), ""), CONTRADICTION);
    assert_eq!(contradictions(rule, &(nights(&[9]) + &fixed(7) + &fixed(11)), ""), [], "8, 9 and 10 March");
    assert_eq!(contradictions(rule, &(nights(&[9]) + &fixed(7)), ""), [], "it may go on");
    assert_eq!(contradictions(rule, &(nights(&[6]) + &fixed(7)), ""), []);
    assert_eq!(contradictions(rule, &(nights(&[6]) + &fixed(7)), &worked), CONTRADICTION);
}

#[test]
fn rows_of_nights_and_of_days_off_are_read() {
    assert_eq!(contract_with("min_consecutive_nights = 2").min_consecutive_nights, Some(2));
    assert_eq!(contract_of_agent("min_consecutive_nights", "3").min_consecutive_nights, Some(3));
    assert_eq!(contract_with("max_consecutive_days_off = 4").max_consecutive_days_off, Some(4));
    assert_eq!(contract_of_agent("max_consecutive_days_off", "5").max_consecutive_days_off, Some(5));
    for rules in [
        "min_consecutive_nights = 3\nmax_consecutive_nights = 2",
        "min_consecutive_days_off = 3\nmax_consecutive_days_off = 2",
    ] {
        let beyond = contradictions(rules, "", "");
        assert_eq!(beyond.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["contradicting-rules"]);
    }
}

#[test]
fn what_may_not_follow_under_a_contract_is_read() {
    let never = [Succession { shift: 0, next: 0 }];
    let rule = "not_followed_by = { day = [\"day\"] }";
    assert_eq!(contract_with(rule).successions, never);
    assert_eq!(contract_of_agent("not_followed_by", "day day").successions, never);
    let codes = |rule: &str, requests: &str| -> Vec<&'static str> {
        contradictions(rule, requests, "").iter().map(|(code, _)| *code).collect()
    };
    assert_eq!(codes(rule, &(fixed(8) + &fixed(6))), [""; 0]);
    assert_eq!(codes(rule, &(fixed(7) + &fixed(6))), ["fixed-breaks-succession"]);
    assert_eq!(codes("not_followed_by = { day = [\"dusk\"] }", ""), ["unknown-shift"]);
}

#[test]
fn forward_rotation_is_read() {
    assert!(contract_with("forward_rotation = true").has_forward_rotation);
    assert!(!contract_with("").has_forward_rotation);
    assert!(contract_of_agent("forward_rotation", "yes").has_forward_rotation);
    let at_ten = |day: u32| fixed(day).replace("T09", "T10");
    assert_eq!(contradictions("forward_rotation = true", &(at_ten(7) + &fixed(6)), &worked(3, 5)), []);
    assert_eq!(contradictions("forward_rotation = true", &(fixed(7) + &at_ten(6)), ""), CONTRADICTION);
    assert_eq!(contradictions("forward_rotation = true", &(fixed(8) + &at_ten(6)), ""), []);
    assert_eq!(
        contradictions("forward_rotation = true", &fixed(6), &worked(3, 5).replace("T09", "T10")),
        CONTRADICTION
    );
}

#[test]
fn least_shifts_of_a_kind_are_read() {
    let quota = |least: u32| [ShiftQuota { shift: 0, least }];
    assert_eq!(contract_with("min_shifts = { day = 1 }").min_shifts, quota(1));
    assert_eq!(contract_of_agent("min_shifts", "day 1").min_shifts, quota(1));
    assert_eq!(contradictions("min_shifts = { day = 7 }", "", ""), []);
    let beyond = contradictions("min_shifts = { day = 8 }", "", "");
    assert_eq!(beyond.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["contradicting-rules"]);
}

#[test]
fn weekly_rest_is_read() {
    let rest = |hours: f64| Some(Minutes::from_hours(hours));
    assert_eq!(contract_with("weekly_rest = \"35h\"").weekly_rest, rest(35.0));
    assert_eq!(contract_of_agent("weekly_rest", "36h").weekly_rest, rest(36.0));
    // The plan has no whole week, and of the days before it nothing is known.
    let days = [6, 7, 8, 9, 10, 11, 12];
    let rest = "weekly_rest = \"35h\"";
    assert_eq!(contradictions(rest, &days.map(fixed).concat(), ""), []);
    // From Monday to Thursday as well, with Tuesday off, or without room for the rest.
    let posted = |days: &[u32]| days.iter().map(|&day| worked(3, day)).collect::<String>();
    assert_eq!(contradictions(rest, &days.map(fixed).concat(), &posted(&[2, 4, 5])), []);
    assert_eq!(
        contradictions(rest, &days.map(fixed).concat(), &posted(&[2, 3, 4, 5])),
        [("fixed-breaks-contract", 4)]
    );
}

/// The faults of fixed shifts on days of March 2026 against a rule, over the week from Monday 2 March.
fn in_a_week(rule: &str, days: &[u32]) -> Vec<(&'static str, Option<usize>)> {
    let toml = plan(&[
        ("days = 1", "days = 7"),
        ("Mon-Fri 09:00-13:00", "Mon 09:00-13:00"),
        ("posts = \"posts.csv\"\n", ""),
        ("0h-20h", "0h-40h"),
        ("min_rest = \"11h\"\n", &format!("min_rest = \"11h\"\n{rule}\n")),
    ]);
    let requests: String = days.iter().map(|&day| fixed(day)).collect();
    let requests = format!("agent,from,to,kind,shift\n{requests}");
    let folder = folder(&[("plan.toml", toml.as_bytes()), ("requests.csv", requests.as_bytes())]);
    match intake::read(folder.path(), &[]) {
        Err(Error::Input(faults)) => faults.iter().map(|fault| (fault.code, fault.line)).collect(),
        read => read.map(|_| Vec::new()).unwrap_or_else(|error| panic!("{error}")),
    }
}

#[test]
fn fixed_shifts_leave_the_weekly_rest() {
    let rule = "weekly_rest = \"35h\"";
    assert_eq!(in_a_week(rule, &[2, 3, 4, 6, 7, 8]), []);
    assert_eq!(in_a_week(rule, &[2, 3, 4, 5, 6, 7, 8]), [("fixed-breaks-contract", Some(8))]);
}

#[test]
fn fixed_shifts_leave_days_off_together() {
    let rule = "days_off_together = 2";
    assert_eq!(in_a_week(rule, &[3, 5, 6]), []);
    assert_eq!(in_a_week(rule, &[3, 5, 7]), [("fixed-breaks-contract", Some(4))]);
}

#[test]
fn days_off_in_a_week_are_days_not_worked() {
    let days = |rules: &str| contract_with(rules).max_days_per_week;
    assert_eq!(days("min_days_off_per_week = 3"), Some(4));
    assert_eq!(days("min_days_off_per_week = 3\nmax_days_per_week = 5"), Some(4));
    assert_eq!(days("min_days_off_per_week = 1\nmax_days_per_week = 5"), Some(5));
    assert_eq!(contract_of_agent("min_days_off_per_week", "4").max_days_per_week, Some(3));
}

/// The faults of requests and history against rules of the contract, over the week from Friday 6 to Thursday 12 March
/// 2026: code and line of the requests.
pub fn contradictions(rules: &str, requests: &str, history: &str) -> Vec<(&'static str, usize)> {
    let hours = "hours_per_week = \"0h-40h\"\n";
    let toml = plan(&[
        ("hours_per_week = \"0h-20h\"\n", if rules.starts_with("hours_per_week") { "" } else { hours }),
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

pub fn fixed(day: u32) -> String {
    format!("1,2026-03-{day:02}T09:00,2026-03-{day:02}T12:00,fixed,day\n")
}

fn leave(first: u32, last: u32) -> String {
    format!("1,2026-03-{first:02},2026-03-{last:02},leave,\n")
}

fn worked(month: u32, day: u32) -> String {
    format!("1,2026-{month:02}-{day:02}T09:00,2026-{month:02}-{day:02}T12:00,,day\n")
}

pub const CONTRADICTION: [(&str, usize); 1] = [("fixed-breaks-contract", 2)];

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

const OWN_RULES: &str = "id,name,contract,skills,max_days_per_week,max_consecutive_days,min_rest,max_weekends,\
    complete_weekends,max_shifts,hours_in_plan,min_consecutive_days,min_consecutive_days_off\n";

#[test]
fn agents_may_have_rules_of_their_own() {
    let agents = format!(
        "{OWN_RULES}1,One,part-time,voice,,,,,,,,,\n2,Two,part-time,voice,3,4,12h,1 in 2 weeks,yes,day 2,0-20,2,3\n\
         3,Three,part-time,voice,,,11h,,FALSE,,,,\n4,Four,part-time,voice,3,4,12h,1 in 2 weeks,yes,day 2,0-20,2,3\n"
    );
    let toml = plan(&[
        ("breaks = []\n", "breaks = []\ncontracts = [\"part-time\"]\n"),
        ("min_rest = \"11h\"\n", "min_rest = \"11h\"\nmax_days_per_week = 5\nhireable = { at_most = 2 }\n"),
    ]);
    let scenario = read(&[("plan.toml", &toml), ("agents.csv", &agents)]).scenario;
    let contracts: Vec<usize> = scenario.agents.iter().map(|agent| agent.contract).collect();
    assert_eq!(
        contracts,
        [0, 1, 0, 1],
        "who has the same rules shares a contract; who has the contract's is on it"
    );
    let (named, own) = (&scenario.contracts[0], &scenario.contracts[1]);
    let changed = Contract {
        plan: Some(Span { min: Minutes::ZERO, max: Minutes::new(1200) }),
        min_rest: Minutes::new(720),
        max_days_per_week: Some(3),
        max_consecutive_days: Some(4),
        min_consecutive_days: Some(2),
        min_consecutive_days_off: Some(3),
        max_weekends: Some(WeekendLimit { weekends: 1, weeks: 2 }),
        has_complete_weekends: true,
        max_shifts: vec![ShiftLimit { shift: 0, most: 2 }],
        hireable: None,
        ..named.clone()
    };
    assert_eq!(*own, changed);
    assert!(named.hireable.is_some());
    assert_eq!(scenario.shifts[0].contracts, Some(vec![0, 1]), "they may work what the contract may");
}

#[test]
fn a_limit_of_ones_own_stands_beside_the_contracts() {
    let toml = plan_of_rules();
    let agents = "id,name,contract,skills,max_shifts\n1,One,part-time,voice,eve 1\n2,Two,part-time,voice,\n\
                  3,Three,part-time,voice,\n4,Four,part-time,voice,\n";
    let scenario = read(&[("plan.toml", &toml), ("agents.csv", agents)]).scenario;
    let limits = [ShiftLimit { shift: 0, most: 10 }, ShiftLimit { shift: 1, most: 1 }];
    assert_eq!(scenario.contracts[scenario.agents[0].contract].max_shifts, limits);
}

#[test]
fn heads_of_a_contract_are_all_who_are_on_it_by_name() {
    let agents = "id,name,contract,skills,max_days_per_week\n1,One,part-time,voice,\n2,Two,part-time,voice,\n\
                  3,Three,part-time,voice,2\n4,Four,part-time,voice,3\n";
    let with = |change: &str| {
        let what_if = format!("name = \"heads\"\nagents.part-time = \"{change}\"\n");
        let folder = folder(&[("agents.csv", agents.as_bytes()), ("scenario.toml", what_if.as_bytes())]);
        let path = folder.path().join("scenario.toml");
        let scenario =
            intake::read_changed(folder.path(), &[path]).unwrap().swap_remove(0).1.unwrap().scenario;
        let days = |agent: &Agent| scenario.contracts[agent.contract].max_days_per_week;
        scenario.agents.iter().map(days).collect::<Vec<_>>()
    };
    assert_eq!(with("+1"), [None, None, Some(2), Some(3), Some(3)], "added like the last");
    assert_eq!(with("-2"), [None, None]);
}

#[test]
fn fixed_shifts_keep_the_agents_own_rules() {
    let agents = "id,name,contract,skills,max_shifts\n1,One,part-time,voice,\n2,Two,part-time,voice,day 0\n\
                  3,Three,part-time,voice,\n4,Four,part-time,voice,\n";
    let folder = folder(&[("agents.csv", agents.as_bytes())]);
    let Err(Error::Input(faults)) = intake::read(folder.path(), &[]) else { panic!("a contradiction") };
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["fixed-breaks-contract"]);
}

#[test]
fn fixed_shifts_keep_to_the_most_hours() {
    // Three hours each: two of them, and on Monday a third.
    let three = fixed(9) + &fixed(10) + &fixed(11);
    let least = "hours_per_week = \"0h-";
    assert_eq!(contradictions(&format!("{least}9h\""), &three, ""), []);
    assert_eq!(contradictions(&format!("{least}8h\""), &three, ""), [("fixed-breaks-contract", 4)]);
    assert_eq!(contradictions("hours_in_plan = \"0h-8h\"", &three, ""), [("fixed-breaks-contract", 4)]);
    assert_eq!(contradictions("hours_in_plan = \"0h-9h\"", &three, ""), []);
    // Seven of March's 31 days: of 40 hours nine and some minutes, of 39 not nine.
    assert_eq!(contradictions("hours_per_month = \"0h-40h\"", &three, ""), []);
    assert_eq!(contradictions("hours_per_month = \"0h-39h\"", &three, ""), [("fixed-breaks-contract", 4)]);
    // Two weeks, the one before the plan included, and every limit told once.
    let average = "average_hours = \"6h over 2 weeks\"";
    assert_eq!(contradictions(average, &three, &worked(3, 5)), []);
    let before = worked(3, 3) + &worked(3, 4);
    assert_eq!(contradictions(average, &three, &before), [("fixed-breaks-contract", 4)]);
    // The first week has Thursday's hours in the history.
    assert_eq!(contradictions(&format!("{least}5h\""), &fixed(6), ""), []);
    assert_eq!(contradictions(&format!("{least}5h\""), &fixed(6), &worked(3, 5)), CONTRADICTION);
    // A fifth of the week for each day of leave.
    let tight = "hours_per_week = \"5h-5h\"";
    assert_eq!(contradictions(tight, &(fixed(9) + &leave(10, 11)), ""), []);
    assert_eq!(contradictions(tight, &(fixed(9) + &leave(10, 12)), ""), CONTRADICTION);
}

#[test]
fn fixed_shifts_keep_to_the_most_weekends() {
    let rule = "max_weekends = \"1 in 2 weeks\"";
    assert_eq!(contradictions(rule, &(fixed(7) + &fixed(8)), ""), []);
    assert_eq!(contradictions(rule, &(fixed(7) + &fixed(8)), &worked(3, 1)), CONTRADICTION);
    assert_eq!(contradictions("max_weekends = \"every other\"", &fixed(7), ""), []);
    // The plan has no week that is whole.
    assert_eq!(contradictions("days_off_together = 6", &(fixed(9) + &fixed(11)), ""), []);
}

/// What the history has too much of is no licence for more.
#[test]
fn a_fixed_shift_after_too_many_days_is_one_too_many() {
    let days = |days: &[u32]| days.iter().map(|&day| worked(3, day)).collect::<String>();
    let run = "max_consecutive_days = 2";
    assert_eq!(contradictions(run, &fixed(6), &days(&[5])), []);
    assert_eq!(contradictions(run, &fixed(6), &days(&[4, 5])), CONTRADICTION);
    assert_eq!(contradictions(run, &fixed(6), &days(&[2, 3, 4, 5])), CONTRADICTION);
    assert_eq!(contradictions(run, &(fixed(6) + &fixed(7)), &days(&[2, 3, 4, 5])), CONTRADICTION);
    assert_eq!(contradictions(run, &fixed(7), &days(&[2, 3, 4, 5])), []);
    let week = "max_days_per_week = 2";
    assert_eq!(contradictions(week, &(fixed(6) + &fixed(7)), &days(&[2, 3, 5])), CONTRADICTION);
}

//! What the files say is what the scenario holds: clocks, grids, decimal commas, rosters, what-ifs.

#[path = "intake/availability.rs"]
mod availability;
#[path = "intake/laws.rs"]
mod laws;
#[path = "intake/paths.rs"]
mod paths;
#[path = "support/plan_folder.rs"]
mod plan_folder;
#[path = "intake/posts.rs"]
mod posts;
#[path = "intake/rules.rs"]
mod rules;
#[path = "intake/skills.rs"]
mod skills;
#[path = "intake/what_ifs.rs"]
mod what_ifs;

use std::fs;

use callboard::intake::{self, Read};
use callboard::model::{Break, RequestKind, Scenario};
use callboard::report;
use callboard::units::{Minutes, Moment, Money};
use plan_folder::{BASE, folder};

/// The tiny plan with texts replaced in its plan.toml.
fn plan(replace: &[(&str, &str)]) -> String {
    let mut plan = fs::read_to_string(format!("{BASE}/plan.toml")).expect("the base has a plan");
    for (old, new) in replace {
        assert!(plan.contains(old), "{old}");
        plan = plan.replace(old, new);
    }
    plan
}

fn read(files: &[(&str, &str)]) -> Read {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    intake::read(folder(&files).path(), &[]).unwrap_or_else(|error| panic!("{error:?}"))
}

/// A plan open round the clock for three days, without requests or posts.
fn round_the_clock(start: &str, more: &[(&str, &str)]) -> String {
    let mut replace = vec![
        ("start = 2026-03-02\ndays = 1", start),
        ("Mon-Fri 09:00-13:00", "24/7"),
        ("requests = \"requests.csv\"\nposts = \"posts.csv\"\nhistory = \"history.csv\"\n", ""),
    ];
    replace.extend(more);
    plan(&replace)
}

/// Hours of three days by the local clock, with a volume of the hour each.
fn hours(date: &str, count: usize, hour: impl Fn(usize) -> usize) -> String {
    (0..count).map(|row| format!("{date}T{:02}:00,voice,{}\n", hour(row), hour(row))).collect()
}

#[test]
fn no_hour_is_lost_or_doubled_when_the_clock_changes() {
    let spring = format!(
        "start,queue,volume\n{}{}{}",
        hours("2026-03-28", 24, |row| row),
        hours("2026-03-29", 23, |row| if row < 2 { row } else { row + 1 }),
        hours("2026-03-30", 24, |row| row)
    );
    let toml = round_the_clock("start = 2026-03-28\ndays = 3", &[]);
    let volume =
        read(&[("plan.toml", &toml), ("forecast.csv", &spring)]).scenario.queues[0].demand.volume.clone();
    assert_eq!(volume.values()[24..28], [0.0, 1.0, 3.0, 4.0]);
    let autumn = format!(
        "start,queue,volume\n{}{}{}",
        hours("2026-10-24", 24, |row| row),
        hours("2026-10-25", 25, |row| if row < 3 { row } else { row - 1 }),
        hours("2026-10-26", 24, |row| row)
    );
    let toml = round_the_clock("start = 2026-10-24\ndays = 3", &[]);
    let volume =
        read(&[("plan.toml", &toml), ("forecast.csv", &autumn)]).scenario.queues[0].demand.volume.clone();
    assert_eq!(volume.values()[24..29], [0.0, 1.0, 2.0, 2.0, 3.0]);
}

#[test]
fn hours_are_the_queues_and_the_grid_is_the_plans() {
    // New York went to summer time on 8 March: nine o'clock there is 14:00 in Brussels until the 29th.
    let toml = plan(&[
        ("channel = \"voice\"", "channel = \"voice\"\ntime_zone = \"America/New_York\""),
        ("start = 2026-03-02", "start = 2026-03-09"),
        ("requests = \"requests.csv\"\nposts = \"posts.csv\"\nhistory = \"history.csv\"\n", ""),
    ]);
    let forecast = fs::read_to_string(format!("{BASE}/forecast.csv")).unwrap().replace("03-02", "03-09");
    let scenario = read(&[("plan.toml", &toml), ("forecast.csv", &forecast)]).scenario;
    let demand = &scenario.queues[0].demand;
    let open: Vec<usize> = (0..24).filter(|&hour| demand.open[hour]).collect();
    assert_eq!(open, [14, 15, 16, 17]);
    assert_eq!(demand.volume.values()[14..18], [20.0, 30.0, 25.0, 20.0]);
}

#[test]
fn opening_hours_may_cross_midnight() {
    let toml = round_the_clock("start = 2026-03-02\ndays = 3", &[("\"24/7\"", "\"Mon-Fri 22:00-02:00\"")]);
    let toml = toml.replace("24/7", "Mon-Fri 22:00-02:00");
    let forecast: String = (2..5).map(|day| hours(&format!("2026-03-{day:02}"), 24, |row| row)).collect();
    let scenario =
        read(&[("plan.toml", &toml), ("forecast.csv", &format!("start,queue,volume\n{forecast}"))]).scenario;
    let open: Vec<usize> = (0..72).filter(|&hour| scenario.queues[0].demand.open[hour]).collect();
    // Monday begins closed: Sunday's night is not worked.
    assert_eq!(open, [22, 23, 24, 25, 46, 47, 48, 49, 70, 71]);
}

#[test]
fn finer_rows_are_summed_and_their_handle_times_weighted() {
    let rows: String = (0..8)
        .map(|row| {
            let (hour, minute) = (9 + row / 2, row % 2 * 30);
            let (volume, aht) = if minute == 0 { ("10,0", 200) } else { ("30,0", 240) };
            format!("2026-03-02 {hour:02}:{minute:02};voice;{volume};{aht}\r\n")
        })
        .collect();
    let forecast = format!("\u{feff}interval_start;queue;offered;aht\r\n{rows}");
    let scenario = read(&[("forecast.csv", &forecast)]).scenario;
    let demand = &scenario.queues[0].demand;
    assert_eq!(demand.volume[9], 40.0);
    assert!((demand.aht[9].get() - 230.0).abs() < 1e-9);
}

#[test]
fn whole_days_reach_to_the_midnight_after_and_fixed_shifts_are_exact() {
    let scenario = read(&[]).scenario;
    let spans: Vec<(Moment, Moment)> =
        scenario.requests.iter().map(|request| (request.from, request.to)).collect();
    assert_eq!(spans[0], (Moment::new(0), Moment::new(1440)));
    assert_eq!(spans[1], (Moment::new(540), Moment::new(660)));
    assert_eq!(scenario.requests[1].kind, RequestKind::Fixed { shift: 0 });
    assert_eq!(scenario.requests[2].kind, RequestKind::Prefer { shift: Some(0), weight: 2.0 });
    assert_eq!(scenario.agents[3].history[0].day, -3);
}

#[test]
fn what_is_left_open_is_assumed_and_told() {
    let toml = plan(&[
        ("\n[queue.sla]\nanswered = \"80% in 20s\"\nmax_occupancy = \"85%\"\n", ""),
        ("\n[shrinkage]\nsickness = \"5%\"\n", ""),
        ("min_rest = \"11h\"\n", ""),
        ("breaks = []\n", ""),
        ("lengths = \"2h-4h every 1h\"", "lengths = \"2h-8h every 1h\""),
    ]);
    let read = read(&[("plan.toml", &toml)]);
    let target = &read.scenario.queues[0].target;
    let answered = target.answered.unwrap();
    assert_eq!((answered.share.get(), answered.within.get()), (0.8, 20.0));
    assert_eq!(target.usual_occupancy.unwrap().get(), 0.85);
    assert_eq!(target.max_occupancy, None, "what is assumed is no promise");
    assert!((read.scenario.shrinkage.present() - 0.92).abs() < 1e-12);
    assert_eq!(read.scenario.contracts[0].min_rest, Minutes::new(660));
    assert_eq!(read.scenario.shifts[0].breaks[0].length, Minutes::new(30));
    assert_eq!(read.scenario.prices.shortage_hour, Money::from_major(200.0));
    assert_eq!(read.assumed.len(), 6, "{:?}", read.assumed);
}

/// The tiny plan with the changes of a what-if.
fn what_if(changes: &str) -> Scenario {
    let folder = folder(&[("scenario.toml", format!("name = \"what if\"\n{changes}").as_bytes())]);
    let path = folder.path().join("scenario.toml");
    let mut read = intake::read_changed(folder.path(), &[path]).expect("a good what-if");
    assert_eq!((read.len(), read[0].0.name.as_str()), (1, "what if"));
    read.swap_remove(0).1.unwrap_or_else(|error| panic!("{error:?}")).scenario
}

#[test]
fn a_what_if_changes_the_plan_by_path() {
    let scenario = what_if(
        "volume = \"+15%\"\nqueue.voice.aht = \"-10%\"\nqueue.voice.sla.answered = \"90% in 10s\"\n\
         agents.part-time = \"+2\"\nshrinkage.sickness = \"+20%\"\n\
         [contract.part-time]\nwage_per_hour = \"+3%\"\nmax_days_per_week = 4\n",
    );
    let queue = &scenario.queues[0];
    assert!((queue.demand.volume[9] - 23.0).abs() < 1e-9);
    assert!((queue.demand.aht[10].get() - 225.0).abs() < 1e-9);
    assert_eq!(queue.target.answered.unwrap().share.get(), 0.9);
    let names: Vec<&str> = scenario.agents.iter().skip(4).map(|agent| agent.name.as_str()).collect();
    assert_eq!(names, ["New part-time 1", "New part-time 2"]);
    assert_eq!(scenario.agents[5].skills, scenario.agents[3].skills);
    assert!((scenario.shrinkage.present() - 0.94).abs() < 1e-9);
    assert_eq!(scenario.contracts[0].wage_per_hour, Money::from_major(20.6));
    assert_eq!(scenario.contracts[0].max_days_per_week, Some(4));
}

#[test]
fn agents_can_be_taken_away_with_what_names_them() {
    let scenario = what_if("agents.part-time = \"-3\"\n");
    assert_eq!(scenario.agents.len(), 1);
    assert_eq!(scenario.requests.len(), 1);
    let scenario = what_if("[agents]\npart-time = { add = 1, skills = \"voice\" }\n");
    assert_eq!(scenario.agents.len(), 5);
}

#[test]
fn a_roster_edited_in_a_spreadsheet_is_read() {
    let roster = "sep=;\r\nend;breaks;agent;start;remark\r\n\
                  2026-03-02 13:00:00;'11:00-11:15;3;2026-03-02 09:00:00;moved\r\n\
                  \r\n;;;;\r\n\
                  2026-03-02T12:00:00Z;2026-03-02T11:00-2026-03-02T11:30;'1;2026-03-02T10:00+01:00;\r\n";
    let folder = folder(&[("roster.csv", roster.as_bytes())]);
    let scenario = intake::read(folder.path(), &[]).unwrap().scenario;
    let (roster, faults) = intake::read_roster(&scenario, &folder.path().join("roster.csv")).unwrap();
    let codes: Vec<(&str, Option<usize>)> = faults.iter().map(|fault| (fault.code, fault.line)).collect();
    assert_eq!(codes, [("unknown-column", Some(2))]);
    let shift = &roster.lines[0].shifts[0];
    assert_eq!((shift.start, shift.end), (Moment::new(600), Moment::new(780)));
    let (start, end) = (Moment::new(660), Moment::new(690));
    assert_eq!(shift.breaks, [Break { start, end, is_paid: false }]);
    // A break that no template asks for: the shift is of its own kind.
    assert_eq!(shift.template, None);
    assert_eq!(roster.lines[2].shifts[0].breaks[0].start, Moment::new(660));
}

#[test]
fn times_of_day_take_the_date_of_their_row_and_shifts_find_their_kind() {
    let text = "agent,date,start,end\n1,2026-03-02,09:00,13:00\n2,2026-03-02,23:00,03:00\n";
    let folder = folder(&[("roster.csv", text.as_bytes())]);
    let scenario = intake::read(folder.path(), &[]).unwrap().scenario;
    let (roster, _) = intake::read_roster(&scenario, &folder.path().join("roster.csv")).unwrap();
    assert_eq!(roster.lines[0].shifts[0].template, Some(0));
    let night = &roster.lines[1].shifts[0];
    assert_eq!((night.length(), night.day, night.template), (Minutes::new(240), 0, None));
}

#[test]
fn a_roster_written_is_read_back_the_same() {
    let toml = plan(&[("breaks = []", "breaks = [{ minutes = 15, paid = true, after = \"1h\" }]")]);
    let text = "agent,start,end,breaks,shift\n1,2026-03-02T09:00,2026-03-02T13:00,11:00-11:15,day\n\
                3,2026-03-02T10:00,2026-03-02T13:00,12:00-12:15|12:30-12:45,day\n";
    let agents = fs::read_to_string(format!("{BASE}/agents.csv")).unwrap().replace("Agent One", "=One");
    let folder = folder(&[
        ("plan.toml", toml.as_bytes()),
        ("agents.csv", agents.as_bytes()),
        ("roster.csv", text.as_bytes()),
    ]);
    let scenario = intake::read(folder.path(), &[]).unwrap().scenario;
    let path = folder.path().join("roster.csv");
    let (roster, _) = intake::read_roster(&scenario, &path).unwrap();
    assert!(roster.lines[0].shifts[0].breaks[0].is_paid);
    assert!(!roster.lines[2].shifts[0].breaks[1].is_paid);
    fs::write(&path, report::roster_csv(&scenario, &roster)).unwrap();
    assert_eq!(intake::read_roster(&scenario, &path).unwrap(), (roster, Vec::new()));
}

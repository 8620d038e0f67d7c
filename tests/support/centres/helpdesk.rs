//! The helpdesk of an outsourcer: two clients, six queues, three contracts, nine sets of skills, four weeks.

use chrono::NaiveDate;
use chrono_tz::America::New_York;
use chrono_tz::Europe::{Amsterdam, Brussels};

use super::people::{self, Group, Person, agents_csv};
use super::volume::{CONSUMERS, HEADER, OFFICES, ROUND_THE_CLOCK, Stream, opening};
use super::{Files, history, requests, stream};

/// The files of a helpdesk of about so many agents; 80 is the one in `data/`, others have the same mix.
pub fn helpdesk(agents: usize, seed: u64) -> Files {
    let times = agents as f64 / 80.0;
    let mut people = people::hire(&GROUPS, times, &mut stream(seed, 1));
    settle(&mut people);
    let mut files = Files::new();
    files.insert("forecast.csv", forecast(times, seed));
    files.insert("agents.csv", agents_csv(&people));
    files.insert("requests.csv", requests::requests_csv(&people, &mut stream(seed, 3)));
    files.insert("history.csv", history::history_csv(&people, &mut stream(seed, 4)));
    files.insert("posts.csv", posts_csv());
    files
}

/// The first day planned.
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day of the calendar")
}

/// Who can do what: heads full-time, part-time and flex for each set of skills.
const GROUPS: [Group; 9] = [
    Group { skills: "premium|nl-voice|mail", heads: [10, 3, 3] },
    Group { skills: "premium|fr-voice|mail", heads: [9, 3, 2] },
    Group { skills: "premium|us-voice|mail", heads: [3, 0, 0] },
    Group { skills: "us-voice|mail", heads: [2, 2, 1] },
    Group { skills: "nl-voice|chat|mail", heads: [6, 4, 2] },
    Group { skills: "nl-voice|mail", heads: [6, 5, 2] },
    Group { skills: "fr-voice|mail", heads: [3, 3, 1] },
    Group { skills: "fr-voice|chat", heads: [3, 2, 1] },
    Group { skills: "nl-voice|fr-voice", heads: [2, 1, 1] },
];

/// Names to trip over, a leaver, two who join in the third week, and two with hours of their own.
fn settle(people: &mut [Person]) {
    people[11].name = "Siobhán O'Brien, MSc".to_owned();
    people[33].name = "Jürgen Weiß-Öztürk".to_owned();
    people[20].until = Some("2026-03-22");
    for joiner in [46, 61] {
        people[joiner].from = Some("2026-03-16");
    }
    let full_time: Vec<usize> = (0..people.len()).filter(|&at| people[at].contract == 0).collect();
    people[full_time[5]].week = Some("30h-32h");
    people[full_time[17]].week = Some("32h-36h");
}

fn forecast(times: f64, seed: u64) -> String {
    let nobody = || 0..0;
    let streams = [
        Stream {
            queue: "premium",
            zone: Brussels,
            weekly: 1_150.0,
            weekdays: [1.18, 1.06, 1.00, 1.00, 1.02, 0.64, 0.56],
            shape: ROUND_THE_CLOCK,
            half_hours: opening(0..48, 0..48, 0..48),
            aht: 330.0,
            day_scatter: 0.09,
        },
        Stream {
            queue: "nl-voice",
            zone: Amsterdam,
            weekly: 5_250.0,
            weekdays: [1.24, 1.06, 1.00, 0.97, 0.94, 0.36, 0.0],
            shape: CONSUMERS,
            half_hours: opening(16..40, 18..34, nobody()),
            aht: 265.0,
            day_scatter: 0.07,
        },
        Stream {
            queue: "fr-voice",
            zone: Brussels,
            weekly: 2_650.0,
            weekdays: [1.22, 1.04, 1.00, 0.98, 0.96, 0.52, 0.0],
            shape: CONSUMERS,
            half_hours: opening(16..40, 18..34, nobody()),
            aht: 290.0,
            day_scatter: 0.08,
        },
        Stream {
            queue: "us-voice",
            zone: New_York,
            weekly: 1_080.0,
            weekdays: [1.15, 1.05, 1.00, 1.00, 0.92, 0.0, 0.0],
            shape: OFFICES,
            half_hours: opening(18..34, nobody(), nobody()),
            aht: 380.0,
            day_scatter: 0.08,
        },
        Stream {
            queue: "chat",
            zone: Brussels,
            weekly: 1_250.0,
            weekdays: [1.16, 1.05, 1.00, 0.98, 0.95, 0.0, 0.0],
            shape: OFFICES,
            half_hours: opening(18..36, nobody(), nobody()),
            aht: 560.0,
            day_scatter: 0.10,
        },
        Stream {
            queue: "mail",
            zone: Brussels,
            weekly: 1_050.0,
            weekdays: [1.20, 1.08, 1.02, 1.00, 0.96, 0.48, 0.44],
            shape: ROUND_THE_CLOCK,
            half_hours: opening(0..48, 0..48, 0..48),
            aht: 420.0,
            day_scatter: 0.12,
        },
    ];
    let mut rows = HEADER.to_owned();
    for (number, mut of_queue) in streams.into_iter().enumerate() {
        of_queue.weekly *= times;
        of_queue.write(first_day(), 28, &mut stream(seed, 10 + number as u64), &mut rows);
    }
    rows
}

/// Nobody is alone in the building at night.
fn posts_csv() -> String {
    let mut rows = "date,shift,required,under_cost,over_cost\n".to_owned();
    for date in first_day().iter_days().take(28) {
        rows += &format!("{date},night,2,400.00,0.00\n");
    }
    rows
}

//! One queue, one week, twelve people: small enough to see all of it.

use chrono::NaiveDate;
use chrono_tz::Europe::Brussels;

use super::people::{self, Group, agents_csv};
use super::volume::{CONSUMERS, HEADER, Stream, opening};
use super::{Files, stream};

/// The files of the small desk.
pub fn small_desk(seed: u64) -> Files {
    let support = Stream {
        queue: "support",
        zone: Brussels,
        weekly: 1_800.0,
        weekdays: [1.2, 1.05, 1.0, 1.0, 0.95, 0.3, 0.0],
        shape: CONSUMERS,
        half_hours: opening(16..36, 18..26, 0..0),
        aht: 300.0,
        day_scatter: 0.07,
    };
    let mut forecast = HEADER.to_owned();
    let monday = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day of the calendar");
    support.write(monday, 7, &mut stream(seed, 101), &mut forecast);

    let people = people::hire(&[Group { skills: "support", heads: [7, 5, 0] }], 1.0, &mut stream(seed, 102));
    let wishes = format!(
        "agent,from,to,kind,shift,weight\n\
         {},2026-03-05,2026-03-06,leave,,\n\
         {},2026-03-03T08:00,2026-03-03T12:00,unavailable,,\n\
         {},2026-03-07,2026-03-07,avoid,,2\n\
         {},2026-03-02,2026-03-06,prefer,early,1\n",
        people[2].id, people[5].id, people[7].id, people[9].id
    );
    Files::from([("forecast.csv", forecast), ("agents.csv", agents_csv(&people)), ("requests.csv", wishes)])
}

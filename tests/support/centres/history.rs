//! What was worked in the week before: it counts for rest, days in a row and weekends, and its last night shifts
//! reach into the plan.

use std::fmt::Write;

use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand_pcg::Pcg64Mcg;

use super::helpdesk::first_day;
use super::people::Person;

/// Start and end of a shift with its break, by the clock.
struct Kind {
    start: &'static str,
    end: &'static str,
    rest: &'static str,
    /// Whether it ends on the day after.
    is_overnight: bool,
}

const EARLY: Kind = Kind { start: "08:00", end: "16:30", rest: "11:30-12:00", is_overnight: false };
const DAY: Kind = Kind { start: "09:00", end: "17:30", rest: "13:00-13:30", is_overnight: false };
const LATE: Kind = Kind { start: "14:00", end: "22:00", rest: "18:00-18:30", is_overnight: false };
const NIGHT: Kind = Kind { start: "23:00", end: "07:00", rest: "02:00-02:30", is_overnight: true };
/// Those who share a night take turns at their breaks.
const NIGHTS: [Kind; 3] =
    [NIGHT, Kind { rest: "03:00-03:30", ..NIGHT }, Kind { rest: "04:00-04:30", ..NIGHT }];
const SHORT: Kind = Kind { start: "16:00", end: "20:00", rest: "", is_overnight: false };

/// The shifts of the week before, in the columns of a roster. Each person keeps to one kind all week, so rest is
/// never short; nobody works more than five days.
pub fn history_csv(people: &[Person], random: &mut Pcg64Mcg) -> String {
    let mut text = "agent,start,end,breaks\n".to_owned();
    let monday = first_day() - Days::new(7);
    let mut nights = 0;
    for person in people.iter().filter(|person| person.from.is_none()) {
        let is_round_the_clock = person.skills.starts_with("premium");
        let (kind, days) = match person.contract {
            0 if is_round_the_clock && nights < NIGHTS.len() => {
                nights += 1;
                (&NIGHTS[nights - 1], 3..7)
            }
            0 if is_round_the_clock => (
                [&EARLY, &LATE][random.random_range(0..2)],
                [0..5, 0..5, 2..7][random.random_range(0..3)].clone(),
            ),
            0 if person.skills.starts_with("us-") => (&LATE, 0..5),
            0 => ([&EARLY, &DAY][random.random_range(0..2)], 0..5),
            1 => (&SHORT, [0..5, 0..5, 1..6][random.random_range(0..3)].clone()),
            _ => (&SHORT, 2..5),
        };
        for number in days {
            row(&mut text, person, monday + Days::new(number), kind);
        }
    }
    text
}

fn row(text: &mut String, person: &Person, date: NaiveDate, kind: &Kind) {
    let end = date + Days::new(u64::from(kind.is_overnight));
    let Kind { start, end: until, rest, .. } = kind;
    writeln!(text, "{},{date}T{start}+01:00,{end}T{until}+01:00,{rest}", person.id).expect("text grows");
}

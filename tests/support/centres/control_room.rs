//! Posts alone, around the clock: early, late and night shifts, and whoever leads the room.

use std::fmt::Write;

use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_pcg::Pcg64Mcg;

use super::people::{self, Group, Person, agents_csv};
use super::requests::day;
use super::{Files, stream};

const DAYS: u64 = 28;
/// Days on which works in the network ask for one more in the early and the late shift.
const WORKS: usize = 4;

/// The files of the control room.
pub fn control_room(seed: u64) -> Files {
    let groups = [Group { skills: "lead", heads: [3, 1, 0] }, Group { skills: "", heads: [12, 4, 0] }];
    let people = people::hire(&groups, 1.0, &mut stream(seed, 201));
    Files::from([
        ("agents.csv", agents_csv(&people)),
        ("posts.csv", posts_csv(&mut stream(seed, 202))),
        ("requests.csv", requests_csv(&people, &mut stream(seed, 203))),
    ])
}

fn posts_csv(random: &mut Pcg64Mcg) -> String {
    let is_weekend = |number: u64| number % 7 >= 5;
    let mut busy: Vec<u64> = (0..DAYS).filter(|&number| !is_weekend(number)).collect();
    busy.shuffle(random);
    busy.truncate(WORKS);
    let mut text = "date,shift,required,under_cost,over_cost\n".to_owned();
    for number in 0..DAYS {
        let mut post = |shift, required, under| {
            writeln!(text, "{},{shift},{required},{under}.00,50.00", day(number)).expect("text grows");
        };
        let usual = if is_weekend(number) { 3 } else { 4 };
        let required = usual + usize::from(busy.contains(&number));
        post("early", required, 400);
        post("late", required, 400);
        post("night", 2, 600);
        if !is_weekend(number) {
            post("lead", 1, 500);
        }
    }
    text
}

/// Some are away for a week or a few days, most of the others wish for something.
fn requests_csv(people: &[Person], random: &mut Pcg64Mcg) -> String {
    let mut order: Vec<&Person> = people.iter().collect();
    order.shuffle(random);
    let mut rest = order.into_iter();
    let mut rows = Vec::new();
    for (week, person) in rest.by_ref().take(2).enumerate() {
        let monday = 7 * (1 + week as u64);
        rows.push(format!("{},{},{},leave,,", person.id, day(monday), day(monday + 6)));
    }
    for person in rest.by_ref().take(3) {
        let first = 7 * random.random_range(0..4) + random.random_range(0..3);
        rows.push(format!("{},{},{},leave,,", person.id, day(first), day(first + 1)));
    }
    for person in rest {
        for week in 0..4 {
            if random.random_bool(0.5) {
                rows.push(wish(person, 7 * week, random));
            }
        }
    }
    rows.sort();
    format!("agent,from,to,kind,shift,weight\n{}\n", rows.join("\n"))
}

/// What someone wishes for in a week that begins on a day.
fn wish(person: &Person, monday: u64, random: &mut Pcg64Mcg) -> String {
    let weight = [1, 1, 2, 3].choose(random).expect("there are weights");
    let one = monday + random.random_range(0..7);
    let (from, to, kind, shift) = match random.random_range(0..5) {
        0 => (monday + 5, monday + 6, "avoid", ""),
        1 => (monday, monday + 4, "prefer", "early"),
        2 => (monday, monday + 6, "avoid", "late"),
        3 => (one, one, "avoid", ""),
        _ => (one, one, "prefer", "late"),
    };
    format!("{},{},{},{kind},{shift},{weight}", person.id, day(from), day(to))
}

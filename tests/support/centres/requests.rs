//! What people asked for: leave, training, times they cannot work, wishes.

use std::fmt::Write;

use chrono::{Days, NaiveDate};
use rand::RngExt;
use rand::seq::{IndexedRandom, SliceRandom};
use rand_pcg::Pcg64Mcg;

use super::helpdesk::first_day;
use super::people::Person;

/// The requests of four weeks. Nobody is asked two things at once: leave, training and fixed shifts go to
/// different people, and wishes to those who have none of them.
pub fn requests_csv(people: &[Person], random: &mut Pcg64Mcg) -> String {
    let mut order: Vec<&Person> =
        people.iter().filter(|person| person.from.is_none() && person.until.is_none()).collect();
    order.shuffle(random);
    let part = |share: f64| (people.len() as f64 * share).round() as usize;
    let mut rest = order.into_iter();
    let mut rows: Vec<String> = Vec::new();
    for person in rest.by_ref().take(part(0.10)) {
        let monday = day(7 * random.random_range(0..4));
        rows.push(request(person, monday, monday + Days::new(6), "leave"));
    }
    for person in rest.by_ref().take(part(0.14)) {
        let first = day(7 * random.random_range(0..4) + random.random_range(0..4));
        let last = first + Days::new(random.random_range(0..2));
        rows.push(request(person, first, last, "leave"));
    }
    for (number, person) in rest.by_ref().filter(|person| person.contract < 2).take(part(0.06)).enumerate() {
        // A new product, taught to half the group on each of two afternoons.
        let date = day([9, 16][number % 2]);
        rows.push(format!("{},{date}T13:00,{date}T15:00,training,,", person.id));
    }
    let mut others: Vec<&Person> = rest.collect();
    fix(&mut others, &mut rows);
    for person in &others {
        match person.contract {
            2 => lectures(person, random, &mut rows),
            _ if random.random_bool(0.55) => wish(person, random, &mut rows),
            _ => {}
        }
    }
    rows.sort();
    let mut text = "agent,from,to,kind,shift,weight\n".to_owned();
    for row in rows {
        writeln!(text, "{row}").expect("text grows");
    }
    text
}

/// A day of the plan, from the first, which is 0.
pub fn day(number: u64) -> NaiveDate {
    first_day() + Days::new(number)
}

fn request(person: &Person, from: NaiveDate, to: NaiveDate, kind: &str) -> String {
    format!("{},{from},{to},{kind},,", person.id)
}

/// Two people have a shift they must work: the visit of the client.
fn fix(others: &mut Vec<&Person>, rows: &mut Vec<String>) {
    for _ in 0..2 {
        if let Some(at) = others.iter().position(|person| person.contract == 0) {
            rows.push(format!("{},2026-03-12T09:00,2026-03-12T17:30,fixed,day,", others.remove(at).id));
        }
    }
}

/// A student has lectures on the same weekday every week, until six in the evening.
fn lectures(person: &Person, random: &mut Pcg64Mcg, rows: &mut Vec<String>) {
    let weekday = random.random_range(0..5);
    for week in 0..4 {
        let date = day(7 * week + weekday);
        rows.push(format!("{},{date}T08:00,{date}T18:00,unavailable,,", person.id));
    }
}

fn wish(person: &Person, random: &mut Pcg64Mcg, rows: &mut Vec<String>) {
    let monday = day(7 * random.random_range(0..4));
    let works_nights = person.contract == 0 && person.skills.starts_with("premium");
    let weight = [1, 1, 2, 3].choose(random).expect("there are weights");
    let (from, to, kind, shift) = match random.random_range(0..5) {
        0 => (monday + Days::new(5), monday + Days::new(6), "avoid", ""),
        1 => (monday, monday + Days::new(4), "prefer", if person.contract == 0 { "early" } else { "short" }),
        2 => (monday, monday + Days::new(6), "avoid", if works_nights { "night" } else { "late" }),
        3 => (monday + Days::new(2), monday + Days::new(2), "avoid", ""),
        _ => (monday, monday + Days::new(4), "prefer", if works_nights { "late" } else { "day" }),
    };
    rows.push(format!("{},{from},{to},{kind},{shift},{weight}", person.id));
}

//! The fewest agents on the days of the table.

use callboard::queueing::{Leaving, OfferedLoad, Passed, Pool, Prospect, Spans, State, Stretch, Targets};
use callboard::units::Seconds;
use rayon::prelude::*;

use crate::cells::{Row, rows};
use crate::nonstationary::{Day, MINUTES, staffed, targets};

/// The minutes of some days.
fn minutes(day: &Day, agents: &[u32], days: usize) -> Vec<Stretch> {
    let minute = |minute: usize| {
        let second = 60.0 * (minute % MINUTES) as f64;
        Stretch {
            length: Seconds::new(60.0),
            arrivals: day.arrivals(day.rate_load(second + 30.0)),
            handle_time: day.handle_time,
            agents: agents[(second / day.period) as usize],
        }
    };
    (0..days * MINUTES).map(minute).collect()
}

/// The pool of the table: agents drop what they have in hand, those there when a contact comes in are taken to stay.
fn pool(targets: &Targets) -> Pool {
    let within = targets.answered.unwrap().within;
    Pool { within, leaving: Leaving::AtOnce, prospect: Prospect::Unchanged, ..Pool::default() }
}

/// The half hours of some minutes that miss a target.
fn missing(targets: &Targets, minutes: &[Passed]) -> usize {
    let half_hours = minutes.chunks(30).map(|minutes| minutes.iter().sum::<Passed>());
    half_hours.filter(|passed| !targets.missed_in(passed).is_empty()).count()
}

/// Agents of a day, the fewest by exact analysis beginning with the row's; and the half hours that miss when that day
/// is repeated.
fn fewest(row: &Row) -> (Vec<u32>, usize) {
    let (day, targets) = (Day::of(row), targets(row));
    let pool = pool(&targets);
    let begin = staffed(row, &day);
    let mut state = State::empty();
    pool.follow(&mut state, &minutes(&day, &begin, 1));
    let spans = Spans { interval: 30, period: (day.period / 60.0) as usize };
    let found = pool.fewest(&state, &minutes(&day, &begin, 2), spans, &targets, &[]);
    let agents = found.agents[begin.len()..].to_vec();
    let passed = pool.follow(&mut State::empty(), &minutes(&day, &agents, 3));
    (agents, missing(&targets, &passed[2 * MINUTES..]))
}

fn hours(row: &Row, agents: &[u32]) -> f64 {
    f64::from(agents.iter().sum::<u32>()) * row.given("period_min") / 60.0
}

/// Rows of 10 and 40 erlangs by a method; the days of 150 take as long as all of these.
fn smaller_days<'a>(rows: &'a [Row], method: &'a str) -> impl Iterator<Item = &'a Row> {
    rows.iter().filter(move |row| row.text("method") == method && row.given("mean_load_erl") < 100.0)
}

#[test]
fn the_fewest_agents_by_exact_analysis_hold_at_the_price_of_plain_erlang_c() {
    let rows = rows("nonstationary");
    let begin: Vec<&Row> = smaller_days(&rows, "MOL_max").collect();
    let found: Vec<(f64, usize)> = begin
        .par_iter()
        .map(|row| {
            let (agents, missing) = fewest(row);
            (hours(row, &agents), missing)
        })
        .collect();
    let plain: f64 = smaller_days(&rows, "SIPP_avg").map(|row| row.given("agent_hours")).sum();
    let hours: f64 = found.iter().map(|(hours, _)| hours).sum();
    assert_eq!(found.len(), 32);
    assert!(found.iter().all(|(_, missing)| *missing == 0), "{found:?}");
    assert!(hours / plain <= 1.005, "{hours} hours, {plain} by plain Erlang C");
}

/// For each period of a day the fewest agents, up to some, that could hold in it whatever was before. The fewest
/// contacts that can be left over is what endless agents leave: a Poisson number, in the mean the modified offered load.
fn unavoidable(row: &Row, enough: &[u32]) -> Vec<u32> {
    let (day, targets) = (Day::of(row), targets(row));
    let pool = pool(&targets);
    let mut load = OfferedLoad::empty();
    let mut pass = |minutes: &[Stretch]| {
        for minute in minutes {
            load.advance(minute.arrivals, minute.handle_time, minute.length);
        }
        load.now().get()
    };
    let minutes = minutes(&day, enough, 1);
    let mut mean = pass(&minutes);
    let periods = minutes.chunks((day.period / 60.0) as usize).zip(enough);
    let fewest = |(minutes, &enough): (&[Stretch], &u32)| {
        let left_over = State::from(poisson(mean));
        mean = pass(minutes);
        let holds = |agents: &u32| {
            let minutes: Vec<Stretch> =
                minutes.iter().map(|minute| Stretch { agents: *agents, ..*minute }).collect();
            missing(&targets, &pool.follow(&mut left_over.clone(), &minutes)) == 0
        };
        (1..=enough).rev().take_while(holds).last().unwrap_or(enough)
    };
    periods.map(fewest).collect()
}

fn poisson(mean: f64) -> Vec<f64> {
    let mut chance = (-mean).exp();
    (1..(4.0 * mean) as usize + 40)
        .map(|next| {
            let this = chance;
            chance *= mean / next as f64;
            this
        })
        .collect()
}

#[test]
fn hours_that_hold_in_their_worst_half_hour_cost_what_they_must() {
    // Contacts of 4 minutes and agents for a whole hour: plain Erlang C has 1.1 % fewer, and no way of staffing that
    // holds in every half hour could have 0.3 % fewer than ours.
    let rows = rows("nonstationary");
    let days: Vec<&Row> = smaller_days(&rows, "MOL_max")
        .filter(|row| row.given("aht_min") == 4.0 && row.given("period_min") == 60.0)
        .collect();
    let found: Vec<(f64, f64)> = days
        .par_iter()
        .map(|row| {
            let (agents, _) = fewest(row);
            (hours(row, &agents), hours(row, &unavoidable(row, &agents)))
        })
        .collect();
    let ours: f64 = found.iter().map(|(ours, _)| ours).sum();
    let least: f64 = found.iter().map(|(_, least)| least).sum();
    assert_eq!(found.len(), 8);
    assert!(found.iter().all(|(ours, least)| ours >= least), "{found:?}");
    assert!(ours <= 1.003 * least, "{found:?}");
}

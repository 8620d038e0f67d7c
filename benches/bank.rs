//! Real half hours against transient analysis: a bank's telephone centre in February 1999.
//!
//! The records are not part of this repository. CALLBOARD_BENCH names a folder that holds `calls` or has it for a
//! neighbour; in it `bank_feb1999_30min.csv` has a row for each half hour: contacts offered, answered, abandoned and
//! answered within 20 s, mean waits, mean handle time, and seconds that agents were busy and were there, as far as that
//! can be told from the contacts they took.
//!
//! Each day is analysed from empty with the half hours' own volumes, handle times and estimated agents; patience is
//! the month's seconds waited over its abandonments. What is predicted is compared with what was observed, first with
//! the agents as estimated, then with the one share of them all that explains the month's mean wait.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use callboard::queueing::{Counting, Passed, Pool, State, Stretch};
use callboard::units::{Rate, Seconds};
use serde::Deserialize;

const HALF_HOUR: f64 = 1800.0;
const FILE: &str = "bank_feb1999_30min.csv";

/// What is recorded of a half hour.
#[derive(Debug, Deserialize)]
struct HalfHour {
    date: String,
    offered: f64,
    answered: f64,
    abandoned: f64,
    answered_le20s: f64,
    wait_mean_all_s: Option<f64>,
    wait_mean_answered_s: Option<f64>,
    aht_s: Option<f64>,
    busy_agent_s: f64,
    present_agent_s: f64,
}

/// The records, wherever the variable leads to them.
fn file() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("CALLBOARD_BENCH")?);
    let beside = folder.parent().map(|parent| parent.join("calls").join(FILE));
    [Some(folder.join("calls").join(FILE)), beside].into_iter().flatten().find(|path| path.is_file())
}

fn read(path: &Path) -> Vec<Vec<HalfHour>> {
    let mut days: BTreeMap<String, Vec<HalfHour>> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(path).expect("the file can be read");
    for row in reader.deserialize() {
        let half_hour: HalfHour = row.expect("a row has the columns above");
        days.entry(half_hour.date.clone()).or_default().push(half_hour);
    }
    days.into_values().collect()
}

/// Seconds waited by all, over those who hung up.
fn patience(days: &[Vec<HalfHour>]) -> f64 {
    let (mut waited, mut gone) = (0.0, 0.0);
    for half_hour in days.iter().flatten() {
        waited += half_hour.offered * half_hour.wait_mean_all_s.unwrap_or(0.0);
        gone += half_hour.abandoned;
    }
    waited / gone
}

/// A half hour in two parts, whose whole numbers of agents have the mean that is wanted.
fn stretches(half_hour: &HalfHour, aht: f64, share: f64) -> [Stretch; 2] {
    let agents = share * half_hour.present_agent_s / HALF_HOUR;
    let more = agents.fract();
    let part = |of_time: f64, agents: f64| Stretch {
        length: Seconds::new(HALF_HOUR * of_time),
        arrivals: Rate::per_second(half_hour.offered / HALF_HOUR),
        handle_time: Seconds::new(aht),
        agents: agents as u32,
    };
    [part(1.0 - more, agents.floor()), part(more, agents.floor() + 1.0)]
}

/// What such agents are predicted to give, half hour by half hour.
fn predict(days: &[Vec<HalfHour>], patience: f64, share: f64) -> Vec<Passed> {
    let pool = Pool { patience: Seconds::new(patience), within: Seconds::new(20.0), ..Pool::default() };
    let mut predicted = Vec::new();
    for day in days {
        let mut aht = day.iter().find_map(|half_hour| half_hour.aht_s).unwrap_or(180.0);
        let mut all = Vec::new();
        for half_hour in day {
            aht = half_hour.aht_s.unwrap_or(aht);
            all.extend(stretches(half_hour, aht, share));
        }
        let passed = pool.follow(&mut State::empty(), &all);
        predicted.extend(passed.chunks(2).map(|parts| parts.iter().sum::<Passed>()));
    }
    predicted
}

/// The month predicted beside the month observed.
fn tell(name: &str, days: &[Vec<HalfHour>], predicted: &[Passed]) {
    let observed: Vec<&HalfHour> = days.iter().flatten().collect();
    let sum = |part: fn(&HalfHour) -> f64| observed.iter().map(|half_hour| part(half_hour)).sum::<f64>();
    let month: Passed = predicted.iter().sum();
    let offered = sum(|half_hour| half_hour.offered);
    let answered = sum(|half_hour| half_hour.answered);
    let waited = sum(|half_hour| half_hour.answered * half_hour.wait_mean_answered_s.unwrap_or(0.0));
    let percent = |share: Option<f64>| 100.0 * share.unwrap_or(0.0);
    println!("{name}: predicted, observed");
    let rows = [
        (
            "answered within 20 s, %",
            percent(month.service_level(Counting::Offered)),
            100.0 * sum(|half_hour| half_hour.answered_le20s) / offered,
        ),
        (
            "abandoned, %",
            percent(month.abandonment()),
            100.0 * sum(|half_hour| half_hour.abandoned) / offered,
        ),
        ("mean wait of answered, s", month.wait_answered / month.answered, waited / answered),
        (
            "occupancy, %",
            percent(month.occupancy()),
            100.0 * sum(|half_hour| half_hour.busy_agent_s) / sum(|half_hour| half_hour.present_agent_s),
        ),
    ];
    for (what, predicted, observed) in rows {
        println!("  {what:26} {predicted:7.2} {observed:7.2}");
    }
    by_half_hour(&observed, predicted);
}

/// How far single half hours lie apart, and how far they would by chance alone.
fn by_half_hour(observed: &[&HalfHour], predicted: &[Passed]) {
    let (mut apart, mut bias, mut by_chance, mut weight) = (0.0, 0.0, 0.0, 0.0);
    let (mut x, mut y, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for (observed, predicted) in observed.iter().zip(predicted) {
        let Some(level) = predicted.service_level(Counting::Offered) else { continue };
        let offered = observed.offered;
        let seen = observed.answered_le20s / offered;
        apart += offered * (seen - level).abs();
        bias += offered * (seen - level);
        // If contacts were in time or not independently of each other; the mean distance of a normal deviate.
        by_chance += offered * (2.0 / std::f64::consts::PI * level * (1.0 - level) / offered).sqrt();
        weight += offered;
        (x, y) = (x + offered * level, y + offered * seen);
        (xx, yy, xy) =
            (xx + offered * level * level, yy + offered * seen * seen, xy + offered * level * seen);
    }
    let covariance = xy / weight - x / weight * (y / weight);
    let spread = ((xx / weight - (x / weight).powi(2)) * (yy / weight - (y / weight).powi(2))).sqrt();
    println!(
        "  half hours, weighted: {:.1} points apart in the mean ({:.1} by chance if contacts were independent), \
         observed less predicted {:+.1}, correlation {:.2}",
        100.0 * apart / weight,
        100.0 * by_chance / weight,
        100.0 * bias / weight,
        covariance / spread
    );
}

/// The share of the estimated agents with which the month's mean wait of the answered is as observed.
fn share_there(days: &[Vec<HalfHour>], patience: f64) -> f64 {
    let (mut waited, mut answered) = (0.0, 0.0);
    for half_hour in days.iter().flatten() {
        waited += half_hour.answered * half_hour.wait_mean_answered_s.unwrap_or(0.0);
        answered += half_hour.answered;
    }
    let (mut low, mut high) = (0.5, 1.5);
    for _ in 0..20 {
        let middle = 0.5 * (low + high);
        let month: Passed = predict(days, patience, middle).iter().sum();
        if month.wait_answered / month.answered > waited / answered { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

fn main() {
    let Some(path) = file() else {
        println!("skipped: CALLBOARD_BENCH leads to no calls/{FILE}");
        return;
    };
    let days = read(&path);
    let patience = patience(&days);
    let half_hours = days.iter().flatten().count();
    println!("{} days, {half_hours} half hours, patience {patience:.0} s", days.len());
    tell("agents as estimated", &days, &predict(&days, patience, 1.0));
    let share = share_there(&days, patience);
    tell(&format!("{:.1} % of them", 100.0 * share), &days, &predict(&days, patience, share));
}

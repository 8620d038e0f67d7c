//! Made-up plans with queues, from a seed: centres of any size and equal shape, a week with too few people, a week of
//! tours.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use chrono::{Datelike, NaiveDate, Weekday};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::read;

/// A made-up plan.
#[derive(Clone, Copy)]
pub struct Plan {
    pub agents: usize,
    pub weeks: usize,
    pub queues: usize,
    /// Hours required of all the hours that the agents can be in seat.
    pub fill: f64,
    /// Whether everyone works five days of eight hours, starting at the same time all week, and nobody asks for anything;
    /// else agents differ by contract, leave and wishes.
    pub are_tours: bool,
}

const SEED: u64 = 20_260_302;
/// A full week and a half one.
const HOURS: [f64; 2] = [38.0, 22.0];
/// Of an hour paid, what is left beside breaks and the reserve.
const IN_SEAT: f64 = 0.87;

/// Writes the plan into a folder, its volume such that it asks for what it should.
pub fn write(plan: &Plan, folder: &Path) {
    let put =
        |name: &str, text: &str| fs::write(folder.join(name), text).expect("the folder can be written to");
    let mut random = Pcg64Mcg::seed_from_u64(SEED);
    put("plan.toml", &plan_toml(plan));
    let (agents, hours) = agents_csv(plan, &mut random);
    put("agents.csv", &agents);
    put("requests.csv", &requests_csv(plan, &mut random));
    let wanted = hours * plan.weeks as f64 * plan.fill * IN_SEAT;
    let mut volume = 1.0;
    for _ in 0..5 {
        put("forecast.csv", &forecast_csv(plan, volume * plan.agents as f64));
        let (scenario, requirements) = read(folder);
        let needs = requirements.iter().flat_map(|of_queue| of_queue.needs.iter());
        let required: f64 = needs.map(|need| need.agents.as_f64()).sum();
        volume *= wanted / (required * scenario.grid.interval().hours());
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day of the calendar")
}

fn plan_toml(plan: &Plan) -> String {
    let mut text = format!(
        "name = \"Made up\"\ntime_zone = \"Europe/Brussels\"\nstart = {}\ndays = {}\ninterval_minutes = 30\n\
         currency = \"EUR\"\nforecast = \"forecast.csv\"\nagents = \"agents.csv\"\nrequests = \"requests.csv\"\n\
         [prices]\nshortage_per_hour = 250.00\nwish = 5.00\n[shrinkage]\nsickness = \"5%\"\n",
        first_day(),
        7 * plan.weeks
    );
    for queue in 0..plan.queues {
        let open = if plan.are_tours {
            "24/7"
        } else {
            ["Mon-Sat 07:00-22:00", "Mon-Sun 08:00-20:00", "Mon-Fri 08:00-18:00"][queue % 3]
        };
        let _ = write!(
            text,
            "[[queue]]\nid = \"q{queue}\"\nchannel = \"voice\"\nopen = [\"{open}\"]\naht_seconds = 300\n\
             patience_seconds = 180\n[queue.sla]\nanswered = \"80% in 20s\"\nmeasured = \"interval\"\n"
        );
    }
    text += if plan.are_tours { TOURS } else { CENTRE };
    text
}

const CENTRE: &str = r#"
[[shift]]
id = "long"
starts = "07:00-14:00 every 30m"
lengths = "7h30m-8h30m every 30m"
breaks = [{ minutes = 15, paid = true, after = "1h30m", before = "3h" }, { minutes = 30, paid = false, after = "3h", before = "5h30m" }]
[[shift]]
id = "short"
starts = "07:00-18:00 every 30m"
lengths = "4h-6h every 1h"
contracts = ["half"]
[[contract]]
id = "full"
hours_per_week = "36h-40h"
wage_per_hour = 24.00
min_rest = "11h"
max_days_per_week = 5
max_consecutive_days = 6
max_weekends = "2 in 4 weeks"
[[contract]]
id = "half"
hours_per_week = "20h-24h"
wage_per_hour = 23.00
min_rest = "11h"
max_days_per_week = 5
max_consecutive_days = 6
max_weekends = "2 in 4 weeks"
"#;

const TOURS: &str = r#"
[[shift]]
id = "tour"
starts = "00:00-23:30 every 30m"
lengths = "8h"
[[contract]]
id = "full"
hours_per_week = "0h-40h"
wage_per_hour = 24.00
min_rest = "11h"
max_days_per_week = 5
one_start_per_week = true
"#;

/// The agents, and the hours a week they can work in all.
fn agents_csv(plan: &Plan, random: &mut Pcg64Mcg) -> (String, f64) {
    let mut rows = "id,name,contract,skills\n".to_owned();
    let mut hours = 0.0;
    for agent in 0..plan.agents {
        let half = usize::from(!plan.are_tours && random.random_bool(0.4));
        let first = random.random_range(0..plan.queues);
        let mut skills = format!("q{first}");
        if plan.queues > 1 && random.random_bool(0.5) {
            let _ = write!(skills, "|q{}", (first + 1) % plan.queues);
            if plan.queues > 2 && random.random_bool(0.3) {
                let _ = write!(skills, "|q{}", (first + 2) % plan.queues);
            }
        }
        hours += HOURS[half];
        let _ = writeln!(rows, "A{agent:03},Agent {agent},{},{skills}", ["full", "half"][half]);
    }
    (rows, hours)
}

/// Leave for a week, and days that agents would rather be off.
fn requests_csv(plan: &Plan, random: &mut Pcg64Mcg) -> String {
    let mut rows = "agent,from,to,kind,shift,weight\n".to_owned();
    for agent in (0..plan.agents).filter(|_| !plan.are_tours) {
        let day = |day: u64| first_day() + chrono::Days::new(day);
        if random.random_bool(0.15) {
            let week = 7 * random.random_range(0..plan.weeks as u64);
            let _ = writeln!(rows, "A{agent:03},{},{},leave,,", day(week), day(week + 6));
        }
        if random.random_bool(0.3) {
            let wish = day(random.random_range(0..7 * plan.weeks as u64));
            let _ = writeln!(rows, "A{agent:03},{wish},{wish},avoid,,{}", random.random_range(1..=3));
        }
    }
    rows
}

/// Two peaks a day, fewer contacts at the weekend; nights where the queue never closes.
fn forecast_csv(plan: &Plan, volume: f64) -> String {
    let mut rows = "start,queue,volume\n".to_owned();
    let bell = |hour: f64, peak: f64, width: f64| (-((hour - peak) / width).powi(2)).exp();
    for (number, date) in first_day().iter_days().take(7 * plan.weeks).enumerate() {
        for half_hour in 0..48 {
            let hour = f64::from(half_hour) / 2.0;
            for queue in 0..plan.queues {
                let (open, close) = if plan.are_tours {
                    (0.0, 24.0)
                } else {
                    [(7.0, 22.0), (8.0, 20.0), (8.0, 18.0)][queue % 3]
                };
                let is_closed = !plan.are_tours
                    && match date.weekday() {
                        Weekday::Sat => queue % 3 == 2,
                        Weekday::Sun => queue % 3 != 1,
                        _ => false,
                    };
                if is_closed || hour < open || hour >= close {
                    continue;
                }
                let at = hour - 0.4 * queue as f64;
                let shape = bell(at, 10.5, 2.5) + 0.8 * bell(at, 15.5, 3.0) + 0.15;
                let weekend = if date.weekday().number_from_monday() > 5 { 0.55 } else { 1.0 };
                let drift = 1.0 + 0.08 * ((number * 5 + queue * 3) % 7) as f64 / 7.0;
                let of = volume * shape * weekend * drift / (1.0 + 0.4 * queue as f64);
                let _ =
                    writeln!(rows, "{date}T{:02}:{:02},q{queue},{of:.2}", half_hour / 2, half_hour % 2 * 30);
            }
        }
    }
    rows
}

//! Ten what-ifs of the helpdesk against one plan of it: how many times its time they take.
//!
//! Both as the command line does them, each roster within the time that CALLBOARD_SECONDS says, 60 s where it says none.
//! Printed are seconds by the clock and, where the system tells, of all cores together, which other work on the machine
//! changes less.

use std::path::Path;
use std::time::{Duration, Instant};

use callboard::intake;
use callboard::model::Unwatched;
use callboard::plan::{PlanOptions, compare, plan};
use callboard::rostering::RosteringOptions;

const HELPDESK: &str = "data/helpdesk";
const SECONDS: f64 = 60.0;
/// Of a clock that counts the work of a process on Linux.
const TICKS: f64 = 100.0;

fn options() -> PlanOptions {
    let given = std::env::var("CALLBOARD_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let time_limit = Some(Duration::from_secs_f64(given.unwrap_or(SECONDS)));
    let rostering = RosteringOptions { time_limit, improvements: usize::MAX, ..RosteringOptions::default() };
    PlanOptions { rostering, explains: true, ..PlanOptions::default() }
}

/// Seconds of all cores so far, in the process and in the system for it; nothing where that is not told.
fn worked() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = told.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// Does a piece of work; seconds by the clock and of all cores.
fn timed(name: &str, work: impl FnOnce()) -> (f64, Option<f64>) {
    let (start, before) = (Instant::now(), worked());
    work();
    let clock = start.elapsed().as_secs_f64();
    let cores = worked().zip(before).map(|(after, before)| after - before);
    println!("{name:20} {clock:8.1} s by the clock{}", of_cores(cores, " s of all cores"));
    (clock, cores)
}

fn of_cores(number: Option<f64>, unit: &str) -> String {
    number.map_or(String::new(), |number| format!(", {number:.1}{unit}"))
}

fn main() {
    let folder = Path::new(HELPDESK);
    let read = || intake::read(folder, &[]).expect("the helpdesk is a plan").scenario;
    let one = timed("one plan", || {
        plan(read(), &options(), &Unwatched).expect("the helpdesk can be planned");
    });
    let base = read();
    let read_changed = |changes: &[_]| intake::read(folder, changes).map(|read| read.scenario);
    let what_ifs: Vec<_> = intake::around(&base)
        .into_iter()
        .map(|what_if| {
            let changed = read_changed(&what_if.changes());
            (what_if, changed)
        })
        .collect();
    let name = format!("a base, {} what-ifs", what_ifs.len());
    let all = timed(&name, || {
        let options = PlanOptions { explains: false, ..options() };
        compare(base, what_ifs, &read_changed, &options, &Unwatched).expect("the helpdesk can be compared");
    });
    let times = all.1.zip(one.1).map(|(all, one)| all / one);
    println!(
        "{:20} {:8.2} times as long by the clock{}",
        "",
        all.0 / one.0,
        of_cores(times, " times the work")
    );
}

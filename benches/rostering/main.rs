//! Rostering of plans with queues: the small desk under criterion, and each larger plan once, in a process of its own:
//! when its first roster stood, what it cost in the end, the bound, the gap, time and memory.
//!
//! `cargo bench --bench rostering -- centre` runs one of them alone and tells how cost and bound went.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use callboard::model::{Progress, Requirement, Rostered, Scenario, Unwatched, Watch};
use callboard::rostering::{RosteringOptions, roster};
use callboard::staffing::{StaffingOptions, require_all};
use callboard::units::Money;
use callboard::{audit, intake};
use criterion::Criterion;

use plans::Plan;

mod plans;

/// A plan to be rostered, in so many seconds at most, or until its gap is this small.
struct Case {
    name: &'static str,
    /// Made up; else the helpdesk.
    plan: Option<Plan>,
    seconds: u64,
    gap: f64,
}

const CENTRE: Plan = Plan { agents: 300, weeks: 4, queues: 3, fill: 0.85, are_tours: false };
const OVERLOAD: Plan = Plan { agents: 100, weeks: 1, queues: 2, fill: 0.95, ..CENTRE };
const GROWTH: Plan = Plan { agents: 50, ..CENTRE };
const TOURS: Plan = Plan { agents: 320, weeks: 1, queues: 1, fill: 0.65, are_tours: true };

const fn grown(name: &'static str, agents: usize) -> Case {
    Case { name, plan: Some(Plan { agents, weeks: 1, ..GROWTH }), seconds: 300, gap: 0.02 }
}

const CASES: [Case; 9] = [
    Case { name: "helpdesk", plan: None, seconds: 20, gap: 0.0 },
    Case { name: "centre", plan: Some(CENTRE), seconds: 300, gap: 0.0 },
    Case { name: "overload", plan: Some(OVERLOAD), seconds: 30, gap: 0.0 },
    Case { name: "tours", plan: Some(TOURS), seconds: 15, gap: 0.0 },
    grown("growth-50", 50),
    grown("growth-100", 100),
    grown("growth-200", 200),
    grown("growth-400", 400),
    grown("growth-800", 800),
];

fn read(folder: &Path) -> (Scenario, Vec<Requirement>) {
    let scenario = match intake::read(folder, &[]) {
        Ok(read) => read.scenario,
        Err(faults) => panic!("the plan can be read: {faults:?}"),
    };
    let requirements = require_all(&scenario, &StaffingOptions::default());
    (scenario, requirements)
}

/// Keeps when each tiding came, and stops once the gap is small enough.
struct Timeline {
    start: Instant,
    gap: f64,
    tidings: Mutex<Vec<(Duration, Progress)>>,
}

impl Timeline {
    fn of(&self) -> Vec<(Duration, Progress)> {
        self.tidings.lock().expect("nobody panicked").clone()
    }
}

impl Watch for Timeline {
    fn progress(&self, progress: &Progress) {
        if std::env::var_os("TIMELINE").is_some() {
            let money = |amount: Option<Money>| amount.map_or("-".into(), |amount| amount.whole());
            let (cost, bound) = (money(progress.cost), money(progress.bound));
            let seconds = self.start.elapsed().as_secs_f64();
            println!("  {seconds:6.1} s  {:12}  cost {cost:>9}  bound {bound:>9}", progress.stage);
        }
        self.tidings.lock().expect("nobody panicked").push((self.start.elapsed(), *progress));
    }

    fn should_stop(&self) -> bool {
        let tidings = self.tidings.lock().expect("nobody panicked");
        let Some((_, Progress { cost: Some(cost), bound: Some(bound), .. })) = tidings.last() else {
            return false;
        };
        *bound > Money::ZERO && cost.major() - bound.major() <= self.gap * cost.major()
    }
}

fn small_desk(criterion: &mut Criterion) {
    let (scenario, requirements) = read(Path::new("data/small-desk"));
    let options = RosteringOptions { improvements: 4, ..RosteringOptions::default() };
    let mut group = criterion.benchmark_group("rostering");
    group.sample_size(10);
    group.bench_function("small desk, 4 improvements", |bench| {
        bench.iter(|| roster(&scenario, &requirements, &options, &Unwatched));
    });
    group.finish();
}

/// Rosters one case and tells how it went.
fn run(case: &Case) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let (scenario, requirements) = match &case.plan {
        None => read(Path::new("data/helpdesk")),
        Some(plan) => {
            plans::write(plan, folder.path());
            read(folder.path())
        }
    };
    let watch = Timeline { start: Instant::now(), gap: case.gap, tidings: Mutex::default() };
    // On a busy machine more time may be given than the case asks for.
    let times = std::env::var("TIMES").ok().and_then(|times| times.parse::<f64>().ok()).unwrap_or(1.0);
    let options = RosteringOptions {
        time_limit: Some(Duration::from_secs(case.seconds).mul_f64(times)),
        improvements: 100_000,
        hiring: false,
        ..RosteringOptions::default()
    };
    let rostered = roster(&scenario, &requirements, &options, &watch).expect("the solver works");
    tell(case, &scenario, &rostered, &watch);
}

fn tell(case: &Case, scenario: &Scenario, rostered: &Rostered, watch: &Timeline) {
    let seconds = watch.start.elapsed().as_secs_f64();
    let first = watch
        .of()
        .iter()
        .find(|(_, progress)| progress.stage == "first roster")
        .map_or(seconds, |(when, _)| when.as_secs_f64());
    let proof = &rostered.proof;
    let memory = peak_memory().map_or("?".to_owned(), |mebibytes| format!("{mebibytes:.0} MiB"));
    let found = audit::judge(scenario, &rostered.roster);
    let conceded = found.iter().filter(|violation| rostered.has_conceded(violation)).count();
    let broken = found.len() - conceded;
    println!(
        "{:12} {:4} agents {:2} days  first {first:6.1} s  cost {:>10}  short {:>9}  bound {:>10}  gap {:6.2} %  {seconds:6.1} s  {:5.2} s/100 agents  {memory}  {broken} rules broken, {conceded} conceded",
        case.name,
        scenario.agents.len(),
        scenario.grid.days(),
        proof.cost().whole(),
        proof.shortage.whole(),
        proof.bound.whole(),
        100.0 * proof.gap(),
        100.0 * seconds / scenario.agents.len() as f64,
    );
}

/// The most memory this process ever had, in MiB, where the system tells.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kibibytes| kibibytes / 1024.0)
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let cases: Vec<&Case> = CASES.iter().filter(|case| wanted.iter().any(|word| word == case.name)).collect();
    if !cases.is_empty() {
        return cases.into_iter().for_each(run);
    }
    let mut criterion = Criterion::default().configure_from_args();
    small_desk(&mut criterion);
    criterion.final_summary();
    let this = std::env::current_exe().expect("a program knows itself");
    for case in &CASES {
        // A process each: the most memory is that of one.
        Command::new(&this).arg(case.name).status().expect("the bench can call itself");
    }
}

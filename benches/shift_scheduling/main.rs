//! The public shift-scheduling instances, solved by callboard's rostering and judged apart from it.
//!
//! ```sh
//! cargo run --release --example shift_scheduling -- Instance1 --time-limit 60s --seed 1 --out solution.csv
//! cargo run --release --example shift_scheduling -- Instance1 --check solution.csv
//! cargo run --release --example shift_scheduling -- --generate days=364,staff=100,shifts=16,seed=1 --out year.txt
//! cargo run --release --example shift_scheduling -- Instance13 --repeat days=13 --out year.txt
//! ```

mod arguments;
mod generate;
mod hidden;
mod instance;
mod judge;
mod reading;
mod repeat;
mod solution;
mod telling;
mod translate;
#[cfg(test)]
mod trying;
mod writing;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use arguments::{Arguments, find};
use callboard::model::{Proof, Roster, Scenario};
use callboard::rostering::{RosteringOptions, roster};
use clap::Parser;
use generate::generate;
use instance::{Fault, Instance};
use judge::judge;
use serde::Serialize;
use solution::Solution;
use telling::{First, Telling};
use translate::{roster_of, solution_of, translate};

/// What is printed: one line of JSON.
#[derive(Serialize)]
struct Report {
    instance: String,
    /// As the judge computes it from the instance.
    objective: u64,
    #[serde(flatten)]
    search: Option<Search>,
    is_legal: bool,
    /// Rules broken, as the judge finds.
    broken: usize,
    /// Rules broken, as callboard's own audit finds.
    audit: usize,
}

/// How the solution was found.
#[derive(Serialize)]
struct Search {
    /// What the search says the roster costs.
    cost: f64,
    bound: f64,
    gap: f64,
    is_bound_final: bool,
    seconds: f64,
    first: Option<First>,
    seed: u64,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Does what is asked; whether no rule is broken.
fn run(arguments: &Arguments) -> Result<bool, String> {
    if let Some(shape) = &arguments.generate {
        let (instance, hidden) = generate(shape);
        let known = judge(&instance, &hidden).objective;
        let text = format!("# Made up: {shape}; a legal solution costs {known}.\n{}", instance.write());
        return put(arguments.out.as_deref(), &text);
    }
    let path = find(arguments.file.as_deref().unwrap_or_default())?;
    let instance = Instance::parse(&read(&path)?).map_err(|faults| in_words(&path, &faults))?;
    if let Some(times) = arguments.repeat {
        return put(arguments.out.as_deref(), &instance.repeated(times).write());
    }
    if let (Some(out), None) = (&arguments.out, &arguments.check) {
        be_writable(out)?;
    }
    let scenario = translate(&instance);
    let known =
        |file: &PathBuf| Solution::parse(&read(file)?, &instance).map_err(|faults| in_words(file, &faults));
    let (solution, search) = match &arguments.check {
        Some(file) => (known(file)?, None),
        None => {
            let start = arguments.from.as_ref().map(known).transpose()?;
            let start = start.map(|start| roster_of(&scenario, &start));
            let (roster, search) = solve(&scenario, start, arguments)?;
            (solution_of(&roster), Some(search))
        }
    };
    if let (Some(out), None) = (&arguments.out, &arguments.check) {
        write(out, &solution.write(&instance))?;
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    report(name, (&instance, &scenario), &solution, search)
}

/// Writes an instance made here to a file, or else prints it.
fn put(out: Option<&Path>, text: &str) -> Result<bool, String> {
    match out {
        Some(out) => write(out, text)?,
        None => print(text),
    }
    Ok(true)
}

fn solve(
    scenario: &Scenario,
    start: Option<Roster>,
    arguments: &Arguments,
) -> Result<(Roster, Search), String> {
    if let Some(threads) = arguments.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
        pool.build_global().map_err(|error| error.to_string())?;
    }
    let default = RosteringOptions::default();
    let time_limit = arguments.time_limit.0;
    let unless_given = if time_limit.is_some() { usize::MAX } else { default.improvements };
    let options = RosteringOptions {
        time_limit,
        improvements: arguments.improvements.unwrap_or(unless_given),
        seed: arguments.seed,
        start,
        hiring: false,
        ..default
    };
    let telling = Telling::start(arguments.quiet);
    let rostered = roster(scenario, &[], &options, &telling).map_err(|error| error.to_string())?;
    let search = Search::new(&rostered.proof, &telling, arguments.seed);
    Ok((rostered.roster, search))
}

impl Search {
    fn new(proof: &Proof, telling: &Telling, seed: u64) -> Self {
        Search {
            cost: proof.cost().major(),
            bound: proof.bound.major(),
            gap: proof.gap(),
            is_bound_final: proof.is_bound_final,
            seconds: telling.seconds(),
            first: telling.first(),
            seed,
        }
    }
}

/// Judges and prints; a cost other than the judge's counts as broken.
fn report(
    name: String,
    (instance, scenario): (&Instance, &Scenario),
    solution: &Solution,
    search: Option<Search>,
) -> Result<bool, String> {
    let verdict = judge(instance, solution);
    verdict.broken.iter().for_each(|broken| eprintln!("broken: {broken}"));
    let is_cost_true = search.as_ref().is_none_or(|search| search.cost == verdict.objective as f64);
    if !is_cost_true {
        eprintln!("broken: the search's cost is not the objective");
    }
    let is_legal = verdict.broken.is_empty();
    let report = Report {
        instance: name,
        objective: verdict.objective,
        search,
        is_legal,
        broken: verdict.broken.len(),
        audit: callboard::audit::judge(scenario, &roster_of(scenario, solution)).len(),
    };
    print(&(serde_json::to_string(&report).map_err(|error| error.to_string())? + "\n"));
    Ok(is_legal && is_cost_true)
}

/// Prints on stdout; whoever reads may have seen enough, and a closed pipe is no failure.
fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Whether a file can be written, told before an hour of search; what it holds stays.
fn be_writable(path: &Path) -> Result<(), String> {
    let opened = fs::OpenOptions::new().create(true).append(true).open(path);
    opened.map(drop).map_err(|error| format!("{}: {error}", path.display()))
}

fn in_words(path: &Path, faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(|fault| format!("{}: {fault}", path.display())).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: &str = "data/shift-scheduling/tiny.txt";

    fn called(words: &[&str]) -> Result<bool, String> {
        let name = std::iter::once(&"shift_scheduling");
        let arguments = Arguments::try_parse_from(name.chain(words)).map_err(|error| error.to_string())?;
        run(&arguments)
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told_before_the_search() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("solution.csv");
        fs::write(&out, "employee,day,shift\n").unwrap();
        assert_eq!(be_writable(&out), Ok(()));
        assert_eq!(fs::read_to_string(&out).unwrap(), "employee,day,shift\n");
        assert!(be_writable(&out.join("under-a-file")).is_err());
    }

    #[test]
    fn a_solution_is_judged_and_a_broken_rule_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("solution.csv");
        let checked = |rows: &str| {
            fs::write(&file, format!("employee,day,shift\n{rows}")).unwrap();
            called(&[TINY, "--check", file.to_str().unwrap()])
        };
        let ann = "Ann,1,E\nAnn,2,L\nAnn,5,L\nAnn,6,L\n";
        let others = "Ben,0,E\nBen,1,E\nBen,2,E\nCem,0,L\nCem,1,L\nCem,3,E\nCem,4,L\n";
        assert_eq!(checked(&format!("{ann}{others}")), Ok(true));
        assert_eq!(checked(others), Ok(false));
        let fault = checked("Ann,1,N\n").unwrap_err();
        assert!(fault.ends_with("solution.csv: line 2: no shift `N`"), "{fault}");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("odd.txt");
        fs::write(&file, "SECTION_HORIZON\n-1\n").unwrap();
        let fault = called(&[file.to_str().unwrap()]).unwrap_err();
        assert!(fault.ends_with("odd.txt: line 2: `-1` is no number of days"), "{fault}");
        assert!(called(&["no such instance"]).unwrap_err().starts_with("no such instance: "));
    }

    #[test]
    fn an_instance_is_generated_into_a_file_and_solved() {
        let folder = tempfile::tempdir().unwrap();
        let (instance, out) = (folder.path().join("made.txt"), folder.path().join("solution.csv"));
        let (instance, out) = (instance.to_str().unwrap(), out.to_str().unwrap());
        assert_eq!(called(&["--generate", "days=14,staff=4,shifts=2,seed=4", "--out", instance]), Ok(true));
        let call = [instance, "--time-limit", "none", "--improvements", "2", "--out", out, "-q"];
        assert_eq!(called(&call), Ok(true));
        assert_eq!(called(&[instance, "--check", out]), Ok(true), "what is written is what was found");
    }
}

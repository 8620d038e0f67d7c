use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use super::Outcome;
use crate::error::{Error, Result};
use crate::intake::{self, CaseParts, ModelName, Objection, WrittenCase};
use crate::queueing::{Answer, Counting};
use crate::report;
use crate::units::Share;

/// A calculator: one case from flags, or a CSV of cases in and out.
///
/// With --agents it says what they give. Without, it finds the fewest that meet every target, and which target
/// asks for the last of them. Agents may be fractional. Times are in seconds, or with a unit: 20, 20s, 3m.
///
/// A file of cases has the columns case, model, volume_per_hour, aht_seconds, patience_seconds, agents, capacity,
/// within_seconds, counting, answered_at_least, max_average_wait_seconds, max_abandonment, max_occupancy and
/// max_blocking, in any order; one that is not there counts as empty. The result repeats each row with its agents
/// filled in and adds status (stable, overloaded or unstable), wait_probability, blocking, service_level,
/// average_wait_seconds (of all), answered_wait_seconds (of the answered), occupancy and abandonment.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  callboard erlang --volume-per-hour 200 --aht 180 --within 20 --answered 80%
  callboard erlang --volume-per-hour 200 --aht 180 --patience 2m --agents 11.5 --within 20
  callboard erlang --cases cases.csv > results.csv"
)]
pub struct Erlang {
    /// A CSV of cases, one a row; the result goes to stdout as CSV.
    #[arg(long, value_name = "FILE", conflicts_with = "case")]
    cases: Option<PathBuf>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    case: CaseFlags,
}

#[derive(Debug, Args)]
#[group(id = "case", multiple = true)]
struct CaseFlags {
    /// B: who finds nobody free is lost; C: everybody waits; A: waits until patience runs out [default: A with
    /// --patience, else C].
    #[arg(long, value_name = "B|C|A", value_parser = model)]
    model: Option<ModelName>,
    /// Contacts offered in an hour.
    #[arg(long, value_name = "N", visible_alias = "volume")]
    volume_per_hour: Option<f64>,
    /// Mean handle time.
    #[arg(long, value_name = "TIME", visible_alias = "aht-seconds", value_parser = seconds)]
    aht: Option<f64>,
    /// Mean patience of those who wait.
    #[arg(long, value_name = "TIME", visible_alias = "patience-seconds", value_parser = seconds)]
    patience: Option<f64>,
    /// Agents to evaluate; fractions allowed.
    #[arg(long, value_name = "N")]
    agents: Option<f64>,
    /// The most contacts at once, handled or waiting.
    #[arg(long, value_name = "N")]
    capacity: Option<f64>,
    /// Time in which to answer.
    #[arg(long, value_name = "TIME", visible_alias = "within-seconds", value_parser = seconds)]
    within: Option<f64>,
    /// What the share answered is a share of: offered, abandons-in-time, answered or without-short-abandons
    /// [default: offered].
    #[arg(long, value_name = "HOW", value_parser = counting)]
    counting: Option<Counting>,
    /// Target: least share answered in time.
    #[arg(long, value_name = "SHARE", visible_alias = "answered-at-least", value_parser = share)]
    answered: Option<Share>,
    /// Target: longest mean wait of the answered.
    #[arg(long, value_name = "TIME", visible_alias = "max-average-wait-seconds", value_parser = seconds)]
    max_average_wait: Option<f64>,
    /// Target: largest share that hangs up.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_abandonment: Option<Share>,
    /// Target: largest share of their time agents are busy.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_occupancy: Option<Share>,
    /// Target: largest share turned away.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    max_blocking: Option<Share>,
}

impl Erlang {
    /// Computes the case or cases.
    pub fn run(&self) -> Result<Outcome> {
        match &self.cases {
            Some(path) => self.run_file(path),
            None => self.run_flags(),
        }
    }

    fn run_flags(&self) -> Result<Outcome> {
        let case = self.case.parts().case().map_err(|objections| Error::Usage(in_flags(&objections)))?;
        let unreachable = || Error::Usage("no number of agents meets these targets".to_owned());
        let answer = case.answer().ok_or_else(unreachable)?;
        print(&if self.json { report::case_json(&answer) } else { report::case_text(&case, &answer) })?;
        Ok(Outcome::met(answer.missed.is_empty()))
    }

    fn run_file(&self, path: &Path) -> Result<Outcome> {
        let (cases, warnings) = intake::read_cases(path)?;
        if !warnings.is_empty() {
            eprint!("{}", report::faults_text(&warnings, super::is_coloured()));
        }
        let answer = |written: WrittenCase| {
            let answer = written.case.answer();
            (written, answer)
        };
        let answered: Vec<(WrittenCase, Option<Answer>)> = cases.into_par_iter().map(answer).collect();
        print(&if self.json { report::cases_json(&answered) } else { report::cases_csv(&answered) })?;
        let is_met = |(_, answer): &&(WrittenCase, Option<Answer>)| {
            answer.is_some_and(|answer| answer.missed.is_empty())
        };
        let missed = answered.len() - answered.iter().filter(is_met).count();
        if missed > 0 {
            eprintln!("{missed} of {} cases miss a target", answered.len());
        }
        Ok(Outcome::met(missed == 0))
    }
}

impl CaseFlags {
    fn parts(&self) -> CaseParts {
        CaseParts {
            model: self.model,
            volume_per_hour: self.volume_per_hour,
            aht_seconds: self.aht,
            patience_seconds: self.patience,
            agents: self.agents,
            capacity: self.capacity,
            within_seconds: self.within,
            counting: self.counting,
            answered_at_least: self.answered,
            max_average_wait_seconds: self.max_average_wait,
            max_abandonment: self.max_abandonment,
            max_occupancy: self.max_occupancy,
            max_blocking: self.max_blocking,
        }
    }
}

/// All that is wrong, by the flag to change.
fn in_flags(objections: &[Objection]) -> String {
    let lines = objections.iter().map(|Objection { part, message, remedy }| {
        let flag = part.trim_end_matches("_seconds").trim_end_matches("_at_least").replace('_', "-");
        format!("--{flag}: {message}; give {remedy}")
    });
    lines.collect::<Vec<_>>().join("\nerror: ")
}

/// Writes a result to stdout; a reader that closed it has read enough.
fn print(text: &str) -> Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::file("stdout", error)),
        _ => Ok(()),
    }
}

fn model(text: &str) -> std::result::Result<ModelName, String> {
    intake::read_model(text).ok_or_else(|| "B, C or A".to_owned())
}

fn counting(text: &str) -> std::result::Result<Counting, String> {
    let names = "offered, abandons-in-time, answered or without-short-abandons";
    intake::read_counting(text).ok_or_else(|| names.to_owned())
}

fn share(text: &str) -> std::result::Result<Share, String> {
    intake::read_share(text).ok_or_else(|| "a share like 80% or 0.8".to_owned())
}

fn seconds(text: &str) -> std::result::Result<f64, String> {
    intake::read_seconds(text).ok_or_else(|| "a time like 20, 20s or 3m".to_owned())
}

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::error::{Error, Result};
use crate::plan::{PlanOptions, Trust};
use crate::rostering::RosteringOptions;
use crate::simulation::SimulationOptions;
use crate::staffing::{LoadMethod, StaffingOptions};
use crate::units::Share;

/// The plan a verb works on.
#[derive(Debug, Args)]
pub struct PlanPath {
    /// The plan's folder, or its plan.toml.
    #[arg(value_name = "PLAN")]
    pub plan: PathBuf,
}

impl PlanPath {
    /// The plan's folder.
    pub fn folder(&self) -> &Path {
        if self.plan.is_dir() {
            return &self.plan;
        }
        match self.plan.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }
}

/// How a verb shows its results.
#[derive(Debug, Args)]
pub struct Show {
    /// Print the result as JSON instead of text.
    #[arg(long)]
    pub json: bool,
    /// Print nothing but errors; the exit status tells.
    #[arg(long, short)]
    pub quiet: bool,
}

impl Show {
    /// Prints a result on stdout: as JSON, as text, or not at all.
    pub fn result(&self, json: impl FnOnce() -> String, text: impl FnOnce() -> String) {
        use std::io::Write;
        let result = match (self.json, self.quiet) {
            (true, _) => json(),
            (false, true) => return,
            (false, false) => text(),
        };
        // Whoever reads may have seen enough: a closed pipe is no failure.
        let _ = std::io::stdout().lock().write_all(result.as_bytes());
    }
}

/// Where a verb writes its files.
#[derive(Debug, Args)]
pub struct Output {
    /// Folder for the files written [default: out/ inside the plan].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

impl Output {
    /// The folder for the files of this plan.
    pub fn folder(&self, plan: &PlanPath) -> PathBuf {
        self.out.clone().unwrap_or_else(|| plan.folder().join("out"))
    }
}

/// How requirements are computed.
#[derive(Debug, Args)]
pub struct Load {
    /// How requirements are computed: `modified` follows the load through the day; `transient` also what is left
    /// over from before, and finds the fewest agents that hold in every interval; `stationary` takes each interval for
    /// itself, as other tools do.
    #[arg(long, value_enum, default_value_t = LoadChoice::Modified)]
    pub load: LoadChoice,
}

impl Load {
    /// As the stage has it.
    pub fn options(&self) -> StaffingOptions {
        let method = match self.load {
            LoadChoice::Modified => LoadMethod::ModifiedOfferedLoad,
            LoadChoice::Transient => LoadMethod::Transient,
            LoadChoice::Stationary => LoadMethod::Stationary,
        };
        StaffingOptions { method }
    }
}

/// The ways to the load of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LoadChoice {
    /// Modified offered load.
    Modified,
    /// Exact transient analysis.
    Transient,
    /// Each interval in steady state.
    Stationary,
}

/// Which random numbers, and on how many cores.
#[derive(Debug, Args)]
pub struct Chance {
    /// Seed of the random numbers: the same seed and input give the same results.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Cores to use; results do not depend on it [default: all].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

impl Chance {
    /// Limits the cores used from here on.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] where the threads cannot be started.
    pub fn apply_threads(&self) -> Result<()> {
        let Some(threads) = self.threads else { return Ok(()) };
        rayon::ThreadPoolBuilder::new()
            .num_threads(usize::from(threads))
            .build_global()
            .map_err(|error| Error::Usage(format!("--threads {threads}: {error}")))
    }
}

/// How long to look for a better roster.
#[derive(Debug, Args)]
pub struct Effort {
    /// Time for each roster made, of which promises to mend and scenarios ask for several: `90s`, `5m`, `1h`; `none`
    /// leaves it to --improvements, and repeats exactly.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = time_limit)]
    pub time_limit: TimeLimit,
    /// Most improvement steps [default: as many as fit the time].
    #[arg(long, value_name = "N")]
    pub improvements: Option<usize>,
}

impl Effort {
    /// As the stage has it: without a count of its own a time limit leaves the steps to the clock.
    fn options(&self, seed: u64) -> RosteringOptions {
        let default = RosteringOptions::default();
        let improvements = match (self.improvements, self.time_limit.0) {
            (Some(improvements), _) => improvements,
            (None, Some(_)) => usize::MAX,
            (None, None) => default.improvements,
        };
        RosteringOptions { time_limit: self.time_limit.0, improvements, seed, ..default }
    }
}

/// How service is measured.
#[derive(Debug, Args)]
pub struct Measuring {
    /// How many times to replay the plan against random days [default: 200; with --precision, at most 10,000].
    #[arg(long, value_name = "N", value_parser = replications)]
    pub replications: Option<usize>,
    /// Replay until the share in time of every queue is known to so much: half the width of its 95 % confidence
    /// interval, like `0.5%`.
    #[arg(long, value_name = "SHARE", value_parser = precision)]
    pub precision: Option<Share>,
}

/// What a plan trusts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TrustChoice {
    /// The service measured on the roster: what is required is corrected until every promise holds.
    #[default]
    Service,
    /// The requirement of each interval by itself.
    Requirement,
}

impl From<TrustChoice> for Trust {
    fn from(choice: TrustChoice) -> Self {
        match choice {
            TrustChoice::Service => Trust::Service,
            TrustChoice::Requirement => Trust::Requirement,
        }
    }
}

/// A roster posted before, and how much of it may change.
#[derive(Debug, Args)]
pub struct Repair {
    /// Repair this roster, a roster.csv that people already know: change no more of it than it has to.
    #[arg(long, value_name = "ROSTER")]
    pub from: Option<PathBuf>,
    /// Leave all days before this date as they are in it.
    #[arg(long, value_name = "DATE", requires = "from", value_parser = date)]
    pub lock_until: Option<NaiveDate>,
    /// The price of a change (a day on which somebody works otherwise), to be weighed against wages, shortage and wishes
    /// [default: that of half an hour short].
    #[arg(long, value_name = "N", requires = "from", value_parser = price)]
    pub changes_cost: Option<f64>,
}

/// Reads an amount that is no less than nothing.
fn price(text: &str) -> std::result::Result<f64, String> {
    let amount = text.parse().ok().filter(|amount: &f64| (0.0..=1e9).contains(amount));
    amount.ok_or_else(|| "an amount of the plan's currency from 0, like 50".to_owned())
}

/// Reads a date.
fn date(text: &str) -> std::result::Result<NaiveDate, String> {
    text.parse().map_err(|_| "a date, year first, like 2026-03-05".to_owned())
}

/// From when decisions to hire can be made.
#[derive(Debug, Args)]
pub struct Today {
    /// The day on which decisions to hire are made: what had to be decided before it is too late.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<NaiveDate>,
}

/// Everything that says how to plan.
#[derive(Debug, Args)]
pub struct HowToPlan {
    #[command(flatten)]
    load: Load,
    #[command(flatten)]
    effort: Effort,
    #[command(flatten)]
    measuring: Measuring,
    /// What the plan trusts.
    #[arg(long, value_enum, default_value_t)]
    trust: TrustChoice,
    /// Which random numbers.
    #[command(flatten)]
    pub chance: Chance,
    #[command(flatten)]
    today: Today,
}

impl HowToPlan {
    /// As the stages have it.
    pub fn options(&self) -> PlanOptions {
        PlanOptions {
            staffing: self.load.options(),
            rostering: self.effort.options(self.chance.seed),
            trust: self.trust.into(),
            explains: false,
            simulation: self.measuring.options(self.chance.seed),
            today: self.today.today,
        }
    }
}

impl Measuring {
    /// As the judge has it.
    pub fn options(&self, seed: u64) -> SimulationOptions {
        let replications = match (self.replications, self.precision) {
            (Some(replications), _) => replications,
            (None, Some(_)) => MOST_REPLICATIONS,
            (None, None) => SimulationOptions::default().replications,
        };
        SimulationOptions { replications, precision: self.precision, seed, ..SimulationOptions::default() }
    }
}

/// The most replications where only a precision is given.
const MOST_REPLICATIONS: usize = 10_000;

/// Reads `0.5%` or 0.005.
fn precision(text: &str) -> std::result::Result<Share, String> {
    let share = match text.trim().strip_suffix('%') {
        Some(percent) => percent.trim().parse().ok().and_then(Share::percent),
        None => text.trim().parse().ok().and_then(Share::new),
    };
    share.filter(|share| share.get() > 0.0).ok_or_else(|| "a share above 0, like 0.5%".to_owned())
}

fn replications(text: &str) -> std::result::Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=1_000_000) => Ok(number),
        _ => Err("a whole number from 1 to 1,000,000".to_owned()),
    }
}

/// A limit of time, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimit(pub Option<Duration>);

/// Reads `60s`, `5m`, `1h`, a bare number of seconds, or `none`.
fn time_limit(text: &str) -> std::result::Result<TimeLimit, String> {
    if text == "none" {
        return Ok(TimeLimit(None));
    }
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        other => return Err(format!("`{other}` is no unit of time: write 90s, 5m or 1h")),
    };
    let number: f64 = digits.parse().map_err(|_| "write 90s, 5m, 1h or none".to_owned())?;
    match Duration::try_from_secs_f64(number * unit) {
        Ok(limit) if limit <= Duration::from_secs(7 * 24 * 3600) => Ok(TimeLimit(Some(limit))),
        _ => Err("at most 168h (a week)".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_limits_are_read_with_their_units() {
        let seconds = |text| time_limit(text).map(|limit| limit.0.map(|time| time.as_secs_f64()));
        assert_eq!(seconds("60s"), Ok(Some(60.0)));
        assert_eq!(seconds("90"), Ok(Some(90.0)));
        assert_eq!(seconds("1.5m"), Ok(Some(90.0)));
        assert_eq!(seconds("none"), Ok(None));
        for wrong in ["", "s", "-1s", "5 parsecs", "1e99h", "nan"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}

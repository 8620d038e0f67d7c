use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;

use crate::generate::Shape;
use crate::repeat::Times;

/// Solves a public shift-scheduling instance (Curtois and Qu 2014) with callboard's rostering.
///
/// Prints one line of JSON. Exit status 0: legal; 1: a rule is broken; 2: the input or the call is wrong.
#[derive(Debug, Parser)]
#[command(name = "shift_scheduling")]
pub struct Arguments {
    /// An instance: a path, or the name of one in shift_scheduling of the folder CALLBOARD_BENCH names.
    #[arg(value_name = "FILE", required_unless_present = "generate")]
    pub file: Option<String>,
    /// How long to look: `60s`, `5m`, `1h`; `none` leaves it to --improvements, and repeats exactly.
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = time_limit)]
    pub time_limit: Limit,
    /// Seed of the random choices.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Where to write the solution (or the instance generated): rows of `employee,day,shift`.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Most improvement steps [default: as many as fit the time].
    #[arg(long, value_name = "N")]
    pub improvements: Option<usize>,
    /// Cores to use [default: all].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Say nothing on the way.
    #[arg(long, short)]
    pub quiet: bool,
    /// A solution to start from.
    #[arg(long, value_name = "SOLUTION", conflicts_with_all = ["generate", "check", "repeat"])]
    pub from: Option<PathBuf>,
    /// Only judge this solution.
    #[arg(long, value_name = "SOLUTION", conflicts_with = "generate")]
    pub check: Option<PathBuf>,
    /// Write a made-up instance: `days=364,staff=100,shifts=16,seed=1`.
    #[arg(long, value_name = "SHAPE", conflicts_with = "file")]
    pub generate: Option<Shape>,
    /// Write the instance with so many times its staff, on so many times its days: `staff=3,days=2`.
    #[arg(long, value_name = "TIMES", conflicts_with_all = ["generate", "check"])]
    pub repeat: Option<Times>,
}

/// A limit of time, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(pub Option<Duration>);

fn time_limit(text: &str) -> Result<Limit, String> {
    if text == "none" {
        return Ok(Limit(None));
    }
    let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        other => return Err(format!("`{other}` is no unit of time")),
    };
    let seconds = digits.parse::<f64>().map_err(|_| "write 90s, 5m, 1h or none".to_owned())? * unit;
    Duration::try_from_secs_f64(seconds).map(|limit| Limit(Some(limit))).map_err(|error| error.to_string())
}

/// The file of an instance given by its path or by its name.
pub fn find(file: &str) -> Result<PathBuf, String> {
    let path = Path::new(file);
    if path.exists() {
        return Ok(path.to_owned());
    }
    let bench = std::env::var_os("CALLBOARD_BENCH").ok_or_else(|| {
        format!("{file}: no such file, and CALLBOARD_BENCH names no folder to look for it in")
    })?;
    let found = Path::new(&bench).join("shift_scheduling").join(file).with_extension("txt");
    if found.exists() { Ok(found) } else { Err(format!("{file}: neither a file nor {}", found.display())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_call_makes_sense() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
        assert!(Arguments::try_parse_from(["shift_scheduling"]).is_err());
    }

    #[test]
    fn limits_of_time_are_read_with_their_unit() {
        let seconds = |text| time_limit(text).map(|limit| limit.0.map(|limit| limit.as_secs()));
        assert_eq!(seconds("90s"), Ok(Some(90)));
        assert_eq!(seconds("1.5m"), Ok(Some(90)));
        assert_eq!(seconds("none"), Ok(None));
        assert!(["", "-1s", "5x", "nan"].iter().all(|text| seconds(text).is_err()));
    }
}

//! The `callboard` command: parse, run, exit status.
//!
//! Status 0: done, and every target is met. 1: done, with targets missed or rules broken, which the output
//! names. 2: the input or the call is wrong, and nothing was written.

use std::process::ExitCode;

use callboard::cli::{self, Cli, Outcome};
use clap::Parser;

fn main() -> ExitCode {
    // Clap answers `--help` with status 0 and a wrong call with status 2 by itself.
    let cli = Cli::parse();
    match cli::run(&cli) {
        Ok(Outcome::Met) => ExitCode::SUCCESS,
        Ok(Outcome::Missed) => ExitCode::from(1),
        Err(error) => {
            cli::show_error(&error);
            ExitCode::from(2)
        }
    }
}

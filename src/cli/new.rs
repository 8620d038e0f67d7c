use std::path::PathBuf;

use clap::Args;

use super::Outcome;
use crate::error::{Error, Result};
use crate::report::{File, write_files};

/// The files of the example, as they are.
const FILES: [(&str, &str); 4] = [
    ("plan.toml", include_str!("../../data/small-desk/plan.toml")),
    ("forecast.csv", include_str!("../../data/small-desk/forecast.csv")),
    ("agents.csv", include_str!("../../data/small-desk/agents.csv")),
    ("requests.csv", include_str!("../../data/small-desk/requests.csv")),
];

/// Writes a commented example plan that runs as it is.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to write it to; made if it is not there, and refused if it is not empty.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl New {
    /// Writes the example.
    pub fn run(&self) -> Result<Outcome> {
        let folder = &self.folder;
        if folder.exists() {
            let mut inside = folder.read_dir().map_err(|error| Error::file(folder, error))?;
            if inside.next().is_some() {
                let message =
                    format!("{} is not empty: name a folder that is, or a new one", folder.display());
                return Err(Error::Usage(message));
            }
        }
        write_files(folder, &FILES.map(|(name, content)| File::new(name, content.to_owned())))?;
        println!("Wrote {}: a desk of twelve people for a week.", folder.display());
        println!("Next: callboard check {0}, then callboard plan {0}", folder.display());
        Ok(Outcome::Met)
    }
}

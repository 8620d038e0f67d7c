use std::path::Path;
use std::time::Instant;

use crate::error::Result;
use crate::report::{File, write_files};

/// Writes a verb's files, and says so in a line that ends with the time it all took.
pub struct Writing {
    started: Instant,
}

impl Writing {
    /// Begins to count the time.
    pub fn start() -> Self {
        Writing { started: Instant::now() }
    }

    /// Writes the files and returns the line: `Wrote     out/report.html and 10 more files in 38 s`.
    pub fn write(&self, folder: &Path, files: &[File]) -> Result<String> {
        let written = write_files(folder, files)?;
        let more = match written.len() - 1 {
            0 => String::new(),
            1 => " and 1 more file".to_owned(),
            more => format!(" and {more} more files"),
        };
        let seconds = self.started.elapsed().as_secs_f64();
        let seconds = if seconds < 9.95 { format!("{seconds:.1}") } else { format!("{seconds:.0}") };
        Ok(format!("Wrote     {}{more} in {seconds} s\n", written[0].display()))
    }
}

//! Plan folders on disk for tests: the tiny good plan with some of its files replaced.
#![allow(dead_code)] // Each test that includes this uses its own part of it.

use std::fs;
use std::path::{Path, PathBuf};

/// The tiny good plan.
pub const BASE: &str = "data/malformed/base";

/// A copy of the tiny plan with some files replaced, or added.
pub fn folder(replaced: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for a moment");
    for path in files(Path::new(BASE)) {
        let name = path.file_name().expect("a file has a name");
        fs::copy(&path, folder.path().join(name)).expect("a copy");
    }
    for (file, bytes) in replaced {
        fs::write(folder.path().join(file), bytes).expect("a file");
    }
    folder
}

/// The tiny plan with a promise for the day that may be broken at a price, and so many agents for whom nothing is settled.
pub fn morning(agents: usize, more: &[(&str, &[u8])]) -> tempfile::TempDir {
    let mut plan = fs::read_to_string(Path::new(BASE).join("plan.toml")).expect("the base has a plan");
    let settled = "requests = \"requests.csv\"\nposts = \"posts.csv\"\nhistory = \"history.csv\"\n";
    let promise = "measured = \"day\"\npenalties = [{ below = \"80%\", cost = 150 }]";
    for (old, new) in [(settled, ""), ("max_occupancy = \"85%\"", promise)] {
        assert!(plan.contains(old), "{old}");
        plan = plan.replace(old, new);
    }
    let agents: String = (1..=agents).map(|one| format!("{one},Agent {one},part-time,voice\n")).collect();
    let agents = format!("id,name,contract,skills\n{agents}");
    folder(&[&[("plan.toml", plan.as_bytes()), ("agents.csv", agents.as_bytes())], more].concat())
}

/// The files of a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
}

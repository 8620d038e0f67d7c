//! Plan folders on disk for tests: the tiny good plan with some of its files replaced.

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

/// The files of a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
}

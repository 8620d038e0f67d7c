//! The example plan in a folder of its own, and the program called on it.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use tempfile::TempDir;

/// The example plan in a folder of its own.
pub struct Desk {
    _keep: TempDir,
    pub folder: PathBuf,
}

/// Exit status, stdout, stderr.
pub fn callboard(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("callboard").unwrap().args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

impl Desk {
    pub fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let folder = keep.path().join("desk");
        assert_eq!(callboard(&["new", folder.to_str().unwrap()]).0, 0);
        Desk { _keep: keep, folder }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }
}

//! The example plan in a folder of its own, and the program called on it.
#![allow(dead_code)] // Each test that includes this uses its own part of it.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use tempfile::TempDir;

/// A plan in a folder of its own.
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
    /// The plan that `new` writes.
    pub fn new() -> Self {
        let keep = tempfile::tempdir().unwrap();
        let folder = keep.path().join("desk");
        assert_eq!(callboard(&["new", folder.to_str().unwrap()]).0, 0);
        Desk { _keep: keep, folder }
    }

    /// An example plan of several files in a folder of its own, so that it can be changed.
    pub fn like(example: &str) -> Self {
        let keep = tempfile::tempdir().unwrap();
        let folder = keep.path().join("desk");
        fs::create_dir(&folder).unwrap();
        for entry in fs::read_dir(example).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
            }
        }
        Desk { _keep: keep, folder }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap()
    }

    pub fn path(&self) -> &str {
        self.folder.to_str().unwrap()
    }

    /// Writes a file, and says where.
    pub fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.file(name), text).unwrap();
        self.file(name).to_str().unwrap().to_owned()
    }

    /// The files written by the last command.
    pub fn written(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.file("out")) else { return Vec::new() };
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

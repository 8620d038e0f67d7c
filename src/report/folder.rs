use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// A file to write: its name inside a folder, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    name: String,
    content: String,
}

impl File {
    /// A file of this name and content.
    pub fn new(name: impl Into<String>, content: String) -> Self {
        File { name: name.into(), content }
    }

    /// Its name inside the folder.
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Writes files into a folder, which is made where it does not exist, and says where they are.
///
/// Every file is written beside its place first, and moved there only when all of them are on disk: a full disk
/// leaves the files of an earlier run as they were.
///
/// # Errors
///
/// [`Error::File`] with the path that could not be written.
///
/// ```
/// use callboard::report::{File, write_files};
/// let folder = tempfile::tempdir().unwrap();
/// let written = write_files(folder.path(), &[File::new("a.csv", "agent\n".into())]).unwrap();
/// assert_eq!(std::fs::read_to_string(&written[0]).unwrap(), "agent\n");
/// ```
pub fn write_files(folder: &Path, files: &[File]) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(folder).map_err(|error| Error::file(folder, error))?;
    let mut ready = Vec::with_capacity(files.len());
    for file in files {
        let path = folder.join(&file.name);
        let beside = write_beside(folder, file).map_err(|error| Error::file(&path, error))?;
        ready.push((beside, path));
    }
    let mut written = Vec::with_capacity(files.len());
    for (beside, path) in ready {
        beside.persist(&path).map_err(|failure| Error::file(&path, failure.error))?;
        written.push(path);
    }
    Ok(written)
}

/// Makes a folder that files can be written into, where there is none: what is found after hours of work is found late.
///
/// # Errors
///
/// [`Error::File`] with the folder that cannot be made, or written into.
pub fn make_ready(folder: &Path) -> Result<()> {
    let made = fs::create_dir_all(folder).and_then(|()| tempfile::tempfile_in(folder));
    made.map(drop).map_err(|error| Error::file(folder, error))
}

/// Takes a file of an earlier run away, where there is one.
///
/// # Errors
///
/// [`Error::File`] with the path where it cannot be taken away.
pub fn remove_left_over(folder: &Path, name: &str) -> Result<()> {
    let path = folder.join(name);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::file(&path, error)),
        _ => Ok(()),
    }
}

fn write_beside(folder: &Path, file: &File) -> std::io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".callboard-");
    // A temporary file is for its owner's eyes only; a report is for whoever may read the folder.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut beside = builder.tempfile_in(folder)?;
    beside.write_all(file.content.as_bytes())?;
    beside.as_file().sync_all()?;
    Ok(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_is_told_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("taken"), "").unwrap();
        assert!(make_ready(&folder.path().join("taken")).is_err());
        assert!(make_ready(&folder.path().join("new/deep")).is_ok());
        assert_eq!(fs::read_dir(folder.path().join("new/deep")).unwrap().count(), 0);
    }

    #[test]
    fn a_failure_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.csv"), "before").unwrap();
        // A folder that is a file cannot be written into.
        let files = [File::new("b.csv", "after".into())];
        assert!(write_files(&folder.path().join("a.csv"), &files).is_err());
        assert_eq!(fs::read_to_string(folder.path().join("a.csv")).unwrap(), "before");
    }

    #[test]
    fn nothing_is_left_beside() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("out");
        write_files(&inside, &[File::new("a.csv", "a".into()), File::new("b.csv", "b".into())]).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(&inside).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, ["a.csv", "b.csv"]);
    }
}

//! `setup.sh` on machines that lack something: a `PATH` of our own making, with and without a package manager.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output};

/// A machine with the tools every system has, and nothing to build with.
fn bare_machine() -> tempfile::TempDir {
    let machine = tempfile::tempdir().expect("a folder");
    for tool in ["sh", "env", "uname", "sed", "mkdir", "touch", "chmod"] {
        let found = ["/bin", "/usr/bin"].iter().map(|folder| Path::new(folder).join(tool));
        let found = found.into_iter().find(|path| path.exists()).expect("every system has it");
        symlink(found, machine.path().join(tool)).expect("a link");
    }
    machine
}

fn add(machine: &Path, tool: &str, script: &str) {
    let path = machine.join(tool);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

/// Runs the script on such a machine, where libclang would lie in its folder `clang/lib`.
fn set_up(machine: &Path) -> Output {
    Command::new("/bin/sh")
        .arg("setup.sh")
        .env_clear()
        .env("PATH", machine)
        .env("LIBCLANG_PATH", machine.join("clang/lib"))
        .output()
        .expect("it runs")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const INSTALLS: &str = r#"[ "$1" = -y ] || exit 9
here=${0%/*}
touch "$here/cmake" "$here/make" && chmod +x "$here/cmake" "$here/make"
mkdir -p "$here/clang/lib/clang/14/include"
touch "$here/clang/lib/libclang-14.so.1" "$here/clang/lib/clang/14/include/stddef.h"
echo "$@" > "$here/log""#;

#[test]
fn what_cannot_be_installed_is_named() {
    let machine = bare_machine();
    add(machine.path(), "id", "echo 0");
    let output = set_up(machine.path());
    assert_eq!(output.status.code(), Some(1));
    for missing in ["cmake", "make", "libclang", "a C++ compiler", "cargo"] {
        assert!(stderr(&output).contains(missing), "{missing} in: {}", stderr(&output));
    }
}

#[test]
fn what_is_missing_is_installed_and_then_nothing_is_said() {
    let machine = bare_machine();
    add(machine.path(), "id", "echo 0");
    for tool in ["g++", "cargo"] {
        add(machine.path(), tool, "");
    }
    add(machine.path(), "apt-get", INSTALLS);
    add(machine.path(), "sudo", "echo sudo is not for root >&2; exit 1");
    let first = set_up(machine.path());
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    let asked = fs::read_to_string(machine.path().join("log")).expect("a log");
    assert!(asked.trim().ends_with("install --no-install-recommends cmake make libclang-dev"), "{asked}");
    let again = set_up(machine.path());
    assert_eq!((again.status.code(), stderr(&again)), (Some(0), String::new()));
    assert!(again.stdout.is_empty());
}

#[test]
fn who_is_not_root_asks_sudo_or_says_so() {
    let machine = bare_machine();
    add(machine.path(), "id", "echo 1000");
    for tool in ["g++", "cargo"] {
        add(machine.path(), tool, "");
    }
    add(machine.path(), "apt-get", INSTALLS);
    let without = set_up(machine.path());
    assert_eq!(without.status.code(), Some(1));
    assert!(stderr(&without).contains("neither root nor sudo"), "{}", stderr(&without));
    add(machine.path(), "sudo", "exec \"$@\"");
    let with = set_up(machine.path());
    assert_eq!(with.status.code(), Some(0), "{}", stderr(&with));
}

use std::path::{Path, PathBuf};

use super::faults::Faults;
use super::plan_folder::{Read, read};
use super::what_if;
use crate::error::{Error, Fault, Result, Severity};
use crate::model::WhatIf;

/// Reads what-ifs, each with the plan as it changes it: each file has a `name` and changes by path, dotted or as tables. A
/// list where the plan has one value is a range: each of its values is a what-if of its own, and several ranges make a
/// grid.
///
/// A plan that contradicts itself with changes that are sound by themselves is no fault of the what-if's file: the error
/// is in the place of that plan.
///
/// # Errors
///
/// [`Error::Input`] with every fault of the files, each once, in the order of the files and their lines: what cannot be
/// read, has no name or that of another, and changes that name nothing or do not fit. What can be read is applied even so; the what-ifs of a grid share
/// their lines, and their faults.
pub fn read_changed(plan: &Path, files: &[PathBuf]) -> Result<Vec<(WhatIf, Result<Read>)>> {
    let mut reading = Faults::default();
    let what_ifs = what_if::read_files(files, &mut reading);
    let with_plan = |what_if: WhatIf| {
        let read = read(plan, &what_if.changes());
        (what_if, read)
    };
    let changed: Vec<(WhatIf, Result<Read>)> = what_ifs.into_iter().map(with_plan).collect();
    let of_changes = changed.iter().filter_map(|(_, read)| match read {
        Err(Error::Input(faults)) => Some(faults),
        _ => None,
    });
    let is_of_a_file = |fault: &&Fault| fault.severity == Severity::Error && files.contains(&fault.file);
    let of_changes = of_changes.flatten().filter(is_of_a_file).cloned();
    let mut faults: Vec<Fault> = Vec::new();
    for fault in reading.sorted().into_iter().chain(of_changes) {
        if !faults.iter().any(|known| is_the_same(known, &fault)) {
            faults.push(fault);
        }
    }
    let rank = |fault: &Fault| files.iter().position(|file| *file == fault.file);
    faults.sort_by_key(|fault| (rank(fault), fault.line, fault.column));
    if faults.is_empty() { Ok(changed) } else { Err(Error::Input(faults)) }
}

/// Whether two faults are of one value: one that every queue takes is wrong once, not once for each of them.
fn is_the_same(one: &Fault, other: &Fault) -> bool {
    let place = |fault: &Fault| (fault.file.clone(), fault.line, fault.column);
    place(one) == place(other) && one.code == other.code && one.found == other.found
}

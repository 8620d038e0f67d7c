//! Made-up contact centres: the example plans of `data/` and larger ones of the same mix, from a seed.
//!
//! Each centre is a set of files, as a planner would write them. The plan itself, `plan.toml`, is written by hand
//! and lies in `data/`; what is random about a centre is made here. The same seed gives the same bytes, and each
//! file has its own stream of random numbers, so that a change to one leaves the others alone.

#![allow(dead_code, unused_imports)] // Each test and bench that includes this uses its own part of it.

mod control_room;
mod helpdesk;
mod history;
mod people;
mod requests;
mod small_desk;
mod volume;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub use control_room::control_room;
pub use helpdesk::helpdesk;
pub use small_desk::small_desk;

use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;

/// The seed of everything in `data/`.
pub const SEED: u64 = 20_260_302;

/// A centre's files: their names and their text.
pub type Files = BTreeMap<&'static str, String>;

/// A helpdesk of about so many agents with the plan of the one in `data/`: the same rules, the same mix, more of it.
/// Written to a folder, it can be read and planned; the benches do so with 300 agents.
pub fn whole_helpdesk(agents: usize, seed: u64) -> Files {
    let mut files = helpdesk(agents, seed);
    files.insert("plan.toml", include_str!("../../../data/helpdesk/plan.toml").to_owned());
    files
}

/// Writes a centre's files into a folder, which must be there.
pub fn write(files: &Files, folder: &Path) {
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("the folder can be written to");
    }
}

/// The random numbers of one part of a centre.
fn stream(seed: u64, part: u64) -> Pcg64Mcg {
    Pcg64Mcg::seed_from_u64(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(part))
}

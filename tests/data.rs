//! The example plans in `data/` are what the seeded generator writes, byte for byte.
//!
//! With `CALLBOARD_WRITE_DATA=1` set the test writes them anew instead: for whoever changes the generator.

#[path = "support/centres/mod.rs"]
mod centres;

use std::fs;
use std::path::Path;

use centres::{Files, SEED};

#[test]
fn the_small_desk_is_as_generated() {
    is_as_generated("data/small-desk", &centres::small_desk(SEED));
}

#[test]
fn the_helpdesk_is_as_generated() {
    is_as_generated("data/helpdesk", &centres::helpdesk(80, SEED));
}

#[test]
fn another_seed_makes_another_centre() {
    let one = centres::helpdesk(80, SEED);
    let other = centres::helpdesk(80, SEED + 1);
    for file in ["forecast.csv", "agents.csv", "requests.csv"] {
        assert_ne!(one[file], other[file], "{file}");
    }
}

#[test]
fn a_centre_of_300_has_300_agents_and_their_contacts() {
    let files = centres::whole_helpdesk(300, SEED);
    let agents = files["agents.csv"].lines().count() - 1;
    assert!((295..=305).contains(&agents), "{agents} agents");
    let contacts = |files: &Files| -> f64 {
        let volumes = files["forecast.csv"].lines().skip(1).map(|row| row.split(',').nth(2).unwrap());
        volumes.map(|volume| volume.parse::<f64>().unwrap()).sum()
    };
    let growth = contacts(&files) / contacts(&centres::helpdesk(80, SEED));
    assert!((growth - 300.0 / 80.0).abs() < 0.1, "{growth} times the contacts");
}

fn is_as_generated(folder: &str, files: &Files) {
    let folder = Path::new(folder);
    if std::env::var_os("CALLBOARD_WRITE_DATA").is_some() {
        return centres::write(files, folder);
    }
    for (name, text) in files {
        let found = fs::read_to_string(folder.join(name)).expect("the file is there");
        assert!(found == *text, "{}/{name} is not what the generator writes", folder.display());
    }
}

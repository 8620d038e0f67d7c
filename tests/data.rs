//! The example plans in `data/` are what the seeded generator writes, byte for byte.
//!
//! With `CALLBOARD_WRITE_DATA=1` set the tests `as_generated` write them anew instead: for whoever changes the
//! generator.

#[path = "support/centres/mod.rs"]
mod centres;

use std::fs;
use std::path::Path;

use callboard::intake;
use callboard::model::{Agent, Post, RequestKind, Scenario};
use callboard::staffing::{self, StaffingOptions};
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
fn the_control_room_is_as_generated() {
    is_as_generated("data/control-room", &centres::control_room(SEED));
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

#[test]
fn the_example_plans_are_read_without_a_word_of_complaint() {
    for folder in ["data/small-desk", "data/helpdesk", "data/control-room"] {
        let read = intake::read(Path::new(folder), &[]).unwrap_or_else(|error| panic!("{folder}: {error:?}"));
        assert_eq!(read.warnings, [], "{folder}");
    }
    let mut what_ifs = 0;
    for entry in fs::read_dir("data/helpdesk/what-if").unwrap() {
        let read = intake::read_changed(Path::new("data/helpdesk"), &[entry.unwrap().path()]).unwrap();
        let (what_if, read) = &read[0];
        assert_eq!(read.as_ref().unwrap().warnings, [], "{}", what_if.name);
        what_ifs += 1;
    }
    assert_eq!(what_ifs, 3);
}

/// The work of each example fits the hours its people have, and fills them: a plan that teaches something.
#[test]
fn the_examples_have_work_for_nearly_all_the_hours_there_are() {
    for folder in ["data/small-desk", "data/helpdesk"] {
        let scenario = intake::read(Path::new(folder), &[]).unwrap().scenario;
        let needs = staffing::require_all(&scenario, &StaffingOptions::default());
        let mut net = 0.0;
        for need in &needs {
            let hours = need.needs.iter().map(|need| f64::from(need.agents.get())).sum::<f64>() / 2.0;
            println!("{folder} {} {:.0} h", scenario.queues[need.queue].id, hours);
            net += hours;
        }
        let gross = scenario.shrinkage.gross(net);
        let most = hours_at_most(&scenario);
        println!("{folder}: {gross:.0} of {most:.0} hours, {:.3}", gross / most);
        assert!((0.80..0.95).contains(&(gross / most)), "{folder}: {gross} of {most} hours");
    }
}

/// Posts ask for nearly all the hours that contracts allow.
#[test]
fn the_control_room_has_posts_for_nearly_all_the_hours_there_are() {
    let scenario = intake::read(Path::new("data/control-room"), &[]).unwrap().scenario;
    let paid = |post: &Post| f64::from(post.required) * 8.0;
    let asked: f64 = scenario.posts.iter().map(paid).sum();
    let plan = |agent: &Agent| scenario.contracts[agent.contract].plan.map_or(0.0, |plan| plan.max.hours());
    let most: f64 = scenario.agents.iter().map(plan).sum();
    assert!((0.80..0.97).contains(&(asked / most)), "{asked} of {most} hours");
}

/// The most hours everybody could work, leave aside.
fn hours_at_most(scenario: &Scenario) -> f64 {
    let grid = &scenario.grid;
    let mut hours = 0.0;
    for (number, agent) in scenario.agents.iter().enumerate() {
        let week = agent.week.unwrap_or(scenario.contracts[agent.contract].week).max.hours();
        for day in 0..grid.days() as i32 {
            let is_employed = agent.from_day.is_none_or(|from| from <= day)
                && agent.until_day.is_none_or(|until| day <= until);
            let noon = grid.at(day, 12 * 60);
            let is_away = scenario.requests.iter().any(|request| {
                request.agent == number
                    && request.kind == RequestKind::Leave
                    && request.from <= noon
                    && noon < request.to
            });
            let is_weekday = grid.weekday(day).num_days_from_monday() < 5;
            if is_employed && is_weekday && !is_away {
                hours += week / 5.0;
            }
        }
    }
    hours
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

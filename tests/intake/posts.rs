//! Plans of posts alone: no queue, no forecast.

use super::{plan, read};
use callboard::error::{Error, Fault};
use callboard::intake;
use callboard::model::{Shrinkage, Skills};
use std::fs;

/// What the tiny plan says of its queue, and in which file.
const QUEUE: &str = "[[queue]]\nid = \"voice\"\nchannel = \"voice\"\nopen = \"Mon-Fri 09:00-13:00\"\naht_seconds = 240\n\
                     patience_seconds = 120\n\n[queue.sla]\nanswered = \"80% in 20s\"\nmax_occupancy = \"85%\"\n\n";
const FORECAST: &str = "forecast = \"forecast.csv\"\n";
const SHRINKAGE: &str = "[shrinkage]\nsickness = \"5%\"\n\n";
const POSTS: &str = "posts = \"posts.csv\"\n";
const AGENTS: &str =
    "id,name,contract\n1,One,part-time\n2,Two,part-time\n3,Three,part-time\n4,Four,part-time\n";

/// The faults of the tiny plan in a folder with such a plan file and such agents.
fn faults(toml: &str, agents: &str) -> Vec<Fault> {
    let folder = super::folder(&[("plan.toml", toml.as_bytes()), ("agents.csv", agents.as_bytes())]);
    match intake::read(folder.path(), &[]) {
        Ok(read) => read.warnings,
        Err(Error::Input(faults)) => faults,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn posts_need_no_queue_no_forecast_and_no_skills() {
    let toml = plan(&[(QUEUE, ""), (FORECAST, ""), (SHRINKAGE, "")]);
    let read = read(&[("plan.toml", &toml), ("agents.csv", AGENTS)]);
    assert_eq!(read.warnings, []);
    let scenario = read.scenario;
    assert_eq!((scenario.queues.len(), scenario.posts.len(), scenario.posts[0].required), (0, 1, 2));
    assert_eq!(scenario.shrinkage, Shrinkage::default());
    assert!(scenario.agents.iter().all(|agent| agent.skills == Skills::default()));
    let about_contacts = |note: &String| note.contains("shrinkage") || note.contains("an agent hour short");
    assert!(!read.assumed.iter().any(about_contacts), "{:?}", read.assumed);
    // An empty list of queues is none.
    let toml = toml.replace(POSTS, "posts = \"posts.csv\"\nqueue = []\n");
    assert_eq!(faults(&toml, AGENTS), []);
}

#[test]
fn what_is_about_contacts_is_ignored_and_told() {
    let hiring = "[hiring]\nmonths = 6\n\n[shrinkage]";
    let toml = plan(&[(QUEUE, ""), ("[shrinkage]", hiring)]);
    let found = faults(&toml, AGENTS);
    let keys: Vec<&str> = found.iter().filter_map(|fault| fault.message.split('`').nth(1)).collect();
    assert_eq!(keys, ["forecast", "hiring", "shrinkage"]);
    assert!(found.iter().all(|fault| fault.code == "ignored-key"), "{found:?}");
}

#[test]
fn a_skill_that_no_shift_asks_for_is_told_without_queues_too() {
    let toml = plan(&[
        (QUEUE, ""),
        (FORECAST, ""),
        (SHRINKAGE, ""),
        ("breaks = []", "breaks = []\nskills = [\"keyholder\"]"),
    ]);
    let agents = "id,contract,skills\n1,part-time,keyholder\n2,part-time,keyholder\n3,part-time,keyholder\n4,part-time,keyholdr\n";
    let found = faults(&toml, agents);
    assert_eq!(found.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["unknown-skill"]);
    assert!(found[0].remedy.contains("`keyholder`"), "{found:?}");
    let found = faults(&toml, &agents.replace("keyholdr", "keyholder"));
    assert_eq!(found, []);
}

#[test]
fn neither_queues_nor_posts_is_a_fault_that_names_both() {
    let toml = plan(&[(QUEUE, ""), (POSTS, "")]);
    let found = faults(&toml, &fs::read_to_string(format!("{}/agents.csv", super::BASE)).expect("agents"));
    let [fault] = &found[..] else { panic!("{found:?}") };
    assert_eq!(fault.code, "no-queues");
    assert!(fault.remedy.contains("[[queue]]") && fault.remedy.contains("`posts`"), "{}", fault.remedy);
}

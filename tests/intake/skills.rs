//! Skills that shifts ask for.

use std::collections::BTreeSet;

use callboard::error::{Error, Fault};
use callboard::intake;
use callboard::model::Skills;

use crate::plan_folder::folder;
use crate::{plan, read, what_if};

/// The tiny plan of agents with such skills; its only shift asks for some, and there may be more tables.
fn plan_of(asked: &str, more: &str) -> String {
    let shift = format!("breaks = []\nskills = {asked}\n{more}\n");
    plan(&[("breaks = []\n", &shift), ("requests = \"requests.csv\"\n", "")])
}

fn agents(skills: [&str; 4]) -> String {
    let rows: String =
        (1..=4).zip(skills).map(|(id, skills)| format!("{id},,part-time,{skills}\n")).collect();
    format!("id,name,contract,skills\n{rows}")
}

fn faults(files: &[(&str, &str)]) -> Vec<Fault> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    match intake::read(folder(&files).path(), &[]) {
        Ok(read) => read.warnings,
        Err(Error::Input(faults)) => faults,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_shift_asks_for_skills_of_queues_and_others() {
    let toml = plan_of("[\"keyholder\", \"voice\", \"german\", \"keyholder\"]", "");
    let agents = agents(["voice|keyholder|german", "voice|german", "voice|german|keyholder", "keyholder"]);
    let read = read(&[("plan.toml", &toml), ("agents.csv", &agents)]);
    let skills = |queues: &[usize], others: &[&str]| {
        let others = others.iter().map(|name| (*name).to_owned()).collect();
        Skills::new(queues.to_vec()).with_others(others)
    };
    let all = skills(&[0], &["german", "keyholder"]);
    let of_agents: Vec<Skills> = read.scenario.agents.iter().map(|agent| agent.skills.clone()).collect();
    assert_eq!(of_agents, [all.clone(), skills(&[0], &["german"]), all.clone(), skills(&[], &["keyholder"])]);
    assert_eq!(read.scenario.shifts[0].skills, all);
    // Two can work no shift of theirs.
    let told: Vec<_> = read.warnings.iter().map(|fault| (fault.code, fault.line)).collect();
    assert_eq!(told, [("no-skills", Some(3)), ("no-skills", Some(5))]);
}

#[test]
fn a_what_if_asks_for_other_skills() {
    assert_eq!(what_if("[shift.day]\nskills = [\"voice\"]\n").shifts[0].skills, Skills::new(vec![0]));
}

#[test]
fn a_skill_that_no_shift_asks_for_is_unknown() {
    let agents = agents(["voice", "voice|keyholdr", "voice", "voice|keyholder"]);
    let unknown = |toml: &str| -> Vec<_> {
        let faults = faults(&[("plan.toml", toml), ("agents.csv", &agents)]);
        let unknown = faults.into_iter().filter(|fault| fault.code == "unknown-skill");
        unknown.map(|fault| (fault.line, fault.column, fault.found, fault.remedy)).collect()
    };
    let row = |line, found: &str, remedy: &str| (Some(line), Some(4), found.to_owned(), remedy.to_owned());
    let near = "did you mean `keyholder`?";
    assert_eq!(unknown(&plan_of("[\"keyholder\"]", "")), [row(3, "keyholdr", near)]);
    let lines: BTreeSet<_> = unknown(&plan_of("[]", "")).into_iter().map(|(line, ..)| line).collect();
    assert_eq!(lines, BTreeSet::from([Some(3), Some(5)]));
    // What a shift asks for that cannot be read is not known.
    assert_eq!(unknown(&plan_of("[\"key|holder\"]", "")), []);
}

#[test]
fn whoever_cannot_be_read_may_have_the_skill() {
    let codes = |skills: [&str; 4]| -> BTreeSet<_> {
        let toml = plan_of("[\"keyholder\", \"voice\"]", "");
        let faults = faults(&[("plan.toml", &toml), ("agents.csv", &agents(skills))]);
        faults.into_iter().map(|fault| fault.code).filter(|code| *code != "no-skills").collect()
    };
    assert_eq!(codes(["voice"; 4]), BTreeSet::from(["nobody-skilled"]));
    assert_eq!(codes(["voice", "voice|keyholdr", "voice", "voice"]), BTreeSet::from(["unknown-skill"]));
}

#[test]
fn a_slip_in_the_skills_of_a_shift_is_told_with_what_was_meant() {
    let remedy = |asked: &str, skills: &str| -> Vec<String> {
        // Another shift is for everyone.
        let other =
            "\n[[shift]]\nid = \"other\"\nstarts = \"09:00\"\nlengths = \"2h\"\nskills = [\"keyholder\"]\n";
        let faults = faults(&[("plan.toml", &plan_of(asked, other)), ("agents.csv", &agents([skills; 4]))]);
        let told = faults.into_iter().filter(|fault| fault.code == "nobody-skilled");
        told.map(|fault| fault.remedy).collect()
    };
    let have_all = "all of them in the skills of some agents";
    let meant = |name: &str| [format!("did you mean `{name}`? Else {have_all}")];
    assert_eq!(remedy("[\"voise\"]", "voice|keyholder"), meant("voice"));
    assert_eq!(remedy("[\"voice\", \"keyholdr\"]", "voice|keyholder"), meant("keyholder"));
    assert_eq!(remedy("[\"german\"]", "voice|keyholder"), [have_all]);
    // What is asked for already was not meant by the other name.
    assert_eq!(remedy("[\"voice\", \"voice2\"]", "voice|keyholder"), [have_all]);
    assert_eq!(remedy("[\"voice\"]", "voice|keyholder"), [""; 0]);
}

#[test]
fn the_hours_of_a_week_fit_into_the_shifts_that_skills_allow() {
    let late = "\n[[shift]]\nid = \"late\"\nstarts = \"11:00\"\nlengths = \"2h\"\ndays = \"Mon\"\n";
    let toml = plan_of("[\"keyholder\"]", late).replace("0h-20h", "8h-20h");
    let agents = agents(["voice|keyholder"; 4]).replacen("|keyholder", "", 1);
    let faults = faults(&[("plan.toml", &toml), ("agents.csv", &agents)]);
    let [fault] = &faults[..] else { panic!("{faults:?}") };
    assert_eq!((fault.code, fault.line), ("contradicting-rules", Some(2)));
    assert!(fault.message.starts_with("agent `1`, by the shifts of their skills: "), "{fault:?}");
}

#[test]
fn the_months_ahead_know_of_queues_alone() {
    let toml = plan_of("[\"keyholder\"]", "") + "\n[hiring]\nmonths = 6\n";
    let agents = agents(["voice|keyholder", "voice", "voice", "voice"]);
    let workforce = read(&[("plan.toml", &toml), ("agents.csv", &agents)]).workforce.expect("a [hiring]");
    let [group] = &workforce.groups[..] else { panic!("{:?}", workforce.groups) };
    assert_eq!((&group.skills, group.present()), (&Skills::new(vec![0]), 4.0));
}

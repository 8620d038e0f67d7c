use super::faults::{Faults, Place};
use super::forms::{NAMES, is_id};
use super::queues::QueueDraft;
use super::section::Form;
use super::shifts::ShiftDraft;
use crate::model::Skills;

/// The skills that a shift asks for.
pub(super) const ASKED: Form<Vec<String>> = Form {
    code: NAMES.code,
    remedy: "names in quotes, without `|`, like [\"german\", \"keyholder\"]",
    parse: |value| (NAMES.parse)(value).filter(|names| names.iter().all(|name| is_id(name))),
};

/// The names that skills can have: ids of queues, and whatever else shifts ask for.
pub(super) struct SkillNames<'a> {
    queues: Vec<&'a str>,
    others: Vec<&'a str>,
}

impl<'a> SkillNames<'a> {
    /// The names in a plan whose shifts are linked.
    pub fn of(queues: &'a [QueueDraft], shifts: &'a [ShiftDraft]) -> Self {
        let asked = shifts.iter().flat_map(|draft| draft.template.skills.others());
        SkillNames {
            queues: queues.iter().map(|queue| queue.id.as_str()).collect(),
            others: asked.map(String::as_str).collect(),
        }
    }

    /// Reads names joined by `|`; a fault for each that no skill has.
    pub fn read(&self, text: &str, place: &Place, faults: &mut Faults) -> Option<Skills> {
        let mut are_all_known = true;
        let names: Vec<&str> = text.split('|').map(str::trim).filter(|name| !name.is_empty()).collect();
        let known = || self.queues.iter().chain(&self.others).copied();
        for name in names.iter().filter(|name| !known().any(|known| known == **name)) {
            are_all_known = false;
            let message = "no queue has this id, and no shift asks for this skill";
            faults.unknown("unknown-skill", place, message, name, known());
        }
        are_all_known.then(|| skills_of(&names, &self.queues))
    }
}

/// The skills of these names; what is no queue's id is another skill.
pub(super) fn skills_of(names: &[&str], queues: &[&str]) -> Skills {
    let queue_of = |name: &&str| queues.iter().position(|queue| queue == name);
    let others = names.iter().filter(|name| queue_of(name).is_none());
    let others = others.map(|name| (*name).to_owned()).collect();
    Skills::new(names.iter().filter_map(queue_of).collect()).with_others(others)
}

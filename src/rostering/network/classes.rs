use rustc_hash::FxHashMap;

use super::long_rest::Rested;
use super::state::{Effect, Rules, State};
use crate::rostering::terms::Terms;
use crate::units::Moment;

/// What an agent does on a day, as far as the rules tell it apart.
#[derive(Debug, Clone)]
pub(in crate::rostering) struct Class {
    /// The day, counted from the window's first.
    pub day: usize,
    /// The choices of that day that belong to it, ascending; empty for a day off.
    pub members: Vec<u32>,
    /// Paid time, in units.
    pub(super) units: i32,
    /// Whether it begins a weekend that has a price.
    pub begins_weekend: bool,
}

/// A class of shifts with what working it does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work {
    pub class: u32,
    pub units: i32,
    pub effect: Effect,
}

/// Which choices of a day a state allows depends on these alone.
type Key = (usize, Option<Moment>, Option<usize>, Rested, bool);

/// The classes of a network while it is made: each as soon as some state asks for it.
pub(super) struct Classes<'a> {
    terms: &'a Terms,
    /// Minutes in a unit.
    unit: i32,
    pub made: Vec<Class>,
    works: FxHashMap<Key, Vec<Work>>,
}

impl Class {
    /// Whether a choice (nothing for a day off) belongs to it.
    pub fn is(&self, choice: Option<u32>) -> bool {
        match choice {
            None => self.members.is_empty(),
            Some(choice) => self.members.binary_search(&choice).is_ok(),
        }
    }
}

impl<'a> Classes<'a> {
    /// None yet, with hours in units of so many minutes.
    pub fn new(terms: &'a Terms, unit: i32) -> Self {
        Classes { terms, unit, made: Vec::new(), works: FxHashMap::default() }
    }

    /// A new class for a day off, where it may be one.
    pub fn off(&mut self, day: usize) -> Option<u32> {
        self.terms.days[day].off?;
        self.made.push(Class { day, members: Vec::new(), units: 0, begins_weekend: false });
        Some(self.made.len() as u32 - 1)
    }

    /// The classes of shifts on a day for someone in a state.
    pub fn works(&mut self, rules: &Rules, day: usize, state: &State) -> &[Work] {
        let (ready, forbidden, rested) = state.key();
        let key = (day, ready, forbidden, rested, rules.begins_priced_weekend(day, state));
        let Classes { terms, unit, made, works } = self;
        works.entry(key).or_insert_with(|| classify((terms, *unit), rules, day, state, made))
    }
}

fn classify(
    (terms, unit): (&Terms, i32),
    rules: &Rules,
    day: usize,
    state: &State,
    made: &mut Vec<Class>,
) -> Vec<Work> {
    let begins_weekend = rules.begins_priced_weekend(day, state);
    let mut found: Vec<Work> = Vec::new();
    for (index, choice) in terms.days[day].choices.iter().enumerate() {
        if !rules.allows(day, state, choice) {
            continue;
        }
        let (effect, units) = (rules.effect(day, state, choice), choice.paid.get() / unit);
        match found.iter().find(|work| (work.units, work.effect) == (units, effect)) {
            Some(work) => made[work.class as usize].members.push(index as u32),
            None => {
                found.push(Work { class: made.len() as u32, units, effect });
                made.push(Class { day, members: vec![index as u32], units, begins_weekend });
            }
        }
    }
    found
}

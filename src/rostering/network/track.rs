use std::ops::Range;

use super::state::{Rules, State};
use crate::model::Scenario;
use crate::rostering::limits::Limit;
use crate::rostering::terms::Terms;

/// The line of one agent, followed through the rules day by day: what some days of it are changed to is looked at there
/// alone. It needs no network, which would remember too much where days are many.
pub(in crate::rostering) struct Track<'a> {
    rules: Rules<'a>,
    /// What is worked, by day.
    choices: Vec<Option<u32>>,
    /// Before each day, and after the last.
    states: Vec<State>,
    /// What is counted over days of the line.
    counts: Vec<Count>,
    /// The weekends that may be worked, where they need only be counted.
    weekends: Option<&'a Limit>,
}

/// Minutes, or shifts of a template, over some days of a line.
struct Count {
    of: Counted,
    days: Range<usize>,
    least: i32,
    most: i32,
    now: i32,
}

#[derive(Clone, Copy)]
enum Counted {
    Minutes,
    Template(usize),
}

impl<'a> Track<'a> {
    /// The track of a line, given by its choice on each day (nothing for a day off), under terms whose weekends are limited
    /// beside them where that is given; nothing where the line does not keep them.
    pub fn new(
        terms: &'a Terms,
        weekends: Option<&'a Limit>,
        scenario: &'a Scenario,
        choices: Vec<Option<u32>>,
    ) -> Option<Self> {
        let counts = counts(terms, &choices);
        let rules = Rules::new(terms, scenario);
        let mut track = Track { rules, choices, states: Vec::new(), counts, weekends };
        let is_legal = track.counts.iter().all(Count::is_kept) && track.keeps_weekends();
        track.states.push(track.rules.start());
        let states = track.follow(0..track.choices.len()).filter(|_| is_legal)?;
        track.states.extend(states);
        Some(track)
    }

    /// Puts other choices on the days from `first` on, where the line keeps the rules with them; whether it does.
    pub fn change(&mut self, first: usize, choices: &mut [Option<u32>]) -> bool {
        let days = first..first + choices.len();
        self.swap(first, choices);
        let is_kept = self.counts.iter().all(Count::is_kept);
        let states = if is_kept { self.follow(days) } else { None };
        match states.filter(|_| self.keeps_weekends()) {
            Some(states) => {
                self.states[first + 1..=first + states.len()].clone_from_slice(&states);
                true
            }
            None => {
                self.swap(first, choices);
                false
            }
        }
    }

    /// Changes the choices of some days for others, and counts anew.
    fn swap(&mut self, first: usize, choices: &mut [Option<u32>]) {
        let days = first..first + choices.len();
        for count in &mut self.counts {
            for day in count.days.start.max(days.start)..count.days.end.min(days.end) {
                let amount = |choice| amount(self.rules.terms, count.of, day, choice);
                count.now += amount(choices[day - first]) - amount(self.choices[day]);
            }
        }
        self.choices[days].swap_with_slice(choices);
    }

    /// The states after the days of some, and after as many more as they are others than before; nothing where a rule is
    /// broken.
    fn follow(&self, days: Range<usize>) -> Option<Vec<State>> {
        let mut found: Vec<State> = Vec::with_capacity(days.len());
        for day in days.start..self.choices.len() {
            let next = self.step(day, found.last().unwrap_or(&self.states[days.start]))?;
            let is_as_before = day + 1 >= days.end && self.states.get(day + 1) == Some(&next);
            found.push(next);
            if is_as_before {
                return Some(found);
            }
        }
        found.last().is_none_or(|last| self.rules.is_final(last)).then_some(found)
    }

    /// The state after a day.
    fn step(&self, day: usize, state: &State) -> Option<State> {
        let rules = &self.rules;
        let of = &self.rules.terms.days[day];
        let next = match self.choices[day].map(|choice| &of.choices[choice as usize]) {
            None => rules.off(day, state).filter(|_| of.off.is_some())?,
            Some(choice) if rules.allows(day, state, choice) => {
                rules.work(day, state, rules.effect(day, state, choice))?
            }
            Some(_) => return None,
        };
        let is_end_of_week = self.rules.terms.weeks.iter().any(|week| week.end == day + 1);
        Some(if is_end_of_week { rules.next_week(day, next) } else { next })
    }

    fn keeps_weekends(&self) -> bool {
        self.weekends.is_none_or(|weekends| weekends.beyond(self.rules.terms, &self.choices) <= 0.0)
    }
}

impl Count {
    fn is_kept(&self) -> bool {
        (self.least..=self.most).contains(&self.now)
    }
}

/// The hours of weeks and spans, and the shifts of templates that are limited.
fn counts(terms: &Terms, choices: &[Option<u32>]) -> Vec<Count> {
    let firsts = std::iter::once(0).chain(terms.weeks.iter().map(|week| week.end));
    let weeks = firsts.zip(&terms.weeks).map(|(first, week)| (first..week.end, week.min, week.max));
    let spans = terms.spans.chain.iter().map(|span| (span.start..span.end, span.min, span.max));
    let hours = weeks.chain(spans).map(|(days, least, most)| (Counted::Minutes, days, least, most));
    let kinds = terms.kinds.iter().map(|kind| {
        let most = i32::try_from(kind.left).unwrap_or(i32::MAX);
        (Counted::Template(kind.template), 0..choices.len(), 0, most)
    });
    let count = |(of, days, least, most): (Counted, Range<usize>, i32, i32)| {
        let now = days.clone().map(|day| amount(terms, of, day, choices[day])).sum();
        Count { of, days, least, most, now }
    };
    // Most weeks and templates ask for nothing that could be broken.
    let longest = terms.longest().get();
    let is_bound = |(of, days, least, most): &(Counted, Range<usize>, i32, i32)| match of {
        Counted::Minutes => *least > 0 || *most < longest.saturating_mul(days.len() as i32),
        Counted::Template(_) => *most > 0,
    };
    hours.chain(kinds).filter(is_bound).map(count).collect()
}

/// What a choice of a day counts for.
fn amount(terms: &Terms, of: Counted, day: usize, choice: Option<u32>) -> i32 {
    let Some(choice) = choice.map(|choice| &terms.days[day].choices[choice as usize]) else { return 0 };
    match of {
        Counted::Minutes => choice.paid.get(),
        Counted::Template(template) => i32::from(choice.template == template),
    }
}

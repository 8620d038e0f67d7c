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

/// Some days in a row of a line and other choices for them.
pub(in crate::rostering) struct Part {
    pub first: usize,
    pub choices: Vec<Option<u32>>,
}

impl Part {
    fn days(&self) -> Range<usize> {
        self.first..self.first + self.choices.len()
    }
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
        let is_legal = track.keeps_counts(&[]);
        track.states.push(track.rules.start());
        let all = 0..track.choices.len();
        let states = track.follow(std::slice::from_ref(&all)).filter(|_| is_legal)?;
        track.states.extend(states.into_iter().map(|(_, state)| state));
        Some(track)
    }

    /// Whether hours, shifts of templates and weekends are as many as they may be with other choices on the days of some parts.
    pub fn keeps_counts(&self, parts: &[Part]) -> bool {
        let is_kept = |count: &Count| {
            let more = parts.iter().map(|part| count.more(self.rules.terms, &self.choices, part));
            (count.least..=count.most).contains(&(count.now + more.sum::<i32>()))
        };
        self.counts.iter().all(is_kept) && self.keeps_weekends(parts)
    }

    fn keeps_weekends(&self, parts: &[Part]) -> bool {
        let Some(weekends) = self.weekends else { return true };
        let mut choices = self.choices.clone();
        parts.iter().for_each(|part| choices[part.days()].copy_from_slice(&part.choices));
        weekends.beyond(self.rules.terms, &choices) <= 0.0
    }

    /// Puts other choices on the days of some parts, in order and apart from each other, which keep what is counted: where the
    /// line keeps all other rules with them. What was there comes into the parts; whether it does.
    pub fn change(&mut self, parts: &mut [Part]) -> bool {
        self.swap(parts);
        let days: Vec<Range<usize>> = parts.iter().map(Part::days).collect();
        match self.follow(&days) {
            Some(states) => {
                states.into_iter().for_each(|(day, state)| self.states[day] = state);
                true
            }
            None => {
                self.swap(parts);
                false
            }
        }
    }

    /// Changes the choices of some days for others, and counts anew.
    fn swap(&mut self, parts: &mut [Part]) {
        for part in parts {
            for count in &mut self.counts {
                count.now += count.more(self.rules.terms, &self.choices, part);
            }
            self.choices[part.days()].swap_with_slice(&mut part.choices);
        }
    }

    /// The states, each with how many days are before it, after the days of some parts, and after as many more as they are
    /// others than before; nothing where a rule is broken.
    fn follow(&self, parts: &[Range<usize>]) -> Option<Vec<(usize, State)>> {
        let mut found: Vec<(usize, State)> = Vec::new();
        let mut parts = parts.iter().peekable();
        let mut day = parts.peek()?.start;
        let mut state = self.states[day].clone();
        while day < self.choices.len() {
            state = self.step(day, &state)?;
            day += 1;
            while parts.next_if(|part| part.end <= day).is_some() {}
            let is_inside = parts.peek().is_some_and(|part| part.start < day);
            if is_inside || self.states.get(day) != Some(&state) {
                found.push((day, state.clone()));
                continue;
            }
            let Some(part) = parts.peek() else { return Some(found) };
            day = part.start;
            state = self.states[day].clone();
        }
        found.last().is_none_or(|(_, last)| self.rules.is_final(last)).then_some(found)
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
}

impl Count {
    /// How much more other choices on some days of a line come to.
    fn more(&self, terms: &Terms, choices: &[Option<u32>], part: &Part) -> i32 {
        let days = part.days();
        let days = self.days.start.max(days.start)..self.days.end.min(days.end);
        let amount = |day, choice| amount(terms, self.of, day, choice);
        days.map(|day| amount(day, part.choices[day - part.first]) - amount(day, choices[day])).sum()
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

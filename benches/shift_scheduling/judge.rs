//! The judge of solutions: every rule and the objective, straight from the instance. It knows nothing of callboard.

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::instance::{Agent, Instance, Wish};
use crate::solution::{Assignment, Solution};

/// What a solution breaks, and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub broken: Vec<Broken>,
    pub objective: u64,
}

/// A rule that a solution breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub agent: String,
    /// The day it shows on; the first for what spans the horizon.
    pub day: usize,
    pub rule: &'static str,
    pub found: u32,
    pub allowed: u32,
}

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Broken { agent, day, rule, found, allowed } = self;
        write!(out, "{agent}, day {day}, {rule}: {found}, allowed {allowed}")
    }
}

/// Judges a solution.
pub fn judge(instance: &Instance, solution: &Solution) -> Verdict {
    let mut broken = Vec::new();
    for (agent, rules) in instance.agents.iter().enumerate() {
        let mut worked = vec![Vec::new(); instance.days];
        for assignment in solution.assignments.iter().filter(|assignment| assignment.agent == agent) {
            worked[assignment.day].push(assignment.shift);
        }
        Line { instance, rules, worked }.judge(&mut broken);
    }
    Verdict { broken, objective: objective(instance, solution) }
}

/// Wishes not granted, and heads under and over the cover.
fn objective(instance: &Instance, solution: &Solution) -> u64 {
    let mut heads: HashMap<(usize, usize), u64> = HashMap::new();
    for assignment in &solution.assignments {
        *heads.entry((assignment.day, assignment.shift)).or_default() += 1;
    }
    let works: HashSet<&Assignment> = solution.assignments.iter().collect();
    let is_worked =
        |wish: &&Wish| works.contains(&Assignment { agent: wish.agent, day: wish.day, shift: wish.shift });
    let wanted = instance.wanted.iter().filter(|wish| !is_worked(wish));
    let unwanted = instance.unwanted.iter().filter(is_worked);
    let wishes: u64 = wanted.chain(unwanted).map(|wish| u64::from(wish.weight)).sum();
    let cover = instance.cover.iter().map(|cover| {
        let (there, required) =
            (heads.get(&(cover.day, cover.shift)).copied().unwrap_or(0), u64::from(cover.required));
        u64::from(cover.under) * required.saturating_sub(there)
            + u64::from(cover.over) * there.saturating_sub(required)
    });
    wishes + cover.sum::<u64>()
}

/// One agent's shifts on each day.
struct Line<'a> {
    instance: &'a Instance,
    rules: &'a Agent,
    worked: Vec<Vec<usize>>,
}

impl Line<'_> {
    fn judge(&self, broken: &mut Vec<Broken>) {
        self.judge_days(broken);
        self.judge_totals(broken);
        self.judge_runs(broken);
        self.judge_weekends(broken);
    }

    fn judge_days(&self, broken: &mut Vec<Broken>) {
        for (day, shifts) in self.worked.iter().enumerate() {
            if shifts.len() > 1 {
                broken.push(self.broken(day, "shifts on a day", shifts.len(), 1));
            }
            let before = day.checked_sub(1).map_or(&[][..], |before| &self.worked[before]);
            for &earlier in before {
                let follows = |shift: &usize| self.instance.shifts[earlier].not_followed_by.contains(shift);
                if shifts.iter().any(follows) {
                    broken.push(self.broken(day, "a shift that cannot follow", 1, 0));
                }
            }
        }
        for &day in self.rules.days_off.iter().filter(|&&day| !self.worked[day].is_empty()) {
            broken.push(self.broken(day, "work on a day off", self.worked[day].len(), 0));
        }
    }

    fn judge_totals(&self, broken: &mut Vec<Broken>) {
        let shifts = || self.worked.iter().flatten();
        for (shift, &most) in self.rules.most_of.iter().enumerate() {
            let worked = shifts().filter(|&&other| other == shift).count();
            if let Some(most) = most.filter(|&most| worked > most as usize) {
                broken.push(self.broken(0, "most shifts of a type", worked, most));
            }
        }
        let minutes: u32 = shifts().map(|&shift| self.instance.shifts[shift].minutes).sum();
        if minutes > self.rules.most_minutes {
            broken.push(self.broken(0, "most minutes", minutes as usize, self.rules.most_minutes));
        }
        if minutes < self.rules.least_minutes {
            broken.push(self.broken(0, "least minutes", minutes as usize, self.rules.least_minutes));
        }
    }

    /// Runs of days worked and of days off. Beyond the horizon nobody works as far as the most in a row goes; as far
    /// as the least goes, a run that touches its edge goes on there.
    fn judge_runs(&self, broken: &mut Vec<Broken>) {
        let mut first = 0;
        for run in self.worked.chunk_by(|one, other| one.is_empty() == other.is_empty()) {
            let touches_edge = first == 0 || first + run.len() == self.worked.len();
            let (least, rule) = match run[0].is_empty() {
                true => (self.rules.least_off_in_a_row, "least days off in a row"),
                false => (self.rules.least_in_a_row, "least shifts in a row"),
            };
            if run.len() < least as usize && !touches_edge {
                broken.push(self.broken(first, rule, run.len(), least));
            }
            if !run[0].is_empty() && run.len() > self.rules.most_in_a_row as usize {
                broken.push(self.broken(first, "most shifts in a row", run.len(), self.rules.most_in_a_row));
            }
            first += run.len();
        }
    }

    fn judge_weekends(&self, broken: &mut Vec<Broken>) {
        let weeks = self.worked.chunks(7);
        let worked = weeks.filter(|week| week.iter().skip(5).any(|shifts| !shifts.is_empty())).count();
        if worked > self.rules.most_weekends as usize {
            broken.push(self.broken(0, "most weekends", worked, self.rules.most_weekends));
        }
    }

    fn broken(&self, day: usize, rule: &'static str, found: usize, allowed: u32) -> Broken {
        Broken { agent: self.rules.id.clone(), day, rule, found: found as u32, allowed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiny() -> Instance {
        Instance::parse(include_str!("../../data/shift-scheduling/tiny.txt")).unwrap()
    }

    /// A line of work for each agent: E, L, or a dot for a day off; `2` for both on a day.
    fn solution(instance: &Instance, lines: [&str; 3]) -> Solution {
        let mut assignments = Vec::new();
        for (agent, line) in lines.iter().enumerate() {
            for (day, letter) in line.chars().enumerate() {
                let shifts = match letter {
                    '2' => vec!["E", "L"],
                    '.' => vec![],
                    'E' => vec!["E"],
                    _ => vec!["L"],
                };
                let assignment = |id| Assignment {
                    agent,
                    day,
                    shift: instance.shifts.iter().position(|shift| shift.id == id).unwrap(),
                };
                assignments.extend(shifts.into_iter().map(assignment));
            }
        }
        Solution { assignments }
    }

    const ANN: &str = ".EL..LL";
    const BEN: &str = "EEE....";
    const CEM: &str = "LL.EL..";

    fn rules_broken(lines: [&str; 3]) -> Vec<Broken> {
        let instance = tiny();
        judge(&instance, &solution(&instance, lines)).broken
    }

    fn broken(agent: &str, day: usize, rule: &'static str, found: u32, allowed: u32) -> Broken {
        Broken { agent: agent.to_owned(), day, rule, found, allowed }
    }

    #[test]
    fn a_legal_solution_breaks_nothing_and_costs_what_it_costs_by_hand() {
        let instance = tiny();
        let verdict = judge(&instance, &solution(&instance, [ANN, BEN, CEM]));
        assert_eq!(verdict.broken, []);
        // Missing: E of days 3, 4 and 5. Too many: E of day 1. Wishes: Cem wants E on day 6, and not L on day 4.
        assert_eq!(verdict.objective, 300 + 1 + 2 + 5);
    }

    #[test]
    fn heads_too_many_and_wishes_against_a_shift_cost_their_weights() {
        let instance = tiny();
        let verdict = judge(&instance, &solution(&instance, ["EE...LL", BEN, CEM]));
        // Against the line above: L of day 2 is missing now, E of day 0 is there twice and unwanted by Ann.
        assert_eq!(verdict.objective, 308 + 100 + 1 + 2);
    }

    #[test]
    fn each_rule_is_broken_by_itself() {
        let cases = [
            ([".EE..E2", BEN, CEM], broken("Ann", 6, "shifts on a day", 2, 1)),
            ([".LE..LL", BEN, CEM], broken("Ann", 2, "a shift that cannot follow", 1, 0)),
            ([ANN, "EEEE...", CEM], broken("Ben", 3, "work on a day off", 1, 0)),
            ([ANN, "LLL....", CEM], broken("Ben", 0, "most shifts of a type", 3, 1)),
            ([ANN, BEN, "LL.LLL."], broken("Cem", 0, "most minutes", 3000, 2880)),
            ([ANN, BEN, "LL....."], broken("Cem", 0, "least minutes", 1200, 1560)),
            (["EEEE...", BEN, CEM], broken("Ann", 0, "most shifts in a row", 4, 3)),
            ([ANN, BEN, "LL..L.."], broken("Cem", 4, "least shifts in a row", 1, 2)),
            (["EE.EE..", BEN, CEM], broken("Ann", 2, "least days off in a row", 1, 2)),
            ([ANN, "EEE..EE", CEM], broken("Ben", 0, "most weekends", 1, 0)),
        ];
        for (lines, expected) in cases {
            assert_eq!(rules_broken(lines), [expected], "{lines:?}");
        }
    }

    #[test]
    fn runs_that_touch_the_edge_may_be_short_but_not_long() {
        let rules =
            |ann| rules_broken([ann, BEN, CEM]).into_iter().map(|broken| broken.rule).collect::<Vec<_>>();
        for (line, broken) in [
            ("L...LLL", None),
            (".L..LLL", Some("least shifts in a row")),
            (".EEE..E", None),
            ("E.EE..E", Some("least days off in a row")),
            ("...LLLL", Some("most shifts in a row")),
        ] {
            assert_eq!(rules(line), Vec::from_iter(broken), "{line}");
        }
    }
}

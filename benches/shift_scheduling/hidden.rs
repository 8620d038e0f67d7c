use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_pcg::Pcg64;

use crate::instance::{Agent, Instance};

/// How many lines are drawn before the agent's least minutes are lowered to what the longest of them reached.
const TRIES: usize = 60;

/// A line of work, by day.
type Line = Vec<Option<usize>>;

/// A random legal line of work for an agent. Where none drawn reaches the agent's least minutes, those are lowered.
pub fn hidden_line(instance: &Instance, agent: &mut Agent, random: &mut Pcg64) -> Line {
    let mut longest = (0, vec![None; instance.days]);
    for _ in 0..TRIES {
        let walk = Walk::new(instance, agent, random).walk();
        if walk.minutes >= longest.0 {
            longest = (walk.minutes, walk.line);
        }
        if longest.0 >= agent.least_minutes {
            return longest.1;
        }
    }
    agent.least_minutes = longest.0 / 60 * 60;
    longest.1
}

/// Goes through the days, run of work after run of work, each as far behind or ahead of the agent's hours as it may.
struct Walk<'a> {
    instance: &'a Instance,
    agent: &'a Agent,
    random: &'a mut Pcg64,
    is_off: Vec<bool>,
    /// What should be worked in a day that the agent is there.
    pace: f64,
    line: Line,
    minutes: u32,
    /// What may still be worked of each type.
    left: Vec<u32>,
    /// Weeks whose weekend is worked.
    weekends: Vec<usize>,
}

impl<'a> Walk<'a> {
    fn new(instance: &'a Instance, agent: &'a Agent, random: &'a mut Pcg64) -> Self {
        let is_off: Vec<bool> = (0..instance.days).map(|day| agent.days_off.contains(&day)).collect();
        let there = is_off.iter().filter(|is_off| !**is_off).count().max(1);
        let target = (agent.least_minutes + agent.most_minutes) / 2;
        Walk {
            instance,
            agent,
            random,
            pace: f64::from(target) / there as f64,
            is_off,
            line: vec![None; instance.days],
            minutes: 0,
            left: agent.most_of.iter().map(|most| most.unwrap_or(u32::MAX)).collect(),
            weekends: Vec::new(),
        }
    }

    fn walk(mut self) -> Self {
        let mut day = self.random.random_range(0..=2usize);
        while day < self.instance.days {
            let run = self.run(day);
            // At the horizon's end a run may be short, as it may go on beyond.
            let is_long_enough =
                run.len() >= self.agent.least_in_a_row as usize || day + run.len() == self.instance.days;
            if run.is_empty() || !is_long_enough {
                day += 1;
                continue;
            }
            day = self.work(day, &run);
            day += self.agent.least_off_in_a_row as usize;
            while day < self.instance.days && self.is_ahead(day) {
                day += 1;
            }
        }
        self
    }

    /// The shifts of a run of work from a day on, as long as drawn or as the rules allow.
    fn run(&mut self, first: usize) -> Vec<usize> {
        let (least, most) = (self.agent.least_in_a_row, self.agent.most_in_a_row);
        let length = self.random.random_range(least.max(3).min(most)..=most) as usize;
        let mut run: Vec<usize> = Vec::new();
        let mut minutes = self.minutes;
        for day in first..(first + length).min(self.instance.days) {
            if self.is_off[day] || !self.may_work_weekend(day) {
                break;
            }
            let Some(shift) = self.next(&run, minutes) else { break };
            minutes += self.instance.shifts[shift].minutes;
            run.push(shift);
        }
        run
    }

    /// A shift that may follow the run so far; often the same again.
    fn next(&mut self, run: &[usize], minutes: u32) -> Option<usize> {
        let shifts = &self.instance.shifts;
        let is_allowed = |shift: usize| {
            let before = run.iter().filter(|&&other| other == shift).count() as u32;
            let follows = run.last().is_none_or(|&last| !shifts[last].not_followed_by.contains(&shift));
            follows && before < self.left[shift] && minutes + shifts[shift].minutes <= self.agent.most_minutes
        };
        if let Some(&last) = run.last().filter(|&&last| is_allowed(last))
            && self.random.random_bool(0.5)
        {
            return Some(last);
        }
        let allowed: Vec<usize> = (0..shifts.len()).filter(|&shift| is_allowed(shift)).collect();
        allowed.choose(self.random).copied()
    }

    /// Puts a run into the line; the day after it.
    fn work(&mut self, first: usize, run: &[usize]) -> usize {
        for (day, &shift) in (first..).zip(run) {
            self.line[day] = Some(shift);
            self.minutes += self.instance.shifts[shift].minutes;
            self.left[shift] -= 1;
            if day % 7 >= 5 && !self.weekends.contains(&(day / 7)) {
                self.weekends.push(day / 7);
            }
        }
        first + run.len()
    }

    /// Whether a day is no weekend, or one within its share of those the agent may work.
    fn may_work_weekend(&self, day: usize) -> bool {
        let (week, weeks) = (day / 7, self.instance.days.div_ceil(7));
        let share = (self.agent.most_weekends as usize * (week + 1)).div_ceil(weeks);
        day % 7 < 5 || self.weekends.contains(&week) || self.weekends.len() < share
    }

    /// Whether more is worked before a day than there should be, so that the agent can stay off on it.
    fn is_ahead(&self, day: usize) -> bool {
        let there = self.is_off[..day].iter().filter(|is_off| !**is_off).count();
        f64::from(self.minutes) > self.pace * (there as f64 + 1.0)
    }
}

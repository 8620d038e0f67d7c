use super::master::LineColumn;
use super::window::Window;
use crate::error::Result;
use crate::program::Solution;

/// What a program takes less of is not taken.
const TAKEN: f64 = 1e-9;

/// A choice settled or barred, so that it can be taken back.
#[derive(Debug)]
pub(super) struct Change {
    group: usize,
    /// The lines that are out by it.
    out: Vec<usize>,
    undo: Undo,
}

#[derive(Debug)]
enum Undo {
    Settled {
        day: usize,
        before: Option<Option<u32>>,
    },
    /// The last of each of these days.
    Barred {
        days: Vec<usize>,
    },
}

impl Window<'_> {
    /// Settles what the one agent of a group does on a day, where some line is left that does: all others are out.
    pub fn settle_day(&mut self, group: usize, day: usize, choice: Option<u32>) -> Option<Change> {
        let is_out = |line: &LineColumn| line.choices[day] != choice;
        self.lines_of[group].iter().find(|&&line| !is_out(&self.lines[line]))?;
        let out = self.take_out(group, is_out);
        let before = self.groups[group].legal.settled[day].replace(choice);
        Some(Change { group, out, undo: Undo::Settled { day, before } })
    }

    /// Bars a choice of a day to the one agent of a group; nothing where no line is then left.
    pub fn bar(&mut self, group: usize, day: usize, choice: Option<u32>) -> Result<Option<Change>> {
        let change = self.bar_all(group, vec![(day, choice)]);
        if self.lines_of[group].is_empty() {
            self.start()?;
        }
        if self.lines_of[group].is_empty() {
            self.undo(change);
            return Ok(None);
        }
        Ok(Some(change))
    }

    /// Bars some choices to a group, day by day, whether a line is left or not.
    pub fn bar_all(&mut self, group: usize, choices: Vec<(usize, Option<u32>)>) -> Change {
        let is_out = |line: &LineColumn| choices.iter().any(|&(day, choice)| line.choices[day] == choice);
        let out = self.take_out(group, is_out);
        let barred = &mut self.groups[group].legal.barred;
        choices.iter().for_each(|&(day, choice)| barred[day].push(choice));
        Change { group, out, undo: Undo::Barred { days: choices.into_iter().map(|(day, _)| day).collect() } }
    }

    /// Whether a solution takes a line that is out by a change.
    pub fn is_taken(&self, change: &Change, solution: &Solution) -> bool {
        change.out.iter().any(|&line| solution.value(self.columns[line]) > TAKEN)
    }

    fn take_out(&mut self, group: usize, is_out: impl Fn(&LineColumn) -> bool) -> Vec<usize> {
        let (out, stay): (Vec<usize>, Vec<usize>) =
            self.lines_of[group].iter().partition(|&&line| is_out(&self.lines[line]));
        for &line in &out {
            self.master.program.set_bounds(self.columns[line], 0.0..=0.0);
        }
        self.lines_of[group] = stay;
        out
    }

    /// Takes changes back, the last first.
    pub fn undo_all(&mut self, changes: Vec<Change>) {
        changes.into_iter().rev().for_each(|change| self.undo(change));
    }

    /// Takes a change back.
    pub fn undo(&mut self, change: Change) {
        for &line in &change.out {
            self.master.program.set_bounds(self.columns[line], 0.0..=f64::INFINITY);
        }
        self.lines_of[change.group].extend(change.out);
        let legal = &mut self.groups[change.group].legal;
        match change.undo {
            Undo::Settled { day, before } => legal.settled[day] = before,
            Undo::Barred { days } => days.into_iter().for_each(|day| _ = legal.barred[day].pop()),
        }
    }
}

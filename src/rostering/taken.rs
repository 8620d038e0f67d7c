use std::collections::VecDeque;

/// So many different lines are kept.
const KEPT: usize = 30;
/// The weight of the latest line among all.
const NEWEST: f64 = 0.1;

/// The lines that a group took one after the other.
pub(super) struct Taken {
    /// The latest.
    pub line: Vec<Option<u32>>,
    /// By day, what they work and the weight of those that do, the newest of most weight.
    parts: Vec<Vec<(Option<u32>, f64)>>,
    /// Those of late, the newest last.
    late: VecDeque<Vec<Option<u32>>>,
}

impl Taken {
    /// Of so many days, none yet.
    pub fn nothing(days: usize) -> Self {
        Taken { line: vec![None; days], parts: vec![Vec::new(); days], late: VecDeque::new() }
    }

    /// Takes one more.
    pub fn add(&mut self, line: Vec<Option<u32>>) {
        for (parts, &choice) in self.parts.iter_mut().zip(&line) {
            parts.iter_mut().for_each(|(_, part)| *part *= 1.0 - NEWEST);
            let place = parts.iter().position(|(known, _)| *known == choice).unwrap_or(parts.len());
            if place == parts.len() {
                parts.push((choice, 0.0));
            }
            parts[place].1 += NEWEST;
        }
        if !self.late.contains(&line) {
            self.late.push_back(line.clone());
            self.late.drain(..self.late.len().saturating_sub(KEPT));
        }
        self.line = line;
    }

    /// The weight of those that work on a day what the latest does.
    pub fn agreed(&self, day: usize) -> f64 {
        let is_same = |(choice, _): &&(Option<u32>, f64)| *choice == self.line[day];
        self.parts[day].iter().find(is_same).map_or(0.0, |(_, weight)| *weight)
    }

    /// The different lines it took of late.
    pub fn late(&self) -> impl Iterator<Item = &Vec<Option<u32>>> {
        self.late.iter()
    }
}

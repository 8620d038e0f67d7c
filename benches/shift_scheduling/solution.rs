use std::collections::HashMap;

use crate::instance::{Fault, Instance};

/// Who works which shift on which day, in no order; what is written may break any rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Solution {
    pub assignments: Vec<Assignment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Assignment {
    pub agent: usize,
    pub day: usize,
    pub shift: usize,
}

const HEADER: &str = "employee,day,shift";

impl Solution {
    /// Reads rows of `employee,day,shift`.
    ///
    /// # Errors
    ///
    /// All rows that name nothing in the instance.
    pub fn parse(text: &str, instance: &Instance) -> Result<Solution, Vec<Fault>> {
        let agents: HashMap<&str, usize> = index_by(instance.agents.iter().map(|agent| agent.id.as_str()));
        let shifts: HashMap<&str, usize> = index_by(instance.shifts.iter().map(|shift| shift.id.as_str()));
        let read = |line: &str| -> Result<Assignment, String> {
            let fields: Vec<&str> = line.split(',').map(str::trim).collect();
            let [agent, day, shift] = fields[..] else { return Err(format!("`{line}` is not {HEADER}")) };
            Ok(Assignment {
                agent: *agents.get(agent).ok_or_else(|| format!("no agent `{agent}`"))?,
                day: day
                    .parse()
                    .ok()
                    .filter(|&day| day < instance.days)
                    .ok_or_else(|| format!("no day `{day}`"))?,
                shift: *shifts.get(shift).ok_or_else(|| format!("no shift `{shift}`"))?,
            })
        };
        let (mut assignments, mut faults) = (Vec::new(), Vec::new());
        let lines = text.lines().map(str::trim).enumerate();
        for (index, line) in lines.filter(|(_, line)| !line.is_empty() && *line != HEADER) {
            match read(line) {
                Ok(assignment) => assignments.push(assignment),
                Err(what) => faults.push(Fault { line: index + 1, what }),
            }
        }
        if faults.is_empty() { Ok(Solution { assignments }) } else { Err(faults) }
    }

    /// As a file, by agent and day.
    pub fn write(&self, instance: &Instance) -> String {
        let mut assignments = self.assignments.clone();
        assignments.sort_unstable();
        let rows = assignments.iter().map(|&Assignment { agent, day, shift }| {
            format!("{},{day},{}\n", instance.agents[agent].id, instance.shifts[shift].id)
        });
        std::iter::once(format!("{HEADER}\n")).chain(rows).collect()
    }
}

fn index_by<'a>(ids: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    ids.enumerate().map(|(index, id)| (id, index)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_solution_is_read_as_it_is_written() {
        let tiny = Instance::parse(include_str!("../../data/shift-scheduling/tiny.txt")).unwrap();
        let text = "employee,day,shift\nAnn,0,E\nAnn,1,L\nCem,6,L\n";
        let solution = Solution::parse(text, &tiny).unwrap();
        assert_eq!(solution.assignments[2], Assignment { agent: 2, day: 6, shift: 1 });
        assert_eq!(solution.write(&tiny), text);
    }

    #[test]
    fn rows_that_name_nothing_are_faults() {
        let tiny = Instance::parse(include_str!("../../data/shift-scheduling/tiny.txt")).unwrap();
        let text = "employee,day,shift\nAnn,7,E\nAnn,1,N\nBob,1,E\nAnn,1\n";
        let told: Vec<String> =
            Solution::parse(text, &tiny).unwrap_err().iter().map(ToString::to_string).collect();
        let expected = [
            "line 2: no day `7`",
            "line 3: no shift `N`",
            "line 4: no agent `Bob`",
            "line 5: `Ann,1` is not employee,day,shift",
        ];
        assert_eq!(told, expected);
    }
}

use std::str::FromStr;

use crate::instance::{Agent, Cover, Instance, Wish};

/// How many times the staff and the days of an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    pub staff: usize,
    pub days: usize,
}

impl FromStr for Times {
    type Err = String;

    /// Reads `staff=3,days=2`; what is left out is once.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut times = Times { staff: 1, days: 1 };
        for part in text.split(',') {
            let (key, value) = part.split_once('=').ok_or_else(|| format!("`{part}` is not KEY=NUMBER"))?;
            let number = value.parse().ok().filter(|number| (1..=100).contains(number));
            let number = number.ok_or_else(|| format!("`{value}` is no number from 1 to 100"))?;
            match key.trim() {
                "staff" => times.staff = number,
                "days" => times.days = number,
                other => return Err(format!("`{other}` is neither staff nor days")),
            }
        }
        Ok(times)
    }
}

impl Instance {
    /// So many copies of everybody, on so many copies of the days, one after the other.
    ///
    /// Who repeats a solution of this one pays for it so often: so many times the best known value is one for the copies, as
    /// far as that solution breaks no rule where copies of the days meet.
    pub fn repeated(&self, times: Times) -> Instance {
        let (of_days, of_staff) = (times.days as u32, times.staff as u32);
        let starts = || (0..times.days).map(|copy| copy * self.days);
        let agent = |copy: usize, agent: &Agent| Agent {
            id: if times.staff == 1 { agent.id.clone() } else { format!("{}-{}", agent.id, copy + 1) },
            most_of: agent.most_of.iter().map(|most| most.map(|most| most * of_days)).collect(),
            least_minutes: agent.least_minutes * of_days,
            most_minutes: agent.most_minutes * of_days,
            most_weekends: agent.most_weekends * of_days,
            days_off: starts().flat_map(|start| agent.days_off.iter().map(move |day| start + day)).collect(),
            ..*agent
        };
        let wishes = |of: &[Wish]| {
            let copies = (0..times.staff).flat_map(|copy| starts().map(move |start| (copy, start)));
            let wish = |(copy, start): (usize, usize), wish: &Wish| Wish {
                agent: copy * self.agents.len() + wish.agent,
                day: start + wish.day,
                ..*wish
            };
            copies.flat_map(|copy| of.iter().map(move |of| wish(copy, of))).collect()
        };
        let cover = |start: usize, cover: &Cover| Cover {
            day: start + cover.day,
            required: cover.required * of_staff,
            ..*cover
        };
        Instance {
            days: self.days * times.days,
            shifts: self.shifts.clone(),
            agents: (0..times.staff)
                .flat_map(|copy| self.agents.iter().map(move |of| agent(copy, of)))
                .collect(),
            wanted: wishes(&self.wanted),
            unwanted: wishes(&self.unwanted),
            cover: starts().flat_map(|start| self.cover.iter().map(move |of| cover(start, of))).collect(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a builder that fails fails the test")]
mod tests {
    use super::*;
    use crate::generate::generate;
    use crate::judge::judge;
    use crate::solution::{Assignment, Solution};

    #[test]
    fn a_solution_repeated_costs_so_many_times_as_much() {
        let (instance, hidden) = generate(&"days=28,staff=12,shifts=3,missing=2,seed=5".parse().unwrap());
        let once = judge(&instance, &hidden);
        for times in [Times { staff: 3, days: 1 }, Times { staff: 1, days: 4 }, Times { staff: 2, days: 2 }] {
            let copies = (0..times.staff).flat_map(|copy| (0..times.days).map(move |start| (copy, start)));
            let assigned = copies.flat_map(|(copy, start)| {
                hidden.assignments.iter().map(move |of| Assignment {
                    agent: copy * 12 + of.agent,
                    day: start * 28 + of.day,
                    ..*of
                })
            });
            let (long, solution) = (instance.repeated(times), Solution { assignments: assigned.collect() });
            assert_eq!((long.days, long.agents.len()), (28 * times.days, 12 * times.staff));
            let verdict = judge(&long, &solution);
            assert_eq!(verdict.objective, once.objective * (times.staff * times.days) as u64);
            assert!(times.days > 1 || verdict.broken.is_empty(), "{:?}", verdict.broken);
        }
    }

    #[test]
    fn an_instance_taken_once_is_the_same() {
        let (instance, _) = generate(&"days=14,staff=8,shifts=2,seed=1".parse().unwrap());
        assert_eq!(instance.repeated("staff=1".parse().unwrap()), instance);
    }

    #[test]
    fn times_are_read() {
        assert_eq!("staff=3,days=2".parse(), Ok(Times { staff: 3, days: 2 }));
        assert_eq!("days=13".parse(), Ok(Times { staff: 1, days: 13 }));
        for wrong in ["", "days", "days=0", "days=x", "weeks=3", "staff=101"] {
            assert!(wrong.parse::<Times>().is_err(), "{wrong}");
        }
    }
}

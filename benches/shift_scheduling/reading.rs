use std::collections::{HashMap, HashSet};
use std::str::FromStr;

use crate::instance::{Agent, Cover, Fault, Instance, ShiftType, Wish};

/// The longest horizon read: ten years.
const MOST_DAYS: usize = 3660;
const SECTIONS: [&str; 7] = [
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
];

/// A line that says something: its number and its fields.
struct Row<'a> {
    line: usize,
    fields: Vec<&'a str>,
}

/// What a row or a part of it becomes.
type Read<T> = Result<T, String>;

impl Instance {
    /// Reads an instance.
    ///
    /// # Errors
    ///
    /// All faults, in the order of their lines.
    pub fn parse(text: &str) -> Result<Instance, Vec<Fault>> {
        let mut reader = Reader::default();
        let mut sections = reader.sections(text);
        // A file cut short is no easy instance.
        let empty = [1, 2, 6].into_iter().find(|&section: &usize| sections[section].is_empty());
        let mut take = |section: usize| std::mem::take(&mut sections[section]);
        reader.horizon(&take(0));
        reader.shifts(&take(1));
        reader.each(&take(2), Reader::agent);
        reader.each(&take(3), Reader::days_off);
        reader.each(&take(4), |reader, row| reader.wish(row).map(|wish| reader.instance.wanted.push(wish)));
        reader.each(&take(5), |reader, row| reader.wish(row).map(|wish| reader.instance.unwanted.push(wish)));
        reader.each(&take(6), Reader::cover);
        if let Some(section) = empty.filter(|_| reader.faults.is_empty()) {
            reader.fault(0, format!("{} has no lines", SECTIONS[section]));
        }
        reader.finish()
    }
}

#[derive(Default)]
struct Reader {
    instance: Instance,
    agents: HashMap<String, usize>,
    shifts: HashMap<String, usize>,
    covered: HashSet<(usize, usize)>,
    faults: Vec<Fault>,
}

impl Reader {
    /// The rows of each section, in the order of [`SECTIONS`].
    fn sections<'a>(&mut self, text: &'a str) -> Vec<Vec<Row<'a>>> {
        let mut sections: Vec<Vec<Row>> = SECTIONS.iter().map(|_| Vec::new()).collect();
        let mut here = None;
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let (number, line) = (index + 1, line.trim());
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line.starts_with("SECTION_") {
                here = SECTIONS.iter().position(|&section| section == line);
                if here.is_none() {
                    self.fault(number, format!("`{line}` is none of {}", SECTIONS.join(", ")));
                }
            } else if let Some(section) = here {
                sections[section]
                    .push(Row { line: number, fields: line.split(',').map(str::trim).collect() });
            } else if sections.iter().all(Vec::is_empty) {
                self.fault(number, format!("`{line}` stands before the first section"));
            }
        }
        sections
    }

    fn horizon(&mut self, rows: &[Row]) {
        match rows {
            [row] => match row.number(0, "days") {
                Ok(days) if (1..=MOST_DAYS).contains(&days) => self.instance.days = days,
                Ok(days) => {
                    self.fault(row.line, format!("{days} days; from 1 to {MOST_DAYS} can be planned"))
                }
                Err(what) => self.fault(row.line, what),
            },
            [] => self.fault(0, "SECTION_HORIZON has no line with the number of days".to_owned()),
            [_, row, ..] => self.fault(row.line, "a second length of the horizon".to_owned()),
        }
    }

    /// Shifts may name shifts further down as not to follow, so that names come first.
    fn shifts(&mut self, rows: &[Row]) {
        for row in rows {
            let id = row.fields[0].to_owned();
            if self.shifts.insert(id, self.shifts.len()).is_some() {
                self.fault(row.line, format!("shift `{}` is there already", row.fields[0]));
            }
        }
        self.each(rows, |reader, row| {
            row.has(2..=3)?;
            let minutes = row.number(1, "minutes")?;
            if !(1..=1440).contains(&minutes) {
                return Err(format!("a shift of {minutes} minutes; it lasts from 1 to 1440"));
            }
            let others = row.fields.get(2).unwrap_or(&"").split('|').filter(|id| !id.is_empty());
            let not_followed_by = others.map(|id| reader.shift(id.trim())).collect::<Read<_>>()?;
            reader.instance.shifts.push(ShiftType { id: row.fields[0].to_owned(), minutes, not_followed_by });
            Ok(())
        });
    }

    fn agent(&mut self, row: &Row) -> Read<()> {
        row.has(8..=8)?;
        let agent = Agent {
            id: row.fields[0].to_owned(),
            most_of: self.limits(row.fields[1])?,
            most_minutes: row.number(2, "most minutes")?,
            least_minutes: row.number(3, "least minutes")?,
            most_in_a_row: row.number(4, "most shifts in a row")?,
            least_in_a_row: row.number(5, "least shifts in a row")?,
            least_off_in_a_row: row.number(6, "least days off in a row")?,
            most_weekends: row.number(7, "most weekends")?,
            days_off: Vec::new(),
        };
        if agent.least_minutes > agent.most_minutes {
            return Err(format!(
                "at least {} and at most {} minutes",
                agent.least_minutes, agent.most_minutes
            ));
        }
        if self.agents.insert(agent.id.clone(), self.instance.agents.len()).is_some() {
            return Err(format!("agent `{}` is there already", agent.id));
        }
        self.instance.agents.push(agent);
        Ok(())
    }

    /// `a1=0|a2=28`.
    fn limits(&self, text: &str) -> Read<Vec<Option<u32>>> {
        let mut most_of = vec![None; self.shifts.len()];
        for limit in text.split('|').filter(|limit| !limit.is_empty()) {
            let (id, most) = limit.split_once('=').ok_or_else(|| format!("`{limit}` is not SHIFT=NUMBER"))?;
            most_of[self.shift(id.trim())?] = Some(number(most.trim(), "most shifts")?);
        }
        Ok(most_of)
    }

    fn days_off(&mut self, row: &Row) -> Read<()> {
        let agent = self.agent_of(row.fields[0])?;
        let days = (1..row.fields.len()).map(|field| self.day(row, field)).collect::<Read<Vec<_>>>()?;
        self.instance.agents[agent].days_off.extend(days);
        Ok(())
    }

    fn wish(&mut self, row: &Row) -> Read<Wish> {
        row.has(4..=4)?;
        Ok(Wish {
            agent: self.agent_of(row.fields[0])?,
            day: self.day(row, 1)?,
            shift: self.shift(row.fields[2])?,
            weight: row.number(3, "weight")?,
        })
    }

    fn cover(&mut self, row: &Row) -> Read<()> {
        row.has(5..=5)?;
        let cover = Cover {
            day: self.day(row, 0)?,
            shift: self.shift(row.fields[1])?,
            required: row.number(2, "requirement")?,
            under: row.number(3, "weight for under")?,
            over: row.number(4, "weight for over")?,
        };
        if !self.covered.insert((cover.day, cover.shift)) {
            return Err(format!("the cover of `{}` on day {} is there already", row.fields[1], cover.day));
        }
        self.instance.cover.push(cover);
        Ok(())
    }

    fn shift(&self, id: &str) -> Read<usize> {
        self.shifts.get(id).copied().ok_or_else(|| format!("no shift `{id}`"))
    }

    fn agent_of(&self, id: &str) -> Read<usize> {
        self.agents.get(id).copied().ok_or_else(|| format!("no agent `{id}`"))
    }

    fn day(&self, row: &Row, field: usize) -> Read<usize> {
        let day = row.number(field, "day")?;
        match day < self.instance.days {
            true => Ok(day),
            false => Err(format!("day {day} of {}, counted from 0", self.instance.days)),
        }
    }

    fn each(&mut self, rows: &[Row], mut read: impl FnMut(&mut Self, &Row) -> Read<()>) {
        for row in rows {
            if let Err(what) = read(self, row) {
                self.fault(row.line, what);
            }
        }
    }

    fn fault(&mut self, line: usize, what: String) {
        self.faults.push(Fault { line, what });
    }

    fn finish(mut self) -> Result<Instance, Vec<Fault>> {
        if self.faults.is_empty() {
            return Ok(self.instance);
        }
        self.faults.sort_by_key(|fault| fault.line);
        Err(self.faults)
    }
}

impl Row<'_> {
    fn has(&self, fields: std::ops::RangeInclusive<usize>) -> Read<()> {
        match fields.contains(&self.fields.len()) {
            true => Ok(()),
            false => Err(format!("{} fields instead of {}", self.fields.len(), fields.end())),
        }
    }

    fn number<T: FromStr>(&self, field: usize, what: &str) -> Read<T> {
        number(self.fields.get(field).unwrap_or(&""), what)
    }
}

fn number<T: FromStr>(text: &str, what: &str) -> Read<T> {
    text.parse().map_err(|_| format!("`{text}` is no number of {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: &str = include_str!("../../data/shift-scheduling/tiny.txt");

    #[test]
    fn the_tiny_instance_is_read_as_written() {
        let tiny = Instance::parse(TINY).unwrap();
        assert_eq!((tiny.days, tiny.shifts.len(), tiny.agents.len()), (7, 2, 3));
        let late = &tiny.shifts[1];
        assert_eq!((late.minutes, late.not_followed_by.as_slice()), (600, &[0][..]));
        let ben = &tiny.agents[1];
        assert_eq!((ben.id.as_str(), &ben.most_of[..]), ("Ben", &[Some(7), Some(1)][..]));
        assert_eq!((ben.least_minutes, ben.most_minutes), (960, 2400));
        assert_eq!((ben.most_in_a_row, ben.least_in_a_row, ben.least_off_in_a_row), (4, 2, 2));
        assert_eq!((ben.most_weekends, &ben.days_off[..]), (0, &[3, 4][..]));
        assert_eq!(tiny.wanted[0], Wish { agent: 0, day: 5, shift: 1, weight: 3 });
        assert_eq!(tiny.unwanted.len(), 2);
        assert_eq!(tiny.cover.len(), 14);
        assert_eq!(tiny.cover[13], Cover { day: 6, shift: 1, required: 1, under: 100, over: 1 });
    }

    #[test]
    fn line_ends_and_marks_of_other_systems_change_nothing() {
        let other = format!("\u{feff}{}", TINY.replace('\n', "\r\n"));
        assert_eq!(Instance::parse(&other), Instance::parse(TINY));
    }

    /// The tiny instance with one line changed, and its faults.
    fn faults_with(from: &str, to: &str) -> Vec<(usize, String)> {
        assert_eq!(TINY.matches(from).count(), 1, "{from} is to stand there once");
        let faults = Instance::parse(&TINY.replace(from, to)).err().unwrap_or_default();
        faults.into_iter().map(|fault| (fault.line, fault.what)).collect()
    }

    fn line_of(text: &str) -> usize {
        TINY.lines().position(|line| line == text).unwrap() + 1
    }

    #[test]
    fn each_fault_is_named_with_its_line() {
        let ben = "Ben,E=7|L=1,2400,960,4,2,2,0";
        let cases = [
            ("L,600,E", "L,600,X", "no shift `X`"),
            ("L,600,E", "L,1441,E", "a shift of 1441 minutes; it lasts from 1 to 1440"),
            (ben, "Ben,E=7|L=1,2400,960,4,2,2", "7 fields instead of 8"),
            (ben, "Ben,E=7|L,2400,960,4,2,2,0", "`L` is not SHIFT=NUMBER"),
            (ben, "Ben,E=7|L=1,2400,2460,4,2,2,0", "at least 2460 and at most 2400 minutes"),
            (ben, "Ben,E=7|L=1,-5,960,4,2,2,0", "`-5` is no number of most minutes"),
            (ben, "Ann,E=7|L=1,2400,960,4,2,2,0", "agent `Ann` is there already"),
            ("Ben,3,4", "Bob,3,4", "no agent `Bob`"),
            ("Ben,3,4", "Ben,3,7", "day 7 of 7, counted from 0"),
            ("Ann,5,L,3", "Ann,5,L", "3 fields instead of 4"),
            ("6,L,1,100,1", "5,L,1,100,1", "the cover of `L` on day 5 is there already"),
        ];
        for (from, to, what) in cases {
            let found = faults_with(from, to);
            assert!(found.contains(&(line_of(from), what.to_owned())), "{to}: {found:?}");
        }
    }

    #[test]
    fn faults_of_the_whole_are_found_and_all_are_told() {
        let unknown = Instance::parse("1\nSECTION_HORIZON\n0\nSECTION_BREAKS\n").unwrap_err();
        let lines: Vec<usize> = unknown.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 3, 4]);
        let nothing = Instance::parse("").unwrap_err();
        assert_eq!(nothing[0].to_string(), "SECTION_HORIZON has no line with the number of days");
        for (section, what) in [("SECTION_STAFF", "STAFF"), ("SECTION_COVER", "COVER")] {
            let cut = Instance::parse(&TINY[..TINY.find(section).unwrap()]).unwrap_err();
            assert_eq!(cut[0].to_string(), format!("SECTION_{what} has no lines"));
        }
    }
}

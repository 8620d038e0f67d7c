use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::str::FromStr;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use crate::hidden::hidden_line;
use crate::instance::{Agent, Cover, Instance, ShiftType, Wish};
use crate::solution::{Assignment, Solution};

/// What a made-up instance looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    pub days: usize,
    pub staff: usize,
    pub shifts: usize,
    /// So many people more whose lines are in the cover, and who are not there.
    pub missing: usize,
    pub seed: u64,
}

/// Groups of shift types by their letter, with the hour they start, and how many in a row of nine days may be worked.
const GROUPS: [(char, u32); 4] = [('a', 6), ('d', 10), ('p', 14), ('n', 22)];
/// Below so many shift types there are no nights,
const NIGHTS_FROM: usize = 12;
/// and below so many all last eight hours.
const LONG_FROM: usize = 8;
/// What lies between two shifts at least, in minutes: of two long shifts the second may not start where the first did.
const REST: u32 = 14 * 60;
/// Minutes in a week of a full-time agent.
const FULL_TIME: f64 = 2160.0;
/// Minutes between the least and the most, at least, and more for each day.
const PLAY: (u32, u32) = (480, 4);

impl FromStr for Shape {
    type Err = String;

    /// Reads `days=364,staff=100,shifts=16,missing=0,seed=1`; what is left out is as here.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut shape = Shape { days: 364, staff: 100, shifts: 16, missing: 0, seed: 1 };
        for part in text.split(',') {
            let (key, value) = part.split_once('=').ok_or_else(|| format!("`{part}` is not KEY=NUMBER"))?;
            let number: u64 = value.parse().map_err(|_| format!("`{value}` is no number"))?;
            let within = |most: u64| match (1..=most).contains(&number) {
                true => Ok(number as usize),
                false => Err(format!("{key} from 1 to {most}")),
            };
            match key.trim() {
                "days" => shape.days = within(3660)?,
                "staff" => shape.staff = within(10_000)?,
                "shifts" => shape.shifts = within(100)?,
                "missing" if number == 0 => shape.missing = 0,
                "missing" => shape.missing = within(10_000)?,
                "seed" => shape.seed = number,
                other => return Err(format!("`{other}` is none of days, staff, shifts, missing, seed")),
            }
        }
        Ok(shape)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Shape { days, staff, shifts, missing, seed } = self;
        write!(out, "days={days},staff={staff},shifts={shifts},missing={missing},seed={seed}")
    }
}

/// A made-up instance of the shape of the public ones, and the legal solution its cover was made from.
///
/// Everyone has skills, vacations and minutes in proportion to the days they are there. A legal line of each is drawn
/// first; the cover is what those lines give, a little noise added, so that good solutions exist. Where people are missing
/// every solution lacks about what they would have worked.
pub fn generate(shape: &Shape) -> (Instance, Solution) {
    let mut random = Pcg64::seed_from_u64(shape.seed);
    let mut instance =
        Instance { days: shape.days, shifts: shift_types(shape.shifts), ..Instance::default() };
    let mut hidden = Solution::default();
    for index in 0..shape.staff + shape.missing {
        let mut agent = agent(&instance, index, &mut random);
        let line = hidden_line(&instance, &mut agent, &mut random);
        if index < shape.staff {
            wishes(&mut instance, index, &agent, &line, &mut random);
            instance.agents.push(agent);
        }
        let worked = line.iter().enumerate().filter_map(|(day, shift)| Some((day, (*shift)?)));
        hidden.assignments.extend(worked.map(|(day, shift)| Assignment { agent: index, day, shift }));
    }
    instance.cover = cover(&instance, &hidden, &mut random);
    hidden.assignments.retain(|assignment| assignment.agent < shape.staff);
    (instance, hidden)
}

/// Early, day, late and night shifts of several lengths; nothing follows before its rest is over.
fn shift_types(number: usize) -> Vec<ShiftType> {
    let groups = number.min(if number < NIGHTS_FROM { GROUPS.len() - 1 } else { GROUPS.len() });
    let mut starts = Vec::new();
    let mut shifts: Vec<ShiftType> = Vec::new();
    for index in 0..number {
        let (letter, hour) = GROUPS[index * groups / number];
        let place = 1 + starts.iter().filter(|&&start| start == 60 * hour).count();
        let minutes = match place % 5 {
            4 if number >= LONG_FROM => 600,
            0 if number >= LONG_FROM => 720,
            _ => 480,
        };
        starts.push(60 * hour);
        shifts.push(ShiftType { id: format!("{letter}{place}"), minutes, not_followed_by: Vec::new() });
    }
    for (shift, &start) in shifts.iter_mut().zip(&starts) {
        let ready = start + shift.minutes + REST;
        shift.not_followed_by = (0..number).filter(|&next| starts[next] + 1440 < ready).collect();
    }
    shifts
}

fn agent(instance: &Instance, index: usize, random: &mut Pcg64) -> Agent {
    let weeks = instance.days.div_ceil(7);
    let days_off = vacations(instance.days, random);
    let share = [1.0, 1.0, 1.0, 0.8, 0.5][random.random_range(0..5usize)];
    let there = (instance.days - days_off.len()) as f64;
    let most_minutes = (FULL_TIME * share * there / 7.0 / 60.0).round() as u32 * 60;
    let play = (PLAY.0 + PLAY.1 * instance.days as u32).next_multiple_of(60);
    Agent {
        id: id(index),
        most_of: skills(instance, random),
        least_minutes: most_minutes.saturating_sub(play),
        most_minutes,
        most_in_a_row: random.random_range(5..=6),
        least_in_a_row: if random.random_bool(0.1) { 3 } else { 2 },
        least_off_in_a_row: 2,
        most_weekends: weeks.div_ceil(2) as u32,
        days_off,
    }
}

/// A, B, ... Z, AA, AB, ...
fn id(index: usize) -> String {
    let letter = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => letter.to_string(),
        before => format!("{}{letter}", id(before - 1)),
    }
}

/// The most shifts of each type: none of those not learnt, few nights and long ones. At least one that may follow itself
/// is without limit.
fn skills(instance: &Instance, random: &mut Pcg64) -> Vec<Option<u32>> {
    let days = instance.days as u32;
    let most = |shift: &ShiftType| match (shift.id.starts_with('n'), shift.minutes) {
        (true, _) => days.div_ceil(9),
        (_, 480) => days,
        (_, 600) => days * 2 / 5,
        _ => days / 4,
    };
    let mut limits: Vec<Option<u32>> = instance
        .shifts
        .iter()
        .map(|shift| Some(if random.random_bool(0.7) { most(shift) } else { 0 }))
        .collect();
    let plain: Vec<usize> =
        (0..limits.len()).filter(|&shift| most(&instance.shifts[shift]) == days).collect();
    if let Some(&always) = plain.get(random.random_range(0..plain.len().max(1))) {
        limits[always] = Some(days);
    }
    limits
}

/// Blocks of days off, about one in two months.
fn vacations(days: usize, random: &mut Pcg64) -> Vec<usize> {
    let mut off = BTreeSet::new();
    for _ in 0..days.div_ceil(60) {
        let length = [1, 2, 4, 4, 7, 10, 14][random.random_range(0..7usize)].min(days.div_ceil(7));
        let first = random.random_range(0..=days - length);
        off.extend(first..first + length);
    }
    off.into_iter().collect()
}

/// Wishes for and against a type of shift, some days in a row; half of them as the hidden line has it.
fn wishes(instance: &mut Instance, index: usize, agent: &Agent, line: &[Option<usize>], random: &mut Pcg64) {
    let mut taken: HashSet<usize> = agent.days_off.iter().copied().collect();
    let known: Vec<usize> =
        (0..agent.most_of.len()).filter(|&shift| agent.most_of[shift] != Some(0)).collect();
    for run in 0..instance.days.div_ceil(8) {
        let is_wanted = run % 3 < 2;
        let first = random.random_range(0..instance.days);
        let last = (first + random.random_range(0..5usize)).min(instance.days - 1);
        let weight = random.random_range(1..=3);
        let hidden = line[first].filter(|_| is_wanted && random.random_bool(0.5));
        let shift = hidden.unwrap_or_else(|| known[random.random_range(0..known.len())]);
        let days = (first..=last).filter(|&day| taken.insert(day));
        let run = days.map(|day| Wish { agent: index, day, shift, weight });
        if is_wanted { instance.wanted.extend(run) } else { instance.unwanted.extend(run) }
    }
}

/// What the hidden lines give, here and there one more, where anybody works, or one less.
fn cover(instance: &Instance, hidden: &Solution, random: &mut Pcg64) -> Vec<Cover> {
    let mut heads = vec![vec![0u32; instance.shifts.len()]; instance.days];
    for assignment in &hidden.assignments {
        heads[assignment.day][assignment.shift] += 1;
    }
    let mut found = Vec::new();
    for (day, heads) in heads.into_iter().enumerate() {
        for (shift, there) in heads.into_iter().enumerate() {
            let required = match random.random_range(0..20) {
                0 if there > 0 => there + 1,
                1 | 2 => there.saturating_sub(1),
                _ => there,
            };
            found.push(Cover { day, shift, required, under: 100, over: 1 });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::judge;

    const SHAPES: [&str; 4] = [
        "days=28,staff=20,shifts=3,seed=5",
        "days=182,staff=50,shifts=6,seed=1",
        "days=364,staff=30,shifts=32,seed=2",
        "days=14,staff=8,shifts=1,seed=3",
    ];

    #[test]
    fn the_hidden_solution_is_legal_and_costs_little() {
        for shape in SHAPES {
            let (instance, hidden) = generate(&shape.parse().unwrap());
            let verdict = judge(&instance, &hidden);
            assert_eq!(verdict.broken, [], "{shape}");
            let nobody = judge(&instance, &Solution::default()).objective;
            assert!(verdict.objective * 10 < nobody, "{shape}: {} of {nobody}", verdict.objective);
        }
    }

    #[test]
    fn where_people_are_missing_the_hidden_solution_is_legal_and_lacks_their_shifts() {
        let (instance, hidden) = generate(&"days=28,staff=20,shifts=3,missing=2,seed=5".parse().unwrap());
        assert_eq!(instance.agents.len(), 20);
        let verdict = judge(&instance, &hidden);
        assert_eq!(verdict.broken, []);
        // Each works ten shifts at the least.
        let shortage = 2 * 10 * 100;
        assert!(verdict.objective > shortage, "{}", verdict.objective);
    }

    #[test]
    fn an_instance_is_read_as_it_is_written_and_repeats() {
        for shape in SHAPES {
            let shape: Shape = shape.parse().unwrap();
            let (instance, _) = generate(&shape);
            assert_eq!(Instance::parse(&instance.write()).as_ref(), Ok(&instance));
            assert_eq!(generate(&shape).0, instance);
            assert_ne!(generate(&Shape { seed: 99, ..shape }).0, instance);
        }
    }

    #[test]
    fn shift_types_follow_each_other_as_in_the_public_instances() {
        let types = shift_types(18);
        let of = |id: &str| types.iter().find(|shift| shift.id == id).unwrap();
        let not_after = |id: &str| -> Vec<&str> {
            of(id).not_followed_by.iter().map(|&next| types[next].id.as_str()).collect()
        };
        assert_eq!(not_after("a1"), Vec::<&str>::new());
        assert_eq!(not_after("d1"), ["a1", "a2", "a3", "a4", "a5"]);
        assert!(not_after("a5").contains(&"a5"), "two long shifts in a row");
        assert!(not_after("n1").contains(&"p1") && !not_after("n1").contains(&"n1"));
    }

    #[test]
    fn minutes_are_in_proportion_to_the_days_there() {
        let (instance, _) = generate(&SHAPES[1].parse().unwrap());
        for agent in &instance.agents {
            let there = (instance.days - agent.days_off.len()) as f64;
            let share = f64::from(agent.most_minutes) * 7.0 / there / FULL_TIME;
            let nearest =
                [0.5, 0.8, 1.0].map(|known: f64| (share - known).abs()).into_iter().fold(1.0, f64::min);
            assert!(nearest < 0.01, "{}: {share}", agent.id);
            assert!(agent.least_minutes < agent.most_minutes);
        }
    }

    #[test]
    fn shapes_are_read() {
        let shape = Shape { days: 182, staff: 50, shifts: 6, missing: 3, seed: 9 };
        assert_eq!("days=182,staff=50,shifts=6,missing=3,seed=9".parse(), Ok(shape));
        assert_eq!(shape.to_string().parse(), Ok(shape));
        for wrong in ["", "days", "days=0", "days=x", "weeks=3", "staff=999999"] {
            assert!(wrong.parse::<Shape>().is_err(), "{wrong}");
        }
    }
}

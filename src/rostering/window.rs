use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use super::bound::Pool;
use super::cover::Presence;
use super::duals::PostPrices;
use super::engine::{Engine, PricedLine, Worth};
use super::legal::Legal;
use super::master::{Given, LineColumn, Master};
use super::portions::Portion;
use super::prices::PresencePrices;
use super::state::{Lines, heads};
use super::terms::{Open, Terms};
use crate::error::Result;
use crate::model::Shift;
use crate::program::{Column, Row, Solution};

/// Some agents over some days, all else settled: the problem that column generation solves.
pub(super) struct Window<'a> {
    pub engine: &'a Engine<'a>,
    pub groups: Vec<Group>,
    pub master: Master,
    pub lines: Vec<LineColumn>,
    /// The lines of each group.
    pub lines_of: Vec<Vec<usize>>,
    pub columns: Vec<Column>,
    /// How many of each line are settled.
    pub fixed: Vec<usize>,
    pub rounds: usize,
    /// Prices of posts that are about right, from elsewhere at first and then the best found.
    pub guess: Option<PostPrices>,
    /// Simplex steps and lines priced so far.
    pub work: f64,
}

/// Agents who are interchangeable in the window.
pub(super) struct Group {
    pub agents: Vec<usize>,
    pub contract: usize,
    pub skill_set: usize,
    pub legal: Legal,
    /// How many of them have no line yet.
    pub left: usize,
}

impl Group {
    /// Each of its agents by itself.
    fn apart(self) -> Vec<Group> {
        let Group { contract, skill_set, legal, .. } = self;
        let one = |agent| Group { agents: vec![agent], contract, skill_set, legal: legal.clone(), left: 1 };
        self.agents.into_iter().map(one).collect()
    }
}

/// Which days and agents a window frees, and what binds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    pub days: Range<i32>,
    pub agents: Vec<usize>,
    pub open: Open,
    /// Intervals to be covered, and those of them that ask for nothing here.
    pub intervals: Range<usize>,
    pub waived: Range<usize>,
    /// For each deferred work, what is done before and must be done by the end.
    pub done: Option<Vec<(f64, f64)>>,
    /// How much work it is worth.
    pub work: f64,
    /// Whether all of it is settled with as much care as a whole plan is.
    pub is_thorough: bool,
    /// The seed of what is drawn while it is solved.
    pub seed: u64,
    /// Which of two windows solved at the same time it is, if there is another.
    pub side: Option<bool>,
}

impl Frame {
    /// Which days beside it are open for an agent, and what the agent may use in it.
    fn open_to(&self, agent: usize) -> Open {
        let portion = match self.side {
            None => Portion::All,
            Some(side) if side == agent.is_multiple_of(2) => Portion::Larger,
            Some(_) => Portion::Smaller,
        };
        Open { portion, ..self.open }
    }
}

impl<'a> Window<'a> {
    /// The window's master problem, without any line. Agents for whom no line keeps the terms stay as they are.
    pub fn new(engine: &'a Engine<'a>, frame: &Frame, lines: &Lines) -> Result<Self> {
        Window::of_groups(engine, frame, lines, groups(engine, frame, lines))
    }

    /// The same where each agent has lines of its own, whoever else is like it.
    pub fn apart(engine: &'a Engine<'a>, frame: &Frame, lines: &Lines) -> Result<Self> {
        let groups = groups(engine, frame, lines).into_iter().flat_map(Group::apart).collect();
        Window::of_groups(engine, frame, lines, groups)
    }

    /// A long plan as a whole, each agent by itself with lines near an even spread of hours and weekends.
    pub fn even(engine: &'a Engine<'a>, frame: &Frame) -> Result<Self> {
        let group = |&agent: &usize| {
            let (contract, skill_set) = (engine.scenario.agents[agent].contract, engine.skill_set_of(agent));
            let legal = engine.evenly_legal(agent)?;
            Some(Group { agents: vec![agent], contract, skill_set, legal, left: 1 })
        };
        let groups = frame.agents.par_iter().filter_map(group).collect();
        Window::of_groups(engine, frame, &engine.settled, groups)
    }

    fn of_groups(engine: &'a Engine<'a>, frame: &Frame, lines: &Lines, groups: Vec<Group>) -> Result<Self> {
        let mut settled = Presence::none(engine.cover.skill_sets.len(), frame.intervals.clone());
        let mut is_free = vec![false; engine.scenario.agents.len()];
        groups.iter().flat_map(|group| &group.agents).for_each(|&agent| is_free[agent] = true);
        let is_free = &is_free;
        let stand = lines.of.iter().enumerate().flat_map(|(agent, line)| {
            let skill_set = engine.skill_set_of(agent);
            let stands = move |shift: &&Shift| !is_free[agent] || !frame.days.contains(&shift.day);
            line.iter().filter(stands).map(move |shift| (agent, skill_set, shift))
        });
        for (agent, skill_set, shift) in stand.clone() {
            settled.add(skill_set, &engine.presence_of(agent, shift));
        }
        let posts = heads(stand.map(|(_, _, shift)| shift));
        let sizes: Vec<usize> = groups.iter().map(|group| group.agents.len()).collect();
        let master = Master::new(&Given {
            scenario: engine.scenario,
            cover: &engine.cover,
            intervals: frame.intervals.clone(),
            waived: frame.waived.clone(),
            presence: &settled,
            post_days: frame.days.clone(),
            posts: &posts,
            done: frame.done.as_deref(),
            groups: &sizes,
            heads: engine.heads.get().map_or(&[][..], Vec::as_slice),
        })?;
        let (lines, columns, fixed) = (Vec::new(), Vec::new(), Vec::new());
        let lines_of = vec![Vec::new(); groups.len()];
        Ok(Window {
            engine,
            groups,
            master,
            lines,
            lines_of,
            columns,
            fixed,
            rounds: 0,
            guess: None,
            work: 0.0,
        })
    }

    /// Adds a line of work for a group; its place among the lines.
    pub fn add(&mut self, group: usize, line: PricedLine) -> Result<usize> {
        let line = self.line_column(group, line);
        let entries = self.master.entries(&self.engine.cover, &line);
        self.add_column(line, &entries)
    }

    /// A line as the master program sees it.
    pub fn line_column(&self, group: usize, line: PricedLine) -> LineColumn {
        let of = &self.groups[group];
        LineColumn {
            group,
            skill_set: of.skill_set,
            presence: self.engine.presence(&of.legal.terms, &line.shifts),
            shifts: line.shifts,
            choices: line.choices,
            cost: line.cost,
        }
    }

    /// What a line costs beyond what it is worth at the prices of a program.
    pub fn reduced_cost(&self, line: &LineColumn, last: &Solution) -> f64 {
        let entries = self.master.entries(&self.engine.cover, line);
        line.cost - entries.iter().map(|&(row, entry)| entry * last.price(row)).sum::<f64>()
    }

    /// Adds a line with its entries.
    pub fn add_column(&mut self, line: LineColumn, entries: &[(Row, f64)]) -> Result<usize> {
        self.columns.push(self.master.add_line(&line, entries)?);
        self.lines_of[line.group].push(self.lines.len());
        self.lines.push(line);
        self.fixed.push(0);
        Ok(self.lines.len() - 1)
    }

    /// Adds the lines that the agents have in `lines`, where they keep the window's terms; their places by group
    /// and agent.
    pub fn add_current(&mut self, lines: &Lines) -> Result<Vec<Option<usize>>> {
        let mut places = Vec::new();
        for group in 0..self.groups.len() {
            let mut known: Vec<(Vec<Shift>, usize)> = Vec::new();
            for agent in self.groups[group].agents.clone() {
                let of = &self.groups[group];
                let days = of.legal.days();
                let shifts = lines.on(agent, &days);
                if let Some((_, place)) = known.iter().find(|(line, _)| *line == shifts) {
                    places.push(Some(*place));
                    continue;
                }
                let Some(choices) = of.legal.choices_of(&shifts) else {
                    places.push(None);
                    continue;
                };
                let cost = self.engine.line_cost(&of.legal.terms, of.contract, &shifts);
                let place =
                    self.add(group, PricedLine { shifts: shifts.clone(), choices, cost, reduced: 0.0 })?;
                known.push((shifts, place));
                places.push(Some(place));
            }
        }
        Ok(places)
    }

    /// Adds the lines that the agents have in `lines` and solves the program that takes nothing else, so that the simplex method
    /// can go on from there. What they cost; nothing where not all of them keep the window's terms.
    pub fn stand_on(&mut self, lines: &Lines) -> Result<Option<f64>> {
        let places = self.add_current(lines)?;
        if places.iter().any(Option::is_none) {
            return Ok(None);
        }
        let mut copies: BTreeMap<usize, usize> = BTreeMap::new();
        places.into_iter().flatten().for_each(|place| *copies.entry(place).or_default() += 1);
        for (&line, &copies) in &copies {
            self.master.program.set_bounds(self.columns[line], copies as f64..=f64::INFINITY);
        }
        let cost = self.master.program.solve()?.objective;
        for &line in copies.keys() {
            self.master.program.set_bounds(self.columns[line], 0.0..=f64::INFINITY);
        }
        Ok(Some(cost))
    }

    /// Adds the lines of a pool where they keep the window's terms.
    pub fn add_pool(&mut self, pool: &Pool) -> Result<()> {
        for group in 0..self.groups.len() {
            for line in &pool.lines {
                let of = &self.groups[group];
                if !of.agents.iter().any(|agent| line.agents.contains(agent)) {
                    continue;
                }
                let Some(choices) = of.legal.choices_of(&line.shifts) else { continue };
                let cost = self.engine.line_cost(&of.legal.terms, of.contract, &line.shifts);
                self.add(group, PricedLine { shifts: line.shifts.clone(), choices, cost, reduced: 0.0 })?;
            }
        }
        Ok(())
    }

    /// Makes sure that every group has a line to start from: the cheapest at no worth.
    pub fn start(&mut self) -> Result<()> {
        let presence = &PresencePrices::none(&self.engine.scenario.grid);
        let nothing = Worth { presence, posts: &PostPrices::none(self.engine.scenario) };
        for group in
            (0..self.groups.len()).filter(|&group| self.lines_of[group].is_empty()).collect::<Vec<_>>()
        {
            let of = &mut self.groups[group];
            let line = self.engine.cheapest(&mut of.legal, of.contract, &nothing, 1).lines.pop();
            if let Some(line) = line {
                self.add(group, line)?;
            }
        }
        Ok(())
    }

    /// Settles `copies` more of a line; whether any was left to settle.
    pub fn fix(&mut self, line: usize, copies: usize) -> bool {
        let copies = copies.min(self.groups[self.lines[line].group].left);
        self.fixed[line] += copies;
        self.groups[self.lines[line].group].left -= copies;
        self.master.program.set_bounds(self.columns[line], self.fixed[line] as f64..=f64::INFINITY);
        copies > 0
    }

    /// Settles every whole copy of a line that is taken by agents who are interchangeable.
    pub fn fix_whole(&mut self, solution: &Solution) {
        let several = |line: &usize| self.groups[self.lines[*line].group].agents.len() > 1;
        let lines: Vec<usize> = (0..self.lines.len()).filter(several).collect();
        self.fix_copies(lines, solution);
    }

    /// Settles every whole copy of a line that is taken.
    pub fn fix_all(&mut self, solution: &Solution) {
        self.fix_copies((0..self.lines.len()).collect(), solution);
    }

    fn fix_copies(&mut self, lines: Vec<usize>, solution: &Solution) {
        for line in lines {
            let taken = solution.value(self.columns[line]) - self.fixed[line] as f64;
            let whole = (taken + 1e-6).floor().max(0.0) as usize;
            if whole > 0 {
                self.fix(line, whole);
            }
        }
    }

    /// Whether no two agents are interchangeable.
    pub fn are_all_single(&self) -> bool {
        self.groups.iter().all(|group| group.agents.len() == 1)
    }

    /// Whether every agent has a line.
    pub fn is_settled(&self) -> bool {
        self.groups.iter().all(|group| group.left == 0)
    }

    /// Writes the settled lines into `lines`, agent by agent.
    pub fn write(&self, days: &Range<i32>, lines: &mut Lines) {
        let mut next = vec![0; self.groups.len()];
        for (line, &copies) in self.lines.iter().zip(&self.fixed) {
            for _ in 0..copies {
                let agent = self.groups[line.group].agents[next[line.group]];
                next[line.group] += 1;
                lines.replace(agent, days, line.shifts.clone());
            }
        }
    }
}

/// Interchangeable agents together, in the order of the first of each.
pub(super) fn groups(engine: &Engine, frame: &Frame, lines: &Lines) -> Vec<Group> {
    let days = (frame.days.start, frame.days.end);
    let legal: Vec<Option<Legal>> = frame
        .agents
        .par_iter()
        .map(|&agent| engine.legal(agent, lines, days, frame.open_to(agent)))
        .collect();
    let mut places: HashMap<(Terms, usize, usize), usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (&agent, legal) in frame.agents.iter().zip(legal) {
        let Some(legal) = legal else { continue };
        let contract = engine.scenario.agents[agent].contract;
        let skill_set = engine.skill_set_of(agent);
        let key = (legal.terms.clone(), contract, skill_set);
        if let Some(&place) = places.get(&key) {
            groups[place].agents.push(agent);
            groups[place].left += 1;
            continue;
        }
        places.insert(key, groups.len());
        groups.push(Group { agents: vec![agent], contract, skill_set, legal, left: 1 });
    }
    groups
}

use std::ops::Range;

use rayon::prelude::*;

use super::at_hand::AtHand;
use super::engine::Engine;
use super::frames::weeks;
use super::state::Lines;
use super::terms::{Open, of_agent};
use crate::model::{Clause, Contradiction, Part, Posted, Request, RequestKind, Scenario, Shift};

/// Days of plans that are looked at as a whole.
const SHORT: i32 = 35;

/// What of the rules and requests of some agents cannot hold together, each the smallest set that was found.
///
/// Looked for week by week, then in two weeks together, then in the plan as a whole, where it is not long: where the days
/// beside a week are left open and still no line keeps all, what is there contradicts itself. Parts are left out one by
/// one as long as no line is left (a deletion filter: Chinneck and Dravnieks 1991), rules first and then requests, and
/// the other way round; the smaller set is told.
pub fn contradictions(scenario: &Scenario, posted: Option<&Posted>, agents: &[usize]) -> Vec<Contradiction> {
    let engine = Engine::new(scenario, &[], posted, &AtHand::default());
    let weeks = weeks(&engine);
    let two = weeks.windows(2).map(|two| two[0].start..two[1].end);
    let free = engine.free_days();
    let whole = (free.end - free.start <= SHORT).then_some(free);
    let spans: Vec<Range<i32>> = weeks.iter().cloned().chain(two).chain(whole).collect();
    let of_agent = |&agent: &usize| {
        let mut found: Vec<Contradiction> = Vec::new();
        for days in &spans {
            let is_told = found.iter().any(|of| days.start <= of.days.0 && of.days.1 <= days.end);
            if is_told || days.is_empty() {
                continue;
            }
            found.extend(Question::new(scenario, &engine.settled, agent, days).answer());
        }
        found
    };
    agents.par_iter().flat_map(of_agent).collect()
}

/// Whether some parts of what binds an agent on some days can hold together.
struct Question<'a> {
    scenario: &'a Scenario,
    agent: usize,
    days: &'a Range<i32>,
    /// What is worked already.
    worked: Vec<Shift>,
    parts: Vec<Part>,
}

impl<'a> Question<'a> {
    fn new(scenario: &'a Scenario, settled: &Lines, agent: usize, days: &'a Range<i32>) -> Self {
        let noun = &scenario.agents[agent];
        let contract = &scenario.contracts[noun.contract];
        let has = |clause: &Clause| clause.value(contract, Some(noun)).is_some();
        let rules = Clause::ALL.into_iter().filter(has).map(Part::Rule);
        let (from, to) = (scenario.grid.at(days.start - 1, 0), scenario.grid.at(days.end + 1, 0));
        let binds = |request: &Request| {
            let is_wish = matches!(request.kind, RequestKind::Prefer { .. } | RequestKind::Avoid { .. });
            request.agent == agent && !is_wish && request.from < to && from < request.to
        };
        let requests = scenario.requests.iter().enumerate().filter(|(_, request)| binds(request));
        let worked = settled.of[agent].clone();
        let before = (!worked.is_empty()).then_some(Part::Worked);
        let parts = rules.chain(before).chain(requests.map(|(index, _)| Part::Request(index))).collect();
        Question { scenario, agent, days, worked, parts }
    }

    /// The smallest set found that cannot hold together; nothing where all can.
    fn answer(&self) -> Option<Contradiction> {
        if self.is_possible(&self.parts) {
            return None;
        }
        let backwards = self.parts.iter().rev().copied().collect();
        let sets = [self.filtered(self.parts.clone()), self.filtered(backwards)];
        let parts = sets.into_iter().min_by_key(Vec::len)?;
        (!parts.is_empty()).then_some(Contradiction {
            agent: self.agent,
            days: (self.days.start, self.days.end),
            parts,
        })
    }

    /// Leaves out one part after the other, as long as the rest cannot hold together.
    fn filtered(&self, mut parts: Vec<Part>) -> Vec<Part> {
        let mut place = 0;
        while place < parts.len() {
            let part = parts.remove(place);
            if self.is_possible(&parts) {
                parts.insert(place, part);
                place += 1;
            }
        }
        parts
    }

    /// Whether some line of work keeps all these parts.
    fn is_possible(&self, parts: &[Part]) -> bool {
        let mut agent = self.scenario.agents[self.agent].clone();
        let mut contract = self.scenario.contracts[agent.contract].clone();
        for clause in Clause::ALL.into_iter().filter(|clause| !parts.contains(&Part::Rule(*clause))) {
            clause.leave_out(&mut contract, &mut agent);
        }
        let is_asked = |part: &Part| match part {
            Part::Request(index) => Some(Request { agent: 0, ..self.scenario.requests[*index].clone() }),
            _ => None,
        };
        let mut contracts = self.scenario.contracts.clone();
        contracts[agent.contract] = contract;
        agent.history.clear();
        let alone = Scenario {
            name: String::new(),
            currency: String::new(),
            grid: self.scenario.grid.clone(),
            queues: Vec::new(),
            shrinkage: Default::default(),
            shifts: self.scenario.shifts.clone(),
            contracts,
            agents: vec![agent],
            requests: parts.iter().filter_map(is_asked).collect(),
            posts: Vec::new(),
            prices: self.scenario.prices,
            most_on_break: None,
            fairness: Default::default(),
            forecast_error: 0.0,
        };
        let engine = Engine::new(&alone, &[], None, &AtHand::default());
        let worked = if parts.contains(&Part::Worked) { &self.worked[..] } else { &[] };
        let days = (self.days.start, self.days.end);
        let open = Open {
            before: self.days.start > 0 && worked.iter().all(|shift| shift.day < 0),
            after: self.days.end < self.scenario.grid.days() as i32,
            ..Open::NEITHER
        };
        let mut terms = of_agent(&alone, &engine.calendar, 0, worked, days, open);
        if open == Open::AFTER {
            // Weekends and shifts of a kind may be spread otherwise.
            terms.waive_pace();
            terms.quotas.clear();
        }
        terms.kinds.iter_mut().for_each(|kind| kind.is_counted = true);
        engine.network(&terms).is_some()
    }
}

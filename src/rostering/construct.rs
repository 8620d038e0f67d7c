use std::collections::HashMap;

use super::cover::Cover;
use super::engine::{Engine, Worth};
use super::frames::weeks;
use super::prices::PresencePrices;
use super::state::Lines;
use super::terms::Open;

/// A legal roster at once: agent after agent takes the line that covers most of what is still missing, week
/// after week, those with the fewest skills first.
pub(super) fn construct(engine: &Engine) -> Lines {
    let mut lines = Lines::history(engine.scenario);
    let mut missing = Missing::new(&engine.cover);
    for (agent, line) in lines.of.iter().enumerate() {
        let presence =
            line.iter().flat_map(|shift| super::prices::presence(&engine.scenario.grid, shift, None));
        missing.serve(&engine.cover, engine.skill_set_of(agent), presence);
    }
    let mut agents: Vec<usize> = (0..engine.scenario.agents.len()).collect();
    agents.sort_by_key(|&agent| engine.scenario.agents[agent].skills.queues().len());
    for days in weeks(engine) {
        for &agent in &agents {
            let skill_set = engine.skill_set_of(agent);
            let (terms, network) = engine.terms(agent, &lines, (days.start, days.end), Open::AFTER);
            let Some(network) = network else { continue };
            let worth = missing.worth(&engine.cover, skill_set);
            let worth = Worth {
                presence: PresencePrices::new(&engine.scenario.grid, &worth),
                posts: HashMap::new(),
                weekend: 0.0,
            };
            let contract = engine.scenario.agents[agent].contract;
            if let Some(line) = engine.cheapest(&terms, &network, contract, &worth, 1).pop() {
                missing.serve(&engine.cover, skill_set, engine.presence(&terms, &line.shifts).into_iter());
                lines.replace(agent, &days, line.shifts);
            }
        }
    }
    lines
}

/// Agents still missing, by queue and interval; deferred work as hours in all.
struct Missing {
    queues: Vec<Vec<f64>>,
    deferred: Vec<f64>,
}

impl Missing {
    fn new(cover: &Cover) -> Self {
        Missing {
            queues: cover.queues.iter().map(|queue| queue.gross.clone()).collect(),
            deferred: cover.deferred.iter().map(|work| work.due.last().copied().unwrap_or(0.0)).collect(),
        }
    }

    /// What presence of a skill set is worth: a person short, where one is, and a little on work that can wait.
    fn worth(&self, cover: &Cover, skill_set: usize) -> Vec<f64> {
        let worth = |interval: usize| {
            let at = &cover.intervals[interval];
            let Some(class) = at.class_of[skill_set].map(|class| &at.classes[class]) else { return 0.0 };
            let short = class
                .queues
                .iter()
                .map(|&queue| self.queues[queue][interval].clamp(0.0, 1.0))
                .fold(0.0, f64::max);
            let waits = class.deferred.iter().any(|&work| self.deferred[work] > 0.0);
            cover.short_price * short.max(if waits { 0.15 } else { 0.0 })
        };
        (0..cover.intervals.len()).map(worth).collect()
    }

    /// Presence goes where most is missing.
    fn serve(&mut self, cover: &Cover, skill_set: usize, presence: impl Iterator<Item = (usize, f64)>) {
        for (interval, share) in presence {
            let at = &cover.intervals[interval];
            let Some(class) = at.class_of[skill_set].map(|class| &at.classes[class]) else { continue };
            let missing = |&&queue: &&usize| self.queues[queue][interval];
            let most =
                class.queues.iter().max_by(|one, other| missing(one).total_cmp(&missing(other))).copied();
            match (most.filter(|queue| self.queues[*queue][interval] > 0.0), class.deferred.first()) {
                (Some(queue), _) => self.queues[queue][interval] -= share,
                (None, Some(&work)) => self.deferred[work] -= share * cover.hours,
                (None, None) => {}
            }
        }
    }
}

//! Requirements that hold exactly: the fewest agents by transient analysis, from the modified offered load's on.

use std::ops::Range;

use super::{LoadMethod, immediate, pool, promise};
use crate::model::{Driver, Expectation, Need, Queue, Series};
use crate::queueing::{Fewest, Limit, Limits, Passed, Spans, State, Stretch, Targets};
use crate::units::Agents;

/// What each interval of a queue needs so that every interval meets every target, what came before included.
///
/// Queues that transient analysis does not cover, chats, and queues without targets keep what the modified offered
/// load asks for.
pub(super) fn needs(queue: &Queue) -> Series<Need> {
    let mut needs = immediate::needs(queue, LoadMethod::ModifiedOfferedLoad);
    let targets = promise::targets(&queue.target);
    if !pool::is_covered(queue) || queue.concurrency > 1 || targets == Targets::default() {
        return needs;
    }
    for open in open_spans(queue) {
        let stretches = stretches(queue, &needs, open.clone());
        let start = if open.start == 0 { pool::start(queue, &stretches[0]) } else { State::empty() };
        let spans = Spans { interval: 1, period: 1 };
        let least = vec![queue.minimum_agents; stretches.len()];
        let fewest = pool::pool(queue).fewest(&start, &stretches, spans, &targets, &least);
        for (place, interval) in open.enumerate() {
            improve(&mut needs.values_mut()[interval], queue, &targets, &fewest, place);
        }
    }
    needs
}

/// The intervals from each opening of the doors to their closing.
fn open_spans(queue: &Queue) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (interval, _) in queue.demand.open.iter().enumerate().filter(|(_, is_open)| **is_open) {
        match spans.last_mut() {
            Some(last) if last.end == interval => last.end += 1,
            _ => spans.push(interval..interval + 1),
        }
    }
    spans
}

fn stretches(queue: &Queue, needs: &Series<Need>, open: Range<usize>) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::with_capacity(open.len());
    for interval in open {
        let agents = needs[interval].agents.get();
        stretches.push(pool::stretch(queue, interval, agents, stretches.last()));
    }
    stretches
}

/// Replaces a need by what was found.
fn improve(need: &mut Need, queue: &Queue, targets: &Targets, fewest: &Fewest, place: usize) {
    let agents = fewest.agents[place];
    need.agents = Agents::new(agents);
    need.driver = match fewest.driven_by[place] {
        _ if agents == 0 => None,
        driven_by if !driven_by.is_empty() => promise::driver(driven_by),
        _ if agents <= queue.minimum_agents => Some(Driver::MinimumAgents),
        _ => promise::driver(Limits::only(Limit::Presence)),
    };
    if need.volume > 0.0 {
        need.expected = expected(targets, &fewest.passed[place]);
    }
}

fn expected(targets: &Targets, passed: &Passed) -> Expectation {
    Expectation {
        service_level: targets.answered.and_then(|asked| passed.service_level(asked.counting)),
        average_wait: passed.answered_wait(),
        occupancy: passed.occupancy(),
        abandonment: passed.abandonment(),
    }
}

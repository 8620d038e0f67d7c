use super::formula::Formula;
use super::{LoadMethod, loads, promise};
use crate::model::{Driver, Expectation, Need, Queue, Series};
use crate::queueing::{Limit, Limits, Required, Targets};
use crate::units::{Agents, Erlangs, Seconds};

/// What each interval of a queue that is answered at once needs.
pub(super) fn needs(queue: &Queue, method: LoadMethod) -> Series<Need> {
    let offered = loads::offered_loads(&queue.demand, method);
    let mut desk = Desk { queue, targets: promise::targets(&queue.target), last: None };
    Series::from_fn(offered.grid().clone(), |interval| desk.need(interval, offered[interval]))
}

/// A queue, and the last requirement found for it.
struct Desk<'a> {
    queue: &'a Queue,
    targets: Targets,
    last: Option<Solved>,
}

/// A load with its requirement.
#[derive(Clone, Copy)]
struct Solved {
    load: Erlangs,
    aht: Seconds,
    agents: u32,
    driven_by: Limits,
}

impl Desk<'_> {
    fn need(&mut self, interval: usize, offered_load: Erlangs) -> Need {
        let demand = &self.queue.demand;
        let (volume, aht) = (demand.volume[interval], demand.aht[interval]);
        let minimum = if demand.open[interval] { self.queue.minimum_agents } else { 0 };
        let (mut agents, mut driver) = (0, None);
        if offered_load.get() > 0.0 {
            let solved = self.solve(offered_load, aht);
            agents = solved.agents;
            driver = promise::driver(solved.driven_by);
        }
        if minimum > agents {
            (agents, driver) = (minimum, Some(Driver::MinimumAgents));
        }
        let expected = self.expected(offered_load, aht, agents);
        Need {
            volume,
            aht,
            offered_load,
            agents: Agents::new(agents),
            spare: Agents::NOBODY,
            driver,
            expected,
        }
    }

    /// Neighbouring intervals resemble each other: the last answer is taken over or guides the search.
    fn solve(&mut self, load: Erlangs, aht: Seconds) -> Solved {
        if let Some(last) = self.last.filter(|last| last.load == load && last.aht == aht) {
            return last;
        }
        let near = self.last.map(|last| {
            let more = (load.get() - last.load.get()) / f64::from(self.queue.concurrency.max(1));
            (f64::from(last.agents) + more).round().max(1.0) as u32
        });
        let formula = Formula::new(self.queue, load, aht);
        // What the lines alone stand against no agent can help.
        let endless = formula.without_lines();
        let required = formula
            .required(&self.targets, 0.0, near)
            .or_else(|| endless.required(&self.targets, 0.0, near))
            .or_else(|| endless.required(&Targets::default(), 0.0, None));
        // No target met by any number of agents, and a load beyond all bounds: as many as there is load.
        let beyond = Required { agents: load.get() as u32, driven_by: Limits::only(Limit::Stability) };
        let Required { agents, driven_by } = required.unwrap_or(beyond);
        let solved = Solved { load, aht, agents: agents.min(formula.most()), driven_by };
        self.last = Some(solved);
        solved
    }

    /// What so many people would give, where anyone calls.
    fn expected(&self, load: Erlangs, aht: Seconds, agents: u32) -> Expectation {
        if load.get() == 0.0 {
            return Expectation::default();
        }
        let given = Formula::new(self.queue, load, aht).perform(f64::from(agents));
        promise::expectation(&self.targets, &given)
    }
}

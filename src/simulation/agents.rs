//! Agents and the lists they stand in: idle, at deferred work, with a hand free for another chat.

/// Nobody, as an agent's index.
pub(super) const NOBODY: u32 = u32::MAX;
/// Not in a list.
const NO_LIST: u32 = u32::MAX;

/// An agent while the plan is played.
#[derive(Debug, Clone)]
pub(super) struct AgentState {
    pub group: u32,
    /// Spans of presence under way: 0 or 1, more where shifts overlap.
    pub seated: u32,
    /// Contacts in hand.
    pub holding: u32,
    /// The queue of the contacts in hand.
    pub queue: u32,
    /// How often what is in hand changed in a way that makes the completion foreseen void.
    pub revision: u32,
    /// Whether the work in hand is deferred.
    pub is_at_deferred: bool,
    /// Whether the end of a rest from deferred work is foreseen.
    pub is_resting: bool,
    /// When the agent joined the list they stand in.
    pub since: f64,
    /// When the agent sat down.
    pub seated_since: f64,
    /// Seconds idle since then, before the present idleness.
    pub idled: f64,
    /// When the contact in hand came in.
    pub arrival: f64,
    list: u32,
    before: u32,
    after: u32,
}

impl AgentState {
    /// When an idle agent has been idle for such a share of the time since they sat down: at once, or later.
    pub fn idle_enough_at(&self, share: f64) -> f64 {
        let begun = self.since - self.idled - share * self.seated_since;
        if share < 1.0 { begun / (1.0 - share) } else { f64::INFINITY }
    }
}

/// Agents in lists, each in one at most, in the order in which they joined.
#[derive(Debug)]
pub(super) struct Agents {
    states: Vec<AgentState>,
    first: Vec<u32>,
    last: Vec<u32>,
    /// When the first of each list joined it: read far more often than the agent is looked at.
    first_since: Vec<f64>,
}

impl Agents {
    /// Agents of these groups, none of them there yet, and so many lists.
    pub fn new(groups: &[usize], lists: usize) -> Self {
        let state = |&group: &usize| AgentState {
            group: group as u32,
            seated: 0,
            holding: 0,
            queue: 0,
            revision: 0,
            is_at_deferred: false,
            is_resting: false,
            since: 0.0,
            seated_since: 0.0,
            idled: 0.0,
            arrival: 0.0,
            list: NO_LIST,
            before: NOBODY,
            after: NOBODY,
        };
        Agents {
            states: groups.iter().map(state).collect(),
            first: vec![NOBODY; lists],
            last: vec![NOBODY; lists],
            first_since: vec![f64::INFINITY; lists],
        }
    }

    /// An agent.
    #[inline]
    pub fn get(&self, agent: u32) -> &AgentState {
        &self.states[agent as usize]
    }

    /// An agent, to change.
    #[inline]
    pub fn get_mut(&mut self, agent: u32) -> &mut AgentState {
        &mut self.states[agent as usize]
    }

    /// The agent first in a list, or nobody.
    #[inline]
    pub fn first(&self, list: usize) -> u32 {
        self.first[list]
    }

    /// When the first of a list joined it; never where nobody stands in it.
    #[inline]
    pub fn first_since(&self, list: usize) -> f64 {
        self.first_since[list]
    }

    /// The agent next in the list of `agent`, or nobody.
    #[inline]
    pub fn after(&self, agent: u32) -> u32 {
        self.get(agent).after
    }

    /// Whether an agent stands in a list.
    #[inline]
    pub fn is_listed(&self, agent: u32) -> bool {
        self.get(agent).list != NO_LIST
    }

    /// Puts an agent who stands in no list at the end of one.
    #[inline]
    pub fn join(&mut self, agent: u32, list: usize, now: f64) {
        let before = self.last[list];
        let state = self.get_mut(agent);
        debug_assert_eq!(state.list, NO_LIST);
        state.list = list as u32;
        state.since = now;
        state.before = before;
        state.after = NOBODY;
        self.last[list] = agent;
        if before == NOBODY {
            self.first[list] = agent;
            self.first_since[list] = now;
        } else {
            self.get_mut(before).after = agent;
        }
    }

    /// Takes an agent out of the list they stand in, if any.
    #[inline]
    pub fn quit(&mut self, agent: u32) {
        let state = self.get_mut(agent);
        if state.list == NO_LIST {
            return;
        }
        let (list, before, after) = (state.list as usize, state.before, state.after);
        state.list = NO_LIST;
        if before == NOBODY {
            self.first[list] = after;
            self.first_since[list] = if after == NOBODY { f64::INFINITY } else { self.get(after).since };
        } else {
            self.get_mut(before).after = after;
        }
        if after == NOBODY {
            self.last[list] = before;
        } else {
            self.get_mut(after).before = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(agents: &Agents, list: usize) -> Vec<u32> {
        let start = Some(agents.first(list)).filter(|&agent| agent != NOBODY);
        std::iter::successors(start, |&agent| Some(agents.after(agent)).filter(|&next| next != NOBODY))
            .collect()
    }

    #[test]
    fn lists_keep_the_order_of_joining() {
        let mut agents = Agents::new(&[0; 4], 2);
        for agent in [2, 0, 3, 1] {
            agents.join(agent, 0, 0.0);
        }
        assert_eq!(listed(&agents, 0), [2, 0, 3, 1]);
        agents.quit(3);
        agents.quit(2);
        agents.quit(1);
        agents.quit(1);
        agents.join(3, 1, 0.0);
        assert_eq!((listed(&agents, 0), listed(&agents, 1)), (vec![0], vec![3]));
        agents.quit(0);
        assert!(listed(&agents, 0).is_empty());
        assert_eq!(agents.first_since(0), f64::INFINITY);
        agents.join(1, 0, 4.0);
        agents.join(2, 0, 5.0);
        assert_eq!((listed(&agents, 0), agents.first_since(0)), (vec![1, 2], 4.0));
        agents.quit(1);
        assert_eq!((listed(&agents, 0), agents.first_since(0)), (vec![2], 5.0));
    }
}

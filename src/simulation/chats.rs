//! Chats held side by side: the more, the slower each.

use super::completions::Completion;
use super::replay::Replay;

/// The chats an agent holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Chats {
    /// What is left of each, in seconds of a chat held alone.
    left: Vec<f64>,
    /// When each came in, in the same order.
    arrivals: Vec<f64>,
    /// Up to when they went on.
    since: f64,
}

impl Replay<'_> {
    /// An agent begins one more chat.
    pub fn begin_chat(&mut self, agent: u32, handle: f64, arrival: f64) {
        self.go_on_with_chats(agent);
        let chats = &mut self.chats[agent as usize];
        chats.left.push(handle);
        chats.arrivals.push(arrival);
        self.foresee_end_of_chat(agent);
    }

    /// An agent is done with the chat of which least was left; when it came in.
    pub fn end_chat(&mut self, agent: u32) -> f64 {
        self.go_on_with_chats(agent);
        let chats = &mut self.chats[agent as usize];
        let least = least(&chats.left);
        chats.left.swap_remove(least);
        let arrival = chats.arrivals.swap_remove(least);
        self.foresee_end_of_chat(agent);
        arrival
    }

    /// Takes what was done since the last change off what is left.
    fn go_on_with_chats(&mut self, agent: u32) {
        let slowness = self.slowness_of_chats(agent);
        let chats = &mut self.chats[agent as usize];
        let done = (self.now - chats.since) / slowness;
        chats.left.iter_mut().for_each(|left| *left = (*left - done).max(0.0));
        chats.since = self.now;
    }

    /// Foresees when the next chat of an agent is done; what was foreseen before is void.
    fn foresee_end_of_chat(&mut self, agent: u32) {
        let slowness = self.slowness_of_chats(agent);
        let left = &self.chats[agent as usize].left;
        let next = left.get(least(left)).map(|left| self.now + left * slowness);
        let state = self.agents.get_mut(agent);
        state.revision += 1;
        if let Some(time) = next {
            let completion = Completion { time, agent, revision: state.revision };
            self.completions.push(completion);
        }
    }

    /// How many times as long as one alone each of the chats in hand takes.
    fn slowness_of_chats(&self, agent: u32) -> f64 {
        let held = self.chats[agent as usize].left.len();
        let queue = self.agents.get(agent).queue as usize;
        self.centre.queues[queue].queue.behaviour.aht_factor(held as u32)
    }
}

/// The place of the least value; of none, the first place.
fn least(left: &[f64]) -> usize {
    (1..left.len()).fold(0, |least, place| if left[place] < left[least] { place } else { least })
}

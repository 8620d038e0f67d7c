//! Deferred work: done in idle time, put down for whoever waits, taken up again.

use super::agents::NOBODY;
use super::arrivals::Contact;
use super::completions::Completion;
use super::later::Due;
use super::replay::Replay;
use crate::model::Channel;

impl Replay<'_> {
    /// Gives the work of a queue to idle agents, the oldest first, while there are both.
    pub fn offer_deferred(&mut self, queue: usize) {
        while self.is_open[queue]
            && !self.waiting[queue].is_empty()
            && let Some(agent) = self.take_rested(queue)
        {
            self.start_deferred(agent, queue);
        }
    }

    /// The open queue with the work that an agent of a group does next: the nearest deadline.
    pub fn most_urgent(&self, group: usize) -> Option<usize> {
        let deadline = |queue: usize| {
            self.waiting[queue].front().map(|work| work.arrival + self.centre.queues[queue].within)
        };
        let open = self.centre.groups[group].deferred.iter().copied().filter(|&queue| self.is_open[queue]);
        open.filter_map(|queue| deadline(queue).map(|due| (due, queue)))
            .min_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, queue)| queue)
    }

    /// Whether an idle agent has been idle long enough to take up a queue's work; if not, the time is foreseen.
    fn is_rested(&mut self, agent: u32, queue: usize) -> bool {
        let rest = 1.0 - self.centre.queues[queue].most_busy;
        let state = self.agents.get_mut(agent);
        let rested_at = state.idle_enough_at(rest);
        if rested_at <= self.now {
            return true;
        }
        if !state.is_resting && rested_at < f64::INFINITY {
            state.is_resting = true;
            self.later.push(rested_at, Due::Rested(agent));
        }
        false
    }

    /// An agent rested from deferred work: if still idle, they take some up.
    pub fn take_up_again(&mut self, agent: u32) {
        let state = self.agents.get_mut(agent);
        state.is_resting = false;
        let (group, is_idle) = (state.group as usize, state.seated > 0 && state.holding == 0);
        if is_idle
            && let Some(queue) = self.most_urgent(group)
            && self.is_rested(agent, queue)
        {
            self.end_idleness(agent);
            self.start_deferred(agent, queue);
        }
    }

    /// Takes the agent idle longest among those rested of the fewest skills out of idleness.
    fn take_rested(&mut self, queue: usize) -> Option<u32> {
        let centre = self.centre;
        for tier in &centre.queues[queue].tiers {
            let mut longest: Option<(f64, u32)> = None;
            for &group in tier {
                let mut agent = self.agents.first(self.idle_list(group));
                while agent != NOBODY {
                    let since = self.agents.get(agent).since;
                    if longest.is_none_or(|(found, _)| since < found) && self.is_rested(agent, queue) {
                        longest = Some((since, agent));
                    }
                    agent = self.agents.after(agent);
                }
            }
            if let Some((_, agent)) = longest {
                self.end_idleness(agent);
                return Some(agent);
            }
        }
        None
    }

    /// An idle agent just listed takes up deferred work if there is some and they are rested.
    pub fn take_up_work(&mut self, agent: u32, group: usize) {
        if let Some(queue) = self.most_urgent(group)
            && self.is_rested(agent, queue)
        {
            self.end_idleness(agent);
            self.start_deferred(agent, queue);
        }
    }

    /// An agent in no list starts the oldest work of a queue.
    fn start_deferred(&mut self, agent: u32, queue: usize) {
        let Some(work) = self.waiting[queue].pop_front() else { return };
        let desk = &self.centre.queues[queue];
        if desk.queue.channel == Channel::Callback {
            // Somebody is on the phone: begun is answered, and nobody puts it down.
            self.tally(&work).overdue += u32::from(self.now - work.arrival > desk.deadline);
            self.answer(agent, work);
            return;
        }
        let now = self.now;
        let state = self.agents.get_mut(agent);
        state.holding = 1;
        state.queue = queue as u32;
        state.is_at_deferred = true;
        let (group, revision) = (state.group as usize, state.revision);
        self.completions.push(Completion { time: now + work.handle, agent, revision });
        self.work[agent as usize] = Some(work);
        self.held[queue].change(now, 1.0);
        self.agents.join(agent, self.deferred_list(group), now);
    }

    /// An agent puts down the deferred work in hand: what is left of it goes back among the rest, by age.
    pub fn put_down(&mut self, agent: u32) {
        let now = self.now;
        self.agents.quit(agent);
        let Some(mut work) = self.work[agent as usize].take() else { return };
        let state = self.agents.get_mut(agent);
        state.revision += 1;
        state.holding = 0;
        state.is_at_deferred = false;
        work.handle = (work.handle - (now - state.since)).max(0.0);
        let queue = work.queue as usize;
        self.held[queue].change(now, -1.0);
        let waiting = &mut self.waiting[queue];
        let place = waiting.iter().position(|other| other.arrival > work.arrival);
        waiting.insert(place.unwrap_or(waiting.len()), work);
    }

    /// Everyone at the work of a queue that closes puts it down.
    pub fn stop_deferred(&mut self, queue: usize) {
        for group in self.centre.queues[queue].tiers.iter().flatten() {
            let mut agent = self.agents.first(self.deferred_list(*group));
            while agent != NOBODY {
                let after = self.agents.after(agent);
                if self.agents.get(agent).queue as usize == queue {
                    self.put_down(agent);
                    self.free(agent);
                }
                agent = after;
            }
        }
    }

    /// Deferred work is done.
    pub fn finish_deferred(&mut self, work: &Contact) {
        let taken = self.now - work.arrival;
        let desk = &self.centre.queues[work.queue as usize];
        let (in_time, overdue) = (u32::from(taken <= desk.within), u32::from(taken > desk.deadline));
        let tally = self.tally(work);
        tally.overdue += overdue;
        tally.answered += 1;
        tally.in_time += in_time;
        tally.wait += taken;
    }
}

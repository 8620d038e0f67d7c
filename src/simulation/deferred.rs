//! Deferred work: done in idle time, put down for whoever waits, taken up again.

use super::agents::NOBODY;
use super::arrivals::Contact;
use super::completions::Completion;
use super::replay::Replay;

impl Replay<'_> {
    /// Gives the work of a queue to idle agents, the oldest first, while there are both.
    pub fn offer_deferred(&mut self, queue: usize) {
        while self.is_open[queue]
            && !self.waiting[queue].is_empty()
            && let Some(agent) = self.take_idle(queue)
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

    /// An agent in no list starts the oldest work of a queue.
    pub fn start_deferred(&mut self, agent: u32, queue: usize) {
        let Some(work) = self.waiting[queue].pop_front() else { return };
        let now = self.now;
        let state = self.agents.get_mut(agent);
        state.holding = 1;
        state.queue = queue as u32;
        state.deferred = Some(work);
        let (group, put_down) = (state.group as usize, state.put_down);
        self.completions.push(Completion { time: now + work.handle, agent, put_down });
        self.held[queue].change(now, 1.0);
        self.in_hand[queue].change(now, 1.0);
        self.agents.join(agent, self.deferred_list(group), now);
    }

    /// An agent puts down the deferred work in hand: what is left of it goes back among the rest, by age.
    pub fn put_down(&mut self, agent: u32) {
        let now = self.now;
        self.agents.quit(agent);
        let state = self.agents.get_mut(agent);
        let Some(mut work) = state.deferred.take() else { return };
        state.put_down += 1;
        state.holding = 0;
        work.handle = (work.handle - (now - state.since)).max(0.0);
        let queue = work.queue as usize;
        self.held[queue].change(now, -1.0);
        self.in_hand[queue].change(now, -1.0);
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

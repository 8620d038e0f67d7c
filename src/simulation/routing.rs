//! Who takes what: what happens when a contact comes in, is done, and when an agent sits down or leaves.

use super::agents::NOBODY;
use super::arrivals::Contact;
use super::completions::Completion;
use super::replay::Replay;

impl Replay<'_> {
    /// A contact comes in.
    #[inline]
    pub fn come_in(&mut self, contact: Contact) {
        let queue = contact.queue as usize;
        let desk = &self.centre.queues[queue];
        if desk.is_deferred {
            self.waiting[queue].push_back(contact);
            self.offer_deferred(queue);
        } else if desk.lines.is_some_and(|lines| self.contacts_inside(queue) >= lines as usize) {
            self.tally(&contact).blocked += 1;
            self.redial(&contact);
        } else if desk.slots == 1 {
            match self.whoever_answers(queue) {
                Some(agent) => self.answer(agent, contact),
                None => self.wait(contact),
            }
        } else {
            // Chats may wait while an agent has a hand free that is wanted elsewhere: the oldest goes first.
            self.wait(contact);
            while self.oldest(queue).is_some()
                && let Some(agent) = self.whoever_answers(queue)
            {
                self.take_oldest(agent, queue);
            }
        }
    }

    /// An agent is done with a contact.
    #[inline]
    pub fn complete(&mut self, done: Completion) {
        let state = self.agents.get_mut(done.agent);
        if state.revision != done.revision {
            return; // That work was put down, or takes another time since others are in hand.
        }
        let (queue, mut arrival) = (state.queue as usize, state.arrival);
        state.holding -= 1;
        let (holding, is_deferred) = (state.holding, std::mem::take(&mut state.is_at_deferred));
        if self.centre.queues[queue].slots > 1 {
            self.in_hand[queue].change(self.now, -1.0);
            arrival = self.end_chat(done.agent);
        }
        if is_deferred && let Some(work) = self.work[done.agent as usize].take() {
            self.finish_deferred(&work);
            arrival = work.arrival;
        }
        self.repeat(queue, arrival);
        if holding == 0 {
            self.held[queue].change(self.now, -1.0);
            self.agents.quit(done.agent);
            self.free(done.agent);
        } else {
            self.take_more(done.agent, queue);
        }
    }

    /// An agent sits down.
    pub fn sit_down(&mut self, agent: u32) {
        let state = self.agents.get_mut(agent);
        state.seated += 1;
        if state.seated > 1 {
            return;
        }
        state.seated_since = self.now;
        state.idled = 0.0;
        let (holding, queue) = (state.holding, state.queue as usize);
        if holding == 0 {
            self.free(agent);
        } else {
            self.take_more(agent, queue);
        }
    }

    /// An agent leaves: at once if idle or at deferred work, otherwise when the contacts in hand are done.
    pub fn leave(&mut self, agent: u32) {
        let state = self.agents.get_mut(agent);
        state.seated -= 1;
        if state.seated > 0 {
            return;
        }
        let (holding, group, queue) = (state.holding, state.group as usize, state.queue as usize);
        let is_deferred = state.is_at_deferred;
        if is_deferred {
            self.put_down(agent);
            self.offer_deferred(queue);
            return;
        }
        self.agents.quit(agent);
        if holding == 0 {
            self.idle[group].change(self.now, -1.0);
        }
    }

    /// An agent with nothing in hand takes what waits for them, or is idle; nothing if they are not in seat.
    #[inline]
    pub fn free(&mut self, agent: u32) {
        let state = self.agents.get(agent);
        if state.seated == 0 {
            return;
        }
        let group = state.group as usize;
        if let Some(queue) = self.most_wanted(group) {
            self.take_oldest(agent, queue);
            self.take_more(agent, queue);
        } else {
            self.agents.join(agent, self.idle_list(group), self.now);
            self.idle[group].change(self.now, 1.0);
            if !self.centre.groups[group].deferred.is_empty() {
                self.take_up_work(agent, group);
            }
        }
    }

    /// An agent with contacts of a queue in hand takes more of them while they wait and a hand is free, unless
    /// wanted more elsewhere.
    fn take_more(&mut self, agent: u32, queue: usize) {
        let slots = self.centre.queues[queue].slots;
        if slots == 1 || self.agents.get(agent).seated == 0 {
            return;
        }
        while self.agents.get(agent).holding < slots
            && !self.is_wanted_more_elsewhere(agent, queue)
            && self.oldest(queue).is_some()
        {
            self.take_oldest(agent, queue);
        }
        let has_hand_free = self.agents.get(agent).holding < slots;
        if has_hand_free && !self.agents.is_listed(agent) {
            self.agents.join(agent, self.chat_list(queue), self.now);
        }
    }

    /// The agent takes the contact that waits longest on a queue; there is one.
    #[inline]
    fn take_oldest(&mut self, agent: u32, queue: usize) {
        if let Some(contact) = self.waiting[queue].pop_front() {
            self.answer(agent, contact);
        }
    }

    /// An agent in no list but that of chats answers a contact.
    #[inline]
    pub fn answer(&mut self, agent: u32, contact: Contact) {
        let queue = contact.queue as usize;
        let desk = &self.centre.queues[queue];
        let wait = self.now - contact.arrival;
        let in_time = u32::from(wait <= desk.within);
        let tally = self.tally(&contact);
        tally.answered += 1;
        tally.in_time += in_time;
        tally.wait += wait;
        let time = self.now + contact.handle;
        let state = self.agents.get_mut(agent);
        state.holding += 1;
        state.queue = contact.queue;
        state.arrival = contact.arrival;
        let (holding, revision) = (state.holding, state.revision);
        if holding == 1 {
            self.held[queue].change(self.now, 1.0);
        }
        if desk.slots == 1 {
            self.completions.push(Completion { time, agent, revision });
        } else {
            self.in_hand[queue].change(self.now, 1.0);
            self.begin_chat(agent, contact.handle, contact.arrival);
            // To the end of the list of those with a hand free, or out of it.
            self.agents.quit(agent);
            if holding < desk.slots {
                self.agents.join(agent, self.chat_list(queue), self.now);
            }
        }
    }

    /// Takes the agent who answers a contact of a queue out of the list they stand in: one in chats with a hand
    /// free, else one idle, else one at deferred work.
    #[inline]
    fn whoever_answers(&mut self, queue: usize) -> Option<u32> {
        if self.centre.queues[queue].slots > 1 {
            let mut agent = self.agents.first(self.chat_list(queue));
            while agent != NOBODY {
                if !self.is_wanted_more_elsewhere(agent, queue) {
                    return Some(agent);
                }
                agent = self.agents.after(agent);
            }
        }
        if let Some(agent) = self.take_idle(queue) {
            return Some(agent);
        }
        if !self.centre.queues[queue].may_interrupt {
            return None;
        }
        let agent = self.longest(queue, self.centre.groups.len())?;
        let interrupted = self.agents.get(agent).queue as usize;
        self.put_down(agent);
        // An idle agent who could not answer this contact may go on with what was put down.
        self.offer_deferred(interrupted);
        Some(agent)
    }

    /// Takes the agent idle longest among those of the fewest skills out of idleness.
    #[inline]
    fn take_idle(&mut self, queue: usize) -> Option<u32> {
        let agent = self.longest(queue, 0)?;
        self.end_idleness(agent);
        Some(agent)
    }

    /// An agent is idle no longer.
    #[inline]
    pub fn end_idleness(&mut self, agent: u32) {
        let state = self.agents.get_mut(agent);
        state.idled += self.now - state.since;
        let group = state.group as usize;
        self.agents.quit(agent);
        self.idle[group].change(self.now, -1.0);
    }

    /// The agent longest in the lists of the groups with a queue's skill, those of the fewest skills first; the
    /// list of group 0 is `lists`.
    #[inline]
    fn longest(&self, queue: usize, lists: usize) -> Option<u32> {
        for tier in &self.centre.queues[queue].tiers {
            let (mut longest, mut since) = (lists, f64::INFINITY);
            for group in tier {
                let found = self.agents.first_since(lists + group);
                if found < since {
                    (longest, since) = (lists + group, found);
                }
            }
            if since < f64::INFINITY {
                return Some(self.agents.first(longest));
            }
        }
        None
    }

    /// The queue whose contact an agent of a group takes next: the highest priority, then the longest wait.
    #[inline]
    fn most_wanted(&mut self, group: usize) -> Option<usize> {
        let centre = self.centre;
        let mut best: Option<(u32, f64, usize)> = None;
        for &queue in &centre.groups[group].immediate {
            let priority = centre.queues[queue].queue.priority;
            if best.is_some_and(|(found, _, _)| found < priority) {
                break;
            }
            if let Some(arrival) = self.oldest(queue)
                && best.is_none_or(|(_, found, _)| arrival < found)
            {
                best = Some((priority, arrival, queue));
            }
        }
        best.map(|(_, _, queue)| queue)
    }

    /// Whether an agent in contacts of a queue is wanted more elsewhere: by contacts of higher priority, or of the
    /// same that wait longer.
    fn is_wanted_more_elsewhere(&mut self, agent: u32, queue: usize) -> bool {
        let centre = self.centre;
        let priority = centre.queues[queue].queue.priority;
        let arrival = self.oldest(queue).unwrap_or(self.now);
        let queues = &centre.groups[self.agents.get(agent).group as usize].immediate;
        queues.iter().filter(|&&other| other != queue).any(|&other| {
            let other_priority = centre.queues[other].queue.priority;
            other_priority <= priority
                && self.oldest(other).is_some_and(|other| other_priority < priority || other < arrival)
        })
    }

    /// The list of a group's idle agents.
    pub fn idle_list(&self, group: usize) -> usize {
        group
    }

    /// The list of a group's agents at deferred work.
    pub fn deferred_list(&self, group: usize) -> usize {
        self.centre.groups.len() + group
    }

    /// The list of agents in chats of a queue with a hand free.
    fn chat_list(&self, queue: usize) -> usize {
        2 * self.centre.groups.len() + queue
    }
}

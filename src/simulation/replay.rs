//! One replication: the plan played from its start to its end, event by event.

use std::collections::VecDeque;

use super::agents::Agents;
use super::arrivals::{Contact, Drawn};
use super::centre::Centre;
use super::chats::Chats;
use super::completions::Completions;
use super::later::{Due, Later};
use super::presence::{self, Move};
use super::tally::{Headcount, Tally};

/// The state of the centre while the plan is played. Times are seconds from the start of the plan.
pub(super) struct Replay<'a> {
    pub centre: &'a Centre<'a>,
    pub seed: u64,
    pub replication: u64,
    pub now: f64,
    /// The number of intervals.
    pub intervals: usize,
    /// The interval played.
    pub interval: usize,
    pub agents: Agents,
    /// Contacts that wait, and deferred work to do, queue by queue, oldest first. Those who hung up meanwhile
    /// are taken out when their turn comes.
    pub waiting: Vec<VecDeque<Contact>>,
    pub completions: Completions,
    /// What is due besides arrivals, completions and shifts.
    pub later: Later,
    /// The deferred work each agent has in hand.
    pub work: Vec<Option<Contact>>,
    /// The chats each agent holds.
    pub chats: Vec<Chats>,
    /// Whether deferred work is done now, queue by queue.
    pub is_open: Vec<bool>,
    /// Queue by queue, all intervals of one after the other.
    pub tallies: Vec<Tally>,
    /// Idle agents, group by group.
    pub idle: Vec<Headcount>,
    /// Agents with contacts of a queue in hand.
    pub held: Vec<Headcount>,
    /// Contacts in hand of queues of which an agent holds several at once.
    pub in_hand: Vec<Headcount>,
    moves: Vec<Move>,
    next_move: usize,
}

/// Plays the plan once with the contacts drawn for it; the tallies queue by queue, all intervals of one after the other.
pub(super) fn replay(centre: &Centre, drawn: &Drawn, seed: u64, replication: u64) -> Vec<Tally> {
    let mut replay = Replay::new(centre, seed, replication);
    for interval in 0..centre.intervals() {
        let contacts = drawn.of(interval);
        for contact in contacts {
            replay.tally(contact).offered += 1;
        }
        replay.play_interval(interval, contacts);
    }
    replay.play_until(&[], f64::INFINITY);
    replay.close();
    replay.tallies
}

impl<'a> Replay<'a> {
    fn new(centre: &'a Centre<'a>, seed: u64, replication: u64) -> Self {
        let (queues, groups, agents) = (centre.queues.len(), centre.groups.len(), centre.group_of.len());
        Replay {
            centre,
            seed,
            replication,
            now: 0.0,
            intervals: centre.intervals(),
            interval: 0,
            agents: Agents::new(&centre.group_of, 2 * groups + queues),
            waiting: vec![VecDeque::new(); queues],
            completions: Completions::default(),
            later: Later::default(),
            work: vec![None; agents],
            chats: vec![Chats::default(); agents],
            is_open: vec![false; queues],
            tallies: vec![Tally::default(); queues * centre.intervals()],
            idle: vec![Headcount::default(); groups],
            held: vec![Headcount::default(); queues],
            in_hand: vec![Headcount::default(); queues],
            moves: presence::moves(centre, seed, replication),
            next_move: 0,
        }
    }

    /// The tally of a contact's queue and interval of arrival.
    #[inline]
    pub fn tally(&mut self, contact: &Contact) -> &mut Tally {
        let place = contact.queue as usize * self.intervals + contact.interval as usize;
        &mut self.tallies[place]
    }

    fn play_interval(&mut self, interval: usize, contacts: &[Contact]) {
        self.now = interval as f64 * self.centre.interval;
        self.interval = interval;
        self.open_and_close(interval);
        let end = (interval + 1) as f64 * self.centre.interval;
        self.play_until(contacts, end);
        self.count_seconds(interval, end);
    }

    /// Plays all events before `end`; `contacts` come in, in order of arrival.
    fn play_until(&mut self, contacts: &[Contact], end: f64) {
        let mut contacts = contacts.iter();
        let mut next_contact = contacts.next();
        loop {
            let arrival = next_contact.map_or(f64::INFINITY, |contact| contact.arrival);
            let completion = self.completions.next_time();
            let next = if arrival < completion { arrival } else { completion };
            let seldom = self.next_seldom();
            // Who is due to leave when a contact is done leaves, and takes no other.
            if seldom <= next {
                if seldom >= end {
                    return;
                }
                self.now = seldom;
                self.happen_seldom();
                continue;
            }
            if next >= end {
                return;
            }
            self.now = next;
            if arrival < completion {
                if let Some(&contact) = next_contact {
                    self.come_in(contact);
                }
                next_contact = contacts.next();
            } else if let Some(done) = self.completions.pop() {
                self.complete(done);
            }
        }
    }

    /// When next something happens that is neither an arrival nor a completion.
    #[inline]
    fn next_seldom(&self) -> f64 {
        let presence = self.moves.get(self.next_move).map_or(f64::INFINITY, |next| next.time);
        let later = self.later.next_time();
        if later < presence { later } else { presence }
    }

    /// Something happens that is neither an arrival nor a completion.
    #[cold]
    fn happen_seldom(&mut self) {
        if self.later.next_time() == self.now {
            if let Some(due) = self.later.pop() {
                self.happen(due);
            }
            return;
        }
        let change = self.moves[self.next_move];
        self.next_move += 1;
        if change.is_arrival {
            self.sit_down(change.agent as u32);
        } else {
            self.leave(change.agent as u32);
        }
    }

    /// What was due later happens.
    fn happen(&mut self, due: Due) {
        match due {
            Due::Return(contact) => {
                self.tally(&contact).offered += 1;
                self.come_in(contact);
            }
            Due::HangsUp(contact) => {
                if self.is_waiting(&contact) {
                    self.redial(&contact);
                }
            }
            Due::Rested(agent) => self.take_up_again(agent),
        }
    }

    /// Opens and closes queues of deferred work at the start of an interval.
    fn open_and_close(&mut self, interval: usize) {
        let centre = self.centre;
        let mut opened = Vec::new();
        let mut closed = Vec::new();
        for (queue, desk) in centre.queues.iter().enumerate().filter(|(_, desk)| desk.is_deferred) {
            let is_open = desk.queue.demand.open[interval];
            if is_open != self.is_open[queue] {
                if is_open {
                    opened.push(queue)
                } else {
                    closed.push(queue)
                }
                self.is_open[queue] = is_open;
            }
        }
        for queue in closed {
            self.stop_deferred(queue);
        }
        for queue in opened {
            self.offer_deferred(queue);
        }
    }

    /// Writes the seconds spent in an interval: an idle agent's divided equally among the queues they wait for.
    fn count_seconds(&mut self, interval: usize, end: f64) {
        let intervals = self.intervals;
        for (queue, desk) in self.centre.queues.iter().enumerate() {
            let held = self.held[queue].take(end);
            let in_hand = if desk.slots > 1 { self.in_hand[queue].take(end) } else { held };
            let tally = &mut self.tallies[queue * intervals + interval];
            tally.busy = in_hand / f64::from(desk.slots);
            tally.in_seat += held;
        }
        for (group, idle) in self.centre.groups.iter().zip(&mut self.idle) {
            let each = idle.take(end) / group.skills().max(1) as f64;
            for queue in group.immediate.iter().chain(&group.deferred) {
                self.tallies[queue * intervals + interval].in_seat += each;
            }
        }
    }

    /// Sees to those still waiting when the last agent has left.
    fn close(&mut self) {
        let end = self.centre.end.max(self.moves.last().map_or(0.0, |last| last.time));
        for queue in 0..self.waiting.len() {
            let (within, deadline) = (self.centre.queues[queue].within, self.centre.queues[queue].deadline);
            for contact in std::mem::take(&mut self.waiting[queue]) {
                let waited = end - contact.arrival;
                if contact.hangs_up <= end {
                    self.hang_up(&contact);
                    continue;
                }
                let tally = self.tally(&contact);
                tally.unjudged += u32::from(waited < within);
                tally.overdue += u32::from(waited >= deadline);
            }
        }
    }
}

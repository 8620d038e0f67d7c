//! Contacts that wait: in order of arrival, until somebody answers or they hang up.

use super::arrivals::Contact;
use super::later::Due;
use super::replay::Replay;

impl Replay<'_> {
    /// A contact waits.
    #[inline]
    pub fn wait(&mut self, contact: Contact) {
        let queue = contact.queue as usize;
        self.waiting[queue].push_back(contact);
        if self.centre.queues[queue].redial.is_some() && contact.hangs_up < f64::INFINITY {
            self.later.push(contact.hangs_up, Due::HangsUp(contact));
        }
    }

    /// Whether a contact still waits.
    pub fn is_waiting(&self, contact: &Contact) -> bool {
        let waiting = &self.waiting[contact.queue as usize];
        let place = waiting.partition_point(|other| other.arrival < contact.arrival);
        waiting.get(place).is_some_and(|other| other.arrival == contact.arrival)
    }

    /// Contacts of a queue that wait or are in hand.
    pub fn contacts_inside(&mut self, queue: usize) -> usize {
        for _ in 0..self.waiting[queue].len() {
            let Some(contact) = self.waiting[queue].pop_front() else { break };
            if contact.hangs_up >= self.now {
                self.waiting[queue].push_back(contact);
            } else {
                self.hang_up(&contact);
            }
        }
        let in_hand = if self.centre.queues[queue].slots > 1 { &self.in_hand } else { &self.held };
        self.waiting[queue].len() + in_hand[queue].now() as usize
    }

    /// When the contact came in that waits longest on a queue, those who hung up taken out.
    #[inline]
    pub fn oldest(&mut self, queue: usize) -> Option<f64> {
        while let Some(&contact) = self.waiting[queue].front() {
            if contact.hangs_up >= self.now {
                return Some(contact.arrival);
            }
            self.waiting[queue].pop_front();
            self.hang_up(&contact);
        }
        None
    }

    /// A contact hung up.
    pub fn hang_up(&mut self, contact: &Contact) {
        let wait = contact.hangs_up - contact.arrival;
        let in_time = u32::from(wait <= self.centre.queues[contact.queue as usize].within);
        let tally = self.tally(contact);
        tally.wait_abandoned += wait;
        tally.abandoned += 1;
        tally.abandoned_in_time += in_time;
    }
}

//! Contacts that come back: who did not get through, and who was not helped.

use rand::RngExt;
use rand_distr::Exp1;

use super::arrivals::{self, Contact};
use super::later::Due;
use super::replay::Replay;
use super::streams::{Purpose, stream};
use crate::model::Return;

impl Replay<'_> {
    /// Who did not get through calls again, perhaps.
    pub fn redial(&mut self, contact: &Contact) {
        if let Some(redial) = self.centre.queues[contact.queue as usize].redial {
            self.come_back(contact, redial, Purpose::Redial);
        }
    }

    /// Whose contact is done comes back with the same matter, perhaps.
    #[inline]
    pub fn repeat(&mut self, queue: usize, arrival: f64) {
        if let Some(repeat) = self.centre.queues[queue].repeat {
            let contact = Contact {
                arrival,
                hangs_up: f64::INFINITY,
                handle: 0.0,
                queue: queue as u32,
                interval: self.interval as u32,
            };
            self.come_back(&contact, repeat, Purpose::Repeat);
        }
    }

    /// A contact comes back, perhaps. The random numbers belong to the contact's time of arrival, which no two share.
    fn come_back(&mut self, contact: &Contact, back: Return, purpose: Purpose) {
        let (centre, queue) = (self.centre, contact.queue as usize);
        let desk = &centre.queues[queue];
        let mut random = stream(self.seed, self.replication, purpose, desk.key, contact.arrival.to_bits());
        if random.random::<f64>() >= back.share.get() {
            return;
        }
        let delay = back.after.get() * random.sample::<f64, _>(Exp1);
        let Some(arrival) = self.after(queue, delay) else { return };
        let interval = ((arrival / centre.interval) as usize).min(centre.intervals() - 1);
        let aht = desk.queue.demand.aht[interval].get();
        let again = arrivals::contact(desk, (queue, interval), arrival, aht, &mut random);
        self.later.push(arrival, Due::Return(again));
    }

    /// The time so many seconds of opening hours from now; deferred work comes in at any time. Nothing where that is
    /// after the plan.
    fn after(&self, queue: usize, mut delay: f64) -> Option<f64> {
        let centre = self.centre;
        let desk = &centre.queues[queue];
        if desk.is_deferred {
            return Some(self.now + delay).filter(|&time| time < centre.end);
        }
        let mut time = self.now;
        let first = (time / centre.interval) as usize;
        for interval in first..centre.intervals() {
            let end = (interval + 1) as f64 * centre.interval;
            if desk.queue.demand.open[interval] {
                if time + delay < end {
                    return Some(time + delay);
                }
                delay -= end - time;
            }
            time = end;
        }
        None
    }
}

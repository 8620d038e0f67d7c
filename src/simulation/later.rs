//! What is due later, besides arrivals, completions and shifts: seldom, and of several kinds.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::arrivals::Contact;

/// Something due at a time.
#[derive(Debug, Clone, Copy)]
pub(super) enum Due {
    /// A contact comes in that was there before.
    Return(Contact),
    /// A contact hangs up, if it still waits.
    HangsUp(Contact),
    /// An idle agent may take up deferred work again.
    Rested(u32),
}

/// What is due later, the next first; of the same time, what was foreseen first.
#[derive(Debug, Default)]
pub(super) struct Later {
    heap: BinaryHeap<Reverse<Entry>>,
    foreseen: u64,
}

#[derive(Debug)]
struct Entry {
    time: f64,
    foreseen: u64,
    due: Due,
}

impl Later {
    /// The time of the next; never where there is none.
    #[inline]
    pub fn next_time(&self) -> f64 {
        self.heap.peek().map_or(f64::INFINITY, |entry| entry.0.time)
    }

    /// Foresees something.
    pub fn push(&mut self, time: f64, due: Due) {
        self.foreseen += 1;
        self.heap.push(Reverse(Entry { time, foreseen: self.foreseen, due }));
    }

    /// Takes the next out.
    pub fn pop(&mut self) -> Option<Due> {
        self.heap.pop().map(|entry| entry.0.due)
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.time.total_cmp(&other.time).then(self.foreseen.cmp(&other.foreseen))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Entry {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_out_in_order_of_time_and_foresight() {
        let mut later = Later::default();
        for (time, agent) in [(3.0, 0), (1.0, 1), (3.0, 2), (2.0, 3)] {
            later.push(time, Due::Rested(agent));
        }
        assert_eq!(later.next_time(), 1.0);
        let agents = std::iter::from_fn(|| later.pop()).map(|due| match due {
            Due::Rested(agent) => agent,
            _ => 99,
        });
        assert_eq!(agents.collect::<Vec<_>>(), [1, 3, 0, 2]);
        assert_eq!(later.next_time(), f64::INFINITY);
    }
}

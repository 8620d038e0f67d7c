use crate::units::{Rate, Seconds};

/// A stretch of time in which nothing changes: an interval, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    /// How long it lasts.
    pub length: Seconds,
    /// Contacts offered.
    pub arrivals: Rate,
    /// Mean handle time (AHT); counts as a tenth of a second at least.
    pub handle_time: Seconds,
    /// Agents there to take contacts. Only their number is known: where some come at the moment others go, those going
    /// count as staying, though they would finish what they have in hand while those coming are free.
    pub agents: u32,
}

/// Handle times and patience count as so many seconds at least.
const SHORTEST: f64 = 0.1;

/// What happens how often, per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rates {
    /// lambda: contacts come in.
    pub arrivals: f64,
    /// mu: an agent finishes a contact.
    pub handling: f64,
    /// theta: a waiting contact hangs up; 0 where nobody does.
    pub hanging_up: f64,
    /// s: agents.
    pub agents: usize,
}

impl Rates {
    pub fn of(stretch: &Stretch, patience: Seconds) -> Self {
        Rates {
            arrivals: stretch.arrivals.get(),
            handling: 1.0 / stretch.handle_time.get().max(SHORTEST),
            hanging_up: 1.0 / patience.get().max(SHORTEST),
            agents: stretch.agents as usize,
        }
    }

    /// s mu: contacts finished while every agent is busy.
    pub fn service(&self) -> f64 {
        self.agents as f64 * self.handling
    }

    /// d(n) = min(n, s) mu + (n - s)+ theta: how fast contacts leave when n are there.
    pub fn departures(&self, contacts: usize) -> f64 {
        let waiting = contacts.saturating_sub(self.agents);
        (contacts - waiting) as f64 * self.handling + waiting as f64 * self.hanging_up
    }

    /// The likeliest number of contacts in the long run; where departures never catch up, the number of agents.
    pub fn settled_peak(&self) -> usize {
        let line = self.arrivals - self.service();
        if line <= 0.0 {
            (self.arrivals / self.handling) as usize
        } else if self.hanging_up > 0.0 {
            self.agents + (line / self.hanging_up) as usize
        } else {
            self.agents
        }
    }

    /// The number of contacts beyond which hardly any will be in the long run; nothing where departures are as
    /// fast beyond the agents however many wait.
    pub fn likely_most(&self, now: usize) -> Option<usize> {
        let (load, agents) = (self.arrivals / self.handling, self.agents as f64);
        let below = load + 9.0 * load.sqrt() + 12.0;
        if below < agents {
            return Some((below as usize).max(now));
        }
        if self.hanging_up == 0.0 {
            return None;
        }
        let line = ((self.arrivals - self.service()) / self.hanging_up).max(0.0);
        let spread = (self.arrivals / self.hanging_up).sqrt();
        Some(((agents + line + 9.0 * spread + 6.0) as usize).max(now))
    }
}

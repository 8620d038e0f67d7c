/// Whoever saves less than this share of what the other did has had its turn: the next time it saves less.
const WORTH: f64 = 0.5;
/// Neighbourhoods are judged by what they save in this share of the time,
const LEAST_SHARE: f64 = 0.02;
/// and after so many in a row that saved nothing agents exchange days in any case.
const IDLE: usize = 4;

/// Whose turn it is in a long plan, neighbourhoods or exchanges: what saved more for its time of late.
#[derive(Default)]
pub(super) struct Turns {
    /// What the last exchange saved for the whole time.
    by_exchange: f64,
    /// The share of the time that was over when neighbourhoods last had their turn, and what they saved since.
    since: f64,
    saved: f64,
}

impl Turns {
    /// Agents exchanged days, from when one share of the time was over until another was.
    pub fn learn_exchange(&mut self, saved: f64, from: f64, until: f64) {
        self.by_exchange = if until > from { saved / (until - from) } else { 0.0 };
        (self.since, self.saved) = (until, 0.0);
    }

    pub fn learn_neighbourhoods(&mut self, saved: f64) {
        self.saved += saved;
    }

    /// Whether agents exchange days next, when so much of the time is over and so many neighbourhoods saved nothing.
    pub fn is_exchange_next(&mut self, spent: f64, idle: usize) -> bool {
        let share = spent - self.since;
        if share < LEAST_SHARE {
            return idle > 0 && idle.is_multiple_of(IDLE);
        }
        let is_slower = self.saved / share < WORTH * self.by_exchange;
        (self.since, self.saved) = (spent, 0.0);
        is_slower || idle >= IDLE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_saves_more_for_its_time_goes_on() {
        let mut turns = Turns::default();
        turns.learn_exchange(100.0, 0.1, 0.2);
        turns.learn_neighbourhoods(9.0);
        assert!(!turns.is_exchange_next(0.21, 0), "too soon to tell");
        assert!(turns.is_exchange_next(0.225, 0), "360 for the whole time, less than half of 1000");
        turns.learn_exchange(10.0, 0.225, 0.245);
        turns.learn_neighbourhoods(9.0);
        assert!(!turns.is_exchange_next(0.27, 0), "360 for the whole time, more than half of 500");
        assert!(!turns.is_exchange_next(0.27, 3));
        assert!(turns.is_exchange_next(0.27, 4));
        assert!(turns.is_exchange_next(0.3, 0), "nothing since");
        // Without a limit no time is ever over.
        let mut turns = Turns::default();
        turns.learn_exchange(100.0, 0.0, 0.0);
        turns.learn_neighbourhoods(0.0);
        assert!(!turns.is_exchange_next(0.0, 3));
        assert!(turns.is_exchange_next(0.0, 4));
    }
}

use crate::units::{Erlangs, Rate, Seconds};

/// The modified offered load: the mean number of contacts in progress if nobody had to wait, as it lags the rate
/// at which they come in by about a handle time.
///
/// m'(t) = lambda(t) - m(t)/h, solved in closed form while rate and handle time are constant:
/// m(t) = lambda h + (m(0) - lambda h) e^(-t/h). Sources: Jennings, Mandelbaum, Massey and Whitt (1996), "Server
/// staffing to meet time-varying demand"; Green, Kolesar and Whitt (2007), "Coping with time-varying demand".
///
/// ```
/// use callboard::queueing::OfferedLoad;
/// use callboard::units::{Rate, Seconds};
/// let mut load = OfferedLoad::empty();
/// let peak = load.advance(Rate::per_hour(60.0), Seconds::new(600.0), Seconds::new(1800.0));
/// assert!((peak.get() - 10.0 * (1.0 - (-3.0_f64).exp())).abs() < 1e-12);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct OfferedLoad {
    now: f64,
}

impl OfferedLoad {
    /// As the doors open: nobody is in.
    pub fn empty() -> Self {
        OfferedLoad::default()
    }

    /// As if the rate and handle time had been these for long.
    pub fn settled(arrivals: Rate, handle_time: Seconds) -> Self {
        OfferedLoad { now: (arrivals * handle_time).get() }
    }

    /// The load at this moment.
    pub fn now(&self) -> Erlangs {
        Erlangs::new(self.now)
    }

    /// Lets time pass at a constant rate and handle time; returns the largest load on the way, which lies at
    /// either end of it.
    pub fn advance(&mut self, arrivals: Rate, handle_time: Seconds, time: Seconds) -> Erlangs {
        let before = self.now;
        let settled = (arrivals * handle_time).get();
        let left = if handle_time.get() > 0.0 { (-time.get() / handle_time.get()).exp() } else { 0.0 };
        self.now = settled + (before - settled) * left;
        Erlangs::new(before.max(self.now))
    }
}

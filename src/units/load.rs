use std::ops::{Add, Mul};

use super::Seconds;

/// Contacts per second that arrive or are handled.
///
/// ```
/// use callboard::units::{Rate, Seconds};
/// let load = Rate::per_hour(200.0) * Seconds::new(180.0);
/// assert_eq!(load.get(), 10.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Rate(f64);

impl Rate {
    /// So many contacts per second; negative and not-a-number count as none.
    pub fn per_second(contacts: f64) -> Self {
        Rate(contacts.max(0.0))
    }

    /// So many contacts per hour.
    pub fn per_hour(contacts: f64) -> Self {
        Rate::per_second(contacts / 3600.0)
    }

    /// Contacts per second.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Mul<Seconds> for Rate {
    type Output = Erlangs;
    fn mul(self, handle_time: Seconds) -> Erlangs {
        Erlangs(self.0 * handle_time.get())
    }
}

/// Offered load: the mean number of contacts in progress if nobody had to wait.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Erlangs(f64);

impl Erlangs {
    /// So many erlangs; negative and not-a-number count as none.
    pub fn new(erlangs: f64) -> Self {
        Erlangs(erlangs.max(0.0))
    }

    /// The number of erlangs.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Add for Erlangs {
    type Output = Erlangs;
    fn add(self, other: Erlangs) -> Erlangs {
        Erlangs(self.0 + other.0)
    }
}

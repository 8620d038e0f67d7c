use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// Whole people in seat.
///
/// ```
/// use callboard::units::Agents;
/// assert_eq!(Agents::new(3) + Agents::new(4), Agents::new(7));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Agents(u32);

impl Agents {
    /// Nobody.
    pub const NOBODY: Agents = Agents(0);

    /// This many people.
    pub const fn new(people: u32) -> Self {
        Agents(people)
    }

    /// The number of people.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The number of people as a real number, for formulas.
    pub fn as_f64(self) -> f64 {
        f64::from(self.0)
    }
}

impl Add for Agents {
    type Output = Agents;
    fn add(self, other: Agents) -> Agents {
        Agents(self.0.saturating_add(other.0))
    }
}

impl Sum for Agents {
    fn sum<I: Iterator<Item = Agents>>(parts: I) -> Agents {
        parts.fold(Agents::NOBODY, Add::add)
    }
}

impl fmt::Display for Agents {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// Full-time equivalents: people weighted by their contract hours.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Fte(f64);

impl Fte {
    /// This many full-time equivalents; what is not a number counts as none.
    pub fn new(fte: f64) -> Self {
        Fte(if fte.is_nan() { 0.0 } else { fte })
    }

    /// The number of full-time equivalents.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Add for Fte {
    type Output = Fte;
    fn add(self, other: Fte) -> Fte {
        Fte(self.0 + other.0)
    }
}

impl Sub for Fte {
    type Output = Fte;
    fn sub(self, other: Fte) -> Fte {
        Fte(self.0 - other.0)
    }
}

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Sub};

/// A span of time in seconds, for handle times, waits and patience; never negative, possibly infinite.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Seconds(f64);

impl Seconds {
    /// No time.
    pub const ZERO: Seconds = Seconds(0.0);
    /// For ever: the wait of an unstable queue.
    pub const INFINITE: Seconds = Seconds(f64::INFINITY);

    /// So many seconds; negative and not-a-number count as none.
    pub fn new(seconds: f64) -> Self {
        Seconds(seconds.max(0.0))
    }

    /// The number of seconds.
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// A span of whole minutes, for shifts, breaks and rules on working time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Minutes(i32);

impl Minutes {
    /// No time.
    pub const ZERO: Minutes = Minutes(0);

    /// So many minutes.
    pub const fn new(minutes: i32) -> Self {
        Minutes(minutes)
    }

    /// The longest time that both are whole multiples of (Euclid); of a time and none, the time.
    ///
    /// ```
    /// use callboard::units::Minutes;
    /// assert_eq!(Minutes::new(30).divisor(Minutes::new(45)), Minutes::new(15));
    /// assert_eq!(Minutes::ZERO.divisor(Minutes::new(45)), Minutes::new(45));
    /// ```
    pub fn divisor(self, other: Minutes) -> Minutes {
        if other == Minutes::ZERO { self } else { other.divisor(Minutes(self.0 % other.0)) }
    }

    /// So many hours, rounded to the nearest minute.
    pub fn from_hours(hours: f64) -> Self {
        Minutes((hours * 60.0).round() as i32)
    }

    /// The number of minutes.
    pub const fn get(self) -> i32 {
        self.0
    }

    /// The span in hours.
    pub fn hours(self) -> f64 {
        f64::from(self.0) / 60.0
    }
}

impl Add for Minutes {
    type Output = Minutes;
    fn add(self, other: Minutes) -> Minutes {
        Minutes(self.0 + other.0)
    }
}

impl AddAssign for Minutes {
    fn add_assign(&mut self, other: Minutes) {
        self.0 += other.0;
    }
}

impl Sub for Minutes {
    type Output = Minutes;
    fn sub(self, other: Minutes) -> Minutes {
        Minutes(self.0 - other.0)
    }
}

impl Mul<i32> for Minutes {
    type Output = Minutes;
    fn mul(self, times: i32) -> Minutes {
        Minutes(self.0 * times)
    }
}

impl Sum for Minutes {
    fn sum<I: Iterator<Item = Minutes>>(parts: I) -> Minutes {
        parts.fold(Minutes::ZERO, Add::add)
    }
}

/// Hours and minutes: `7h30`, `11h`, `45m`.
impl fmt::Display for Minutes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let minutes = self.0.unsigned_abs();
        match (minutes / 60, minutes % 60) {
            (0, minutes) => write!(out, "{sign}{minutes}m"),
            (hours, 0) => write!(out, "{sign}{hours}h"),
            (hours, minutes) => write!(out, "{sign}{hours}h{minutes:02}"),
        }
    }
}

/// A point in time: whole minutes elapsed since a [`Grid`](crate::model::Grid) starts, negative before it.
///
/// Elapsed, not wall-clock, minutes: a night shift across a change of the clock is as long as it is worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(i32);

impl Moment {
    /// The grid's start.
    pub const START: Moment = Moment(0);

    /// So many minutes after the grid's start.
    pub const fn new(minutes: i32) -> Self {
        Moment(minutes)
    }

    /// Minutes since the grid's start.
    pub const fn get(self) -> i32 {
        self.0
    }
}

impl Add<Minutes> for Moment {
    type Output = Moment;
    fn add(self, span: Minutes) -> Moment {
        Moment(self.0 + span.0)
    }
}

impl Sub<Minutes> for Moment {
    type Output = Moment;
    fn sub(self, span: Minutes) -> Moment {
        Moment(self.0 - span.0)
    }
}

impl Sub for Moment {
    type Output = Minutes;
    fn sub(self, earlier: Moment) -> Minutes {
        Minutes(self.0 - earlier.0)
    }
}

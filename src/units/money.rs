use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// An amount in whole minor units (cents) of the plan's currency.
///
/// ```
/// use callboard::units::Money;
/// let wage = Money::from_major(24.50);
/// assert_eq!(wage.times(7.5), Money::from_major(183.75));
/// assert_eq!(Money::from_major(131240.0).to_string(), "131,240.00");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// An amount in minor units.
    pub const fn from_minor(minor: i64) -> Self {
        Money(minor)
    }

    /// An amount in major units, rounded to the nearest minor unit.
    pub fn from_major(major: f64) -> Self {
        Money((major * 100.0).round() as i64)
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The amount in major units.
    pub fn major(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The amount a number of times, rounded to the nearest minor unit.
    pub fn times(self, factor: f64) -> Self {
        Money((self.0 as f64 * factor).round() as i64)
    }

    /// The amount in whole major units with thousands separated: `131,240`.
    pub fn whole(self) -> String {
        grouped((self.0 as f64 / 100.0).round() as i64)
    }
}

/// A whole number with its thousands separated by commas.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.saturating_sub(other.0))
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(self.0.saturating_neg())
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(parts: I) -> Money {
        parts.fold(Money::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let minor = self.0.unsigned_abs();
        write!(out, "{sign}{}.{:02}", grouped((minor / 100) as i64), minor % 100)
    }
}

use crate::units::Money;

/// Work that nobody likes to do, and that is to be shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Burden {
    /// A shift that starts on a Saturday or a Sunday.
    WeekendDay,
    /// A shift that ends after the evening has begun, and is no night.
    Evening,
    /// A night, as the rules on nights count it.
    Night,
    /// A shift that starts on a holiday.
    Holiday,
}

impl Burden {
    /// All of them, in the order in which they are told.
    pub const ALL: [Burden; 4] = [Burden::WeekendDay, Burden::Evening, Burden::Night, Burden::Holiday];
}

/// How much it matters that burdens are shared evenly among those on a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fairness {
    /// By burden, in the order of [`Burden::ALL`]: the price of one more for each that the same agent has had already,
    /// the history's among them. The second costs it once, the third twice: uneven shares cost more than even ones.
    pub prices: [Money; 4],
    /// When the evening begins, in minutes after midnight by the planner's clock.
    pub evening: i32,
    /// The holidays, as days counted from the plan's first, ascending; those of the history are negative.
    pub holidays: Vec<i32>,
}

/// Nothing is priced, the evening begins at six, no day is a holiday.
impl Default for Fairness {
    fn default() -> Self {
        Fairness { prices: [Money::ZERO; 4], evening: 18 * 60, holidays: Vec::new() }
    }
}

impl Fairness {
    /// The price of a burden.
    pub fn price(&self, burden: Burden) -> Money {
        self.prices[burden as usize]
    }

    /// Whether any burden has a price.
    pub fn is_any_priced(&self) -> bool {
        self.prices.iter().any(|&price| price > Money::ZERO)
    }
}

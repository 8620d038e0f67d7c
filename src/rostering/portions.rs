/// How much a window may use of what an agent's limits leave, where another is solved at the same time.
///
/// Of two windows side by side one has the larger portion for an agent and the other the smaller: whatever is found in each is
/// legal beside what is found in the other, as far as nothing but totals ties them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Portion {
    /// Everything: there is no other window.
    All,
    /// All that is left of the most, half of what is left of the least.
    Larger,
    /// Nothing that is left of the most, the other half of what is left of the least.
    Smaller,
}

impl Portion {
    /// The most of something in a window that has so much of it now, where no more than `left` may be.
    pub fn most(self, left: i64, now: i64) -> i64 {
        if self == Portion::Smaller { left.min(now) } else { left }
    }

    /// The least of it, where no less than `owed` may be.
    pub fn least(self, owed: i64, now: i64) -> i64 {
        if self == Portion::All { owed } else { owed.max(now - (now - owed).max(0) / 2) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two windows have so much now, and may have no more and no less in all.
    #[test]
    fn whatever_two_windows_use_is_within_what_limits_both() {
        for (one, other, least, most) in [(5, 3, 4, 11), (5, 3, 8, 8), (0, 0, -3, 2), (7, 2, 2, 9)] {
            let left = |now: i64, beside: i64| (least - beside, most - beside, now);
            let range = |portion: Portion, (owed, left, now): (i64, i64, i64)| {
                (portion.least(owed, now), portion.most(left, now))
            };
            let (min, max) = range(Portion::Larger, left(one, other));
            let (other_min, other_max) = range(Portion::Smaller, left(other, one));
            assert!(min + other_min >= least && max + other_max <= most);
            assert!((min..=max).contains(&one) && (other_min..=other_max).contains(&other));
        }
    }
}

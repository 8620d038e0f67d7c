//! Streams of random numbers, each for a purpose of its own.

use rand_pcg::Pcg64;

/// What a stream of random numbers is for; streams of one purpose differ by what they are of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    /// The contacts of a queue in an interval.
    Contacts = 1,
    /// What keeps an agent from a shift.
    Absence = 2,
    /// How much more or less than forecast comes in on a day.
    Volume = 3,
    /// Whether and when somebody who did not get through calls again.
    Redial = 4,
    /// Whether and when somebody who was not helped comes back.
    Repeat = 5,
}

/// The stream of a replication for a purpose, `of` whom or what, and `when`.
pub(super) fn stream(seed: u64, replication: u64, purpose: Purpose, of: u64, when: u64) -> Pcg64 {
    let parts = [replication, purpose as u64, of, when];
    let key = parts.into_iter().fold(scattered(seed), |key, part| scattered(key ^ scattered(part)));
    let wide = |high: u64, low: u64| (u128::from(high) << 64) | u128::from(low);
    Pcg64::new(wide(scattered(key ^ 1), scattered(key ^ 2)), wide(scattered(key ^ 3), scattered(key ^ 4)))
}

/// The key of a name, the same in every scenario that has it: FNV-1a.
pub(super) fn key(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |key, byte| (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// SplitMix64's output function (Steele, Lea and Flood 2014): neighbouring numbers become unrelated ones.
fn scattered(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn streams_differ_in_every_part_and_repeat() {
        let first =
            |seed, replication, purpose, of, when| stream(seed, replication, purpose, of, when).next_u64();
        let base = first(1, 0, Purpose::Contacts, key("nl"), 7);
        assert_eq!(base, first(1, 0, Purpose::Contacts, key("nl"), 7));
        let others = [
            first(2, 0, Purpose::Contacts, key("nl"), 7),
            first(1, 1, Purpose::Contacts, key("nl"), 7),
            first(1, 0, Purpose::Absence, key("nl"), 7),
            first(1, 0, Purpose::Contacts, key("fr"), 7),
            first(1, 0, Purpose::Contacts, key("nl"), 8),
        ];
        assert!(!others.contains(&base));
    }
}

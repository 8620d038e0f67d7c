use std::collections::{BTreeSet, HashMap};

use super::Outline;

/// Up to so many causes every order counts; beyond, two orders.
const ALL_ORDERS: usize = 4;

/// What each cause of a what-if adds to its difference from the base.
///
/// Every figure is known with some sets of the causes: none (the base), all (the what-if) and those between. In an order
/// of the causes each adds what the figure changes by when it joins those before it; its share is the average over
/// orders (Shapley 1953). The shares add up to the difference, whatever the figure.
///
/// Up to four causes all orders count. Beyond, the order of the file and its reverse stand for all: that is the same
/// average wherever no three causes act on each other, as of two causes each comes first in one of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribution {
    /// What to call the causes.
    pub causes: Vec<String>,
    /// The plan with each set of causes that an order leads through, those of none and of all too.
    pub(super) with: HashMap<Vec<usize>, Outline>,
}

impl Attribution {
    /// What each cause adds to a figure; nothing where the figure is not there with every set of causes.
    pub fn shares(&self, figure: impl Fn(&Outline) -> Option<f64>) -> Option<Vec<f64>> {
        let value = |set: &[usize]| self.with.get(set).and_then(&figure);
        shares(self.causes.len(), value)
    }
}

/// The sets of causes to know a figure with, those of none and of all left out.
pub(super) fn sets_between(causes: usize) -> Vec<Vec<usize>> {
    let sets =
        orders(causes).into_iter().flat_map(|order| (1..causes).map(move |count| set_of(&order[..count])));
    // Small sets first: what only one cause changes is what most what-ifs have in common.
    let sets: BTreeSet<(usize, Vec<usize>)> = sets.map(|set| (set.len(), set)).collect();
    sets.into_iter().map(|(_, set)| set).collect()
}

/// The average over orders of what each cause changes when it joins those before it.
fn shares(causes: usize, value: impl Fn(&[usize]) -> Option<f64>) -> Option<Vec<f64>> {
    let orders = orders(causes);
    let mut shares = vec![0.0; causes];
    for order in &orders {
        let mut before = value(&[])?;
        for (place, &cause) in order.iter().enumerate() {
            let after = value(&set_of(&order[..=place]))?;
            shares[cause] += (after - before) / orders.len() as f64;
            before = after;
        }
    }
    Some(shares)
}

fn set_of(causes: &[usize]) -> Vec<usize> {
    let mut set = causes.to_vec();
    set.sort_unstable();
    set
}

/// The orders that count.
fn orders(causes: usize) -> Vec<Vec<usize>> {
    let as_given: Vec<usize> = (0..causes).collect();
    if causes > ALL_ORDERS {
        let reversed = as_given.iter().rev().copied().collect();
        return vec![as_given, reversed];
    }
    let insert = |orders: Vec<Vec<usize>>, cause: usize| {
        let with = |order: &Vec<usize>, place: usize| [&order[..place], &[cause], &order[place..]].concat();
        orders.iter().flat_map(|order| (0..=order.len()).map(move |place| with(order, place))).collect()
    };
    as_given.into_iter().fold(vec![Vec::new()], insert)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: &[f64], wanted: &[f64]) -> bool {
        found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-9)
    }

    #[test]
    fn the_glove_game_gives_the_published_shares() {
        // One left glove, two right ones; a pair is worth 1: 4/6, 1/6, 1/6 (Shapley 1953, as every textbook has it).
        let value = |set: &[usize]| Some(if set.contains(&0) && set.len() > 1 { 1.0 } else { 0.0 });
        assert!(close(&shares(3, value).unwrap(), &[4.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0]));
    }

    #[test]
    fn the_runway_is_paid_as_published() {
        // Littlechild and Owen 1973: the cost of the longest runway; each length is shared by those who need it.
        let runway = [8.0, 11.0, 13.0, 18.0];
        let value = |set: &[usize]| Some(set.iter().map(|&plane| runway[plane]).fold(0.0, f64::max));
        assert!(close(&shares(4, value).unwrap(), &[2.0, 3.0, 4.0, 9.0]));
    }

    #[test]
    fn two_orders_are_enough_where_causes_act_in_pairs() {
        // Each pair shares what it does together.
        let alone = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0];
        let pair = |a: usize, b: usize| ((a + 1) * (b + 2) % 7) as f64 - 3.0;
        let value = |set: &[usize]| {
            let own: f64 = set.iter().map(|&cause| alone[cause]).sum();
            let pairs =
                set.iter().flat_map(|&a| set.iter().filter(move |&&b| a < b).map(move |&b| pair(a, b)));
            Some(own + pairs.sum::<f64>())
        };
        let halves = |cause: usize| -> f64 {
            (0..6)
                .filter(|&other| other != cause)
                .map(|other| pair(cause.min(other), cause.max(other)) / 2.0)
                .sum()
        };
        let wanted: Vec<f64> = (0..6).map(|cause| alone[cause] + halves(cause)).collect();
        assert!(close(&shares(6, value).unwrap(), &wanted));
        assert_eq!(sets_between(6).len(), 10);
    }

    #[test]
    fn every_set_asked_for_is_one_an_order_leads_through() {
        for causes in 2..8 {
            let known: BTreeSet<Vec<usize>> = sets_between(causes).into_iter().collect();
            let value = |set: &[usize]| {
                assert!(set.is_empty() || set.len() == causes || known.contains(set), "{set:?}");
                Some((set.iter().sum::<usize>() * set.len()) as f64)
            };
            let total: f64 = shares(causes, value).unwrap().iter().sum();
            assert!((total - ((0..causes).sum::<usize>() * causes) as f64).abs() < 1e-9);
        }
        assert_eq!(sets_between(4).len(), 14);
        assert!(sets_between(1).is_empty());
    }
}

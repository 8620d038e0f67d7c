//! The most even way to get work done that comes in over time and has deadlines: a taut string.

/// Running totals of work done by the end of each step, as even as `due <= done <= arrived` allows: the shortest
/// path between the two curves, whose steepest stretch is as flat as can be.
///
/// Both curves rise, the one below the other; the path ends with what is due. Source: taut strings and their
/// majorisation property, Davies and Kovac (2001), "Local extremes, runs, strings and multiresolution".
pub(super) fn path(due: &[f64], arrived: &[f64]) -> Vec<f64> {
    let mut done = Vec::with_capacity(due.len());
    let mut total = 0.0;
    while done.len() < due.len() {
        let (steps, slope) = straight_stretch(due, arrived, done.len(), total);
        done.extend((1..=steps).map(|step| total + slope * step as f64));
        total = done[done.len() - 1];
    }
    done
}

/// How far one can go from `total` after `from` steps at one slope before the string bends, and that slope.
fn straight_stretch(due: &[f64], arrived: &[f64], from: usize, total: f64) -> (usize, f64) {
    let (mut least, mut most) = (f64::NEG_INFINITY, f64::INFINITY);
    let (mut least_at, mut most_at) = (1, 1);
    for index in from..due.len() {
        let steps = index - from + 1;
        let (low, high) = ((due[index] - total) / steps as f64, (arrived[index] - total) / steps as f64);
        if low > most {
            return (most_at, most);
        }
        if high < least {
            return (least_at, least);
        }
        if low >= least {
            (least, least_at) = (low, steps);
        }
        if high <= most {
            (most, most_at) = (high, steps);
        }
    }
    // To the end: down to what is due by then, unless that was overtaken before.
    (least_at, least)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steepest(path: &[f64]) -> f64 {
        let before = std::iter::once(&0.0).chain(path);
        path.iter().zip(before).map(|(after, before)| after - before).fold(0.0, f64::max)
    }

    #[test]
    fn work_without_bends_is_spread_evenly() {
        assert_eq!(path(&[0.0, 0.0, 0.0, 12.0], &[12.0; 4]), [3.0, 6.0, 9.0, 12.0]);
    }

    #[test]
    fn work_waits_for_its_arrival_and_is_done_by_its_deadline() {
        let (due, arrived) = ([0.0, 4.0, 4.0, 10.0], [2.0, 4.0, 4.0, 10.0]);
        assert_eq!(path(&due, &arrived), [2.0, 4.0, 4.0, 10.0]);
    }

    #[test]
    fn no_other_way_has_a_lower_peak() {
        let due = [0.0, 1.0, 1.0, 7.0, 7.0, 9.0, 15.0, 15.0];
        let arrived = [3.0, 3.0, 8.0, 9.0, 9.0, 14.0, 15.0, 15.0];
        let path = path(&due, &arrived);
        for (done, (due, arrived)) in path.iter().zip(due.iter().zip(&arrived)) {
            assert!(due - 1e-9 <= *done && *done <= arrived + 1e-9, "{path:?}");
        }
        // At most 9 can be done by step 5, and 15 are due by step 7.
        assert!((steepest(&path) - 3.0).abs() < 1e-9, "{path:?}");
    }

    #[test]
    fn nothing_to_do_takes_no_steps() {
        assert!(path(&[], &[]).is_empty());
        assert_eq!(path(&[0.0, 0.0], &[5.0, 9.0]), [0.0, 0.0]);
    }
}

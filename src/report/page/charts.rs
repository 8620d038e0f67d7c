use std::fmt::Write;

/// The height of every chart in its own units; the page stretches it to the room there is.
pub(super) const HEIGHT: f64 = 100.0;

/// The line of a step function, from the left edge to the right: one step a value, each one unit wide.
pub(super) fn step_line(values: &[f64], most: f64) -> String {
    let mut path = String::new();
    for (place, &value) in values.iter().enumerate() {
        let y = height_of(value, most);
        let _ = match place {
            0 => write!(path, "M0 {y}"),
            // A step at the same height needs no corner: the line goes on.
            _ if y == height_of(values[place - 1], most) => Ok(()),
            place => write!(path, "H{place}V{y}"),
        };
    }
    let _ = write!(path, "H{}", values.len());
    path
}

/// The area under a step function.
pub(super) fn step_area(values: &[f64], most: f64) -> String {
    format!("{}V{HEIGHT}H0Z", step_line(values, most))
}

/// The area that hangs below a step function, as deep as what is missing of it.
pub(super) fn gap_area(values: &[f64], missing: &[f64], most: f64) -> String {
    let mut path = String::new();
    for (place, (&value, &missing)) in values.iter().zip(missing).enumerate() {
        let (top, bottom) = (height_of(value, most), height_of(value - missing, most));
        if bottom > top {
            let _ = write!(path, "M{place} {top}h1V{bottom}h-1Z");
        }
    }
    path
}

/// The cells of a strip that `is_marked` picks.
pub(super) fn strip(cells: usize, is_marked: impl Fn(usize) -> bool) -> String {
    let mut path = String::new();
    for cell in (0..cells).filter(|&cell| is_marked(cell)) {
        let _ = write!(path, "M{cell} 0h1v1h-1Z");
    }
    path
}

/// A number that a scale of a few round steps ends at, and its steps.
pub(super) fn scale(most: f64) -> (f64, Vec<f64>) {
    let few = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0];
    let many = [1e4, 2e4, 5e4, 1e5, 2e5, 5e5];
    let step = few.into_iter().chain(many).find(|step| most <= 4.0 * step).unwrap_or(most / 4.0);
    let steps = (most / step).ceil().max(1.0);
    (steps * step * 1.02, (0..=steps as usize).map(|n| n as f64 * step).collect())
}

/// Where a value lies from the top, to a hundredth.
pub(super) fn height_of(value: f64, most: f64) -> f64 {
    ((1.0 - (value / most).clamp(0.0, 1.0)) * HEIGHT * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_drawn_once() {
        assert_eq!(step_line(&[0.0, 2.0, 2.0, 4.0], 4.0), "M0 100H1V50H3V0H4");
        assert_eq!(step_area(&[1.0], 4.0), "M0 75H1V100H0Z");
        assert_eq!(gap_area(&[2.0, 2.0], &[0.0, 1.0], 4.0), "M1 50h1V75h-1Z");
    }

    #[test]
    fn scales_end_at_round_numbers() {
        assert_eq!(scale(7.0).1, [0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(scale(0.0).1, [0.0, 1.0]);
        assert_eq!(scale(41.0).1, [0.0, 20.0, 40.0, 60.0]);
        assert_eq!(scale(31_000.0).1, [0.0, 1e4, 2e4, 3e4, 4e4]);
    }
}

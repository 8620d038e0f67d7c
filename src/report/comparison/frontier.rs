use std::fmt::Write;

use serde::Serialize;

/// The width and height of a chart, and the margins for its scales, in its own units.
const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 64.0;
const BOTTOM: f64 = 34.0;
const EDGE: f64 = 16.0;
/// About so many steps on a scale.
const STEPS: f64 = 5.0;

/// A scenario as a point.
pub(super) struct Point {
    /// Its number in the table.
    pub number: usize,
    pub x: f64,
    pub y: f64,
    /// Whether it meets every target: only then it can be on the frontier.
    pub is_met: bool,
    /// What is said where the pointer rests on it.
    pub title: String,
}

/// Scenarios in a plane, with the frontier: the points that meet every target and that no other beats.
#[derive(Serialize)]
pub(super) struct Chart {
    dots: Vec<Dot>,
    frontier: String,
    x_steps: Vec<Step>,
    y_steps: Vec<Step>,
    width: f64,
    height: f64,
    left: f64,
    bottom: f64,
    right: f64,
}

#[derive(Serialize)]
struct Dot {
    x: f64,
    y: f64,
    number: usize,
    /// How many more lie in the same place.
    more: usize,
    title: String,
    is_efficient: bool,
}

#[derive(Serialize)]
struct Step {
    at: f64,
    label: String,
}

impl Chart {
    /// A chart of points of which more along x and less along y is better; nothing where they do not differ along x. No
    /// step along y is less than `least_step`.
    pub fn of(
        points: &[Point],
        least_step: f64,
        x_label: impl Fn(f64) -> String,
        y_label: impl Fn(f64) -> String,
    ) -> Option<Self> {
        let x = Scale::of(points.iter().map(|point| point.x), 0.0)?;
        let y = Scale::of(points.iter().map(|point| point.y), least_step)?;
        if x.is_flat {
            return None;
        }
        let across = |value: f64| tenths(LEFT + x.part(value) * (WIDTH - LEFT - EDGE));
        let down = |value: f64| tenths(HEIGHT - BOTTOM - y.part(value) * (HEIGHT - BOTTOM - EDGE));
        let efficient = efficient(points);
        let mut frontier = String::new();
        for (place, &index) in efficient.iter().enumerate() {
            let letter = if place == 0 { 'M' } else { 'L' };
            let _ = write!(frontier, "{letter}{} {}", across(points[index].x), down(points[index].y));
        }
        let dot = |(index, point): (usize, &Point)| Dot {
            x: across(point.x),
            y: down(point.y),
            number: point.number,
            more: 0,
            title: point.title.clone(),
            is_efficient: efficient.contains(&index),
        };
        let step = |at: f64, label: String| Step { at, label };
        Some(Chart {
            dots: one_a_place(points.iter().enumerate().map(dot)),
            frontier,
            x_steps: x.steps().into_iter().map(|value| step(across(value), x_label(value))).collect(),
            y_steps: y.steps().into_iter().map(|value| step(down(value), y_label(value))).collect(),
            width: WIDTH,
            height: HEIGHT,
            left: LEFT,
            bottom: HEIGHT - BOTTOM,
            right: WIDTH - EDGE,
        })
    }
}

/// One dot for all that lie in the same place: none hides another.
fn one_a_place(dots: impl Iterator<Item = Dot>) -> Vec<Dot> {
    let mut places: Vec<Dot> = Vec::new();
    for dot in dots {
        match places.iter_mut().find(|place| (place.x, place.y) == (dot.x, dot.y)) {
            Some(place) => {
                place.more += 1;
                place.title = format!("{}\n{}", place.title, dot.title);
                place.is_efficient |= dot.is_efficient;
            }
            None => places.push(dot),
        }
    }
    places
}

/// The points no other beats, from left to right: none that meets every target has at least as much x for less y, or more x for as little.
fn efficient(points: &[Point]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..points.len()).filter(|&index| points[index].is_met).collect();
    let by_x_then_y = |&a: &usize, &b: &usize| {
        points[b].x.total_cmp(&points[a].x).then(points[a].y.total_cmp(&points[b].y))
    };
    order.sort_by(by_x_then_y);
    let mut least = f64::INFINITY;
    order.retain(|&index| {
        let is_better = points[index].y < least;
        least = least.min(points[index].y);
        is_better
    });
    order.reverse();
    order
}

/// From where to where an axis goes, in round steps.
struct Scale {
    first: f64,
    last: f64,
    step: f64,
    is_flat: bool,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>, least_step: f64) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite()) {
            (low, high) = (low.min(value), high.max(value));
        }
        if low > high {
            return None;
        }
        let is_flat = high - low <= 1e-9 * high.abs().max(1e-3);
        if is_flat {
            let room = if high == 0.0 { 1.0 } else { 0.05 * high.abs() };
            (low, high) = (low - room, high + room);
        }
        let rough = ((high - low) / STEPS).max(least_step);
        let power = 10_f64.powf(rough.log10().floor());
        let step =
            [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power).into_iter().find(|step| *step >= rough * 0.999);
        let step = step.unwrap_or(rough);
        Some(Scale { first: (low / step).floor() * step, last: (high / step).ceil() * step, step, is_flat })
    }

    /// How far along the axis a value lies, from 0 to 1.
    fn part(&self, value: f64) -> f64 {
        (value - self.first) / (self.last - self.first)
    }

    fn steps(&self) -> Vec<f64> {
        let count = ((self.last - self.first) / self.step).round() as usize;
        (0..=count).map(|step| self.first + step as f64 * self.step).collect()
    }
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(places: &[(f64, f64)]) -> Vec<Point> {
        let point = |(number, &(x, y)): (usize, &(f64, f64))| Point {
            number,
            x,
            y,
            is_met: number != 6,
            title: String::new(),
        };
        places.iter().enumerate().map(point).collect()
    }

    #[test]
    fn the_frontier_is_what_no_other_beats() {
        // Dearer for less service, dearer for the same, twice the same, and one that misses its targets.
        let points = points(&[
            (0.8, 100.0),
            (0.9, 120.0),
            (0.85, 130.0),
            (0.9, 125.0),
            (0.7, 90.0),
            (0.7, 90.0),
            (0.95, 50.0),
        ]);
        let frontier: Vec<(f64, f64)> =
            efficient(&points).into_iter().map(|index| (points[index].x, points[index].y)).collect();
        assert_eq!(frontier, [(0.7, 90.0), (0.8, 100.0), (0.9, 120.0)]);
    }

    #[test]
    fn scales_end_at_round_numbers_around_the_points() {
        let scale = Scale::of([203.0, 287.0].into_iter(), 0.0).unwrap();
        assert_eq!(scale.steps(), [200.0, 220.0, 240.0, 260.0, 280.0, 300.0]);
        let flat = Scale::of([80.0].into_iter(), 1.0).unwrap();
        assert!(flat.is_flat && flat.part(80.0) > 0.0 && flat.part(80.0) < 1.0);
        let heads = Scale::of([11.0, 12.0].into_iter(), 1.0).unwrap();
        assert_eq!(heads.steps(), [11.0, 12.0], "no part of a person");
        assert!(Scale::of([0.0].into_iter(), 0.0).unwrap().part(0.0).is_finite());
        assert!(Scale::of(std::iter::empty(), 0.0).is_none());
    }

    #[test]
    fn points_that_do_not_differ_are_not_drawn() {
        let label = |value: f64| value.to_string();
        assert!(Chart::of(&points(&[(1.0, 2.0), (1.0, 3.0)]), 0.0, label, label).is_none());
        let chart = Chart::of(&points(&[(1.0, 2.0), (2.0, 3.0)]), 0.0, label, label).unwrap();
        assert_eq!((chart.dots.len(), chart.frontier.matches(['M', 'L']).count()), (2, 2));
    }

    #[test]
    fn what_lies_in_one_place_is_one_dot() {
        let label = |value: f64| value.to_string();
        let chart = Chart::of(&points(&[(1.0, 2.0), (2.0, 3.0), (1.0, 2.0), (1.0, 2.0)]), 0.0, label, label);
        let dots: Vec<(usize, usize)> =
            chart.unwrap().dots.iter().map(|dot| (dot.number, dot.more)).collect();
        assert_eq!(dots, [(0, 2), (1, 0)]);
    }
}

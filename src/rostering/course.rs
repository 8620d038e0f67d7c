use std::ops::Range;

use super::cover::DeferredCover;

/// Deferred work overdue by less than so many hours is worth less than its price to whoever would do a whole
/// shift of it.
const HOURS_OF_A_SHIFT: f64 = 8.0;

/// How a deferred work goes: done as soon as it comes, in the time left for it; what is due and not done is overdue and
/// done by others.
#[derive(Debug, Clone)]
pub(super) struct Course {
    /// Hours overdue in all.
    all_overdue: f64,
    /// By interval.
    steps: Vec<Step>,
}

/// What comes of the work in an interval.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// Hours done by its end, in all.
    done: f64,
    /// Hours overdue.
    overdue: f64,
    /// Hours overdue then and later that an hour more on the work would shorten.
    saves: f64,
    /// What an hour more on it would save.
    worth: f64,
    is_all_done: bool,
}

/// Like no step that is followed.
const UNKNOWN: Step =
    Step { done: f64::NAN, overdue: f64::NAN, saves: f64::NAN, worth: 0.0, is_all_done: false };

impl Course {
    /// Over so many intervals, of which none is followed yet.
    pub fn new(intervals: usize) -> Self {
        Course { all_overdue: 0.0, steps: vec![UNKNOWN; intervals] }
    }

    /// Hours overdue in all.
    pub fn overdue(&self) -> f64 {
        self.all_overdue
    }

    /// What an hour more on it in an interval would save.
    pub fn worth(&self, interval: usize) -> f64 {
        self.steps[interval].worth
    }

    /// Follows the work anew where the hours left for it, `idle`, may have changed, and beyond as far as that tells.
    pub fn follow(
        &mut self,
        cover: &DeferredCover,
        changed: Range<usize>,
        idle: impl Fn(usize) -> f64,
        price: f64,
    ) {
        let end = self.follow_on(cover, &changed, idle);
        self.follow_back(changed.start, end, price);
    }

    /// From the first change on until as much is done as before; where that is.
    fn follow_on(
        &mut self,
        cover: &DeferredCover,
        changed: &Range<usize>,
        idle: impl Fn(usize) -> f64,
    ) -> usize {
        let mut done = changed.start.checked_sub(1).map_or(0.0, |before| self.steps[before].done);
        let (mut is_overdue_as_before, mut end) = (true, self.steps.len());
        for (interval, step) in self.steps.iter_mut().enumerate().skip(changed.start) {
            let (arrived, due) = (cover.arrived[interval], cover.due[interval]);
            done += idle(interval);
            step.is_all_done = done >= arrived;
            if step.is_all_done {
                done = arrived.max(due);
            }
            let overdue = (due - done).max(0.0);
            done = done.max(due);
            is_overdue_as_before &= overdue == step.overdue;
            step.overdue = overdue;
            if std::mem::replace(&mut step.done, done) == done && interval + 1 >= changed.end {
                end = interval + 1;
                break;
            }
        }
        if !is_overdue_as_before {
            self.all_overdue = self.steps.iter().map(|step| step.overdue).sum();
        }
        end
    }

    /// What an hour more does: nothing where all work is done, saves what is overdue there, or is carried on.
    fn follow_back(&mut self, first: usize, end: usize, price: f64) {
        let mut saves = self.steps.get(end).map_or(0.0, |after| after.saves);
        for (interval, step) in self.steps[..end].iter_mut().enumerate().rev() {
            if step.is_all_done {
                saves = 0.0;
            }
            saves += step.overdue;
            step.worth = price * (saves / HOURS_OF_A_SHIFT).min(1.0);
            if std::mem::replace(&mut step.saves, saves) == saves && interval < first {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two hours come in at once and are due two intervals later, again and again.
    fn cover(intervals: usize) -> DeferredCover {
        let come = |interval: usize| 2.0 * (interval / 3 + 1) as f64;
        DeferredCover {
            queue: 0,
            arrived: (0..intervals).map(come).collect(),
            due: (0..intervals).map(|interval| if interval < 2 { 0.0 } else { come(interval - 2) }).collect(),
            is_open: vec![true; intervals],
        }
    }

    #[test]
    fn what_is_not_done_when_due_is_overdue_and_worth_an_hour_before() {
        let mut course = Course::new(6);
        let idle = [0.0, 1.0, 0.0, 3.0, 0.0, 0.0];
        course.follow(&cover(6), 0..6, |interval| idle[interval], 8.0);
        assert_eq!(course.overdue(), 1.0);
        // All is done in the fourth interval.
        let worth: Vec<f64> = (0..6).map(|interval| course.worth(interval)).collect();
        assert_eq!(worth, [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_change_is_followed_as_far_as_it_tells() {
        let cover = cover(30);
        let mut idle: Vec<f64> = (0..30).map(|interval| f64::from(interval as u32 * 7 % 5) / 4.0).collect();
        let mut course = Course::new(30);
        course.follow(&cover, 0..30, |interval| idle[interval], 8.0);
        for (place, hours) in [(4, 0.0), (5, 2.5), (29, 0.5), (12, 0.0), (0, 1.0), (17, 9.0)] {
            idle[place] = hours;
            course.follow(&cover, place..place + 1, |interval| idle[interval], 8.0);
            let mut anew = Course::new(30);
            anew.follow(&cover, 0..30, |interval| idle[interval], 8.0);
            assert_eq!(course.overdue(), anew.overdue());
            let worth = |course: &Course| (0..30).map(|at| course.worth(at)).collect::<Vec<_>>();
            assert_eq!(worth(&course), worth(&anew));
        }
    }
}

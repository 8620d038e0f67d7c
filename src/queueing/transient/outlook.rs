//! The way back: what became of the contacts of a stretch, seen from what came after it.

use super::cohort::Cohort;
use super::fate::{ByAhead, Fate, Timely, carry};
use super::passed::Passed;
use super::stretch::{Rates, Stretch};
use super::walk::{Walk, is_clear};
use super::{Leaving, Pool};

impl Pool {
    /// What became of all the contacts of a stretch passed, and what becomes of those who wait as it starts; `after`
    /// is the same for the next stretch, or nothing where there is none.
    pub(super) fn look_back(
        &self,
        walk: &Walk,
        stretches: &[Stretch],
        index: usize,
        after: Option<&Fate>,
    ) -> (Passed, Fate) {
        let rates = Rates::of(&stretches[index], self.patience);
        let length = stretches[index].length.get();
        let steady = Fate::unchanged(&rates, walk.most_ahead());
        let timely = Timely::unchanged(&rates, self.within.get(), walk.most_ahead());
        let mut waiting = Waiting::default();
        waiting.add(&walk.line, &steady, &timely);
        for sample in &walk.samples {
            let later = self.timely(&stretches[index..], sample.to_end, self.within.get(), sample.line.len());
            waiting.correct(sample.seconds, &sample.line, &later, &timely);
        }
        let mut change = self.change(walk, stretches, index, after, &steady);
        let at_end = change.applied_to(&steady, walk.at_end.len());
        if let Some(cohort) = &walk.cohort {
            waiting.change(cohort, &change);
        }
        if is_clear(&rates, walk.at_start.len(), length) {
            change = Change::default();
        }
        change.carry(&rates, length);
        let at_start = change.applied_to(&steady, walk.at_start.len());
        let mut passed = waiting.completed(&walk.passed, &rates, self.within.get());
        if rates.hanging_up == 0.0 {
            passed.answered = walk.answered(&at_start, &at_end);
            if at_end.answered.iter().all(|&answered| answered == 1.0) {
                passed.wait_answered = walk.waited(&at_start, &at_end);
            }
        }
        (passed, at_start)
    }

    /// How much the fate of those who wait at the end of a stretch differs from what it would be if nothing changed.
    /// Nobody waits there with more ahead than `walk.at_end` says: what would become of them does not matter.
    fn change(
        &self,
        walk: &Walk,
        stretches: &[Stretch],
        index: usize,
        after: Option<&Fate>,
        steady: &Fate,
    ) -> Change {
        let (Some(after), Some(next)) = (after, stretches.get(index + 1)) else { return Change::default() };
        let back = self.places_back(&stretches[index], next);
        let difference = |after: &ByAhead, steady: &ByAhead, at_once: f64| {
            let known = after.len() as i64 - back;
            let end = (walk.at_end.len() as i64).min(known).max(0) as usize;
            let mut difference = vec![0.0; walk.most_ahead()];
            for (ahead, difference) in difference.iter_mut().enumerate().take(end) {
                *difference = seen(after, ahead, back, at_once) - steady[ahead];
            }
            difference
        };
        Change {
            answered: difference(&after.answered, &steady.answered, 1.0),
            wait: difference(&after.wait, &steady.wait, 0.0),
        }
    }

    /// What becomes by its deadline, in `to_deadline` seconds, of one who waits `to_end` seconds before the end of the
    /// first of the stretches.
    fn timely(&self, stretches: &[Stretch], to_end: f64, to_deadline: f64, count: usize) -> Timely {
        let rates = Rates::of(&stretches[0], self.patience);
        let Some(next) = stretches.get(1).filter(|_| to_deadline > to_end) else {
            return Timely::unchanged(&rates, to_deadline, count);
        };
        let back = self.places_back(&stretches[0], next);
        let count_then = (count as i64 + back).max(0) as usize;
        let then = self.timely(&stretches[1..], next.length.get(), to_deadline - to_end, count_then);
        let steady = Fate::unchanged(&rates, count).answered;
        let mut answered: ByAhead =
            (0..count).map(|ahead| seen(&then.answered, ahead, back, 1.0) - steady[ahead]).collect();
        let mut waiting: ByAhead = (0..count).map(|ahead| seen(&then.waiting, ahead, back, 0.0)).collect();
        carry(&mut [&mut answered, &mut waiting], &rates, to_end);
        answered.iter_mut().zip(&steady).for_each(|(answered, steady)| *answered += steady);
        Timely { answered, waiting }
    }

    /// Places by which those in line move back at the end of a stretch: negative where agents come; positive where
    /// agents leave what they have in hand.
    fn places_back(&self, now: &Stretch, next: &Stretch) -> i64 {
        let fewer = i64::from(now.agents) - i64::from(next.agents);
        match self.leaving {
            Leaving::AfterContact => fewer.min(0),
            Leaving::AtOnce => fewer,
        }
    }
}

impl Walk {
    /// Those of who came in that are answered at last, where nobody hangs up: all but those waiting at the end who never
    /// are, less those who waited at the start already.
    fn answered(&self, at_start: &Fate, at_end: &Fate) -> f64 {
        let never = |line: &[f64], fate: &Fate| {
            let never: ByAhead = fate.answered.iter().map(|answered| 1.0 - answered).collect();
            all_in_line(line, &never)
        };
        let never = never(&self.at_end, at_end) - never(&self.at_start, at_start);
        self.passed.offered - never.clamp(0.0, self.passed.delayed)
    }

    /// Seconds waited, before and after the end, by all who came in, where all of them are answered at last: what was
    /// waited meanwhile, what those waiting at the end have before them, less what those waiting at the start had.
    fn waited(&self, at_start: &Fate, at_end: &Fate) -> f64 {
        let meanwhile = self.passed.present - self.passed.busy;
        let later = all_in_line(&self.at_end, &at_end.wait) - all_in_line(&self.at_start, &at_start.wait);
        (meanwhile + later).max(0.0)
    }

    /// One past the most ahead of any contact.
    fn most_ahead(&self) -> usize {
        self.line.len().max(self.at_start.len()).max(self.at_end.len())
    }
}

/// The value of a place after a move back; `at_once` for those who are answered by it.
fn seen(after: &ByAhead, ahead: usize, back: i64, at_once: f64) -> f64 {
    let place = ahead as i64 + back;
    usize::try_from(place).map_or(at_once, |place| after[place])
}

/// The sum over all who wait of a value by the number ahead; `line` has the chances of one waiting, two, and so on.
fn all_in_line(line: &[f64], values: &ByAhead) -> f64 {
    let mut sum = 0.0;
    let sums = values.iter().map(|value| {
        sum += value;
        sum
    });
    line.iter().zip(sums).map(|(chance, sum)| chance * sum).sum()
}

/// The sum of a line's values.
fn mean(line: &[f64], values: &ByAhead) -> f64 {
    line.iter().zip(values).map(|(line, value)| line * value).sum()
}

/// A difference in fate, that fades backwards in time.
#[derive(Debug, Default)]
struct Change {
    answered: ByAhead,
    wait: ByAhead,
}

impl Change {
    /// As it was so many seconds before.
    fn carry(&mut self, rates: &Rates, seconds: f64) {
        // Those who wait that long and are answered at last have waited so much longer.
        self.wait.iter_mut().zip(&self.answered).for_each(|(wait, answered)| *wait += seconds * answered);
        carry(&mut [&mut self.answered, &mut self.wait], rates, seconds);
    }

    fn applied_to(&self, steady: &Fate, count: usize) -> Fate {
        let sum = |steady: &ByAhead, change: &ByAhead| -> ByAhead {
            let change = change.iter().copied().chain(std::iter::repeat(0.0));
            steady.iter().take(count).zip(change).map(|(steady, change)| steady + change).collect()
        };
        Fate { answered: sum(&steady.answered, &self.answered), wait: sum(&steady.wait, &self.wait) }
    }
}

/// Seconds during which one who came in would have to wait, times what would become of it.
#[derive(Debug, Default)]
struct Waiting {
    answered: f64,
    wait: f64,
    in_time: f64,
    late: f64,
}

impl Waiting {
    fn add(&mut self, line: &[f64], fate: &Fate, timely: &Timely) {
        self.answered += mean(line, &fate.answered);
        self.wait += mean(line, &fate.wait);
        self.in_time += mean(line, &timely.answered);
        self.late += mean(line, &timely.waiting);
    }

    /// Puts what becomes of a line by its deadline in the place of what was added.
    fn correct(&mut self, seconds: f64, line: &[f64], timely: &Timely, added: &Timely) {
        self.in_time += seconds * (mean(line, &timely.answered) - mean(line, &added.answered));
        self.late += seconds * (mean(line, &timely.waiting) - mean(line, &added.waiting));
    }

    /// A change in the fate of those who still wait: who is answered after all has waited so far, and waits on.
    fn change(&mut self, cohort: &Cohort, change: &Change) {
        self.answered += mean(&cohort.waiting, &change.answered);
        self.wait += mean(&cohort.waiting, &change.wait) + mean(&cohort.waited, &change.answered);
    }

    /// Completes what is known of a stretch.
    fn completed(&self, passed: &Passed, rates: &Rates, within: f64) -> Passed {
        let at_once = (passed.offered - passed.delayed).max(0.0);
        let hung_up = |contacts: f64| if rates.hanging_up > 0.0 { contacts.max(0.0) } else { 0.0 };
        Passed {
            answered: at_once + rates.arrivals * self.answered,
            in_time: at_once + rates.arrivals * self.in_time,
            abandoned: hung_up(passed.delayed - rates.arrivals * self.answered),
            abandoned_in_time: hung_up(passed.delayed - rates.arrivals * (self.in_time + self.late)),
            // Whoever still waits after T would have had to, and was patient enough.
            offered_wait_exceeds: ((rates.arrivals * self.late).max(0.0).ln() + rates.hanging_up * within)
                .exp()
                .min(passed.delayed),
            wait_answered: rates.arrivals * self.wait,
            ..*passed
        }
    }
}

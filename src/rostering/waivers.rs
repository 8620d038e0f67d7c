use std::ops::Range;
use std::sync::Arc;

use super::spans::Spans;
use super::streaks::Beside;
use super::terms::Terms;

impl Terms {
    /// Whether any rule was given up, as far as that is told.
    pub fn is_any_waived(&self) -> bool {
        self.is_least_waived || self.are_streaks_waived || self.are_quotas_lessened || self.is_most_waived
    }

    /// No longer spreads weekends over the weeks of their limit, nor hours over the plan.
    pub fn waive_pace(&mut self) {
        if let Some(spans) = self.unpaced.take() {
            self.spans = spans;
        }
        if let Some(weekends) = &mut self.weekends {
            weekends.pace = None;
        }
    }

    /// No longer asks for the fewest days or nights in a row, nor for days off together or whole weekends, nor for work after
    /// so many days off.
    pub fn waive_least_streaks(&mut self) {
        (self.streaks.min_on, self.streaks.min_off) = (1, 1);
        if let Some(nights) = &mut self.nights {
            (nights.least, nights.owed) = (1, 0);
        }
        self.are_streaks_waived = true;
        if let Beside::On { is_long, .. } = &mut self.streaks.before {
            *is_long = true;
        }
        (self.whole_weekends, self.days_off, self.idle) = (None, None, None);
    }

    /// Owes a shift less of each kind.
    pub fn lessen_quotas(&mut self) {
        self.quotas.iter_mut().for_each(|quota| quota.owed -= 1);
        self.quotas.retain(|quota| quota.owed > 0);
        self.are_quotas_lessened = true;
    }

    /// No longer asks for the least hours.
    pub fn waive_least(&mut self) {
        self.set_least(|_| 0);
        self.is_least_waived = true;
    }

    /// The days over which hours are counted, and the least of each: weeks, then spans.
    pub fn least(&self) -> Vec<(Range<usize>, i32)> {
        let firsts = std::iter::once(0).chain(self.weeks.iter().map(|week| week.end));
        let weeks = firsts.zip(&self.weeks).map(|(first, week)| (first..week.end, week.min));
        weeks.chain(self.spans.chain.iter().map(|span| (span.start..span.end, span.min))).collect()
    }

    /// Sets the least hours of each of [`Terms::least`], by its place.
    pub fn set_least(&mut self, least: impl Fn(usize) -> i32) {
        let weeks = self.weeks.iter_mut().map(|week| &mut week.min);
        let all = weeks.chain(self.spans.chain.iter_mut().map(|span| &mut span.min));
        all.enumerate().for_each(|(place, min)| *min = least(place));
    }

    /// No longer asks for anything that was or could be given up.
    pub fn waive_all_least(&mut self) {
        self.waive_least_streaks();
        self.set_least(|_| 0);
        self.quotas.clear();
        self.kinds.clear();
    }

    /// No longer stops at the most shifts of a kind.
    pub fn waive_kinds(&mut self) {
        self.kinds.clear();
        self.is_most_waived = true;
    }

    /// No longer stops at the most, as what must be worked goes beyond it; nothing else is worked then.
    pub fn add_nothing(&mut self) {
        self.waive_most();
        for day in self.days.iter_mut().filter(|day| day.off.is_some()) {
            Arc::make_mut(day).choices.clear();
        }
    }

    /// The same of which nothing is asked.
    pub fn waived(mut self) -> Self {
        self.waive_all_least();
        self.waive_most();
        self
    }

    /// No longer stops at the most hours, days, nights or weekends.
    pub fn waive_most(&mut self) {
        self.weeks.iter_mut().for_each(|week| (week.max, week.max_days) = (i32::MAX, u32::MAX));
        (self.streaks.max_on, self.weekends, self.nights, self.bands) = (None, None, None, None);
        (self.spans, self.weekly_rest) = (Spans::default(), None);
        self.waive_kinds();
    }
}

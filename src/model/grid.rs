use chrono::{
    DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
    Weekday,
};
use chrono_tz::Tz;

use crate::units::{Minutes, Moment};

/// The planned days cut into equal intervals of elapsed time, in the planner's zone.
///
/// Interval `i` covers the minutes from `i * interval` to `(i + 1) * interval` after the first local midnight.
/// A day on which the clock changes simply has more or fewer intervals: 46, 48 or 50 half hours.
///
/// ```
/// use callboard::{model::Grid, units::Minutes};
/// let first = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
/// let grid = Grid::new(chrono_tz::Europe::Brussels, first, 28, Minutes::new(30)).unwrap();
/// assert_eq!(grid.intervals_of_day(0).len(), 48);
/// assert_eq!(grid.intervals_of_day(27).len(), 46); // 29 March: the clock goes forward
/// assert_eq!(grid.len(), 28 * 48 - 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    zone: Tz,
    first_day: NaiveDate,
    days: usize,
    interval: Minutes,
    origin: DateTime<Utc>,
    /// First interval of each day, and one past the last.
    day_intervals: Vec<usize>,
}

impl Grid {
    /// A grid of `days` days from local midnight of `first_day`; nothing where there is no day, the interval does
    /// not divide an hour, or a day of this zone is not a whole number of intervals.
    pub fn new(zone: Tz, first_day: NaiveDate, days: usize, interval: Minutes) -> Option<Self> {
        if days == 0 || days > 3660 || interval.get() <= 0 || 60 % interval.get() != 0 {
            return None;
        }
        let origin = instant(zone, first_day.and_time(NaiveTime::MIN));
        let mut day_intervals = Vec::with_capacity(days + 1);
        for day in 0..=days {
            let date = first_day.checked_add_days(Days::new(day as u64))?;
            let minutes = (instant(zone, date.and_time(NaiveTime::MIN)) - origin).num_minutes();
            if minutes % i64::from(interval.get()) != 0 {
                return None;
            }
            day_intervals.push((minutes / i64::from(interval.get())) as usize);
        }
        Some(Grid { zone, first_day, days, interval, origin, day_intervals })
    }

    /// The planner's time zone.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// The first day planned.
    pub fn first_day(&self) -> NaiveDate {
        self.first_day
    }

    /// The number of days.
    pub fn days(&self) -> usize {
        self.days
    }

    /// The length of an interval.
    pub fn interval(&self) -> Minutes {
        self.interval
    }

    /// The number of intervals.
    pub fn len(&self) -> usize {
        self.day_intervals[self.days]
    }

    /// Whether there is no interval: never, as a grid has at least a day.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The moment the grid ends.
    pub fn end(&self) -> Moment {
        self.start_of(self.len())
    }

    /// The moment interval `interval` begins.
    pub fn start_of(&self, interval: usize) -> Moment {
        Moment::new(interval as i32 * self.interval.get())
    }

    /// The interval that contains a moment, if the grid does.
    pub fn interval_at(&self, moment: Moment) -> Option<usize> {
        let interval = moment.get().div_euclid(self.interval.get());
        usize::try_from(interval).ok().filter(|&interval| interval < self.len())
    }

    /// Whether a moment is the border of two intervals, inside the grid or not.
    pub fn is_border(&self, moment: Moment) -> bool {
        moment.get().rem_euclid(self.interval.get()) == 0
    }

    /// The intervals of a day of the grid.
    pub fn intervals_of_day(&self, day: usize) -> std::ops::Range<usize> {
        self.day_intervals[day]..self.day_intervals[day + 1]
    }

    /// The day an interval begins on.
    pub fn day_of_interval(&self, interval: usize) -> usize {
        self.day_intervals.partition_point(|&first| first <= interval).saturating_sub(1)
    }

    /// The date of a day counted from the first, which is day 0; days before it are negative.
    pub fn date(&self, day: i32) -> NaiveDate {
        self.first_day + TimeDelta::days(i64::from(day))
    }

    /// The day of a date, counted from the first, inside the grid or not.
    pub fn day_of(&self, date: NaiveDate) -> i32 {
        (date - self.first_day).num_days() as i32
    }

    /// The weekday of a day counted from the first.
    pub fn weekday(&self, day: i32) -> Weekday {
        self.date(day).weekday()
    }

    /// The week of a day: weeks begin on Monday and week 0 holds the first day.
    pub fn week_of(&self, day: i32) -> i32 {
        (day + self.first_day.weekday().num_days_from_monday() as i32).div_euclid(7)
    }

    /// The days of the grid that belong to a week.
    pub fn days_of_week(&self, week: i32) -> std::ops::Range<i32> {
        let first = 7 * week - self.first_day.weekday().num_days_from_monday() as i32;
        let days = self.days() as i32;
        first.clamp(0, days)..first.saturating_add(7).clamp(0, days)
    }

    /// The moment of a wall-clock time on a day counted from the first, `minute` minutes after midnight as the
    /// clock on the wall shows it (1440 and more: on the next day). A time the clock skips becomes the moment of
    /// the change; of a time shown twice the first is meant.
    pub fn at(&self, day: i32, minute: i32) -> Moment {
        let date = self.date(day + minute.div_euclid(1440));
        let time = date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute.rem_euclid(1440)));
        self.moment(instant(self.zone, time))
    }

    /// The moment of an instant, rounded down to the minute.
    pub fn moment(&self, instant: DateTime<Utc>) -> Moment {
        let minutes = (instant - self.origin).num_seconds().div_euclid(60);
        Moment::new(minutes.clamp(i64::from(i32::MIN / 2), i64::from(i32::MAX / 2)) as i32)
    }

    /// The instant of a moment.
    pub fn instant(&self, moment: Moment) -> DateTime<Utc> {
        self.origin + TimeDelta::minutes(i64::from(moment.get()))
    }

    /// A moment as the planner's clock shows it.
    pub fn local(&self, moment: Moment) -> DateTime<Tz> {
        self.instant(moment).with_timezone(&self.zone)
    }

    /// The day a moment falls on by the planner's clock, counted from the first, inside the grid or not.
    pub fn day_at(&self, moment: Moment) -> i32 {
        self.day_of(self.local(moment).date_naive())
    }
}

/// The instant a wall clock in `zone` shows `time`: the earlier of two, or the change itself where it is skipped.
pub fn instant(zone: Tz, time: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&time) {
        LocalResult::Single(found) | LocalResult::Ambiguous(found, _) => found.with_timezone(&Utc),
        LocalResult::None => {
            // Inside a gap: the offset in force an hour or more before, applied to the time, lands after the
            // gap by as much as the time lies inside it; walk back to the change itself.
            let mut earlier = time;
            loop {
                earlier -= TimeDelta::minutes(1);
                if let LocalResult::Single(found) | LocalResult::Ambiguous(_, found) =
                    zone.from_local_datetime(&earlier)
                {
                    return found.with_timezone(&Utc) + TimeDelta::minutes(1);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(zone: Tz, first: (i32, u32, u32), days: usize) -> Grid {
        let first = NaiveDate::from_ymd_opt(first.0, first.1, first.2).unwrap();
        Grid::new(zone, first, days, Minutes::new(30)).unwrap()
    }

    #[test]
    fn a_day_is_as_long_as_the_clock_makes_it() {
        let spring = grid(chrono_tz::Europe::Brussels, (2026, 3, 28), 3);
        assert_eq!([0, 1, 2].map(|day| spring.intervals_of_day(day).len()), [48, 46, 48]);
        let autumn = grid(chrono_tz::Europe::Brussels, (2026, 10, 24), 3);
        assert_eq!([0, 1, 2].map(|day| autumn.intervals_of_day(day).len()), [48, 50, 48]);
    }

    #[test]
    fn wall_clock_times_become_moments_and_back() {
        let grid = grid(chrono_tz::Europe::Brussels, (2026, 3, 28), 3);
        let noon = grid.at(1, 12 * 60);
        assert_eq!(noon, Moment::new(24 * 60 + 11 * 60));
        assert_eq!(grid.local(noon).to_rfc3339(), "2026-03-29T12:00:00+02:00");
        let skipped = grid.at(1, 2 * 60 + 30);
        assert_eq!(grid.local(skipped).to_rfc3339(), "2026-03-29T03:00:00+02:00");
        assert_eq!(grid.at(0, 24 * 60 + 60), grid.at(1, 60));
    }

    #[test]
    fn a_midnight_the_clock_skips_is_the_moment_of_the_change() {
        let grid = grid(chrono_tz::Asia::Beirut, (2026, 3, 28), 3);
        assert_eq!(grid.intervals_of_day(1).len(), 46);
    }

    #[test]
    fn days_and_weeks_count_from_the_first_day() {
        let grid = grid(chrono_tz::Europe::Brussels, (2026, 3, 4), 14); // a Wednesday
        assert_eq!((grid.week_of(0), grid.week_of(4), grid.week_of(5), grid.week_of(-3)), (0, 0, 1, -1));
        assert_eq!(grid.day_at(Moment::new(-1)), -1);
        assert_eq!(grid.day_of_interval(48), 1);
        assert_eq!(grid.interval_at(Moment::new(-1)), None);
    }
}

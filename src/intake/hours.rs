use chrono::Weekday;

use super::duration::clock;

/// Minutes in a week.
pub(super) const WEEK: usize = 7 * 1440;

/// Names of weekdays, and of sets of them.
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

fn weekday(name: &str) -> Option<Weekday> {
    let name = name.trim().to_lowercase();
    // `Mon`, `Monday`, and anything between; not `Mo`, not `Month`.
    let found = name.get(..3).and_then(|short| DAYS.iter().find(|(known, _)| *known == short))?.1;
    let full = match found {
        Weekday::Mon => "monday",
        Weekday::Tue => "tuesday",
        Weekday::Wed => "wednesday",
        Weekday::Thu => "thursday",
        Weekday::Fri => "friday",
        Weekday::Sat => "saturday",
        Weekday::Sun => "sunday",
    };
    full.starts_with(&name).then_some(found)
}

/// Reads days of the week, ascending from Monday: `Mon-Fri`, `Sat, Sun`, `Fri-Mon`, `daily`.
pub(super) fn weekdays(text: &str) -> Option<Vec<Weekday>> {
    let mut days = [false; 7];
    if matches!(text.trim().to_lowercase().as_str(), "daily" | "every day") {
        days = [true; 7];
    } else {
        for part in text.split(',') {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let (mut day, to) = (weekday(from)?, weekday(to)?);
            days[day.num_days_from_monday() as usize] = true;
            while day != to {
                day = day.succ();
                days[day.num_days_from_monday() as usize] = true;
            }
        }
    }
    Some(DAYS.iter().zip(days).filter(|(_, is_in)| *is_in).map(|((_, day), _)| *day).collect())
}

/// A span of the week in which a queue is open, in minutes from Monday midnight; it may reach into the next week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// When it opens.
    pub opens: usize,
    /// When it closes.
    pub closes: usize,
}

/// Reads opening hours: `24/7`, `Mon-Fri 09:00-20:00`, `Sat 10:00-12:00, 13:00-16:00`, `daily 23:00-07:00` (over
/// midnight, opening on the days named).
pub(super) fn windows(text: &str) -> Option<Vec<Window>> {
    let text = text.trim();
    if text == "24/7" {
        return Some(vec![Window { opens: 0, closes: WEEK }]);
    }
    let first_digit = text.find(|letter: char| letter.is_ascii_digit())?;
    let (days, times) = text.split_at(first_digit);
    let days = if days.trim().is_empty() { weekdays("daily")? } else { weekdays(days)? };
    let mut found = Vec::new();
    for span in times.split(',') {
        let (opens, closes) = span.split_once('-')?;
        let (opens, closes) = (clock(opens)?, clock(closes)?);
        if opens == closes || opens == 1440 {
            return None;
        }
        let length = (closes - opens).rem_euclid(1440);
        let length = if length == 0 { 1440 } else { length };
        for day in &days {
            let opens = day.num_days_from_monday() as usize * 1440 + opens as usize;
            found.push(Window { opens, closes: opens + length as usize });
        }
    }
    Some(found)
}

/// The minutes of a week that lie in a window, and whether two windows overlap.
pub(super) fn open_minutes(windows: &[Window]) -> (Vec<bool>, bool) {
    let mut open = vec![false; WEEK];
    let mut is_overlapping = false;
    for window in windows {
        for minute in window.opens..window.closes {
            is_overlapping |= std::mem::replace(&mut open[minute % WEEK], true);
        }
    }
    (open, is_overlapping)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_people_write_them() {
        use Weekday::*;
        assert_eq!(weekdays("Mon-Wed"), Some(vec![Mon, Tue, Wed]));
        assert_eq!(weekdays("Sat, Sun"), Some(vec![Sat, Sun]));
        assert_eq!(weekdays("fri-monday"), Some(vec![Mon, Fri, Sat, Sun]));
        assert_eq!(weekdays("daily").map(|days| days.len()), Some(7));
        for wrong in ["", "Mo", "Month", "Mon-", "weekend", "é-ü"] {
            assert_eq!(weekdays(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn windows_may_cross_midnight_and_the_week() {
        assert_eq!(windows("Mon 09:00-20:00"), Some(vec![Window { opens: 540, closes: 1200 }]));
        let night = windows("Sun 23:00-07:00").unwrap();
        let (open, _) = open_minutes(&night);
        assert!(open[WEEK - 1] && open[0] && open[419] && !open[420]);
        assert_eq!(windows("Sat 10:00-12:00, 13:00-16:00").map(|found| found.len()), Some(2));
        assert_eq!(
            windows("00:00-24:00").map(|found| open_minutes(&found).0.iter().all(|open| *open)),
            Some(true)
        );
        for wrong in ["", "Mon", "Mon 9-20", "Mon 09:00", "Mon 09:00-09:00", "Mon 24:00-25:00"] {
            assert_eq!(windows(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn overlaps_show() {
        let mut both = windows("Mon-Fri 09:00-17:00").unwrap();
        assert!(!open_minutes(&both).1);
        both.extend(windows("Fri 16:00-18:00").unwrap());
        assert!(open_minutes(&both).1);
    }
}

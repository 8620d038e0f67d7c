use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// A date and time as written in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    /// By a clock on a wall somewhere.
    Local(NaiveDateTime),
    /// With its offset: one moment everywhere.
    Instant(DateTime<Utc>),
}

/// Why a stamp could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// Day and month may be either way round; the readings it allows, in ISO 8601.
    Ambiguous(Vec<NaiveDate>),
    /// No plan reaches so far back or ahead.
    FarOff,
    /// It is no date and time.
    NoStamp,
}

/// Reads ISO 8601: `2026-03-02T09:00`, a space for the `T`, seconds, an offset or `Z` if need be.
pub(super) fn stamp(text: &str) -> Result<Stamp, Unreadable> {
    let text = text.trim();
    iso_stamp(text).ok_or_else(|| why_not(text))
}

/// Reads a date, `2026-03-02`.
pub(super) fn date(text: &str) -> Result<NaiveDate, Unreadable> {
    let text = text.trim();
    (text.len() == 10).then(|| iso_date(text.as_bytes())).flatten().ok_or_else(|| why_not(text))
}

fn number(digits: &[u8]) -> Option<u32> {
    digits
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

fn iso_date(text: &[u8]) -> Option<NaiveDate> {
    any_iso_date(text).filter(|date| !is_far_off(*date))
}

/// Whether a date is before 1970 or after 2199.
fn is_far_off(date: NaiveDate) -> bool {
    let limits = (NaiveDate::from_ymd_opt(1970, 1, 1), NaiveDate::from_ymd_opt(2200, 1, 1));
    limits.0.is_some_and(|first| date < first) || limits.1.is_some_and(|last| date > last)
}

fn any_iso_date(text: &[u8]) -> Option<NaiveDate> {
    let [year @ .., b'-', month_tens, month, b'-', day_tens, day] = text.get(..10)? else { return None };
    NaiveDate::from_ymd_opt(
        number(year)? as i32,
        number(&[*month_tens, *month])?,
        number(&[*day_tens, *day])?,
    )
}

fn iso_stamp(text: &str) -> Option<Stamp> {
    let bytes = text.as_bytes();
    let date = iso_date(bytes)?;
    if !matches!(bytes.get(10)?, b'T' | b't' | b' ') {
        return None;
    }
    let [hour_tens, hour, b':', minute_tens, minute, rest @ ..] = bytes.get(11..)? else { return None };
    let hour = number(&[*hour_tens, *hour])?;
    let minute = number(&[*minute_tens, *minute])?;
    let (second, rest) = seconds(rest)?;
    // 24:00 is the midnight that ends the day.
    let (date, hour) =
        if (hour, minute, second) == (24, 0, 0) { (date.succ_opt()?, 0) } else { (date, hour) };
    let local = date.and_time(NaiveTime::from_hms_opt(hour, minute, second)?);
    let rest = rest.trim_ascii();
    if rest.is_empty() {
        return Some(Stamp::Local(local));
    }
    let offset = offset_minutes(rest)?;
    Some(Stamp::Instant((local - TimeDelta::minutes(offset)).and_utc()))
}

/// `:SS` and a fraction that is nought, if they are there.
fn seconds(text: &[u8]) -> Option<(u32, &[u8])> {
    let [b':', tens, ones, rest @ ..] = text else { return Some((0, text)) };
    let second = number(&[*tens, *ones])?;
    let [b'.' | b',', rest @ ..] = rest else { return Some((second, rest)) };
    let zeros = rest.iter().take_while(|digit| **digit == b'0').count();
    (zeros > 0).then(|| (second, &rest[zeros..]))
}

fn offset_minutes(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits {
        [_, _] => (number(digits)?, 0),
        [_, _, b':', minutes @ ..] | [_, _, minutes @ ..] if minutes.len() == 2 => {
            (number(&digits[..2])?, number(minutes)?)
        }
        _ => return None,
    };
    (hours <= 14 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

/// Looks for a date with its parts in another order, to say how it might be meant.
fn why_not(text: &str) -> Unreadable {
    if any_iso_date(text.as_bytes()).is_some_and(is_far_off) {
        return Unreadable::FarOff;
    }
    let date = text.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let Some([first, second, year]) = numbers.as_deref() else { return Unreadable::NoStamp };
    if parts[0].len() > 2 {
        return Unreadable::NoStamp;
    }
    let year = if *year < 100 { 2000 + *year } else { *year } as i32;
    let mut readings = Vec::new();
    readings.extend(NaiveDate::from_ymd_opt(year, *second, *first));
    readings.extend(NaiveDate::from_ymd_opt(year, *first, *second));
    readings.dedup();
    if readings.is_empty() { Unreadable::NoStamp } else { Unreadable::Ambiguous(readings) }
}

/// The instants a clock in a zone shows a time: none where it is skipped, two where the clock goes back.
pub(super) fn instants(zone: Tz, time: NaiveDateTime) -> Vec<DateTime<Utc>> {
    match zone.from_local_datetime(&time) {
        LocalResult::None => Vec::new(),
        LocalResult::Single(only) => vec![only.to_utc()],
        LocalResult::Ambiguous(first, second) => vec![first.to_utc(), second.to_utc()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn local(text: &str) -> Option<String> {
        match stamp(text) {
            Ok(Stamp::Local(time)) => Some(time.to_string()),
            _ => None,
        }
    }

    #[test]
    fn iso_stamps_are_read() {
        assert_eq!(local("2026-03-02T09:00").as_deref(), Some("2026-03-02 09:00:00"));
        assert_eq!(local("2026-03-02 09:00:00.000").as_deref(), Some("2026-03-02 09:00:00"));
        assert_eq!(local("2026-03-02T24:00").as_deref(), Some("2026-03-03 00:00:00"));
        let utc = Stamp::Instant(Utc.with_ymd_and_hms(2026, 3, 2, 8, 0, 0).unwrap());
        for same in [
            "2026-03-02T08:00Z",
            "2026-03-02T09:00+01:00",
            "2026-03-02 09:00:00 +0100",
            "2026-03-02T03:00-05",
        ] {
            assert_eq!(stamp(same), Ok(utc), "{same}");
        }
    }

    #[test]
    fn dates_beyond_all_plans_are_dates_all_the_same() {
        for far in ["1900-01-01", "9999-12-31"] {
            assert_eq!(date(far), Err(Unreadable::FarOff), "{far}");
            assert_eq!(stamp(&format!("{far}T09:00")), Err(Unreadable::FarOff), "{far}");
        }
        assert_eq!(date("9999-13-31"), Err(Unreadable::NoStamp));
    }

    #[test]
    fn other_orders_are_refused_with_their_readings() {
        let Err(Unreadable::Ambiguous(readings)) = stamp("03/04/2026 09:00") else { panic!() };
        assert_eq!(
            readings.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["2026-04-03", "2026-03-04"]
        );
        let Err(Unreadable::Ambiguous(readings)) = date("31/03/2026") else { panic!() };
        assert_eq!(readings.len(), 1);
        for wrong in ["", "tomorrow", "2026-13-01T00:00", "2026-03-02", "2026-03-02T09:00+99", "45000.5"] {
            assert_eq!(stamp(wrong), Err(Unreadable::NoStamp), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".{0,30}", shape in "[0-9T:+Z./ -]{0,30}") {
            let _ = (stamp(&text), date(&text), stamp(&shape), date(&shape));
        }
    }
}

use chrono::{NaiveDate, Weekday};

use super::document::Value;
use super::hours::Window;
use super::section::Form;
use super::{duration, hours, stamp};
use crate::model::{Answered, AverageLimit, Span, WeekendLimit};
use crate::units::{Minutes, Money, Seconds, Share};

/// Words that say something.
pub(super) const TEXT: Form<String> = Form {
    code: "bad-text",
    remedy: "some words in quotes",
    parse: |value| match value {
        Value::Text(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        _ => None,
    },
};

/// Skills, which are ids of queues.
pub(super) const SKILLS: Form<String> = Form {
    code: "bad-text",
    remedy: "ids of queues, joined by `|`, like \"nl-voice|mail\"",
    parse: TEXT.parse,
};

/// Words, or nothing.
pub(super) const ANY_TEXT: Form<String> = Form {
    code: "bad-text",
    remedy: "words in quotes",
    parse: |value| match value {
        Value::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    },
};

/// A name other files refer to.
pub(super) const ID: Form<String> = Form {
    code: "bad-id",
    remedy: "a short name in quotes, without `|` and without control characters",
    parse: |value| match value {
        Value::Text(text) if is_id(text) => Some(text.trim().to_owned()),
        _ => None,
    },
};

/// Whether other files can refer to this name: skills are joined by `|`.
pub(super) fn is_id(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains(|letter: char| letter == '|' || letter.is_control())
}

/// A date.
pub(super) const DATE: Form<NaiveDate> = Form {
    code: "bad-date",
    remedy: "a date like 2026-11-30, without quotes",
    parse: |value| match value {
        Value::Date(date) if date.time.is_none() => stamp::date(&date.to_string()).ok(),
        Value::Text(text) => stamp::date(text).ok(),
        _ => None,
    },
};

/// Several dates.
pub(super) const DATES: Form<Vec<NaiveDate>> = Form {
    code: "bad-date",
    remedy: "a list of dates like [2026-12-25, 2026-12-26]",
    parse: |value| match value {
        Value::List(items) => items.iter().map(|item| (DATE.parse)(&item.value)).collect(),
        single => (DATE.parse)(single).map(|date| vec![date]),
    },
};

/// A whole number from 0.
pub(super) const COUNT: Form<u32> = Form {
    code: "bad-count",
    remedy: "a whole number, 0 or more",
    parse: |value| match value {
        Value::Whole(number) => u32::try_from(*number).ok().filter(|&number| number <= 1_000_000),
        _ => None,
    },
};

/// A whole number from 1.
pub(super) const POSITIVE_COUNT: Form<u32> = Form {
    code: "bad-count",
    remedy: "a whole number, 1 or more",
    parse: |value| (COUNT.parse)(value).filter(|&number| number > 0),
};

/// Days off in a week.
pub(super) const DAYS_OFF: Form<u32> = Form {
    code: "bad-count",
    remedy: "a number of days, from 1 to 6",
    parse: |value| (POSITIVE_COUNT.parse)(value).filter(|&days| days <= 6),
};

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Whole(number) => Some(*number as f64),
        Value::Real(number) => Some(*number).filter(|number| number.is_finite()),
        _ => None,
    }
}

/// Seconds as a number, or a span of time with its unit; more than none, at most a day.
pub(super) const SECONDS: Form<Seconds> = Form {
    code: "bad-seconds",
    remedy: "a number of seconds greater than 0 and at most 86400 (a day), like 260",
    parse: |value| {
        let seconds = match value {
            Value::Text(text) => duration::seconds(text)?,
            value => number(value)?,
        };
        (seconds > 0.0 && seconds <= 86_400.0).then(|| Seconds::new(seconds))
    },
};

/// A span of time with its unit.
pub(super) const SPAN_OF_TIME: Form<Seconds> = Form {
    code: "bad-duration",
    remedy: "a span of time with its unit, like \"30s\", \"24h\" or \"5h30m\"",
    parse: |value| match value {
        Value::Text(text) => duration::seconds(text).map(Seconds::new),
        _ => None,
    },
};

/// A span of whole minutes with its unit.
pub(super) const MINUTES: Form<Minutes> = Form {
    code: "bad-duration",
    remedy: "hours and minutes with their units, like \"11h\" or \"5h30m\"",
    parse: |value| match value {
        Value::Text(text) => duration::minutes(text).map(Minutes::new),
        _ => None,
    },
};

/// A rest that a week has room for.
pub(super) const WEEKLY_REST: Form<Minutes> = Form {
    code: "bad-duration",
    remedy: "hours with their unit, less than a week, like \"35h\"",
    parse: |value| (MINUTES.parse)(value).filter(|rest| *rest < Minutes::from_hours(168.0)),
};

/// Days, given in days or weeks.
pub(super) const LEAD_DAYS: Form<u32> = Form {
    code: "bad-duration",
    remedy: "whole days or weeks, like \"6 weeks\" or \"30 days\"",
    parse: |value| match value {
        Value::Text(text) => {
            let days = duration::seconds(text)? / 86_400.0;
            (days.fract() == 0.0).then_some(days as u32)
        }
        _ => None,
    },
};

/// A share of a whole: `"5%"` or 0.05.
pub(super) const SHARE: Form<Share> = Form {
    code: "bad-share",
    remedy: "a share from 0 to 1 or a percentage up to 100%, like \"5%\" or 0.05",
    parse: |value| match value {
        Value::Text(text) => share(text),
        value => number(value).and_then(Share::new),
    },
};

fn share(text: &str) -> Option<Share> {
    match text.trim().strip_suffix('%') {
        Some(percent) => Share::percent(percent.trim().parse().ok()?),
        None => Share::new(text.trim().parse().ok()?),
    }
}

/// A coefficient of variation: 0.5 or `"50%"`.
pub(super) const VARIATION: Form<f64> = Form {
    code: "bad-variation",
    remedy: "a coefficient of variation, from 0 to 10, like 0.8 or \"80%\"",
    parse: |value| {
        let variation = match value {
            Value::Text(text) => match text.trim().strip_suffix('%') {
                Some(percent) => percent.trim().parse::<f64>().ok()? / 100.0,
                None => text.trim().parse().ok()?,
            },
            value => number(value)?,
        };
        (0.0..=10.0).contains(&variation).then_some(variation)
    },
};

/// Factors that do not fall.
pub(super) const FACTORS: Form<Vec<f64>> = Form {
    code: "bad-factors",
    remedy: "a list of numbers above 0, none below the one before, like [1, 1.25]",
    parse: |value| match value {
        Value::List(items) => {
            let factors: Option<Vec<f64>> = items.iter().map(|item| number(&item.value)).collect();
            let is_sound = |factors: &Vec<f64>| {
                factors.iter().all(|factor| (0.01..=100.0).contains(factor))
                    && factors.is_sorted()
                    && !factors.is_empty()
            };
            factors.filter(is_sound)
        }
        _ => None,
    },
};

/// A share of contacts answered within a time.
pub(super) const ANSWERED: Form<Answered> = Form {
    code: "bad-service-level",
    remedy: "a share above 0 % and below 100 % and a time, like \"80% in 20s\"",
    parse: |value| match value {
        Value::Text(text) => {
            let (part, within) = text.split_once(" in ")?;
            let share = share(part).filter(|share| share.get() > 0.0 && share.get() < 1.0)?;
            Some(Answered { share, within: Seconds::new(duration::seconds(within)?) })
        }
        _ => None,
    },
};

/// An amount of money.
pub(super) const MONEY: Form<Money> = Form {
    code: "bad-money",
    remedy: "an amount in the plan's currency, 0 or more, like 24.50",
    parse: |value| number(value).filter(|amount| (0.0..=1e9).contains(amount)).map(Money::from_major),
};

/// The least and the most paid hours.
pub(super) const HOURS: Form<Span> = Form {
    code: "bad-hours",
    remedy: "the least and the most hours, like \"36h-40h\", or one for both, like \"38h\"",
    parse: |value| match value {
        Value::Text(text) => hours_span(text),
        value => number(value).and_then(hours).map(|hours| Span { min: hours, max: hours }),
    },
};

/// Hours of one day.
pub(super) const HOURS_OF_DAY: Form<Minutes> = Form {
    code: "bad-hours",
    remedy: "hours of one day, more than 0 and at most 24, like \"9h\" or \"8h30m\"",
    parse: |value| {
        let span = (HOURS.parse)(value).filter(|span| span.min == span.max)?;
        (Minutes::ZERO < span.max && span.max <= Minutes::new(1440)).then_some(span.max)
    },
};

fn hours(hours: f64) -> Option<Minutes> {
    (0.0..=10_000.0).contains(&hours).then(|| Minutes::from_hours(hours))
}

/// Reads `36h-40h`, `37h30m`, and bare numbers of hours with a decimal point or comma.
pub(super) fn hours_span(text: &str) -> Option<Span> {
    let one = |part: &str| match part.trim().replace(',', ".").parse() {
        Ok(number) => hours(number),
        Err(_) => duration::minutes(part).map(Minutes::new),
    };
    match text.split_once('-') {
        Some((min, max)) => Some(Span { min: one(min)?, max: one(max)? }),
        None => one(text).map(|hours| Span { min: hours, max: hours }),
    }
}

/// Hours a week on average over so many weeks, one or several.
pub(super) const AVERAGES: Form<Vec<AverageLimit>> = Form {
    code: "bad-average",
    remedy: "hours a week over a number of weeks, like \"48h over 17 weeks\", or a list of such",
    parse: |value| each(value, averages),
};

fn averages(text: &str) -> Option<Vec<AverageLimit>> {
    let one = |part: &str| {
        let (most, weeks) = part.split_once(" over ")?;
        let most = hours_span(most).filter(|span| span.min == span.max && span.max.hours() <= 168.0)?;
        let limit = AverageLimit { most: most.max, weeks: whole_weeks(weeks)? };
        (2..=104).contains(&limit.weeks).then_some(limit)
    };
    text.split('|').map(one).collect()
}

fn whole_weeks(text: &str) -> Option<u32> {
    text.trim().trim_end_matches("weeks").trim_end_matches("week").trim().parse().ok()
}

/// A time of day, to the end of it.
pub(super) const TIME_OF_DAY: Form<i32> = Form {
    code: "bad-time-of-day",
    remedy: "a time of day from \"00:00\" to \"24:00\", like \"07:00\"",
    parse: |value| match value {
        Value::Text(text) => duration::clock(text),
        _ => None,
    },
};

/// A span of time within a day, perhaps none.
pub(super) const BAND: Form<Minutes> = Form {
    code: "bad-duration",
    remedy: "a span of time less than a day, like \"2h\"; \"0h\" for one start a week",
    parse: |value| (MINUTES.parse)(value).filter(|band| *band < Minutes::new(1440)),
};

/// So many weekends in so many weeks.
pub(super) const WEEKENDS: Form<WeekendLimit> = Form {
    code: "bad-weekends",
    remedy: "weekends in weeks, like \"2 in 4 weeks\", or \"every other\"",
    parse: |value| match value {
        Value::Text(text) if text.trim() == "every other" => Some(WeekendLimit { weekends: 1, weeks: 2 }),
        Value::Text(text) => {
            let (weekends, weeks) = text.split_once(" in ")?;
            let limit = WeekendLimit { weekends: weekends.trim().parse().ok()?, weeks: whole_weeks(weeks)? };
            (limit.weeks >= 1 && limit.weeks <= 520 && limit.weekends <= limit.weeks).then_some(limit)
        }
        _ => None,
    },
};

/// Reads a text, or each text of a list, with one reader and joins what they give.
fn each<T>(value: &Value, read: impl Fn(&str) -> Option<Vec<T>>) -> Option<Vec<T>> {
    match value {
        Value::Text(text) => read(text),
        Value::List(items) => {
            let mut all = Vec::new();
            for item in items {
                let Value::Text(text) = &item.value else { return None };
                all.extend(read(text)?);
            }
            Some(all)
        }
        _ => None,
    }
}

fn ascending(mut values: Vec<i32>) -> Option<Vec<i32>> {
    values.sort_unstable();
    values.dedup();
    (!values.is_empty()).then_some(values)
}

/// Times of day a shift may start at.
pub(super) const STARTS: Form<Vec<i32>> = Form {
    code: "bad-starts",
    remedy: "times of day, like \"07:00-12:00 every 30m\", \"22:00\" or [\"07:00\", \"15:00\"]",
    parse: |value| {
        let starts = each(value, |text| duration::steps(text, duration::clock)).and_then(ascending)?;
        starts.iter().all(|&start| start < 1440).then_some(starts)
    },
};

/// Lengths a shift may have.
pub(super) const LENGTHS: Form<Vec<i32>> = Form {
    code: "bad-lengths",
    remedy: "lengths up to 24h, like \"4h-9h every 1h\", \"8h\" or [\"4h\", \"8h\"]",
    parse: |value| {
        let lengths = each(value, |text| duration::steps(text, duration::minutes)).and_then(ascending)?;
        lengths.iter().all(|&length| 0 < length && length <= 1440).then_some(lengths)
    },
};

/// Opening hours.
pub(super) const OPENING: Form<Vec<Window>> = Form {
    code: "bad-opening-hours",
    remedy: "days and hours, like \"Mon-Fri 09:00-20:00\" or a list of such; or \"24/7\"",
    parse: |value| each(value, hours::windows),
};

/// Days of the week.
pub(super) const WEEKDAYS: Form<Vec<Weekday>> = Form {
    code: "bad-weekdays",
    remedy: "days of the week, like \"Mon-Fri\" or \"Sat, Sun\"",
    parse: |value| {
        let mut days = each(value, hours::weekdays)?;
        days.sort_by_key(Weekday::num_days_from_monday);
        days.dedup();
        (!days.is_empty()).then_some(days)
    },
};

/// Several names.
pub(super) const NAMES: Form<Vec<String>> = Form {
    code: "bad-names",
    remedy: "names in quotes, like [\"full-time\", \"part-time\"]",
    parse: |value| each(value, |text| Some(vec![text.trim().to_owned()])),
};

/// Yes or no.
pub(super) const FLAG: Form<bool> = Form {
    code: "bad-flag",
    remedy: "true or false, without quotes",
    parse: |value| match value {
        Value::Flag(flag) => Some(*flag),
        _ => None,
    },
};

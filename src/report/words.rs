//! Numbers, dates and promises as a planner reads them.

use chrono::{Datelike, NaiveDate};

use super::table::number_text;
use crate::model::{Channel, Driver, Grid, Period, PeriodSpan, Queue, Scenario, Skills, Target};
use crate::plan::Miss;
use crate::units::Seconds;

/// A whole number with its thousands separated: `42,310`.
pub(super) fn grouped(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0.0 && digits != "0" { format!("-{text}") } else { text }
}

/// A share in percent: `83.1 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

/// A chance in whole percent; never quite sure of what is only measured.
pub(super) fn chance(share: f64) -> String {
    match share {
        share if share > 0.995 && share < 1.0 => "> 99 %".to_owned(),
        share if share > 0.0 && share < 0.005 => "< 1 %".to_owned(),
        share => format!("{:.0} %", 100.0 * share),
    }
}

/// `1 agent`, `2 agents`, `1.3 agents`.
pub(super) fn count(number: f64, decimals: usize, one: &str, many: &str) -> String {
    let text = if decimals == 0 { grouped(number) } else { number_text(number, decimals) };
    let unit = if text == "1" { one } else { many };
    format!("{text} {unit}")
}

/// `once`, `twice`, `5 times`.
pub(super) fn times(number: usize) -> String {
    match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        number => format!("{number} times"),
    }
}

/// `2 March 2026`.
pub(super) fn long_date(date: NaiveDate) -> String {
    date.format("%-d %B %Y").to_string()
}

/// `Mon 2 Mar`.
pub(super) fn short_date(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

/// The days of a plan: `2 to 29 March 2026`, `23 February to 1 March 2026`.
pub(super) fn date_range(first: NaiveDate, last: NaiveDate) -> String {
    let from = match (first.year() == last.year(), first.month() == last.month()) {
        _ if first == last => return long_date(first),
        (true, true) => first.format("%-d").to_string(),
        (true, false) => first.format("%-d %B").to_string(),
        (false, _) => long_date(first),
    };
    format!("{from} to {}", long_date(last))
}

/// The days of a scenario.
pub(super) fn plan_dates(scenario: &Scenario) -> String {
    let grid = &scenario.grid;
    date_range(grid.first_day(), grid.date(grid.days() as i32 - 1))
}

/// What posts ask for: `84 posts, 180 shifts in all`.
pub(super) fn posts(scenario: &Scenario) -> String {
    let posts = count(scenario.posts.len() as f64, 0, "post", "posts");
    format!("{posts}, {} in all", count(f64::from(scenario.asked_posts()), 0, "shift", "shifts"))
}

/// What there is to do: `5 queues`; `84 posts` where there are no queues.
pub(super) fn work(scenario: &Scenario) -> String {
    match scenario.queues.len() {
        0 => count(scenario.posts.len() as f64, 0, "post", "posts"),
        queues => count(queues as f64, 0, "queue", "queues"),
    }
}

/// From when to when intervals run: `Sat 7 Mar 10:00-12:00`.
pub(super) fn interval_range(grid: &Grid, first: usize, end: usize) -> String {
    let from = grid.local(grid.start_of(first));
    format!("{} {}", from.format("%a %-d %b"), clock_range(grid, first, end))
}

/// From when to when intervals run by the clock: `10:00-12:00`.
pub(super) fn clock_range(grid: &Grid, first: usize, end: usize) -> String {
    let from = grid.local(grid.start_of(first));
    let to = grid.local(grid.start_of(end));
    let to = if to.date_naive() > from.date_naive() && to.format("%H:%M").to_string() == "00:00" {
        "24:00".to_owned()
    } else {
        to.format("%H:%M").to_string()
    };
    format!("{}-{to}", from.format("%H:%M"))
}

/// When an agreement is missed: the time of day, or the days.
pub(super) fn miss_range(grid: &Grid, miss: &Miss, measured: Period) -> String {
    let (first, last) = (grid.day_of_interval(miss.first), grid.day_of_interval(miss.end - 1));
    let (from, to) = (grid.date(first as i32), grid.date(last as i32));
    match measured {
        Period::Interval if first == last => interval_range(grid, miss.first, miss.end),
        _ if from == to => short_date(from),
        _ => format!("{} to {}", short_date(from), short_date(to)),
    }
}

/// A measured period as a planner names it: `Mon 2 Mar to Sun 8 Mar`, `Mon 2 Mar 08:00-08:30`, and how much of it
/// the plan has where that is not all.
pub(super) fn span_range(grid: &Grid, span: &PeriodSpan, measured: Period) -> String {
    let (first, last) = (grid.day_of_interval(span.first), grid.day_of_interval(span.end - 1));
    let (from, to) = (short_date(grid.date(first as i32)), short_date(grid.date(last as i32)));
    let part = match span.is_partial() {
        true => format!(" ({} of the {})", percent(span.covered.get()), period_name(measured)),
        false => String::new(),
    };
    match measured {
        Period::Interval => interval_range(grid, span.first, span.end),
        _ if first == last => from + &part,
        _ => format!("{from} to {to}{part}"),
    }
}

/// The span of an agreement by its name in plan.toml.
pub(super) fn period_name(period: Period) -> &'static str {
    match period {
        Period::Interval => "interval",
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Plan => "plan",
    }
}

/// What an agreement promises: `80 % in 20 s, max 5 % hung up`.
pub(super) fn target_text(target: &Target) -> String {
    let mut parts = Vec::new();
    if let Some(answered) = target.answered {
        parts.push(format!("{} in {}", answered.share, span(answered.within)));
    }
    if let Some(within) = target.deadline_of_all() {
        parts.push(format!("all in {}", span(within)));
    }
    if let Some(most) = target.max_average_wait {
        parts.push(format!("max {} mean wait", span(most)));
    }
    if let Some(most) = target.max_abandonment {
        parts.push(format!("max {most} hung up"));
    }
    if let Some(most) = target.max_occupancy {
        parts.push(format!("max {most} busy"));
    }
    if parts.is_empty() { "none".to_owned() } else { parts.join(", ") }
}

/// A time in the largest unit that says it whole: `20 s`, `30 min`, `24 h`.
pub(super) fn span(time: Seconds) -> String {
    let seconds = time.get();
    match seconds {
        seconds if seconds >= 3600.0 && seconds % 3600.0 == 0.0 => format!("{} h", seconds / 3600.0),
        seconds if seconds >= 120.0 && seconds % 60.0 == 0.0 => format!("{} min", seconds / 60.0),
        seconds => format!("{} s", number_text(seconds, 1)),
    }
}

/// What drove a requirement, by its name in requirement.csv.
pub(super) fn driver_name(driver: Driver) -> &'static str {
    match driver {
        Driver::ServiceLevel => "service-level",
        Driver::AverageWait => "average-wait",
        Driver::Abandonment => "abandonment",
        Driver::Occupancy => "occupancy",
        Driver::MinimumAgents => "minimum-agents",
        Driver::Stability => "stability",
        Driver::Deadline => "deadline",
    }
}

/// How contacts of a queue come in, by its name in plan.toml.
pub(super) fn channel_name(queue: &Queue) -> &'static str {
    match queue.channel {
        Channel::Voice => "voice",
        Channel::Chat => "chat",
        Channel::Email => "email",
        Channel::Callback => "callback",
    }
}

/// What is short or closed of it, `12 hours`, `3 on posts` or `12 hours and 3 on posts`; hours in words of the caller's.
pub(super) fn hours_and_posts(hours: f64, posts: u32, in_words: impl Fn(f64) -> String) -> String {
    // Less than is told of hours is no part of it.
    let is_told = posts == 0 || hours >= 0.05;
    let parts = [is_told.then(|| in_words(hours)), (posts > 0).then(|| format!("{posts} on posts"))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

/// The names of skills: ids of queues, then the others.
pub(super) fn skill_ids<'a>(scenario: &'a Scenario, skills: &'a Skills) -> Vec<&'a str> {
    let queues = skills.queues().iter().map(|&queue| scenario.queues[queue].id.as_str());
    queues.chain(skills.others().iter().map(String::as_str)).collect()
}

/// A skill set: `nl-voice + fr-voice`, or `no skills`.
pub(super) fn skill_names(scenario: &Scenario, skills: &Skills) -> String {
    match skills.is_empty() {
        true => "no skills".to_owned(),
        false => skill_ids(scenario, skills).join(" + "),
    }
}

/// People alike, `full-time, nl-voice + fr-voice`; the contract alone where there are neither queues nor skills.
pub(super) fn people(scenario: &Scenario, contract: usize, skills: &Skills) -> String {
    let contract = &scenario.contracts[contract].id;
    match scenario.queues.is_empty() && skills.is_empty() {
        true => contract.clone(),
        false => format!("{contract}, {}", skill_names(scenario, skills)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn of_posts_alone_no_lack_of_skills_is_told() {
        let (queues, posts) = (sample::scenario(), sample::plan_of_posts().scenario);
        assert_eq!(people(&queues, 1, &Skills::new(vec![0, 1])), "part-time, nl-voice + fr-voice");
        assert_eq!(people(&queues, 1, &Skills::default()), "part-time, no skills");
        assert_eq!(people(&posts, 1, &Skills::default()), "part-time");
    }

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(grouped(42_309.6), "42,310");
        assert_eq!(grouped(-1234.0), "-1,234");
        assert_eq!(grouped(-0.2), "0");
        assert_eq!(percent(0.8312), "83.1 %");
        assert_eq!(
            (chance(1.0), chance(0.998), chance(0.974)),
            ("100 %".into(), "> 99 %".into(), "97 %".into())
        );
        assert_eq!(count(1.0, 1, "agent", "agents"), "1 agent");
        assert_eq!(count(1.25, 1, "agent", "agents"), "1.2 agents");
    }

    #[test]
    fn what_is_closed_is_hours_or_posts_or_both() {
        let hours = |hours| count(hours, 1, "hour", "hours");
        assert_eq!(hours_and_posts(12.0, 0, hours), "12 hours");
        assert_eq!(hours_and_posts(0.01, 3, hours), "3 on posts");
        assert_eq!(hours_and_posts(1.0, 1, hours), "1 hour and 1 on posts");
        assert_eq!(hours_and_posts(0.0, 0, hours), "0 hours");
    }

    #[test]
    fn dates_say_no_more_than_needed() {
        assert_eq!(date_range(date(2026, 3, 2), date(2026, 3, 29)), "2 to 29 March 2026");
        assert_eq!(date_range(date(2026, 2, 23), date(2026, 3, 1)), "23 February to 1 March 2026");
        assert_eq!(date_range(date(2025, 12, 29), date(2026, 1, 4)), "29 December 2025 to 4 January 2026");
        assert_eq!(date_range(date(2026, 3, 2), date(2026, 3, 2)), "2 March 2026");
    }

    #[test]
    fn times_use_the_unit_people_use() {
        let spans = [20.0, 90.0, 1800.0, 86_400.0, 5400.0].map(|seconds| span(Seconds::new(seconds)));
        assert_eq!(spans, ["20 s", "90 s", "30 min", "24 h", "90 min"]);
    }
}

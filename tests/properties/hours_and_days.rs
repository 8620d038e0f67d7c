//! Rules on hours, times of day and what holds within a week bind, as those of `rules` do.

use callboard::model::{AverageLimit, RequestKind, Scenario};
use callboard::units::{Minutes, Money};

use crate::rules::{EARLY, NIGHT, assert_binds, desk, desk_from};
use crate::support::{date, hours, shift, whole_days};

#[test]
fn times_of_day() {
    let asked = desk(&[(1, EARLY), (2, NIGHT)]);
    let earliest = |scenario: &mut Scenario| scenario.contracts[0].earliest = Some(7 * 60);
    assert_binds("earliest", &asked, earliest, 1);
    let latest = |scenario: &mut Scenario| scenario.contracts[0].latest = Some(22 * 60);
    assert_binds("latest", &asked, latest, 1);
    // In the morning of the day after.
    let latest = |scenario: &mut Scenario| scenario.contracts[0].latest = Some(1440 + 5 * 60);
    assert_binds("latest", &asked, latest, 1);
}

#[test]
fn least_hours_of_a_day() {
    let mut short = desk(&[(1, EARLY)]);
    short.shifts[EARLY].lengths.insert(0, Minutes::from_hours(4.0));
    let least =
        |scenario: &mut Scenario| scenario.contracts[0].min_hours_per_day = Some(Minutes::from_hours(6.0));
    assert_binds("least-hours-per-day", &short, least, 1);
}

#[test]
fn hours_of_a_night() {
    let mut long = desk(&[]);
    long.shifts[NIGHT].lengths.push(Minutes::from_hours(10.0));
    long.contracts[0].plan = Some(hours(10.0, 40.0));
    let most =
        |scenario: &mut Scenario| scenario.contracts[0].max_hours_per_night = Some(Minutes::from_hours(9.0));
    assert_binds("hours-per-night", &long, most, 2);
}

#[test]
fn hours_of_a_month() {
    let month = |min, max| move |scenario: &mut Scenario| scenario.contracts[0].month = Some(hours(min, max));
    let rule = "hours-per-month";
    // 14 of 31 days: 14 hours.
    assert_binds(rule, &desk(&[(1, EARLY), (3, EARLY), (9, EARLY)]), month(0.0, 31.0), 1);
    // From 23 March: 9 of 31 days and 5 of 30 are 18 hours and 10:20.
    let turn = |asked| desk_from(date(2026, 3, 23), 14, asked);
    let asked = [(0, EARLY), (2, EARLY), (7, EARLY), (9, EARLY), (10, EARLY), (11, EARLY)];
    assert_binds(rule, &turn(&asked), month(0.0, 62.0), 3);
    // At least 7:15 and 4:10, of shifts of 8 hours.
    assert_binds(rule, &turn(&[]), month(25.0, 200.0), 2);
    // With those of the plan, of which the months leave 2 and 1 shifts.
    let mut both = turn(&asked);
    both.contracts[0].plan = Some(hours(0.0, 24.0));
    let in_march = both.posts.iter_mut().filter(|post| post.day < 9);
    in_march.for_each(|post| post.under_cost = Money::from_major(2000.0));
    assert_binds(rule, &both, month(0.0, 62.0), 3);
}

#[test]
fn hours_on_average() {
    let limit = |weeks| AverageLimit { most: Minutes::from_hours(8.0), weeks };
    let average = |weeks| move |scenario: &mut Scenario| scenario.contracts[0].averages = vec![limit(weeks)];
    let asked = [(1, EARLY), (2, EARLY), (8, EARLY), (9, EARLY)];
    assert_binds("average-hours", &desk(&asked), average(2), 2);
    // The week before leaves one to the first week.
    let mut posted = desk(&[(1, EARLY), (2, EARLY)]);
    posted.agents[0].history = vec![shift(&posted.grid, -3, 6.0, 8.0)];
    assert_binds("average-hours", &posted, average(2), 1);
    // What is far enough back is not counted, what is not is.
    posted.agents[0].history = vec![shift(&posted.grid, -8, 6.0, 8.0), shift(&posted.grid, -9, 6.0, 8.0)];
    assert_binds("average-hours", &posted, average(3), 1);
    // Weeks of the plan alone, in spans that overlap.
    let four = [(1, EARLY), (2, EARLY), (8, EARLY), (9, EARLY), (15, EARLY), (16, EARLY), (22, EARLY)];
    assert_binds("average-hours", &desk_from(date(2026, 3, 2), 28, &four), average(2), 4);
}

#[test]
fn leave_counts_as_hours_of_all_of_them() {
    // Ten days of leave, four hours each.
    let mut away = desk(&[(5, EARLY), (6, EARLY), (12, EARLY)]);
    away.contracts[0].week = hours(20.0, 168.0);
    for monday in [0, 7] {
        away.requests.push(whole_days(&away.grid, 0, monday, monday + 4, RequestKind::Leave));
    }
    let plan = |min, max| move |scenario: &mut Scenario| scenario.contracts[0].plan = Some(hours(min, max));
    assert_binds("hours-in-plan", &away, plan(0.0, 48.0), 1);
    let month = |scenario: &mut Scenario| scenario.contracts[0].month = Some(hours(0.0, 48.0 * 31.0 / 14.0));
    assert_binds("hours-per-month", &away, month, 1);
    let limit = AverageLimit { most: Minutes::from_hours(28.0), weeks: 2 };
    let average = |scenario: &mut Scenario| scenario.contracts[0].averages = vec![limit];
    assert_binds("average-hours", &away, average, 2);
    away.posts.clear();
    assert_binds("hours-in-plan", &away, plan(44.0, 60.0), 1);
}

#[test]
fn starts_within_a_week() {
    let band = |hours: f64| {
        move |scenario: &mut Scenario| scenario.contracts[0].start_band = Some(Minutes::from_hours(hours))
    };
    let rule = "starts-in-week";
    let asked = [(1, EARLY), (2, NIGHT), (3, EARLY), (8, NIGHT)];
    assert_binds(rule, &desk(&asked), band(0.0), 3);
    assert_binds(rule, &desk(&asked), band(15.0), 3);
    // The history's days of the plan's first week count.
    let mut posted = desk_from(date(2026, 3, 4), 14, &[(1, NIGHT), (6, NIGHT)]);
    posted.agents[0].history = vec![shift(&posted.grid, -1, 6.0, 8.0)];
    assert_binds(rule, &posted, band(2.0), 1);
}

#[test]
fn days_off_together() {
    let together = |days| move |scenario: &mut Scenario| scenario.contracts[0].days_off_together = Some(days);
    let rule = "days-off-together";
    let apart: Vec<(usize, usize)> = [0, 1, 3, 4, 6].map(|day| (day, EARLY)).to_vec();
    assert_binds(rule, &desk(&apart), together(2), 4);
    let daily: Vec<(usize, usize)> = (0..14).map(|day| (day, EARLY)).collect();
    assert_binds(rule, &desk(&daily), together(3), 8);
}

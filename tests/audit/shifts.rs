//! Shifts and breaks against their templates.

use callboard::model::{RequestKind, ShiftTemplate, Skills};
use callboard::units::{Minutes, Moment};
use chrono::Weekday;

use crate::support::{self, date, half_hours, plain_week, shift, with_break};
use crate::{NONE, broken, desk};

fn early() -> ShiftTemplate {
    support::template("early", &[6.0, 7.0], &[4.0, 8.0])
}

#[test]
fn a_shift_starts_when_its_template_says() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.shifts[0] = early();
    assert_eq!(broken(&scenario, vec![shift(&grid, 2, 6.0, 8.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 2, 6.5, 8.0)]), ["shift-start"]);
    assert_eq!(broken(&scenario, vec![shift(&grid, 2, 6.0, 6.0)]), ["shift-length"]);
}

#[test]
fn a_start_is_read_off_the_clock_on_the_wall() {
    // 29 March 2026: the clock goes from 02:00 to 03:00; 25 October: from 03:00 back to 02:00.
    for (first, hours_to_six) in [(date(2026, 3, 29), 5), (date(2026, 10, 25), 7)] {
        let grid = half_hours(first, 1);
        let mut scenario = desk(&grid);
        scenario.shifts[0] = early();
        let at_six = shift(&grid, 0, 6.0, 8.0);
        assert_eq!(at_six.start, Moment::new(hours_to_six * 60));
        assert_eq!(broken(&scenario, vec![at_six.clone()]), NONE);
        let mut six_hours_in = at_six;
        six_hours_in.start = Moment::new(6 * 60);
        six_hours_in.end = Moment::new(14 * 60);
        let allowed: &[&str] = if hours_to_six == 5 { &[] } else { &["shift-start"] };
        assert_eq!(broken(&scenario, vec![six_hours_in]), allowed);
    }
}

#[test]
fn a_shift_lasts_as_long_as_worked_across_a_clock_change() {
    let grid = half_hours(date(2026, 3, 28), 2);
    let mut scenario = desk(&grid);
    scenario.shifts[0] = support::template("night", &[22.0], &[8.0]);
    let mut night = shift(&grid, 0, 22.0, 8.0);
    assert_eq!(grid.local(night.end).format("%H:%M").to_string(), "07:00");
    assert_eq!(broken(&scenario, vec![night.clone()]), NONE);
    night.end = grid.at(1, 6 * 60); // eight hours by the clock, seven worked
    assert_eq!(broken(&scenario, vec![night]), ["shift-length"]);
}

#[test]
fn whoever_works_a_shift_has_all_its_skills() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.queues.push(support::steady_voice(&grid, "german", 1.0, 60.0));
    scenario.shifts[0].skills = Skills::new(vec![0]).with_others(vec!["keyholder".into()]);
    let mut told = |skills: Skills| {
        scenario.agents[0].skills = skills;
        let roster = support::roster(vec![vec![shift(&grid, 4, 9.0, 8.0)]]);
        let found = callboard::audit::judge(&scenario, &roster);
        found.into_iter().map(|of| (of.rule, of.found, of.allowed)).collect::<Vec<_>>()
    };
    let without = |names: &str| {
        let allowed = format!("any by whoever has {names}");
        vec![("shift-skills", format!("shift any without {names}"), allowed)]
    };
    let keys = || vec!["keyholder".to_owned(), "first aid".to_owned()];
    assert_eq!(told(Skills::default()), without("german, keyholder"));
    assert_eq!(told(Skills::new(vec![0])), without("keyholder"));
    assert_eq!(told(Skills::default().with_others(keys())), without("german"));
    assert_eq!(told(Skills::new(vec![0]).with_others(keys())), []);
}

#[test]
fn weekday_contract_and_template_bind() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.shifts[0].weekdays = vec![Weekday::Mon, Weekday::Fri];
    assert_eq!(broken(&scenario, vec![shift(&grid, 4, 9.0, 8.0)]), NONE);
    assert_eq!(broken(&scenario, vec![shift(&grid, 5, 9.0, 8.0)]), ["shift-weekday"]);
    scenario.shifts[0].contracts = Some(vec![1]);
    assert_eq!(broken(&scenario, vec![shift(&grid, 4, 9.0, 8.0)]), ["shift-contract"]);
    scenario.shifts[0].contracts = Some(vec![0]);
    assert_eq!(broken(&scenario, vec![shift(&grid, 4, 9.0, 8.0)]), NONE);
    let mut of_no_kind = shift(&grid, 4, 9.0, 8.0);
    of_no_kind.template = None;
    assert_eq!(broken(&scenario, vec![of_no_kind]), ["shift-template"]);
}

#[test]
fn the_weekday_of_a_night_shift_is_that_of_its_start() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.shifts[0].weekdays = vec![Weekday::Fri];
    assert_eq!(broken(&scenario, vec![shift(&grid, 4, 22.0, 8.0)]), NONE);
}

#[test]
fn a_shift_lies_in_the_plan_and_on_the_grid() {
    let grid = plain_week();
    let scenario = desk(&grid);
    assert_eq!(broken(&scenario, vec![shift(&grid, 6, 22.0, 8.0)]), NONE, "its end may lie beyond the plan");
    assert_eq!(broken(&scenario, vec![shift(&grid, 7, 0.0, 8.0)]), ["horizon"]);
    assert_eq!(broken(&scenario, vec![shift(&grid, -1, 22.0, 8.0)]), ["horizon"]);
    let mut wrong_day = shift(&grid, 2, 0.0, 8.0);
    wrong_day.day = 1;
    assert_eq!(broken(&scenario, vec![wrong_day]), ["shift-day", "shift-start"]);
    let mut off_grid = shift(&grid, 2, 9.0, 8.0);
    off_grid.end = off_grid.end + Minutes::new(10);
    assert_eq!(broken(&scenario, vec![off_grid]), ["shift-grid", "shift-length"]);
}

#[test]
fn breaks_are_as_many_and_as_long_as_asked() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.shifts[0].breaks = vec![support::lunch()];
    let six = || shift(&grid, 0, 9.0, 6.0);
    let eight = || shift(&grid, 0, 9.0, 8.0);
    assert_eq!(broken(&scenario, vec![six()]), NONE, "six hours are not longer than six hours");
    assert_eq!(broken(&scenario, vec![with_break(six(), 3.0, 30)]), ["break-number"]);
    assert_eq!(broken(&scenario, vec![eight()]), ["break-number"]);
    assert_eq!(broken(&scenario, vec![with_break(eight(), 4.0, 30)]), NONE);
    assert_eq!(broken(&scenario, vec![with_break(eight(), 4.0, 60)]), ["break-length"]);
    let mut paid = with_break(eight(), 4.0, 30);
    paid.breaks[0].is_paid = true;
    assert_eq!(broken(&scenario, vec![paid]), ["break-paid"]);
}

#[test]
fn a_break_begins_in_its_window() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.shifts[0].breaks = vec![support::lunch()];
    let with = |after: f64| vec![with_break(shift(&grid, 0, 9.0, 8.0), after, 30)];
    assert_eq!(broken(&scenario, with(3.0)), NONE);
    assert_eq!(broken(&scenario, with(5.5)), NONE);
    assert_eq!(broken(&scenario, with(2.5)), ["break-window"]);
    assert_eq!(broken(&scenario, with(6.0)), ["break-window"]);
    assert_eq!(broken(&scenario, with(3.25)), ["break-grid"]);
    assert_eq!(broken(&scenario, with(7.75)), ["break-grid", "break-inside", "break-window"]);
}

#[test]
fn breaks_follow_each_other() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    let mut tea = support::lunch();
    tea.after = Minutes::from_hours(1.0);
    scenario.shifts[0].breaks = vec![tea, support::lunch()];
    let with = |first: f64, second: f64| {
        vec![with_break(with_break(shift(&grid, 0, 9.0, 8.0), first, 30), second, 30)]
    };
    assert_eq!(broken(&scenario, with(2.5, 4.0)), NONE);
    assert_eq!(broken(&scenario, with(3.0, 3.5)), NONE, "one right after the other");
    assert_eq!(broken(&scenario, with(4.0, 4.0)), ["break-order"]);
    assert_eq!(broken(&scenario, with(5.0, 4.0)), ["break-order"]);
}

#[test]
fn a_settled_shift_is_worked_exactly_so() {
    let grid = plain_week();
    let mut scenario = desk(&grid);
    scenario.shifts[0] = early();
    let settled = RequestKind::Fixed { shift: 0 };
    scenario.requests.push(support::part_of_day(&grid, 0, 1, (10.0, 15.0), settled));
    assert_eq!(
        broken(&scenario, vec![shift(&grid, 1, 10.0, 5.0)]),
        NONE,
        "though no early shift starts at ten"
    );
    assert_eq!(broken(&scenario, vec![]), ["fixed"]);
    assert_eq!(broken(&scenario, vec![shift(&grid, 1, 7.0, 8.0)]), ["fixed"]);
    scenario.requests[0].from = grid.at(-2, 600);
    scenario.requests[0].to = grid.at(-2, 900);
    assert_eq!(broken(&scenario, vec![]), NONE, "what lies before the plan is not asked of it");
}

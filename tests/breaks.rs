//! Where breaks lie: as rules allow, and as least is short, against trying every place. Every roster is audited.

#![allow(clippy::unwrap_used, reason = "a builder that fails fails the test")]

mod support;

use std::sync::Arc;

use callboard::audit;
use callboard::model::{Break, BreakRule, Grid, Posted, RequestKind, Requirement, Roster, Scenario, Shift};
use callboard::units::{Minutes, Money};
use proptest::prelude::*;
use support::{
    agent, cases, date, empty_scenario, free_contract, part_of_day, repair_and_audit, required, roster,
    roster_and_audit, shift, steady_voice, template, with_break,
};

/// A break of so many minutes that begins so many minutes after the start, from the first to the last.
fn pause(minutes: i32, after: i32, before: i32) -> BreakRule {
    BreakRule {
        length: Minutes::new(minutes),
        is_paid: false,
        after: Minutes::new(after),
        before: Minutes::new(before),
        if_longer_than: Minutes::ZERO,
    }
}

/// A day on which each agent works a shift from the one hour to the other, with these breaks.
fn settled(interval: i32, shifts: &[(f64, f64)], breaks: &[BreakRule]) -> Scenario {
    let grid = Grid::new(chrono_tz::Europe::Brussels, date(2026, 3, 2), 1, Minutes::new(interval)).unwrap();
    let grid = Arc::new(grid);
    let mut scenario = empty_scenario(&grid);
    scenario.queues.push(steady_voice(&grid, "voice", 10.0, 300.0));
    scenario.contracts.push(free_contract("any"));
    let mut kind = template("day", &[6.0, 7.0, 8.0, 9.0, 10.0], &[3.0, 4.0, 5.0, 6.0, 9.0]);
    kind.breaks = breaks.to_vec();
    scenario.shifts.push(kind);
    for (index, &hours) in shifts.iter().enumerate() {
        scenario.agents.push(agent(&format!("A{index}"), 0, &[0]));
        scenario.requests.push(part_of_day(&grid, index, 0, hours, RequestKind::Fixed { shift: 0 }));
    }
    scenario
}

/// What the place of breaks comes to, in the order in which it matters: minutes beyond what teams allow, the price of
/// agents short in cents, and the sum of squares of agents beyond the requirement while somebody is required.
type Worth = (u32, i64, i64);

fn worth(scenario: &Scenario, requirement: &Requirement, lines: &[Shift]) -> Worth {
    let most = scenario.most_on_break.unwrap_or(u32::MAX);
    let mut teams: Vec<&str> = scenario.agents.iter().map(|agent| agent.team.as_str()).collect();
    teams.sort_unstable();
    teams.dedup();
    let mut beyond = 0;
    for team in teams.into_iter().filter(|team| !team.is_empty()) {
        let of_team = lines.iter().zip(&scenario.agents).filter(|(_, agent)| agent.team == team);
        let rests: Vec<(i32, i32)> = of_team
            .flat_map(|(shift, _)| &shift.breaks)
            .map(|rest| (rest.start.get(), rest.end.get()))
            .collect();
        let first = rests.iter().map(|rest| rest.0).min().unwrap_or(0);
        let last = rests.iter().map(|rest| rest.1).max().unwrap_or(0);
        for minute in first..last {
            let away = rests.iter().filter(|rest| rest.0 <= minute && minute < rest.1).count();
            beyond += (away as u32).saturating_sub(most);
        }
    }
    let (mut price, mut uneven) = (0.0, 0.0);
    let grid = &scenario.grid;
    for interval in 0..grid.len() {
        let needed = requirement.needs[interval].agents.as_f64();
        let (start, end) = (grid.start_of(interval), grid.start_of(interval) + grid.interval());
        let inside = |from, to| f64::from((end.min(to) - start.max(from)).get().max(0));
        let there = |shift: &Shift| {
            let away: f64 = shift.breaks.iter().map(|rest| inside(rest.start, rest.end)).sum();
            (inside(shift.start, shift.end) - away) / f64::from(grid.interval().get())
        };
        let beyond = lines.iter().map(there).sum::<f64>() - needed;
        if needed > 0.0 {
            price += (-beyond).max(0.0) * 250.0 * grid.interval().hours();
            uneven += beyond * beyond;
        }
    }
    (beyond, (price * 100.0).round() as i64, (uneven * 1e4).round() as i64)
}

/// Every way in which the breaks of a shift may lie.
fn placements(scenario: &Scenario, shift: &Shift) -> Vec<Vec<Break>> {
    let kind = &scenario.shifts[0];
    let step = kind.break_step(scenario.grid.interval()).get();
    let mut found: Vec<Vec<Break>> = vec![Vec::new()];
    for rule in &kind.breaks {
        let mut longer = Vec::new();
        for breaks in &found {
            for after in (0..shift.length().get()).step_by(step as usize).map(Minutes::new) {
                let at = Break {
                    start: shift.start + after,
                    end: shift.start + after + rule.length,
                    is_paid: false,
                };
                let last = breaks.last().map(|last: &Break| last.end + kind.spacing.apart);
                let is_in = (rule.after..=rule.before).contains(&after)
                    && after >= kind.spacing.from_edges
                    && at.end + kind.spacing.from_edges <= shift.end;
                if is_in && last.is_none_or(|last| last <= at.start) {
                    longer.push([breaks.clone(), vec![at]].concat());
                }
            }
        }
        found = longer;
    }
    found
}

/// The least worth of all placements of all shifts.
fn least_by_trying(scenario: &Scenario, requirement: &Requirement, lines: &[Shift]) -> Worth {
    let of_each: Vec<Vec<Vec<Break>>> = lines.iter().map(|shift| placements(scenario, shift)).collect();
    let mut least = (u32::MAX, i64::MAX, i64::MAX);
    let mut lines = lines.to_vec();
    let all: usize = of_each.iter().map(Vec::len).product();
    for mut number in 0..all {
        for (shift, of_shift) in lines.iter_mut().zip(&of_each) {
            shift.breaks.clone_from(&of_shift[number % of_shift.len()]);
            number /= of_shift.len();
        }
        least = least.min(worth(scenario, requirement, &lines));
    }
    least
}

fn only_shifts(roster: &Roster) -> Vec<Shift> {
    roster.lines.iter().map(|line| line.shifts[0].clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), ..ProptestConfig::default() })]

    #[test]
    fn breaks_lie_as_well_as_trying_every_place_finds(
        shifts in prop::collection::vec((6..10u32, 4..7u32), 1..4),
        needs in prop::collection::vec(0..4u32, 24),
        is_fine in any::<bool>(),
        apart in 0..3i32,
        teams in prop::collection::vec(0..3usize, 4),
        most in prop::option::of(1..3u32),
    ) {
        let shifts: Vec<(f64, f64)> =
            shifts.iter().map(|&(start, hours)| (f64::from(start), f64::from(start + hours))).collect();
        let breaks = [pause(15, 60, 105), pause(30, 90, 180)];
        let mut scenario = settled(if is_fine { 15 } else { 30 }, &shifts, &breaks);
        scenario.shifts[0].spacing.apart = Minutes::new(15 * apart);
        scenario.most_on_break = most;
        for (agent, &team) in scenario.agents.iter_mut().zip(&teams) {
            agent.team = ["", "red", "blue"][team].to_owned();
        }
        let requirement = required(&scenario, 0, |hour| needs[hour as usize]);
        let rostered = roster_and_audit(&scenario, std::slice::from_ref(&requirement));
        let lines = only_shifts(&rostered.roster);
        let found = worth(&scenario, &requirement, &lines);
        prop_assert_eq!(found, least_by_trying(&scenario, &requirement, &lines));
        prop_assert_eq!(rostered.proof.shortage.minor(), found.1);
        let crowded = audit::judge(&scenario, &rostered.roster);
        prop_assert_eq!(crowded.iter().any(|broken| broken.rule == "break-team"), found.0 > 0);
    }

    #[test]
    fn teams_take_turns_whatever_their_size(
        starts in prop::collection::vec(6..11u32, 2..9),
        teams in prop::collection::vec(0..2usize, 8),
    ) {
        let shifts: Vec<(f64, f64)> =
            starts.iter().map(|&start| (f64::from(start), f64::from(start + 9))).collect();
        // Half an hour within four hours: eight breaks one after the other, whatever the starts.
        let mut scenario = settled(30, &shifts, &[pause(30, 150, 390)]);
        scenario.most_on_break = Some(1);
        for (agent, &team) in scenario.agents.iter_mut().zip(&teams) {
            agent.team = ["red", "blue"][team].to_owned();
        }
        let requirement = required(&scenario, 0, |hour| if hour == 11.0 { 0 } else { 4 });
        let rostered = roster_and_audit(&scenario, std::slice::from_ref(&requirement));
        prop_assert_eq!(rostered.concessions, []);
        prop_assert_eq!(audit::judge(&scenario, &rostered.roster), []);
    }
}

fn is_noon(hour: f64) -> bool {
    (12.0..12.5).contains(&hour)
}

fn is_day(hour: f64) -> bool {
    (9.0..15.0).contains(&hour)
}

/// A day on which nobody is needed at noon, so that all would go then.
fn idle_at_noon(agents: usize) -> (Scenario, Requirement) {
    let scenario = settled(30, &vec![(9.0, 15.0); agents], &[pause(30, 120, 240)]);
    let requirement =
        required(&scenario, 0, |hour| if is_noon(hour) || !is_day(hour) { 0 } else { agents as u32 });
    (scenario, requirement)
}

fn rules_broken(scenario: &Scenario, roster: &Roster) -> Vec<&'static str> {
    audit::judge(scenario, roster).iter().map(|broken| broken.rule).collect()
}

#[test]
fn no_two_of_a_team_are_on_a_break_at_once() {
    let (mut scenario, requirement) = idle_at_noon(3);
    scenario.agents.iter_mut().for_each(|agent| agent.team = "red".into());
    let together = roster_and_audit(&scenario, std::slice::from_ref(&requirement));
    assert_eq!(together.proof.shortage, Money::ZERO, "all go at noon");
    scenario.most_on_break = Some(1);
    assert_eq!(rules_broken(&scenario, &together.roster), ["break-team", "break-team"]);
    let apart = roster_and_audit(&scenario, std::slice::from_ref(&requirement));
    assert_eq!(rules_broken(&scenario, &apart.roster), [""; 0]);
    assert_eq!(apart.proof.shortage, Money::from_major(250.0), "two half hours of an agent short");
    scenario.agents[0].team = "blue".into();
    let blue = roster_and_audit(&scenario, &[requirement]);
    assert_eq!(blue.proof.shortage, Money::from_major(125.0), "one of each team at noon");
}

#[test]
fn a_team_too_large_to_take_turns_is_told_of() {
    let (mut scenario, requirement) = idle_at_noon(6);
    scenario.agents.iter_mut().for_each(|agent| agent.team = "red".into());
    scenario.most_on_break = Some(1);
    let rostered = roster_and_audit(&scenario, &[requirement]);
    let crowded: Vec<&str> = rostered.concessions.iter().map(|conceded| conceded.rule).collect();
    assert_eq!(crowded, ["break-team"], "five half hours for six");
    assert_eq!(rules_broken(&scenario, &rostered.roster), ["break-team"]);
}

#[test]
fn breaks_lie_apart_and_off_the_edges_where_asked() {
    // Breaks cost nothing in the first hour and the last half hour.
    let needs = |hour: f64| u32::from((10.0..14.5).contains(&hour));
    let scenario = settled(15, &[(9.0, 15.0)], &[pause(15, 0, 345), pause(15, 0, 345), pause(15, 0, 345)]);
    let free = roster_and_audit(&scenario, &[required(&scenario, 0, needs)]);
    assert_eq!(free.proof.shortage, Money::ZERO);
    let mut apart = scenario.clone();
    apart.shifts[0].spacing.apart = Minutes::new(90);
    assert!(rules_broken(&apart, &free.roster).contains(&"break-apart"));
    let found = roster_and_audit(&apart, &[required(&apart, 0, needs)]);
    assert_eq!(found.proof.shortage, Money::from_major(62.5), "a quarter of an hour between the idle ends");
    let mut inside = apart;
    inside.shifts[0].spacing.from_edges = Minutes::new(60);
    assert!(rules_broken(&inside, &found.roster).contains(&"break-edge"));
    let found = roster_and_audit(&inside, &[required(&inside, 0, needs)]);
    assert_eq!(found.proof.shortage, Money::from_major(187.5));
}

#[test]
fn many_short_breaks_on_quarter_hours_cost_no_more_than_their_windows() {
    // Six breaks with 24 places each: 24^6 / 6! ways to lie.
    let shifts: Vec<(f64, f64)> =
        (0..12).map(|index| (f64::from(6 + index % 5), f64::from(15 + index % 5))).collect();
    let rules: Vec<BreakRule> = (0..6).map(|nth| pause(15, 45 + 60 * nth, 45 + 60 * nth + 120)).collect();
    let mut scenario = settled(15, &shifts, &rules);
    scenario.shifts[0].spacing.apart = Minutes::new(30);
    let needs = |hour: f64| if (8.0..17.0).contains(&hour) { 6 } else { 0 };
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, needs)]);
    assert_eq!(rules_broken(&scenario, &rostered.roster), [""; 0]);
    assert!(rostered.roster.shifts().all(|(_, shift)| shift.breaks.len() == 6));
}

#[test]
fn breaks_nobody_feels_are_spread_evenly_and_what_the_second_pass_saves_is_said() {
    // Five for three in seat: one may go at each of six half hours and be missed by nobody, and all five do so apart.
    let scenario = settled(30, &[(9.0, 15.0); 5], &[pause(30, 120, 240)]);
    let requirement = required(&scenario, 0, |hour| if is_day(hour) { 3 } else { 0 });
    let rostered = roster_and_audit(&scenario, &[requirement]);
    let mut starts: Vec<_> = rostered.roster.shifts().map(|(_, shift)| shift.breaks[0].start).collect();
    starts.sort_unstable();
    starts.dedup();
    assert_eq!(starts.len(), 5, "{starts:?}");
    assert_eq!((rostered.proof.shortage, rostered.proof.breaks_saved), (Money::ZERO, Money::ZERO));
}

/// Three shifts on each of two days of which the first is locked, posted with all breaks at noon, when all are needed.
fn posted_at_noon(price: f64) -> (Scenario, Requirement, Posted) {
    let one_day = settled(30, &[(9.0, 15.0); 3], &[pause(30, 120, 240)]);
    let grid = Arc::new(Grid::new(one_day.grid.zone(), date(2026, 3, 2), 2, Minutes::new(30)).unwrap());
    let mut scenario = Scenario { grid: Arc::clone(&grid), requests: Vec::new(), ..one_day };
    scenario.queues = vec![steady_voice(&grid, "voice", 10.0, 300.0)];
    let mut lines = vec![Vec::new(); 3];
    for (agent, line) in lines.iter_mut().enumerate() {
        scenario.agents[agent].team = "red".into();
        for day in 0..2 {
            let fixed = RequestKind::Fixed { shift: 0 };
            scenario.requests.push(part_of_day(&grid, agent, day, (9.0, 15.0), fixed));
            line.push(with_break(shift(&grid, day, 9.0, 6.0), 3.0, 30));
        }
    }
    let requirement = required(&scenario, 0, |hour| if is_noon(hour) { 3 } else { 0 });
    let posted = Posted { roster: roster(lines), locked_days: 1, price: Money::from_major(price) };
    (scenario, requirement, posted)
}

#[test]
fn a_repair_leaves_breaks_of_locked_days_and_fixed_shifts_as_they_were_posted() {
    for most in [None, Some(1)] {
        for price in [0.0, 1000.0] {
            let (mut scenario, requirement, posted) = posted_at_noon(price);
            scenario.most_on_break = most;
            let before = posted.roster.clone();
            let found = repair_and_audit(&scenario, &[requirement], Some(posted)).roster;
            let moved = |day: usize| -> Vec<usize> {
                let is_moved =
                    |agent: &usize| found.lines[*agent].shifts[day] != before.lines[*agent].shifts[day];
                (0..3).filter(is_moved).collect()
            };
            assert_eq!(moved(0), [0; 0], "{most:?}, {price}: a locked day, short and crowded as it may be");
            let of_second_day = match (most, price) {
                // To be in seat at noon is worth more than nothing, and less than the price.
                (_, 0.0) => 3,
                (None, _) => 0,
                // Two of the team have to go at another time.
                (Some(_), _) => 2,
            };
            assert_eq!(moved(1).len(), of_second_day, "{most:?}, {price}: {found:?}");
        }
    }
}

//! Rosters: legal, as cheap as can be, and true about what they lack. Every one of them is audited.

#![allow(clippy::unwrap_used, reason = "a builder that fails fails the test")]

mod support;

use callboard::model::{
    Contract, Hireable, Need, Post, RequestKind, Requirement, Roster, Scenario, Shift, ShiftTemplate,
    Shrinkage, WeekendLimit,
};
use callboard::rostering::{self, RosteringOptions};
use callboard::units::{Agents, Minutes, Moment, Money, Share};
use support::{
    agent, date, empty_scenario, free_contract, half_hours, hours, lunch, part_of_day, plain_week, required,
    roster_and_audit, shift, solve_and_audit, steady_email, steady_voice, template, whole_days,
};

/// A desk of one queue, full-time agents and day shifts.
fn desk(agents: usize) -> Scenario {
    let grid = plain_week();
    let mut scenario = empty_scenario(&grid);
    scenario.queues.push(steady_voice(&grid, "voice", 10.0, 300.0));
    let mut day = template("day", &[7.0, 8.0, 9.0, 12.0, 14.0], &[8.0, 9.0]);
    day.breaks.push(lunch());
    scenario.shifts.push(day);
    let mut contract = free_contract("full-time");
    contract.week = hours(32.0, 40.0);
    contract.min_rest = Minutes::from_hours(11.0);
    contract.max_days_per_week = Some(5);
    contract.max_consecutive_days = Some(6);
    scenario.contracts.push(contract);
    scenario.agents = (0..agents).map(|index| agent(&format!("A{index}"), 0, &[0])).collect();
    scenario
}

/// Office hours with a peak before noon.
fn office(hour: f64) -> u32 {
    match hour {
        hour if !(8.0..18.0).contains(&hour) => 0,
        hour if (10.0..12.0).contains(&hour) => 4,
        _ => 2,
    }
}

fn short_hours(rostered: &callboard::model::Rostered) -> f64 {
    let half_hours: f64 = rostered.shortage.iter().flat_map(|queue| queue.iter()).sum();
    half_hours * 0.5
}

#[test]
fn enough_people_cover_everything_within_a_percent_of_the_bound() {
    let scenario = desk(12);
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, office)]);
    assert_eq!(short_hours(&rostered), 0.0);
    assert!(rostered.proof.is_bound_final);
    assert!(rostered.proof.gap() < 0.01, "{:?}", rostered.proof);
}

#[test]
fn too_few_people_get_the_best_roster_and_the_list_of_what_is_short() {
    let scenario = desk(3);
    let requirement = required(&scenario, 0, office);
    let needed: f64 = requirement.needs.iter().map(|need| need.agents.as_f64() * 0.5).sum();
    let rostered = roster_and_audit(&scenario, &[requirement]);
    let worked = rostered.roster.paid().hours();
    assert!(short_hours(&rostered) >= needed - worked, "nobody can work more than they do");
    assert!(worked > 3.0 * 37.0, "who is short works its people: {worked}");
}

/// The least cost over two days, by trying every pair of lines of two agents.
fn least_by_trying(scenario: &Scenario, requirement: &Requirement) -> f64 {
    let grid = &scenario.grid;
    let day_choices = |day: i32| {
        let placed = scenario.shifts[0].starts.iter().flat_map(move |&start| {
            scenario.shifts[0].lengths.iter().map(move |&length| {
                let start = grid.at(day, start);
                Some(Shift { template: Some(0), day, start, end: start + length, breaks: Vec::new() })
            })
        });
        placed.chain([None]).collect::<Vec<Option<Shift>>>()
    };
    let mut lines: Vec<Vec<Shift>> = Vec::new();
    for first in day_choices(0) {
        for second in day_choices(1) {
            lines.push(first.iter().chain(&second).cloned().collect());
        }
    }
    let contract = &scenario.contracts[0];
    lines.retain(|line| line.windows(2).all(|pair| pair[1].start - pair[0].end >= contract.min_rest));
    let hour = Minutes::from_hours(1.0).get();
    let wage = |line: &[Shift]| -> f64 {
        let minutes: i32 = line.iter().map(|shift| shift.paid().get()).sum();
        contract.wage_per_hour.major() * f64::from(minutes) / f64::from(hour)
    };
    let short_price = scenario.prices.shortage_hour.major() * grid.interval().hours();
    let mut least = f64::INFINITY;
    for one in &lines {
        for other in &lines {
            let mut cost = wage(one) + wage(other);
            for (interval, need) in requirement.needs.iter().enumerate() {
                let at: Moment = grid.start_of(interval);
                let present =
                    one.iter().chain(other).filter(|shift| shift.start <= at && at < shift.end).count();
                cost += short_price * (need.agents.as_f64() - present as f64).max(0.0);
            }
            least = least.min(cost);
        }
    }
    least
}

#[test]
fn on_small_cases_the_roster_costs_what_trying_everything_finds() {
    for peak in [1, 2, 3] {
        for rest in [9.0, 14.0] {
            let grid = half_hours(date(2026, 3, 2), 2);
            let mut scenario = empty_scenario(&grid);
            scenario.queues.push(steady_voice(&grid, "voice", 10.0, 300.0));
            scenario.shifts.push(template("day", &[8.0, 10.0, 13.0, 15.0], &[4.0, 7.0]));
            let mut contract = free_contract("any");
            contract.min_rest = Minutes::from_hours(rest);
            scenario.contracts.push(contract);
            scenario.agents = vec![agent("A", 0, &[0]), agent("B", 0, &[0])];
            let requirement = required(&scenario, 0, |hour| match hour {
                hour if (9.0..12.0).contains(&hour) => peak,
                hour if (12.0..21.0).contains(&hour) => 1,
                _ => 0,
            });
            let least = least_by_trying(&scenario, &requirement);
            let rostered = roster_and_audit(&scenario, &[requirement]);
            let cost = rostered.proof.cost().major();
            assert!((cost - least).abs() < 0.01, "peak {peak}, rest {rest}: {cost} instead of {least}");
        }
    }
}

#[test]
fn an_agent_with_two_skills_is_one_agent() {
    let mut scenario = desk(1);
    let grid = std::sync::Arc::clone(&scenario.grid);
    scenario.queues.push(steady_voice(&grid, "other", 10.0, 300.0));
    scenario.agents = vec![agent("A", 0, &[0, 1])];
    let one = |hour: f64| u32::from((9.0..15.0).contains(&hour));
    let requirements = [required(&scenario, 0, one), required(&scenario, 1, one)];
    let rostered = roster_and_audit(&scenario, &requirements);
    let needed = 2.0 * 7.0 * 6.0;
    assert!(short_hours(&rostered) >= needed - rostered.roster.paid().hours());
}

#[test]
fn leave_training_and_fixed_shifts_are_kept() {
    let mut scenario = desk(6);
    let grid = std::sync::Arc::clone(&scenario.grid);
    scenario.requests = vec![
        whole_days(&grid, 0, 0, 2, RequestKind::Leave),
        whole_days(&grid, 1, 5, 6, RequestKind::Unavailable),
        whole_days(&grid, 2, 3, 3, RequestKind::Training),
        part_of_day(&grid, 3, 1, (10.0, 12.0), RequestKind::Training),
        part_of_day(&grid, 4, 2, (12.0, 21.0), RequestKind::Fixed { shift: 0 }),
    ];
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, office)]);
    assert!(rostered.concessions.is_empty());
    let fixed = &rostered.roster.lines[4].shifts;
    assert!(fixed.iter().any(|shift| shift.day == 2 && shift.start == grid.at(2, 12 * 60)));
}

#[test]
fn wishes_that_cost_nothing_are_granted() {
    let mut scenario = desk(8);
    let grid = std::sync::Arc::clone(&scenario.grid);
    scenario.requests = vec![
        whole_days(&grid, 0, 0, 1, RequestKind::Avoid { shift: None, weight: 3.0 }),
        whole_days(&grid, 1, 4, 4, RequestKind::Prefer { shift: Some(0), weight: 3.0 }),
    ];
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, office)]);
    assert_eq!(rostered.proof.wishes, Money::ZERO);
    assert!(rostered.roster.lines[0].shifts.iter().all(|shift| shift.day > 1));
    assert!(rostered.roster.lines[1].shifts.iter().any(|shift| shift.day == 4));
}

#[test]
fn posts_get_their_headcount() {
    let mut scenario = desk(6);
    let mut guard: ShiftTemplate = template("guard", &[6.0], &[8.0]);
    guard.breaks.push(lunch());
    scenario.shifts.push(guard);
    scenario.posts = (0..5)
        .map(|day| Post {
            day,
            shift: 1,
            required: 1,
            under_cost: Money::from_major(500.0),
            over_cost: Money::from_major(5000.0),
        })
        .collect();
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, office)]);
    assert_eq!(rostered.proof.posts, Money::ZERO);
    for day in 0..5 {
        let on_guard =
            rostered.roster.shifts().filter(|(_, shift)| shift.day == day && shift.template == Some(1));
        assert_eq!(on_guard.count(), 1, "day {day}");
    }
}

#[test]
fn the_reserve_is_for_whoever_there_is_after_everyone_is_in_seat() {
    let mut scenario = desk(6);
    scenario.shrinkage = Shrinkage { causes: vec![("sickness".into(), Share::percent(8.0).unwrap())] };
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, office)]);
    assert_eq!(short_hours(&rostered), 0.0, "people in seat come first");
}

#[test]
fn mail_waits_for_hours_that_voice_leaves_idle() {
    let mut scenario = desk(8);
    let grid = std::sync::Arc::clone(&scenario.grid);
    scenario.queues =
        vec![steady_voice(&grid, "voice", 1.0, 60.0), steady_email(&grid, "mail", 2.0, 300.0, 24.0)];
    for agent in &mut scenario.agents {
        agent.skills = callboard::model::Skills::new(vec![0, 1]);
    }
    let (requirements, rostered) = solve_and_audit(&scenario);
    let mail = requirements[1].deferred.as_ref().unwrap();
    assert!(mail.due.values().last().unwrap() / 60.0 > 40.0, "there is mail to do");
    assert_eq!(rostered.shortage[1].values().iter().sum::<f64>(), 0.0, "all of it in time, by day");
}

#[test]
fn nights_across_a_change_of_the_clock_are_legal_and_covered() {
    let grid = half_hours(date(2026, 3, 23), 7);
    let mut scenario = empty_scenario(&grid);
    scenario.queues.push(steady_voice(&grid, "voice", 2.0, 300.0));
    scenario.shifts = vec![template("day", &[7.0, 15.0], &[8.0]), template("night", &[23.0], &[8.0])];
    let mut contract = free_contract("full-time");
    contract.week = hours(24.0, 48.0);
    contract.min_rest = Minutes::from_hours(11.0);
    contract.max_consecutive_days = Some(6);
    contract.max_weekends = Some(WeekendLimit { weekends: 1, weeks: 1 });
    scenario.contracts.push(contract);
    scenario.agents = (0..8).map(|index| agent(&format!("A{index}"), 0, &[0])).collect();
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, |_| 1)]);
    // Nobody is there before the first shift of the plan begins; from then on somebody always is.
    assert_eq!(short_hours(&rostered), 7.0);
}

/// Four Saturdays of one who may work two: each week by itself could be served, and all of them together not.
#[test]
fn the_bound_sees_rules_that_bind_weeks_to_each_other() {
    let grid = half_hours(date(2026, 3, 2), 28);
    let mut scenario = empty_scenario(&grid);
    scenario.queues.push(steady_voice(&grid, "voice", 1.0, 60.0));
    scenario.shifts = vec![template("day", &[9.0], &[8.0])];
    let limit = WeekendLimit { weekends: 2, weeks: 4 };
    scenario.contracts.push(Contract { max_weekends: Some(limit), ..free_contract("any") });
    scenario.agents.push(agent("1", 0, &[0]));
    let mut requirement = required(&scenario, 0, |hour| u32::from((9.0..17.0).contains(&hour)));
    for day in (0..28).filter(|day| day % 7 != 5) {
        let intervals = grid.intervals_of_day(day);
        requirement.needs.values_mut()[intervals].fill(Need::default());
    }
    let rostered = roster_and_audit(&scenario, &[requirement]);
    assert_eq!(short_hours(&rostered), 16.0);
    assert!(rostered.proof.gap() < 0.01, "{:?}", rostered.proof);
}

/// Two queues on four Saturdays: of the one nobody may work more than two, so that only weeks together tell; the other needs a
/// little more than one, where a second one would cost more than the rest is worth, so that only heads tell.
#[test]
fn the_bound_of_weeks_together_counts_heads_of_each_queue() {
    let grid = half_hours(date(2026, 3, 2), 28);
    let mut scenario = empty_scenario(&grid);
    scenario.queues = ["scarce", "calm"].map(|id| steady_voice(&grid, id, 1.0, 60.0)).to_vec();
    scenario.shrinkage = Shrinkage { causes: vec![("sickness".into(), Share::percent(8.0).unwrap())] };
    scenario.shifts = vec![template("day", &[9.0], &[8.0])];
    let limit = WeekendLimit { weekends: 2, weeks: 4 };
    scenario.contracts =
        vec![Contract { max_weekends: Some(limit), ..free_contract("two") }, free_contract("any")];
    scenario.agents =
        vec![agent("1", 0, &[0]), agent("2", 1, &[1]), agent("3", 1, &[1]), agent("4", 1, &[0, 1])];
    scenario.requests = vec![whole_days(&grid, 3, 0, 28, RequestKind::Unavailable)];
    let on_saturdays = |queue: usize| {
        let mut requirement = required(&scenario, queue, |hour| u32::from((9.0..17.0).contains(&hour)));
        for day in (0..28).filter(|day| day % 7 != 5) {
            let intervals = grid.intervals_of_day(day);
            requirement.needs.values_mut()[intervals].fill(Need::default());
        }
        requirement
    };
    let rostered = roster_and_audit(&scenario, &[on_saturdays(0), on_saturdays(1)]);
    assert_eq!(short_hours(&rostered), 16.0);
    assert_eq!(rostered.roster.paid(), Minutes::from_hours(48.0));
    assert!(rostered.proof.gap() < 0.005, "{} above {}", rostered.proof.cost(), rostered.proof.bound);
}

/// Nights come in pairs, and one of them is the last of its week: of the week after, by itself, no bound may ask for another.
#[test]
fn a_pair_of_nights_across_weeks_is_one() {
    let grid = half_hours(date(2026, 3, 20), 10);
    let mut scenario = empty_scenario(&grid);
    scenario.queues.push(steady_voice(&grid, "voice", 1.0, 60.0));
    scenario.shifts = vec![template("night", &[22.0], &[8.0])];
    let contract = Contract { min_consecutive_nights: Some(2), ..free_contract("any") };
    scenario.contracts.push(contract);
    scenario.agents.push(agent("1", 0, &[0]));
    let fixed = |day: i32| part_of_day(&grid, 0, day, (22.0, 30.0), RequestKind::Fixed { shift: 0 });
    scenario.requests = vec![fixed(2), fixed(3)];
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, |_| 0)]);
    assert_eq!(rostered.concessions, []);
    assert_eq!(rostered.proof.bound, rostered.proof.cost());
    assert_eq!(rostered.roster.paid(), Minutes::from_hours(16.0));
}

#[test]
fn least_hours_that_cannot_be_reached_are_conceded_and_told() {
    let mut scenario = desk(2);
    let grid = std::sync::Arc::clone(&scenario.grid);
    scenario.requests = vec![whole_days(&grid, 0, 1, 5, RequestKind::Unavailable)];
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, office)]);
    assert_eq!(rostered.concessions.len(), 1);
    assert_eq!((rostered.concessions[0].agent, rostered.concessions[0].rule), (0, "hours-per-week"));
    assert!(rostered.roster.lines[0].shifts.len() == 2, "as much as can be: Monday and Sunday");
}

/// Of a weekend whose Saturday was before the plan, the Sunday may be worked or not.
#[test]
fn a_weekend_that_began_before_the_plan_need_not_be_worked() {
    let grid = half_hours(date(2026, 3, 1), 2);
    let mut scenario = empty_scenario(&grid);
    scenario.shifts = vec![template("day", &[9.0], &[8.0])];
    scenario.contracts = vec![Contract { has_complete_weekends: true, ..free_contract("full-time") }];
    scenario.agents = vec![agent("1", 0, &[])];
    scenario.agents[0].history = vec![shift(&grid, -1, 9.0, 8.0)];
    let (under_cost, over_cost) = (Money::from_major(700.0), Money::ZERO);
    let post = |day| Post { day, shift: 0, required: 1, under_cost, over_cost };
    scenario.posts = vec![post(1)];
    let rostered = roster_and_audit(&scenario, &[]);
    assert_eq!(rostered.roster.lines[0].shifts, [shift(&grid, 1, 9.0, 8.0)]);
    scenario.posts = vec![post(0)];
    let rostered = roster_and_audit(&scenario, &[]);
    assert_eq!(rostered.roster.lines[0].shifts, [shift(&grid, 0, 9.0, 8.0)]);
}

/// March 2026 begins on a Sunday and ends on a Tuesday: whole shifts make the hours of neither week's share.
#[test]
fn weeks_cut_by_the_plan_take_whole_shifts() {
    let grid = half_hours(date(2026, 3, 1), 31);
    let mut scenario = empty_scenario(&grid);
    scenario.shifts = vec![template("day", &[9.0], &[8.0])];
    scenario.contracts = vec![Contract { week: hours(40.0, 40.0), ..free_contract("full-time") }];
    scenario.agents = vec![agent("1", 0, &[]), agent("2", 0, &[]), agent("3", 0, &[])];
    // Who comes in the middle of a week is there for the end of it.
    scenario.agents[1].from_day = Some(11);
    // Of those who have worked their week before, nobody works its Sunday.
    scenario.agents[2].history = (-5..0).map(|day| shift(&grid, day, 9.0, 8.0)).collect();
    let (under_cost, over_cost) = (Money::from_major(700.0), Money::ZERO);
    scenario.posts = (0..31).map(|day| Post { day, shift: 0, required: 3, under_cost, over_cost }).collect();
    let rostered = roster_and_audit(&scenario, &[]);
    assert_eq!(rostered.concessions, []);
    let days = |agent: usize, days: std::ops::Range<i32>| {
        rostered.roster.lines[agent].shifts.iter().filter(|shift| days.contains(&shift.day)).count()
    };
    assert_eq!([days(0, 0..1), days(0, 1..8), days(0, 29..31)], [1, 5, 2]);
    assert_eq!([days(1, 0..11), days(1, 11..15), days(1, 15..22)], [0, 4, 5]);
    assert_eq!([days(2, 0..1), days(2, 1..8)], [0, 5]);
}

/// Shifts of five and eight hours make thirteen and fifteen, never fourteen.
#[test]
fn hours_between_what_shifts_make_are_conceded_and_the_bound_holds() {
    let mut scenario = desk(2);
    scenario.queues.clear();
    scenario.shifts = vec![template("day", &[9.0], &[5.0, 8.0])];
    scenario.contracts[0].week = hours(14.0, 14.0);
    let (under_cost, over_cost) = (Money::from_major(700.0), Money::ZERO);
    scenario.posts = (0..2).map(|day| Post { day, shift: 0, required: 2, under_cost, over_cost }).collect();
    let rostered = roster_and_audit(&scenario, &[]);
    let conceded: Vec<_> = rostered.concessions.iter().map(|of| (of.agent, of.rule)).collect();
    assert_eq!(conceded, [(0, "hours-per-week"), (1, "hours-per-week")]);
    let hours = rostered.roster.lines.iter().map(|line| line.shifts.iter().map(Shift::paid).sum::<Minutes>());
    assert!(hours.eq([Minutes::from_hours(13.0); 2]), "as near as can be");
    assert_eq!(rostered.proof.bound, rostered.proof.cost());
}

#[test]
fn hires_close_the_gap_they_are_said_to_close() {
    let mut scenario = desk(3);
    scenario.contracts[0].hireable =
        Some(Hireable { cost: Money::from_major(1000.0), lead_days: 42, at_most: 9 });
    let requirement = required(&scenario, 0, office);
    let before = roster_and_audit(&scenario, std::slice::from_ref(&requirement));
    let taken: u32 = before.candidates.iter().map(|candidate| candidate.take).sum();
    let closes: f64 =
        before.candidates.iter().flat_map(|candidate| &candidate.steps).map(|step| step.closes_hours).sum();
    assert!(taken > 0 && closes <= short_hours(&before) + 1e-6);
    for hire in 0..taken {
        scenario.agents.push(agent(&format!("H{hire}"), 0, &[0]));
    }
    let after = roster_and_audit(&scenario, &[requirement]);
    assert!(short_hours(&after) <= short_hours(&before) - 0.9 * closes, "hired as told");
}

#[test]
fn the_roster_does_not_depend_on_the_number_of_threads() {
    let scenario = desk(7);
    let requirements = [required(&scenario, 0, office)];
    let with = |threads: usize| -> Roster {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let options = RosteringOptions { improvements: 4, ..RosteringOptions::default() };
        let unwatched = callboard::model::Unwatched;
        pool.install(|| rostering::roster(&scenario, &requirements, &options, &unwatched).unwrap().roster)
    };
    let roster = with(1);
    assert!(callboard::audit::judge(&scenario, &roster).is_empty());
    assert_eq!(roster, with(2));
    assert_eq!(roster, with(3));
}

#[test]
fn who_worked_up_to_the_plan_rests_first() {
    let mut scenario = desk(1);
    let grid = std::sync::Arc::clone(&scenario.grid);
    scenario.agents[0].history = (-6..0).map(|day| shift(&grid, day, 14.0, 8.0)).collect();
    let rostered = roster_and_audit(&scenario, &[required(&scenario, 0, office)]);
    assert!(
        rostered.roster.lines[0].shifts.iter().all(|shift| shift.day != 0),
        "six days in a row are enough"
    );
}

/// Keeps what a stage told its roster costs.
struct Told(std::sync::Mutex<Vec<(&'static str, Money)>>);

impl callboard::model::Watch for Told {
    fn progress(&self, progress: &callboard::model::Progress) {
        self.0.lock().unwrap().extend(progress.cost.map(|cost| (progress.stage, cost)));
    }

    fn should_stop(&self) -> bool {
        false
    }
}

/// Two queues that some share, one of them always a bit short, and a reserve for shrinkage.
fn shared_desk() -> (Scenario, [Requirement; 2]) {
    let mut scenario = desk(6);
    scenario.queues.push(steady_voice(&plain_week(), "second", 10.0, 300.0));
    scenario.shrinkage = Shrinkage { causes: vec![("sick".into(), Share::new(0.1).unwrap())] };
    let skills: [&[usize]; 6] = [&[0], &[0, 1], &[1], &[0, 1], &[1], &[0, 1]];
    scenario.agents = (0..6).map(|index| agent(&format!("A{index}"), 0, skills[index])).collect();
    let mut requirements = [
        required(&scenario, 0, office),
        required(&scenario, 1, |hour| u32::from((9.0..17.0).contains(&hour)) * 2),
    ];
    // One of those whom the first queue needs may be missing.
    let needs = requirements[0].needs.values_mut();
    needs.iter_mut().for_each(|need| need.spare = Agents::new(need.agents.get().min(1)));
    (scenario, requirements)
}

#[test]
fn what_is_short_by_min_cut_is_what_sharing_by_a_linear_program_leaves_short() {
    let (scenario, requirements) = shared_desk();
    let told = Told(std::sync::Mutex::default());
    let options = RosteringOptions { improvements: 0, ..RosteringOptions::default() };
    let rostered = rostering::roster(&scenario, &requirements, &options, &told).unwrap();
    assert!(callboard::audit::judge(&scenario, &rostered.roster).is_empty());
    let told = told.0.into_inner().unwrap();
    let drafted = told.iter().rev().find(|(stage, _)| *stage == "annealing").unwrap().1;
    assert!(short_hours(&rostered) > 0.0 && rostered.proof.shortage > Money::ZERO);
    assert!(
        (drafted.major() - rostered.proof.cost().major()).abs() < 0.05,
        "{drafted:?} {:?}",
        rostered.proof
    );
}

#[test]
fn a_start_is_kept_where_it_is_legal_and_made_anew_where_it_is_not() {
    let (mut scenario, requirements) = shared_desk();
    let options = RosteringOptions { improvements: 2, ..RosteringOptions::default() };
    let unwatched = callboard::model::Unwatched;
    let first = rostering::roster(&scenario, &requirements, &options, &unwatched).unwrap();
    let options = RosteringOptions { start: Some(first.roster), ..options };
    let second = rostering::roster(&scenario, &requirements, &options, &unwatched).unwrap();
    assert!(second.proof.cost() <= first.proof.cost());

    let grid = std::sync::Arc::clone(&scenario.grid);
    scenario.requests.push(whole_days(&grid, 0, 0, 4, RequestKind::Leave));
    let third = rostering::roster(&scenario, &requirements, &options, &unwatched).unwrap();
    assert_eq!(callboard::audit::judge(&scenario, &third.roster), []);
}

#[test]
fn what_an_interval_may_lack_is_spread_before_anyone_it_must_have_is_missed() {
    // Two people needed all day, one of whom each half hour may lack; whoever there is has to take a break.
    let mut scenario = desk(2);
    scenario.contracts[0].week = hours(8.0, 40.0);
    let mut requirement = required(&scenario, 0, |hour| u32::from((8.0..16.0).contains(&hour)) * 2);
    requirement.needs.values_mut().iter_mut().for_each(|need| {
        need.spare = Agents::new(need.agents.get() / 2);
    });
    let rostered = roster_and_audit(&scenario, &[requirement]);
    // Five days each: on those with both no half hour is without anyone, breaks included.
    for day in 0..7 {
        let at_work = rostered.roster.shifts().filter(|(_, shift)| shift.day == day).count();
        let short: f64 =
            scenario.grid.intervals_of_day(day as usize).map(|at| rostered.shortage[0][at]).sum();
        assert!(at_work < 2 || short == 0.0, "day {day}: {short}");
    }
}

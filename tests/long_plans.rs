//! Plans of posts alone that are large, and such that are long: each is small but for shift types that nobody may work,
//! so that its least cost is known, by going through all that two agents can do day by day.

#![allow(clippy::unwrap_used, reason = "a builder that fails fails the test")]

mod support;

use std::sync::Mutex;

use callboard::audit;
use callboard::model::{
    Contract, Post, Progress, RequestKind, Rostered, Scenario, Shift, ShiftLimit, Unwatched, Watch,
    WeekendLimit,
};
use callboard::rostering::{self, RosteringOptions};
use callboard::units::Money;
use proptest::prelude::*;
use support::{
    agent, cases, date, empty_scenario, free_contract, half_hours, hours, roster, shift, template, whole_days,
};

const EARLY: usize = 0;
const LATE: usize = 1;
const AGENTS: usize = 2;
/// A working day's hours.
const HOURS: f64 = 8.0;

/// Posts for early and late shifts, and two agents to fill them.
#[derive(Debug, Clone)]
struct Desk {
    days: usize,
    /// By day and shift: the headcount, and what each missing costs.
    asked: Vec<[(u32, u32); 2]>,
    over_cost: u32,
    wage: u32,
    /// The fewest and the most shifts of each agent in the plan.
    shifts: (usize, usize),
    most_in_a_row: usize,
    /// The most late shifts of each agent.
    most_late: usize,
    /// Whether no early shift may follow a late one.
    is_barred: bool,
    away: Vec<(usize, i32)>,
}

impl Desk {
    fn scenario(&self) -> Scenario {
        let mut scenario = empty_scenario(&half_hours(date(2026, 1, 5), self.days));
        scenario.shifts = vec![template("early", &[6.0], &[HOURS]), template("late", &[14.0], &[HOURS])];
        if self.is_barred {
            scenario.shifts[LATE].not_followed_by.push(EARLY);
        }
        let of_shifts = |shifts: usize| shifts as f64 * HOURS;
        scenario.contracts.push(Contract {
            plan: Some(hours(of_shifts(self.shifts.0), of_shifts(self.shifts.1))),
            max_consecutive_days: Some(self.most_in_a_row as u32),
            max_shifts: vec![ShiftLimit { shift: LATE, most: self.most_late as u32 }],
            wage_per_hour: Money::from_major(self.wage.into()),
            ..free_contract("any")
        });
        scenario.agents = (0..AGENTS).map(|index| agent(&format!("A{index}"), 0, &[])).collect();
        let over_cost = Money::from_major(self.over_cost.into());
        for (day, asked) in self.asked.iter().enumerate() {
            for (shift, &(required, under)) in asked.iter().enumerate() {
                let under_cost = Money::from_major(under.into());
                scenario.posts.push(Post { day, shift, required, under_cost, over_cost });
            }
        }
        let away = |&(agent, day)| whole_days(&scenario.grid, agent, day, day, RequestKind::Unavailable);
        scenario.requests = self.away.iter().map(away).collect();
        scenario
    }

    /// The same with so many more shift types, for nobody.
    fn with_idle_types(&self, more: usize) -> Scenario {
        let mut scenario = self.scenario();
        for index in 0..more {
            let mut idle = template(&format!("idle {index}"), &[9.0], &[HOURS]);
            idle.contracts = Some(Vec::new());
            scenario.shifts.push(idle);
        }
        scenario
    }

    /// A plan of more than 500 posts and agents, by posts that ask for nobody.
    fn large(&self) -> Scenario {
        let mut scenario = self.with_idle_types(500_usize.div_ceil(self.days));
        let (under_cost, over_cost) = (Money::ZERO, Money::ZERO);
        for shift in LATE + 1..scenario.shifts.len() {
            let post = |day| Post { day, shift, required: 0, under_cost, over_cost };
            scenario.posts.extend((0..self.days).map(post));
        }
        assert!(scenario.posts.len() > 500);
        scenario
    }

    /// A plan of more than 100,000 shifts that agents could work, were they for them.
    fn long(&self) -> Scenario {
        assert!(self.days > 91);
        self.with_idle_types(100_001_usize.div_ceil(self.days * AGENTS))
    }

    /// The least cost of all rosters that keep the rules: shortest paths through what both agents have done by each day.
    fn least(&self) -> f64 {
        let states = self.states();
        let mut costs = vec![f64::INFINITY; states * states];
        costs[0] = 0.0;
        for day in 0..self.days {
            let mut next = vec![f64::INFINITY; states * states];
            for (pair, &cost) in costs.iter().enumerate().filter(|(_, cost)| cost.is_finite()) {
                let (one, other) = (pair / states, pair % states);
                for first in [None, Some(EARLY), Some(LATE)] {
                    let Some(to) = self.next(0, day, one, first) else { continue };
                    for second in [None, Some(EARLY), Some(LATE)] {
                        let Some(beside) = self.next(1, day, other, second) else { continue };
                        let reached = &mut next[to * states + beside];
                        *reached = reached.min(cost + self.cost_of(day, [first, second]));
                    }
                }
            }
            costs = next;
        }
        let is_enough = |state: usize| self.shifts_of(state) >= self.shifts.0;
        let ends =
            costs.iter().enumerate().filter(|(pair, _)| is_enough(pair / states) && is_enough(pair % states));
        ends.map(|(_, &cost)| cost).fold(f64::INFINITY, f64::min)
    }

    /// How many states an agent may be in after a day.
    fn states(&self) -> usize {
        self.shifts.1 * self.of_shifts() + self.of_shifts()
    }

    /// A state counts shifts, late shifts, and what the last days were: 0 a day off, 1 + 2 n + s after n + 1 days in a
    /// row of which the last had shift s.
    fn of_shifts(&self) -> usize {
        (self.most_late + 1) * self.of_late()
    }

    fn of_late(&self) -> usize {
        1 + 2 * self.most_in_a_row
    }

    fn shifts_of(&self, state: usize) -> usize {
        state / self.of_shifts()
    }

    /// What an agent has done after a day; nothing where a rule forbids it.
    fn next(&self, agent: usize, day: usize, state: usize, worked: Option<usize>) -> Option<usize> {
        let (counts, run) = (state - state % self.of_late(), state % self.of_late());
        let Some(shift) = worked else { return Some(counts) };
        let late = state % self.of_shifts() / self.of_late();
        let days = run.div_ceil(2);
        let is_barred = self.is_barred && shift == EARLY && days > 0 && run == 2 * days;
        let is_too_late = shift == LATE && late == self.most_late;
        let is_too_much = self.shifts_of(state) == self.shifts.1 || days == self.most_in_a_row;
        let is_away = self.away.contains(&(agent, day as i32));
        let after = counts + self.of_shifts() + shift * self.of_late() + 1 + 2 * days + shift;
        (!is_barred && !is_too_late && !is_too_much && !is_away).then_some(after)
    }

    fn cost_of(&self, day: usize, worked: [Option<usize>; AGENTS]) -> f64 {
        let of_shift = |(shift, &(required, under)): (usize, &(u32, u32))| {
            let there = worked.iter().filter(|of| **of == Some(shift)).count() as u32;
            under * required.saturating_sub(there) + self.over_cost * there.saturating_sub(required)
        };
        let posts: u32 = self.asked[day].iter().enumerate().map(of_shift).sum();
        f64::from(posts) + HOURS * f64::from(self.wage) * worked.iter().flatten().count() as f64
    }
}

/// A desk over so many days whose rules may all bind, with at most so many late shifts.
fn desk(days: usize, late: std::ops::Range<usize>) -> impl Strategy<Value = Desk> {
    let of_shift = || (0..3u32, prop::sample::select(vec![50, 100, 400, 1000]));
    let asked = prop::collection::vec([of_shift(), of_shift()], days);
    let rules = (0..8usize, 4..16usize, 2..5usize, late, any::<bool>());
    let costs = (prop::sample::select(vec![5u32, 60]), prop::sample::select(vec![0u32, 10]));
    let away = prop::collection::vec((0..AGENTS, 0..days as i32), 0..8);
    (asked, rules, costs, away).prop_map(
        move |(asked, (least, more, run, most_late, is_barred), (over, wage), away)| Desk {
            days,
            asked,
            over_cost: over,
            wage,
            shifts: (least, least + more),
            most_in_a_row: run,
            most_late,
            is_barred,
            away,
        },
    )
}

fn rostered(scenario: &Scenario, improvements: usize) -> Rostered {
    rostered_before(scenario, improvements, &Unwatched)
}

fn rostered_before(scenario: &Scenario, improvements: usize, watch: &dyn Watch) -> Rostered {
    let options = RosteringOptions { improvements, ..RosteringOptions::default() };
    rostered_with(scenario, &options, watch)
}

fn rostered_with(scenario: &Scenario, options: &RosteringOptions, watch: &dyn Watch) -> Rostered {
    let rostered = rostering::roster(scenario, &[], options, watch).unwrap();
    assert_eq!(rostered.concessions, []);
    assert_eq!(audit::judge(scenario, &rostered.roster), []);
    rostered
}

/// Who remembers every bound told on the way.
#[derive(Default)]
struct Bounds(Mutex<Vec<f64>>);

impl Watch for Bounds {
    fn progress(&self, progress: &Progress) {
        self.0.lock().unwrap().extend(progress.bound.map(|bound| bound.major()));
    }

    fn should_stop(&self) -> bool {
        false
    }
}

/// What a roster costs by the desk's own prices.
fn recomputed(desk: &Desk, rostered: &Rostered) -> f64 {
    let of_day = |day: usize| {
        let worked = |agent: usize| {
            let mut shifts = rostered.roster.lines[agent].shifts.iter();
            shifts.find(|shift| shift.day == day as i32).and_then(|shift| shift.template)
        };
        desk.cost_of(day, [worked(0), worked(1)])
    };
    (0..desk.days).map(of_day).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(12), ..ProptestConfig::default() })]

    #[test]
    fn prices_found_without_a_program_lead_to_the_least_cost_and_the_bound_below_it(desk in desk(28, 1..6)) {
        let least = desk.least();
        let told = Bounds::default();
        let found = rostered_before(&desk.large(), 40, &told);
        for bound in told.0.into_inner().unwrap() {
            prop_assert!(bound <= least, "bound {} on the way, least {}", bound, least);
        }
        prop_assert_eq!(found.proof.cost().major(), recomputed(&desk, &found));
        prop_assert!(found.proof.bound.major() <= least, "bound {}, least {}", found.proof.bound, least);
        prop_assert_eq!(found.proof.cost().major(), least);
    }

    #[test]
    fn no_roster_of_a_long_plan_costs_less_than_its_bound(desk in desk(98, 2..3)) {
        let least = desk.least();
        let long = rostered(&desk.long(), 6);
        prop_assert!(!long.proof.is_bound_final, "priced, not solved");
        prop_assert_eq!(long.proof.cost().major(), recomputed(&desk, &long));
        prop_assert!(long.proof.cost().major() >= least);
        prop_assert!(long.proof.bound.major() <= least, "bound {}, least {}", long.proof.bound, least);
        // From it on nothing is lost.
        let start = Some(long.roster.clone());
        let options = RosteringOptions { improvements: 0, start, ..RosteringOptions::default() };
        let again = rostered_with(&desk.long(), &options, &Unwatched);
        prop_assert!(again.proof.cost() <= long.proof.cost(), "{} and {}", again.proof.cost(), long.proof.cost());
        // No prices make a better bound than the program's.
        let whole = rostered(&desk.scenario(), 0);
        prop_assert!(whole.proof.is_bound_final);
        prop_assert!(long.proof.bound <= whole.proof.bound, "{} and {}", long.proof.bound, whole.proof.bound);
        prop_assert!(whole.proof.bound.major() <= least);
    }

    #[test]
    fn agents_who_exchange_days_keep_every_rule(
        desk in desk(98, 2..9),
        most in 3..12u32,
        wishes in prop::collection::vec((0..AGENTS, 0..98i32, 0..2usize), 20..80),
    ) {
        let mut scenario = desk.long();
        scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: most, weeks: 14 });
        for (agent, day, shift) in wishes {
            let wish = RequestKind::Prefer { shift: Some(shift), weight: 1.0 };
            scenario.requests.push(whole_days(&scenario.grid, agent, day, day, wish));
        }
        let found = rostered(&scenario, 0);
        prop_assert_eq!((found.proof.cost() - found.proof.wishes).major(), recomputed(&desk, &found));
        prop_assert!(found.proof.bound <= found.proof.cost());
    }

    #[test]
    fn weekends_at_a_price_bound_no_more_than_weekends_counted(desk in desk(98, 2..3), most in 2..12u32) {
        let limited = |mut scenario: Scenario| {
            scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: most, weeks: 14 });
            scenario
        };
        let long = rostered(&limited(desk.long()), 6);
        prop_assert_eq!(long.proof.cost().major(), recomputed(&desk, &long));
        let whole = rostered(&limited(desk.scenario()), 0);
        prop_assert!(whole.proof.is_bound_final);
        prop_assert!(long.proof.bound <= whole.proof.bound, "{} and {}", long.proof.bound, whole.proof.bound);
        prop_assert!(whole.proof.bound <= long.proof.cost());
    }
}

/// A desk of fourteen weeks that asks for one agent each day early, at so much a day missing, week by week.
fn steady(under: impl Fn(usize) -> u32, shifts: (usize, usize)) -> Desk {
    Desk {
        days: 98,
        asked: (0..98).map(|day| [(1, under(day / 7)), (0, 0)]).collect(),
        over_cost: 10,
        wage: 0,
        shifts,
        most_in_a_row: 7,
        most_late: 0,
        is_barred: false,
        away: Vec::new(),
    }
}

#[test]
fn agents_exchange_what_the_other_wishes_for() {
    // One works early and one late, and each would rather be the other; no more than six days in a row.
    let mut desk = steady(|_| 500, (0, 98));
    (desk.most_late, desk.most_in_a_row) = (98, 6);
    for (day, asked) in desk.asked.iter_mut().enumerate() {
        *asked = if day % 7 < 6 { [(1, 500), (1, 500)] } else { [(0, 0), (0, 0)] };
    }
    let mut scenario = desk.long();
    let working_days = || (0..98).filter(|day| day % 7 < 6);
    for (agent, shift) in [(0, EARLY), (1, LATE)] {
        let wish = RequestKind::Prefer { shift: Some(shift), weight: 1.0 };
        let wishes = working_days().map(|day| whole_days(&scenario.grid, agent, day, day, wish));
        scenario.requests.extend(wishes.collect::<Vec<_>>());
    }
    let exchanged = |scenario: &Scenario, late_first: usize| {
        let of = |(place, day): (usize, i32), is_late: bool| {
            let (template, hour) = if is_late == (place < late_first) { (LATE, 14.0) } else { (EARLY, 6.0) };
            Shift { template: Some(template), ..shift(&scenario.grid, day, hour, HOURS) }
        };
        let line = |is_late: bool| working_days().enumerate().map(|day| of(day, is_late)).collect();
        let start = Some(roster(vec![line(true), line(false)]));
        let options = RosteringOptions { improvements: 0, start, ..RosteringOptions::default() };
        rostered_with(scenario, &options, &Unwatched).proof.cost()
    };
    assert_eq!(exchanged(&scenario, 84), Money::ZERO);
    // No more than 60 late shifts each: 24 times both have what the other wishes for.
    scenario.contracts[0].max_shifts[0].most = 60;
    assert_eq!(exchanged(&scenario, 60), scenario.prices.wish.times(48.0));
}

#[test]
fn exchanges_keep_the_weekends_of_the_whole_plan() {
    // One works the first seven Saturdays and wishes for all, the other works the others; seven weekends are the most.
    let mut desk = steady(|_| 500, (0, 98));
    for (_, asked) in desk.asked.iter_mut().enumerate().filter(|(day, _)| day % 7 != 5) {
        *asked = [(0, 0), (0, 0)];
    }
    let mut scenario = desk.long();
    scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: 7, weeks: 14 });
    let saturdays = |weeks: std::ops::Range<i32>| weeks.map(|week| 7 * week + 5);
    let wish = RequestKind::Prefer { shift: Some(EARLY), weight: 1.0 };
    scenario.requests = saturdays(0..14).map(|day| whole_days(&scenario.grid, 0, day, day, wish)).collect();
    let early = |day| Shift { template: Some(EARLY), ..shift(&scenario.grid, day, 6.0, HOURS) };
    let line = |weeks| saturdays(weeks).map(early).collect();
    let start = Some(roster(vec![line(0..7), line(7..14)]));
    let options = RosteringOptions { improvements: 0, start, ..RosteringOptions::default() };
    let found = rostered_with(&scenario, &options, &Unwatched);
    assert_eq!(found.proof.cost(), scenario.prices.wish.times(7.0));
}

#[test]
fn exchanges_elsewhere_make_up_for_hours_and_weekends() {
    // One works the first six weeks and would rather work the last six, as the other does, who would rather work the first.
    // Both have as many shifts and weekends as they may, so that one exchange alone breaks a rule.
    let half = [0..42, 56..98];
    let mut desk = steady(|_| 500, (42, 42));
    desk.most_in_a_row = 98;
    desk.asked[42..56].fill([(0, 0), (0, 0)]);
    let mut scenario = desk.long();
    scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: 6, weeks: 14 });
    let wish = RequestKind::Prefer { shift: Some(EARLY), weight: 1.0 };
    for (agent, days) in half.iter().rev().enumerate() {
        let wishes = days.clone().map(|day| whole_days(&scenario.grid, agent, day, day, wish));
        scenario.requests.extend(wishes.collect::<Vec<_>>());
    }
    let early = |day| Shift { template: Some(EARLY), ..shift(&scenario.grid, day, 6.0, HOURS) };
    let start = Some(roster(half.map(|days| days.map(early).collect()).to_vec()));
    let options = RosteringOptions { improvements: 0, start, ..RosteringOptions::default() };
    let found = rostered_with(&scenario, &options, &Unwatched);
    assert_eq!(found.proof.cost(), Money::ZERO);
}

#[test]
fn every_stretch_of_a_long_plan_has_its_turn() {
    // Nobody works, and each could fill every post: four pairs of fourteen days are the whole plan.
    let desk = Desk { most_in_a_row: 98, ..steady(|_| 500, (0, 98)) };
    let start = Some(roster(vec![Vec::new(), Vec::new()]));
    let options = RosteringOptions { improvements: 4, start, ..RosteringOptions::default() };
    assert_eq!(rostered_with(&desk.long(), &options, &Unwatched).proof.cost(), Money::ZERO);
}

/// What is found from a roster in which each of two works early on some days.
fn from_early_shifts(scenario: &Scenario, days: [Vec<i32>; 2]) -> f64 {
    let early = |day| Shift { template: Some(EARLY), ..shift(&scenario.grid, day, 6.0, HOURS) };
    let start = Some(roster(days.map(|days| days.into_iter().map(early).collect()).to_vec()));
    let options = RosteringOptions { improvements: 24, start, ..RosteringOptions::default() };
    rostered_with(scenario, &options, &Unwatched).proof.cost().major()
}

#[test]
fn stretches_leave_hours_to_each_other() {
    // Both spent all hours in the first half, where posts cost a tenth: no stretch by itself has hours left for the second,
    // and whoever gives some back there only loses.
    let desk = Desk { most_in_a_row: 98, ..steady(|week| if week < 7 { 100 } else { 1000 }, (0, 20)) };
    let found = from_early_shifts(&desk.long(), [(0..20).collect(), (20..40).collect()]);
    assert_eq!(found, desk.least());
}

#[test]
fn stretches_leave_weekends_to_each_other() {
    // The same with weekends: two of fourteen each, spent where posts cost a tenth. Four of the seven dear ones can be filled.
    let mut desk = steady(|week| if week < 7 { 100 } else { 1000 }, (0, 98));
    for (_, asked) in desk.asked.iter_mut().enumerate().filter(|(day, _)| day % 7 != 5) {
        *asked = [(0, 0), (0, 0)];
    }
    let mut scenario = desk.long();
    scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: 2, weeks: 14 });
    assert_eq!(from_early_shifts(&scenario, [vec![5, 12], vec![19, 26]]), 7.0 * 100.0 + 3.0 * 1000.0);
}

#[test]
fn prices_rise_to_what_all_posts_together_are_short_of() {
    // Twelve posts a day for a shift type each, 20 agents with at most 15 shifts: 36 of 336 posts stay empty, whichever.
    let mut scenario = empty_scenario(&half_hours(date(2026, 1, 5), 28));
    let plan = Some(hours(0.0, 15.0 * HOURS));
    scenario.contracts.push(Contract { plan, wage_per_hour: Money::ZERO, ..free_contract("any") });
    scenario.agents = (0..20).map(|index| agent(&format!("A{index}"), 0, &[])).collect();
    let (under_cost, over_cost) = (Money::from_major(100.into()), Money::from_major(1.into()));
    for shift in 0..12 {
        scenario.shifts.push(template(&format!("S{shift}"), &[6.0 + 0.5 * f64::from(shift)], &[HOURS]));
        let shift = shift as usize;
        scenario.posts.extend((0..28).map(|day| Post { day, shift, required: 1, under_cost, over_cost }));
    }
    // Nobody is like anybody else.
    for agent in 0..20 {
        let away = whole_days(&scenario.grid, agent, agent as i32, agent as i32, RequestKind::Unavailable);
        scenario.requests.push(away);
    }
    let told = Bounds::default();
    let found = rostered_before(&scenario, 0, &told);
    assert_eq!((found.proof.cost().major(), found.proof.bound.major()), (3600.0, 3600.0));
    let first = told.0.into_inner().unwrap().into_iter().find(|&bound| bound > 0.0).unwrap();
    assert!((0.97 * 3600.0..=3600.0).contains(&first), "before any program {first}");
}

#[test]
fn scarce_weekends_are_part_of_the_bound() {
    // Two agents with 3 weekends each leave 8 of 14 uncovered, two days of each. Any six of them could be covered.
    let mut desk = steady(|_| 500, (0, 98));
    for (_, asked) in desk.asked.iter_mut().enumerate().filter(|(day, _)| day % 7 < 5) {
        *asked = [(0, 0), (0, 0)];
    }
    let mut scenario = desk.long();
    scenario.contracts[0].max_weekends = Some(WeekendLimit { weekends: 3, weeks: 14 });
    let found = rostered(&scenario, 6);
    assert_eq!(found.proof.cost().major(), 8000.0);
    let bound = found.proof.bound.major();
    assert!((0.75 * 8000.0..=8000.0).contains(&bound), "{bound}");
}

#[test]
fn scarce_hours_are_part_of_the_bound() {
    // Two agents with 20 shifts each leave 58 of 98 days uncovered. Any week by itself could be covered in full.
    let desk = steady(|_| 500, (0, 20));
    let found = rostered(&desk.long(), 6);
    let least = 58.0 * 500.0;
    assert_eq!(desk.least(), least);
    assert_eq!(found.proof.cost().major(), least);
    let bound = found.proof.bound.major();
    assert!((0.95 * least..=least).contains(&bound), "{bound}");
}

#[test]
fn the_hours_of_a_long_plan_are_spread_over_it() {
    // Nobody looks beyond the weeks being drafted: whoever spent all hours there had none for the dearer weeks to come.
    let desk = steady(|week| if week < 7 { 100 } else { 1000 }, (0, 20));
    let found = rostered(&desk.long(), 0);
    let late = found.roster.shifts().filter(|(_, shift)| shift.day >= 49).count();
    assert!(late >= 16, "{late} of 40 shifts in the second half");
    // Least hours that no week asks for are spread as well, and so kept.
    let idle = steady(|_| 0, (70, 98));
    let found = rostered(&idle.long(), 0);
    let first = found.roster.shifts().filter(|(_, shift)| shift.day < 49).count();
    assert!((56..=84).contains(&first), "{first} of 140 shifts in the first half");
}

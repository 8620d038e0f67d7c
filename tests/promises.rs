//! The loop: what rosters give corrects what is asked of them.
#![allow(clippy::unwrap_used, reason = "a builder that fails fails the test")]

mod support;

use callboard::model::{Penalty, Period, Queue, Scenario, Series, Shrinkage, Unwatched};
use callboard::plan::{Judge, Plan, PlanOptions, Trust, plan};
use callboard::rostering::RosteringOptions;
use callboard::simulation::SimulationOptions;
use callboard::units::{Minutes, Money, Share};

use support::{agent, answered, empty_scenario, free_contract, hours, plain_week, steady_voice, template};

/// Counts instead of clocks, so that every run is the same.
fn options(trust: Trust) -> PlanOptions {
    PlanOptions {
        trust,
        rostering: RosteringOptions {
            improvements: 2,
            hiring: false,
            prove: false,
            ..RosteringOptions::default()
        },
        simulation: SimulationOptions { replications: 100, ..SimulationOptions::default() },
        ..PlanOptions::default()
    }
}

fn planned(scenario: &Scenario, trust: Trust) -> Plan {
    plan(scenario.clone(), &options(trust), &Unwatched).unwrap()
}

/// A queue open from eight to six on working days, with so many contacts in each half hour and `peak` times as many at eleven.
fn office(id: &str, volume: f64, aht: f64, peak: f64) -> Queue {
    let grid = plain_week();
    let mut queue = steady_voice(&grid, id, volume, aht);
    let is_open = |interval: usize| interval < 5 * 48 && (16..36).contains(&(interval % 48));
    let is_peak = |interval: usize| (22..24).contains(&(interval % 48));
    queue.demand.open = Series::from_fn(grid.clone(), is_open);
    queue.demand.volume = Series::from_fn(grid, |interval| match is_open(interval) {
        true if is_peak(interval) => peak * volume,
        true => volume,
        false => 0.0,
    });
    queue
}

/// A desk of so many agents who serve all its queues, in shifts of four to eight hours.
fn desk(queues: Vec<Queue>, heads: usize) -> Scenario {
    let skills: Vec<usize> = (0..queues.len()).collect();
    let mut contract = free_contract("any");
    (contract.week, contract.max_days_per_week) = (hours(0.0, 40.0), Some(5));
    contract.min_rest = Minutes::from_hours(11.0);
    Scenario {
        queues,
        shrinkage: Shrinkage {
            causes: vec![
                ("sickness".into(), Share::percent(6.0).unwrap()),
                ("late".into(), Share::percent(1.0).unwrap()),
            ],
        },
        shifts: vec![template("any", &[8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0], &[4.0, 6.0, 8.0])],
        contracts: vec![contract],
        agents: (0..heads).map(|head| agent(&format!("{head}"), 0, &skills)).collect(),
        ..empty_scenario(&plain_week())
    }
}

/// The chances of the periods of a queue.
fn chances(plan: &Plan, queue: usize) -> Vec<f64> {
    plan.service.queues[queue].periods.iter().map(|period| period.chance_met).collect()
}

fn hours_asked(plan: &Plan, queue: usize) -> f64 {
    plan.requirements[queue].needs.iter().map(|need| need.agents.as_f64() * 0.5).sum()
}

#[test]
fn sharing_in_the_mean_that_overstates_is_corrected() {
    // Long contacts that may wait ten minutes beside short ones that may not wait: the same people take whoever has
    // waited longest, and no hour of theirs is kept free for the short ones as sharing in the mean believes.
    let mut patient = office("patient", 60.0, 600.0, 1.0);
    patient.target.answered = Some(answered(0.8, 1200.0));
    let mut urgent = office("urgent", 30.0, 120.0, 1.0);
    urgent.target.answered = Some(answered(0.8, 10.0));
    // Everybody works from eight to six, so that the roster has just whom it is asked for.
    let mut scenario = desk(vec![patient, urgent], 40);
    scenario.shifts = vec![template("all day", &[8.0], &[10.0])];
    scenario.contracts[0].week = hours(0.0, 50.0);
    scenario.shrinkage = Shrinkage::default();

    let trusting = planned(&scenario, Trust::Requirement);
    assert!(trusting.short_hours() < 1.0, "there are agents enough: {}", trusting.short_hours());
    assert!(chances(&trusting, 1)[0] < 0.1, "the urgent are missed: {:?}", chances(&trusting, 1));

    let corrected = planned(&scenario, Trust::Service);
    assert_eq!(corrected.violations, []);
    for queue in 0..2 {
        assert!(chances(&corrected, queue)[0] >= 0.9, "queue {queue}: {:?}", chances(&corrected, queue));
    }
    assert!(hours_asked(&corrected, 1) > hours_asked(&trusting, 1));
    let corrections = &corrected.corrections;
    assert!(corrections.is_settled);
    assert!(corrections.queues.iter().all(|queue| queue.judge == Judge::Simulation), "they share");
    let of_urgent = corrections.list.iter().find(|correction| correction.queue == 1).unwrap();
    assert!(of_urgent.after > of_urgent.before && of_urgent.service_after > of_urgent.service_before);
}

#[test]
fn intervals_measured_one_by_one_get_more_where_they_miss_and_less_where_they_waste() {
    let mut queue = office("support", 20.0, 300.0, 2.0);
    queue.target.measured = Period::Interval;
    queue.patience = Some(callboard::units::Seconds::new(120.0));
    let scenario = desk(vec![queue], 24);
    let trusting = planned(&scenario, Trust::Requirement);
    let plan = planned(&scenario, Trust::Service);
    let misses =
        |plan: &Plan| -> usize { plan.verdicts[0].misses.iter().map(|miss| miss.end - miss.first).sum() };
    assert!(misses(&trusting) > 0);
    assert_eq!(misses(&plan), 0, "{:?}", plan.verdicts);
    assert!(plan.corrections.is_settled, "after {} rosters", plan.corrections.rounds);

    let of_queue = &plan.corrections.queues[0];
    assert_eq!(of_queue.judge, Judge::TransientAnalysis, "a pool of its own");
    let more = of_queue.list.iter().filter(|interval| interval.after > interval.before).count();
    let fewer = of_queue.list.iter().filter(|interval| interval.after < interval.before).count();
    assert!(more > 0 && fewer > 0, "{more} more, {fewer} fewer");
    for interval in &of_queue.list {
        assert!(interval.service_after.unwrap() >= 0.8 - 1e-9, "{interval:?}");
    }
}

#[test]
fn safety_is_bought_where_it_saves_more_penalty_than_it_costs_in_wages() {
    let with = |cost: Option<f64>| {
        let mut queue = office("support", 20.0, 300.0, 2.0);
        let penalty = |cost| Penalty { below: Share::percent(80.0).unwrap(), cost: Money::from_major(cost) };
        queue.target.penalties = cost.map(penalty).into_iter().collect();
        planned(&desk(vec![queue], 24), Trust::Service)
    };
    let (none, small, large) = (with(None), with(Some(1.0)), with(Some(20_000.0)));
    for plan in [&none, &small, &large] {
        assert!(chances(plan, 0)[0] >= 0.9, "{:?}", chances(plan, 0));
    }
    assert_eq!(hours_asked(&none, 0), hours_asked(&small, 0), "a promise is kept whatever it costs to break");
    assert!(hours_asked(&large, 0) > hours_asked(&none, 0));
    assert!(chances(&large, 0)[0] >= 0.98, "{:?}", chances(&large, 0));
    assert!(large.penalties().major() < 0.02 * 20_000.0);
}

#[test]
fn an_interval_is_made_safer_where_that_saves_more_penalty_than_it_costs_in_wages() {
    let with = |cost: Option<f64>| {
        let mut queue = office("support", 20.0, 300.0, 2.0);
        queue.target.measured = Period::Interval;
        let penalty = |cost| Penalty { below: Share::percent(80.0).unwrap(), cost: Money::from_major(cost) };
        queue.target.penalties = cost.map(penalty).into_iter().collect();
        let mut scenario = desk(vec![queue], 30);
        scenario.contracts[0].wage_per_hour = Money::from_major(20.0);
        planned(&scenario, Trust::Service)
    };
    let (none, small, large) = (with(None), with(Some(1.0)), with(Some(300.0)));
    // Of rosters that cost the same a penalty, however small, may prefer another, made for another requirement.
    let [asked, asked_for_little] = [&none, &small].map(|plan| hours_asked(plan, 0));
    assert!(asked_for_little <= asked, "{asked_for_little} > {asked}: dearer than what it saves");
    assert!(hours_asked(&large, 0) > hours_asked(&none, 0));
    // What the roster that looks at no penalty would have to pay, interval by interval.
    let due: f64 = chances(&none, 0).iter().map(|chance| 300.0 * (1.0 - chance)).sum();
    let [careless, safe] = [&none, &large].map(|plan| plan.rostered.proof.wages.major());
    let penalties = large.penalties().major();
    assert!(safe + penalties < 0.95 * (careless + due), "{safe} + {penalties}, {careless} + {due}");
    // Who is asked for to be safe is not missed where the promise is kept without.
    let spare = large.requirements[0].needs.iter().map(|need| need.spare.get()).sum::<u32>();
    assert!(spare > 0);
}

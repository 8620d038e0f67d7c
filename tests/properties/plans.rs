//! Random plans, tiny to middling, with all rules in random mixes: every roster is legal and costs what it says, and of
//! a small plan no roster costs less.

use callboard::audit;
use callboard::model::{
    BreakRule, Contract, Post, Request, RequestKind, Requirement, Roster, Scenario, Shift,
};
use callboard::units::{Minutes, Money};
use proptest::prelude::*;

use crate::rostering::{DAY, NIGHT, Worked, contract, worked_before};
use crate::support::{
    agent, cases, date, empty_scenario, half_hours, lunch, required, roster, roster_and_audit, steady_voice,
    template, whole_days,
};

/// What a plan is made of.
#[derive(Debug, Clone)]
struct Mix {
    /// The plan's first day, in days from Friday 20 March 2026, and how many there are.
    first: i64,
    days: usize,
    /// In turn for the agents.
    contracts: Vec<Contract>,
    /// By agent.
    worked: Vec<Worked>,
    teams: Vec<usize>,
    bars: (bool, bool),
    breaks: Breaks,
    /// Agent, first day, how many more, and what is asked.
    requests: Vec<(usize, usize, usize, usize)>,
    /// Day, shift and headcount.
    posts: Vec<(usize, usize, u32)>,
    need: u32,
}

/// How breaks lie.
#[derive(Debug, Clone)]
struct Breaks {
    /// Half hours between breaks, and from the edges of a shift.
    spacing: (i32, i32),
    has_pause: bool,
    most_at_once: Option<u32>,
}

fn mix(agents: std::ops::Range<usize>, days: std::ops::Range<usize>) -> impl Strategy<Value = Mix> {
    let breaks = ((0..3i32, 0..3i32), any::<bool>(), prop::option::of(1..3u32))
        .prop_map(|(spacing, has_pause, most_at_once)| Breaks { spacing, has_pause, most_at_once });
    (agents, days).prop_flat_map(move |(agents, days)| {
        let of_agents = (
            prop::collection::vec(contract(), 1..3),
            prop::collection::vec((0..4i32, any::<bool>()), agents),
            prop::collection::vec(0..3usize, agents),
        );
        let asked = (
            prop::collection::vec((0..agents, 0..days, 0..4usize, 0..KINDS), 0..6),
            prop::collection::vec((0..days, 0..2usize, 0..3u32), 0..5),
            0..3u32,
        );
        let rest = (0..12i64, any::<(bool, bool)>(), breaks.clone());
        (of_agents, asked, rest).prop_map(
            move |((contracts, worked, teams), (requests, posts, need), (first, bars, breaks))| Mix {
                first,
                days,
                contracts,
                worked,
                teams,
                bars,
                breaks,
                requests,
                posts,
                need,
            },
        )
    })
}

/// Kinds of requests.
const KINDS: usize = 7;

fn kind(number: usize) -> RequestKind {
    match number {
        0 => RequestKind::Leave,
        1 => RequestKind::Unavailable,
        2 => RequestKind::Training,
        3 => RequestKind::Prefer { shift: Some(NIGHT), weight: 1.0 },
        4 => RequestKind::Prefer { shift: None, weight: 2.5 },
        5 => RequestKind::Avoid { shift: None, weight: 1.0 },
        _ => RequestKind::Avoid { shift: Some(DAY), weight: 3.0 },
    }
}

impl Mix {
    /// A desk of day and night shifts, the day's with breaks, and two queues, where there are any.
    fn scenario(&self, has_queues: bool) -> Scenario {
        let grid = half_hours(date(2026, 3, 20) + chrono::Days::new(self.first as u64), self.days);
        let mut scenario = empty_scenario(&grid);
        let mut day = template("day", &[6.0, 9.0, 13.0], &[5.0, 8.0]);
        let mut night = template("night", &[22.0], &[8.0]);
        day.not_followed_by.extend(self.bars.0.then_some(NIGHT));
        night.not_followed_by.extend(self.bars.1.then_some(DAY));
        let skills: [&[usize]; 4] = if has_queues { [&[0], &[1], &[0, 1], &[0]] } else { [&[]; 4] };
        if has_queues {
            scenario.queues = ["one", "two"].map(|id| steady_voice(&grid, id, 5.0, 200.0)).to_vec();
            day.breaks.extend(self.breaks.has_pause.then(pause));
            day.breaks.push(lunch());
            day.spacing.apart = Minutes::new(30 * self.breaks.spacing.0);
            day.spacing.from_edges = Minutes::new(30 * self.breaks.spacing.1);
            scenario.most_on_break = self.breaks.most_at_once;
        }
        scenario.shifts = vec![day, night];
        scenario.contracts.clone_from(&self.contracts);
        for (index, (&worked, &team)) in self.worked.iter().zip(&self.teams).enumerate() {
            let mut agent = agent(&format!("A{index}"), index % self.contracts.len(), skills[index % 4]);
            agent.history = worked_before(&grid, worked);
            agent.team = ["", "red", "blue"][team].to_owned();
            scenario.agents.push(agent);
        }
        let request = |&(agent, first, more, number): &(usize, usize, usize, usize)| {
            let last = (first + more).min(self.days - 1) as i32;
            whole_days(&grid, agent, first as i32, last, kind(number))
        };
        scenario.requests = self.requests.iter().map(request).collect();
        let (under_cost, over_cost) = (Money::from_major(700.0), Money::from_major(35.0));
        let post = |&(day, shift, required)| Post { day, shift, required, under_cost, over_cost };
        scenario.posts = self.posts.iter().map(post).collect();
        scenario.posts.sort_by_key(|post| (post.day, post.shift));
        scenario.posts.dedup_by_key(|post| (post.day, post.shift));
        scenario
    }

    fn requirements(&self, scenario: &Scenario) -> [Requirement; 2] {
        let need = self.need;
        let by_day = |hour: f64| if (7.0..20.0).contains(&hour) { need } else { u32::from(need > 1) };
        [required(scenario, 0, by_day), required(scenario, 1, |hour| u32::from(hour > 8.0))]
    }
}

/// A paid quarter of an hour in the second hour.
fn pause() -> BreakRule {
    BreakRule {
        length: Minutes::new(15),
        is_paid: true,
        after: Minutes::new(60),
        before: Minutes::new(105),
        if_longer_than: Minutes::ZERO,
    }
}

/// What the shifts of an agent cost by themselves: wages and wishes not granted.
fn cost_of_line(scenario: &Scenario, agent: usize, line: &[Shift]) -> f64 {
    let wage = scenario.contracts[scenario.agents[agent].contract].wage_per_hour.major();
    let hours: f64 = line.iter().map(|shift| shift.paid().hours()).sum();
    let own = scenario.requests.iter().filter(|request| request.agent == agent);
    wage * hours + own.map(|request| ungranted(scenario, request, line)).sum::<f64>()
}

fn ungranted(scenario: &Scenario, request: &Request, line: &[Shift]) -> f64 {
    let price = scenario.prices.wish.major();
    match request.kind {
        RequestKind::Avoid { shift, weight } => {
            let is_against = |it: &&Shift| {
                let is_then = it.start < request.to && request.from < it.end;
                is_then && (shift.is_none() || shift == it.template)
            };
            price * weight * line.iter().filter(is_against).count() as f64
        }
        RequestKind::Prefer { shift, weight } => {
            let is_within = |day: &i32| {
                let at = scenario.grid.at(*day, 0);
                request.from <= at && at < request.to
            };
            let is_granted = |day: &i32| {
                let mut worked = line.iter().filter(|it| it.day == *day);
                worked.any(|it| shift.is_none() || shift == it.template)
            };
            let days = (0..scenario.grid.days() as i32).filter(is_within);
            price * weight * days.filter(|day| !is_granted(day)).count() as f64
        }
        _ => 0.0,
    }
}

fn cost_of_posts(scenario: &Scenario, lines: &[&[Shift]]) -> f64 {
    let of_post = |post: &Post| {
        let is_on = |shift: &&Shift| shift.day == post.day as i32 && shift.template == Some(post.shift);
        let there = lines.iter().flat_map(|line| line.iter()).filter(is_on).count() as f64;
        let missing = f64::from(post.required) - there;
        if missing > 0.0 { missing * post.under_cost.major() } else { -missing * post.over_cost.major() }
    };
    scenario.posts.iter().map(of_post).sum()
}

/// The price of those short on two queues: on either, or on both together, less than nobody may be too few (Hall 1935).
fn cost_of_shortage(scenario: &Scenario, needs: &[Requirement; 2], roster: &Roster) -> f64 {
    let grid = &scenario.grid;
    let of_interval = |interval: usize| {
        let (from, to) = (grid.start_of(interval), grid.start_of(interval) + grid.interval());
        let inside = |start, end| f64::from((to.min(end) - from.max(start)).get().max(0));
        let there = |shift: &Shift| {
            let away: f64 = shift.breaks.iter().map(|rest| inside(rest.start, rest.end)).sum();
            (inside(shift.start, shift.end) - away) / f64::from(grid.interval().get())
        };
        let of_agent = |agent: usize| {
            let own = scenario.agents[agent].history.iter().chain(&roster.lines[agent].shifts);
            own.map(there).sum::<f64>()
        };
        let who = |queues: &[usize]| -> f64 {
            let is_able =
                |agent: &usize| queues.iter().any(|&of| scenario.agents[*agent].skills.contains(of));
            (0..scenario.agents.len()).filter(is_able).map(of_agent).sum()
        };
        let need = |queue: usize| needs[queue].needs[interval].agents.as_f64();
        let alone = (need(0) - who(&[0])).max(need(1) - who(&[1]));
        alone.max(need(0) + need(1) - who(&[0, 1])).max(0.0)
    };
    let short: f64 = (0..grid.len()).map(of_interval).sum();
    short * grid.interval().hours() * scenario.prices.shortage_hour.major()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), ..ProptestConfig::default() })]

    #[test]
    fn every_plan_is_legal_and_costs_what_its_roster_says(mix in mix(1..9, 2..18)) {
        let scenario = mix.scenario(true);
        let needs = mix.requirements(&scenario);
        let found = roster_and_audit(&scenario, &needs);
        let lines: Vec<&[Shift]> = found.roster.lines.iter().map(|line| &*line.shifts).collect();
        let of_lines: f64 =
            lines.iter().enumerate().map(|(agent, line)| cost_of_line(&scenario, agent, line)).sum();
        let posts = cost_of_posts(&scenario, &lines);
        let short = cost_of_shortage(&scenario, &needs, &found.roster);
        let cost = found.proof.cost().major();
        let again = of_lines + posts + short;
        prop_assert!((cost - again).abs() < 0.02, "{} by the roster: {:?}", again, found.proof);
    }
}

/// Days and shift types, most of them for nobody, that make a plan of posts long.
const LONG_DAYS: usize = 92;
const LONG_TYPES: usize = 600;

/// Posts and wishes all over a long plan.
fn long_mix() -> impl Strategy<Value = Mix> {
    let posts = prop::collection::vec((0..LONG_DAYS, 0..2usize, 1..3u32), 60..160);
    let wishes = prop::collection::vec((0..2usize, 0..LONG_DAYS, 0..2usize, 3..KINDS), 20..80);
    (mix(2..5, LONG_DAYS..LONG_DAYS + 8), posts, wishes).prop_map(|(mut mix, posts, wishes)| {
        mix.posts = posts;
        mix.requests.extend(wishes);
        mix.contracts.iter_mut().for_each(agree);
        mix
    })
}

/// Makes hours agree over a long plan that only a short one could keep: a plan folder with such rules is refused.
fn agree(contract: &mut Contract) {
    let weekly = contract.averages.iter().map(|average| average.most).min();
    contract.week.min = weekly.map_or(contract.week.min, |most| contract.week.min.min(most));
    let weeks = LONG_DAYS as i32 / 7 + 2;
    if let Some(plan) = &mut contract.plan {
        plan.max = (plan.max * weeks).max(contract.week.min * weeks);
    }
    if let Some(month) = &mut contract.month {
        (month.min, month.max) = (Minutes::ZERO, month.max.max(contract.week.min * 5));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(12), ..ProptestConfig::default() })]

    #[test]
    fn every_long_plan_is_legal_and_costs_what_its_roster_says(mix in long_mix()) {
        let mut scenario = mix.scenario(false);
        for index in 0..LONG_TYPES {
            let mut idle = template(&format!("idle {index}"), &[9.0], &[8.0]);
            idle.contracts = Some(Vec::new());
            scenario.shifts.push(idle);
        }
        let found = roster_and_audit(&scenario, &[]);
        let lines: Vec<&[Shift]> = found.roster.lines.iter().map(|line| &*line.shifts).collect();
        let of_lines: f64 =
            lines.iter().enumerate().map(|(agent, line)| cost_of_line(&scenario, agent, line)).sum();
        let again = of_lines + cost_of_posts(&scenario, &lines);
        let cost = found.proof.cost().major();
        prop_assert!((cost - again).abs() < 0.02, "{} by the roster: {:?}", again, found.proof);
    }
}

/// Every line of an agent that keeps the rules.
fn legal_lines(scenario: &Scenario, agent: usize) -> Vec<Vec<Shift>> {
    let grid = &scenario.grid;
    let of_day = |day: i32| {
        let kinds = scenario.shifts.iter().enumerate();
        let shifts = kinds.flat_map(move |(template, kind)| {
            let pairs = kind.starts.iter().flat_map(|&start| kind.lengths.iter().map(move |&of| (start, of)));
            pairs.map(move |(start, length)| {
                let start = grid.at(day, start);
                Shift { template: Some(template), day, start, end: start + length, breaks: Vec::new() }
            })
        });
        shifts.map(Some).chain([None]).collect::<Vec<Option<Shift>>>()
    };
    let mut lines: Vec<Vec<Shift>> = vec![Vec::new()];
    for day in 0..grid.days() as i32 {
        let choices = of_day(day);
        let longer = |line: &Vec<Shift>| {
            let with = |choice: &Option<Shift>| line.iter().chain(choice).cloned().collect::<Vec<Shift>>();
            choices.iter().map(with).collect::<Vec<_>>()
        };
        lines = lines.iter().flat_map(longer).collect();
    }
    lines.retain(|line| {
        let mut all = vec![Vec::new(); scenario.agents.len()];
        all[agent].clone_from(line);
        audit::judge(scenario, &roster(all)).iter().all(|broken| broken.agent != Some(agent))
    });
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), ..ProptestConfig::default() })]

    /// And a rule is given up for those alone who have no line that keeps all.
    #[test]
    fn no_roster_of_a_small_plan_costs_less(mix in mix(1..3, 2..5)) {
        let scenario = mix.scenario(false);
        let of_each: Vec<_> = (0..scenario.agents.len()).map(|agent| legal_lines(&scenario, agent)).collect();
        let found = roster_and_audit(&scenario, &[]);
        let are_left = |lines: &Vec<Vec<Shift>>| !lines.is_empty();
        for (agent, lines) in of_each.iter().enumerate() {
            let is_conceded = found.concessions.iter().any(|conceded| conceded.agent == agent);
            prop_assert_eq!(is_conceded, !are_left(lines), "{:?}", found.concessions);
        }
        if !of_each.iter().all(are_left) {
            return Ok(());
        }
        let priced = |(agent, lines): (usize, &Vec<Vec<Shift>>)| {
            let price = |line: &Vec<Shift>| (cost_of_line(&scenario, agent, line), line.clone());
            lines.iter().map(price).collect::<Vec<_>>()
        };
        let mut of_each = of_each.iter().enumerate().map(priced);
        let first = of_each.next().unwrap();
        let second = of_each.next().unwrap_or_else(|| vec![(0.0, Vec::new())]);
        let mut least = f64::INFINITY;
        for (one, line) in &first {
            for (other, beside) in &second {
                // Posts never cost less than nothing.
                if one + other < least {
                    least = least.min(one + other + cost_of_posts(&scenario, &[line, beside]));
                }
            }
        }
        prop_assert!(found.proof.bound.major() <= least + 0.01, "{:?} where {} is possible", found.proof, least);
        let cost = found.proof.cost().major();
        prop_assert!((cost - least).abs() < 0.01, "found {} where {} is possible", cost, least);
    }
}

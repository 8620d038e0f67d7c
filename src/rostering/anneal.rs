use std::collections::BTreeSet;
use std::ops::Range;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64;

use super::concessions::keep_all;
use super::draft::{Blur, Draft};
use super::engine::Engine;
use super::frames::{spans, weeks};
use super::state::Lines;
use super::terms::Open;
use super::until::Until;
use crate::model::Watch;

/// At first everyone chooses anew, so many times at most,
const SWEEPS: usize = 6;
/// and then a few at a time: so many of them at most for a week or two, or more often for a few days, as that takes less
/// and reaches what whole weeks do not.
const MOST_TOGETHER: usize = 4;
const MOST_FOR_DAYS: usize = 2;
const MOST_DAYS: usize = 3;
const SHARE_OF_WEEKS: f64 = 0.2;
/// How far off they see what presence is worth, as a share of what a change for the worse may cost.
const BLUR: f64 = 0.1;
/// What a change for the worse may cost, as a share of what an agent's week does on average: at first, where there
/// was a roster to start from, and in the end.
const HOT: f64 = 0.75;
const WARM: f64 = 0.15;
const COLD: f64 = 0.004;
/// Where time is limited, no more than this share of it goes into annealing; less where only posts are to be filled, for
/// which there is better.
const SHARE_OF_TIME: f64 = 0.4;
const SHARE_FOR_POSTS: f64 = 0.05;

/// How hot annealing begins, and how often it lets a few agents choose anew for each agent and week.
#[derive(Clone, Copy)]
pub(super) struct Heat {
    hot: f64,
    rounds: usize,
}

impl Heat {
    /// From nothing, or from a roster that was there before.
    pub fn new(has_start: bool, rounds: usize) -> Self {
        Heat { hot: if has_start { WARM } else { HOT }, rounds }
    }
}

/// A good roster within seconds, by ruin and recreate (Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000): some
/// agents who serve the same queue lose the work of some days, and one after the other takes the line that
/// costs least beside all others'. A change for the worse is taken now and then, ever more seldom, as in simulated
/// annealing (Kirkpatrick, Gelatt and Vecchi 1983). From a roster to start from on, less heat will do.
pub(super) fn anneal(
    engine: &Engine,
    (start, heat): (Option<&Lines>, Heat),
    random: &mut Pcg64,
    until: &Until,
) -> Lines {
    // A long plan is drafted a few weeks at a time, which would not leave as it is what is good as a whole.
    if let Some(start) = start.filter(|start| engine.is_long() && keep_all(engine, start)) {
        return start.clone();
    }
    let mut lines = engine.settled.clone();
    let weeks = weeks(engine);
    let spans = spans(engine, weeks.len());
    let mut given_up = BTreeSet::new();
    for (place, span) in spans.iter().enumerate() {
        let is_last = span.end == weeks.len();
        let days = weeks[span.start].start..weeks[span.end - 1].end;
        let open = if is_last { Open::NEITHER } else { Open::AFTER };
        let mut draft = Draft::new(engine, (&lines, start), days.clone(), open);
        sweep(&mut draft, until);
        until.tell("annealing", None, draft.cost(), None);
        let (swept, cost) = (lines_of(&draft, &lines), draft.cost());
        let inside: Vec<Range<usize>> = weeks[span.clone()]
            .iter()
            .map(|week| (week.start - days.start) as usize..(week.end - days.start) as usize)
            .collect();
        // Long plans soon get a better roster from prices, and have none before the last week is drafted.
        if !engine.is_long() {
            let share = share_of_time(engine) * (place + 1) as f64 / spans.len() as f64;
            cool(&mut draft, &inside, (heat, share), random, until);
            until.tell("annealing", Some(1.0), draft.cost().min(cost), None);
        }
        if spans.len() > 1 {
            given_up.extend(draft.given_up());
        }
        lines = if draft.cost() <= cost { lines_of(&draft, &lines) } else { swept };
    }
    mended(engine, given_up, lines)
}

/// What was given up of some agents' rules, week after week, may be kept over the whole plan: then they take the best
/// line that does.
fn mended(engine: &Engine, given_up: BTreeSet<usize>, mut lines: Lines) -> Lines {
    let agents: Vec<usize> = given_up.into_iter().collect();
    // In long plans the networks of so many days are too large to have those of all agents at once.
    for some in agents.chunks(if engine.is_long() { 1 } else { agents.len().max(1) }) {
        let free = engine.free_days();
        let draft = Draft::of(engine, some, (&lines, Some(&lines)), free, Open::NEITHER);
        lines = lines_of(&draft, &lines);
    }
    lines
}

/// A first roster: everyone chooses until nobody gains, from a roster to start from or from nothing.
pub(super) fn sketch(engine: &Engine, start: Option<&Lines>, until: &Until) -> Lines {
    let mut lines = engine.settled.clone();
    let weeks = weeks(engine);
    let spans = spans(engine, weeks.len());
    let mut given_up = BTreeSet::new();
    for span in &spans {
        let open = if span.end == weeks.len() { Open::NEITHER } else { Open::AFTER };
        let days = weeks[span.start].start..weeks[span.end - 1].end;
        let mut draft = Draft::new(engine, (&lines, start), days, open);
        sweep(&mut draft, until);
        if spans.len() > 1 {
            given_up.extend(draft.given_up());
        }
        draft.write(&mut lines);
    }
    mended(engine, given_up, lines)
}

/// The share of the time that goes into annealing, where time is limited.
fn share_of_time(engine: &Engine) -> f64 {
    if engine.scenario.queues.is_empty() { SHARE_FOR_POSTS } else { SHARE_OF_TIME }
}

fn lines_of(draft: &Draft, lines: &Lines) -> Lines {
    let mut lines = lines.clone();
    draft.write(&mut lines);
    lines
}

/// Everyone chooses anew, again and again until nobody gains.
fn sweep(draft: &mut Draft, until: &Until) {
    let mut cost = draft.cost();
    for _ in 0..SWEEPS {
        let before = cost;
        for seat in 0..draft.seats() {
            if until.should_stop() {
                return;
            }
            cost = attempt(draft, &[seat], &draft.all_days(), Blur::none(), (cost, cost));
        }
        if cost >= before {
            return;
        }
    }
}

/// Lets some agents choose some days anew, and takes it back where the roster then costs more than `limit`; what
/// it costs then.
fn attempt(
    draft: &mut Draft,
    seats: &[usize],
    days: &Range<usize>,
    blur: Blur,
    (cost, limit): (f64, f64),
) -> f64 {
    let former = draft.recreate(seats, days, blur);
    let new = draft.cost();
    if new <= limit {
        return new;
    }
    draft.restore(former);
    cost
}

/// Changes some agents' days again and again while it gets colder.
///
/// Where time is limited it is over with `share` of it.
fn cool(
    draft: &mut Draft,
    weeks: &[Range<usize>],
    (heat, share): (Heat, f64),
    random: &mut Pcg64,
    until: &Until,
) {
    let mut order: Vec<usize> = (0..draft.seats()).collect();
    let Heat { hot, rounds } = heat;
    let rounds = rounds * order.len() * weeks.len();
    let mut cost = draft.cost();
    let before = until.spent();
    let mean = draft.wages() / (order.len() * weeks.len()).max(1) as f64;
    for round in 0..rounds {
        let done = (round as f64 / rounds as f64).max((until.spent() - before) / (share - before).max(1e-9));
        if done >= 1.0 || until.should_stop() {
            return;
        }
        let heat = mean * hot * (COLD / hot).powf(done);
        let limit = cost - heat * (1.0 - random.random::<f64>()).ln();
        let (days, most) = match random.random_bool(SHARE_OF_WEEKS) {
            true => (some_weeks(weeks, random), MOST_TOGETHER),
            false => (some_days(&draft.all_days(), random), MOST_FOR_DAYS),
        };
        let some = some_seats(draft, &mut order, most, random);
        cost = attempt(draft, &some, &days, Blur::of(BLUR * heat, random), (cost, limit));
    }
}

/// A week, or two in a row.
fn some_weeks(weeks: &[Range<usize>], random: &mut Pcg64) -> Range<usize> {
    let first = random.random_range(0..weeks.len());
    let last = (first + random.random_range(0..2usize)).min(weeks.len() - 1);
    weeks[first].start..weeks[last].end
}

/// A few days in a row.
fn some_days(all: &Range<usize>, random: &mut Pcg64) -> Range<usize> {
    let days = random.random_range(1..=MOST_DAYS).min(all.len());
    let first = random.random_range(all.start..=all.end - days);
    first..first + days
}

/// Some agents, at most so many, who serve the same queue.
fn some_seats(draft: &Draft, order: &mut [usize], most: usize, random: &mut Pcg64) -> Vec<usize> {
    order.shuffle(random);
    let queues = draft.skills(order[0]);
    let queue = (!queues.is_empty()).then(|| queues[random.random_range(0..queues.len())]);
    let serving =
        order.iter().copied().filter(|&seat| queue.is_none_or(|queue| draft.skills(seat).contains(&queue)));
    serving.take(random.random_range(1..=most)).collect()
}

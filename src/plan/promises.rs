mod known;

use std::ops::Range;

use super::measured::Measured;
use super::promise::{CONFIDENCE, Kept, Promise, Slack, raised};
use super::tiers::Weighed;
use crate::model::{Need, Period, PeriodService, PeriodSpan, Queue, Requirement, Rostered, Scenario, Series};
use crate::staffing::{self, Aim, over_periods};
use crate::units::Agents;
pub(super) use known::Known;

/// Log odds by which an aim is raised to see what that takes in agents.
const PROBE: f64 = 0.5;
/// The most that agents are taken to be worth more or fewer than they are, as a share of them, of two at least.
const MOST_OFFSET: f64 = 0.5;
const OF_TWO: f64 = 2.0;
/// An interval lacks nobody whom it requires when less than so much of an agent is missing.
const NOBODY: f64 = 0.05;
/// A roster has whom was asked for over a period when no more than this share of them is missing, as contacts find them: who
/// is missing while hardly anybody calls is no reason not to ask for more at other times.
const NOT_HAD: f64 = 0.01;

/// What is asked of the roster so that what it gives keeps every promise, corrected by what is measured.
///
/// Two things are learnt. What the agents of each interval are worth: as many agents of the formula as would give what
/// was measured with those there, so that backlog, absence and agents whom other queues need count where they do harm.
/// And what to aim at over each period, so that its promise holds with the chance it should.
#[derive(Clone)]
pub(super) struct Promises<'a> {
    scenario: &'a Scenario,
    each: &'a [Requirement],
    queues: Vec<Learnt>,
    /// Whether a roster was learnt from.
    is_informed: bool,
}

/// What is known of a queue.
#[derive(Clone)]
struct Learnt {
    /// Its measured periods; none where intervals are measured, or work is deferred.
    periods: Vec<Promise>,
    /// How many agents more, or fewer, those of an interval are worth.
    offsets: Series<f64>,
    /// The fewest agents of an interval: one fewer was measured to miss.
    least: Series<u32>,
    asked: Requirement,
}

impl<'a> Promises<'a> {
    /// At first each period aims at what is promised; `each` is what every interval by itself requires.
    pub fn new(scenario: &'a Scenario, each: &'a [Requirement]) -> Self {
        let learnt = |(queue, requirement): (&Queue, &Requirement)| {
            let grid = &scenario.grid;
            let periods = periods(queue);
            let aims: Vec<Aim> = periods.iter().map(|promise| promise.aim.clone()).collect();
            Learnt {
                asked: over_periods(queue, requirement, &aims, None),
                periods,
                offsets: Series::from_fn(grid.clone(), |_| 0.0),
                least: Series::from_fn(grid.clone(), |_| 0),
            }
        };
        let queues = scenario.queues.iter().zip(each).map(learnt).collect();
        Promises { scenario, each, queues, is_informed: false }
    }

    /// Whether anything is promised that more or fewer agents keep or miss.
    pub fn are_any(&self) -> bool {
        self.scenario.queues.iter().any(|queue| !queue.is_deferred() && queue.target.is_promise())
    }

    /// What is asked of the roster now.
    pub fn requirements(&self) -> Vec<Requirement> {
        self.queues.iter().map(|learnt| learnt.asked.clone()).collect()
    }

    /// Corrects what is asked by what was measured: more where a promise does not hold, and less where it holds with
    /// slack, as far as that is given back. Whether anything was corrected.
    ///
    /// Who shares agents with a queue that lacks some gives none back meanwhile: together they would ask for no more.
    pub fn correct(&mut self, rostered: &Rostered, measured: &Measured, slack: Slack) -> bool {
        let lacking = self.lacking(rostered, measured);
        let is_first = !self.is_informed && slack == Slack::GivenBack;
        self.is_informed = true;
        let mut is_corrected = false;
        for (index, queue) in
            self.scenario.queues.iter().enumerate().filter(|(_, queue)| !queue.is_deferred())
        {
            let learnt = &mut self.queues[index];
            let slack_in = |span: &Range<usize>| match is_among(self.scenario, index, span, &lacking) {
                true => Slack::Kept,
                false => slack,
            };
            let below = learnt.insist(rostered, &measured.missed(self.scenario, index));
            learnt.learn(queue, rostered, measured, self.scenario.shrinkage.present());
            let desk = Desk { scenario: self.scenario, queue, each: &self.each[index] };
            let mut next = match queue.target.measured {
                Period::Interval if slack_in(&(0..self.scenario.grid.len())) == Slack::GivenBack => {
                    let each = staffing::with_offsets(queue, desk.each, &learnt.offsets, &learnt.least);
                    learnt.safer(&desk, rostered, measured, &each)
                }
                Period::Interval => learnt.insisted(),
                _ => {
                    let kept = learnt.kept(&desk, rostered, measured, enough(measured, slack));
                    let moved = learnt.moved(&desk, &kept, slack_in, |span| {
                        is_first || below.iter().any(|interval| span.contains(interval))
                    });
                    learnt.aimed(&desk, &moved)
                }
            };
            if slack == Slack::Kept {
                raise(&mut next, &learnt.asked);
            }
            is_corrected |= agents(&next).ne(agents(&learnt.asked));
            learnt.asked = next;
        }
        is_corrected
    }
}

/// A queue, and what each of its intervals by itself requires.
struct Desk<'a> {
    scenario: &'a Scenario,
    queue: &'a Queue,
    each: &'a Requirement,
}

impl Promises<'_> {
    /// The queues that lack agents whom a roster could have, and when: promises that do not hold although the roster had
    /// whom was asked for.
    fn lacking(&self, rostered: &Rostered, measured: &Measured) -> Vec<(usize, Range<usize>)> {
        let of = |(index, learnt): (usize, &Learnt)| -> Vec<(usize, Range<usize>)> {
            let queue = &self.scenario.queues[index];
            if queue.target.measured == Period::Interval && !queue.is_deferred() {
                let missed = measured.missed(self.scenario, index);
                return missed.into_iter().map(|interval| (index, interval..interval + 1)).collect();
            }
            let periods = learnt.periods.iter().zip(&measured.service.queues[index].periods);
            let lacks = periods.filter(|(promise, period)| {
                period.chance_met < CONFIDENCE && learnt.is_had(rostered, &promise.aim)
            });
            lacks.map(|(promise, _)| (index, promise.aim.span.clone())).collect()
        };
        self.queues.iter().enumerate().flat_map(of).collect()
    }
}

impl Learnt {
    /// Of the intervals that miss, those that had whom they require, which shall have one more from now on.
    fn insist(&mut self, rostered: &Rostered, missed: &[usize]) -> Vec<usize> {
        let index = self.asked.queue;
        let needs = &self.asked.needs;
        let lacks = |interval: usize| rostered.shortage[index][interval] > NOBODY;
        let insisted: Vec<usize> = missed.iter().copied().filter(|&interval| !lacks(interval)).collect();
        for &interval in &insisted {
            let must = needs[interval].agents.get() - needs[interval].spare.get();
            self.least.values_mut()[interval] = must + 1;
        }
        insisted
    }

    /// Learns what the agents of each interval are worth; less than what the draw explains is nothing.
    fn learn(&mut self, queue: &Queue, rostered: &Rostered, measured: &Measured, present: f64) {
        let index = self.asked.queue;
        for (interval, offset) in self.offsets.values_mut().iter_mut().enumerate() {
            let need = &self.asked.needs[interval];
            let there = rostered.scheduled[index][interval] * present;
            let Some((share, error)) = measured.share(index, interval).filter(|_| there > 0.0) else {
                continue;
            };
            let Some(by_formula) = staffing::share_in_time(queue, need, there) else { continue };
            let apart = share - by_formula;
            let share = share - error.copysign(apart);
            let found = if apart.abs() > error { staffing::offset(queue, need, there, share) } else { None };
            let most = MOST_OFFSET * there.max(OF_TWO);
            *offset = found.unwrap_or(0.0).clamp(-most, most);
        }
    }

    /// Whether the roster has whom was asked for over the span of an aim.
    fn is_had(&self, rostered: &Rostered, aim: &Aim) -> bool {
        let scheduled = &rostered.scheduled[self.asked.queue];
        let (mut volume, mut without) = (0.0, 0.0);
        for interval in aim.span.clone() {
            let need = &self.asked.needs[interval];
            let asked = need.agents.as_f64().max(f64::MIN_POSITIVE);
            volume += need.volume;
            without += need.volume * (asked - scheduled[interval]).max(0.0) / asked;
        }
        without <= NOT_HAD * volume
    }

    /// What is asked, with those more that intervals that miss shall have.
    fn insisted(&self) -> Requirement {
        let needs = &self.asked.needs;
        let need = |interval: usize| at_least(needs[interval], self.least[interval]);
        Requirement { needs: Series::from_fn(needs.grid().clone(), need), ..self.asked.clone() }
    }

    /// What each interval is asked for, with those more who save penalties worth their wages.
    fn safer(
        &self,
        desk: &Desk,
        rostered: &Rostered,
        measured: &Measured,
        each: &Requirement,
    ) -> Requirement {
        let Desk { scenario, queue, .. } = desk;
        let index = self.asked.queue;
        let present = scenario.shrinkage.present();
        let weighed = Weighed {
            queue,
            periods: &measured.service.queues[index].periods,
            offsets: &self.offsets,
            present: &|interval| rostered.scheduled[index][interval] * present,
            wage: wage(scenario, index) / present.max(1e-6) * scenario.grid.interval().hours(),
        };
        weighed.safer(each)
    }

    /// What was measured of each promise over a period.
    fn kept<'m>(
        &self,
        desk: &Desk,
        rostered: &Rostered,
        measured: &'m Measured,
        enough: f64,
    ) -> Vec<Kept<'m>> {
        let periods = &measured.service.queues[self.asked.queue].periods;
        let kept = |(promise, period): (&Promise, &'m PeriodService)| {
            let expected = self.expected(desk.queue, &promise.aim);
            Kept {
                period,
                expected: expected.share,
                is_had: self.is_had(rostered, &expected),
                price: self.price(desk, &expected),
                enough,
            }
        };
        self.periods.iter().zip(periods).map(kept).collect()
    }

    /// The periods to aim at anew: those whose aim moves, and, with what is expected of them now, those to be shared out
    /// among their intervals anew.
    fn moved(
        &mut self,
        desk: &Desk,
        kept: &[Kept],
        slack_in: impl Fn(&Range<usize>) -> Slack,
        is_anew: impl Fn(&Range<usize>) -> bool,
    ) -> Vec<Aim> {
        let aim = |(promise, kept): (&mut Promise, &Kept)| {
            let span = promise.aim.span.clone();
            if promise.correct(&desk.queue.target, kept, slack_in(&span)) {
                return Some(promise.aim.clone());
            }
            is_anew(&span).then_some(Aim { span, share: kept.expected })
        };
        self.periods.iter_mut().zip(kept).filter_map(aim).collect()
    }

    /// What is asked when some periods are aimed at anew, and the others left alone.
    fn aimed(&self, desk: &Desk, moved: &[Aim]) -> Requirement {
        let found = over_periods(desk.queue, desk.each, moved, Some(&self.offsets));
        let mut next = self.asked.clone();
        for interval in moved.iter().flat_map(|aim| aim.span.clone()) {
            next.needs.values_mut()[interval] = at_least(found.needs[interval], self.least[interval]);
        }
        next
    }

    /// What the formulas expect of what is asked over the span of an aim.
    fn expected(&self, queue: &Queue, aim: &Aim) -> Aim {
        let (mut in_time, mut offered) = (0.0, 0.0);
        for interval in aim.span.clone() {
            let need = &self.asked.needs[interval];
            let share = staffing::share_in_time(queue, need, need.agents.as_f64() + self.offsets[interval]);
            in_time += need.volume * share.unwrap_or(1.0);
            offered += need.volume;
        }
        let share = if offered > 0.0 { in_time / offered } else { 1.0 };
        Aim { span: aim.span.clone(), share }
    }

    /// What it costs in wages to raise a period's share by a unit of log odds; nothing where no penalty is saved by it.
    fn price(&self, desk: &Desk, aim: &Aim) -> f64 {
        let Desk { scenario, queue, each } = desk;
        if queue.target.penalties.is_empty() {
            return 0.0;
        }
        let hours = |aim: &Aim| {
            let asked = over_periods(queue, each, std::slice::from_ref(aim), Some(&self.offsets));
            let agents = aim.span.clone().map(|interval| asked.needs[interval].agents.as_f64());
            agents.sum::<f64>() * scenario.grid.interval().hours()
        };
        let wage = wage(scenario, each.queue) / scenario.shrinkage.present().max(1e-6);
        wage * (hours(&raised(aim, PROBE)) - hours(aim)) / PROBE
    }
}

/// The promises of a queue over periods longer than an interval.
fn periods(queue: &Queue) -> Vec<Promise> {
    let answered = queue.target.answered.filter(|_| !queue.is_deferred());
    let Some(answered) = answered.filter(|_| queue.target.measured != Period::Interval) else {
        return Vec::new();
    };
    let aim = |span: PeriodSpan| Promise::new(Aim { span: span.intervals(), share: answered.share.get() });
    queue.measured_periods().into_iter().map(aim).collect()
}

/// The chance with which a promise counts as kept. Where slack is kept, and more is only to be asked for what is needed,
/// what a standard error of the draw explains is no lack.
fn enough(measured: &Measured, slack: Slack) -> f64 {
    if slack == Slack::Kept { measured.enough() } else { CONFIDENCE }
}

/// A need of at least so many agents whom the interval must have.
fn at_least(need: Need, least: u32) -> Need {
    let must = (need.agents.get() - need.spare.get()).max(least);
    let agents = need.agents.get().max(must);
    Need { agents: Agents::new(agents), spare: Agents::new(agents - must), ..need }
}

/// Whether a queue shares agents with one that lacks some in a span.
fn is_among(
    scenario: &Scenario,
    index: usize,
    span: &Range<usize>,
    lacking: &[(usize, Range<usize>)],
) -> bool {
    let shares = |other: usize| {
        scenario.agents.iter().any(|agent| agent.skills.contains(index) && agent.skills.contains(other))
    };
    let overlaps = |other: &Range<usize>| other.start < span.end && span.start < other.end;
    lacking.iter().any(|(other, when)| *other != index && overlaps(when) && shares(*other))
}

/// Nowhere fewer than before.
fn raise(next: &mut Requirement, before: &Requirement) {
    for (need, before) in next.needs.values_mut().iter_mut().zip(&before.needs) {
        let must = |need: &Need| need.agents.get() - need.spare.get();
        *need = match before.agents > need.agents {
            true => at_least(*before, must(need)),
            false => at_least(*need, must(before)),
        };
    }
}

/// The mean wage of an hour of those who serve a queue.
fn wage(scenario: &Scenario, queue: usize) -> f64 {
    let serving = scenario.agents.iter().filter(|agent| agent.skills.contains(queue));
    let wages: Vec<f64> =
        serving.map(|agent| scenario.contracts[agent.contract].wage_per_hour.major()).collect();
    wages.iter().sum::<f64>() / wages.len().max(1) as f64
}

fn agents(requirement: &Requirement) -> impl Iterator<Item = (Agents, Agents)> {
    requirement.needs.iter().map(|need| (need.agents, need.spare))
}

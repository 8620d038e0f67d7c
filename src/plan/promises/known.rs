use super::super::odds::{log_odds, share};
use super::super::promise::FARTHEST;
use super::{Desk, Learnt, Promise, Promises, at_least, periods};
use crate::model::{Period, Queue, Requirement, Series, Target};
use crate::staffing::{self, Aim, over_periods};

/// What a plan has learnt of what its queues need, for plans that are nearly the same.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::plan) struct Known {
    queues: Vec<KnownQueue>,
}

/// What is known of a queue.
#[derive(Debug, Clone, PartialEq)]
struct KnownQueue {
    id: String,
    target: Target,
    aims: Vec<Aim>,
    offsets: Series<f64>,
    least: Series<u32>,
    each: Requirement,
}

impl Promises<'_> {
    /// What has been learnt.
    pub fn known(&self) -> Known {
        let of = |(learnt, (queue, each)): (&Learnt, (&Queue, &Requirement))| KnownQueue {
            id: queue.id.clone(),
            target: queue.target.clone(),
            aims: learnt.periods.iter().map(|promise| promise.aim.clone()).collect(),
            offsets: learnt.offsets.clone(),
            least: learnt.least.clone(),
            each: each.clone(),
        };
        let desks = self.scenario.queues.iter().zip(self.each);
        Known { queues: self.queues.iter().zip(desks).map(of).collect() }
    }

    /// Begins from what another plan has learnt, queue by queue, where it has the same periods. Aims keep their distance
    /// from what is promised; an interval must have whom it missed without only where it requires no fewer than there.
    pub fn learn_from(&mut self, known: &Known) {
        for (index, queue) in self.scenario.queues.iter().enumerate() {
            let desk = Desk { scenario: self.scenario, queue, each: &self.each[index] };
            if queue.is_deferred() {
                continue;
            }
            if let Some(known) = known.queues.iter().find(|known| known.id == queue.id) {
                self.queues[index].learn_from(&desk, known);
            }
        }
        self.is_informed = true;
    }
}

impl Learnt {
    fn learn_from(&mut self, desk: &Desk, known: &KnownQueue) {
        let Desk { queue, each, .. } = desk;
        let spans = |aims: &[Aim]| aims.iter().map(|aim| aim.span.clone()).collect::<Vec<_>>();
        let own: Vec<Aim> = periods(queue).into_iter().map(|promise| promise.aim).collect();
        let is_same = known.offsets.grid() == self.offsets.grid()
            && known.target.measured == queue.target.measured
            && spans(&own) == spans(&known.aims);
        if !is_same {
            return;
        }
        let aims: Vec<Aim> =
            known.aims.iter().map(|aim| carried(aim, &known.target, &queue.target)).collect();
        self.periods = aims.iter().cloned().map(Promise::new).collect();
        self.offsets = known.offsets.clone();
        let is_no_less = |interval: usize| each.needs[interval].agents >= known.each.needs[interval].agents;
        let least = |interval: usize| if is_no_less(interval) { known.least[interval] } else { 0 };
        self.least = Series::from_fn(known.least.grid().clone(), least);
        let asked = match queue.target.measured {
            Period::Interval => staffing::with_offsets(queue, each, &self.offsets, &self.least),
            _ => over_periods(queue, each, &aims, Some(&self.offsets)),
        };
        let need = |interval: usize| at_least(asked.needs[interval], self.least[interval]);
        let needs = Series::from_fn(asked.needs.grid().clone(), need);
        self.asked = Requirement { needs, ..asked };
    }
}

/// An aim at the same distance from another promise, in log odds.
fn carried(aim: &Aim, from: &Target, to: &Target) -> Aim {
    let promised = |target: &Target| target.answered.map(|answered| log_odds(answered.share.get()));
    let (Some(before), Some(now)) = (promised(from), promised(to)) else { return aim.clone() };
    let floor = to.floor().map_or(now, |floor| log_odds(floor.get()).min(now));
    let next = (log_odds(aim.share) + now - before).clamp(floor, now + FARTHEST);
    Aim { share: share(next), ..aim.clone() }
}

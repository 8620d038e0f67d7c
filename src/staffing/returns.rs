use crate::model::{Behaviour, Need, Queue, Return, Series};
use crate::units::Seconds;

/// Rounds after which requirement and returns are taken as settled.
const MOST_ROUNDS: usize = 30;
/// A change in the share that hangs up which is none.
const SAME: f64 = 1e-6;

/// What a queue needs when agents have all hands full and contacts come back.
///
/// Who hangs up and calls again depends on how many agents there are, and the other way round: staffed in turns, from
/// nobody hanging up on, until no interval changes. What is said of an interval's volume and handle
/// time stays as forecast; its load is that of all who come in.
pub(super) fn settle(queue: &Queue, needs: impl Fn(&Queue) -> Series<Need>) -> Series<Need> {
    let mut loaded = queue.clone();
    let factor = queue.full_aht_factor();
    loaded.demand.aht = queue.demand.aht.map(|aht| Seconds::new(aht.get() * factor));
    let mut found = needs_of(queue, &mut loaded, |_| 0.0, &needs);
    if queue.behaviour.redial.is_some() {
        for _ in 0..MOST_ROUNDS {
            let abandonment = |interval: usize| found[interval].expected.abandonment.unwrap_or(0.0);
            let next = needs_of(queue, &mut loaded, abandonment, &needs);
            let is_settled = next.iter().zip(&found).all(is_same);
            found = next;
            if is_settled {
                break;
            }
        }
    }
    let forecast = &queue.demand;
    for (interval, need) in found.values_mut().iter_mut().enumerate() {
        (need.volume, need.aht) = (forecast.volume[interval], forecast.aht[interval]);
    }
    found
}

fn is_same((one, other): (&Need, &Need)) -> bool {
    let hung_up = |need: &Need| need.expected.abandonment.unwrap_or(0.0);
    one.agents == other.agents && (hung_up(one) - hung_up(other)).abs() < SAME
}

/// What a queue needs where so large a share of an interval's contacts hang up.
fn needs_of(
    queue: &Queue,
    loaded: &mut Queue,
    abandonment: impl Fn(usize) -> f64,
    needs: impl Fn(&Queue) -> Series<Need>,
) -> Series<Need> {
    if let Some(volume) = volumes(queue, abandonment) {
        loaded.demand.volume = volume;
    }
    needs(loaded)
}

/// Contacts that come in, the forecast's and those who come back; nothing where nobody does.
///
/// Those who will come back make up a pool that drains at the rate 1 / `after`, in opening hours; within an interval
/// of length L contacts flow into it evenly, so that of what flows in, 1 - (1 - e^(-L / after)) after / L flows out
/// again before its end.
pub(super) fn volumes(queue: &Queue, abandonment: impl Fn(usize) -> f64) -> Option<Series<f64>> {
    let Behaviour { redial, repeat, .. } = queue.behaviour;
    if redial.is_none() && repeat.is_none() {
        return None;
    }
    let demand = &queue.demand;
    let length = f64::from(demand.volume.grid().interval().get()) * 60.0;
    let (mut redials, mut repeats) = (Pool::default(), Pool::default());
    let volume = |interval: usize| {
        let forecast = demand.volume[interval];
        if !demand.open[interval] && !queue.is_deferred() {
            return forecast;
        }
        let gone = abandonment(interval);
        // Who is not helped comes back counted from the end of the contact.
        let aht = demand.aht[interval].get();
        let later = |back: Return| Return { after: Seconds::new(back.after.get() + aht), ..back };
        let redial = Flow::of(redial, gone, length);
        let repeat = Flow::of(repeat.map(later), 1.0 - gone, length);
        let at_once = redial.at_once() + repeat.at_once();
        let volume = (forecast + redials.waiting * redial.drained + repeats.waiting * repeat.drained)
            / (1.0 - at_once);
        redials.pass(&redial, volume);
        repeats.pass(&repeat, volume);
        volume
    };
    Some(Series::from_fn(demand.volume.grid().clone(), volume))
}

/// Those who will come back.
#[derive(Default)]
struct Pool {
    waiting: f64,
}

impl Pool {
    /// An interval with so many contacts passes.
    fn pass(&mut self, flow: &Flow, volume: f64) {
        self.waiting = self.waiting * (1.0 - flow.drained) + volume * (flow.share - flow.at_once());
    }
}

/// How contacts come back during an interval.
struct Flow {
    /// The share of the interval's contacts that will come back.
    share: f64,
    /// The share of the pool that comes back in the interval.
    drained: f64,
    /// The share of those joining the pool that comes back before the interval ends.
    soon: f64,
}

impl Flow {
    fn of(back: Option<Return>, of_share: f64, length: f64) -> Self {
        let Some(back) = back else { return Flow { share: 0.0, drained: 0.0, soon: 0.0 } };
        let after = back.after.get();
        let drained = if after > 0.0 { -(-length / after).exp_m1() } else { 1.0 };
        let soon = 1.0 - drained * after / length;
        Flow { share: back.share.get() * of_share, drained, soon: soon.clamp(0.0, 0.99) }
    }

    /// The share of the interval's contacts that come back before it ends.
    fn at_once(&self) -> f64 {
        self.share * self.soon
    }
}

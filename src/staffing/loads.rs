use super::LoadMethod;
use crate::model::{Demand, Series};
use crate::queueing::OfferedLoad;
use crate::units::{Erlangs, Rate, Seconds};

/// The load each interval is staffed for; none in intervals that are closed or in which nobody calls.
///
/// Contacts in progress when the last one came in are finished by their agents and need nobody further.
pub(super) fn offered_loads(demand: &Demand, method: LoadMethod) -> Series<Erlangs> {
    let grid = demand.volume.grid();
    let length = Seconds::new(f64::from(grid.interval().get()) * 60.0);
    let mut load = load_at_start(demand, length);
    let mut was_open = demand.open[0];
    Series::from_fn(grid.clone(), |interval| {
        let (volume, aht) = (demand.volume[interval], demand.aht[interval]);
        let is_open = demand.open[interval];
        if is_open && !was_open {
            load = OfferedLoad::empty();
        }
        was_open = is_open;
        let arrivals = Rate::per_second(volume / length.get());
        let most = load.advance(arrivals, aht, length);
        match method {
            _ if !is_open || volume <= 0.0 => Erlangs::default(),
            LoadMethod::ModifiedOfferedLoad | LoadMethod::Transient => most,
            LoadMethod::Stationary => arrivals * aht,
        }
    })
}

/// A queue open through midnight goes on as it was; others begin empty.
fn load_at_start(demand: &Demand, interval: Seconds) -> OfferedLoad {
    let last_of_day = demand.volume.grid().intervals_of_day(0).end - 1;
    if demand.open[0] && demand.open[last_of_day] {
        OfferedLoad::settled(Rate::per_second(demand.volume[0] / interval.get()), demand.aht[0])
    } else {
        OfferedLoad::empty()
    }
}

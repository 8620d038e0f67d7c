use super::agents::{AVAILABLE, HOURS};
use super::faults::{Faults, Place};
use super::hours::Window;
use super::table::Row;
use super::{availability, own_rules};

/// What an agent's row says beside the agent, and where.
#[derive(Clone)]
pub(super) struct AgentRow {
    pub hours_place: Place,
    pub plan_hours_place: Place,
    pub day_hours_place: Place,
    pub month_hours_place: Place,
    pub law_place: Place,
    /// Of the least days, the least nights and the most days off in a row.
    pub runs_places: [Place; 3],
    pub least_shifts_place: Place,
    /// When they can work in a usual week; nothing means always.
    pub available: Vec<Window>,
    pub available_place: Place,
}

impl AgentRow {
    pub fn read(row: &Row<'_>, faults: &mut Faults) -> Self {
        use own_rules::{EARLIEST, HOURS_PER_DAY, HOURS_PER_NIGHT, LATEST, LEAST_HOURS_PER_DAY};
        use own_rules::{LEAST_NIGHTS, LEAST_RUN, MOST_OFF};
        let of_day = [LEAST_HOURS_PER_DAY, HOURS_PER_DAY, EARLIEST, LATEST, HOURS_PER_NIGHT];
        let day_column = of_day.into_iter().find(|column| !row.text(*column).is_empty());
        AgentRow {
            hours_place: row.place(HOURS),
            plan_hours_place: row.place(own_rules::PLAN_HOURS),
            day_hours_place: row.place(day_column.unwrap_or(HOURS_PER_DAY)),
            month_hours_place: row.place(own_rules::MONTH_HOURS),
            law_place: row.place(own_rules::LAW),
            runs_places: [LEAST_RUN, LEAST_NIGHTS, MOST_OFF].map(|column| row.place(column)),
            least_shifts_place: row.place(own_rules::LEAST_SHIFTS),
            available: availability::read(row, AVAILABLE, faults),
            available_place: row.place(AVAILABLE),
        }
    }

    /// The row of an agent whom a what-if adds, all in the place that adds them.
    pub fn added(place: &Place, available: Vec<Window>) -> Self {
        AgentRow {
            hours_place: place.clone(),
            plan_hours_place: place.clone(),
            day_hours_place: place.clone(),
            month_hours_place: place.clone(),
            law_place: place.clone(),
            runs_places: std::array::from_fn(|_| place.clone()),
            least_shifts_place: place.clone(),
            available,
            available_place: place.clone(),
        }
    }
}

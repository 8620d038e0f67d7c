use super::assumed::Assumed;
use super::document::{Entry, Node, Value};
use super::faults::{Faults, Place};
use super::forms;
use super::laws;
use super::section::{Form, Section};
use crate::model::{Contract, Hireable};
use crate::units::{Minutes, Money};

const KEYS: [&str; 32] = [
    "id",
    "hours_per_week",
    "hours_in_plan",
    "hours_per_month",
    "average_hours",
    "max_hours_per_day",
    "min_hours_per_day",
    "max_hours_per_night",
    "earliest",
    "latest",
    "start_band",
    "one_start_per_week",
    "wage_per_hour",
    "min_rest",
    "weekly_rest",
    "max_days_per_week",
    "min_days_off_per_week",
    "max_consecutive_days",
    "max_consecutive_nights",
    "min_consecutive_nights",
    "min_consecutive_days",
    "min_consecutive_days_off",
    "max_consecutive_days_off",
    "days_off_together",
    "max_weekends",
    "complete_weekends",
    "forward_rotation",
    "max_shifts",
    "min_shifts",
    "not_followed_by",
    "law",
    "hireable",
];
const HIREABLE_KEYS: [&str; 3] = ["cost", "lead_time", "at_most"];

/// Daily rest where the plan does not say (EU Working Time Directive, art. 3).
const USUAL_REST: Minutes = Minutes::new(11 * 60);
/// Days from deciding on a hire to their first day where the plan does not say: 5 weeks.
const USUAL_LEAD_DAYS: u32 = 35;

/// A contract as the plan file has it: the shifts it limits still by name.
pub(super) struct ContractDraft {
    pub contract: Contract,
    pub place: Place,
    pub hours_place: Place,
    pub plan_hours_place: Place,
    pub day_hours_place: Place,
    pub month_hours_place: Place,
    /// Of the least days, the least nights and the most days off in a row.
    pub runs_places: [Place; 3],
    pub max_shifts: Vec<(String, Place, u32)>,
    pub min_shifts: Vec<(String, Place, u32)>,
    pub min_shifts_place: Place,
    pub not_followed_by: Vec<(String, Place, Vec<String>)>,
}

/// Reads the contracts; those that cannot be read are left out.
pub(super) fn read(plan: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> Vec<ContractDraft> {
    if !plan.has("contract") {
        let remedy =
            "a table [[contract]] with id, hours_per_week and wage_per_hour for each kind of contract";
        faults.error("no-contracts", plan.place, "the plan has no contracts", "", remedy);
    }
    plan.each("contract", &["unknown-contract"], faults, |node, faults| read_one(node, assumed, faults))
}

/// The contract with an id, among all of a plan.
pub(super) fn find_contract<'a>(
    id: &str,
    contracts: impl Iterator<Item = &'a Contract> + Clone,
    place: &Place,
    faults: &mut Faults,
) -> Option<usize> {
    let found = contracts.clone().position(|contract| contract.id == id);
    if found.is_none() {
        let known = contracts.map(|contract| contract.id.as_str());
        faults.unknown("unknown-contract", place, "no contract of the plan has this id", id, known);
    }
    found
}

fn read_one(node: &Node, assumed: &mut Assumed, faults: &mut Faults) -> Option<ContractDraft> {
    let section = Section::open("contract", node, &KEYS, faults)?;
    let id = section.require("id", &forms::ID, faults);
    let week = section.require("hours_per_week", &forms::HOURS, faults);
    let plan = section.read("hours_in_plan", &forms::HOURS, faults);
    let wage = section.require("wage_per_hour", &forms::MONEY, faults);
    let month = section.read("hours_per_month", &forms::HOURS, faults);
    let averages = section.read("average_hours", &forms::AVERAGES, faults).unwrap_or_default();
    let max_hours_per_day = section.read("max_hours_per_day", &forms::HOURS_OF_DAY, faults);
    let min_hours_per_day = section.read("min_hours_per_day", &forms::HOURS_OF_DAY, faults);
    let max_hours_per_night = section.read("max_hours_per_night", &forms::HOURS_OF_DAY, faults);
    let earliest = section.read("earliest", &forms::TIME_OF_DAY, faults);
    let latest = section.read("latest", &forms::TIME_OF_DAY, faults);
    let band = section.read("start_band", &forms::BAND, faults);
    let is_one_start = section.read("one_start_per_week", &forms::FLAG, faults);
    let days_off_together = section.read("days_off_together", &forms::DAYS_OFF, faults);
    let min_rest = section.read("min_rest", &forms::MINUTES, faults);
    let weekly_rest = section.read("weekly_rest", &forms::WEEKLY_REST, faults);
    let max_days_per_week = section.read("max_days_per_week", &forms::POSITIVE_COUNT, faults);
    let days_off_per_week = section.read("min_days_off_per_week", &forms::DAYS_OFF, faults);
    let max_consecutive_days = section.read("max_consecutive_days", &forms::POSITIVE_COUNT, faults);
    let max_consecutive_nights = section.read("max_consecutive_nights", &forms::POSITIVE_COUNT, faults);
    let min_consecutive_nights = section.read("min_consecutive_nights", &forms::POSITIVE_COUNT, faults);
    let min_consecutive_days = section.read("min_consecutive_days", &forms::POSITIVE_COUNT, faults);
    let min_consecutive_days_off = section.read("min_consecutive_days_off", &forms::POSITIVE_COUNT, faults);
    let max_consecutive_days_off = section.read("max_consecutive_days_off", &forms::POSITIVE_COUNT, faults);
    let max_weekends = section.read("max_weekends", &forms::WEEKENDS, faults);
    let has_complete_weekends = section.read("complete_weekends", &forms::FLAG, faults).unwrap_or(false);
    let has_forward_rotation = section.read("forward_rotation", &forms::FLAG, faults).unwrap_or(false);
    let max_shifts = read_by_shift(&section, "max_shifts", &forms::COUNT, faults);
    let min_shifts = read_by_shift(&section, "min_shifts", &forms::COUNT, faults);
    let not_followed_by = read_by_shift(&section, "not_followed_by", &forms::NAMES, faults);
    let hireable = read_hireable(&section, assumed, faults);
    let spans = [("hours_per_week", week), ("hours_in_plan", plan), ("hours_per_month", month)];
    for (key, span) in spans {
        if let Some(span) = span.filter(|span| span.min > span.max) {
            let message = format!("{}: the least hours are more than the most", section.name);
            let found = format!("{}-{}", span.min, span.max);
            faults.error("contradicting-hours", section.place_of(key), message, found, "the least first");
        }
    }
    if let Some(span) = week.filter(|span| span.min > Minutes::from_hours(168.0)) {
        let message = format!("{}: a week has only 168 hours", section.name);
        let remedy = "hours of one week; `hours_in_plan` for the whole plan";
        faults.error(
            "absurd-hours",
            section.place_of("hours_per_week"),
            message,
            span.min.to_string(),
            remedy,
        );
        return None;
    }
    let law = section.read("law", &forms::TEXT, faults);
    let law = law.and_then(|law| laws::find(&section.name, &law, section.place_of("law"), faults));
    if !section.has("min_rest") && law.is_none() {
        assumed.note_of(&section.name, "11h of rest between shifts, as no `min_rest` is given");
    }
    let mut contract = Contract {
        id: id?,
        week: week?,
        plan,
        month,
        averages,
        wage_per_hour: wage?,
        max_hours_per_day,
        min_hours_per_day,
        max_hours_per_night,
        earliest,
        latest: latest_after(earliest, latest),
        start_band: start_band(band, is_one_start),
        min_rest: min_rest.unwrap_or(USUAL_REST),
        weekly_rest,
        max_days_per_week: days_per_week(max_days_per_week, days_off_per_week),
        max_consecutive_days,
        max_consecutive_nights,
        min_consecutive_nights,
        min_consecutive_days,
        min_consecutive_days_off,
        max_consecutive_days_off,
        days_off_together,
        max_weekends,
        has_complete_weekends,
        has_forward_rotation,
        max_shifts: Vec::new(),
        min_shifts: Vec::new(),
        successions: Vec::new(),
        breaks_due: Vec::new(),
        law,
        hireable,
    };
    let of_day = ["min_hours_per_day", "max_hours_per_day", "earliest", "latest", "max_hours_per_night"];
    let day_key = of_day.into_iter().find(|key| section.has(key)).unwrap_or(of_day[0]);
    let of_runs = ["min_consecutive_days", "min_consecutive_nights", "max_consecutive_days_off"];
    let place = |key: &str| section.node(key).map(|node| node.place.clone());
    laws::apply(&section.name, &mut contract, place, faults);
    Some(ContractDraft {
        contract,
        place: section.place_of("id").clone(),
        hours_place: section.place_of("hours_per_week").clone(),
        plan_hours_place: section.place_of("hours_in_plan").clone(),
        day_hours_place: section.place_of(day_key).clone(),
        month_hours_place: section.place_of("hours_per_month").clone(),
        runs_places: of_runs.map(|key| section.place_of(key).clone()),
        max_shifts,
        min_shifts,
        min_shifts_place: section.place_of("min_shifts").clone(),
        not_followed_by,
    })
}

/// When shifts must have ended, in minutes after the midnight of their day: on the day after where it is no later than
/// they may start.
pub(super) fn latest_after(earliest: Option<i32>, latest: Option<i32>) -> Option<i32> {
    let latest = latest?;
    Some(if earliest.is_some_and(|earliest| latest <= earliest) { latest + 1440 } else { latest })
}

/// How far apart the starts of a week may lie.
pub(super) fn start_band(band: Option<Minutes>, is_one_start: Option<bool>) -> Option<Minutes> {
    if is_one_start == Some(true) { Some(Minutes::ZERO) } else { band }
}

/// What a key says of each shift it names: `{ night = 3, late = 10 }`.
fn read_by_shift<T>(
    contract: &Section<'_>,
    key: &str,
    form: &Form<T>,
    faults: &mut Faults,
) -> Vec<(String, Place, T)> {
    let Some(node) = contract.node(key) else { return Vec::new() };
    let Value::Table(table) = &node.value else {
        let message = format!("{}: `{key}` is a table of the shifts it names", contract.name);
        let remedy = format!("a table by shift, for each {}", form.remedy);
        faults.error("not-a-table", &node.place, message, node.value.written(), remedy);
        return Vec::new();
    };
    let read = |entry: &Entry| {
        let name = format!("{}: `{key}` of `{}`", contract.name, entry.key);
        let said = form.read(&name, &entry.node, faults)?;
        Some((entry.key.clone(), entry.place.clone(), said))
    };
    table.entries.iter().filter_map(read).collect()
}

/// The most working days in a week, where so many have to be off.
pub(super) fn days_per_week(most: Option<u32>, off: Option<u32>) -> Option<u32> {
    most.into_iter().chain(off.map(|off| 7 - off)).min()
}

fn read_hireable(contract: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> Option<Hireable> {
    let node = contract.node("hireable")?;
    if matches!(node.value, Value::Flag(false)) {
        return None;
    }
    let section = Section::open(&format!("hireable of {}", contract.name), node, &HIREABLE_KEYS, faults)?;
    let cost = section.read("cost", &forms::MONEY, faults).unwrap_or(Money::ZERO);
    let lead_days = section.read("lead_time", &forms::LEAD_DAYS, faults);
    let at_most = section.require("at_most", &forms::COUNT, faults);
    if !section.has("lead_time") {
        assumed.note_of(&contract.name, "5 weeks to hire, as no `lead_time` is given");
    }
    Some(Hireable { cost, lead_days: lead_days.unwrap_or(USUAL_LEAD_DAYS), at_most: at_most? })
}

use std::sync::Arc;

use chrono_tz::{TZ_VARIANTS, Tz};

use super::assumed::Assumed;
use super::document::Value;
use super::faults::Faults;
use super::forms;
use super::nearest::nearest;
use super::queues;
use super::section::{Form, Section};
use crate::model::{Grid, Prices, Shrinkage};
use crate::units::{Minutes, Money, Share};

/// The keys of the plan file outside its tables, and its tables.
pub(super) const KEYS: [&str; 21] = [
    "name",
    "time_zone",
    "start",
    "days",
    "interval_minutes",
    "currency",
    "forecast",
    "agents",
    "requests",
    "posts",
    "history",
    "forecast_error",
    "queue",
    "shrinkage",
    "shift",
    "contract",
    "prices",
    "hiring",
    "holidays",
    "fairness",
    "teams",
];

/// Shrinkage outside the roster where the plan does not say, in percent.
pub(super) const USUAL_SHRINKAGE: f64 = 8.0;
/// How many times the dearest wage an agent hour short is priced at.
const SHORTAGE_WAGES: f64 = 10.0;
/// The price of a wish not granted.
const USUAL_WISH: f64 = 5.0;
/// The longest plan: a year and a leap day, and the rest of its last week.
const MOST_DAYS: u32 = 372;

/// Reads `time_zone`; nothing where it is missing or unknown.
pub(super) fn read_zone(section: &Section<'_>, faults: &mut Faults) -> Option<Tz> {
    let node = section.node("time_zone")?;
    let name = forms::TEXT.read(&format!("{}: `time_zone`", section.name), node, faults)?;
    match name.parse() {
        Ok(zone) => Some(zone),
        Err(_) => {
            let message = format!("{}: no time zone has this name", section.name);
            faults.error("unknown-time-zone", &node.place, message, name.clone(), zone_remedy(&name));
            None
        }
    }
}

/// Offers the time zone that was meant.
pub(super) fn zone_remedy(name: &str) -> String {
    let city = name.rsplit('/').next().unwrap_or(name).replace(' ', "_");
    let by_city = TZ_VARIANTS
        .iter()
        .map(|zone| zone.name())
        .find(|known| known.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(&city)));
    match by_city.or_else(|| nearest(name, TZ_VARIANTS.iter().map(|zone| zone.name()))) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "a name of the IANA time zone database, like Europe/Brussels".to_owned(),
    }
}

const ZONE_NAME: Form<()> = Form {
    code: "bad-text",
    remedy: "the time zone of the planner, like \"Europe/Brussels\"",
    parse: |_| Some(()),
};

const INTERVAL: Form<u32> = Form {
    code: "bad-interval",
    remedy: "15, 30 or 60",
    parse: |value| match value {
        Value::Whole(minutes @ (15 | 30 | 60)) => Some(*minutes as u32),
        _ => None,
    },
};

const DAYS: Form<u32> = Form {
    code: "bad-days",
    remedy: "a whole number of days from 1 to 372",
    parse: |value| (forms::POSITIVE_COUNT.parse)(value).filter(|&days| days <= MOST_DAYS),
};

const CURRENCY: Form<String> = Form {
    code: "bad-currency",
    remedy: "a code of three letters, like \"EUR\"",
    parse: |value| {
        (forms::TEXT.parse)(value)
            .filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()))
    },
};

/// The name, the currency, the zone and the days of the plan.
pub(super) struct General {
    pub name: String,
    pub currency: String,
    pub zone: Tz,
    pub grid: Option<Arc<Grid>>,
}

/// Reads what the plan file says of the plan as a whole.
pub(super) fn read(plan: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> General {
    let name = plan.require("name", &forms::TEXT, faults).unwrap_or_default();
    plan.require("time_zone", &ZONE_NAME, faults);
    let zone = read_zone(plan, faults);
    let start = plan.require("start", &forms::DATE, faults);
    let days = plan.require("days", &DAYS, faults);
    let interval = plan.read("interval_minutes", &INTERVAL, faults);
    if !plan.has("interval_minutes") {
        assumed.note("intervals of 30 minutes, as no `interval_minutes` is given");
    }
    let currency = plan.read("currency", &CURRENCY, faults).unwrap_or_else(|| "EUR".to_owned());
    if !plan.has("currency") {
        assumed.note("amounts in EUR, as no `currency` is given");
    }
    let minutes = Minutes::new(interval.unwrap_or(30) as i32);
    let is_interval_known = interval.is_some() || !plan.has("interval_minutes");
    let known = zone.zip(start).zip(days).filter(|_| is_interval_known);
    let grid = known.and_then(|((zone, start), days)| {
        let grid = Grid::new(zone, start, days as usize, minutes);
        if grid.is_none() {
            let message = "a change of the clock in these days is not a whole number of intervals";
            let remedy = "a smaller interval_minutes";
            faults.error("uneven-day", plan.place_of("start"), message, start.to_string(), remedy);
        }
        grid.map(Arc::new)
    });
    General { name, currency, zone: zone.unwrap_or(Tz::UTC), grid }
}

/// Reads the shrinkage: each cause by its name.
pub(super) fn read_shrinkage(plan: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> Shrinkage {
    let Some(node) = plan.node("shrinkage") else {
        assumed.note(format!("shrinkage of {USUAL_SHRINKAGE} %, as no [shrinkage] is given"));
        let usual = Share::percent(USUAL_SHRINKAGE).unwrap_or_default();
        return Shrinkage { causes: vec![("assumed".to_owned(), usual)] };
    };
    let Value::Table(table) = &node.value else {
        let remedy = "a table of causes: sickness = \"5%\"";
        faults.error("not-a-table", &node.place, "shrinkage has to be a table", node.value.written(), remedy);
        return Shrinkage::default();
    };
    let mut causes = Vec::new();
    for entry in &table.entries {
        let Some(share) = forms::SHARE.read(&format!("shrinkage: `{}`", entry.key), &entry.node, faults)
        else {
            continue;
        };
        if share.get() > 0.9 {
            let message = format!("shrinkage: `{}` leaves hardly anyone", entry.key);
            faults.error(
                "absurd-shrinkage",
                &entry.node.place,
                message,
                share.to_string(),
                "a share up to 90 %",
            );
        }
        causes.push((entry.key.clone(), share));
    }
    Shrinkage { causes }
}

/// Reads the internal prices.
pub(super) fn read_prices(
    plan: &Section<'_>,
    dearest_wage: Money,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Prices {
    let section = plan
        .node("prices")
        .and_then(|node| Section::open("prices", node, &["shortage_per_hour", "wish"], faults));
    let mut price = |key: &str| section.as_ref().and_then(|prices| prices.read(key, &forms::MONEY, faults));
    let (shortage, wish) = (price("shortage_per_hour"), price("wish"));
    let shortage_hour = shortage.unwrap_or_else(|| {
        let usual = dearest_wage.times(SHORTAGE_WAGES).max(Money::from_major(1.0));
        if !queues::are_posts_alone(plan) {
            assumed.note(format!("an agent hour short weighs {usual}: ten times the dearest wage"));
        }
        usual
    });
    Prices { shortage_hour, wish: wish.unwrap_or_else(|| Money::from_major(USUAL_WISH)) }
}

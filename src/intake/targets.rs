use super::assumed::Assumed;
use super::document::{Node, Value};
use super::faults::Faults;
use super::forms;
use super::section::Section;
use crate::model::{Answered, Channel, Counting, Penalty, Period, Target};
use crate::units::{Seconds, Share};

const KEYS: [&str; 9] = [
    "answered",
    "max_average_wait",
    "max_abandonment",
    "max_occupancy",
    "respond_within",
    "measured",
    "least_in_interval",
    "counting",
    "penalties",
];

const PERIODS: [(&str, Period); 5] = [
    ("interval", Period::Interval),
    ("day", Period::Day),
    ("week", Period::Week),
    ("month", Period::Month),
    ("plan", Period::Plan),
];

const COUNTINGS: [(&str, Counting); 4] = [
    ("offered", Counting::Offered),
    ("abandons-in-time", Counting::AbandonsInTime),
    ("answered", Counting::Answered),
    ("without-short-abandons", Counting::WithoutShortAbandons),
];

/// The habit of the industry where no agreement is given: 80 % in 20 s (Call Centre Helper, CCmath).
const USUAL_SHARE: f64 = 80.0;
const USUAL_SECONDS: f64 = 20.0;
/// The usual cap on occupancy in percent, of immediate and of deferred work (Call Centre Helper; Genesys).
const USUAL_OCCUPANCY: f64 = 85.0;
const USUAL_DEFERRED_OCCUPANCY: f64 = 95.0;

/// Reads what an agreement promises of a queue; nothing where it cannot be read.
pub(super) fn read(
    queue: &Section<'_>,
    channel: Channel,
    aht: Option<Seconds>,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Option<Target> {
    let is_deferred = matches!(channel, Channel::Email | Channel::Callback);
    let mut target = match queue.node("sla") {
        Some(node) => read_sla(queue, node, aht.filter(|_| is_deferred), is_deferred, faults)?,
        None if is_deferred => {
            let message = format!("{}: deferred work needs a deadline", queue.name);
            let remedy = "[queue.sla] with respond_within = \"24h\"";
            faults.error("missing-deadline", queue.place, message, "no [queue.sla]", remedy);
            return None;
        }
        None => {
            assumed.note_of(&queue.name, "answered 80 % in 20 s, as no [queue.sla] is given");
            let share = Share::percent(USUAL_SHARE)?;
            let answered = Some(Answered { share, within: Seconds::new(USUAL_SECONDS) });
            Target { answered, ..Target::default() }
        }
    };
    if target.max_occupancy.is_none() {
        let usual = if is_deferred { USUAL_DEFERRED_OCCUPANCY } else { USUAL_OCCUPANCY };
        target.usual_occupancy = Share::percent(usual);
        let note = format!("occupancy at most {usual} %, as no `max_occupancy` is given");
        assumed.note_of(&queue.name, note);
    }
    let is_over_time = target.measured != Period::Interval && !is_deferred;
    if let (true, None, Some(floor)) = (is_over_time, target.least_in_interval, target.floor()) {
        let note = format!("no interval below {floor}, as no `least_in_interval` is given");
        assumed.note_of(&queue.name, note);
    }
    Some(target)
}

fn read_sla(
    queue: &Section<'_>,
    node: &Node,
    deferred_aht: Option<Seconds>,
    is_deferred: bool,
    faults: &mut Faults,
) -> Option<Target> {
    let name = format!("the sla of {}", queue.name);
    let sla = Section::open(&name, node, &KEYS, faults)?;
    let mut target = Target {
        answered: sla.read("answered", &forms::ANSWERED, faults),
        max_average_wait: sla.read("max_average_wait", &forms::SPAN_OF_TIME, faults),
        max_abandonment: sla.read("max_abandonment", &forms::SHARE, faults),
        max_occupancy: sla.read("max_occupancy", &forms::SHARE, faults),
        usual_occupancy: None,
        respond_within: sla.read("respond_within", &forms::SPAN_OF_TIME, faults),
        measured: sla.choose("measured", &PERIODS, faults).unwrap_or_default(),
        least_in_interval: sla.read("least_in_interval", &forms::SHARE, faults),
        counting: sla.choose("counting", &COUNTINGS, faults).unwrap_or_default(),
        penalties: penalties(&sla, faults),
    };
    if target.max_occupancy == Some(Share::NONE) {
        let remedy = "a share above 0, like \"85%\"";
        faults.error(
            "bad-share",
            sla.place_of("max_occupancy"),
            "occupancy cannot be held at nothing",
            "0",
            remedy,
        );
    }
    check_deadline(&sla, &mut target, is_deferred, faults);
    check_time_for_work(&sla, &target, deferred_aht, faults);
    check_abandonment(queue, &sla, &target, faults);
    if !target.penalties.is_empty() && target.answered.is_none() && !sla.has("answered") {
        let message = format!("{name}: penalties need a share to be measured against");
        let remedy = "answered = \"80% in 20s\"";
        faults.error("penalty-without-target", sla.place_of("penalties"), message, "no `answered`", remedy);
    }
    check_tiers(&sla, &target, faults);
    check_floor(&sla, &target, faults);
    Some(target)
}

/// No number of agents does work by a deadline that is shorter than the work.
fn check_time_for_work(sla: &Section<'_>, target: &Target, aht: Option<Seconds>, faults: &mut Faults) {
    let (Some(aht), Some(deadline)) = (aht, target.respond_within) else { return };
    if deadline > Seconds::ZERO && deadline < aht {
        let message = format!("{}: the deadline is shorter than the work itself", sla.name);
        let found = format!("{} s for {} s of work", deadline.get(), aht.get());
        let key = if sla.has("respond_within") { "respond_within" } else { "answered" };
        let remedy = "a deadline longer than `aht_seconds`";
        faults.error("deadline-shorter-than-work", sla.place_of(key), message, found, remedy);
    }
}

/// No interval needs more than the whole period.
fn check_floor(sla: &Section<'_>, target: &Target, faults: &mut Faults) {
    let (Some(answered), Some(least)) = (target.answered, target.least_in_interval) else { return };
    if least.get() > answered.share.get() {
        let message = format!("{}: the floor of an interval lies above what is promised", sla.name);
        let found = format!("{least}, and {} promised", answered.share);
        let remedy = format!("`least_in_interval` at most {}", answered.share);
        faults.error("floor-above-target", sla.place_of("least_in_interval"), message, found, remedy);
    }
}

/// Nothing is due for service that keeps the promise.
fn check_tiers(sla: &Section<'_>, target: &Target, faults: &mut Faults) {
    let Some(answered) = target.answered else { return };
    for penalty in target.penalties.iter().filter(|penalty| penalty.below.get() > answered.share.get()) {
        let message = format!("{}: a penalty is due for service that keeps the promise", sla.name);
        let found = format!("below {}, and {} promised", penalty.below, answered.share);
        let remedy = format!("`below` at most {}, or a higher share in `answered`", answered.share);
        faults.error("tier-above-target", sla.place_of("penalties"), message, found, remedy);
    }
}

/// Deferred work needs a deadline; immediate work has none.
fn check_deadline(sla: &Section<'_>, target: &mut Target, is_deferred: bool, faults: &mut Faults) {
    if !is_deferred {
        if let Some(node) = sla.node("respond_within") {
            let message = format!("{}: `respond_within` is for deferred work; it is ignored", sla.name);
            let remedy = "`answered` for voice and chat, or channel = \"email\" or \"callback\"";
            faults.warn("ignored-key", &node.place, message, node.value.written(), remedy);
            target.respond_within = None;
        }
        return;
    }
    if target.respond_within.is_none() && !sla.has("respond_within") {
        target.respond_within = target.answered.map(|answered| answered.within);
    }
    let is_without = target.respond_within.is_none_or(|deadline| deadline == Seconds::ZERO);
    if is_without && !sla.has("answered") && !sla.has("respond_within")
        || target.respond_within == Some(Seconds::ZERO)
    {
        let message = format!("{}: deferred work needs a deadline", sla.name);
        faults.error("missing-deadline", sla.place, message, "", "respond_within = \"24h\"");
    }
    if let (Some(answered), Some(deadline)) = (target.answered, target.respond_within)
        && answered.within > deadline
    {
        let message = format!("{}: `answered` allows more time than `respond_within`", sla.name);
        let found = format!("{} s and {} s", answered.within.get(), deadline.get());
        faults.error("contradicting-sla", sla.place_of("answered"), message, found, "the same time in both");
    }
}

/// Without patience nobody hangs up, and a cap on abandonment says nothing.
fn check_abandonment(queue: &Section<'_>, sla: &Section<'_>, target: &Target, faults: &mut Faults) {
    if target.max_abandonment.is_some() && !queue.has("patience_seconds") {
        let message = format!("{}: `max_abandonment` always holds, as nobody hangs up", sla.name);
        let remedy = "patience_seconds for the queue, from past data: total wait / abandons";
        faults.warn("no-patience", sla.place_of("max_abandonment"), message, "no patience_seconds", remedy);
    }
}

/// Reads the penalties, dearest last; a worse service must not cost less.
fn penalties(sla: &Section<'_>, faults: &mut Faults) -> Vec<Penalty> {
    let nodes = match sla.node("penalties") {
        Some(Node { value: Value::List(nodes), .. }) => nodes.as_slice(),
        Some(node) => {
            let remedy = "a list like [{ below = \"80%\", cost = 2500 }]";
            faults.error("bad-penalties", &node.place, "penalties are a list", node.value.written(), remedy);
            &[]
        }
        None => &[],
    };
    let mut penalties: Vec<Penalty> = nodes
        .iter()
        .filter_map(|node| {
            let section = Section::open("a penalty", node, &["below", "cost"], faults)?;
            let below = section.require("below", &forms::SHARE, faults);
            let cost = section.require("cost", &forms::MONEY, faults);
            Some(Penalty { below: below?, cost: cost? })
        })
        .collect();
    penalties.sort_by(|one, other| other.below.get().total_cmp(&one.below.get()));
    for pair in penalties.windows(2) {
        if pair[1].cost <= pair[0].cost || pair[1].below == pair[0].below {
            let message = format!("{}: a worse service must cost more", sla.name);
            let found = format!(
                "below {}: {}; below {}: {}",
                pair[0].below, pair[0].cost, pair[1].below, pair[1].cost
            );
            let remedy = "each lower share with a higher cost";
            faults.error("contradicting-penalties", sla.place_of("penalties"), message, found, remedy);
        }
    }
    penalties
}

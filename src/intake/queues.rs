use chrono::NaiveDate;
use chrono_tz::Tz;

use super::assumed::Assumed;
use super::behaviour;
use super::document::Node;
use super::faults::{Faults, Place};
use super::forms;
use super::general;
use super::hours::{self, Window};
use super::section::Section;
use super::targets;
use crate::model::{Behaviour, Channel, Target};
use crate::units::Seconds;

const KEYS: [&str; 13] = [
    "id",
    "client",
    "market",
    "channel",
    "time_zone",
    "open",
    "closed",
    "aht_seconds",
    "patience_seconds",
    "concurrency",
    "minimum_agents",
    "priority",
    "sla",
];

const CHANNELS: [(&str, Channel); 4] = [
    ("voice", Channel::Voice),
    ("chat", Channel::Chat),
    ("email", Channel::Email),
    ("callback", Channel::Callback),
];

/// Chats at once where the plan does not say.
const CHATS_AT_ONCE: u32 = 2;

/// A queue as the plan file has it, without its forecast.
#[derive(Debug)]
pub(super) struct QueueDraft {
    pub id: String,
    pub id_place: Place,
    pub client: String,
    pub market: String,
    pub channel: Channel,
    pub time_zone: Tz,
    pub windows: Vec<Window>,
    pub open_place: Place,
    pub closed: Vec<NaiveDate>,
    pub aht: Option<Seconds>,
    pub patience: Option<Seconds>,
    pub concurrency: u32,
    pub minimum_agents: u32,
    pub priority: Option<u32>,
    pub behaviour: Behaviour,
    pub target: Target,
}

impl QueueDraft {
    /// Whether its work may wait.
    pub fn is_deferred(&self) -> bool {
        matches!(self.channel, Channel::Email | Channel::Callback)
    }
}

/// Whether a plan is one of posts alone: it names them and no queue.
pub(super) fn are_posts_alone(plan: &Section<'_>) -> bool {
    plan.has("posts") && !plan.has_some("queue")
}

/// Reads the queues; those that cannot be read are left out.
pub(super) fn read(
    plan: &Section<'_>,
    zone: Tz,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Vec<QueueDraft> {
    if are_posts_alone(plan) {
        return Vec::new();
    }
    if !plan.has_some("queue") {
        let remedy = "a table [[queue]] with id, channel and open for each stream of contacts; or `posts`, the file of \
                      how many are needed on a shift and day";
        faults.error("no-queues", plan.place, "the plan has neither queues nor posts", "", remedy);
    }
    plan.each("queue", &["unknown-queue", "unknown-skill"], faults, |node, faults| {
        read_one(node, zone, assumed, faults)
    })
}

fn read_one(node: &Node, zone: Tz, assumed: &mut Assumed, faults: &mut Faults) -> Option<QueueDraft> {
    let keys: Vec<&str> = KEYS.into_iter().chain(behaviour::KEYS).collect();
    let section = Section::open("queue", node, &keys, faults)?;
    let id = section.require("id", &forms::ID, faults);
    let channel = section.require_choice("channel", &CHANNELS, faults);
    let windows = section.require("open", &forms::OPENING, faults);
    let time_zone = general::read_zone(&section, faults).unwrap_or(zone);
    let closed = section.read("closed", &forms::DATES, faults).unwrap_or_default();
    let aht = section.read("aht_seconds", &forms::SECONDS, faults);
    let patience = section.read("patience_seconds", &forms::SECONDS, faults);
    let concurrency = section.read("concurrency", &forms::POSITIVE_COUNT, faults);
    let minimum_agents = section.read("minimum_agents", &forms::COUNT, faults).unwrap_or(0);
    let priority = section.read("priority", &forms::COUNT, faults);
    let target = channel.and_then(|channel| targets::read(&section, channel, aht, assumed, faults));
    if let Some(windows) = &windows
        && hours::open_minutes(windows).1
    {
        let message = format!("{}: opening hours overlap", section.name);
        let found = section.node("open").map(|node| node.value.written()).unwrap_or_default();
        faults.error(
            "overlapping-hours",
            section.place_of("open"),
            message,
            found,
            "each hour of the week once",
        );
    }
    let (id, channel, windows, target) = (id?, channel?, windows?, target?);
    complain_of_odd_channel(&section, channel, faults);
    if channel == Channel::Chat && concurrency.is_none() {
        assumed
            .note_of(&section.name, format!("{CHATS_AT_ONCE} chats at once, as no `concurrency` is given"));
    }
    let concurrency = if channel == Channel::Chat { concurrency.unwrap_or(CHATS_AT_ONCE) } else { 1 };
    Some(QueueDraft {
        id,
        id_place: section.place_of("id").clone(),
        client: section.read("client", &forms::ANY_TEXT, faults).unwrap_or_default(),
        market: section.read("market", &forms::ANY_TEXT, faults).unwrap_or_default(),
        channel,
        time_zone,
        windows,
        open_place: section.place_of("open").clone(),
        closed,
        aht,
        patience: patience.filter(|_| matches!(channel, Channel::Voice | Channel::Chat)),
        concurrency,
        behaviour: behaviour::read(&section, channel, concurrency, assumed, faults),
        minimum_agents,
        priority,
        target,
    })
}

/// Names settings that mean nothing on a channel.
fn complain_of_odd_channel(section: &Section<'_>, channel: Channel, faults: &mut Faults) {
    let mut ignore = |key: &str, why: &str| {
        if let Some(node) = section.node(key) {
            let message = format!("{}: `{key}` is ignored: {why}", section.name);
            faults.warn("ignored-key", &node.place, message, node.value.written(), "leave it out");
        }
    };
    if matches!(channel, Channel::Email | Channel::Callback) {
        ignore("patience_seconds", "nobody hangs up on deferred work");
    }
    let takes_one =
        section.node("concurrency").is_some_and(|node| (forms::COUNT.parse)(&node.value) == Some(1));
    if channel != Channel::Chat && !takes_one {
        ignore("concurrency", "only chats are handled several at once");
    }
}

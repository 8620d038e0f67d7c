use super::assumed::Assumed;
use super::faults::Faults;
use super::forms;
use super::section::Section;
use crate::model::{Behaviour, Channel, Return};
use crate::units::{Seconds, Share};

/// The keys of a queue that say how its contacts vary and what people do.
pub(super) const KEYS: [&str; 9] = [
    "aht_variation",
    "aht_by_concurrency",
    "redial",
    "redial_after",
    "first_contact_resolution",
    "repeat_after",
    "forecast_error",
    "balk",
    "lines",
];

/// How soon who did not get through calls again where the plan does not say: minutes, by habit.
const USUAL_REDIAL: f64 = 5.0 * 60.0;
/// How soon who was not helped comes back where the plan does not say: about the next day, in opening hours.
const USUAL_REPEAT: f64 = 8.0 * 3600.0;

/// Reads how contacts of a queue vary, and what people do beside waiting.
pub(super) fn read(
    section: &Section<'_>,
    channel: Channel,
    concurrency: u32,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Behaviour {
    let usual = Behaviour::default();
    let is_deferred = matches!(channel, Channel::Email | Channel::Callback);
    complain_of_odd_channel(section, channel, is_deferred, faults);
    Behaviour {
        aht_variation: section
            .read("aht_variation", &forms::VARIATION, faults)
            .unwrap_or(usual.aht_variation),
        aht_by_concurrency: if channel == Channel::Chat {
            factors(section, concurrency, assumed, faults)
        } else {
            Vec::new()
        },
        redial: redial(section, assumed, faults).filter(|_| !is_deferred),
        repeat: repeat(section, assumed, faults),
        forecast_error: section.read("forecast_error", &forms::VARIATION, faults).unwrap_or(0.0),
        balk: section.read("balk", &forms::SHARE, faults).filter(|_| !is_deferred).unwrap_or_default(),
        lines: section.read("lines", &forms::POSITIVE_COUNT, faults).filter(|_| !is_deferred),
    }
}

/// How much longer chats take side by side.
fn factors(section: &Section<'_>, concurrency: u32, assumed: &mut Assumed, faults: &mut Faults) -> Vec<f64> {
    let Some(node) = section.node("aht_by_concurrency") else {
        let usual = usual_factors(concurrency);
        if concurrency > 1 {
            let longest = usual.last().copied().unwrap_or(1.0);
            let note = format!(
                "each of {concurrency} chats at once takes {longest:.2} times as long as one alone, as no \
                 `aht_by_concurrency` is given"
            );
            assumed.note_of(&section.name, note);
        }
        return usual;
    };
    let factors = section.read("aht_by_concurrency", &forms::FACTORS, faults).unwrap_or_default();
    if !factors.is_empty() && factors.len() != concurrency as usize {
        let message = format!("{}: `aht_by_concurrency` needs a number for each chat at once", section.name);
        let found = format!("{} numbers, and {concurrency} chats at once", factors.len());
        let remedy = "one number for one chat alone, one for two at once, and so on up to `concurrency`";
        faults.error("factors-and-concurrency", &node.place, message, found, remedy);
    }
    let pace = |(place, factor): (usize, &f64)| (place + 1) as f64 / factor;
    let paces: Vec<f64> = factors.iter().enumerate().map(pace).collect();
    if paces.windows(2).any(|pair| pair[1] < pair[0]) {
        let message = format!("{}: more chats at once get less done", section.name);
        let remedy = "a lower `concurrency`, or lower factors";
        faults.warn("slower-together", &node.place, message, node.value.written(), remedy);
    }
    factors
}

/// How much longer each of so many chats takes, if half of a chat alone is the agent's turn and half the customer's.
///
/// Chats of one agent wait for each other as machines wait for one repairman; mean value analysis of that closed
/// network (Reiser and Lavenberg, Journal of the ACM 27, 1980) gives 1, 1.25, 1.6, 2.03: two at once do 1.6 times
/// what one does, and beyond three hardly more is done.
fn usual_factors(concurrency: u32) -> Vec<f64> {
    let (agent, customer) = (0.5, 0.5);
    let mut at_agent = 0.0;
    (1..=concurrency)
        .map(|chats| {
            let turn = agent * (1.0 + at_agent);
            let cycle = turn + customer;
            at_agent = f64::from(chats) * turn / cycle;
            cycle
        })
        .collect()
}

fn redial(section: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> Option<Return> {
    let after = section.read("redial_after", &forms::SPAN_OF_TIME, faults);
    let share = section.read("redial", &forms::SHARE, faults).filter(|share| *share != Share::NONE)?;
    if !section.has("redial_after") {
        let note =
            "who did not get through calls again after 5 minutes on average, as no `redial_after` is given";
        assumed.note_of(&section.name, note);
    }
    Some(Return { share, after: after.unwrap_or(Seconds::new(USUAL_REDIAL)) })
}

fn repeat(section: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> Option<Return> {
    let after = section.read("repeat_after", &forms::SPAN_OF_TIME, faults);
    let resolved = section.read("first_contact_resolution", &forms::SHARE, faults)?;
    if resolved == Share::NONE {
        let place = section.place_of("first_contact_resolution");
        let message = format!("{}: contacts that never help come back without end", section.name);
        faults.error("bad-share", place, message, resolved.to_string(), "a share above 0, like \"80%\"");
    }
    if resolved == Share::ALL {
        return None;
    }
    if !section.has("repeat_after") {
        let note =
            "who was not helped comes back after 8 opening hours on average, as no `repeat_after` is given";
        assumed.note_of(&section.name, note);
    }
    Some(Return { share: resolved.rest(), after: after.unwrap_or(Seconds::new(USUAL_REPEAT)) })
}

/// Names settings that mean nothing on a channel.
fn complain_of_odd_channel(section: &Section<'_>, channel: Channel, is_deferred: bool, faults: &mut Faults) {
    let mut ignore = |key: &str, why: &str| {
        if let Some(node) = section.node(key) {
            let message = format!("{}: `{key}` is ignored: {why}", section.name);
            faults.warn("ignored-key", &node.place, message, node.value.written(), "leave it out");
        }
    };
    if is_deferred {
        for key in ["redial", "redial_after", "balk", "lines"] {
            ignore(key, "deferred work does not wait on the line");
        }
    }
    if channel != Channel::Chat {
        ignore("aht_by_concurrency", "only chats are handled several at once");
    }
}

#[cfg(test)]
mod tests {
    use super::usual_factors;

    #[test]
    fn chats_wait_for_each_other_as_machines_for_one_repairman() {
        let factors = usual_factors(4);
        for (found, exact) in factors.iter().zip([1.0, 1.25, 1.6, 2.03125]) {
            assert!((found - exact).abs() < 1e-12, "{factors:?}");
        }
    }
}

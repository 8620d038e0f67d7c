use chrono::Weekday;

use super::assumed::Assumed;
use super::document::{Node, Value};
use super::faults::{Faults, Place};
use super::forms;
use super::section::{Form, Section};
use super::skills;
use crate::model::{BreakRule, BreakSpacing, ShiftTemplate, Skills};
use crate::units::Minutes;

const KEYS: [&str; 11] = [
    "id",
    "starts",
    "lengths",
    "days",
    "night",
    "contracts",
    "skills",
    "not_followed_by",
    "breaks",
    "breaks_apart",
    "breaks_from_edges",
];
const BREAK_KEYS: [&str; 5] = ["minutes", "paid", "after", "before", "if_longer_than"];

/// The break of a shift that names none: half an hour unpaid when longer than six hours (EU Working Time
/// Directive, art. 4, and national law), begun before six hours are worked.
const USUAL_BREAK: BreakRule = BreakRule {
    length: Minutes::new(30),
    is_paid: false,
    after: Minutes::new(180),
    before: Minutes::new(330),
    if_longer_than: Minutes::new(360),
};

/// A kind of shift as the plan file has it: contracts, skills and other shifts still by name.
pub(super) struct ShiftDraft {
    pub template: ShiftTemplate,
    pub place: Place,
    pub contracts: Option<Vec<String>>,
    pub contracts_place: Place,
    pub skills: Vec<String>,
    pub skills_place: Place,
    pub not_followed_by: Vec<String>,
    pub not_followed_by_place: Place,
}

/// Reads the kinds of shift; those that cannot be read are left out.
pub(super) fn read(
    plan: &Section<'_>,
    interval: Minutes,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Vec<ShiftDraft> {
    if !plan.has("shift") {
        let remedy = "a table [[shift]] with id, starts and lengths for each kind of shift";
        faults.error("no-shifts", plan.place, "the plan has no shifts", "", remedy);
    }
    plan.each("shift", &["unknown-shift", "unknown-skill"], faults, |node, faults| {
        let section = Section::open("shift", node, &KEYS, faults)?;
        let draft = read_one(&section, interval, assumed, faults);
        if draft.is_none() && section.has("skills") {
            // Nor is known what it asks for.
            faults.silence(&["unknown-skill"]);
        }
        draft
    })
}

fn read_one(
    section: &Section<'_>,
    interval: Minutes,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Option<ShiftDraft> {
    let id = section.require("id", &forms::ID, faults);
    let starts = section.require("starts", &forms::STARTS, faults);
    let lengths = section.require("lengths", &forms::LENGTHS, faults);
    let weekdays = section.read("days", &forms::WEEKDAYS, faults).unwrap_or_else(every_day);
    let contracts = section.read("contracts", &forms::NAMES, faults);
    let skills =
        section.node("skills").map_or(Some(Vec::new()), |_| section.read("skills", &skills::ASKED, faults));
    let is_night = section.read("night", &forms::FLAG, faults);
    let not_followed_by = section.read("not_followed_by", &forms::NAMES, faults).unwrap_or_default();
    let breaks = read_breaks(section, lengths.as_deref(), assumed, faults);
    let mut span = |key: &str| section.read(key, &forms::MINUTES, faults).unwrap_or(Minutes::ZERO);
    let spacing = BreakSpacing { apart: span("breaks_apart"), from_edges: span("breaks_from_edges") };
    let mut is_on_grid = true;
    let mut check_grid = |key: &str, minutes: Option<&Vec<i32>>| {
        let off = minutes.and_then(|minutes| minutes.iter().find(|&&minute| minute % interval.get() != 0));
        if let Some(&off) = off {
            is_on_grid = false;
            let message = format!("{}: `{key}` has values off the plan's intervals", section.name);
            let found = if key == "starts" {
                format!("{:02}:{:02}", off / 60, off % 60)
            } else {
                Minutes::new(off).to_string()
            };
            let remedy = format!("multiples of {} minutes, or a smaller interval_minutes", interval.get());
            faults.error("off-grid-shift", section.place_of(key), message, found, remedy);
        }
    };
    check_grid("starts", starts.as_ref());
    check_grid("lengths", lengths.as_ref());
    if !is_on_grid {
        return None;
    }
    let lengths: Vec<Minutes> = lengths?.into_iter().map(Minutes::new).collect();
    let template = ShiftTemplate {
        id: id?,
        starts: starts?,
        lengths,
        weekdays,
        contracts: None,
        skills: Skills::default(),
        is_night,
        not_followed_by: Vec::new(),
        breaks,
        spacing,
    };
    check_breaks(section, &template, interval, faults);
    Some(ShiftDraft {
        template,
        place: section.place_of("id").clone(),
        contracts,
        contracts_place: section.place_of("contracts").clone(),
        skills: skills?,
        skills_place: section.place_of("skills").clone(),
        not_followed_by,
        not_followed_by_place: section.place_of("not_followed_by").clone(),
    })
}

fn every_day() -> Vec<Weekday> {
    use Weekday::*;
    vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun]
}

const BREAK_MINUTES: Form<u32> = Form {
    code: "bad-break",
    remedy: "whole minutes from 1 to 480",
    parse: |value| (forms::POSITIVE_COUNT.parse)(value).filter(|&minutes| minutes <= 480),
};

fn read_breaks(
    section: &Section<'_>,
    lengths: Option<&[i32]>,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Vec<BreakRule> {
    let longest = lengths
        .and_then(|lengths| lengths.last())
        .map_or(Minutes::new(1440), |&longest| Minutes::new(longest));
    match section.node("breaks") {
        Some(Node { value: Value::List(nodes), .. }) => {
            nodes.iter().filter_map(|node| read_break(section, node, longest, faults)).collect()
        }
        Some(node) => {
            let remedy = "a list like [{ minutes = 30, after = \"3h\", before = \"5h30m\" }], or [] for none";
            faults.error("bad-break", &node.place, "breaks are a list", node.value.written(), remedy);
            Vec::new()
        }
        None if longest > USUAL_BREAK.if_longer_than => {
            assumed.note_of(
                &section.name,
                "30 minutes of unpaid break when longer than 6h, as no `breaks` are given",
            );
            vec![USUAL_BREAK]
        }
        None => Vec::new(),
    }
}

fn read_break(shift: &Section<'_>, node: &Node, longest: Minutes, faults: &mut Faults) -> Option<BreakRule> {
    let section = Section::open(&format!("a break of {}", shift.name), node, &BREAK_KEYS, faults)?;
    let minutes = section.require("minutes", &BREAK_MINUTES, faults);
    let is_paid = section.read("paid", &forms::FLAG, faults).unwrap_or(false);
    let mut span = |key: &str| section.read(key, &forms::MINUTES, faults);
    let (after, before, if_longer_than) = (span("after"), span("before"), span("if_longer_than"));
    let length = Minutes::new(minutes? as i32);
    let rule = BreakRule {
        length,
        is_paid,
        after: after.unwrap_or(Minutes::ZERO),
        before: before.unwrap_or(longest - length),
        if_longer_than: if_longer_than.unwrap_or(Minutes::ZERO),
    };
    if rule.after > rule.before {
        let message = format!("{}: a break must begin before it may", shift.name);
        let found = format!("after {}, before {}", rule.after, rule.before);
        faults.error("impossible-break", section.place, message, found, "`after` no later than `before`");
        return None;
    }
    Some(rule)
}

/// Every length needs room for its breaks, one after the other.
fn check_breaks(section: &Section<'_>, template: &ShiftTemplate, interval: Minutes, faults: &mut Faults) {
    let step = template.break_step(interval).get();
    let BreakSpacing { apart, from_edges } = template.spacing;
    for &length in &template.lengths {
        let mut free = from_edges;
        for rule in template.breaks.iter().filter(|rule| length > rule.if_longer_than) {
            let earliest = rule.after.max(free).get();
            let begin = Minutes::new((earliest + step - 1).div_euclid(step) * step);
            if begin > rule.before || begin + rule.length + from_edges > length {
                let message = format!("{}: a shift of {length} has no room for its breaks", section.name);
                let mut found = format!(
                    "{} between {} and {} of a shift of {length}",
                    rule.length, rule.after, rule.before
                );
                if apart > Minutes::ZERO {
                    found += &format!(", {apart} apart");
                }
                if from_edges > Minutes::ZERO {
                    found += &format!(", {from_edges} from its edges");
                }
                let remedy = "breaks in their order that fit the shortest shift, or `if_longer_than`";
                faults.error("impossible-break", section.place_of("breaks"), message, found, remedy);
                return;
            }
            free = begin + rule.length + apart;
        }
    }
}

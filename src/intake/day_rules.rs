use super::consistency::paid;
use super::faults::{Faults, Place};
use super::fixed::Fixed;
use super::settled::Settled;
use crate::model::{Contract, RequestKind, ShiftTemplate};
use crate::units::{Minutes, Moment};

/// Six in the morning, and how much before it makes a shift a night.
const SIX: i32 = 6 * 60;
const SHORT: i32 = 60;

/// Whether a contract's rules on hours and times of a day allow a shift that starts so many minutes after midnight.
/// Clock changes aside.
pub(super) fn allow(contract: &Contract, template: &ShiftTemplate, start: i32, length: Minutes) -> bool {
    let (paid, end) = (paid(template, length), start + length.get());
    let dark = (SIX - start).max(0).min(length.get()) + (end.min(1440 + SIX) - start.max(1440)).max(0);
    let is_night = template.is_night.unwrap_or(dark > SHORT);
    contract.max_hours_per_day.is_none_or(|most| paid <= most)
        && contract.min_hours_per_day.is_none_or(|least| paid >= least)
        && contract.max_hours_per_night.is_none_or(|most| paid <= most || !is_night)
        && contract.earliest.is_none_or(|earliest| start >= earliest)
        && contract.latest.is_none_or(|latest| end <= latest)
}

/// The lengths of a template that a contract allows from some start.
pub(super) fn lengths(contract: &Contract, template: &ShiftTemplate) -> Vec<Minutes> {
    let is_allowed =
        |length: &&Minutes| template.starts.iter().any(|&start| allow(contract, template, start, **length));
    template.lengths.iter().filter(is_allowed).copied().collect()
}

/// The hours of a day agree with each other, and leave some shift.
pub(super) fn check(
    name: &str,
    contract: &Contract,
    templates: &[&ShiftTemplate],
    place: &Place,
    faults: &mut Faults,
) {
    if let (Some(least), Some(most)) = (contract.min_hours_per_day, contract.max_hours_per_day)
        && least > most
    {
        let message = format!("{name}: the least hours of a day are more than the most");
        let found = format!("at least {least}, at most {most}");
        let remedy = "min_hours_per_day no greater than max_hours_per_day";
        faults.error("contradicting-rules", place, message, found, remedy);
    } else if templates.iter().all(|template| lengths(contract, template).is_empty()) {
        let all_paid = || templates.iter().flat_map(|of| of.lengths.iter().map(|&length| paid(of, length)));
        let (shortest, longest) = (all_paid().min(), all_paid().max());
        let message = format!("{name}: no shift keeps the hours and the times of a day");
        let found = match (shortest.zip(longest), contract.max_hours_per_day) {
            (Some((shortest, _)), Some(most)) if shortest > most => {
                format!("at most {most}, the shortest shift pays {shortest}")
            }
            (Some((shortest, longest)), _) => format!("its shifts pay {shortest} to {longest}"),
            (None, _) => String::new(),
        };
        let remedy = "other shifts, or other hours, `earliest` and `latest` of a day";
        faults.error("contradicting-rules", place, message, found, remedy);
    }
}

/// Fixed shifts keep the hours and the times of a day, and start near each other within a week where that is asked.
pub(super) fn check_fixed(fixed: &Fixed<'_>, faults: &mut Faults) {
    let (contract, grid) = (fixed.contract, fixed.grid);
    let minute = |day: i32, moment: Moment| (moment - grid.at(day, 0)).get();
    for (day, draft) in fixed.workable() {
        let RequestKind::Fixed { shift } = draft.request.kind else { continue };
        let (template, length) =
            (&fixed.settled.shifts[shift].template, draft.request.to - draft.request.from);
        let start = minute(day, draft.request.from);
        if !allow(contract, template, start, length) {
            let found = format!("{} paid from {}", paid(template, length), clock(start));
            fixed.refuse(draft, found, day_words(contract), faults);
        }
    }
    let Some(band) = contract.start_band else { return };
    let mut starts: Vec<(i32, i32)> =
        fixed.agent.history.iter().map(|shift| (shift.day, minute(shift.day, shift.start))).collect();
    for (day, draft) in fixed.workable() {
        let start = minute(day, draft.request.from);
        let of_week = starts.iter().filter(|(other, _)| grid.week_of(*other) == grid.week_of(day));
        let far = of_week.map(|(_, other)| *other).find(|other| (other - start).abs() > band.get());
        if let Some(other) = far {
            let found = format!("starts at {} and {} in a week", clock(other), clock(start));
            fixed.refuse(draft, found, format!("starts of a week within {band}"), faults);
        }
        starts.push((day, start));
    }
}

/// Training for a part of a day needs a shift of that day that covers it.
pub(super) fn check_training(settled: &Settled<'_>, faults: &mut Faults) {
    let grid = settled.grid;
    let is_training = |kind: &RequestKind| matches!(kind, RequestKind::Training);
    for draft in settled.requests.iter().filter(|draft| is_training(&draft.request.kind)) {
        let (from, to) = (draft.request.from, draft.request.to);
        let day = grid.day_at(from);
        let is_part_of_day = to <= grid.at(day + 1, 0) && to - from < grid.at(day + 1, 0) - grid.at(day, 0);
        if !is_part_of_day || !(0..grid.days() as i32).contains(&day) {
            continue;
        }
        let agent = &settled.agents.list[draft.request.agent];
        let contract = &settled.contracts[agent.contract];
        let covers = |template: &ShiftTemplate| {
            let is_allowed = template.is_open_to(agent.contract, &agent.skills)
                && template.weekdays.contains(&grid.weekday(day));
            let covers = |start: i32| {
                let begin = grid.at(day, start);
                let mut long = template.lengths.iter().filter(|length| begin + **length >= to);
                begin <= from && long.any(|length| allow(contract, template, start, *length))
            };
            is_allowed && template.starts.iter().any(|&start| covers(start))
        };
        let is_fixed = settled.requests.iter().any(|other| {
            let fixed = &other.request;
            fixed.agent == draft.request.agent
                && matches!(fixed.kind, RequestKind::Fixed { .. })
                && fixed.from <= from
                && to <= fixed.to
        });
        if !is_fixed && !settled.shifts.iter().any(|shift| covers(&shift.template)) {
            let message = format!("agent `{}` has training that no shift of theirs covers", agent.id);
            let found = format!(
                "{} to {} on {}",
                clock((from - grid.at(day, 0)).get()),
                clock((to - grid.at(day, 0)).get()),
                grid.date(day)
            );
            let remedy = "training within a shift that the contract allows, or whole days of it";
            faults.error("training-without-shift", &draft.place, message, found, remedy);
        }
    }
}

fn clock(minute: i32) -> String {
    format!("{:02}:{:02}", minute.div_euclid(60), minute.rem_euclid(60))
}

/// What a contract allows on a day, in words.
fn day_words(contract: &Contract) -> String {
    let hours = [
        contract.min_hours_per_day.map(|least| format!("at least {least} a day")),
        contract.max_hours_per_day.map(|most| format!("at most {most} a day")),
        contract.max_hours_per_night.map(|most| format!("at most {most} a night")),
        contract.earliest.map(|minute| format!("from {}", clock(minute))),
        contract.latest.map(|minute| format!("to {}", clock(minute))),
    ];
    hours.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

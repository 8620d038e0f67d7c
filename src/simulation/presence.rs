//! Who is there when: as rostered, and as sickness and lateness leave it in one replication.

use rand::RngExt;
use rand_distr::Exp1;

use super::centre::Centre;
use super::streams::{self, Purpose, stream};
use crate::model::{RequestKind, Roster, Scenario, Shift, Shrinkage};
use crate::units::Share;

/// A shift as the simulation needs it.
pub(super) struct Duty {
    pub agent: usize,
    /// The key of its random numbers: the agent's.
    key: u64,
    /// Its day, counted from the first day of the common era.
    day: u64,
    /// Start and end in seconds.
    shift: Span,
    /// The spans in seat, in seconds, none before the plan.
    seated: Vec<Span>,
}

/// A cause of shrinkage, and its share of the hours.
pub(super) struct Absence {
    kind: Kind,
    share: f64,
}

/// How a cause takes its hours.
enum Kind {
    /// Whole shifts.
    Sick,
    /// The start of a shift.
    Late,
    /// Some time in a shift.
    Other,
}

/// From and to, in seconds.
type Span = (f64, f64);

/// An agent sits down or leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Move {
    pub time: f64,
    pub agent: usize,
    pub is_arrival: bool,
}

/// The causes of shrinkage, each of the kind that its name begins with.
pub(super) fn absences(shrinkage: &Shrinkage) -> Vec<Absence> {
    let absence = |(cause, share): &(String, Share)| {
        let cause = cause.to_lowercase();
        let kind = if cause.starts_with("sick") {
            Kind::Sick
        } else if cause.starts_with("late") {
            Kind::Late
        } else {
            Kind::Other
        };
        Absence { kind, share: share.get() }
    };
    shrinkage.causes.iter().map(absence).collect()
}

/// The shifts that reach into the plan, those of the history too.
pub(super) fn duties(scenario: &Scenario, roster: &Roster) -> Vec<Duty> {
    let mut duties = Vec::new();
    for (index, agent) in scenario.agents.iter().enumerate() {
        let line = roster.lines.get(index).map_or(&[][..], |line| &line.shifts);
        for shift in agent.history.iter().chain(line) {
            let duty = duty(scenario, index, shift);
            if !duty.seated.is_empty() {
                duties.push(duty);
            }
        }
    }
    duties
}

fn duty(scenario: &Scenario, agent: usize, shift: &Shift) -> Duty {
    let seconds = |moment: crate::units::Moment| f64::from(moment.get()) * 60.0;
    let whole = (seconds(shift.start), seconds(shift.end));
    let mut seated = vec![(whole.0.max(0.0), whole.1)];
    for rest in &shift.breaks {
        take(&mut seated, (seconds(rest.start), seconds(rest.end)));
    }
    for request in &scenario.requests {
        if request.agent == agent && request.kind == RequestKind::Training {
            take(&mut seated, (seconds(request.from), seconds(request.to)));
        }
    }
    seated.retain(|span| span.0 < span.1);
    let day = chrono::Datelike::num_days_from_ce(&scenario.grid.date(shift.day));
    Duty { agent, key: streams::key(&scenario.agents[agent].id), day: day as u64, shift: whole, seated }
}

/// Takes a span out of others.
fn take(spans: &mut Vec<Span>, taken: Span) {
    if taken.0 >= taken.1 {
        return;
    }
    let mut place = 0;
    while let Some(&(from, to)) = spans.get(place) {
        let (before, after) = ((from, to.min(taken.0)), (from.max(taken.1), to));
        match (before.0 < before.1, after.0 < after.1) {
            (true, true) => {
                spans[place] = before;
                spans.insert(place + 1, after);
                place += 2;
            }
            (false, false) => drop(spans.remove(place)),
            (is_before, _) => {
                spans[place] = if is_before { before } else { after };
                place += 1;
            }
        }
    }
}

/// Who sits down and leaves when in one replication, in order of time.
pub(super) fn moves(centre: &Centre, seed: u64, replication: u64) -> Vec<Move> {
    let mut moves = Vec::with_capacity(centre.duties.len() * 4);
    let mut seated = Vec::new();
    for duty in &centre.duties {
        seated.clone_from(&duty.seated);
        if !centre.absences.is_empty() {
            shrink(centre, duty, &mut seated, seed, replication);
        }
        for &(from, to) in &seated {
            moves.push(Move { time: from, agent: duty.agent, is_arrival: true });
            moves.push(Move { time: to, agent: duty.agent, is_arrival: false });
        }
    }
    // Who comes sits down before who goes leaves: a shift that follows at once is one long presence.
    moves.sort_unstable_by(|one, other| {
        let order = one.time.total_cmp(&other.time);
        order.then(other.is_arrival.cmp(&one.is_arrival)).then(one.agent.cmp(&other.agent))
    });
    moves
}

/// Takes what sickness and lateness take off a duty; in the mean each cause takes its share of what the causes
/// before it left.
fn shrink(centre: &Centre, duty: &Duty, seated: &mut Vec<Span>, seed: u64, replication: u64) {
    let mut random = stream(seed, replication, Purpose::Absence, duty.key, duty.day);
    let (start, end) = duty.shift;
    for Absence { kind, share } in &centre.absences {
        // Both numbers are drawn for every cause, so that a change to one leaves the others as they were.
        let place: f64 = random.random();
        let length = (random.sample::<f64, _>(Exp1) * share * (end - start)).min(end - start);
        match kind {
            Kind::Sick if place < *share => seated.clear(),
            Kind::Sick => {}
            Kind::Late => take(seated, (start, start + length)),
            Kind::Other => {
                let from = start + place * (end - start - length);
                take(seated, (from, from + length));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_taken_out_leaves_what_lies_around() {
        let mut spans = vec![(0.0, 10.0), (20.0, 30.0)];
        take(&mut spans, (5.0, 25.0));
        assert_eq!(spans, [(0.0, 5.0), (25.0, 30.0)]);
        take(&mut spans, (2.0, 3.0));
        assert_eq!(spans, [(0.0, 2.0), (3.0, 5.0), (25.0, 30.0)]);
        take(&mut spans, (4.0, 4.0));
        assert_eq!(spans.len(), 3);
        take(&mut spans, (-1.0, 40.0));
        assert!(spans.is_empty());
    }
}

use callboard::queueing::{AnsweredInTime, Counting, Limit, Targets};
use callboard::units::{Seconds, Share};

use crate::cells::{Differences, Row, rows};
use crate::erlang::stream;

/// The targets of a row, each constraint like `sl_offered>=0.80`.
fn targets(row: &Row) -> Targets {
    let mut targets = Targets::default();
    for constraint in row.text("constraints").split('&').map(str::trim) {
        let (measure, limit) = constraint.split_once(['<', '>']).unwrap();
        let limit: f64 = limit.trim_start_matches('=').parse().unwrap();
        let share = || Some(Share::new(limit).unwrap());
        let answered = |counting| {
            let within = Seconds::new(row.given("target_s"));
            Some(AnsweredInTime { share: Share::new(limit).unwrap(), within, counting })
        };
        match measure {
            "sl" | "sl_offered" => targets.answered = answered(Counting::Offered),
            "sl_incl_ab" => targets.answered = answered(Counting::AbandonsInTime),
            "sl_served" => targets.answered = answered(Counting::Answered),
            "sl_excl_short" => targets.answered = answered(Counting::WithoutShortAbandons),
            "asa" | "asa_served" => targets.max_average_wait = Some(Seconds::new(limit)),
            "p_ab" => targets.max_abandonment = share(),
            "occ" => targets.max_occupancy = share(),
            "block" => targets.max_blocking = share(),
            other => panic!("unknown measure {other}"),
        }
    }
    targets
}

#[test]
fn required_agents_match_the_table_exactly() {
    let mut differences = Differences::default();
    for row in rows("required_agents") {
        let found = stream(&row).required(&targets(&row)).map(|required| f64::from(required.agents));
        differences.equal(row.text("case_id"), found, row.number("min_agents"));
    }
    differences.assert_none(99);
}

#[test]
fn a_guess_changes_nothing_but_the_time() {
    let mut differences = Differences::default();
    for row in rows("required_agents") {
        let (stream, targets) = (stream(&row), targets(&row));
        let wanted = stream.required(&targets);
        for guess in [0, 1, 40, 100_000] {
            let place = format!("{} from {guess}", row.text("case_id"));
            differences.equal(&place, stream.required_near(&targets, Some(guess)), wanted);
        }
    }
    differences.assert_none(4 * 99);
}

#[test]
fn fractional_requirements_match_the_table() {
    let mut differences = Differences::default();
    for row in rows("required_agents") {
        if row.number("continuous_agents").is_some() {
            let found = stream(&row).required_fractional(&targets(&row));
            differences.time(row.text("case_id"), found, row.number("continuous_agents"), 1e-10);
        }
    }
    differences.assert_none(80);
}

#[test]
fn the_drivers_are_the_targets_missed_with_one_agent_fewer() {
    let mut differences = Differences::default();
    for row in rows("required_agents") {
        let (stream, targets) = (stream(&row), targets(&row));
        let required = stream.required(&targets).unwrap();
        let fewer = stream.perform(f64::from(required.agents - 1), targets.within());
        let missed = targets.missed(&fewer);
        let place = row.text("case_id");
        let by_rule =
            required.driven_by.iter().any(|limit| matches!(limit, Limit::Stability | Limit::Presence));
        if by_rule {
            assert!(f64::from(required.agents - 1) <= row.given("offered_erlangs"), "{place}");
        } else {
            differences.equal(place, required.driven_by, missed);
        }
    }
    differences.assert_none(50);
}

use callboard::queueing::{Counting, Model, Performance, Status, Stream};
use callboard::units::{Rate, Seconds};

use crate::cells::{Differences, Row, rows};

/// The stream of a row, by its model.
pub fn stream(row: &Row) -> Stream {
    let model = match row.text("model") {
        "B" => Model::ErlangB,
        "C" => Model::ErlangC,
        _ => Model::ErlangA { patience: Seconds::new(row.given("patience_s")) },
    };
    Stream::new(Rate::per_hour(row.given("lambda_per_hour")), Seconds::new(row.given("aht_s")), model)
}

#[test]
fn erlang_b_c_and_a_match_the_table_in_every_column() {
    let mut differences = Differences::default();
    for row in rows("erlang") {
        let within = Seconds::new(row.number("target_s").unwrap_or(0.0));
        let given = stream(&row).perform(row.given("agents"), within);
        compare_shares(&mut differences, &row, &given);
        compare_times(&mut differences, &row, &given);
        let status = match row.text("status") {
            "unstable" => Status::Unstable,
            "valid_overload" => Status::Overloaded,
            _ => Status::Stable,
        };
        differences.equal(&format!("{} status", row.text("case_id")), given.status, status);
    }
    differences.assert_none(2500);
}

fn compare_shares(differences: &mut Differences, row: &Row, given: &Performance) {
    let waits = if row.text("model") == "B" { given.blocking } else { given.wait_probability };
    for (column, found) in [
        ("p_wait_or_block", Some(waits)),
        ("sl_offered", given.service_level(Counting::Offered)),
        ("sl_incl_ab", given.service_level(Counting::AbandonsInTime)),
        ("sl_served", given.service_level(Counting::Answered)),
        ("sl_excl_short_ab", given.service_level(Counting::WithoutShortAbandons)),
        ("occupancy", given.occupancy),
        ("p_abandon", Some(given.abandonment)),
        ("p_abandon_within_T", Some(given.in_time.abandoned)),
        ("p_virtual_wait_gt_T", Some(given.offered_wait_exceeds)),
    ] {
        let place = format!("{} {column}", row.text("case_id"));
        differences.share(&place, found, row.number(column));
    }
}

fn compare_times(differences: &mut Differences, row: &Row, given: &Performance) {
    let spare = row.given("agents") - row.given("offered_erlangs");
    let relative = if row.text("model") == "C" && spare < 0.05 { 1e-6 } else { 1e-9 };
    for (column, found) in [
        ("asa_all_s", Some(given.average_wait)),
        ("asa_served_s", given.answered_wait),
        ("wait_delayed_s", given.delayed_wait),
        ("wait_abandoned_s", given.abandoned_wait),
        ("mean_queue", Some(Seconds::new(given.mean_line))),
    ] {
        let place = format!("{} {column}", row.text("case_id"));
        differences.time(&place, found.map(Seconds::get), row.number(column), relative);
    }
}

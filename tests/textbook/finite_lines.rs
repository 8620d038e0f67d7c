use callboard::queueing::{Model, Stream};
use callboard::units::{Rate, Seconds};

use crate::cells::{Differences, rows};

#[test]
fn finite_lines_match_the_table_in_every_column() {
    let mut differences = Differences::default();
    for row in rows("finite_lines") {
        let model = match row.number("patience_s") {
            Some(patience) => Model::ErlangA { patience: Seconds::new(patience) },
            None => Model::ErlangC,
        };
        let arrivals = Rate::per_hour(row.given("lambda_per_hour"));
        let places = row.given("system_capacity") as u32;
        let stream = Stream::new(arrivals, Seconds::new(row.given("aht_s")), model).with_capacity(places);
        let given = stream.perform(row.given("agents"), Seconds::new(row.given("target_s")));
        let entered = 1.0 - given.blocking;
        for (column, found) in [
            ("p_block", given.blocking),
            ("p_wait_offered", given.wait_probability),
            ("p_wait_entered", given.wait_probability / entered),
            ("p_abandon_offered", given.abandonment),
            ("p_served", given.answered),
            ("sl_offered", given.in_time.answered),
            ("sl_entered", given.in_time.answered / entered),
            ("sl_served", given.in_time.answered / given.answered),
            ("occupancy", given.occupancy.unwrap()),
        ] {
            let place = format!("{} in {places}, {column}", row.text("agents"));
            differences.share(&place, Some(found), row.number(column));
        }
        let wait = given.answered_wait.map(Seconds::get);
        differences.time("asa_served_s", wait, row.number("asa_served_s"), 1e-9);
        differences.time("mean_queue", Some(given.mean_line), row.number("mean_queue"), 1e-9);
    }
    differences.assert_none(140);
}

#[test]
fn an_endless_line_is_the_limit_of_long_ones() {
    let mut differences = Differences::default();
    for (agents, patience) in [(12.0, 120.0), (8.0, 40.0), (11.5, 300.0), (0.0, 60.0), (3.0, 2000.0)] {
        let model = Model::ErlangA { patience: Seconds::new(patience) };
        let endless = Stream::new(Rate::per_hour(200.0), Seconds::new(180.0), model);
        let within = Seconds::new(20.0);
        let (long, endless) =
            (endless.with_capacity(900).perform(agents, within), endless.perform(agents, within));
        for (place, found, wanted) in [
            ("blocking", long.blocking, 0.0),
            ("abandonment", long.abandonment, endless.abandonment),
            ("waits", long.wait_probability, endless.wait_probability),
            ("answered in time", long.in_time.answered, endless.in_time.answered),
            ("abandoned in time", long.in_time.abandoned, endless.in_time.abandoned),
            ("offered wait", long.offered_wait_exceeds, endless.offered_wait_exceeds),
        ] {
            differences.share(&format!("{agents} agents, {place}"), Some(found), Some(wanted));
        }
        for (place, found, wanted) in [
            ("all", Some(long.average_wait), Some(endless.average_wait)),
            ("answered", long.answered_wait, endless.answered_wait),
            ("delayed", long.delayed_wait, endless.delayed_wait),
            ("abandoned", long.abandoned_wait, endless.abandoned_wait),
        ] {
            let place = format!("{agents} agents, wait of {place}");
            differences.time(&place, found.map(Seconds::get), wanted.map(Seconds::get), 1e-9);
        }
    }
    differences.assert_none(40);
}

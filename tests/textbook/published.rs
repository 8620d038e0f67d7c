use callboard::queueing::{Counting, Model, Stream};
use callboard::units::{Rate, Seconds};

fn given(per_hour: f64, aht: f64, patience: Option<f64>) -> Stream {
    let model = match patience {
        Some(patience) => Model::ErlangA { patience: Seconds::new(patience) },
        None => Model::ErlangC,
    };
    Stream::new(Rate::per_hour(per_hour), Seconds::new(aht), model)
}

fn assert_rounds_to(found: f64, printed: &str) {
    let digits = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    assert_eq!(format!("{found:.digits$}"), printed);
}

/// Mandelbaum and Zeltyn: 48 contacts a minute of a minute each, 50 agents, patience 2 minutes.
#[test]
fn the_example_of_mandelbaum_and_zeltyn() {
    let patient = given(2880.0, 60.0, None).perform(50.0, Seconds::new(20.0));
    assert_rounds_to(patient.average_wait.get(), "20.8");
    assert_rounds_to(patient.mean_line, "17");
    assert_rounds_to(patient.occupancy.unwrap(), "0.96");
    let impatient = given(2880.0, 60.0, Some(120.0)).perform(50.0, Seconds::new(20.0));
    assert_rounds_to(100.0 * impatient.abandonment, "3.1");
    assert_rounds_to(impatient.average_wait.get(), "3.7");
    assert_rounds_to(impatient.mean_line, "3");
    assert_rounds_to(impatient.occupancy.unwrap(), "0.93");
}

/// The example of the packages pyworkforce and ErlangC (CRAN).
#[test]
fn the_example_of_two_packages() {
    let given = given(200.0, 180.0, None).perform(14.0, Seconds::new(20.0));
    assert_rounds_to(given.wait_probability, "0.174131933595");
    assert_rounds_to(given.service_level(Counting::Offered).unwrap(), "0.888350019179");
    assert_rounds_to(given.average_wait.get(), "7.83593701178");
}

/// Montreal's ContactCenters, example MMCAb: 4.2 a minute, 2 minutes each, 12 agents, patience 1 minute, 20 s.
/// The printed figures are simulated; these are its confidence intervals and two shares to three digits.
#[test]
fn the_example_with_abandonment_of_contact_centers() {
    let given = given(252.0, 120.0, Some(60.0)).perform(12.0, Seconds::new(20.0));
    assert!((0.974..0.976).contains(&given.service_level(Counting::Answered).unwrap()));
    assert_rounds_to(given.service_level(Counting::WithoutShortAbandons).unwrap(), "0.968");
    let in_eight_hours = 252.0 * 8.0;
    assert!((1903.8..1908.2).contains(&(in_eight_hours * given.in_time.answered)));
}

/// Montreal's ContactCenters, example MMCBlocked: the same without abandonment, five places in the line.
#[test]
fn the_example_with_a_short_line_of_contact_centers() {
    let given = given(252.0, 120.0, None).with_capacity(17).perform(12.0, Seconds::new(20.0));
    assert!((given.service_level(Counting::Answered).unwrap() - 0.929).abs() < 0.002);
    assert!((252.0 * 8.0 * given.blocking - 19.11).abs() < 0.01);
}

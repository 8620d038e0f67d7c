//! Rules on hours, times of day and what holds within a week as written, and the laws that ask for some of them.

use callboard::model::{AverageLimit, BreakDue, Contract, Law, LawValue};
use callboard::units::Minutes;

use crate::rules::{CONTRADICTION, contract_of_agent, contract_with, contradictions, fixed};
use crate::{plan, read};

fn hours(hours: f64) -> Minutes {
    Minutes::from_hours(hours)
}

#[test]
fn hours_of_months_and_on_average_are_read() {
    let month = |contract: Contract| contract.month.map(|month| (month.min, month.max));
    assert_eq!(month(contract_with("hours_per_month = \"20h-80h\"")), Some((hours(20.0), hours(80.0))));
    assert_eq!(month(contract_of_agent("hours_per_month", "40")), Some((hours(40.0), hours(40.0))));
    let limit = |most: f64, weeks| AverageLimit { most: hours(most), weeks };
    assert_eq!(contract_with("average_hours = \"48h over 17 weeks\"").averages, [limit(48.0, 17)]);
    let two = [limit(55.0, 4), limit(48.0, 16)];
    assert_eq!(contract_with("average_hours = [\"55h over 4 weeks\", \"48h over 16 weeks\"]").averages, two);
    assert_eq!(contract_of_agent("average_hours", "55h over 4 weeks|48h over 16 weeks").averages, two);
}

#[test]
fn hours_and_times_of_a_day_are_read() {
    let contract = contract_with("min_hours_per_day = \"2h\"\nmax_hours_per_night = 8");
    let read = (contract.min_hours_per_day, contract.max_hours_per_night);
    assert_eq!(read, (Some(hours(2.0)), Some(hours(8.0))));
    let times = |contract: Contract| (contract.earliest, contract.latest);
    assert_eq!(times(contract_with("earliest = \"07:00\"\nlatest = \"22:00\"")), (Some(420), Some(1320)));
    // No later than it begins: on the day after.
    assert_eq!(times(contract_with("earliest = \"08:00\"\nlatest = \"02:00\"")), (Some(480), Some(1560)));
    assert_eq!(times(contract_of_agent("latest", "14:00")), (None, Some(840)));
    assert_eq!(contradictions("earliest = \"09:00\"\nlatest = \"12:00\"", &fixed(6), ""), []);
    assert_eq!(contradictions("latest = \"11:00\"", &fixed(6), ""), CONTRADICTION);
    assert_eq!(contradictions("earliest = \"10:00\"", &fixed(6), ""), CONTRADICTION);
    assert_eq!(contradictions("min_hours_per_day = \"4h\"", &fixed(6), ""), CONTRADICTION);
}

#[test]
fn starts_and_days_off_of_a_week_are_read() {
    let band = |contract: Contract| contract.start_band;
    assert_eq!(band(contract_with("start_band = \"2h\"")), Some(hours(2.0)));
    assert_eq!(band(contract_with("one_start_per_week = true")), Some(Minutes::ZERO));
    assert_eq!(band(contract_with("one_start_per_week = false")), None);
    assert_eq!(band(contract_of_agent("one_start_per_week", "yes")), Some(Minutes::ZERO));
    assert_eq!(band(contract_of_agent("start_band", "1h30m")), Some(hours(1.5)));
    assert_eq!(contract_with("days_off_together = 2").days_off_together, Some(2));
    assert_eq!(contract_of_agent("days_off_together", "3").days_off_together, Some(3));
    let every_other = contract_with("max_weekends = \"every other\"").max_weekends.unwrap();
    assert_eq!((every_other.weekends, every_other.weeks), (1, 2));
    let later = |day: u32| fixed(day).replace("T09", "T10");
    assert_eq!(contradictions("start_band = \"1h\"", &(later(7) + &fixed(6)), ""), []);
    assert_eq!(contradictions("one_start_per_week = true", &(later(7) + &fixed(6)), ""), CONTRADICTION);
    // Another week.
    assert_eq!(contradictions("one_start_per_week = true", &(later(9) + &fixed(6)), ""), []);
}

#[test]
fn a_law_fills_what_the_contract_leaves_open() {
    let contract = contract_with("law = \"nl\"");
    assert_eq!(contract.law.map(|law| law.id), Some("NL"));
    assert_eq!(contract.weekly_rest, Some(hours(36.0)));
    assert_eq!(
        (contract.max_hours_per_day, contract.max_hours_per_night),
        (Some(hours(12.0)), Some(hours(10.0)))
    );
    assert_eq!(contract.averages.len(), 2);
    assert_eq!(contract.breaks_due[0], BreakDue { if_work_exceeds: hours(5.5), least: Minutes::new(30) });
    // What is stricter stays.
    let strict = contract_with("weekly_rest = \"48h\"\naverage_hours = \"40h over 16 weeks\"\nlaw = \"NL\"");
    assert_eq!(strict.weekly_rest, Some(hours(48.0)));
    assert!(strict.averages.contains(&AverageLimit { most: hours(40.0), weeks: 16 }));
    assert_eq!(strict.averages.len(), 2);
    assert_eq!(
        (strict.article("weekly-rest"), contract.article("weekly-rest")),
        (None, Some("ATW art. 5:5"))
    );
    let own = contract_of_agent("law", "DE");
    assert_eq!(own.max_hours_per_day, Some(hours(10.0)));
    assert_eq!(own.article("rest"), Some("ArbZG § 5"));
}

#[test]
fn every_law_can_be_named_and_kept() {
    for law in Law::ALL {
        let toml = plan(&[("min_rest = \"11h\"\n", &format!("min_rest = \"11h\"\nlaw = \"{}\"\n", law.id))]);
        let requests = "agent,from,to,kind\n1,2026-03-02,2026-03-02,leave\n";
        let contract = read(&[("plan.toml", &toml), ("requests.csv", requests)]).scenario.contracts.remove(0);
        for rule in law.rules {
            // The contract asks for 20 hours a week, less than any law allows.
            let is_stricter = matches!(rule.value, LawValue::HoursPerWeek(_));
            assert!(rule.value.binds(&contract) || is_stricter, "{}", rule.article);
        }
        assert!(!law.unchecked.is_empty());
    }
}

#[test]
fn shifts_have_the_breaks_of_the_law() {
    let toml = plan(&[
        ("lengths = \"2h-4h every 1h\"", "lengths = \"2h-8h every 1h\""),
        ("breaks = []", "breaks = [{ minutes = 30, after = \"3h\", if_longer_than = \"6h\" }]"),
        ("min_rest = \"11h\"\n", "min_rest = \"11h\"\nlaw = \"DE\"\n"),
    ]);
    assert_eq!(read(&[("plan.toml", &toml)]).warnings, []);
}

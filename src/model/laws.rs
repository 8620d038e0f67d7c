use super::{AverageLimit, BreakDue, Law, LawRule, LawValue};
use crate::units::Minutes;

impl Law {
    /// The laws there are.
    ///
    /// Each is what holds for adults where no collective agreement, opt-out or exception says otherwise, in the form in
    /// which a roster can be held to it: rest once a week within each week from Monday, a reference period of months
    /// in weeks.
    pub const ALL: [&'static Law; 5] = [&EU, &NL, &BE, &DE, &UK];

    /// The law that a contract calls so, in whatever case.
    pub fn find(id: &str) -> Option<&'static Law> {
        Law::ALL.into_iter().find(|law| law.id.eq_ignore_ascii_case(id.trim()))
    }
}

const fn hours(hours: i32) -> Minutes {
    Minutes::new(60 * hours)
}

const fn rule(article: &'static str, value: LawValue) -> LawRule {
    LawRule { article, value }
}

const fn average(most: i32, weeks: u32) -> LawValue {
    LawValue::Average(AverageLimit { most: hours(most), weeks })
}

const fn breaks(if_work_exceeds: Minutes, least: i32) -> LawValue {
    LawValue::Break(BreakDue { if_work_exceeds, least: Minutes::new(least) })
}

static EU: Law = Law {
    id: "EU",
    name: "Working Time Directive 2003/88/EC",
    rules: &[
        rule("2003/88/EC art. 3", LawValue::Rest(hours(11))),
        rule("2003/88/EC art. 5", LawValue::WeeklyRest(hours(35))),
        rule("2003/88/EC art. 6", average(48, 17)),
    ],
    unchecked: &[
        ("2003/88/EC art. 4", "a break in work of more than 6 hours, as long as national law says"),
        ("2003/88/EC art. 7", "four weeks of paid leave a year"),
        (
            "2003/88/EC art. 8",
            "8 hours in 24 on average for who works nights, at most where the work is heavy",
        ),
    ],
};

static NL: Law = Law {
    id: "NL",
    name: "Arbeidstijdenwet",
    rules: &[
        rule("ATW art. 5:3", LawValue::Rest(hours(11))),
        rule("ATW art. 5:4", breaks(Minutes::new(330), 30)),
        rule("ATW art. 5:4", breaks(hours(10), 45)),
        rule("ATW art. 5:5", LawValue::WeeklyRest(hours(36))),
        rule("ATW art. 5:7", LawValue::HoursPerDay(hours(12))),
        rule("ATW art. 5:7", LawValue::HoursPerWeek(hours(60))),
        rule("ATW art. 5:7", average(55, 4)),
        rule("ATW art. 5:7", average(48, 16)),
        rule("ATW art. 5:8", LawValue::HoursPerNight(hours(10))),
        rule("ATW art. 5:8", LawValue::Nights(7)),
    ],
    unchecked: &[
        ("ATW art. 5:6", "13 Sundays off in 52 weeks"),
        (
            "ATW art. 5:8",
            "14 hours of rest after a night that ends after 02:00, 46 hours after 3 nights or more",
        ),
        ("ATW art. 5:8", "36 nights in 16 weeks; 40 hours a week on average for who works 16 nights in them"),
    ],
};

static BE: Law = Law {
    id: "BE",
    name: "Arbeidswet / Loi sur le travail, 16 March 1971",
    rules: &[
        rule("Labour Act art. 19", LawValue::HoursPerWeek(hours(40))),
        rule("Labour Act art. 20", LawValue::HoursPerDay(hours(9))),
        rule("Labour Act art. 21", LawValue::LeastHoursPerDay(hours(3))),
        rule("Labour Act art. 38ter", LawValue::Rest(hours(11))),
        rule("Labour Act art. 38ter", LawValue::WeeklyRest(hours(35))),
        rule("Labour Act art. 38quater", breaks(hours(6), 15)),
    ],
    unchecked: &[
        ("Labour Act art. 11", "no work on Sundays but where it is allowed"),
        ("Labour Act art. 19", "8 hours a day where work takes more than 5 1/2 days a week"),
        ("Labour Act art. 35", "no work from 20:00 to 06:00 but where it is allowed"),
        ("Act of 10 August 2001", "38 hours a week on average over the reference period"),
    ],
};

static DE: Law = Law {
    id: "DE",
    name: "Arbeitszeitgesetz",
    rules: &[
        rule("ArbZG § 3", LawValue::HoursPerDay(hours(10))),
        rule("ArbZG § 3", average(48, 24)),
        rule("ArbZG § 4", breaks(hours(6), 30)),
        rule("ArbZG § 4", breaks(hours(9), 45)),
        rule("ArbZG § 5", LawValue::Rest(hours(11))),
    ],
    unchecked: &[
        ("ArbZG § 4", "no more than 6 hours of work without a break"),
        ("ArbZG § 6", "8 hours a day on average over 4 weeks for who works nights"),
        (
            "ArbZG § 9-11",
            "no work on Sundays and holidays but where it is allowed; 15 Sundays off a year; days off instead",
        ),
    ],
};

static UK: Law = Law {
    id: "UK",
    name: "Working Time Regulations 1998",
    rules: &[
        rule("WTR reg. 4", average(48, 17)),
        rule("WTR reg. 10", LawValue::Rest(hours(11))),
        rule("WTR reg. 11", LawValue::WeeklyRest(hours(35))),
        rule("WTR reg. 12", breaks(hours(6), 20)),
    ],
    unchecked: &[
        ("WTR reg. 6", "8 hours in 24 on average for who works nights, at most where the work is hazardous"),
        ("WTR reg. 13", "5.6 weeks of paid leave a year"),
    ],
};

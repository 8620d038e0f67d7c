use chrono::{NaiveDate, TimeDelta};

use super::assumed::Assumed;
use super::faults::Faults;
use super::hiring_forms as hf;
use super::plan_folder::Files;
use super::section::Section;
use super::skills::SkillNames;
use super::{courses, forms, headcount, outlook};
use crate::model::{
    Agent, Attrition, ClassTerms, Contract, Demand, Grid, HireTerms, Learning, Overtime, SPREAD_DAYS, Temps,
    WorkGroup, Workforce,
};
use crate::units::{Money, Share};

const KEYS: [&str; 22] = [
    "months",
    "growth",
    "season",
    "outlook",
    "headcount",
    "attrition",
    "lead_time",
    "hiring_cost",
    "leaving_cost",
    "spread_cost_over",
    "training",
    "training_cost",
    "drop_out",
    "ramp_up",
    "class_size",
    "rooms",
    "room_seats",
    "overtime",
    "temps",
    "cross_training",
    "shortage_per_hour",
    "volume_error",
];
const OVERTIME_KEYS: [&str; 2] = ["at_most", "extra"];
const TEMPS_KEYS: [&str; 3] = ["price_per_hour", "hours_per_month", "skills"];

/// Who leave in a year where the plan does not say, in percent.
const USUAL_ATTRITION: f64 = 35.0;
/// Days of training where the plan does not say: six weeks.
const USUAL_TRAINING: u32 = 42;
/// What newcomers take longer at first where the plan does not say, and the weeks until they no longer do.
const USUAL_SLOWNESS: f64 = 1.3;
const USUAL_RAMP_WEEKS: u32 = 8;
/// The variation of a month's volume where the plan does not say, in percent.
const USUAL_VOLUME_ERROR: f64 = 5.0;
/// Where somebody can start in fewer days than this, classes can start on every Monday of the first months.
const SHORT_LEAD: u32 = 28;
const WEEKLY_MONTHS: usize = 3;
/// What an hour of overtime costs more where the plan does not say.
const USUAL_EXTRA: f64 = 0.5;

/// What `[hiring]` refers to.
pub(super) struct Known<'a> {
    pub queues: Vec<&'a str>,
    pub skills: SkillNames<'a>,
    pub contracts: &'a [Contract],
    pub agents: &'a [Agent],
    pub demands: Option<&'a [Demand]>,
    pub grid: &'a Grid,
    pub shortage_hour: Money,
}

/// Reads the months ahead; nothing where the plan has no `[hiring]`.
pub(super) fn read(
    files: &Files<'_>,
    known: &Known<'_>,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Option<Workforce> {
    let section = Section::open("hiring", files.section.node("hiring")?, &KEYS, faults)?;
    let months = section.require("months", &hf::MONTHS, faults);
    let learning = read_learning(&section, assumed, faults);
    let attrition = hf::read_attrition(&section, faults);
    if !section.has("attrition") {
        assumed.note(format!("hiring: {USUAL_ATTRITION} % leave in a year, as no `attrition` is given"));
    }
    let classes = read_classes(&section, assumed, faults);
    let overtime = read_overtime(&section, assumed, faults);
    let temps = read_temps(&section, known, assumed, faults);
    let money = |key: &str, faults: &mut Faults| section.read(key, &forms::MONEY, faults);
    let (training_cost, leaving_cost) = (money("training_cost", faults), money("leaving_cost", faults));
    if !section.has("training_cost") {
        assumed.note("hiring: training costs nothing but wages, as no `training_cost` is given");
    }
    if !section.has("leaving_cost") {
        assumed.note("hiring: it costs nothing that people leave, as no `leaving_cost` is given");
    }
    let spread_days = section.read("spread_cost_over", &forms::LEAD_DAYS, faults);
    if !section.has("spread_cost_over") {
        assumed.note(
            "hiring: the cost of hiring and training spread over 52 weeks, as no `spread_cost_over` is given",
        );
    }
    let shortage_hour = money("shortage_per_hour", faults).unwrap_or(known.shortage_hour);
    if !section.has("shortage_per_hour") {
        assumed.note(format!(
            "hiring: an hour short weighs {shortage_hour}, as in a roster, as no `shortage_per_hour` is given"
        ));
    }
    let volume_error = section.read("volume_error", &forms::VARIATION, faults);
    if !section.has("volume_error") {
        let usual = USUAL_VOLUME_ERROR;
        assumed.note(format!("hiring: a month's volume off by {usual} %, as no `volume_error` is given"));
    }
    let starts = Workforce::starts(known.grid.first_day(), months?);
    if starts.len() as u32 <= months? {
        return None; // Beyond the calendar's end.
    }
    let volume = read_volume(files, &section, known, &starts, assumed, faults);
    let groups = read_groups(files, &section, known, &starts, assumed, faults);
    let cross_training = courses::read(&section, known, &groups, faults);
    let weekly = if waits_weeks(&groups) { WEEKLY_MONTHS } else { 0 };
    let workforce = Workforce {
        class_starts: Workforce::classes_from(&starts, weekly),
        month_starts: starts,
        volume,
        groups,
        attrition: attrition.unwrap_or_else(usual_attrition),
        learning: learning?,
        classes: classes?,
        training_cost: training_cost.unwrap_or(Money::ZERO),
        leaving_cost: leaving_cost.unwrap_or(Money::ZERO),
        spread_days: Some(spread_days.unwrap_or(SPREAD_DAYS)).filter(|&days| days > 0),
        overtime,
        temps,
        cross_training,
        shortage_hour,
        volume_error: volume_error.unwrap_or(USUAL_VOLUME_ERROR / 100.0),
    };
    check_horizon(&section, known, &workforce, faults);
    check_class_limits(&section, known, &workforce, faults);
    Some(workforce)
}

/// Whether somebody can be hired so soon that weeks matter.
fn waits_weeks(groups: &[WorkGroup]) -> bool {
    groups.iter().any(|group| group.hire.is_some_and(|terms| terms.lead_days < SHORT_LEAD))
}

fn usual_attrition() -> Attrition {
    let yearly = Share::percent(USUAL_ATTRITION).unwrap_or_default();
    Attrition { steps: vec![(f64::INFINITY, Attrition::of_year(yearly))] }
}

fn read_learning(section: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> Option<Learning> {
    let training = section.read("training", &forms::LEAD_DAYS, faults);
    if !section.has("training") {
        assumed.note("hiring: 6 weeks of training, as no `training` is given");
    }
    let ramp_up = section.read("ramp_up", &hf::RAMP_UP, faults);
    if !section.has("ramp_up") {
        assumed.note(
            "hiring: newcomers take 1.3 times as long after training, and 8 weeks until they no longer do, as no \
             `ramp_up` is given",
        );
    }
    let drop_out = section.read("drop_out", &hf::ATTRITION, faults);
    if !section.has("drop_out") {
        assumed.note("hiring: nobody drops out at the end of training, as no `drop_out` is given");
    }
    // Handle times fall evenly; what gets done is one over them.
    let slowness =
        |week: u32| USUAL_SLOWNESS - (USUAL_SLOWNESS - 1.0) * f64::from(week) / f64::from(USUAL_RAMP_WEEKS);
    Some(Learning {
        training_days: training.unwrap_or(USUAL_TRAINING),
        drop_out: drop_out.unwrap_or(Share::NONE),
        ramp_up: ramp_up.unwrap_or_else(|| (0..USUAL_RAMP_WEEKS).map(|week| 1.0 / slowness(week)).collect()),
    })
}

fn read_classes(section: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> Option<ClassTerms> {
    let size = section.read("class_size", &hf::CLASS_SIZE, faults);
    let rooms = section.read("rooms", &forms::POSITIVE_COUNT, faults);
    let seats = section.read("room_seats", &forms::POSITIVE_COUNT, faults);
    if !section.has("class_size") {
        assumed.note("hiring: classes of any size, as no `class_size` is given");
    }
    if !section.has("rooms") {
        assumed.note("hiring: as many classes at once as wanted, as no `rooms` are given");
    }
    let (least, most) = size.unwrap_or((1, 10_000));
    if let Some(seats) = seats.filter(|&seats| seats < least) {
        let message = "the smallest class is larger than a room";
        let found = format!("{least} people in a room of {seats}");
        let remedy = "a `class_size` whose fewest fit into `room_seats`";
        faults.error("class-beyond-room", section.place_of("class_size"), message, found, remedy);
        return None;
    }
    if let Some(seats) = seats.filter(|&seats| seats < most && section.has("class_size")) {
        let message = "the largest class does not fit into a room; its seats are the most";
        let found = format!("{most} people in a room of {seats}");
        faults.warn(
            "class-cut-to-room",
            section.place_of("class_size"),
            message,
            found,
            "the smaller of both",
        );
    }
    Some(ClassTerms { least, most: most.min(seats.unwrap_or(most)), rooms })
}

fn read_overtime(section: &Section<'_>, assumed: &mut Assumed, faults: &mut Faults) -> Option<Overtime> {
    let Some(node) = section.node("overtime") else {
        assumed.note("hiring: no overtime, as no `overtime` is given");
        return None;
    };
    let terms = Section::open("overtime of hiring", node, &OVERTIME_KEYS, faults)?;
    let at_most = terms.require("at_most", &forms::SHARE, faults);
    let extra = terms.read("extra", &forms::VARIATION, faults);
    if !terms.has("extra") {
        assumed.note("hiring: overtime costs half as much again, as no `extra` is given");
    }
    Some(Overtime { at_most: at_most?, extra: extra.unwrap_or(USUAL_EXTRA) })
}

fn read_temps(
    section: &Section<'_>,
    known: &Known<'_>,
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Option<Temps> {
    let Some(node) = section.node("temps") else {
        assumed.note("hiring: no temporary staff, as no `temps` are given");
        return None;
    };
    let terms = Section::open("temps of hiring", node, &TEMPS_KEYS, faults)?;
    let price = terms.require("price_per_hour", &forms::MONEY, faults);
    let hours = terms.require("hours_per_month", &hf::MONTH_HOURS, faults);
    let skills = terms.require("skills", &forms::SKILLS, faults);
    let skills = skills.and_then(|text| known.skills.read(&text, terms.place_of("skills"), faults));
    Some(Temps { price_hour: price?, hours: hours?, skills: skills? })
}

/// What comes in: the forecast's volume, growing evenly through each year, by the season of the month beside that of the
/// forecast's, and what the outlook says instead.
fn read_volume(
    files: &Files<'_>,
    section: &Section<'_>,
    known: &Known<'_>,
    starts: &[NaiveDate],
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Vec<Vec<f64>> {
    use chrono::Datelike;
    let growth = section.read("growth", &hf::GROWTH, faults).unwrap_or(1.0);
    let season = section.read("season", &hf::SEASON, faults);
    if !["growth", "season", "outlook"].iter().any(|key| section.has(key)) {
        assumed.note("hiring: volume as forecast, as no `growth`, `season` or `outlook` is given");
    }
    let of_month = |date: NaiveDate| season.as_ref().map_or(1.0, |season| season[date.month0() as usize]);
    let factor = |(month, start): (usize, &NaiveDate)| {
        growth.powf(month as f64 / 12.0) * of_month(*start) / of_month(starts[0])
    };
    let months = starts[..starts.len() - 1].iter().enumerate();
    let mut volume: Vec<Vec<f64>> = months.map(|month| vec![factor(month); known.queues.len()]).collect();
    if let Some(name) = section.read("outlook", &forms::TEXT, faults) {
        outlook::read(&files.folder.join(name), known, starts, &mut volume, faults);
    }
    volume
}

fn read_groups(
    files: &Files<'_>,
    section: &Section<'_>,
    known: &Known<'_>,
    starts: &[NaiveDate],
    assumed: &mut Assumed,
    faults: &mut Faults,
) -> Vec<WorkGroup> {
    let lead_days = section.read("lead_time", &forms::LEAD_DAYS, faults);
    let cost = section.read("hiring_cost", &forms::MONEY, faults);
    let terms = |contract: usize| {
        let terms = known.contracts[contract].hireable?;
        Some(HireTerms {
            cost: cost.unwrap_or(terms.cost),
            lead_days: lead_days.unwrap_or(terms.lead_days),
            at_most: terms.at_most,
        })
    };
    if (0..known.contracts.len()).all(|contract| terms(contract).is_none()) && !known.contracts.is_empty() {
        let message = "nobody can be hired: no contract is `hireable`";
        let remedy = "hireable = { cost = 4200, lead_time = \"6 weeks\", at_most = 10 } in a [[contract]]";
        faults.warn("nobody-hireable", section.place, message, "", remedy);
    }
    match section.read("headcount", &forms::TEXT, faults) {
        Some(name) => headcount::read(&files.folder.join(name), known, &terms, assumed, faults),
        None => headcount::of_agents(known, known.grid.day_of(starts[0]), &terms, assumed),
    }
}

/// Somebody decided on at once has to take contacts before the months end.
fn check_horizon(section: &Section<'_>, known: &Known<'_>, workforce: &Workforce, faults: &mut Faults) {
    let training = TimeDelta::days(i64::from(workforce.learning.training_days));
    let leads = workforce.groups.iter().filter_map(|group| group.hire.map(|terms| terms.lead_days));
    let Some(least) = leads.min() else { return };
    let earliest = known.grid.first_day() + TimeDelta::days(i64::from(least)) + training;
    if earliest >= workforce.end() {
        let message = "nobody hired takes contacts within the months planned";
        let found = format!("{least} days of lead time and {} of training", workforce.learning.training_days);
        let remedy = "more `months`, or a shorter `lead_time` or `training`";
        let key = if section.has("lead_time") { "lead_time" } else { "months" };
        faults.error("lead-beyond-horizon", section.place_of(key), message, found, remedy);
    }
}

/// Somebody has to be hired on a contract as many as the smallest class has.
fn check_class_limits(section: &Section<'_>, known: &Known<'_>, workforce: &Workforce, faults: &mut Faults) {
    let least = workforce.classes.least;
    let too_few = |group: &&WorkGroup| group.hire.is_some_and(|terms| terms.at_most < least);
    let mut contracts: Vec<usize> =
        workforce.groups.iter().filter(too_few).map(|group| group.contract).collect();
    contracts.sort_unstable();
    contracts.dedup();
    for contract in contracts {
        let id = &known.contracts[contract].id;
        let message = format!("contract `{id}`: nobody can be hired, as no class is so small");
        let found = format!("classes of {least} or more, of whom fewer may start in a month");
        let remedy = "a smaller `class_size`, or more `at_most` in the contract's `hireable`";
        faults.warn("class-beyond-limit", section.place_of("class_size"), message, found, remedy);
    }
}

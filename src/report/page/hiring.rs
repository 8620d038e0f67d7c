use std::fmt::Write;

use serde::Serialize;

use super::super::headcount as said;
use super::super::months_proof::{kept, proof_rows};
use super::super::months_risk::{Least, best_line, least_of, month_name, policy_rows};
use super::super::months_terms::terms_lines;
use super::super::months_what_if::what_if_rows;
use super::super::months_worth as worth;
use super::super::words;
use super::charts::{HEIGHT, height_of, scale};
use super::filled;
use super::tables::Headline;
use crate::model::{HeadcountPlan, Scenario, Workforce};
use crate::plan::{Headcount, MonthsWhatIf};
use crate::units::Money;

const TEMPLATE: &str = include_str!("hiring.html");
/// The chart's width, the room left of it for its scale, above and below it for labels, in its own units.
const WIDTH: f64 = 1000.0;
const LEFT: f64 = 54.0;
const TOP: f64 = 8.0;
const BELOW: f64 = 40.0;
/// How much higher than other charts it is.
const STRETCH: f64 = 2.2;
/// A few months are not drawn wider than this each.
const WIDEST: f64 = 90.0;
/// The part of a month's room that its bar takes.
const BAR: f64 = 0.7;

/// What the template asks for, by its names there.
#[derive(Serialize)]
struct Page {
    version: &'static str,
    name: String,
    currency: String,
    dates: String,
    today: String,
    headlines: Vec<Headline>,
    classes: Vec<Vec<String>>,
    hire: Vec<Part>,
    chart: Chart,
    months: Vec<[String; 10]>,
    skills: Vec<Vec<String>>,
    money: Vec<Vec<String>>,
    sums: [Part; 3],
    terms: [Part; 2],
    paid_hour: Vec<[String; 2]>,
    futures: String,
    chances: Vec<Vec<Chance>>,
    best: String,
    policy: Vec<[String; 4]>,
    proof: &'static str,
    proofs: Vec<[String; 5]>,
    what_ifs: Vec<[String; 9]>,
}

/// A cell of the table of chances.
#[derive(Serialize)]
struct Chance {
    text: String,
    /// Less likely kept than not.
    is_bad: bool,
    /// The least of its month.
    is_least: bool,
}

#[derive(Serialize)]
struct Part {
    title: &'static str,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct Chart {
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    bottom: f64,
    steps: Vec<Step>,
    bars: Vec<Bar>,
    /// Hours required, a step for each month.
    required: String,
}

#[derive(Serialize)]
struct Step {
    at: f64,
    label: String,
}

#[derive(Serialize)]
struct Bar {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    short: f64,
    short_y: f64,
    middle: f64,
    label: String,
    /// Of the first month, and of each January.
    year: String,
    /// What is said where the pointer rests on it.
    title: String,
}

/// hiring.html: the months ahead on one page, with nothing outside it.
pub fn headcount_html(
    scenario: &Scenario,
    headcount: &Headcount,
    what_ifs: &[MonthsWhatIf],
    assumed: &[String],
) -> String {
    let page = Page {
        version: env!("CARGO_PKG_VERSION"),
        name: scenario.name.clone(),
        currency: scenario.currency.clone(),
        dates: said::month_range(&headcount.workforce),
        today: words::long_date(headcount.today),
        headlines: headlines(scenario, headcount),
        classes: classes(scenario, headcount),
        hire: hire(scenario, headcount),
        chart: chart(headcount),
        months: said::month_rows(headcount),
        skills: said::skill_rows(scenario, headcount),
        money: said::money_rows(headcount),
        sums: sums(scenario, headcount),
        terms: [
            Part { title: "Terms", lines: terms_lines(scenario, headcount) },
            Part { title: "Assumed, as the plan does not say", lines: said::assumed_lines(assumed) },
        ],
        paid_hour: said::paid_hour_rows(headcount),
        futures: words::grouped(headcount.risk.futures as f64),
        chances: chances(scenario, headcount),
        best: best_line(scenario, headcount),
        policy: policy_rows(scenario, &headcount.risk.best.plan),
        proof: said::PROOF,
        proofs: proof_rows(scenario, headcount),
        what_ifs: if what_ifs.is_empty() { Vec::new() } else { what_if_rows(scenario, headcount, what_ifs) },
    };
    filled(TEMPLATE, &page)
}

/// What the months come to, whom to decide on first, and how sure it is.
fn headlines(scenario: &Scenario, headcount: &Headcount) -> Vec<Headline> {
    let plan = &headcount.advice.plan;
    let first = plan.classes.iter().map(|class| class.decide_by).min();
    let short = plan.short_hours();
    let least = least_of(&headcount.risk.expected);
    let tone = |is_bad: bool| if is_bad { "bad" } else { "good" };
    let proven = Headline {
        label: "Months kept",
        value: kept(headcount),
        note: "rostered as they are staffed, and replayed".to_owned(),
        tone: tone(headcount.proofs.iter().any(|proof| !proof.is_met())),
    };
    let mut headlines = vec![
        Headline {
            label: "To hire",
            value: plan.hires().to_string(),
            note: first.map_or_else(
                || "no hire saves what it costs".to_owned(),
                |date| format!("the first to be decided by {}", words::long_date(date)),
            ),
            tone: "",
        },
        Headline {
            label: "To pay",
            value: format!("{} {}", scenario.currency, plan.cost().paid().whole()),
            note: cost_note(scenario, plan),
            tone: "",
        },
        Headline {
            label: "Short",
            value: format!("{} h", words::grouped(short)),
            note: "of the hours required".to_owned(),
            tone: tone(short >= 0.5),
        },
        Headline {
            label: "Least chance",
            value: words::chance(least.chance),
            note: least_note(scenario, &headcount.workforce, &least),
            tone: tone(least.chance < 0.5),
        },
    ];
    headlines.extend(Some(proven).filter(|_| !headcount.proofs.is_empty()));
    headlines
}

/// How near the least the cost is; that hours short are not in it, where there are any.
fn cost_note(scenario: &Scenario, plan: &HeadcountPlan) -> String {
    let shortage = plan.cost().shortage;
    let least = format!("at most {} above the least", words::percent(plan.gap));
    if shortage == Money::ZERO {
        return least;
    }
    format!("without {} {} for hours short, which nobody pays; {least}", scenario.currency, shortage.whole())
}

fn least_note(scenario: &Scenario, workforce: &Workforce, least: &Least) -> String {
    match least.queue {
        Some(queue) => {
            format!(
                "of {} in {}, the least of all agreements",
                scenario.queues[queue].id,
                month_name(workforce, least.month)
            )
        }
        None => "of every agreement, in every month".to_owned(),
    }
}

/// A header, and for each month the chance of each queue's agreement with this plan, and the least with the best on average.
fn chances(scenario: &Scenario, headcount: &Headcount) -> Vec<Vec<Chance>> {
    let Headcount { workforce, risk, .. } = headcount;
    let word = |text: String| Chance { text, is_bad: false, is_least: false };
    let least = |of: &[f64]| of.iter().copied().fold(1.0, f64::min);
    let cell = |chance: f64, of: &[f64]| Chance {
        text: words::chance(chance),
        is_bad: chance < 0.5,
        is_least: chance < 1.0 && chance == least(of),
    };
    let row = |month: usize| {
        let (this, best) = (&risk.expected.chances[month], least(&risk.best.chances[month]));
        let each = this.iter().map(|&chance| cell(chance, this));
        std::iter::once(word(month_name(workforce, month))).chain(each).chain([cell(best, &[])]).collect()
    };
    let names = scenario.queues.iter().map(|queue| queue.id.clone());
    let last = "least, best on average".to_owned();
    let header = std::iter::once(String::new()).chain(names).chain([last]).map(word).collect();
    std::iter::once(header).chain((0..workforce.months()).map(row)).collect()
}

/// A header, and a row for each class.
fn classes(scenario: &Scenario, headcount: &Headcount) -> Vec<Vec<String>> {
    let header = ["decide by", "contract", "skills", "start", "up to speed", "hires", "hire up to", "cost"];
    let row = |class| {
        let [hires, contract, skills, decide_by, start, up_to_speed, up_to, cost] =
            said::class_row(scenario, class);
        vec![decide_by, contract, skills, start, up_to_speed, hires, up_to, cost]
    };
    let header = header.map(str::to_owned).to_vec();
    std::iter::once(header).chain(headcount.advice.plan.classes.iter().map(row)).collect()
}

/// Whom to teach further skills; that nobody is hired, where that is so.
fn hire(scenario: &Scenario, headcount: &Headcount) -> Vec<Part> {
    let learners = said::learner_lines(scenario, headcount);
    if !learners.is_empty() {
        return vec![Part { title: "Further skills", lines: learners }];
    }
    if headcount.advice.plan.classes.is_empty() {
        return vec![Part { title: "Nobody", lines: said::hire_lines(scenario, headcount) }];
    }
    Vec::new()
}

fn sums(scenario: &Scenario, headcount: &Headcount) -> [Part; 3] {
    let advice = &headcount.advice;
    let otherwise = vec![
        worth::nothing_line(scenario, advice),
        worth::next_line(scenario, advice),
        worth::at_once_line(scenario, advice),
    ];
    [
        Part { title: "Cost", lines: said::cost_lines(scenario, headcount) },
        Part { title: "Short", lines: said::short_lines(scenario, headcount) },
        Part { title: "Otherwise", lines: otherwise },
    ]
}

/// Hours required as a line of steps over what those there can work, what is short in red.
fn chart(headcount: &Headcount) -> Chart {
    let months = &headcount.advice.plan.months;
    let required: Vec<f64> = months.iter().map(|month| month.required.iter().sum()).collect();
    let available = months.iter().map(|month| month.available);
    let (most, steps) = scale(required.iter().copied().chain(available).fold(1.0, f64::max));
    let room = ((WIDTH - LEFT) / months.len() as f64).min(WIDEST);
    let down = |hours: f64| tenths(TOP + STRETCH * height_of(hours, most));
    let bottom = TOP + STRETCH * HEIGHT;
    let bar = |place: usize| {
        let (month, needed) = (&months[place], required[place]);
        let start = headcount.workforce.month_starts[place];
        let short: f64 = month.short.iter().sum();
        let is_first = place == 0 || start.format("%m").to_string() == "01";
        let hours = [needed, month.available, short].map(words::grouped);
        Bar {
            x: tenths(LEFT + room * (place as f64 + (1.0 - BAR) / 2.0)),
            y: down(month.available),
            width: tenths(room * BAR),
            height: tenths(bottom - down(month.available)),
            short: tenths(down(needed - short) - down(needed)),
            short_y: down(needed),
            middle: tenths(LEFT + room * (place as f64 + 0.5)),
            label: start.format("%b").to_string(),
            year: if is_first { start.format("%Y").to_string() } else { String::new() },
            title: format!(
                "{}: {} h required, {} h of those there, {} h short",
                start.format("%B %Y"),
                hours[0],
                hours[1],
                hours[2]
            ),
        }
    };
    Chart {
        width: WIDTH,
        height: bottom + BELOW,
        left: LEFT,
        right: tenths(LEFT + room * months.len() as f64),
        bottom,
        steps: steps
            .into_iter()
            .map(|hours| Step { at: down(hours), label: words::grouped(hours) })
            .collect(),
        bars: (0..months.len()).map(bar).collect(),
        required: steps_through(&required, room, down),
    }
}

/// A line of steps, one for each month.
fn steps_through(hours: &[f64], room: f64, down: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    for (place, &hours) in hours.iter().enumerate() {
        let start = if place == 0 { format!("M{LEFT} {}", down(hours)) } else { format!("V{}", down(hours)) };
        let _ = write!(path, "{start}H{}", tenths(LEFT + room * (place + 1) as f64));
    }
    path
}

fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

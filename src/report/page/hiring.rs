use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;

use super::super::headcount as said;
use super::super::months_proof::proof_rows;
use super::super::months_risk::{best_line, chance_rows, policy_rows};
use super::super::months_terms::terms_lines;
use super::super::months_what_if::what_if_rows;
use super::super::words;
use crate::model::Scenario;
use crate::plan::{Headcount, MonthsWhatIf};

const TEMPLATE: &str = include_str!("hiring.html");
/// The chart's width for each month, and its height.
const STEP: f64 = 44.0;
const HEIGHT: f64 = 180.0;

/// What the template asks for, by its names there.
#[derive(Serialize)]
struct Page {
    version: &'static str,
    name: String,
    currency: String,
    dates: String,
    today: String,
    chart: Chart,
    months: Vec<[String; 10]>,
    money: Vec<Vec<String>>,
    parts: [Part; 6],
    paid_hour: Vec<[String; 2]>,
    chances: Vec<[String; 3]>,
    best: String,
    policy: Vec<[String; 4]>,
    proof: &'static str,
    proofs: Vec<[String; 5]>,
    what_ifs: Vec<[String; 7]>,
}

#[derive(Serialize)]
struct Part {
    title: &'static str,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct Chart {
    width: f64,
    bars: Vec<Bar>,
    line: String,
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
}

/// hiring.html: the months ahead on one page, with nothing outside it.
pub fn headcount_html(
    scenario: &Scenario,
    headcount: &Headcount,
    what_ifs: &[MonthsWhatIf],
    assumed: &[String],
) -> String {
    let advice = &headcount.advice;
    let parts = [
        Part { title: "Whom to hire", lines: said::hire_lines(scenario, headcount) },
        Part { title: "Cost", lines: vec![said::cost_line(scenario, advice.plan.cost(), advice.plan.gap)] },
        Part { title: "Short", lines: said::short_lines(scenario, headcount) },
        Part {
            title: "Otherwise",
            lines: vec![
                said::nothing_line(scenario, advice),
                said::next_line(scenario, advice),
                said::at_once_line(scenario, advice),
            ],
        },
        Part { title: "Terms", lines: terms_lines(scenario, headcount) },
        Part { title: "Assumed, as the plan does not say", lines: said::assumed_lines(assumed) },
    ];
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("hiring.html", TEMPLATE).expect("the template is a constant that parses");
    let template = environment.get_template("hiring.html").expect("the template was just added");
    let page = Page {
        version: env!("CARGO_PKG_VERSION"),
        name: scenario.name.clone(),
        currency: scenario.currency.clone(),
        dates: said::month_range(&headcount.workforce),
        today: words::long_date(headcount.today),
        chart: chart(headcount),
        months: said::month_rows(headcount),
        money: said::money_rows(headcount),
        parts,
        paid_hour: said::paid_hour_rows(headcount),
        chances: chance_rows(headcount),
        best: best_line(scenario, headcount),
        policy: policy_rows(scenario, &headcount.risk.best.plan),
        proof: said::PROOF,
        proofs: proof_rows(scenario, headcount),
        what_ifs: what_if_rows(headcount, what_ifs),
    };
    template.render(Serde(&page)).expect("the template asks only for what the page holds")
}

/// Hours required as a line over what those there can work, what is short in red.
fn chart(headcount: &Headcount) -> Chart {
    let months = &headcount.advice.plan.months;
    let required = |place: usize| months[place].required.iter().sum::<f64>();
    let most =
        (0..months.len()).map(|place| required(place).max(months[place].available)).fold(1.0, f64::max);
    let scale = |hours: f64| (HEIGHT * hours / most * 10.0).round() / 10.0;
    let bar = |place: usize| {
        let (height, short) = (scale(months[place].available), scale(months[place].short.iter().sum()));
        Bar {
            x: STEP * place as f64 + 4.0,
            y: HEIGHT - height,
            width: STEP - 8.0,
            height,
            short,
            short_y: HEIGHT - scale(required(place)),
            middle: STEP * (place as f64 + 0.5),
            label: headcount.workforce.month_starts[place].format("%b").to_string(),
        }
    };
    let point = |place: usize| format!("{},{}", STEP * (place as f64 + 0.5), HEIGHT - scale(required(place)));
    Chart {
        width: STEP * months.len() as f64,
        bars: (0..months.len()).map(bar).collect(),
        line: (0..months.len()).map(point).collect::<Vec<_>>().join(" "),
    }
}

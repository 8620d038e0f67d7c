use serde_json::{Map, Value, json};

use super::table::{Table, number_text};
use super::words;
use crate::intake::{CASE_COLUMNS, WrittenCase};
use crate::queueing::{Answer, Case, Limit, Limits, Model, Status, Targets};
use crate::units::Seconds;

/// The columns a result adds to those of its case.
const RESULT_COLUMNS: [&str; 8] = [
    "status",
    "wait_probability",
    "blocking",
    "service_level",
    "average_wait_seconds",
    "answered_wait_seconds",
    "occupancy",
    "abandonment",
];
/// The columns of a case that are words.
const WORDS: [&str; 3] = ["case", "model", "counting"];

/// What the Erlang calculator says of a file of cases, as CSV: each row again with its agents filled in, and every
/// digit of the results. A case that no number of agents meets has no results.
pub fn cases_csv(cases: &[(WrittenCase, Option<Answer>)]) -> String {
    let mut table = Table::new(CASE_COLUMNS.into_iter().chain(RESULT_COLUMNS));
    for (written, answer) in cases {
        for (column, cell) in CASE_COLUMNS.into_iter().zip(&written.cells) {
            match answer {
                _ if WORDS.contains(&column) => table.text(cell),
                Some(answer) if column == "agents" && cell.is_empty() => table.raw(&exact(answer.agents)),
                _ => table.raw(&cell.replace(',', ".")),
            };
        }
        for cell in results(answer.as_ref()) {
            table.raw(&cell.map_or(String::new(), |cell| cell.text()));
        }
        table.end_row();
    }
    table.into_text()
}

/// The same as JSON, a list of objects; what is without bound or does not apply is null.
pub fn cases_json(cases: &[(WrittenCase, Option<Answer>)]) -> String {
    let objects: Vec<Value> =
        cases.iter().map(|(written, answer)| case_object(written, answer.as_ref())).collect();
    pretty(&Value::from(objects))
}

fn case_object(written: &WrittenCase, answer: Option<&Answer>) -> Value {
    let mut object = Map::new();
    for (column, cell) in CASE_COLUMNS.into_iter().zip(&written.cells) {
        let value = match cell.replace(',', ".").parse::<f64>() {
            _ if cell.is_empty() => Value::Null,
            Ok(number) if !WORDS.contains(&column) => json!(number),
            _ => json!(cell),
        };
        object.insert(column.to_owned(), value);
    }
    add_results(&mut object, answer);
    Value::Object(object)
}

/// What the calculator says of one case, as a JSON object.
pub fn case_json(answer: &Answer) -> String {
    let mut object = Map::new();
    add_results(&mut object, Some(answer));
    let names = |limits: Limits| -> Vec<&str> { limits.iter().map(limit_name).collect() };
    object.insert("driven_by".to_owned(), json!(names(answer.driven_by)));
    object.insert("missed".to_owned(), json!(names(answer.missed)));
    pretty(&Value::Object(object))
}

fn add_results(object: &mut Map<String, Value>, answer: Option<&Answer>) {
    object.insert("agents".to_owned(), json!(answer.map(|answer| answer.agents)));
    for (column, cell) in RESULT_COLUMNS.into_iter().zip(results(answer)) {
        let value = match cell {
            Some(Cell::Word(word)) => json!(word),
            Some(Cell::Number(number)) => json!(number),
            None => Value::Null,
        };
        object.insert(column.to_owned(), value);
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

enum Cell {
    Word(&'static str),
    Number(f64),
}

impl Cell {
    fn text(&self) -> String {
        match self {
            Cell::Word(word) => (*word).to_owned(),
            Cell::Number(number) => exact(*number),
        }
    }
}

/// The results in the order of their columns.
fn results(answer: Option<&Answer>) -> [Option<Cell>; 8] {
    let Some(answer) = answer else {
        return [Some(Cell::Word("unreachable")), None, None, None, None, None, None, None];
    };
    let given = &answer.performance;
    let number = |number: f64| Some(Cell::Number(number));
    [
        Some(Cell::Word(status_name(given.status))),
        number(given.wait_probability),
        number(given.blocking),
        answer.service_level.map(Cell::Number),
        number(given.average_wait.get()),
        given.answered_wait.map(|wait| Cell::Number(wait.get())),
        given.occupancy.map(Cell::Number),
        number(given.abandonment),
    ]
}

/// The shortest digits that read back as the same number.
fn exact(number: f64) -> String {
    if number != 0.0 && number.abs() < 1e-5 { format!("{number:e}") } else { number.to_string() }
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::Stable => "stable",
        Status::Overloaded => "overloaded",
        Status::Unstable => "unstable",
    }
}

fn limit_name(limit: Limit) -> &'static str {
    match limit {
        Limit::ServiceLevel => "service-level",
        Limit::AverageWait => "average-wait",
        Limit::Abandonment => "abandonment",
        Limit::Occupancy => "occupancy",
        Limit::Blocking => "blocking",
        Limit::Stability => "stability",
        Limit::Presence => "presence",
    }
}

/// What the calculator says of one case, for the terminal: the answer between one agent fewer and more.
///
/// ```text
/// 200 contacts an hour of 3 min: 10 erlangs. Erlang C, nobody hangs up.
///
///      agents  in 20 s  average wait  waiting  hang up  turned away    busy
///          13   79.6 %        17.1 s   28.5 %    0.0 %        0.0 %  76.9 %
///   >      14   88.8 %         7.8 s   17.4 %    0.0 %        0.0 %  71.4 %
///          15   94.1 %         3.7 s   10.2 %    0.0 %        0.0 %  66.7 %
///
/// Needed: 14 agents. One fewer would miss the service level.
/// ```
pub fn case_text(case: &Case, answer: &Answer) -> String {
    let mut text = format!("{}\n\n", question(case));
    let share_answered = match case.within {
        Some(within) => format!("in {}", words::span(within)),
        None => "at once".to_owned(),
    };
    let header = ["", "agents", &share_answered, "average wait", "waiting", "hang up", "turned away", "busy"];
    let mut rows = vec![header.map(str::to_owned)];
    for agents in [answer.agents - 1.0, answer.agents, answer.agents + 1.0] {
        let is_it = agents == answer.agents;
        if is_it || (case.agents.is_none() && agents >= 0.0) {
            rows.push(row(&case.evaluate(agents, Limits::default()), if is_it { ">" } else { "" }));
        }
    }
    text += &aligned(&rows);
    match conclusion(case, answer) {
        conclusion if conclusion.is_empty() => text,
        conclusion => text + "\n" + &conclusion + "\n",
    }
}

fn question(case: &Case) -> String {
    let stream = &case.stream;
    let model = match stream.model {
        Model::ErlangB => "Erlang B, who finds nobody free is lost".to_owned(),
        Model::ErlangC => "Erlang C, nobody hangs up".to_owned(),
        Model::ErlangA { patience } => format!("Erlang A, patience {}", words::span(patience)),
    };
    let room = match stream.capacity {
        Some(places) if stream.model != Model::ErlangB => format!(", {places} contacts at most"),
        _ => String::new(),
    };
    let volume = number_text(stream.arrivals.get() * 3600.0, 2);
    let load = number_text(stream.load().get(), 2);
    format!(
        "{volume} contacts an hour of {}: {load} erlangs. {model}{room}.",
        words::span(stream.handle_time)
    )
}

fn row(answer: &Answer, mark: &str) -> [String; 8] {
    let given = &answer.performance;
    let share = |share: Option<f64>| share.map_or("-".to_owned(), words::percent);
    let in_time = answer.service_level.unwrap_or(given.in_time.answered);
    let wait = given.answered_wait.map_or("-".to_owned(), wait_text);
    [
        mark.to_owned(),
        number_text(answer.agents, 3),
        share(Some(in_time)),
        wait,
        share(Some(given.wait_probability)),
        share(Some(given.abandonment)),
        share(Some(given.blocking)),
        share(given.occupancy),
    ]
}

fn wait_text(wait: Seconds) -> String {
    if wait == Seconds::INFINITE { "without end".to_owned() } else { format!("{:.1} s", wait.get()) }
}

/// Columns two spaces apart, to the right.
fn aligned(rows: &[[String; 8]]) -> String {
    let mut text = String::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            let width = rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
            text += &format!("  {cell:>width$}");
        }
        text += "\n";
    }
    text
}

fn conclusion(case: &Case, answer: &Answer) -> String {
    let agents =
        words::count(answer.agents, if answer.agents.fract() == 0.0 { 0 } else { 3 }, "agent", "agents");
    let overload = match answer.performance.status {
        Status::Unstable => " The line grows without end: there is more work than agents.",
        _ => "",
    };
    if case.agents.is_some() {
        return match in_words(answer.missed) {
            _ if !overload.is_empty() => overload.trim_start().to_owned(),
            missed if missed.is_empty() && case.targets == Targets::default() => return String::new(),
            missed if missed.is_empty() => "Every target is met.".to_owned(),
            missed => format!("{agents}: misses {missed}."),
        };
    }
    match in_words(answer.driven_by) {
        _ if answer.agents == 0.0 => "Nobody calls: nobody is needed.".to_owned(),
        driver => format!("Needed: {agents}. One fewer would miss {driver}."),
    }
}

fn in_words(limits: Limits) -> String {
    let names: Vec<&str> = limits
        .iter()
        .map(|limit| match limit {
            Limit::ServiceLevel => "the service level",
            Limit::AverageWait => "the average wait",
            Limit::Abandonment => "the cap on hanging up",
            Limit::Occupancy => "the cap on occupancy",
            Limit::Blocking => "the cap on contacts turned away",
            Limit::Stability => "the load: the line would grow without end",
            Limit::Presence => "anyone to answer",
        })
        .collect();
    names.join(" and ")
}

//! Headcount over months: text and table.

use chrono::NaiveDate;

use super::hiring::CLASS;
use super::months_proof::{kept, proof_rows};
use super::months_risk::risk_lines;
use super::months_terms::terms_lines;
use super::months_what_if::what_if_rows;
use super::months_worth::{at_once_line, next_line, nothing_line};
use super::table::Table;
use super::text::{columns, section};
use super::words;
use crate::model::{Learners, MonthClass, MonthCost, MonthFigures, Scenario, Workforce};
use crate::plan::{Headcount, MonthsWhatIf};
use crate::units::Money;

/// Less than this is nothing, in hours.
pub(super) const NOTHING: f64 = 0.05;

/// What a plan is chosen by, where that is not what is paid alone.
pub(super) const WEIGHED: &str = "weighed";

/// What the proof is.
pub(super) const PROOF: &str = "each month staffed as planned, newcomers by what they get done, rostered in the weeks of the plan at the \
     month's volume, and replayed:";

/// Numbers after a name.
const RIGHT_BUT_FIRST: [bool; 10] = [false, true, true, true, true, true, true, true, true, true];

/// hiring.csv: a row for each class, in the order of their months.
///
/// `headcount` is on the month's first day with the class; required, available and the gap are of the month in which it
/// is first as productive as anyone, without it; `cost` is hiring and training, wages meanwhile included.
pub fn headcount_csv(scenario: &Scenario, headcount: &Headcount) -> String {
    let mut table = Table::new(CLASS);
    for class in &headcount.advice.plan.classes {
        table.raw(&class.start.format("%Y-%m").to_string());
        table.text(&scenario.contracts[class.contract].id).skills(scenario, &class.skills);
        table.whole(class.hires).date(class.decide_by).date(class.start).date(class.productive_from);
        table.number(class.headcount, 2).number(class.required.get(), 3).number(class.available.get(), 3);
        table.number((class.available - class.required).get(), 3).money(class.cost).end_row();
    }
    table.into_text()
}

/// What `hire` says of the months ahead, and of them with changes.
pub fn headcount_text(
    scenario: &Scenario,
    headcount: &Headcount,
    what_ifs: &[MonthsWhatIf],
    assumed: &[String],
) -> String {
    let Headcount { workforce, advice, .. } = headcount;
    let heads: f64 = workforce.groups.iter().map(|group| group.present()).sum();
    let mut text = format!(
        "{}   {}   {} there\n\n",
        scenario.name,
        month_range(workforce),
        words::count(heads, 0, "agent", "agents"),
    );
    text += &section("Paid hour", &paid_hour(headcount));
    text += "\n";
    text += &section("Months", &columns(&month_rows(headcount), RIGHT_BUT_FIRST));
    text += "\n";
    text += &section("Hire", &hire_lines(scenario, headcount));
    text += &section("Cost", &cost_lines(scenario, headcount));
    text += &section("Short", &short_lines(scenario, headcount));
    text += &section("Nothing", &[nothing_line(scenario, advice)]);
    text += &section("Next", &[next_line(scenario, advice)]);
    text += &section("At once", &[at_once_line(scenario, advice)]);
    text += "\n";
    text += &section("Risk", &risk_lines(scenario, headcount));
    if !headcount.proofs.is_empty() {
        text += "\n";
        text += &section("Proof", &proof_lines(scenario, headcount));
    }
    if !what_ifs.is_empty() {
        text += "\n";
        let to_the_right = [false, true, true, true, true, true, true, false, false];
        text += &section("What if", &columns(&what_if_rows(scenario, headcount, what_ifs), to_the_right));
    }
    text += "\n";
    text += &section("Terms", &terms_lines(scenario, headcount));
    text += &section("Assumed", &assumed_lines(assumed));
    text
}

/// The months, from the first to the last.
pub(super) fn month_range(workforce: &Workforce) -> String {
    let last = workforce.month_starts[workforce.months() - 1];
    let months = words::count(workforce.months() as f64, 0, "month", "months");
    format!("{} to {} ({months})", workforce.month_starts[0].format("%B %Y"), last.format("%B %Y"))
}

/// What is assumed of the months, of all that is.
pub(super) fn assumed_lines(assumed: &[String]) -> Vec<String> {
    assumed.iter().filter_map(|line| line.strip_prefix("hiring: ")).map(str::to_owned).collect()
}

/// From needed to paid, in hours of a hundred paid.
pub(super) fn paid_hour_rows(headcount: &Headcount) -> Vec<[String; 2]> {
    let hour = &headcount.paid_hour;
    let share = |hours: f64| format!("{:.1}", 100.0 * hours / hour.paid().max(f64::MIN_POSITIVE));
    let mut rows = vec![[share(hour.needed), "needed in seat".to_owned()]];
    rows.extend(hour.lines.iter().map(|(cause, adds)| [share(*adds), cause.clone()]));
    rows
}

fn paid_hour(headcount: &Headcount) -> Vec<String> {
    let paid = words::grouped(headcount.paid_hour.paid());
    let mut lines = vec![format!("of 100 hours paid on the roster, over {paid} of them:")];
    lines.extend(columns(&paid_hour_rows(headcount), [true, false]));
    lines
}

/// A header, and a row for each month.
pub(super) fn month_rows(headcount: &Headcount) -> Vec<[String; 10]> {
    let header =
        ["", "h needed", "h paid", "there", "hires", "leave", "h overtime", "h temps", "h short", "to pay"];
    let row = |(place, month): (usize, &MonthFigures)| {
        let needed: f64 = headcount.needed[place].iter().sum();
        [
            headcount.workforce.month_starts[place].format("%b %Y").to_string(),
            words::grouped(needed),
            words::grouped(month.required.iter().sum()),
            format!("{:.1}", month.headcount),
            month.hires.to_string(),
            format!("{:.1}", month.leavers),
            words::grouped(month.overtime.iter().sum()),
            words::grouped(month.temps.iter().sum()),
            words::grouped(month.short.iter().sum()),
            month.cost.paid().whole(),
        ]
    };
    let rows = headcount.advice.plan.months.iter().enumerate().map(row);
    std::iter::once(header.map(str::to_owned)).chain(rows).collect()
}

/// A header, and for each month the paid hours required of each queue's skill, in brackets those that stay short.
pub(super) fn skill_rows(scenario: &Scenario, headcount: &Headcount) -> Vec<Vec<String>> {
    let header = std::iter::once(String::new()).chain(scenario.queues.iter().map(|queue| queue.id.clone()));
    let cell = |(required, short): (&f64, &f64)| match words::grouped(*required) {
        required if *short < 0.5 => required,
        required => format!("{required} (-{})", words::grouped(*short)),
    };
    let row = |(start, month): (&NaiveDate, &MonthFigures)| {
        let cells = month.required.iter().zip(&month.short).map(cell);
        std::iter::once(start.format("%b %Y").to_string()).chain(cells).collect()
    };
    let months = headcount.workforce.month_starts.iter().zip(&headcount.advice.plan.months);
    std::iter::once(header.collect()).chain(months.map(row)).collect()
}

/// A header, a row of money for each month by what it is for, and their sums; what nothing is paid for is left out. After
/// what is paid come the price of hours short and what those hired are still worth, where there are any, and all together last.
pub(super) fn money_rows(headcount: &Headcount) -> Vec<Vec<String>> {
    let plan = &headcount.advice.plan;
    let weighed = |cost: MonthCost| {
        let worth_after = Money::ZERO - cost.worth_after;
        let sums = [
            ("to pay", cost.paid()),
            ("shortage", cost.shortage),
            ("worth after", worth_after),
            (WEIGHED, cost.total()),
        ];
        parts(cost).into_iter().chain(sums)
    };
    let is_only_paid = plan.cost().total() == plan.cost().paid();
    let is_said: Vec<bool> = weighed(plan.cost())
        .map(|(name, sum)| sum != Money::ZERO && (name != WEIGHED || !is_only_paid))
        .collect();
    let some =
        |cells: Vec<String>| cells.into_iter().zip(&is_said).filter(|(_, said)| **said).map(|pair| pair.0);
    let row = |name: String, cost: MonthCost| {
        [name].into_iter().chain(some(weighed(cost).map(|(_, part)| part.whole()).collect())).collect()
    };
    let names = weighed(plan.cost()).map(|(name, _)| name.to_owned()).collect();
    let header = [String::new()].into_iter().chain(some(names)).collect();
    let starts = &headcount.workforce.month_starts;
    let months = starts.iter().zip(&plan.months);
    let months = months.map(|(start, month)| row(start.format("%b %Y").to_string(), month.cost));
    std::iter::once(header).chain(months).chain([row("in all".to_owned(), plan.cost())]).collect()
}

pub(super) fn hire_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let class = |class: &MonthClass| {
        let [hires, contract, skills, decide_by, start, up_to_speed, up_to, cost] =
            class_row(scenario, class);
        format!(
            "{hires} {contract}, {skills}: decide by {decide_by}, start {start}, up to speed {up_to_speed}; \
             hire up to {up_to}; {} {cost}",
            scenario.currency,
        )
    };
    let mut lines: Vec<String> = headcount.advice.plan.classes.iter().map(class).collect();
    lines.extend(learner_lines(scenario, headcount));
    if lines.is_empty() {
        lines.push("nobody: no hire saves what it costs in these months".to_owned());
    }
    lines
}

/// How many, contract, skills, the days on which to decide, to start and to be up to speed, up to how many, and cost.
pub(super) fn class_row(scenario: &Scenario, class: &MonthClass) -> [String; 8] {
    [
        class.hires.to_string(),
        scenario.contracts[class.contract].id.clone(),
        words::skill_names(scenario, &class.skills),
        words::long_date(class.decide_by),
        words::long_date(class.start),
        words::long_date(class.productive_from),
        format!("{:.0}", class.headcount),
        class.cost.whole(),
    ]
}

/// Whom to teach further skills.
pub(super) fn learner_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let Headcount { workforce, advice, .. } = headcount;
    let line = |learners: &Learners| {
        let course = &workforce.cross_training[learners.course];
        let [from, to] = [course.from, course.to].map(|group| &workforce.groups[group]);
        format!(
            "train {} {} of {} to {} from {}",
            learners.people,
            scenario.contracts[from.contract].id,
            words::skill_names(scenario, &from.skills),
            words::skill_names(scenario, &to.skills),
            words::long_date(workforce.month_starts[learners.month]),
        )
    };
    advice.plan.learners.iter().map(line).collect()
}

/// What is paid and for what, and how near that is to the least; where it is weighed with something that nobody pays, with
/// that, which is what is least then.
pub(super) fn cost_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let (plan, currency) = (&headcount.advice.plan, &scenario.currency);
    let cost = plan.cost();
    let parts: Vec<String> = parts(cost)
        .iter()
        .filter(|part| part.1 != Money::ZERO)
        .map(|(name, part)| format!("{name} {}", part.whole()))
        .collect();
    let paid = format!("{currency} {} to pay: {}", cost.paid().whole(), parts.join(", "));
    let least = format!("at most {} above the least", words::percent(plan.gap));
    let mut beside = Vec::new();
    if cost.shortage != Money::ZERO {
        let price = headcount.workforce.shortage_hour;
        let short = words::grouped(plan.short_hours());
        beside.push(format!("with {short} h short at {currency} {price} each, which nobody pays"));
    }
    if cost.worth_after != Money::ZERO {
        let worth = cost.worth_after.whole();
        beside.push(format!("less {currency} {worth} that those hired are still worth after these months"));
    }
    if beside.is_empty() {
        return vec![format!("{paid}; {least}")];
    }
    vec![paid, format!("{}: {currency} {}, {least}", beside.join(", "), cost.total().whole())]
}

/// What is paid, by what for.
pub(super) fn parts(cost: MonthCost) -> [(&'static str, Money); 7] {
    [
        ("wages", cost.wages),
        ("hiring", cost.hiring),
        ("training", cost.training),
        ("leaving", cost.leaving),
        ("overtime", cost.overtime),
        ("temps", cost.temps),
        ("penalties", cost.penalties),
    ]
}

/// What stays short by queue; before the first hire can help, what can.
pub(super) fn short_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let Headcount { workforce, advice, .. } = headcount;
    let mut lines = Vec::new();
    for (queue, of) in scenario.queues.iter().enumerate() {
        let short: Vec<(usize, f64)> =
            advice.plan.months.iter().map(|month| month.short[queue]).enumerate().collect();
        let months = short.iter().filter(|(_, hours)| *hours > NOTHING);
        let months: Vec<String> = months
            .map(|(month, hours)| {
                // Some, and yet not so much as an hour when rounded.
                let hours = if *hours < 0.5 { "under 1".to_owned() } else { words::grouped(*hours) };
                format!("{} {hours} h", workforce.month_starts[*month].format("%b %Y"))
            })
            .collect();
        if !months.is_empty() {
            lines.push(format!("{}: {}", of.id, months.join(", ")));
        }
    }
    if lines.is_empty() {
        return vec!["nothing: every month has the hours it requires".to_owned()];
    }
    lines.extend(no_hire_helps(headcount));
    lines
}

/// Where months are short before anybody hired today takes contacts: that no hire helps, and what does.
fn no_hire_helps(headcount: &Headcount) -> Option<String> {
    let Headcount { workforce, advice, .. } = headcount;
    let short: f64 = (0..workforce.months())
        .filter(|&month| is_before_help(headcount, month))
        .flat_map(|month| &advice.plan.months[month].short)
        .sum();
    if short <= NOTHING {
        return None;
    }
    Some(format!("no hire helps with {} h of it: {}", words::grouped(short), before_help(headcount)))
}

/// Whether a month ends before anybody hired today takes contacts.
pub(super) fn is_before_help(Headcount { workforce, advice, .. }: &Headcount, month: usize) -> bool {
    advice.helps_from.is_none_or(|from| workforce.month_starts[month + 1] <= from)
}

/// That nobody hired today helps so soon, and what does.
pub(super) fn before_help(headcount: &Headcount) -> String {
    let Headcount { workforce, advice, today, .. } = headcount;
    let since = match advice.helps_from {
        Some(from) => format!(
            "decided on {}, takes contacts before {}",
            words::long_date(*today),
            words::long_date(from)
        ),
        None => "takes contacts in these months".to_owned(),
    };
    let offered = |is_there: bool, name: &str, key: &str| match is_there {
        true => format!("more {name} than `{key}` allows"),
        false => format!("{name} (`{key}` in [hiring])"),
    };
    let mut can = vec![
        offered(workforce.overtime.is_some(), "overtime", "overtime"),
        offered(workforce.temps.is_some(), "temporary staff", "temps"),
    ];
    // Where there is one queue there is no further skill.
    if workforce.volume[0].len() > 1 {
        let is_there = !workforce.cross_training.is_empty();
        can.push(offered(is_there, "further skills for those there", "cross_training"));
    }
    format!("nobody, {since}; what can: {}", can.join(", "))
}

/// What each month gives, staffed as planned and rostered.
fn proof_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let mut lines = vec![format!("{} months keep every agreement; {PROOF}", kept(headcount))];
    lines.extend(columns(&proof_rows(scenario, headcount), [false, true, true, false, false]));
    lines
}

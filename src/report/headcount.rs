//! Headcount over months: text, table and JSON.

use serde_json::{Value, json};

use super::summary::{json_text, rounded};
use super::table::Table;
use super::text::{columns, section};
use super::words;
use crate::hiring::{Exposed, HeadcountAdvice};
use crate::model::{HeadcountPlan, MonthClass, MonthCost, MonthFigures, Scenario};
use crate::plan::Headcount;
use crate::units::Money;

/// Less than this is nothing, in hours.
const NOTHING: f64 = 0.05;

/// hiring.csv: a row for each class, in the order of their months.
///
/// `headcount` is on the month's first day with the class; required, available and the gap are of the month in which it
/// is first as productive as anyone, without it; `cost` is hiring and training, wages meanwhile included.
pub fn headcount_csv(scenario: &Scenario, headcount: &Headcount) -> String {
    let mut table = Table::new([
        "month",
        "contract",
        "skills",
        "hires",
        "decide_by",
        "start",
        "productive_from",
        "headcount",
        "required_fte",
        "available_fte",
        "gap_fte",
        "cost",
    ]);
    for class in &headcount.advice.plan.classes {
        table.raw(&class.start.format("%Y-%m").to_string());
        table.text(&scenario.contracts[class.contract].id).skills(scenario, &class.skills);
        table.whole(class.hires).date(class.decide_by).date(class.start).date(class.productive_from);
        table.number(class.headcount, 2).number(class.required.get(), 3).number(class.available.get(), 3);
        table.number((class.available - class.required).get(), 3).money(class.cost).end_row();
    }
    table.into_text()
}

/// What `hire` says of the months ahead.
pub fn headcount_text(scenario: &Scenario, headcount: &Headcount, assumed: &[String]) -> String {
    let Headcount { workforce, advice, .. } = headcount;
    let last = workforce.month_starts[workforce.months() - 1];
    let months = words::count(workforce.months() as f64, 0, "month", "months");
    let heads: f64 = workforce.groups.iter().map(|group| group.present()).sum();
    let mut text = format!(
        "{}   {} to {} ({months})   {} there\n\n",
        scenario.name,
        workforce.month_starts[0].format("%B %Y"),
        last.format("%B %Y"),
        words::count(heads, 0, "agent", "agents"),
    );
    text += &section("Paid hour", &paid_hour(headcount));
    text += "\n";
    text += &section("Months", &month_lines(headcount));
    text += "\n";
    text += &section("Hire", &hire_lines(scenario, headcount));
    text += &section("Cost", &[cost_line(scenario, advice.plan.cost(), advice.plan.gap)]);
    text += &section("Short", &short_lines(scenario, headcount));
    text += &section("Nothing", &[nothing_line(scenario, advice)]);
    text += &section("Next", &[next_line(scenario, advice)]);
    text += "\n";
    text += &section("Risk", &risk_lines(scenario, headcount));
    let assumed: Vec<String> =
        assumed.iter().filter_map(|line| line.strip_prefix("hiring: ")).map(str::to_owned).collect();
    text += &section("Assumed", &assumed);
    text
}

/// From needed to paid, in hours of a hundred paid.
fn paid_hour(headcount: &Headcount) -> Vec<String> {
    let hour = &headcount.paid_hour;
    let share = |hours: f64| format!("{:.1}", 100.0 * hours / hour.paid().max(f64::MIN_POSITIVE));
    let mut rows = vec![[share(hour.needed), "needed in seat".to_owned()]];
    rows.extend(hour.lines.iter().map(|(cause, adds)| [share(*adds), cause.clone()]));
    let mut lines = vec![format!("of 100 hours paid on the roster, over {} of them:", words::grouped(hour.paid()))];
    lines.extend(columns(&rows, [true, false]));
    lines
}

fn month_lines(headcount: &Headcount) -> Vec<String> {
    let header = ["", "needed", "paid", "there", "hires", "leave", "overtime", "temps", "short", "cost"];
    let row = |(place, month): (usize, &MonthFigures)| {
        let needed: f64 = headcount.needed[place].iter().sum();
        [
            headcount.workforce.month_starts[place].format("%b %Y").to_string(),
            words::grouped(needed),
            words::grouped(month.required.iter().sum()),
            format!("{:.1}", month.headcount),
            month.hires.to_string(),
            format!("{:.1}", month.leavers),
            words::grouped(month.overtime),
            words::grouped(month.temps),
            words::grouped(month.short.iter().sum()),
            month.cost.total().whole(),
        ]
    };
    let rows = headcount.advice.plan.months.iter().enumerate().map(row);
    let rows: Vec<[String; 10]> = std::iter::once(header.map(str::to_owned)).chain(rows).collect();
    columns(&rows, [false, true, true, true, true, true, true, true, true, true])
}

fn hire_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let Headcount { workforce, advice, .. } = headcount;
    let class = |class: &MonthClass| {
        format!(
            "{} {}, {}: decide by {}, start {}, up to speed {}; hire up to {:.0}; {} {}",
            class.hires,
            scenario.contracts[class.contract].id,
            words::skill_names(scenario, &class.skills),
            words::long_date(class.decide_by),
            words::long_date(class.start),
            words::long_date(class.productive_from),
            class.headcount,
            scenario.currency,
            class.cost.whole(),
        )
    };
    let mut lines: Vec<String> = advice.plan.classes.iter().map(class).collect();
    lines.extend(advice.plan.learners.iter().map(|learners| {
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
    }));
    if lines.is_empty() {
        lines.push("nobody: no hire saves what it costs in these months".to_owned());
    }
    lines
}

fn cost_line(scenario: &Scenario, cost: MonthCost, gap: f64) -> String {
    let parts: Vec<String> =
        parts(cost).iter().filter(|part| part.1 != Money::ZERO).map(|(name, part)| format!("{name} {}", part.whole())).collect();
    format!(
        "{} {}: {}; at most {} above the least",
        scenario.currency,
        cost.total().whole(),
        parts.join(", "),
        words::percent(gap)
    )
}

fn parts(cost: MonthCost) -> [(&'static str, Money); 8] {
    [
        ("wages", cost.wages),
        ("hiring", cost.hiring),
        ("training", cost.training),
        ("leaving", cost.leaving),
        ("overtime", cost.overtime),
        ("temps", cost.temps),
        ("shortage", cost.shortage),
        ("penalties", cost.penalties),
    ]
}

/// What stays short by queue; before the first hire can help, what can.
fn short_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let Headcount { workforce, advice, .. } = headcount;
    let mut lines = Vec::new();
    for (queue, of) in scenario.queues.iter().enumerate() {
        let short: Vec<(usize, f64)> = advice.plan.months.iter().map(|month| month.short[queue]).enumerate().collect();
        let months = short.iter().filter(|(_, hours)| *hours > NOTHING);
        let months: Vec<String> = months
            .map(|(month, hours)| format!("{} {} h", workforce.month_starts[*month].format("%b %Y"), words::grouped(*hours)))
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
    let Headcount { workforce, advice, today, .. } = headcount;
    let is_before = |month: usize| advice.helps_from.is_none_or(|from| workforce.month_starts[month + 1] <= from);
    let short: f64 = (0..workforce.months())
        .filter(|&month| is_before(month))
        .flat_map(|month| &advice.plan.months[month].short)
        .sum();
    if short <= NOTHING {
        return None;
    }
    let since = match advice.helps_from {
        Some(from) => format!("decided on {}, takes contacts before {}", words::long_date(*today), words::long_date(from)),
        None => "takes contacts in these months".to_owned(),
    };
    let offered = |is_there: bool, name: &str, key: &str| match is_there {
        true => format!("more {name} than `{key}` allows"),
        false => format!("{name} (`{key}` in [hiring])"),
    };
    let can = [
        offered(workforce.overtime.is_some(), "overtime", "overtime"),
        offered(workforce.temps.is_some(), "temporary staff", "temps"),
        offered(!workforce.cross_training.is_empty(), "further skills for those there", "cross_training"),
    ];
    Some(format!(
        "no hire helps with {} h of it: nobody, {since}; what can: {}",
        words::grouped(short),
        can.join(", ")
    ))
}

fn nothing_line(scenario: &Scenario, advice: &HeadcountAdvice) -> String {
    let (plan, nothing) = (&advice.plan, &advice.nothing);
    let more = nothing.cost().total() - plan.cost().total();
    format!(
        "to hire nobody costs {} {} more: {} h short instead of {}",
        scenario.currency,
        more.whole(),
        words::grouped(nothing.short_hours()),
        words::grouped(plan.short_hours())
    )
}

fn next_line(scenario: &Scenario, advice: &HeadcountAdvice) -> String {
    let Some(next) = &advice.next else {
        return "no further class: nobody more can be hired in these months".to_owned();
    };
    let (saves, costs) = worth(&advice.plan, next);
    let more = next.hires() - advice.plan.hires();
    format!(
        "{} more would save {} {} of overtime, temps, shortage and penalties, and cost {} more",
        words::count(f64::from(more), 0, "hire", "hires"),
        scenario.currency,
        saves.whole(),
        costs.whole()
    )
}

/// How sure the plan is, and the policy of the one that is best on average.
fn risk_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let Headcount { workforce, risk, .. } = headcount;
    let least = |chances: &[f64]| chances.iter().copied().fold(1.0, f64::min);
    let chances = |of: &Exposed| of.chances.iter().map(|month| least(month)).collect::<Vec<_>>();
    let (expected, best) = (chances(&risk.expected), chances(&risk.best));
    let header = ["", "this plan", "best on average"].map(str::to_owned);
    let row = |month: usize| {
        [
            workforce.month_starts[month].format("%b %Y").to_string(),
            words::chance(expected[month]),
            words::chance(best[month]),
        ]
    };
    let rows: Vec<[String; 3]> = std::iter::once(header).chain((0..workforce.months()).map(row)).collect();
    let futures = words::grouped(risk.futures as f64);
    let mut lines = vec![format!("chance that every queue has its hours by itself, least of them, in {futures} futures:")];
    lines.extend(columns(&rows, [false, true, true]));
    let (saves, half_width) = risk.saves;
    lines.push(match risk.lean == 0.0 {
        true => format!("this plan is the best on average of those tried: {} {}", scenario.currency, risk.expected.cost.whole()),
        false => format!(
            "to plan for {} of the volume saves {} {} +-{} on average: {} hires instead of {}, as a policy",
            words::percent(1.0 + risk.lean * workforce.volume_error),
            scenario.currency,
            Money::from_major(saves).whole(),
            Money::from_major(half_width).whole(),
            risk.best.plan.hires(),
            risk.expected.plan.hires(),
        ),
    });
    lines.extend(policy(scenario, &risk.best.plan));
    lines
}

/// Up to how many to hire, month by month.
fn policy(scenario: &Scenario, plan: &HeadcountPlan) -> Vec<String> {
    let row = |class: &MonthClass| {
        [
            format!("decide by {}", words::long_date(class.decide_by)),
            format!("for {}", class.start.format("%b %Y")),
            format!("{}, {}", scenario.contracts[class.contract].id, words::skill_names(scenario, &class.skills)),
            format!("hire up to {:.0}", class.headcount),
        ]
    };
    let rows: Vec<[String; 4]> = plan.classes.iter().map(row).collect();
    columns(&rows, [false; 4])
}

/// What another plan saves of what is paid for want of people, and what it costs more in people.
fn worth(plan: &HeadcountPlan, other: &HeadcountPlan) -> (Money, Money) {
    let want = |cost: MonthCost| cost.overtime + cost.temps + cost.shortage + cost.penalties;
    let (plan, other) = (plan.cost(), other.cost());
    let saves = want(plan) - want(other);
    (saves, other.total() - plan.total() + saves)
}

/// The months ahead for machines.
pub fn headcount_json(scenario: &Scenario, headcount: &Headcount, assumed: &[String]) -> String {
    let Headcount { workforce, advice, today, paid_hour, risk, .. } = headcount;
    let (next_saves, next_costs) = advice.next.as_ref().map(|next| worth(&advice.plan, next)).unzip();
    let lines = paid_hour.lines.iter().map(|(cause, adds)| json!({ "cause": cause, "adds_hours": rounded(*adds) }));
    json_text(&json!({
        "callboard": env!("CARGO_PKG_VERSION"),
        "name": scenario.name,
        "currency": scenario.currency,
        "today": today.to_string(),
        "assumed": assumed,
        "paid_hour": {
            "needed_hours": rounded(paid_hour.needed),
            "paid_hours": rounded(paid_hour.paid()),
            "yield": rounded(paid_hour.yields()),
            "ledger": lines.collect::<Vec<_>>(),
        },
        "months": (0..workforce.months()).map(|month| month_value(scenario, headcount, month)).collect::<Vec<_>>(),
        "classes": advice.plan.classes.iter().map(|class| class_value(scenario, class)).collect::<Vec<_>>(),
        "learners": advice.plan.learners.iter().map(|learners| json!({
            "month": workforce.month_starts[learners.month].to_string(),
            "course": learners.course,
            "people": learners.people,
        })).collect::<Vec<_>>(),
        "cost": cost_value(advice.plan.cost()),
        "gap": advice.plan.gap,
        "short_hours": rounded(advice.plan.short_hours()),
        "helps_from": advice.helps_from.map(|date| date.to_string()),
        "nothing": {
            "cost": cost_value(advice.nothing.cost()),
            "short_hours": rounded(advice.nothing.short_hours()),
        },
        "risk": {
            "futures": risk.futures,
            "expected": exposed_value(scenario, &risk.expected),
            "best": exposed_value(scenario, &risk.best),
            "planned_for_volume": rounded(1.0 + risk.lean * workforce.volume_error),
            "saves": rounded(risk.saves.0),
            "saves_half_width": rounded(risk.saves.1),
        },
        "next_class": advice.next.as_ref().map(|next| json!({
            "hires": next.hires() - advice.plan.hires(),
            "saves": next_saves.map(Money::major),
            "costs": next_costs.map(Money::major),
        })),
    }))
}

fn month_value(scenario: &Scenario, headcount: &Headcount, place: usize) -> Value {
    let month = &headcount.advice.plan.months[place];
    let queue = |(queue, of): (usize, &crate::model::Queue)| {
        json!({
            "queue": of.id,
            "volume_factor": rounded(headcount.workforce.volume[place][queue]),
            "needed_hours": rounded(headcount.needed[place][queue]),
            "paid_hours": rounded(month.required[queue]),
            "short_hours": rounded(month.short[queue]),
        })
    };
    json!({
        "month": headcount.workforce.month_starts[place].to_string(),
        "queues": scenario.queues.iter().enumerate().map(queue).collect::<Vec<_>>(),
        "headcount": rounded(month.headcount),
        "hires": month.hires,
        "leavers": rounded(month.leavers),
        "available_hours": rounded(month.available),
        "overtime_hours": rounded(month.overtime),
        "temp_hours": rounded(month.temps),
        "cost": cost_value(month.cost),
    })
}

fn exposed_value(scenario: &Scenario, of: &Exposed) -> Value {
    json!({
        "mean_cost": of.cost.major(),
        "hires": of.plan.hires(),
        "chances": of.chances,
        "classes": of.plan.classes.iter().map(|class| class_value(scenario, class)).collect::<Vec<_>>(),
    })
}

fn class_value(scenario: &Scenario, class: &MonthClass) -> Value {
    let skills: Vec<&str> =
        class.skills.queues().iter().map(|&queue| scenario.queues[queue].id.as_str()).collect();
    json!({
        "contract": scenario.contracts[class.contract].id,
        "skills": skills,
        "hires": class.hires,
        "decide_by": class.decide_by.to_string(),
        "start": class.start.to_string(),
        "productive_from": class.productive_from.to_string(),
        "hire_up_to": rounded(class.headcount),
        "required_fte": rounded(class.required.get()),
        "available_fte": rounded(class.available.get()),
        "cost": class.cost.major(),
    })
}

fn cost_value(cost: MonthCost) -> Value {
    let mut value = json!({ "total": cost.total().major() });
    for (name, part) in parts(cost) {
        value[name] = json!(part.major());
    }
    value
}

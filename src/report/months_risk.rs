//! How sure a headcount plan is.

use super::text::columns;
use super::words;
use crate::hiring::Exposed;
use crate::model::{HeadcountPlan, MonthClass, Scenario, Workforce};
use crate::plan::Headcount;
use crate::units::Money;

/// How sure the plan is, and the policy of the one that is best on average.
pub(super) fn risk_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let futures = words::grouped(headcount.risk.futures as f64);
    let mut lines =
        vec![format!("the queue whose agreement is kept least often, and its chance, in {futures} futures:")];
    lines.extend(columns(&least_rows(scenario, headcount), [false, false, true, false, true]));
    lines.push(best_line(scenario, headcount));
    lines.extend(columns(&policy_rows(scenario, &headcount.risk.best.plan), [false; 4]));
    lines
}

/// A header, and for each month the queue whose agreement is kept least often with its chance, with either plan.
fn least_rows(scenario: &Scenario, headcount: &Headcount) -> Vec<[String; 5]> {
    let Headcount { workforce, risk, .. } = headcount;
    let least = |of: &Exposed, month: usize| {
        let Least { queue, chance, .. } = least_in(of, month);
        [queue.map_or_else(String::new, |queue| scenario.queues[queue].id.clone()), words::chance(chance)]
    };
    let row = |month: usize| {
        let [[queue, chance], [other, best]] = [least(&risk.expected, month), least(&risk.best, month)];
        [month_name(workforce, month), queue, chance, other, best]
    };
    let header = ["", "this plan", "", "best on average", ""].map(str::to_owned);
    std::iter::once(header).chain((0..workforce.months()).map(row)).collect()
}

/// The month and year, in short.
pub(super) fn month_name(workforce: &Workforce, month: usize) -> String {
    workforce.month_starts[month].format("%b %Y").to_string()
}

/// The agreement that is kept least often, and in which month.
pub(super) struct Least {
    /// Its queue; nothing where every agreement is kept for sure.
    pub queue: Option<usize>,
    /// The month, from 0.
    pub month: usize,
    /// The chance that one of its measured periods there keeps it.
    pub chance: f64,
}

/// The agreement that is kept least often of all, in all months.
pub(super) fn least_of(of: &Exposed) -> Least {
    let months = (0..of.chances.len()).map(|month| least_in(of, month));
    let none = Least { queue: None, month: 0, chance: 1.0 };
    months.fold(none, |least, next| if next.chance < least.chance { next } else { least })
}

fn least_in(of: &Exposed, month: usize) -> Least {
    let none = Least { queue: None, month, chance: 1.0 };
    of.chances[month].iter().enumerate().fold(none, |least, (queue, &chance)| match chance < least.chance {
        true => Least { queue: Some(queue), chance, ..least },
        false => least,
    })
}

/// The plan that is best on average against the one for what is expected.
pub(super) fn best_line(scenario: &Scenario, headcount: &Headcount) -> String {
    let Headcount { workforce, risk, .. } = headcount;
    let currency = &scenario.currency;
    if risk.lean == 0.0 {
        let cost = risk.expected.cost.whole();
        return format!(
            "this plan is the best on average of those tried, at {currency} {cost} with hours short at their price"
        );
    }
    let (saves, half_width) = risk.saves;
    format!(
        "to plan for {} of the volume saves {currency} {} +-{} on average: {} hires instead of {}, as a policy",
        words::percent(1.0 + risk.lean * workforce.volume_error),
        Money::from_major(saves).whole(),
        Money::from_major(half_width).whole(),
        risk.best.plan.hires(),
        risk.expected.plan.hires(),
    )
}

/// Up to how many to hire, month by month.
pub(super) fn policy_rows(scenario: &Scenario, plan: &HeadcountPlan) -> Vec<[String; 4]> {
    let row = |class: &MonthClass| {
        let contract = &scenario.contracts[class.contract].id;
        [
            format!("decide by {}", words::long_date(class.decide_by)),
            format!("for {}", words::long_date(class.start)),
            format!("{contract}, {}", words::skill_names(scenario, &class.skills)),
            format!("hire up to {:.0}", class.headcount),
        ]
    };
    plan.classes.iter().map(row).collect()
}

//! How sure a headcount plan is.

use super::text::columns;
use super::words;
use crate::hiring::Exposed;
use crate::model::{HeadcountPlan, MonthClass, Scenario};
use crate::plan::Headcount;
use crate::units::Money;

/// How sure the plan is, and the policy of the one that is best on average.
pub(super) fn risk_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let futures = words::grouped(headcount.risk.futures as f64);
    let mut lines = vec![format!("chance of the month's agreements, least of them, in {futures} futures:")];
    lines.extend(columns(&chance_rows(headcount), [false, true, true]));
    lines.push(best_line(scenario, headcount));
    lines.extend(columns(&policy_rows(scenario, &headcount.risk.best.plan), [false; 4]));
    lines
}

/// A header, and for each month the chance of the queue whose agreement is kept least often, with either plan.
pub(super) fn chance_rows(headcount: &Headcount) -> Vec<[String; 3]> {
    let Headcount { workforce, risk, .. } = headcount;
    let least =
        |of: &Exposed, month: usize| words::chance(of.chances[month].iter().copied().fold(1.0, f64::min));
    let row = |month: usize| {
        let name = workforce.month_starts[month].format("%b %Y").to_string();
        [name, least(&risk.expected, month), least(&risk.best, month)]
    };
    let header = ["", "this plan", "best on average"].map(str::to_owned);
    std::iter::once(header).chain((0..workforce.months()).map(row)).collect()
}

/// The plan that is best on average against the one for what is expected.
pub(super) fn best_line(scenario: &Scenario, headcount: &Headcount) -> String {
    let Headcount { workforce, risk, .. } = headcount;
    let currency = &scenario.currency;
    if risk.lean == 0.0 {
        let cost = risk.expected.cost.whole();
        return format!("this plan is the best on average of those tried, at {currency} {cost}");
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

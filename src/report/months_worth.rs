//! What the months ahead would be like otherwise, and what the plan for them is worth by that.

use super::headcount::NOTHING;
use super::words;
use crate::hiring::HeadcountAdvice;
use crate::model::{HeadcountPlan, MonthClass, MonthCost, Scenario};
use crate::units::Money;

/// What it costs to hire nobody.
pub(super) fn nothing_line(scenario: &Scenario, advice: &HeadcountAdvice) -> String {
    let (plan, nothing) = (&advice.plan, &advice.nothing);
    let more = nothing.cost().total() - plan.cost().total();
    format!(
        "to hire nobody costs {} {} more, with {} instead of {}",
        scenario.currency,
        more.whole(),
        short_of(nothing),
        words::grouped(plan.short_hours())
    )
}

/// What one more class would be worth.
pub(super) fn next_line(scenario: &Scenario, advice: &HeadcountAdvice) -> String {
    let Some(next) = &advice.next else {
        return "no further class: nobody more can be up to speed in these months".to_owned();
    };
    let (saves, costs) = worth(&advice.plan, next);
    let of_class = |(class, more): (&MonthClass, u32)| {
        let contract = &scenario.contracts[class.contract].id;
        let skills = words::skill_names(scenario, &class.skills);
        format!("{more} {contract}, {skills}, from {}", words::long_date(class.start))
    };
    let classes: Vec<String> = further(&advice.plan, next).map(of_class).collect();
    format!(
        "{} more ({}) would save {} {} of overtime, temps, shortage and penalties, and cost {} more",
        words::count(f64::from(next.hires() - advice.plan.hires()), 0, "hire", "hires"),
        classes.join("; "),
        scenario.currency,
        saves.whole(),
        costs.whole()
    )
}

/// The classes of another plan that have more people than in this one, and how many more.
pub(super) fn further<'a>(
    plan: &'a HeadcountPlan,
    other: &'a HeadcountPlan,
) -> impl Iterator<Item = (&'a MonthClass, u32)> {
    let hired = |class: &MonthClass| {
        let is_same = |own: &&MonthClass| (own.group, own.start) == (class.group, class.start);
        plan.classes.iter().find(is_same).map_or(0, |own| own.hires)
    };
    let more = move |class: &'a MonthClass| Some((class, class.hires.checked_sub(hired(class))?));
    other.classes.iter().filter_map(more).filter(|(_, more)| *more > 0)
}

/// What lead time costs.
pub(super) fn at_once_line(scenario: &Scenario, advice: &HeadcountAdvice) -> String {
    let Some(at_once) = &advice.at_once else { return "nobody hired is waited for".to_owned() };
    let less = advice.plan.cost().total() - at_once.cost().total();
    if less.major() <= advice.plan.gap * advice.plan.cost().total().major() {
        return "if whom one decides on could start at once, the months would cost as much, as far as is proven".to_owned();
    }
    format!(
        "if whom one decides on could start at once, the months would cost {} {} less, with {} and {}",
        scenario.currency,
        less.whole(),
        words::count(f64::from(at_once.hires()), 0, "hire", "hires"),
        short_of(at_once)
    )
}

/// The hours that a plan is short of; they count in what it is said to cost.
fn short_of(plan: &HeadcountPlan) -> String {
    let price = if plan.short_hours() < NOTHING { "" } else { " at their price" };
    format!("{} h short{price}", words::grouped(plan.short_hours()))
}

/// What another plan saves of what is paid for want of people, and what it costs more in people.
pub(super) fn worth(plan: &HeadcountPlan, other: &HeadcountPlan) -> (Money, Money) {
    let want = |cost: MonthCost| cost.overtime + cost.temps + cost.shortage + cost.penalties;
    let (plan, other) = (plan.cost(), other.cost());
    let saves = want(plan) - want(other);
    (saves, other.total() - plan.total() + saves)
}

//! Headcount over months for machines.

use serde_json::{Value, json};

use super::headcount::parts;
use super::months_proof::proof_value;
use super::months_what_if::what_if_value;
use super::months_worth::{further, worth};
use super::summary::{json_text, rounded};
use super::words;
use crate::hiring::Exposed;
use crate::model::{MonthClass, MonthCost, Scenario};
use crate::plan::{Headcount, MonthsWhatIf};
use crate::units::Money;

/// The months ahead for machines.
pub fn headcount_json(
    scenario: &Scenario,
    headcount: &Headcount,
    what_ifs: &[MonthsWhatIf],
    assumed: &[String],
) -> String {
    let Headcount { workforce, advice, today, paid_hour, risk, .. } = headcount;
    let (next_saves, next_costs) = advice.next.as_ref().map(|next| worth(&advice.plan, next)).unzip();
    let lines =
        paid_hour.lines.iter().map(|(cause, adds)| json!({ "cause": cause, "adds_hours": rounded(*adds) }));
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
        "at_once": advice.at_once.as_ref().map(|at_once| json!({
            "cost": cost_value(at_once.cost()),
            "hires": at_once.hires(),
            "short_hours": rounded(at_once.short_hours()),
        })),
        "risk": {
            "futures": risk.futures,
            "expected": exposed_value(scenario, &risk.expected),
            "best": exposed_value(scenario, &risk.best),
            "planned_for_volume": rounded(1.0 + risk.lean * workforce.volume_error),
            "saves": rounded(risk.saves.0),
            "saves_half_width": rounded(risk.saves.1),
        },
        "proof": headcount.proofs.iter().map(|proof| proof_value(scenario, headcount, proof)).collect::<Vec<_>>(),
        "what_ifs": what_ifs.iter().map(|what_if| what_if_value(scenario, headcount, what_if)).collect::<Vec<_>>(),
        "next_class": advice.next.as_ref().map(|next| json!({
            "hires": next.hires() - advice.plan.hires(),
            "classes": further(&advice.plan, next).map(|(class, more)| json!({
                "contract": scenario.contracts[class.contract].id,
                "skills": words::skill_ids(scenario, &class.skills),
                "hires": more,
                "start": class.start.to_string(),
            })).collect::<Vec<_>>(),
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
        "overtime_hours": rounded(month.overtime.iter().sum()),
        "temp_hours": rounded(month.temps.iter().sum()),
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
    json!({
        "contract": scenario.contracts[class.contract].id,
        "skills": words::skill_ids(scenario, &class.skills),
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

pub(super) fn cost_value(cost: MonthCost) -> Value {
    let mut value = json!({
        "total": cost.total().major(),
        "paid": cost.paid().major(),
        "shortage": cost.shortage.major(),
        "worth_after": cost.worth_after.major(),
    });
    for (name, part) in parts(cost) {
        value[name] = json!(part.major());
    }
    value
}

//! What the months ahead were planned with, in words.

use super::words;
use crate::model::{ClassTerms, HireTerms, Scenario, WorkGroup, Workforce};
use crate::plan::Headcount;

/// A line for each term, given or assumed.
pub(super) fn terms_lines(scenario: &Scenario, headcount: &Headcount) -> Vec<String> {
    let workforce = &headcount.workforce;
    let currency = &scenario.currency;
    let mut lines = vec![
        volume(scenario, workforce),
        leaving(scenario, workforce),
        learning(scenario, workforce),
        classes(workforce.classes),
    ];
    lines.extend(hiring(scenario, workforce));
    lines.push(match workforce.overtime {
        Some(terms) => format!(
            "overtime: at most {} of the hours, at {} more than the wage",
            words::percent(terms.at_most.get()),
            words::percent(terms.extra)
        ),
        None => "overtime: none".to_owned(),
    });
    lines.push(match &workforce.temps {
        Some(temps) => format!(
            "temporary staff: at most {} h a month for {}, at {currency} {} an hour",
            words::grouped(temps.hours),
            words::skill_names(scenario, &temps.skills),
            temps.price_hour
        ),
        None => "temporary staff: none".to_owned(),
    });
    lines.extend(workforce.spread_days.map(spread));
    lines.push(format!("an hour short: {currency} {}, to weigh it; nobody pays it", workforce.shortage_hour));
    lines
}

/// Over how long the cost of a hire is spread.
fn spread(days: u32) -> String {
    format!(
        "hiring and training: their cost is spread over {days} days from the first one; what falls after the last month is \
         what those hired are still worth then"
    )
}

/// What comes in in the last month, beside what the forecast says of a day.
fn volume(scenario: &Scenario, workforce: &Workforce) -> String {
    let (months, error) = (workforce.months(), words::percent(workforce.volume_error));
    let more = |queue: usize| {
        let factor = workforce.volume[months - 1][queue] / workforce.volume[0][queue].max(f64::MIN_POSITIVE);
        words::percent(factor - 1.0)
    };
    let each: Vec<String> = (0..scenario.queues.len()).map(more).collect();
    let is_alike = each.iter().all(|more| *more == each[0]);
    let more = match is_alike {
        true => each.into_iter().next().unwrap_or_default(),
        false => {
            let named = scenario.queues.iter().zip(each).map(|(queue, more)| format!("{} {more}", queue.id));
            named.collect::<Vec<_>>().join(", ")
        }
    };
    format!("volume: {more} more a day in the last month than in the first; a month is off by {error}")
}

fn leaving(scenario: &Scenario, workforce: &Workforce) -> String {
    let steps = workforce.attrition.steps.iter().map(|(until, share)| {
        let of_year = 1.0 - share.rest().get().powi(12);
        let until = if until.is_finite() { format!("until month {until:.0}") } else { "after".to_owned() };
        format!("{until} {} a month ({} a year)", words::percent(share.get()), words::percent(of_year))
    });
    let steps: Vec<String> = steps.collect();
    let steps = match &steps[..] {
        [one] => one.trim_start_matches("after ").to_owned(),
        several => several.join(", "),
    };
    format!("leaving: {steps}, at {} {} each", scenario.currency, workforce.leaving_cost)
}

fn learning(scenario: &Scenario, workforce: &Workforce) -> String {
    let learning = &workforce.learning;
    let ramp: Vec<String> = learning.ramp_up.iter().map(|share| words::percent(*share)).collect();
    let ramp = if ramp.is_empty() { "up to speed at once".to_owned() } else { ramp.join(", ") };
    format!(
        "training: {} days, wages and {} {} each; {} drop out; then week by week {ramp}",
        learning.training_days,
        scenario.currency,
        workforce.training_cost,
        words::percent(learning.drop_out.get()),
    )
}

fn classes(terms: ClassTerms) -> String {
    let size = match terms.most {
        most if most >= 10_000 => format!("{} or more", terms.least),
        most => format!("{} to {most}", terms.least),
    };
    let rooms = terms.rooms.map_or_else(String::new, |rooms| format!(", {rooms} at once"));
    format!("classes: of {size}{rooms}")
}

/// The terms of each contract that people can be hired on.
fn hiring(scenario: &Scenario, workforce: &Workforce) -> Vec<String> {
    let mut told: Vec<usize> = Vec::new();
    let mut lines = Vec::new();
    for WorkGroup { contract, hire, wage, .. } in &workforce.groups {
        let Some(HireTerms { cost, lead_days, at_most }) = hire.filter(|_| !told.contains(contract)) else {
            continue;
        };
        told.push(*contract);
        lines.push(format!(
            "{}: {} {wage} an hour, {cost} to hire, {lead_days} days from the decision to the first day, at most \
             {at_most} start in a month",
            scenario.contracts[*contract].id, scenario.currency,
        ));
    }
    lines
}
